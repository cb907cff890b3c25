/* SPDX-License-Identifier: MIT */
/* Reading: into a summary of its own, which is merged when all of it holds together. */
#include <stdlib.h>

#include "lib/base/memory.h"
#include "lib/base/number.h"
#include "lib/crash/count.h"
#include "lib/crash/partial.h"
#include "lib/crash/summary_calendar.h"
#include "lib/crash/summary_words.h"

/* Most tenths of MiB/s that the reader of sessions takes. */
#define RATE_MAX UINT64_C(1000000000000)

struct reading {
	const struct json_node *state;
	struct summary *s;
	const char *bad; /* the first member that cannot be; static; NULL: none so far */
};

static void fail(struct reading *r, const char *member)
{
	if (!r->bad)
		r->bad = member;
}

/* --- numbers --- */

/* A number of JSON, or "0x" and hexadecimal digits. */
static bool number_of(const struct json_node *node, uint64_t *out)
{
	struct slice text = node_text(node);
	if (node_kind(node) != JSON_KIND_STRING)
		return node_count(node, out);
	return slice_starts_with(text, SLICE("0x")) && number_from_hex(slice_from(text, 2), out);
}

/* A number of an object; bad is what to blame where it is not one. */
static uint64_t get_number(struct reading *r, const struct json_node *object, const char *name,
			   const char *bad)
{
	uint64_t v = 0;
	if (!number_of(node_member(object, name), &v))
		fail(r, bad);
	return v;
}

static struct slice get_text(struct reading *r, const struct json_node *object, const char *name,
			     const char *bad)
{
	const struct json_node *node = node_member(object, name);
	if (node_kind(node) != JSON_KIND_STRING)
		fail(r, bad);
	return node_text(node);
}

static void read_numbers(struct reading *r)
{
	r->s->inputs = get_number(r, r->state, "inputs", "inputs");
	r->s->lines = get_number(r, r->state, "lines", "lines");
	r->s->sessions = get_number(r, r->state, "sessions", "sessions");
	r->s->crashes = get_number(r, r->state, "crashes", "crashes");
}

/* --- lists --- */

struct list_reading {
	struct reading *r;
	enum summary_list list;
};

/* A word that is not known comes from a later version: to leave it out would be a wrong sum. */
static void read_word(void *context, struct slice key, const struct json_node *value)
{
	const struct list_reading *l = context;
	for (size_t i = 0; i < summary_list_length(l->list); i++) {
		if (!slice_equal(key, slice_of_string(summary_word(l->list, i))))
			continue;
		if (!number_of(value, &l->r->s->words[l->list][i]))
			fail(l->r, summary_list_name(l->list));
		return;
	}
	fail(l->r, summary_list_name(l->list));
}

static void read_list(struct reading *r, enum summary_list list)
{
	struct list_reading l = {r, list};
	const struct json_node *object = node_member(r->state, summary_list_name(list));
	if (node_kind(object) != JSON_KIND_OBJECT)
		fail(r, summary_list_name(list));
	node_each_member(object, read_word, &l);
	uint64_t total = summary_list_total(r->s, list);
	uint64_t whole = list == LIST_LOG_VERDICTS ? r->s->sessions : r->s->crashes;
	bool part = list == LIST_HOURS || list == LIST_WEEKDAYS;
	if (part ? total > whole : total != whole)
		fail(r, summary_list_name(list));
}

/* --- rows of tables --- */

/* Takes what stands before a byte, and the byte. false where it is not there. */
static bool take_until(struct slice *rest, uint8_t byte, struct slice *field)
{
	size_t n = slice_find_byte(*rest, byte);
	if (n == rest->n)
		return false;
	*field = slice_sub(*rest, 0, n);
	*rest = slice_from(*rest, n + 1);
	return true;
}

static bool unescape(struct slice text, struct buf *out)
{
	out->n = 0;
	for (size_t i = 0; i < text.n; i++) {
		uint8_t c = text.p[i];
		if (c == '\\') {
			if (++i == text.n)
				return false;
			c = text.p[i] == 't' ? '\t' : text.p[i] == 'n' ? '\n' : text.p[i];
			if (c != '\\' && c != '\t' && c != '\n')
				return false;
		}
		buf_add_byte(out, c);
	}
	return true;
}

struct row {
	struct buf key; /* owned; as a tally has it */
	uint64_t count;
};

static bool read_number_key(struct row *row, struct slice text, uint64_t end)
{
	uint64_t number;
	if (!number_from_decimal(text, &number) || number >= end)
		return false;
	row->key.n = 0;
	tally_number_key(buf_reserve(&row->key, TALLY_NUMBER_BYTES), number);
	row->key.n = TALLY_NUMBER_BYTES;
	return true;
}

/* numbers: see summary_table_numbers(). */
static bool read_key(struct row *row, struct slice text, uint64_t numbers)
{
	if (numbers)
		return read_number_key(row, text, numbers);
	return unescape(text, &row->key) && row->key.n > 0 && row->key.n <= LIMIT_TALLY_KEY_BYTES;
}

static bool read_count(struct row *row, struct slice text)
{
	return number_from_decimal(text, &row->count) && row->count > 0;
}

static bool is_role(struct slice key)
{
	return key.p[0] == COMPONENT_OPEN || key.p[0] == COMPONENT_FAULT;
}

/* Counts a row of a table into an own tally: false where its key cannot be there. */
static bool count_row(struct tally *t, enum summary_table table, struct slice line, struct row *row)
{
	unsigned level = t->level;
	size_t kept = t->kept;
	struct slice key;
	if (!take_until(&line, '\t', &key) || !read_key(row, key, summary_table_numbers(table)) ||
	    !read_count(row, line))
		return false;
	if (table == TABLE_COMPONENTS && !is_role(buf_slice(&row->key)))
		return false;
	tally_count(t, buf_slice(&row->key), row->count);
	/* Neither a key of another level, nor one twice, nor more than fit. */
	return t->kept == kept + 1 && t->level == level;
}

/* Level and total of a table, which come before its rows. */
static void read_head(struct reading *r, const struct json_node *object, const char *name,
		      struct tally *t, uint64_t most)
{
	uint64_t level = get_number(r, object, "level", name);
	t->total = get_number(r, object, "total", name);
	if (level >= TALLY_LEVELS || t->total > most)
		fail(r, name);
	else
		tally_raise(t, (unsigned)level);
}

static void read_table(struct reading *r, enum summary_table table)
{
	const char *name = summary_table_name(table);
	const struct json_node *object = node_member(r->state, name);
	struct tally *t = &r->s->tables[table];
	struct slice rows = get_text(r, object, "rows", name);
	struct slice line;
	struct row row = {{0}, 0};
	uint64_t most = r->s->crashes;
	uint64_t sum = 0;
	if (table == TABLE_COMPONENTS)
		(void)count_add(&most, most); /* a crash may have two */
	read_head(r, object, name, t, most);
	while (rows.n && !r->bad) {
		if (!take_until(&rows, '\n', &line) || !count_row(t, table, line, &row))
			fail(r, name);
		(void)count_add(&sum, row.count);
	}
	if (sum > t->total)
		fail(r, name);
	buf_free(&row.key);
}

/* --- hosts --- */

/* The instants of a host: seconds, the first since 1601, the others since the one before. */
static bool read_instants(struct host_times *h, struct tally_entry *e, struct slice text,
			  uint64_t count)
{
	uint64_t second = 0;
	uint64_t step;
	if (text.n && !tally_is_kept(e->hash, host_times_level(h)))
		return false;
	for (uint64_t n = 1; text.n; n++) {
		size_t end = slice_find_byte(text, ' ');
		bool last = end == text.n;
		if (n > count || n > LIMIT_HOST_TIMES ||
		    !number_from_decimal(slice_sub(text, 0, end), &step) ||
		    step >= CALENDAR_SECONDS - second)
			return false;
		second += step;
		host_times_add(h, e, second);
		text = slice_from(text, last ? end : end + 1);
		if (!last && !text.n)
			return false; /* a blank at the end */
	}
	return true;
}

static bool count_host(struct host_times *h, struct slice line, struct row *row)
{
	unsigned level = h->crashes.level;
	unsigned times_level = host_times_level(h);
	size_t kept = h->crashes.kept;
	struct slice key, count;
	if (!take_until(&line, '\t', &key) || !take_until(&line, '\t', &count) ||
	    !read_key(row, key, 0) || !read_count(row, count))
		return false;
	struct tally_entry *e = host_times_count(h, buf_slice(&row->key), row->count);
	return e && h->crashes.kept == kept + 1 && h->crashes.level == level &&
	       read_instants(h, e, line, row->count) && host_times_level(h) == times_level;
}

static void read_hosts(struct reading *r)
{
	static const char name[] = "hosts";
	const struct json_node *object = node_member(r->state, name);
	struct host_times *h = &r->s->hosts;
	struct slice rows = get_text(r, object, "rows", name);
	uint64_t times_level = get_number(r, object, "times_level", name);
	uint64_t times_total = get_number(r, object, "times_total", name);
	struct slice line;
	struct row row = {{0}, 0};
	read_head(r, object, name, &h->crashes, r->s->crashes);
	uint64_t total = h->crashes.total;
	if (times_level < h->crashes.level || times_level >= TALLY_LEVELS || times_total > total)
		fail(r, name);
	else
		host_times_raise(h, 0, (unsigned)times_level);
	h->crashes.total = 0;
	while (rows.n && !r->bad)
		if (!take_until(&rows, '\n', &line) || !count_host(h, line, &row))
			fail(r, name);
	/* What the rows add up to is at most what was counted. */
	if (h->crashes.total > total || h->kept > times_total)
		fail(r, name);
	h->crashes.total = total;
	h->total = times_total;
	buf_free(&row.key);
}

/* --- times and sketch --- */

static struct known get_time(struct reading *r, const char *name)
{
	struct known k = {false, 0};
	const struct json_node *node = node_member(r->state, name);
	if (node_kind(node) == JSON_KIND_NULL)
		return k;
	k.known = number_of(node, &k.value);
	if (!k.known || k.value / FILETIME_PER_SECOND >= CALENDAR_SECONDS)
		fail(r, name);
	return k;
}

static void read_times(struct reading *r)
{
	r->s->first_time = get_time(r, "first_time");
	r->s->last_time = get_time(r, "last_time");
	if (r->s->first_time.known != r->s->last_time.known ||
	    r->s->first_time.value > r->s->last_time.value)
		fail(r, "last_time");
}

/* One "bucket:count"; buckets ascend from next on. */
static bool read_bucket(struct sketch *s, struct slice text, uint64_t *next)
{
	struct slice bucket;
	uint64_t at, count;
	if (!take_until(&text, ':', &bucket) || !number_from_decimal(bucket, &at) ||
	    !number_from_decimal(text, &count) || at < *next || at >= SKETCH_BUCKETS || !count)
		return false;
	if (s->samples == 0 && sketch_bucket(s->min) != at)
		return false; /* the least value lies elsewhere */
	s->counts[at] = count;
	(void)count_add(&s->samples, count);
	*next = at + 1;
	return true;
}

static bool read_buckets(struct sketch *s, struct slice text)
{
	uint64_t next = 0;
	bool last = text.n == 0;
	while (!last) {
		size_t end = slice_find_byte(text, ' ');
		last = end == text.n;
		if (!read_bucket(s, slice_sub(text, 0, end), &next))
			return false;
		text = slice_from(text, last ? end : end + 1);
	}
	/* The greatest value lies in the last bucket. */
	return s->samples ? sketch_bucket(s->max) + 1 == next && s->min <= s->max
			  : s->min == 0 && s->max == 0;
}

static void read_rates(struct reading *r)
{
	static const char name[] = "write_rate";
	const struct json_node *object = node_member(r->state, name);
	struct sketch *s = &r->s->rates;
	s->min = get_number(r, object, "min", name);
	s->max = get_number(r, object, "max", name);
	struct slice counts = get_text(r, object, "counts", name);
	if (s->max > RATE_MAX || !read_buckets(s, counts) || s->samples > r->s->crashes ||
	    (s->samples == 1 && s->min != s->max))
		fail(r, name);
}

/* --- all of it --- */

static void read_state(struct reading *r)
{
	read_numbers(r);
	for (enum summary_list list = 0; list < SUMMARY_LISTS; list++)
		read_list(r, list);
	for (enum summary_table table = 0; table < SUMMARY_TABLES; table++)
		read_table(r, table);
	read_hosts(r);
	read_times(r);
	read_rates(r);
}

static void report(const struct clue_place *place, struct diag d)
{
	d.line = place->line;
	d.offset = place->offset;
	diag_report(place->sink, &d);
}

/* Is it of the one version that is known? */
static bool check_version(const struct json_node *root, const struct clue_place *place)
{
	struct diag d = {.code = DIAG_PARTIAL_VERSION, .limit = PARTIAL_VERSION};
	if (!number_of(node_member(root, "version"), &d.got))
		report(place, (struct diag){.code = DIAG_PARTIAL_MEMBER, .text = SLICE("version")});
	else if (d.got != PARTIAL_VERSION)
		report(place, d);
	else
		return true;
	return false;
}

bool partial_is(const struct json_node *root)
{
	bool partial = false;
	return slice_equal(node_text(node_member(root, "type")), SLICE("summary")) &&
	       node_bool(node_member(root, "partial"), &partial) && partial;
}

bool partial_read(const struct json_node *root, const struct clue_place *place, struct summary *s)
{
	if (!partial_is(root)) {
		report(place, (struct diag){.code = DIAG_PARTIAL_NONE});
		return false;
	}
	if (!check_version(root, place))
		return false;
	struct reading r = {node_member(root, "state"), NULL, NULL};
	r.s = memory_zeroed(1, sizeof(*r.s)); /* too large for the stack */
	summary_begin(r.s);
	read_state(&r);
	if (r.bad)
		report(place,
		       (struct diag){.code = DIAG_PARTIAL_MEMBER, .text = slice_of_string(r.bad)});
	else if (!summary_merge(s, r.s))
		report(place, (struct diag){.code = DIAG_PARTIAL_FULL, .limit = UINT64_MAX});
	summary_free(r.s);
	free(r.s);
	return !r.bad;
}
