/* SPDX-License-Identifier: MIT */
/*
 * The chain of records: no public document describes it; the places are those that open source
 * readers of dumps use, and real dumps of both writers confirm them. What drivers put into it:
 * KbCallbackSecondaryDumpData of the Windows driver documentation.
 */
#include "lib/base/limits.h"
#include "lib/base/reader.h"
#include "lib/base/winid.h"
#include "lib/dump/blob.h"
#include "lib/dump/blob_table.h"

enum {
	CHAIN_HEADER_BYTES = 16,
	RECORD_HEADER_BYTES = 32,
	/* A header that states more than this is none: behind the chain there may be old bytes. */
	RECORD_HEADER_MAX = 4096,
	FILL = 0x45474150, /* "PAGE": never set */
};

struct record {
	struct dump_blob blob;
	uint64_t end; /* behind its padding; may lie behind the end of the file */
};

/* Is one there? A header that is cut is one if its size says so. No sum can overflow: each number
 * has 32 bits, and at is a place in a file. */
static bool read_record(struct random_input *in, uint64_t at, struct record *record)
{
	uint8_t bytes[RECORD_HEADER_BYTES] = {0};
	size_t n = random_read(in, at, bytes, sizeof(bytes));
	struct reader r = reader_of(slice_of(bytes, sizeof(bytes)));
	uint32_t header = reader_u32le(&r);
	if (n < 4 || header < RECORD_HEADER_BYTES || header > RECORD_HEADER_MAX)
		return false;
	*record = (struct record){.blob = {.offset = at}};
	struct slice tag = reader_bytes(&r, sizeof(record->blob.Tag));
	memcpy(record->blob.Tag, tag.p, sizeof(record->blob.Tag));
	record->blob.DataSize = reader_u32le(&r);
	record->blob.data_offset = at + header + reader_u32le(&r);
	record->end = record->blob.data_offset + record->blob.DataSize + reader_u32le(&r);
	return true;
}

/* The file ends within a record; a stream perhaps only what is kept of it. */
static void end_early(struct dump_blobs *b, const struct random_input *in)
{
	b->cut = !in->size_is_least;
	b->capped = in->size_is_least;
	b->end = in->size;
}

static bool read_chain_header(struct dump_blobs *b, struct random_input *in, uint64_t offset)
{
	uint8_t bytes[CHAIN_HEADER_BYTES];
	uint64_t header = sizeof(bytes);
	size_t n = random_read(in, offset, bytes, sizeof(bytes));
	if (n < 8 || memcmp(bytes, "DumpBlob", 8) != 0)
		return false;
	b->present = true;
	b->offset = offset;
	if (n == sizeof(bytes)) {
		uint32_t stated = load_u32le(bytes + 8), build = load_u32le(bytes + 12);
		if (stated > header && stated <= RECORD_HEADER_MAX)
			header = stated;
		if (build != FILL)
			b->BuildNumber = known_number(build);
	}
	b->end = offset + header;
	if (b->end > in->size)
		end_early(b, in);
	return true;
}

enum status dump_blobs_walk(struct dump_blobs *b, struct random_input *in, uint64_t offset,
			    void (*visit)(void *context, const struct dump_blob *blob),
			    void *context)
{
	struct record record;
	*b = (struct dump_blobs){0};
	random_settle(in);
	if (!read_chain_header(b, in, offset))
		return STATUS_NOT_THIS_FORMAT;
	while (!b->cut && !b->capped && read_record(in, b->end, &record)) {
		if (b->count == LIMIT_DUMP_BLOBS) {
			b->capped = true;
			break;
		}
		bool whole = in->size - b->end >= RECORD_HEADER_BYTES;
		if (visit && whole)
			visit(context, &record.blob);
		b->count += whole;
		b->end = record.end;
		if (record.end > in->size)
			end_early(b, in);
	}
	return STATUS_OK;
}

const char *dump_blob_name(const uint8_t tag[static 16])
{
	char guid[GUID_TEXT];
	size_t low = 0, high = dump_blob_row_count;
	guid_write(guid, tag);
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = memcmp(guid, dump_blob_rows[middle].guid, GUID_TEXT);
		if (order == 0)
			return dump_blob_rows[middle].name;
		if (order > 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}
