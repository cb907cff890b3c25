/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "lib/base/arena.h"
#include "lib/base/memory.h"

enum {
	BLOCK_BYTES = 16 << 10,
	/* What is kept over a reset. Without it, allocations that grow bit by bit would leave a
	 * block of each size behind. */
	KEPT_BYTES = 1 << 20,
};

void arena_free(struct arena *a)
{
	while (a->first) {
		struct arena_block *next = a->first->next;
		free(a->first);
		a->first = next;
	}
	*a = (struct arena){.held = 0};
}

void arena_reset(struct arena *a)
{
	if (a->held > KEPT_BYTES)
		arena_free(a);
	a->current = a->first;
	a->used = a->before = 0;
}

/* Moves to a following block with room for n bytes, or puts a new one behind the current. */
static void next_block(struct arena *a, size_t n)
{
	struct arena_block **link = a->current ? &a->current->next : &a->first;
	while (*link && (*link)->size < n)
		link = &(*link)->next;
	if (!*link) {
		size_t size = n > BLOCK_BYTES ? n : BLOCK_BYTES;
		*link = memory_zeroed(1, sizeof(struct arena_block) + size);
		(*link)->size = size;
		a->held += size;
	}
	a->current = *link;
	a->before += a->used;
	a->used = 0;
}

void *arena_alloc_slow(struct arena *a, size_t n)
{
	assert(n <= SIZE_MAX / 2);
	next_block(a, n);
	a->used = n;
	return a->current->data;
}

struct slice arena_copy(struct arena *a, struct slice s)
{
	uint8_t *p = arena_alloc(a, s.n);
	if (s.n)
		memcpy(p, s.p, s.n);
	return (struct slice){p, s.n};
}
