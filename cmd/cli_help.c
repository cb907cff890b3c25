/* SPDX-License-Identifier: MIT */
/* Help made from the option table, and the nearest option to a mistyped one. */
#include <stdio.h>

#include "cmd/cli.h"
#include "lib/base/edits.h"

enum { HELP_COLUMN = 28 };

struct help {
	struct buf *b;
	bool brief;
};

/* One option: names in the left column, its text in the right one. */
static void describe(const struct cli_option *o, void *context)
{
	struct help *help = context;
	if (help->brief && !o->brief)
		return;
	struct buf *b = help->b;
	size_t start = b->n;
	if (o->letter)
		buf_printf(b, "  -%c, --%s", o->letter, o->name);
	else
		buf_printf(b, "      --%s", o->name);
	if (o->argument)
		buf_printf(b, cli_option_may_stand_alone(o) ? "%s" : "=%s", o->argument);
	if (b->n - start + 2 > HELP_COLUMN) {
		buf_add_byte(b, '\n');
		start = b->n;
	}
	for (const char *p = o->help; *p;) {
		size_t n = strcspn(p, "\n");
		buf_add_repeated(b, ' ', HELP_COLUMN - (b->n - start));
		buf_add(b, p, n);
		buf_add_byte(b, '\n');
		start = b->n;
		p += n + (p[n] == '\n');
	}
}

void cli_help(const struct cli_tool *tool, bool brief, struct buf *b)
{
	struct help help = {b, brief};
	buf_printf(b, "Usage: %s %s\n%s.\n\n", tool->name, tool->synopsis, tool->summary);
	cli_each_option(tool, describe, &help);
	if (brief)
		buf_printf(b, "\nAll options and examples: %s --help, man %s\n", tool->name,
			   tool->name);
	else
		buf_printf(b, "\n%s", tool->more);
}

struct nearest {
	struct slice word;
	const char *name;
	size_t edits;
};

static void consider(const struct cli_option *o, void *context)
{
	struct nearest *nearest = context;
	size_t edits = edits_between(nearest->word, slice_of_string(o->name));
	if (edits < nearest->edits) {
		nearest->edits = edits;
		nearest->name = o->name;
	}
}

const char *cli_nearest_option(const struct cli_tool *tool, const char *name)
{
	struct slice word = slice_of(name, strcspn(name, "="));
	/* A third of the letters may be wrong; more would be guessing. */
	struct nearest nearest = {word, NULL, word.n / 3 + 1};
	cli_each_option(tool, consider, &nearest);
	return nearest.name;
}
