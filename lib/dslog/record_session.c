/* SPDX-License-Identifier: MIT */
/* The line of a session. */
#include <stdlib.h>

#include "lib/dslog/record.h"

const char *dslog_no_log_meaning(void)
{
	return "no crash since this boot, or the dump path failed at once";
}

static int compare_u64(const void *a, const void *b)
{
	uint64_t x, y;
	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	return (x > y) - (x < y);
}

/* Nearest rank: the smallest value that at least p percent of all do not exceed. */
static uint64_t percentile(const uint64_t *sorted, size_t n, size_t p)
{
	size_t rank = (n * p + 99) / 100;
	return sorted[rank ? rank - 1 : 0];
}

struct dslog_throughput dslog_session_throughput(const struct dslog_session *s)
{
	uint64_t sorted[LIMIT_DSLOG_SAMPLES];
	size_t slowest = 0;
	for (size_t i = 0; i < s->sample_count; i++) {
		sorted[i] = s->samples[i].mib_per_second;
		if (sorted[i] < s->samples[slowest].mib_per_second)
			slowest = i;
	}
	qsort(sorted, s->sample_count, sizeof(*sorted), compare_u64);
	return (struct dslog_throughput){
		.samples = s->sample_count,
		.min = sorted[0],
		.median = percentile(sorted, s->sample_count, 50),
		.p95 = percentile(sorted, s->sample_count, 95),
		.max = sorted[s->sample_count - 1],
		.slowest_percent = s->samples[slowest].percent,
	};
}

static void put_value(struct json_writer *w, const char *key, struct dslog_value v)
{
	if (v.known)
		json_count(w, key, v.v);
}

static void put_throughput(struct json_writer *w, const struct dslog_session *s)
{
	struct dslog_throughput t = dslog_session_throughput(s);
	json_object_begin(w, "throughput");
	json_number(w, "samples", t.samples);
	json_count(w, "min", t.min);
	json_count(w, "median", t.median);
	json_count(w, "p95", t.p95);
	json_count(w, "max", t.max);
	put_value(w, "slowest_percent", t.slowest_percent);
	json_object_end(w);
}

static void put_consistency(struct json_writer *w, const struct dslog_session *s)
{
	struct buf message = {0};
	json_array_begin(w, "consistency");
	for (size_t i = 0; i < DSLOG_FINDING_COUNT; i++) {
		if (s->findings[i].times == 0)
			continue;
		enum dslog_finding_rule rule = (enum dslog_finding_rule)i;
		message.n = 0;
		dslog_finding_append_message(&message, rule, &s->findings[i]);
		json_object_begin(w, NULL);
		json_literal(w, "rule", dslog_finding_name(rule));
		json_text(w, "message", buf_slice(&message));
		json_object_end(w);
	}
	json_array_end(w);
	buf_free(&message);
}

static void put_dump(struct json_writer *w, const struct dslog_session *s)
{
	put_value(w, "dump_type", s->dump_type);
	if (s->dump_type.known)
		json_literal(w, "kind", dslog_dump_kind(s->dump_type.v));
	if (s->first_dump_type.known)
		json_literal(w, "requested_kind", dslog_dump_kind(s->first_dump_type.v));
	put_value(w, "total_size", s->total_size);
	put_value(w, "secondary_size", s->secondary_size);
	put_value(w, "total_pages", s->total_pages);
	put_value(w, "pages_written", s->pages_written);
}

static void put_times(struct json_writer *w, const struct dslog_session *s)
{
	put_value(w, "elapsed_ms", s->elapsed);
	put_value(w, "pre_write_ms", s->pre_write_ms);
	put_value(w, "write_ms", s->write_ms);
	put_value(w, "tail_ms", s->tail_ms);
	if (s->rate_tenths.known)
		json_tenths(w, "mib_per_second", s->rate_tenths.v);
	if (s->sample_count)
		put_throughput(w, s);
}

/* Where it stopped, or had got to. */
static void put_progress(struct json_writer *w, const struct dslog_session *s)
{
	put_value(w, "last_percent", s->last_percent);
	if (s->last_progress.known && s->last_progress.v <= UINT32_MAX)
		json_hex32(w, "last_progress", (uint32_t)s->last_progress.v);
	struct slice open = dslog_session_open_component(s);
	if (open.p)
		json_text(w, "open_component", open);
	if (s->fault_component.p)
		json_text(w, "fault_component", s->fault_component);
}

static void put_crash_time(struct json_writer *w, const struct dslog_session *s, bool epoch)
{
	if (s->time_state != DSLOG_NUMBER_GOOD) {
		json_null(w, "time");
		return;
	}
	uint64_t filetime = filetime_from_civil(&s->utc);
	json_time(w, "time", filetime);
	if (epoch)
		json_signed(w, "time_unix_ms", filetime_to_unix_ms(filetime));
}

/* What is not a log at all: its size and why; no byte of it. */
static void put_no_log(struct json_writer *w, const struct dslog_session *s)
{
	json_literal(w, "verdict", dslog_verdict_name(s->verdict));
	if (s->content_kind)
		json_literal(w, "content_kind", s->content_kind);
	else
		json_literal(w, "meaning", dslog_no_log_meaning());
	json_literal(w, "header_state", dslog_header_state_name(s->header_state));
	json_number(w, "size", s->size);
}

static void put_log(struct json_writer *w, const struct dslog_session *s)
{
	bugcheck_write_json(w, "bugcheck", &s->bugcheck);
	if (s->utc_offset_known)
		json_signed(w, "utc_offset_minutes", s->utc_offset_minutes);
	if (s->generation)
		json_literal(w, "generation", s->generation);
	json_literal(w, "verdict", dslog_verdict_name(s->verdict));
	json_bool(w, "complete", s->complete);
	json_bool(w, "stopped_before_5_percent", s->stopped_before_5_percent);
	json_literal(w, "header_state", dslog_header_state_name(s->header_state));
	json_number(w, "size", s->size);
	put_progress(w, s);
	put_dump(w, s);
	put_times(w, s);
	put_consistency(w, s);
}

void dslog_write_session(const struct dslog_record_writer *r, const struct dslog_session *s)
{
	bool no_log = s->verdict == DSLOG_VERDICT_NO_LOG_WRITTEN ||
		      s->verdict == DSLOG_VERDICT_NOT_A_DUMP_LOG;
	struct json_writer w = json_writer_on(r->out);
	json_object_begin(&w, NULL);
	json_literal(&w, "type", "dslog.session");
	if (!no_log)
		put_crash_time(&w, s, r->epoch);
	json_number(&w, "session", s->number);
	json_number(&w, "line", s->line);
	if (no_log)
		put_no_log(&w, s);
	else
		put_log(&w, s);
	origin_end_record(r->origin, &w, s->offset);
}
