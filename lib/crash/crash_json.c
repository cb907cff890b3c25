/* SPDX-License-Identifier: MIT */
#include "lib/base/text.h"
#include "lib/base/wintime.h"
#include "lib/bugcheck/forced.h"
#include "lib/crash/crash.h"
#include "lib/crash/crash_form.h"
#include "lib/crash/evidence.h"

/* Statements that one crash may cite. A flood of equal events tells no more than some of them. */
enum { EVIDENCE_MAX = 256 };

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

static const char *basis_word(enum time_basis basis)
{
	switch (basis) {
	case TIME_BASIS_DUMP_HEADER:
		return "dump_header";
	case TIME_BASIS_DUMPSTACK_LOG:
		return "dumpstack_log";
	case TIME_BASIS_BOUNDED:
		break;
	}
	return "bounded";
}

static void write_bound(struct json_writer *w, const char *key, struct known bound)
{
	if (bound.known)
		json_time(w, key, bound.value);
}

void crash_json_when(struct json_writer *w, const struct crash *c, bool epoch)
{
	if (c->time.known)
		write_time(w, c->time.value, epoch);
	else
		json_null(w, "time");
	json_literal(w, "time_basis", basis_word(c->time_basis));
	write_bound(w, "not_before", c->not_before);
	write_bound(w, "not_after", c->not_after);
}

void crash_json_bugcheck(struct json_writer *w, const struct crash *c)
{
	if (c->has_bugcheck)
		bugcheck_write_named(w, "bugcheck", &c->bugcheck, c->bugcheck_name);
	else
		json_null(w, "bugcheck");
}

/* Could somebody have wanted it? Only where the code allows it at all. */
static void write_forced(struct json_writer *w, const struct crash *c)
{
	const struct bugcheck_forced *forced =
		c->has_bugcheck ? bugcheck_forced_find(c->bugcheck.code) : NULL;
	const struct bugcheck_way *way;
	size_t i = 0;
	if (!forced)
		return;
	json_literal(w, "forced", bugcheck_forced_word(forced));
	json_array_begin(w, "forced_by");
	while ((way = bugcheck_forced_next(forced, &i)))
		json_literal(w, NULL, bugcheck_text(way->name));
	json_array_end(w);
}

static void write_answer(struct json_writer *w, const char *key, enum answer a)
{
	if (a == ANSWER_OPEN)
		json_null(w, key);
	else
		json_bool(w, key, a == ANSWER_YES);
}

/* What the log says of the dump that was begun. */
static void write_dump_of_log(struct json_writer *w, const struct session *s)
{
	if (!s)
		return;
	write_kind(w, "kind", s->kind);
	write_kind(w, "requested_kind", s->requested_kind);
	write_count(w, "total_size", s->total_size);
	write_count(w, "secondary_size", s->secondary_size);
}

static void write_fact_text(struct json_writer *w, const char *key, const struct clue *c,
			    enum fact_id id)
{
	write_text(w, key, clue_text(c, id));
}

/* What the file itself says. */
static void write_dump_of_file(struct json_writer *w, const struct clue *dump)
{
	write_text(w, "file", dump->file);
	write_fact_text(w, "stage", dump, FACT_DUMP_STAGE);
	write_fact_text(w, "incomplete_reason", dump, FACT_DUMP_INCOMPLETE_REASON);
	write_count(w, "file_size", clue_number(dump, FACT_DUMP_FILE_SIZE));
	write_count(w, "expected_size", clue_number(dump, FACT_DUMP_EXPECTED_SIZE));
	write_fact_text(w, "writer", dump, FACT_DUMP_WRITER);
	write_fact_text(w, "fault_module", dump, FACT_DUMP_FAULT_MODULE);
	write_fact_text(w, "dump_stack", dump, FACT_DUMP_STACK);
}

/* What Windows reported of it. */
static void write_dump_of_reports(struct json_writer *w, const struct crash *c)
{
	bool path = false;
	bool id = false;
	for (size_t i = 0; i < c->clue_count; i++) {
		const struct clue *clue = c->clues[i];
		if (!path && clue_text(clue, FACT_DUMP_PATH).n) {
			write_fact_text(w, "path", clue, FACT_DUMP_PATH);
			path = true;
		}
		if (!id && clue_text(clue, FACT_REPORT_ID).n) {
			write_fact_text(w, "report_id", clue, FACT_REPORT_ID);
			id = true;
		}
	}
	if (!id && crash_clue(c, CLUE_BUGCHECK_REPORTED))
		json_null(w, "report_id"); /* the event has a place for it */
	const struct clue *deleted = crash_clue(c, CLUE_DUMP_DELETED);
	if (deleted && deleted->time.known)
		json_time(w, "deleted", deleted->time.value);
}

/* The file that was looked at knows best whether the dump is whole. */
static void write_complete(struct json_writer *w, const struct session *s, const struct clue *dump)
{
	if (dump) {
		struct known complete = clue_number(dump, FACT_DUMP_COMPLETE);
		write_answer(w, "complete",
			     !complete.known  ? ANSWER_OPEN
			     : complete.value ? ANSWER_YES
					      : ANSWER_NO);
	} else if (s) {
		write_answer(w, "complete", crash_dump_whole(s));
	}
}

static void write_dump(struct json_writer *w, const struct crash *c)
{
	const struct session *s = crash_session(c);
	const struct clue *dump = crash_clue(c, CLUE_DUMP);
	json_object_begin(w, "dump");
	if (dump && (!s || s->kind == DUMP_KIND_NOT_GIVEN))
		write_fact_text(w, "kind", dump, FACT_DUMP_KIND);
	write_dump_of_log(w, s);
	write_complete(w, s, dump);
	if (dump)
		write_dump_of_file(w, dump);
	write_dump_of_reports(w, c);
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

static void write_write_of_log(struct json_writer *w, const struct session *s)
{
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
}

/* Event 161: how the attempt to write it ended. */
static void write_write_of_event(struct json_writer *w, const struct clue *failed)
{
	struct known status = clue_number(failed, FACT_FINAL_STATUS);
	struct known progress = clue_number(failed, FACT_EVENT_PROGRESS);
	if (status.known)
		json_hex32(w, "final_status", (uint32_t)status.value);
	if (progress.known)
		json_hex32(w, "last_progress", (uint32_t)progress.value);
}

static void write_write(struct json_writer *w, const struct crash *c)
{
	const struct session *s = crash_session(c);
	const struct clue *failed = crash_clue(c, CLUE_DUMP_FAILED);
	json_object_begin(w, "write");
	if (s)
		write_write_of_log(w, s);
	if (failed)
		write_write_of_event(w, failed);
	json_object_end(w);
}

/* --- the timeline --- */

struct instant {
	uint64_t time;
	const char *what, *meaning, *source;
	bool inferred;
	struct known stated; /* what the event itself says, where a wrong clock was corrected */
};

struct instants {
	size_t n;
	struct instant list[EVIDENCE_MAX];
};

/* Copies of a log tell the same instant; the words are literals of ours. */
static bool is_told(const struct instants *t, uint64_t time, const char *what, const char *source)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->list[i].time == time && strcmp(t->list[i].what, what) == 0 &&
		    strcmp(t->list[i].source, source) == 0)
			return true;
	return false;
}

static void add_instant(struct instants *t, struct known time, const char *what,
			const char *meaning, const char *source, bool inferred)
{
	if (time.known && t->n < COUNT_OF(t->list) && !is_told(t, time.value, what, source))
		t->list[t->n++] =
			(struct instant){time.value, what, meaning, source, inferred, {false, 0}};
}

static void add_instants_of_log(struct instants *t, const struct session *s, const char *source)
{
	bool whole = crash_dump_whole(s) == ANSWER_YES;
	add_instant(t, s->time, "crash", clue_meaning(CLUE_LOG_SESSION), source, false);
	add_instant(t, crash_end(s), crash_end_word(s),
		    whole ? "the dump was finished" : "the last measurement in the log", source,
		    true);
}

static void add_instants(struct instants *t, const struct clue *c)
{
	const char *source = artifact_word(clue_artifact(c->kind));
	if (c->session) {
		add_instants_of_log(t, c->session, source);
		return;
	}
	size_t before = t->n;
	add_instant(t, c->time, c->kind == CLUE_DUMP ? "crash" : clue_word(c->kind),
		    clue_meaning(c->kind), source, c->stated_time.known);
	if (t->n > before)
		t->list[before].stated = c->stated_time;
	add_instant(t, clue_number(c, FACT_LAST_ALIVE), "last_alive",
		    "a last sign of life, not the crash", source, false);
	add_instant(t, clue_number(c, FACT_POWER_BUTTON_TIME), "power_button",
		    "the power button was pressed", source, false);
}

/* Stable, and there are few: events of one instant stay in their order. */
static void sort_instants(struct instants *t)
{
	for (size_t i = 1; i < t->n; i++) {
		struct instant moved = t->list[i];
		size_t j = i;
		for (; j > 0 && t->list[j - 1].time > moved.time; j--)
			t->list[j] = t->list[j - 1];
		t->list[j] = moved;
	}
}

static void write_timeline(struct json_writer *w, const struct crash *c, bool epoch)
{
	struct instants t = {0};
	for (size_t i = 0; i < c->clue_count; i++)
		add_instants(&t, c->clues[i]);
	sort_instants(&t);
	json_array_begin(w, "timeline");
	for (size_t i = 0; i < t.n; i++) {
		json_object_begin(w, NULL);
		write_time(w, t.list[i].time, epoch);
		json_literal(w, "what", t.list[i].what);
		json_literal(w, "source", t.list[i].source);
		json_literal(w, "meaning", t.list[i].meaning);
		json_bool(w, "inferred", t.list[i].inferred);
		if (t.list[i].stated.known)
			json_time(w, "stated_time", t.list[i].stated.value);
		json_object_end(w);
	}
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
	case STATEMENT_TENTHS:
		json_tenths(w, "value", st->number);
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

/* Where the clue stands: its file, and its record or offset in it. */
static void write_place(struct json_writer *w, const struct clue *c)
{
	json_literal(w, "artifact", artifact_word(clue_artifact(c->kind)));
	write_text(w, "file", c->file);
	write_count(w, "event_id", c->event_id);
	write_count(w, "record_id", c->record_id);
	if (!c->record_id.known)
		write_count(w, "offset", c->offset);
}

void crash_json_statement(struct json_writer *w, const struct clue *c, const struct statement *st)
{
	json_object_begin(w, NULL);
	write_place(w, c);
	json_literal(w, "member", st->member);
	write_value(w, st);
	json_literal(w, "tells", st->tells);
	json_bool(w, "inferred", st->inferred);
	json_object_end(w);
}

static size_t write_statements(struct json_writer *w, const struct clue *c)
{
	struct statement statements[STATEMENTS_MAX];
	size_t n = clue_statements(c, statements);
	for (size_t i = 0; i < n; i++)
		crash_json_statement(w, c, &statements[i]);
	return n;
}

static void write_evidence(struct json_writer *w, const struct crash *c)
{
	size_t written = 0;
	size_t i = 0;
	json_array_begin(w, "evidence");
	for (; i < c->clue_count && written < EVIDENCE_MAX; i++)
		written += write_statements(w, c->clues[i]);
	json_array_end(w);
	if (i < c->clue_count)
		json_number(w, "evidence_left_out", c->clue_count - i);
}

static void write_contradictions(struct json_writer *w, const struct crash *c)
{
	const struct session *s = crash_session(c);
	json_array_begin(w, "contradictions");
	for (size_t i = 0; i < c->contradiction_count; i++) {
		json_object_begin(w, NULL);
		write_text(w, "rule", c->contradictions[i].rule);
		write_text(w, "message", c->contradictions[i].message);
		json_object_end(w);
	}
	json_array_end(w);
	if (s && s->findings_left_out)
		json_number(w, "contradictions_left_out", s->findings_left_out);
}

void crash_json_missing(struct json_writer *w, const struct crash *c, unsigned artifacts)
{
	static const enum artifact order[] = {ARTIFACT_DUMPSTACK_LOG, ARTIFACT_EVENT_LOG,
					      ARTIFACT_DUMP_HEADER, ARTIFACT_REGISTRY};
	json_array_begin(w, "missing");
	for (size_t i = 0; i < COUNT_OF(order); i++) {
		if (!(artifacts >> order[i] & 1) || crash_has_artifact(c, order[i]))
			continue;
		json_object_begin(w, NULL);
		json_literal(w, "artifact", artifact_word(order[i]));
		json_literal(w, "would_tell", artifact_would_tell(order[i]));
		json_object_end(w);
	}
	json_array_end(w);
}

/* --- tags: of all evidence, the first of each name; those of this run win --- */

static bool has_tag(const struct tag *tags, size_t n, struct slice key)
{
	for (size_t i = 0; i < n; i++)
		if (slice_equal(tags[i].key, key))
			return true;
	return false;
}

/* Was it written with an earlier clue? */
static bool is_written(const struct crash *c, size_t clue, struct slice key)
{
	for (size_t i = 0; i < clue; i++)
		if (has_tag(c->clues[i]->tags, c->clues[i]->tag_count, key))
			return true;
	return false;
}

static void write_tag(struct json_writer *w, const struct tag *tag)
{
	struct buf *b = w->out;
	if (w->comma)
		buf_add_byte(b, ',');
	buf_add_byte(b, '"');
	text_append_json(b, tag->key);
	buf_add(b, "\":", 2);
	w->comma = false;
	json_text(w, NULL, tag->value);
}

void crash_json_tags(struct json_writer *w, const struct crash *c,
		     const struct crash_context *context)
{
	bool any = context->own_tag_count > 0;
	for (size_t i = 0; i < c->clue_count; i++)
		any |= c->clues[i]->has_tags;
	if (!any)
		return;
	json_object_begin(w, "tags");
	for (size_t i = 0; i < c->clue_count; i++)
		for (size_t j = 0; j < c->clues[i]->tag_count; j++) {
			const struct tag *tag = &c->clues[i]->tags[j];
			if (!has_tag(context->own_tags, context->own_tag_count, tag->key) &&
			    !is_written(c, i, tag->key))
				write_tag(w, tag);
		}
	for (size_t i = 0; i < context->own_tag_count; i++)
		write_tag(w, &context->own_tags[i]);
	json_object_end(w);
}

void crash_write_json(struct json_writer *w, const struct crash *c,
		      const struct crash_context *context)
{
	json_object_begin(w, NULL);
	json_literal(w, "type", "crash");
	crash_json_when(w, c, context->epoch);
	crash_json_bugcheck(w, c);
	json_literal(w, "verdict", crash_verdict_word(c->verdict));
	json_literal(w, "verdict_tells", c->verdict_tells);
	json_bool(w, "verdict_inferred", c->verdict_inferred);
	write_forced(w, c);
	if (c->host.n)
		json_text(w, "host", c->host);
	if (c->host_inferred)
		json_bool(w, "host_inferred", true);
	write_dump(w, c);
	write_write(w, c);
	write_timeline(w, c, context->epoch);
	write_evidence(w, c);
	write_contradictions(w, c);
	crash_json_missing(w, c, ARTIFACTS_ALL);
	crash_json_tags(w, c, context);
}
