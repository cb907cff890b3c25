/* SPDX-License-Identifier: MIT */
#include "lib/base/limits.h"
#include "lib/dump/layout_parts.h"

void layout_fault(struct dump_layout *l, enum dump_layout_fault fault, uint64_t offset)
{
	if (l->fault != DUMP_FAULT_NONE)
		return;
	l->fault = fault;
	l->fault_offset = offset;
}

/* A stream that goes on behind its cap, a failure, a file that shrinks: nobody cut that. */
static enum dump_layout_fault shortage(const struct random_input *in, uint64_t offset)
{
	bool out_of_reach = in->failure != INPUT_FINE || in->size_is_least || offset < in->size;
	return out_of_reach ? DUMP_FAULT_UNREADABLE : DUMP_FAULT_TRUNCATED;
}

void layout_shortage(struct dump_layout *l, const struct random_input *in, uint64_t offset)
{
	layout_fault(l, shortage(in, offset), offset);
}

bool layout_ends_before(const struct random_input *in, uint64_t offset)
{
	return !in->size_is_least && in->size < offset;
}

void layout_set_pages(struct dump_layout *l, uint64_t pages)
{
	l->pages = known_number(pages);
	l->expected_size = known_number(l->first_page.value + pages * l->page_bytes);
}

enum dump_layout_fault layout_stream(struct random_input *in, uint64_t offset, uint64_t bytes,
				     bool (*take)(void *context, struct slice piece, uint64_t at),
				     void *context, uint64_t *stopped_at)
{
	uint8_t piece[LAYOUT_PIECE_BYTES + LAYOUT_PADDING];
	uint64_t end = bytes < LIMIT_DUMP_BITMAP_BYTES ? bytes : LIMIT_DUMP_BITMAP_BYTES;
	*stopped_at = offset + end;
	for (uint64_t at = 0; at < end;) {
		size_t n = end - at < LAYOUT_PIECE_BYTES ? (size_t)(end - at) : LAYOUT_PIECE_BYTES;
		size_t got = random_read(in, offset + at, piece, n);
		memset(piece + got, 0, LAYOUT_PADDING);
		if (got && !take(context, slice_of(piece, got), at))
			return DUMP_FAULT_NONE;
		at += got;
		if (got < n) {
			*stopped_at = offset + at;
			return shortage(in, offset + at);
		}
	}
	return bytes > end ? DUMP_FAULT_LIMIT : DUMP_FAULT_NONE;
}

void run_join_end(struct run_joiner *j)
{
	if (j->pages)
		(void)j->visit(j->context, j->base, j->pages, j->offset);
	j->pages = 0;
}
