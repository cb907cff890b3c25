/* SPDX-License-Identifier: MIT */
/* Crashes by what was written while they happened, which knows their time: logs and dumps. */
#include "lib/bugcheck/code.h"
#include "lib/crash/grouping.h"

/* How many crashes are looked at for one that a clue may belong to: a bound on the work for each
 * clue of a flood. */
enum { CRASHES_BACK = 256 };

/* How many restarts after a crash are looked at for the one that reports it. */
enum { BOOTS_AHEAD = 8 };

/* Does the dump come from a system that went on? */
static bool is_live(const struct clue *c)
{
	const struct bugcheck_code *entry =
		c->has_bugcheck ? bugcheck_code_find(c->bugcheck.code) : NULL;
	return slice_equal(clue_text(c, FACT_DUMP_KIND), SLICE("live")) ||
	       (entry && entry->kind == BUGCHECK_KIND_LIVE_DUMP);
}

/* Logs that tell of a crash, and dumps of crashed systems. A header without a code is no crash: a
 * tool took a picture of a running system. */
static bool tells_of_crash(const struct clue *c)
{
	if (c->kind == CLUE_LOG_SESSION)
		return log_tells_of_crash(c->session->verdict);
	return c->kind == CLUE_DUMP && c->has_bugcheck && !is_live(c);
}

static enum bugcheck_match compare(const struct crash *c, bool has_bugcheck,
				   const struct bugcheck *b)
{
	if (!c->has_bugcheck || !has_bugcheck)
		return BUGCHECK_MATCH_WEAK;
	return bugcheck_compare(&c->bugcheck, b);
}

static bool has_kind(const struct crash *c, enum clue_kind kind)
{
	return crash_clue(c, kind) != NULL;
}

/* May the clue tell of a crash whose time is known? Two logs do only if one is a copy of the other:
 * a log is written once a crash. */
static bool same_moment(const struct crash *c, const struct clue *clue)
{
	const struct clue *log = crash_clue(c, CLUE_LOG_SESSION);
	if (clue->kind == CLUE_LOG_SESSION && log)
		return log->time.value == clue->time.value && log->has_bugcheck &&
		       clue->has_bugcheck;
	/* Where pointers prove it, a log may have been begun late: what comes first took time. */
	bool proven = !has_kind(c, clue->kind) &&
		      compare(c, clue->has_bugcheck, &clue->bugcheck) == BUGCHECK_MATCH_PROOF;
	return span_between(c->time.value, clue->time.value) <=
	       (proven ? SPAN_CLOCK_STEP : SPAN_SAME_CRASH);
}

/* Clues come by time, so the crash that a clue belongs to is among the last few. */
static struct crash *crash_of_moment(struct crash *const *recent, size_t n, const struct clue *clue)
{
	for (size_t i = n; i > 0 && n - i < CRASHES_BACK; i--) {
		struct crash *c = recent[i - 1];
		if (span_between(c->time.value, clue->time.value) > SPAN_CLOCK_STEP)
			break;
		if (same_moment(c, clue) &&
		    compare(c, clue->has_bugcheck, &clue->bugcheck) != BUGCHECK_MATCH_NO)
			return c;
	}
	return NULL;
}

static void set_time(struct crash *c, const struct clue *clue)
{
	/* The header has the instant of the bug check itself, the log that of its own begin. */
	bool better = clue->kind == CLUE_DUMP && c->time_basis != TIME_BASIS_DUMP_HEADER;
	if (!clue->time.known || (c->time.known && !better))
		return;
	c->time = clue->time;
	c->time_basis = clue->kind == CLUE_DUMP ? TIME_BASIS_DUMP_HEADER : TIME_BASIS_DUMPSTACK_LOG;
}

/* The crashes that logs and dumps tell of, by time; those without a time come last. */
static size_t crashes_of_moments(struct grouping *g, struct crash **crashes)
{
	size_t n = 0;
	for (size_t i = 0; i < g->n; i++) {
		const struct clue *clue = g->clues[i];
		if (!tells_of_crash(clue))
			continue;
		struct crash *c = clue->time.known ? crash_of_moment(crashes, n, clue) : NULL;
		if (!c)
			c = crashes[n++] = grouping_crash(g);
		crash_take(g, c, clue);
		set_time(c, clue);
	}
	return n;
}

/* A log or dump whose time is lost belongs to the one crash that pointers prove it to be of. */
static void join_timeless(struct grouping *g, struct crash *const *crashes, size_t n)
{
	for (size_t i = n; i > 0 && !crashes[i - 1]->time.known; i--) {
		struct crash *lost = crashes[i - 1];
		for (size_t j = 0; j < n && j < CRASHES_BACK; j++) {
			struct crash *c = crashes[j];
			if (!c->time.known || !c->has_bugcheck || !lost->has_bugcheck ||
			    has_kind(c, lost->clues[0]->kind) ||
			    bugcheck_compare(&c->bugcheck, &lost->bugcheck) != BUGCHECK_MATCH_PROOF)
				continue;
			crash_join(g, c, lost);
			break;
		}
	}
}

/* --- which restart followed --- */

static bool is_free(const struct crash *c)
{
	return c && c->clue_count && !c->time.known && !has_kind(c, CLUE_LOG_SESSION) &&
	       !has_kind(c, CLUE_DUMP);
}

/* May the boot be the one that followed the crash? next: it is the first one after it. */
static bool may_follow(const struct grouping *g, const struct crash *c, size_t boot, bool next)
{
	const struct boot *b = &g->boots.boots[boot];
	if (!is_free(b->crash))
		return false;
	enum bugcheck_match m = compare(b->crash, c->has_bugcheck, &c->bugcheck);
	if (m == BUGCHECK_MATCH_NO)
		return false;
	if (b->first < c->time.value) /* only if the clock was set back since */
		return m >= BUGCHECK_MATCH_EQUAL &&
		       c->time.value - b->first <=
			       (m == BUGCHECK_MATCH_PROOF ? SPAN_HOUR : SPAN_CLOCK_STEP);
	if (!next)
		return m == BUGCHECK_MATCH_PROOF;
	return m == BUGCHECK_MATCH_PROOF || boot > 0 || b->first - c->time.value <= SPAN_RESTART;
}

static struct crash *restart_after(const struct grouping *g, const struct crash *c)
{
	size_t before = boots_before(&g->boots, c->time.value);
	size_t next = before < g->boots.count ? before + 1 : 0;
	for (size_t i = next; i < g->boots.count && i < next + BOOTS_AHEAD; i++)
		if (may_follow(g, c, i, i == next))
			return g->boots.boots[i].crash;
	if (before < g->boots.count && may_follow(g, c, before, false))
		return g->boots.boots[before].crash;
	return NULL;
}

/* Crashes of which there are reports alone, the event log being cut: pointers or closeness tell. */
static bool may_report(const struct crash *report, const struct crash *c)
{
	if (!is_free(report) || !c->has_bugcheck)
		return false;
	enum bugcheck_match m = bugcheck_compare(&report->bugcheck, &c->bugcheck);
	bool close = c->time.known && report->restart.known &&
		     report->restart.value >= c->time.value &&
		     report->restart.value - c->time.value <= SPAN_RESTART;
	return (m == BUGCHECK_MATCH_PROOF && (close || !c->time.known)) ||
	       (m == BUGCHECK_MATCH_EQUAL && close);
}

static struct crash *report_of(struct crash *const *reports, size_t n, const struct crash *c)
{
	for (size_t i = 0; i < n; i++)
		if (may_report(reports[i], c))
			return reports[i];
	return NULL;
}

/* The first of the crashes that nothing but events tells of, as far as they name a code. */
static size_t reported_crashes(const struct grouping *g, struct crash *reports[static CRASHES_BACK])
{
	size_t n = 0;
	for (struct crash *c = g->first; c && n < CRASHES_BACK; c = c->next)
		if (c->has_bugcheck && is_free(c))
			reports[n++] = c;
	return n;
}

void group_dumps(struct grouping *g)
{
	size_t room = 0;
	for (size_t i = 0; i < g->n; i++)
		room += tells_of_crash(g->clues[i]);
	struct crash **crashes = arena_alloc(g->arena, room * sizeof(*crashes) + 1);
	struct crash *reports[CRASHES_BACK];
	size_t report_count = reported_crashes(g, reports);
	size_t n = crashes_of_moments(g, crashes);
	join_timeless(g, crashes, n);
	for (size_t i = 0; i < n; i++) {
		if (crashes[i]->clue_count == 0)
			continue;
		struct crash *restart =
			crashes[i]->time.known ? restart_after(g, crashes[i]) : NULL;
		if (!restart)
			restart = report_of(reports, report_count, crashes[i]);
		if (restart)
			crash_join(g, crashes[i], restart);
	}
}

/* --- systems that went on --- */

static struct crash *live_crash_of(struct crash *const *recent, size_t n, const struct clue *clue)
{
	for (size_t i = n; i > 0 && n - i < CRASHES_BACK; i--) {
		struct crash *c = recent[i - 1];
		if (clue->time.known && c->restart.known &&
		    span_between(c->restart.value, clue->time.value) > SPAN_HOUR)
			break;
		if (compare(c, clue->has_bugcheck, &clue->bugcheck) >= BUGCHECK_MATCH_EQUAL)
			return c;
	}
	return NULL;
}

void group_live(struct grouping *g)
{
	size_t room = 0;
	for (size_t i = 0; i < g->n; i++)
		room += g->clues[i]->kind == CLUE_LIVE_KERNEL_EVENT ||
			g->clues[i]->kind == CLUE_DUMP;
	struct crash **crashes = arena_alloc(g->arena, room * sizeof(*crashes) + 1);
	size_t n = 0;
	for (size_t i = 0; i < g->n; i++) {
		const struct clue *clue = g->clues[i];
		bool dump = clue->kind == CLUE_DUMP && is_live(clue);
		if (!dump && clue->kind != CLUE_LIVE_KERNEL_EVENT)
			continue;
		struct crash *c = live_crash_of(crashes, n, clue);
		if (!c) {
			c = crashes[n++] = grouping_crash(g);
			c->restart = clue->time;
			c->live = true;
		}
		crash_take(g, c, clue);
		if (dump)
			set_time(c, clue);
	}
}
