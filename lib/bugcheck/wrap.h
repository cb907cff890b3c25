/* SPDX-License-Identifier: MIT */
/* Text in columns, for reports. */
#ifndef BUGCHECK_WRAP_H
#define BUGCHECK_WRAP_H

#include "lib/base/buf.h"

enum { WRAP_WIDTH = 96 /* columns of a report */ };

/* Appends text, whose first line starts in column at (from 0), broken at blanks so that no line
 * passes WRAP_WIDTH where words allow; following lines are indented to column indent. Ends the
 * last line. */
void wrap_add(struct buf *out, struct slice text, size_t at, size_t indent);

/* The same for lines of another width. */
void wrap_add_within(struct buf *out, struct slice text, size_t at, size_t indent, size_t width);

#endif
