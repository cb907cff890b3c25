/* SPDX-License-Identifier: MIT */
/* lib/dump/triage.h: names, the index of images, what stands on the stack, caps, real dumps. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <time.h>

#include "lib/base/limits.h"
#include "lib/base/store.h"
#include "lib/dump/blob.h"
#include "tests/unit/support_random.h"
#include "tests/unit/support_source.h"
#include "tests/unit/support_triage.h"

static struct made_triage made;
static struct read_triage got;
static struct reports reports;

static void read_all(void)
{
	struct diag_sink sink = reports_sink(&reports);
	reports = (struct reports){0};
	read_made(&got, &made, made.b.n, &sink);
}

static void done(void)
{
	read_triage_free(&got);
	made_triage_free(&made);
}

#define EXPECT_TEXT(slice, text)                                                     \
	cr_expect(slice_equal(slice, SLICE(text)), "%s: %.*s", text, (int)(slice).n, \
		  (const char *)(slice).p)

/* One driver whose name has n characters and states stated ones. */
static void make_named(const char16_t *text, uint32_t n, uint32_t stated)
{
	const struct made_driver driver = {NULL, 0x80000000, 0x1000};
	made_triage_begin(&made, 64);
	uint32_t list = made_drivers(&made, &driver, 1);
	uint32_t name = made_string(&made, text, n);
	made_store(&made, name, stated);
	made_store(&made, list, name);
	made_triage_end(&made);
}

Test(dump_triage_names, any_text)
{
	static const struct {
		char16_t text[16];
		uint32_t n, stated;
		struct slice name;
		bool fault;
	} rows[] = {
		{u"a.sys", 5, 5, SLICE("a.sys"), false},
		{u"a.sys", 5, 0, SLICE(""), false},
		{u"a.sys", 5, 3, SLICE("a.s"), false},
		/* Bytes instead of characters: the NUL ends it. */
		{u"a.sys", 5, 7, SLICE("a.sys"), false},
		{u"a.sys", 5, 0x7fffffff, SLICE("a.sys"), true},
		{u"a.sys", 5, 0xffffffff, SLICE("a.sys"), true},
		{u"\xd800"
		 "a",
		 2, 2,
		 SLICE("\xef\xbf\xbd"
		       "a"),
		 false},
		{u"a\xdc00", 2, 2, SLICE("a\xef\xbf\xbd"), false},
		{u"\xd83d\xde00", 2, 2, SLICE("\xf0\x9f\x98\x80"), false},
		{u"\x4e2d\xe9", 2, 2, SLICE("\xe4\xb8\xad\xc3\xa9"), false},
		{u"a\"\n\x1b.sys", 8, 8, SLICE("a\"\n\x1b.sys"), false},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		make_named(rows[i].text, rows[i].n, rows[i].stated);
		read_all();
		cr_assert_eq(got.t.driver_count, 1);
		cr_expect(slice_equal(got.t.drivers[0].name, rows[i].name), "%zu: %.*s", i,
			  (int)got.t.drivers[0].name.n, (const char *)got.t.drivers[0].name.p);
		cr_expect_eq(reports.of[DIAG_DUMP_TRIAGE_NAME], rows[i].fault, "%zu", i);
		cr_expect_eq(got.status, rows[i].fault ? STATUS_DAMAGED : STATUS_OK, "%zu", i);
		done();
	}
}

/* The last bytes of the file, without a NUL. */
Test(dump_triage_names, unterminated)
{
	make_named(u"abc", 3, 3);
	uint64_t list = dump_header_bytes(&made.header) + 0x80;
	uint32_t at = (uint32_t)made.b.n;
	static const uint8_t text[] = {4, 0, 0, 0, 'a', 0, 'b', 0, 'c'};
	buf_add(&made.b, text, sizeof(text));
	made_store(&made, list, at);
	read_all();
	EXPECT_TEXT(got.t.drivers[0].name, "ab");
	cr_expect_eq(reports.of[DIAG_DUMP_TRIAGE_NAME], 1);
	cr_expect_eq(got.fault_offset, list);
	done();
}

Test(dump_triage_names, impossible_places)
{
	static const uint32_t places[] = {1, 0x1ffc, 0x7fffffff, 0xffffffff};
	for (size_t i = 0; i < COUNT_OF(places); i++) {
		make_named(u"abc", 3, 3);
		made_store(&made, dump_header_bytes(&made.header) + 0x80, places[i]);
		read_all();
		cr_expect_eq(got.t.drivers[0].name.n, 0);
		cr_expect_eq(got.t.drivers[0].DllBase, 0x80000000);
		cr_expect_eq(reports.of[DIAG_DUMP_TRIAGE_NAME], 1);
		done();
	}
}

/* A name that all of many drivers refer to must not fill the memory. */
Test(dump_triage_names, all_the_same_long_one)
{
	static struct made_driver drivers[LIMIT_DUMP_DRIVERS + 1];
	static char16_t text[LIMIT_DUMP_NAME_CHARS];
	for (size_t i = 0; i < COUNT_OF(text); i++)
		text[i] = 0x4e2d;
	made_triage_begin(&made, 64);
	uint32_t list = made_drivers(&made, drivers, COUNT_OF(drivers));
	uint32_t name = made_string(&made, text, COUNT_OF(text));
	for (uint32_t i = 0; i < COUNT_OF(drivers); i++)
		made_store(&made, list + i * 0x90, name);
	made_triage_end(&made);
	read_all();
	cr_expect_eq(got.status, STATUS_LIMIT);
	cr_expect_eq(reports.count, 2);
	cr_expect_eq(reports.of[DIAG_DUMP_TRIAGE_LIMIT], 2);
	cr_expect_eq(got.t.driver_count, LIMIT_DUMP_DRIVERS);
	cr_expect_eq(got.t.drivers[0].name.n, 3 * COUNT_OF(text));
	cr_expect_eq(got.t.drivers[LIMIT_DUMP_DRIVERS - 1].name.n, 0);
	cr_expect(arena_taken(&got.arena) < LIMIT_DUMP_NAME_BYTES + (2u << 20));
	done();
}

Test(dump_triage_names, dump_stack)
{
	static const struct {
		struct slice name;
		bool is;
	} rows[] = {
		{SLICE("dump_stornvme.sys"), true},
		{SLICE("\\SystemRoot\\System32\\drivers\\dump_dumpfve.sys"), true},
		{SLICE("DUMP_X.SYS"), true},
		{SLICE("\\SystemRoot\\System32\\Drivers\\CrashDmp.sys"), true},
		{SLICE("C:/x/dump_a.sys"), true},
		{SLICE("dump_.sys"), false},
		{SLICE("dumpfve.sys"), false},
		{SLICE("dump_a.dll"), false},
		{SLICE("dump_\\storport.sys"), false},
		{SLICE("mycrashdmp.sys"), false},
		{SLICE("dump_"), false},
		{SLICE(""), false},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct dump_driver d = {.name = rows[i].name};
		cr_expect_eq(dump_driver_is_dump_stack(&d), rows[i].is, "%zu", i);
	}
}

Test(dump_triage_unloaded, lengths)
{
	static const struct made_driver one = {u"abcdefghijklm", 0x1000, 0x10};
	static const struct {
		uint32_t stated;
		struct slice name;
	} rows[] = {
		{0, SLICE("")},
		{1, SLICE("")},
		{5, SLICE("ab")},
		{24, SLICE("abcdefghijkl")},
		{25, SLICE("abcdefghijkl")},
		{0xfffe, SLICE("abcdefghijkl")},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		made_triage_begin(&made, 64);
		made_store(&made, made_unloaded(&made, &one, 1), rows[i].stated);
		made_triage_end(&made);
		read_all();
		cr_assert_eq(got.t.unloaded_count, 1);
		cr_expect(slice_equal(got.t.unloaded[0].name, rows[i].name), "%zu", i);
		cr_expect_eq(got.status, STATUS_OK);
		done();
	}
}

/* The driver that the rule names: of all that hold the address, the one that begins last; of those
 * that begin together, the first. */
static size_t expected_driver(const struct dump_triage *t, uint64_t address)
{
	size_t best = t->driver_count;
	for (size_t i = 0; i < t->driver_count; i++) {
		const struct dump_driver *d = &t->drivers[i];
		bool holds = address >= d->DllBase && address - d->DllBase < d->SizeOfImage;
		if (holds && (best == t->driver_count || d->DllBase > t->drivers[best].DllBase))
			best = i;
	}
	return best;
}

Test(dump_triage_index, as_one_by_one)
{
	uint64_t state = 5;
	for (unsigned round = 0; round < 200; round++) {
		struct made_driver drivers[24];
		size_t n = random_below(&state, COUNT_OF(drivers));
		for (size_t i = 0; i < n; i++)
			drivers[i] = (struct made_driver){NULL, 0x1000 + random_below(&state, 200),
							  (uint32_t)random_below(&state, 100)};
		made_triage_begin(&made, 64);
		made_drivers(&made, drivers, n);
		made_triage_end(&made);
		read_all();
		for (uint64_t a = 0xff0; a < 0x1200; a++)
			cr_assert_eq(dump_triage_driver_of(&got.t, a), expected_driver(&got.t, a));
		done();
	}
}

Test(dump_triage_index, at_the_end_of_memory)
{
	static const struct made_driver drivers[] = {
		{NULL, UINT64_MAX - 15, 0x1000},
		{NULL, UINT64_MAX, 1},
		{NULL, 0, 0xffffffff},
		{NULL, 0x500, 0},
	};
	made_triage_begin(&made, 64);
	made_drivers(&made, drivers, COUNT_OF(drivers));
	made_triage_end(&made);
	read_all();
	cr_expect_eq(dump_triage_driver_of(&got.t, UINT64_MAX - 15), 0);
	cr_expect_eq(dump_triage_driver_of(&got.t, UINT64_MAX - 16), 4);
	cr_expect_eq(dump_triage_driver_of(&got.t, 0), 2);
	cr_expect_eq(dump_triage_driver_of(&got.t, 0x500), 2);
	cr_expect_eq(dump_triage_driver_of(&got.t, 0xffffffff), 4);
	done();
}

static double seconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Thousands of images within each other, and a stack full of addresses in them. */
Test(dump_triage_index, nested)
{
	static struct made_driver drivers[LIMIT_DUMP_DRIVERS];
	static uint64_t words[LIMIT_DUMP_STACK_BYTES / 8 + 1];
	for (uint32_t i = 0; i < COUNT_OF(drivers); i++)
		drivers[i] = (struct made_driver){NULL, 0x100000 + i, 0x100000 - 2 * i};
	for (size_t i = 0; i < COUNT_OF(words); i++)
		words[i] = 0x100000 + i % 0x100000;
	made_triage_begin(&made, 64);
	made_drivers(&made, drivers, COUNT_OF(drivers));
	made_stack(&made, 0x7000, words, COUNT_OF(words));
	made_triage_end(&made);
	double start = seconds();
	read_all();
	cr_expect(seconds() - start < 2.0, "too slow: %f", seconds() - start);
	cr_expect_eq(got.status, STATUS_LIMIT);
	cr_expect_eq(reports.of[DIAG_DUMP_TRIAGE_LIMIT], 2);
	cr_expect_eq(got.t.frame_count, LIMIT_DUMP_FRAMES);
	for (size_t i = 0; i < got.t.frame_count; i += 111)
		cr_expect_eq(got.t.frames[i].driver,
			     expected_driver(&got.t, got.t.frames[i].address));
	cr_expect(arena_taken(&got.arena) < 2u << 20);
	done();
}

/* Only aligned places of the stack hold return addresses. */
Test(dump_triage_stack, unaligned)
{
	static const struct made_driver driver = {NULL, 0x5000, 0x1000};
	static const uint64_t words[4];
	for (unsigned skip = 0; skip < 8; skip++) {
		made_triage_begin(&made, 64);
		made_drivers(&made, &driver, 1);
		uint32_t at = made_stack(&made, 0x9000 - skip, words, 4);
		for (unsigned i = 0; i < 3; i++)
			store_u64le(made_at(&made, at + skip + 8 * i), 0x5100 + i);
		made_triage_end(&made);
		read_all();
		cr_assert_eq(got.t.frame_count, 3);
		cr_expect_eq(got.t.frames[0].stack_address, 0x9000);
		cr_expect_eq(got.t.frames[2].address, 0x5102);
		done();
	}
}

/* What rizin's public test dumps hold, as another reader counted it. */
static const struct {
	const char *name;
	size_t drivers, unloaded, frames, blocks;
	uint64_t first_base;
	uint64_t blobs, blobs_end;
} real[] = {
	{"triage_x64.dmp", 151, 4, 156, 1831, UINT64_C(0xfffff8047ba00000), 20, 0x160ab4},
	{"triage_arm64.dmp", 245, 11, 66, 679, UINT64_C(0xfffff803f2e00000), 42, 0x128fac},
};

static bool open_real(const char *name, struct random_input *in)
{
	static const struct input_options options = {.max_expansion = LIMIT_EXPANSION_RATIO};
	static const char *const folders[] = {"", "dmp/"};
	const char *top = getenv("BSODUTILS_TESTBINS");
	static char path[4096];
	for (size_t i = 0; top && i < COUNT_OF(folders); i++) {
		snprintf(path, sizeof(path), "%s/%s%s", top, folders[i], name);
		if (random_open(in, path, &options, NULL))
			return true;
		random_close(in);
	}
	return false;
}

static void expect_real(size_t i, struct random_input *in)
{
	static const struct dump_triage_wish all = {true, true, true};
	const struct dump_header header = {.bits = 64};
	struct dump_blobs blobs;
	got = (struct read_triage){0};
	reports = (struct reports){0};
	struct diag_sink sink = reports_sink(&reports);
	got.status =
		dump_triage_read(&got.t, &header, in, &all, &got.arena, &sink, &got.fault_offset);
	cr_expect_eq(got.status, STATUS_OK);
	cr_expect_eq(reports.count, 0);
	cr_expect(got.t.valid);
	cr_expect_eq(got.t.driver_count, real[i].drivers);
	cr_expect_eq(got.t.unloaded_count, real[i].unloaded);
	cr_expect_eq(got.t.frame_count, real[i].frames);
	cr_expect_eq(got.t.block_count, real[i].blocks);
	cr_expect_eq(got.t.kdbg.KernBase.value, real[i].first_base);
	cr_assert(got.t.driver_count);
	cr_expect_eq(got.t.drivers[0].DllBase, real[i].first_base);
	EXPECT_TEXT(dump_driver_base_name(got.t.drivers), "ntoskrnl.exe");
	cr_expect_eq(dump_blobs_walk(&blobs, in, got.t.SizeOfDump.value, NULL, NULL), STATUS_OK);
	cr_expect_eq(blobs.count, real[i].blobs);
	cr_expect_eq(blobs.end, real[i].blobs_end);
	cr_expect_eq(blobs.end, in->size);
	cr_expect_not(blobs.cut || blobs.capped);
	read_triage_free(&got);
}

Test(dump_triage_real, as_counted)
{
	struct random_input in;
	size_t seen = 0;
	for (size_t i = 0; i < COUNT_OF(real); i++) {
		if (!open_real(real[i].name, &in))
			continue;
		expect_real(i, &in);
		random_close(&in);
		seen++;
	}
	if (seen == COUNT_OF(real))
		return;
	fprintf(stderr, "SKIPPED: real dumps (BSODUTILS_TESTBINS names no folder with them)\n");
	cr_skip_test("no real dumps");
}
