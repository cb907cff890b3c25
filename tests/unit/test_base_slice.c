/* SPDX-License-Identifier: MIT */
/* lib/base/slice.h and lib/base/reader.h: the range check that everything stands on. */
#include <criterion/criterion.h>

#include "lib/base/reader.h"

Test(slice, range_check_at_the_edges)
{
	static const struct {
		size_t n, off, len;
		bool within;
	} rows[] = {
		{0, 0, 0, true},
		{0, 0, 1, false},
		{0, 1, 0, false},
		{10, 0, 10, true},
		{10, 10, 0, true},
		{10, 9, 1, true},
		{10, 9, 2, false},
		{10, 11, 0, false},
		{10, 1, SIZE_MAX, false},
		{10, SIZE_MAX, 1, false},
		{10, SIZE_MAX, 0, false},
		{10, SIZE_MAX - 4, 10, false},
		{10, SIZE_MAX, SIZE_MAX, false},
		{10, 5, SIZE_MAX - 4, false},
		{SIZE_MAX, 0, SIZE_MAX, true},
		{SIZE_MAX, 1, SIZE_MAX, false},
		{SIZE_MAX, SIZE_MAX, 0, true},
		{SIZE_MAX, SIZE_MAX, 1, false},
		{SIZE_MAX, SIZE_MAX - 1, 1, true},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		cr_expect_eq(range_within(rows[i].n, rows[i].off, rows[i].len), rows[i].within,
			     "row %zu", i);
}

Test(slice, sub_and_from_never_reach_out)
{
	struct slice s = SLICE("0123456789");
	for (size_t off = 0; off <= s.n + 2; off++) {
		for (size_t len = 0; len <= s.n + 2; len++) {
			struct slice sub = slice_sub(s, off, len);
			if (off + len <= s.n)
				cr_expect(sub.p == s.p + off && sub.n == len);
			else
				cr_expect(sub.p == NULL && sub.n == 0);
		}
		cr_expect_eq(slice_from(s, off).n, off <= s.n ? s.n - off : 0);
	}
	cr_expect_eq(slice_sub(s, SIZE_MAX, 2).n, 0);
	cr_expect_eq(slice_sub(s, 2, SIZE_MAX).n, 0);
	cr_expect_eq(slice_from(s, SIZE_MAX).n, 0);
}

Test(slice, nothing_at_all_is_a_slice_too)
{
	struct slice none = {NULL, 0};
	cr_expect_eq(slice_sub(none, 0, 0).n, 0);
	cr_expect_eq(slice_from(none, 0).n, 0);
	cr_expect_eq(slice_find_byte(none, 'a'), 0);
	cr_expect_eq(slice_find(none, SLICE("a")), 0);
	cr_expect_eq(slice_find(none, none), 0);
	cr_expect_eq(slice_trim(none).n, 0);
	cr_expect(slice_is_all(none, 7));
	cr_expect(slice_equal(none, SLICE("")));
	cr_expect(slice_starts_with(none, none));
	cr_expect(slice_starts_with(none, SLICE("")));
	cr_expect(slice_ends_with(none, none));
	cr_expect_not(slice_starts_with(none, SLICE("a")));
	cr_expect_not(slice_ends_with(none, SLICE("a")));
}

Test(slice, comparisons)
{
	struct slice s = SLICE("DLOGFILE\0tail");
	cr_expect_eq(s.n, 13);
	cr_expect(slice_starts_with(s, SLICE("DLOGFILE")));
	cr_expect(slice_starts_with(s, s));
	cr_expect_not(slice_starts_with(s, SLICE("DLOGFILF")));
	cr_expect_not(slice_starts_with(SLICE("DLOG"), SLICE("DLOGFILE")));
	cr_expect(slice_ends_with(s, SLICE("\0tail")));
	cr_expect_not(slice_ends_with(s, SLICE("Tail")));
	cr_expect_not(slice_ends_with(SLICE("ail"), SLICE("tail")));
	cr_expect(slice_equal(slice_of_string("DLOGFILE"), SLICE("DLOGFILE")));
	cr_expect_not(slice_equal(SLICE("a"), SLICE("ab")));
	cr_expect_not(slice_equal(SLICE("ab"), SLICE("ac")));
}

Test(slice, finding)
{
	struct slice s = SLICE("a needle in a\0haystack of needles");
	cr_expect_eq(slice_find(s, SLICE("needle")), 2);
	cr_expect_eq(slice_find(s, SLICE("needles")), 26);
	cr_expect_eq(slice_find(s, SLICE("a\0h")), 12);
	cr_expect_eq(slice_find(s, SLICE("nail")), s.n);
	cr_expect_eq(slice_find(s, SLICE("")), 0);
	cr_expect_eq(slice_find(SLICE("ab"), SLICE("abc")), 2);
	cr_expect_eq(slice_find_byte(s, 0), 13);
	cr_expect_eq(slice_find_byte(s, 'z'), s.n);
}

Test(slice, trim_and_is_all)
{
	static const struct {
		const char *text, *trimmed;
	} rows[] = {
		{"", ""},        {" ", ""}, {" \t \t", ""}, {"a", "a"}, {" \ta b\t ", "a b"},
		{"\na ", "\na"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		cr_expect(slice_equal(slice_trim(slice_of_string(rows[i].text)),
				      slice_of_string(rows[i].trimmed)),
			  "row %zu", i);
	uint8_t bytes[100] = {0};
	for (size_t n = 0; n <= sizeof(bytes); n++)
		cr_expect(slice_is_all(slice_of(bytes, n), 0));
	for (size_t n = 1; n <= sizeof(bytes); n++) {
		bytes[n - 1] = 1;
		cr_expect_not(slice_is_all(slice_of(bytes, n), 0), "odd byte at %zu", n - 1);
		cr_expect_not(slice_is_all(slice_of(bytes, sizeof(bytes)), 0));
		bytes[n - 1] = 0;
	}
	cr_expect_not(slice_is_all(slice_of(bytes, 1), 1));
}

Test(reader, little_endian_in_order)
{
	struct reader r = reader_of(SLICE("\x01\x34\x12\x78\x56\xff\x9a"
					  "\x08\x07\x06\x05\x04\x03\x02\x81"
					  "rest"));
	cr_expect_eq(reader_u8(&r), 1);
	cr_expect_eq(reader_u16le(&r), 0x1234);
	cr_expect_eq(reader_u32le(&r), 0x9aff5678u);
	cr_expect_eq(reader_u64le(&r), UINT64_C(0x8102030405060708));
	cr_expect_eq(reader_left(&r), 4);
	cr_expect(slice_equal(reader_bytes(&r, 4), SLICE("rest")));
	cr_expect_eq(reader_left(&r), 0);
	cr_expect_not(r.bad);
	cr_expect_eq(reader_bytes(&r, 0).n, 0);
	cr_expect_not(r.bad, "reading nothing at the end is no failure");
}

Test(reader, failure_sticks_and_nothing_moves)
{
	struct reader r = reader_of(SLICE("\xff\xff\xff"));
	cr_expect_eq(reader_u16le(&r), 0xffff);
	cr_expect_eq(reader_u32le(&r), 0);
	cr_expect(r.bad);
	cr_expect_eq(r.pos, 2);
	cr_expect_eq(reader_u8(&r), 0, "one byte is left, but the reader has failed");
	cr_expect_eq(reader_bytes(&r, 0).n, 0);
	reader_skip(&r, 1);
	reader_seek(&r, 0);
	cr_expect_eq(r.pos, 2, "a failed reader does not seek");
	cr_expect(r.bad);
}

Test(reader, hostile_lengths)
{
	static const size_t lengths[] = {4, 5, SIZE_MAX / 2, SIZE_MAX - 1, SIZE_MAX};
	for (size_t i = 0; i < COUNT_OF(lengths); i++) {
		struct reader r = reader_of(SLICE("abc"));
		reader_skip(&r, 1);
		cr_expect_eq(reader_bytes(&r, lengths[i]).n, 0);
		cr_expect(r.bad && r.pos == 1, "length %zu", lengths[i]);
		r = reader_of(SLICE("abc"));
		reader_seek(&r, lengths[i]);
		cr_expect(r.bad && r.pos == 0, "position %zu", lengths[i]);
	}
}

Test(reader, seek)
{
	struct reader r = reader_of(SLICE("abc"));
	reader_seek(&r, 3);
	cr_expect(!r.bad && reader_left(&r) == 0);
	reader_seek(&r, 1);
	cr_expect_eq(reader_u8(&r), 'b');
}

Test(reader, empty)
{
	struct reader r = reader_of((struct slice){NULL, 0});
	cr_expect_eq(reader_bytes(&r, 0).n, 0);
	cr_expect_not(r.bad);
	cr_expect_eq(reader_u64le(&r), 0);
	cr_expect(r.bad);
}
