/* SPDX-License-Identifier: MIT */
/* Codes by a word of what is known of them. */
#ifndef BUGCHECK_SEARCH_H
#define BUGCHECK_SEARCH_H

#include "lib/bugcheck/code.h"

/*
 * Does name, an alias, the title, the meaning or a cause of this code hold word, in any case of
 * letters? Blanks in word match underscores in names, too. word is not empty.
 */
bool bugcheck_search(const struct bugcheck_code *entry, struct slice word);

#endif
