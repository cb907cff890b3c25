/* SPDX-License-Identifier: MIT */
/* Crashes made of numbers, for tests that count them. */
#ifndef TESTS_SUPPORT_CRASH_H
#define TESTS_SUPPORT_CRASH_H

#include "lib/crash/crash.h"

enum { MADE_FACTS = 4 };

/* A crash with all that it points to; not to be moved once it is made. */
struct made_crash {
	struct crash crash;
	struct session session;
	struct fact facts[MADE_FACTS];
	struct clue log, dump, boot;
	const struct clue *clues[3];
	char host[24], driver[24], component[24];
};

/* What a crash is made of: how many different ones of each there are. */
struct crash_variety {
	size_t hosts, codes, drivers, components, builds;
	uint64_t seconds; /* the time in which they happen */
};

/* The number-th crash of a seed: the same one each time. */
void make_crash(struct made_crash *m, const struct crash_variety *v, uint64_t seed, size_t number);

/* 2024-01-01 00:00:00 UTC, where the time of made crashes begins. */
#define MADE_START UINT64_C(133485408000000000)

#endif
