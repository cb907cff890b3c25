/* SPDX-License-Identifier: MIT */
/* A bug check as evidence gives it, a code and four parameters, and its form in the output. */
#ifndef BUGCHECK_BUGCHECK_H
#define BUGCHECK_BUGCHECK_H

#include "lib/base/json.h"

enum { BUGCHECK_PARAMETERS = 4 };

struct bugcheck {
	uint32_t code; /* as found, with whatever flag bits it carries; 0 means "none" */
	bool parameter_known[BUGCHECK_PARAMETERS];
	uint64_t parameters[BUGCHECK_PARAMETERS]; /* 0 where unknown */
};

/*
 * Writes the member that is the same in all tools: code, code_decimal, base_code (only where it
 * differs from the code), name (only if known), parameters (null where unknown). A code of 0
 * means that there was no bug check: null. With a NULL key it is an array element.
 */
void bugcheck_write_json(struct json_writer *w, const char *key, const struct bugcheck *b);

/* The same, but code 0 is an object too: for who asks about that code. */
void bugcheck_write_object(struct json_writer *w, const char *key, const struct bugcheck *b);

/* The same, with the name that the evidence gives for a code that this version does not know. */
void bugcheck_write_named(struct json_writer *w, const char *key, const struct bugcheck *b,
			  struct slice name);

#endif
