/* SPDX-License-Identifier: MIT */
/* Borrowed bytes: a pointer and a length, owned by somebody else, never changed through here. */
#ifndef BASE_SLICE_H
#define BASE_SLICE_H

#include <string.h>

#include "lib/base/compiler.h"

struct slice {
	const uint8_t *p; /* may be NULL where n is 0 */
	size_t n;         /* bytes */
};

/* The bytes of a string literal, without its final NUL. */
#define SLICE(literal) ((struct slice){(const uint8_t *)(literal), sizeof(literal) - 1})

static inline struct slice slice_of(const void *p, size_t n)
{
	return (struct slice){p, n};
}

static inline struct slice slice_of_string(const char *s)
{
	return (struct slice){(const uint8_t *)s, strlen(s)};
}

/* The one range check of the suite: do len bytes at off lie within n bytes? Cannot overflow. */
static inline bool range_within(size_t n, size_t off, size_t len)
{
	return off <= n && len <= n - off;
}

/* The len bytes at off; an empty slice where they do not all exist. */
static inline struct slice slice_sub(struct slice s, size_t off, size_t len)
{
	if (!range_within(s.n, off, len))
		return (struct slice){NULL, 0};
	/* Not even 0 may be added to NULL. */
	return (struct slice){off ? s.p + off : s.p, len};
}

/* All bytes from off on; an empty slice where off lies outside. */
static inline struct slice slice_from(struct slice s, size_t off)
{
	return off <= s.n ? slice_sub(s, off, s.n - off) : (struct slice){NULL, 0};
}

static inline bool slice_equal(struct slice a, struct slice b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

static inline bool slice_starts_with(struct slice s, struct slice prefix)
{
	return s.n >= prefix.n && slice_equal(slice_sub(s, 0, prefix.n), prefix);
}

static inline bool slice_ends_with(struct slice s, struct slice suffix)
{
	return s.n >= suffix.n && slice_equal(slice_sub(s, s.n - suffix.n, suffix.n), suffix);
}

/* Position of the first such byte, or s.n. */
static inline size_t slice_find_byte(struct slice s, uint8_t byte)
{
	const uint8_t *hit = s.n ? memchr(s.p, byte, s.n) : NULL;
	return hit ? (size_t)(hit - s.p) : s.n;
}

/* Position of the first occurrence of needle, or s.n. */
size_t slice_find(struct slice s, struct slice needle);

/* s without blanks (0x20) and tabs at both ends. */
struct slice slice_trim(struct slice s);

/* The next word of *rest, between blanks and tabs; *rest is moved behind it. No bytes: there is
 * none.
 */
struct slice slice_take_word(struct slice *rest);

/* Are all bytes of s this byte? True for an empty slice. */
bool slice_is_all(struct slice s, uint8_t byte);

/* The last part of a path, behind the last slash or backslash; all of it where it has neither. */
struct slice slice_base_name(struct slice path);

#endif
