/* SPDX-License-Identifier: MIT */
/* What the readers of the several layouts share (layout.h); nobody else includes this. */
#ifndef DUMP_LAYOUT_PARTS_H
#define DUMP_LAYOUT_PARTS_H

#include "lib/dump/layout.h"

/* A layout that is being read. */
struct layout_task {
	struct dump_layout *l;
	const struct dump_header *h;
	struct random_input *in;
	bool count;
	struct slice head; /* the first bytes behind the header: up to LAYOUT_HEAD_BYTES */
};

enum {
	LAYOUT_HEAD_BYTES = 0x80,     /* the largest structure, TRIAGE_DUMP64 */
	LAYOUT_PADDING = 8,           /* zero bytes behind the pieces of layout_stream() */
	LAYOUT_PIECE_BYTES = 64 << 10 /* of one reading; no page list of a laptop needs two */
};

/* Offsets of header fields that a fault may point at. */
uint64_t layout_type_at(const struct dump_header *h);
uint64_t layout_run_at(const struct dump_header *h, size_t run);

/* Notes a fault, unless one was found before. */
void layout_fault(struct dump_layout *l, enum dump_layout_fault fault, uint64_t offset);

/* Notes that reading ended at offset, before what was asked for: cut, or out of reach? */
void layout_shortage(struct dump_layout *l, const struct random_input *in, uint64_t offset);

/* Does the input surely end before offset? */
bool layout_ends_before(const struct random_input *in, uint64_t offset);

/* So many pages have fewer than 2^63 bytes, and no file and no machine has more. */
static inline uint64_t layout_pages_max(const struct dump_layout *l)
{
	return INT64_MAX / l->page_bytes;
}

/* States that so many pages follow the first one, which is known. At most layout_pages_max(). */
void layout_set_pages(struct dump_layout *l, uint64_t pages);

/*
 * Hands bytes bytes at offset over in pieces, in order, until take returns false; at is where the
 * piece stands from offset. Behind the end of a piece LAYOUT_PADDING zero bytes can be read.
 * Returns DUMP_FAULT_NONE, also where take stopped it, or why not all could be read: the last piece
 * is short then, and *stopped_at is the offset at which reading ended.
 */
enum dump_layout_fault layout_stream(struct random_input *in, uint64_t offset, uint64_t bytes,
				     bool (*take)(void *context, struct slice piece, uint64_t at),
				     void *context, uint64_t *stopped_at);

/* Joins runs that come one after another in the file, before they are visited. */
struct run_joiner {
	bool (*visit)(void *context, uint64_t first_page, uint64_t pages, uint64_t file_offset);
	void *context;
	uint32_t page_bytes;
	uint64_t base, pages, offset; /* what was not visited yet; pages may be 0 */
	uint64_t next_offset;         /* where the next page stands in the file */
};

/* Adds the pages that stand at next_offset; false once a visit returned false. */
static inline bool run_join(struct run_joiner *j, uint64_t base, uint64_t pages)
{
	uint64_t offset = j->next_offset;
	j->next_offset += pages * j->page_bytes;
	if (j->pages && base == j->base + j->pages) {
		j->pages += pages;
		return true;
	}
	bool more = !j->pages || j->visit(j->context, j->base, j->pages, j->offset);
	j->base = base;
	j->pages = more ? pages : 0;
	j->offset = offset;
	return more;
}

/* Visits what is left, unless a visit returned false. */
void run_join_end(struct run_joiner *j);

void layout_runs_read(struct layout_task *t);
void layout_runs_each(const struct dump_layout *l, const struct dump_header *h,
		      struct run_joiner *j);

/* Of SUMMARY and BITMAP, told apart by "SDMP" alone: which of the two it can be. */
enum dump_layout_kind layout_bitmap_kind(const struct layout_task *t, enum dump_layout_kind wanted);
void layout_bitmap_read(struct layout_task *t);
void layout_bitmap_each(const struct dump_layout *l, struct random_input *in, struct run_joiner *j);

void layout_rdmp_read(struct layout_task *t);
void layout_rdmp_each(const struct dump_layout *l, const struct dump_header *h,
		      struct random_input *in, struct run_joiner *j);

/* Does TRIAGE_DUMP end where "TRGD" stands? It has no other signature. */
bool layout_triage_is(const struct layout_task *t);
void layout_triage_read(struct layout_task *t);

#endif
