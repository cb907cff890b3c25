/* SPDX-License-Identifier: MIT */
#include "lib/bugcheck/code.h"
#include "lib/dump/fault.h"

/* STATUS_BREAKPOINT: what the record of exception holds after an ordinary bug check. */
enum { BREAKPOINT = (int)0x80000003 };

/* Which parameter is the address of code: of the instruction that did it, or of the routine that
 * did (Microsoft's bug check code reference). */
static const struct {
	uint32_t code;
	uint8_t parameter; /* from 1 */
} code_addresses[] = {
	{0x0000000a, 4}, {0x0000001e, 2}, {0x00000039, 1}, {0x0000003b, 2}, {0x0000004a, 1},
	{0x00000050, 3}, {0x0000007e, 2}, {0x0000008e, 2}, {0x000000c5, 4}, {0x000000cc, 3},
	{0x000000cd, 3}, {0x000000ce, 3}, {0x000000cf, 3}, {0x000000d0, 4}, {0x000000d1, 4},
	{0x000000d3, 4}, {0x000000d4, 4}, {0x000000d5, 3}, {0x000000d6, 3}, {0x000000df, 1},
	{0x000000e1, 1}, {0x0000011b, 2}, {0x00000128, 1}, {0x00000129, 1}, {0x00000135, 3},
	{0x00000151, 1}, {0x0000015b, 1}, {0x0000019a, 1}, {0x000001a0, 4}, {0x000001d6, 1},
	{0x000001ea, 4}, {0x000001f2, 3},
};

static unsigned code_parameter(uint32_t code)
{
	uint32_t base = bugcheck_base_code(code);
	for (size_t i = 0; i < COUNT_OF(code_addresses); i++)
		if (code_addresses[i].code == base)
			return code_addresses[i].parameter;
	return 0;
}

static bool is_in_driver(struct dump_fault *f, const struct dump_triage *t)
{
	size_t i = dump_triage_driver_of(t, f->address);
	if (i == t->driver_count)
		return false;
	f->name = dump_driver_base_name(&t->drivers[i]);
	f->base = t->drivers[i].DllBase;
	return true;
}

static bool was_in_unloaded_driver(struct dump_fault *f, const struct dump_triage *t)
{
	for (size_t i = 0; i < t->unloaded_count; i++) {
		const struct dump_unloaded_driver *u = &t->unloaded[i];
		if (f->address < u->StartAddress || f->address >= u->EndAddress)
			continue;
		f->name = u->name;
		f->base = u->StartAddress;
		return f->unloaded = true;
	}
	return false;
}

/* Is it there, and in a module? Zero stands for "not known" in parameters. */
static void ask(struct dump_fault *f, const struct dump *d, struct known address, const char *by)
{
	if (f->found || address.value == 0)
		return;
	f->address = address.value;
	f->by = by;
	f->found = is_in_driver(f, &d->triage) || was_in_unloaded_driver(f, &d->triage);
}

static const char *instruction_pointer_name(const struct dump_header *h)
{
	switch (h->MachineImageType.value) {
	case DUMP_MACHINE_X86:
		return "Eip";
	case DUMP_MACHINE_X64:
		return "Rip";
	default:
		return "Pc";
	}
}

void dump_fault_find(struct dump_fault *f, const struct dump *d)
{
	static const char *const names[] = {"BugCheckParameter1", "BugCheckParameter2",
					    "BugCheckParameter3", "BugCheckParameter4"};
	const struct dump_header *h = &d->header;
	unsigned parameter = code_parameter((uint32_t)h->BugCheckCode.value);
	*f = (struct dump_fault){.found = false};
	if (parameter)
		ask(f, d, h->BugCheckParameter[parameter - 1], names[parameter - 1]);
	if (h->exception.ExceptionCode.value != (uint32_t)BREAKPOINT)
		ask(f, d, h->exception.ExceptionAddress, "ExceptionAddress");
	ask(f, d, h->context.instruction_pointer, instruction_pointer_name(h));
}
