/* SPDX-License-Identifier: MIT */
/* What replay.c and the two formats of transaction logs know of each other. */
#ifndef REGISTRY_REPLAY_FORM_H
#define REGISTRY_REPLAY_FORM_H

#include "lib/registry/replay.h"

/* A log that was looked at. */
struct replay_candidate {
	const struct replay_log *log;
	struct regf_base base;
	struct replay_run run; /* pages is 0: nothing to apply */
	uint64_t size, reach;  /* as in struct replay, after this run */
	const char *problem;
};

/*
 * New format: the entries of a log that follow each other without a gap, from the one on that its
 * base block names. least is the smallest sequence number that fits the hive; not known if the base
 * block of the hive is lost.
 */
void replay_entries_look(struct replay_candidate *c, struct known least);
void replay_entries_apply(const struct replay_run *run, uint8_t *p, size_t n);

/*
 * Old format: the vector and pages of a log that was not written before the hive. One that is newer
 * fits too: after a write that failed the next log has the pages of both.
 */
void replay_vector_look(struct replay_candidate *c, uint64_t written);
void replay_vector_apply(const struct replay_run *run, uint8_t *p, size_t n);

/* Is a before b? Sequence numbers go on with 0 after the last one. */
static inline bool replay_is_before(uint32_t a, uint32_t b)
{
	return a - b > INT32_MAX;
}

/* Sizes of hive bins that no hive has end a log: what memory is there for them? */
bool replay_size_is_sane(uint32_t bins_size);

#endif
