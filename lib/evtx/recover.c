/* SPDX-License-Identifier: MIT */
#include "lib/evtx/recover.h"

/* First bytes of binary XML ([MS-EVEN6] 2.2.12). */
enum {
	TOKEN_OPEN_ELEMENT = 0x01,
	TOKEN_OPEN_ELEMENT_ATTRIBUTES = 0x41,
	TOKEN_INSTRUCTION_TARGET = 0x0a,
	TOKEN_TEMPLATE_INSTANCE = 0x0c,
	FRAGMENT_HEADER_SIZE = 4,
};

static const struct slice fragment_header = {(const uint8_t *)"\x0f\x01\x01\x00",
					     FRAGMENT_HEADER_SIZE};
static const struct slice record_magic = {(const uint8_t *)"**\0\0", 4};

/* A template instance: 1, an identifier, and the definition's place in the chunk. */
static bool instance_is_plausible(struct slice s)
{
	return s.n >= 10 && s.p[1] == 1 && load_u32le(s.p + 6) < EVTX_CHUNK_SIZE;
}

/* An element: its size follows at once, or behind the 2 bytes of a dependency identifier. */
static bool element_is_plausible(struct slice s)
{
	return s.n >= 11 && (load_u32le(s.p + 1) <= s.n || load_u32le(s.p + 3) <= s.n);
}

bool evtx_binxml_is_plausible(struct slice binxml)
{
	struct slice s = binxml;
	if (slice_starts_with(s, fragment_header))
		s = slice_from(s, FRAGMENT_HEADER_SIZE);
	if (s.n == 0)
		return false;
	switch (s.p[0]) {
	case TOKEN_TEMPLATE_INSTANCE:
		return instance_is_plausible(s);
	case TOKEN_OPEN_ELEMENT:
	case TOKEN_OPEN_ELEMENT_ATTRIBUTES:
		return element_is_plausible(s);
	case TOKEN_INSTRUCTION_TARGET:
		return s.n >= 5 && load_u32le(s.p + 1) < EVTX_CHUNK_SIZE;
	default:
		return false;
	}
}

bool evtx_record_has_magic(struct slice bytes, uint32_t offset)
{
	return range_within(bytes.n, offset, 4) &&
	       load_u32le(bytes.p + offset) == EVTX_RECORD_MAGIC;
}

/* The size that a record at offset states, if all of it lies within bytes; else 0. */
static uint32_t stated_size(struct slice bytes, uint32_t offset)
{
	if (!range_within(bytes.n, offset, EVTX_RECORD_SIZE_MIN))
		return 0;
	uint32_t size = load_u32le(bytes.p + offset + 4);
	return size >= EVTX_RECORD_SIZE_MIN && size <= bytes.n - offset ? size : 0;
}

uint32_t evtx_record_agreed_size(struct slice bytes, uint32_t offset)
{
	uint32_t size = stated_size(bytes, offset);
	return size && load_u32le(bytes.p + offset + size - 4) == size ? size : 0;
}

struct slice evtx_record_content(struct slice bytes, uint32_t offset, uint32_t size)
{
	return slice_sub(bytes, offset + EVTX_RECORD_HEADER_SIZE, size - EVTX_RECORD_SIZE_MIN);
}

enum evtx_trust evtx_record_trust(struct slice bytes, uint32_t offset)
{
	if (!evtx_record_has_magic(bytes, offset))
		return EVTX_TRUST_NONE;
	if (evtx_record_agreed_size(bytes, offset))
		return EVTX_TRUST_STRONG;
	struct slice rest = slice_from(bytes, offset + EVTX_RECORD_HEADER_SIZE);
	return evtx_binxml_is_plausible(rest) ? EVTX_TRUST_WEAK : EVTX_TRUST_NONE;
}

uint32_t evtx_record_find(struct slice bytes, uint32_t from, uint32_t end, enum evtx_trust trust)
{
	struct slice area = slice_sub(bytes, 0, end < bytes.n ? end : bytes.n);
	while (from < area.n) {
		from += (uint32_t)slice_find(slice_from(area, from), record_magic);
		if (from < area.n && evtx_record_trust(bytes, from) >= trust)
			return from;
		from++;
	}
	return end;
}

uint32_t evtx_record_chain_back(struct slice bytes, uint32_t from, uint32_t next)
{
	while (next <= bytes.n && next >= from && next - from >= EVTX_RECORD_SIZE_MIN) {
		uint32_t size = load_u32le(bytes.p + next - 4);
		if (size < EVTX_RECORD_SIZE_MIN || size > next - from ||
		    evtx_record_agreed_size(bytes, next - size) != size ||
		    !evtx_binxml_is_plausible(evtx_record_content(bytes, next - size, size)))
			break;
		next -= size;
	}
	return next;
}

bool evtx_record_is_duplicate(const struct evtx_walk *w, const struct evtx_record *r)
{
	struct slice bytes = w->chunk->bytes;
	for (uint32_t i = 0; i < w->count; i++) {
		struct slice other = slice_sub(bytes, w->offsets[i], r->size);
		if (other.n && load_u64le(other.p + 8) == r->record_id &&
		    memcmp(other.p, bytes.p + r->offset, r->size) == 0)
			return true;
	}
	return false;
}
