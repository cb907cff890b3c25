/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "lib/crash/grouping.h"

/* --- an order that does not depend on the order of the input --- */

static int compare_numbers(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

static int compare_known(struct known a, struct known b)
{
	if (a.known != b.known)
		return a.known ? -1 : 1;
	return compare_numbers(a.value, b.value);
}

static int compare_texts(struct slice a, struct slice b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n ? memcmp(a.p, b.p, n) : 0;
	return order ? order : compare_numbers(a.n, b.n);
}

static int compare_bugchecks(const struct clue *a, const struct clue *b)
{
	int order = compare_numbers(a->bugcheck.code, b->bugcheck.code);
	for (size_t i = 0; order == 0 && i < BUGCHECK_PARAMETERS; i++)
		order = compare_numbers(a->bugcheck.parameters[i], b->bugcheck.parameters[i]);
	return order;
}

/* The same event, wherever it was exported to: all that it says is equal. */
static int compare_content(const struct clue *a, const struct clue *b)
{
	int order = compare_known(a->time, b->time);
	if (order == 0)
		order = compare_numbers(a->kind, b->kind);
	if (order == 0)
		order = compare_known(a->record_id, b->record_id);
	if (order == 0)
		order = compare_known(a->event_id, b->event_id);
	return order ? order : compare_bugchecks(a, b);
}

static int compare_clues(const void *pa, const void *pb)
{
	const struct clue *a = *(struct clue *const *)pa;
	const struct clue *b = *(struct clue *const *)pb;
	int order = compare_content(a, b);
	if (order == 0)
		order = compare_texts(a->file, b->file);
	if (order == 0)
		order = compare_known(a->offset, b->offset);
	return order ? order : compare_numbers(a->sequence, b->sequence);
}

/* Events that were exported twice count once. Logs and dumps are joined later, so that each copy is
 * cited. */
static size_t drop_repeated_events(struct clue **clues, size_t n)
{
	size_t kept = 0;
	for (size_t i = 0; i < n; i++) {
		bool repeated = kept && clue_artifact(clues[i]->kind) == ARTIFACT_EVENT_LOG &&
				clues[i]->record_id.known &&
				compare_content(clues[kept - 1], clues[i]) == 0;
		if (!repeated)
			clues[kept++] = clues[i];
	}
	return kept;
}

/* --- clocks --- */

/*
 * A clock that is wrong when Windows starts (it keeps local time, its battery is empty) is set some
 * minutes later, and the event that says so has both times. What was logged from the start up to it
 * has the wrong one: by that, a boot would be torn in two, or stand behind the next.
 */
static void correct_clock(struct clue **clues, size_t n, const struct clue *change)
{
	uint64_t old_time = clue_number(change, FACT_OLD_TIME).value;
	uint64_t new_time = clue_number(change, FACT_NEW_TIME).value;
	for (size_t i = 0; i < n; i++) {
		struct clue *c = clues[i];
		if (!c->time.known || c->stated_time.known || !c->record_id.known ||
		    c->record_id.value >= change->record_id.value ||
		    compare_texts(c->file, change->file) != 0 || c->time.value > old_time ||
		    old_time - c->time.value > SPAN_BOOT || c->time.value + new_time < old_time)
			continue;
		c->stated_time = c->time;
		c->time.value = c->time.value + new_time - old_time;
	}
}

/* Only steps that could change the order of sessions, and a bounded number: each looks at all. Was
 * there any? */
static bool correct_clocks(struct clue **clues, size_t n)
{
	enum { STEPS_MAX = 64 };
	size_t steps = 0;
	for (size_t i = 0; i < n && steps < STEPS_MAX; i++) {
		const struct clue *c = clues[i];
		struct known old_time = clue_number(c, FACT_OLD_TIME);
		struct known new_time = clue_number(c, FACT_NEW_TIME);
		if (c->kind != CLUE_TIME_CHANGE || !old_time.known || !new_time.known ||
		    !c->record_id.known ||
		    span_between(old_time.value, new_time.value) < SPAN_CLOCK_STEP)
			continue;
		correct_clock(clues, n, c);
		steps++;
	}
	return steps > 0;
}

/* --- crashes --- */

struct crash *grouping_crash(struct grouping *g)
{
	struct crash *c = arena_alloc(g->arena, sizeof(*c));
	memset(c, 0, sizeof(*c));
	c->host = g->host;
	if (g->last)
		g->last->next = c;
	else
		g->first = c;
	g->last = c;
	return c;
}

/* Parameters that c lacks, of a bug check that may be the same. */
static void complete_bugcheck(struct bugcheck *b, const struct bugcheck *other)
{
	if (bugcheck_compare(b, other) == BUGCHECK_MATCH_NO)
		return;
	for (size_t i = 0; i < BUGCHECK_PARAMETERS; i++) {
		if (b->parameter_known[i] || !other->parameter_known[i])
			continue;
		b->parameter_known[i] = true;
		b->parameters[i] = other->parameters[i];
	}
}

static void take_bugcheck(struct crash *c, bool has_bugcheck, const struct bugcheck *b)
{
	if (!has_bugcheck)
		return;
	if (c->has_bugcheck)
		complete_bugcheck(&c->bugcheck, b);
	else
		c->bugcheck = *b;
	c->has_bugcheck = true;
}

static void append(struct grouping *g, struct crash *c, const struct clue *clue)
{
	if (c->clue_count == c->clue_room) {
		size_t room = c->clue_room ? 2 * c->clue_room : 8;
		const struct clue **clues = arena_alloc(g->arena, room * sizeof(*clues));
		if (c->clue_count)
			memcpy(clues, c->clues, c->clue_count * sizeof(*clues));
		c->clues = clues;
		c->clue_room = room;
	}
	c->clues[c->clue_count++] = clue;
}

void crash_take(struct grouping *g, struct crash *c, const struct clue *clue)
{
	append(g, c, clue);
	take_bugcheck(c, clue->has_bugcheck, &clue->bugcheck);
	if (!c->bugcheck_name.n)
		c->bugcheck_name = clue->bugcheck_name;
}

void crash_join(struct grouping *g, struct crash *c, struct crash *other)
{
	for (size_t i = 0; i < other->clue_count; i++)
		append(g, c, other->clues[i]);
	take_bugcheck(c, other->has_bugcheck, &other->bugcheck);
	if (!c->bugcheck_name.n)
		c->bugcheck_name = other->bugcheck_name;
	if (!c->restart.known) {
		c->restart = other->restart;
		c->boot = other->boot;
	}
	if (!c->time.known) {
		c->time = other->time;
		c->time_basis = other->time_basis;
	}
	other->clue_count = 0;
}

/* --- the list that is given back --- */

/* Logs and dumps in front: they know most; then the events and the rest, each by time. */
static int compare_strength(const void *pa, const void *pb)
{
	const struct clue *a = *(const struct clue *const *)pa;
	const struct clue *b = *(const struct clue *const *)pb;
	int order = compare_numbers(clue_artifact(a->kind), clue_artifact(b->kind));
	return order ? order : compare_clues(&a, &b);
}

/* The list without those whose clues were joined to another. */
static struct crash *drop_joined(struct crash *first)
{
	struct crash **next = &first;
	while (*next) {
		if ((*next)->clue_count)
			next = &(*next)->next;
		else
			*next = (*next)->next;
	}
	return first;
}

struct crash *crash_group(struct clue **clues, size_t n, struct slice host, struct arena *arena)
{
	struct grouping g = {.arena = arena, .host = host, .clues = clues};
	qsort(clues, n, sizeof(*clues), compare_clues);
	if (correct_clocks(clues, n))
		qsort(clues, n, sizeof(*clues), compare_clues);
	g.n = drop_repeated_events(clues, n);
	g.boot_of = arena_alloc(arena, g.n * sizeof(*g.boot_of) + 1);
	boots_find(&g.boots, clues, g.n, g.boot_of, arena);
	group_restarts(&g);
	group_dumps(&g);
	group_live(&g);
	struct crash *first = drop_joined(g.first);
	for (struct crash *c = first; c; c = c->next) {
		group_settle(&g, c);
		qsort(c->clues, c->clue_count, sizeof(*c->clues), compare_strength);
		crash_judge(c);
	}
	return first;
}
