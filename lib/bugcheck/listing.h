/* SPDX-License-Identifier: MIT */
/* Every rule of a code as a member of the output, for who wants the whole base. */
#ifndef BUGCHECK_LISTING_H
#define BUGCHECK_LISTING_H

#include "lib/base/json.h"
#include "lib/bugcheck/knowledge.h"

/*
 * Writes the member "rules", an array with one object for each rule that says something: when (what
 * has to hold, in words; absent where it always does), n (the parameter), bits ("15-8", of a
 * field), then meaning (what the parameter or field is) or decoded (what the value says). Nothing
 * where no parameter is documented.
 */
void bugcheck_write_rules(struct json_writer *w, const struct bugcheck_knowledge *k);

#endif
