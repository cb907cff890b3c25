/* SPDX-License-Identifier: MIT */
/* Small numbers come from a table. The digits of others are made eight at a time in one word (first
 * digit in the lowest byte) and leading zeros shifted out of it, so that no branch depends on how
 * long a number is: a wrong guess of the processor costs more than all of this. */
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "lib/base/quick.h"
#include "lib/base/reader.h"
#include "lib/base/store.h"
#include "lib/base/wintime.h"

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Numbers below 1000, which most numbers of an event are: the text, first digit lowest, and its
 * length on top. */
#define DIGIT(v) ('0' + (uint32_t)(v) % 10)
#define SMALL(v)                                                  \
	((v) < 10    ? DIGIT(v) | 1u << 24                        \
	 : (v) < 100 ? DIGIT((v) / 10) | DIGIT(v) << 8 | 2u << 24 \
		     : DIGIT((v) / 100) | DIGIT((v) / 10) << 8 | DIGIT(v) << 16 | 3u << 24)
#define SMALL_10(v)                                                                               \
	SMALL(v), SMALL((v) + 1), SMALL((v) + 2), SMALL((v) + 3), SMALL((v) + 4), SMALL((v) + 5), \
		SMALL((v) + 6), SMALL((v) + 7), SMALL((v) + 8), SMALL((v) + 9)
#define SMALL_100(v)                                                                            \
	SMALL_10(v), SMALL_10((v) + 10), SMALL_10((v) + 20), SMALL_10((v) + 30),                \
		SMALL_10((v) + 40), SMALL_10((v) + 50), SMALL_10((v) + 60), SMALL_10((v) + 70), \
		SMALL_10((v) + 80), SMALL_10((v) + 90)

static const uint32_t small[1000] = {
	SMALL_100(0),   SMALL_100(100), SMALL_100(200), SMALL_100(300), SMALL_100(400),
	SMALL_100(500), SMALL_100(600), SMALL_100(700), SMALL_100(800), SMALL_100(900),
};

/* The eight decimal digits of v (below 100000000) as bytes 0 to 9. */
static inline uint64_t decimal_eight(uint32_t v)
{
	/* Two numbers of four digits, each split into two of two, each split into two of one:
	 * x / 100 is x * 10486 >> 20 below 10000, and x / 10 is x * 103 >> 10 below 100. */
	uint64_t fours = v / 10000 | (uint64_t)(v % 10000) << 32;
	uint64_t high = (fours * 10486 >> 20) & UINT64_C(0x7f0000007f);
	uint64_t twos = high | (fours - 100 * high) << 16;
	uint64_t tens = (twos * 103 >> 10) & UINT64_C(0x000f000f000f000f);
	return tens | (twos - 10 * tens) << 8;
}

/* v is not 0. */
static inline uint8_t *put_decimal_minimal(uint8_t *out, uint32_t v)
{
	uint64_t digits = decimal_eight(v);
	unsigned zeros = (unsigned)__builtin_ctzll(digits) / 8;
	store_u64le(out, (digits | EACH('0')) >> 8 * zeros);
	return out + 8 - zeros;
}

static inline uint8_t *put_decimal_eight(uint8_t *out, uint32_t v)
{
	store_u64le(out, decimal_eight(v) | EACH('0'));
	return out + 8;
}

uint8_t *quick_decimal_u32(uint8_t *out, uint32_t v)
{
	if (v < COUNT_OF(small)) {
		store_u32le(out, small[v]);
		return out + (small[v] >> 24);
	}
	if (LIKELY(v < 100000000))
		return put_decimal_minimal(out, v);
	/* One or two digits in front: at most 42. */
	uint32_t head = v / 100000000;
	*out = (uint8_t)('0' + head / 10);
	out += head >= 10;
	*out++ = (uint8_t)('0' + head % 10);
	return put_decimal_eight(out, v % 100000000);
}

uint8_t *quick_decimal_u64(uint8_t *out, uint64_t v)
{
	if (LIKELY(v <= UINT32_MAX))
		return quick_decimal_u32(out, (uint32_t)v);
	/* The head is below 184467440738, and may have 12 digits itself. */
	uint64_t head = v / 100000000;
	if (head < 100000000) {
		out = put_decimal_minimal(out, (uint32_t)head);
	} else {
		out = put_decimal_minimal(out, (uint32_t)(head / 100000000));
		out = put_decimal_eight(out, (uint32_t)(head % 100000000));
	}
	return put_decimal_eight(out, (uint32_t)(v % 100000000));
}

uint8_t *quick_decimal_i64(uint8_t *out, int64_t v)
{
	*out = '-';
	return quick_decimal_u64(out + (v < 0), v < 0 ? -(uint64_t)v : (uint64_t)v);
}

/* The 16 digits of eight bytes, the first of which is the lowest of v; letters begin at that
 * character ('a' or 'A'). */
#ifdef __SSE2__
static inline void put_hex_8_bytes(uint8_t *out, uint64_t v, unsigned letter)
{
	const __m128i low_nibble = _mm_set1_epi8(0x0f);
	__m128i bytes = _mm_set_epi64x(0, (long long)v);
	__m128i high = _mm_and_si128(_mm_srli_epi16(bytes, 4), low_nibble);
	__m128i digits = _mm_unpacklo_epi8(high, _mm_and_si128(bytes, low_nibble));
	__m128i above_9 = _mm_cmpgt_epi8(digits, _mm_set1_epi8(9));
	__m128i gap = _mm_and_si128(above_9, _mm_set1_epi8((char)(letter - '0' - 10)));
	__m128i text = _mm_add_epi8(_mm_add_epi8(digits, _mm_set1_epi8('0')), gap);
	_mm_storeu_si128((__m128i *)(void *)out, text);
}
#else
static inline void put_hex_4_bytes(uint8_t *out, uint32_t v, unsigned letter)
{
	/* One byte in each 16 bits, then its high nibble in front of the low one. */
	uint64_t x = (v | (uint64_t)v << 16) & UINT64_C(0x0000ffff0000ffff);
	x = (x | x << 8) & UINT64_C(0x00ff00ff00ff00ff);
	x = (x >> 4 & UINT64_C(0x000f000f000f000f)) | (x & UINT64_C(0x000f000f000f000f)) << 8;
	uint64_t above_9 = (x + EACH(6)) >> 4 & EACH(1);
	store_u64le(out, x + EACH('0') + above_9 * (letter - '0' - 10));
}

static inline void put_hex_8_bytes(uint8_t *out, uint64_t v, unsigned letter)
{
	put_hex_4_bytes(out, (uint32_t)v, letter);
	put_hex_4_bytes(out + 8, (uint32_t)(v >> 32), letter);
}
#endif

uint8_t *quick_hex_minimal(uint8_t *out, uint64_t v)
{
	unsigned zeros = (unsigned)__builtin_clzll(v | 1) / 4;
	put_hex_8_bytes(out, __builtin_bswap64(v << 4 * zeros), 'a');
	return out + 16 - zeros;
}

uint8_t *quick_hex_fixed(uint8_t *out, uint64_t v, unsigned digits)
{
	assert(digits >= 1 && digits <= 16);
	put_hex_8_bytes(out, __builtin_bswap64(v << (64 - 4 * digits)), 'a');
	return out + digits;
}

/* n bytes, at most 7 and all there are, the first one lowest. */
static inline uint64_t load_few(const uint8_t *p, size_t n)
{
	if (n >= 4)
		return load_u32le(p) | (uint64_t)load_u32le(p + n - 4) << 8 * (n - 4);
	if (n == 0)
		return 0;
	return p[0] | (uint64_t)p[n / 2] << 8 * (n / 2) | (uint64_t)p[n - 1] << 8 * (n - 1);
}

static inline uint8_t *put_hex_bytes(uint8_t *out, const uint8_t *p, size_t n, unsigned letter)
{
	for (; n >= 8; n -= 8, p += 8, out += 16)
		put_hex_8_bytes(out, load_u64le(p), letter);
	put_hex_8_bytes(out, load_few(p, n), letter);
	return out + 2 * n;
}

uint8_t *quick_hex_bytes_lower(uint8_t *out, const uint8_t *p, size_t n)
{
	return put_hex_bytes(out, p, n, 'a');
}

uint8_t *quick_hex_bytes_upper(uint8_t *out, const uint8_t *p, size_t n)
{
	return put_hex_bytes(out, p, n, 'A');
}

static inline uint8_t *put_guid(uint8_t *out, const uint8_t *guid, unsigned letter)
{
	/* The first three fields are little-endian numbers. */
	uint32_t fields = (uint32_t)load_u16le(guid + 4) << 16 | load_u16le(guid + 6);
	uint64_t first = __builtin_bswap32(load_u32le(guid)) | (uint64_t)__builtin_bswap32(fields)
								       << 32;
	uint8_t digits[32];
	put_hex_8_bytes(digits, first, letter);
	put_hex_8_bytes(digits + 16, load_u64le(guid + 8), letter);
	memcpy(out, digits, 8);
	out[8] = '-';
	memcpy(out + 9, digits + 8, 4);
	out[13] = '-';
	memcpy(out + 14, digits + 12, 4);
	out[18] = '-';
	memcpy(out + 19, digits + 16, 4);
	out[23] = '-';
	memcpy(out + 24, digits + 20, 12);
	return out + 36;
}

uint8_t *quick_guid_lower(uint8_t *out, const uint8_t guid[static 16])
{
	return put_guid(out, guid, 'a');
}

uint8_t *quick_guid_upper(uint8_t *out, const uint8_t guid[static 16])
{
	return put_guid(out, guid, 'A');
}

uint8_t *quick_sid(uint8_t *out, struct slice s)
{
	if (s.n < 8 || s.p[0] != 1 || s.p[1] > 15 || s.n != 8 + 4 * (size_t)s.p[1])
		return NULL;
	uint64_t authority = (uint64_t)s.p[2] << 40 | (uint64_t)s.p[3] << 32 |
			     __builtin_bswap32(load_u32le(s.p + 4));
	memcpy(out, "S-1-0x", 6);
	if (LIKELY(authority <= UINT32_MAX))
		out = quick_decimal_u32(out + 4, (uint32_t)authority);
	else
		out = quick_hex_fixed(out + 6, authority, 12);
	for (size_t at = 8; at < s.n; at += 4) {
		*out = '-';
		out = quick_decimal_u32(out + 1, load_u32le(s.p + at));
	}
	return out;
}

/* "08:46:36" of a second of the day. */
static inline void put_clock(uint8_t *out, uint32_t second)
{
	/* Hours, minutes and seconds in the bytes where their tens go, split all at once. */
	uint64_t parts =
		second / 3600 | (uint64_t)(second / 60 % 60) << 24 | (uint64_t)(second % 60) << 48;
	uint64_t tens = (parts * 103 >> 10) & UINT64_C(0x000f00000f00000f);
	uint64_t digits = tens | (parts - 10 * tens) << 8;
	store_u64le(out, digits + UINT64_C(0x30303a30303a3030));
}

static bool fill_day_cache(struct quick_day_cache *cache, uint64_t filetime)
{
	char text[TIME_TEXT];
	if (!time_write(text, filetime))
		return false;
	memcpy(cache->date, text, sizeof(cache->date));
	cache->length = UINT64_C(86400) * FILETIME_PER_SECOND;
	cache->start = filetime - filetime % cache->length;
	return true;
}

uint8_t *quick_time(uint8_t *out, uint64_t filetime, struct quick_day_cache *cache,
		    unsigned fraction_digits)
{
	assert(fraction_digits <= 7);
	if (UNLIKELY(filetime - cache->start >= cache->length) && !fill_day_cache(cache, filetime))
		return NULL;
	uint64_t of_day = filetime - cache->start;
	uint32_t second = (uint32_t)(of_day / FILETIME_PER_SECOND);
	memcpy(out, cache->date, sizeof(cache->date));
	put_clock(out + 11, second);
	out[19] = '.';
	put_decimal_eight(out + 20, (uint32_t)(of_day % FILETIME_PER_SECOND) * 10);
	out += fraction_digits ? 20 + fraction_digits : 19;
	*out = 'Z';
	return out + 1;
}
