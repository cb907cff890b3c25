/* SPDX-License-Identifier: MIT */
#include "lib/base/reader.h"
#include "lib/base/store.h"
#include "lib/base/utf16.h"
#include "lib/registry/regf.h"

enum { NAME_BYTES = 64, CLUSTER_MOST = 8 };

uint32_t regf_checksum(const uint8_t *p)
{
	uint32_t sum = 0;
	for (size_t at = 0; at < REGF_CHECKSUM_AT; at += 4)
		sum ^= load_u32le(p + at);
	/* Both numbers mean something else to Windows. */
	if (sum == UINT32_MAX)
		return UINT32_MAX - 1;
	return sum ? sum : 1;
}

void regf_seal(uint8_t *p)
{
	store_u32le(p + REGF_CHECKSUM_AT, regf_checksum(p));
}

/* UTF-16 up to its NUL, or all of it. */
static struct slice name_in(struct slice field)
{
	size_t n = 0;
	while (n + 2 <= field.n && load_u16le(field.p + n))
		n += 2;
	return slice_sub(field, 0, n);
}

bool regf_bin_is_at(struct slice hive, size_t offset)
{
	struct slice header = slice_sub(hive, offset, REGF_BIN_HEADER_BYTES);
	return slice_starts_with(header, SLICE("hbin")) &&
	       load_u32le(header.p + 4) == offset - REGF_BASE_BYTES;
}

bool regf_recognise(struct slice first)
{
	return slice_starts_with(first, SLICE("regf")) || regf_bin_is_at(first, REGF_BASE_BYTES);
}

enum status regf_base_read(struct regf_base *b, struct slice bytes)
{
	*b = (struct regf_base){.cluster = 1};
	if (!regf_recognise(bytes))
		return STATUS_NOT_THIS_FORMAT;
	struct reader r = reader_of(bytes);
	reader_skip(&r, 4);
	b->primary_sequence = reader_u32le(&r);
	b->secondary_sequence = reader_u32le(&r);
	b->written = reader_u64le(&r);
	b->major = reader_u32le(&r);
	b->minor = reader_u32le(&r);
	b->type = reader_u32le(&r);
	reader_skip(&r, 4); /* format: always 1 */
	b->root = reader_u32le(&r);
	b->bins_size = reader_u32le(&r);
	b->cluster = reader_u32le(&r);
	b->name = name_in(reader_bytes(&r, NAME_BYTES));
	if (b->cluster < 1 || b->cluster > CLUSTER_MOST)
		b->cluster = 1;
	reader_seek(&r, REGF_CHECKSUM_AT);
	b->checksum = reader_u32le(&r);
	if (r.bad)
		return STATUS_TRUNCATED;
	b->checksum_right = regf_checksum(bytes.p);
	return STATUS_OK;
}

/* Where a log has its entries, or its vector, a hive has zeros; and the bins of a hive begin where
 * a log has them only by chance. */
bool regf_is_log(const struct regf_base *b, struct slice bytes)
{
	struct slice behind = slice_from(bytes, (size_t)b->cluster * REGF_SECTOR_BYTES);
	if (slice_starts_with(behind, SLICE("HvLE")) || slice_starts_with(behind, SLICE("DIRT")))
		return true;
	return (b->type == REGF_LOG_VECTOR || b->type == REGF_LOG_OLDEST ||
		b->type == REGF_LOG_ENTRIES) &&
	       !regf_bin_is_at(bytes, REGF_BASE_BYTES);
}

bool regf_is_dirty(const struct regf_base *b)
{
	return b->primary_sequence != b->secondary_sequence || regf_checksum_is_bad(b);
}

void regf_state(struct hive_state *state, const struct regf_base *b, struct arena *arena)
{
	uint8_t *name = arena_alloc(arena, utf16_room(b->name.n));
	bool replaced = false;
	uint8_t *end = utf16_write(name, b->name, UTF16_PLAIN, &replaced);
	*state = (struct hive_state){
		.primary_sequence = b->primary_sequence,
		.secondary_sequence = b->secondary_sequence,
		.checksum_bad = regf_checksum_is_bad(b),
		.dirty = regf_is_dirty(b),
		.major = b->major,
		.minor = b->minor,
		.name = slice_of(name, (size_t)(end - name)),
	};
	if (b->written)
		state->written = known_number(b->written);
}
