/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/base/number.h"
#include "lib/crash/ask_answer.h"
#include "lib/crash/crash_form.h"
#include "lib/crash/span.h"

/* --- texts --- */

static struct slice made(struct ask *a, const char *format, va_list args) PRINTF_LIKE(2, 0);

static struct slice made(struct ask *a, const char *format, va_list args)
{
	va_list again;
	va_copy(again, args);
	int n = vsnprintf(NULL, 0, format, again);
	va_end(again);
	size_t size = n > 0 ? (size_t)n : 0;
	char *text = arena_alloc(&a->arena, size + 1);
	text[0] = 0;
	(void)vsnprintf(text, size + 1, format, args);
	return slice_of(text, size);
}

const char *ask_text(struct ask *a, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	struct slice text = made(a, format, args);
	va_end(args);
	return (const char *)text.p;
}

void ask_say(struct ask *a, enum ask_result result, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	a->answer = made(a, format, args);
	va_end(args);
	a->result = result;
}

void ask_reason(struct ask *a, const char *rule, bool inferred, const char *format, ...)
{
	va_list args;
	if (a->reason_count == ASK_REASONS_MAX)
		return;
	struct ask_reason *r = &a->reasons[a->reason_count++];
	va_start(args, format);
	*r = (struct ask_reason){rule, made(a, format, args), inferred};
	va_end(args);
}

/* "the log ends early" becomes "The log ends early.". */
static const char *sentence_of(struct ask *a, struct slice clause)
{
	uint8_t first = clause.n ? clause.p[0] : 0;
	struct slice rest = slice_from(clause, clause.n > 0);
	if (first >= 'a' && first <= 'z')
		first = (uint8_t)(first - 'a' + 'A');
	return ask_text(a, "%c%.*s%s", first, ASK_TEXT(rest),
			slice_ends_with(clause, SLICE(".")) ? "" : ".");
}

void ask_because(struct ask *a, const char *rule, bool inferred, const char *clause)
{
	ask_reason(a, rule, inferred, "%s", sentence_of(a, slice_of_string(clause)));
}

void ask_next(struct ask *a, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	struct slice step = made(a, format, args);
	va_end(args);
	for (size_t i = 0; i < a->next_count; i++)
		if (slice_equal(a->next[i], step))
			return;
	if (a->next_count < ASK_NEXT_MAX)
		a->next[a->next_count++] = step;
}

const char *ask_duration(struct ask *a, uint64_t ticks)
{
	uint64_t seconds = ticks / SPAN_SECOND;
	uint64_t tenths = ticks % SPAN_SECOND / (SPAN_SECOND / 10);
	if (seconds < 60)
		return ask_text(a, "%" PRIu64 ".%" PRIu64 " s", seconds, tenths);
	if (seconds < 3600)
		return ask_text(a, "%" PRIu64 " min %" PRIu64 " s", seconds / 60, seconds % 60);
	if (seconds < 2 * 86400)
		return ask_text(a, "%" PRIu64 " h %" PRIu64 " min", seconds / 3600,
				seconds / 60 % 60);
	return ask_text(a, "%" PRIu64 " days %" PRIu64 " h", seconds / 86400, seconds / 3600 % 24);
}

const char *ask_time(struct ask *a, uint64_t filetime)
{
	struct buf b = {0};
	crash_text_civil(&b, filetime);
	const char *text = ask_text(a, "%.*s UTC", (int)b.n, (const char *)b.p);
	buf_free(&b);
	return text;
}

/* The tenth is cut off, not rounded. */
const char *ask_size(struct ask *a, uint64_t bytes)
{
	uint64_t unit = bytes >> 30 ? 30 : 20;
	uint64_t tenth = (bytes & ((UINT64_C(1) << unit) - 1)) * 10 >> unit;
	return ask_text(a, "%" PRIu64 ".%" PRIu64 " %s", bytes >> unit, tenth,
			unit == 30 ? "GiB" : "MiB");
}

/* --- evidence --- */

static bool is_cited(const struct ask *a, const struct clue *c, const char *member)
{
	for (size_t i = 0; i < a->cited_count; i++)
		if (a->cited[i].clue == c && strcmp(a->cited[i].statement.member, member) == 0)
			return true;
	return false;
}

static void cite_statement(struct ask *a, const struct clue *c, struct statement st)
{
	if (a->cited_count < ASK_CITED_MAX && !is_cited(a, c, st.member))
		a->cited[a->cited_count++] = (struct ask_cited){c, st};
}

void ask_cite_number(struct ask *a, const struct clue *c, const char *member,
		     enum statement_form form, struct known value, const char *tells)
{
	if (value.known)
		cite_statement(a, c,
			       (struct statement){.member = member,
						  .form = form,
						  .number = value.value,
						  .tells = tells});
}

void ask_cite_text(struct ask *a, const struct clue *c, const char *member, struct slice text,
		   const char *tells)
{
	if (text.p)
		cite_statement(a, c,
			       (struct statement){.member = member,
						  .form = STATEMENT_TEXT,
						  .text = text,
						  .tells = tells});
}

/* Is the word one of those in the list, which blanks separate? */
static bool is_listed(const char *list, const char *word)
{
	size_t n = strlen(word);
	while (list && *list) {
		size_t item = strcspn(list, " ");
		if (item == n && memcmp(list, word, n) == 0)
			return true;
		list += item + strspn(list + item, " ");
	}
	return false;
}

/* That the event or line is there at all. The word for a line is one of ours. */
static void cite_presence(struct ask *a, const struct clue *c)
{
	if (c->event_id.known)
		ask_cite_number(a, c, "event_id", STATEMENT_COUNT, c->event_id,
				clue_meaning(c->kind));
	else if (c->time.known)
		ask_cite_number(a, c, "time", STATEMENT_TIME, c->time, clue_meaning(c->kind));
	else
		ask_cite_text(a, c, "type", slice_of_string(clue_word(c->kind)),
			      clue_meaning(c->kind));
}

void ask_cite(struct ask *a, const struct clue *c, const char *members)
{
	struct statement statements[STATEMENTS_MAX];
	size_t n = clue_statements(c, statements);
	size_t found = 0;
	if (c->kind == CLUE_FINDING)
		ask_cite_text(a, c, "id", clue_text(c, FACT_FINDING_ID),
			      "the rule by which crashcfg found it");
	for (size_t i = 0; i < n; i++) {
		if (!is_listed(members, statements[i].member))
			continue;
		cite_statement(a, c, statements[i]);
		found++;
	}
	if (!found)
		cite_presence(a, c);
}

void ask_cite_code(struct ask *a)
{
	for (size_t i = 0; i < a->crash->clue_count; i++)
		if (a->crash->clues[i]->has_bugcheck) {
			ask_cite(a, a->crash->clues[i], "bugcheck.code");
			return;
		}
}

/* --- rules --- */

static void apply(struct ask *a, const struct ask_rule *rule, const struct clue *c)
{
	ask_reason(a, rule->rule, rule->inferred, "%s", rule->sentence);
	ask_cite(a, c, rule->cited);
	if (rule->next)
		ask_next(a, "%s", rule->next);
	if (clue_text(c, FACT_FINDING_REMEDY).n)
		ask_next(a, "%s", sentence_of(a, clue_text(c, FACT_FINDING_REMEDY)));
}

const struct ask_rule *ask_first(struct ask *a, const struct ask_rule *rules, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct clue *c = rules[i].find(a->crash);
		if (!c)
			continue;
		apply(a, &rules[i], c);
		return &rules[i];
	}
	return NULL;
}

size_t ask_all(struct ask *a, const struct ask_rule *rules, size_t n)
{
	size_t held = 0;
	for (size_t i = 0; i < n; i++) {
		const struct clue *c = rules[i].find(a->crash);
		if (!c)
			continue;
		apply(a, &rules[i], c);
		held++;
	}
	return held;
}

/* --- what conditions ask --- */

static const struct clue *finding_of(const struct crash *c, struct slice id)
{
	for (size_t i = 0; i < c->clue_count; i++)
		if (c->clues[i]->kind == CLUE_FINDING &&
		    slice_equal(clue_text(c->clues[i], FACT_FINDING_ID), id))
			return c->clues[i];
	return NULL;
}

const struct clue *ask_finding(const struct crash *c, const char *id)
{
	return finding_of(c, slice_of_string(id));
}

const struct clue *ask_findings(const struct crash *c, const char *ids)
{
	const struct clue *found = NULL;
	while (!found && *ids) {
		size_t n = strcspn(ids, " ");
		found = finding_of(c, slice_of(ids, n));
		ids += n + strspn(ids + n, " ");
	}
	return found;
}

const struct clue *ask_event(const struct crash *c, enum clue_kind kind, uint64_t id)
{
	for (size_t i = 0; i < c->clue_count; i++)
		if (c->clues[i]->kind == kind && c->clues[i]->event_id.known &&
		    c->clues[i]->event_id.value == id)
			return c->clues[i];
	return NULL;
}
