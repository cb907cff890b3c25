/* SPDX-License-Identifier: MIT */
/*
 * Counts by key, in bounded memory whatever the input. As long as the keys fit, all is exact. When
 * there are more, only the keys whose hash begins with a zero bit (then two, three ...) are kept:
 * which ones that are depends on the set of keys alone, not on their order, and the counts of those
 * kept stay exact. What belongs to no kept key is "other". For the same reason tallies can be
 * merged: the result is that of one tally which saw everything.
 */
#ifndef CRASH_TALLY_H
#define CRASH_TALLY_H

#include "lib/base/slice.h"

struct tally_entry {
	uint64_t hash;
	uint64_t count;
	uint8_t *key; /* owned; NULL in an empty place of the table */
	size_t key_n;
	void *more; /* one block of malloc() that the user of the tally hangs here, or NULL; owned
		     */
};

struct tally {
	size_t cap;                /* most keys that are kept; set once, before the first key */
	struct tally_entry *table; /* owned, open addressing; NULL while empty */
	size_t places;             /* a power of two, or 0 */
	size_t kept;               /* keys in the table */
	size_t cost;               /* bytes that their keys take as JSON, at most */
	unsigned level;            /* leading zero bits that a kept key's hash must have */
	uint64_t total;            /* sum of all that was ever added; stops at UINT64_MAX */
};

enum { TALLY_LEVELS = 64 };

/* An empty tally is all zero but for cap. The keys that are kept take LIMIT_TALLY_KEY_COST bytes
 * each on average, at most. */
static inline struct tally tally_of(size_t cap)
{
	return (struct tally){.cap = cap};
}

void tally_free(struct tally *t);

/*
 * Adds count to a key. Keys longer than LIMIT_TALLY_KEY_BYTES count as "other" only. Returns the
 * key's entry, valid until the next key comes; NULL where the key is not kept.
 */
struct tally_entry *tally_add(struct tally *t, struct slice key, uint64_t count);

/* The same, but for the total: for keys that were counted into a total before. */
struct tally_entry *tally_count(struct tally *t, struct slice key, uint64_t count);

/* Keeps no key below that level any more; one that is reached already changes nothing. */
void tally_raise(struct tally *t, unsigned level);

/* Adds all that was counted in from, but for what hangs there. */
void tally_merge(struct tally *t, const struct tally *from);

/* Does a hash begin with so many zero bits? */
bool tally_is_kept(uint64_t hash, unsigned level);

/* Distinct keys (too long ones left out): exact while level is 0, else an estimate. */
uint64_t tally_distinct(const struct tally *t);

/*
 * The kept entries, highest count first, then by the bytes of their keys: an array of kept
 * pointers into the table, to be freed by the caller; NULL where nothing is kept. Valid until the
 * next key comes.
 */
const struct tally_entry **tally_sorted(const struct tally *t);

/* The same by the bytes of the keys alone. */
const struct tally_entry **tally_by_key(const struct tally *t);

static inline struct slice tally_key(const struct tally_entry *e)
{
	return slice_of(e->key, e->key_n);
}

/* Keys that are numbers: eight bytes, the highest first, so that their order is that of numbers. */
enum { TALLY_NUMBER_BYTES = 8 };

void tally_number_key(uint8_t out[static TALLY_NUMBER_BYTES], uint64_t number);
uint64_t tally_number(const struct tally_entry *e);

#endif
