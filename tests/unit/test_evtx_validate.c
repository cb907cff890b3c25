/* SPDX-License-Identifier: MIT */
/* lib/evtx/validate.h: a judgement that does not depend on how the chunks were dealt out. */
#include <criterion/criterion.h>

#include "lib/evtx/validate.h"
#include "tests/unit/support_evtx_chunk.h"
#include "tests/unit/support_json.h"

enum { CHUNKS = 4 };

static struct made_chunk made[CHUNKS];
static struct evtx_validation whole;
static struct buf line, text;

static const uint64_t base_time = UINT64_C(132000000000000000);

/* Chunk i gets count records from first on. */
static void make_chunk(unsigned i, uint64_t first, unsigned count)
{
	made_begin(&made[i]);
	for (unsigned k = 0; k < count; k++)
		made_add(&made[i], first + k, base_time + 10 * (first + k), 40 + k, 1);
	made_seal(&made[i]);
}

static void look_at(struct evtx_validation *v, unsigned i)
{
	static struct evtx_walk w;
	struct evtx_chunk c;
	struct evtx_record r;
	evtx_chunk_open(&c, slice_of(made[i].bytes, EVTX_CHUNK_SIZE),
			EVTX_FILE_HEADER_SIZE + (uint64_t)i * EVTX_CHUNK_SIZE, true, NULL);
	evtx_walk_begin(&w, &c, EVTX_RECOVER_AUTO, NULL);
	while (evtx_walk_next(&w, &r))
		evtx_validation_record(v, &c, &r);
	evtx_validation_chunk(v, &c, &w);
}

static void write_both(const struct evtx_validation *v, struct buf *json, struct buf *report)
{
	struct record_origin origin = {0};
	origin_set(&origin, SLICE(""), "a.evtx");
	struct json_writer w = json_writer_on(json);
	json->n = report->n = 0;
	evtx_validation_write(v, &w, &origin);
	evtx_validation_text(v, report, "a.evtx");
	origin_free(&origin);
}

/* Judges the chunks at one go and dealt out one by one; both must say the same. */
static void judge(void)
{
	struct evtx_validation parts;
	struct buf other = {0}, other_text = {0};
	evtx_validation_begin(&whole);
	evtx_validation_begin(&parts);
	for (unsigned i = 0; i < CHUNKS; i++) {
		struct evtx_validation part;
		evtx_validation_begin(&part);
		look_at(&whole, i);
		look_at(&part, i);
		evtx_validation_join(&parts, &part);
	}
	write_both(&parts, &other, &other_text);
	write_both(&whole, &line, &text);
	cr_expect(strict_json_lines(buf_slice(&line)));
	cr_expect(slice_equal(buf_slice(&line), buf_slice(&other)));
	cr_expect(slice_equal(buf_slice(&text), buf_slice(&other_text)));
	buf_free(&other);
	buf_free(&other_text);
}

static bool line_has(const char *what)
{
	return slice_find(buf_slice(&line), slice_of_string(what)) < line.n;
}

static void make_all(void)
{
	for (unsigned i = 0; i < CHUNKS; i++)
		make_chunk(i, 100 + 20 * i, 20);
}

Test(validate, nothing_wrong)
{
	make_all();
	judge();
	cr_expect(evtx_validation_is_ok(&whole));
	cr_expect(line_has("{\"type\":\"evtx.validation\",\"ok\":true,\"faults\":{},"
			   "\"file_header\":null,\"chunks\":4,\"chunks_good\":4,"));
	cr_expect(line_has("\"records\":80,\"recovered\":0,"));
	cr_expect(line_has("\"oldest\":{\"record_id\":100,"));
	cr_expect(line_has("\"newest\":{\"record_id\":179,"));
	cr_expect(line_has("\"ring\":false,\"gaps\":0,\"missing\":0,\"first_gap\":null"));
	cr_expect(line_has(",\"file\":\"a.evtx\",\"offset\":0}\n"));
}

Test(validate, full_log_begins_in_its_middle)
{
	make_chunk(0, 140, 20);
	make_chunk(1, 160, 20);
	make_chunk(2, 100, 20);
	make_chunk(3, 120, 20);
	judge();
	cr_expect(evtx_validation_is_ok(&whole));
	cr_expect(line_has("\"ring\":true,\"gaps\":0"));
	cr_expect(line_has("\"oldest\":{\"record_id\":100,"));
	cr_expect(line_has("\"newest\":{\"record_id\":179,"));
	cr_expect(line_has("\"resets\":0,\"first_reset\":null"));
	make_chunk(3, 120, 15); /* 135 to 139 are missing at the seam */
	judge();
	cr_expect(!evtx_validation_is_ok(&whole));
	cr_expect(line_has("\"ring\":true,\"gaps\":1,\"missing\":5"));
}

Test(validate, gaps_and_resets)
{
	make_all();
	make_chunk(2, 150, 10);
	make_chunk(3, 1, 10);
	judge();
	cr_expect(line_has("\"ok\":false,\"faults\":{\"gaps\":"));
	/* 1 to 10 may well go on at 100: the numbers between are missing, not reset. */
	cr_expect(line_has("\"ring\":true,\"gaps\":2,\"missing\":99"));
	make_chunk(3, 1, 200);
	judge();
	cr_expect(line_has(
		"\"gaps\":1,\"missing\":10,\"first_gap\":{\"before\":{\"record_id\":139,"));
	cr_expect(line_has("\"resets\":1,\"first_reset\":{\"before\":{\"record_id\":159,"));
}

Test(validate, time_may_go_backwards)
{
	make_all();
	store_u64le(made[1].bytes + made[1].last_offset + 16, base_time);
	made_reseal(&made[1]);
	judge();
	cr_expect(evtx_validation_is_ok(&whole), "clocks are set");
	cr_expect(line_has("\"time_backwards\":1,\"first_time_backwards\":{\"before\":"
			   "{\"record_id\":138,"));
}

Test(validate, times_that_are_none)
{
	make_all();
	store_u64le(made[0].bytes + made[0].first_offset + 16, UINT64_MAX);
	made_reseal(&made[0]);
	judge();
	cr_expect(line_has("\"oldest\":{\"record_id\":100,\"time\":null,"));
	cr_expect(line_has("\"latest\":null"));
}

Test(validate, numbers_that_json_cannot_hold)
{
	make_all();
	store_u64le(made[0].bytes + made[0].first_offset + 8, 7);
	store_u64le(made[3].bytes + made[3].last_offset + 8, UINT64_MAX);
	judge();
	cr_expect(line_has(
		"\"newest\":{\"record_id\":null,\"record_id_hex\":\"0xffffffffffffffff\""));
}

Test(validate, damage_is_named)
{
	make_all();
	made[1].bytes[made[1].last_offset + 4] ^= 1;
	made[2].bytes[200] ^= 1;
	memset(made[3].bytes, 0, EVTX_CHUNK_SIZE);
	judge();
	cr_expect(line_has("\"ok\":false,\"faults\":{\"chunk_header_checksum\":1,"
			   "\"chunk_checksum\":1,\"record_size\":1"));
	cr_expect(line_has("\"chunks_good\":1,\"chunks_damaged\":2,\"chunks_empty\":1"));
}

Test(validate, salvaged_records_leave_no_gap)
{
	make_all();
	store_u32le(made[0].bytes + made[0].first_offset, 0);
	memset(made[1].bytes, 0, EVTX_CHUNK_HEADER_SIZE);
	store_u32le(made[2].bytes + 48, made[2].last_offset);
	judge();
	cr_expect(line_has("\"records\":80,"));
	cr_expect(line_has("\"gaps\":0,"));
	cr_expect(line_has("\"oldest\":{\"record_id\":101,"));
}

Test(validate, right_checksum_over_contradicting_sizes)
{
	make_all();
	made[1].bytes[made[1].last_offset + 4] ^= 1;
	made_reseal(&made[1]);
	judge();
	cr_expect(line_has("\"record_size\":1,"));
	cr_expect(line_has("\"resealed\":1"));
}

Test(validate, enlarged_record)
{
	make_all();
	uint8_t *first = made[0].bytes + made[0].first_offset;
	uint32_t size = load_u32le(first + 4);
	uint32_t both = size + load_u32le(first + size + 4);
	store_u32le(first + 4, both);
	store_u32le(first + both - 4, both);
	made_reseal(&made[0]);
	judge();
	cr_expect(line_has("\"record_enlarged\":1,"));
	cr_expect(line_has("\"first_enlarged\":{\"record_id\":100,"));
	cr_expect(line_has("\"offset\":4608}"));
	cr_expect(line_has("\"chunk_numbers\":1"));
}

Test(validate, file_header)
{
	struct evtx_file f = {.present = true,
			      .magic_ok = true,
			      .crc_ok = true,
			      .major_version = 3,
			      .minor_version = 1,
			      .next_record_id = 180,
			      .last_chunk_number = CHUNKS - 1,
			      .chunk_count = CHUNKS,
			      .chunks_at = EVTX_FILE_HEADER_SIZE};
	make_all();
	judge();
	evtx_validation_file(&whole, &f, EVTX_CONTENT_FILE);
	cr_expect(evtx_validation_is_ok(&whole));
	f.first_chunk_number = 1;
	evtx_validation_file(&whole, &f, EVTX_CONTENT_FILE);
	cr_expect(!evtx_validation_is_ok(&whole), "chunks in another order");
	f.first_chunk_number = 0;
	f.next_record_id = 179;
	evtx_validation_file(&whole, &f, EVTX_CONTENT_FILE);
	cr_expect(!evtx_validation_is_ok(&whole));
	f.flags = EVTX_FILE_DIRTY;
	evtx_validation_file(&whole, &f, EVTX_CONTENT_FILE);
	cr_expect(evtx_validation_is_ok(&whole), "a log that was not closed may differ");
	f.minor_version = 3;
	evtx_validation_file(&whole, &f, EVTX_CONTENT_FILE);
	cr_expect(!evtx_validation_is_ok(&whole));
	evtx_validation_file(&whole, &f, EVTX_CONTENT_CHUNKS);
	cr_expect(evtx_validation_is_ok(&whole), "bare chunks have no header to be wrong");
}

Test(validate, empty_input)
{
	evtx_validation_begin(&whole);
	write_both(&whole, &line, &text);
	cr_expect(strict_json_lines(buf_slice(&line)));
	cr_expect(line_has("\"ok\":false,\"faults\":{\"no_chunks\":1}"));
	cr_expect(line_has("\"oldest\":null,\"newest\":null,\"earliest\":null,\"latest\":null"));
}
