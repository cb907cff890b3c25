/* SPDX-License-Identifier: MIT */
/* Crashes by what Windows logs about them afterwards: at the restart, and in reports. */
#include "lib/crash/grouping.h"

/* How many boots back a report may refer to: dumps that could not be copied are dealt with at a
 * later boot. A bound, since each report looks at each of them. */
enum { BOOTS_BACK = 64 };

static struct crash *crash_of_boot(struct grouping *g, struct boot *b)
{
	if (!b->crash) {
		b->crash = grouping_crash(g);
		b->crash->restart = known_number(b->start);
		b->crash->boot = (size_t)(b - g->boots.boots) + 1;
	}
	return b->crash;
}

static bool is_close(const struct boot *b, const struct clue *c, uint64_t span)
{
	return span_since(c->time.value, b->first) <= span;
}

/* The crash before one of the last boots whose code and parameters the report repeats. */
static struct crash *by_bugcheck(struct grouping *g, const struct clue *c, size_t boot)
{
	for (size_t back = 0; back < BOOTS_BACK && back <= boot; back++) {
		const struct boot *b = &g->boots.boots[boot - back];
		if (!b->crash || !b->crash->has_bugcheck)
			continue;
		enum bugcheck_match m = bugcheck_compare(&b->crash->bugcheck, &c->bugcheck);
		if (m >= BUGCHECK_MATCH_EQUAL || (m == BUGCHECK_MATCH_WEAK && back == 0))
			return b->crash;
	}
	return NULL;
}

/* The crash before the last boot, if nothing speaks against it. */
static struct crash *by_boot(struct grouping *g, const struct clue *c, struct boot *b)
{
	if (c->has_bugcheck && b->crash && b->crash->has_bugcheck)
		return NULL; /* by_bugcheck() found that they differ */
	if (b->crash)
		return is_close(b, c, c->has_bugcheck ? SPAN_DAY : SPAN_REPORT) ? b->crash : NULL;
	/* Nobody else says that the session before crashed: the report has to come at once. */
	bool of_crash = c->kind != CLUE_SHUTDOWN_REASON && c->kind != CLUE_DUMP_DELETED;
	return of_crash && is_close(b, c, SPAN_BOOT) ? crash_of_boot(g, b) : NULL;
}

/* The last crash of which Windows reported that this file is its dump. */
static struct crash *by_dump_path(struct grouping *g, const struct clue *c, size_t boot)
{
	struct slice path = clue_text(c, FACT_DUMP_PATH);
	for (size_t back = 0; path.n && back < BOOTS_BACK && back <= boot; back++) {
		struct crash *crash = g->boots.boots[boot - back].crash;
		const struct clue *report =
			crash ? crash_clue(crash, CLUE_BUGCHECK_REPORTED) : NULL;
		if (report && slice_equal(clue_text(report, FACT_DUMP_PATH), path))
			return crash;
	}
	return NULL;
}

/* An earlier report without a boot that tells of the same bug check. */
static struct crash *by_report(const struct clue *c, struct crash *last_report)
{
	if (!last_report || !c->has_bugcheck || !last_report->has_bugcheck ||
	    bugcheck_compare(&last_report->bugcheck, &c->bugcheck) < BUGCHECK_MATCH_EQUAL ||
	    span_between(last_report->restart.value, c->time.value) > SPAN_REPORT)
		return NULL;
	return last_report;
}

static struct crash *crash_of_report(struct grouping *g, const struct clue *c,
				     struct crash **last_report)
{
	struct crash *found = NULL;
	size_t boot = boots_before(&g->boots, c->time.value);
	if (boot < g->boots.count) {
		if (c->has_bugcheck)
			found = by_bugcheck(g, c, boot);
		else if (c->kind == CLUE_DUMP_DELETED)
			found = by_dump_path(g, c, boot);
		if (!found)
			found = by_boot(g, c, &g->boots.boots[boot]);
	}
	if (!found)
		found = by_report(c, *last_report);
	if (found || c->kind == CLUE_SHUTDOWN_REASON)
		return found;
	found = grouping_crash(g);
	found->restart = c->time;
	*last_report = found;
	return found;
}

void group_restarts(struct grouping *g)
{
	struct crash *last_report = NULL;
	for (size_t i = 0; i < g->n; i++)
		if (g->boot_of[i] < g->boots.count && kind_in(KINDS_SIGN, g->clues[i]))
			crash_take(g, crash_of_boot(g, &g->boots.boots[g->boot_of[i]]),
				   g->clues[i]);
	for (size_t i = 0; i < g->n; i++) {
		const struct clue *c = g->clues[i];
		if (!kind_in(KINDS_REPORTING, c) || !c->time.known)
			continue;
		struct crash *crash = crash_of_report(g, c, &last_report);
		if (crash)
			crash_take(g, crash, c);
	}
}
