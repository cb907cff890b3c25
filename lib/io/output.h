/* SPDX-License-Identifier: MIT */
/* Standard output in large blocks, with every write checked. */
#ifndef IO_OUTPUT_H
#define IO_OUTPUT_H

#include "lib/base/buf.h"

struct output {
	int fd;
	bool each_line;   /* write after every record: terminals and live pipes */
	bool discard;     /* -s: data is made, and dropped */
	int error_number; /* errno of the first failed write; 0 while all is well */
	struct buf buf;   /* append records here, then call output_record() */
};

/* Makes the pipe wider that out writes to, if it is one: fewer changes between its two ends. */
void output_widen(const struct output *out);

/* After a record was appended: writes if enough has gathered, or if each line is due. */
void output_record(struct output *out);

/* Writes a block that was made elsewhere, behind all that was appended: without copying it where it
 * is large. */
void output_block(struct output *out, struct slice block);

/* Writes all that was appended. false if this or an earlier write failed. */
bool output_flush(struct output *out);

/* Flushes, closes the descriptor and checks that too. Call once, last. */
bool output_close(struct output *out) MUST_CHECK;

#endif
