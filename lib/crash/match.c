/* SPDX-License-Identifier: MIT */
/* Are two bug checks the same one? */
#include "lib/base/number.h"
#include "lib/bugcheck/code.h"
#include "lib/crash/group.h"

/* Numbers above this are no counts or flags, but pointers, status values and the like. */
#define POINTER_LEAST UINT64_C(0x100000)

/* Equal, or equal in 32 bits where one side may be the sign-extended form of the other:
 * 0xffffffffc0000005 and 0xc0000005. */
static bool same_value(uint64_t a, uint64_t b)
{
	uint32_t narrow_a, narrow_b;
	return a == b ||
	       (number_narrow(a, &narrow_a) && number_narrow(b, &narrow_b) && narrow_a == narrow_b);
}

/* A status or exception code is the same in many crashes. */
static bool is_pointer(uint64_t v)
{
	uint32_t narrow;
	return v >= POINTER_LEAST && !(number_narrow(v, &narrow) && narrow >> 28 == 0xc);
}

enum bugcheck_match bugcheck_compare(const struct bugcheck *a, const struct bugcheck *b)
{
	enum bugcheck_match match = BUGCHECK_MATCH_WEAK;
	if (bugcheck_base_code(a->code) != bugcheck_base_code(b->code))
		return BUGCHECK_MATCH_NO;
	for (size_t i = 0; i < BUGCHECK_PARAMETERS; i++) {
		if (!a->parameter_known[i] || !b->parameter_known[i])
			continue;
		if (!same_value(a->parameters[i], b->parameters[i]))
			return BUGCHECK_MATCH_NO;
		if (is_pointer(a->parameters[i]))
			match = BUGCHECK_MATCH_PROOF;
		else if (match == BUGCHECK_MATCH_WEAK)
			match = BUGCHECK_MATCH_EQUAL;
	}
	return match;
}
