/* SPDX-License-Identifier: MIT */
/* Texts as people give them to look for: equal but for the case of ASCII letters, * for any text
 * and ? for any one character. */
#ifndef EVTX_PATTERN_H
#define EVTX_PATTERN_H

#include "lib/base/slice.h"

/*
 * Is the whole of text what the pattern says? Both are UTF-8. Takes time in proportion to the
 * product of both lengths at worst, and no memory.
 */
bool pattern_matches(struct slice pattern, struct slice text);

/* Does the pattern hold * or ? */
bool pattern_has_wildcard(struct slice pattern);

#endif
