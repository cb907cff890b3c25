/* SPDX-License-Identifier: MIT */
/* lib/base/quick.h: the same bytes as its readable twins and as printf. */
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/base/number.h"
#include "lib/base/quick.h"
#include "lib/base/winid.h"
#include "lib/base/wintime.h"
#include "tests/unit/support_random.h"

/* A block in which each byte behind the slack shows that it was written. */
struct sheet {
	uint8_t bytes[320]; /* the longest text, the slack and 64 more */
};

static struct sheet blank(void)
{
	struct sheet s;
	memset(s.bytes, 0xa5, sizeof(s.bytes));
	return s;
}

static void check(const struct sheet *s, const uint8_t *end, const char *expected, size_t n)
{
	cr_assert_not_null(end, "%.*s", (int)n, expected);
	size_t got = (size_t)(end - s->bytes);
	cr_assert(got == n && memcmp(s->bytes, expected, n) == 0, "got %.*s, expected %.*s",
		  (int)got, (const char *)s->bytes, (int)n, expected);
	for (size_t i = n + QUICK_SLACK; i < n + QUICK_SLACK + 64; i++)
		cr_assert_eq(s->bytes[i], 0xa5, "wrote at %zu behind %zu: %.*s", i, n, (int)n,
			     expected);
}

static void check_number(uint64_t v)
{
	char text[24];
	struct sheet s = blank();
	check(&s, quick_decimal_u64(s.bytes, v), text,
	      (size_t)snprintf(text, sizeof(text), "%" PRIu64, v));
	s = blank();
	check(&s, quick_decimal_u32(s.bytes, (uint32_t)v), text,
	      (size_t)snprintf(text, sizeof(text), "%" PRIu32, (uint32_t)v));
	s = blank();
	check(&s, quick_decimal_i64(s.bytes, (int64_t)v), text,
	      (size_t)snprintf(text, sizeof(text), "%" PRId64, (int64_t)v));
	s = blank();
	check(&s, quick_hex_minimal(s.bytes, v), text,
	      (size_t)snprintf(text, sizeof(text), "%" PRIx64, v));
	for (unsigned digits = 1; digits <= 16; digits++) {
		hex_write(text, v, digits);
		s = blank();
		check(&s, quick_hex_fixed(s.bytes, v, digits), text, digits);
	}
}

Test(quick, numbers_at_every_edge)
{
	uint64_t ten = 1;
	for (int i = 0; i < 64; i++) {
		uint64_t two = UINT64_C(1) << i;
		for (uint64_t near = 0; near < 5; near++) {
			check_number(two + near - 2);
			check_number(ten + near - 2);
			check_number(0 - ten + near - 2);
		}
		ten *= i < 19 ? 10 : 7;
	}
}

Test(quick, numbers_of_every_length)
{
	uint64_t seed = 21;
	for (uint64_t v = 0; v < 20000; v++)
		check_number(v);
	for (int round = 0; round < 50000; round++)
		check_number(random_next(&seed) >> random_below(&seed, 64));
}

/* Each group of digits with each neighbour: what the arithmetic of eight digits could mix up. */
Test(quick, decimals_by_their_halves)
{
	char text[DECIMAL_MAX];
	for (uint32_t half = 0; half < 10000; half++) {
		uint32_t numbers[] = {half, half * 10000, half * 10000 + 9999, half + 99990000,
				      half * 10001};
		for (size_t i = 0; i < COUNT_OF(numbers); i++) {
			struct sheet s = blank();
			size_t n = decimal_write(text, numbers[i]);
			check(&s, quick_decimal_u32(s.bytes, numbers[i]), text, n);
		}
	}
}

Test(quick, hex_of_bytes)
{
	uint64_t seed = 22;
	for (size_t n = 0; n <= 100; n++) {
		uint8_t *bytes = malloc(n + !n); /* the exact size, for sanitizers */
		char text[2 * 100];
		for (size_t i = 0; i < n; i++)
			bytes[i] = (uint8_t)(n % 2 ? i * 17 + n : random_next(&seed));
		hex_write_bytes(text, slice_of(bytes, n));
		struct sheet s = blank();
		check(&s, quick_hex_bytes_lower(s.bytes, bytes, n), text, 2 * n);
		for (size_t i = 0; i < 2 * n; i++)
			text[i] = (char)ascii_upper((uint8_t)text[i]);
		s = blank();
		check(&s, quick_hex_bytes_upper(s.bytes, bytes, n), text, 2 * n);
		free(bytes);
	}
}

Test(quick, guid)
{
	uint64_t seed = 23;
	for (int round = 0; round < 5000; round++) {
		uint8_t *guid = malloc(16);
		char text[GUID_TEXT];
		for (size_t i = 0; i < 16; i++)
			guid[i] = (uint8_t)(round < 256 ? (size_t)round + i : random_next(&seed));
		guid_write(text, guid);
		struct sheet s = blank();
		check(&s, quick_guid_lower(s.bytes, guid), text, GUID_TEXT);
		for (size_t i = 0; i < GUID_TEXT; i++)
			text[i] = (char)ascii_upper((uint8_t)text[i]);
		s = blank();
		check(&s, quick_guid_upper(s.bytes, guid), text, GUID_TEXT);
		free(guid);
	}
}

static void check_sid(const uint8_t *bytes, size_t n)
{
	char text[SID_TEXT];
	uint8_t *exact = malloc(n + !n);
	if (n)
		memcpy(exact, bytes, n);
	size_t expected = sid_write(text, slice_of(exact, n));
	struct sheet s = blank();
	uint8_t *end = quick_sid(s.bytes, slice_of(exact, n));
	if (expected)
		check(&s, end, text, expected);
	else
		cr_assert_null(end);
	free(exact);
}

Test(quick, sid)
{
	uint64_t seed = 24;
	for (int round = 0; round < 20000; round++) {
		uint8_t bytes[80] = {1, (uint8_t)random_below(&seed, 17), 0, 0, 0, 0, 0, 5};
		for (size_t i = 8; i < sizeof(bytes); i++)
			bytes[i] = (uint8_t)(random_next(&seed) & (round % 3 ? 0xff : 0x80));
		if (round % 4 == 0)
			bytes[2 + random_below(&seed, 6)] = (uint8_t)random_next(&seed);
		if (round % 64 == 0)
			bytes[0] = (uint8_t)random_below(&seed, 3);
		check_sid(bytes, 8 + 4 * (size_t)bytes[1]);
		check_sid(bytes, random_below(&seed, sizeof(bytes)));
	}
	check_sid(NULL, 0);
}

static void check_time(uint64_t filetime, struct quick_day_cache *cache)
{
	char text[TIME_TEXT];
	bool known = time_write(text, filetime);
	for (unsigned digits = 0; digits <= 7; digits++) {
		struct sheet s = blank();
		uint8_t *end = quick_time(s.bytes, filetime, cache, digits);
		if (!known) {
			cr_assert_null(end);
			continue;
		}
		size_t n = digits ? 20 + digits : 19;
		char expected[TIME_TEXT];
		memcpy(expected, text, n);
		expected[n] = 'Z';
		check(&s, end, expected, n + 1);
	}
}

#define DAY (86400 * (uint64_t)FILETIME_PER_SECOND)

Test(quick, time)
{
	struct quick_day_cache cache = {0};
	struct quick_day_cache fresh = {0};
	uint64_t seed = 25;
	static const uint64_t edges[] = {
		0,
		1,
		FILETIME_PER_SECOND - 1,
		DAY - 1,
		DAY,
		133207299966816408,
		UINT64_C(2650467743999999999), /* the end of 9999 */
		UINT64_C(2650467744000000000),
		UINT64_MAX - 1,
		UINT64_MAX,
	};
	for (size_t i = 0; i < COUNT_OF(edges); i++) {
		check_time(edges[i], &cache);
		fresh = (struct quick_day_cache){0};
		check_time(edges[i], &fresh);
	}
	for (uint32_t second = 0; second < 86400; second++)
		check_time(edges[5] / DAY * DAY + second * (uint64_t)FILETIME_PER_SECOND, &cache);
	for (int round = 0; round < 50000; round++)
		check_time(random_next(&seed) >> random_below(&seed, 20), &cache);
}

/* A year that cannot be written leaves the cache as it was. */
Test(quick, time_cache_survives_what_has_no_text)
{
	struct quick_day_cache cache = {0};
	check_time(133207299966816408, &cache);
	check_time(UINT64_MAX, &cache);
	check_time(133207299966816409, &cache);
	check_time(133207299966816409 + DAY, &cache);
	check_time(133207299966816409, &cache);
}
