/* SPDX-License-Identifier: MIT */
/* Layouts of dumps made in memory, and what is expected of them; for the tests of layout.h. */
#ifndef TESTS_SUPPORT_DUMP_LAYOUT_H
#define TESTS_SUPPORT_DUMP_LAYOUT_H

#include <criterion/criterion.h>
#include <inttypes.h>

#include "lib/base/store.h"
#include "lib/dump/layout.h"

enum { PAGE = 4096, RUNS_SEEN_MAX = 4096 };

/* The dump that is looked at. */
static struct dump_header header;
static struct buf bytes;
static struct random_input input;
static struct dump_layout layout;

/* The runs that were visited. */
static struct {
	size_t count, stop_after;
	struct {
		uint64_t page, pages, offset;
	} run[RUNS_SEEN_MAX];
} seen;

static inline uint64_t header_bytes_of(unsigned bits)
{
	return bits == 32 ? DUMP_HEADER32_BYTES : DUMP_HEADER64_BYTES;
}

/* A header of that width and type, and as many bytes for it. */
static inline void make(unsigned bits, uint64_t type)
{
	header = (struct dump_header){.bits = bits, .DumpType = known_number(type)};
	bytes.n = 0;
	buf_add_repeated(&bytes, 'P', (size_t)dump_header_bytes(&header));
}

static inline uint8_t *at(uint64_t offset, size_t n)
{
	if (offset + n > bytes.n)
		buf_add_repeated(&bytes, 0, (size_t)(offset + n - bytes.n));
	return bytes.p + offset;
}

static inline void put32(uint64_t offset, uint32_t v)
{
	store_u32le(at(offset, 4), v);
}

static inline void put64(uint64_t offset, uint64_t v)
{
	store_u64le(at(offset, 8), v);
}

static inline void put_text(uint64_t offset, const char *text)
{
	memcpy(at(offset, strlen(text)), text, strlen(text));
}

static inline bool note_run(void *context, uint64_t page, uint64_t pages, uint64_t offset)
{
	(void)context;
	cr_assert_lt(seen.count, RUNS_SEEN_MAX);
	seen.run[seen.count].page = page;
	seen.run[seen.count].pages = pages;
	seen.run[seen.count].offset = offset;
	return ++seen.count != seen.stop_after;
}

static inline void visit_runs(size_t stop_after)
{
	seen.count = 0;
	seen.stop_after = stop_after;
	dump_layout_each_run(&layout, &header, &input, note_run, NULL);
}

/* Reads the first n bytes, as a stream that was kept; least: and that goes on. */
static inline void read_first(size_t n, bool least, bool count)
{
	input = (struct random_input){.name = "made",
				      .fd = -1,
				      .prefix = {bytes.p, n, bytes.cap},
				      .size = n,
				      .size_is_least = least};
	dump_layout_read(&layout, &header, &input, count);
	visit_runs(0);
}

static inline void read_all(void)
{
	read_first(bytes.n, false, true);
}

static inline void expect_known(struct known k, uint64_t value, const char *what)
{
	cr_expect(k.known, "%s: not known", what);
	cr_expect_eq(k.value, value, "%s: 0x%" PRIx64 " instead of 0x%" PRIx64, what, k.value,
		     value);
}

static inline void expect_fault(enum dump_layout_fault fault, uint64_t offset, const char *what)
{
	cr_expect_eq(layout.fault, fault, "%s: fault is %s", what,
		     layout.fault ? dump_layout_fault_text(layout.fault) : "none");
	cr_expect(!fault || layout.fault_offset == offset,
		  "%s: at 0x%" PRIx64 " instead of 0x%" PRIx64, what, layout.fault_offset, offset);
	if (layout.fault == DUMP_FAULT_NONE)
		return;
	cr_expect_not_null(dump_layout_fault_text(layout.fault), "%s", what);
}

static inline void expect_run(size_t i, uint64_t page, uint64_t pages, uint64_t offset)
{
	cr_assert_lt(i, seen.count);
	cr_expect_eq(seen.run[i].page, page, "run %zu", i);
	cr_expect_eq(seen.run[i].pages, pages, "run %zu", i);
	cr_expect_eq(seen.run[i].offset, offset, "run %zu", i);
}

/* Where the fields of the form stand, from the structure's start. */
struct form {
	unsigned bits, type;
	enum dump_layout_kind kind;
	const char *signature;
	uint64_t first_page, present, count, bitmap;
	bool wide;
};
static const struct form forms[] = {
	{64, DUMP_TYPE_BITMAP_FULL, DUMP_LAYOUT_BITMAP, "FDMPDUMP", 0x20, 0x28, 0x30, 0x38, true},
	{64, DUMP_TYPE_BITMAP_KERNEL, DUMP_LAYOUT_BITMAP, "SDMPDUMP", 0x20, 0x28, 0x30, 0x38, true},
	{32, DUMP_TYPE_BITMAP_KERNEL, DUMP_LAYOUT_BITMAP, "SDMPDUMP", 0x20, 0x28, 0x30, 0x38, true},
	{32, DUMP_TYPE_SUMMARY, DUMP_LAYOUT_SUMMARY, "SDMPDUMP", 0x0c, 0x14, 0x10, 0x20, false},
	{64, DUMP_TYPE_SUMMARY, DUMP_LAYOUT_SUMMARY, "SDMPDUMP", 0x0c, 0x14, 0x10, 0x28, false},
};

static inline void put_number(const struct form *f, uint64_t field, uint64_t v)
{
	uint64_t start = dump_header_bytes(&header);
	if (f->wide)
		put64(start + field, v);
	else
		put32(start + field, (uint32_t)v);
}

/* A bitmap dump with count bits of map; the pages follow after gap bytes. Returns their place. */
static inline uint64_t make_bitmap(const struct form *f, const uint8_t *map, uint64_t count,
				   uint64_t gap)
{
	uint64_t set = 0, start = header_bytes_of(f->bits);
	uint64_t first = start + f->bitmap + (count + 7) / 8 + gap;
	make(f->bits, f->type);
	put_text(start, f->signature);
	for (uint64_t i = 0; i < count; i++)
		set += map[i / 8] >> i % 8 & 1;
	put_number(f, f->first_page, first);
	put_number(f, f->present, set);
	put_number(f, f->count, count);
	memcpy(at(start + f->bitmap, (size_t)(count + 7) / 8), map, (size_t)(count + 7) / 8);
	at(first + set * PAGE, 0);
	return first;
}

static const uint8_t some_bits[] = {0xfe, 0x7f, 0x01};

static const struct dump_run some_ranges[] = {{1, 3}, {4, 2}, {0x100000, 1}};

static inline void make_rdmp(unsigned type, const struct dump_run *ranges, size_t n, size_t room)
{
	uint64_t pages = 0, first = 0x2030 + room * 16;
	make(64, type);
	put32(0x2000, 0x40);
	put_text(0x2004, "RDMPDUMP");
	put64(0x2010, first - 0x2020);
	put64(0x2018, first);
	for (size_t i = 0; i < n; i++) {
		put64(0x2030 + i * 16, ranges[i].BasePage);
		put64(0x2038 + i * 16, ranges[i].PageCount);
		pages += ranges[i].PageCount;
	}
	if (type == DUMP_TYPE_RDMP_FULL) {
		put32(0x2020, (uint32_t)n);
		put64(0x2028, pages);
	}
	if (pages < 1024)
		at(first + pages * PAGE, 0);
}

static inline void make_triage(unsigned bits, uint32_t size, uint32_t valid_at, const char *mark)
{
	uint64_t start = header_bytes_of(bits);
	make(bits, DUMP_TYPE_TRIAGE);
	put32(start + 4, size);
	put32(start + 8, valid_at);
	at(start + 0x80, 0);
	if (valid_at < 1 << 20)
		put_text(valid_at, mark);
	at(size < 1 << 20 ? size : 0, 0);
}

#endif
