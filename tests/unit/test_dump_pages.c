/* SPDX-License-Identifier: MIT */
/* lib/dump/layout.h: bitmaps and lists of page ranges, each number wrong in turn, and cut at each
 * byte. */
#include <sys/mman.h>
#include <unistd.h>

#include "lib/base/limits.h"
#include "tests/unit/support_dump_layout.h"
#include "tests/unit/support_random.h"

/* The runs of a bitmap, page after page. */
static void expect_runs_of(const uint8_t *map, uint64_t count, uint64_t first)
{
	size_t run = 0;
	uint64_t page = 0, set = 0, highest = 0;
	while (page < count) {
		uint64_t base = page;
		while (page < count && map[page / 8] >> page % 8 & 1)
			page++;
		if (page > base) {
			expect_run(run++, base, page - base, first + set * PAGE);
			set += page - base;
			highest = page - 1;
		}
		page++;
	}
	cr_expect_eq(seen.count, run);
	expect_known(layout.bits_set, set, "bits set");
	expect_known(layout.pages, set, "pages");
	cr_expect_eq(layout.highest_page.known, set != 0);
	cr_expect_eq(layout.highest_page.value, highest);
}

Test(pages, bitmaps_of_every_length)
{
	uint64_t state = 1;
	uint8_t map[64];
	for (uint64_t i = 0; i < 5 * 300; i++) {
		const struct form *f = &forms[i % 5];
		uint64_t count = 1 + i / 5, gap = i % 7;
		/* Also bits behind the last one, which mean nothing. */
		for (size_t k = 0; k < sizeof(map); k++)
			map[k] = (uint8_t)(random_next(&state) | (i % 3 ? random_next(&state) : 0));
		if (i % 11 == 0)
			memset(map, 0xff, sizeof(map));
		uint64_t first = make_bitmap(f, map, count, gap);
		read_all();
		cr_expect_eq(layout.kind, f->kind);
		expect_fault(DUMP_FAULT_NONE, 0, "bitmap");
		expect_known(layout.bits, count, "bits");
		expect_known(layout.first_page, first, "first page");
		expect_known(layout.expected_size, bytes.n, "expected size");
		cr_expect_eq(layout.structure_offset, dump_header_bytes(&header));
		cr_expect_eq(layout.structure_bytes, f->bitmap + (count + 7) / 8);
		expect_runs_of(map, count, first);
	}
}

/* Runs that cross words and pieces: one bitmap of 2.5 pieces. */
Test(pages, bitmap_of_several_pieces)
{
	enum { BITS = (160 << 10) * 8 - 3 };
	static uint8_t map[BITS / 8 + 1];
	uint64_t state = 2, page = 0;
	while (page < BITS) {
		uint64_t end = page + 200 + random_below(&state, 5000);
		for (; page < end && page < BITS; page++)
			map[page / 8] |= (uint8_t)(1 << page % 8);
		page += 1 + random_below(&state, 300);
	}
	uint64_t first = make_bitmap(&forms[0], map, 64, 0);
	first += sizeof(map) - 8;
	bytes.n = 0x2038;
	put64(0x2020, first);
	put64(0x2030, BITS);
	memcpy(at(0x2038, sizeof(map)), map, sizeof(map));
	read_all();
	put64(0x2028, layout.bits_set.value);
	read_all();
	cr_expect_eq(layout.fault, DUMP_FAULT_NONE);
	expect_runs_of(map, BITS, first);
	/* In pairs: no two can be joined. */
	for (size_t i = 1; i < seen.count; i++)
		cr_expect_gt(seen.run[i].page, seen.run[i - 1].page + seen.run[i - 1].pages);
}

Test(pages, pieces_of_a_real_size)
{
	/* The numbers of a dump in rizin's tests: 0x40000 bits, 0x544b pages, 0x5455038 bytes. */
	make(64, DUMP_TYPE_BITMAP_KERNEL);
	put_text(0x2000, "SDMPDUMP");
	put64(0x2020, 0xa038);
	put64(0x2028, 0x544b);
	put64(0x2030, 0x40000);
	memset(at(0x2038, 0x8000), 0xff, 0x544b / 8);
	bytes.p[0x2038 + 0x544b / 8] = 0x07;
	at(0x5455038, 0);
	read_all();
	expect_fault(DUMP_FAULT_NONE, 0, "sizes");
	expect_known(layout.expected_size, 0x5455038, "expected size");
	cr_expect_eq(seen.count, 1);
	expect_run(0, 0, 0x544b, 0xa038);
}

/* A number of the structure that is wrong. */
static const struct {
	const char *name;
	size_t field; /* 0 first page, 1 present, 2 bits */
	uint64_t value;
	enum dump_layout_fault fault;
	bool placed; /* the end is known all the same */
} wrong_numbers[] = {
	{"first page in the header", 0, 0x800, DUMP_FAULT_FIRST_PAGE, false},
	{"first page 0", 0, 0, DUMP_FAULT_FIRST_PAGE, false},
	{"first page in the bitmap", 0, 0x2039, DUMP_FAULT_BITMAP_SIZE, false},
	{"first page far away", 0, 0x400000, DUMP_FAULT_FIRST_PAGE, true},
	{"first page beyond any file", 0, 1ull << 63, DUMP_FAULT_FIRST_PAGE, false},
	{"first page -1", 0, UINT64_MAX, DUMP_FAULT_FIRST_PAGE, false},
	{"present larger than all", 1, 21, DUMP_FAULT_BITMAP_COUNT, false},
	{"present one more", 1, 16, DUMP_FAULT_BITMAP_COUNT, true},
	{"present 0", 1, 0, DUMP_FAULT_BITMAP_COUNT, true},
	{"present -1", 1, UINT64_MAX, DUMP_FAULT_BITMAP_COUNT, false},
	{"no bits", 2, 0, DUMP_FAULT_BITMAP_SIZE, false},
	{"one byte of bits more", 2, 25, DUMP_FAULT_BITMAP_SIZE, false},
	{"2^63 bits", 2, 1ull << 63, DUMP_FAULT_BITMAP_SIZE, false},
	{"-1 bits", 2, UINT64_MAX, DUMP_FAULT_BITMAP_SIZE, false},
};

Test(pages, wrong_numbers_of_a_bitmap)
{
	const struct form *f = &forms[0];
	for (size_t i = 0; i < COUNT_OF(wrong_numbers); i++) {
		const uint64_t fields[] = {f->first_page, f->present, f->count};
		uint64_t field = fields[wrong_numbers[i].field];
		make_bitmap(f, some_bits, 20, 0);
		put_number(f, field, wrong_numbers[i].value);
		read_all();
		uint64_t offset = 0x2000 + field;
		/* The first page in the bitmap: the bits may be as wrong. */
		if (i == 2)
			offset = 0x2030;
		expect_fault(wrong_numbers[i].fault, offset, wrong_numbers[i].name);
		cr_expect_eq(layout.expected_size.known, wrong_numbers[i].placed, "%s",
			     wrong_numbers[i].name);
		if (layout.first_page.known && wrong_numbers[i].field == 1)
			expect_known(layout.bits_set, 15, wrong_numbers[i].name);
		cr_expect_eq(seen.count, layout.first_page.known ? 2 : 0, "%s",
			     wrong_numbers[i].name);
	}
}

/* Wherever the file ends, it is said to be cut there, and what is known stays true. */
Test(pages, bitmap_cut_at_each_byte)
{
	for (size_t i = 0; i < COUNT_OF(forms); i++) {
		uint64_t first = make_bitmap(&forms[i], some_bits, 20, 5);
		uint64_t start = dump_header_bytes(&header), whole = bytes.n;
		for (size_t n = (size_t)start; n < whole; n++) {
			read_first(n, false, true);
			bool in_structure = n < first;
			expect_fault(in_structure ? DUMP_FAULT_TRUNCATED : DUMP_FAULT_NONE, n,
				     "cut");
			cr_expect(layout.expected_size.known == (n >= start + forms[i].bitmap));
			if (layout.expected_size.known)
				expect_known(layout.expected_size, whole, "expected size");
			if (n > first + 10)
				n += 997;
		}
	}
}

/* What a cut bitmap still tells is told. */
Test(pages, runs_of_a_cut_bitmap)
{
	uint64_t first = make_bitmap(&forms[0], some_bits, 20, 0);
	read_first(0x2039, false, true);
	cr_expect(!layout.bits_set.known && !layout.highest_page.known);
	cr_expect_eq(seen.count, 1);
	expect_run(0, 1, 7, first);
}

Test(pages, streams_that_go_on_are_not_cut)
{
	make_bitmap(&forms[0], some_bits, 20, 0);
	read_first(0x2010, true, true);
	expect_fault(DUMP_FAULT_UNREADABLE, 0x2010, "in the structure");
	read_first(0x2039, true, true);
	expect_fault(DUMP_FAULT_UNREADABLE, 0x2039, "in the bitmap");
	read_first(0x2800, true, true);
	expect_fault(DUMP_FAULT_NONE, 0, "behind it");
}

Test(pages, without_counting_the_bitmap_is_not_read)
{
	make_bitmap(&forms[0], some_bits, 20, 0);
	put64(0x2028, 9);
	read_first(bytes.n, false, false);
	expect_fault(DUMP_FAULT_NONE, 0, "not counted");
	cr_expect(!layout.bits_set.known && !layout.highest_page.known);
	expect_known(layout.pages, 9, "pages");
	read_first(0x203a, false, false);
	expect_fault(DUMP_FAULT_TRUNCATED, 0x203a, "cut, not counted");
}

Test(pages, visits_of_a_bitmap_stop_where_they_are_told_to)
{
	uint8_t every_other[8];
	memset(every_other, 0x55, sizeof(every_other));
	make_bitmap(&forms[0], every_other, 64, 0);
	read_all();
	cr_expect_eq(seen.count, 32);
	for (size_t i = 1; i <= 32; i++) {
		visit_runs(i);
		cr_expect_eq(seen.count, i);
	}
}

Test(pages, page_ranges)
{
	for (unsigned type = DUMP_TYPE_RDMP_KERNEL; type <= DUMP_TYPE_RDMP_FULL; type++)
		for (size_t room = 3; room < 6; room++) {
			uint64_t first = 0x2030 + room * 16;
			make_rdmp(type, some_ranges, 3, room);
			read_all();
			cr_expect_eq(layout.kind, DUMP_LAYOUT_RDMP);
			expect_fault(DUMP_FAULT_NONE, 0, "ranges");
			expect_known(layout.pages, 6, "pages");
			expect_known(layout.first_page, first, "first page");
			expect_known(layout.highest_page, 0x100000, "highest page");
			expect_known(layout.expected_size, bytes.n, "expected size");
			cr_expect_eq(layout.structure_bytes, first - 0x2000);
			cr_expect_eq(seen.count, 2);
			expect_run(0, 1, 5, first);
			expect_run(1, 0x100000, 1, first + 5 * PAGE);
		}
}

Test(pages, page_ranges_not_counted)
{
	make_rdmp(DUMP_TYPE_RDMP_FULL, some_ranges, 3, 4);
	read_first(bytes.n, false, false);
	expect_known(layout.pages, 6, "pages of type 10");
	make_rdmp(DUMP_TYPE_RDMP_KERNEL, some_ranges, 3, 4);
	read_first(bytes.n, false, false);
	cr_expect(!layout.pages.known && !layout.expected_size.known);
	cr_expect_eq(seen.count, 2);
}

Test(pages, stale_bytes_behind_the_ranges)
{
	make_rdmp(DUMP_TYPE_RDMP_KERNEL, some_ranges, 3, 8);
	put64(0x2030 + 3 * 16 + 8, UINT64_MAX);
	put64(0x2030 + 4 * 16, 77);
	put64(0x2030 + 4 * 16 + 8, 77);
	read_all();
	expect_fault(DUMP_FAULT_NONE, 0, "behind page 0");
	make_rdmp(DUMP_TYPE_RDMP_FULL, some_ranges, 3, 8);
	put64(0x2030 + 3 * 16, UINT64_MAX);
	read_all();
	expect_fault(DUMP_FAULT_NONE, 0, "behind the last of type 10");
	/* Also where NumberOfRanges is too large: the pages are all there. */
	put32(0x2020, 8);
	read_all();
	expect_fault(DUMP_FAULT_NONE, 0, "behind the last page of type 10");
}

static const struct {
	const char *name;
	unsigned type;
	uint64_t at, value;
	enum dump_layout_fault fault;
	bool placed;
	size_t seen;
} wrong_ranges[] = {
	{"marker", 8, 0x2000, 0x504d445200000041, DUMP_FAULT_METADATA, true, 2},
	{"metadata size", 8, 0x2010, 0x20, DUMP_FAULT_METADATA, true, 2},
	{"first page 0", 8, 0x2018, 0, DUMP_FAULT_FIRST_PAGE, false, 0},
	{"first page in the structure", 8, 0x2018, 0x202f, DUMP_FAULT_FIRST_PAGE, false, 0},
	{"first page -1", 8, 0x2018, UINT64_MAX, DUMP_FAULT_FIRST_PAGE, false, 0},
	{"no range", 8, 0x2030, 0, DUMP_FAULT_RUN_COUNT, false, 0},
	{"no range of type 10", 10, 0x2020, 0, DUMP_FAULT_RUN_COUNT, true, 0},
	{"no page of type 10", 10, 0x2028, 0, DUMP_FAULT_RUN_SUM, true, 0},
	{"first page behind no range", 8, 0x2018, 0x2030, DUMP_FAULT_METADATA, false, 0},
	{"first page moved", 8, 0x2018, 0x2050, DUMP_FAULT_METADATA, true, 1},
	{"more ranges than room", 10, 0x2020, 5, DUMP_FAULT_RUN_COUNT, true, 2},
	{"fewer ranges", 10, 0x2020, 2, DUMP_FAULT_RUN_SUM, true, 1},
	{"total", 10, 0x2028, 7, DUMP_FAULT_RUN_SUM, true, 2},
	{"smaller total", 10, 0x2028, 4, DUMP_FAULT_RUN_SUM, true, 1},
	{"total -1", 10, 0x2028, UINT64_MAX, DUMP_FAULT_RUN_RANGE, false, 2},
	{"range's page", 8, 0x2040, UINT64_MAX, DUMP_FAULT_RUN_RANGE, false, 1},
	{"range's count", 8, 0x2048, UINT64_MAX, DUMP_FAULT_RUN_RANGE, false, 1},
	{"as many pages as can be", 8, 0x2048, INT64_MAX / PAGE - 4, DUMP_FAULT_NONE, true, 2},
};

/* Of which field a message speaks, where it is not the one that was changed. */
static uint64_t offset_of(size_t i)
{
	if (wrong_ranges[i].fault == DUMP_FAULT_METADATA && wrong_ranges[i].at == 0x2018)
		return 0x2010;
	if (wrong_ranges[i].fault == DUMP_FAULT_RUN_SUM)
		return 0x2028;
	return wrong_ranges[i].at & ~(wrong_ranges[i].at > 0x2030 ? UINT64_C(15) : 0);
}

Test(pages, wrong_page_ranges)
{
	for (size_t i = 0; i < COUNT_OF(wrong_ranges); i++) {
		make_rdmp(wrong_ranges[i].type, some_ranges, 3, 4);
		if (wrong_ranges[i].at == 0x2020)
			put32(0x2020, (uint32_t)wrong_ranges[i].value);
		else
			put64(wrong_ranges[i].at, wrong_ranges[i].value);
		read_all();
		expect_fault(wrong_ranges[i].fault, offset_of(i), wrong_ranges[i].name);
		cr_expect_eq(layout.expected_size.known, wrong_ranges[i].placed, "%s",
			     wrong_ranges[i].name);
		cr_expect_eq(seen.count, wrong_ranges[i].seen, "%s: %zu", wrong_ranges[i].name,
			     seen.count);
	}
}

Test(pages, page_ranges_cut_at_each_byte)
{
	for (unsigned type = DUMP_TYPE_RDMP_KERNEL; type <= DUMP_TYPE_RDMP_FULL; type++) {
		make_rdmp(type, some_ranges, 3, 4);
		uint64_t first = 0x2030 + 4 * 16, whole = bytes.n;
		for (size_t n = 0x2000; n < first + 10; n++) {
			read_first(n, false, true);
			expect_fault(n < first ? DUMP_FAULT_TRUNCATED : DUMP_FAULT_NONE, n, "cut");
			if (layout.expected_size.known)
				expect_known(layout.expected_size, whole, "expected size");
		}
	}
}

/* A file of that size that holds these bytes and takes no room. */
static void read_sparse(uint64_t size, bool count)
{
	int fd = memfd_create("sparse", 0);
	cr_assert(fd >= 0 && ftruncate(fd, (off_t)size) == 0);
	cr_assert_eq(pwrite(fd, bytes.p, bytes.n, 0), (ssize_t)bytes.n);
	input = (struct random_input){.name = "sparse", .fd = fd, .seekable = true, .size = size};
	dump_layout_read(&layout, &header, &input, count);
	visit_runs(0);
	cr_expect_eq(input.failure, INPUT_FINE);
	close(fd);
}

/* More than 2^32 pages: 20 TiB of memory, 640 MiB of bitmap. It is not counted; its
 * runs are read up to the cap. */
Test(pages, bitmap_beyond_the_cap)
{
	uint64_t bits = 20ull << 40 >> 12, first = 0x2038 + bits / 8;
	make_bitmap(&forms[1], some_bits, 20, 0);
	put64(0x2020, first);
	put64(0x2028, 15);
	put64(0x2030, bits);
	bytes.n = 0x203b;
	read_sparse(first + 15 * PAGE, true);
	expect_fault(DUMP_FAULT_LIMIT, 0x2030, "cap");
	cr_expect(!layout.bits_set.known);
	expect_known(layout.bits, bits, "bits");
	expect_known(layout.expected_size, input.size, "expected size");
	cr_expect_eq(seen.count, 2);
	expect_run(1, 16, 1, first + 14 * PAGE);
}
