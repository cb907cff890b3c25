/* SPDX-License-Identifier: MIT */
/* Which pieces of evidence tell of the same crash. */
#ifndef CRASH_GROUP_H
#define CRASH_GROUP_H

#include "lib/crash/crash.h"

/*
 * Groups the clues of one host (and those that name none) into crashes. clues is an array of n
 * pointers, whose order changes; crashes and what they need are made in the arena. Returns a list
 * of them linked by next, in no order that means anything. They are judged.
 */
struct crash *crash_group(struct clue **clues, size_t n, struct slice host, struct arena *arena);

/* How well two bug checks go together. */
enum bugcheck_match {
	BUGCHECK_MATCH_NO,    /* code or a parameter differs */
	BUGCHECK_MATCH_WEAK,  /* the codes are equal, and nothing else is known to be */
	BUGCHECK_MATCH_EQUAL, /* and the parameters that both know are, at least one of them */
	BUGCHECK_MATCH_PROOF, /* and among these are pointers, which are unique to a crash */
};

/* Compares codes without the bits that Windows adds, parameters without sign extension. */
enum bugcheck_match bugcheck_compare(const struct bugcheck *a, const struct bugcheck *b);

#endif
