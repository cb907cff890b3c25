/* SPDX-License-Identifier: MIT */
/*
 * The hosts of a summary: how many crashes each had, and when, for the time between crashes.
 *
 * Between two crashes of a host a third may turn up later, in this input or in another partial
 * summary. So the instants themselves are kept, of each host the latest LIMIT_HOST_TIMES, and are
 * compared at the very end. When LIMIT_CRASH_TIMES are not enough for all hosts, those are kept of
 * the hosts whose hash begins with a zero bit (then two, three ...). What is kept thus depends on
 * the set of crashes alone, not on their order, nor on how they were split.
 */
#ifndef CRASH_SUMMARY_TIMES_H
#define CRASH_SUMMARY_TIMES_H

#include "lib/base/known.h"
#include "lib/crash/sketch.h"
#include "lib/crash/tally.h"

/* What hangs at a host's entry: whole seconds since 1601-01-01 UTC, ascending. */
struct instants {
	size_t n;    /* at least 1 */
	size_t room; /* at most LIMIT_HOST_TIMES */
	uint64_t at[];
};

struct host_times {
	struct tally crashes; /* by host */
	unsigned raised;      /* the level for the instants, if it is above that of crashes */
	uint64_t kept;        /* instants */
	uint64_t total;       /* instants that were ever added; stops at UINT64_MAX */
};

void host_times_begin(struct host_times *h);
void host_times_free(struct host_times *h);

/* Counts crashes of a host; NULL where the host is not kept. */
struct tally_entry *host_times_count(struct host_times *h, struct slice host, uint64_t count);

/* Adds the instant of one that was counted; host is what host_times_count() returned. */
void host_times_add(struct host_times *h, struct tally_entry *host, uint64_t second);

/* Raises both levels as far as another one has come. */
void host_times_raise(struct host_times *h, unsigned hosts, unsigned times);

/* Adds all of from. */
void host_times_merge(struct host_times *h, const struct host_times *from);

/* Zero bits that the hash of a host has to begin with for its instants to be kept. */
unsigned host_times_level(const struct host_times *h);

/* The instants of an entry of h->crashes; NULL where there are none. */
static inline const struct instants *host_instants(const struct tally_entry *host)
{
	return host->more;
}

/* Adds the seconds between each two successive instants of each host. */
void host_times_between(const struct host_times *h, struct sketch *out);

#endif
