/* SPDX-License-Identifier: MIT */
/* Data of values as one line of a .reg file spells them. */
#ifndef REGISTRY_REG_DATA_H
#define REGISTRY_REG_DATA_H

#include "lib/base/buf.h"

/* Is this nothing: blanks, or a comment (";", and "#" too)? */
bool reg_is_blank(struct slice s);

enum reg_string_end {
	REG_STRING_CLOSED,
	REG_STRING_OPEN, /* the line ends before the closing quote */
};

/*
 * Takes text up to the closing quote off *s, which begins behind the opening one, and appends it
 * without escapes: \\ \" and \0. *unknown is set, never cleared, where a backslash stands before
 * anything else: it is dropped. literal: backslashes are themselves but before a
 * quote.
 */
enum reg_string_end reg_string_take(struct slice *s, bool literal, struct buf *out, bool *unknown);

/* Reads a number of 1 to digits hexadecimal digits, and nothing behind it but a comment. */
bool reg_number_read(struct slice s, size_t digits, uint64_t *out) MUST_CHECK;

enum reg_hex_end {
	REG_HEX_DONE,
	REG_HEX_MORE, /* a backslash: the next line goes on */
	REG_HEX_BAD,
};

/* Appends bytes "25,00,…" of one line. At most LIMIT_REGISTRY_DATA_BYTES are kept in out; *full is
 * set, never cleared, where there are more. */
enum reg_hex_end reg_hex_read(struct slice s, struct buf *out, bool *full);

#endif
