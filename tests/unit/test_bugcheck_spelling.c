/* SPDX-License-Identifier: MIT */
/* lib/bugcheck/spelling.h: codes and parameters as people and tools write them. */
#include <criterion/criterion.h>

#include "lib/bugcheck/spelling.h"

Test(bugcheck_spelling, codes)
{
	static const struct {
		const char *text;
		uint32_t code, other;
		enum bugcheck_doubt doubt;
	} rows[] = {
		{"209", 0xd1, 0, BUGCHECK_DOUBT_NONE},
		{"0", 0, 0, BUGCHECK_DOUBT_NONE},
		{"000209", 0xd1, 0, BUGCHECK_DOUBT_NONE},
		{" 209\t", 0xd1, 0, BUGCHECK_DOUBT_NONE},
		{"0n209", 0xd1, 0, BUGCHECK_DOUBT_NONE},
		{"0N209", 0xd1, 0, BUGCHECK_DOUBT_NONE},
		{"0n133", 0x85, 0, BUGCHECK_DOUBT_NONE},
		{"0xD1", 0xd1, 0, BUGCHECK_DOUBT_NONE},
		{"0Xd1", 0xd1, 0, BUGCHECK_DOUBT_NONE},
		{"0x133", 0x133, 0, BUGCHECK_DOUBT_NONE},
		{"0x000000D1", 0xd1, 0, BUGCHECK_DOUBT_NONE},
		{"0x00000000000000D1", 0xd1, 0, BUGCHECK_DOUBT_NONE},
		{"00000000`000000d1", 0xd1, 0, BUGCHECK_DOUBT_NONE},
		{"0x00000000`00000133", 0x133, 0, BUGCHECK_DOUBT_NONE},
		{"D1", 0xd1, 0, BUGCHECK_DOUBT_NONE},
		{"c2", 0xc2, 0, BUGCHECK_DOUBT_NONE},
		{"000000D1", 0xd1, 0, BUGCHECK_DOUBT_NONE},
		{"1e2", 0x1e2, 0, BUGCHECK_DOUBT_NONE},
		{"C000021A", 0xc000021a, 0, BUGCHECK_DOUBT_NONE},
		{"0xFFFFFFFFC000021A", 0xc000021a, 0, BUGCHECK_DOUBT_NONE},
		{"ffffffff`c000021a", 0xc000021a, 0, BUGCHECK_DOUBT_NONE},
		{"-1073741286", 0xc000021a, 0, BUGCHECK_DOUBT_NONE},
		{" -1073741286", 0xc000021a, 0, BUGCHECK_DOUBT_NONE},
		{"-1", 0xffffffff, 0, BUGCHECK_DOUBT_NONE},
		{"-2147483648", 0x80000000, 0, BUGCHECK_DOUBT_NONE},
		{"3221226010", 0xc000021a, 0, BUGCHECK_DOUBT_NONE},
		{"4294967295", 0xffffffff, 0, BUGCHECK_DOUBT_NONE},
		{"133", 0x85, 0x133, BUGCHECK_DOUBT_HEXADECIMAL},
		{"10", 0xa, 0x10, BUGCHECK_DOUBT_HEXADECIMAL},
		{"9", 9, 0, BUGCHECK_DOUBT_NONE},
		{"10000050", 0x9896b2, 0x10000050, BUGCHECK_DOUBT_HEXADECIMAL},
		{"driver_irql_not_less_or_equal", 0xd1, 0, BUGCHECK_DOUBT_NONE},
		{"DPC_Watchdog_Violation", 0x133, 0, BUGCHECK_DOUBT_NONE},
		{"HYPERVISOR_WATCHDOG_TIMEOUT", 0x1ca, 0, BUGCHECK_DOUBT_NONE},
		{"IMPERSONATING_WORKER_THREAD", 0xdf, 0, BUGCHECK_DOUBT_NONE},
		{"CRYPTO_LIBRARY_INTERNAL_ERROR", 0x171, 0, BUGCHECK_DOUBT_NONE},
		{"VIDEO_DRIVER_DEBUG_REPORT_REQUEST", 0xad, 0x400000ad, BUGCHECK_DOUBT_NAME},
		{"bugcode_id_driver", 0xd2, 0x80000080, BUGCHECK_DOUBT_NAME},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct bugcheck_reading r = {0};
		cr_expect(bugcheck_read_code(slice_of_string(rows[i].text), BUGCHECK_FROM_AUTO, &r),
			  "%s", rows[i].text);
		cr_expect_eq(r.code, rows[i].code, "%s is 0x%x", rows[i].text, r.code);
		cr_expect_eq(r.other, rows[i].other, "%s or 0x%x", rows[i].text, r.other);
		cr_expect_eq(r.doubt, rows[i].doubt, "%s", rows[i].text);
	}
}

Test(bugcheck_spelling, what_is_no_code)
{
	static const char *const rows[] = {
		"",
		" ",
		"0x",
		"0n",
		"-",
		"-0",
		"--1",
		"+1",
		"0nD1",
		"d1h",
		"0x D1",
		"0x-1",
		"0xG",
		"1.0",
		"209 1",
		"4294967296",
		"9999999999",
		"-2147483649",
		"0x1000000D1",
		"0x1FFFFFFFFC000021A",
		"0xFFFFFFFF0000021A",
		"`000000d1",
		"0`00d1",
		"000000000`000000d1",
		"ffffffff`ffffffff`",
		"0n99999999999999999999",
		"DRIVER_IRQL",
		"DRIVER_IRQL_NOT_LESS_OR_EQUAL_",
		"KMODE EXCEPTION_NOT_HANDLED",
		"\xc3\xa9",
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct bugcheck_reading r = {.code = 7};
		cr_expect_not(bugcheck_read_code(slice_of_string(rows[i]), BUGCHECK_FROM_AUTO, &r),
			      "'%s'", rows[i]);
		cr_expect_eq(r.code, 7, "unchanged by '%s'", rows[i]);
	}
	struct bugcheck_reading r;
	cr_expect_not(bugcheck_read_code(SLICE("209\0"), BUGCHECK_FROM_AUTO, &r));
	cr_expect_not(
		bugcheck_read_code(SLICE("KMODE_EXCEPTION_NOT_HANDLED\0"), BUGCHECK_FROM_AUTO, &r));
}

Test(bugcheck_spelling, parameters)
{
	static const struct {
		const char *text;
		uint64_t value;
	} rows[] = {
		{"0", 0},
		{"10", 0x10},
		{"0x10", 0x10},
		{"0n10", 10},
		{"d", 0xd},
		{"ffffd000`0000abcd", UINT64_C(0xffffd0000000abcd)},
		{"0xffffd000`0000abcd", UINT64_C(0xffffd0000000abcd)},
		{"0`00000002", 2},
		{"FFFFC4899E155720", UINT64_C(0xffffc4899e155720)},
		{"0xFFFFFFFFFFFFFFFF", UINT64_MAX},
		{"00000000000000000000000002", 2},
		{"-1073741819", UINT64_C(0xffffffffc0000005)},
		{"-9223372036854775808", UINT64_C(1) << 63},
		{" 2 ", 2},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		uint64_t v = 0;
		cr_expect(bugcheck_read_parameter(slice_of_string(rows[i].text), &v), "%s",
			  rows[i].text);
		cr_expect_eq(v, rows[i].value, "%s", rows[i].text);
	}
}

Test(bugcheck_spelling, what_is_no_parameter)
{
	static const char *const rows[] = {
		"",
		"0x",
		"0n",
		"-",
		"0n-1",
		"-0",
		"-x1",
		"g",
		"1,",
		"1 2",
		"0x10000000000000000",
		"-9223372036854775809",
		"0n18446744073709551616",
		"ffffd000`abcd",
		"1`2`00000003",
		"ffffd0000`0000abcd",
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		uint64_t v = 7;
		cr_expect_not(bugcheck_read_parameter(slice_of_string(rows[i]), &v), "'%s'",
			      rows[i]);
		cr_expect_eq(v, 7, "unchanged by '%s'", rows[i]);
	}
}

/* The source settles what digits are; what is marked stays as it is, and nothing is in doubt. */
Test(code, sources)
{
	static const struct {
		const char *text;
		enum bugcheck_from from;
		uint32_t code;
	} rows[] = {
		{"133", BUGCHECK_FROM_EVENT41, 0x85},
		{"133", BUGCHECK_FROM_WER, 0x133},
		{"133", BUGCHECK_FROM_TEXT, 0x133},
		{"0x133", BUGCHECK_FROM_EVENT41, 0x133},
		{"0n133", BUGCHECK_FROM_WER, 0x85},
		{"d1", BUGCHECK_FROM_EVENT41, 0xd1},
		{"1000007e", BUGCHECK_FROM_WER, 0x1000007e},
		{"10000050", BUGCHECK_FROM_TEXT, 0x10000050},
		{"DPC_WATCHDOG_VIOLATION", BUGCHECK_FROM_EVENT41, 0x133},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct bugcheck_reading r;
		cr_assert(bugcheck_read_code(slice_of_string(rows[i].text), rows[i].from, &r), "%s",
			  rows[i].text);
		cr_expect_eq(r.code, rows[i].code, "%s", rows[i].text);
		cr_expect_eq(r.doubt, BUGCHECK_DOUBT_NONE, "%s", rows[i].text);
	}
}
