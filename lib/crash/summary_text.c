/* SPDX-License-Identifier: MIT */
/* The summary as tables with bars, 80 columns wide. Names from input are shown so that no terminal
 * obeys them; what is too long is cut, the JSON line has it whole. */
#include <inttypes.h>
#include <stdlib.h>

#include "lib/base/memory.h"
#include "lib/base/text.h"
#include "lib/crash/count.h"
#include "lib/crash/summary_calendar.h"
#include "lib/crash/summary_words.h"

enum {
	BAR_WIDTH = 20,
	LABEL_WIDTH = 46, /* what count, bar and blanks leave of 80 columns */
	DAY_ROWS = 28,    /* the last ones; before them is one row for all others */
	WEEK_ROWS = 26,
};

/* How much of parts is count of whole; does not overflow. */
static uint64_t share(uint64_t count, uint64_t whole, uint64_t parts)
{
	while (whole > UINT64_MAX / parts) {
		whole >>= 1;
		count >>= 1;
	}
	return whole ? (count < whole ? count : whole) * parts / whole : 0;
}

/* A bar in proportion to whole, padded; what is not nothing is at least one mark long. */
static void append_bar(struct buf *b, uint64_t count, uint64_t whole)
{
	uint64_t marks = share(count, whole, BAR_WIDTH);
	if (count && !marks)
		marks = 1;
	buf_add_repeated(b, '#', (size_t)marks);
	buf_add_repeated(b, ' ', BAR_WIDTH - (size_t)marks);
}

/* Characters of UTF-8. */
static size_t width_of(struct slice s)
{
	size_t width = 0;
	for (size_t i = 0; i < s.n; i++)
		width += (s.p[i] & 0xc0) != 0x80;
	return width;
}

/* Appends at most so many characters of a text, which are the whole text or end in "...". */
static void append_cut(struct buf *b, struct slice text, size_t width)
{
	if (width_of(text) <= width) {
		buf_add_slice(b, text);
		return;
	}
	size_t n = 0;
	for (size_t seen = 0; n < text.n; n++) {
		seen += (text.p[n] & 0xc0) != 0x80;
		if (seen > width - 3)
			break;
	}
	buf_add(b, text.p, n);
	buf_add(b, "...", 3);
}

static void append_name(struct buf *b, struct slice name, size_t width)
{
	struct buf shown = {0};
	text_append_display(&shown, name);
	append_cut(b, buf_slice(&shown), width);
	buf_free(&shown);
}

/* Count and bar; the label goes behind them. */
static void begin_row(struct buf *b, uint64_t count, uint64_t whole)
{
	buf_printf(b, "%10" PRIu64 "  ", count);
	append_bar(b, count, whole);
	buf_add(b, "  ", 2);
}

static void append_row(struct buf *b, const char *label, uint64_t count, uint64_t whole)
{
	if (!count)
		return;
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

/* --- tables --- */

typedef void append_key(struct buf *b, const struct tally_entry *e);

static void append_code(struct buf *b, const struct tally_entry *e)
{
	const char *name;
	buf_printf(b, "0x%08" PRIx32, summary_code_of(e, &name));
	if (!name)
		return;
	buf_add_byte(b, ' ');
	append_cut(b, slice_of_string(name), LABEL_WIDTH - 11);
}

static void append_component(struct buf *b, const struct tally_entry *e)
{
	struct slice component;
	const char *role = summary_role_of(e, &component);
	append_name(b, component, LABEL_WIDTH - strlen(role) - 3);
	buf_printf(b, " (%s)", role);
}

static void append_text(struct buf *b, const struct tally_entry *e)
{
	append_name(b, tally_key(e), LABEL_WIDTH);
}

static void append_number(struct buf *b, const struct tally_entry *e)
{
	buf_printf(b, "%" PRIu64, tally_number(e));
}

static void append_day(struct buf *b, const struct tally_entry *e)
{
	char text[CALENDAR_TEXT];
	calendar_day_text(text, tally_number(e));
	buf_printf(b, "%s %.3s", text, weekday_word(tally_number(e) % DAYS_OF_WEEK));
}

static void append_week(struct buf *b, const struct tally_entry *e)
{
	char text[CALENDAR_TEXT];
	calendar_week_text(text, tally_number(e));
	buf_add_string(b, text);
}

static void append_entry(struct buf *b, const struct tally_entry *e, uint64_t whole,
			 append_key *key)
{
	begin_row(b, e->count, whole);
	key(b, e);
	buf_add_byte(b, '\n');
}

/* The most frequent keys, then what they leave out. */
static void append_rows(struct buf *b, const struct tally *t, uint64_t whole, append_key *key)
{
	uint64_t other = t->total;
	const struct tally_entry **sorted = tally_sorted(t);
	for (size_t i = 0; i < t->kept && i < LIMIT_SUMMARY_ROWS; i++) {
		append_entry(b, sorted[i], whole, key);
		other = count_left(other, sorted[i]->count);
	}
	free(sorted);
	append_row(b, "other", other, whole);
}

/* not_known: the label of crashes that the table tells nothing of; NULL: there are none such. */
static void append_table(struct buf *b, const char *heading, const struct summary *s,
			 const struct tally *t, const char *not_known, append_key *key)
{
	if (!t->total)
		return;
	buf_printf(b, "\n%s\n", heading);
	append_rows(b, t, s->crashes, key);
	if (not_known)
		append_row(b, not_known, count_left(s->crashes, t->total), s->crashes);
}

static void append_codes(struct buf *b, const struct summary *s)
{
	const struct tally *t = &s->tables[TABLE_CODES];
	if (!s->crashes)
		return;
	buf_add_string(b, "\nBug check codes\n");
	append_rows(b, t, s->crashes, append_code);
	append_row(b, "none, or not known", count_left(s->crashes, t->total), s->crashes);
}

/* --- the course of time: bars in proportion to the longest, since only their course matters --- */

/* A count without a bar: it would hide how long the others are. */
static void append_rest(struct buf *b, const char *label, uint64_t count)
{
	if (count)
		buf_printf(b, "%10" PRIu64 "  %*s  %s\n", count, BAR_WIDTH, "", label);
}

/* The last rows in the order of time, and before them what they leave out. */
static void append_course(struct buf *b, const char *heading, const struct tally *t, size_t rows,
			  append_key *key)
{
	const struct tally_entry **sorted = tally_by_key(t);
	size_t first = t->kept > rows ? t->kept - rows : 0;
	uint64_t longest = 0;
	uint64_t earlier = 0;
	uint64_t other = t->total;
	for (size_t i = 0; i < t->kept; i++) {
		other = count_left(other, sorted[i]->count);
		if (i < first)
			(void)count_add(&earlier, sorted[i]->count);
		else if (sorted[i]->count > longest)
			longest = sorted[i]->count;
	}
	if (t->total)
		buf_printf(b, "\n%s\n", heading);
	append_rest(b, "earlier", earlier);
	for (size_t i = first; i < t->kept; i++)
		append_entry(b, sorted[i], longest, key);
	append_rest(b, "other", other);
	free(sorted);
}

/* All words of a list in their order, also those that did not occur. */
static void append_profile(struct buf *b, const char *heading, const struct summary *s,
			   enum summary_list list)
{
	uint64_t longest = 0;
	for (size_t i = 0; i < summary_list_length(list); i++)
		if (s->words[list][i] > longest)
			longest = s->words[list][i];
	if (!longest)
		return;
	buf_printf(b, "\n%s\n", heading);
	for (size_t i = 0; i < summary_list_length(list); i++) {
		begin_row(b, s->words[list][i], longest);
		buf_printf(b, "%s\n", summary_word(list, i));
	}
}

static void append_calendar(struct buf *b, const struct summary *s)
{
	append_profile(b, "Hour of the day, UTC", s, LIST_HOURS);
	append_profile(b, "Weekday, UTC", s, LIST_WEEKDAYS);
	append_course(b, "Days, UTC", &s->tables[TABLE_DAYS], DAY_ROWS, append_day);
	append_course(b, "Weeks, ISO 8601, UTC", &s->tables[TABLE_WEEKS], WEEK_ROWS, append_week);
}

/* --- quantiles --- */

typedef void append_value(struct buf *b, uint64_t value);

static void append_rate(struct buf *b, uint64_t tenths)
{
	buf_printf(b, "%8" PRIu64 ".%" PRIu64, tenths / 10, tenths % 10);
}

/* Two units are enough to compare: "   3d 04h", "   4h 05m", "   5m 06s". */
static void append_duration(struct buf *b, uint64_t seconds)
{
	if (seconds >= 86400)
		buf_printf(b, "%6" PRIu64 "d %02uh", seconds / 86400,
			   (unsigned)(seconds / 3600 % 24));
	else if (seconds >= 3600)
		buf_printf(b, "%6uh %02um", (unsigned)(seconds / 3600),
			   (unsigned)(seconds / 60 % 60));
	else
		buf_printf(b, "%6um %02us", (unsigned)(seconds / 60), (unsigned)(seconds % 60));
}

static void append_quantile(struct buf *b, const char *label, uint64_t value, uint64_t max,
			    append_value *append)
{
	append(b, value);
	buf_add(b, "  ", 2);
	append_bar(b, value, max);
	buf_printf(b, "  %s\n", label);
}

static void append_sketch(struct buf *b, const char *heading, const struct sketch *s,
			  append_value *append)
{
	if (s->samples == 0)
		return;
	buf_printf(b, "\n%s (%" PRIu64 " samples; quantiles within 1/%d of the value)\n", heading,
		   s->samples, SKETCH_ERROR_DIVISOR);
	append_quantile(b, "min", s->min, s->max, append);
	for (size_t i = 0; i < summary_percent_count; i++)
		append_quantile(b, summary_percent_name(summary_percents[i]),
				sketch_quantile(s, summary_percents[i]), s->max, append);
	append_quantile(b, "max", s->max, s->max, append);
}

static void append_between(struct buf *b, const struct host_times *h)
{
	struct sketch *s = memory_zeroed(1, sizeof(*s)); /* too large for the stack */
	host_times_between(h, s);
	append_sketch(b, "Time between crashes", s, append_duration);
	free(s);
}

/* --- totals --- */

static void append_time(struct buf *b, uint64_t filetime)
{
	struct civil_time t = civil_from_filetime(filetime);
	buf_printf(b, "%04u-%02u-%02u %02u:%02u:%02u UTC", t.year, t.month, t.day, t.hour, t.minute,
		   t.second);
}

static void append_success(struct buf *b, const struct summary *s)
{
	struct dump_success d = summary_dump_success(s);
	uint64_t tenths = share(d.numerator, d.denominator, 1000);
	if (!d.denominator)
		return;
	buf_printf(b, "whole dumps %" PRIu64 " of %" PRIu64 " (%" PRIu64 ".%" PRIu64 " %%)",
		   d.numerator, d.denominator, tenths / 10, tenths % 10);
	if (d.left_out)
		buf_printf(b, ", not known of %" PRIu64 " more", d.left_out);
	buf_add_byte(b, '\n');
}

static void append_totals(struct buf *b, const struct summary *s)
{
	const struct tally *hosts = &s->hosts.crashes;
	buf_printf(b,
		   "inputs %" PRIu64 ", lines %" PRIu64 ", log sessions %" PRIu64
		   ", crashes %" PRIu64 ", hosts %s%" PRIu64 "\n",
		   s->inputs, s->lines, s->sessions, s->crashes, hosts->level ? "about " : "",
		   tally_distinct(hosts));
	if (s->first_time.known) {
		buf_add_string(b, "from ");
		append_time(b, s->first_time.value);
		buf_add_string(b, " to ");
		append_time(b, s->last_time.value);
		buf_add_byte(b, '\n');
	}
	append_success(b, s);
}

static void append_logs(struct buf *b, const struct summary *s)
{
	struct word_rows rows;
	summary_log_verdicts(s, &rows);
	append_words(b, "How their logs end", &rows, s->sessions);
	summary_no_crash(s, &rows);
	append_words(b, "Logs that tell of no crash", &rows, s->sessions);
}

void summary_write_text(struct buf *b, const struct summary *s)
{
	const struct tally *t = s->tables;
	struct word_rows rows;
	append_totals(b, s);
	summary_verdicts(s, &rows);
	append_words(b, "Crashes", &rows, s->crashes);
	append_logs(b, s);
	append_codes(b, s);
	summary_kinds(s, &rows);
	append_words(b, "Dump kinds", &rows, s->crashes);
	append_table(b, "Writers of the dumps", s, &t[TABLE_WRITERS], "not known", append_text);
	append_table(b, "Components", s, &t[TABLE_COMPONENTS], NULL, append_component);
	append_table(b, "Modules with the faulting address", s, &t[TABLE_DRIVERS], "not known",
		     append_text);
	append_table(b, "Builds of Windows", s, &t[TABLE_BUILDS], "not known", append_number);
	append_table(b, "Hosts", s, &s->hosts.crashes, "not known", append_text);
	append_sketch(b, "Write rate, MiB/s", &s->rates, append_rate);
	append_between(b, &s->hosts);
	append_calendar(b, s);
}
