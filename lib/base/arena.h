/* SPDX-License-Identifier: MIT */
/*
 * A bump allocator for what lives as long as one record or one input: allocate freely, reset once.
 * The blocks stay for the next round, so the steady state allocates nothing.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "lib/base/slice.h"

struct arena_block;

struct arena {
	struct arena_block *first;   /* owned chain; NULL before the first allocation */
	struct arena_block *current; /* the block that is being filled */
	size_t used;                 /* bytes of current in use */
};

/* An empty arena is all zero. */
void arena_free(struct arena *a);

/* Forgets all allocations; what they returned must not be used any more. */
void arena_reset(struct arena *a);

/* n bytes aligned for any type, not zeroed, valid until arena_reset() or arena_free(). */
void *arena_alloc(struct arena *a, size_t n) __attribute__((returns_nonnull));

/* A copy of s that lives in the arena. */
struct slice arena_copy(struct arena *a, struct slice s);

#endif
