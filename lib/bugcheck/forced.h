/* SPDX-License-Identifier: MIT */
/* Could somebody have made the machine crash on purpose? From grammars/bugcheck.forced. */
#ifndef BUGCHECK_FORCED_H
#define BUGCHECK_FORCED_H

#include "lib/base/json.h"
#include "lib/bugcheck/knowledge.h"

/* The ways that lead to this code or its base code; NULL where no way is known. Static. */
const struct bugcheck_forced *bugcheck_forced_find(uint32_t code);

/* "yes" where the code proves it, "possible" where a way is known, else (NULL too) "no". Static. */
const char *bugcheck_forced_word(const struct bugcheck_forced *forced);

/* The next way at or after *i of a code's ways, *i being moved behind it; NULL behind the last. */
const struct bugcheck_way *bugcheck_forced_next(const struct bugcheck_forced *forced, size_t *i);

#endif
