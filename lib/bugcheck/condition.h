/* SPDX-License-Identifier: MIT */
/* The conditions of rules in words: "parameter 1 is 0x403". */
#ifndef BUGCHECK_CONDITION_H
#define BUGCHECK_CONDITION_H

#include "lib/base/buf.h"
#include "lib/bugcheck/knowledge.h"

/* Appends what has to hold for a rule's own sake: "parameter 1 is 0x403", all tests of a form
 * joined with "and"; nothing for a meaning or field; "otherwise" for an else. */
void condition_add(struct buf *out, const struct bugcheck_rule *rule);

/* Appends "parameter 1", or "bits 15 to 8 of parameter 1" for a field. */
void condition_field_add(struct buf *out, uint8_t parameter, uint8_t shift, uint8_t width);

#endif
