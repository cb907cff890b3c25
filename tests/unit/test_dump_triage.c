/* SPDX-License-Identifier: MIT */
/* lib/dump/triage.h: what is read of a small dump, and what is said of one that is cut or forged.
 */
#include <criterion/criterion.h>

#include "tests/unit/support_source.h"
#include "tests/unit/support_triage.h"

static const unsigned both[] = {32, 64};

static struct made_triage made;
static struct read_triage got;
static struct reports reports;

static void read_first(size_t n)
{
	struct diag_sink sink = reports_sink(&reports);
	reports = (struct reports){0};
	read_made(&got, &made, n, &sink);
}

static void read_all(void)
{
	read_first(made.b.n);
}

static void done(void)
{
	read_triage_free(&got);
	made_triage_free(&made);
}

static uint64_t high(void)
{
	return made.header.bits == 64 ? UINT64_C(0xfffff80000000000) : 0;
}

static uint64_t field(uint32_t offset)
{
	return dump_header_bytes(&made.header) + offset;
}

static uint64_t pointer(void)
{
	return made.header.bits / 8;
}

#define EXPECT_TEXT(slice, text)                                                     \
	cr_expect(slice_equal(slice, SLICE(text)), "%s: %.*s", text, (int)(slice).n, \
		  (const char *)(slice).p)
#define EXPECT_KNOWN(k, v) cr_expect((k).known && (k).value == (v))

static void expect_damaged(uint64_t at, enum diag_code code)
{
	cr_expect_eq(got.status, STATUS_DAMAGED);
	cr_expect_eq(got.fault_offset, at, "fault at 0x%lx instead of 0x%lx",
		     (unsigned long)got.fault_offset, (unsigned long)at);
	cr_expect_eq(reports.of[code], 1, "%s: %u", diag_code_name(code), reports.of[code]);
}

static void expect_fields(void)
{
	const struct dump_triage *t = &got.t;
	EXPECT_KNOWN(t->SizeOfDump, made.b.n);
	EXPECT_KNOWN(t->ValidOffset, made.b.n - 4);
	EXPECT_KNOWN(t->TopOfStack, high() + 0xb0000000);
	EXPECT_KNOWN(t->DriverCount, 2u);
	EXPECT_KNOWN(t->DataBlocksCount, 3u);
	EXPECT_KNOWN(t->kdbg.Size, 0x380u);
	EXPECT_KNOWN(t->kdbg.KernBase, (high() ? UINT64_C(0xffffffff00000000) : 0) + 0x80400000);
	EXPECT_KNOWN(t->kdbg.PsLoadedModuleList, high() + 0x80500000);
	EXPECT_KNOWN(t->kdbg.PsActiveProcessHead, high() + 0x80600000);
	cr_expect_eq(t->call_stack.bytes, 4 * pointer());
	cr_expect_eq(t->debugger_data.bytes, 0x380);
	cr_expect(t->valid);
}

static void expect_drivers(void)
{
	const struct dump_triage *t = &got.t;
	cr_assert_eq(t->driver_count, 2);
	EXPECT_TEXT(t->drivers[0].name, "ntoskrnl.exe");
	EXPECT_TEXT(t->drivers[1].name, "\\SystemRoot\\System32\\drivers\\dump_storport.sys");
	EXPECT_TEXT(dump_driver_base_name(&t->drivers[1]), "dump_storport.sys");
	cr_expect_eq(t->drivers[1].DllBase, high() + 0x90000000);
	cr_expect_eq(t->drivers[1].SizeOfImage, 0x8000);
	cr_expect_eq(t->drivers[1].CheckSum, 0x1001);
	cr_expect_eq(t->drivers[1].TimeDateStamp, 0x2001);
	cr_assert_eq(t->unloaded_count, 2);
	EXPECT_TEXT(t->unloaded[0].name, "dam.sys");
	EXPECT_TEXT(t->unloaded[1].name, "NetworkPriva");
	cr_expect_eq(t->unloaded[1].StartAddress, high() + 0xa0100000);
	cr_expect_eq(t->unloaded[1].EndAddress, high() + 0xa0108000);
}

static void expect_stack(void)
{
	const struct dump_triage *t = &got.t;
	cr_assert_eq(t->frame_count, 2);
	cr_expect_eq(t->frames[0].stack_address, high() + 0xb0000000);
	cr_expect_eq(t->frames[0].address, high() + 0x80400001);
	cr_expect_eq(t->frames[0].driver, 0);
	cr_expect_eq(t->frames[1].stack_address, high() + 0xb0000000 + 2 * pointer());
	cr_expect_eq(t->frames[1].driver, 1);
	cr_assert_eq(t->block_count, 3);
	cr_expect_eq(t->blocks[2].VirtualAddress, UINT64_C(0xffff800000000002));
	cr_expect_eq(t->blocks[2].Offset, 32);
	cr_expect_eq(t->blocks[2].Size, 16);
}

Test(dump_triage, whole)
{
	for (size_t i = 0; i < COUNT_OF(both); i++) {
		made_triage_whole(&made, both[i]);
		read_all();
		cr_expect_eq(got.status, STATUS_OK);
		cr_expect_eq(reports.count, 0);
		expect_fields();
		expect_drivers();
		expect_stack();
		done();
	}
}

Test(dump_triage, only_what_is_wished)
{
	static const struct dump_triage_wish none;
	made_triage_whole(&made, 64);
	struct random_input in = made_input(buf_slice(&made.b));
	got = (struct read_triage){0};
	cr_expect_eq(dump_triage_read(&got.t, &made.header, &in, &none, &got.arena, NULL,
				      &got.fault_offset),
		     STATUS_OK);
	cr_expect_eq(got.t.driver_count, 2);
	cr_expect_eq(got.t.unloaded_count + got.t.frame_count + got.t.block_count, 0);
	cr_expect_eq(dump_triage_driver_of(&got.t, high() + 0x90007fff), 1);
	free(in.prefix.p);
	done();
}

/* Windows fills the buffer with "PAGE" before it stores fields. */
Test(dump_triage, unset_fields)
{
	for (size_t i = 0; i < COUNT_OF(both); i++) {
		made_triage_begin(&made, both[i]);
		for (uint64_t at = field(0); at + 4 <= made.b.n; at += 4)
			made_store(&made, at, 0x45474150);
		read_all();
		cr_expect_not(got.t.SizeOfDump.known || got.t.DriverCount.known ||
			      got.t.TopOfStack.known || got.t.DataBlocksCount.known);
		cr_expect_eq(got.t.call_stack.offset, 0);
		cr_expect_eq(got.t.driver_count, 0);
		cr_expect_not(got.t.valid);
		cr_expect_eq(got.status, STATUS_DAMAGED);
		cr_expect_eq(reports.of[DIAG_DUMP_TRIAGE_UNFINISHED], 1);
		cr_expect_eq(reports.count, 1);
		done();
	}
}

/* The end of the file is told as the place, wherever it comes. */
Test(dump_triage, cut_at_each_byte)
{
	for (size_t i = 0; i < COUNT_OF(both); i++) {
		made_triage_whole(&made, both[i]);
		for (size_t n = 0; n < made.b.n; n++) {
			read_first(n);
			cr_expect_eq(got.status, STATUS_TRUNCATED, "%zu: %d", n, got.status);
			cr_expect_eq(got.fault_offset, n);
			cr_expect(reports.of[DIAG_DUMP_TRIAGE_TRUNCATED] >= 1);
			cr_expect_eq(reports.of[DIAG_DUMP_TRIAGE_UNFINISHED], 0, "%zu", n);
			cr_expect_not(got.t.valid);
			read_triage_free(&got);
		}
		done();
	}
}

/* What is there of a cut list is delivered. */
Test(dump_triage, cut_in_a_list)
{
	made_triage_whole(&made, 64);
	read_all();
	uint64_t list = got.t.DriverListOffset.value;
	read_triage_free(&got);
	read_first(list + 2 * 0x90 - 1);
	cr_expect_eq(got.t.driver_count, 1);
	cr_expect_eq(got.t.drivers[0].DllBase, high() + 0x80400000);
	cr_expect_eq(got.t.drivers[0].name.n, 0);
	cr_expect_eq(reports.of[DIAG_DUMP_TRIAGE_NAME], 1);
	cr_expect_eq(got.t.frame_count, 1);
	cr_expect_eq(got.t.unloaded_count, 2);
	done();
}

/* Of a stream only the beginning may be kept: that is no damage. */
Test(dump_triage, stream_not_kept)
{
	static const struct dump_triage_wish all = {true, true, true};
	struct diag_sink sink = reports_sink(&reports);
	made_triage_whole(&made, 64);
	struct random_input in = made_input(slice_of(made.b.p, made.b.n - 1));
	in.size_is_least = true;
	got = (struct read_triage){0};
	reports = (struct reports){0};
	got.status = dump_triage_read(&got.t, &made.header, &in, &all, &got.arena, &sink,
				      &got.fault_offset);
	cr_expect_eq(got.status, STATUS_LIMIT);
	cr_expect_eq(got.fault_offset, made.b.n - 1);
	cr_expect_eq(reports.of[DIAG_DUMP_TRIAGE_UNREACHED], 1);
	cr_expect_eq(reports.count, 1);
	cr_expect_eq(got.t.driver_count, 2);
	free(in.prefix.p);
	done();
}

Test(dump_triage, unfinished)
{
	made_triage_whole(&made, 64);
	memcpy(made_at(&made, made.b.n - 4), "PAGE", 4);
	read_all();
	cr_expect_not(got.t.valid);
	expect_damaged(made.b.n - 4, DIAG_DUMP_TRIAGE_UNFINISHED);
	cr_expect_eq(reports.count, 1);
	expect_drivers();
	done();
}

Test(dump_triage, size_before_mark)
{
	made_triage_whole(&made, 64);
	made_set(&made, TRIAGE_SizeOfDump, 0x2100);
	read_all();
	cr_expect(got.t.valid);
	expect_damaged(field(TRIAGE_SizeOfDump), DIAG_DUMP_TRIAGE_SIZE);
	expect_drivers();
	done();
}

/* A page file: the dump is only its beginning. */
Test(dump_triage, larger_file)
{
	made_triage_whole(&made, 64);
	buf_add_repeated(&made.b, 0x55, 5000);
	read_all();
	cr_expect_eq(got.status, STATUS_OK);
	cr_expect_eq(reports.count, 0);
	done();
}

static void expect_kept(const char *name)
{
	cr_expect_eq(got.t.driver_count == 2, strcmp(name, "drivers") != 0, "%s", name);
	cr_expect_eq(got.t.unloaded_count == 2, strcmp(name, "unloaded") != 0, "%s", name);
	cr_expect_eq(got.t.block_count == 3, strcmp(name, "blocks") != 0, "%s", name);
	cr_expect_eq(got.t.kdbg.Size.known, strcmp(name, "debugger") != 0, "%s", name);
}

/* A part that cannot be where it is stated is named, and all others are read. */
Test(dump_triage, impossible_places)
{
	static const uint32_t places[] = {1, 0x348, 0xfff, 0x7fffffff, 0xffffffff};
	made_triage_begin(&made, 64);
	const struct {
		const char *name;
		uint32_t field;
	} fields[] = {
		{"unloaded", TRIAGE_UnloadedDriversOffset}, {"stack", TRIAGE_CallStackOffset},
		{"drivers", TRIAGE_DriverListOffset},       {"debugger", made.DebuggerDataOffset},
		{"blocks", made.DataBlocksOffset},
	};
	made_triage_free(&made);
	for (size_t i = 0; i < COUNT_OF(fields) * COUNT_OF(places); i++) {
		size_t f = i / COUNT_OF(places);
		made_triage_whole(&made, 64);
		made_set(&made, fields[f].field, places[i % COUNT_OF(places)]);
		read_all();
		expect_damaged(field(fields[f].field), DIAG_DUMP_TRIAGE_PLACE);
		cr_expect_eq(reports.count, 1);
		expect_kept(fields[f].name);
		done();
	}
}

/* The mark inside the header, or behind the end. */
Test(dump_triage, impossible_mark)
{
	static const uint32_t places[] = {0, 0x1ffc, 0xfffffffc};
	for (size_t i = 0; i < COUNT_OF(places); i++) {
		made_triage_whole(&made, 64);
		memcpy(made_at(&made, 0x1ffc), "TRGD", 4);
		made_set(&made, TRIAGE_ValidOffset, places[i]);
		read_all();
		cr_expect_not(got.t.valid);
		expect_damaged(places[i], DIAG_DUMP_TRIAGE_UNFINISHED);
		done();
	}
}

/* Counts are cut by what the file has. */
Test(dump_triage, impossible_counts)
{
	for (size_t i = 0; i < COUNT_OF(both); i++) {
		made_triage_whole(&made, both[i]);
		read_all();
		uint64_t unloaded = got.t.UnloadedDriversOffset.value;
		read_triage_free(&got);
		made_set(&made, TRIAGE_DriverCount, 0xffffffff);
		made_set(&made, made.DataBlocksCount, 0xffffffff);
		made_set(&made, TRIAGE_SizeOfCallStack, 0xffffffff);
		made_store(&made, unloaded, 0xffffffff);
		read_all();
		cr_expect_eq(got.status, STATUS_DAMAGED);
		cr_expect_eq(got.fault_offset, field(TRIAGE_DriverListOffset));
		cr_expect_eq(reports.of[DIAG_DUMP_TRIAGE_PLACE], 4);
		/* The lists end where the next part begins. */
		expect_drivers();
		expect_stack();
		done();
	}
}

/* A count that the file has room for, but not the dump in it. */
Test(dump_triage, behind_its_end)
{
	made_triage_whole(&made, 64);
	made_set(&made, made.DataBlocksCount, 5);
	buf_add_repeated(&made.b, 0x55, 5000);
	read_all();
	expect_damaged(field(made.DataBlocksOffset), DIAG_DUMP_TRIAGE_PLACE);
	cr_expect_eq(got.t.block_count, 3);
	done();
}

Test(dump_triage, block_outside)
{
	made_triage_whole(&made, 64);
	uint32_t list = made_blocks(&made, 3);
	made_triage_end(&made);
	made_store(&made, list + 16 + 8, (uint32_t)made.b.n - 15);
	made_store(&made, list + 32 + 8, 0xffffffff);
	made_store(&made, list + 32 + 12, 0xffffffff);
	read_all();
	expect_damaged(list, DIAG_DUMP_TRIAGE_BLOCKS);
	cr_expect_eq(reports.last.got, 2);
	cr_expect_eq(reports.last.limit, 3);
	cr_expect_eq(got.t.block_count, 3);
	done();
}

/* Writers before Windows XP have other things in the later fields, and say so. */
Test(dump_triage, fields_that_are_not_there)
{
	made_triage_whole(&made, 32);
	made.header.MiniDumpFields = known_number(0x3ff);
	made_set(&made, made.DataBlocksOffset, 0x12345678);
	made_set(&made, made.DebuggerDataOffset, 0x12345678);
	read_all();
	cr_expect_eq(got.status, STATUS_OK);
	cr_expect_not(got.t.DataBlocksOffset.known);
	cr_expect_eq(got.t.debugger_data.bytes, 0);
	expect_drivers();
	done();
}

Test(dump_triage, debugger_data)
{
	made_triage_whole(&made, 64);
	read_all();
	uint64_t at = got.t.debugger_data.offset;
	read_triage_free(&got);
	made_set(&made, made.DebuggerDataSize, 0x20);
	read_all();
	EXPECT_KNOWN(got.t.kdbg.KernBase, UINT64_C(0xffffffff80400000));
	cr_expect_not(got.t.kdbg.PsLoadedModuleList.known);
	read_triage_free(&got);
	*made_at(&made, at + 0x10) = 'k';
	read_all();
	cr_expect_not(got.t.kdbg.KernBase.known);
	cr_expect_eq(got.status, STATUS_OK);
	cr_expect_eq(reports.of[DIAG_DUMP_TRIAGE_DEBUGGER_DATA], 1);
	done();
}
