/* SPDX-License-Identifier: MIT */
/* lib/dslog/text.h: which bytes are a message, in which line, against a table. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <time.h>

#include "lib/base/buf.h"
#include "lib/base/limits.h"
#include "lib/dslog/text.h"

enum { MESSAGES_MAX = 6 };

struct expected {
	const char *text;
	unsigned line;
	size_t at;
	const char *rule; /* NULL: none matches */
};

static const struct {
	const char *what;
	struct slice bytes;
	bool altered;
	struct expected messages[MESSAGES_MAX];
} rows[] = {
#define ROW(what, bytes, altered, ...)                                                    \
	{                                                                                 \
		what, {(const uint8_t *)(bytes), sizeof(bytes) - 1}, altered, __VA_ARGS__ \
	}
	ROW("nothing", "", false, {{0}}),
	ROW("blank lines only", "\r\n \r\n\t\r\n", false, {{0}}),
	ROW("as Windows writes it", "\r\nProgress 0x00000042\r\nDump completed successfully.\r\n",
	    false,
	    {{"Progress 0x00000042", 2, 2, "progress"},
	     {"Dump completed successfully.", 3, 23, "success"}}),
	ROW("no final line end", "\r\nProgress 0x00000042", false,
	    {{"Progress 0x00000042", 2, 2, "progress"}}),
	ROW("trailing blank is no difference",
	    "\r\nDumping physical memory to disk:  35% \r\nDumping physical memory to disk: 40%\r\n",
	    false,
	    {{"Dumping physical memory to disk:  35% ", 2, 2, "percent"},
	     {"Dumping physical memory to disk: 40%", 3, 42, "percent"}}),
	ROW("LF", "Progress 0x00000042\nProgress 0x00000052\n", false,
	    {{"Progress 0x00000042", 1, 0, "progress"},
	     {"Progress 0x00000052", 2, 20, "progress"}}),
	ROW("CR", "Progress 0x00000042\rProgress 0x00000052\r", false,
	    {{"Progress 0x00000042", 1, 0, "progress"},
	     {"Progress 0x00000052", 2, 20, "progress"}}),
	ROW("unknown line with a lone LF is two", "\r\nabc\ndef\r\n", false,
	    {{"abc", 2, 2, NULL}, {"def", 3, 6, NULL}}),
	ROW("LF in a name", "\r\nCalling a\nb secondary callback.\r\nProgress 0x00000042\r\n",
	    false,
	    {{"Calling a\nb secondary callback.", 2, 2, "callback_call"},
	     {"Progress 0x00000042", 4, 35, "progress"}}),
	ROW("CR in a name", "\r\nCalling a\rb secondary callback.\r\nProgress 0x00000042\r\n",
	    false,
	    {{"Calling a\rb secondary callback.", 2, 2, "callback_call"},
	     {"Progress 0x00000042", 4, 35, "progress"}}),
	ROW("CR LF in a name", "\r\nCalling a\r\nb secondary callback.\r\nProgress 0x00000042\r\n",
	    false,
	    {{"Calling a\r\nb secondary callback.", 2, 2, "callback_call"},
	     {"Progress 0x00000042", 4, 36, "progress"}}),
	ROW("a name that ends in CR LF",
	    "\r\nCalling a\r\nDump completed successfully.\r\n secondary callback.\r\n", false,
	    {{"Calling a\r\nDump completed successfully.\r\n secondary callback.", 2, 2,
	      "callback_call"}}),
	ROW("a name that begins with CR LF", "\r\nReturn from \r\nx secondary callback.\r\n", false,
	    {{"Return from \r\nx secondary callback.", 2, 2, "callback_return"}}),
	ROW("a multi-part name with CR LF",
	    "\r\nStarting a\r\nb multi-part secondary callback.\r\n", false,
	    {{"Starting a\r\nb multi-part secondary callback.", 2, 2, "multipart_start"}}),
	ROW("a message without its end does not swallow the next callback",
	    "\r\nCalling a\r\nReturn from b secondary callback.\r\n", false,
	    {{"Calling a", 2, 2, NULL},
	     {"Return from b secondary callback.", 3, 13, "callback_return"}}),
	ROW("a message without its end at the end", "\r\nCalling a\r\nProgress 0x00000042\r\n",
	    false, {{"Calling a", 2, 2, NULL}, {"Progress 0x00000042", 3, 13, "progress"}}),
	ROW("a fake line in a name is not split off",
	    "\r\nCalling a secondary callback.\nProgress 0x1\nCalling b secondary callback.\r\n",
	    false,
	    {{"Calling a secondary callback.\nProgress 0x1\nCalling b secondary callback.", 2, 2,
	      "callback_call"}}),
	ROW("in an edited copy it is", /* line ends may be of any kind there */
	    "\r\nCalling a secondary callback.\nProgress 0x1\rCalling b secondary callback.\r\n",
	    true,
	    {{"Calling a secondary callback.", 2, 2, "callback_call"},
	     {"Progress 0x1", 3, 32, "progress"},
	     {"Calling b secondary callback.", 4, 45, "callback_call"}}),
	ROW("a name's LF stays one in an edited copy", "\r\nCalling a\nb secondary callback.\r\n",
	    true, {{"Calling a\nb secondary callback.", 2, 2, "callback_call"}}),
	ROW("zeros end a line", "\r\nProgress 0x00000042\0\0\0Progress 0x00000052\r\n", false,
	    {{"Progress 0x00000042", 2, 2, "progress"},
	     {"Progress 0x00000052", 2, 24, "progress"}}),
	ROW("a zero in a name", "\r\nCalling a\0b secondary callback.\r\n", false,
	    {{"Calling a\0b secondary callback.", 2, 2, "callback_call"}}),
};

static void check_row(struct dslog_grammar *g, size_t row)
{
	struct dslog_text t = dslog_text_on(rows[row].bytes, g, 1, rows[row].altered);
	struct dslog_message m;
	size_t i = 0;
	for (; dslog_text_next(&t, &m); i++) {
		cr_assert(i < MESSAGES_MAX && rows[row].messages[i].text,
			  "%s: message %zu too much", rows[row].what, i);
		const struct expected *e = &rows[row].messages[i];
		/* A zero may be part of the text: it is as long as the message. */
		cr_expect(m.text.n >= strlen(e->text) && memcmp(m.text.p, e->text, m.text.n) == 0,
			  "%s: message %zu is \"%.*s\"", rows[row].what, i, (int)m.text.n,
			  (const char *)m.text.p);
		cr_expect_eq(m.line, e->line, "%s: message %zu in line %d", rows[row].what, i,
			     (int)m.line);
		cr_expect_eq(m.at, e->at, "%s: message %zu at %zu", rows[row].what, i, m.at);
		cr_expect_eq(m.text.p, rows[row].bytes.p + m.at, "%s", rows[row].what);
		cr_expect(!m.match.rule == !e->rule &&
				  (!e->rule || strcmp(m.match.rule->name, e->rule) == 0),
			  "%s: message %zu is %s", rows[row].what, i,
			  m.match.rule ? m.match.rule->name : "unknown");
	}
	cr_expect(i == MESSAGES_MAX || !rows[row].messages[i].text, "%s: only %zu messages",
		  rows[row].what, i);
}

Test(dslog_text, splitting_and_joining)
{
	struct dslog_grammar *g = dslog_grammar_new();
	for (size_t row = 0; row < COUNT_OF(rows); row++)
		check_row(g, row);
	dslog_grammar_free(g);
}

/* A name of many lines may be as long as the largest log, and no longer. */
static size_t messages_with_name_of(struct dslog_grammar *g, size_t n)
{
	struct buf b = {0};
	struct dslog_message m;
	size_t count = 0;
	buf_add_string(&b, "\r\nCalling a\r\n");
	for (size_t i = 0; i < n; i += 80) {
		buf_add_repeated(&b, 'x', 78);
		buf_add_string(&b, "\r\n");
	}
	buf_add_string(&b, " secondary callback.\r\n");
	struct dslog_text t = dslog_text_on(buf_slice(&b), g, 1, false);
	while (dslog_text_next(&t, &m))
		count++;
	buf_free(&b);
	return count;
}

Test(dslog_text, joined_names_are_bounded)
{
	struct dslog_grammar *g = dslog_grammar_new();
	cr_expect_eq(messages_with_name_of(g, 100), 1);
	cr_expect_eq(messages_with_name_of(g, LIMIT_DSLOG_NAME_BYTES - 100), 1);
	cr_expect_gt(messages_with_name_of(g, LIMIT_DSLOG_NAME_BYTES + 100), 100);
	dslog_grammar_free(g);
}

/* The most that is read of one input, made of what would be looked for again and again. */
static const struct slice shapes[] = {
	{(const uint8_t *)"a\0", 2},
	{(const uint8_t *)"Calling a\0", 10},
	{(const uint8_t *)"\r", 1},
	{(const uint8_t *)"\n", 1},
	{(const uint8_t *)"Calling a\r", 10},
	{(const uint8_t *)"Calling a\r\n", 11},
	{(const uint8_t *)"Calling a\n secondary callback\r\n", 31},
	{(const uint8_t *)"Starting x\0\r\n", 13},
};

static double seconds_for(struct dslog_grammar *g, struct slice begin, struct slice shape,
			  bool altered)
{
	struct buf b = {0};
	struct dslog_message m;
	struct timespec t[2];
	buf_add_slice(&b, begin);
	while (b.n < LIMIT_DSLOG_BYTES)
		buf_add_slice(&b, shape);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t[0]);
	struct dslog_text text = dslog_text_on(buf_slice(&b), g, 1, altered);
	while (dslog_text_next(&text, &m))
		;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t[1]);
	buf_free(&b);
	return (double)(t[1].tv_sec - t[0].tv_sec) + (double)(t[1].tv_nsec - t[0].tv_nsec) / 1e9;
}

/* Linear work takes some hundredths of a second; squared work takes many. */
Test(dslog_text, long_inputs_end_fast)
{
	struct dslog_grammar *g = dslog_grammar_new();
	for (size_t i = 0; i < COUNT_OF(shapes); i++) {
		cr_expect_lt(seconds_for(g, SLICE("\r\n"), shapes[i], false), 4.0, "row %zu", i);
		cr_expect_lt(seconds_for(g, SLICE("\r\n"), shapes[i], true), 4.0, "row %zu", i);
		cr_expect_lt(seconds_for(g, SLICE("\n"), shapes[i], true), 4.0, "row %zu", i);
	}
	dslog_grammar_free(g);
}
