/* SPDX-License-Identifier: MIT */
/* lib/registry/regf.h and mend.h: base blocks, and the skeleton of damaged hives. */
#include <criterion/criterion.h>

#include "lib/base/reader.h"
#include "lib/base/store.h"
#include "lib/registry/mend.h"
#include "tests/unit/support_hive.h"
#include "tests/unit/support_random.h"

static struct made_hive hive;
static struct regf_base base;
static struct arena arena;

/* --- base blocks --- */

Test(registry_regf, a_clean_hive)
{
	struct hive_state state;
	made_hive_empty(&hive, 2);
	cr_expect(regf_recognise(made_hive_slice(&hive)));
	cr_assert_eq(regf_base_read(&base, made_hive_slice(&hive)), STATUS_OK);
	cr_expect(!regf_checksum_is_bad(&base) && !regf_is_dirty(&base));
	cr_expect(!regf_is_log(&base, made_hive_slice(&hive)));
	cr_expect_eq(base.bins_size, 2 * REGF_PAGE_BYTES);
	regf_state(&state, &base, &arena);
	cr_expect_eq(state.primary_sequence, 7);
	cr_expect_eq(state.written.value, MADE_HIVE_TIME);
	cr_expect(slice_equal(state.name, SLICE("SYSTEM")));
	cr_expect(!state.dirty && !state.checksum_bad && state.major == 1 && state.minor == 5);
	arena_free(&arena);
}

Test(registry_regf, checksums_that_mean_something_else)
{
	uint8_t sector[REGF_SECTOR_BYTES] = {0};
	cr_expect_eq(regf_checksum(sector), 1);
	store_u32le(sector + 100, UINT32_MAX);
	cr_expect_eq(regf_checksum(sector), UINT32_MAX - 1);
	store_u32le(sector + 200, 0x12345678);
	cr_expect_eq(regf_checksum(sector), ~UINT32_C(0x12345678));
}

Test(registry_regf, what_is_dirty_and_what_is_a_log)
{
	static const struct {
		const char *what;
		uint32_t at, value;
		bool sealed, dirty, log;
	} rows[] = {
		{"sequence", REGF_SECONDARY_SEQUENCE_AT, 6, true, true, false},
		{"checksum", 60, 1, false, true, false},
		{"type 1 before a bin", REGF_TYPE_AT, 1, true, false, false},
		{"entries", REGF_SECTOR_BYTES, 0x454c7648, true, false, true},
		{"vector", REGF_SECTOR_BYTES, 0x54524944, true, false, true},
		{"signature", 0, 0x66676573, false, true, false},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		made_hive_empty(&hive, 1);
		store_u32le(hive.bytes + rows[i].at, rows[i].value);
		if (rows[i].sealed)
			regf_seal(hive.bytes);
		cr_assert_eq(regf_base_read(&base, made_hive_slice(&hive)), STATUS_OK);
		cr_expect_eq(regf_is_dirty(&base), rows[i].dirty, "%s", rows[i].what);
		cr_expect_eq(regf_is_log(&base, made_hive_slice(&hive)), rows[i].log, "%s",
			     rows[i].what);
	}
}

Test(registry_regf, what_is_cut_or_something_else)
{
	made_hive_empty(&hive, 1);
	for (size_t n = 0; n < REGF_BASE_BYTES; n += 3) {
		enum status want = n < 4                   ? STATUS_NOT_THIS_FORMAT
				   : n < REGF_SECTOR_BYTES ? STATUS_TRUNCATED
							   : STATUS_OK;
		cr_expect_eq(regf_base_read(&base, slice_of(hive.bytes, n)), want, "%zu", n);
	}
	/* The sector of a log, without anything behind it. */
	store_u32le(hive.bytes + REGF_TYPE_AT, REGF_LOG_ENTRIES);
	struct slice sector = slice_of(hive.bytes, REGF_SECTOR_BYTES);
	cr_assert_eq(regf_base_read(&base, sector), STATUS_OK);
	cr_expect(regf_is_log(&base, sector));
}

/* --- mending --- */

/* A change to an empty hive of three bins: how often it has to be mended, and where first. */
static const struct {
	const char *what;
	size_t at;
	uint32_t value;
	uint64_t places, first;
} damages[] = {
	{"nothing", REGF_BASE_BYTES + 32, 4096 - 32, 0, 0},
	{"signature of a bin", 2 * 4096, 0, 1, 2 * 4096},
	{"offset of a bin", 2 * 4096 + 4, 0x2000, 1, 2 * 4096},
	{"a bin of no size", 2 * 4096 + 8, 0, 1, 2 * 4096},
	{"a bin beyond the end", 2 * 4096 + 8, 0x4000, 1, 2 * 4096},
	{"an odd size of a bin", 2 * 4096 + 8, 0x1001, 1, 2 * 4096},
	{"a bin over another one", 4096 + 8, 0x2000, 1, 2 * 4096},
	{"a cell of no size", 4096 + 32, 0, 1, 4096 + 32},
	{"a cell that is too small", 4096 + 32, 4, 1, 4096 + 32},
	{"an odd size of a cell", 4096 + 32, 12, 1, 4096 + 32},
	{"a cell beyond its bin", 4096 + 32, 0 - UINT32_C(4096), 1, 4096 + 32},
	{"the smallest number", 4096 + 32, 0x80000000, 1, 4096 + 32},
	{"the largest number", 4096 + 32, 0x7ffffff8, 1, 4096 + 32},
};

/* Whatever was mended needs no mending any more. */
static void expect_sound(const char *what, uint8_t *p, size_t n)
{
	struct mend again;
	mend_hive(&again, p, n);
	cr_expect_eq(again.places, 0, "%s", what);
	cr_assert_eq(regf_base_read(&base, slice_of(p, n)), STATUS_OK);
	cr_expect(!regf_checksum_is_bad(&base), "%s", what);
	cr_expect(base.type == REGF_PRIMARY && base.major == 1, "%s", what);
}

Test(registry_mend, damaged_bins_and_cells)
{
	struct mend m;
	for (size_t i = 0; i < COUNT_OF(damages); i++) {
		made_hive_empty(&hive, 3);
		store_u32le(hive.bytes + damages[i].at, damages[i].value);
		mend_hive(&m, hive.bytes, hive.n);
		cr_expect_eq(m.places, damages[i].places, "%s", damages[i].what);
		cr_expect_eq(m.first, damages[i].first, "%s", damages[i].what);
		expect_sound(damages[i].what, hive.bytes, hive.n);
		/* The bins that are not concerned stay bins of their own. */
		cr_expect(regf_bin_is_at(made_hive_slice(&hive), 3 * 4096), "%s", damages[i].what);
	}
}

Test(registry_mend, base_blocks)
{
	static const struct made_hive_key root = {{(const uint8_t *)"ROOT", 4}, NULL, NULL};
	struct mend m;
	made_hive_of(&hive, &root);
	cr_assert_eq(regf_base_read(&base, made_hive_slice(&hive)), STATUS_OK);
	cr_expect(mend_is_needless(made_hive_slice(&hive), &base));
	memset(hive.bytes, 0xff, REGF_SECTOR_BYTES);
	mend_hive(&m, hive.bytes, hive.n);
	cr_expect_eq(m.places, 0);
	expect_sound("all lost", hive.bytes, hive.n);
	cr_expect(mend_is_needless(made_hive_slice(&hive), &base));
	cr_expect_eq(base.root, REGF_BIN_HEADER_BYTES);
}

Test(registry_mend, what_is_not_read_in_place)
{
	static const struct made_hive_key root = {{(const uint8_t *)"ROOT", 4}, NULL, NULL};
	size_t last = sizeof(hive.bytes) - 8;
	made_hive_of(&hive, &root);
	cr_assert_eq(regf_base_read(&base, made_hive_slice(&hive)), STATUS_OK);
	for (size_t n = 0; n < hive.n; n += 100)
		cr_expect(!mend_is_needless(slice_of(hive.bytes, n), &base), "%zu", n);
	/* A cell of 8 bytes that is in use, at the very end: a library would look behind it. */
	size_t free_at = REGF_BASE_BYTES + REGF_BIN_HEADER_BYTES + 88;
	store_u32le(hive.bytes + free_at, (uint32_t)(last - free_at));
	store_u32le(hive.bytes + last, 0 - UINT32_C(8));
	cr_expect(!mend_is_needless(made_hive_slice(&hive), &base));
	store_u32le(hive.bytes + last, 8);
	cr_expect(mend_is_needless(made_hive_slice(&hive), &base));
}

Test(registry_mend, random_damage)
{
	uint64_t state = 11;
	struct mend m;
	for (unsigned round = 0; round < 2000; round++) {
		made_hive_empty(&hive, MADE_HIVE_PAGES);
		for (unsigned i = 0; i < 20; i++) {
			size_t at =
				random_below(&state, hive.n / 64) * 64 + random_below(&state, 40);
			hive.bytes[at] = (uint8_t)random_next(&state);
		}
		mend_hive(&m, hive.bytes, hive.n);
		expect_sound("random", hive.bytes, hive.n);
	}
}
