/* SPDX-License-Identifier: MIT */
#include "lib/evtx/unique_key.h"

#include <stdlib.h>

#include "lib/base/quick.h"

/* Up to so many texts are compared each with each, which is faster than sorting them. */
enum { FEW = 32 };

/* A text and the member that has it. */
struct owned {
	struct slice text;
	size_t member;
};

static int compare_texts(struct slice a, struct slice b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n ? memcmp(a.p, b.p, n) : 0;
	return order ? order : (a.n > b.n) - (a.n < b.n);
}

static int compare_owned(const void *a, const void *b)
{
	return compare_texts(((const struct owned *)a)->text, ((const struct owned *)b)->text);
}

static struct unique_key *add(struct unique_keys *u, struct slice text)
{
	u->keys[u->count] = (struct unique_key){text, 0};
	return &u->keys[u->count++];
}

static void make_few(struct unique_keys *u, const struct slice *texts, struct unique_key **of,
		     size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t k = 0;
		while (k < u->count && !slice_equal(u->keys[k].text, texts[i]))
			k++;
		of[i] = k < u->count ? &u->keys[k] : add(u, texts[i]);
	}
}

static void make_many(struct unique_keys *u, struct arena *arena, const struct slice *texts,
		      struct unique_key **of, size_t count)
{
	struct owned *order = arena_alloc(arena, count * sizeof(*order));
	for (size_t i = 0; i < count; i++)
		order[i] = (struct owned){texts[i], i};
	qsort(order, count, sizeof(*order), compare_owned);
	u->sorted = true;
	struct unique_key *key = NULL;
	for (size_t i = 0; i < count; i++) {
		if (!key || !slice_equal(key->text, order[i].text))
			key = add(u, order[i].text);
		of[order[i].member] = key;
	}
}

void unique_keys_make(struct unique_keys *u, struct arena *arena, const struct slice *texts,
		      struct unique_key **of, size_t count)
{
	*u = (struct unique_keys){.keys = arena_alloc(arena, (count + 1) * sizeof(*u->keys))};
	if (count <= FEW)
		make_few(u, texts, of, count);
	else
		make_many(u, arena, texts, of, count);
}

/* Compares text with what key and rest make together. */
static int compare_with_joined(struct slice text, struct slice key, struct slice rest)
{
	if (text.n <= key.n) {
		int order = compare_texts(text, slice_sub(key, 0, text.n));
		return order ? order : -1;
	}
	int order = compare_texts(slice_sub(text, 0, key.n), key);
	return order ? order : compare_texts(slice_from(text, key.n), rest);
}

static bool is_among(const struct unique_keys *u, struct slice key, struct slice rest)
{
	size_t low = 0, high = u->count;
	for (; !u->sorted && low < high; low++)
		if (compare_with_joined(u->keys[low].text, key, rest) == 0)
			return true;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = compare_with_joined(u->keys[middle].text, key, rest);
		if (order == 0)
			return true;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

/* Is there a member whose text is key_number? */
static bool is_taken(const struct unique_keys *u, struct slice key, uint32_t number)
{
	uint8_t rest[1 + 10 + QUICK_SLACK] = "_";
	uint8_t *end = quick_decimal_u32(rest + 1, number);
	return is_among(u, key, slice_of(rest, (size_t)(end - rest)));
}

uint32_t unique_key_take(const struct unique_keys *u, struct unique_key *key)
{
	uint32_t number = key->uses++;
	if (number == 0)
		return 0;
	while (is_taken(u, key->text, number))
		number = key->uses++;
	return number;
}
