/* SPDX-License-Identifier: MIT */
/*
 * Counts by key, in bounded memory whatever the input. As long as the keys fit, all is exact. When
 * there are more, only the keys whose hash begins with a zero bit (then two, three ...) are kept:
 * which ones that are depends on the set of keys alone, not on their order, and the counts of those
 * kept stay exact. What belongs to no kept key is "other".
 */
#ifndef CRASH_TALLY_H
#define CRASH_TALLY_H

#include "lib/base/slice.h"

struct tally_entry {
	uint64_t hash;
	uint64_t count;
	uint8_t *key; /* owned; NULL in an empty place of the table */
	size_t key_n;
};

struct tally {
	size_t cap;                /* most keys that are kept; set once, before the first key */
	struct tally_entry *table; /* owned, open addressing; NULL while empty */
	size_t places;             /* a power of two, or 0 */
	size_t kept;               /* keys in the table */
	unsigned level;            /* leading zero bits that a kept key's hash must have */
	uint64_t total;            /* sum of all that was ever added */
};

/* An empty tally is all zero but for cap. */
static inline struct tally tally_of(size_t cap)
{
	return (struct tally){.cap = cap};
}

void tally_free(struct tally *t);

/* Adds count to a key. Keys longer than LIMIT_TALLY_KEY_BYTES count as "other" only. */
void tally_add(struct tally *t, struct slice key, uint64_t count);

/* Distinct keys (too long ones left out): exact while level is 0, else an estimate. */
uint64_t tally_distinct(const struct tally *t);

/*
 * The kept entries, highest count first, then by the bytes of their keys: an array of kept
 * pointers into the table, to be freed by the caller; NULL where nothing is kept. Valid until the
 * next tally_add().
 */
const struct tally_entry **tally_sorted(const struct tally *t);

static inline struct slice tally_key(const struct tally_entry *e)
{
	return slice_of(e->key, e->key_n);
}

#endif
