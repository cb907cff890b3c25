/* SPDX-License-Identifier: MIT */
/* lib/dump/dump.h and fault.h: is it whole, where does it end, and what is said of it. */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lib/base/store.h"
#include "lib/dump/fault.h"
#include "tests/unit/support_dump.h"
#include "tests/unit/support_source.h"
#include "tests/unit/support_triage.h"

static const struct dump_wish all_of_it = {{true, true, true}, true};
static struct buf b;
static struct dump d;
static struct arena arena;
static struct reports reports;

/* The first n bytes, from a buffer of just that size. least: of a stream that goes on. */
static enum status read_some(size_t n, bool least)
{
	struct diag_sink sink = reports_sink(&reports);
	struct random_input in = made_input(slice_of(b.p, n));
	in.size_is_least = least;
	reports = (struct reports){0};
	arena_reset(&arena);
	enum status status = dump_read(&d, &in, &all_of_it, &arena, &sink);
	buf_free(&in.prefix);
	return status;
}

static void read_all(void)
{
	cr_assert_eq(read_some(b.n, false), STATUS_OK);
}

static void expect(enum dump_completeness completeness, const char *what)
{
	cr_expect_eq(d.completeness, completeness, "%s: %d, %s", what, (int)d.completeness,
		     d.reason ? d.reason : "complete");
	cr_expect_eq(d.reason == NULL, completeness == DUMP_COMPLETE, "%s", what);
}

static void expect_reason(const char *words, const char *what)
{
	cr_assert_not_null(d.reason, "%s", what);
	cr_expect_not_null(strstr(d.reason, words), "%s: %s", what, d.reason);
}

/* --- what is no dump --- */

Test(dump, no_dump)
{
	b.n = 0;
	cr_expect_eq(read_some(0, false), STATUS_NOT_THIS_FORMAT);
	buf_add_repeated(&b, 0, 10000);
	cr_expect_eq(read_some(b.n, false), STATUS_NOT_THIS_FORMAT);
	cr_expect_eq(reports.count, 0);
}

Test(dump, neighbours)
{
	static const struct {
		struct slice start;
		const char *word; /* NULL: nothing is known of it */
	} starts[] = {
		{SLICE("MDMP\x93\xa7"), "user-mode minidump"},
		{SLICE("USERDUMP"), "user-mode dump"},
		{SLICE("USERDU64"), "user-mode dump"},
		{SLICE("Raw_Dmp!"), "offline dump"},
		{SLICE("Enc_Dmp!"), "encrypted offline dump"},
		{SLICE("hibr"), "hibernation"},
		{SLICE("HIBR"), "hibernation"},
		{SLICE("wake"), "hibernation"},
		{SLICE("WAKE"), "hibernation"},
		{SLICE("MSCF"), "cabextract"},
		{SLICE("PK\3\4"), "ZIP"},
		{SLICE("\x1f\x8b\x08"), "gzip"},
		{SLICE("ElfFile\0"), "evtx2json"},
		{SLICE("<Event xmlns"), "evtx2json"},
		{SLICE("DLOGFILE"), "dslog-parse"},
		{SLICE("regf"), "registry hive"},
		{SLICE("PAGEPAGEPAGEPAGE"), "fill pattern"},
		{SLICE("\0\0\0\0\0\0\0\0\0"), "zeros"},
		{SLICE("MZ\x90\0"), "PE program"},
		{SLICE("\177ELF\2"), "ELF"},
		{SLICE("{\"type\":\"event\"}\n"), NULL},
		{SLICE("text of some kind"), NULL},
		{SLICE("\1\2\3\4\5\6\7\10\11"), NULL},
		{SLICE("\0"), NULL},
		{SLICE(""), NULL},
		{SLICE("PAGEDU64"), NULL},
		{SLICE("PAGEDUM"), "cut"},
		{SLICE("PAGE"), "cut"},
		{SLICE("PAG"), NULL},
	};
	for (size_t i = 0; i < COUNT_OF(starts); i++) {
		const char *what = dump_foreign_content(starts[i].start);
		cr_expect_eq(what != NULL, starts[i].word != NULL, "%zu: %s", i,
			     what ? what : "nothing");
		if (what && starts[i].word)
			cr_expect_not_null(strstr(what, starts[i].word), "%s", what);
	}
}

/* --- full dumps --- */

Test(dump, full)
{
	static const unsigned widths[] = {32, 64};
	for (size_t i = 0; i < COUNT_OF(widths); i++) {
		made_full(&b, widths[i], 3);
		read_all();
		expect(DUMP_COMPLETE, "full");
		cr_expect_eq(d.expected_size.value, b.n);
		cr_expect_eq(d.used_end.value, b.n);
		cr_expect_eq(d.container, DUMP_CONTAINER_FILE);
		cr_expect(!d.stale_tail && !d.blobs.present);
		cr_expect_eq(reports.count, 0);
	}
}

/* Cut at every place that matters: told as cut, and where. */
Test(dump, full_cut)
{
	made_full(&b, 64, 3);
	size_t whole = b.n;
	for (size_t n = 8; n < whole; n += n % 512 == 0 ? 511 : 1) {
		bool header = n < DUMP_HEADER64_BYTES;
		cr_expect_eq(read_some(n, false), header ? STATUS_TRUNCATED : STATUS_OK);
		expect(DUMP_INCOMPLETE, "cut");
		expect_reason(header ? "inside the dump's header" : "last page", "cut");
		cr_expect_eq(d.used_end.value, n);
		cr_expect_eq(reports.of[header ? DIAG_DUMP_HEADER_TRUNCATED
					       : DIAG_DUMP_LAYOUT_TRUNCATED],
			     1);
		cr_expect_eq(reports.last.offset, n);
	}
}

Test(dump, header_alone)
{
	b.n = 0;
	made_header(&b, 64);
	made_header_set(&b, "DumpType", 3);
	read_all();
	expect(DUMP_COMPLETE, "type 3");
	cr_expect_eq(d.expected_size.value, 0x2000);
	made_header_set(&b, "DumpType", 7);
	read_all();
	expect(DUMP_UNKNOWN_COMPLETE, "type 7");
	cr_expect(!d.expected_size.known && !d.used_end.known);
	cr_expect_eq(d.container, DUMP_CONTAINER_UNKNOWN);
}

/* Of a stream that goes on behind what is kept of it, no end is known. */
Test(dump, stream)
{
	made_full(&b, 64, 3);
	cr_expect_eq(read_some(b.n - 4096, true), STATUS_OK);
	expect(DUMP_UNKNOWN_COMPLETE, "stream");
	expect_reason("stream", "stream");
	cr_expect(!d.used_end.known);
	cr_expect_eq(d.container, DUMP_CONTAINER_UNKNOWN);
	cr_expect_eq(reports.of[DIAG_DUMP_STREAM], 1);
	cr_expect_eq(reports.count, 1);
	/* It may be known to be whole all the same. */
	buf_add_repeated(&b, 0, 100000);
	cr_expect_eq(read_some(b.n, true), STATUS_OK);
	expect(DUMP_UNKNOWN_COMPLETE, "stream behind the dump");
	expect_reason("no mark", "stream behind the dump");
	cr_expect_eq(d.container, DUMP_CONTAINER_LARGER);
}

/* What could not be read is not missing. */
Test(dump, reading_fails)
{
	made_full(&b, 64, 3);
	struct random_input in = made_input(slice_of(b.p, 100));
	in.failure = INPUT_CANNOT_READ;
	in.size = b.n;
	cr_expect_eq(dump_read(&d, &in, &all_of_it, &arena, NULL), STATUS_TRUNCATED);
	expect(DUMP_UNKNOWN_COMPLETE, "failure");
	expect_reason("could not be read", "failure");
	cr_expect_eq(d.file_size, b.n);
	buf_free(&in.prefix);
}

Test(dump, page_file)
{
	made_full(&b, 64, 3);
	uint64_t end = b.n;
	buf_add_repeated(&b, 0xcc, 1 << 20);
	read_all();
	expect(DUMP_UNKNOWN_COMPLETE, "its size proves nothing");
	expect_reason("no mark", "page file");
	cr_expect_eq(d.used_end.value, end);
	cr_expect_eq(d.container, DUMP_CONTAINER_LARGER);
	cr_expect_eq(reports.count, 0, "a page file is no damage");
	b.n = end + 4096;
	read_all();
	cr_expect_eq(d.container, DUMP_CONTAINER_FILE, "sizes are rounded up");
	expect(DUMP_COMPLETE, "a file that ends with the dump");
}

/* In a page file, marks tell that the memory was written. */
Test(dump, page_file_with_marks)
{
	made_full(&b, 64, 3);
	made_extension(&b, "Dump completed successfully.");
	buf_add_repeated(&b, 0xcc, 1 << 20);
	read_all();
	expect(DUMP_COMPLETE, "status text");
	cr_expect_eq(d.container, DUMP_CONTAINER_LARGER);
	made_full(&b, 64, 3);
	made_blob_chain(&b);
	made_blob(&b, 1, 7);
	uint64_t end = b.n;
	buf_add_repeated(&b, 0xcc, 1 << 20);
	read_all();
	expect(DUMP_COMPLETE, "secondary data");
	cr_expect_eq(d.used_end.value, end);
}

/* --- RequiredDumpSpace means something where Windows wrote the dump, and only there --- */

Test(dump, required_space_by_writer)
{
	made_full(&b, 64, 3);
	made_header_set(&b, "RequiredDumpSpace", b.n + 1);
	made_header_set(&b, "MinorVersion", 7601);
	read_all();
	expect(DUMP_COMPLETE, "unknown writer");
	made_header_text(&b, "Comment", "LiveKD live system view");
	read_all();
	expect(DUMP_COMPLETE, "LiveKD");
	made_header_text(&b, "Comment", "");
	made_header_set(&b, "WriterStatus", 0);
	read_all();
	expect(DUMP_COMPLETE, "dbgeng");
	made_header_set(&b, "WriterStatus", 0x45474150);
	made_by_kernel(&b);
	read_all();
	cr_expect_eq(d.writer, DUMP_WRITER_KERNEL);
	expect(DUMP_INCOMPLETE, "kernel");
	expect_reason("RequiredDumpSpace", "kernel");
	made_header_set(&b, "RequiredDumpSpace", b.n);
	read_all();
	expect(DUMP_COMPLETE, "kernel, as long as it should be");
}

Test(dump, forged_space)
{
	static const uint64_t sizes[] = {UINT64_C(1) << 60, UINT64_MAX, (UINT64_C(1) << 53) - 1};
	made_full(&b, 64, 1);
	made_header_set(&b, "MinorVersion", 7601);
	made_by_kernel(&b);
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		made_header_set(&b, "RequiredDumpSpace", sizes[i]);
		read_all();
		bool negative = sizes[i] > INT64_MAX;
		expect(negative ? DUMP_COMPLETE : DUMP_INCOMPLETE, "forged");
		cr_expect_eq(reports.of[DIAG_DUMP_SPACE_TRUNCATED], !negative);
		cr_expect_eq(d.used_end.value, b.n);
		cr_expect_eq(dump_tail_bytes(&d), 0);
		cr_expect_eq(reports.of[DIAG_DUMP_HEADER_NUMBER], i < 2);
	}
}

Test(dump, windows_says_too_small)
{
	made_full(&b, 64, 1);
	made_header_set(&b, "Attributes", 4);
	read_all();
	expect(DUMP_INCOMPLETE, "InsufficientDumpfileSize");
	expect_reason("too small", "InsufficientDumpfileSize");
	cr_expect_eq(reports.count, 0, "the file is as it was written");
}

Test(dump, status_text)
{
	made_full(&b, 64, 1);
	made_extension(&b, "Dump completed successfully.");
	read_all();
	cr_expect_eq(d.writer, DUMP_WRITER_KERNEL);
	expect(DUMP_COMPLETE, "the usual text");
	made_extension(&b, "Dump completed successfully");
	read_all();
	expect(DUMP_INCOMPLETE, "another text");
	expect_reason("status text", "another text");
	made_extension(&b, "");
	read_all();
	expect(DUMP_INCOMPLETE, "no text");
}

/* --- secondary data --- */

static void make_with_blobs(void)
{
	made_full(&b, 64, 1);
	made_header_set(&b, "MinorVersion", 22000);
	made_header_set(&b, "Attributes", 8); /* by Windows itself */
	made_by_kernel(&b);
	made_header_set(&b, "SecondaryDataState", 0);
}

Test(dump, secondary_data)
{
	make_with_blobs();
	read_all();
	expect(DUMP_UNKNOWN_COMPLETE, "the header speaks of them");
	expect_reason("secondary data", "missing");
	made_header_set(&b, "SecondaryDataState", 0xc000009a);
	read_all();
	expect(DUMP_COMPLETE, "the header does not");
	made_header_set(&b, "SecondaryDataState", 0);
	made_header_set(&b, "Attributes", 0x18);
	read_all();
	expect(DUMP_COMPLETE, "a live dump");
	made_header_set(&b, "Attributes", 8);
	made_header_set(&b, "MinorVersion", 7601);
	read_all();
	expect(DUMP_COMPLETE, "of an old Windows");
	made_header_set(&b, "MinorVersion", 22000);
	made_blob_chain(&b);
	made_blob(&b, 1, 100);
	made_blob(&b, 2, 0);
	uint64_t end = b.n;
	read_all();
	expect(DUMP_COMPLETE, "there they are");
	cr_expect_eq(d.blobs.count, 2);
	cr_expect_eq(d.expected_size.value, end);
	buf_add_repeated(&b, 0, 5000);
	read_all();
	cr_expect_eq(d.used_end.value, end);
}

Test(dump, secondary_data_cut)
{
	make_with_blobs();
	made_blob_chain(&b);
	made_blob(&b, 1, 100);
	for (size_t cut = 1; cut <= 100; cut++) {
		cr_expect_eq(read_some(b.n - cut, false), STATUS_OK);
		expect(DUMP_INCOMPLETE, "cut");
		expect_reason("secondary data", "cut");
		cr_expect_eq(d.used_end.value, b.n - cut);
		cr_expect_eq(reports.of[DIAG_DUMP_BLOB_TRUNCATED], 1);
		cr_expect_eq(reports.last.offset, b.n - cut);
	}
}

/* --- other layouts --- */

Test(dump, nothing_behind_the_header)
{
	b.n = 0;
	made_header(&b, 64);
	made_header_set(&b, "DumpType", 6);
	buf_add_repeated(&b, 0, 100000);
	read_all();
	expect(DUMP_INCOMPLETE, "no bitmap");
	expect_reason("never written", "no bitmap");
	cr_expect_eq(reports.of[DIAG_DUMP_LAYOUT_CONTRADICTION], 1);
	cr_expect_eq(reports.last.offset, 0x2000);
}

Test(dump, contradictions)
{
	made_full(&b, 64, 2);
	made_header_set(&b, "NumberOfPages", 3);
	read_all();
	expect(DUMP_UNKNOWN_COMPLETE, "sum");
	cr_expect_eq(reports.of[DIAG_DUMP_LAYOUT_CONTRADICTION], 1);
	cr_expect_eq(reports.last.offset, 0x90);
	made_full(&b, 32, 2);
	made_header_set(&b, "NumberOfRuns", 87);
	read_all();
	expect(DUMP_UNKNOWN_COMPLETE, "runs");
	cr_expect_eq(reports.last.offset, 0x64);
}

Test(dump, encrypted)
{
	made_full(&b, 64, 2);
	made_header_set(&b, "Attributes", 0x100);
	read_all();
	expect(DUMP_UNKNOWN_COMPLETE, "encrypted");
	expect_reason("encrypted", "encrypted");
	cr_expect_eq(reports.of[DIAG_DUMP_LAYOUT_NOT_READ], 1);
	cr_expect_eq(reports.count, 1);
}

/* NT 4 had no types. */
Test(dump, full_without_type)
{
	made_full(&b, 32, 2);
	made_header_set(&b, "DumpType", 0x45474150);
	read_all();
	expect(DUMP_COMPLETE, "no type");
	cr_expect_eq(d.layout.kind, DUMP_LAYOUT_RUNS);
}

/* --- numbers of the header that cannot be --- */

Test(dump, times)
{
	static const struct {
		uint64_t time, uptime;
		bool time_known, uptime_known;
		unsigned time_reports, uptime_reports;
	} rows[] = {
		{UINT64_C(133541076300000000), 10, true, true, 0, 0},
		{0, 10, false, true, 0, 0},
		{UINT64_C(0x4547415045474150), UINT64_C(0x4547415045474150), false, false, 0, 0},
		{UINT64_C(2650467743999999999), 0, true, true, 0, 0},
		{UINT64_C(2650467744000000000), 0, false, true, 1, 0},
		{UINT64_MAX, UINT64_MAX, false, false, 1, 1},
		{UINT64_C(1) << 63, UINT64_C(1) << 63, false, false, 1, 1},
		{1000, 1000, true, true, 0, 0},
		{1000, 1001, true, false, 0, 1},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		made_full(&b, 64, 1);
		made_header_set(&b, "SystemTime", rows[i].time);
		made_header_set(&b, "SystemUpTime", rows[i].uptime);
		read_all();
		cr_expect_eq(dump_time(&d.header).known, rows[i].time_known, "%zu", i);
		cr_expect_eq(dump_uptime(&d.header).known, rows[i].uptime_known, "%zu", i);
		cr_expect_eq(reports.of[DIAG_DUMP_HEADER_TIME], rows[i].time_reports, "%zu", i);
		cr_expect_eq(reports.of[DIAG_DUMP_HEADER_UPTIME], rows[i].uptime_reports, "%zu", i);
	}
}

Test(dump, machine_of_another_width)
{
	static const struct {
		unsigned bits;
		uint32_t machine;
		bool wrong;
	} rows[] = {
		{32, 0x14c, false},      {32, 0x1c4, false},  {32, 0x8664, true},
		{32, 0xaa64, true},      {64, 0x14c, true},   {64, 0x8664, false},
		{64, 0x200, false},      {64, 0xaa64, false}, {64, 0x184, false},
		{32, 0x45474150, false},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		made_full(&b, rows[i].bits, 1);
		made_header_set(&b, "MachineImageType", rows[i].machine);
		if (rows[i].machine == 0x200) /* whose pages are twice as large */
			buf_add_repeated(&b, 0, 4096);
		read_all();
		cr_expect_eq(reports.of[DIAG_DUMP_HEADER_MACHINE], rows[i].wrong, "%zu", i);
		cr_expect_eq(reports.count, rows[i].wrong, "%zu", i);
		if (rows[i].wrong)
			cr_expect_eq(reports.last.offset, rows[i].bits == 32 ? 0x20 : 0x30);
	}
}

Test(dump, module_list_that_could_not_be_read)
{
	made_full(&b, 64, 1);
	made_header_set(&b, "WriterStatus", 2);
	read_all();
	expect(DUMP_COMPLETE, "that is no sign of a cut");
	cr_expect_eq(reports.of[DIAG_DUMP_WRITER_MODULES], 1);
	cr_expect_eq(reports.count, 1);
}

/* --- small dumps --- */

enum { KERNEL = 0x41 };

/* A whole small dump, as Windows itself or the debugger's engine leaves it. */
static void make_triage(unsigned bits, bool kernel)
{
	struct made_triage m;
	made_triage_whole(&m, bits);
	made_set(&m, TRIAGE_TriageOptions, kernel ? KERNEL : UINT32_MAX);
	b.n = 0;
	made_header(&b, bits);
	made_header_set(&b, "DumpType", 4);
	made_header_set(&b, "MiniDumpFields", 0xdff);
	made_header_set(&b, "MinorVersion", 19041);
	made_header_set(&b, "MachineImageType", bits == 32 ? 0x14c : 0x8664);
	if (kernel)
		made_by_kernel(&b);
	else
		made_header_set(&b, "WriterStatus", 0);
	buf_add(&b, m.b.p + b.n, m.b.n - b.n);
	made_triage_free(&m);
}

Test(triage, of_both_writers)
{
	for (unsigned bits = 32; bits <= 64; bits += 32)
		for (unsigned kernel = 0; kernel < 2; kernel++) {
			make_triage(bits, kernel);
			read_all();
			expect(DUMP_COMPLETE, "triage");
			cr_expect_eq(d.triage_status, STATUS_OK);
			cr_expect_eq(d.triage.driver_count, 2);
			cr_expect_eq(d.used_end.value, b.n);
			cr_expect_eq(d.writer, kernel ? DUMP_WRITER_KERNEL : DUMP_WRITER_DBGENG);
			cr_expect_eq(reports.count, 0);
		}
}

Test(triage, cut_everywhere)
{
	for (unsigned bits = 32; bits <= 64; bits += 32) {
		make_triage(bits, true);
		size_t whole = b.n;
		for (size_t n = 8; n < whole; n++) {
			(void)!read_some(n, false);
			expect(DUMP_INCOMPLETE, "cut");
			cr_assert_eq(d.used_end.value, n);
			cr_assert(reports.count > 0, "%zu", n);
		}
	}
}

Test(triage, mark_is_missing)
{
	make_triage(64, false);
	b.p[b.n - 1] ^= 1;
	read_all();
	expect(DUMP_INCOMPLETE, "TRGD");
	expect_reason("TRGD", "TRGD");
	cr_expect_eq(reports.of[DIAG_DUMP_TRIAGE_UNFINISHED], 1);
	cr_expect_eq(reports.count, 1, "told once");
}

/* Windows keeps the file as long as the space that it took; zeros there say nothing. */
Test(triage, tail)
{
	make_triage(64, true);
	made_blob_chain(&b);
	made_blob(&b, 1, 40);
	uint64_t used = b.n;
	buf_add_repeated(&b, 0, 3000);
	made_header_set(&b, "RequiredDumpSpace", b.n);
	read_all();
	expect(DUMP_COMPLETE, "zeros behind it");
	cr_expect(!d.stale_tail);
	cr_expect_eq(d.used_end.value, used);
	cr_expect_eq(dump_tail_bytes(&d), 3000);
	cr_expect_eq(d.container, DUMP_CONTAINER_FILE);
	b.p[b.n - 1] = 1;
	read_all();
	expect(DUMP_COMPLETE, "old bytes behind it");
	cr_expect(d.stale_tail);
	cr_expect_eq(reports.of[DIAG_DUMP_TAIL_STALE], 1);
	cr_expect_eq(reports.last.offset, used);
	cr_expect_eq(reports.last.got, 3000);
	/* In a page file, what is behind the space is not the dump's. */
	b.p[b.n - 1] = 0;
	buf_add_repeated(&b, 0xcc, 1 << 20);
	read_all();
	cr_expect(!d.stale_tail);
	cr_expect_eq(d.container, DUMP_CONTAINER_LARGER);
	/* Shorter than Windows made it. */
	b.n = used;
	read_all();
	expect(DUMP_INCOMPLETE, "trimmed");
	expect_reason("RequiredDumpSpace", "trimmed");
}

/* The debugger's engine leaves none: a broken chain is told. */
Test(triage, tail_of_other_writers)
{
	make_triage(64, false);
	made_blob_chain(&b);
	made_blob(&b, 1, 40);
	uint64_t end = b.n;
	buf_add_repeated(&b, 0, 3000);
	read_all();
	cr_expect_eq(reports.count, 0, "zeros are no data");
	b.p[b.n - 1] = 1;
	read_all();
	cr_expect(!d.stale_tail);
	cr_expect_eq(d.writer, DUMP_WRITER_DBGENG);
	cr_expect_eq(reports.of[DIAG_DUMP_BLOB_END], 1);
	cr_expect_eq(reports.last.offset, end);
	cr_expect_eq(reports.last.limit, 3000);
}

Test(triage, newest_windows_without_its_last_word)
{
	make_triage(64, true);
	made_header_set(&b, "MinorVersion", 26100);
	read_all();
	expect(DUMP_UNKNOWN_COMPLETE, "no status text");
	made_extension(&b, "Dump completed successfully.");
	read_all();
	expect(DUMP_COMPLETE, "status text");
}

Test(triage, type_says_something_else)
{
	make_triage(64, false);
	made_header_set(&b, "DumpType", 6);
	read_all();
	expect(DUMP_UNKNOWN_COMPLETE, "the structure is whole, but not what it should be");
	cr_expect_eq(d.triage.driver_count, 2);
	cr_expect_eq(reports.of[DIAG_DUMP_LAYOUT_CONTRADICTION], 1);
}

/* --- the address that it is about --- */

static const uint64_t kernel_code = UINT64_C(0xfffff80080400123);
static const uint64_t driver_code = UINT64_C(0xfffff80090000456);
static const uint64_t unloaded_code = UINT64_C(0xfffff800a0000001);

static void make_fault(uint32_t code, unsigned parameter, uint64_t value)
{
	static const char *const names[] = {"BugCheckParameter1", "BugCheckParameter2",
					    "BugCheckParameter3", "BugCheckParameter4"};
	make_triage(64, false);
	made_header_set(&b, "BugCheckCode", code);
	for (unsigned i = 0; i < 4; i++)
		made_header_set(&b, names[i], i + 1 == parameter ? value : 0);
	made_header_set(&b, "ExceptionCode", 0x80000003);
	made_header_set(&b, "ExceptionAddress", driver_code);
	store_u32le(b.p + 0x348 + 0x30, 0x0010001f);
	store_u64le(b.p + 0x348 + 0xf8, kernel_code);
}

static void expect_fault(const char *name, const char *by, uint64_t offset)
{
	struct dump_fault f;
	read_all();
	dump_fault_find(&f, &d);
	cr_assert(f.found, "%s", by);
	cr_expect(slice_equal(f.name, slice_of_string(name)), "%.*s", (int)f.name.n,
		  (const char *)f.name.p);
	cr_expect_str_eq(f.by, by);
	cr_expect_eq(f.address - f.base, offset);
}

Test(fault, parameter_that_is_an_address)
{
	static const struct {
		uint32_t code;
		unsigned parameter;
		const char *by;
	} rows[] = {
		{0xd1, 4, "BugCheckParameter4"},       {0x0a, 4, "BugCheckParameter4"},
		{0x50, 3, "BugCheckParameter3"},       {0x3b, 2, "BugCheckParameter2"},
		{0x1e, 2, "BugCheckParameter2"},       {0x7e, 2, "BugCheckParameter2"},
		{0x1000007e, 2, "BugCheckParameter2"}, {0x8e, 2, "BugCheckParameter2"},
		{0x1000008e, 2, "BugCheckParameter2"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		make_fault(rows[i].code, rows[i].parameter, driver_code);
		expect_fault("dump_storport.sys", rows[i].by, 0x456);
	}
}

Test(fault, other_parameters_are_none)
{
	make_fault(0xd1, 1, driver_code);
	expect_fault("ntoskrnl.exe", "Rip", 0x123);
	make_fault(0x116, 2, driver_code);
	expect_fault("ntoskrnl.exe", "Rip", 0x123);
	make_fault(0xd1, 4, 0x1234);
	expect_fault("ntoskrnl.exe", "Rip", 0x123);
}

Test(fault, exception)
{
	make_fault(0x116, 1, 0);
	made_header_set(&b, "ExceptionCode", 0xc0000005);
	expect_fault("dump_storport.sys", "ExceptionAddress", 0x456);
}

Test(fault, unloaded_driver)
{
	struct dump_fault f;
	make_fault(0xce, 3, unloaded_code);
	expect_fault("dam.sys", "BugCheckParameter3", 1);
	dump_fault_find(&f, &d);
	cr_expect(f.unloaded);
}

Test(fault, nowhere)
{
	struct dump_fault f;
	make_fault(0x116, 1, 0);
	store_u64le(b.p + 0x348 + 0xf8, 0x1000);
	read_all();
	dump_fault_find(&f, &d);
	cr_expect(!f.found);
	made_full(&b, 64, 1);
	made_header_set(&b, "BugCheckCode", 0xd1);
	made_header_set(&b, "BugCheckParameter4", driver_code);
	read_all();
	dump_fault_find(&f, &d);
	cr_expect(!f.found, "a full dump lists no drivers here");
}

/* --- size --- */

/* A header in front of 64 GiB: only the header, and the end, are read. */
Test(dump, sparse_64_gib)
{
	const uint64_t pages = UINT64_C(64) << 18;
	const uint64_t run[1][2] = {{1, pages}};
	static const struct input_options usual = {true, 1100};
	struct source source;
	struct random_input in;
	b.n = 0;
	made_header(&b, 64);
	made_header_set(&b, "DumpType", 1);
	made_header_runs(&b, run, 1);
	source = source_file(buf_slice(&b));
	cr_assert_eq(ftruncate(source.fd, (off_t)(0x2000 + pages * 4096)), 0);
	cr_assert(random_open(&in, source.name, &usual, NULL));
	cr_expect_eq(dump_read(&d, &in, &all_of_it, &arena, NULL), STATUS_OK);
	expect(DUMP_COMPLETE, "64 GiB");
	cr_expect_eq(d.used_end.value, 0x2000 + pages * 4096);
	random_close(&in);
	cr_assert_eq(ftruncate(source.fd, (off_t)(0x2000 + pages * 4096 - 1)), 0);
	cr_assert(random_open(&in, source.name, &usual, NULL));
	cr_expect_eq(dump_read(&d, &in, &all_of_it, &arena, NULL), STATUS_OK);
	expect(DUMP_INCOMPLETE, "64 GiB but a byte");
	random_close(&in);
	source_close(&source);
}
