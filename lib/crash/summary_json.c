/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "lib/base/memory.h"
#include "lib/crash/count.h"
#include "lib/crash/summary_calendar.h"
#include "lib/crash/summary_words.h"

static void write_totals(struct json_writer *w, const struct summary *s)
{
	const struct tally *hosts = &s->hosts.crashes;
	json_object_begin(w, "totals");
	json_count(w, "inputs", s->inputs);
	json_count(w, "lines", s->lines);
	json_count(w, "sessions", s->sessions);
	json_count(w, "crashes", s->crashes);
	json_count(w, "hosts", tally_distinct(hosts));
	if (hosts->level)
		json_bool(w, "hosts_estimated", true);
	json_object_end(w);
}

/* --- lists of words --- */

static void write_words(struct json_writer *w, const char *key, const char *member,
			const struct word_rows *rows)
{
	json_array_begin(w, key);
	for (size_t i = 0; i < rows->n; i++) {
		json_object_begin(w, NULL);
		if (rows->rows[i].word)
			json_literal(w, member, rows->rows[i].word);
		else
			json_null(w, member);
		json_count(w, "count", rows->rows[i].count);
		json_object_end(w);
	}
	json_array_end(w);
}

/* The crashes that a table tells nothing of; no row where there are none. */
static void write_not_known(struct json_writer *w, const char *member, uint64_t count)
{
	if (!count)
		return;
	json_object_begin(w, NULL);
	json_null(w, member);
	json_count(w, "count", count);
	json_object_end(w);
}

/* A list in the order of its words. */
static void write_in_order(struct json_writer *w, const struct summary *s, enum summary_list list,
			   const char *member)
{
	json_array_begin(w, summary_list_name(list));
	for (size_t i = 0; i < summary_list_length(list); i++) {
		if (!s->words[list][i])
			continue;
		json_object_begin(w, NULL);
		if (list == LIST_HOURS)
			json_number(w, member, i);
		else
			json_literal(w, member, summary_word(list, i));
		json_count(w, "count", s->words[list][i]);
		json_object_end(w);
	}
	write_not_known(w, member, count_left(s->crashes, summary_list_total(s, list)));
	json_array_end(w);
}

/* --- tables --- */

typedef void write_key(struct json_writer *w, const struct tally_entry *e);

static void write_code(struct json_writer *w, const struct tally_entry *e)
{
	const char *name;
	json_hex32(w, "code", summary_code_of(e, &name));
	if (name)
		json_literal(w, "name", name);
}

static void write_component(struct json_writer *w, const struct tally_entry *e)
{
	struct slice component;
	const char *role = summary_role_of(e, &component);
	json_text(w, "component", component);
	json_literal(w, "member", role);
}

static void write_host(struct json_writer *w, const struct tally_entry *e)
{
	json_text(w, "host", tally_key(e));
}

static void write_driver(struct json_writer *w, const struct tally_entry *e)
{
	json_text(w, "driver", tally_key(e));
}

static void write_build(struct json_writer *w, const struct tally_entry *e)
{
	json_count(w, "build", tally_number(e));
}

static void write_writer(struct json_writer *w, const struct tally_entry *e)
{
	json_text(w, "writer", tally_key(e));
}

static void write_day(struct json_writer *w, const struct tally_entry *e)
{
	char text[CALENDAR_TEXT];
	calendar_day_text(text, tally_number(e));
	json_literal(w, "day", text);
}

static void write_week(struct json_writer *w, const struct tally_entry *e)
{
	char text[CALENDAR_TEXT];
	calendar_week_text(text, tally_number(e));
	json_literal(w, "week", text);
}

/* n rows at most; returns what they do not cover. */
static uint64_t write_rows(struct json_writer *w, const struct tally *t,
			   const struct tally_entry **rows, size_t n, write_key *key)
{
	uint64_t other = t->total;
	for (size_t i = 0; i < t->kept && i < n; i++) {
		json_object_begin(w, NULL);
		key(w, rows[i]);
		json_count(w, "count", rows[i]->count);
		json_object_end(w);
		other = count_left(other, rows[i]->count);
	}
	free(rows);
	return other;
}

/* The most frequent keys, those of which nothing is known (member is their name, if there may be
 * such), and how many the rows leave out. */
static void write_table(struct json_writer *w, const char *name, const char *other,
			const struct summary *s, const struct tally *t, const char *member,
			write_key *key)
{
	json_array_begin(w, name);
	uint64_t left = write_rows(w, t, tally_sorted(t), LIMIT_SUMMARY_ROWS, key);
	if (member)
		write_not_known(w, member, count_left(s->crashes, t->total));
	json_array_end(w);
	json_count(w, other, left);
}

/* The same in the order of time, all that are kept: who wants a course wants it without gaps. */
static void write_course(struct json_writer *w, const char *name, const char *other,
			 const struct summary *s, const struct tally *t, const char *member,
			 write_key *key)
{
	json_array_begin(w, name);
	uint64_t left = write_rows(w, t, tally_by_key(t), t->kept, key);
	write_not_known(w, member, count_left(s->crashes, t->total));
	json_array_end(w);
	json_count(w, other, left);
}

/* --- times and quantiles --- */

static void write_time(struct json_writer *w, const char *key, struct known time)
{
	if (time.known)
		json_time(w, key, time.value);
	else
		json_null(w, key);
}

typedef void write_value(struct json_writer *w, const char *key, uint64_t value);

static void write_quantile(struct json_writer *w, const char *key, const struct sketch *s,
			   uint64_t value, write_value *put)
{
	if (s->samples)
		put(w, key, value);
	else
		json_null(w, key);
}

/* The members of an object that the caller opens and ends. */
static void write_sketch(struct json_writer *w, const struct sketch *s, write_value *put)
{
	json_count(w, "samples", s->samples);
	write_quantile(w, "min", s, s->min, put);
	for (size_t i = 0; i < summary_percent_count; i++)
		write_quantile(w, summary_percent_name(summary_percents[i]), s,
			       sketch_quantile(s, summary_percents[i]), put);
	write_quantile(w, "max", s, s->max, put);
	/* Exactly 1/256. */
	_Static_assert(SKETCH_ERROR_DIVISOR == 256, "the text below says 1/256");
	json_raw(w, "relative_error", SLICE("0.00390625"));
}

static void write_rates(struct json_writer *w, const struct sketch *s)
{
	json_object_begin(w, "write_rate");
	json_literal(w, "unit", "MiB/s");
	write_sketch(w, s, json_tenths);
	json_object_end(w);
}

static void write_between(struct json_writer *w, const struct host_times *h)
{
	struct sketch *s = memory_zeroed(1, sizeof(*s)); /* too large for the stack */
	host_times_between(h, s);
	json_object_begin(w, "between_crashes");
	json_literal(w, "unit", "s");
	write_sketch(w, s, json_count);
	json_count(w, "crashes_left_out", count_left(h->total, h->kept));
	json_object_end(w);
	free(s);
}

static void write_success(struct json_writer *w, const struct summary *s)
{
	struct dump_success d = summary_dump_success(s);
	json_object_begin(w, "dump_success");
	json_count(w, "numerator", d.numerator);
	json_count(w, "denominator", d.denominator);
	json_count(w, "left_out", d.left_out);
	json_object_end(w);
}

/* --- all of it --- */

static void write_crash_words(struct json_writer *w, const struct summary *s)
{
	struct word_rows rows;
	summary_verdicts(s, &rows);
	write_words(w, "verdicts", "verdict", &rows);
	summary_log_verdicts(s, &rows);
	write_words(w, "log_verdicts", "verdict", &rows);
	summary_no_crash(s, &rows);
	write_words(w, "no_crash", "verdict", &rows);
}

static void write_kinds(struct json_writer *w, const struct summary *s)
{
	struct word_rows rows;
	summary_kinds(s, &rows);
	write_words(w, "kinds", "kind", &rows);
}

static void write_by_key(struct json_writer *w, const struct summary *s)
{
	struct word_rows rows;
	const struct tally *t = s->tables;
	write_table(w, "hosts", "hosts_other", s, &s->hosts.crashes, "host", write_host);
	write_table(w, "drivers", "drivers_other", s, &t[TABLE_DRIVERS], "driver", write_driver);
	write_table(w, "builds", "builds_other", s, &t[TABLE_BUILDS], "build", write_build);
	write_table(w, "writers", "writers_other", s, &t[TABLE_WRITERS], "writer", write_writer);
	summary_time_bases(s, &rows);
	write_words(w, "time_bases", "time_basis", &rows);
}

static void write_calendar(struct json_writer *w, const struct summary *s)
{
	const struct tally *t = s->tables;
	write_in_order(w, s, LIST_HOURS, "hour");
	write_in_order(w, s, LIST_WEEKDAYS, "weekday");
	write_course(w, "days", "days_other", s, &t[TABLE_DAYS], "day", write_day);
	write_course(w, "weeks", "weeks_other", s, &t[TABLE_WEEKS], "week", write_week);
}

void summary_write_json(struct json_writer *w, const struct summary *s)
{
	const struct tally *t = s->tables;
	json_object_begin(w, NULL);
	json_literal(w, "type", "summary");
	write_totals(w, s);
	write_crash_words(w, s);
	write_table(w, "codes", "codes_other", s, &t[TABLE_CODES], "code", write_code);
	write_kinds(w, s);
	write_table(w, "components", "components_other", s, &t[TABLE_COMPONENTS], NULL,
		    write_component);
	write_time(w, "first_time", s->first_time);
	write_time(w, "last_time", s->last_time);
	write_rates(w, &s->rates);
	write_success(w, s);
	write_by_key(w, s);
	write_calendar(w, s);
	write_between(w, &s->hosts);
}
