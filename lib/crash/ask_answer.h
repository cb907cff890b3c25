/* SPDX-License-Identifier: MIT */
/*
 * An answer while it is made: a sentence, the reasons for it, the evidence they rest on, and what
 * to do next. Reasons that depend on one condition each stand in tables of rules.
 */
#ifndef CRASH_ASK_ANSWER_H
#define CRASH_ASK_ANSWER_H

#include "lib/crash/ask.h"
#include "lib/crash/evidence.h"

/* An answer is read by somebody who wants to know one thing. */
enum { ASK_REASONS_MAX = 16, ASK_CITED_MAX = 48, ASK_NEXT_MAX = 12 };

struct ask_reason {
	const char *rule; /* static */
	struct slice sentence;
	bool inferred;
};

struct ask_cited {
	const struct clue *clue;
	struct statement statement;
};

/* All zero but for the crash, before it is answered. */
struct ask {
	const struct crash *crash;
	struct arena arena; /* of the sentences that are made */
	enum ask_result result;
	struct slice answer;
	bool inferred; /* the answer is a conclusion */
	size_t reason_count, cited_count, next_count;
	struct ask_reason reasons[ASK_REASONS_MAX];
	struct ask_cited cited[ASK_CITED_MAX];
	struct slice next[ASK_NEXT_MAX];
};

/* What to say where find() gives a clue. */
struct ask_rule {
	const char *rule;
	const struct clue *(*find)(const struct crash *c); /* what it rests on; NULL: not so */
	bool inferred;
	const char *sentence; /* with full stop */
	const char *cited;    /* members of the clue, between blanks; NULL: that it is there */
	const char *next;     /* NULL: nothing */
};

/* The first of the n rules that holds, which gives its reason; NULL where none does. */
const struct ask_rule *ask_first(struct ask *a, const struct ask_rule *rules, size_t n);

/* Reasons of all that hold; returns how many. */
size_t ask_all(struct ask *a, const struct ask_rule *rules, size_t n);

/* Sets the answer. */
void ask_say(struct ask *a, enum ask_result result, const char *format, ...) PRINTF_LIKE(3, 4);

void ask_reason(struct ask *a, const char *rule, bool inferred, const char *format, ...)
	PRINTF_LIKE(4, 5);

/* The same of a clause like "the log ends early", which becomes a sentence. */
void ask_because(struct ask *a, const char *rule, bool inferred, const char *clause);

void ask_next(struct ask *a, const char *format, ...) PRINTF_LIKE(2, 3);

/* Cites members of a clue, as evidence.h tells them; where it has none of them, or members is NULL,
 * that it is there. Nothing is cited twice. */
void ask_cite(struct ask *a, const struct clue *c, const char *members);

/* Cites where the code of the bug check stands, if there is one. */
void ask_cite_code(struct ask *a);

/* Cites a value, if it is known, or a text, if it is there. member, tells: static. */
void ask_cite_number(struct ask *a, const struct clue *c, const char *member,
		     enum statement_form form, struct known value, const char *tells);
void ask_cite_text(struct ask *a, const struct clue *c, const char *member, struct slice text,
		   const char *tells);

/* For %.*s: the length and bytes of a text. */
#define ASK_TEXT(s) (int)(s).n, (s).n ? (const char *)(s).p : ""

/* Texts that live as long as the answer. */
const char *ask_text(struct ask *a, const char *format, ...) PRINTF_LIKE(2, 3);
const char *ask_duration(struct ask *a, uint64_t ticks); /* "1 min 35 s", of a FILETIME span */
const char *ask_time(struct ask *a, uint64_t filetime);  /* "2023-02-13 08:46:36 UTC" */
const char *ask_size(struct ask *a, uint64_t bytes);     /* "1918.6 MiB" */

/* The finding of crashcfg with this id ("CD10"), or NULL. */
const struct clue *ask_finding(const struct crash *c, const char *id);

/* Does any of these tell: "CD10 CD15"? The first of the list that does, or NULL. */
const struct clue *ask_findings(const struct crash *c, const char *ids);

/* The event of this kind and id, or NULL. */
const struct clue *ask_event(const struct crash *c, enum clue_kind kind, uint64_t id);

/* --- the questions; each sets a result --- */

void ask_no_dump(struct ask *a);
void ask_deleted(struct ask *a);
void ask_stalled(struct ask *a);
void ask_slow(struct ask *a);
void ask_41_zero(struct ask *a);
void ask_forced(struct ask *a);
void ask_driver(struct ask *a);
void ask_share(struct ask *a);
void ask_when(struct ask *a);

#endif
