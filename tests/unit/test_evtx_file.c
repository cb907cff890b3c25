/* SPDX-License-Identifier: MIT */
/* lib/evtx/file.h: what an input is, and what its file header is worth. */
#include <criterion/criterion.h>

#include "lib/base/crc32.h"
#include "lib/evtx/file.h"
#include "tests/unit/support_evtx_chunk.h"
#include "tests/unit/support_source.h"

enum { CHUNKS_AT = EVTX_FILE_HEADER_SIZE };

static struct {
	uint8_t bytes[EVTX_FILE_HEADER_SIZE + 2 * EVTX_CHUNK_SIZE];
} input;
static struct made_chunk made;
static struct evtx_file file;
static struct reports reports;

static void seal(void)
{
	store_u32le(input.bytes + 124, crc32_update(0, slice_of(input.bytes, 120)));
}

/* A log of two chunks. */
static void make(void)
{
	memset(&input, 0, sizeof(input));
	uint8_t *p = input.bytes;
	memcpy(p, "ElfFile", 8);
	store_u64le(p + 16, 1);
	store_u64le(p + 24, 41);
	store_u32le(p + 32, 128);
	store_u32le(p + 36, 0x00030002);
	store_u32le(p + 40, 4096 | 2 << 16);
	seal();
	for (unsigned i = 0; i < 2; i++) {
		made_begin(&made);
		made_add_many(&made, 1 + 20 * i, 20);
		made_seal(&made);
		memcpy(p + CHUNKS_AT + i * EVTX_CHUNK_SIZE, made.bytes, EVTX_CHUNK_SIZE);
	}
}

static enum evtx_content read_first(size_t n)
{
	struct diag_sink sink = reports_sink(&reports);
	reports = (struct reports){0};
	struct slice first = slice_of(input.bytes, n);
	enum evtx_content content = evtx_sniff(first);
	evtx_file_read(&file, first, content, &sink);
	return content;
}

Test(file, good_header)
{
	make();
	cr_expect_eq(read_first(EVTX_SNIFF_BYTES), EVTX_CONTENT_FILE);
	cr_expect_eq(reports.count, 0);
	cr_expect(file.present && file.magic_ok && file.crc_ok);
	cr_expect_eq(file.first_chunk_number, 0);
	cr_expect_eq(file.last_chunk_number, 1);
	cr_expect_eq(file.next_record_id, 41);
	cr_expect_eq(file.major_version, 3);
	cr_expect_eq(file.minor_version, 2);
	cr_expect_eq(file.header_size, 128);
	cr_expect_eq(file.block_size, 4096);
	cr_expect_eq(file.chunk_count, 2);
	cr_expect_eq(file.flags, 0);
	cr_expect_eq(file.chunks_at, 4096);
}

/* A change to the header: what is reported besides nothing else. */
static const struct {
	const char *name;
	uint32_t at, value;
	bool sealed;
	enum diag_code code;
} changes[] = {
	{"version 3.1", 36, 0x00030001, true, DIAG_COUNT},
	{"version 3.3", 36, 0x00030003, true, DIAG_EVTX_FILE_VERSION},
	{"version 4.1", 36, 0x00040001, true, DIAG_EVTX_FILE_VERSION},
	{"checksum", 24, 42, false, DIAG_EVTX_FILE_CHECKSUM},
	{"header size", 32, 256, true, DIAG_EVTX_FILE_HEADER_SIZE},
	{"block size", 40, 8192 | 2 << 16, true, DIAG_EVTX_FILE_BLOCK_SIZE},
	{"dirty", 120, EVTX_FILE_DIRTY, true, DIAG_EVTX_FILE_DIRTY},
	{"full", 120, EVTX_FILE_FULL, true, DIAG_COUNT},
	{"no checksums", 120, EVTX_FILE_NO_CRC, true, DIAG_COUNT},
	{"no checksums, and a wrong one", 124, 0, false, DIAG_EVTX_FILE_CHECKSUM},
	{"magic", 0, 0, true, DIAG_EVTX_FILE_MAGIC},
};

Test(file, one_field_changed)
{
	for (size_t i = 0; i < COUNT_OF(changes); i++) {
		make();
		store_u32le(input.bytes + changes[i].at, changes[i].value);
		if (changes[i].sealed)
			seal();
		enum evtx_content content = read_first(EVTX_SNIFF_BYTES);
		bool magic = changes[i].code != DIAG_EVTX_FILE_MAGIC;
		cr_expect_eq(content, magic ? EVTX_CONTENT_FILE : EVTX_CONTENT_DAMAGED_HEADER, "%s",
			     changes[i].name);
		cr_expect_eq(reports.count, changes[i].code != DIAG_COUNT, "%s", changes[i].name);
		if (changes[i].code != DIAG_COUNT)
			cr_expect(reports.of[changes[i].code], "%s", changes[i].name);
		cr_expect_eq(file.chunks_at, 4096, "%s", changes[i].name);
	}
}

Test(file, no_checksum_flag_excuses_the_checksum)
{
	make();
	store_u32le(input.bytes + 120, EVTX_FILE_NO_CRC);
	store_u32le(input.bytes + 124, 0);
	read_first(EVTX_SNIFF_BYTES);
	cr_expect(file.crc_ok);
	cr_expect_eq(reports.count, 0);
}

Test(file, another_block_size_is_believed_where_chunks_prove_it)
{
	make();
	memmove(input.bytes + 512, input.bytes + CHUNKS_AT, EVTX_CHUNK_SIZE);
	memset(input.bytes + CHUNKS_AT, 0, 8);
	memset(input.bytes + CHUNKS_AT + 512, 0, 8);
	store_u32le(input.bytes + 40, 512 | 2 << 16);
	seal();
	read_first(EVTX_SNIFF_BYTES);
	cr_expect_eq(file.chunks_at, 512);
}

Test(file, beginning_damaged)
{
	make();
	memset(input.bytes, 0, EVTX_FILE_HEADER_SIZE);
	cr_expect_eq(read_first(EVTX_SNIFF_BYTES), EVTX_CONTENT_DAMAGED_HEADER);
	cr_expect(!file.magic_ok && !file.crc_ok);
	cr_expect_eq(file.chunks_at, 4096);
	/* The first chunk's header as well: its first record tells. */
	memset(input.bytes, 0, EVTX_FILE_HEADER_SIZE + 512);
	cr_expect_eq(read_first(EVTX_SNIFF_BYTES), EVTX_CONTENT_DAMAGED_HEADER);
	/* More than that: the second chunk tells, if it is shown. */
	memset(input.bytes, 0, EVTX_FILE_HEADER_SIZE + 1024);
	cr_expect_eq(read_first(EVTX_SNIFF_BYTES), EVTX_CONTENT_OTHER);
	cr_expect_eq(read_first(sizeof(input.bytes)), EVTX_CONTENT_DAMAGED_HEADER);
}

Test(file, bare_chunks)
{
	make();
	memmove(input.bytes, input.bytes + CHUNKS_AT, 2 * EVTX_CHUNK_SIZE);
	cr_expect_eq(read_first(EVTX_SNIFF_BYTES), EVTX_CONTENT_CHUNKS);
	cr_expect_eq(file.chunks_at, 0);
	cr_expect_eq(reports.count, 1);
	cr_expect_eq(reports.of[DIAG_EVTX_FILE_NO_HEADER], 1);
	memset(input.bytes, 0, 512);
	cr_expect_eq(read_first(EVTX_SNIFF_BYTES), EVTX_CONTENT_CHUNKS);
}

Test(file, something_else)
{
	static const struct slice others[] = {
		{NULL, 0}, {(const uint8_t *)"E", 1},       {(const uint8_t *)"<Event/>", 8},
		SLICE(""), {(const uint8_t *)"ElfFile", 7}, {(const uint8_t *)"ElfChnk", 7},
	};
	for (size_t i = 0; i < COUNT_OF(others); i++)
		cr_expect_eq(evtx_sniff(others[i]), EVTX_CONTENT_OTHER, "row %zu", i);
	memset(&input, 0xa5, sizeof(input));
	cr_expect_eq(read_first(sizeof(input.bytes)), EVTX_CONTENT_OTHER);
}

Test(file, cut_anywhere)
{
	make();
	for (size_t n = 8; n <= EVTX_FILE_HEADER_SIZE; n++) {
		uint8_t *tight = malloc(n);
		cr_assert(tight != NULL);
		memcpy(tight, input.bytes, n);
		struct diag_sink sink = reports_sink(&reports);
		reports = (struct reports){0};
		cr_assert_eq(evtx_sniff(slice_of(tight, n)), EVTX_CONTENT_FILE);
		evtx_file_read(&file, slice_of(tight, n), EVTX_CONTENT_FILE, &sink);
		cr_assert_eq(file.present, n >= 128);
		cr_assert_eq(reports.count, n < EVTX_FILE_HEADER_SIZE);
		cr_assert_eq(file.chunks_at, 4096);
		free(tight);
	}
}

/* Counts at the end of the input: chunks used, chunks in all, the header's number. */
static const struct {
	uint64_t used, total;
	uint16_t stated;
	bool dirty;
	enum diag_code code;
} counts[] = {
	{2, 2, 2, false, DIAG_COUNT},
	{2, 20, 2, false, DIAG_COUNT},
	{2, 20, 20, false, DIAG_COUNT}, /* the empty ones may be counted */
	{2, 2, 1, false, DIAG_EVTX_FILE_CHUNK_COUNT},
	{2, 2, 3, false, DIAG_EVTX_FILE_CHUNK_COUNT},
	{2, 2, 1, true, DIAG_EVTX_FILE_DIRTY_COUNT},
	{0, 0, 1, false, DIAG_EVTX_FILE_CHUNK_COUNT},
	{70000, 70000, 4464, false, DIAG_COUNT}, /* 16 bits cannot say it */
};

Test(file, counts_are_compared_only)
{
	for (size_t i = 0; i < COUNT_OF(counts); i++) {
		make();
		read_first(EVTX_SNIFF_BYTES);
		file.chunk_count = counts[i].stated;
		file.flags = counts[i].dirty ? EVTX_FILE_DIRTY : 0;
		struct diag_sink sink = reports_sink(&reports);
		evtx_file_compare(&file, counts[i].used, counts[i].total, &sink);
		cr_expect_eq(reports.count, counts[i].code != DIAG_COUNT, "row %zu", i);
		if (counts[i].code != DIAG_COUNT)
			cr_expect(reports.of[counts[i].code], "row %zu", i);
	}
}
