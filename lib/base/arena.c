/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "lib/base/arena.h"
#include "lib/base/memory.h"

enum { BLOCK_BYTES = 16 << 10 };

struct arena_block {
	struct arena_block *next;
	size_t size; /* bytes behind this header */
	max_align_t data[];
};

void arena_free(struct arena *a)
{
	while (a->first) {
		struct arena_block *next = a->first->next;
		free(a->first);
		a->first = next;
	}
	*a = (struct arena){NULL, NULL, 0};
}

void arena_reset(struct arena *a)
{
	a->current = a->first;
	a->used = 0;
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
	}
	a->current = *link;
	a->used = 0;
}

void *arena_alloc(struct arena *a, size_t n)
{
	const size_t align = _Alignof(max_align_t);
	assert(n <= SIZE_MAX / 2);
	n = (n + align - 1) & ~(align - 1);
	if (!a->current || a->current->size - a->used < n)
		next_block(a, n);
	void *p = (uint8_t *)a->current->data + a->used;
	a->used += n;
	return p;
}

struct slice arena_copy(struct arena *a, struct slice s)
{
	uint8_t *p = arena_alloc(a, s.n);
	if (s.n)
		memcpy(p, s.p, s.n);
	return (struct slice){p, s.n};
}
