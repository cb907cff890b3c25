/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "lib/base/limits.h"
#include "lib/base/memory.h"
#include "lib/crash/count.h"
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

/* The most bytes that a key can take inside a JSON string: a control character takes six, and of
 * the bytes beyond ASCII two may be one. */
static size_t cost_of(struct slice key)
{
	size_t cost = 0;
	for (size_t i = 0; i < key.n; i++) {
		uint8_t c = key.p[i];
		if (c < 0x20 || c == '"' || c == '\\' || c == 0x7f)
			cost += 6;
		else
			cost += c < 0x80 ? 1 : 3;
	}
	return cost;
}

bool tally_is_kept(uint64_t hash, unsigned level)
{
	return level == 0 || (level < TALLY_LEVELS && hash >> (TALLY_LEVELS - level) == 0);
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

static void take_over(struct tally *t, struct tally_entry *e)
{
	if (tally_is_kept(e->hash, t->level)) {
		*place_of(t, tally_key(e), e->hash) = *e;
		t->kept++;
		t->cost += cost_of(tally_key(e));
	} else {
		free(e->key);
		free(e->more);
	}
}

/* Moves what is still to be kept into a new table. */
static void rebuild(struct tally *t, size_t places)
{
	struct tally old = *t;
	t->places = places;
	t->table = memory_zeroed(places, sizeof(*t->table));
	t->kept = 0;
	t->cost = 0;
	for (size_t i = 0; i < old.places; i++)
		if (old.table[i].key)
			take_over(t, &old.table[i]);
	free(old.table);
}

/* Makes the table fit what it holds. */
static void make_room(struct tally *t)
{
	if (t->places == 0)
		rebuild(t, FIRST_PLACES);
	else if (2 * (t->kept + 1) > t->places)
		rebuild(t, 2 * t->places);
}

void tally_raise(struct tally *t, unsigned level)
{
	if (level <= t->level)
		return;
	t->level = level;
	if (t->places)
		rebuild(t, t->places);
}

static bool is_too_full(const struct tally *t)
{
	return t->kept > t->cap || t->cost > t->cap * LIMIT_TALLY_KEY_COST;
}

/* Puts a new key in; keys are dropped then until those that are left fit. */
static struct tally_entry *insert(struct tally *t, struct tally_entry *e, struct slice key,
				  uint64_t hash, uint64_t count)
{
	/* An empty key needs an address too: it tells a used place from an empty one. */
	uint8_t *copy = memory_zeroed(key.n + 1, 1);
	if (key.n)
		memcpy(copy, key.p, key.n);
	*e = (struct tally_entry){hash, count, copy, key.n, NULL};
	t->kept++;
	t->cost += cost_of(key);
	if (!is_too_full(t))
		return e;
	while (is_too_full(t))
		tally_raise(t, t->level + 1);
	e = place_of(t, key, hash);
	return e->key ? e : NULL;
}

struct tally_entry *tally_count(struct tally *t, struct slice key, uint64_t count)
{
	uint64_t hash = hash_of(key);
	if (key.n > LIMIT_TALLY_KEY_BYTES || !tally_is_kept(hash, t->level))
		return NULL;
	make_room(t);
	struct tally_entry *e = place_of(t, key, hash);
	if (!e->key)
		return insert(t, e, key, hash, count);
	(void)count_add(&e->count, count);
	return e;
}

struct tally_entry *tally_add(struct tally *t, struct slice key, uint64_t count)
{
	(void)count_add(&t->total, count);
	return tally_count(t, key, count);
}

void tally_merge(struct tally *t, const struct tally *from)
{
	(void)count_add(&t->total, from->total);
	tally_raise(t, from->level);
	for (size_t i = 0; i < from->places; i++)
		if (from->table[i].key)
			tally_count(t, tally_key(&from->table[i]), from->table[i].count);
}

uint64_t tally_distinct(const struct tally *t)
{
	return t->level < 40 ? (uint64_t)t->kept << t->level : UINT64_MAX;
}

static int compare_keys(const void *pa, const void *pb)
{
	const struct tally_entry *a = *(const struct tally_entry *const *)pa;
	const struct tally_entry *b = *(const struct tally_entry *const *)pb;
	size_t n = a->key_n < b->key_n ? a->key_n : b->key_n;
	int order = memcmp(a->key, b->key, n);
	return order ? order : (a->key_n > b->key_n) - (a->key_n < b->key_n);
}

/* Highest count first, then the key, byte by byte. */
static int compare_counts(const void *pa, const void *pb)
{
	const struct tally_entry *a = *(const struct tally_entry *const *)pa;
	const struct tally_entry *b = *(const struct tally_entry *const *)pb;
	if (a->count != b->count)
		return a->count > b->count ? -1 : 1;
	return compare_keys(pa, pb);
}

static const struct tally_entry **sorted_by(const struct tally *t,
					    int (*compare)(const void *, const void *))
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

const struct tally_entry **tally_sorted(const struct tally *t)
{
	return sorted_by(t, compare_counts);
}

const struct tally_entry **tally_by_key(const struct tally *t)
{
	return sorted_by(t, compare_keys);
}

void tally_number_key(uint8_t out[static TALLY_NUMBER_BYTES], uint64_t number)
{
	for (size_t i = TALLY_NUMBER_BYTES; i-- > 0; number >>= 8)
		out[i] = (uint8_t)number;
}

uint64_t tally_number(const struct tally_entry *e)
{
	uint64_t number = 0;
	for (size_t i = 0; i < e->key_n; i++)
		number = number << 8 | e->key[i];
	return number;
}

void tally_free(struct tally *t)
{
	for (size_t i = 0; i < t->places; i++) {
		free(t->table[i].key);
		free(t->table[i].more);
	}
	free(t->table);
	*t = tally_of(t->cap);
}
