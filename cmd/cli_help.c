/* SPDX-License-Identifier: MIT */
/* Help made from the option table, and the nearest option to a mistyped one. */
#include <stdio.h>

#include "cmd/cli.h"

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

/* Levenshtein distance of two short words. */
static size_t distance(const char *a, const char *b)
{
	enum { LONGEST = 40 };
	size_t row[LONGEST + 1];
	size_t n = strlen(b);
	if (n > LONGEST || strlen(a) > LONGEST)
		return LONGEST;
	for (size_t j = 0; j <= n; j++)
		row[j] = j;
	for (size_t i = 1; a[i - 1]; i++) {
		size_t diagonal = row[0];
		row[0] = i;
		for (size_t j = 1; j <= n; j++) {
			size_t above = row[j];
			size_t best = diagonal + (a[i - 1] != b[j - 1]);
			if (above + 1 < best)
				best = above + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
			diagonal = above;
		}
	}
	return row[n];
}

struct nearest {
	const char *word;
	const char *name;
	size_t distance;
};

static void consider(const struct cli_option *o, void *context)
{
	struct nearest *nearest = context;
	size_t d = distance(nearest->word, o->name);
	if (d < nearest->distance) {
		nearest->distance = d;
		nearest->name = o->name;
	}
}

const char *cli_nearest_option(const struct cli_tool *tool, const char *name)
{
	char word[41];
	size_t n = strcspn(name, "=");
	snprintf(word, sizeof(word), "%.*s", (int)(n < 40 ? n : 40), name);
	/* A third of the letters may be wrong; more would be guessing. */
	struct nearest nearest = {word, NULL, strlen(word) / 3 + 1};
	cli_each_option(tool, consider, &nearest);
	return nearest.name;
}
