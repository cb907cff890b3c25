/* SPDX-License-Identifier: MIT */
/* Headers of dumps made in memory, by a table of places of its own. */
#ifndef TESTS_SUPPORT_DUMP_H
#define TESTS_SUPPORT_DUMP_H

#include "lib/base/buf.h"

/* A field: its name, and offset and size in both widths; size 0 where there is none. */
struct made_field {
	const char *name;
	uint16_t offset32, offset64;
	uint8_t size32, size64;
};
extern const struct made_field made_fields[];
extern const size_t made_field_count;

/* Appends a header with signatures, of which nothing else was set. bits: 32 or 64. */
void made_header(struct buf *b, unsigned bits);

/* Sets a field by its name, and a text (with its NUL) by the name of its field. */
void made_header_set(struct buf *b, const char *field, uint64_t value);
void made_header_text(struct buf *b, const char *field, const char *text);

/* Sets NumberOfRuns, NumberOfPages and the runs: pairs of first page and pages. */
void made_header_runs(struct buf *b, const uint64_t (*runs)[2], size_t n);

/* A header of a full dump of that many pages from page 1 on, and the pages. */
void made_full(struct buf *b, unsigned bits, uint64_t pages);

/* What Windows of build 26100 stores behind BootId. */
void made_extension(struct buf *b, const char *status);

/* What Windows stores in the header of each dump: all that is asked for to tell that it did. */
void made_by_kernel(struct buf *b);

/* The header of a chain of secondary data, and a record of n bytes. */
void made_blob_chain(struct buf *b);
void made_blob(struct buf *b, uint8_t tag, uint32_t n);

#endif
