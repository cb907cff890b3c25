/* SPDX-License-Identifier: MIT */
/* When was it: every clock that tells, what it tells, and how far they are apart. */
#include "lib/crash/ask_answer.h"
#include "lib/crash/crash_form.h"
#include "lib/crash/span.h"

/* Times that events and files have. Those of one kind are told once: the first of it. */
static const struct {
	enum clue_kind kind;
	enum fact_id fact; /* FACT_COUNT: the time of the line itself */
	const char *rule, *what, *remark;
} clocks[] = {
	{CLUE_DUMP, FACT_COUNT, "dump_header", "The header of the dump says", ""},
	{CLUE_LOG_SESSION, FACT_COUNT, "dumpstack_log", "DumpStack.log was begun at", ""},
	{CLUE_UNEXPECTED_SHUTDOWN, FACT_LAST_ALIVE, "last_alive",
	 "Event 6008: a last sign of life, not the crash, was at", ""},
	{CLUE_DIRTY_RESTART, FACT_POWER_BUTTON_TIME, "power_button",
	 "Event 41: the power button was last pressed at", ""},
	{CLUE_BOOT, FACT_START_TIME, "next_start", "Windows was started again at", ""},
	{CLUE_DIRTY_RESTART, FACT_COUNT, "event_41", "Event 41 was logged at",
	 "; it belongs to the next start"},
	{CLUE_BUGCHECK_REPORTED, FACT_COUNT, "event_1001", "Event 1001 was logged at",
	 "; it belongs to the next start"},
};

/* ", 1 min 35 s after the crash", where that has a time. */
static const char *apart(struct ask *a, uint64_t time)
{
	struct known crash = a->crash->time;
	if (!crash.known)
		return "";
	if (time == crash.value)
		return ", which is taken for the time of the crash";
	return ask_text(a, ", %s %s the crash", ask_duration(a, span_between(time, crash.value)),
			time > crash.value ? "after" : "before");
}

static struct known time_of(const struct clue *c, enum fact_id fact)
{
	struct known time = fact == FACT_COUNT ? c->time : clue_number(c, fact);
	return time.value ? time : (struct known){false, 0};
}

static void cite_clock(struct ask *a, const struct clue *c, enum fact_id fact, struct known time)
{
	if (fact == FACT_COUNT)
		ask_cite_number(a, c, "time", STATEMENT_TIME, time, clue_meaning(c->kind));
	else
		ask_cite(a, c, fact_info(fact)->path);
}

static size_t tell_clocks(struct ask *a)
{
	size_t n = 0;
	for (size_t i = 0; i < COUNT_OF(clocks); i++) {
		const struct clue *c = crash_clue(a->crash, clocks[i].kind);
		struct known time = {false, 0};
		if (c)
			time = time_of(c, clocks[i].fact);
		if (!time.known)
			continue;
		ask_reason(a, clocks[i].rule, false, "%s %s%s%s.", clocks[i].what,
			   ask_time(a, time.value), apart(a, time.value), clocks[i].remark);
		cite_clock(a, c, clocks[i].fact, time);
		n++;
	}
	return n;
}

/* " (15:50:28 by the clock of the machine, UTC+05:30)": the log knows. */
static const char *local_time(struct ask *a)
{
	const struct session *s = crash_session(a->crash);
	struct known crash = a->crash->time;
	if (!s || !s->has_offset || !crash.known)
		return "";
	struct buf b = {0};
	uint64_t shift = (uint64_t)(s->utc_offset_minutes < 0 ? -s->utc_offset_minutes
							      : s->utc_offset_minutes) *
			 SPAN_MINUTE;
	crash_text_civil(&b, s->utc_offset_minutes < 0 ? span_since(crash.value, shift)
						       : crash.value + shift);
	buf_add_string(&b, " local time, ");
	crash_text_offset(&b, s->utc_offset_minutes);
	const char *text = ask_text(a, " (%.*s)", (int)b.n, (const char *)b.p);
	buf_free(&b);
	return text;
}

/* Do clocks that should agree, or follow one another, not do so? */
static const char *disagreement(const struct crash *c)
{
	const struct clue *dump = crash_clue(c, CLUE_DUMP);
	const struct session *s = crash_session(c);
	if (dump && s && dump->time.known && s->time.known &&
	    span_between(dump->time.value, s->time.value) > SPAN_SAME_CRASH)
		return "The header of the dump and the log are farther apart than one crash allows.";
	if (c->time.known && c->restart.known && c->restart.value < c->time.value)
		return "The restart is earlier than the crash before it: a clock was changed.";
	return NULL;
}

static void say_bounds(struct ask *a)
{
	struct buf b = {0};
	crash_text_bounds(&b, a->crash);
	ask_say(a, ASK_UNKNOWN, "The crash was %.*s.", (int)b.n, (const char *)b.p);
	a->inferred = true;
	buf_free(&b);
	ask_next(a, "Give the dump, or DumpStack.log: they have the time of the crash itself.");
}

static void tell_clock_changes(struct ask *a)
{
	const struct clue *change = crash_clue(a->crash, CLUE_TIME_CHANGE);
	if (!change)
		return;
	ask_reason(a, "clock_set", false, "The clock was set near the crash.");
	ask_cite(a, change, "crash.old_time crash.new_time");
}

void ask_when(struct ask *a)
{
	const struct crash *c = a->crash;
	const char *wrong = disagreement(c);
	tell_clocks(a);
	tell_clock_changes(a);
	if (!c->time.known) {
		say_bounds(a);
		return;
	}
	ask_say(a, wrong ? ASK_WRONG : ASK_FINE, "The %s was at %s%s.%s%s",
		c->live ? "live dump" : "crash", ask_time(a, c->time.value), local_time(a),
		wrong ? " " : "", wrong ? wrong : "");
	if (wrong)
		ask_next(a,
			 "Look at events 1 of Kernel-General: they tell when the clock was set.");
}
