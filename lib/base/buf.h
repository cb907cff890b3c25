/* SPDX-License-Identifier: MIT */
/* The one growable byte buffer. NUL is a byte like any other; nothing is terminated. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "lib/base/slice.h"

struct buf {
	uint8_t *p; /* owned; NULL while cap is 0 */
	size_t n;   /* bytes in use */
	size_t cap; /* bytes allocated */
};

/* An empty buffer is all zero. Frees the bytes and leaves the buffer empty and usable. */
void buf_free(struct buf *b);

/* Makes room for more bytes behind n, in amortised constant time. Ends the program without memory.
 */
void buf_grow(struct buf *b, size_t more);

/* Room for more bytes, at least one; returns where they go. Add what was written to b->n. */
static inline uint8_t *buf_reserve(struct buf *b, size_t more)
{
	if (UNLIKELY(b->cap - b->n < more))
		buf_grow(b, more);
	return b->p + b->n;
}

static inline void buf_add(struct buf *b, const void *p, size_t n)
{
	if (n)
		memcpy(buf_reserve(b, n), p, n);
	b->n += n;
}

static inline void buf_add_slice(struct buf *b, struct slice s)
{
	buf_add(b, s.p, s.n);
}

static inline void buf_add_byte(struct buf *b, uint8_t byte)
{
	*buf_reserve(b, 1) = byte;
	b->n++;
}

/* A NUL-terminated string, without its NUL. */
static inline void buf_add_string(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

/* count times the same byte. */
void buf_add_repeated(struct buf *b, uint8_t byte, size_t count);

/* As printf; for reports and messages, not for the hot path. */
void buf_printf(struct buf *b, const char *format, ...) PRINTF_LIKE(2, 3);

static inline struct slice buf_slice(const struct buf *b)
{
	return (struct slice){b->p, b->n};
}

#endif
