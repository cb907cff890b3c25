/* SPDX-License-Identifier: MIT */
/* Spans of time between pieces of evidence, in FILETIME ticks of 100 ns, and why they are so long.
 */
#ifndef CRASH_SPAN_H
#define CRASH_SPAN_H

#include "lib/base/wintime.h"

#define SPAN_SECOND ((uint64_t)FILETIME_PER_SECOND)
#define SPAN_MINUTE (60 * SPAN_SECOND)
#define SPAN_HOUR   (60 * SPAN_MINUTE)
#define SPAN_DAY    (24 * SPAN_HOUR)

/* A log of the dump and the dump itself take the time when the dump is begun, seconds apart. Two
 * crashes are farther apart: Windows has to start in between. */
#define SPAN_SAME_CRASH (30 * SPAN_SECOND)

/* What is logged when Windows starts comes within minutes; disks that are checked first take longer
 * and come before the first event. */
#define SPAN_BOOT (15 * SPAN_MINUTE)

/* Clocks are set while Windows starts: a crash may seem to come a little behind its restart. */
#define SPAN_CLOCK_STEP (10 * SPAN_MINUTE)

/* Windows Error Reporting tells of a crash when somebody logs on. */
#define SPAN_REPORT (7 * SPAN_DAY)

/* Without pointers that prove it, a crash and a restart go together only this close. */
#define SPAN_RESTART (3 * SPAN_DAY)

/* A power button is pressed by somebody who does not want to wait: what was asked for within this
 * time before it was an orderly shutdown. */
#define SPAN_POWER_BUTTON (30 * SPAN_SECOND)

/* Before a crash: errors of disks and machine that are worth looking at. */
#define SPAN_BEFORE_CRASH SPAN_HOUR

/* a - b, or 0 where b is later. */
static inline uint64_t span_since(uint64_t a, uint64_t b)
{
	return a > b ? a - b : 0;
}

static inline uint64_t span_between(uint64_t a, uint64_t b)
{
	return a > b ? a - b : b - a;
}

#endif
