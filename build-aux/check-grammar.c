/* SPDX-License-Identifier: MIT */
/* Run by the build: does every example of grammars/dumpstack.gram match its own rule? */
#include <stdio.h>

#include "lib/dslog/grammar.h"

int main(void)
{
	const char *why = NULL;
	struct dslog_grammar *g = dslog_grammar_new();
	const struct dslog_example *e = dslog_grammar_check(g, &why);
	dslog_grammar_free(g);
	if (!e)
		return 0;
	fprintf(stderr, "grammars/dumpstack.gram:%u: example of rule %s: %s\n", e->line, e->rule,
		why);
	return 1;
}
