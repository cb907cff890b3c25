/* SPDX-License-Identifier: MIT */
/* What a log's values mean: dumpstack.gram and the page dslog-parse(1). */
#include "lib/crash/evidence.h"
#include "lib/crash/instant.h"

const char *artifact_would_tell(enum artifact a)
{
	switch (a) {
	case ARTIFACT_DUMPSTACK_LOG:
		return "how the dump was written, and where that stopped";
	case ARTIFACT_DUMP_HEADER:
		return "whether the dump file exists and is whole, machine, build, uptime";
	case ARTIFACT_EVENT_LOG:
		return "restart time, bug check report, failed or deleted dump, forced power-off";
	case ARTIFACT_REGISTRY:
		return "configured dump type, page files, dump filter drivers";
	case ARTIFACT_COUNT:
		break;
	}
	return "";
}

/* The statements made so far. */
struct list {
	struct statement *out;
	size_t n;
};

static void add(struct list *l, struct statement s)
{
	assert(l->n < STATEMENTS_MAX);
	l->out[l->n++] = s;
}

static void add_number(struct list *l, const char *member, enum statement_form form,
		       struct known value, const char *tells, bool inferred)
{
	if (value.known)
		add(l, (struct statement){member, form, {NULL, 0}, value.value, tells, inferred});
}

static void add_text(struct list *l, const char *member, struct slice text, const char *tells,
		     bool inferred)
{
	if (text.p)
		add(l, (struct statement){member, STATEMENT_TEXT, text, 0, tells, inferred});
}

/* What the header says beside "finalised". A log that was cut or edited proves less, but a success
 * message in it still says what it says. */
static const char *header_tells(enum header_state state, bool dump_whole)
{
	switch (state) {
	case HEADER_OPEN:
		return "the log was never closed: writing it was interrupted";
	case HEADER_EDITED:
		return dump_whole
			       ? "the log is not as Windows left it"
			       : "the log is not as Windows left it: a stop and a cut look alike";
	case HEADER_MISSING:
		return dump_whole ? "the log is an excerpt without its header"
				  : "the log is an excerpt without its header: a stop and a cut "
				    "look alike";
	default:
		return NULL;
	}
}

static void add_header_state(struct list *l, const struct session *s)
{
	const char *tells = header_tells(s->header_state, crash_dump_whole(s) == ANSWER_YES);
	if (tells)
		add_text(l, "header_state", slice_of_string(header_state_word(s->header_state)),
			 tells, false);
}

static void add_how_far(struct list *l, const struct session *s)
{
	const struct log_meaning *meaning = log_meaning_of(s->verdict);
	bool all_pages = s->pages_written.known && s->total_pages.known &&
			 s->pages_written.value >= s->total_pages.value;
	if (s->verdict == LOG_STOPPED_AT_PERCENT)
		add_number(l, "last_percent", STATEMENT_COUNT, s->last_percent,
			   "at least this part of the memory, in percent, was written", false);
	if (s->stopped_before_5_percent.value)
		add_number(
			l, "stopped_before_5_percent", STATEMENT_FLAG, s->stopped_before_5_percent,
			"less than 5 percent of the memory is known to have been written", false);
	if (s->verdict != LOG_COMPLETE && meaning->memory_data_written)
		add_number(l, "pages_written", STATEMENT_COUNT, s->pages_written,
			   all_pages ? "all memory pages of the dump begun were written"
				     : "this many memory pages of the dump begun were written",
			   false);
	if (crash_dump_whole(s) != ANSWER_YES)
		add_number(l, "last_progress", STATEMENT_HEX32, s->last_progress,
			   "the last step of the bug check that the log records", false);
}

static void add_components(struct list *l, const struct session *s)
{
	add_text(l, "open_component", s->open_component,
		 "the callback of this component was called and its return is not recorded", false);
	add_text(l, "fault_component", s->fault_component,
		 "the callback of this component was running when the dump was started again as a "
		 "minidump; that it failed is a conclusion",
		 true);
}

static void add_log(struct list *list, const struct session *s)
{
	struct list l = *list;
	const struct log_meaning *meaning = log_meaning_of(s->verdict);
	add_number(
		&l, "time", STATEMENT_TIME, s->time,
		"system time when the dump was begun; the clock stands still while it is written",
		false);
	add_number(&l, "bugcheck.code", STATEMENT_HEX32, s->bugcheck.code,
		   "the log records this bug check code", false);
	add(&l, (struct statement){.member = "verdict",
				   .text = slice_of_string(log_verdict_word(s->verdict)),
				   .tells = meaning->tells,
				   .inferred = meaning->inferred});
	add_header_state(&l, s);
	add_how_far(&l, s);
	add_components(&l, s);
	if (crash_end(s).known)
		add_number(&l, "elapsed_ms", STATEMENT_COUNT, s->elapsed_ms,
			   "milliseconds from the bug check to the last measurement in the log",
			   false);
	*list = l;
}

/* What it means that a line of this kind names a code. */
static const char *code_tells(enum clue_kind kind)
{
	switch (kind) {
	case CLUE_DUMP:
		return "the header of the dump has this bug check code";
	case CLUE_DIRTY_RESTART:
		return "Windows recorded this bug check code when it restarted";
	case CLUE_LIVE_KERNEL_EVENT:
		return "Windows Error Reporting reports this code of a live dump";
	default:
		return "Windows reports this bug check code";
	}
}

static enum statement_form form_of(enum fact_form form)
{
	switch (form) {
	case FORM_COUNT:
		return STATEMENT_COUNT;
	case FORM_HEX32:
		return STATEMENT_HEX32;
	case FORM_TIME:
		return STATEMENT_TIME;
	case FORM_FLAG:
		return STATEMENT_FLAG;
	case FORM_TEXT:
	case FORM_NAMES:
		break;
	}
	return STATEMENT_TEXT;
}

static void add_facts(struct list *l, const struct clue *c)
{
	if (c->has_bugcheck)
		add_number(l, "bugcheck.code", STATEMENT_HEX32, known_number(c->bugcheck.code),
			   code_tells(c->kind), false);
	for (size_t i = 0; i < c->fact_count; i++) {
		const struct fact *f = &c->facts[i];
		const struct fact_info *info = fact_info(f->id);
		if (info->tells)
			add(l, (struct statement){info->path, form_of(info->form), f->text,
						  f->number, info->tells, info->inferred});
	}
	/* That the event is there is what it says. */
	if (l->n == 0)
		add_number(l, "event_id", STATEMENT_COUNT, c->event_id, clue_meaning(c->kind),
			   false);
}

size_t clue_statements(const struct clue *c, struct statement out[static STATEMENTS_MAX])
{
	struct list l = {out, 0};
	if (c->session)
		add_log(&l, c->session);
	else
		add_facts(&l, c);
	return l.n;
}

enum answer crash_dump_whole(const struct session *s)
{
	enum answer by_verdict = log_meaning_of(s->verdict)->dump_whole;
	if (by_verdict == ANSWER_OPEN || !s->complete.known)
		return by_verdict;
	return s->complete.value ? ANSWER_YES : ANSWER_NO;
}

struct known crash_end(const struct session *s)
{
	struct known end = {false, 0};
	end.known = s->time.known && s->elapsed_ms.known &&
		    instant_after(s->time.value, s->elapsed_ms.value, &end.value);
	return end;
}

const char *crash_end_word(const struct session *s)
{
	return crash_dump_whole(s) == ANSWER_YES ? "dump_ended" : "last_measured";
}
