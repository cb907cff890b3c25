/* SPDX-License-Identifier: MIT */
/* lib/registry/replay.h and marvin32.h: which logs fit a dirty hive, and what they change. */
#include <criterion/criterion.h>

#include "lib/base/limits.h"
#include "lib/base/reader.h"
#include "lib/base/store.h"
#include "lib/registry/marvin32.h"
#include "lib/registry/replay.h"
#include "tests/unit/support_hive.h"

enum { PAGE = 4096, LOG_BYTES = 64 << 10 };

/* A log that is being made. */
struct made_log {
	uint8_t bytes[LOG_BYTES];
	size_t n;
};

static struct made_hive hive;
static struct made_log logs[3];
static struct regf_base base;
static struct replay replay;
static uint8_t copy[2 * MADE_HIVE_BYTES];

static void begin_log(struct made_log *log, uint32_t type, uint32_t sequence)
{
	memset(log, 0, sizeof(*log));
	memcpy(log->bytes, hive.bytes, REGF_SECTOR_BYTES);
	store_u32le(log->bytes + REGF_TYPE_AT, type);
	store_u32le(log->bytes + REGF_PRIMARY_SEQUENCE_AT, sequence);
	store_u32le(log->bytes + REGF_SECONDARY_SEQUENCE_AT, sequence);
	regf_seal(log->bytes);
	log->n = REGF_SECTOR_BYTES;
}

static void seal_entry(uint8_t *p, size_t size)
{
	store_u64le(p + 24, marvin32(slice_of(p + 40, size - 40)));
	store_u64le(p + 32, marvin32(slice_of(p, 32)));
}

/* An entry of one page, whose bytes are all fill. Returns where it begins. */
static uint8_t *add_entry(struct made_log *log, uint32_t sequence, uint32_t bins_size,
			  uint32_t offset, uint8_t fill)
{
	uint8_t *p = log->bytes + log->n;
	size_t size = PAGE + REGF_SECTOR_BYTES;
	cr_assert_leq(log->n + size, sizeof(log->bytes));
	memcpy(p, "HvLE", 4);
	store_u32le(p + 4, (uint32_t)size);
	store_u32le(p + 12, sequence);
	store_u32le(p + 16, bins_size);
	store_u32le(p + 20, 1);
	store_u32le(p + 40, offset);
	store_u32le(p + 44, PAGE);
	memset(p + 48, fill, PAGE);
	seal_entry(p, size);
	log->n += size;
	return p;
}

/* A vector with this page of 4096 bytes, which are all fill. */
static void add_vector(struct made_log *log, size_t page, uint8_t fill)
{
	uint8_t *p = log->bytes + log->n;
	memcpy(p, "DIRT", 4);
	p[4 + page] = 0xff;
	log->n += REGF_SECTOR_BYTES;
	memset(log->bytes + log->n, fill, PAGE);
	log->n += PAGE;
}

/* A dirty hive of four pages with the sequence numbers 8 and 7. */
static void begin(void)
{
	made_hive_empty(&hive, 4);
	store_u32le(hive.bytes + REGF_PRIMARY_SEQUENCE_AT, 8);
	regf_seal(hive.bytes);
	for (size_t i = 0; i < COUNT_OF(logs); i++)
		logs[i].n = 0;
}

static void plan(size_t count)
{
	static const char *const names[] = {"one", "two", "three"};
	static struct replay_log list[COUNT_OF(logs)];
	for (size_t i = 0; i < count; i++)
		list[i] = (struct replay_log){names[i], slice_of(logs[i].bytes, logs[i].n)};
	cr_assert_eq(regf_base_read(&base, made_hive_slice(&hive)), STATUS_OK);
	cr_assert(regf_is_dirty(&base));
	replay_plan(&replay, &base, slice_of(hive.bytes, REPLAY_FIRST_BYTES), list, count);
	cr_expect((replay.run_count == 0) <= (replay.problem || count == 0));
}

/* Applies it to a copy and looks at the base block of that. */
static void apply(void)
{
	size_t n = replay.reach > hive.n ? (size_t)replay.reach : hive.n;
	cr_assert_leq(n, sizeof(copy));
	memset(copy, 0, sizeof(copy));
	memcpy(copy, hive.bytes, hive.n);
	replay_apply(&replay, copy, n);
	cr_assert_eq(regf_base_read(&base, slice_of(copy, n)), STATUS_OK);
	cr_expect(!regf_is_dirty(&base));
	cr_expect_eq(base.type, REGF_PRIMARY);
	cr_expect_eq(base.bins_size, replay.size - REGF_BASE_BYTES);
}

static uint8_t page_fill(size_t page)
{
	return copy[REGF_BASE_BYTES + page * PAGE + 100];
}

static void expect_problem(const char *problem)
{
	cr_expect_eq(replay.run_count, 0);
	cr_assert_not_null(replay.problem);
	cr_expect_str_eq(replay.problem, problem);
}

/* --- the hash --- */

Test(registry_replay, marvin32)
{
	/* Of nothing: the padding alone. What other messages give is held against real logs. */
	uint8_t word[4] = {1, 2, 3, 4};
	cr_expect_neq(marvin32(slice_of(word, 4)), marvin32(slice_of(word, 0)));
	/* The header of a log entry of Windows 10 and its second hash. */
	static const uint8_t header[] = {
		0x48, 0x76, 0x4c, 0x45, 0x00, 0x3e, 0x00, 0x00, 0x01, 0x00, 0x00,
		0x00, 0x3b, 0x08, 0x00, 0x00, 0x00, 0x30, 0xbd, 0x00, 0x03, 0x00,
		0x00, 0x00, 0xc4, 0x81, 0x2c, 0xbe, 0xa1, 0xb6, 0x70, 0x4b,
	};
	cr_expect_eq(marvin32(slice_of(header, sizeof(header))), 0xdd88c5d7df48f30a);
}

/* --- the new format --- */

Test(registry_replay, entries_of_one_log)
{
	begin();
	begin_log(&logs[0], REGF_LOG_ENTRIES, 7);
	add_entry(&logs[0], 7, 4 * PAGE, 0, 0xa1);
	add_entry(&logs[0], 8, 4 * PAGE, PAGE, 0xa2);
	add_entry(&logs[0], 9, 4 * PAGE, 0, 0xa3);
	add_entry(&logs[0], 5, 4 * PAGE, 2 * PAGE, 0xa4); /* of an earlier time */
	plan(1);
	cr_assert_eq(replay.run_count, 1);
	cr_expect_eq(replay_entries(&replay), 3);
	cr_expect_eq(replay_pages(&replay), 3);
	cr_expect_null(replay.problem);
	apply();
	cr_expect_eq(page_fill(0), 0xa3);
	cr_expect_eq(page_fill(1), 0xa2);
	cr_expect_eq(page_fill(2), 0);
	cr_expect_eq(base.primary_sequence, 9);
}

Test(registry_replay, logs_in_turns)
{
	begin();
	begin_log(&logs[0], REGF_LOG_ENTRIES, 9);
	add_entry(&logs[0], 9, 4 * PAGE, 0, 0xb3);
	begin_log(&logs[1], REGF_LOG_ENTRIES, 7);
	add_entry(&logs[1], 7, 4 * PAGE, 0, 0xb1);
	add_entry(&logs[1], 8, 4 * PAGE, PAGE, 0xb2);
	plan(2);
	cr_assert_eq(replay.run_count, 2);
	cr_expect_str_eq(replay.runs[0].log->name, "two");
	cr_expect_eq(replay_entries(&replay), 3);
	apply();
	cr_expect_eq(page_fill(0), 0xb3);
	cr_expect_eq(page_fill(1), 0xb2);
}

Test(registry_replay, a_gap_between_logs)
{
	begin();
	begin_log(&logs[0], REGF_LOG_ENTRIES, 7);
	add_entry(&logs[0], 7, 4 * PAGE, 0, 0xb1);
	begin_log(&logs[1], REGF_LOG_ENTRIES, 9);
	add_entry(&logs[1], 9, 4 * PAGE, 0, 0xb3);
	plan(2);
	cr_assert_eq(replay.run_count, 1);
	cr_expect_str_eq(replay.runs[0].log->name, "one");
	/* If the base block is lost the log with the latest entries counts, and gives its own. */
	hive.bytes[REGF_CHECKSUM_AT] ^= 1;
	store_u32le(hive.bytes + REGF_ROOT_AT, 0xdead);
	plan(2);
	cr_assert_eq(replay.run_count, 1);
	cr_expect_str_eq(replay.runs[0].log->name, "two");
	cr_assert_not_null(replay.base_from);
	apply();
	cr_expect_eq(page_fill(0), 0xb3);
	cr_expect_eq(base.root, 0);
}

Test(registry_replay, a_log_before_the_hive)
{
	begin();
	begin_log(&logs[0], REGF_LOG_ENTRIES, 6);
	add_entry(&logs[0], 6, 4 * PAGE, 0, 0xc1);
	plan(1);
	expect_problem("the log is older than the hive");
	begin_log(&logs[1], REGF_LOG_ENTRIES, 8);
	add_entry(&logs[1], 8, 4 * PAGE, 0, 0xc2);
	plan(2);
	cr_expect_eq(replay.run_count, 1);
}

Test(registry_replay, sequence_numbers_start_again)
{
	begin();
	store_u32le(hive.bytes + REGF_PRIMARY_SEQUENCE_AT, 0);
	store_u32le(hive.bytes + REGF_SECONDARY_SEQUENCE_AT, UINT32_MAX);
	regf_seal(hive.bytes);
	begin_log(&logs[0], REGF_LOG_ENTRIES, 0);
	add_entry(&logs[0], 0, 4 * PAGE, 0, 0xc2);
	begin_log(&logs[1], REGF_LOG_ENTRIES, UINT32_MAX);
	add_entry(&logs[1], UINT32_MAX, 4 * PAGE, 0, 0xc1);
	plan(2);
	cr_assert_eq(replay.run_count, 2);
	apply();
	cr_expect_eq(page_fill(0), 0xc2);
}

Test(registry_replay, a_hive_that_grows)
{
	begin();
	begin_log(&logs[0], REGF_LOG_ENTRIES, 7);
	add_entry(&logs[0], 7, 6 * PAGE, 5 * PAGE, 0xd1);
	plan(1);
	cr_expect_eq(replay.size, REGF_BASE_BYTES + 6 * PAGE);
	cr_expect_eq(replay.reach, REGF_BASE_BYTES + 6 * PAGE);
	apply();
	cr_expect_eq(page_fill(5), 0xd1);
}

/* A change to the second of three entries; those before it are applied. */
static const struct {
	const char *what;
	size_t at;
	uint32_t value;
	bool sealed;
	const char *problem;
} entry_damages[] = {
	{"signature", 0, 0, false, NULL},
	{"size", 4, 100, false, NULL},
	{"size beyond the end", 4, 0x7ffffe00, false, NULL},
	{"no size", 4, 0, false, NULL},
	{"too many references", 20, 0x10000000, false, NULL},
	{"sequence", 12, 77, false, NULL},
	{"page", 60, 0, false, "an entry of the log is damaged"},
	{"header", 8, 1, false, "an entry of the log is damaged"},
	{"size of the bins", 16, 4 * PAGE + 1, true, "an entry of the log is damaged"},
	{"no bins", 16, 0, true, "an entry of the log is damaged"},
	{"more bins than are read", 16, LIMIT_REGISTRY_INPUT_BYTES, true,
	 "an entry of the log is damaged"},
	{"page beyond the bins", 40, 4 * PAGE, true, "an entry of the log is damaged"},
	{"page beyond all", 40, UINT32_MAX, true, "an entry of the log is damaged"},
	{"page larger than the entry", 44, 2 * PAGE, true, "an entry of the log is damaged"},
	{"two pages of one", 20, 2, true, "an entry of the log is damaged"},
};

Test(registry_replay, damaged_entries_end_a_log)
{
	for (size_t i = 0; i < COUNT_OF(entry_damages); i++) {
		begin();
		begin_log(&logs[0], REGF_LOG_ENTRIES, 7);
		add_entry(&logs[0], 7, 4 * PAGE, 0, 0xe1);
		uint8_t *p = add_entry(&logs[0], 8, 4 * PAGE, PAGE, 0xe2);
		add_entry(&logs[0], 9, 4 * PAGE, 2 * PAGE, 0xe3);
		store_u32le(p + entry_damages[i].at, entry_damages[i].value);
		if (entry_damages[i].sealed)
			seal_entry(p, PAGE + REGF_SECTOR_BYTES);
		plan(1);
		const char *problem = entry_damages[i].problem;
		cr_expect_eq(replay_entries(&replay), 1, "%s", entry_damages[i].what);
		cr_expect_eq(!replay.problem, !problem, "%s", entry_damages[i].what);
		if (replay.problem && problem)
			cr_expect_str_eq(replay.problem, problem);
		apply();
		cr_expect(page_fill(0) == 0xe1 && page_fill(1) == 0 && page_fill(2) == 0, "%s",
			  entry_damages[i].what);
	}
}

/* --- the old format --- */

Test(registry_replay, a_vector)
{
	begin();
	begin_log(&logs[0], REGF_LOG_VECTOR, 7);
	add_vector(&logs[0], 2, 0xf1);
	plan(1);
	cr_assert_eq(replay.run_count, 1);
	cr_expect_eq(replay_pages(&replay), PAGE / REGF_SECTOR_BYTES);
	apply();
	cr_expect_eq(page_fill(2), 0xf1);
	cr_expect_eq(page_fill(1), 0);
	/* A base block that is lost comes from the log. */
	hive.bytes[REGF_CHECKSUM_AT] ^= 1;
	memset(hive.bytes + 12, 0xff, 8);
	plan(1);
	cr_assert_not_null(replay.base_from);
	apply();
	cr_expect_eq(base.written, MADE_HIVE_TIME);
}

Test(registry_replay, the_latest_vector)
{
	begin();
	begin_log(&logs[0], REGF_LOG_VECTOR, 7);
	add_vector(&logs[0], 2, 0xf1);
	begin_log(&logs[1], REGF_LOG_OLDEST, 7);
	store_u64le(logs[1].bytes + 12, MADE_HIVE_TIME + 1);
	regf_seal(logs[1].bytes);
	add_vector(&logs[1], 2, 0xf2);
	plan(2);
	cr_assert_eq(replay.run_count, 1);
	cr_expect_str_eq(replay.runs[0].log->name, "two");
	store_u64le(logs[1].bytes + 12, MADE_HIVE_TIME - 1);
	regf_seal(logs[1].bytes);
	plan(2);
	cr_expect_str_eq(replay.runs[0].log->name, "one");
}

/* A change to a log with a vector that makes it useless. */
static const struct {
	const char *what;
	size_t at;
	uint32_t value;
	bool sealed;
	const char *problem;
} vector_damages[] = {
	{"signature", 0, 0, false, "what stands beside it is no transaction log"},
	{"checksum", 60, 0xabcd, false, "the log is damaged"},
	{"sequence", REGF_PRIMARY_SEQUENCE_AT, 8, true,
	 "the log itself was not written to its end"},
	{"time", 16, 0, true, "the log is older than the hive"},
	{"mark", REGF_SECTOR_BYTES, 0, false, "the log is damaged"},
	{"bits", REGF_SECTOR_BYTES + 4, 0, false, "the log holds no page"},
	{"more bits", REGF_SECTOR_BYTES + 4, UINT32_MAX, false, "the log is cut"},
	{"bins", REGF_BINS_SIZE_AT, PAGE + 512, true, "the log is damaged"},
	{"more bins", REGF_BINS_SIZE_AT, 0x7ffff000, true, "the log is damaged"},
	{"fewer bins", REGF_BINS_SIZE_AT, PAGE, true, "the log holds no page"},
};

Test(registry_replay, vectors_that_do_not_fit)
{
	for (size_t i = 0; i < COUNT_OF(vector_damages); i++) {
		begin();
		begin_log(&logs[0], REGF_LOG_VECTOR, 7);
		add_vector(&logs[0], 2, 0xf1);
		store_u32le(logs[0].bytes + vector_damages[i].at, vector_damages[i].value);
		if (vector_damages[i].sealed)
			regf_seal(logs[0].bytes);
		plan(1);
		cr_expect_eq(replay.run_count, 0, "%s", vector_damages[i].what);
		cr_expect(replay.problem && !strcmp(replay.problem, vector_damages[i].problem),
			  "%s: %s", vector_damages[i].what, replay.problem);
	}
}

Test(registry_replay, logs_without_anything)
{
	begin();
	plan(0);
	cr_expect_eq(replay.run_count, 0);
	plan(3);
	expect_problem("its logs are empty");
	logs[0].n = LOG_BYTES;
	memset(logs[0].bytes, 0, LOG_BYTES);
	begin_log(&logs[1], REGF_LOG_VECTOR, 7);
	add_vector(&logs[1], 2, 0xf1);
	logs[1].n -= 1;
	plan(2);
	expect_problem("the log is cut");
}

Test(registry_replay, logs_that_are_cut)
{
	for (size_t n = 0; n < 2000; n += 7) {
		begin();
		begin_log(&logs[0], REGF_LOG_ENTRIES, 7);
		add_entry(&logs[0], 7, 4 * PAGE, 0, 0xe1);
		logs[0].n = n;
		begin_log(&logs[1], REGF_LOG_VECTOR, 7);
		add_vector(&logs[1], 2, 0xf1);
		logs[1].n = n;
		plan(2);
		cr_expect_eq(replay.run_count, 0, "%zu", n);
	}
}
