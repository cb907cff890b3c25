/* SPDX-License-Identifier: MIT */
#include "lib/dump/layout_parts.h"

uint64_t layout_type_at(const struct dump_header *h)
{
	return h->bits == 32 ? 0xf88 : 0xf98;
}

static uint64_t attributes_at(const struct dump_header *h)
{
	return h->bits == 32 ? 0x8a0 : 0x1050;
}

/* A decrypted dump may keep both marks. */
static bool is_encrypted(const struct dump_header *h)
{
	uint64_t both = DUMP_ATTRIBUTE_ENCRYPTED_DUMP_DATA | DUMP_ATTRIBUTE_DECRYPTED_DUMP;
	return h->Attributes.known &&
	       (h->Attributes.value & both) == DUMP_ATTRIBUTE_ENCRYPTED_DUMP_DATA;
}

/* What has to follow the header of a dump of this type; NONE where no such type is known. */
static enum dump_layout_kind kind_of_type(struct known type)
{
	switch (type.known ? type.value : DUMP_TYPE_UNKNOWN) {
	case DUMP_TYPE_FULL:
		return DUMP_LAYOUT_RUNS;
	case DUMP_TYPE_SUMMARY:
		return DUMP_LAYOUT_SUMMARY;
	case DUMP_TYPE_TRIAGE:
		return DUMP_LAYOUT_TRIAGE;
	case DUMP_TYPE_BITMAP_FULL:
	case DUMP_TYPE_BITMAP_KERNEL:
		return DUMP_LAYOUT_BITMAP;
	case DUMP_TYPE_RDMP_KERNEL:
	case DUMP_TYPE_RDMP_KERNEL_ACTIVE:
	case DUMP_TYPE_RDMP_FULL:
		return DUMP_LAYOUT_RDMP;
	default:
		return DUMP_LAYOUT_NONE;
	}
}

/* What follows the header, by its signature; wanted decides where that has two meanings. */
static enum dump_layout_kind kind_found(const struct layout_task *t, enum dump_layout_kind wanted)
{
	struct slice first = slice_sub(t->head, 0, 4), second = slice_sub(t->head, 4, 4);
	if (slice_equal(first, SLICE("FDMP")) && slice_equal(second, SLICE("DUMP")))
		return DUMP_LAYOUT_BITMAP;
	if (slice_equal(first, SLICE("SDMP")) && slice_equal(second, SLICE("DUMP")))
		return layout_bitmap_kind(t, wanted);
	if (slice_equal(second, SLICE("RDMP")) &&
	    slice_equal(slice_sub(t->head, 8, 4), SLICE("DUMP")))
		return DUMP_LAYOUT_RDMP;
	/* A small dump cut before its end has no signature. */
	if (layout_triage_is(t) || (wanted == DUMP_LAYOUT_TRIAGE && t->head.n))
		return DUMP_LAYOUT_TRIAGE;
	return DUMP_LAYOUT_NONE;
}

static void not_found(struct layout_task *t, enum dump_layout_kind wanted)
{
	struct dump_layout *l = t->l;
	if (wanted == DUMP_LAYOUT_NONE)
		layout_fault(l, DUMP_FAULT_TYPE, layout_type_at(t->h));
	else if (t->head.n < 12)
		layout_shortage(l, t->in, l->structure_offset + t->head.n);
	else
		layout_fault(l, DUMP_FAULT_SIGNATURE, l->structure_offset);
}

static void look_behind_header(struct layout_task *t)
{
	uint8_t head[LAYOUT_HEAD_BYTES];
	struct dump_layout *l = t->l;
	enum dump_layout_kind wanted = kind_of_type(t->h->DumpType);
	t->head = slice_of(head, random_read(t->in, l->structure_offset, head, sizeof(head)));
	l->kind = kind_found(t, wanted);
	if (l->kind == DUMP_LAYOUT_NONE)
		not_found(t, wanted);
	else if (wanted == DUMP_LAYOUT_NONE)
		layout_fault(l, DUMP_FAULT_TYPE, layout_type_at(t->h));
	else if (l->kind != wanted)
		layout_fault(l, DUMP_FAULT_SIGNATURE, l->structure_offset);
	if (l->kind == DUMP_LAYOUT_SUMMARY || l->kind == DUMP_LAYOUT_BITMAP)
		layout_bitmap_read(t);
	else if (l->kind == DUMP_LAYOUT_RDMP)
		layout_rdmp_read(t);
	else if (l->kind == DUMP_LAYOUT_TRIAGE)
		layout_triage_read(t);
}

/* Is it laid out as a full dump? Windows NT 4 knew no types: those dumps, which are 32-bit ones,
 * left the field unset. */
static bool is_full(const struct dump_header *h)
{
	if (h->DumpType.known)
		return h->DumpType.value == DUMP_TYPE_FULL;
	return h->bits == 32 && h->run_count;
}

void dump_layout_read(struct dump_layout *l, const struct dump_header *h, struct random_input *in,
		      bool count_bits)
{
	struct layout_task t = {.l = l, .h = h, .in = in, .count = count_bits};
	/* Itanium is the only processor of these for which Windows had pages of 8 KiB (R. Chen,
	 * "What are the page sizes used by Windows on various processors?", Microsoft). */
	bool ia64 = h->MachineImageType.known && h->MachineImageType.value == DUMP_MACHINE_IA64;
	uint64_t header_bytes = dump_header_bytes(h);
	*l = (struct dump_layout){.structure_offset = header_bytes,
				  .page_bytes = ia64 ? 8192 : 4096};
	bool cut = layout_ends_before(in, header_bytes);
	if (cut)
		layout_fault(l, DUMP_FAULT_TRUNCATED, in->size);
	if (is_encrypted(h))
		layout_fault(l, DUMP_FAULT_ENCRYPTED, attributes_at(h));
	else if (cut && !h->DumpType.known)
		return;
	else if (h->DumpType.known && h->DumpType.value == DUMP_TYPE_HEADER)
		l->expected_size = known_number(header_bytes);
	else if (is_full(h))
		layout_runs_read(&t);
	else
		look_behind_header(&t);
}

void dump_layout_each_run(const struct dump_layout *l, const struct dump_header *h,
			  struct random_input *in,
			  bool (*visit)(void *context, uint64_t first_page, uint64_t pages,
					uint64_t file_offset),
			  void *context)
{
	struct run_joiner j = {.visit = visit,
			       .context = context,
			       .page_bytes = l->page_bytes,
			       .next_offset = l->first_page.value};
	if (l->kind == DUMP_LAYOUT_RUNS)
		layout_runs_each(l, h, &j);
	else if (l->kind == DUMP_LAYOUT_SUMMARY || l->kind == DUMP_LAYOUT_BITMAP)
		layout_bitmap_each(l, in, &j);
	else if (l->kind == DUMP_LAYOUT_RDMP)
		layout_rdmp_each(l, h, in, &j);
}

const char *dump_layout_name(enum dump_layout_kind kind)
{
	static const char *const names[] = {
		[DUMP_LAYOUT_NONE] = "header",     [DUMP_LAYOUT_RUNS] = "runs",
		[DUMP_LAYOUT_SUMMARY] = "summary", [DUMP_LAYOUT_BITMAP] = "bitmap",
		[DUMP_LAYOUT_RDMP] = "rdmp",       [DUMP_LAYOUT_TRIAGE] = "triage",
	};
	return names[kind];
}

const char *dump_layout_fault_text(enum dump_layout_fault fault)
{
	static const char *const texts[] = {
		[DUMP_FAULT_TYPE] = "DumpType is none that has a known layout",
		[DUMP_FAULT_SIGNATURE] = "what stands here does not belong to DumpType",
		[DUMP_FAULT_RUN_COUNT] =
			"the number of runs is zero, not set, or larger than there is room for",
		[DUMP_FAULT_RUN_RANGE] =
			"a run of pages is larger than any machine's memory; what follows it cannot be placed",
		[DUMP_FAULT_RUN_SUM] = "the pages of all runs are not as many as stated here",
		[DUMP_FAULT_RUN_ORDER] = "runs of pages overlap, descend or are empty",
		[DUMP_FAULT_BITMAP_SIZE] =
			"the bitmap has no bits, or more than have room before the first page",
		[DUMP_FAULT_BITMAP_COUNT] =
			"the bits set in the bitmap are not as many as the pages stated here",
		[DUMP_FAULT_FIRST_PAGE] =
			"the first page would lie inside the headers, or behind the end of the file",
		[DUMP_FAULT_METADATA] =
			"the sizes of the list of page ranges contradict each other",
		[DUMP_FAULT_TRIAGE_SIZE] =
			"SizeOfDump and ValidOffset contradict each other, or leave no room for the structure",
		[DUMP_FAULT_TRUNCATED] =
			"the file ends inside the headers that tell which pages it holds",
		[DUMP_FAULT_ENCRYPTED] =
			"the dump is encrypted; nothing behind its header was read",
		[DUMP_FAULT_LIMIT] =
			"the list of pages is larger than any machine needs, and was not counted",
		[DUMP_FAULT_UNREADABLE] =
			"the list of pages could not be read to its end: the input is a stream, or reading failed",
	};
	return fault < COUNT_OF(texts) ? texts[fault] : NULL;
}
