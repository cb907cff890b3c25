/* SPDX-License-Identifier: MIT */
/* lib/dump/blob.h: chains of records, whole, cut and forged. */
#include <criterion/criterion.h>
#include <stdlib.h>

#include "lib/base/limits.h"
#include "lib/base/store.h"
#include "lib/base/winid.h"
#include "lib/dump/blob.h"
#include "lib/dump/blob_table.h"
#include "tests/unit/support_triage.h"

enum { AT = 100 }; /* where the chain begins; not aligned */

static struct buf file;
static struct dump_blobs blobs;
static struct dump_blob seen[16];
static size_t seen_count;

static void begin(uint32_t header, uint32_t build)
{
	uint8_t bytes[16] = "DumpBlob";
	file = (struct buf){0};
	store_u32le(bytes + 8, header);
	store_u32le(bytes + 12, build);
	buf_add_repeated(&file, 0xee, AT);
	buf_add(&file, bytes, sizeof(bytes));
}

/* A record of which only the header is there. Returns the header's offset. */
static size_t add_header(uint32_t header, uint8_t tag, uint32_t size, uint32_t pre, uint32_t post)
{
	uint8_t bytes[32] = {0};
	size_t at = file.n;
	store_u32le(bytes, header);
	memset(bytes + 4, tag, 16);
	store_u32le(bytes + 20, size);
	store_u32le(bytes + 24, pre);
	store_u32le(bytes + 28, post);
	buf_add(&file, bytes, sizeof(bytes));
	return at;
}

static size_t add(uint8_t tag, uint32_t size, uint32_t pre, uint32_t post)
{
	size_t at = add_header(32, tag, size, pre, post);
	buf_add_repeated(&file, 0xcc, (size_t)pre + size + post);
	return at;
}

static void keep(void *context, const struct dump_blob *blob)
{
	cr_expect_eq(context, &blobs);
	if (seen_count < COUNT_OF(seen))
		seen[seen_count] = *blob;
	seen_count++;
}

static enum status walk_first(size_t n, bool more)
{
	struct random_input in = made_input(slice_of(file.p, n));
	in.size_is_least = more;
	seen_count = 0;
	enum status status = dump_blobs_walk(&blobs, &in, AT, keep, &blobs);
	free(in.prefix.p);
	return status;
}

static void walk(void)
{
	cr_expect_eq(walk_first(file.n, false), STATUS_OK);
	cr_expect(blobs.present);
	cr_expect_eq(blobs.offset, AT);
	cr_expect_eq(seen_count, blobs.count);
}

Test(dump_blob, chain)
{
	begin(16, 0xf0004a61);
	size_t first = add(0x11, 5, 0, 3), second = add(0x22, 7, 2, 0);
	walk();
	cr_expect_eq(blobs.count, 2);
	cr_expect_eq(blobs.end, file.n);
	cr_expect(blobs.BuildNumber.known && blobs.BuildNumber.value == 0xf0004a61);
	cr_expect_not(blobs.cut || blobs.capped);
	cr_expect_eq(seen[0].offset, first);
	cr_expect_eq(seen[0].data_offset, first + 32);
	cr_expect_eq(seen[0].DataSize, 5);
	cr_expect_eq(seen[0].Tag[15], 0x11);
	cr_expect_eq(seen[1].offset, second);
	cr_expect_eq(seen[1].data_offset, second + 34);
	buf_free(&file);
}

Test(dump_blob, not_there)
{
	begin(16, 0);
	cr_expect_eq(walk_first(AT + 7, false), STATUS_NOT_THIS_FORMAT);
	file.p[AT] = 'd';
	cr_expect_eq(walk_first(file.n, false), STATUS_NOT_THIS_FORMAT);
	cr_expect_not(blobs.present);
	cr_expect_eq(walk_first(0, false), STATUS_NOT_THIS_FORMAT);
	buf_free(&file);
}

/* A kernel's dump: a header of 0, then what the page file had there. */
Test(dump_blob, stale_tail)
{
	begin(16, 0x45474150);
	add(0x11, 4, 0, 0);
	size_t end = file.n;
	add_header(0, 0, 0, 0, 0);
	add(0x22, 4, 0, 0);
	walk();
	cr_expect_eq(blobs.count, 1);
	cr_expect_eq(blobs.end, end);
	cr_expect_not(blobs.cut || blobs.capped || blobs.BuildNumber.known);
	buf_free(&file);
}

/* Empty records, and such without a tag, stand in the middle of real chains; tags repeat. */
Test(dump_blob, empty_records)
{
	begin(16, 0);
	add(0x11, 0, 0, 0);
	add(0, 0, 0, 0);
	add(0x11, 0, 0, 0);
	add(0x22, 1, 0, 0);
	walk();
	cr_expect_eq(blobs.count, 4);
	cr_expect_eq(seen[1].Tag[0], 0);
	cr_expect_eq(blobs.end, file.n);
	buf_free(&file);
}

/* Sizes that no record's header has end the chain. */
Test(dump_blob, header_sizes)
{
	static const uint32_t ends[] = {0, 1, 31, 4097, 0x45474150, 0xffffffff};
	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		begin(16, 0);
		add(0x11, 3, 0, 0);
		size_t end = file.n;
		add_header(ends[i], 0x22, 0, 0, 0);
		walk();
		cr_expect_eq(blobs.count, 1, "%zu", i);
		cr_expect_eq(blobs.end, end);
		cr_expect_not(blobs.cut || blobs.capped);
		buf_free(&file);
	}
}

/* A later version may have longer headers. */
Test(dump_blob, longer_headers)
{
	begin(24, 0);
	buf_add_repeated(&file, 0, 8);
	size_t at = add_header(48, 0x11, 3, 0, 0);
	buf_add_repeated(&file, 0, 16 + 3);
	walk();
	cr_expect_eq(blobs.count, 1);
	cr_expect_eq(seen[0].data_offset, at + 48);
	cr_expect_eq(blobs.end, file.n);
	buf_free(&file);
}

Test(dump_blob, impossible_chain_header)
{
	static const uint32_t sizes[] = {0, 15, 4097, 0xffffffff};
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		begin(sizes[i], 0);
		add(0x11, 3, 0, 0);
		walk();
		cr_expect_eq(blobs.count, 1, "%zu", i);
		buf_free(&file);
	}
}

Test(dump_blob, cut_at_each_byte)
{
	begin(16, 0xf0004a61);
	size_t starts[] = {add(0x11, 5, 1, 2), add(0x22, 0, 0, 0), add(0x33, 9, 0, 7), 0};
	starts[3] = file.n;
	for (size_t n = AT + 8; n < file.n; n++) {
		size_t whole = 0, part = 0, into = 0;
		cr_expect_eq(walk_first(n, false), STATUS_OK);
		for (size_t i = 0; i < 3; i++) {
			whole += n >= starts[i + 1];
			part += n >= starts[i] + 32;
			if (n >= starts[i] && n < starts[i + 1])
				into = n - starts[i];
		}
		/* Three bytes tell no header from nothing. */
		bool cut = n < starts[0] || into >= 4;
		cr_expect_eq(blobs.cut, cut, "%zu", n);
		cr_expect_eq(blobs.end, cut ? n : starts[whole], "%zu", n);
		cr_expect_eq(blobs.count, part, "%zu", n);
		cr_expect_eq(seen_count, part);
		cr_expect_not(blobs.capped);
	}
	buf_free(&file);
}

Test(dump_blob, impossible_sizes)
{
	static const uint32_t sizes[][3] = {
		{0xffffffff, 0, 0}, {0, 0xffffffff, 0},
		{0, 0, 0xffffffff}, {0xffffffff, 0xffffffff, 0xffffffff},
		{0xffffffe0, 0, 0}, /* back to itself, if it could overflow */
	};
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		begin(16, 0);
		add_header(32, 0x11, sizes[i][0], sizes[i][1], sizes[i][2]);
		add(0x22, 3, 0, 0);
		walk();
		cr_expect_eq(blobs.count, 1, "%zu", i);
		cr_expect(blobs.cut);
		cr_expect_eq(blobs.end, file.n);
		buf_free(&file);
	}
}

/* Of a stream only the beginning may be kept: that is not cut. */
Test(dump_blob, stream_not_kept)
{
	begin(16, 0);
	add(0x11, 5, 0, 0);
	cr_expect_eq(walk_first(file.n - 1, true), STATUS_OK);
	cr_expect(blobs.capped);
	cr_expect_not(blobs.cut);
	buf_free(&file);
}

Test(dump_blob, cap)
{
	begin(16, 0);
	for (unsigned i = 0; i < LIMIT_DUMP_BLOBS; i++)
		add(0x11, 0, 0, 0);
	walk();
	cr_expect_eq(blobs.count, LIMIT_DUMP_BLOBS);
	cr_expect_not(blobs.capped);
	size_t end = file.n;
	add(0x11, 0, 0, 0);
	walk();
	cr_expect_eq(blobs.count, LIMIT_DUMP_BLOBS);
	cr_expect(blobs.capped);
	cr_expect_eq(blobs.end, end);
	buf_free(&file);
}

Test(dump_blob, without_visit)
{
	begin(16, 0);
	add(0x11, 5, 0, 0);
	struct random_input in = made_input(buf_slice(&file));
	cr_expect_eq(dump_blobs_walk(&blobs, &in, AT, NULL, NULL), STATUS_OK);
	cr_expect_eq(blobs.count, 1);
	free(in.prefix.p);
	buf_free(&file);
}

Test(dump_blob, names)
{
	uint8_t tag[16] = {0};
	cr_expect_null(dump_blob_name(tag));
	memset(tag, 0xff, 16);
	cr_expect_null(dump_blob_name(tag));
	cr_assert(guid_from_text(SLICE("bc5c008f-1e3a-44d7-988d-86f6884c6758"), tag));
	cr_expect_str_eq(dump_blob_name(tag), "SMBIOS tables");
	tag[15] ^= 1;
	cr_expect_null(dump_blob_name(tag));
	for (size_t i = 0; i < dump_blob_row_count; i++) {
		cr_assert(guid_from_text(slice_of_string(dump_blob_rows[i].guid), tag));
		cr_expect_eq(dump_blob_name(tag), dump_blob_rows[i].name);
	}
}
