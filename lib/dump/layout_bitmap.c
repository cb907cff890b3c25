/* SPDX-License-Identifier: MIT */
/*
 * Dumps that hold the pages whose bits are set: SUMMARY_DUMP before Windows 8 (32-bit fields), and
 * what follows it (64-bit fields), whose layout volatility3, kdmp-parser and rizin agree on but
 * for the names: older volatility calls the pages present and the bits by each other's name.
 */
#include "lib/base/limits.h"
#include "lib/dump/layout_parts.h"

enum { SUMMARY_BYTES32 = 0x20, SUMMARY_BYTES64 = 0x28, BITMAP_BYTES = 0x38 };

/* Either structure; the ..._at are offsets in the file. */
struct bitmap_form {
	uint64_t bitmap_at; /* where its first byte stands */
	uint64_t first_page, present, bits;
	uint64_t first_page_at, present_at, bits_at;
};

static uint64_t structure_bytes(enum dump_layout_kind kind, unsigned bits)
{
	if (kind == DUMP_LAYOUT_BITMAP)
		return BITMAP_BYTES;
	return bits == 32 ? SUMMARY_BYTES32 : SUMMARY_BYTES64;
}

/* SUMMARY_DUMP states the bits twice; the second time is RTL_BITMAP's own, not looked at. */
static struct bitmap_form read_summary(const uint8_t *p, uint64_t at)
{
	return (struct bitmap_form){
		.first_page = load_u32le(p + 0x0c),
		.first_page_at = at + 0x0c,
		.bits = load_u32le(p + 0x10),
		.bits_at = at + 0x10,
		.present = load_u32le(p + 0x14),
		.present_at = at + 0x14,
	};
}

static struct bitmap_form read_bitmap(const uint8_t *p, uint64_t at)
{
	return (struct bitmap_form){
		.first_page = load_u64le(p + 0x20),
		.first_page_at = at + 0x20,
		.present = load_u64le(p + 0x28),
		.present_at = at + 0x28,
		.bits = load_u64le(p + 0x30),
		.bits_at = at + 0x30,
	};
}

/* false where the file ends inside the structure. */
static bool read_form(struct bitmap_form *f, const struct layout_task *t,
		      enum dump_layout_kind kind)
{
	uint64_t at = t->l->structure_offset, bytes = structure_bytes(kind, t->h->bits);
	if (t->head.n < bytes)
		return false;
	*f = kind == DUMP_LAYOUT_BITMAP ? read_bitmap(t->head.p, at) : read_summary(t->head.p, at);
	f->bitmap_at = at + bytes;
	return true;
}

static uint64_t bytes_of_bits(uint64_t bits)
{
	return bits / 8 + (bits % 8 != 0);
}

/* The fault that keeps the bitmap from being followed, and where. */
static enum dump_layout_fault fault_of(const struct bitmap_form *f, const struct dump_layout *l,
				       uint64_t *at)
{
	*at = f->first_page_at;
	if (f->first_page < f->bitmap_at || f->first_page > INT64_MAX)
		return DUMP_FAULT_FIRST_PAGE;
	*at = f->bits_at;
	if (f->bits == 0 || f->bits > layout_pages_max(l) ||
	    bytes_of_bits(f->bits) > f->first_page - f->bitmap_at)
		return DUMP_FAULT_BITMAP_SIZE;
	*at = f->present_at;
	return f->present > f->bits ? DUMP_FAULT_BITMAP_COUNT : DUMP_FAULT_NONE;
}

static bool can_be(const struct layout_task *t, enum dump_layout_kind kind)
{
	struct bitmap_form f;
	uint64_t at;
	return read_form(&f, t, kind) && fault_of(&f, t->l, &at) == DUMP_FAULT_NONE;
}

enum dump_layout_kind layout_bitmap_kind(const struct layout_task *t, enum dump_layout_kind wanted)
{
	enum dump_layout_kind usual = wanted == DUMP_LAYOUT_SUMMARY ? wanted : DUMP_LAYOUT_BITMAP;
	enum dump_layout_kind other =
		usual == DUMP_LAYOUT_BITMAP ? DUMP_LAYOUT_SUMMARY : DUMP_LAYOUT_BITMAP;
	return !can_be(t, usual) && can_be(t, other) ? other : usual;
}

struct bit_count {
	uint64_t bits; /* of the bitmap */
	uint64_t set;
	struct known highest;
};

/* Bits of the piece that belong to the bitmap; its last byte may have others. */
static uint64_t bits_in(struct slice piece, uint64_t at, uint64_t bits)
{
	uint64_t left = bits - at * 8, here = (uint64_t)piece.n * 8;
	return left < here ? left : here;
}

/* Word i of a piece of n bits. */
static inline uint64_t word_of(struct slice piece, uint64_t i, uint64_t n)
{
	uint64_t word = load_u64le(piece.p + i / 8);
	return n - i < 64 ? word & (UINT64_MAX >> (64 - (n - i))) : word;
}

static bool count_piece(void *context, struct slice piece, uint64_t at)
{
	struct bit_count *c = context;
	uint64_t n = bits_in(piece, at, c->bits), last = 0, last_at = 0, set = 0;
	for (uint64_t i = 0; i < n; i += 64) {
		uint64_t word = word_of(piece, i, n);
		set += (uint64_t)__builtin_popcountll(word);
		if (word) {
			last = word;
			last_at = i;
		}
	}
	c->set += set;
	if (last)
		c->highest = known_number(at * 8 + last_at + 63 - (uint64_t)__builtin_clzll(last));
	return true;
}

/* What is larger than the cap could not be counted to its end: it is not even begun. */
static bool can_count(const struct bitmap_form *f)
{
	return bytes_of_bits(f->bits) <= LIMIT_DUMP_BITMAP_BYTES;
}

static void count_bits(struct layout_task *t, const struct bitmap_form *f)
{
	struct bit_count c = {.bits = f->bits};
	uint64_t stopped_at;
	enum dump_layout_fault fault = layout_stream(t->in, f->bitmap_at, bytes_of_bits(f->bits),
						     count_piece, &c, &stopped_at);
	if (fault != DUMP_FAULT_NONE) {
		layout_fault(t->l, fault, stopped_at);
		return;
	}
	t->l->bits_set = known_number(c.set);
	t->l->highest_page = c.highest;
	if (c.set != f->present)
		layout_fault(t->l, DUMP_FAULT_BITMAP_COUNT, f->present_at);
}

/*
 * Does the file reach to the first page? Where the pages begin right behind the bitmap, but for
 * alignment, and the file ends before them, it was cut; where they are said to be far away, the
 * field is as likely to be wrong.
 */
static void check_end(struct layout_task *t, const struct bitmap_form *f)
{
	uint64_t end = f->bitmap_at + bytes_of_bits(f->bits);
	if (layout_ends_before(t->in, end))
		layout_fault(t->l, DUMP_FAULT_TRUNCATED, t->in->size);
	else if (!layout_ends_before(t->in, f->first_page))
		return;
	else if (f->first_page - end < t->l->page_bytes)
		layout_fault(t->l, DUMP_FAULT_TRUNCATED, t->in->size);
	else
		layout_fault(t->l, DUMP_FAULT_FIRST_PAGE, f->first_page_at);
}

void layout_bitmap_read(struct layout_task *t)
{
	struct dump_layout *l = t->l;
	struct bitmap_form f;
	uint64_t at;
	if (!read_form(&f, t, l->kind)) {
		layout_shortage(l, t->in, l->structure_offset + t->head.n);
		return;
	}
	l->structure_bytes = f.bitmap_at - l->structure_offset;
	enum dump_layout_fault fault = fault_of(&f, l, &at);
	if (fault == DUMP_FAULT_FIRST_PAGE || fault == DUMP_FAULT_BITMAP_SIZE) {
		layout_fault(l, fault, at);
		return;
	}
	l->first_page = known_number(f.first_page);
	l->bits = known_number(f.bits);
	l->structure_bytes += bytes_of_bits(f.bits);
	if (fault == DUMP_FAULT_NONE)
		layout_set_pages(l, f.present);
	else
		layout_fault(l, fault, at);
	if (t->count && can_count(&f))
		count_bits(t, &f);
	check_end(t, &f);
	if (t->count && !can_count(&f))
		layout_fault(l, DUMP_FAULT_LIMIT, f.bits_at);
}

struct bit_runs {
	struct run_joiner *j;
	uint64_t bits;
};

/* The runs of set bits in a word, whose lowest bit is page base; false once a visit did. */
static bool join_word(struct run_joiner *j, uint64_t word, uint64_t base)
{
	while (word) {
		unsigned skip = (unsigned)__builtin_ctzll(word);
		uint64_t rest = ~(word >> skip);
		unsigned n = rest ? (unsigned)__builtin_ctzll(rest) : 64;
		if (!run_join(j, base + skip, n))
			return false;
		if (skip + n == 64)
			break;
		word &= UINT64_MAX << (skip + n);
	}
	return true;
}

static bool join_piece(void *context, struct slice piece, uint64_t at)
{
	struct bit_runs *r = context;
	uint64_t n = bits_in(piece, at, r->bits);
	for (uint64_t i = 0; i < n; i += 64)
		if (!join_word(r->j, word_of(piece, i, n), at * 8 + i))
			return false;
	return true;
}

void layout_bitmap_each(const struct dump_layout *l, struct random_input *in, struct run_joiner *j)
{
	struct bit_runs r = {j, l->bits.value};
	uint64_t stopped_at, bytes = bytes_of_bits(r.bits);
	if (!l->bits.known || !l->first_page.known)
		return;
	/* What a cut bitmap still tells is true of the pages it speaks of. */
	(void)layout_stream(in, l->structure_offset + l->structure_bytes - bytes, bytes, join_piece,
			    &r, &stopped_at);
	run_join_end(j);
}
