/* SPDX-License-Identifier: MIT */
/* Writing; partial_read.c reads. */
#include <stdlib.h>

#include "lib/base/number.h"
#include "lib/crash/partial.h"
#include "lib/crash/summary_words.h"

/* A number that JSON readers keep, else its hexadecimal text. */
static void write_number(struct json_writer *w, const char *key, uint64_t v)
{
	if (v <= JSON_SAFE_INTEGER)
		json_number(w, key, v);
	else
		json_hex64(w, key, v);
}

static void append_decimal(struct buf *b, uint64_t v)
{
	b->n += decimal_write((char *)buf_reserve(b, DECIMAL_MAX), v);
}

/* A key without the bytes that part rows. */
static void append_escaped(struct buf *b, struct slice key)
{
	for (size_t i = 0; i < key.n; i++) {
		uint8_t c = key.p[i];
		if (c == '\\' || c == '\t' || c == '\n')
			buf_add_byte(b, '\\');
		buf_add_byte(b, c == '\t' ? 't' : c == '\n' ? 'n' : c);
	}
}

/* --- parts of the state --- */

static void write_list(struct json_writer *w, const struct summary *s, enum summary_list list)
{
	json_object_begin(w, summary_list_name(list));
	for (size_t i = 0; i < summary_list_length(list); i++)
		if (s->words[list][i])
			write_number(w, summary_word(list, i), s->words[list][i]);
	json_object_end(w);
}

static void append_row(struct buf *rows, const struct tally_entry *e, bool numbers)
{
	if (numbers)
		append_decimal(rows, tally_number(e));
	else
		append_escaped(rows, tally_key(e));
	buf_add_byte(rows, '\t');
	append_decimal(rows, e->count);
}

static void write_table(struct json_writer *w, const struct summary *s, enum summary_table table)
{
	const struct tally *t = &s->tables[table];
	const struct tally_entry **sorted = tally_sorted(t);
	struct buf rows = {0};
	for (size_t i = 0; i < t->kept; i++) {
		append_row(&rows, sorted[i], summary_table_numbers(table) != 0);
		buf_add_byte(&rows, '\n');
	}
	json_object_begin(w, summary_table_name(table));
	json_number(w, "level", t->level);
	write_number(w, "total", t->total);
	json_text(w, "rows", buf_slice(&rows));
	json_object_end(w);
	buf_free(&rows);
	free(sorted);
}

/* The first instant, then the steps to the others: they are shorter. */
static void append_instants(struct buf *rows, const struct instants *instants)
{
	uint64_t before = 0;
	for (size_t i = 0; instants && i < instants->n; i++) {
		if (i)
			buf_add_byte(rows, ' ');
		append_decimal(rows, instants->at[i] - before);
		before = instants->at[i];
	}
}

static void write_hosts(struct json_writer *w, const struct host_times *h)
{
	const struct tally_entry **sorted = tally_sorted(&h->crashes);
	struct buf rows = {0};
	for (size_t i = 0; i < h->crashes.kept; i++) {
		append_row(&rows, sorted[i], false);
		buf_add_byte(&rows, '\t');
		append_instants(&rows, host_instants(sorted[i]));
		buf_add_byte(&rows, '\n');
	}
	json_object_begin(w, "hosts");
	json_number(w, "level", h->crashes.level);
	write_number(w, "total", h->crashes.total);
	json_number(w, "times_level", host_times_level(h));
	write_number(w, "times_total", h->total);
	json_text(w, "rows", buf_slice(&rows));
	json_object_end(w);
	buf_free(&rows);
	free(sorted);
}

/* Only what was counted: "bucket:count bucket:count". */
static void write_sketch(struct json_writer *w, const char *key, const struct sketch *s)
{
	struct buf counts = {0};
	for (size_t i = 0; i < SKETCH_BUCKETS; i++) {
		if (!s->counts[i])
			continue;
		if (counts.n)
			buf_add_byte(&counts, ' ');
		append_decimal(&counts, i);
		buf_add_byte(&counts, ':');
		append_decimal(&counts, s->counts[i]);
	}
	json_object_begin(w, key);
	write_number(w, "min", s->min);
	write_number(w, "max", s->max);
	json_text(w, "counts", buf_slice(&counts));
	json_object_end(w);
	buf_free(&counts);
}

static void write_time(struct json_writer *w, const char *key, struct known time)
{
	if (time.known)
		json_hex64(w, key, time.value);
	else
		json_null(w, key);
}

void partial_write(struct json_writer *w, const struct summary *s)
{
	json_object_begin(w, NULL);
	json_literal(w, "type", "summary");
	json_bool(w, "partial", true);
	json_number(w, "version", PARTIAL_VERSION);
	json_object_begin(w, "state");
	write_number(w, "inputs", s->inputs);
	write_number(w, "lines", s->lines);
	write_number(w, "sessions", s->sessions);
	write_number(w, "crashes", s->crashes);
	for (enum summary_list list = 0; list < SUMMARY_LISTS; list++)
		write_list(w, s, list);
	for (enum summary_table table = 0; table < SUMMARY_TABLES; table++)
		write_table(w, s, table);
	write_hosts(w, &s->hosts);
	write_time(w, "first_time", s->first_time);
	write_time(w, "last_time", s->last_time);
	write_sketch(w, "write_rate", &s->rates);
	json_object_end(w);
}
