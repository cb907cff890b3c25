/* SPDX-License-Identifier: MIT */
/*
 * Any bytes as a hive: the first 64 are the beginning of its base block, each 64 that follow the
 * beginning of a page of its bins, the rest of which is zero. Once mended it needs no mending, and
 * its bins and cells fill it without a gap.
 */
#include "lib/base/reader.h"
#include "lib/registry/mend.h"
#include "tests/fuzz/fuzz_target.h"

enum { PART = 64, PAGES_MOST = 64 };

/* The hive in a tight heap buffer of *n bytes. */
static uint8_t *hive_of(struct slice s, size_t *n)
{
	size_t parts = (s.n + PART - 1) / PART;
	if (parts > PAGES_MOST)
		parts = PAGES_MOST;
	if (parts == 0)
		parts = 1;
	*n = parts * REGF_PAGE_BYTES;
	uint8_t *p = calloc(parts, REGF_PAGE_BYTES);
	PROMISE(p);
	for (size_t i = 0; i < parts; i++) {
		struct slice part = slice_from(s, i * PART);
		if (part.n)
			memcpy(p + i * REGF_PAGE_BYTES, part.p, part.n < PART ? part.n : PART);
	}
	return p;
}

/* Walks through bins and cells as a reader does that trusts them. */
static void check_skeleton(struct slice hive)
{
	for (size_t bin = REGF_BASE_BYTES; bin < hive.n;) {
		PROMISE(regf_bin_is_at(hive, bin));
		size_t end = bin + load_u32le(hive.p + bin + 8);
		PROMISE(end > bin && end <= hive.n);
		size_t at = bin + REGF_BIN_HEADER_BYTES;
		while (at < end) {
			int32_t size = (int32_t)load_u32le(hive.p + at);
			PROMISE(size != INT32_MIN && size != 0 && size % 8 == 0);
			at += (size_t)(size < 0 ? -size : size);
		}
		PROMISE(at == end);
		bin = end;
	}
}

static void check_base(struct slice hive, bool mended)
{
	struct regf_base b;
	if (regf_base_read(&b, hive) != STATUS_OK) {
		PROMISE(!mended);
		return;
	}
	PROMISE(!mended || (!regf_checksum_is_bad(&b) && b.type == REGF_PRIMARY));
	PROMISE(!mended || b.bins_size == hive.n - REGF_BASE_BYTES);
	if (mend_is_needless(hive, &b))
		check_skeleton(slice_sub(hive, 0, REGF_BASE_BYTES + (size_t)b.bins_size));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct mend first, again;
	size_t n;
	uint8_t *p = hive_of(slice_of(data, size), &n);
	struct slice hive = slice_of(p, n);
	check_base(hive, false);
	mend_hive(&first, p, n);
	PROMISE(first.places == 0 || (first.first >= REGF_BASE_BYTES && first.first < n));
	check_skeleton(hive);
	check_base(hive, true);
	mend_hive(&again, p, n);
	PROMISE(again.places == 0);
	free(p);
	return 0;
}
