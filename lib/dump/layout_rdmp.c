/* SPDX-License-Identifier: MIT */
/*
 * What dbgeng's ".dump /k", "/ka" and "/f" write since 2022: a list of page ranges, as kdmp-parser
 * found out (0vercl0k; no other source). All ranges' pages follow, back to back.
 */
#include "lib/dump/layout_parts.h"

enum {
	RDMP_MARKER = 0x40,
	RDMP_HEADER_BYTES = 0x20, /* MetadataSize counts what follows */
	RDMP_BYTES = 0x30,        /* the ranges follow */
	RDMP_RANGE_BYTES = 16,
};

struct rdmp {
	uint64_t at; /* where the structure stands in the file */
	uint32_t marker;
	uint64_t metadata_bytes, first_page;
	bool counted; /* type 10: the next two say something */
	uint32_t range_count;
	uint64_t total_pages;
};

static struct rdmp rdmp_of(struct slice head, uint64_t at, const struct dump_header *h)
{
	return (struct rdmp){
		.at = at,
		.marker = load_u32le(head.p),
		.metadata_bytes = load_u64le(head.p + 0x10),
		.first_page = load_u64le(head.p + 0x18),
		.counted = h->DumpType.known && h->DumpType.value == DUMP_TYPE_RDMP_FULL,
		.range_count = load_u32le(head.p + 0x20),
		.total_pages = load_u64le(head.p + 0x28),
	};
}

/* Ranges that have room before the first page. */
static uint64_t room_for_ranges(const struct rdmp *m)
{
	return (m->first_page - m->at - RDMP_BYTES) / RDMP_RANGE_BYTES;
}

/* false where the ranges cannot be found. */
static bool check_fields(struct dump_layout *l, const struct rdmp *m)
{
	if (m->first_page < m->at + RDMP_BYTES || m->first_page > INT64_MAX) {
		layout_fault(l, DUMP_FAULT_FIRST_PAGE, m->at + 0x18);
		return false;
	}
	if (m->marker != RDMP_MARKER)
		layout_fault(l, DUMP_FAULT_METADATA, m->at);
	if (m->metadata_bytes != m->first_page - m->at - RDMP_HEADER_BYTES ||
	    m->metadata_bytes % RDMP_RANGE_BYTES != 0)
		layout_fault(l, DUMP_FAULT_METADATA, m->at + 0x10);
	if (m->counted && (m->range_count == 0 || m->range_count > room_for_ranges(m)))
		layout_fault(l, DUMP_FAULT_RUN_COUNT, m->at + 0x20);
	return true;
}

/* The walk over the ranges. They end with page 0, or where the first page begins; those of type 10
 * also after so many ranges or pages as stated. */
struct rdmp_walk {
	const struct rdmp *m;
	struct dump_layout *l; /* learns of a range that cannot be; NULL: nobody does */
	struct run_joiner *j;  /* NULL: only adds up */
	uint64_t pages_max;
	uint64_t pages; /* of the ranges that were taken */
	struct known highest;
	bool wrong; /* a range cannot be; what follows it was not taken */
};

/* Takes one range; false where the list ends. */
static bool take_range(struct rdmp_walk *w, uint64_t base, uint64_t count)
{
	if (base == 0 || (w->m->counted && w->pages >= w->m->total_pages))
		return false;
	w->wrong = base > w->pages_max || count > w->pages_max - base ||
		   count > w->pages_max - w->pages;
	if (w->wrong)
		return false;
	w->pages += count;
	if (count && (!w->highest.known || base + count - 1 > w->highest.value))
		w->highest = known_number(base + count - 1);
	return !w->j || !count || run_join(w->j, base, count);
}

static bool take_ranges(void *context, struct slice piece, uint64_t at)
{
	struct rdmp_walk *w = context;
	for (size_t i = 0; range_within(piece.n, i, RDMP_RANGE_BYTES); i += RDMP_RANGE_BYTES) {
		if (take_range(w, load_u64le(piece.p + i), load_u64le(piece.p + i + 8)))
			continue;
		if (w->wrong && w->l)
			layout_fault(w->l, DUMP_FAULT_RUN_RANGE, w->m->at + RDMP_BYTES + at + i);
		return false;
	}
	return true;
}

static enum dump_layout_fault walk(struct rdmp_walk *w, struct random_input *in,
				   uint64_t *stopped_at)
{
	uint64_t ranges = room_for_ranges(w->m);
	if (w->m->counted && w->m->range_count < ranges)
		ranges = w->m->range_count;
	return layout_stream(in, w->m->at + RDMP_BYTES, ranges * RDMP_RANGE_BYTES, take_ranges, w,
			     stopped_at);
}

static void count_ranges(struct layout_task *t, const struct rdmp *m)
{
	struct rdmp_walk w = {.m = m, .l = t->l, .pages_max = layout_pages_max(t->l)};
	uint64_t stopped_at;
	enum dump_layout_fault fault = walk(&w, t->in, &stopped_at);
	if (fault != DUMP_FAULT_NONE)
		layout_fault(t->l, fault, stopped_at);
	if (fault != DUMP_FAULT_NONE || w.wrong)
		return;
	t->l->highest_page = w.highest;
	if (m->counted && (w.pages != m->total_pages || w.pages == 0))
		layout_fault(t->l, DUMP_FAULT_RUN_SUM, m->at + 0x28);
	else if (w.pages == 0)
		layout_fault(t->l, DUMP_FAULT_RUN_COUNT, m->at + RDMP_BYTES);
	else if (!m->counted)
		layout_set_pages(t->l, w.pages);
}

void layout_rdmp_read(struct layout_task *t)
{
	struct dump_layout *l = t->l;
	if (t->head.n < RDMP_BYTES) {
		layout_shortage(l, t->in, l->structure_offset + t->head.n);
		return;
	}
	struct rdmp m = rdmp_of(t->head, l->structure_offset, t->h);
	l->structure_bytes = RDMP_BYTES;
	if (!check_fields(l, &m))
		return;
	l->first_page = known_number(m.first_page);
	l->structure_bytes = m.first_page - m.at;
	if (m.counted && m.total_pages > layout_pages_max(l))
		layout_fault(l, DUMP_FAULT_RUN_RANGE, m.at + 0x28);
	else if (m.counted)
		layout_set_pages(l, m.total_pages);
	if (t->count)
		count_ranges(t, &m);
	if (layout_ends_before(t->in, m.first_page))
		layout_fault(l, DUMP_FAULT_TRUNCATED, t->in->size);
}

void layout_rdmp_each(const struct dump_layout *l, const struct dump_header *h,
		      struct random_input *in, struct run_joiner *j)
{
	uint8_t head[RDMP_BYTES];
	if (!l->first_page.known ||
	    random_read(in, l->structure_offset, head, sizeof(head)) < sizeof(head))
		return;
	struct rdmp m = rdmp_of(slice_of(head, sizeof(head)), l->structure_offset, h);
	/* A file that changed under us. */
	if (m.first_page != l->first_page.value)
		return;
	struct rdmp_walk w = {.m = &m, .j = j, .pages_max = layout_pages_max(l)};
	uint64_t stopped_at;
	/* Behind a range that cannot be, nobody knows where the pages stand. */
	(void)walk(&w, in, &stopped_at);
	run_join_end(j);
}
