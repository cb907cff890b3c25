/* SPDX-License-Identifier: MIT */
/*
 * A streaming JSON writer: appends to a buffer, keeps nothing but whether a comma is due. The rules
 * of the output contract (bsodutils-json(5)) live here: hexadecimal as strings, numbers above 2^53
 * never, text always valid, raw bytes beside what is not text.
 *
 * Every function that takes a key writes a member; with a NULL key it writes an array element.
 * Keys are literals of ours and need no escaping. Nothing fails.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "lib/base/buf.h"

struct json_writer {
	struct buf *out; /* borrowed */
	bool comma;      /* the next value needs one in front */
};

static inline struct json_writer json_writer_on(struct buf *out)
{
	return (struct json_writer){out, false};
}

/* Comma and key, whatever of them is due; afterwards a comma is due. Here in the header, as are the
 * members that lines have most of, since a key's length is then known to the compiler. */
static inline void json_begin_value(struct json_writer *w, const char *key)
{
	size_t n = key ? strlen(key) : 0;
	uint8_t *p = buf_reserve(w->out, n + 4);
	uint8_t *start = p;
	*p = ',';
	p += w->comma;
	if (key) {
		*p++ = '"';
		memcpy(p, key, n);
		p += n;
		*p++ = '"';
		*p++ = ':';
	}
	w->out->n += (size_t)(p - start);
	w->comma = true;
}

/* The values without their keys; for the functions below. key: for a sibling <key>_hex. */
void json_put_number(struct json_writer *w, uint64_t v);
void json_put_hex(struct json_writer *w, uint64_t v, unsigned digits);
void json_put_text(struct json_writer *w, const char *key, struct slice s);

void json_object_begin(struct json_writer *w, const char *key);
void json_object_end(struct json_writer *w);
void json_array_begin(struct json_writer *w, const char *key);
void json_array_end(struct json_writer *w);

/* Closes the outermost object and the line. */
void json_line_end(struct json_writer *w);

static inline void json_null(struct json_writer *w, const char *key)
{
	json_begin_value(w, key);
	buf_add(w->out, "null", 4);
}

static inline void json_bool(struct json_writer *w, const char *key, bool v)
{
	json_begin_value(w, key);
	if (v)
		buf_add(w->out, "true", 4);
	else
		buf_add(w->out, "false", 5);
}

/* A number that is small by its nature (ids, counts of ours): written as it is. */
static inline void json_number(struct json_writer *w, const char *key, uint64_t v)
{
	json_begin_value(w, key);
	json_put_number(w, v);
}

void json_signed(struct json_writer *w, const char *key, int64_t v);

/* A number from input: above 2^53-1 it becomes null with a sibling <key>_hex. key is not NULL. */
void json_count(struct json_writer *w, const char *key, uint64_t v);

/* v tenths as a number with one decimal: 371 is 37.1. */
void json_tenths(struct json_writer *w, const char *key, uint64_t v);

/* "0x%08x" and "0x%016x". */
static inline void json_hex32(struct json_writer *w, const char *key, uint32_t v)
{
	json_begin_value(w, key);
	json_put_hex(w, v, 8);
}

static inline void json_hex64(struct json_writer *w, const char *key, uint64_t v)
{
	json_begin_value(w, key);
	json_put_hex(w, v, 16);
}

/* A literal of ours: ASCII that needs no escaping. */
static inline void json_literal(struct json_writer *w, const char *key, const char *s)
{
	json_begin_value(w, key);
	size_t n = strlen(s);
	uint8_t *p = buf_reserve(w->out, n + 2);
	p[0] = '"';
	memcpy(p + 1, s, n);
	p[n + 1] = '"';
	w->out->n += n + 2;
}

/* Text that should be UTF-8. Where bytes had to be replaced, and key is not NULL, a sibling
 * <key>_hex keeps them. */
static inline void json_text(struct json_writer *w, const char *key, struct slice s)
{
	json_begin_value(w, key);
	json_put_text(w, key, s);
}

/* Bytes as lower-case hexadecimal digits. */
void json_bytes_hex(struct json_writer *w, const char *key, struct slice s);

/* An instant (FILETIME); null where its year has more than four digits. */
void json_time(struct json_writer *w, const char *key, uint64_t filetime);

/* Already rendered JSON, such as the members of --tag. */
void json_raw(struct json_writer *w, const char *key, struct slice s);

/* Largest integer that every JSON reader keeps: 2^53-1. */
#define JSON_SAFE_INTEGER ((UINT64_C(1) << 53) - 1)

#endif
