/* SPDX-License-Identifier: MIT */
/* lib/base/moment.h */
#include <criterion/criterion.h>
#include <inttypes.h>

#include "lib/base/moment.h"
#include "lib/base/wintime.h"
#include "tests/unit/support_random.h"

static const uint64_t untouched = UINT64_C(0x5a5a5a5a5a5a5a5a);
/* 2024-02-29T08:46:36Z */
static const uint64_t leap_day = UINT64_C(133536699960000000);
static const uint64_t second = FILETIME_PER_SECOND;

struct row {
	const char *text;
	int64_t seconds; /* from leap_day */
	uint64_t ticks;
};

static const struct row instants[] = {
	{"2024-02-29T08:46:36Z", 0, 0},
	{"2024-02-29t08:46:36z", 0, 0},
	{"2024-02-29T08:46:36.1Z", 0, 1000000},
	{"2024-02-29T08:46:36.1234567Z", 0, 1234567},
	{"2024-02-29T08:46:36.123456789Z", 0, 1234567},
	{"2024-02-29T08:46:36.000000100Z", 0, 1},
	{"2024-02-29T08:46:36.000000099Z", 0, 0},
	{"2024-02-29T08:46:36+00:00", 0, 0},
	{"2024-02-29T08:46:36-00:00", 0, 0},
	{"2024-02-29T14:16:36.5+05:30", 0, 5000000},
	{"2024-02-28T22:46:36-10:00", 0, 0},
	{"2024-03-01T08:45:36+23:59", 0, 0},
	{"2024-02-29T08:46:37Z", 1, 0},
	{"1601-01-01T00:00:00Z", -13353669996, 0},
	{"9999-12-31T23:59:59.9999999Z", 251693104403, 9999999},
};

/* These are no RFC 3339, and no argument either. */
static const char *const no_instants[] = {
	"",
	"2024",
	"2024-02",
	"2023-02-29T08:46:36Z",
	"2024-02-30T08:46:36Z",
	"2024-13-01T08:46:36Z",
	"2024-00-01T08:46:36Z",
	"1600-12-31T23:59:59Z",
	"1601-01-01T00:00:00+00:01",
	"2024-02-29T24:00:00Z",
	"2024-02-29T08:60:36Z",
	"2024-02-29T08:46:60Z",
	"2024-02-29T08:46:36.Z",
	"2024-02-29T08:46:36.1234567890Z",
	"2024-02-29T08:46:36,5Z",
	"2024-02-29T08:46:36+0530",
	"2024-02-29T08:46:36+24:00",
	"2024-02-29T08:46:36+05:60",
	"2024-02-29T08:46:36ZZ",
	"2024-02-29T08:46:36Z ",
	" 2024-02-29T08:46:36Z",
	"2024-2-29T08:46:36Z",
	"24-02-29T08:46:36Z",
	"2024/02/29T08:46:36Z",
	"2024-02-29X08:46:36Z",
	"+024-02-29T08:46:36Z",
	"2024-02-29T08",
	"2024-02-29T08:4",
	"yesterday",
};

static void check(bool good, uint64_t got, const struct row *row)
{
	cr_expect(good, "%s", row->text);
	uint64_t want = leap_day + (uint64_t)row->seconds * second + row->ticks;
	cr_expect_eq(got, want, "%s gives %" PRIu64, row->text, got);
}

Test(moment, rfc3339)
{
	for (size_t i = 0; i < COUNT_OF(instants); i++) {
		uint64_t v = untouched;
		bool good = moment_from_rfc3339(slice_of_string(instants[i].text), &v);
		check(good, v, &instants[i]);
		v = untouched;
		good = moment_from_argument(slice_of_string(instants[i].text), 0, &v);
		check(good, v, &instants[i]);
	}
}

Test(moment, what_is_neither)
{
	for (size_t i = 0; i < COUNT_OF(no_instants); i++) {
		struct slice s = slice_of_string(no_instants[i]);
		uint64_t v = untouched;
		cr_expect_not(moment_from_rfc3339(s, &v), "'%s'", no_instants[i]);
		cr_expect_not(moment_from_argument(s, leap_day, &v), "'%s'", no_instants[i]);
		cr_expect_eq(v, untouched);
	}
}

Test(moment, arguments_that_are_no_rfc3339)
{
	static const struct row rows[] = {
		{"2024-02-29 08:46:36Z", 0, 0},
		{"2024-02-29 08:46:36", 0, 0},
		{"2024-02-29T08:46:36.25", 0, 2500000},
		{"2024-02-29T08:46", -36, 0},
		{"2024-02-29 08:46Z", -36, 0},
		{"2024-02-29 10:46+02:00", -36, 0},
		{"2024-02-29", -31596, 0},
		{"0s", 0, 0},
		{"90s", -90, 0},
		{"15m", -900, 0},
		{"2h", -7200, 0},
		{"7d", -604800, 0},
		{"4w", -2419200, 0},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		uint64_t v = untouched;
		struct slice s = slice_of_string(rows[i].text);
		cr_expect_not(moment_from_rfc3339(s, &v), "%s", rows[i].text);
		cr_expect_eq(v, untouched);
		bool good = moment_from_argument(s, leap_day, &v);
		check(good, v, &rows[i]);
	}
}

Test(moment, durations)
{
	static const char *const wrong[] = {"s",
					    "7",
					    "7y",
					    "7 d",
					    "-7d",
					    "+7d",
					    "1.5h",
					    "7D",
					    "7dd",
					    "1h5m",
					    "d7",
					    "0x7d",
					    "99999999999999999999s",
					    "9223372036854775807w"};
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		uint64_t v = untouched;
		cr_expect_not(moment_from_argument(slice_of_string(wrong[i]), leap_day, &v), "%s",
			      wrong[i]);
		cr_expect_eq(v, untouched);
	}
	uint64_t v = untouched;
	cr_expect(moment_from_argument(SLICE("1w"), second, &v));
	cr_expect_eq(v, 0, "before the beginning of time");
}

Test(moment, what_is_written_is_read)
{
	uint64_t seed = 3;
	for (int i = 0; i < 100000; i++) {
		uint64_t want = random_next(&seed) % UINT64_C(2650467744000000000), got = untouched;
		char text[TIME_TEXT];
		cr_assert(time_write(text, want));
		cr_assert(moment_from_rfc3339(slice_of(text, TIME_TEXT), &got));
		cr_assert_eq(got, want);
	}
}
