/* SPDX-License-Identifier: MIT */
#include "tests/unit/support_hive.h"
#include "lib/base/reader.h"
#include "lib/base/store.h"

enum { NOWHERE = -1, LISTED = 16 };

static void store_u16le(uint8_t *p, size_t v)
{
	p[0] = (uint8_t)v;
	p[1] = (uint8_t)(v >> 8);
}

static void begin(struct made_hive *h)
{
	uint8_t *p = h->bytes;
	memset(h, 0, sizeof(*h));
	memcpy(p, "regf", 4);
	store_u32le(p + REGF_PRIMARY_SEQUENCE_AT, 7);
	store_u32le(p + REGF_SECONDARY_SEQUENCE_AT, 7);
	store_u64le(p + 12, MADE_HIVE_TIME);
	store_u32le(p + REGF_MAJOR_AT, 1);
	store_u32le(p + 24, 5);
	store_u32le(p + 32, 1);
	store_u32le(p + 44, 1);
	memcpy(p + 48, "S\0Y\0S\0T\0E\0M\0", 12);
	h->n = REGF_BASE_BYTES;
}

static void finish(struct made_hive *h)
{
	store_u32le(h->bytes + REGF_BINS_SIZE_AT, (uint32_t)(h->n - REGF_BASE_BYTES));
	regf_seal(h->bytes);
}

static void begin_bin(struct made_hive *h, size_t pages)
{
	uint8_t *p = h->bytes + h->n;
	assert(h->n + pages * REGF_PAGE_BYTES <= sizeof(h->bytes));
	memcpy(p, "hbin", 4);
	store_u32le(p + 4, (uint32_t)(h->n - REGF_BASE_BYTES));
	store_u32le(p + 8, (uint32_t)(pages * REGF_PAGE_BYTES));
	store_u64le(p + 20, MADE_HIVE_TIME);
	store_u32le(p + REGF_BIN_HEADER_BYTES,
		    (uint32_t)(pages * REGF_PAGE_BYTES - REGF_BIN_HEADER_BYTES));
}

void made_hive_empty(struct made_hive *h, size_t pages)
{
	begin(h);
	for (size_t i = 0; i < pages; i++) {
		begin_bin(h, 1);
		h->n += REGF_PAGE_BYTES;
	}
	finish(h);
}

/* A cell for n bytes, in use; h->n is behind it. Returns its offset in the bins. */
static uint32_t cell(struct made_hive *h, size_t n)
{
	size_t at = h->n, size = (n + 4 + 7) / 8 * 8;
	assert(at + size + 8 <= sizeof(h->bytes));
	store_u32le(h->bytes + at, 0 - (uint32_t)size);
	h->n += size;
	return (uint32_t)(at - REGF_BASE_BYTES);
}

static uint8_t *inside(struct made_hive *h, uint32_t at)
{
	return h->bytes + REGF_BASE_BYTES + at + 4;
}

static uint32_t value_of(struct made_hive *h, const struct made_hive_value *v)
{
	uint32_t data = (uint32_t)NOWHERE;
	uint8_t small[4] = {0};
	if (v->data.n > 4) {
		data = cell(h, v->data.n);
		memcpy(inside(h, data), v->data.p, v->data.n);
	} else if (v->data.n) {
		memcpy(small, v->data.p, v->data.n);
		data = load_u32le(small);
	}
	uint32_t at = cell(h, 20 + v->name.n);
	uint8_t *p = inside(h, at);
	memcpy(p, "vk", 2);
	store_u16le(p + 2, v->name.n);
	store_u32le(p + 4, (uint32_t)v->data.n | (v->data.n > 4 ? 0 : 0x80000000));
	store_u32le(p + 8, data);
	store_u32le(p + 12, v->type);
	store_u16le(p + 16, 1); /* the name is ASCII */
	memcpy(p + 20, v->name.p, v->name.n);
	return at;
}

static uint32_t list_of(struct made_hive *h, const uint32_t *cells, size_t count, bool keys)
{
	if (count == 0)
		return (uint32_t)NOWHERE;
	uint32_t at = cell(h, (keys ? 4 : 0) + 4 * count);
	uint8_t *p = inside(h, at);
	if (keys) {
		memcpy(p, "li", 2);
		store_u16le(p + 2, count);
		p += 4;
	}
	for (size_t i = 0; i < count; i++)
		store_u32le(p + 4 * i, cells[i]);
	return at;
}

static uint32_t key_of(struct made_hive *h, const struct made_hive_key *k, bool root)
{
	uint32_t values[LISTED], children[LISTED];
	size_t value_count = 0, child_count = 0;
	for (; k->values && k->values[value_count].name.p; value_count++) {
		assert(value_count < LISTED);
		values[value_count] = value_of(h, &k->values[value_count]);
	}
	for (; k->children && k->children[child_count].name.p; child_count++) {
		assert(child_count < LISTED);
		children[child_count] = key_of(h, &k->children[child_count], false);
	}
	uint32_t value_list = list_of(h, values, value_count, false);
	uint32_t child_list = list_of(h, children, child_count, true);
	uint32_t at = cell(h, 76 + k->name.n);
	uint8_t *p = inside(h, at);
	memcpy(p, "nk", 2);
	store_u16le(p + 2, root ? 0x2c : 0x20);
	store_u64le(p + 4, MADE_HIVE_TIME);
	store_u32le(p + 20, (uint32_t)child_count);
	store_u32le(p + 28, child_list);
	store_u32le(p + 36, (uint32_t)value_count);
	store_u32le(p + 40, value_list);
	store_u16le(p + 72, k->name.n);
	memcpy(p + 76, k->name.p, k->name.n);
	return at;
}

void made_hive_of(struct made_hive *h, const struct made_hive_key *root)
{
	begin(h);
	begin_bin(h, MADE_HIVE_PAGES);
	h->n += REGF_BIN_HEADER_BYTES;
	store_u32le(h->bytes + REGF_ROOT_AT, key_of(h, root, true));
	store_u32le(h->bytes + h->n, (uint32_t)(sizeof(h->bytes) - h->n));
	h->n = sizeof(h->bytes);
	finish(h);
}

size_t made_hive_find(const struct made_hive *h, struct slice bytes)
{
	size_t at = slice_find(made_hive_slice(h), bytes);
	assert(at < h->n);
	return at;
}
