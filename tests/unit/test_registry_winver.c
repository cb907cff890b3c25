/* SPDX-License-Identifier: MIT */
/* lib/registry/winver.h: versions out of what people type, and back. */
#include <criterion/criterion.h>

#include "lib/registry/winver.h"

#define ALL(major, minor)                                                 \
	{                                                                 \
		WINVER(major, minor, 0), WINVER(major, minor, UINT32_MAX) \
	}
#define ONE(major, minor, build)                                         \
	{                                                                \
		WINVER(major, minor, build), WINVER(major, minor, build) \
	}

static const struct {
	const char *text;
	struct winver_range range;
	const char *name;
} rows[] = {
	{"XP", ALL(5, 1), "Windows XP"},
	{"5.1.2600", ONE(5, 1, 2600), "Windows XP"},
	{"2600", ONE(5, 1, 2600), "Windows XP"},
	{"2000", ALL(5, 0), "Windows 2000"},
	{"2195", ONE(5, 0, 2195), "Windows 2000"},
	{"2003", ALL(5, 2), "Windows Server 2003"},
	{"2003 R2", ALL(5, 2), "Windows Server 2003"},
	{"3790", ONE(5, 2, 3790), "Windows Server 2003"},
	{"Vista", ALL(6, 0), "Windows Vista or Windows Server 2008"},
	{"6.0", ALL(6, 0), "Windows Vista or Windows Server 2008"},
	{"2008", ALL(6, 0), "Windows Vista or Windows Server 2008"},
	{"7", ALL(6, 1), "Windows 7 or Windows Server 2008 R2"},
	{"6.1", ALL(6, 1), "Windows 7 or Windows Server 2008 R2"},
	{"2008 R2", ALL(6, 1), "Windows 7 or Windows Server 2008 R2"},
	{"2008r2", ALL(6, 1), "Windows 7 or Windows Server 2008 R2"},
	{"Windows Server 2008 R2", ALL(6, 1), "Windows 7 or Windows Server 2008 R2"},
	{"7601", ONE(6, 1, 7601), "Windows 7 or Windows Server 2008 R2"},
	{"6.1.7601", ONE(6, 1, 7601), "Windows 7 or Windows Server 2008 R2"},
	{"8", ALL(6, 2), "Windows 8 or Windows Server 2012"},
	{"2012", ALL(6, 2), "Windows 8 or Windows Server 2012"},
	{"8.1", ALL(6, 3), "Windows 8.1 or Windows Server 2012 R2"},
	{"Windows 8.1", ALL(6, 3), "Windows 8.1 or Windows Server 2012 R2"},
	{"6.3.9600.17415", ONE(6, 3, 9600), "Windows 8.1 or Windows Server 2012 R2"},
	{"10", {WINVER(10, 0, 10240), WINVER(10, 0, 19999)}, "Windows 10"},
	{"win10", {WINVER(10, 0, 10240), WINVER(10, 0, 19999)}, "Windows 10"},
	{"10.0", ALL(10, 0), "Windows 10 to Windows 11"},
	{"Windows10", {WINVER(10, 0, 10240), WINVER(10, 0, 19999)}, "Windows 10"},
	{"11", {WINVER(10, 0, 22000), WINVER(10, 0, UINT32_MAX)}, "Windows 11"},
	{"10240", ONE(10, 0, 10240), "Windows 10 version 1507"},
	{"1511", ONE(10, 0, 10586), "Windows 10 version 1511"},
	{"1607", ONE(10, 0, 14393), "Windows 10 version 1607 or Windows Server 2016"},
	{"2016", ONE(10, 0, 14393), "Windows 10 version 1607 or Windows Server 2016"},
	{"Server 2016", ONE(10, 0, 14393), "Windows 10 version 1607 or Windows Server 2016"},
	{"1703", ONE(10, 0, 15063), "Windows 10 version 1703"},
	{"16299", ONE(10, 0, 16299), "Windows 10 version 1709"},
	{"10 1803", ONE(10, 0, 17134), "Windows 10 version 1803"},
	{"Windows 10 version 1803", ONE(10, 0, 17134), "Windows 10 version 1803"},
	{"2019", ONE(10, 0, 17763), "Windows 10 version 1809 or Windows Server 2019"},
	{"10.0.19041", ONE(10, 0, 19041), "Windows 10 version 2004"},
	{"10.0.19041.1234", ONE(10, 0, 19041), "Windows 10 version 2004"},
	{"19041", ONE(10, 0, 19041), "Windows 10 version 2004"},
	{"2004", ONE(10, 0, 19041), "Windows 10 version 2004"},
	{"20h2", ONE(10, 0, 19042), "Windows 10 version 20H2"},
	{"21H2", {WINVER(10, 0, 19044), WINVER(10, 0, 22000)}, "Windows 10 to Windows 11"},
	{"10 21H2", ONE(10, 0, 19044), "Windows 10 version 21H2"},
	{"11 21H2", ONE(10, 0, 22000), "Windows 11 version 21H2"},
	{"22H2", {WINVER(10, 0, 19045), WINVER(10, 0, 22621)}, "Windows 10 to Windows 11"},
	{" Windows 11  22H2 ", ONE(10, 0, 22621), "Windows 11 version 22H2"},
	{"23H2", ONE(10, 0, 22631), "Windows 11 version 23H2"},
	{"2022", ONE(10, 0, 20348), "Windows Server 2022"},
	{"20348", ONE(10, 0, 20348), "Windows Server 2022"},
	{"24H2", ONE(10, 0, 26100), "Windows 11 version 24H2 or Windows Server 2025"},
	{"2025", ONE(10, 0, 26100), "Windows 11 version 24H2 or Windows Server 2025"},
	{"25398", ONE(10, 0, 25398), "Windows 11"},
	{"18800", ONE(10, 0, 18800), "Windows 10"},
};

Test(registry_winver, out_of_text)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct winver_range r = {7, 7};
		cr_expect(winver_from_text(slice_of_string(rows[i].text), &r), "%s", rows[i].text);
		cr_expect_eq(r.least, rows[i].range.least, "%s", rows[i].text);
		cr_expect_eq(r.most, rows[i].range.most, "%s", rows[i].text);
		cr_expect_str_eq(winver_name(r), rows[i].name, "%s", rows[i].text);
	}
}

Test(registry_winver, no_version)
{
	static const char *const texts[] = {
		"",
		" ",
		"windows",
		"server",
		".",
		"10.",
		"10..",
		"10.0.",
		"10.0.19041.",
		"6.1..",
		"10.0.19041.1.1",
		"10.1",
		"6.4",
		"7.0",
		"9",
		"12",
		"95",
		"-10",
		"+10",
		"10a",
		"0x10",
		"1234",
		"9999",
		"123",
		"191919",
		"99999999999999999999",
		"6.1.100000",
		"2001",
		"xp sp3",
		"11 1809",
		"10 23H2",
		"10 h2",
		"22H3",
		"5.1.2600 x",
		"10.0.4294967296",
		"windows windows windows windows windows windows windows",
		"Windows\t10",
	};
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		struct winver_range r = {7, 7};
		cr_expect_not(winver_from_text(slice_of_string(texts[i]), &r), "%s", texts[i]);
		cr_expect(r.least == 7 && r.most == 7, "unchanged by %s", texts[i]);
	}
}

Test(registry_winver, names_of_ranges)
{
	static const struct {
		struct winver_range range;
		const char *name;
	} names[] = {
		{{0, UINT64_MAX}, "any version of Windows"},
		{{WINVER_10, UINT64_MAX}, "Windows 10 or later"},
		{{WINVER_10_1809, UINT64_MAX}, "Windows 10 version 1809 or later"},
		{{WINVER_10_20H1, UINT64_MAX}, "Windows 10 version 2004 or later"},
		{{WINVER_11, UINT64_MAX}, "Windows 11 or later"},
		{{WINVER_8, UINT64_MAX}, "Windows 8 or later"},
		{{0, WINVER_VISTA - 1}, "Windows Server 2003 or earlier"},
		{{WINVER_XP, WINVER_VISTA - 1}, "Windows XP to Windows Server 2003"},
		{{WINVER_7, WINVER_10 - 1}, "Windows 7 to Windows 8.1"},
		{{WINVER_7, WINVER_7}, "Windows 7 or Windows Server 2008 R2"},
		{{UINT64_MAX, UINT64_MAX}, "Windows 11 or later"},
	};
	for (size_t i = 0; i < COUNT_OF(names); i++)
		cr_expect_str_eq(winver_name(names[i].range), names[i].name);
}

Test(registry_winver, ranges)
{
	struct winver_range seven = ALL(6, 1), ten = {WINVER_10, UINT64_MAX};
	struct winver_range both = winver_both(ten, (struct winver_range){0, WINVER_11});
	cr_expect(both.least == WINVER_10 && both.most == WINVER_11);
	both = winver_both(seven, ten);
	cr_expect(both.least == seven.least && both.most == seven.most, "the first wins");
	both = winver_both(ten, WINVER_ANY);
	cr_expect(both.least == ten.least && both.most == ten.most);
	cr_expect(winver_is_below(seven, WINVER_8));
	cr_expect_not(winver_is_below(seven, WINVER_7));
	cr_expect(winver_is_at_least(ten, WINVER_10));
	cr_expect_not(winver_is_at_least(ten, WINVER_10_1809));
	cr_expect_not(winver_is_known(WINVER_ANY));
	cr_expect(winver_is_known(seven));
}
