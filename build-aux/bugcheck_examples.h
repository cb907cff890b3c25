/* SPDX-License-Identifier: MIT */
/* The examples of grammars/bugcheck.parameters, as build-aux/bugcheck-knowledge.awk writes them
 * down. */
#ifndef BUILD_AUX_BUGCHECK_EXAMPLES_H
#define BUILD_AUX_BUGCHECK_EXAMPLES_H

#include "lib/base/compiler.h"

struct bugcheck_expectation {
	uint32_t line;
	uint8_t parameter; /* 0 to 3 */
	const char *words; /* have to occur in its meaning or in what its value says */
};

struct bugcheck_example {
	uint32_t code;
	uint32_t line; /* in grammars/bugcheck.parameters, as all lines here */
	uint64_t parameters[4];
	bool known[4];
	uint32_t expectation; /* first in bugcheck_expectations */
	uint32_t expectations;
};

/* Generated. */
extern const struct bugcheck_expectation bugcheck_expectations[];
extern const struct bugcheck_example bugcheck_examples[];
extern const size_t bugcheck_example_count;
extern const uint32_t bugcheck_rule_lines[]; /* as many as bugcheck_rules */

#endif
