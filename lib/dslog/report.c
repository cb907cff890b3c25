/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

#include "lib/base/content.h"
#include "lib/base/text.h"
#include "lib/bugcheck/code.h"
#include "lib/bugcheck/progress.h"
#include "lib/dslog/record.h"
#include "lib/dslog/report.h"

enum { BAR_WIDTH = 40, PROGRESS_WIDTH = 50 };

struct report {
	struct buf *b;
	const struct dslog_session *s;
	bool colour;
};

static const char red[] = "31", green[] = "32", yellow[] = "33", bold[] = "1";

static void begin_colour(const struct report *r, const char *code)
{
	if (r->colour)
		buf_printf(r->b, "\033[%sm", code);
}

static void end_colour(const struct report *r)
{
	if (r->colour)
		buf_add_string(r->b, "\033[0m");
}

const char *dslog_verdict_sentence(enum dslog_verdict verdict)
{
	static const char *const sentences[DSLOG_VERDICT_COUNT] = {
		[DSLOG_VERDICT_COMPLETE] = "the dump was written whole",
		[DSLOG_VERDICT_COMPLETE_MINIDUMP_NO_SPACE] =
			"the dump file was too small, a minidump was written instead",
		[DSLOG_VERDICT_COMPLETE_MINIDUMP_AFTER_CALLBACK_FAULT] =
			"a driver's callback crashed, a minidump was written instead",
		[DSLOG_VERDICT_STOPPED_AT_PERCENT] = "writing stopped within the memory data",
		[DSLOG_VERDICT_STOPPED_IN_HEADER] = "writing stopped before the memory data",
		[DSLOG_VERDICT_STOPPED_IN_SIZE_PASS] =
			"stopped while drivers were asked for the size of their data",
		[DSLOG_VERDICT_STOPPED_IN_CALLBACK] = "stopped in a driver's callback",
		[DSLOG_VERDICT_STOPPED_AFTER_DATA] = "stopped after the memory data was written",
		[DSLOG_VERDICT_STOPPED_EARLY] = "stopped before anything was written",
		[DSLOG_VERDICT_LOG_FULL] = "the log is full; how the dump ended is not told",
		[DSLOG_VERDICT_NO_LOG_WRITTEN] =
			"no crash since this boot, or the dump path failed at once",
		[DSLOG_VERDICT_NOT_A_DUMP_LOG] = "not a DumpStack.log",
	};
	return sentences[verdict];
}

/* Begins a line of the report with its name. */
static void begin_line(const struct report *r, const char *name)
{
	buf_printf(r->b, "  %-11s ", name);
}

static void end_line(const struct report *r)
{
	buf_add_byte(r->b, '\n');
}

static void put_line(const struct report *r, const char *name, const char *format, ...)
	PRINTF_LIKE(3, 4);

static void put_line(const struct report *r, const char *name, const char *format, ...)
{
	char text[256];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	begin_line(r, name);
	buf_add_string(r->b, text);
	end_line(r);
}

static void put_crash_time(const struct report *r)
{
	const struct dslog_session *s = r->s;
	if (s->time_state != DSLOG_NUMBER_GOOD) {
		put_line(r, "crash", "at an unknown time");
		return;
	}
	begin_line(r, "crash");
	buf_printf(r->b, "%04u-%02u-%02u %02u:%02u:%02u UTC", s->utc.year, s->utc.month, s->utc.day,
		   s->utc.hour, s->utc.minute, s->utc.second);
	if (s->utc_offset_known) {
		int m = s->utc_offset_minutes;
		int magnitude = m < 0 ? -m : m;
		buf_printf(r->b, ", local time was UTC%c%02d:%02d", m < 0 ? '-' : '+',
			   magnitude / 60, magnitude % 60);
	}
	end_line(r);
}

static void put_stop_code(const struct report *r)
{
	const struct bugcheck *b = &r->s->bugcheck;
	if (b->code == 0) {
		put_line(r, "stop code", "not in the log");
		return;
	}
	const struct bugcheck_code *known = bugcheck_code_find(b->code);
	begin_line(r, "stop code");
	buf_printf(r->b, "0x%08" PRIx32 " %s (", b->code,
		   known ? bugcheck_string(known->name) : "(unknown)");
	for (size_t i = 0; i < BUGCHECK_PARAMETERS; i++) {
		buf_add_string(r->b, i ? ", " : "");
		if (b->parameter_known[i])
			buf_printf(r->b, "0x%016" PRIx64, b->parameters[i]);
		else
			buf_add_byte(r->b, '?');
	}
	buf_add_byte(r->b, ')');
	end_line(r);
}

static void put_verdict(const struct report *r)
{
	const struct dslog_session *s = r->s;
	begin_line(r, "verdict");
	bool fallback = s->complete && s->verdict != DSLOG_VERDICT_COMPLETE;
	bool unclear =
		s->verdict == DSLOG_VERDICT_LOG_FULL || s->verdict == DSLOG_VERDICT_NO_LOG_WRITTEN;
	begin_colour(r, fallback || unclear ? yellow : s->complete ? green : red);
	buf_add_string(r->b, dslog_verdict_name(s->verdict));
	end_colour(r);
	buf_printf(r->b, ": %s", dslog_verdict_sentence(s->verdict));
	if (s->verdict == DSLOG_VERDICT_STOPPED_IN_CALLBACK && s->data_finished_once)
		buf_add_string(r->b, "; the memory data had been written");
	if (s->complete && s->findings[DSLOG_FINDING_PAGES_WRITTEN].times)
		buf_add_string(r->b, ", says the log, but pages are missing");
	end_line(r);
}

static void put_component(const struct report *r)
{
	const struct dslog_session *s = r->s;
	struct slice open = dslog_session_open_component(s);
	if (s->fault_component.p) {
		begin_line(r, "crashed in");
		text_append_display(r->b, s->fault_component);
		end_line(r);
	}
	if (open.p) {
		begin_line(r, "stopped in");
		text_append_display(r->b, open);
		end_line(r);
	}
}

/* Bytes in the unit a person would choose, one decimal. */
static void append_size(struct buf *b, uint64_t bytes)
{
	static const char *const units[] = {"KiB", "MiB", "GiB", "TiB", "PiB"};
	size_t unit = 0;
	uint64_t divisor = 1024;
	if (bytes < 1024) {
		buf_printf(b, "%" PRIu64 " bytes", bytes);
		return;
	}
	while (unit + 1 < COUNT_OF(units) && bytes / divisor >= 1024) {
		divisor *= 1024;
		unit++;
	}
	buf_printf(b, "%" PRIu64 ".%u %s", bytes / divisor,
		   (unsigned)(bytes % divisor / (divisor / 10 + 1)), units[unit]);
}

static void put_dump(const struct report *r)
{
	const struct dslog_session *s = r->s;
	if (!s->dump_type.known)
		return;
	begin_line(r, "dump");
	buf_printf(r->b, "type %" PRIu64 " (%s)", s->dump_type.v, dslog_dump_kind(s->dump_type.v));
	if (s->first_dump_type.v != s->dump_type.v)
		buf_printf(r->b, " instead of %s", dslog_dump_kind(s->first_dump_type.v));
	if (s->total_size.known) {
		buf_add_string(r->b, ", ");
		append_size(r->b, s->total_size.v);
	}
	if (s->secondary_size.known && s->secondary_size.v) {
		buf_add_string(r->b, ", of which drivers' data ");
		append_size(r->b, s->secondary_size.v);
	}
	end_line(r);
	if (s->total_pages.known && s->pages_written.known)
		put_line(r, "pages", "%" PRIu64 " of %" PRIu64 " written", s->pages_written.v,
			 s->total_pages.v);
}

static void append_seconds(struct buf *b, uint64_t ms)
{
	buf_printf(b, "%" PRIu64 ".%03u s", ms / 1000, (unsigned)(ms % 1000));
}

static void put_span(const struct report *r, const char *name, struct dslog_value ms,
		     const char *what)
{
	if (!ms.known)
		return;
	begin_line(r, name);
	append_seconds(r->b, ms.v);
	buf_add_string(r->b, what);
	end_line(r);
}

static void put_times(const struct report *r)
{
	const struct dslog_session *s = r->s;
	put_span(r, "before", s->pre_write_ms, " from the stop to the start of the dump");
	if (s->write_ms.known) {
		begin_line(r, "writing");
		append_seconds(r->b, s->write_ms.v);
		if (s->rate_tenths.known)
			buf_printf(r->b, " at %" PRIu64 ".%u MiB/s", s->rate_tenths.v / 10,
				   (unsigned)(s->rate_tenths.v % 10));
		end_line(r);
	}
	put_span(r, "after", s->tail_ms, " for drivers' data and completion");
	put_span(r, "elapsed", s->elapsed, " at the last stamp of the log");
}

static void put_progress(const struct report *r)
{
	const struct dslog_session *s = r->s;
	if (s->last_progress.known && s->last_progress.v <= UINT32_MAX) {
		const char *meaning = bugcheck_progress_meaning((uint32_t)s->last_progress.v);
		put_line(r, "last step", "0x%08" PRIx64 "%s%s%s", s->last_progress.v,
			 meaning ? " (" : "", meaning ? meaning : "", meaning ? ", inferred)" : "");
	}
	if (!s->last_percent.known)
		return;
	size_t filled = (size_t)s->last_percent.v * PROGRESS_WIDTH / 100;
	begin_line(r, "progress");
	buf_add_byte(r->b, '[');
	begin_colour(r, s->data_finished_once ? green : red);
	buf_add_repeated(r->b, '#', filled);
	end_colour(r);
	buf_add_repeated(r->b, '.', PROGRESS_WIDTH - filled);
	buf_printf(r->b, "] %" PRIu64 " %%%s", s->last_percent.v,
		   s->data_finished_once ? "" : " or a little more, where the log stops");
	end_line(r);
}

/* A rate is slow below half of what the disk could do: the 95th percentile, so that one lucky
 * sample does not make all others slow. */
static bool is_slow(uint64_t rate, const struct dslog_throughput *t)
{
	return rate < t->p95 / 2;
}

/* One row a sample: when it began, its rate, and a bar as long as the rate. */
static void put_sample(const struct report *r, const struct dslog_sample *sample,
		       const struct dslog_throughput *t, uint64_t since_start_ms)
{
	struct buf *b = r->b;
	size_t bar =
		t->max ? (size_t)((unsigned __int128)sample->mib_per_second * BAR_WIDTH / t->max)
		       : 0;
	bool slow = is_slow(sample->mib_per_second, t);
	if (sample->percent.known)
		buf_printf(b, "    %3" PRIu64 " %%", sample->percent.v);
	else
		buf_add_string(b, "      ? %");
	buf_printf(b, " %7" PRIu64 ".%u s %6" PRIu64 " MiB/s |", since_start_ms / 1000,
		   (unsigned)(since_start_ms % 1000 / 100), sample->mib_per_second);
	begin_colour(r, slow ? red : green);
	buf_add_repeated(b, '#', bar ? bar : 1);
	end_colour(r);
	if (sample->mib_per_second == t->min && t->min != t->max)
		buf_add_string(b, "  <- slowest");
	else if (slow)
		buf_add_string(b, "  <- slow");
	buf_add_byte(b, '\n');
}

static void put_throughput(const struct report *r)
{
	const struct dslog_session *s = r->s;
	if (s->sample_count == 0)
		return;
	struct dslog_throughput t = dslog_session_throughput(s);
	put_line(r, "throughput",
		 "%" PRIu64 " samples, median %" PRIu64 " MiB/s, %" PRIu64 " to %" PRIu64,
		 t.samples, t.median, t.min, t.max);
	unsigned __int128 us = 0;
	for (size_t i = 0; i < s->sample_count; i++) {
		const struct dslog_sample *sample = &s->samples[i];
		put_sample(r, sample, &t, (uint64_t)(us / 1000));
		uint64_t rate = sample->mib_per_second ? sample->mib_per_second : 1;
		us += (unsigned __int128)sample->pages * 1000000 / 256 / rate;
	}
}

static void put_findings(const struct report *r)
{
	for (size_t i = 0; i < DSLOG_FINDING_COUNT; i++) {
		if (r->s->findings[i].times == 0)
			continue;
		begin_line(r, "odd");
		dslog_finding_append_message(r->b, (enum dslog_finding_rule)i, &r->s->findings[i]);
		end_line(r);
	}
}

void dslog_report(struct buf *b, const struct dslog_session *s, const char *name, bool colour)
{
	struct report r = {b, s, colour};
	begin_colour(&r, bold);
	text_append_display(b, slice_of_string(name));
	end_colour(&r);
	buf_printf(b, ", session %" PRIu64 "\n", s->number);
	if (s->verdict == DSLOG_VERDICT_NO_LOG_WRITTEN ||
	    s->verdict == DSLOG_VERDICT_NOT_A_DUMP_LOG) {
		put_verdict(&r);
		if (s->content_kind)
			put_line(&r, "content", "looks like %s",
				 content_description(s->content_kind));
		put_line(&r, "size", "%" PRIu64 " bytes", s->size);
		return;
	}
	put_verdict(&r);
	put_component(&r);
	put_crash_time(&r);
	put_stop_code(&r);
	put_line(&r, "log", "%s header%s%s", dslog_header_state_name(s->header_state),
		 s->generation ? ", generation " : "", s->generation ? s->generation : "");
	put_dump(&r);
	put_times(&r);
	put_progress(&r);
	put_throughput(&r);
	put_findings(&r);
}
