/* SPDX-License-Identifier: MIT */
/* A dump as a paragraph for people. */
#ifndef DUMP_DUMP_TEXT_H
#define DUMP_DUMP_TEXT_H

#include "lib/dump/dump_json.h"

/* Appends the report. name: of the input, for display. */
void dump_write_text(struct buf *b, const struct dump *d, struct random_input *in,
		     const struct dump_detail *detail, const char *name, bool colour);

/* The lists and the raw header of it, which live in a file of their own. */
void dump_write_text_lists(struct buf *b, const struct dump *d, struct random_input *in,
			   const struct dump_detail *detail);

#endif
