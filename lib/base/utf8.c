/* SPDX-License-Identifier: MIT */
#include "lib/base/text.h"
#include "lib/base/utf16_twin.h"

#ifdef __SSE2__
#include <emmintrin.h>

enum { STEP = 16, SPECIALS = 4 };

/* The few printable characters that an escape spells in its own way; all spell control characters
 * so. */
static const char specials[UTF16_ESCAPES][SPECIALS + 1] = {
	[UTF16_PLAIN] = "\x7f\x7f\x7f\x7f",
	[UTF16_JSON] = "\"\\\x7f\x7f",
	[UTF16_XML_TEXT] = "&<>\x7f",
	[UTF16_XML_ATTRIBUTE] = "&<>\"",
};

/* A bit for each of the 16 bytes that does not stand for itself. */
static inline unsigned others(__m128i v, const char special[static SPECIALS])
{
	/* Signed: bytes from 0x80 on are less, too. */
	__m128i other = _mm_cmplt_epi8(v, _mm_set1_epi8(0x20));
	for (unsigned i = 0; i < SPECIALS; i++)
		other = _mm_or_si128(other, _mm_cmpeq_epi8(v, _mm_set1_epi8(special[i])));
	return (unsigned)_mm_movemask_epi8(other);
}

/* Copies the bytes at the beginning that stand for themselves, in steps of 16; returns how many. */
static size_t copy_plain(uint8_t *out, const uint8_t *p, size_t n, enum utf16_escape escape)
{
	size_t at = 0;
	for (; n - at >= STEP; at += STEP) {
		__m128i v = _mm_loadu_si128((const __m128i *)(const void *)(p + at));
		_mm_storeu_si128((__m128i *)(void *)(out + at), v);
		unsigned mask = others(v, specials[escape]);
		if (mask)
			return at + (size_t)__builtin_ctz(mask);
	}
	return at;
}

/* The same for 4 to 15 bytes, all or none: most names. Read as two words that overlap. */
static size_t copy_short(uint8_t *out, const uint8_t *p, size_t n, enum utf16_escape escape)
{
	uint64_t first, last;
	if (n >= 8) {
		first = load_u64le(p);
		last = load_u64le(p + n - 8);
	} else {
		first = load_u32le(p) | (uint64_t)load_u32le(p + n - 4) << 32;
		last = first;
	}
	if (others(_mm_set_epi64x((long long)last, (long long)first), specials[escape]))
		return 0;
	if (n >= 8) {
		store_u64le(out, first);
		store_u64le(out + n - 8, last);
	} else {
		store_u32le(out, (uint32_t)first);
		store_u32le(out + n - 4, (uint32_t)(first >> 32));
	}
	return n;
}
#else
static const size_t STEP = SIZE_MAX;
static size_t copy_plain(uint8_t *out, const uint8_t *p, size_t n, enum utf16_escape escape)
{
	(void)out, (void)p, (void)n, (void)escape;
	return 0;
}

static size_t copy_short(uint8_t *out, const uint8_t *p, size_t n, enum utf16_escape escape)
{
	return copy_plain(out, p, n, escape);
}
#endif

uint8_t *utf8_write(uint8_t *out, struct slice s, enum utf16_escape escape, bool *replaced)
{
	const uint8_t *p = s.p;
	size_t left = s.n;
	if (left >= 4 && left < 16 && copy_short(out, p, left, escape))
		return out + left;
	while (left) {
		uint32_t c;
		size_t n = left >= STEP ? copy_plain(out, p, left, escape) : 0;
		if (n) {
			out += n;
		} else if (LIKELY(*p < 0x80)) {
			out = utf16_put_row(out, *p, escape);
			n = 1;
		} else if ((n = utf8_decode(slice_of(p, left), &c)) != 0) {
			out = c < UTF16_ROWS ? utf16_put_row(out, c, escape)
					     : utf16_put_wide(out, c, escape);
		} else {
			out = utf16_put_replacement(out);
			*replaced = true;
			n = 1;
		}
		p += n;
		left -= n;
	}
	return out;
}
