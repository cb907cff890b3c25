/* SPDX-License-Identifier: MIT */
#include "lib/dump/context.h"

/* Low bits of ContextFlags, the same for all machines. */
enum { CONTROL = 1, INTEGER = 2, SEGMENTS = 4, FLOATING = 8, DEBUG = 16 };

/* A machine's record: how it is told, and what stands where. */
struct context_form {
	uint64_t machine;
	uint32_t flag;         /* which of ContextFlags' bits names the machine */
	uint16_t flags_offset; /* of ContextFlags */
	uint16_t instruction, stack, frame;
	uint8_t pointer_bytes;
	const struct dump_register *registers;
	size_t count;
};

static const struct dump_register x86_registers[] = {
	{"ContextFlags", 0x00, 4, 0}, {"Dr0", 0x04, 4, DEBUG},      {"Dr1", 0x08, 4, DEBUG},
	{"Dr2", 0x0c, 4, DEBUG},      {"Dr3", 0x10, 4, DEBUG},      {"Dr6", 0x14, 4, DEBUG},
	{"Dr7", 0x18, 4, DEBUG},      {"SegGs", 0x8c, 4, SEGMENTS}, {"SegFs", 0x90, 4, SEGMENTS},
	{"SegEs", 0x94, 4, SEGMENTS}, {"SegDs", 0x98, 4, SEGMENTS}, {"Edi", 0x9c, 4, INTEGER},
	{"Esi", 0xa0, 4, INTEGER},    {"Ebx", 0xa4, 4, INTEGER},    {"Edx", 0xa8, 4, INTEGER},
	{"Ecx", 0xac, 4, INTEGER},    {"Eax", 0xb0, 4, INTEGER},    {"Ebp", 0xb4, 4, CONTROL},
	{"Eip", 0xb8, 4, CONTROL},    {"SegCs", 0xbc, 4, CONTROL},  {"EFlags", 0xc0, 4, CONTROL},
	{"Esp", 0xc4, 4, CONTROL},    {"SegSs", 0xc8, 4, CONTROL},
};

static const struct dump_register x64_registers[] = {
	{"ContextFlags", 0x30, 4, 0}, {"MxCsr", 0x34, 4, FLOATING}, {"SegCs", 0x38, 2, CONTROL},
	{"SegDs", 0x3a, 2, SEGMENTS}, {"SegEs", 0x3c, 2, SEGMENTS}, {"SegFs", 0x3e, 2, SEGMENTS},
	{"SegGs", 0x40, 2, SEGMENTS}, {"SegSs", 0x42, 2, CONTROL},  {"EFlags", 0x44, 4, CONTROL},
	{"Dr0", 0x48, 8, DEBUG},      {"Dr1", 0x50, 8, DEBUG},      {"Dr2", 0x58, 8, DEBUG},
	{"Dr3", 0x60, 8, DEBUG},      {"Dr6", 0x68, 8, DEBUG},      {"Dr7", 0x70, 8, DEBUG},
	{"Rax", 0x78, 8, INTEGER},    {"Rcx", 0x80, 8, INTEGER},    {"Rdx", 0x88, 8, INTEGER},
	{"Rbx", 0x90, 8, INTEGER},    {"Rsp", 0x98, 8, CONTROL},    {"Rbp", 0xa0, 8, INTEGER},
	{"Rsi", 0xa8, 8, INTEGER},    {"Rdi", 0xb0, 8, INTEGER},    {"R8", 0xb8, 8, INTEGER},
	{"R9", 0xc0, 8, INTEGER},     {"R10", 0xc8, 8, INTEGER},    {"R11", 0xd0, 8, INTEGER},
	{"R12", 0xd8, 8, INTEGER},    {"R13", 0xe0, 8, INTEGER},    {"R14", 0xe8, 8, INTEGER},
	{"R15", 0xf0, 8, INTEGER},    {"Rip", 0xf8, 8, CONTROL},
};

static const struct dump_register arm64_registers[] = {
	{"ContextFlags", 0x00, 4, 0}, {"Cpsr", 0x04, 4, CONTROL}, {"X0", 0x08, 8, INTEGER},
	{"X1", 0x10, 8, INTEGER},     {"X2", 0x18, 8, INTEGER},   {"X3", 0x20, 8, INTEGER},
	{"X4", 0x28, 8, INTEGER},     {"X5", 0x30, 8, INTEGER},   {"X6", 0x38, 8, INTEGER},
	{"X7", 0x40, 8, INTEGER},     {"X8", 0x48, 8, INTEGER},   {"X9", 0x50, 8, INTEGER},
	{"X10", 0x58, 8, INTEGER},    {"X11", 0x60, 8, INTEGER},  {"X12", 0x68, 8, INTEGER},
	{"X13", 0x70, 8, INTEGER},    {"X14", 0x78, 8, INTEGER},  {"X15", 0x80, 8, INTEGER},
	{"X16", 0x88, 8, INTEGER},    {"X17", 0x90, 8, INTEGER},  {"X18", 0x98, 8, INTEGER},
	{"X19", 0xa0, 8, INTEGER},    {"X20", 0xa8, 8, INTEGER},  {"X21", 0xb0, 8, INTEGER},
	{"X22", 0xb8, 8, INTEGER},    {"X23", 0xc0, 8, INTEGER},  {"X24", 0xc8, 8, INTEGER},
	{"X25", 0xd0, 8, INTEGER},    {"X26", 0xd8, 8, INTEGER},  {"X27", 0xe0, 8, INTEGER},
	{"X28", 0xe8, 8, INTEGER},    {"Fp", 0xf0, 8, CONTROL},   {"Lr", 0xf8, 8, CONTROL},
	{"Sp", 0x100, 8, CONTROL},    {"Pc", 0x108, 8, CONTROL},
};

static const struct context_form forms[] = {
	{DUMP_MACHINE_X86, 0x00010000, 0x00, 0xb8, 0xc4, 0xb4, 4, x86_registers,
	 COUNT_OF(x86_registers)},
	{DUMP_MACHINE_X64, 0x00100000, 0x30, 0xf8, 0x98, 0xa0, 8, x64_registers,
	 COUNT_OF(x64_registers)},
	{DUMP_MACHINE_ARM64, 0x00400000, 0x00, 0x108, 0x100, 0xf0, 8, arm64_registers,
	 COUNT_OF(arm64_registers)},
};

static const struct context_form *form_of(struct known machine)
{
	for (size_t i = 0; machine.known && i < COUNT_OF(forms); i++)
		if (forms[i].machine == machine.value)
			return &forms[i];
	return NULL;
}

static struct known load(struct slice bytes, size_t offset, size_t n)
{
	struct slice s = slice_sub(bytes, offset, n);
	return s.n ? known_number(load_any_le(s)) : (struct known){false, 0};
}

void dump_context_read(struct dump_context *c, struct known machine, struct slice bytes)
{
	*c = (struct dump_context){.ContextFlags = {false, 0}};
	const struct context_form *f = form_of(machine);
	struct known flags = f ? load(bytes, f->flags_offset, 4) : (struct known){false, 0};
	/* Every machine has a bit of its own; two of them are what "PAGE" or noise looks like. */
	if (!flags.known || (flags.value & 0x00ff0000) != f->flag)
		return;
	c->ContextFlags = flags;
	if (!(flags.value & CONTROL))
		return;
	c->instruction_pointer = load(bytes, f->instruction, f->pointer_bytes);
	c->stack_pointer = load(bytes, f->stack, f->pointer_bytes);
	if (flags.value & INTEGER) /* where x64 counts Rbp in */
		c->frame_pointer = load(bytes, f->frame, f->pointer_bytes);
}

const struct dump_register *dump_context_registers(struct known machine, size_t *count)
{
	const struct context_form *f = form_of(machine);
	*count = f ? f->count : 0;
	return f ? f->registers : NULL;
}

struct slice dump_context_bytes(const struct dump_header *h, struct slice header)
{
	/* What is there of it, for a header that is cut. */
	size_t at = h->bits == 32 ? 0x320 : 0x348;
	size_t end = h->bits == 32 ? 0x7d0 : 0xf00;
	if (end > header.n)
		end = header.n;
	return at < end ? slice_sub(header, at, end - at) : (struct slice){NULL, 0};
}
