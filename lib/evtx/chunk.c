/* SPDX-License-Identifier: MIT */
#include "lib/base/crc32.h"
#include "lib/evtx/chunk.h"

/* What the header's checksum covers: everything but the flags and the checksum itself. */
enum { MAGIC_SIZE = 8, CHECKED_BEFORE = 120, CHECKED_FROM = 128 };

static const struct slice chunk_magic = {(const uint8_t *)"ElfChnk", MAGIC_SIZE};

static void report(const struct evtx_chunk *c, const struct diag_sink *sink, enum diag_code code,
		   uint64_t got, uint64_t limit)
{
	diag_report(sink, &(struct diag){.code = code,
					 .offset = c->offset,
					 .length = c->bytes.n,
					 .got = got,
					 .limit = limit});
}

/* The checksum that the header would have if its magic were right. */
static uint32_t header_checksum(struct slice header)
{
	uint32_t crc = crc32_update(0, chunk_magic);
	crc = crc32_update(crc, slice_sub(header, MAGIC_SIZE, CHECKED_BEFORE - MAGIC_SIZE));
	return crc32_update(crc,
			    slice_sub(header, CHECKED_FROM, EVTX_CHUNK_HEADER_SIZE - CHECKED_FROM));
}

static void read_header(struct evtx_chunk *c)
{
	struct reader r = reader_of(slice_sub(c->bytes, 0, EVTX_CHUNK_HEADER_SIZE));
	reader_skip(&r, MAGIC_SIZE);
	c->first_record_number = reader_u64le(&r);
	c->last_record_number = reader_u64le(&r);
	c->first_record_id = reader_u64le(&r);
	c->last_record_id = reader_u64le(&r);
	c->header_size = reader_u32le(&r);
	c->last_record_offset = reader_u32le(&r);
	c->free_space_offset = reader_u32le(&r);
	c->data_checksum = reader_u32le(&r);
	reader_seek(&r, CHECKED_BEFORE);
	c->flags = reader_u32le(&r);
	c->header_checksum = reader_u32le(&r);
	c->no_crc = c->flags & EVTX_CHUNK_FLAG_NO_CRC;
	c->end_plausible = c->free_space_offset >= EVTX_CHUNK_HEADER_SIZE &&
			   c->free_space_offset <= EVTX_CHUNK_SIZE;
}

/* Is the header there? Its magic may be damaged where the checksum shows that nothing else is. */
static bool recognise(struct evtx_chunk *c, const struct diag_sink *sink)
{
	c->truncated = c->bytes.n < EVTX_CHUNK_SIZE;
	if (c->truncated)
		report(c, sink, DIAG_EVTX_CHUNK_TRUNCATED, c->bytes.n, EVTX_CHUNK_SIZE);
	if (c->bytes.n < EVTX_CHUNK_HEADER_SIZE)
		return false;
	c->magic_damaged = !slice_starts_with(c->bytes, chunk_magic);
	if (!c->magic_damaged)
		return true;
	report(c, sink, DIAG_EVTX_CHUNK_MAGIC, 0, 0);
	return header_checksum(c->bytes) == load_u32le(c->bytes.p + CHECKED_BEFORE + 4);
}

static void check_header(struct evtx_chunk *c, const struct diag_sink *sink)
{
	uint32_t crc = header_checksum(c->bytes);
	c->header_crc_ok = crc == c->header_checksum;
	if (!c->header_crc_ok)
		report(c, sink, DIAG_EVTX_CHUNK_HEADER_CHECKSUM, crc, c->header_checksum);
}

static void check_data(struct evtx_chunk *c, const struct diag_sink *sink)
{
	/* What was cut off with the end of the input cannot be checked, and that was said. */
	if (c->free_space_offset > c->bytes.n)
		return;
	struct slice data = slice_sub(c->bytes, EVTX_CHUNK_HEADER_SIZE,
				      c->free_space_offset - EVTX_CHUNK_HEADER_SIZE);
	uint32_t crc = crc32_update(0, data);
	c->data_crc_ok = crc == c->data_checksum;
	if (c->data_crc_ok)
		return;
	diag_report(sink, &(struct diag){.code = DIAG_EVTX_CHUNK_CHECKSUM,
					 .offset = c->offset + EVTX_CHUNK_HEADER_SIZE,
					 .length = data.n,
					 .got = crc,
					 .limit = c->data_checksum});
}

/* Never used: all zero. The first bytes decide for nearly every chunk. */
static bool is_zeroed(struct slice bytes)
{
	return bytes.n && bytes.p[0] == 0 && slice_is_all(bytes, 0);
}

void evtx_chunk_open(struct evtx_chunk *c, struct slice bytes, uint64_t offset, bool check_crc,
		     const struct diag_sink *sink)
{
	*c = (struct evtx_chunk){.bytes = bytes, .offset = offset};
	c->zeroed = is_zeroed(bytes);
	if (c->zeroed) {
		c->truncated = bytes.n < EVTX_CHUNK_SIZE;
		report(c, sink, DIAG_EVTX_CHUNK_ZEROED, 0, 0);
		return;
	}
	c->header_readable = recognise(c, sink);
	if (!c->header_readable)
		return;
	read_header(c);
	c->header_crc_ok = true;
	c->data_crc_ok = c->end_plausible;
	c->crc_checked = check_crc && !c->no_crc;
	if (c->crc_checked)
		check_header(c, sink);
	if (c->crc_checked && c->end_plausible)
		check_data(c, sink);
}

bool evtx_chunk_is_damaged(const struct evtx_chunk *c)
{
	return !c->zeroed && (c->truncated || c->magic_damaged || !c->header_readable ||
			      !c->header_crc_ok || !c->data_crc_ok || !c->end_plausible);
}

size_t evtx_chunk_find(struct slice bytes, size_t from)
{
	return from < bytes.n ? from + slice_find(slice_from(bytes, from), chunk_magic) : bytes.n;
}
