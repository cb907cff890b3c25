/* SPDX-License-Identifier: MIT */
/* What a line, or a whole input, is: told from its bytes alone, before any JSON is parsed. */
#ifndef CRASH_SCAN_H
#define CRASH_SCAN_H

#include "lib/base/slice.h"

enum line_kind {
	LINE_BLANK,    /* nothing but blanks */
	LINE_NOT_JSON, /* no object: does not go from { to } */
	LINE_OTHER,    /* an object that surely tells nothing of a crash */
	LINE_EVIDENCE, /* an object that may */
};

/* line is a whole line, with or without its end. *object is set to it without blanks around it. */
enum line_kind line_kind_of(struct slice line, struct slice *object);

/*
 * What an input is if its first line (or as much of it as was read) shows that it holds no JSON
 * lines at all, with what to do about it: "a raw DumpStack.log; pipe it through dslog-parse
 * first". NULL where it may hold JSON lines. Static.
 */
const char *foreign_content(struct slice first_line);

/* s without a byte order mark of UTF-8 in front. */
struct slice without_byte_order_mark(struct slice s);

#endif
