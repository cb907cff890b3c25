/* SPDX-License-Identifier: MIT */
/* The plain twin, what all twins ask about a probe, and the choice between them. */
#include "lib/base/number.h"
#include "lib/bugcheck/anchor_twin.h"

/* What is looked for in front of a probe is short, so that no text makes it slow. */
enum {
	CODE_DIGITS = 8, /* of a code that no keyword announces */
	LONGEST_GAP = 8, /* blanks between it and its parameters; Windows writes one */
	BUG_BYTES = 3,   /* of "bug" */
};

static bool is_blank(uint8_t c)
{
	return c == ' ' || c == '\t';
}

static bool is_joint(uint8_t c)
{
	return is_blank(c) || c == '-' || c == '_';
}

/* Do these letters, of which word has the small ones, stand at this place in any case? */
static bool holds(struct slice block, size_t at, struct slice word)
{
	return slice_equal_ignoring_case(slice_sub(block, at, word.n), word);
}

/* at, if a token can begin there. */
static size_t token_at(struct slice block, size_t from, size_t at)
{
	return at >= from && anchor_starts_token(block, at) ? at : ANCHOR_NONE;
}

/* "bugcheck", "bug check" ... by its "check". */
static size_t confirm_check(struct slice block, size_t from, size_t probe)
{
	size_t end = probe;
	if (end && is_joint(block.p[end - 1]))
		end--;
	/* Most of what comes here is another word: its last letter tells. */
	if (end < BUG_BYTES || ascii_lower(block.p[end - 1]) != 'g' ||
	    !holds(block, end - BUG_BYTES, SLICE("bug")) || !holds(block, probe, SLICE("check")))
		return ANCHOR_NONE;
	return token_at(block, from, end - BUG_BYTES);
}

/* "stop", if no other letters follow than those of "stopcode" and "stoperror". */
static size_t confirm_stop(struct slice block, size_t from, size_t probe)
{
	const struct slice word = SLICE("stop");
	size_t end = probe + word.n;
	if (!holds(block, probe, word))
		return ANCHOR_NONE;
	if (end < block.n && anchor_is_alnum(block.p[end]) && !holds(block, end, SLICE("code")) &&
	    !holds(block, end, SLICE("error")))
		return ANCHOR_NONE;
	return token_at(block, from, probe);
}

/* "LiveKernelEvent", by its "v". */
static size_t confirm_live(struct slice block, size_t from, size_t probe)
{
	const struct slice word = SLICE("livekernelevent");
	size_t behind = slice_find_byte(word, 'v');
	if (probe < behind || !holds(block, probe - behind, word))
		return ANCHOR_NONE;
	return token_at(block, from, probe - behind);
}

static size_t confirm_bccode(struct slice block, size_t from, size_t probe)
{
	return holds(block, probe, SLICE("bccode")) ? token_at(block, from, probe) : ANCHOR_NONE;
}

/* "0x0000009f (0x", by its parenthesis: whatever language is around it. */
static size_t confirm_list(struct slice block, size_t from, size_t probe)
{
	size_t end = probe;
	if (!holds(block, probe, SLICE("(0x")))
		return ANCHOR_NONE;
	while (end && probe - end < LONGEST_GAP && is_blank(block.p[end - 1]))
		end--;
	if (end == probe || end < 2 + CODE_DIGITS)
		return ANCHOR_NONE;
	size_t at = end - CODE_DIGITS;
	for (size_t i = at; i < end; i++)
		if (hex_digit_value(block.p[i]) < 0)
			return ANCHOR_NONE;
	return holds(block, at - 2, SLICE("0x")) ? token_at(block, from, at - 2) : ANCHOR_NONE;
}

/* The end of the token that goes on at this place, or a place too far for a name. */
static size_t token_end(struct slice block, size_t at)
{
	size_t limit = at + anchor_longest_name;
	while (at < block.n && at <= limit && anchor_is_word(block.p[at]))
		at++;
	return at;
}

/* Has a name the length, the first and the last letter of this token? */
static bool has_shape_of_name(struct slice block, size_t at, size_t end)
{
	uint32_t shape = anchor_add_letter((uint32_t)(end - at), block.p[at]);
	return end - at <= anchor_longest_name &&
	       anchor_has_bit(anchor_shapes, anchor_add_letter(shape, block.p[end - 1]));
}

/* A name, by its first underscore. Of "\nbad_pool_header" both n and b may be its beginning. */
static size_t confirm_name(struct slice block, size_t from, size_t probe)
{
	enum { BEGINNINGS = 2 };
	size_t at = probe;
	if (!anchor_may_be_name(block, probe))
		return ANCHOR_NONE;
	while (at && probe - at <= anchor_longest_word && anchor_is_alnum(block.p[at - 1]))
		at--;
	size_t end = token_end(block, probe);
	for (size_t i = at; i < at + BEGINNINGS && i < probe; i++)
		if (token_at(block, from, i) == i && has_shape_of_name(block, i, end))
			return i;
	return ANCHOR_NONE;
}

size_t anchor_confirm(struct slice block, size_t from, size_t probe)
{
	switch (block.p[probe]) {
	case '_':
		return confirm_name(block, from, probe);
	case '(':
		return confirm_list(block, from, probe);
	case 'C':
	case 'c':
		return confirm_check(block, from, probe);
	case 'S':
	case 's':
		return confirm_stop(block, from, probe);
	case 'V':
	case 'v':
		return confirm_live(block, from, probe);
	case 'B':
	case 'b':
		return confirm_bccode(block, from, probe);
	default:
		return ANCHOR_NONE;
	}
}

/* Of each byte that begins a probe, in both cases, the byte that follows it, as a small letter; any
 * (but 0) where that does not matter. 0: it begins none. */
enum { ANY = 1 };
static const uint8_t second_bytes[256] = {
	['C'] = 'h', ['c'] = 'h', ['S'] = 't', ['s'] = 't', ['V'] = 'e',
	['v'] = 'e', ['B'] = 'c', ['b'] = 'c', ['('] = '0', ['_'] = ANY,
};

static bool may_be_probe(struct slice block, size_t at)
{
	uint8_t second = second_bytes[block.p[at]];
	return second && block.n - at > 1 &&
	       (second == ANY || ascii_lower(block.p[at + 1]) == second);
}

size_t anchor_find_rest(struct slice block, size_t from, size_t at)
{
	for (; at < block.n; at++) {
		if (LIKELY(!may_be_probe(block, at)))
			continue;
		size_t found = anchor_confirm(block, from, at);
		if (found != ANCHOR_NONE)
			return found;
	}
	return block.n;
}

static size_t find_scalar(struct slice block, size_t from)
{
	return anchor_find_rest(block, from, from);
}

static anchor_finder *active = find_scalar;

size_t anchor_find(struct slice block, size_t from)
{
	return active(block, from);
}

static anchor_finder *best_finder(void)
{
	anchor_finder *f = anchor_finder_avx2();
	if (!f)
		f = anchor_finder_sse2();
	return f ? f : find_scalar;
}

bool anchor_choose(enum utf16_twin twin)
{
	anchor_finder *f = twin == UTF16_TWIN_AVX2     ? anchor_finder_avx2()
			   : twin == UTF16_TWIN_SSE2   ? anchor_finder_sse2()
			   : twin == UTF16_TWIN_SCALAR ? find_scalar
						       : best_finder();
	if (!f)
		return false;
	active = f;
	return true;
}
