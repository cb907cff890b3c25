/* SPDX-License-Identifier: MIT */
#include "lib/base/text.h"
#include "lib/base/wintime.h"
#include "lib/crash/crash.h"
#include "lib/crash/evidence.h"

/* The one artifact that is read so far. */
static const char log_artifact[] = "dumpstack_log";

enum crash_verdict crash_verdict_of(const struct session *s)
{
	return log_meaning_of(s->verdict)->crash;
}

struct slice crash_host(const struct session *s, const struct crash_context *c)
{
	struct slice own = tags_host(c->own_tags);
	return own.n ? own : tags_host(s->tags);
}

/* --- small writers: a member is absent where its value is not known --- */

static void write_count(struct json_writer *w, const char *key, struct known k)
{
	if (k.known)
		json_count(w, key, k.value);
}

/* An empty text is a value too; one that was not given has no address. */
static void write_text(struct json_writer *w, const char *key, struct slice s)
{
	if (s.p)
		json_text(w, key, s);
}

static void write_kind(struct json_writer *w, const char *key, enum dump_kind kind)
{
	if (kind != DUMP_KIND_NOT_GIVEN)
		json_literal(w, key, dump_kind_word(kind));
}

static void write_flag(struct json_writer *w, const char *key, struct known k)
{
	if (k.known)
		json_bool(w, key, k.value);
}

static void write_time(struct json_writer *w, uint64_t filetime, bool epoch)
{
	json_time(w, "time", filetime);
	if (epoch)
		json_signed(w, "time_unix_ms", filetime_to_unix_ms(filetime));
}

/* --- the parts of a line --- */

static void write_when(struct json_writer *w, const struct session *s, bool epoch)
{
	if (s->time.known)
		write_time(w, s->time.value, epoch);
	else
		json_null(w, "time");
	json_literal(w, "time_basis", s->time.known ? log_artifact : "bounded");
}

static void write_bugcheck(struct json_writer *w, const struct session_bugcheck *b)
{
	if (!b->code.known) {
		json_null(w, "bugcheck");
		return;
	}
	json_object_begin(w, "bugcheck");
	json_hex32(w, "code", (uint32_t)b->code.value);
	json_number(w, "code_decimal", b->code.value);
	if (b->base_code.known)
		json_hex32(w, "base_code", (uint32_t)b->base_code.value);
	write_text(w, "name", b->name);
	if (b->has_parameters) {
		json_array_begin(w, "parameters");
		for (size_t i = 0; i < SESSION_PARAMETERS; i++) {
			if (b->parameters[i].known)
				json_hex64(w, NULL, b->parameters[i].value);
			else
				json_null(w, NULL);
		}
		json_array_end(w);
	}
	json_object_end(w);
}

static void write_answer(struct json_writer *w, const char *key, enum answer a)
{
	if (a == ANSWER_OPEN)
		json_null(w, key);
	else
		json_bool(w, key, a == ANSWER_YES);
}

static void write_dump(struct json_writer *w, const struct session *s)
{
	json_object_begin(w, "dump");
	write_kind(w, "kind", s->kind);
	write_kind(w, "requested_kind", s->requested_kind);
	write_count(w, "total_size", s->total_size);
	write_count(w, "secondary_size", s->secondary_size);
	write_answer(w, "complete", crash_dump_whole(s));
	json_object_end(w);
}

static void write_throughput(struct json_writer *w, const struct session_throughput *t)
{
	if (!t->known)
		return;
	json_object_begin(w, "throughput");
	write_count(w, "samples", t->samples);
	write_count(w, "min", t->min);
	write_count(w, "median", t->median);
	write_count(w, "p95", t->p95);
	write_count(w, "max", t->max);
	write_count(w, "slowest_percent", t->slowest_percent);
	json_object_end(w);
}

static void write_write(struct json_writer *w, const struct session *s)
{
	json_object_begin(w, "write");
	if (s->verdict != LOG_VERDICT_UNKNOWN)
		json_literal(w, "verdict", log_verdict_word(s->verdict));
	write_count(w, "write_ms", s->write_ms);
	write_count(w, "pre_write_ms", s->pre_write_ms);
	write_count(w, "tail_ms", s->tail_ms);
	if (s->rate.known)
		json_tenths(w, "mib_per_second", s->rate.value);
	write_count(w, "last_percent", s->last_percent);
	write_flag(w, "stopped_before_5_percent", s->stopped_before_5_percent);
	write_text(w, "open_component", s->open_component);
	write_text(w, "open_component_hex", s->open_component_hex);
	write_text(w, "fault_component", s->fault_component);
	write_text(w, "fault_component_hex", s->fault_component_hex);
	write_count(w, "total_pages", s->total_pages);
	write_count(w, "pages_written", s->pages_written);
	write_throughput(w, &s->throughput);
	json_object_end(w);
}

static void write_instant(struct json_writer *w, uint64_t filetime, const char *what, bool inferred,
			  bool epoch)
{
	json_object_begin(w, NULL);
	write_time(w, filetime, epoch);
	json_literal(w, "what", what);
	json_literal(w, "source", log_artifact);
	json_bool(w, "inferred", inferred);
	json_object_end(w);
}

static void write_timeline(struct json_writer *w, const struct session *s, bool epoch)
{
	struct known end = crash_end(s);
	json_array_begin(w, "timeline");
	if (s->time.known)
		write_instant(w, s->time.value, "crash", false, epoch);
	if (end.known)
		write_instant(w, end.value, crash_end_word(s), true, epoch);
	json_array_end(w);
}

static void write_value(struct json_writer *w, const struct statement *st)
{
	switch (st->form) {
	case STATEMENT_TEXT:
		json_text(w, "value", st->text);
		break;
	case STATEMENT_COUNT:
		json_count(w, "value", st->number);
		break;
	case STATEMENT_HEX32:
		json_hex32(w, "value", (uint32_t)st->number);
		break;
	case STATEMENT_TIME:
		json_time(w, "value", st->number);
		break;
	case STATEMENT_FLAG:
		json_bool(w, "value", st->number);
		break;
	}
}

static void write_evidence(struct json_writer *w, const struct session *s)
{
	struct statement statements[STATEMENTS_MAX];
	size_t n = crash_statements(s, statements);
	json_array_begin(w, "evidence");
	for (size_t i = 0; i < n; i++) {
		json_object_begin(w, NULL);
		json_literal(w, "artifact", log_artifact);
		write_text(w, "file", s->file);
		write_count(w, "offset", s->offset);
		json_literal(w, "member", statements[i].member);
		write_value(w, &statements[i]);
		json_literal(w, "tells", statements[i].tells);
		json_bool(w, "inferred", statements[i].inferred);
		json_object_end(w);
	}
	json_array_end(w);
}

static void write_contradictions(struct json_writer *w, const struct session *s)
{
	json_array_begin(w, "contradictions");
	for (size_t i = 0; i < s->finding_count; i++) {
		json_object_begin(w, NULL);
		write_text(w, "rule", s->findings[i].rule);
		write_text(w, "message", s->findings[i].message);
		json_object_end(w);
	}
	json_array_end(w);
	if (s->findings_left_out)
		json_number(w, "contradictions_left_out", s->findings_left_out);
}

static void write_missing(struct json_writer *w)
{
	json_array_begin(w, "missing");
	for (size_t i = 0; i < crash_missing_count; i++) {
		json_object_begin(w, NULL);
		json_literal(w, "artifact", crash_missing[i].artifact);
		json_literal(w, "would_tell", crash_missing[i].would_tell);
		json_object_end(w);
	}
	json_array_end(w);
}

/* --- tags: the session's, with those of this run over them --- */

struct tag_writer {
	struct json_writer *w;
	const struct json_node *hidden_by; /* tags of these names are left out; may be NULL */
};

/* Does the object have a member of that name? The names of tags may hold anything but NUL. */
struct tag_search {
	struct slice key;
	bool found;
};

static void compare_tag(void *context, struct slice key, const struct json_node *value)
{
	struct tag_search *search = context;
	(void)value;
	search->found |= slice_equal(key, search->key);
}

static void write_tag(void *context, struct slice key, const struct json_node *value)
{
	struct tag_writer *t = context;
	struct tag_search search = {key, node_kind(value) != JSON_KIND_STRING};
	node_each_member(t->hidden_by, compare_tag, &search);
	if (search.found)
		return;
	struct buf *b = t->w->out;
	if (t->w->comma)
		buf_add_byte(b, ',');
	buf_add_byte(b, '"');
	text_append_json(b, key);
	buf_add(b, "\":", 2);
	t->w->comma = false;
	json_text(t->w, NULL, node_text(value));
}

static void write_tags(struct json_writer *w, const struct session *s,
		       const struct crash_context *c)
{
	struct tag_writer t = {w, c->own_tags};
	if (!s->tags && !c->own_tags)
		return;
	json_object_begin(w, "tags");
	node_each_member(s->tags, write_tag, &t);
	t.hidden_by = NULL;
	node_each_member(c->own_tags, write_tag, &t);
	json_object_end(w);
}

void crash_write_json(struct json_writer *w, const struct session *s, const struct crash_context *c)
{
	struct slice host = crash_host(s, c);
	json_object_begin(w, NULL);
	json_literal(w, "type", "crash");
	write_when(w, s, c->epoch);
	write_bugcheck(w, &s->bugcheck);
	json_literal(w, "verdict", crash_verdict_word(crash_verdict_of(s)));
	if (host.n)
		json_text(w, "host", host);
	write_dump(w, s);
	write_write(w, s);
	write_timeline(w, s, c->epoch);
	write_evidence(w, s);
	write_contradictions(w, s);
	write_missing(w);
	write_tags(w, s, c);
}
