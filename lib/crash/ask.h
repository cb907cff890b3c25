/* SPDX-License-Identifier: MIT */
/* The questions that analysts ask of a crash, each answered in a few lines with its evidence. */
#ifndef CRASH_ASK_H
#define CRASH_ASK_H

#include "lib/crash/crash.h"

enum question {
	ASK_NO_DUMP, /* why is there no dump? */
	ASK_STALLED, /* why did it stop, at 0 % or later? */
	ASK_41_ZERO, /* event 41 has code 0: what happened? */
	ASK_DRIVER,  /* which driver? */
	ASK_DELETED, /* who deleted the dump? */
	ASK_WHEN,    /* when was it, by each clock? */
	ASK_FORCED,  /* did somebody want it? */
	ASK_SLOW,    /* why did writing take so long? */
	ASK_SHARE,   /* what may be given to others? */
	ASK_COUNT,
};

enum ask_result {
	ASK_FINE,      /* the answer is: nothing is wrong */
	ASK_WRONG,     /* something is wrong */
	ASK_UNKNOWN,   /* what was given does not tell */
	ASK_NOT_ABOUT, /* the question does not arise with this crash; nothing is written */
};

/* The question of this name ("no-dump"); ASK_COUNT where there is none. */
enum question ask_of(struct slice name);

/* "no-dump"; static. */
const char *ask_name(enum question q);

/*
 * Answers q for one crash: writes an object {"type":"answer",...} into w, open, to be ended by the
 * caller: time and bounds, bugcheck and host (as in crash lines), question, result ("fine",
 * "wrong", "unknown"), answer (a sentence), inferred, reasons[] (rule, sentence, inferred),
 * evidence[] and missing[] (as in crash lines), next[] (what to do or look at).
 */
enum ask_result ask_write_json(struct json_writer *w, const struct crash *c, enum question q,
			       const struct crash_context *context);

/* The same as a paragraph, ended by an empty line. */
enum ask_result ask_write_text(struct buf *b, const struct crash *c, enum question q, bool colour);

#endif
