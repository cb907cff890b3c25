/* SPDX-License-Identifier: MIT */
/* lib/base/wintime.h, with the C library's calendar as the witness. */
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <time.h>

#include "lib/base/wintime.h"
#include "tests/unit/support_random.h"

static const uint64_t second = FILETIME_PER_SECOND;

static uint64_t filetime_of_unix(int64_t t)
{
	return (uint64_t)(t + FILETIME_UNIX_EPOCH_SECONDS) * second;
}

static void check_against_gmtime(time_t t)
{
	struct tm tm;
	gmtime_r(&t, &tm);
	struct civil_time c = civil_from_filetime(filetime_of_unix(t) + 7);
	cr_assert(c.year == (unsigned)tm.tm_year + 1900 && c.month == (unsigned)tm.tm_mon + 1 &&
			  c.day == (unsigned)tm.tm_mday,
		  "%" PRId64 " gives %u-%u-%u", (int64_t)t, c.year, c.month, c.day);
	cr_assert(c.hour == (unsigned)tm.tm_hour && c.minute == (unsigned)tm.tm_min &&
		  c.second == (unsigned)tm.tm_sec && c.ticks == 7);
	if (c.year >= 1601 && c.year <= 9999) {
		cr_assert(civil_time_is_valid(&c));
		cr_assert_eq(filetime_from_civil(&c), filetime_of_unix(t) + 7);
	}
	cr_assert_eq(timegm(&tm), t);
	cr_assert_eq(filetime_to_unix_ms(filetime_of_unix(t)), (int64_t)t * 1000);
}

Test(wintime, every_day_of_130_years)
{
	for (time_t day = 0; day < 131 * 366; day++) {
		check_against_gmtime(day * 86400);
		check_against_gmtime(day * 86400 + 86399);
		check_against_gmtime(day * 86400 + day * 7919 % 86400);
	}
}

Test(wintime, every_day_from_1601_to_beyond_9999)
{
	for (time_t day = -134774; day < 2932897 + 400; day++)
		check_against_gmtime(day * 86400 + 43201);
}

Test(wintime, random_instants_up_to_the_last)
{
	uint64_t seed = 7;
	for (int i = 0; i < 200000; i++)
		check_against_gmtime((time_t)(random_next(&seed) / second - 1) -
				     (time_t)FILETIME_UNIX_EPOCH_SECONDS);
}

Test(wintime, known_instants)
{
	static const struct {
		uint64_t filetime;
		const char *text; /* NULL: no four-digit year */
	} rows[] = {
		{0, "1601-01-01T00:00:00.0000000Z"},
		{1, "1601-01-01T00:00:00.0000001Z"},
		{UINT64_C(9999999), "1601-01-01T00:00:00.9999999Z"},
		{UINT64_C(94354848000000000), "1900-01-01T00:00:00.0000000Z"},
		{UINT64_C(94405823999999999), "1900-02-28T23:59:59.9999999Z"},
		{UINT64_C(94405824000000000), "1900-03-01T00:00:00.0000000Z"},
		{UINT64_C(116444736000000000), "1970-01-01T00:00:00.0000000Z"},
		{UINT64_C(125962560000000000), "2000-02-29T00:00:00.0000000Z"},
		{UINT64_C(125963423999999999), "2000-02-29T23:59:59.9999999Z"},
		{UINT64_C(125963424000000000), "2000-03-01T00:00:00.0000000Z"},
		{UINT64_C(133536384000000000), "2024-02-29T00:00:00.0000000Z"},
		{UINT64_C(2650467743999999999), "9999-12-31T23:59:59.9999999Z"},
		{UINT64_C(2650467744000000000), NULL},
		{INT64_MAX, NULL},
		{UINT64_MAX, NULL},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char text[TIME_TEXT + 1];
		memset(text, '#', sizeof(text));
		cr_expect_eq(time_write(text, rows[i].filetime), rows[i].text != NULL, "row %zu",
			     i);
		cr_expect(memcmp(text, rows[i].text ? rows[i].text : "############################",
				 TIME_TEXT) == 0,
			  "row %zu: %.28s", i, text);
		cr_expect_eq(text[TIME_TEXT], '#');
	}
	struct civil_time last = civil_from_filetime(UINT64_MAX);
	cr_expect(last.year == 60056 && last.month == 5 && last.day == 28);
}

Test(wintime, milliseconds_of_the_unix_epoch)
{
	cr_expect_eq(filetime_to_unix_ms(0), -INT64_C(11644473600000));
	cr_expect_eq(filetime_to_unix_ms(UINT64_C(116444736000000000) - 1), -1, "rounds down");
	cr_expect_eq(filetime_to_unix_ms(UINT64_C(116444736000000000)), 0);
	cr_expect_eq(filetime_to_unix_ms(UINT64_C(116444736000009999)), 0);
	cr_expect_eq(filetime_to_unix_ms(UINT64_C(116444736000010000)), 1);
	cr_expect_eq(filetime_to_unix_ms(UINT64_MAX), INT64_C(1833029933770955));
}

Test(wintime, what_is_no_date)
{
	static const struct {
		struct civil_time t;
		bool valid;
	} rows[] = {
		{{1601, 1, 1, 0, 0, 0, 0}, true},
		{{9999, 12, 31, 23, 59, 59, 9999999}, true},
		{{1600, 12, 31, 0, 0, 0, 0}, false},
		{{10000, 1, 1, 0, 0, 0, 0}, false},
		{{0, 1, 1, 0, 0, 0, 0}, false},
		{{2023, 0, 1, 0, 0, 0, 0}, false},
		{{2023, 13, 1, 0, 0, 0, 0}, false},
		{{2023, 1, 0, 0, 0, 0, 0}, false},
		{{2023, 1, 32, 0, 0, 0, 0}, false},
		{{2023, 4, 31, 0, 0, 0, 0}, false},
		{{2023, 2, 29, 0, 0, 0, 0}, false},
		{{2024, 2, 29, 0, 0, 0, 0}, true},
		{{2024, 2, 30, 0, 0, 0, 0}, false},
		{{1900, 2, 29, 0, 0, 0, 0}, false},
		{{2000, 2, 29, 0, 0, 0, 0}, true},
		{{2023, 1, 1, 24, 0, 0, 0}, false},
		{{2023, 1, 1, 23, 60, 0, 0}, false},
		{{2016, 12, 31, 23, 59, 60, 0}, false}, /* a leap second: Windows has none here */
		{{2023, 1, 1, 0, 0, 0, 10000000}, false},
		{{UINT32_MAX, UINT32_MAX, UINT32_MAX, 0, 0, 0, 0}, false},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		cr_expect_eq(civil_time_is_valid(&rows[i].t), rows[i].valid, "row %zu", i);
}

/* The eight words of a SYSTEMTIME: year, month, weekday, day, hour, minute, second, ms. */
static bool from_words(const uint16_t words[8], struct civil_time *t)
{
	uint8_t bytes[16];
	for (size_t i = 0; i < 8; i++) {
		bytes[2 * i] = (uint8_t)words[i];
		bytes[2 * i + 1] = (uint8_t)(words[i] >> 8);
	}
	return civil_from_systemtime(bytes, t);
}

Test(wintime, systemtime)
{
	static const struct {
		uint16_t words[8];
		bool valid;
	} rows[] = {
		{{2023, 2, 1, 13, 8, 46, 36, 999}, true},
		{{2023, 2, 65535, 13, 8, 46, 36, 0}, true}, /* the weekday says nothing new */
		{{0, 0, 0, 0, 0, 0, 0, 0}, false},
		{{65535, 65535, 65535, 65535, 65535, 65535, 65535, 65535}, false},
		{{2023, 2, 0, 29, 0, 0, 0, 0}, false},
		{{2023, 2, 0, 13, 24, 0, 0, 0}, false},
		{{2023, 2, 0, 13, 0, 60, 0, 0}, false},
		{{2023, 2, 0, 13, 0, 0, 60, 0}, false},
		{{2023, 2, 0, 13, 0, 0, 0, 1000}, false},
		{{2023, 2, 0, 13, 0, 0, 0, 65535}, false},
		{{1600, 2, 0, 13, 0, 0, 0, 0}, false},
		{{30827, 12, 0, 31, 0, 0, 0, 0}, false},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct civil_time t = {.year = 1};
		cr_expect_eq(from_words(rows[i].words, &t), rows[i].valid, "row %zu", i);
		cr_expect_eq(t.year, rows[i].valid ? 2023 : 1, "unchanged unless valid");
	}
	struct civil_time t = {0};
	cr_expect(from_words(rows[0].words, &t));
	cr_expect(t.month == 2 && t.day == 13 && t.hour == 8 && t.minute == 46 && t.second == 36 &&
		  t.ticks == 9990000);
}

Test(wintime, with_offset)
{
	static const struct {
		int minutes;
		const char *text;
	} rows[] = {
		{0, "+00:00"},   {330, "+05:30"},  {-480, "-08:00"},  {-30, "-00:30"},
		{845, "+14:05"}, {1439, "+23:59"}, {-1439, "-23:59"}, {1, "+00:01"},
	};
	struct civil_time t = {2023, 2, 13, 14, 16, 36, 1234567};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char text[TIME_TEXT_WITH_OFFSET + 1];
		text[TIME_TEXT_WITH_OFFSET] = '#';
		time_write_with_offset(text, &t, rows[i].minutes);
		cr_expect_arr_eq(text, "2023-02-13T14:16:36.1234567", 27);
		cr_expect_arr_eq(text + 27, rows[i].text, 6, "%.33s", text);
		cr_expect_eq(text[TIME_TEXT_WITH_OFFSET], '#');
	}
}
