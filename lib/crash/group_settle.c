/* SPDX-License-Identifier: MIT */
/* When a crash can have been, what lay around it, and what does not go together. */
#include <inttypes.h>
#include <stdio.h>

#include "lib/crash/grouping.h"

/* Signs of life of the session that crashed, or of trouble in it. */
#define KINDS_AROUND                                                                           \
	(KIND(HARDWARE_ERROR) | KIND(STORAGE_ERROR) | KIND(SHUTDOWN_REQUESTED) | KIND(SLEEP) | \
	 KIND(POWER_ACTION) | KIND(SHUTDOWN) | KIND(LOG_STOPPED) | KIND(TIME_CHANGE))

/* What is logged at a start, also when nothing crashed: of the restart after a crash it tells
 * more. */
#define KINDS_OF_RESTART                                                                    \
	(KIND(BOOT) | KIND(BOOT_STATUS) | KIND(DUMP_CONFIG_FAILED) | KIND(HARDWARE_ERROR) | \
	 KIND(TIME_CHANGE))

/* What is told of the machine rather than of a moment. */
#define KINDS_OF_MACHINE (KIND(CONFIGURATION) | KIND(FINDING))

enum {
	AROUND_MAX = 24, /* events around a crash, those nearest to it; a flood tells no more */
	LOOKED_AT_MAX = 1024, /* for them: a bound on the work for each crash of a flood */
	MACHINE_MAX = 64,
};

static void later(struct known *bound, struct known time, uint64_t end)
{
	if (time.known && time.value <= end && (!bound->known || time.value > bound->value))
		*bound = time;
}

/* The boot before the one that followed the crash. */
static const struct boot *session_start(const struct grouping *g, const struct crash *c)
{
	if (c->boot)
		return c->boot > 1 ? &g->boots.boots[c->boot - 2] : NULL;
	/* A report alone: the restart came before it, at the last boot, if that is known. */
	size_t last = boots_before(&g->boots, c->restart.value);
	return last < g->boots.count && last > 0 ? &g->boots.boots[last - 1] : NULL;
}

/* Bounds out of the crash's own clues and the session before. */
static void bound(const struct grouping *g, struct crash *c)
{
	const struct boot *start = c->restart.known ? session_start(g, c) : NULL;
	if (c->time.known || !c->restart.known)
		return;
	c->not_after = c->restart;
	if (start && !c->live)
		c->not_before = known_number(start->first);
	for (size_t i = 0; i < c->clue_count; i++) {
		const struct clue *clue = c->clues[i];
		uint64_t end = c->restart.value;
		later(&c->not_before, clue_number(clue, FACT_LAST_ALIVE), end);
		later(&c->not_before, clue_number(clue, FACT_POWER_BUTTON_TIME), end);
	}
}

/* The first clue that is not before time; clues are sorted, those without a time come last. */
static size_t first_from(const struct grouping *g, uint64_t time)
{
	size_t low = 0;
	size_t high = g->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (g->clues[middle]->time.known && g->clues[middle]->time.value < time)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Adds the events of these kinds from begin to end, the last AROUND_MAX of them. */
static void take_around(struct grouping *g, struct crash *c, uint64_t begin, uint64_t end,
			uint64_t kinds)
{
	size_t taken[AROUND_MAX];
	size_t n = 0;
	size_t first = first_from(g, begin);
	size_t behind = first_from(g, end + 1);
	if (behind - first > LOOKED_AT_MAX && behind > first)
		first = behind - LOOKED_AT_MAX;
	for (size_t i = behind; i > first && n < AROUND_MAX; i--)
		if (kind_in(kinds, g->clues[i - 1]))
			taken[n++] = i - 1;
	while (n > 0)
		crash_take(g, c, g->clues[taken[--n]]);
}

/* Where the events of a restart end: some minutes later, or where the next one begins. */
static uint64_t end_of_restart(const struct grouping *g, const struct crash *c)
{
	uint64_t end = c->restart.value + SPAN_BOOT;
	if (!c->boot || c->boot == g->boots.count)
		return end;
	const struct boot *next = &g->boots.boots[c->boot];
	return next->first <= end ? next->first - 1 : end;
}

/* The trouble before the crash, signs of life until the restart, and what the restart tells. */
static void surround(struct grouping *g, struct crash *c)
{
	uint64_t crash = c->time.known ? c->time.value : c->not_before.value;
	uint64_t end = c->restart.known ? c->restart.value : c->time.value;
	if (c->live || (!c->time.known && !c->restart.known))
		return;
	if (!c->time.known && !c->not_before.known)
		crash = end;
	take_around(g, c, span_since(crash, SPAN_BEFORE_CRASH), (end > crash ? end : crash) - 1,
		    KINDS_AROUND);
	for (size_t i = 0; !c->time.known && i < c->clue_count; i++)
		if (kind_in(KINDS_AROUND & ~KIND(TIME_CHANGE), c->clues[i]))
			later(&c->not_before, c->clues[i]->time, end);
	if (c->restart.known)
		take_around(g, c, end, end_of_restart(g, c), KINDS_OF_RESTART);
}

static void take_machine(struct grouping *g, struct crash *c)
{
	size_t n = 0;
	for (size_t i = g->n; i > 0 && n < MACHINE_MAX; i--) {
		if (g->clues[i - 1]->time.known)
			break; /* they have none, and stand at the end */
		if (!kind_in(KINDS_OF_MACHINE, g->clues[i - 1]))
			continue;
		crash_take(g, c, g->clues[i - 1]);
		n++;
	}
}

/* --- contradictions --- */

static void contradict(struct grouping *g, struct crash *c, struct slice rule, struct slice message)
{
	if (!c->contradictions)
		c->contradictions =
			arena_alloc(g->arena, CONTRADICTIONS_MAX * sizeof(*c->contradictions));
	if (c->contradiction_count < CONTRADICTIONS_MAX)
		c->contradictions[c->contradiction_count++] = (struct contradiction){rule, message};
}

static void check_restart(struct grouping *g, struct crash *c)
{
	const struct clue *restart = crash_clue(c, CLUE_DIRTY_RESTART);
	if (restart && !restart->has_bugcheck && c->has_bugcheck)
		contradict(g, c, SLICE("restart_without_code"),
			   SLICE("event 41 has no bug check code, and other evidence has one"));
	if (c->time.known && c->restart.known && c->restart.value < c->time.value)
		contradict(g, c, SLICE("crash_after_restart"),
			   SLICE("the crash is said to be later than the restart that followed it: "
				 "a clock was changed"));
}

static void check_boot_ids(struct grouping *g, struct crash *c)
{
	const struct clue *dump = crash_clue(c, CLUE_DUMP);
	struct known of_dump = {false, 0};
	struct known of_restart = {false, 0};
	if (dump)
		of_dump = clue_number(dump, FACT_DUMP_BOOT_ID);
	for (size_t i = 0; i < c->clue_count && !of_restart.known; i++)
		of_restart = clue_number(c->clues[i], FACT_LAST_BOOT_ID);
	if (!of_dump.known || !of_restart.known || of_dump.value == of_restart.value)
		return;
	char text[120];
	int n = snprintf(text, sizeof(text),
			 "the dump is of boot %" PRIu64 ", the restart follows boot %" PRIu64,
			 of_dump.value, of_restart.value);
	contradict(g, c, SLICE("boot_id_differs"), arena_copy(g->arena, slice_of(text, (size_t)n)));
}

/* Windows numbers its boots. Where numbers are missing between two that left events, boots left
 * none: the crash may have been in one of them. */
static void check_unlogged_boots(struct grouping *g, struct crash *c)
{
	if (c->boot < 2)
		return;
	struct known of_restart = g->boots.boots[c->boot - 1].last_boot_id;
	struct known before = g->boots.boots[c->boot - 2].last_boot_id;
	if (!of_restart.known || !before.known || of_restart.value <= before.value + 1)
		return;
	char text[120];
	int n = snprintf(text, sizeof(text),
			 "%" PRIu64
			 " boots between the two sessions left no events that were given",
			 of_restart.value - before.value - 1);
	contradict(g, c, SLICE("boots_without_events"),
		   arena_copy(g->arena, slice_of(text, (size_t)n)));
}

static void check_dump(struct grouping *g, struct crash *c)
{
	const struct session *s = crash_session(c);
	const struct clue *dump = crash_clue(c, CLUE_DUMP);
	struct known complete = {false, 0};
	if (dump)
		complete = clue_number(dump, FACT_DUMP_COMPLETE);
	if (s && s->verdict == LOG_COMPLETE && complete.known && !complete.value)
		contradict(g, c, SLICE("log_complete_dump_incomplete"),
			   SLICE("the log records a whole dump, and the file is not whole"));
	if (crash_clue(c, CLUE_DUMP_FAILED) && complete.value)
		contradict(g, c, SLICE("dump_failed_dump_whole"),
			   SLICE("event 161 reports that the dump failed, and the file is whole"));
}

/* What dslog-parse found inside the log. */
static void take_findings(struct grouping *g, struct crash *c)
{
	const struct session *s = crash_session(c);
	for (size_t i = 0; s && i < s->finding_count; i++)
		contradict(g, c, s->findings[i].rule, s->findings[i].message);
}

/* A log is written once a crash: two that tell different things are not both as Windows left them.
 */
static void check_logs(struct grouping *g, struct crash *c)
{
	const struct session *first = crash_session(c);
	for (size_t i = 0; first && i < c->clue_count; i++) {
		const struct session *s = c->clues[i]->session;
		if (!s || (s->verdict == first->verdict && s->kind == first->kind &&
			   s->total_size.value == first->total_size.value))
			continue;
		contradict(g, c, SLICE("logs_differ"),
			   SLICE("two logs of this crash tell different things of its dump"));
		return;
	}
}

void group_settle(struct grouping *g, struct crash *c)
{
	bound(g, c);
	surround(g, c);
	take_machine(g, c);
	take_findings(g, c);
	check_restart(g, c);
	check_boot_ids(g, c);
	check_unlogged_boots(g, c);
	check_dump(g, c);
	check_logs(g, c);
}
