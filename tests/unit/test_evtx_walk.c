/* SPDX-License-Identifier: MIT */
/* lib/evtx/walk.h: nothing that is still there may be lost, whatever happens to one record. */
#include <criterion/criterion.h>

#include "tests/unit/support_evtx_chunk.h"
#include "tests/unit/support_random.h"
#include "tests/unit/support_source.h"

enum { RECORDS = 20, VICTIM = 7 };

static struct made_chunk made;
static struct walked walked;

static uint32_t offset_of[RECORDS];

/* Twenty records, 101 to 120, and where they are. */
static void make_twenty(void)
{
	made_begin(&made);
	made_add_many(&made, 101, RECORDS);
	made_seal(&made);
	walk_made(&walked, &made, EVTX_RECOVER_OFF, NULL);
	cr_assert_eq(walked.count, RECORDS);
	for (unsigned i = 0; i < RECORDS; i++)
		offset_of[i] = walked.records[i].offset;
}

static bool was_delivered(uint64_t id)
{
	unsigned n = 0;
	for (unsigned i = 0; i < walked.count; i++)
		n += walked.records[i].record_id == id;
	cr_expect(n <= 1, "record %u came %u times", (unsigned)id, n);
	return n == 1;
}

static bool was_delivered_from(uint32_t offset)
{
	unsigned n = 0;
	for (unsigned i = 0; i < walked.count; i++)
		n += walked.records[i].offset == offset;
	return n == 1;
}

Test(walk, whole_chunk_in_order_without_a_word)
{
	struct reports reports = {0};
	struct diag_sink sink = reports_sink(&reports);
	make_twenty();
	for (int mode = EVTX_RECOVER_OFF; mode <= EVTX_RECOVER_ALL; mode++) {
		walk_made(&walked, &made, (enum evtx_recovery)mode, &sink);
		cr_assert_eq(walked.count, RECORDS);
		for (unsigned i = 0; i < RECORDS; i++) {
			const struct evtx_record *r = &walked.records[i];
			cr_expect_eq(r->record_id, 101 + i);
			cr_expect_eq(r->written, UINT64_C(131000000000000000) + 101 + i);
			cr_expect_eq(r->size, made_size(&made, r->offset));
			cr_expect_eq(r->binxml.n, r->size - 28);
			cr_expect(r->binxml.p == made.bytes + r->offset + 24);
			cr_expect(!r->recovered && !r->hidden);
		}
	}
	cr_expect_eq(reports.count, 0);
}

/* What happens to the record VICTIM, or to the header. */
enum damage {
	MAGIC_ZEROED,
	SIZE_ZERO,
	SIZE_HUGE,
	SIZE_TOO_SMALL,
	SIZE_WITHIN,
	SIZE_SWALLOWS_NEXT,
	COPY_ZERO,
	COPY_WRONG,
	MAGIC_AND_SIZE,
	HEADER_ZEROED,
	TIME_GARBAGE,
	LAST_SIZE_ZERO,
	LAST_COPY_ZERO,
	LAST_MAGIC,
	FIRST_MAGIC,
	FREE_SPACE_SMALL,
	FREE_SPACE_INSIDE_LAST,
	FREE_SPACE_INSIDE_HEADER,
	FREE_SPACE_HUGE,
	FREE_SPACE_END_OF_CHUNK,
	FREE_SPACE_ZERO,
	LAST_ID_SMALL,
	LAST_OFFSET_WRONG,
	FIRST_NUMBER_WRONG,
	DATA_CRC_WRONG,
	HEADER_CRC_WRONG,
	CHUNK_MAGIC,
	CHUNK_HEADER_ZEROED,
};

static void damage_record(enum damage damage)
{
	uint32_t at = offset_of[VICTIM], size = made_size(&made, at);
	uint8_t *p = made.bytes + at;
	switch (damage) {
	case MAGIC_ZEROED:
		store_u32le(p, 0);
		break;
	case SIZE_ZERO:
		store_u32le(p + 4, 0);
		break;
	case SIZE_HUGE:
		store_u32le(p + 4, UINT32_MAX);
		break;
	case SIZE_TOO_SMALL:
		store_u32le(p + 4, 27);
		break;
	case SIZE_WITHIN:
		store_u32le(p + 4, size - 8);
		break;
	case SIZE_SWALLOWS_NEXT:
		store_u32le(p + 4, size + made_size(&made, at + size));
		break;
	case COPY_ZERO:
		store_u32le(p + size - 4, 0);
		break;
	case COPY_WRONG:
		store_u32le(p + size - 4, size + 8);
		break;
	case MAGIC_AND_SIZE:
		store_u64le(p, 0);
		break;
	case HEADER_ZEROED:
		memset(p, 0, 24);
		break;
	default:
		store_u64le(p + 16, UINT64_MAX);
		break;
	}
}

static void damage_edge(enum damage damage)
{
	uint8_t *last = made.bytes + made.last_offset;
	switch (damage) {
	case LAST_SIZE_ZERO:
		store_u32le(last + 4, 0);
		break;
	case LAST_COPY_ZERO:
		store_u32le(last + made_size(&made, made.last_offset) - 4, 0);
		break;
	case LAST_MAGIC:
		store_u32le(last, 0x41414141);
		break;
	default:
		store_u32le(made.bytes + EVTX_CHUNK_HEADER_SIZE, 0x41414141);
		break;
	}
}

static void damage_header(enum damage damage)
{
	uint8_t *p = made.bytes;
	switch (damage) {
	case FREE_SPACE_SMALL:
		store_u32le(p + 48, offset_of[VICTIM]);
		break;
	case FREE_SPACE_INSIDE_LAST:
		store_u32le(p + 48, made.last_offset + 40);
		break;
	case FREE_SPACE_INSIDE_HEADER:
		store_u32le(p + 48, 511);
		break;
	case FREE_SPACE_HUGE:
		store_u32le(p + 48, 0x7fffffff);
		break;
	case FREE_SPACE_END_OF_CHUNK:
		store_u32le(p + 48, EVTX_CHUNK_SIZE);
		break;
	case FREE_SPACE_ZERO:
		store_u32le(p + 48, 0);
		break;
	case LAST_ID_SMALL:
		store_u64le(p + 16, 103);
		store_u64le(p + 32, 103);
		break;
	case LAST_OFFSET_WRONG:
		store_u32le(p + 44, offset_of[3]);
		break;
	case FIRST_NUMBER_WRONG:
		p[8] ^= 0x80;
		break;
	case DATA_CRC_WRONG:
		p[52] ^= 1;
		break;
	case HEADER_CRC_WRONG:
		p[124] ^= 1;
		break;
	case CHUNK_MAGIC:
		p[3] = 0;
		break;
	default:
		memset(p, 0, EVTX_CHUNK_HEADER_SIZE);
		break;
	}
}

static void damage_anything(enum damage damage)
{
	if (damage <= TIME_GARBAGE)
		damage_record(damage);
	else if (damage <= FIRST_MAGIC)
		damage_edge(damage);
	else
		damage_header(damage);
}

static const struct {
	const char *name;
	enum damage damage;
	unsigned recovered;  /* of the twenty */
	unsigned off;        /* delivered with EVTX_RECOVER_OFF */
	enum diag_code code; /* reported without new checksums, DIAG_COUNT for none */
} damages[] = {
	{"magic zeroed", MAGIC_ZEROED, 1, 19, DIAG_EVTX_RECORD_MAGIC},
	{"size 0", SIZE_ZERO, 1, 19, DIAG_EVTX_RECORD_SIZE},
	{"size huge", SIZE_HUGE, 1, 19, DIAG_EVTX_RECORD_SIZE},
	{"size too small", SIZE_TOO_SMALL, 1, 19, DIAG_EVTX_RECORD_SIZE},
	{"size ends inside", SIZE_WITHIN, 1, 19, DIAG_EVTX_RECORD_SIZE},
	{"size swallows the next", SIZE_SWALLOWS_NEXT, 1, 19, DIAG_EVTX_RECORD_SIZE},
	{"trailing size 0", COPY_ZERO, 1, 19, DIAG_EVTX_RECORD_SIZE_COPY},
	{"trailing size wrong", COPY_WRONG, 1, 19, DIAG_EVTX_RECORD_SIZE_COPY},
	{"magic and size", MAGIC_AND_SIZE, 1, 19, DIAG_EVTX_RECORD_MAGIC},
	{"record header zeroed", HEADER_ZEROED, 1, 19, DIAG_EVTX_RECORD_MAGIC},
	{"time garbage", TIME_GARBAGE, 0, 20, DIAG_EVTX_CHUNK_CHECKSUM},
	{"last: size 0", LAST_SIZE_ZERO, 1, 19, DIAG_EVTX_RECORD_SIZE},
	{"last: trailing size 0", LAST_COPY_ZERO, 1, 19, DIAG_EVTX_RECORD_SIZE_COPY},
	{"last: magic", LAST_MAGIC, 1, 19, DIAG_EVTX_RECORD_MAGIC},
	{"first: magic", FIRST_MAGIC, 1, 19, DIAG_EVTX_RECORD_MAGIC},
	{"free space too small", FREE_SPACE_SMALL, 13, 7, DIAG_EVTX_CHUNK_NUMBERS},
	{"free space inside the last", FREE_SPACE_INSIDE_LAST, 1, 19, DIAG_EVTX_CHUNK_FREE_SPACE},
	{"free space inside the header", FREE_SPACE_INSIDE_HEADER, 0, 20,
	 DIAG_EVTX_CHUNK_FREE_SPACE},
	{"free space huge", FREE_SPACE_HUGE, 0, 20, DIAG_EVTX_CHUNK_FREE_SPACE},
	{"free space at the end", FREE_SPACE_END_OF_CHUNK, 0, 20, DIAG_EVTX_CHUNK_HEADER_CHECKSUM},
	{"free space 0", FREE_SPACE_ZERO, 0, 20, DIAG_EVTX_CHUNK_FREE_SPACE},
	{"last id too small", LAST_ID_SMALL, 0, 20, DIAG_EVTX_CHUNK_NUMBERS},
	{"last offset wrong", LAST_OFFSET_WRONG, 0, 20, DIAG_EVTX_CHUNK_NUMBERS},
	{"first number wrong", FIRST_NUMBER_WRONG, 0, 20, DIAG_EVTX_CHUNK_NUMBERS},
	{"data checksum wrong", DATA_CRC_WRONG, 0, 20, DIAG_EVTX_CHUNK_CHECKSUM},
	{"header checksum wrong", HEADER_CRC_WRONG, 0, 20, DIAG_EVTX_CHUNK_HEADER_CHECKSUM},
	{"chunk magic", CHUNK_MAGIC, 0, 20, DIAG_EVTX_CHUNK_MAGIC},
	{"chunk header zeroed", CHUNK_HEADER_ZEROED, 20, 0, DIAG_EVTX_CHUNK_MAGIC},
};

static void expect_all_twenty(const char *name, const char *how)
{
	cr_expect_eq(walked.count, RECORDS, "%s, %s: %u records", name, how, walked.count);
	for (unsigned i = 0; i < walked.count; i++)
		cr_expect_eq(walked.records[i].offset, offset_of[i], "%s, %s: record %u", name, how,
			     i);
}

Test(walk, every_damage_costs_nothing)
{
	for (size_t row = 0; row < COUNT_OF(damages); row++) {
		struct reports reports = {0};
		struct diag_sink sink = reports_sink(&reports);
		const char *name = damages[row].name;
		make_twenty();
		damage_anything(damages[row].damage);
		walk_made(&walked, &made, EVTX_RECOVER_AUTO, &sink);
		expect_all_twenty(name, "auto");
		cr_expect_eq(walked.recovered, damages[row].recovered, "%s: %u recovered", name,
			     walked.recovered);
		cr_expect(reports.of[damages[row].code], "%s", name);
		cr_expect_eq(reports.of[DIAG_EVTX_RECORD_LOST], 0, "%s", name);
		walk_made(&walked, &made, EVTX_RECOVER_ALL, NULL);
		expect_all_twenty(name, "all");
		walk_made(&walked, &made, EVTX_RECOVER_OFF, NULL);
		cr_expect_eq(walked.count, damages[row].off, "%s, off: %u", name, walked.count);
		cr_expect_eq(walked.recovered, 0, "%s, off", name);
	}
}

Test(walk, the_same_with_right_checksums)
{
	for (size_t row = 0; row < COUNT_OF(damages); row++) {
		const char *name = damages[row].name;
		enum damage damage = damages[row].damage;
		if (damage == CHUNK_MAGIC || damage == CHUNK_HEADER_ZEROED)
			continue;
		make_twenty();
		damage_anything(damage);
		made_reseal(&made);
		walk_made(&walked, &made, EVTX_RECOVER_AUTO, NULL);
		expect_all_twenty(name, "resealed");
	}
}

/* Old records behind the end: 40 and 41 whole, the first of them without its beginning. */
static uint32_t add_slack(void)
{
	uint32_t end = made.end;
	made.end += 64;
	uint32_t first = made_add(&made, 40, 1000, 50, 9);
	made_add(&made, 41, 1001, 500, 9);
	made_add(&made, 42, 1002, 60, 9);
	memset(made.bytes + end, 0x55, 64);
	return first;
}

Test(walk, slack_is_read_when_it_should_be)
{
	make_twenty();
	add_slack();
	walk_made(&walked, &made, EVTX_RECOVER_OFF, NULL);
	cr_expect_eq(walked.count, RECORDS);
	walk_made(&walked, &made, EVTX_RECOVER_AUTO, NULL);
	cr_expect_eq(walked.count, RECORDS);
	walk_made(&walked, &made, EVTX_RECOVER_ALL, NULL);
	cr_expect_eq(walked.count, RECORDS + 3);
	cr_expect_eq(walked.recovered, 3);
	made.bytes[52] ^= 1;
	walk_made(&walked, &made, EVTX_RECOVER_AUTO, NULL);
	cr_expect_eq(walked.count, RECORDS + 3);
	cr_expect_eq(walked.recovered, 3);
}

Test(walk, damaged_slack_records_come_too)
{
	make_twenty();
	uint32_t first = add_slack();
	uint32_t second = first + made_size(&made, first);
	store_u32le(made.bytes + first, 0x12345678);
	store_u32le(made.bytes + second + 4, 0);
	struct reports reports = {0};
	struct diag_sink sink = reports_sink(&reports);
	walk_made(&walked, &made, EVTX_RECOVER_ALL, &sink);
	cr_expect_eq(walked.count, RECORDS + 3);
	cr_expect_eq(reports.count, 0, "slack is silent");
}

Test(walk, duplicates_are_the_same_bytes_only)
{
	make_twenty();
	uint32_t from = offset_of[4], size = made_size(&made, from);
	uint8_t *slack = made.bytes + made.end;
	memcpy(slack, made.bytes + from, size);
	memcpy(slack + size, made.bytes + from, size);
	memcpy(slack + 2 * size, made.bytes + from, size);
	slack[size + 16] ^= 1;        /* another time */
	slack[2 * size + 36] ^= 0x01; /* other content */
	walk_made(&walked, &made, EVTX_RECOVER_ALL, NULL);
	cr_expect_eq(walked.count, RECORDS + 2);
	cr_expect_eq(walked.walk.duplicate_count, 1);
}

Test(walk, header_that_lags_behind_its_records)
{
	struct reports reports = {0};
	struct diag_sink sink = reports_sink(&reports);
	make_twenty();
	made_add_many(&made, 121, 3); /* the header does not know of these */
	walk_made(&walked, &made, EVTX_RECOVER_AUTO, &sink);
	cr_expect_eq(walked.count, RECORDS + 3);
	cr_expect_eq(walked.recovered, 3);
	cr_expect_eq(reports.count, 1);
	cr_expect_eq(reports.of[DIAG_EVTX_CHUNK_STALE], 1);
	walk_made(&walked, &made, EVTX_RECOVER_OFF, NULL);
	cr_expect_eq(walked.count, RECORDS);
}

Test(walk, zeroed_sectors_cost_what_was_in_them)
{
	struct reports reports = {0};
	struct diag_sink sink = reports_sink(&reports);
	make_twenty();
	uint32_t from = offset_of[5] + 60, to = offset_of[9] + 10;
	memset(made.bytes + from, 0, to - from);
	walk_made(&walked, &made, EVTX_RECOVER_AUTO, &sink);
	for (unsigned i = 0; i < RECORDS; i++)
		if (i < 5 || i > 9)
			cr_expect(was_delivered(101 + i), "record %u", 101 + i);
	cr_expect(was_delivered(106), "its beginning is there");
	cr_expect_eq(reports.of[DIAG_EVTX_RECORD_ZEROED] + reports.of[DIAG_EVTX_RECORD_LOST], 1);
}

Test(walk, old_records_behind_a_gap_are_marked)
{
	make_twenty();
	/* As if a sector had not been written: what stood there before is there again. */
	uint32_t at = offset_of[8] + 16;
	memset(made.bytes + at, 0xee, 200);
	struct made_chunk old;
	made_begin(&old);
	old.end = at + 200;
	made_add(&old, 7, 5, 100, 3);
	made_add(&old, 8, 6, 100, 3);
	memcpy(made.bytes + at + 200, old.bytes + at + 200, old.end - at - 200);
	walk_made(&walked, &made, EVTX_RECOVER_AUTO, NULL);
	for (unsigned i = 0; i < walked.count; i++)
		cr_expect_eq(walked.records[i].recovered, walked.records[i].record_id < 101,
			     "record %u", (unsigned)walked.records[i].record_id);
	cr_expect(was_delivered(7) && was_delivered(8) && was_delivered(120));
}

/* Makes record VICTIM take in the one behind it. seam: its trailing size is written, too. */
static void enlarge(bool seam)
{
	uint32_t at = offset_of[VICTIM], next = offset_of[VICTIM + 1];
	uint32_t size = offset_of[VICTIM + 2] - at;
	store_u32le(made.bytes + at + 4, size);
	store_u32le(made.bytes + next - 4, 0);
	if (seam)
		store_u32le(made.bytes + at + size - 4, size);
	made_reseal(&made);
}

Test(walk, hidden_records)
{
	struct reports reports = {0};
	struct diag_sink sink = reports_sink(&reports);
	make_twenty();
	enlarge(true);
	walk_made(&walked, &made, EVTX_RECOVER_AUTO, &sink);
	cr_expect_eq(walked.count, RECORDS - 1);
	walk_made(&walked, &made, EVTX_RECOVER_ALL, &sink);
	cr_expect_eq(walked.count, RECORDS);
	cr_expect_eq(walked.hidden, 1);
	cr_expect(walked.records[VICTIM + 1].hidden && walked.records[VICTIM + 1].recovered);
	cr_expect_eq(walked.records[VICTIM + 1].record_id, 101 + VICTIM + 1);
	cr_expect_eq(reports.of[DIAG_EVTX_RECORD_HIDDEN], 1);
	cr_expect_eq(reports.of[DIAG_EVTX_CHUNK_NUMBERS], 2, "the header counts one more");
}

Test(walk, hidden_record_with_its_own_trailing_size)
{
	make_twenty();
	uint32_t at = made_add(&made, 121, 5, 600, 1);
	made_seal(&made);
	/* A whole record in the middle of the content of the last one. */
	memcpy(made.bytes + at + 100, made.bytes + offset_of[2], made_size(&made, offset_of[2]));
	made.bytes[at + 100 + 16] ^= 1;
	made_reseal(&made);
	walk_made(&walked, &made, EVTX_RECOVER_ALL, NULL);
	cr_expect_eq(walked.count, RECORDS + 2);
	cr_expect_eq(walked.hidden, 1);
	cr_expect_eq(walked.records[RECORDS + 1].offset, at + 100);
	made.bytes[at + 100 + 16] ^= 1;
	walk_made(&walked, &made, EVTX_RECOVER_ALL, NULL);
	cr_expect_eq(walked.hidden, 0, "a copy of another record is no news");
}

/* A heap buffer of exactly the bytes that may be read. */
static uint8_t *tight_copy(const uint8_t *bytes, size_t n)
{
	uint8_t *p = calloc(1, n + EVTX_CHUNK_PADDING);
	cr_assert(p != NULL);
	memcpy(p, bytes, n);
	return p;
}

Test(walk, cut_anywhere)
{
	make_twenty();
	for (size_t n = 0; n <= made.end; n++) {
		unsigned whole = 0;
		while (whole < RECORDS &&
		       offset_of[whole] + made_size(&made, offset_of[whole]) <= n)
			whole++;
		uint8_t *p = tight_copy(made.bytes, n);
		walk_bytes(&walked, p, n, EVTX_RECOVER_AUTO, NULL);
		cr_assert_geq(walked.count, whole, "cut after %zu bytes", n);
		cr_assert_leq(walked.count, whole + 1);
		for (unsigned i = 0; i < walked.count; i++) {
			cr_assert_eq(walked.records[i].offset, offset_of[i]);
			cr_assert_eq(walked.records[i].recovered, i >= whole);
		}
		free(p);
	}
}

Test(walk, cut_record_ends_with_the_input)
{
	struct reports reports = {0};
	struct diag_sink sink = reports_sink(&reports);
	make_twenty();
	uint32_t n = made.end - 3;
	uint8_t *p = tight_copy(made.bytes, n);
	walk_bytes(&walked, p, n, EVTX_RECOVER_AUTO, &sink);
	cr_assert_eq(walked.count, RECORDS);
	const struct evtx_record *r = &walked.records[RECORDS - 1];
	cr_expect(r->recovered && r->binxml.p + r->binxml.n == p + n);
	cr_expect_eq(reports.of[DIAG_EVTX_RECORD_TRUNCATED], 1);
	cr_expect_eq(reports.of[DIAG_EVTX_CHUNK_TRUNCATED], 1);
	free(p);
}

/* Changes one byte after the other: all records but the one touched come out, once each. */
static void flip_every_byte(uint8_t mask, uint32_t from, uint32_t to)
{
	for (uint32_t at = from; at < to; at++) {
		made.bytes[at] ^= mask;
		walk_made(&walked, &made, EVTX_RECOVER_AUTO, NULL);
		for (unsigned i = 0; i < RECORDS; i++) {
			uint32_t end = i + 1 < RECORDS ? offset_of[i + 1] : made.end;
			if (at < offset_of[i] || at >= end)
				cr_assert(was_delivered_from(offset_of[i]), "byte %u: record %u",
					  at, 101 + i);
		}
		made.bytes[at] ^= mask;
	}
}

Test(walk, one_byte_costs_at_most_its_record)
{
	static const uint8_t masks[] = {0xff, 0x01, 0x80};
	make_twenty();
	for (size_t i = 0; i < COUNT_OF(masks); i++)
		flip_every_byte(masks[i], 0, made.end);
}

Test(walk, rubbish_is_survived)
{
	uint64_t seed = 7;
	for (unsigned round = 0; round < 3000; round++) {
		make_twenty();
		add_slack();
		for (size_t i = random_below(&seed, 40) + 1; i > 0; i--)
			made.bytes[random_below(&seed, made.end)] = (uint8_t)random_next(&seed);
		size_t n = random_below(&seed, 4) ? EVTX_CHUNK_SIZE
						  : random_below(&seed, EVTX_CHUNK_SIZE);
		uint8_t *p = tight_copy(made.bytes, n);
		walk_bytes(&walked, p, n, (enum evtx_recovery)random_below(&seed, 3), NULL);
		for (unsigned i = 0; i < walked.count; i++)
			cr_assert(
				range_within(n, walked.records[i].offset, walked.records[i].size));
		free(p);
	}
}

Test(walk, dense_rubbish_ends_soon)
{
	/* Each record header seems to promise something, and nothing agrees. */
	make_twenty();
	for (uint32_t at = EVTX_CHUNK_HEADER_SIZE; at + 64 <= EVTX_CHUNK_SIZE; at += 40) {
		memcpy(made.bytes + at, made.bytes + offset_of[0], 40);
		store_u32le(made.bytes + at + 4, 65000);
	}
	store_u32le(made.bytes + 48, EVTX_CHUNK_SIZE);
	walk_made(&walked, &made, EVTX_RECOVER_ALL, NULL);
	cr_expect_leq(walked.count, 2 * EVTX_RECORDS_MAX - 1);
}
