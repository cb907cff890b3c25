/* SPDX-License-Identifier: MIT */
/*
 * Sums that stop at the largest number instead of starting again from 0: forged partial summaries
 * can add up to anything. Stopping keeps sums independent of their order, as wrapping would, but
 * never makes a large count look small.
 */
#ifndef CRASH_COUNT_H
#define CRASH_COUNT_H

#include "lib/base/compiler.h"

/* Adds more to *sum; false where it stopped at UINT64_MAX. */
static inline bool count_add(uint64_t *sum, uint64_t more)
{
	bool fits = more <= UINT64_MAX - *sum;
	*sum = fits ? *sum + more : UINT64_MAX;
	return fits;
}

/* What parts leave of a whole; 0 where they are more. */
static inline uint64_t count_left(uint64_t whole, uint64_t parts)
{
	return whole > parts ? whole - parts : 0;
}

#endif
