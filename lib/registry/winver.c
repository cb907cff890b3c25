/* SPDX-License-Identifier: MIT */
/* Names and build numbers: "Windows 10 release information", "Windows 11 release information" and
 * "Operating System Version" on Microsoft Learn. */
#include "lib/base/number.h"
#include "lib/registry/winver.h"

/* --- what there is --- */

enum { NEWEST_10_BUILD = 19999, BUILD_MOST = 99999 };

#define ALL_BUILDS(major, minor) WINVER(major, minor, 0), WINVER(major, minor, UINT32_MAX)
#define ONE_BUILD(build)         WINVER(10, 0, build), WINVER(10, 0, build)

/* What people type, in lower case and without blanks. */
static const struct {
	const char *name;
	uint64_t least, most;
} names[] = {
	{"2000", ALL_BUILDS(5, 0)},
	{"xp", ALL_BUILDS(5, 1)},
	{"2003", ALL_BUILDS(5, 2)},
	{"2003r2", ALL_BUILDS(5, 2)},
	{"vista", ALL_BUILDS(6, 0)},
	{"2008", ALL_BUILDS(6, 0)},
	{"7", ALL_BUILDS(6, 1)},
	{"2008r2", ALL_BUILDS(6, 1)},
	{"8", ALL_BUILDS(6, 2)},
	{"2012", ALL_BUILDS(6, 2)},
	{"8.1", ALL_BUILDS(6, 3)},
	{"2012r2", ALL_BUILDS(6, 3)},
	{"10", WINVER(10, 0, 10240), WINVER(10, 0, NEWEST_10_BUILD)},
	{"11", WINVER(10, 0, 22000), WINVER(10, 0, UINT32_MAX)},
	{"2016", ONE_BUILD(14393)},
	{"2019", ONE_BUILD(17763)},
	{"2022", ONE_BUILD(20348)},
	{"2025", ONE_BUILD(26100)},
};

/* Versions of Windows 10 and 11 by the names of their releases; 0: there is none. */
static const struct {
	const char *name;
	uint32_t build_of_10, build_of_11;
} releases[] = {
	{"1507", 10240, 0},     {"1511", 10586, 0},     {"1607", 14393, 0}, {"1703", 15063, 0},
	{"1709", 16299, 0},     {"1803", 17134, 0},     {"1809", 17763, 0}, {"1903", 18362, 0},
	{"1909", 18363, 0},     {"2004", 19041, 0},     {"20h2", 19042, 0}, {"21h1", 19043, 0},
	{"21h2", 19044, 22000}, {"22h2", 19045, 22621}, {"23h2", 0, 22631}, {"24h2", 0, 26100},
	{"25h2", 0, 26200},
};

/* Builds before Windows 10, which do not tell their version by themselves. */
static const struct {
	uint32_t build;
	uint16_t major, minor;
} old_builds[] = {
	{2195, 5, 0}, {2600, 5, 1}, {3790, 5, 2}, {6000, 6, 0}, {6001, 6, 0}, {6002, 6, 0},
	{6003, 6, 0}, {7600, 6, 1}, {7601, 6, 1}, {9200, 6, 2}, {9600, 6, 3},
};

static const struct {
	uint16_t major, minor;
} versions[] = {{5, 0}, {5, 1}, {5, 2}, {6, 0}, {6, 1}, {6, 2}, {6, 3}, {10, 0}};

struct winver_range winver_both(struct winver_range a, struct winver_range b)
{
	struct winver_range both = {
		.least = a.least > b.least ? a.least : b.least,
		.most = a.most < b.most ? a.most : b.most,
	};
	return both.least <= both.most ? both : a;
}

/* --- out of text --- */

enum { TEXT_MAX = 40 };

static bool from_name(struct slice s, struct winver_range *out)
{
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		if (!slice_equal(s, slice_of_string(names[i].name)))
			continue;
		*out = (struct winver_range){names[i].least, names[i].most};
		return true;
	}
	return false;
}

static struct winver_range one_build(uint16_t major, uint16_t minor, uint32_t build)
{
	uint64_t version = WINVER(major, minor, build);
	return (struct winver_range){version, version};
}

/* "22H2" is two versions, "10 22H2" is one. */
static bool from_release(struct slice s, struct winver_range *out)
{
	bool is_10 = s.n > 4 && slice_starts_with(s, SLICE("10"));
	bool is_11 = s.n > 4 && slice_starts_with(s, SLICE("11"));
	struct slice name = slice_from(s, is_10 || is_11 ? 2 : 0);
	for (size_t i = 0; i < COUNT_OF(releases); i++) {
		uint32_t ten = is_11 ? 0 : releases[i].build_of_10;
		uint32_t eleven = is_10 ? 0 : releases[i].build_of_11;
		if ((!ten && !eleven) || !slice_equal(name, slice_of_string(releases[i].name)))
			continue;
		out->least = WINVER(10, 0, ten ? ten : eleven);
		out->most = WINVER(10, 0, eleven ? eleven : ten);
		return true;
	}
	return false;
}

static bool from_build(struct slice s, struct winver_range *out)
{
	uint64_t build;
	if (s.n < 4 || s.n > 5 || !number_from_decimal(s, &build))
		return false;
	for (size_t i = 0; i < COUNT_OF(old_builds); i++) {
		if (old_builds[i].build != build)
			continue;
		*out = one_build(old_builds[i].major, old_builds[i].minor, old_builds[i].build);
		return true;
	}
	if (build < 10240)
		return false;
	*out = one_build(10, 0, (uint32_t)build);
	return true;
}

/* The number up to the next dot of *rest, which is moved behind it. */
static bool next_number(struct slice *rest, uint64_t *number)
{
	size_t end = slice_find_byte(*rest, '.');
	bool good = number_from_decimal(slice_sub(*rest, 0, end), number) && *number <= BUILD_MOST;
	*rest = slice_from(*rest, end + 1);
	return good;
}

static bool is_version(uint64_t major, uint64_t minor)
{
	for (size_t i = 0; i < COUNT_OF(versions); i++)
		if (versions[i].major == major && versions[i].minor == minor)
			return true;
	return false;
}

/* "6.1", "10.0.19041", "10.0.19041.1234": the last is the revision, which does not matter. */
static bool from_numbers(struct slice s, struct winver_range *out)
{
	uint64_t major, minor, build, revision;
	if (slice_ends_with(s, SLICE(".")) || !next_number(&s, &major) || !s.n ||
	    !next_number(&s, &minor) || !is_version(major, minor))
		return false;
	if (!s.n) {
		*out = (struct winver_range){WINVER(major, minor, 0),
					     WINVER(major, minor, UINT32_MAX)};
		return true;
	}
	if (!next_number(&s, &build) || (s.n && (!next_number(&s, &revision) || s.n)))
		return false;
	*out = one_build((uint16_t)major, (uint16_t)minor, (uint32_t)build);
	return true;
}

/* Words that tell nothing. */
static bool is_filler(struct slice word)
{
	static const char *const words[] = {"microsoft", "windows", "win", "server", "version"};
	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (slice_equal_ignoring_case(word, slice_of_string(words[i])))
			return true;
	return false;
}

/* The words that count, in lower case and without blanks between; 0 where they do not fit. */
static size_t squeeze(uint8_t out[static TEXT_MAX], struct slice text)
{
	size_t n = 0;
	while (text.n) {
		size_t end = slice_find_byte(text, ' ');
		struct slice word = slice_sub(text, 0, end);
		text = slice_from(text, end + 1);
		if (is_filler(word))
			continue;
		if (!range_within(TEXT_MAX, n, word.n))
			return 0;
		for (size_t i = 0; i < word.n; i++)
			out[n++] = ascii_lower(word.p[i]);
	}
	return n;
}

bool winver_from_text(struct slice text, struct winver_range *out)
{
	uint8_t plain[TEXT_MAX];
	struct slice s = slice_of(plain, squeeze(plain, text));
	if (slice_starts_with(s, SLICE("windows")))
		s = slice_from(s, 7);
	else if (slice_starts_with(s, SLICE("win")))
		s = slice_from(s, 3);
	return from_name(s, out) || from_release(s, out) || from_build(s, out) ||
	       from_numbers(s, out);
}
