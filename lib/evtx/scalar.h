/* SPDX-License-Identifier: MIT */
/*
 * Numbers and instants out of the content of an element or attribute, whether it is one typed value
 * or text: what a record holds as a number and an exported log as its digits reads the same.
 * Concrete trees only. first may be NULL, which is no number.
 */
#ifndef EVTX_SCALAR_H
#define EVTX_SCALAR_H

#include "lib/evtx/tree.h"

/*
 * An unsigned number: an integer value that is not negative, or text in decimal, or in hexadecimal
 * behind 0x; blanks around text do not count. hexadecimal: digits without 0x are hexadecimal, if
 * 64 bits can hold them so. false, and *out unchanged, for everything else.
 */
bool evtx_scalar_unsigned(struct arena *arena, const struct evtx_node *first, bool hexadecimal,
			  uint64_t *out) MUST_CHECK;

/*
 * An instant as FILETIME: a FILETIME or SYSTEMTIME value of the years 1601 to 9999, or text as
 * moment_from_rfc3339() takes it. false, and *out unchanged, for everything else.
 */
bool evtx_scalar_time(struct arena *arena, const struct evtx_node *first, uint64_t *out) MUST_CHECK;

/* The integer that a value holds as such: sign-extended, *negative tells how to take it. false
 * where the node is no integer value of 1 to 8 bytes. */
bool evtx_scalar_integer(const struct evtx_node *value, uint64_t *out, bool *negative) MUST_CHECK;

/*
 * What an arena holds, to be forgotten again: texts that are only looked at must not add up over an
 * event. Whatever was allocated in between is gone.
 */
static inline struct arena evtx_arena_mark(const struct arena *arena)
{
	return *arena;
}

static inline void evtx_arena_return(struct arena *arena, struct arena mark)
{
	arena->current = mark.current;
	arena->used = mark.used;
}

#endif
