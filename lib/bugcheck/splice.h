/* SPDX-License-Identifier: MIT */
/* Where to add bugcheck_info to a JSON line, whose bytes all stay as they are. */
#ifndef BUGCHECK_SPLICE_H
#define BUGCHECK_SPLICE_H

#include "lib/bugcheck/bugcheck.h"

enum splice_state {
	SPLICE_NOTHING, /* no JSON object, or none that tells of a bug check: pass the line on */
	SPLICE_PRESENT, /* it tells of a bug check and has bugcheck_info: pass the line on */
	SPLICE_DUE,     /* it tells of a bug check and lacks bugcheck_info */
};

struct splice {
	enum splice_state state;
	size_t brace; /* position of the closing brace, in front of which the member goes */
	bool named;   /* the line gives the bug check's name, so that info need not repeat it */
	struct bugcheck bugcheck;
};

/*
 * Looks for a top-level member "bugcheck" (the last one counts, as with most readers): an object
 * with code and parameters as this suite writes it, or a string or whole number that is a known
 * code. What could be read in two ways (the string "133") and a code of 0 are no bug check. line
 * may end in LF or CR LF.
 */
struct splice splice_find(struct slice line) MUST_CHECK;

#endif
