/* SPDX-License-Identifier: MIT */
/* A crash as a paragraph for people. What comes from input is shown so that no terminal obeys it.
 */
#include <inttypes.h>

#include "lib/base/text.h"
#include "lib/base/wintime.h"
#include "lib/bugcheck/code.h"
#include "lib/bugcheck/forced.h"
#include "lib/crash/crash.h"
#include "lib/crash/crash_form.h"
#include "lib/crash/evidence.h"

void crash_text_civil(struct buf *b, uint64_t filetime)
{
	struct civil_time t = civil_from_filetime(filetime);
	buf_printf(b, "%04u-%02u-%02u %02u:%02u:%02u", t.year, t.month, t.day, t.hour, t.minute,
		   t.second);
}

void crash_text_offset(struct buf *b, int64_t minutes)
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

void crash_text_row(struct buf *b, const char *label)
{
	buf_printf(b, "  %-11s", label);
}

/* "between ... and ...", "before ...": as much as the bounds tell. */
void crash_text_bounds(struct buf *b, const struct crash *c)
{
	if (!c->not_after.known) {
		buf_add_string(b, "at an unknown time");
		return;
	}
	if (c->not_before.known) {
		buf_add_string(b, "between ");
		crash_text_civil(b, c->not_before.value);
		buf_add_string(b, " and ");
	} else {
		buf_add_string(b, "before ");
	}
	crash_text_civil(b, c->not_after.value);
	buf_add_string(b, " UTC");
}

void crash_text_heading(struct buf *b, const struct crash *c)
{
	const struct session *s = crash_session(c);
	if (c->time.known) {
		crash_text_civil(b, c->time.value);
		buf_add_string(b, " UTC");
	} else {
		crash_text_bounds(b, c);
	}
	if (s && s->has_offset) {
		buf_add_string(b, " (local time ");
		crash_text_offset(b, s->utc_offset_minutes);
		buf_add_byte(b, ')');
	}
	if (c->host.n) {
		buf_add_string(b, ", host ");
		text_append_display(b, c->host);
		buf_add_string(b, c->host_inferred ? " [inferred]" : "");
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

static void append_verdict(struct buf *b, const struct crash *c, bool colour)
{
	enum crash_verdict v = c->verdict;
	crash_text_row(b, "verdict");
	if (colour)
		buf_add_string(b, colour_of(v));
	buf_add_string(b, crash_verdict_sentence(v));
	if (colour)
		buf_add_string(b, "\x1b[0m");
	buf_printf(b, " (%s)\n", crash_verdict_word(v));
	crash_text_row(b, "because");
	buf_printf(b, "%s%s\n", c->verdict_tells, c->verdict_inferred ? " [inferred]" : "");
}

static void append_bugcheck(struct buf *b, const struct crash *c)
{
	const struct bugcheck_code *entry =
		c->has_bugcheck ? bugcheck_code_find(c->bugcheck.code) : NULL;
	crash_text_row(b, "bug check");
	if (!c->has_bugcheck) {
		buf_add_string(b, "none is named\n");
		return;
	}
	buf_printf(b, "0x%08" PRIx32, c->bugcheck.code);
	if (entry || c->bugcheck_name.n)
		buf_add_byte(b, ' ');
	text_append_display(b, entry ? slice_of_string(bugcheck_string(entry->name))
				     : c->bugcheck_name);
	buf_add_byte(b, '\n');
	for (size_t i = 0; i < BUGCHECK_PARAMETERS; i++) {
		crash_text_row(b, "");
		if (c->bugcheck.parameter_known[i])
			buf_printf(b, "parameter %zu  0x%016" PRIx64 "\n", i + 1,
				   c->bugcheck.parameters[i]);
		else
			buf_printf(b, "parameter %zu  not known\n", i + 1);
	}
}

static void append_forced(struct buf *b, const struct crash *c)
{
	const struct bugcheck_forced *forced =
		c->has_bugcheck ? bugcheck_forced_find(c->bugcheck.code) : NULL;
	const struct bugcheck_way *way;
	const char *label = "on purpose";
	size_t i = 0;
	while (forced && (way = bugcheck_forced_next(forced, &i))) {
		const char *proof = bugcheck_text(way->proof);
		crash_text_row(b, label);
		buf_printf(b, "%s: %s%s%s\n", forced->certain ? "yes" : "possible",
			   bugcheck_text(way->title), *proof ? "; proof: " : "", proof);
		label = "";
	}
}

static void append_dump(struct buf *b, const struct session *s)
{
	if (s->kind == DUMP_KIND_NOT_GIVEN && !s->total_size.known)
		return;
	crash_text_row(b, "dump");
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
	crash_text_row(b, "writing");
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
	crash_text_row(b, "on the way");
	buf_printf(b, "%" PRIu64 " samples, %" PRIu64 " to %" PRIu64 " MiB/s", t->samples.value,
		   t->min.value, t->max.value);
	if (t->median.known)
		buf_printf(b, ", median %" PRIu64, t->median.value);
	if (t->slowest_percent.known)
		buf_printf(b, "; slowest after %" PRIu64 " %%", t->slowest_percent.value);
	buf_add_byte(b, '\n');
}

void crash_text_value(struct buf *b, const struct statement *st)
{
	switch (st->form) {
	case STATEMENT_TEXT:
		text_append_display(b, st->text);
		break;
	case STATEMENT_COUNT:
		buf_printf(b, "%" PRIu64, st->number);
		break;
	case STATEMENT_TENTHS:
		buf_printf(b, "%" PRIu64 ".%" PRIu64, st->number / 10, st->number % 10);
		break;
	case STATEMENT_HEX32:
		buf_printf(b, "0x%08" PRIx64, st->number);
		break;
	case STATEMENT_TIME:
		crash_text_civil(b, st->number);
		break;
	case STATEMENT_FLAG:
		buf_add_string(b, st->number ? "true" : "false");
		break;
	}
}

/* Where the evidence lies: "DumpStack.log, line 1, log generation C", "System.evtx, event 41,
 * record 1119". */
void crash_text_source(struct buf *b, const struct clue *c, const char *label)
{
	const struct session *s = c->session;
	crash_text_row(b, label);
	if (c->file.n)
		text_append_display(b, c->file);
	else
		buf_add_string(b, s ? "a DumpStack.log" : artifact_word(clue_artifact(c->kind)));
	if (c->event_id.known)
		buf_printf(b, ", event %" PRIu64, c->event_id.value);
	if (c->record_id.known)
		buf_printf(b, ", record %" PRIu64, c->record_id.value);
	if (c->event_id.known && c->time.known) {
		buf_add_string(b, ", ");
		crash_text_civil(b, c->time.value);
	}
	if (s && s->line.known)
		buf_printf(b, ", line %" PRIu64, s->line.value);
	if (s && s->number.known && s->number.value > 1)
		buf_printf(b, ", session %" PRIu64, s->number.value);
	if (s && s->generation.n) {
		buf_add_string(b, ", log generation ");
		text_append_display(b, s->generation);
	}
	if (c->event_id.known)
		buf_printf(b, ": %s", clue_meaning(c->kind));
	buf_add_byte(b, '\n');
}

/* "false", and what is 0, tell only where something has to be ruled out: without a bug check. */
static bool is_idle(const struct statement *st)
{
	return (st->form == STATEMENT_FLAG || st->form == STATEMENT_COUNT ||
		st->form == STATEMENT_HEX32) &&
	       st->number == 0;
}

static void append_statements(struct buf *b, const struct clue *c, bool ruling_out)
{
	struct statement statements[STATEMENTS_MAX];
	size_t n = clue_statements(c, statements);
	for (size_t i = 0; i < n; i++) {
		if (!ruling_out && !c->session && is_idle(&statements[i]))
			continue;
		buf_printf(b, "    %s = ", statements[i].member);
		crash_text_value(b, &statements[i]);
		buf_printf(b, ": %s%s\n", statements[i].tells,
			   statements[i].inferred ? " [inferred]" : "");
	}
}

static void append_evidence(struct buf *b, const struct crash *c)
{
	enum { CITED_MAX = 48 /* clues; a page of paper has room for no more */ };
	for (size_t i = 0; i < c->clue_count && i < CITED_MAX; i++) {
		crash_text_source(b, c->clues[i], i ? "" : "evidence");
		append_statements(b, c->clues[i], !c->has_bugcheck);
	}
	if (c->clue_count > CITED_MAX)
		buf_printf(b, "    and %zu more\n", c->clue_count - CITED_MAX);
}

static void append_contradictions(struct buf *b, const struct crash *c)
{
	const struct session *s = crash_session(c);
	for (size_t i = 0; i < c->contradiction_count; i++) {
		crash_text_row(b, i == 0 ? "but" : "");
		text_append_display(b, c->contradictions[i].rule);
		buf_add_string(b, ": ");
		text_append_display(b, c->contradictions[i].message);
		buf_add_byte(b, '\n');
	}
	if (s && s->findings_left_out) {
		crash_text_row(b, "");
		buf_printf(b, "and %" PRIu64 " more contradictions\n", s->findings_left_out);
	}
}

static void append_file(struct buf *b, const struct crash *c)
{
	const struct clue *dump = crash_clue(c, CLUE_DUMP);
	if (!dump)
		return;
	struct known complete = clue_number(dump, FACT_DUMP_COMPLETE);
	struct slice reason = clue_text(dump, FACT_DUMP_INCOMPLETE_REASON);
	crash_text_row(b, "dump file");
	text_append_display(b, dump->file);
	buf_add_string(b, !complete.known  ? ", not known to be whole"
			  : complete.value ? ", whole"
					   : ", not whole");
	if (reason.n) {
		buf_add_string(b, ": ");
		text_append_display(b, reason);
	}
	buf_add_byte(b, '\n');
}

static void append_log(struct buf *b, const struct session *s)
{
	struct known end = crash_end(s);
	append_dump(b, s);
	append_write(b, s);
	append_throughput(b, &s->throughput);
	if (end.known) {
		crash_text_row(b, "until");
		crash_text_civil(b, end.value);
		buf_printf(b, " UTC [inferred] (%s)\n", crash_end_word(s));
	}
}

void crash_text_missing(struct buf *b, const struct crash *c, unsigned artifacts)
{
	const char *separator = "";
	for (enum artifact a = 0; a < ARTIFACT_COUNT; a++) {
		if (!(artifacts >> a & 1) || crash_has_artifact(c, a))
			continue;
		if (!*separator)
			crash_text_row(b, "not given");
		buf_printf(b, "%s%s", separator, artifact_word(a));
		separator = ", ";
	}
	buf_add_string(b, *separator ? "\n\n" : "\n");
}

void crash_write_text(struct buf *b, const struct crash *c, const struct crash_context *context)
{
	crash_text_heading(b, c);
	append_verdict(b, c, context->colour);
	append_bugcheck(b, c);
	append_forced(b, c);
	if (crash_session(c))
		append_log(b, crash_session(c));
	append_file(b, c);
	append_evidence(b, c);
	append_contradictions(b, c);
	crash_text_missing(b, c, ARTIFACTS_ALL);
}
