/* SPDX-License-Identifier: MIT */
/* How fast a dump was written: for the questions where it stopped and why it took long. */
#ifndef CRASH_ASK_RATE_H
#define CRASH_ASK_RATE_H

#include "lib/crash/ask_answer.h"

/* MiB/s in tenths: over the whole dump, else the median on the way; never 0. */
struct known ask_rate_of(const struct session *s);

/* Bytes that the dump takes. */
struct known ask_size_of(const struct session *s);

/* number units of time in FILETIME ticks, UINT64_MAX where they are more. */
uint64_t ask_span_of(uint64_t number, uint64_t unit);

/* FILETIME ticks that size bytes take; rate, in tenths of MiB/s, is not 0. */
uint64_t ask_time_needed(uint64_t size, uint64_t rate);

/* Cites what rate and size rest on. */
void ask_cite_rate(struct ask *a, const struct clue *log);

/* Did the rate fall to a fraction on the way? The median of a log that ends there hides it. */
bool ask_is_slowed_down(const struct session *s);

#endif
