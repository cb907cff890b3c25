/* SPDX-License-Identifier: MIT */
/* lib/evtx/chunk.h: what a chunk says of itself, and whether that can be believed. */
#include <criterion/criterion.h>

#include "tests/unit/support_evtx_chunk.h"
#include "tests/unit/support_source.h"

static struct made_chunk made;
static struct evtx_chunk chunk;
static struct reports reports;

static void make(void)
{
	made_begin(&made);
	made_add_many(&made, 11, 5);
	made_seal(&made);
}

static void open_first(size_t n, bool check_crc)
{
	struct diag_sink sink = reports_sink(&reports);
	reports = (struct reports){0};
	evtx_chunk_open(&chunk, slice_of(made.bytes, n), 4096, check_crc, &sink);
}

Test(chunk, good_one)
{
	make();
	open_first(EVTX_CHUNK_SIZE, true);
	cr_expect_eq(reports.count, 0);
	cr_expect(chunk.header_readable && chunk.crc_checked && chunk.header_crc_ok);
	cr_expect(chunk.data_crc_ok && chunk.end_plausible);
	cr_expect(!chunk.zeroed && !chunk.truncated && !chunk.magic_damaged && !chunk.no_crc);
	cr_expect_eq(chunk.offset, 4096);
	cr_expect_eq(chunk.first_record_number, 11);
	cr_expect_eq(chunk.last_record_number, 15);
	cr_expect_eq(chunk.first_record_id, 11);
	cr_expect_eq(chunk.last_record_id, 15);
	cr_expect_eq(chunk.header_size, 128);
	cr_expect_eq(chunk.last_record_offset, made.last_offset);
	cr_expect_eq(chunk.free_space_offset, made.end);
	cr_expect_eq(chunk.flags, 1);
	cr_expect(!evtx_chunk_is_damaged(&chunk));
}

/* One byte is changed; what is reported, and what is not. */
static const struct {
	uint32_t at;
	uint8_t mask;
	bool header_readable, header_crc_ok, data_crc_ok;
	enum diag_code code;
} changes[] = {
	{0, 1, true, true, true, DIAG_EVTX_CHUNK_MAGIC},
	{7, 1, true, true, true, DIAG_EVTX_CHUNK_MAGIC},
	{8, 1, true, false, true, DIAG_EVTX_CHUNK_HEADER_CHECKSUM},
	{119, 1, true, false, true, DIAG_EVTX_CHUNK_HEADER_CHECKSUM},
	{124, 1, true, false, true, DIAG_EVTX_CHUNK_HEADER_CHECKSUM},
	{128, 1, true, false, true, DIAG_EVTX_CHUNK_HEADER_CHECKSUM},
	{511, 1, true, false, true, DIAG_EVTX_CHUNK_HEADER_CHECKSUM},
	{52, 1, true, false, false, DIAG_EVTX_CHUNK_CHECKSUM},
	{512, 1, true, true, false, DIAG_EVTX_CHUNK_CHECKSUM},
	{51, 1, true, false, false, DIAG_EVTX_CHUNK_HEADER_CHECKSUM},
};

Test(chunk, one_byte_changed)
{
	for (size_t i = 0; i < COUNT_OF(changes); i++) {
		make();
		made.bytes[changes[i].at] ^= changes[i].mask;
		open_first(EVTX_CHUNK_SIZE, true);
		cr_expect_eq(chunk.header_readable, changes[i].header_readable, "row %zu", i);
		cr_expect_eq(chunk.header_crc_ok, changes[i].header_crc_ok, "row %zu", i);
		cr_expect_eq(chunk.data_crc_ok, changes[i].data_crc_ok, "row %zu", i);
		cr_expect(reports.of[changes[i].code], "row %zu", i);
		cr_expect(evtx_chunk_is_damaged(&chunk), "row %zu", i);
	}
}

Test(chunk, flags_are_in_no_checksum)
{
	make();
	made.bytes[121] = 0xaa;
	open_first(EVTX_CHUNK_SIZE, true);
	cr_expect_eq(reports.count, 0);
	cr_expect_eq(chunk.flags, 0xaa01);
}

Test(chunk, no_checksums)
{
	make();
	made.bytes[52] ^= 1;
	made.bytes[124] ^= 1;
	open_first(EVTX_CHUNK_SIZE, false);
	cr_expect_eq(reports.count, 0);
	cr_expect(!chunk.crc_checked && chunk.data_crc_ok && chunk.header_crc_ok);
	made.bytes[120] |= EVTX_CHUNK_FLAG_NO_CRC;
	open_first(EVTX_CHUNK_SIZE, true);
	cr_expect_eq(reports.count, 0);
	cr_expect(chunk.no_crc && !chunk.crc_checked && !evtx_chunk_is_damaged(&chunk));
}

Test(chunk, magic_and_more_damaged)
{
	make();
	made.bytes[0] ^= 1;
	made.bytes[8] ^= 1;
	open_first(EVTX_CHUNK_SIZE, true);
	cr_expect(!chunk.header_readable && chunk.magic_damaged);
	cr_expect_eq(chunk.free_space_offset, 0);
	cr_expect_eq(reports.count, 1);
}

Test(chunk, all_zero)
{
	made_begin(&made);
	open_first(EVTX_CHUNK_SIZE, true);
	cr_expect(chunk.zeroed && !chunk.header_readable && !evtx_chunk_is_damaged(&chunk));
	cr_expect_eq(reports.count, 1);
	cr_expect_eq(diag_severity(reports.last.code), SEVERITY_NOTE);
	made.bytes[EVTX_CHUNK_SIZE - 1] = 1;
	open_first(EVTX_CHUNK_SIZE, true);
	cr_expect(!chunk.zeroed && chunk.magic_damaged);
}

Test(chunk, cut_anywhere)
{
	make();
	for (size_t n = 1; n < EVTX_CHUNK_SIZE; n += n < 600 ? 1 : 499) {
		open_first(n, true);
		cr_assert(chunk.truncated);
		cr_assert_eq(chunk.header_readable, n >= EVTX_CHUNK_HEADER_SIZE);
		cr_assert_eq(reports.of[DIAG_EVTX_CHUNK_TRUNCATED], 1);
		cr_assert_eq(reports.count, 1, "%zu bytes", n);
	}
	open_first(0, true);
	cr_expect(chunk.truncated && !chunk.header_readable);
}

Test(chunk, impossible_ends)
{
	static const uint32_t ends[] = {0, 511, 65537, 0x80000000, UINT32_MAX};
	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		make();
		store_u32le(made.bytes + 48, ends[i]);
		open_first(EVTX_CHUNK_SIZE, true);
		cr_expect(!chunk.end_plausible && !chunk.data_crc_ok);
	}
}

Test(chunk, next_magic)
{
	make();
	struct slice s = slice_of(made.bytes, EVTX_CHUNK_SIZE);
	cr_expect_eq(evtx_chunk_find(s, 0), 0);
	cr_expect_eq(evtx_chunk_find(s, 1), EVTX_CHUNK_SIZE);
	memcpy(made.bytes + 30001, "ElfChnk", 8);
	cr_expect_eq(evtx_chunk_find(s, 1), 30001);
	cr_expect_eq(evtx_chunk_find(s, EVTX_CHUNK_SIZE), EVTX_CHUNK_SIZE);
	cr_expect_eq(evtx_chunk_find(s, SIZE_MAX), EVTX_CHUNK_SIZE);
}
