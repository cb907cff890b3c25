/* SPDX-License-Identifier: MIT */
/* How far a mistyped word is from a known one. */
#ifndef BASE_EDITS_H
#define BASE_EDITS_H

#include "lib/base/slice.h"

/* What edits_between() gives for words of more than this many bytes. */
enum { EDITS_LONGEST = 64 };

/*
 * How many bytes have to be added, left out, replaced, or swapped with the next one to make b of a,
 * without regard to the case of ASCII letters (optimal string alignment).
 */
size_t edits_between(struct slice a, struct slice b);

#endif
