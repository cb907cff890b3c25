/* SPDX-License-Identifier: MIT */
#include "lib/io/ordered.h"

#include <pthread.h>

enum state {
	STATE_FREE,
	STATE_BUSY, /* taken, being worked on */
	STATE_PART, /* a part waits to be delivered; its worker waits for that */
	STATE_DONE, /* all waits to be delivered */
	STATE_LAST, /* there was no job any more: the end */
};

enum { SLOTS_MAX = 2 * 64 + 2, THREADS_MAX = 64 };

struct run {
	const struct ordered_work *work;
	void *const *slots;
	unsigned slot_count;
	pthread_mutex_t taking; /* held while a job is taken: jobs are numbered in that order */
	pthread_mutex_t lock;   /* for what follows */
	pthread_cond_t changed;
	enum state states[SLOTS_MAX];
	uint64_t next; /* number of the next job */
	bool ended;    /* no job follows, or none is wanted */
	bool dropped;  /* deliver() said that it wants no more */
};

struct ordered_turn {
	struct run *run; /* NULL: one thread only */
	unsigned at;     /* slot */
	const struct ordered_work *work;
	void *slot;
	bool dropped;
};

struct worker {
	struct run *run;
	unsigned thread;
};

bool ordered_part(struct ordered_turn *turn)
{
	struct run *run = turn->run;
	if (!run) {
		turn->dropped =
			turn->dropped || !turn->work->deliver(turn->work->context, turn->slot);
		return !turn->dropped;
	}
	pthread_mutex_lock(&run->lock);
	run->states[turn->at] = STATE_PART;
	pthread_cond_broadcast(&run->changed);
	while (run->states[turn->at] == STATE_PART)
		pthread_cond_wait(&run->changed, &run->lock);
	bool wanted = !run->dropped;
	pthread_mutex_unlock(&run->lock);
	return wanted;
}

static void set_state(struct run *run, unsigned at, enum state state)
{
	pthread_mutex_lock(&run->lock);
	run->states[at] = state;
	pthread_cond_broadcast(&run->changed);
	pthread_mutex_unlock(&run->lock);
}

/* Waits until the slot of the next job is free; false where no job is wanted. */
static bool reserve(struct run *run, unsigned *at)
{
	pthread_mutex_lock(&run->lock);
	*at = (unsigned)(run->next % run->slot_count);
	while (run->states[*at] != STATE_FREE && !run->ended)
		pthread_cond_wait(&run->changed, &run->lock);
	bool wanted = !run->ended;
	if (wanted) {
		run->states[*at] = STATE_BUSY;
		run->next++;
	}
	pthread_mutex_unlock(&run->lock);
	return wanted;
}

/* Takes the next job; false at the end, which the first worker to see it marks in its slot. */
static bool take(struct run *run, unsigned *at)
{
	pthread_mutex_lock(&run->taking);
	bool wanted = reserve(run, at);
	bool taken = wanted && run->work->take(run->work->context, run->slots[*at]);
	if (wanted && !taken) {
		pthread_mutex_lock(&run->lock);
		run->ended = true;
		run->states[*at] = STATE_LAST;
		pthread_cond_broadcast(&run->changed);
		pthread_mutex_unlock(&run->lock);
	}
	pthread_mutex_unlock(&run->taking);
	return taken;
}

static void *work(void *context)
{
	struct worker *w = context;
	struct run *run = w->run;
	unsigned at;
	while (take(run, &at)) {
		struct ordered_turn turn = {.run = run, .at = at};
		run->work->work(run->work->context, w->thread, run->slots[at], &turn);
		set_state(run, at, STATE_DONE);
	}
	return NULL;
}

/* Waits for something to deliver from the slot whose turn it is. */
static enum state wait_for(struct run *run, unsigned at)
{
	pthread_mutex_lock(&run->lock);
	while (run->states[at] == STATE_FREE || run->states[at] == STATE_BUSY) {
		/* Nobody will take a job into it any more. */
		if (run->states[at] == STATE_FREE && run->ended)
			break;
		pthread_cond_wait(&run->changed, &run->lock);
	}
	enum state state = run->states[at];
	pthread_mutex_unlock(&run->lock);
	return state;
}

static void deliver_all(struct run *run)
{
	unsigned at = 0;
	for (;;) {
		enum state state = wait_for(run, at);
		if (state == STATE_LAST || state == STATE_FREE)
			return;
		if (!run->dropped && !run->work->deliver(run->work->context, run->slots[at])) {
			pthread_mutex_lock(&run->lock);
			run->dropped = run->ended = true;
			pthread_cond_broadcast(&run->changed);
			pthread_mutex_unlock(&run->lock);
		}
		set_state(run, at, state == STATE_PART ? STATE_BUSY : STATE_FREE);
		if (state == STATE_DONE)
			at = (at + 1) % run->slot_count;
	}
}

static void run_alone(const struct ordered_work *w, void *slot)
{
	struct ordered_turn turn = {.work = w, .slot = slot};
	while (!turn.dropped && w->take(w->context, slot)) {
		w->work(w->context, 0, slot, &turn);
		turn.dropped = turn.dropped || !w->deliver(w->context, slot);
	}
}

void ordered_run(const struct ordered_work *w, void *const *slots, unsigned threads)
{
	if (threads > THREADS_MAX)
		threads = THREADS_MAX;
	if (threads <= 1) {
		run_alone(w, slots[0]);
		return;
	}
	struct run run = {.work = w, .slots = slots, .slot_count = ordered_slots(threads)};
	struct worker workers[THREADS_MAX];
	pthread_t handles[THREADS_MAX];
	unsigned started = 0;
	pthread_mutex_init(&run.taking, NULL);
	pthread_mutex_init(&run.lock, NULL);
	pthread_cond_init(&run.changed, NULL);
	for (; started < threads; started++) {
		workers[started] = (struct worker){&run, started};
		if (pthread_create(&handles[started], NULL, work, &workers[started]) != 0)
			break;
	}
	if (started)
		deliver_all(&run);
	else
		run_alone(w, slots[0]);
	for (unsigned i = 0; i < started; i++)
		pthread_join(handles[i], NULL);
	pthread_cond_destroy(&run.changed);
	pthread_mutex_destroy(&run.lock);
	pthread_mutex_destroy(&run.taking);
}
