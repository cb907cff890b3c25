/* SPDX-License-Identifier: MIT */
/* lib/base/number.h and lib/base/crc32.h. */
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>

#include "lib/base/crc32.h"
#include "lib/base/number.h"
#include "tests/unit/support_random.h"

static const uint64_t untouched = UINT64_C(0x5a5a5a5a5a5a5a5a);

struct number_row {
	const char *text;
	bool good;
	uint64_t value;
};

static void check_numbers(const struct number_row *rows, size_t count,
			  bool (*parse)(struct slice s, uint64_t *out))
{
	for (size_t i = 0; i < count; i++) {
		uint64_t v = untouched;
		bool good = parse(slice_of_string(rows[i].text), &v);
		cr_expect_eq(good, rows[i].good, "\"%s\"", rows[i].text);
		cr_expect_eq(v, rows[i].good ? rows[i].value : untouched, "\"%s\" gives %" PRIu64,
			     rows[i].text, v);
	}
}

Test(number, decimal)
{
	static const struct number_row rows[] = {
		{"0", true, 0},
		{"7", true, 7},
		{"00", true, 0},
		{"0000000000000000000000000000000000000209", true, 209},
		{"18446744073709551615", true, UINT64_MAX},
		{"000018446744073709551615", true, UINT64_MAX},
		{"18446744073709551616", false, 0},
		{"18446744073709551620", false, 0},
		{"18446744073709551625", false, 0},
		{"28446744073709551615", false, 0},
		{"99999999999999999999", false, 0},
		{"184467440737095516150", false, 0},
		{"123456789012345678901234567890", false, 0},
		{"340282366920938463463374607431768211456", false, 0},
		{"", false, 0},
		{"-1", false, 0},
		{"+1", false, 0},
		{" 1", false, 0},
		{"1 ", false, 0},
		{"1.0", false, 0},
		{"1e3", false, 0},
		{"0x1", false, 0},
		{"1a", false, 0},
		{"\xd9\xa1", false, 0}, /* ARABIC-INDIC DIGIT ONE */
		{"/", false, 0},
		{":", false, 0},
	};
	check_numbers(rows, COUNT_OF(rows), number_from_decimal);
	uint64_t v = untouched;
	cr_expect_not(number_from_decimal(SLICE("1\0"), &v), "a NUL is no digit");
	cr_expect_not(number_from_decimal((struct slice){NULL, 0}, &v));
	cr_expect_eq(v, untouched);
}

Test(number, hexadecimal)
{
	static const struct number_row rows[] = {
		{"0", true, 0},
		{"d1", true, 0xd1},
		{"D1", true, 0xd1},
		{"aBcDeF09", true, 0xabcdef09},
		{"ffffffffffffffff", true, UINT64_MAX},
		{"0000ffffffffffffffff", true, UINT64_MAX},
		{"10000000000000000", false, 0},
		{"fffffffffffffffff", false, 0},
		{"123456789012345678901234567890", false, 0},
		{"", false, 0},
		{"0xd1", false, 0},
		{"-1", false, 0},
		{"+d1", false, 0},
		{"g", false, 0},
		{"G", false, 0},
		{"`", false, 0},
		{"@", false, 0},
		{" d1", false, 0},
	};
	check_numbers(rows, COUNT_OF(rows), number_from_hex);
}

static void check_one_decimal(uint64_t v)
{
	char expected[32];
	char got[DECIMAL_MAX + 1];
	uint64_t back;
	int n = snprintf(expected, sizeof(expected), "%" PRIu64, v);
	memset(got, '#', sizeof(got));
	cr_assert_eq(decimal_write(got, v), (size_t)n, "%" PRIu64, v);
	cr_assert(memcmp(got, expected, (size_t)n) == 0 && got[n] == '#', "%" PRIu64, v);
	cr_assert(number_from_decimal(slice_of(got, (size_t)n), &back) && back == v);
}

Test(number, decimal_write_as_printf_does)
{
	uint64_t seed = 2;
	for (uint64_t v = 0; v < 100000; v++)
		check_one_decimal(v);
	for (unsigned bit = 0; bit < 64; bit++)
		for (uint64_t delta = 0; delta < 5; delta++)
			check_one_decimal((UINT64_C(1) << bit) + delta - 2);
	for (uint64_t power = 1; power <= UINT64_MAX / 10; power *= 10)
		for (uint64_t digit = 1; digit < 10; digit++)
			for (uint64_t delta = 0; delta < 3; delta++)
				check_one_decimal(power * digit + delta - 1);
	for (int i = 0; i < 100000; i++)
		check_one_decimal(random_next(&seed) >> random_below(&seed, 64));
	check_one_decimal(UINT64_MAX);
}

Test(number, hex_write_as_printf_does)
{
	uint64_t seed = 3;
	for (int i = 0; i < 10000; i++) {
		uint64_t v = random_next(&seed) >> random_below(&seed, 64);
		char expected[32];
		char got[18] = "#################";
		for (unsigned digits = 1; digits <= 16; digits++) {
			uint64_t kept = digits == 16 ? v : v & ((UINT64_C(1) << 4 * digits) - 1);
			snprintf(expected, sizeof(expected), "%0*" PRIx64, (int)digits, kept);
			hex_write(got, v, digits);
			cr_assert(memcmp(got, expected, digits) == 0 && got[digits] == '#');
			memset(got, '#', sizeof(got));
		}
	}
	char none = '#';
	hex_write(&none, 1, 0);
	cr_expect_eq(none, '#');
}

Test(number, hex_write_bytes_of_all_bytes)
{
	uint8_t bytes[256];
	char got[513];
	for (unsigned i = 0; i < 256; i++)
		bytes[i] = (uint8_t)i;
	got[512] = '#';
	hex_write_bytes(got, slice_of(bytes, 256));
	for (unsigned i = 0; i < 256; i++) {
		char expected[3];
		snprintf(expected, sizeof(expected), "%02x", i);
		cr_expect_arr_eq(got + 2 * i, expected, 2);
		cr_expect_eq(hex_digit_value((uint8_t)got[2 * i]), (int)(i >> 4));
		cr_expect_eq(hex_digit_value((uint8_t)got[2 * i + 1]), (int)(i & 15));
	}
	cr_expect_eq(got[512], '#');
}

Test(number, ascii_helpers_of_all_bytes)
{
	for (unsigned i = 0; i < 256; i++) {
		uint8_t c = (uint8_t)i;
		bool upper = i >= 'A' && i <= 'Z';
		bool lower = i >= 'a' && i <= 'z';
		cr_expect_eq(ascii_lower(c), upper ? i - 'A' + 'a' : i);
		cr_expect_eq(ascii_upper(c), lower ? i - 'a' + 'A' : i);
		cr_expect_eq(ascii_is_digit(c), i >= '0' && i <= '9');
		const char *digits = "0123456789abcdefABCDEF";
		const char *at = i ? strchr(digits, (int)i) : NULL;
		long value = at ? at - digits : -1;
		cr_expect_eq(hex_digit_value(c), value > 15 ? value - 6 : value);
	}
}

Test(number, equal_ignoring_case)
{
	cr_expect(slice_equal_ignoring_case(SLICE("DrIvEr_[9]"), SLICE("dRiVeR_[9]")));
	cr_expect(slice_equal_ignoring_case(SLICE(""), (struct slice){NULL, 0}));
	cr_expect_not(slice_equal_ignoring_case(SLICE("a"), SLICE("aa")));
	cr_expect_not(slice_equal_ignoring_case(SLICE("["), SLICE("{")));
	cr_expect_not(slice_equal_ignoring_case(SLICE("@"), SLICE("`")));
	cr_expect_not(slice_equal_ignoring_case(SLICE("\xc4"), SLICE("\xe4")));
}

Test(crc32, known_values)
{
	static const struct {
		const char *text;
		uint32_t crc;
	} rows[] = {
		{"", 0},
		{"a", 0xe8b7be43},
		{"abc", 0x352441c2},
		{"123456789", 0xcbf43926}, /* the check value of every CRC catalogue */
		{"The quick brown fox jumps over the lazy dog", 0x414fa339},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		cr_expect_eq(crc32_update(0, slice_of_string(rows[i].text)), rows[i].crc, "\"%s\"",
			     rows[i].text);
	uint8_t zeros[32] = {0};
	cr_expect_eq(crc32_update(0, slice_of(zeros, 32)), 0x190a55ad);
}

Test(crc32, in_pieces)
{
	struct slice s = SLICE("The quick brown fox jumps over the lazy dog");
	for (size_t cut = 0; cut <= s.n; cut++) {
		uint32_t crc = crc32_update(0, slice_sub(s, 0, cut));
		crc = crc32_update(crc, (struct slice){NULL, 0});
		cr_expect_eq(crc32_update(crc, slice_from(s, cut)), 0x414fa339, "cut at %zu", cut);
	}
}
