/* SPDX-License-Identifier: MIT */
/* lib/dslog/grammar.h: the examples hold, and no line makes a pattern run away. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <time.h>

#include "lib/base/buf.h"
#include "lib/dslog/grammar.h"

static double seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

Test(dslog_grammar, every_example_holds)
{
	struct dslog_grammar *g = dslog_grammar_new();
	const char *why = NULL;
	const struct dslog_example *e = dslog_grammar_check(g, &why);
	cr_expect_null(e, "line %u: %s", e ? e->line : 0, why);
	dslog_grammar_free(g);
}

static bool has_example(const struct dslog_rule *rule)
{
	for (size_t i = 0; i < dslog_example_count; i++)
		if (strcmp(dslog_examples[i].rule, rule->name) == 0)
			return true;
	return false;
}

Test(dslog_grammar, every_rule_has_an_example)
{
	for (size_t i = 0; i < dslog_rule_count; i++)
		cr_expect(has_example(&dslog_rules[i]), "%s", dslog_rules[i].name);
}

/* An example with a byte before it, or one more behind it, is another line: nothing matches, or,
 * where names allow it, something with another name. */
Test(dslog_grammar, lines_match_whole)
{
	struct dslog_grammar *g = dslog_grammar_new();
	for (size_t i = 0; i < dslog_example_count; i++) {
		struct dslog_match match;
		struct buf b = {0};
		buf_add_byte(&b, 'x');
		buf_add_slice(&b, dslog_examples[i].text);
		dslog_grammar_match(g, buf_slice(&b), &match);
		cr_expect_null(match.rule, "x before %u", dslog_examples[i].line);
		buf_add_byte(&b, 'x');
		dslog_grammar_match(g, slice_from(buf_slice(&b), 1), &match);
		bool number_goes_on =
			match.rule && dslog_examples[i].text.n &&
			strchr("0123456789abcdefABCDEF",
			       dslog_examples[i].text.p[dslog_examples[i].text.n - 1]);
		cr_expect(!match.rule || number_goes_on, "x behind %u is %s",
			  dslog_examples[i].line, match.rule ? match.rule->name : "");
		buf_free(&b);
	}
	dslog_grammar_free(g);
}

/* Fields lie within the line. */
Test(dslog_grammar, fields_are_parts_of_the_line)
{
	struct dslog_grammar *g = dslog_grammar_new();
	for (size_t i = 0; i < dslog_example_count; i++) {
		struct slice line = dslog_examples[i].text;
		struct dslog_match match;
		dslog_grammar_match(g, line, &match);
		for (size_t f = 0; f < DSLOG_FIELD_COUNT; f++) {
			struct slice field = dslog_match_field(&match, (enum dslog_field)f);
			cr_expect(!field.p ||
				  (field.p >= line.p && field.p + field.n <= line.p + line.n));
		}
	}
	dslog_grammar_free(g);
}

struct long_line {
	const char *begin, *repeated, *end;
	const char *rule; /* that matches; NULL: none */
};

static const struct long_line long_lines[] = {
	{"Calling ", "A", " secondary callback.", "callback_call"},
	{"Calling ", " secondary callback.", "", "callback_call"},
	{"Calling ", " secondary callback.", " secondary callback", NULL},
	{"Writing ", " secondary callback data.", " done", NULL},
	{"Writing ", " secondary callback data", " done.", "callback_write_done"},
	{"Starting ", "invoking dump complete callbacks; Type: 0x", "", NULL},
	{"Starting ", " multi-part secondary callback", ".", "multipart_start"},
	{"Finish ", "ed invoking ", "", NULL},
	{"Calling ", "\r\n", " secondary callback.", "callback_call"},
	{"Dumping physical memory to disk:", " ", "", NULL},
	{"Dumping physical memory to disk:", " ", "5%", "percent"},
	{"Dumping physical memory to disk:", "9", "%", NULL},
	{"Dump stack initialized at UTC: ", "2023/02/13 ", "", NULL},
	{"Dump stack initialized at UTC: ", "1", ", local time: ", NULL},
	{"Progress 0x", "0", "", NULL},
	{"#BugCheckP1 0x", "F", "", NULL},
	{"Dump Type: ", "1, Total Dump Size: ", "", NULL},
	{"Dump Guid: {", "0", "}", NULL},
	{"WriteBitmapDump: page", "s written = ", "", NULL},
	{"", " ", "", NULL},
	{"Progress 0x00000042", " ", "", "progress"},
};

static void check_long(struct dslog_grammar *g, const struct long_line *l, size_t n)
{
	struct buf b = {0};
	struct dslog_match match;
	buf_add_string(&b, l->begin);
	while (b.n < n)
		buf_add_string(&b, l->repeated);
	buf_add_string(&b, l->end);
	double start = seconds();
	dslog_grammar_match(g, buf_slice(&b), &match);
	cr_expect(seconds() - start < 0.5, "%s%s...%s (%zu) takes %g s", l->begin, l->repeated,
		  l->end, n, seconds() - start);
	cr_expect(!match.rule == !l->rule || n > 65536, "%s%s...%s (%zu)", l->begin, l->repeated,
		  l->end, n);
	if (match.rule && l->rule)
		cr_expect_str_eq(match.rule->name, l->rule);
	buf_free(&b);
}

/* 12 KiB is the longest name a log can hold; 1 MiB the most that is read of one. */
Test(dslog_grammar, long_lines_end_fast)
{
	struct dslog_grammar *g = dslog_grammar_new();
	for (size_t i = 0; i < COUNT_OF(long_lines); i++) {
		check_long(g, &long_lines[i], 12 << 10);
		check_long(g, &long_lines[i], 1 << 20);
	}
	dslog_grammar_free(g);
}
