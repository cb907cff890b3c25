/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "lib/base/memory.h"

static void (*exhausted)(void) = abort;

void memory_set_exhausted(void (*handler)(void))
{
	exhausted = handler;
}

void memory_exhausted(void)
{
	exhausted();
	abort();
}

void *memory_zeroed(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size ? size : 1);
	if (!p)
		memory_exhausted();
	return p;
}

void *memory_resize(void *p, size_t size)
{
	assert(size != 0);
	void *grown = realloc(p, size);
	if (!grown)
		memory_exhausted();
	return grown;
}

void *memory_pages(size_t size)
{
	assert(size <= SIZE_MAX / 2);
	size = (size + MEMORY_PAGE - 1) / MEMORY_PAGE * MEMORY_PAGE;
	void *p = aligned_alloc(MEMORY_PAGE, size);
	if (!p)
		memory_exhausted();
	return memset(p, 0, size);
}
