/* SPDX-License-Identifier: MIT */
/* What the files lib/dump/triage*.c share: the dump that is being read, and places in it. */
#ifndef DUMP_TRIAGE_READING_H
#define DUMP_TRIAGE_READING_H

#include "lib/base/diag.h"
#include "lib/base/reader.h"
#include "lib/dump/triage.h"

/* Where things lie in the structures of that width, bytes. */
struct triage_widths {
	size_t pointer;                   /* bytes of an address */
	size_t structure_bytes;           /* of TRIAGE_DUMP */
	size_t data_page, debugger, data; /* its fields behind TopOfStack */
	size_t driver_stride, DllBase, SizeOfImage, CheckSum, TimeDateStamp; /* from the entry */
	size_t unloaded_count, unloaded_stride, Name, StartAddress, EndAddress;
};

struct triage_reading {
	struct dump_triage *t;
	const struct dump_header *h;
	const struct triage_widths *widths;
	struct random_input *in;
	struct arena *arena;
	const struct diag_sink *sink;
	enum status status;    /* of the first fault */
	uint64_t fault_offset; /* its place */
	size_t name_bytes;     /* of all names so far */
	bool names_full;       /* LIMIT_DUMP_NAME_BYTES was reached */
};

/* Reports what is wrong; the first time, it becomes the status of the whole. */
void triage_fault(struct triage_reading *r, enum status status, const struct diag *d);

/*
 * How many bytes of a place can be read from its start on. Less than all of them is reported: as
 * truncated where the dump was meant to have them, else as damage of the field (its offset in the
 * file) that states the place; then only what lies before the next part is believed. what: "the
 * call stack".
 */
uint64_t triage_readable(struct triage_reading *r, const char *what, uint64_t field,
			 struct dump_place place);

/* A table in the file, and how many of its rows can be read. */
struct triage_table {
	const char *what;     /* "the driver list" */
	const char *rows;     /* "drivers" */
	uint64_t field;       /* offset of the field that states the place */
	struct known offset;  /* of the first row */
	struct known count;   /* stated */
	size_t stride, limit; /* bytes of a row, rows at most */
};

size_t triage_table_rows(struct triage_reading *r, const struct triage_table *table);

/* Rows that are read some at a time. */
struct triage_rows {
	struct random_input *in;
	uint64_t offset; /* of the next row to be read from the input */
	size_t stride;   /* bytes of a row, at most sizeof(bytes) */
	size_t left;     /* rows still to be read */
	size_t at, n;    /* rows of bytes: given out, held */
	uint8_t bytes[8192];
};

/* Begins with count rows at offset; then the next row, or NULL behind the last. */
void triage_rows_begin(struct triage_rows *rows, struct random_input *in, uint64_t offset,
		       size_t stride, size_t count);
const uint8_t *triage_rows_next(struct triage_rows *rows);

/* An address of the dump's width. */
static inline uint64_t triage_address(const struct triage_reading *r, const uint8_t *p)
{
	return r->widths->pointer == 8 ? load_u64le(p) : load_u32le(p);
}

/* The lists; each sets its count and array in r->t. */
void triage_read_drivers(struct triage_reading *r);
void triage_read_unloaded(struct triage_reading *r);

/* The index of dump_triage_driver_of(), then what stands on the stack. */
void triage_index_images(struct triage_reading *r);
void triage_read_frames(struct triage_reading *r);

#endif
