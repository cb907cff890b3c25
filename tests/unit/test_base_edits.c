/* SPDX-License-Identifier: MIT */
/* lib/base/edits.h: words that are nearly others. */
#include <criterion/criterion.h>

#include "lib/base/edits.h"

Test(edits, words)
{
	static const struct {
		const char *a, *b;
		size_t edits;
	} rows[] = {
		{"", "", 0},
		{"", "abc", 3},
		{"check", "check", 0},
		{"CHECK", "check", 0},
		{"chekc", "check", 1},
		{"hceck", "check", 1},
		{"chek", "check", 1},
		{"checks", "check", 1},
		{"cheque", "check", 3},
		{"ca", "abc", 3}, /* 2 if what was swapped could be edited again */
		{"kitten", "sitting", 3},
		{"Dumpfiles", "DumpFile", 1},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct slice a = slice_of_string(rows[i].a), b = slice_of_string(rows[i].b);
		cr_expect_eq(edits_between(a, b), rows[i].edits, "%s %s: %zu", rows[i].a, rows[i].b,
			     edits_between(a, b));
		cr_expect_eq(edits_between(b, a), rows[i].edits, "%s %s", rows[i].b, rows[i].a);
	}
}

Test(edits, long_words_are_far_from_all)
{
	uint8_t word[EDITS_LONGEST + 1];
	memset(word, 'a', sizeof(word));
	struct slice most = slice_of(word, EDITS_LONGEST), more = slice_of(word, sizeof(word));
	cr_expect_eq(edits_between(most, most), 0);
	cr_expect_eq(edits_between(more, more), EDITS_LONGEST);
}
