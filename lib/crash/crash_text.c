/* SPDX-License-Identifier: MIT */
/* A crash as a paragraph for people. What comes from input is shown so that no terminal obeys it.
 */
#include <inttypes.h>

#include "lib/base/text.h"
#include "lib/base/wintime.h"
#include "lib/crash/crash.h"
#include "lib/crash/evidence.h"

static void append_civil(struct buf *b, uint64_t filetime)
{
	struct civil_time t = civil_from_filetime(filetime);
	buf_printf(b, "%04u-%02u-%02u %02u:%02u:%02u", t.year, t.month, t.day, t.hour, t.minute,
		   t.second);
}

static void append_offset(struct buf *b, int64_t minutes)
{
	uint64_t size = (uint64_t)(minutes < 0 ? -minutes : minutes);
	buf_printf(b, "UTC%c%02" PRIu64 ":%02" PRIu64, minutes < 0 ? '-' : '+', size / 60,
		   size % 60);
}

/* "51.365 s" */
static void append_seconds(struct buf *b, uint64_t ms)
{
	buf_printf(b, "%" PRIu64 ".%03" PRIu64 " s", ms / 1000, ms % 1000);
}

/* "2011827513 bytes (1918.6 MiB)"; the tenth is cut off, not rounded. */
static void append_size(struct buf *b, uint64_t bytes)
{
	buf_printf(b, "%" PRIu64 " bytes (%" PRIu64 ".%" PRIu64 " MiB)", bytes, bytes >> 20,
		   (bytes & 0xfffff) * 10 >> 20);
}

static void begin_row(struct buf *b, const char *label)
{
	buf_printf(b, "  %-11s", label);
}

static void append_heading(struct buf *b, const struct session *s, const struct crash_context *c)
{
	struct slice host = crash_host(s, c);
	if (s->time.known) {
		append_civil(b, s->time.value);
		buf_add_string(b, " UTC");
	} else {
		buf_add_string(b, "at an unknown time");
	}
	if (s->has_offset) {
		buf_add_string(b, " (local time ");
		append_offset(b, s->utc_offset_minutes);
		buf_add_byte(b, ')');
	}
	if (host.n) {
		buf_add_string(b, ", host ");
		text_append_display(b, host);
	}
	buf_add_byte(b, '\n');
}

/* Red: no dump to look at; green: a whole one; yellow: something between. */
static const char *colour_of(enum crash_verdict v)
{
	switch (v) {
	case CRASH_BUGCHECK_DUMP_WHOLE:
		return "\x1b[32m";
	case CRASH_BUGCHECK_NO_DUMP:
		return "\x1b[31m";
	default:
		return "\x1b[33m";
	}
}

static void append_verdict(struct buf *b, const struct session *s, bool colour)
{
	enum crash_verdict v = crash_verdict_of(s);
	begin_row(b, "verdict");
	if (colour)
		buf_add_string(b, colour_of(v));
	buf_add_string(b, crash_verdict_sentence(v));
	if (colour)
		buf_add_string(b, "\x1b[0m");
	buf_printf(b, " (%s)\n", crash_verdict_word(v));
}

static void append_bugcheck(struct buf *b, const struct session_bugcheck *bc)
{
	begin_row(b, "bug check");
	if (!bc->code.known) {
		buf_add_string(b, "not named by the log\n");
		return;
	}
	buf_printf(b, "0x%08" PRIx64, bc->code.value);
	if (bc->name.n) {
		buf_add_byte(b, ' ');
		text_append_display(b, bc->name);
	}
	buf_add_byte(b, '\n');
	for (size_t i = 0; bc->has_parameters && i < SESSION_PARAMETERS; i++) {
		begin_row(b, "");
		if (bc->parameters[i].known)
			buf_printf(b, "parameter %zu  0x%016" PRIx64 "\n", i + 1,
				   bc->parameters[i].value);
		else
			buf_printf(b, "parameter %zu  not known\n", i + 1);
	}
}

static void append_dump(struct buf *b, const struct session *s)
{
	if (s->kind == DUMP_KIND_NOT_GIVEN && !s->total_size.known)
		return;
	begin_row(b, "dump");
	buf_add_string(b, dump_kind_word(s->kind));
	if (s->requested_kind != DUMP_KIND_NOT_GIVEN && s->requested_kind != s->kind)
		buf_printf(b, " (asked for: %s)", dump_kind_word(s->requested_kind));
	if (s->total_size.known) {
		buf_add_string(b, ", ");
		append_size(b, s->total_size.value);
	}
	buf_add_byte(b, '\n');
}

/* What took how long, after a comma if something stands before it. */
static void append_duration(struct buf *b, const char **separator, const char *what,
			    struct known ms)
{
	if (!ms.known)
		return;
	buf_printf(b, "%s%s ", *separator, what);
	append_seconds(b, ms.value);
	*separator = ", ";
}

static void append_write(struct buf *b, const struct session *s)
{
	const char *separator = "";
	size_t start = b->n;
	begin_row(b, "writing");
	size_t empty = b->n;
	append_duration(b, &separator, "begun after", s->pre_write_ms);
	append_duration(b, &separator, "memory in", s->write_ms);
	append_duration(b, &separator, "the rest in", s->tail_ms);
	if (s->rate.known)
		buf_printf(b, "%s%" PRIu64 ".%" PRIu64 " MiB/s", separator, s->rate.value / 10,
			   s->rate.value % 10);
	if (b->n == empty)
		b->n = start; /* nothing to tell */
	else
		buf_add_byte(b, '\n');
}

/* "20 samples, 3 to 402 MiB/s, median 41; slowest after 30 %" */
static void append_throughput(struct buf *b, const struct session_throughput *t)
{
	if (!t->samples.known || !t->min.known || !t->max.known)
		return;
	begin_row(b, "on the way");
	buf_printf(b, "%" PRIu64 " samples, %" PRIu64 " to %" PRIu64 " MiB/s", t->samples.value,
		   t->min.value, t->max.value);
	if (t->median.known)
		buf_printf(b, ", median %" PRIu64, t->median.value);
	if (t->slowest_percent.known)
		buf_printf(b, "; slowest after %" PRIu64 " %%", t->slowest_percent.value);
	buf_add_byte(b, '\n');
}

static void append_value(struct buf *b, const struct statement *st)
{
	switch (st->form) {
	case STATEMENT_TEXT:
		text_append_display(b, st->text);
		break;
	case STATEMENT_COUNT:
		buf_printf(b, "%" PRIu64, st->number);
		break;
	case STATEMENT_HEX32:
		buf_printf(b, "0x%08" PRIx64, st->number);
		break;
	case STATEMENT_TIME:
		append_civil(b, st->number);
		break;
	case STATEMENT_FLAG:
		buf_add_string(b, st->number ? "true" : "false");
		break;
	}
}

/* Where the evidence lies: "DumpStack.log, offset 0, line 1, session 1, generation C". */
static void append_source(struct buf *b, const struct session *s)
{
	begin_row(b, "evidence");
	if (s->file.n)
		text_append_display(b, s->file);
	else
		buf_add_string(b, "a DumpStack.log");
	if (s->line.known)
		buf_printf(b, ", line %" PRIu64, s->line.value);
	if (s->number.known && s->number.value > 1)
		buf_printf(b, ", session %" PRIu64, s->number.value);
	if (s->generation.n) {
		buf_add_string(b, ", log generation ");
		text_append_display(b, s->generation);
	}
	buf_add_byte(b, '\n');
}

static void append_evidence(struct buf *b, const struct session *s)
{
	struct statement statements[STATEMENTS_MAX];
	size_t n = crash_statements(s, statements);
	append_source(b, s);
	for (size_t i = 0; i < n; i++) {
		buf_printf(b, "    %s = ", statements[i].member);
		append_value(b, &statements[i]);
		buf_printf(b, ": %s%s\n", statements[i].tells,
			   statements[i].inferred ? " [inferred]" : "");
	}
}

static void append_contradictions(struct buf *b, const struct session *s)
{
	for (size_t i = 0; i < s->finding_count; i++) {
		begin_row(b, i == 0 ? "but" : "");
		text_append_display(b, s->findings[i].rule);
		buf_add_string(b, ": ");
		text_append_display(b, s->findings[i].message);
		buf_add_byte(b, '\n');
	}
	if (s->findings_left_out) {
		begin_row(b, "");
		buf_printf(b, "and %" PRIu64 " more contradictions\n", s->findings_left_out);
	}
}

void crash_write_text(struct buf *b, const struct session *s, const struct crash_context *c)
{
	struct known end = crash_end(s);
	append_heading(b, s, c);
	append_verdict(b, s, c->colour);
	append_bugcheck(b, &s->bugcheck);
	append_dump(b, s);
	append_write(b, s);
	append_throughput(b, &s->throughput);
	if (end.known) {
		begin_row(b, "until");
		append_civil(b, end.value);
		buf_printf(b, " UTC [inferred] (%s)\n", crash_end_word(s));
	}
	append_evidence(b, s);
	append_contradictions(b, s);
	begin_row(b, "not given");
	for (size_t i = 0; i < crash_missing_count; i++)
		buf_printf(b, "%s%s", i ? ", " : "", crash_missing[i].artifact);
	buf_add_string(b, "\n\n");
}
