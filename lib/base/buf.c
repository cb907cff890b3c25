/* SPDX-License-Identifier: MIT */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/base/buf.h"
#include "lib/base/memory.h"

void buf_free(struct buf *b)
{
	free(b->p);
	*b = (struct buf){NULL, 0, 0};
}

void buf_grow(struct buf *b, size_t more)
{
	size_t need;
	bool overflow = __builtin_add_overflow(b->n, more, &need);
	assert(!overflow && need <= SIZE_MAX / 2);
	size_t cap = b->cap ? b->cap : 256;
	while (cap < need)
		cap *= 2;
	b->p = memory_resize(b->p, cap);
	b->cap = cap;
}

void buf_add_repeated(struct buf *b, uint8_t byte, size_t count)
{
	if (count)
		memset(buf_reserve(b, count), byte, count);
	b->n += count;
}

void buf_printf(struct buf *b, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	size_t room = 128;
	int n = vsnprintf((char *)buf_reserve(b, room), room, format, args);
	va_end(args);
	assert(n >= 0);
	if ((size_t)n >= room) {
		va_start(args, format);
		vsnprintf((char *)buf_reserve(b, (size_t)n + 1), (size_t)n + 1, format, args);
		va_end(args);
	}
	b->n += (size_t)n;
}
