/* SPDX-License-Identifier: MIT */
/*
 * lib/io/ordered.h: results in the order of the jobs for any number of threads. A plain program:
 * Criterion does not run under ThreadSanitizer, which is who should look at this.
 */
#include <stdio.h>
#include <stdlib.h>

#include "lib/io/ordered.h"
#include "tests/unit/support_random.h"

enum { SLOTS = 64, PARTS_MAX = 5 };

static unsigned failed;

#define EXPECT(condition)                                                      \
	do {                                                                   \
		if (!(condition)) {                                            \
			printf("%s:%d: %s\n", __FILE__, __LINE__, #condition); \
			failed++;                                              \
		}                                                              \
	} while (0)

struct slot {
	unsigned job, parts, done_parts;
	bool wanted;
	unsigned pending; /* parts in the slot that were not delivered yet */
};

struct test {
	unsigned jobs, taken;        /* under the lock that take() has */
	unsigned next, next_part;    /* what deliver() expects */
	unsigned delivered, stop_at; /* deliver() refuses from this job on */
	unsigned threads;
	bool stopped;
};

static bool take(void *context, void *p)
{
	struct test *t = context;
	struct slot *s = p;
	if (t->taken == t->jobs)
		return false;
	uint64_t seed = t->taken;
	*s = (struct slot){.job = t->taken++, .wanted = true};
	s->parts = (unsigned)random_below(&seed, PARTS_MAX);
	return true;
}

static void work(void *context, unsigned thread, void *p, struct ordered_turn *turn)
{
	struct test *t = context;
	struct slot *s = p;
	uint64_t seed = s->job + 1000;
	volatile unsigned sum = 0;
	if (thread >= t->threads)
		abort();
	for (unsigned part = 0; part < s->parts && s->wanted; part++) {
		for (size_t i = random_below(&seed, 3000); i > 0; i--)
			sum = sum + 1;
		s->pending++;
		s->wanted = ordered_part(turn);
	}
	s->pending++;
}

static bool deliver(void *context, void *p)
{
	struct test *t = context;
	struct slot *s = p;
	EXPECT(!t->stopped);
	EXPECT(s->job == t->next);
	EXPECT(s->pending == 1);
	s->pending = 0;
	if (s->done_parts++ == s->parts) {
		t->next++;
		t->delivered++;
	}
	t->stopped = s->job >= t->stop_at;
	return !t->stopped;
}

static void run(unsigned threads, unsigned jobs, unsigned stop_at)
{
	static struct slot slots[SLOTS];
	void *pointers[SLOTS];
	struct test t = {.jobs = jobs, .stop_at = stop_at, .threads = threads};
	const struct ordered_work w = {take, work, deliver, &t};
	for (unsigned i = 0; i < SLOTS; i++)
		pointers[i] = &slots[i];
	ordered_run(&w, pointers, threads);
	if (stop_at >= jobs)
		EXPECT(t.delivered == jobs);
	else
		EXPECT(t.stopped && t.delivered <= stop_at + 1);
}

int main(void)
{
	static const unsigned threads[] = {1, 2, 3, 5, 8}, jobs[] = {0, 1, 2, 7, 500};
	for (size_t i = 0; i < sizeof(threads) / sizeof(*threads); i++) {
		for (size_t k = 0; k < sizeof(jobs) / sizeof(*jobs); k++) {
			run(threads[i], jobs[k], UINT32_MAX);
			run(threads[i], jobs[k], 0);
			run(threads[i], jobs[k], 3);
			run(threads[i], jobs[k], 100);
		}
	}
	printf("test_io_ordered: %u failed\n", failed);
	return failed != 0;
}
