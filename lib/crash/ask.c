/* SPDX-License-Identifier: MIT */
#include "lib/base/text.h"
#include "lib/crash/ask_answer.h"
#include "lib/crash/crash_form.h"

static const struct {
	const char *name, *title;
	void (*answer)(struct ask *a);
	unsigned artifacts; /* those that could tell: named where they are missing */
} questions[ASK_COUNT] = {
	[ASK_NO_DUMP] = {"no-dump", "Why is there no dump?", ask_no_dump, ARTIFACTS_ALL},
	[ASK_STALLED] = {"stalled", "Where and why did the dump stop?", ask_stalled, ARTIFACTS_ALL},
	[ASK_41_ZERO] = {"41-zero", "Event 41 has no code: what happened?", ask_41_zero,
			 ARTIFACT_BIT(DUMPSTACK_LOG) | ARTIFACT_BIT(DUMP_HEADER) |
				 ARTIFACT_BIT(EVENT_LOG)},
	[ASK_DRIVER] = {"driver", "Which driver?", ask_driver,
			ARTIFACT_BIT(DUMPSTACK_LOG) | ARTIFACT_BIT(DUMP_HEADER) |
				ARTIFACT_BIT(EVENT_LOG)},
	[ASK_DELETED] = {"deleted", "Who deleted the dump?", ask_deleted,
			 ARTIFACT_BIT(DUMP_HEADER) | ARTIFACT_BIT(EVENT_LOG) |
				 ARTIFACT_BIT(REGISTRY)},
	[ASK_WHEN] = {"when", "When was it?", ask_when,
		      ARTIFACT_BIT(DUMPSTACK_LOG) | ARTIFACT_BIT(DUMP_HEADER) |
			      ARTIFACT_BIT(EVENT_LOG)},
	[ASK_FORCED] = {"forced", "Did somebody want it?", ask_forced,
			ARTIFACT_BIT(DUMP_HEADER) | ARTIFACT_BIT(EVENT_LOG) |
				ARTIFACT_BIT(REGISTRY)},
	[ASK_SLOW] = {"slow", "Why did writing the dump take so long?", ask_slow,
		      ARTIFACT_BIT(DUMPSTACK_LOG)},
	[ASK_SHARE] = {"share", "What may be given to others?", ask_share, 0},
};

enum question ask_of(struct slice name)
{
	enum question q = 0;
	while (q < ASK_COUNT && !slice_equal(name, slice_of_string(questions[q].name)))
		q++;
	return q;
}

const char *ask_name(enum question q)
{
	return questions[q].name;
}

static const char *result_word(enum ask_result result)
{
	switch (result) {
	case ASK_FINE:
		return "fine";
	case ASK_WRONG:
		return "wrong";
	case ASK_UNKNOWN:
	case ASK_NOT_ABOUT:
		break;
	}
	return "unknown";
}

/* --- JSON --- */

static void write_reasons(struct json_writer *w, const struct ask *a)
{
	json_array_begin(w, "reasons");
	for (size_t i = 0; i < a->reason_count; i++) {
		json_object_begin(w, NULL);
		json_literal(w, "rule", a->reasons[i].rule);
		json_text(w, "sentence", a->reasons[i].sentence);
		json_bool(w, "inferred", a->reasons[i].inferred);
		json_object_end(w);
	}
	json_array_end(w);
}

static void write_answer(struct json_writer *w, const struct ask *a, enum question q,
			 const struct crash_context *context)
{
	const struct crash *c = a->crash;
	json_object_begin(w, NULL);
	json_literal(w, "type", "answer");
	crash_json_when(w, c, context->epoch);
	crash_json_bugcheck(w, c);
	if (c->host.n)
		json_text(w, "host", c->host);
	json_literal(w, "question", questions[q].name);
	json_literal(w, "result", result_word(a->result));
	json_text(w, "answer", a->answer);
	json_bool(w, "inferred", a->inferred);
	write_reasons(w, a);
	json_array_begin(w, "evidence");
	for (size_t i = 0; i < a->cited_count; i++)
		crash_json_statement(w, a->cited[i].clue, &a->cited[i].statement);
	json_array_end(w);
	crash_json_missing(w, c, questions[q].artifacts);
	json_array_begin(w, "next");
	for (size_t i = 0; i < a->next_count; i++)
		json_text(w, NULL, a->next[i]);
	json_array_end(w);
	crash_json_tags(w, c, context);
}

/* --- text --- */

static const char *colour_of(enum ask_result result)
{
	switch (result) {
	case ASK_FINE:
		return "\x1b[32m";
	case ASK_WRONG:
		return "\x1b[31m";
	case ASK_UNKNOWN:
	case ASK_NOT_ABOUT:
		break;
	}
	return "\x1b[33m";
}

static void append_sentence(struct buf *b, struct slice sentence, bool inferred)
{
	text_append_display(b, sentence);
	buf_add_string(b, inferred ? " [inferred]\n" : "\n");
}

static void append_answer(struct buf *b, const struct ask *a, enum question q, bool colour)
{
	crash_text_row(b, "question");
	buf_printf(b, "%s (%s)\n", questions[q].title, questions[q].name);
	crash_text_row(b, "answer");
	if (colour)
		buf_add_string(b, colour_of(a->result));
	text_append_display(b, a->answer);
	if (colour)
		buf_add_string(b, "\x1b[0m");
	buf_printf(b, "%s (%s)\n", a->inferred ? " [inferred]" : "", result_word(a->result));
	const char *label = "because";
	for (size_t i = 0; i < a->reason_count; i++) {
		if (slice_equal(a->reasons[i].sentence, a->answer))
			continue;
		crash_text_row(b, label);
		append_sentence(b, a->reasons[i].sentence, a->reasons[i].inferred);
		label = "";
	}
}

/* That an event is there, and when, stands where its place does. */
static bool is_in_source_line(const struct clue *c, const struct statement *st)
{
	return c->event_id.known &&
	       (strcmp(st->member, "event_id") == 0 || strcmp(st->member, "time") == 0);
}

static void append_evidence(struct buf *b, const struct ask *a)
{
	for (size_t i = 0; i < a->cited_count; i++) {
		const struct statement *st = &a->cited[i].statement;
		if (i == 0 || a->cited[i].clue != a->cited[i - 1].clue)
			crash_text_source(b, a->cited[i].clue, i ? "" : "evidence");
		if (is_in_source_line(a->cited[i].clue, st))
			continue;
		buf_printf(b, "    %s = ", st->member);
		crash_text_value(b, st);
		buf_printf(b, "%s%s%s\n", *st->tells ? ": " : "", st->tells,
			   st->inferred ? " [inferred]" : "");
	}
}

static void append_next(struct buf *b, const struct ask *a)
{
	for (size_t i = 0; i < a->next_count; i++) {
		crash_text_row(b, i ? "" : "next");
		append_sentence(b, a->next[i], false);
	}
}

/* --- both --- */

static enum ask_result begin(struct ask *a, const struct crash *c, enum question q)
{
	memset(a, 0, sizeof(*a));
	a->crash = c;
	a->result = ASK_NOT_ABOUT;
	questions[q].answer(a);
	return a->result;
}

enum ask_result ask_write_json(struct json_writer *w, const struct crash *c, enum question q,
			       const struct crash_context *context)
{
	struct ask a;
	enum ask_result result = begin(&a, c, q);
	if (result != ASK_NOT_ABOUT)
		write_answer(w, &a, q, context);
	arena_free(&a.arena);
	return result;
}

enum ask_result ask_write_text(struct buf *b, const struct crash *c, enum question q, bool colour)
{
	struct ask a;
	enum ask_result result = begin(&a, c, q);
	if (result != ASK_NOT_ABOUT) {
		crash_text_heading(b, c);
		append_answer(b, &a, q, colour);
		append_evidence(b, &a);
		append_next(b, &a);
		crash_text_missing(b, c, questions[q].artifacts);
	}
	arena_free(&a.arena);
	return result;
}
