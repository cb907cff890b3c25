/* SPDX-License-Identifier: MIT */
/*
 * What may be said about a crash, each statement with the value it rests on. Both forms of output
 * are made from the same list, so that they cannot disagree.
 */
#ifndef CRASH_EVIDENCE_H
#define CRASH_EVIDENCE_H

#include "lib/crash/crash.h"

enum statement_form {
	STATEMENT_TEXT,   /* text */
	STATEMENT_COUNT,  /* number, as a number */
	STATEMENT_TENTHS, /* number / 10, with one decimal */
	STATEMENT_HEX32,  /* number, as "0x%08x" */
	STATEMENT_TIME,   /* number, a FILETIME */
	STATEMENT_FLAG,   /* number, 0 or 1 */
};

struct statement {
	const char *member; /* of the line the value comes from; static */
	enum statement_form form;
	struct slice text; /* borrowed from the clue, or static */
	uint64_t number;
	const char *tells; /* what the value says, without full stop; static */
	bool inferred;     /* a conclusion; false where the log says it itself */
};

enum { STATEMENTS_MAX = 32 };

/* Writes the statements that a clue supports; returns how many. */
size_t clue_statements(const struct clue *c, struct statement out[static STATEMENTS_MAX]);

/* What each artifact would tell about a crash, for those that are missing. Static. */
const char *artifact_would_tell(enum artifact a);

/* Is the dump of this session whole? */
enum answer crash_dump_whole(const struct session *s);

/*
 * When the last measured moment was: time + elapsed_ms, since the system clock stands still while a
 * dump is written. Not known where one of them is missing or forged.
 */
struct known crash_end(const struct session *s);

/* What that moment is: "dump_ended", or "last_measured" where the dump was not finished. */
const char *crash_end_word(const struct session *s);

#endif
