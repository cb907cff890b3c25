/* SPDX-License-Identifier: MIT */
#include "lib/base/crc32.h"
#include "tests/unit/support_evtx_chunk.h"

void store_u32le(uint8_t *p, uint32_t v)
{
	for (unsigned i = 0; i < 4; i++)
		p[i] = (uint8_t)(v >> 8 * i);
}

void store_u64le(uint8_t *p, uint64_t v)
{
	store_u32le(p, (uint32_t)v);
	store_u32le(p + 4, (uint32_t)(v >> 32));
}

void made_begin(struct made_chunk *m)
{
	memset(m, 0, sizeof(*m));
	m->end = EVTX_CHUNK_HEADER_SIZE;
}

uint32_t made_add(struct made_chunk *m, uint64_t id, uint64_t written, uint32_t content,
		  uint8_t fill)
{
	/* Fragment header, token, dependency identifier, size, content, end token. */
	uint32_t binxml = 4 + 1 + 2 + 4 + content + 1;
	uint32_t size = (EVTX_RECORD_SIZE_MIN + binxml + 7) & ~7u;
	uint32_t at = m->end;
	uint8_t *p = m->bytes + at;
	assert(at + size <= EVTX_CHUNK_SIZE);
	store_u32le(p, EVTX_RECORD_MAGIC);
	store_u32le(p + 4, size);
	store_u64le(p + 8, id);
	store_u64le(p + 16, written);
	memcpy(p + 24, "\x0f\x01\x01\x00\x01\xff\xff", 7);
	store_u32le(p + 31, content);
	for (uint32_t i = 0; i < content; i++)
		p[35 + i] = (uint8_t)(0x80 | (fill + id + i));
	store_u32le(p + size - 4, size);
	m->end = at + size;
	m->last_offset = at;
	m->last_id = id;
	if (m->count++ == 0) {
		m->first_id = id;
		m->first_offset = at;
	}
	return at;
}

void made_add_many(struct made_chunk *m, uint64_t first, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		made_add(m, first + i, UINT64_C(131000000000000000) + first + i, 12 + i * 37 % 300,
			 1);
}

void made_seal(struct made_chunk *m)
{
	uint8_t *p = m->bytes;
	memcpy(p, "ElfChnk", 8);
	store_u64le(p + 8, m->first_id);
	store_u64le(p + 16, m->last_id);
	store_u64le(p + 24, m->first_id);
	store_u64le(p + 32, m->last_id);
	store_u32le(p + 40, 128);
	store_u32le(p + 44, m->last_offset);
	store_u32le(p + 48, m->end);
	store_u32le(p + 120, 1);
	made_reseal(m);
}

void made_reseal(struct made_chunk *m)
{
	uint8_t *p = m->bytes;
	uint32_t end = load_u32le(p + 48);
	if (end >= EVTX_CHUNK_HEADER_SIZE && end <= EVTX_CHUNK_SIZE)
		store_u32le(p + 52, crc32_update(0, slice_of(p + 512, end - 512)));
	uint32_t crc = crc32_update(0, slice_of(p, 120));
	store_u32le(p + 124, crc32_update(crc, slice_of(p + 128, 512 - 128)));
}

uint32_t made_size(const struct made_chunk *m, uint32_t offset)
{
	return load_u32le(m->bytes + offset + 4);
}

void walk_bytes(struct walked *out, const uint8_t *bytes, size_t n, enum evtx_recovery mode,
		const struct diag_sink *sink)
{
	out->count = out->recovered = out->hidden = 0;
	evtx_chunk_open(&out->chunk, slice_of(bytes, n), 0, true, sink);
	evtx_walk_begin(&out->walk, &out->chunk, mode, sink);
	struct evtx_record r;
	while (evtx_walk_next(&out->walk, &r)) {
		if (out->count == COUNT_OF(out->records))
			break;
		out->records[out->count++] = r;
		out->recovered += r.recovered;
		out->hidden += r.hidden;
	}
}
