/* SPDX-License-Identifier: MIT */
/* What the steps of grouping share; for the files group*.c alone. */
#ifndef CRASH_GROUPING_H
#define CRASH_GROUPING_H

#include "lib/crash/boot.h"
#include "lib/crash/group.h"
#include "lib/crash/span.h"

struct grouping {
	struct arena *arena;
	struct slice host;
	struct clue **clues; /* sorted by time, those without one last; no event twice */
	size_t n;
	size_t *boot_of; /* number of the boot of each clue, boots.count for none */
	struct boots boots;
	struct crash *first, *last; /* all crashes */
};

/* A crash without clues, at the end of the list. */
struct crash *grouping_crash(struct grouping *g);

/* Adds a clue, and what it knows of the bug check. */
void crash_take(struct grouping *g, struct crash *c, const struct clue *clue);

/* All that was known of other becomes c's; other is left without clues, and is no crash any more.
 */
void crash_join(struct grouping *g, struct crash *c, struct crash *other);

/* The steps. */
void group_restarts(struct grouping *g); /* signs at a boot, and later reports */
void group_dumps(struct grouping *g);    /* logs and dumps, which know the time of the crash */
void group_live(struct grouping *g);     /* dumps of systems that went on */
void group_settle(struct grouping *g, struct crash *c); /* times, bounds, what lay around it */

#endif
