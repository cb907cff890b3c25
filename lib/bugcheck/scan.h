/* SPDX-License-Identifier: MIT */
/*
 * A walk over the JSON text of one line that keeps positions, so that the line can be changed
 * without being written anew. No tree, no allocation, no recursion. What is accepted is JSON
 * (RFC 8259), except that strings may hold bytes that are not UTF-8.
 */
#ifndef BUGCHECK_SCAN_H
#define BUGCHECK_SCAN_H

#include "lib/base/slice.h"

struct scan {
	struct slice text; /* borrowed */
	size_t at;
	bool bad; /* not JSON, or nested deeper than LIMIT_JSON_DEPTH; at no longer means anything
		   */
};

static inline struct scan scan_of(struct slice text)
{
	return (struct scan){text, 0, false};
}

/* The next byte behind white space, not consumed; 0 at the end and after a failure. */
uint8_t scan_peek(struct scan *s);

/* Consumes this byte, and white space before it; a failure where another stands there. */
void scan_expect(struct scan *s, uint8_t byte);

/* Consumes a string; returns what stands between its quotes, as it is spelt. */
struct slice scan_string(struct scan *s);

/* Consumes a value of any kind; returns its text. */
struct slice scan_value(struct scan *s);

/*
 * Steps into an array or object whose opening bracket is next, or over the comma to its next
 * element: call it with *first true, then until it returns false, which it does once the closing
 * bracket has been consumed, or after a failure. The caller consumes the elements.
 */
bool scan_next(struct scan *s, uint8_t open, uint8_t close, bool *first) MUST_CHECK;

/* As scan_next() in an object; consumes the member's key and colon and sets *key (as spelt). */
bool scan_next_member(struct scan *s, bool *first, struct slice *key) MUST_CHECK;

/*
 * The characters that the inside of a string stands for, into out; false where they are more than
 * room, or one is not ASCII.
 */
bool scan_unescape(struct slice spelt, char *out, size_t room, size_t *n) MUST_CHECK;

/* Does the inside of a string stand for this text? word is ASCII of at most 64 characters. */
bool scan_spells(struct slice spelt, struct slice word);

#endif
