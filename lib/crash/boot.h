/* SPDX-License-Identifier: MIT */
/* The starts of Windows that a host's events tell of. */
#ifndef CRASH_BOOT_H
#define CRASH_BOOT_H

#include "lib/crash/crash.h"

/* Sets of clue kinds. */
#define KIND(id) (UINT64_C(1) << CLUE_##id)

static inline bool kind_in(uint64_t kinds, const struct clue *c)
{
	return kinds >> c->kind & 1;
}

/* What Windows logs while it starts. */
#define KINDS_STARTING                                                           \
	(KIND(BOOT) | KIND(BOOT_STATUS) | KIND(LOG_STARTED) | KIND(OS_VERSION) | \
	 KIND(DIRTY_RESTART) | KIND(UNEXPECTED_SHUTDOWN) | KIND(DUMP_FAILED) |   \
	 KIND(DUMP_SUCCEEDED) | KIND(DUMP_CALLBACK_EXCEPTION) | KIND(DUMP_CONFIG_FAILED))

/* What it logs later, when the dump was dealt with. */
#define KINDS_REPORTING                                                     \
	(KIND(BUGCHECK_REPORTED) | KIND(DUMP_REPORT) | KIND(DUMP_DELETED) | \
	 KIND(BLUESCREEN_REPORT) | KIND(SHUTDOWN_REASON))

/* Signs that the session before did not end well. */
#define KINDS_SIGN                                                                        \
	(KIND(DIRTY_RESTART) | KIND(UNEXPECTED_SHUTDOWN) | KIND(DUMP_FAILED) |            \
	 KIND(DUMP_SUCCEEDED) | KIND(DUMP_CALLBACK_EXCEPTION) | KIND(BUGCHECK_REPORTED) | \
	 KIND(DUMP_REPORT) | KIND(DUMP_DELETED) | KIND(BLUESCREEN_REPORT))

struct boot {
	uint64_t first; /* FILETIME of its first event */
	uint64_t start; /* of the start itself, as far as known: first, or what event 12 says */
	uint64_t kinds; /* of its clues */
	struct known last_boot_id; /* the number of the boot before it, which event 20 notes */
	struct crash *crash;       /* that the boot reports, or NULL */
};

struct boots {
	struct boot *boots; /* ascending; in the arena */
	size_t count;
};

/*
 * Finds the boots in clues (sorted by time; those without time at the end) and sets of[i] to the
 * number of the boot that clue i belongs to, boots->count where it belongs to none.
 */
void boots_find(struct boots *boots, struct clue *const *clues, size_t n, size_t *of,
		struct arena *arena);

/* The last boot whose first event is not later than this; boots->count where there is none. */
size_t boots_before(const struct boots *boots, uint64_t time);

#endif
