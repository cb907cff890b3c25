/* SPDX-License-Identifier: MIT */
/* lib/dump/layout.h: which layout it is, full dumps, small dumps. */
#include <stdio.h>

#include "tests/unit/support_dslog.h"
#include "tests/unit/support_dump_layout.h"

static void set_runs(const struct dump_run *runs, size_t n)
{
	uint64_t sum = 0;
	for (size_t i = 0; i < n; i++) {
		header.Run[i] = runs[i];
		sum += runs[i].PageCount;
	}
	header.run_count = n;
	header.NumberOfRuns = known_number(n);
	header.NumberOfPages = known_number(sum);
}

/* An input that must not be read: it has no descriptor. */
static void read_header_only(uint64_t size)
{
	input = (struct random_input){.name = "made", .fd = -1, .seekable = true, .size = size};
	dump_layout_read(&layout, &header, &input, true);
	visit_runs(0);
	cr_expect_eq(input.failure, INPUT_FINE);
}

static const struct dump_run two_runs[] = {{1, 0x9e}, {0x100, 0xbfef0}};

Test(layout, full_dump_is_told_by_its_header)
{
	for (unsigned bits = 32; bits <= 64; bits += 32) {
		uint64_t start = bits == 32 ? 0x1000 : 0x2000;
		make(bits, DUMP_TYPE_FULL);
		set_runs(two_runs, 2);
		read_header_only(start);
		cr_expect_eq(layout.kind, DUMP_LAYOUT_RUNS);
		expect_fault(DUMP_FAULT_NONE, 0, "two runs");
		expect_known(layout.first_page, start, "first page");
		expect_known(layout.pages, 0xbff8e, "pages");
		expect_known(layout.expected_size, start + 0xbff8eull * PAGE, "expected size");
		expect_known(layout.highest_page, 0xbffef, "highest page");
		cr_expect_eq(layout.page_bytes, PAGE);
		cr_expect(!layout.bits.known && !layout.bits_set.known);
		cr_expect_eq(seen.count, 2);
		expect_run(0, 1, 0x9e, start);
		expect_run(1, 0x100, 0xbfef0, start + 0x9e * PAGE);
	}
}

static const struct {
	const char *name;
	struct dump_run runs[3];
	size_t count;
	uint64_t more_pages; /* in NumberOfPages than in the runs */
	enum dump_layout_fault fault;
	uint64_t offset32, offset64;
	bool placed; /* the pages' places are known all the same */
	size_t seen;
} odd_runs[] = {
	{"no runs", {{0}}, 0, 0, DUMP_FAULT_RUN_COUNT, 0x64, 0x88, false, 0},
	{"neighbours", {{1, 2}, {3, 4}}, 2, 0, DUMP_FAULT_NONE, 0, 0, true, 1},
	{"three neighbours", {{1, 2}, {3, 4}, {7, 1}}, 3, 0, DUMP_FAULT_NONE, 0, 0, true, 1},
	{"descending", {{9, 2}, {3, 4}}, 2, 0, DUMP_FAULT_RUN_ORDER, 0x74, 0xa8, true, 2},
	{"overlapping", {{1, 4}, {4, 4}}, 2, 0, DUMP_FAULT_RUN_ORDER, 0x74, 0xa8, true, 2},
	{"empty", {{1, 4}, {9, 0}, {12, 1}}, 3, 0, DUMP_FAULT_RUN_ORDER, 0x74, 0xa8, true, 2},
	{"all empty", {{1, 0}}, 1, 0, DUMP_FAULT_RUN_ORDER, 0x6c, 0x98, true, 0},
	{"sum", {{1, 4}}, 1, 1, DUMP_FAULT_RUN_SUM, 0x68, 0x90, true, 1},
	{"sum goes before order", {{9, 4}, {1, 1}}, 2, 1, DUMP_FAULT_RUN_SUM, 0x68, 0x90, true, 2},
	{"base", {{1, 4}, {UINT64_MAX, 1}}, 2, 0, DUMP_FAULT_RUN_RANGE, 0x74, 0xa8, false, 1},
	{"count", {{1, 4}, {5, UINT64_MAX}}, 2, 0, DUMP_FAULT_RUN_RANGE, 0x74, 0xa8, false, 1},
	{"one too many", {{1, INT64_MAX / PAGE}}, 1, 0, DUMP_FAULT_RUN_RANGE, 0x6c, 0x98, false, 0},
	{"as many as can be", {{0, INT64_MAX / PAGE}}, 1, 0, DUMP_FAULT_NONE, 0, 0, true, 1},
	{"sum of large ones",
	 {{0, INT64_MAX / PAGE}, {0, 1}},
	 2,
	 0,
	 DUMP_FAULT_RUN_RANGE,
	 0x74,
	 0xa8,
	 false,
	 1},
	{"fill",
	 {{0x4547415045474150, 0x4547415045474150}},
	 1,
	 0,
	 DUMP_FAULT_RUN_RANGE,
	 0x6c,
	 0x98,
	 false,
	 0},
};

Test(layout, odd_runs)
{
	for (size_t i = 0; i < 2 * COUNT_OF(odd_runs); i++) {
		unsigned bits = i % 2 ? 32 : 64;
		const char *name = odd_runs[i / 2].name;
		make(bits, DUMP_TYPE_FULL);
		set_runs(odd_runs[i / 2].runs, odd_runs[i / 2].count);
		header.NumberOfPages.value += odd_runs[i / 2].more_pages;
		read_header_only(1ull << 40);
		expect_fault(odd_runs[i / 2].fault,
			     bits == 32 ? odd_runs[i / 2].offset32 : odd_runs[i / 2].offset64,
			     name);
		cr_expect_eq(layout.expected_size.known, odd_runs[i / 2].placed, "%s", name);
		cr_expect_eq(layout.pages.known, odd_runs[i / 2].placed, "%s", name);
		cr_expect_eq(seen.count, odd_runs[i / 2].seen, "%s: %zu", name, seen.count);
	}
}

Test(layout, windows_nt_4_had_no_types)
{
	make(32, 0);
	header.DumpType = (struct known){0};
	set_runs(two_runs, 2);
	read_header_only(1 << 30);
	cr_expect_eq(layout.kind, DUMP_LAYOUT_RUNS);
	expect_fault(DUMP_FAULT_NONE, 0, "32-bit dump without type");
	expect_known(layout.pages, 0xbff8e, "pages");

	make(64, 0);
	header.DumpType = (struct known){0};
	set_runs(two_runs, 2);
	read_all();
	cr_expect_eq(layout.kind, DUMP_LAYOUT_NONE);
	expect_fault(DUMP_FAULT_TYPE, 0xf98, "64-bit dump without type");
	cr_expect_eq(seen.count, 0);
}

Test(layout, pages_of_ia64_are_larger)
{
	make(64, DUMP_TYPE_FULL);
	header.MachineImageType = known_number(DUMP_MACHINE_IA64);
	set_runs(two_runs, 2);
	read_header_only(1ull << 40);
	expect_known(layout.expected_size, 0x2000 + 0xbff8eull * 8192, "expected size");
	expect_run(1, 0x100, 0xbfef0, 0x2000 + 0x9e * 8192);
}

Test(layout, visits_stop_where_they_are_told_to)
{
	make(64, DUMP_TYPE_FULL);
	set_runs(two_runs, 2);
	read_header_only(1ull << 40);
	visit_runs(1);
	cr_expect_eq(seen.count, 1);
}

Test(layout, header_only)
{
	make(64, DUMP_TYPE_HEADER);
	read_header_only(0x2000);
	cr_expect_eq(layout.kind, DUMP_LAYOUT_NONE);
	expect_fault(DUMP_FAULT_NONE, 0, "header");
	expect_known(layout.expected_size, 0x2000, "expected size");
}

Test(layout, encrypted_dumps_are_left_alone)
{
	for (unsigned bits = 32; bits <= 64; bits += 32) {
		make(bits, DUMP_TYPE_FULL);
		set_runs(two_runs, 2);
		header.Attributes = known_number(DUMP_ATTRIBUTE_ENCRYPTED_DUMP_DATA);
		read_header_only(1ull << 40);
		cr_expect_eq(layout.kind, DUMP_LAYOUT_NONE);
		expect_fault(DUMP_FAULT_ENCRYPTED, bits == 32 ? 0x8a0 : 0x1050, "encrypted");
		cr_expect(!layout.expected_size.known);
		header.Attributes.value |= DUMP_ATTRIBUTE_DECRYPTED_DUMP;
		read_header_only(1ull << 40);
		expect_fault(DUMP_FAULT_NONE, 0, "decrypted");
	}
}

Test(layout, file_ends_in_the_header)
{
	make(64, DUMP_TYPE_FULL);
	set_runs(two_runs, 2);
	read_header_only(0x1fff);
	expect_fault(DUMP_FAULT_TRUNCATED, 0x1fff, "type is there");
	expect_known(layout.pages, 0xbff8e, "pages");
	header.DumpType = (struct known){0};
	read_header_only(0xf99);
	expect_fault(DUMP_FAULT_TRUNCATED, 0xf99, "type is cut");
	cr_expect_eq(layout.kind, DUMP_LAYOUT_NONE);
	cr_expect(!layout.expected_size.known);
}

static void make_body(enum dump_layout_kind kind)
{
	if (kind == DUMP_LAYOUT_SUMMARY)
		make_bitmap(&forms[4], some_bits, 20, 0);
	else if (kind == DUMP_LAYOUT_BITMAP)
		make_bitmap(&forms[1], some_bits, 20, 0);
	else if (kind == DUMP_LAYOUT_RDMP)
		make_rdmp(DUMP_TYPE_RDMP_KERNEL, some_ranges, 3, 4);
	else
		make_triage(64, 0x4000, 0x3ffc, "TRGD");
}

static enum dump_layout_kind kind_of(uint64_t type)
{
	static const enum dump_layout_kind kinds[] = {
		[DUMP_TYPE_SUMMARY] = DUMP_LAYOUT_SUMMARY,
		[DUMP_TYPE_TRIAGE] = DUMP_LAYOUT_TRIAGE,
		[DUMP_TYPE_BITMAP_FULL] = DUMP_LAYOUT_BITMAP,
		[DUMP_TYPE_BITMAP_KERNEL] = DUMP_LAYOUT_BITMAP,
		[DUMP_TYPE_RDMP_KERNEL] = DUMP_LAYOUT_RDMP,
		[DUMP_TYPE_RDMP_KERNEL_ACTIVE] = DUMP_LAYOUT_RDMP,
		[DUMP_TYPE_RDMP_FULL] = DUMP_LAYOUT_RDMP,
	};
	return type < COUNT_OF(kinds) ? kinds[type] : DUMP_LAYOUT_NONE;
}

Test(layout, what_follows_is_told_by_its_signature)
{
	static const uint64_t types[] = {0, 2, 4, 5, 6, 7, 8, 9, 10, 11, UINT32_MAX};
	for (enum dump_layout_kind kind = DUMP_LAYOUT_SUMMARY; kind <= DUMP_LAYOUT_TRIAGE; kind++)
		for (size_t i = 0; i < COUNT_OF(types); i++) {
			enum dump_layout_fault fault = DUMP_FAULT_SIGNATURE;
			make_body(kind);
			header.DumpType = known_number(types[i]);
			read_all();
			if (kind_of(types[i]) == DUMP_LAYOUT_NONE)
				fault = DUMP_FAULT_TYPE;
			else if (kind_of(types[i]) == kind)
				fault = DUMP_FAULT_NONE;
			/* Type 10 states its totals where the other types have nothing. */
			if (kind == DUMP_LAYOUT_RDMP && types[i] == DUMP_TYPE_RDMP_FULL)
				fault = DUMP_FAULT_RUN_COUNT;
			cr_expect_eq(layout.kind, kind, "type %" PRIu64 " of %s is %s", types[i],
				     dump_layout_name(kind), dump_layout_name(layout.kind));
			cr_expect_eq(layout.fault, fault, "type %" PRIu64 " of %s: %s", types[i],
				     dump_layout_name(kind), dump_layout_fault_text(layout.fault));
			if (fault == DUMP_FAULT_TYPE || fault == DUMP_FAULT_SIGNATURE)
				cr_expect_eq(layout.fault_offset,
					     fault == DUMP_FAULT_TYPE ? 0xf98 : 0x2000);
		}
}

Test(layout, nothing_known_follows)
{
	for (uint64_t type = 2; type <= 10; type++) {
		make(64, type);
		at(0x3000, 0);
		if (type == DUMP_TYPE_HEADER || type == DUMP_TYPE_TRIAGE)
			continue;
		read_all();
		cr_expect_eq(layout.kind, DUMP_LAYOUT_NONE);
		if (type == DUMP_TYPE_AUTOMATIC)
			expect_fault(DUMP_FAULT_TYPE, 0xf98, "no such type");
		else
			expect_fault(DUMP_FAULT_SIGNATURE, 0x2000, "zeros");
		cr_expect(!layout.expected_size.known && !layout.pages.known);
		/* Half a signature, or none of it: the file is cut. */
		for (size_t n = 0x2000; n < 0x200c && type != DUMP_TYPE_AUTOMATIC; n++) {
			read_first(n, false, true);
			expect_fault(DUMP_FAULT_TRUNCATED, n, "cut");
		}
	}
}

static const struct {
	const char *name;
	unsigned bits;
	uint32_t size, valid_at;
	const char *mark;
	enum dump_layout_fault fault;
	uint64_t offset;
} small_dumps[] = {
	{"64 KiB of Windows XP", 32, 0x10000, 0xfffc, "TRGD", DUMP_FAULT_NONE, 0},
	{"256 KiB", 64, 0x40000, 0x3fffc, "TRGD", DUMP_FAULT_NONE, 0},
	{"unaligned", 64, 0x4003, 0x3fff, "TRGD", DUMP_FAULT_NONE, 0},
	{"mark before the end", 64, 0x4000, 0x3000, "TRGD", DUMP_FAULT_NONE, 0},
	{"no mark", 64, 0x4000, 0x3ffc, "GRTD", DUMP_FAULT_SIGNATURE, 0x3ffc},
	{"no mark, and not at the end", 64, 0x4000, 0x3000, "GRTD", DUMP_FAULT_TRIAGE_SIZE, 0x2004},
	{"noise", 64, 0x73756c74, 0x20656372, "", DUMP_FAULT_TRIAGE_SIZE, 0x2004},
	{"mark at the size", 64, 0x4000, 0x4000, "TRGD", DUMP_FAULT_TRIAGE_SIZE, 0x2004},
	{"mark beyond it", 64, 0x4000, 0x5000, "TRGD", DUMP_FAULT_TRIAGE_SIZE, 0x2004},
	{"mark in the structure", 64, 0x4000, 0x207f, "TRGD", DUMP_FAULT_TRIAGE_SIZE, 0x2004},
	{"mark right behind it", 64, 0x4000, 0x2080, "TRGD", DUMP_FAULT_NONE, 0},
	{"mark right behind it, 32", 32, 0x4000, 0x1068, "TRGD", DUMP_FAULT_NONE, 0},
	{"mark nowhere", 64, 0x4000, 0, "TRGD", DUMP_FAULT_TRIAGE_SIZE, 0x2004},
	{"size 0", 64, 0, 0x3ffc, "TRGD", DUMP_FAULT_TRIAGE_SIZE, 0x2004},
	{"size 3", 64, 3, UINT32_MAX, "TRGD", DUMP_FAULT_TRIAGE_SIZE, 0x2004},
	{"fill", 64, 0x45474150, 0x45474150, "", DUMP_FAULT_TRIAGE_SIZE, 0x2004},
	{"4 GiB", 64, UINT32_MAX, UINT32_MAX - 4, "", DUMP_FAULT_NONE, 0},
};

Test(layout, small_dumps)
{
	for (size_t i = 0; i < COUNT_OF(small_dumps); i++) {
		const char *name = small_dumps[i].name;
		make_triage(small_dumps[i].bits, small_dumps[i].size, small_dumps[i].valid_at,
			    small_dumps[i].mark);
		read_all();
		cr_expect_eq(layout.kind, DUMP_LAYOUT_TRIAGE, "%s", name);
		expect_fault(small_dumps[i].fault, small_dumps[i].offset, name);
		if (small_dumps[i].fault == DUMP_FAULT_TRIAGE_SIZE)
			cr_expect(!layout.expected_size.known, "%s", name);
		else
			expect_known(layout.expected_size, small_dumps[i].size, name);
		cr_expect_eq(layout.structure_bytes, small_dumps[i].bits == 32 ? 0x68 : 0x80);
		cr_expect_eq(seen.count, 0);
	}
}

Test(layout, small_dump_cut_at_each_byte)
{
	make_triage(64, 0x2100, 0x20fc, "TRGD");
	for (size_t n = 0x2000; n < bytes.n; n++) {
		read_first(n, false, true);
		expect_fault(n < 0x2080 ? DUMP_FAULT_TRUNCATED : DUMP_FAULT_NONE, n, "cut");
		cr_expect_eq(layout.expected_size.known, n >= 0x200c);
	}
}

Test(layout, full_dump_of_64_gib)
{
	static const struct dump_run runs[] = {{1, 0x9e}, {0x100, 0x1000000}};
	make(64, DUMP_TYPE_FULL);
	set_runs(runs, 2);
	read_header_only(0x2000 + 0x100009eull * PAGE);
	expect_fault(DUMP_FAULT_NONE, 0, "64 GiB");
	expect_known(layout.expected_size, input.size, "expected size");
}

Test(layout, real_headers)
{
	static const struct {
		const char *name;
		unsigned bits;
		uint64_t pages;
	} samples[] = {
		{"memflow_coredump_win10_64bit_stripped.hdr", 64, 0x3ffc6f},
		{"memflow_coredump_win7_32bit_stripped.hdr", 32, 0xbff7d},
	};
	const char *folder = getenv("BSODUTILS_SAMPLES");
	for (size_t i = 0; i < COUNT_OF(samples); i++) {
		char path[4096];
		snprintf(path, sizeof(path), "%s/dumps/%s", folder ? folder : "", samples[i].name);
		if (!file_read(path, &bytes)) {
			fprintf(stderr, "SKIPPED: no real header (%s)\n", path);
			cr_skip_test("no real headers");
		}
		cr_assert_eq(dump_header_read(&header, buf_slice(&bytes)), STATUS_OK);
		read_all();
		expect_fault(DUMP_FAULT_NONE, 0, samples[i].name);
		expect_known(layout.pages, samples[i].pages, samples[i].name);
		expect_known(layout.expected_size,
			     dump_header_bytes(&header) + samples[i].pages * PAGE, samples[i].name);
		cr_expect_gt(seen.count, 1);
	}
}

/* Public small dumps of rizin's tests. */
Test(layout, real_small_dumps)
{
	static const struct {
		const char *name;
		uint64_t size;
	} dumps[] = {{"triage_x64.dmp", 0x13a28c}, {"triage_arm64.dmp", 0xac46c}};
	const char *folder = getenv("BSODUTILS_TESTBINS");
	for (size_t i = 0; i < COUNT_OF(dumps); i++) {
		char path[4096];
		snprintf(path, sizeof(path), "%s/%s", folder ? folder : "", dumps[i].name);
		if (!folder || !file_read(path, &bytes)) {
			fprintf(stderr, "SKIPPED: no real small dump (%s)\n", path);
			cr_skip_test("no real small dumps");
		}
		cr_assert_eq(dump_header_read(&header, buf_slice(&bytes)), STATUS_OK);
		read_all();
		cr_expect_eq(layout.kind, DUMP_LAYOUT_TRIAGE);
		expect_fault(DUMP_FAULT_NONE, 0, dumps[i].name);
		expect_known(layout.expected_size, dumps[i].size, dumps[i].name);
		read_first((size_t)dumps[i].size - 1, false, true);
		expect_fault(DUMP_FAULT_NONE, 0, "cut before its mark");
		expect_known(layout.expected_size, dumps[i].size, dumps[i].name);
	}
}

Test(layout, words)
{
	for (enum dump_layout_kind k = DUMP_LAYOUT_NONE; k <= DUMP_LAYOUT_TRIAGE; k++)
		cr_expect_not_null(dump_layout_name(k));
	cr_expect_null(dump_layout_fault_text(DUMP_FAULT_NONE));
	for (enum dump_layout_fault f = 1; f <= DUMP_FAULT_UNREADABLE; f++)
		cr_expect_not_null(dump_layout_fault_text(f));
	cr_expect_null(dump_layout_fault_text(DUMP_FAULT_UNREADABLE + 1));
}
