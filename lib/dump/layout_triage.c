/* SPDX-License-Identifier: MIT */
/* Where TRIAGE_DUMP32 and TRIAGE_DUMP64 end; triage.h reads what is in them. */
#include "lib/dump/layout_parts.h"

enum { TRIAGE_BYTES32 = 0x68, TRIAGE_BYTES64 = 0x80, SIZE_AT = 4, VALID_AT = 8, VALID_BYTES = 4 };

/* Never set: the header's fill pattern. */
static const uint32_t fill = 0x45474150;

static uint64_t triage_bytes(const struct layout_task *t)
{
	return t->h->bits == 32 ? TRIAGE_BYTES32 : TRIAGE_BYTES64;
}

/* Bytes of "TRGD" that are there, and whether they are the right ones. */
static bool ends_with_mark(const struct layout_task *t, uint32_t valid_at, size_t *n)
{
	uint8_t mark[VALID_BYTES];
	*n = random_read(t->in, valid_at, mark, sizeof(mark));
	return slice_equal(slice_of(mark, *n), SLICE("TRGD"));
}

bool layout_triage_is(const struct layout_task *t)
{
	size_t n;
	return t->head.n >= triage_bytes(t) &&
	       ends_with_mark(t, load_u32le(t->head.p + VALID_AT), &n);
}

/* Is the size one that the structure can have? */
static bool size_can_be(const struct layout_task *t, uint32_t size, uint32_t valid_at)
{
	return size != fill && valid_at != fill && size >= VALID_BYTES &&
	       valid_at <= size - VALID_BYTES &&
	       valid_at >= t->l->structure_offset + triage_bytes(t);
}

void layout_triage_read(struct layout_task *t)
{
	struct dump_layout *l = t->l;
	size_t n;
	l->structure_bytes = triage_bytes(t);
	if (t->head.n < triage_bytes(t)) {
		layout_shortage(l, t->in, l->structure_offset + t->head.n);
		if (t->head.n < VALID_AT + 4)
			return;
	}
	uint32_t size = load_u32le(t->head.p + SIZE_AT);
	uint32_t valid_at = load_u32le(t->head.p + VALID_AT);
	if (!size_can_be(t, size, valid_at)) {
		layout_fault(l, DUMP_FAULT_TRIAGE_SIZE, l->structure_offset + SIZE_AT);
		return;
	}
	/* In all real dumps the mark is the last thing. Numbers that neither agree nor are proved
	 * by the mark are what something else left here. */
	bool marked = ends_with_mark(t, valid_at, &n);
	if (!marked && valid_at != size - VALID_BYTES) {
		layout_fault(l, DUMP_FAULT_TRIAGE_SIZE, l->structure_offset + SIZE_AT);
		return;
	}
	l->expected_size = known_number(size);
	if (!marked && n == VALID_BYTES)
		layout_fault(l, DUMP_FAULT_SIGNATURE, valid_at);
}
