/* SPDX-License-Identifier: MIT */
/*
 * Numbered jobs on threads, their results in order. A fixed number of slots holds the jobs that are
 * under way, so memory does not depend on how many there are or how long one takes.
 */
#ifndef IO_ORDERED_H
#define IO_ORDERED_H

#include "lib/base/compiler.h"

struct ordered_turn;

/* What is to be done. Slots are the caller's, one for each job under way. */
struct ordered_work {
	/* Fills slot with the next job; false where there is none any more. Called by one thread at
	 * a time, in order. */
	bool (*take)(void *context, void *slot);
	/* Does the job of slot; thread: 0 to the number of threads - 1, for what each thread owns.
	 */
	void (*work)(void *context, unsigned thread, void *slot, struct ordered_turn *turn);
	/* Hands over the result, whole or (see ordered_part()) a part. Called by the thread that
	 * called ordered_run(), in the order of the jobs. false: take no more jobs; results that
	 * follow are dropped. */
	bool (*deliver)(void *context, void *slot);
	void *context;
};

/* Slots that threads threads keep busy. */
static inline unsigned ordered_slots(unsigned threads)
{
	return threads > 1 ? 2 * threads + 2 : 1;
}

/*
 * Runs all jobs; slots has ordered_slots(threads) entries. With one thread everything happens in
 * the calling one. Fewer threads than asked for are used where the system refuses more.
 */
void ordered_run(const struct ordered_work *work, void *const *slots, unsigned threads);

/* Inside work(): hands over what the slot has so far, once it is this job's turn, and returns when
 * deliver() is done with it. For results that grow large. false: no more is wanted, and what is in
 * the slot was perhaps not delivered. */
bool ordered_part(struct ordered_turn *turn) MUST_CHECK;

#endif
