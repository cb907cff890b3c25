/* SPDX-License-Identifier: MIT */
/* Any bytes as text: what it mentions lies in it and in order, whatever twin looks for it, and is
 * what a search finds that tries every position. */
#include "lib/bugcheck/anchor.h"
#include "lib/bugcheck/mention_form.h"
#include "tests/fuzz/fuzz_target.h"

static bool plain_next(struct slice text, size_t from, enum mention_digits digits,
		       struct mention *m)
{
	for (size_t at = from; at < text.n; at++)
		if (mention_at(text, at, digits, m))
			return true;
	return false;
}

/* By every twin, from one position on. */
static void check_twins(struct slice text, size_t from, enum mention_digits digits,
			const struct mention *expected)
{
	for (enum utf16_twin twin = UTF16_TWIN_SCALAR; twin <= UTF16_TWIN_AVX2; twin++) {
		struct mention m;
		if (!anchor_choose(twin))
			continue;
		bool found = mention_next(text, from, digits, &m);
		PROMISE(found == (expected != NULL));
		PROMISE(!found || (m.start == expected->start && m.past == expected->past));
		PROMISE(!found || m.bugcheck.code == expected->bugcheck.code);
	}
}

static void check_mentions(struct slice text, enum mention_digits digits)
{
	struct mention m;
	for (size_t from = 0;; from = m.past) {
		bool found = plain_next(text, from, digits, &m);
		check_twins(text, from, digits, found ? &m : NULL);
		if (!found)
			return;
		PROMISE(from <= m.start && m.start < m.end && m.end <= m.past && m.past <= text.n);
		PROMISE(m.bugcheck.code != 0 && m.reading.code == m.bugcheck.code);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	for (enum mention_digits digits = MENTION_DIGITS_BY_FORM;
	     digits <= MENTION_DIGITS_HEXADECIMAL; digits++)
		check_mentions(slice_of(data, size), digits);
	return 0;
}
