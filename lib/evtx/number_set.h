/* SPDX-License-Identifier: MIT */
/* Sets of numbers as people type them: "41,1001,6005-6013,!6011". */
#ifndef EVTX_NUMBER_SET_H
#define EVTX_NUMBER_SET_H

#include "lib/base/buf.h"

struct number_range {
	uint64_t first, last; /* both belong to it */
};

/* Ranges in ascending order that do not touch. */
struct number_ranges {
	struct number_range *p; /* owned */
	size_t n, cap;
};

/* A number belongs to the set if it is in one of the ranges, and in none of those left out. All
 * zero is the set of all numbers. */
struct number_set {
	struct number_ranges in;  /* none: every number is in */
	struct number_ranges out; /* what was marked with ! */
};

void number_set_free(struct number_set *set);

/* A word that stands for numbers. Several rows may have the same word. */
struct number_word {
	const char *word; /* in small letters; NULL ends a table */
	uint64_t number;
};

/*
 * Adds what a list names, to what earlier lists named: numbers (decimal, or hexadecimal behind 0x),
 * ranges with both ends (6005-6013), words of the table (which may be NULL), in any letters; each
 * maybe behind !, which leaves it out. Commas separate them, blanks around them do not count.
 * false, and a message in *error, where the list holds anything else or nothing; what stood in
 * front of that was added.
 */
bool number_set_add(struct number_set *set, struct slice list, const struct number_word *words,
		    struct buf *error) MUST_CHECK;

/* Is nothing excluded by the set? */
static inline bool number_set_is_all(const struct number_set *set)
{
	return set->in.n == 0 && set->out.n == 0;
}

/* Does v belong to the set? Where it is not present, it belongs to none that names what is in. */
bool number_set_has(const struct number_set *set, bool present, uint64_t v);

#endif
