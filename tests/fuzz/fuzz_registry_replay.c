/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a dirty hive and up to three logs beside it: what is planned can be applied to a
 * copy of just the planned size, and gives a clean base block. The first byte chooses: 1 the base
 * block of the hive has a right checksum, 2 those of the logs, 4 entries have right hashes. 64
 * bytes are the beginning of the hive's base block. A log is the length of what it has behind its
 * first sector, in units of 16 bytes, 64 bytes of that sector, and the rest; entries are padded.
 */
#include "lib/base/limits.h"
#include "lib/base/reader.h"
#include "lib/base/store.h"
#include "lib/registry/marvin32.h"
#include "lib/registry/replay.h"
#include "tests/fuzz/fuzz_target.h"

enum { BEGIN = 64, UNIT = 16, HIVE_BYTES = 2 * REGF_PAGE_BYTES };
enum { SEAL_HIVE = 1, SEAL_LOGS = 2, SEAL_ENTRIES = 4 };

static void copy_begin(uint8_t *to, struct reader *r)
{
	size_t n = reader_left(r) < BEGIN ? reader_left(r) : BEGIN;
	struct slice s = reader_bytes(r, n);
	if (s.n)
		memcpy(to, s.p, s.n);
}

/* Entries as they say they are long, as far as that is possible. */
static void seal_entries(uint8_t *p, size_t n)
{
	size_t at = REGF_SECTOR_BYTES;
	while (range_within(n, at, REGF_SECTOR_BYTES)) {
		uint32_t size = load_u32le(p + at + 4);
		if (size < REGF_SECTOR_BYTES || size % 4 || !range_within(n, at, size))
			return;
		store_u64le(p + at + 24, marvin32(slice_of(p + at + 40, size - 40)));
		store_u64le(p + at + 32, marvin32(slice_of(p + at, 32)));
		at += size;
	}
}

/* A log in a tight heap buffer. */
static struct slice log_of(struct reader *r, uint8_t choice)
{
	size_t wanted = (size_t)reader_u8(r) * UNIT;
	uint8_t begin[REGF_SECTOR_BYTES] = {0};
	copy_begin(begin, r);
	if (wanted > reader_left(r))
		wanted = reader_left(r);
	struct slice rest = reader_bytes(r, wanted);
	size_t padded = (rest.n + REGF_SECTOR_BYTES - 1) / REGF_SECTOR_BYTES * REGF_SECTOR_BYTES;
	size_t n = REGF_SECTOR_BYTES + padded;
	uint8_t *p = calloc(n, 1);
	PROMISE(p);
	memcpy(p, begin, sizeof(begin));
	if (rest.n)
		memcpy(p + REGF_SECTOR_BYTES, rest.p, rest.n);
	if (choice & SEAL_LOGS)
		regf_seal(p);
	if (choice & SEAL_ENTRIES)
		seal_entries(p, n);
	return slice_of(p, n);
}

static void check_applied(const struct replay *replay, const uint8_t *hive)
{
	struct regf_base b;
	size_t n = replay->reach > HIVE_BYTES ? (size_t)replay->reach : HIVE_BYTES;
	uint8_t *copy = calloc(n, 1);
	PROMISE(copy);
	memcpy(copy, hive, HIVE_BYTES);
	replay_apply(replay, copy, n);
	PROMISE(regf_base_read(&b, slice_of(copy, n)) == STATUS_OK);
	PROMISE(!regf_is_dirty(&b));
	PROMISE(replay->size == (uint64_t)REGF_BASE_BYTES + b.bins_size);
	free(copy);
}

static void check(const struct replay *replay, const uint8_t *hive)
{
	PROMISE(replay->run_count <= COUNT_OF(replay->runs));
	PROMISE(replay->reach <= LIMIT_REGISTRY_INPUT_BYTES);
	PROMISE(replay->size <= LIMIT_REGISTRY_INPUT_BYTES);
	PROMISE(!replay->base_from || replay->run_count == 1);
	for (size_t i = 0; i < replay->run_count; i++) {
		const struct replay_run *run = &replay->runs[i];
		PROMISE(run->pages > 0 && run->from <= run->end);
		PROMISE(run->end <= run->log->bytes.n);
		PROMISE(i == 0 || run->first == replay->runs[0].last + 1);
	}
	/* Zeros up to half a gigabyte are not worth the time. */
	if (replay->run_count && replay->reach <= (1 << 20))
		check_applied(replay, hive);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[REPLAY_LOGS_MAX] = {"1", "2", "3"};
	struct reader r = reader_of(slice_of(data, size));
	struct replay_log logs[REPLAY_LOGS_MAX];
	struct replay replay;
	struct regf_base base;
	size_t count = 0;
	uint8_t *hive = calloc(1, HIVE_BYTES);
	PROMISE(hive);
	uint8_t choice = reader_u8(&r);
	copy_begin(hive, &r);
	if (choice & SEAL_HIVE)
		regf_seal(hive);
	for (; count < REPLAY_LOGS_MAX && reader_left(&r); count++)
		logs[count] = (struct replay_log){names[count], log_of(&r, choice)};
	if (regf_base_read(&base, slice_of(hive, HIVE_BYTES)) == STATUS_OK) {
		replay_plan(&replay, &base, slice_of(hive, REPLAY_FIRST_BYTES), logs, count);
		check(&replay, hive);
	}
	while (count)
		free((void *)(uintptr_t)logs[--count].bytes.p);
	free(hive);
	return 0;
}
