/* SPDX-License-Identifier: MIT */
/* The summary as tables with bars. Names from input are shown so that no terminal obeys them. */
#include <inttypes.h>
#include <stdlib.h>

#include "lib/base/text.h"
#include "lib/base/wintime.h"
#include "lib/crash/summary.h"

enum { BAR_WIDTH = 30 };

/* A bar in proportion to whole, padded; what is not nothing is at least one mark long. */
static void append_bar(struct buf *b, uint64_t count, uint64_t whole)
{
	uint64_t marks = whole ? count / whole * BAR_WIDTH + count % whole * BAR_WIDTH / whole : 0;
	if (marks > BAR_WIDTH)
		marks = BAR_WIDTH;
	if (count && !marks)
		marks = 1;
	buf_add_repeated(b, '#', (size_t)marks);
	buf_add_repeated(b, ' ', BAR_WIDTH - (size_t)marks);
}

/* Count and bar; the label goes behind them, where it may be as long as it likes. */
static void begin_row(struct buf *b, uint64_t count, uint64_t whole)
{
	buf_printf(b, "%10" PRIu64 "  ", count);
	append_bar(b, count, whole);
	buf_add(b, "  ", 2);
}

static void append_row(struct buf *b, const char *label, uint64_t count, uint64_t whole)
{
	begin_row(b, count, whole);
	buf_printf(b, "%s\n", label);
}

static void append_words(struct buf *b, const char *heading, const struct word_rows *rows,
			 uint64_t whole)
{
	if (rows->n == 0)
		return;
	buf_printf(b, "\n%s\n", heading);
	for (size_t i = 0; i < rows->n; i++)
		append_row(b, rows->rows[i].word ? rows->rows[i].word : "not given",
			   rows->rows[i].count, whole);
}

static void append_code(struct buf *b, const struct tally_entry *e)
{
	const char *name;
	uint32_t code = summary_code_of(e, &name);
	buf_printf(b, "0x%08" PRIx32 "%s%s", code, name ? " " : "", name ? name : "");
}

static void append_component(struct buf *b, const struct tally_entry *e)
{
	struct slice component;
	const char *role = summary_role_of(e, &component);
	text_append_display(b, component);
	buf_printf(b, " (%s)", role);
}

static void append_tally(struct buf *b, const struct tally *t, uint64_t whole,
			 void (*append)(struct buf *b, const struct tally_entry *e))
{
	uint64_t other = t->total;
	const struct tally_entry **sorted = tally_sorted(t);
	for (size_t i = 0; i < t->kept && i < LIMIT_SUMMARY_ROWS; i++) {
		begin_row(b, sorted[i]->count, whole);
		append(b, sorted[i]);
		buf_add_byte(b, '\n');
		other -= sorted[i]->count;
	}
	free(sorted);
	if (other)
		append_row(b, "other", other, whole);
}

static void append_time(struct buf *b, uint64_t filetime)
{
	struct civil_time t = civil_from_filetime(filetime);
	buf_printf(b, "%04u-%02u-%02u %02u:%02u:%02u UTC", t.year, t.month, t.day, t.hour, t.minute,
		   t.second);
}

static void append_totals(struct buf *b, const struct summary *s)
{
	buf_printf(b,
		   "inputs %" PRIu64 ", lines %" PRIu64 ", log sessions %" PRIu64
		   ", crashes %" PRIu64 ", hosts %s%" PRIu64 "\n",
		   s->inputs, s->lines, s->sessions, s->crashes, s->hosts.level ? "about " : "",
		   tally_distinct(&s->hosts));
	if (!s->first_time.known)
		return;
	buf_add_string(b, "from ");
	append_time(b, s->first_time.value);
	buf_add_string(b, " to ");
	append_time(b, s->last_time.value);
	buf_add_byte(b, '\n');
}

static void append_rate(struct buf *b, const char *label, uint64_t tenths, uint64_t max)
{
	buf_printf(b, "%8" PRIu64 ".%" PRIu64 "  ", tenths / 10, tenths % 10);
	append_bar(b, tenths, max);
	buf_printf(b, "  %s\n", label);
}

static void append_rates(struct buf *b, const struct sketch *s)
{
	if (s->samples == 0)
		return;
	buf_printf(b,
		   "\nWrite rate, MiB/s (%" PRIu64
		   " samples; quantiles within 1/%d of the value)\n",
		   s->samples, SKETCH_ERROR_DIVISOR);
	append_rate(b, "min", s->min, s->max);
	for (size_t i = 0; i < summary_percent_count; i++)
		append_rate(b, summary_percent_name(summary_percents[i]),
			    sketch_quantile(s, summary_percents[i]), s->max);
	append_rate(b, "max", s->max, s->max);
}

void summary_write_text(struct buf *b, const struct summary *s)
{
	struct word_rows rows;
	append_totals(b, s);
	summary_verdicts(s, &rows);
	append_words(b, "Crashes", &rows, s->crashes);
	summary_log_verdicts(s, &rows);
	append_words(b, "How their logs end", &rows, s->crashes);
	summary_no_crash(s, &rows);
	append_words(b, "Logs that tell of no crash", &rows, s->sessions);
	if (s->crashes)
		buf_add_string(b, "\nBug check codes\n");
	append_tally(b, &s->codes, s->crashes, append_code);
	if (s->without_code)
		append_row(b, "not named by the log", s->without_code, s->crashes);
	summary_kinds(s, &rows);
	append_words(b, "Dump kinds", &rows, s->crashes);
	if (s->components.total)
		buf_add_string(b, "\nComponents\n");
	append_tally(b, &s->components, s->crashes, append_component);
	append_rates(b, &s->rates);
}
