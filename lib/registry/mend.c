/* SPDX-License-Identifier: MIT */
#include "lib/base/reader.h"
#include "lib/base/store.h"
#include "lib/registry/mend.h"

enum { CELL_ALIGNMENT = 8, LEAST_CELL = 8, FIRST_CELL = REGF_BIN_HEADER_BYTES };

static void note(struct mend *m, size_t at)
{
	if (m->places++ == 0)
		m->first = at;
}

/* The next bin that says where it is, from a page boundary on, or the end. */
static size_t next_bin(struct slice hive, size_t at)
{
	at = (at + REGF_PAGE_BYTES - 1) / REGF_PAGE_BYTES * REGF_PAGE_BYTES;
	while (at < hive.n && !regf_bin_is_at(hive, at))
		at += REGF_PAGE_BYTES;
	return at < hive.n ? at : hive.n;
}

static bool size_is_possible(struct slice hive, size_t at)
{
	uint32_t size = load_u32le(hive.p + at + 8);
	return size && size % REGF_PAGE_BYTES == 0 && range_within(hive.n, at, size);
}

/* The end of the bin at this page; a header that is damaged is written anew. */
static size_t mend_bin(struct mend *m, uint8_t *p, struct slice hive, size_t at)
{
	if (regf_bin_is_at(hive, at) && size_is_possible(hive, at))
		return at + load_u32le(p + at + 8);
	size_t end = next_bin(hive, at + 1);
	note(m, at);
	memcpy(p + at, "hbin", 4);
	store_u32le(p + at + 4, (uint32_t)(at - REGF_BASE_BYTES));
	store_u32le(p + at + 8, (uint32_t)(end - at));
	return end;
}

/* Bytes of the cell, allocated or not; 0 where that cannot be. */
static size_t cell_size(const uint8_t *p, size_t at, size_t end)
{
	uint32_t size = load_u32le(p + at);
	if (size > INT32_MAX)
		size = 0 - size;
	return size >= LEAST_CELL && size % CELL_ALIGNMENT == 0 && size <= end - at ? size : 0;
}

/* Walks through the cells of a bin; returns its end, which is nearer where another bin begins in
 * it. What lies behind a damaged cell cannot be told: it becomes one free cell. */
static size_t mend_cells(struct mend *m, uint8_t *p, struct slice hive, size_t begin, size_t end)
{
	size_t size;
	for (size_t at = begin + REGF_BIN_HEADER_BYTES; at < end; at += size) {
		size = cell_size(p, at, end);
		if (size)
			continue;
		size_t next = next_bin(hive, at);
		end = next < end ? next : end;
		note(m, at);
		size = end - at;
		if (size)
			store_u32le(p + at, (uint32_t)size);
		store_u32le(p + begin + 8, (uint32_t)(end - begin));
	}
	return end;
}

static bool is_key(struct slice hive, uint32_t cell)
{
	struct slice key = slice_sub(hive, REGF_BASE_BYTES + (size_t)cell, FIRST_CELL);
	return key.n && memcmp(key.p + 4, "nk", 2) == 0;
}

/* Of a version that is never another one, with the root where it nearly always is, if need be. */
static void mend_base(uint8_t *p, struct slice hive)
{
	memcpy(p, "regf", 4);
	store_u32le(p + REGF_MAJOR_AT, 1);
	store_u32le(p + REGF_TYPE_AT, REGF_PRIMARY);
	if (!is_key(hive, load_u32le(p + REGF_ROOT_AT)) && is_key(hive, FIRST_CELL))
		store_u32le(p + REGF_ROOT_AT, FIRST_CELL);
	store_u32le(p + REGF_BINS_SIZE_AT, (uint32_t)(hive.n - REGF_BASE_BYTES));
	regf_seal(p);
}

void mend_hive(struct mend *m, uint8_t *p, size_t n)
{
	*m = (struct mend){.places = 0};
	n = (n + REGF_PAGE_BYTES - 1) / REGF_PAGE_BYTES * REGF_PAGE_BYTES;
	struct slice hive = slice_of(p, n);
	for (size_t at = REGF_BASE_BYTES; at < n;) {
		size_t end = mend_bin(m, p, hive, at);
		at = mend_cells(m, p, hive, at, end);
	}
	mend_base(p, hive);
}

/* --- hives that need nothing --- */

/* libhivex looks at so many bytes of a cell before it asks how long it is. */
enum { TAIL_BYTES = 128 };

/* Do cells fill the bin, and is none of them, if it is in use, too near to the end of the file? */
static bool bin_is_sound(struct slice hive, size_t begin, size_t end)
{
	size_t size;
	for (size_t at = begin + REGF_BIN_HEADER_BYTES; at < end; at += size) {
		size = cell_size(hive.p, at, end);
		if (size == 0 || (hive.n - at < TAIL_BYTES && load_u32le(hive.p + at) > INT32_MAX))
			return false;
	}
	return true;
}

bool mend_is_needless(struct slice hive, const struct regf_base *base)
{
	uint64_t end = (uint64_t)REGF_BASE_BYTES + base->bins_size;
	if (regf_checksum_is_bad(base) || base->major != 1 || base->type != REGF_PRIMARY ||
	    base->bins_size % REGF_PAGE_BYTES || end > hive.n || !is_key(hive, base->root))
		return false;
	size_t at = REGF_BASE_BYTES;
	while (at < end) {
		if (!regf_bin_is_at(hive, at) || !size_is_possible(hive, at))
			return false;
		size_t next = at + load_u32le(hive.p + at + 8);
		if (next > end || !bin_is_sound(hive, at, next))
			return false;
		at = next;
	}
	return true;
}
