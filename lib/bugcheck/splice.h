/* SPDX-License-Identifier: MIT */
/* Where to add bugcheck_info to a JSON line, whose bytes all stay as they are. */
#ifndef BUGCHECK_SPLICE_H
#define BUGCHECK_SPLICE_H

#include "lib/base/limits.h"
#include "lib/bugcheck/bugcheck.h"
#include "lib/bugcheck/spelling.h"

/* From a value to one in it. */
struct splice_step {
	struct slice key; /* of an object's member, as JSON spells it; p is NULL for an element */
	size_t index;     /* of an array's element, from 0 */
};

/* Where a line has its code. All zero stands for ".bugcheck". */
struct splice_path {
	struct slice text; /* as it was given; borrowed */
	struct splice_step steps[LIMIT_PATH_STEPS];
	size_t count;
	uint8_t needle[LIMIT_PATH_KEY_BYTES + 2]; /* the last key, in quotes */
	size_t needle_n;
};

struct splice_options {
	struct splice_path path;
	enum bugcheck_from from; /* what bare digits in strings are; numbers are decimal */
};

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
 * Reads a path: keys and elements as in ".data.BugcheckCode" (the first dot may be left out),
 * ".events[0].code" and ".\"a.b\".code". A key that has a dot, a bracket, a quote, a backslash, a
 * blank or a control character is written as a JSON string. The first step is a key. false, and *p
 * unchanged, for anything else. text has to outlive *p.
 */
bool splice_path_read(struct splice_path *p, struct slice text) MUST_CHECK;

/*
 * What a line has to hold to be worth a look: the path's last key, in quotes. For a search in many
 * lines; it holds no line end.
 */
struct slice splice_needle(const struct splice_options *options);

/*
 * Looks where the path leads: an object with code and parameters as this suite writes it, or a
 * string or whole number that is a known code, whose parameters are then taken from the members
 * beside it: an array "parameters", or BugcheckParameter1 to 4, BCP1 to 4, Parameter1 to 4. Of
 * members of the same name the last one counts, as with most readers. The path's keys count only
 * where they are spelt as in the path, that is, without escapes: so that splice_needle() finds them
 * all. What could be read in two ways (the string "133", without options->from) and a code of 0 are
 * no bug check. line may end in LF or CR LF.
 */
struct splice splice_find(struct slice line, const struct splice_options *options) MUST_CHECK;

#endif
