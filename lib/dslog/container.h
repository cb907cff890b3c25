/* SPDX-License-Identifier: MIT */
/*
 * The container around the log's text: 32 bytes of header, text, zeros up to a fixed capacity.
 *
 *   0x00  8  "DLOGFILE"
 *   0x08  8  format version in ASCII digits, "00010000"
 *   0x10  4  owner of the log, "DUMP"
 *   0x14  4  u32: offset of the end of the text; the capacity while the log is still open
 *   0x18  8  zero
 *
 * Windows opens a log with the end at the capacity and sets the true end when the dump is through:
 * the field tells an interrupted log from a complete one. (Read off 27 logs of real machines.)
 */
#ifndef DSLOG_CONTAINER_H
#define DSLOG_CONTAINER_H

#include "lib/base/diag.h"

enum { DSLOG_HEADER_BYTES = 32 };

enum dslog_header_state {
	DSLOG_HEADER_FINALISED, /* the field is the end of the text */
	DSLOG_HEADER_OPEN,      /* the field is the size: writing was interrupted */
	DSLOG_HEADER_EDITED,    /* the field is neither, or bytes were changed: it tells nothing */
	DSLOG_HEADER_MISSING,   /* an excerpt */
};

struct dslog_container {
	enum dslog_header_state state;
	struct slice bytes;   /* header, text, padding; borrowed */
	size_t base;          /* where bytes begin in the input they were cut from */
	struct slice version; /* 8 bytes; empty without header */
	struct slice tag;     /* 4 bytes; empty without header */
	bool end_known;
	uint32_t end_offset; /* the field, if end_known */
	struct slice text;   /* what belongs to the log; may hold zero bytes */
	size_t text_at;      /* where it begins in bytes */
	struct slice slack;  /* other text behind the end of the log */
	size_t slack_at;
	size_t free_bytes; /* room that was left in the log; SIZE_MAX where that is unknown */
};

/* Does a container begin here? */
bool dslog_container_begins(struct slice bytes);

/*
 * Splits off the container at *at of the input and moves *at behind it: up to the next header, or
 * to the end. Without a header at *at the whole rest is taken as an excerpt. Reports what is odd;
 * offsets are those within the input.
 */
void dslog_container_next(struct slice input, size_t *at, const struct diag_sink *sink,
			  struct dslog_container *c);

/* "finalised", "open", "edited", "missing"; static. */
const char *dslog_header_state_name(enum dslog_header_state state);

#endif
