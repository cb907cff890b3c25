/* SPDX-License-Identifier: MIT */
/* lib/dump/dump_json.h and dump_text.h: the line, its details, and the report. */
#include <criterion/criterion.h>
#include <glob.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/base/store.h"
#include "lib/dump/dump_text.h"
#include "tests/unit/support_dslog.h"
#include "tests/unit/support_dump.h"
#include "tests/unit/support_json.h"
#include "tests/unit/support_source.h"
#include "tests/unit/support_triage.h"

static const struct dump_detail usual;
static const struct dump_detail every = {true, true, true, true, true, true, true};
static struct buf b, line, report;
static struct arena arena;

/* The line and the report of what b holds; false where it is no dump. */
static bool write_both(const struct dump_detail *detail)
{
	struct random_input in = made_input(buf_slice(&b));
	struct json_writer w = json_writer_on(&line);
	struct dump d;
	line.n = report.n = 0;
	arena_reset(&arena);
	bool is_dump = dump_read(&d, &in, &dump_usual_wish, &arena, NULL) != STATUS_NOT_THIS_FORMAT;
	if (is_dump) {
		dump_write_json(&w, &d, &in, detail);
		json_line_end(&w);
		dump_write_text(&report, &d, &in, detail, "MEMORY.DMP", false);
		cr_expect(strict_json_lines(buf_slice(&line)), "%.*s", (int)line.n,
			  (const char *)line.p);
	}
	buf_free(&in.prefix);
	return is_dump;
}

/* No control character but the line ends. */
static void expect_clean_report(void)
{
	for (size_t i = 0; i < report.n; i++)
		cr_assert(report.p[i] == '\n' || (report.p[i] >= 0x20 && report.p[i] != 0x7f),
			  "byte %zu is 0x%02x", i, report.p[i]);
}

static bool line_has(const char *text)
{
	return slice_find(buf_slice(&line), slice_of_string(text)) < line.n;
}

static void expect_in_line(const char *text)
{
	cr_expect(line_has(text), "%s is not in %.*s", text, (int)line.n, (const char *)line.p);
}

static void expect_line(const char *whole)
{
	struct slice got = slice_of(line.p, line.n - 1);
	cr_expect(slice_equal(got, slice_of_string(whole)), "%.*s", (int)got.n,
		  (const char *)got.p);
}

Test(json, nothing_is_set)
{
	b.n = 0;
	made_header(&b, 64);
	cr_assert(write_both(&usual));
	expect_line("{\"type\":\"dump\",\"time\":null,\"signature\":\"PAGEDU64\",\"bits\":64,"
		    "\"dump_type\":null,\"kind\":\"unknown\",\"writer\":\"unknown\","
		    "\"writer_reason\":\"none of the known signs is there\",\"bugcheck\":null,"
		    "\"machine\":null,\"processors\":null,\"build\":null,\"product_type\":null,"
		    "\"uptime_seconds\":null,\"boot_id\":null,\"file_size\":8192,"
		    "\"required_size\":null,\"expected_size\":null,\"used_end\":null,"
		    "\"complete\":null,\"incomplete_reason\":"
		    "\"the header names no type whose layout is known\",\"comment\":null,"
		    "\"attributes\":null,\"container\":null,\"suite_mask\":null}");
}

static void make_all_set(unsigned bits)
{
	made_full(&b, bits, 2);
	made_by_kernel(&b);
	made_header_set(&b, "MinorVersion", 26100);
	made_header_set(&b, "MachineImageType", bits == 32 ? 0x14c : 0x8664);
	made_header_set(&b, "NumberProcessors", 4);
	made_header_set(&b, "BugCheckCode", 0xd1);
	made_header_set(&b, "BugCheckParameter1", 0x28);
	made_header_set(&b, "BugCheckParameter2", 2);
	made_header_set(&b, "BugCheckParameter3", 0);
	made_header_set(&b, "BootId", 7);
	made_header_set(&b, "RequiredDumpSpace", b.n);
	made_header_set(&b, "ProductType", 3);
	made_header_set(&b, "SuiteMask", 0x110);
	made_header_set(&b, "Attributes", 0x801);
	made_header_text(&b, "Comment", "two \"words\"");
}

Test(json, all_is_set)
{
	make_all_set(64);
	made_extension(&b, "Dump completed successfully.");
	cr_assert(write_both(&usual));
	expect_line(
		"{\"type\":\"dump\",\"time\":\"2024-03-05T10:20:30.0000000Z\","
		"\"signature\":\"PAGEDU64\",\"bits\":64,\"dump_type\":1,\"kind\":\"full\","
		"\"writer\":\"kernel\",\"writer_reason\":"
		"\"the header has the status text that only Windows writes\","
		"\"bugcheck\":{\"code\":\"0x000000d1\",\"code_decimal\":209,"
		"\"name\":\"DRIVER_IRQL_NOT_LESS_OR_EQUAL\",\"parameters\":"
		"[\"0x0000000000000028\",\"0x0000000000000002\",\"0x0000000000000000\",null]},"
		"\"machine\":\"x64\",\"processors\":4,\"build\":26100,\"ubr\":4946,"
		"\"product_type\":\"server\",\"uptime_seconds\":3600,\"boot_id\":7,"
		"\"file_size\":16384,\"required_size\":16384,\"expected_size\":16384,"
		"\"used_end\":16384,\"complete\":true,"
		"\"status_text\":\"Dump completed successfully.\","
		"\"comment\":\"two \\\"words\\\"\",\"attributes\":[\"HiberCrash\",\"0x00000800\"],"
		"\"container\":\"dump_file\",\"suite_mask\":[\"VER_SUITE_TERMINAL\","
		"\"VER_SUITE_SINGLEUSERTS\"],\"major\":10,\"minor\":0}");
	expect_clean_report();
}

Test(json, epoch)
{
	make_all_set(32);
	const struct dump_detail detail = {.epoch = true};
	cr_assert(write_both(&detail));
	expect_in_line("\"time\":\"2024-03-05T10:20:30.0000000Z\",\"time_unix_ms\":1709634030000,");
	made_header_set(&b, "SystemTime", 0);
	cr_assert(write_both(&detail));
	expect_in_line("\"time\":null,\"signature\"");
}

Test(json, numbers_beyond_json)
{
	make_all_set(64);
	made_header_set(&b, "RequiredDumpSpace", UINT64_C(1) << 60);
	cr_assert(write_both(&usual));
	expect_in_line("\"required_size\":null,\"required_size_hex\":\"0x1000000000000000\"");
	expect_in_line("\"writer\":\"unknown\"");
	expect_in_line("\"complete\":true");
}

Test(json, runs)
{
	const struct dump_detail detail = {.runs = true};
	make_all_set(64);
	cr_assert(write_both(&detail));
	expect_in_line("\"runs\":[{\"first_page\":1,\"pages\":2,\"offset\":8192}]");
}

Test(json, raw)
{
	const struct dump_detail detail = {.raw = true};
	make_all_set(32);
	made_header_set(&b, "PaeEnabled", 1);
	made_header_set(&b, "NumberParameters", 1);
	store_u32le(b.p + 0x7e4, 0xbeef);
	store_u32le(b.p + 0x320, 0x00010001);
	store_u32le(b.p + 0x320 + 0xb8, 0x80401234);
	cr_assert(write_both(&detail));
	expect_in_line("\"PaeEnabled\":\"0x00000001\"");
	expect_in_line("\"DirectoryTableBase\":null");
	expect_in_line("\"RequiredDumpSpace\":\"0x0000000000003000\"");
	expect_in_line("\"Run\":[{\"BasePage\":\"0x00000001\",\"PageCount\":\"0x00000002\"}]");
	expect_in_line("\"Edi\":null");
	expect_in_line("\"Eip\":\"0x80401234\"");
	expect_in_line("\"ExceptionInformation\":[\"0x0000beef\"]");
	cr_expect(!line_has("extension_inferred"));
	/* Registers of another machine are not shown. */
	made_header_set(&b, "MachineImageType", 0x1c4);
	cr_assert(write_both(&detail));
	expect_in_line("\"ContextRecord\":null");
}

static void make_triage(unsigned bits)
{
	struct made_triage m;
	made_triage_whole(&m, bits);
	b.n = 0;
	made_header(&b, bits);
	made_header_set(&b, "DumpType", 4);
	made_header_set(&b, "MiniDumpFields", 0xdff);
	made_header_set(&b, "BugCheckCode", 0xd1);
	made_header_set(&b, "BugCheckParameter4",
			bits == 64 ? UINT64_C(0xfffff80090000456) : 0x90000456);
	buf_add(&b, m.b.p + b.n, m.b.n - b.n);
	made_triage_free(&m);
	made_blob_chain(&b);
	made_blob(&b, 0xab, 5);
}

Test(json, triage)
{
	make_triage(64);
	cr_assert(write_both(&usual));
	expect_in_line("\"driver_count\":2,\"dump_stack\":[{\"name\":\"dump_storport.sys\","
		       "\"base\":\"0xfffff80090000000\"}],\"fault_module\":{"
		       "\"name\":\"dump_storport.sys\",\"base\":\"0xfffff80090000000\","
		       "\"offset\":\"0x0000000000000456\",\"by\":\"BugCheckParameter4\"},"
		       "\"modules_on_stack\":[\"ntoskrnl.exe\",\"dump_storport.sys\"],");
	cr_expect(!line_has("\"drivers\""));
	cr_assert(write_both(&every));
	expect_in_line("\"drivers\":[{\"name\":\"ntoskrnl.exe\",\"path\":\"ntoskrnl.exe\","
		       "\"base\":\"0xfffff80080400000\",\"size\":2097152,"
		       "\"checksum\":\"0x00001000\",\"time_stamp\":\"0x00002000\"}");
	expect_in_line("\"unloaded_drivers\":[{\"name\":\"dam.sys\","
		       "\"start\":\"0xfffff800a0000000\",\"end\":\"0xfffff800a0004000\"}");
	expect_in_line("\"stack\":[{\"stack_address\":\"0xfffff800b0000000\","
		       "\"address\":\"0xfffff80080400001\",\"module\":\"ntoskrnl.exe\","
		       "\"offset\":\"0x00000001\"}");
	expect_in_line("\"blobs\":[{\"guid\":\"abababab-abab-abab-abab-abababababab\","
		       "\"offset\":");
	expect_clean_report();
}

/* Whatever the bytes say: one valid line, and a report that no terminal obeys. */
Test(json, hostile_texts)
{
	make_all_set(64);
	for (unsigned i = 0; i < 128; i++)
		b.p[0xfb0 + i] = (uint8_t)(i * 2 + 1);
	made_extension(&b, "\x1b[2J\n\"}\r\xff");
	cr_assert(write_both(&every));
	expect_clean_report();
	expect_in_line("\"comment_hex\":\"0103");
}

Test(json, each_byte_changed)
{
	static const uint8_t changes[] = {0x01, 0x80, 0xff};
	for (unsigned bits = 32; bits <= 64; bits += 32) {
		make_triage(bits);
		for (size_t i = 0; i < b.n; i++) {
			b.p[i] ^= changes[i % COUNT_OF(changes)];
			if (write_both(&every))
				expect_clean_report();
			b.p[i] ^= changes[i % COUNT_OF(changes)];
		}
	}
}

static bool find_real(const char *folder, const char *pattern, glob_t *found)
{
	char path[4096];
	snprintf(path, sizeof(path), "%s/%s", folder ? folder : "", pattern);
	if (folder && glob(path, GLOB_BRACE, NULL, found) == 0)
		return true;
	fprintf(stderr, "SKIPPED: no real dumps (%s)\n", path);
	return false;
}

static void write_real(const char *name)
{
	b.n = 0;
	cr_assert(file_read(name, &b));
	cr_assert(write_both(&every), "%s", name);
	expect_clean_report();
}

/* Public small dumps of rizin's tests. */
Test(json, real_triage_dumps)
{
	glob_t found = {0};
	if (!find_real(getenv("BSODUTILS_TESTBINS"), "{,dmp/}triage_*.dmp", &found))
		cr_skip_test("BSODUTILS_TESTBINS");
	for (size_t i = 0; i < found.gl_pathc; i++) {
		write_real(found.gl_pathv[i]);
		expect_in_line("\"writer\":\"dbgeng\"");
		expect_in_line("\"complete\":true");
		expect_in_line("\"name\":\"ntoskrnl.exe\"");
		expect_in_line("\"dump_stack\":[{\"name\":\"crashdmp.sys\"");
		expect_in_line("\"by\":\"");
	}
	globfree(&found);
}

Test(json, real_headers)
{
	glob_t found = {0};
	if (!find_real(getenv("BSODUTILS_SAMPLES"), "dumps/*.hdr", &found))
		cr_skip_test("BSODUTILS_SAMPLES");
	for (size_t i = 0; i < found.gl_pathc; i++) {
		write_real(found.gl_pathv[i]);
		expect_in_line("\"writer\":\"livekd\"");
		expect_in_line("\"bugcheck\":null");
		expect_in_line("\"complete\":false,\"incomplete_reason\":"
			       "\"the file ends before the last page of memory\"");
		expect_in_line("\"comment\":\"LiveKD live system view\"");
	}
	globfree(&found);
}
