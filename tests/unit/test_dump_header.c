/* SPDX-License-Identifier: MIT */
/* lib/dump/header.h and context.h: fields, what was never set, texts, runs, registers. */
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/base/store.h"
#include "lib/dump/context.h"
#include "tests/unit/support_dslog.h"
#include "tests/unit/support_dump.h"

static const unsigned widths[] = {32, 64};
static struct dump_header h;
static struct buf b;

static void make(unsigned bits)
{
	b.n = 0;
	made_header(&b, bits);
}

/* From a buffer of just that size, so that a read beyond it is found. */
static enum status read_first(size_t n)
{
	uint8_t *copy = malloc(n ? n : 1);
	memcpy(copy, b.p, n);
	enum status status = dump_header_read(&h, slice_of(copy, n));
	free(copy);
	return status;
}

static void read_all(void)
{
	cr_assert_eq(read_first(b.n), STATUS_OK);
}

static const struct known *field(const char *name)
{
	for (size_t i = 0; i < dump_header_field_count; i++)
		if (strcmp(dump_header_fields[i].name, name) == 0)
			return dump_field_of(&h, &dump_header_fields[i]);
	for (size_t i = 0; i < dump_exception_field_count; i++)
		if (strcmp(dump_exception_fields[i].name, name) == 0)
			return dump_field_of(&h, &dump_exception_fields[i]);
	return NULL;
}

/* Fields that are known; each that is not has the value 0. */
static size_t known_fields(void)
{
	size_t n = 0;
	for (size_t i = 0; i < made_field_count; i++) {
		const struct known *k = field(made_fields[i].name);
		n += k && k->known;
		cr_expect(!k || k->known || k->value == 0, "%s", made_fields[i].name);
	}
	return n;
}

Test(header, other_signatures)
{
	static const struct slice others[] = {
		SLICE(""),         SLICE("PAGEDU6"),  SLICE("PAGEPAGE"), SLICE("PAGEDU65"),
		SLICE("pagedu64"), SLICE("MDMPDU64"), SLICE("PAGEDUMB"), SLICE("\0PAGEDU64"),
	};
	for (size_t i = 0; i < COUNT_OF(others); i++)
		cr_expect_eq(dump_header_read(&h, others[i]), STATUS_NOT_THIS_FORMAT, "%zu", i);
}

Test(header, nothing_set)
{
	for (size_t i = 0; i < COUNT_OF(widths); i++) {
		make(widths[i]);
		read_all();
		cr_expect_eq(h.bits, widths[i]);
		cr_expect_eq(known_fields(), 0, "%u bits: %zu", widths[i], known_fields());
		cr_expect_eq(h.VersionUser.n + h.Comment.n, 0);
		cr_expect_eq(h.run_count, 0);
		cr_expect(!h.runs_impossible && !h.extension.present);
		cr_expect(!h.context.ContextFlags.known && !h.context.instruction_pointer.known);
		cr_expect_eq(h.exception.information_count, 0);
	}
}

/* Each field alone, with a value of which each byte differs, and with 0. */
Test(header, each_number_alone)
{
	for (size_t w = 0; w < COUNT_OF(widths); w++)
		for (size_t i = 0; i < made_field_count; i++) {
			const struct made_field *f = &made_fields[i];
			size_t n = widths[w] == 32 ? f->size32 : f->size64;
			if (n == 0 || n > 8)
				continue;
			uint64_t mask = UINT64_MAX >> (64 - 8 * n);
			uint64_t values[] = {UINT64_C(0xf1e2d3c4b5a69788) & mask, 0, mask};
			for (size_t v = 0; v < COUNT_OF(values); v++) {
				make(widths[w]);
				made_header_set(&b, f->name, values[v]);
				read_all();
				cr_assert_not_null(field(f->name), "%s", f->name);
				cr_expect(field(f->name)->known, "%s", f->name);
				cr_expect_eq(field(f->name)->value, values[v], "%s", f->name);
				cr_expect_eq(known_fields(), 1, "%s", f->name);
			}
		}
}

/* "Never set" depends on the place: the fill of a single byte is the letter that stands there. */
Test(header, fill_of_single_bytes)
{
	make(32);
	made_header_set(&b, "PaeEnabled", 'A');
	made_header_set(&b, "KdSecondaryVersion", 'P');
	read_all();
	cr_expect_eq(h.PaeEnabled.value, 'A');
	cr_expect_eq(h.KdSecondaryVersion.value, 'P');
	made_header_set(&b, "PaeEnabled", 'P');
	made_header_set(&b, "KdSecondaryVersion", 'A');
	read_all();
	cr_expect(!h.PaeEnabled.known && !h.KdSecondaryVersion.known);
}

Test(header, texts)
{
	for (size_t i = 0; i < COUNT_OF(widths); i++) {
		make(widths[i]);
		made_header_text(&b, "VersionUser", "");
		made_header_text(&b, "Comment", "a \"comment\"");
		read_all();
		cr_expect_eq(h.VersionUser.n, 0);
		cr_expect(slice_equal(slice_of(h.Comment.bytes, h.Comment.n),
				      SLICE("a \"comment\"")));
	}
}

Test(header, texts_without_end)
{
	for (size_t i = 0; i < COUNT_OF(widths); i++) {
		make(widths[i]);
		memset(b.p + (widths[i] == 32 ? 0x3c : 0x60), 0xff, 32);
		memset(b.p + (widths[i] == 32 ? 0x820 : 0xfb0), 'c', 128);
		read_all();
		cr_expect_eq(h.VersionUser.n, 32);
		cr_expect_eq(h.Comment.n, 128);
	}
}

/* Fill that was left behind a text without NUL is none of it. */
Test(header, texts_that_end_in_fill)
{
	for (size_t i = 0; i < COUNT_OF(widths); i++) {
		size_t at = widths[i] == 32 ? 0x820 : 0xfb0;
		make(widths[i]);
		memcpy(b.p + at, "a comment", 9);
		read_all();
		cr_expect_eq(h.Comment.n, 9, "%zu", h.Comment.n);
		memset(b.p + at, 'x', 128 - 4);
		read_all();
		cr_expect_eq(h.Comment.n, 128, "a word may end so");
	}
}

/* What stored but half of a number knew nothing of the other half. */
Test(header, half_of_a_number)
{
	make(64);
	store_u32le(b.p + 0x20, 0x12345678);
	store_u32le(b.p + 0x2c, 0x12345678);
	read_all();
	cr_expect(!h.PsLoadedModuleList.known && !h.PsActiveProcessHead.known);
}

Test(header, runs)
{
	for (size_t w = 0; w < COUNT_OF(widths); w++) {
		size_t max = widths[w] == 32 ? 86 : 43;
		uint64_t runs[86][2];
		for (size_t i = 0; i < COUNT_OF(runs); i++) {
			runs[i][0] = 0x1001 * i;
			runs[i][1] = 0x0f0f0f + i;
		}
		make(widths[w]);
		made_header_runs(&b, runs, max);
		read_all();
		cr_assert_eq(h.run_count, max);
		for (size_t i = 0; i < max; i++) {
			cr_expect_eq(h.Run[i].BasePage, runs[i][0]);
			cr_expect_eq(h.Run[i].PageCount, runs[i][1]);
		}
		made_header_set(&b, "NumberOfRuns", max + 1);
		read_all();
		cr_expect_eq(h.run_count, 0);
		cr_expect(h.runs_impossible);
		cr_expect(!h.context.ContextFlags.known, "the runs end before the registers");
		made_header_set(&b, "NumberOfRuns", 0);
		read_all();
		cr_expect_eq(h.run_count, 0);
		cr_expect(!h.runs_impossible);
	}
}

/* A machine's registers: where the record stands, and what stands in it. */
static const struct {
	unsigned bits;
	uint32_t machine, flags;
	size_t at, flags_at, instruction, stack, frame;
	const char *name;
} machines[] = {
	{32, 0x14c, 0x0001003f, 0x320, 0, 0xb8, 0xc4, 0xb4, "Eip"},
	{64, 0x8664, 0x0010005f, 0x348, 0x30, 0xf8, 0x98, 0xa0, "Rip"},
	{64, 0xaa64, 0x00400007, 0x348, 0, 0x108, 0x100, 0xf0, "Pc"},
};

static void make_context(size_t i, uint32_t flags)
{
	make(machines[i].bits);
	uint8_t *record = b.p + machines[i].at;
	made_header_set(&b, "MachineImageType", machines[i].machine);
	store_u32le(record + machines[i].flags_at, flags);
	if (machines[i].bits == 32) {
		store_u32le(record + machines[i].instruction, 0x80401234);
		store_u32le(record + machines[i].stack, 0x90005678);
		store_u32le(record + machines[i].frame, 0x90005680);
	} else {
		store_u64le(record + machines[i].instruction, 0x80401234);
		store_u64le(record + machines[i].stack, 0x90005678);
		store_u64le(record + machines[i].frame, 0x90005680);
	}
	read_all();
}

Test(context, each_machine)
{
	for (size_t i = 0; i < COUNT_OF(machines); i++) {
		size_t count;
		make_context(i, machines[i].flags);
		cr_expect_eq(h.context.ContextFlags.value, machines[i].flags);
		cr_expect_eq(h.context.instruction_pointer.value, 0x80401234);
		cr_expect_eq(h.context.stack_pointer.value, 0x90005678);
		cr_expect_eq(h.context.frame_pointer.value, 0x90005680);
		const struct dump_register *r = dump_context_registers(h.MachineImageType, &count);
		cr_assert_not_null(r);
		const struct dump_register *last = NULL;
		for (size_t j = 0; j < count; j++) {
			cr_expect(!last || r[j].offset >= last->offset + last->bytes, "%s",
				  r[j].name);
			last = &r[j];
			if (strcmp(r[j].name, machines[i].name) == 0)
				cr_expect_eq(r[j].offset, machines[i].instruction);
		}
	}
}

Test(context, flags_of_another_machine)
{
	static const uint32_t flags[] = {0, 7, 0x00200007, 0x00500007, 0x45474150, 0xffffffff};
	for (size_t i = 0; i < COUNT_OF(machines); i++)
		for (size_t j = 0; j < COUNT_OF(flags) + COUNT_OF(machines); j++) {
			size_t other = j - COUNT_OF(flags);
			if (j >= COUNT_OF(flags) && other == i)
				continue;
			make_context(i, j < COUNT_OF(flags) ? flags[j] : machines[other].flags);
			cr_expect(!h.context.ContextFlags.known, "%zu, %zu", i, j);
			cr_expect(!h.context.instruction_pointer.known, "%zu, %zu", i, j);
		}
}

Test(context, registers_that_were_not_stored)
{
	for (size_t i = 0; i < COUNT_OF(machines); i++) {
		make_context(i, (machines[i].flags & 0xffff0000) | 2);
		cr_expect(h.context.ContextFlags.known);
		cr_expect(!h.context.instruction_pointer.known);
		cr_expect(!h.context.stack_pointer.known);
	}
}

Test(context, machine_of_another_width)
{
	make_context(1, machines[1].flags);
	made_header_set(&b, "MachineImageType", 0x14c);
	read_all();
	cr_expect(!h.context.ContextFlags.known);
	made_header_set(&b, "MachineImageType", 0x200);
	read_all();
	cr_expect(!h.context.ContextFlags.known, "registers of an Itanium are not decoded");
}

Test(exception, information)
{
	for (size_t w = 0; w < COUNT_OF(widths); w++) {
		size_t at = widths[w] == 32 ? 0x7e4 : 0xf20, n = widths[w] / 8;
		make(widths[w]);
		for (size_t i = 0; i < 15; i++)
			store_u32le(b.p + at + i * n, (uint32_t)i + 100);
		if (n == 8)
			for (size_t i = 0; i < 15; i++)
				store_u32le(b.p + at + i * n + 4, 0);
		static const uint64_t counts[] = {0, 2, 15, 16, UINT32_MAX};
		for (size_t i = 0; i < COUNT_OF(counts); i++) {
			size_t expected = counts[i] < 15 ? (size_t)counts[i] : 15;
			made_header_set(&b, "NumberParameters", counts[i]);
			read_all();
			cr_assert_eq(h.exception.information_count, expected);
			for (size_t j = 0; j < expected; j++)
				cr_expect_eq(h.exception.ExceptionInformation[j], j + 100);
		}
	}
}

static struct slice text_of(const struct dump_text *t)
{
	return slice_of(t->bytes, t->n);
}

Test(extension, of_build_26100)
{
	make(64);
	made_extension(&b, "Dump completed successfully.");
	read_all();
	const struct dump_extension *e = &h.extension;
	cr_expect(e->present);
	cr_expect(slice_equal(text_of(&e->status), SLICE("Dump completed successfully.")));
	cr_expect(slice_equal(text_of(&e->build), SLICE("26100")));
	cr_expect_eq(e->ubr.value, 4946);
	cr_expect_eq(e->major.value, 10);
	cr_expect(e->minor.known && e->minor.value == 0);
	/* Another text is taken as it is, and an empty one is one. */
	made_extension(&b, "Dump write failed: 0xC0000185");
	read_all();
	cr_expect(slice_equal(text_of(&e->status), SLICE("Dump write failed: 0xC0000185")));
	made_extension(&b, "");
	read_all();
	cr_expect(e->present && e->status.n == 0);
}

Test(extension, only_where_it_looks_like_one)
{
	make(64);
	made_extension(&b, "Dump completed successfully.");
	store_u32le(b.p + 0x1058, 0x299);
	read_all();
	cr_expect(!h.extension.present);
	store_u32le(b.p + 0x1058, 0x298);
	for (size_t i = 0x11f0; i < 0x12f0; i++)
		b.p[i] = (uint8_t) "PAGE"[i % 4];
	read_all();
	cr_expect(!h.extension.present);
	make(32);
	store_u32le(b.p + 0xffc, 0x298);
	read_all();
	cr_expect(!h.extension.present);
}

/* Everything set, cut at every byte: what is there is read, and nothing else is touched. */
Test(header, cut_everywhere)
{
	for (size_t w = 0; w < COUNT_OF(widths); w++) {
		const uint64_t runs[2][2] = {{1, 2}, {3, 4}};
		make(widths[w]);
		for (size_t i = 0; i < made_field_count; i++)
			made_header_set(&b, made_fields[i].name, 1 + i);
		made_header_runs(&b, runs, 2);
		if (widths[w] == 64)
			made_extension(&b, "Dump completed successfully.");
		read_all();
		size_t all = known_fields(), before = 0;
		for (size_t n = 8; n < b.n; n++) {
			cr_assert_eq(read_first(n), STATUS_TRUNCATED);
			size_t now = known_fields();
			cr_assert(now >= before && now <= all, "%zu bytes", n);
			before = now;
		}
		for (size_t n = 0; n < 8; n++)
			cr_assert_eq(read_first(n), STATUS_NOT_THIS_FORMAT);
		cr_expect_eq(before, all);
	}
}

Test(header, words)
{
	static const struct {
		uint64_t type;
		const char *name;
	} kinds[] = {
		{0, "unknown"},          {1, "full"},
		{2, "summary"},          {3, "header"},
		{4, "triage"},           {5, "bitmap_full"},
		{6, "bitmap_kernel"},    {7, "unknown"},
		{8, "rdmp_kernel"},      {9, "rdmp_kernel_active"},
		{10, "rdmp_full"},       {11, "unknown"},
		{UINT64_MAX, "unknown"},
	};
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		cr_expect_str_eq(dump_kind_name(kinds[i].type), kinds[i].name);
	cr_expect_str_eq(dump_machine_name(0x8664), "x64");
	cr_expect_str_eq(dump_machine_name(0x1c4), "arm");
	cr_expect_str_eq(dump_machine_name(0), "unknown");
	cr_expect_str_eq(dump_attribute_name(3), "KernelGeneratedTriageDump");
	cr_expect_str_eq(dump_attribute_name(8), "EncryptedDumpData");
	cr_expect_null(dump_attribute_name(11));
	cr_expect_null(dump_attribute_name(31));
	cr_expect_str_eq(dump_product_name(3), "server");
	cr_expect_str_eq(dump_product_name(0), "unknown");
	cr_expect_str_eq(dump_product_name(4), "unknown");
	cr_expect_str_eq(dump_suite_name(4), "VER_SUITE_TERMINAL");
	cr_expect_null(dump_suite_name(16));
	cr_expect_null(dump_suite_name(31));
}

/* The two real headers, which LiveKD wrote. */
static bool read_sample(const char *name)
{
	const char *samples = getenv("BSODUTILS_SAMPLES");
	char path[4096];
	b.n = 0;
	snprintf(path, sizeof(path), "%s/dumps/%s", samples ? samples : "", name);
	if (file_read(path, &b))
		return true;
	fprintf(stderr, "SKIPPED: no real header (%s)\n", path);
	return false;
}

static void expect_livekd(void)
{
	cr_expect(slice_equal(text_of(&h.Comment), SLICE("LiveKD live system view")));
	cr_expect_eq(h.VersionUser.n, 0);
	cr_expect_eq(h.MajorVersion.value, 15);
	cr_expect_eq(h.DumpType.value, DUMP_TYPE_FULL);
	cr_expect(h.BugCheckCode.known && h.BugCheckCode.value == 0);
	cr_expect_eq(h.exception.ExceptionCode.value, 0x80000003);
	cr_expect_eq(h.context.instruction_pointer.value, h.exception.ExceptionAddress.value);
	cr_expect(!h.SystemUpTime.known && !h.ProductType.known && !h.WriterStatus.known);
	cr_expect(!h.Attributes.known && !h.BootId.known && !h.extension.present);
	uint64_t pages = 0;
	for (size_t i = 0; i < h.run_count; i++)
		pages += h.Run[i].PageCount;
	cr_expect_eq(pages, h.NumberOfPages.value);
	cr_expect_eq(h.RequiredDumpSpace.value, pages * 4096);
}

Test(header, real_64_bit)
{
	if (!read_sample("memflow_coredump_win10_64bit_stripped.hdr"))
		cr_skip_test("no samples");
	read_all();
	expect_livekd();
	cr_expect_eq(h.bits, 64);
	cr_expect_eq(h.MinorVersion.value, 9200);
	cr_expect_eq(h.NumberProcessors.value, 8);
	cr_expect_eq(h.run_count, 4);
	cr_expect_eq(h.SystemTime.value, UINT64_C(0x1d64cb3a523a374));
	cr_expect_eq(h.KdSecondaryVersion.value, 2);
}

Test(header, real_32_bit)
{
	if (!read_sample("memflow_coredump_win7_32bit_stripped.hdr"))
		cr_skip_test("no samples");
	read_all();
	expect_livekd();
	cr_expect_eq(h.bits, 32);
	cr_expect_eq(h.MinorVersion.value, 7601);
	cr_expect_eq(h.NumberProcessors.value, 2);
	cr_expect_eq(h.run_count, 2);
	cr_expect_eq(h.SystemTime.value, UINT64_C(0x1d6509199bf63e0));
	cr_expect(h.PaeEnabled.known && h.PaeEnabled.value == 1);
	cr_expect(!h.KdSecondaryVersion.known && !h.KdDebuggerDataBlock.known);
}
