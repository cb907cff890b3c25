/* SPDX-License-Identifier: MIT */
/*
 * A position in borrowed bytes with sticky failure: read a header in the order of its
 * specification, then ask once whether all of it was there. After a failure every getter returns
 * zero and nothing moves. Little endian, as everything Windows writes to disk.
 */
#ifndef BASE_READER_H
#define BASE_READER_H

#include "lib/base/slice.h"

struct reader {
	struct slice bytes;
	size_t pos; /* bytes consumed; never beyond bytes.n */
	bool bad;   /* something was asked for that is not there */
};

static inline struct reader reader_of(struct slice bytes)
{
	return (struct reader){bytes, 0, false};
}

static inline size_t reader_left(const struct reader *r)
{
	return r->bytes.n - r->pos;
}

/* The next n bytes, borrowed; an empty slice and failure where they do not all exist. */
static inline struct slice reader_bytes(struct reader *r, size_t n)
{
	if (r->bad || !range_within(r->bytes.n, r->pos, n)) {
		r->bad = true;
		return (struct slice){NULL, 0};
	}
	struct slice s = slice_sub(r->bytes, r->pos, n);
	r->pos += n;
	return s;
}

static inline void reader_skip(struct reader *r, size_t n)
{
	(void)reader_bytes(r, n);
}

/* Moves to an absolute position; failure where it lies outside. */
static inline void reader_seek(struct reader *r, size_t pos)
{
	if (pos > r->bytes.n)
		r->bad = true;
	else if (!r->bad)
		r->pos = pos;
}

static inline uint16_t load_u16le(const uint8_t *p)
{
	return (uint16_t)(p[0] | p[1] << 8);
}

static inline uint32_t load_u32le(const uint8_t *p)
{
	return (uint32_t)load_u16le(p) | (uint32_t)load_u16le(p + 2) << 16;
}

static inline uint64_t load_u64le(const uint8_t *p)
{
	return (uint64_t)load_u32le(p) | (uint64_t)load_u32le(p + 4) << 32;
}

/* All bytes of s, of which the first eight count, as one number. */
static inline uint64_t load_any_le(struct slice s)
{
	uint64_t v = 0;
	for (size_t i = s.n < 8 ? s.n : 8; i > 0; i--)
		v = v << 8 | s.p[i - 1];
	return v;
}

static inline uint8_t reader_u8(struct reader *r)
{
	struct slice s = reader_bytes(r, 1);
	return s.n ? s.p[0] : 0;
}

static inline uint16_t reader_u16le(struct reader *r)
{
	struct slice s = reader_bytes(r, 2);
	return s.n ? load_u16le(s.p) : 0;
}

static inline uint32_t reader_u32le(struct reader *r)
{
	struct slice s = reader_bytes(r, 4);
	return s.n ? load_u32le(s.p) : 0;
}

static inline uint64_t reader_u64le(struct reader *r)
{
	struct slice s = reader_bytes(r, 8);
	return s.n ? load_u64le(s.p) : 0;
}

#endif
