/* SPDX-License-Identifier: MIT */
#include "lib/base/crc32.h"
#include "lib/evtx/file.h"
#include "lib/evtx/recover.h"

enum { MAGIC_SIZE = 8, CHECKED = 120, HEADER_MEANS = 128 };

static const struct slice file_magic = {(const uint8_t *)"ElfFile", MAGIC_SIZE};
static const struct slice chunk_magic = {(const uint8_t *)"ElfChnk", MAGIC_SIZE};

/* Does a chunk begin at offset: by its magic, or by a whole record where its first one should be?
 */
static bool chunk_begins(struct slice first, size_t offset)
{
	struct slice chunk = slice_from(first, offset);
	chunk = slice_sub(chunk, 0, chunk.n < EVTX_CHUNK_SIZE ? chunk.n : EVTX_CHUNK_SIZE);
	return slice_starts_with(chunk, chunk_magic) ||
	       evtx_record_trust(chunk, EVTX_CHUNK_HEADER_SIZE) != EVTX_TRUST_NONE;
}

/* Do chunks begin at offset, or where the ones behind the first should? */
static bool chunks_begin(struct slice first, size_t offset)
{
	for (; offset < first.n; offset += EVTX_CHUNK_SIZE)
		if (chunk_begins(first, offset))
			return true;
	return false;
}

enum evtx_content evtx_sniff(struct slice first)
{
	if (slice_starts_with(first, file_magic))
		return EVTX_CONTENT_FILE;
	if (slice_starts_with(first, chunk_magic))
		return EVTX_CONTENT_CHUNKS;
	if (chunks_begin(first, EVTX_FILE_HEADER_SIZE))
		return EVTX_CONTENT_DAMAGED_HEADER;
	return chunks_begin(first, 0) ? EVTX_CONTENT_CHUNKS : EVTX_CONTENT_OTHER;
}

static void report(const struct diag_sink *sink, enum diag_code code, uint64_t got, uint64_t limit)
{
	diag_report(sink, &(struct diag){.code = code,
					 .length = EVTX_FILE_HEADER_SIZE,
					 .got = got,
					 .limit = limit});
}

static void read_fields(struct evtx_file *f, struct slice header)
{
	struct reader r = reader_of(header);
	reader_skip(&r, MAGIC_SIZE);
	f->first_chunk_number = reader_u64le(&r);
	f->last_chunk_number = reader_u64le(&r);
	f->next_record_id = reader_u64le(&r);
	f->header_size = reader_u32le(&r);
	f->minor_version = reader_u16le(&r);
	f->major_version = reader_u16le(&r);
	f->block_size = reader_u16le(&r);
	f->chunk_count = reader_u16le(&r);
	reader_seek(&r, CHECKED);
	f->flags = reader_u32le(&r);
	f->checksum = reader_u32le(&r);
}

static void check_fields(struct evtx_file *f, struct slice header, const struct diag_sink *sink)
{
	bool known = f->major_version == 3 && (f->minor_version == 1 || f->minor_version == 2);
	if (!known)
		report(sink, DIAG_EVTX_FILE_VERSION, f->major_version, f->minor_version);
	if (f->header_size != HEADER_MEANS)
		report(sink, DIAG_EVTX_FILE_HEADER_SIZE, f->header_size, HEADER_MEANS);
	if (f->flags & EVTX_FILE_DIRTY)
		report(sink, DIAG_EVTX_FILE_DIRTY, 0, 0);
	uint32_t crc = crc32_update(0, slice_sub(header, 0, CHECKED));
	f->crc_ok = crc == f->checksum || f->flags & EVTX_FILE_NO_CRC;
	if (!f->crc_ok)
		report(sink, DIAG_EVTX_FILE_CHECKSUM, crc, f->checksum);
}

/* The header's own block size is believed only where a chunk proves it. */
static void place_chunks(struct evtx_file *f, struct slice first, const struct diag_sink *sink)
{
	f->chunks_at = EVTX_FILE_HEADER_SIZE;
	if (f->block_size == EVTX_FILE_HEADER_SIZE)
		return;
	report(sink, DIAG_EVTX_FILE_BLOCK_SIZE, f->block_size, EVTX_FILE_HEADER_SIZE);
	if (f->block_size >= HEADER_MEANS && chunk_begins(first, f->block_size) &&
	    !chunk_begins(first, EVTX_FILE_HEADER_SIZE))
		f->chunks_at = f->block_size;
}

void evtx_file_read(struct evtx_file *f, struct slice first, enum evtx_content content,
		    const struct diag_sink *sink)
{
	*f = (struct evtx_file){.crc_ok = true};
	if (content == EVTX_CONTENT_CHUNKS) {
		report(sink, DIAG_EVTX_FILE_NO_HEADER, 0, 0);
		return;
	}
	f->chunks_at = EVTX_FILE_HEADER_SIZE;
	if (first.n < EVTX_FILE_HEADER_SIZE)
		report(sink, DIAG_EVTX_FILE_TRUNCATED, first.n, EVTX_FILE_HEADER_SIZE);
	struct slice header = slice_sub(first, 0, HEADER_MEANS);
	f->present = header.n != 0;
	if (!f->present)
		return;
	f->magic_ok = slice_starts_with(header, file_magic);
	read_fields(f, header);
	if (f->magic_ok) {
		check_fields(f, header, sink);
		place_chunks(f, first, sink);
	} else {
		report(sink, DIAG_EVTX_FILE_MAGIC, 0, 0);
		f->crc_ok = false;
		f->flags = 0;
	}
}

void evtx_file_compare(const struct evtx_file *f, uint64_t used, uint64_t total,
		       const struct diag_sink *sink)
{
	/* The field has 16 bits; logs above 4 GiB have more chunks. */
	if (!f->magic_ok || total > UINT16_MAX ||
	    (used <= f->chunk_count && f->chunk_count <= total))
		return;
	report(sink,
	       f->flags & EVTX_FILE_DIRTY ? DIAG_EVTX_FILE_DIRTY_COUNT : DIAG_EVTX_FILE_CHUNK_COUNT,
	       f->chunk_count, used);
}
