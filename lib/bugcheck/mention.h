/* SPDX-License-Identifier: MIT */
/*
 * Bug checks that a text mentions: blue screens, debuggers, event texts, reports, logs and what
 * people write. The forms are listed in mention_form.h. A word that happens to be one of theirs is
 * no mention: digits without 0x are taken only where it is clear that they are a code.
 */
#ifndef BUGCHECK_MENTION_H
#define BUGCHECK_MENTION_H

#include "lib/bugcheck/bugcheck.h"
#include "lib/bugcheck/spelling.h"

struct mention {
	size_t start, end; /* the code's own text in the line, [start, end): number or name */
	size_t past;       /* behind all that belongs to it; the search goes on there */
	struct bugcheck bugcheck; /* its code is not 0 */
	struct bugcheck_reading reading;
	bool by_name; /* its text is a name */
};

/* How digits without 0x are read. */
enum mention_digits {
	MENTION_DIGITS_BY_FORM, /* as who writes this form means them */
	MENTION_DIGITS_DECIMAL, /* digits only; what has a letter stays hexadecimal */
	MENTION_DIGITS_HEXADECIMAL,
};

/*
 * The first mention whose form begins at "from" or behind it; false, and *m unchanged, where there
 * is none. from <= start < end <= past <= line.n. The line may hold line ends, which are blanks
 * then; its time does not depend on what it holds, only on its length.
 */
bool mention_next(struct slice line, size_t from, enum mention_digits digits,
		  struct mention *m) MUST_CHECK;

#endif
