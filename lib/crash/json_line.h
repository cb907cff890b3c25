/* SPDX-License-Identifier: MIT */
/*
 * One JSON line as a tree that can be asked: the only place of the suite that knows jansson. All
 * that a tree gives out is borrowed and dies with json_line_free().
 */
#ifndef CRASH_JSON_LINE_H
#define CRASH_JSON_LINE_H

#include "lib/base/slice.h"

/* A value in a tree; NULL stands for one that is not there, and may be passed to any function. */
struct json_node;

struct json_line {
	void *root; /* owned */
};

struct json_line_error {
	char text[160];  /* what is wrong; may hold bytes of the line */
	size_t position; /* bytes from the start of the line, or 0 */
};

enum json_kind {
	JSON_KIND_ABSENT,
	JSON_KIND_NULL,
	JSON_KIND_STRING,
	JSON_KIND_NUMBER,
	JSON_KIND_BOOL,
	JSON_KIND_OBJECT,
	JSON_KIND_ARRAY,
};

/*
 * Reads bytes, which must be one JSON value and nothing else but blanks, nested at most
 * LIMIT_JSON_DEPTH deep, with at most LIMIT_JSON_VALUES values. Of a repeated member the last
 * counts. Numbers beyond 64 bits (signed) are kept with the precision of a double. Lone surrogates
 * and NUL bytes are errors. false: *error tells why, and there is nothing to free. Ends the program
 * without memory.
 */
bool json_line_parse(struct json_line *line, struct slice bytes,
		     struct json_line_error *error) MUST_CHECK;

void json_line_free(struct json_line *line);

/* The whole value. */
const struct json_node *json_line_root(const struct json_line *line);

enum json_kind node_kind(const struct json_node *node);

/* NULL where node is no object or has no such member. */
const struct json_node *node_member(const struct json_node *node, const char *name);

/* Elements of an array; 0 for anything else. */
size_t node_length(const struct json_node *node);

/* NULL where node is no array or is shorter. */
const struct json_node *node_element(const struct json_node *node, size_t index);

/* The bytes of a string, valid UTF-8, which may hold U+0000; an empty slice for anything else. */
struct slice node_text(const struct json_node *node);

/* false, and *out unchanged, where node is neither true nor false. */
bool node_bool(const struct json_node *node, bool *out) MUST_CHECK;

/* Whole numbers, also spelt 5.0 or 5e0. false, and *out unchanged, for anything else. */
bool node_count(const struct json_node *node, uint64_t *out) MUST_CHECK;
bool node_signed(const struct json_node *node, int64_t *out) MUST_CHECK;

/* A number from 0 on in tenths, rounded half up: 37.1 is 371. At most 10^12 tenths: up to there a
 * double keeps the decimal exactly. */
bool node_tenths(const struct json_node *node, uint64_t *out) MUST_CHECK;

/* Calls visit for each member of an object in its order; key is valid during the call only. */
void node_each_member(const struct json_node *node,
		      void (*visit)(void *context, struct slice key, const struct json_node *value),
		      void *context);

#endif
