/* SPDX-License-Identifier: MIT */
/* Which lines of grammars/bugcheck.parameters hold for the parameters of one bug check. */
#ifndef BUGCHECK_RULES_H
#define BUGCHECK_RULES_H

#include "lib/bugcheck/bugcheck.h"
#include "lib/bugcheck/knowledge.h"

/*
 * Calls visit for every rule of k that holds for b's parameters, forms and elses too, in the order
 * of the source. What depends on a parameter that is not known does not hold, nor does its else.
 * Cases that surely do not hold are visited too, with holds false.
 */
void bugcheck_walk(const struct bugcheck_knowledge *k, const struct bugcheck *b,
		   void (*visit)(void *context, const struct bugcheck_rule *rule, bool holds),
		   void *context);

/* The bits of the rule's parameter that it speaks of, moved down to bit 0. */
uint64_t bugcheck_rule_field(const struct bugcheck_rule *rule, const struct bugcheck *b);

#endif
