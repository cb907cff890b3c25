/* SPDX-License-Identifier: MIT */
/*
 * A bump allocator for what lives as long as one record or one input: allocate freely, reset once.
 * The blocks stay for the next round, so the steady state allocates nothing.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

#include "lib/base/slice.h"

struct arena_block {
	struct arena_block *next;
	size_t size; /* bytes behind this header */
	max_align_t data[];
};

struct arena {
	struct arena_block *first;   /* owned chain; NULL before the first allocation */
	struct arena_block *current; /* the block that is being filled */
	size_t used;                 /* bytes of current in use */
	size_t before;               /* bytes taken from the blocks before current */
	size_t held;                 /* bytes of all blocks */
};

/* An empty arena is all zero. */
void arena_free(struct arena *a);

/* Forgets all allocations; what they returned must not be used any more. Blocks are kept for what
 * follows, unless they are more than is usual. */
void arena_reset(struct arena *a);

/* Bytes that were allocated since the last reset. */
static inline size_t arena_taken(const struct arena *a)
{
	return a->before + a->used;
}

/* The rest of arena_alloc(): n (rounded up) bytes of another block. */
void *arena_alloc_slow(struct arena *a, size_t n) __attribute__((returns_nonnull));

/* n bytes aligned for any type, not zeroed, valid until arena_reset() or arena_free(). */
static inline __attribute__((returns_nonnull)) void *arena_alloc(struct arena *a, size_t n)
{
	const size_t align = _Alignof(max_align_t);
	n = (n + align - 1) & ~(align - 1);
	if (UNLIKELY(!a->current || a->current->size - a->used < n))
		return arena_alloc_slow(a, n);
	void *p = (uint8_t *)a->current->data + a->used;
	a->used += n;
	return p;
}

/* A copy of s that lives in the arena. */
struct slice arena_copy(struct arena *a, struct slice s);

#endif
