/* SPDX-License-Identifier: MIT */
/* lib/base/winid.h: GUIDs and SIDs. */
#include <criterion/criterion.h>

#include "lib/base/winid.h"
#include "lib/base/wintime.h"
#include "tests/unit/support_random.h"

Test(guid, first_three_fields_are_little_endian)
{
	static const uint8_t bytes[16] = {0x2c, 0xce, 0xf3, 0x96, 0xc4, 0x19, 0xf0, 0x11,
					  0x8d, 0x04, 0x80, 0x6e, 0x6f, 0x6e, 0x69, 0x63};
	char text[GUID_TEXT + 1];
	uint8_t back[16];
	text[GUID_TEXT] = '#';
	guid_write(text, bytes);
	cr_expect_arr_eq(text, "96f3ce2c-19c4-11f0-8d04-806e6f6e6963#", GUID_TEXT + 1);
	cr_expect(guid_from_text(slice_of(text, GUID_TEXT), back));
	cr_expect_arr_eq(back, bytes, 16);
	cr_expect(guid_from_text(SLICE("96F3CE2C-19C4-11F0-8D04-806E6F6E6963"), back));
	cr_expect_arr_eq(back, bytes, 16);
}

Test(guid, both_ways)
{
	uint64_t seed = 8;
	for (int round = 0; round < 5000; round++) {
		uint8_t bytes[16];
		uint8_t back[16];
		char text[GUID_TEXT];
		for (size_t i = 0; i < 16; i++)
			bytes[i] = (uint8_t)random_next(&seed);
		guid_write(text, bytes);
		cr_assert(guid_from_text(slice_of(text, GUID_TEXT), back));
		cr_assert_arr_eq(back, bytes, 16);
	}
}

Test(guid, malformed_text)
{
	static const char *const rows[] = {
		"",
		"96f3ce2c-19c4-11f0-8d04-806e6f6e696",
		"96f3ce2c-19c4-11f0-8d04-806e6f6e69633",
		"{96f3ce2c-19c4-11f0-8d04-806e6f6e696}",
		"{96f3ce2c-19c4-11f0-8d04-806e6f6e6963}",
		"96f3ce2c019c4-11f0-8d04-806e6f6e6963",
		"96f3ce2c-19c4011f0-8d04-806e6f6e6963",
		"96f3ce2c-19c4-11f008d04-806e6f6e6963",
		"96f3ce2c-19c4-11f0-8d040806e6f6e6963",
		"96f3ce2-c19c4-11f0-8d04-806e6f6e6963",
		"96f3ce2g-19c4-11f0-8d04-806e6f6e6963",
		" 6f3ce2c-19c4-11f0-8d04-806e6f6e6963",
		"96f3ce2c-19c4-11f0-8d04-806e6f6e696 ",
		"+6f3ce2c-19c4-11f0-8d04-806e6f6e6963",
		"0x96f3ce2c-19c4-11f0-8d04-806e6f6e69",
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		uint8_t bytes[16] = {7};
		cr_expect_not(guid_from_text(slice_of_string(rows[i]), bytes), "%s", rows[i]);
		cr_expect_eq(bytes[0], 7, "unchanged");
	}
	uint8_t bytes[16];
	struct slice good = SLICE("96f3ce2c-19c4-11f0-8d04-806e6f6e6963");
	for (size_t i = 0; i < GUID_TEXT; i++) {
		char text[GUID_TEXT];
		memcpy(text, good.p, GUID_TEXT);
		text[i] = 'x';
		cr_expect_not(guid_from_text(slice_of(text, GUID_TEXT), bytes), "x at %zu", i);
	}
}

static bool time_of(const char *text, uint64_t *filetime)
{
	uint8_t bytes[16];
	cr_assert(guid_from_text(slice_of_string(text), bytes), "%s", text);
	return guid_time(bytes, filetime);
}

Test(guid, time_of_version_1)
{
	static const struct {
		const char *guid;
		const char *time; /* NULL: none */
	} rows[] = {
		{"96f3ce2c-19c4-11f0-8d04-806e6f6e6963", "2025-04-15T06:40:58.533"},
		{"00000000-0000-1000-8000-000000000000", NULL}, /* 1582-10-15 */
		{"13814000-1dd2-11b2-8000-000000000000", "1970-01-01T00:00:00.000"},
		{"6ba7b810-9dad-11d1-80b4-00c04fd430c8", "1998-02-04T22:13:53.151"}, /* RFC 4122 */
		{"ffffffff-ffff-1fff-bfff-ffffffffffff", "5236-03-31T21:21:00.684"},
		{"96f3ce2c-19c4-41f0-8d04-806e6f6e6963", NULL}, /* version 4 */
		{"96f3ce2c-19c4-01f0-8d04-806e6f6e6963", NULL},
		{"96f3ce2c-19c4-f1f0-8d04-806e6f6e6963", NULL},
		{"00000000-0000-0000-0000-000000000000", NULL},
		{"ffffffff-ffff-ffff-ffff-ffffffffffff", NULL},
		/* The version is one only in the variant of RFC 4122 (10 in binary). */
		{"96f3ce2c-19c4-11f0-0d04-806e6f6e6963", NULL},
		{"96f3ce2c-19c4-11f0-4d04-806e6f6e6963", NULL},
		{"96f3ce2c-19c4-11f0-cd04-806e6f6e6963", NULL},
		{"96f3ce2c-19c4-11f0-ed04-806e6f6e6963", NULL},
		{"96f3ce2c-19c4-11f0-bd04-806e6f6e6963", "2025-04-15T06:40:58.533"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		uint64_t filetime = 77;
		char text[TIME_TEXT] = "";
		bool got = time_of(rows[i].guid, &filetime);
		cr_expect_eq(got, rows[i].time != NULL, "%s", rows[i].guid);
		if (!got) {
			cr_expect_eq(filetime, 77, "unchanged");
			continue;
		}
		cr_assert(time_write(text, filetime));
		cr_expect_arr_eq(text, rows[i].time, 23, "%s gives %.28s", rows[i].guid, text);
	}
}

Test(guid, time_at_the_edge_of_1601)
{
	/* 6653 days of 100-ns ticks since 1582-10-15 are 0x01469ae76a558000. */
	const uint64_t edge = UINT64_C(6653) * 86400 * 10000000;
	for (int delta = -1; delta <= 1; delta++) {
		uint64_t ticks = edge + (uint64_t)(int64_t)delta;
		uint8_t bytes[16] = {0};
		for (size_t i = 0; i < 4; i++)
			bytes[i] = (uint8_t)(ticks >> 8 * i);
		bytes[4] = (uint8_t)(ticks >> 32);
		bytes[5] = (uint8_t)(ticks >> 40);
		bytes[6] = (uint8_t)(ticks >> 48);
		bytes[7] = (uint8_t)(0x10 | ticks >> 56);
		bytes[8] = 0x80;
		uint64_t filetime = 77;
		cr_expect_eq(guid_time(bytes, &filetime), delta >= 0);
		cr_expect_eq(filetime, delta < 0 ? 77u : (uint64_t)delta);
	}
}

struct sid_row {
	const char *bytes;
	size_t n;
	const char *text; /* "": not a SID */
};

#define SID_ROW(literal, text)                     \
	{                                          \
		literal, sizeof(literal) - 1, text \
	}

Test(sid, known_and_malformed)
{
	static const struct sid_row rows[] = {
		SID_ROW("\1\1\0\0\0\0\0\5\x12\0\0\0", "S-1-5-18"),
		SID_ROW("\1\1\0\0\0\0\0\1\0\0\0\0", "S-1-1-0"),
		SID_ROW("\1\2\0\0\0\0\0\5\x20\0\0\0\x20\2\0\0", "S-1-5-32-544"),
		SID_ROW("\1\5\0\0\0\0\0\5\x15\0\0\0\x53\xe4\x2c\x5d\x0a\x5b\x23\x8c"
			"\xff\xff\xff\xff\xf4\1\0\0",
			"S-1-5-21-1563223123-2351127306-4294967295-500"),
		SID_ROW("\1\0\0\0\0\0\0\5", "S-1-5"),
		SID_ROW("\1\1\0\0\xff\xff\xff\xff\0\0\0\0", "S-1-4294967295-0"),
		SID_ROW("\1\1\0\1\0\0\0\0\0\0\0\0", "S-1-0x000100000000-0"),
		SID_ROW("\1\1\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
			"S-1-0xffffffffffff-4294967295"),
		SID_ROW("", ""),
		SID_ROW("\1", ""),
		SID_ROW("\1\1\0\0\0\0\0", ""),
		SID_ROW("\1\1\0\0\0\0\0\5", ""),
		SID_ROW("\1\1\0\0\0\0\0\5\x12\0\0", ""),
		SID_ROW("\1\1\0\0\0\0\0\5\x12\0\0\0\0", ""),
		SID_ROW("\0\1\0\0\0\0\0\5\x12\0\0\0", ""),
		SID_ROW("\2\1\0\0\0\0\0\5\x12\0\0\0", ""),
		SID_ROW("\1\xff\0\0\0\0\0\5\x12\0\0\0", ""),
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char text[SID_TEXT];
		size_t n = sid_write(text, slice_of(rows[i].bytes, rows[i].n));
		cr_expect(slice_equal(slice_of(text, n), slice_of_string(rows[i].text)),
			  "row %zu: %.*s", i, (int)n, text);
	}
	char text[SID_TEXT];
	cr_expect_eq(sid_write(text, (struct slice){NULL, 0}), 0);
}

Test(sid, longest_fits_exactly)
{
	uint8_t bytes[8 + 4 * 16];
	char text[SID_TEXT + 1];
	memset(bytes, 0xff, sizeof(bytes));
	bytes[0] = 1;
	bytes[1] = 15;
	text[SID_TEXT] = '#';
	cr_expect_eq(sid_write(text, slice_of(bytes, 8 + 4 * 15)), SID_TEXT);
	cr_expect_eq(text[SID_TEXT], '#');
	cr_expect_arr_eq(text + SID_TEXT - 11, "-4294967295", 11);
	bytes[1] = 16;
	cr_expect_eq(sid_write(text, slice_of(bytes, sizeof(bytes))), 0, "at most 15");
}
