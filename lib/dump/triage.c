/* SPDX-License-Identifier: MIT */
/*
 * The fields of TRIAGE_DUMP32 and TRIAGE_DUMP64 are those of Dump.h, which Microsoft Research has
 * published with Singularity; the places within KLDR_DATA_TABLE_ENTRY and KDDEBUGGER_DATA64 those
 * of public symbols and of wdbgexts.h. The 64-bit ones are confirmed by real dumps.
 */
#include "lib/dump/triage_reading.h"

#include "lib/base/limits.h"

/* "PAGE", with which Windows fills the buffer before it stores fields over it. */
#define FILL UINT64_C(0x4547415045474150)

/* Fields at the beginning, 32 bits each, at the same places in both widths. */
enum {
	SERVICE_PACK_BUILD = 0x00,
	SIZE_OF_DUMP = 0x04,
	VALID_OFFSET = 0x08,
	MM_OFFSET = 0x14,
	UNLOADED_DRIVERS_OFFSET = 0x18,
	PRCB_OFFSET = 0x1c,
	PROCESS_OFFSET = 0x20,
	THREAD_OFFSET = 0x24,
	CALL_STACK_OFFSET = 0x28,
	SIZE_OF_CALL_STACK = 0x2c,
	DRIVER_LIST_OFFSET = 0x30,
	DRIVER_COUNT = 0x34,
	STRING_POOL_OFFSET = 0x38,
	STRING_POOL_SIZE = 0x3c,
	BROKEN_DRIVER_OFFSET = 0x40,
	TRIAGE_OPTIONS = 0x44,
	TOP_OF_STACK = 0x48,
};

enum { STRUCTURE_MAX = 0x80, DATA_BLOCK_BYTES = 16, KDBG_BYTES = 0x58 };

/* MiniDumpFields: which of the later fields the writer knows; older ones have other things there.
 */
enum { MINIDUMP_DEBUGGER_DATA = 0x400, MINIDUMP_DATA_BLOCKS = 0x800 };

static const struct triage_widths widths32 = {
	.pointer = 4,
	.structure_bytes = 0x68,
	.data_page = 0x50,
	.debugger = 0x58,
	.data = 0x60,
	.driver_stride = 0x4c,
	.DllBase = 4 + 0x18,
	.SizeOfImage = 4 + 0x20,
	.CheckSum = 4 + 0x40,
	.TimeDateStamp = 4 + 0x44,
	.unloaded_count = 4,
	.unloaded_stride = 0x28,
	.Name = 8,
	.StartAddress = 0x20,
	.EndAddress = 0x24,
};

static const struct triage_widths widths64 = {
	.pointer = 8,
	.structure_bytes = 0x80,
	.data_page = 0x68,
	.debugger = 0x70,
	.data = 0x78,
	.driver_stride = 0x90,
	.DllBase = 8 + 0x30,
	.SizeOfImage = 8 + 0x40,
	.CheckSum = 8 + 0x78,
	.TimeDateStamp = 8 + 0x80,
	.unloaded_count = 8,
	.unloaded_stride = 0x38,
	.Name = 16,
	.StartAddress = 0x28,
	.EndAddress = 0x30,
};

static struct known field_u32(struct slice s, size_t offset)
{
	struct slice field = slice_sub(s, offset, 4);
	if (!field.n || load_u32le(field.p) == (uint32_t)FILL)
		return (struct known){false, 0};
	return known_number(load_u32le(field.p));
}

static struct known field_address(struct slice s, size_t offset, size_t pointer)
{
	if (pointer == 4)
		return field_u32(s, offset);
	struct slice field = slice_sub(s, offset, 8);
	if (!field.n || load_u64le(field.p) == FILL)
		return (struct known){false, 0};
	return known_number(load_u64le(field.p));
}

/* A place whose offset and size stand one behind the other. */
static struct dump_place field_place(struct slice s, size_t offset)
{
	return (struct dump_place){field_u32(s, offset).value, field_u32(s, offset + 4).value};
}

static void read_fields(struct dump_triage *t, const struct triage_widths *w, struct slice s)
{
	t->ServicePackBuild = field_u32(s, SERVICE_PACK_BUILD);
	t->SizeOfDump = field_u32(s, SIZE_OF_DUMP);
	t->ValidOffset = field_u32(s, VALID_OFFSET);
	t->MmOffset = field_u32(s, MM_OFFSET);
	t->UnloadedDriversOffset = field_u32(s, UNLOADED_DRIVERS_OFFSET);
	t->PrcbOffset = field_u32(s, PRCB_OFFSET);
	t->ProcessOffset = field_u32(s, PROCESS_OFFSET);
	t->ThreadOffset = field_u32(s, THREAD_OFFSET);
	t->call_stack = field_place(s, CALL_STACK_OFFSET);
	t->DriverListOffset = field_u32(s, DRIVER_LIST_OFFSET);
	t->DriverCount = field_u32(s, DRIVER_COUNT);
	t->string_pool = field_place(s, STRING_POOL_OFFSET);
	t->BrokenDriverOffset = field_u32(s, BROKEN_DRIVER_OFFSET);
	t->TriageOptions = field_u32(s, TRIAGE_OPTIONS);
	t->TopOfStack = field_address(s, TOP_OF_STACK, w->pointer);
	t->data_page = field_place(s, w->data_page);
}

/* The fields that came with Windows XP and later, if the header does not say that they are absent.
 */
static void read_later_fields(struct dump_triage *t, const struct dump_header *h,
			      const struct triage_widths *w, struct slice s)
{
	bool told = h->MiniDumpFields.known;
	if (!told || h->MiniDumpFields.value & MINIDUMP_DEBUGGER_DATA)
		t->debugger_data = field_place(s, w->debugger);
	if (told && !(h->MiniDumpFields.value & MINIDUMP_DATA_BLOCKS))
		return;
	t->DataBlocksOffset = field_u32(s, w->data);
	t->DataBlocksCount = field_u32(s, w->data + 4);
}

static void read_structure(struct triage_reading *r)
{
	uint8_t bytes[STRUCTURE_MAX];
	uint64_t at = dump_header_bytes(r->h);
	size_t want = r->widths->structure_bytes;
	size_t n = random_read(r->in, at, bytes, want);
	read_fields(r->t, r->widths, slice_of(bytes, n));
	read_later_fields(r->t, r->h, r->widths, slice_of(bytes, n));
	if (n == want)
		return;
	struct diag d = {
		.code = DIAG_DUMP_TRIAGE_TRUNCATED,
		.offset = r->in->size,
		.got = r->in->size,
		.limit = at + want,
		.text = SLICE("the structure TRIAGE_DUMP"),
	};
	triage_fault(r, STATUS_TRUNCATED, &d);
}

static void check_mark(struct triage_reading *r, uint64_t offset)
{
	uint8_t mark[4];
	r->t->valid = offset >= dump_header_bytes(r->h) &&
		      random_read(r->in, offset, mark, 4) == 4 && memcmp(mark, "TRGD", 4) == 0;
	if (r->t->valid)
		return;
	struct diag d = {.code = DIAG_DUMP_TRIAGE_UNFINISHED, .offset = offset, .got = offset};
	triage_fault(r, STATUS_DAMAGED, &d);
}

/* Is all of it there, and does it end as it should? */
static void check_end(struct triage_reading *r)
{
	const struct dump_triage *t = r->t;
	uint64_t header = dump_header_bytes(r->h);
	uint64_t at = header + SIZE_OF_DUMP;
	struct dump_place all = {header, 0};
	if (t->SizeOfDump.value > header)
		all.bytes = t->SizeOfDump.value - header;
	uint64_t there = triage_readable(r, "the small dump", at, all);
	/* A mark that was cut off is not missing, nor is one whose place was cut off. */
	if (t->ValidOffset.known ? there == all.bytes || t->ValidOffset.value + 4 <= header + there
				 : r->status == STATUS_OK)
		check_mark(r, t->ValidOffset.value);
	if (!t->SizeOfDump.known || t->SizeOfDump.value >= t->ValidOffset.value)
		return;
	struct diag d = {
		.code = DIAG_DUMP_TRIAGE_SIZE,
		.offset = at,
		.got = t->SizeOfDump.value,
		.limit = t->ValidOffset.value,
	};
	triage_fault(r, STATUS_DAMAGED, &d);
}

/* KDDEBUGGER_DATA64 has 64-bit addresses in 32-bit dumps, too: with the sign extended. */
static struct known debugger_address(const struct triage_reading *r, struct slice s, size_t offset)
{
	struct known k = field_address(s, offset, 8);
	if (r->widths->pointer == 4)
		k.value = (uint32_t)k.value;
	return k;
}

static void read_debugger_data(struct triage_reading *r)
{
	uint8_t bytes[KDBG_BYTES];
	uint64_t field = dump_header_bytes(r->h) + r->widths->debugger;
	uint64_t n = triage_readable(r, "the debugger data", field, r->t->debugger_data);
	if (n == 0)
		return;
	uint64_t at = r->t->debugger_data.offset;
	size_t want = n < sizeof(bytes) ? (size_t)n : sizeof(bytes);
	struct slice s = slice_of(bytes, random_read(r->in, at, bytes, want));
	struct slice signature = slice_sub(s, 0x10, 4);
	if (!slice_equal(signature, SLICE("KDBG"))) {
		struct diag d = {.code = DIAG_DUMP_TRIAGE_DEBUGGER_DATA, .offset = at};
		diag_report(r->sink, &d);
		return;
	}
	r->t->kdbg.Size = field_u32(s, 0x14);
	r->t->kdbg.KernBase = debugger_address(r, s, 0x18);
	r->t->kdbg.PsLoadedModuleList = debugger_address(r, s, 0x48);
	r->t->kdbg.PsActiveProcessHead = debugger_address(r, s, 0x50);
}

static void report_blocks(struct triage_reading *r, size_t outside)
{
	if (outside == 0)
		return;
	struct diag d = {
		.code = DIAG_DUMP_TRIAGE_BLOCKS,
		.offset = r->t->DataBlocksOffset.value,
		.got = outside,
		.limit = r->t->block_count,
	};
	triage_fault(r, r->in->size_is_least ? STATUS_LIMIT : STATUS_DAMAGED, &d);
}

static void read_blocks(struct triage_reading *r)
{
	struct dump_triage *t = r->t;
	const struct triage_table table = {
		.what = "the list of data blocks",
		.rows = "data blocks",
		.field = dump_header_bytes(r->h) + r->widths->data,
		.offset = t->DataBlocksOffset,
		.count = t->DataBlocksCount,
		.stride = DATA_BLOCK_BYTES,
		.limit = LIMIT_DUMP_BLOCKS,
	};
	size_t count = triage_table_rows(r, &table), outside = 0;
	t->blocks = arena_alloc(r->arena, count * sizeof(*t->blocks));
	struct triage_rows rows;
	const uint8_t *p;
	triage_rows_begin(&rows, r->in, table.offset.value, table.stride, count);
	while ((p = triage_rows_next(&rows)) != NULL) {
		struct dump_data_block block = {load_u64le(p), load_u32le(p + 8),
						load_u32le(p + 12)};
		outside += (uint64_t)block.Offset + block.Size > r->in->size;
		t->blocks[t->block_count++] = block;
	}
	report_blocks(r, outside);
}

enum status dump_triage_read(struct dump_triage *t, const struct dump_header *h,
			     struct random_input *in, const struct dump_triage_wish *wish,
			     struct arena *arena, const struct diag_sink *sink,
			     uint64_t *fault_offset)
{
	struct triage_reading r = {
		.t = t,
		.h = h,
		.widths = h->bits == 32 ? &widths32 : &widths64,
		.in = in,
		.arena = arena,
		.sink = sink,
	};
	*t = (struct dump_triage){0};
	random_settle(in);
	read_structure(&r);
	check_end(&r);
	read_debugger_data(&r);
	triage_read_drivers(&r);
	triage_index_images(&r);
	if (wish->unloaded)
		triage_read_unloaded(&r);
	if (wish->frames)
		triage_read_frames(&r);
	if (wish->blocks)
		read_blocks(&r);
	*fault_offset = r.fault_offset;
	return r.status;
}
