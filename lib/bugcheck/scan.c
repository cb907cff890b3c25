/* SPDX-License-Identifier: MIT */
#include "lib/bugcheck/scan.h"
#include "lib/base/limits.h"
#include "lib/base/number.h"

static bool fail(struct scan *s)
{
	s->bad = true;
	return false;
}

static bool is_white(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

uint8_t scan_peek(struct scan *s)
{
	while (s->at < s->text.n && is_white(s->text.p[s->at]))
		s->at++;
	return s->bad || s->at == s->text.n ? 0 : s->text.p[s->at];
}

void scan_expect(struct scan *s, uint8_t byte)
{
	if (byte && scan_peek(s) == byte)
		s->at++;
	else
		fail(s);
}

/* Four hexadecimal digits at position at. */
static bool has_hex4(struct slice text, size_t at)
{
	if (!range_within(text.n, at, 4))
		return false;
	for (size_t i = at; i < at + 4; i++)
		if (hex_digit_value(text.p[i]) < 0)
			return false;
	return true;
}

/* Length of the escape sequence at position at, which holds a backslash; 0 where it is none. */
static size_t escape_length(struct slice text, size_t at)
{
	if (!range_within(text.n, at, 2))
		return 0;
	switch (text.p[at + 1]) {
	case '"':
	case '\\':
	case '/':
	case 'b':
	case 'f':
	case 'n':
	case 'r':
	case 't':
		return 2;
	case 'u':
		return has_hex4(text, at + 2) ? 6 : 0;
	default:
		return 0;
	}
}

struct slice scan_string(struct scan *s)
{
	scan_expect(s, '"');
	size_t start = s->at;
	while (!s->bad && s->at < s->text.n && s->text.p[s->at] != '"') {
		size_t n = 1;
		if (s->text.p[s->at] == '\\')
			n = escape_length(s->text, s->at);
		else if (s->text.p[s->at] < 0x20)
			n = 0;
		if (n == 0)
			fail(s);
		s->at += n;
	}
	size_t end = s->at;
	scan_expect(s, '"');
	return s->bad ? (struct slice){NULL, 0} : slice_sub(s->text, start, end - start);
}

static void scan_digits(struct scan *s)
{
	size_t start = s->at;
	while (s->at < s->text.n && ascii_is_digit(s->text.p[s->at]))
		s->at++;
	if (s->at == start)
		fail(s);
}

static bool take(struct scan *s, uint8_t byte)
{
	bool there = s->at < s->text.n && s->text.p[s->at] == byte;
	s->at += there;
	return there;
}

static void scan_number(struct scan *s)
{
	(void)take(s, '-');
	if (!take(s, '0'))
		scan_digits(s);
	if (take(s, '.'))
		scan_digits(s);
	if (take(s, 'e') || take(s, 'E')) {
		if (!take(s, '+'))
			(void)take(s, '-');
		scan_digits(s);
	}
}

static void scan_word(struct scan *s, struct slice word)
{
	if (slice_starts_with(slice_from(s->text, s->at), word))
		s->at += word.n;
	else
		fail(s);
}

/* A value that holds no other. */
static void scan_scalar(struct scan *s)
{
	uint8_t c = scan_peek(s);
	if (c == '"')
		(void)scan_string(s);
	else if (c == 't')
		scan_word(s, SLICE("true"));
	else if (c == 'f')
		scan_word(s, SLICE("false"));
	else if (c == 'n')
		scan_word(s, SLICE("null"));
	else
		scan_number(s);
}

/* The brackets that are open inside a value. */
struct nesting {
	uint8_t closing[LIMIT_JSON_DEPTH]; /* the bracket that ends each */
	unsigned depth;
};

/* Opens brackets, with the keys in front of values, until a scalar was consumed or a pair of
 * brackets turns out empty. */
static void descend(struct scan *s, struct nesting *n)
{
	for (;;) {
		if (n->depth && n->closing[n->depth - 1] == '}') {
			(void)scan_string(s);
			scan_expect(s, ':');
		}
		uint8_t c = scan_peek(s);
		if (s->bad || (c != '{' && c != '['))
			break;
		if (n->depth == LIMIT_JSON_DEPTH) {
			fail(s);
			return;
		}
		s->at++;
		n->closing[n->depth++] = c == '{' ? '}' : ']';
		if (scan_peek(s) == n->closing[n->depth - 1])
			return;
	}
	if (!s->bad)
		scan_scalar(s);
}

/* Consumes closing brackets; true if a comma follows the value and it is not over. */
static bool ascend(struct scan *s, struct nesting *n)
{
	while (!s->bad && n->depth) {
		if (scan_peek(s) != n->closing[n->depth - 1]) {
			scan_expect(s, ',');
			return !s->bad;
		}
		s->at++;
		n->depth--;
	}
	return false;
}

struct slice scan_value(struct scan *s)
{
	struct nesting n = {.depth = 0};
	(void)scan_peek(s);
	size_t start = s->at;
	do
		descend(s, &n);
	while (ascend(s, &n));
	return s->bad ? (struct slice){NULL, 0} : slice_sub(s->text, start, s->at - start);
}

bool scan_next(struct scan *s, uint8_t open, uint8_t close, bool *first)
{
	if (*first)
		scan_expect(s, open);
	if (scan_peek(s) == close) {
		s->at++;
		return false;
	}
	if (!*first)
		scan_expect(s, ',');
	*first = false;
	return !s->bad;
}

bool scan_next_member(struct scan *s, bool *first, struct slice *key)
{
	if (!scan_next(s, '{', '}', first))
		return false;
	*key = scan_string(s);
	scan_expect(s, ':');
	return !s->bad;
}

/* The code unit of a \uXXXX, or the character of a short escape. */
static unsigned escaped_unit(const uint8_t *p, size_t length)
{
	static const char letters[] = "bfnrt";
	static const char meanings[] = "\b\f\n\r\t";
	if (length == 2) {
		const char *hit = strchr(letters, p[1]);
		return hit ? (unsigned)meanings[hit - letters] : p[1];
	}
	unsigned unit = 0;
	for (size_t i = 2; i < length; i++)
		unit = unit << 4 | (unsigned)hex_digit_value(p[i]);
	return unit;
}

bool scan_unescape(struct slice spelt, char *out, size_t room, size_t *n)
{
	size_t written = 0;
	for (size_t i = 0; i < spelt.n;) {
		size_t length = spelt.p[i] == '\\' ? escape_length(spelt, i) : 1;
		unsigned unit = length == 1 ? spelt.p[i]
				: length    ? escaped_unit(spelt.p + i, length)
					    : 0x80;
		if (unit >= 0x80 || written == room)
			return false;
		out[written++] = (char)unit;
		i += length;
	}
	*n = written;
	return true;
}

bool scan_spells(struct slice spelt, struct slice word)
{
	char text[64];
	size_t n;
	if (slice_find_byte(spelt, '\\') == spelt.n)
		return slice_equal(spelt, word);
	return scan_unescape(spelt, text, sizeof(text), &n) && slice_equal(slice_of(text, n), word);
}
