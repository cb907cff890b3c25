/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "lib/base/limits.h"
#include "lib/base/memory.h"
#include "lib/crash/tally.h"

enum { FIRST_PLACES = 64 };

/* FNV-1a (64 bits), then the final mixing of MurmurHash3, so that the leading bits are even. Not
 * seeded: the same input has to give the same bytes. */
static uint64_t hash_of(struct slice key)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);
	for (size_t i = 0; i < key.n; i++)
		h = (h ^ key.p[i]) * UINT64_C(0x100000001b3);
	h = (h ^ h >> 33) * UINT64_C(0xff51afd7ed558ccd);
	h = (h ^ h >> 33) * UINT64_C(0xc4ceb9fe1a85ec53);
	return h ^ h >> 33;
}

/* Does a hash begin with so many zero bits? */
static bool is_kept(uint64_t hash, unsigned level)
{
	return level == 0 || (level < 64 && hash >> (64 - level) == 0);
}

/* The place of a key, or the empty place where it belongs. The table has an empty place. */
static struct tally_entry *place_of(const struct tally *t, struct slice key, uint64_t hash)
{
	for (size_t i = (size_t)hash;; i++) {
		struct tally_entry *e = &t->table[i & (t->places - 1)];
		if (!e->key || (e->hash == hash && slice_equal(tally_key(e), key)))
			return e;
	}
}

/* Moves what is still to be kept into a new table. */
static void rebuild(struct tally *t, size_t places)
{
	struct tally old = *t;
	t->places = places;
	t->table = memory_zeroed(places, sizeof(*t->table));
	t->kept = 0;
	for (size_t i = 0; i < old.places; i++) {
		struct tally_entry *e = &old.table[i];
		if (e->key && is_kept(e->hash, t->level)) {
			*place_of(t, tally_key(e), e->hash) = *e;
			t->kept++;
		} else {
			free(e->key);
		}
	}
	free(old.table);
}

/* Makes the table fit what it holds: larger while it may be, then fewer keys. */
static void make_room(struct tally *t)
{
	if (t->places == 0)
		rebuild(t, FIRST_PLACES);
	else if (2 * (t->kept + 1) > t->places)
		rebuild(t, 2 * t->places);
}

static void insert(struct tally *t, struct tally_entry *e, struct slice key, uint64_t hash,
		   uint64_t count)
{
	/* An empty key needs an address too: it tells a used place from an empty one. */
	uint8_t *copy = memory_zeroed(key.n + 1, 1);
	if (key.n)
		memcpy(copy, key.p, key.n);
	*e = (struct tally_entry){hash, count, copy, key.n};
	t->kept++;
	while (t->kept > t->cap) {
		t->level++;
		rebuild(t, t->places);
	}
}

void tally_add(struct tally *t, struct slice key, uint64_t count)
{
	uint64_t hash = hash_of(key);
	t->total += count;
	if (key.n > LIMIT_TALLY_KEY_BYTES || !is_kept(hash, t->level))
		return;
	make_room(t);
	struct tally_entry *e = place_of(t, key, hash);
	if (e->key)
		e->count += count;
	else
		insert(t, e, key, hash, count);
}

uint64_t tally_distinct(const struct tally *t)
{
	return t->level < 40 ? (uint64_t)t->kept << t->level : UINT64_MAX;
}

/* Highest count first, then the key, byte by byte. */
static int compare(const void *pa, const void *pb)
{
	const struct tally_entry *a = *(const struct tally_entry *const *)pa;
	const struct tally_entry *b = *(const struct tally_entry *const *)pb;
	size_t n = a->key_n < b->key_n ? a->key_n : b->key_n;
	if (a->count != b->count)
		return a->count > b->count ? -1 : 1;
	int order = memcmp(a->key, b->key, n);
	return order ? order : (a->key_n > b->key_n) - (a->key_n < b->key_n);
}

const struct tally_entry **tally_sorted(const struct tally *t)
{
	if (t->kept == 0)
		return NULL;
	const struct tally_entry **sorted = memory_zeroed(t->kept, sizeof(*sorted));
	size_t n = 0;
	for (size_t i = 0; i < t->places; i++)
		if (t->table[i].key)
			sorted[n++] = &t->table[i];
	qsort(sorted, n, sizeof(*sorted), compare);
	return sorted;
}

void tally_free(struct tally *t)
{
	for (size_t i = 0; i < t->places; i++)
		free(t->table[i].key);
	free(t->table);
	*t = tally_of(t->cap);
}
