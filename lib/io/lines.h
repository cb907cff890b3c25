/* SPDX-License-Identifier: MIT */
/*
 * Lines of an input in constant memory. A line is everything up to and with its '\n'; the last may
 * lack one. A line longer than the cap comes in pieces of cap bytes, so that a filter can pass it
 * through.
 */
#ifndef IO_LINES_H
#define IO_LINES_H

#include "lib/io/input.h"

struct line {
	struct slice bytes; /* with the '\n' if it is there; valid until the next call */
	bool first;         /* this piece begins the line */
	bool last;          /* this piece ends it */
	uint64_t number;    /* from 1 */
	uint64_t offset;    /* of the piece, in the uncompressed input */
};

struct line_reader {
	struct input *in;  /* borrowed */
	size_t cap;        /* longest line that is delivered whole, bytes with its '\n' */
	struct buf buffer; /* owned */
	size_t at;         /* start of what was not yet delivered */
	size_t searched;   /* bytes behind at that hold no '\n' */
	bool inside;       /* the last piece did not end its line */
	uint64_t number;
	uint64_t offset;
};

/* cap is at least 1. */
struct line_reader line_reader_on(struct input *in, size_t cap);

/* Gives it bytes of the input that somebody else has read already; before the first line. */
void line_reader_begin(struct line_reader *r, struct slice bytes);

/* false at the end of the input, or where reading failed (in->failure tells). */
bool line_reader_next(struct line_reader *r, struct line *line) MUST_CHECK;

/* Would the next call have to wait for the source? For flushing output on live pipes. */
bool line_reader_would_read(const struct line_reader *r);

void line_reader_free(struct line_reader *r);

#endif
