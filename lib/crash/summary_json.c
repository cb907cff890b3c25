/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "lib/crash/summary.h"

static void write_totals(struct json_writer *w, const struct summary *s)
{
	json_object_begin(w, "totals");
	json_count(w, "inputs", s->inputs);
	json_count(w, "lines", s->lines);
	json_count(w, "sessions", s->sessions);
	json_count(w, "crashes", s->crashes);
	json_count(w, "hosts", tally_distinct(&s->hosts));
	if (s->hosts.level)
		json_bool(w, "hosts_estimated", true);
	json_object_end(w);
}

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

/* The rows of a tally up to the cap of a table; returns what they do not cover. */
static uint64_t write_tally(struct json_writer *w, const struct tally *t,
			    void (*write_key)(struct json_writer *w, const struct tally_entry *e))
{
	uint64_t other = t->total;
	const struct tally_entry **sorted = tally_sorted(t);
	for (size_t i = 0; i < t->kept && i < LIMIT_SUMMARY_ROWS; i++) {
		json_object_begin(w, NULL);
		write_key(w, sorted[i]);
		json_count(w, "count", sorted[i]->count);
		json_object_end(w);
		other -= sorted[i]->count;
	}
	free(sorted);
	return other;
}

static void write_codes(struct json_writer *w, const struct summary *s)
{
	json_array_begin(w, "codes");
	uint64_t other = write_tally(w, &s->codes, write_code);
	if (s->without_code) {
		json_object_begin(w, NULL);
		json_null(w, "code");
		json_count(w, "count", s->without_code);
		json_object_end(w);
	}
	json_array_end(w);
	json_count(w, "codes_other", other);
}

static void write_components(struct json_writer *w, const struct summary *s)
{
	json_array_begin(w, "components");
	uint64_t other = write_tally(w, &s->components, write_component);
	json_array_end(w);
	json_count(w, "components_other", other);
}

static void write_time(struct json_writer *w, const char *key, struct known time)
{
	if (time.known)
		json_time(w, key, time.value);
	else
		json_null(w, key);
}

static void write_rate(struct json_writer *w, const char *key, const struct sketch *s,
		       uint64_t tenths)
{
	if (s->samples)
		json_tenths(w, key, tenths);
	else
		json_null(w, key);
}

static void write_rates(struct json_writer *w, const struct sketch *s)
{
	json_object_begin(w, "write_rate");
	json_literal(w, "unit", "MiB/s");
	json_count(w, "samples", s->samples);
	write_rate(w, "min", s, s->min);
	for (size_t i = 0; i < summary_percent_count; i++)
		write_rate(w, summary_percent_name(summary_percents[i]), s,
			   sketch_quantile(s, summary_percents[i]));
	write_rate(w, "max", s, s->max);
	/* Exactly 1/256. */
	_Static_assert(SKETCH_ERROR_DIVISOR == 256, "the text below says 1/256");
	json_raw(w, "relative_error", SLICE("0.00390625"));
	json_object_end(w);
}

void summary_write_json(struct json_writer *w, const struct summary *s)
{
	struct word_rows rows;
	json_object_begin(w, NULL);
	json_literal(w, "type", "summary");
	write_totals(w, s);
	summary_verdicts(s, &rows);
	write_words(w, "verdicts", "verdict", &rows);
	summary_log_verdicts(s, &rows);
	write_words(w, "log_verdicts", "verdict", &rows);
	summary_no_crash(s, &rows);
	write_words(w, "no_crash", "verdict", &rows);
	write_codes(w, s);
	summary_kinds(s, &rows);
	write_words(w, "kinds", "kind", &rows);
	write_components(w, s);
	write_time(w, "first_time", s->first_time);
	write_time(w, "last_time", s->last_time);
	write_rates(w, &s->rates);
}
