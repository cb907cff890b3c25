/* SPDX-License-Identifier: MIT */
/* What comes from input is shown so that no terminal obeys it. */
#include <inttypes.h>

#include "lib/base/limits.h"
#include "lib/base/text.h"
#include "lib/base/wintime.h"
#include "lib/bugcheck/code.h"
#include "lib/dump/dump_text.h"
#include "lib/dump/fault.h"

static void begin_row(struct buf *b, const char *label)
{
	buf_printf(b, "  %-11s", label);
}

static void add_text(struct buf *b, const struct dump_text *t)
{
	text_append_display(b, slice_of(t->bytes, t->n));
}

static void put_text_row(struct buf *b, const char *label, const struct dump_text *t)
{
	if (t->n == 0)
		return;
	begin_row(b, label);
	add_text(b, t);
	buf_add_byte(b, '\n');
}

static const char *kind_words(const struct dump *d)
{
	static const char *const words[] = {
		[DUMP_TYPE_FULL] = "complete memory dump",
		[DUMP_TYPE_SUMMARY] = "kernel memory dump (summary)",
		[DUMP_TYPE_HEADER] = "header of a dump, without memory",
		[DUMP_TYPE_TRIAGE] = "small memory dump (triage)",
		[DUMP_TYPE_BITMAP_FULL] = "complete or active memory dump (bitmap)",
		[DUMP_TYPE_BITMAP_KERNEL] = "kernel or automatic memory dump (bitmap)",
		[DUMP_TYPE_RDMP_KERNEL] = "kernel memory dump (RDMP)",
		[DUMP_TYPE_RDMP_KERNEL_ACTIVE] = "active memory dump (RDMP)",
		[DUMP_TYPE_RDMP_FULL] = "complete memory dump (RDMP)",
	};
	uint64_t type = d->header.DumpType.value;
	if (!d->header.DumpType.known && d->layout.kind == DUMP_LAYOUT_RUNS)
		type = DUMP_TYPE_FULL;
	return type < COUNT_OF(words) && words[type] ? words[type] : "dump of an unknown type";
}

/* "MEMORY.DMP: small memory dump (triage), Windows build 26100.4946, x64, 16 processors" */
static void put_heading(struct buf *b, const struct dump *d, const char *name)
{
	const struct dump_header *h = &d->header;
	text_append_display(b, slice_of_string(name));
	buf_printf(b, ": %s", kind_words(d));
	if (h->MinorVersion.known)
		buf_printf(b, ", Windows build %" PRIu64, h->MinorVersion.value);
	if (h->extension.present && h->extension.ubr.known)
		buf_printf(b, ".%" PRIu64, h->extension.ubr.value);
	if (h->ProductType.known && h->ProductType.value >= 1 && h->ProductType.value <= 3)
		buf_add_string(b, h->ProductType.value == 1   ? " (workstation)"
				  : h->ProductType.value == 2 ? " (domain controller)"
							      : " (server)");
	if (h->MachineImageType.known)
		buf_printf(b, ", %s", dump_machine_name(h->MachineImageType.value));
	if (h->NumberProcessors.known)
		buf_printf(b, ", %" PRIu64 " processor%s", h->NumberProcessors.value,
			   h->NumberProcessors.value == 1 ? "" : "s");
	buf_add_byte(b, '\n');
}

/* ", 0d 03:41:02 after the start of Windows" */
static void add_uptime(struct buf *b, uint64_t seconds)
{
	buf_printf(b, ", %" PRIu64 "d %02u:%02u:%02u after the start of Windows", seconds / 86400,
		   (unsigned)(seconds / 3600 % 24), (unsigned)(seconds / 60 % 60),
		   (unsigned)(seconds % 60));
}

static void put_time(struct buf *b, const struct dump_header *h)
{
	struct known time = dump_time(h), uptime = dump_uptime(h);
	begin_row(b, "time");
	if (time.known) {
		struct civil_time t = civil_from_filetime(time.value);
		buf_printf(b, "%04u-%02u-%02u %02u:%02u:%02u UTC", t.year, t.month, t.day, t.hour,
			   t.minute, t.second);
	} else {
		buf_add_string(b, "not known");
	}
	if (uptime.known)
		add_uptime(b, uptime.value / FILETIME_PER_SECOND);
	if (h->BootId.known)
		buf_printf(b, ", boot %" PRIu64, h->BootId.value);
	buf_add_byte(b, '\n');
}

static void put_bugcheck(struct buf *b, const struct dump_header *h)
{
	begin_row(b, "bug check");
	if (h->BugCheckCode.value == 0) {
		buf_add_string(b, "none: a dump of a running system, or a header without one\n");
		return;
	}
	uint32_t code = (uint32_t)h->BugCheckCode.value;
	const struct bugcheck_code *known = bugcheck_code_find(code);
	buf_printf(b, "0x%08" PRIx32 "%s%s\n", code, known ? " " : "",
		   known ? bugcheck_string(known->name) : "");
	for (unsigned i = 0; i < 4; i++) {
		begin_row(b, "");
		if (h->BugCheckParameter[i].known)
			buf_printf(b, "parameter %u  0x%016" PRIx64 "\n", i + 1,
				   h->BugCheckParameter[i].value);
		else
			buf_printf(b, "parameter %u  not known\n", i + 1);
	}
}

static void put_writer(struct buf *b, const struct dump *d)
{
	static const char *const words[] = {
		[DUMP_WRITER_UNKNOWN] = "not known",
		[DUMP_WRITER_KERNEL] = "Windows itself",
		[DUMP_WRITER_DBGENG] = "the debugger's engine (WinDbg, WerFault)",
		[DUMP_WRITER_LIVEKD] = "LiveKD",
		[DUMP_WRITER_MEMPROCFS] = "MemProcFS",
		[DUMP_WRITER_REKALL] = "Rekall",
		[DUMP_WRITER_QEMU] = "QEMU",
	};
	begin_row(b, "written by");
	buf_printf(b, "%s; %s\n", words[d->writer], d->writer_reason);
}

static void put_completeness(struct buf *b, const struct dump *d, bool colour)
{
	static const struct {
		const char *word, *colour;
	} words[] = {
		[DUMP_COMPLETE] = {"yes", "32"},
		[DUMP_INCOMPLETE] = {"no", "31"},
		[DUMP_UNKNOWN_COMPLETE] = {"not known", "33"},
	};
	begin_row(b, "complete");
	if (colour)
		buf_printf(b, "\033[%sm", words[d->completeness].colour);
	buf_add_string(b, words[d->completeness].word);
	if (colour)
		buf_add_string(b, "\033[0m");
	if (d->reason)
		buf_printf(b, ": %s", d->reason);
	buf_add_byte(b, '\n');
}

/* Where it is on its way, if that is not its end, and what to do. */
static void put_story(struct buf *b, const struct dump *d, const char *name)
{
	struct dump_story story;
	dump_tell_story(&story, d, name);
	if (!story.keep)
		return;
	begin_row(b, "stage");
	buf_printf(b, "%s%s\n", story.tells, story.inferred ? " [inferred]" : "");
	begin_row(b, "to do");
	buf_printf(b, "%s\n", story.keep);
}

static void put_size(struct buf *b, const struct dump *d)
{
	begin_row(b, "size");
	buf_printf(b, "%s%" PRIu64 " bytes", d->file_size_is_least ? "at least " : "",
		   d->file_size);
	if (d->used_end.known && d->used_end.value != d->file_size)
		buf_printf(b, ", used up to %" PRIu64, d->used_end.value);
	if (d->expected_size.known && d->expected_size.value > d->file_size)
		buf_printf(b, ", expected are %" PRIu64, d->expected_size.value);
	if (d->container == DUMP_CONTAINER_LARGER)
		buf_add_string(b, "; the file goes on behind the dump, as page files do");
	if (d->container == DUMP_CONTAINER_DEVICE)
		buf_add_string(b, "; the input is a device");
	buf_add_byte(b, '\n');
	if (!d->stale_tail)
		return;
	begin_row(b, "");
	buf_printf(b,
		   "the %" PRIu64 " bytes behind it were not written with it: they may be old "
		   "memory; think of that before you share the file\n",
		   dump_tail_bytes(d));
}

static void put_bits(struct buf *b, const char *label, struct known k,
		     const char *(*name_of)(unsigned bit))
{
	const char *separator = "";
	if (k.value == 0)
		return;
	begin_row(b, label);
	for (unsigned bit = 0; bit < 32; bit++) {
		const char *name = name_of(bit);
		if (!(k.value >> bit & 1))
			continue;
		if (name)
			buf_printf(b, "%s%s", separator, name);
		else
			buf_printf(b, "%s0x%" PRIx32, separator, UINT32_C(1) << bit);
		separator = ", ";
	}
	buf_add_byte(b, '\n');
}

static void put_drivers(struct buf *b, const struct dump_triage *t)
{
	const char *separator = "";
	begin_row(b, "drivers");
	buf_printf(b, "%zu loaded, %zu unloaded before\n", t->driver_count, t->unloaded_count);
	begin_row(b, "dump stack");
	for (size_t i = 0; i < t->driver_count; i++) {
		if (!dump_driver_is_dump_stack(&t->drivers[i]))
			continue;
		buf_add_string(b, separator);
		text_append_display(b, dump_driver_base_name(&t->drivers[i]));
		separator = ", ";
	}
	buf_add_string(b, *separator ? "\n" : "no driver of it is listed\n");
}

/* In the order of loading: the place on the stack says nothing about who did what. */
static void put_modules_on_stack(struct buf *b, const struct dump_triage *t)
{
	bool seen[LIMIT_DUMP_DRIVERS] = {false};
	const char *separator = "";
	assert(t->driver_count <= LIMIT_DUMP_DRIVERS);
	for (size_t i = 0; i < t->frame_count; i++)
		seen[t->frames[i].driver] = true;
	if (t->frame_count == 0)
		return;
	begin_row(b, "on stack");
	for (size_t i = 0; i < t->driver_count; i++) {
		struct slice name = dump_driver_base_name(&t->drivers[i]);
		if (!seen[i] || name.n == 0)
			continue;
		buf_add_string(b, separator);
		text_append_display(b, name);
		separator = ", ";
	}
	buf_add_byte(b, '\n');
}

static void put_fault(struct buf *b, const struct dump *d)
{
	struct dump_fault f;
	dump_fault_find(&f, d);
	if (!f.found)
		return;
	begin_row(b, "address");
	buf_printf(b, "0x%016" PRIx64 " (%s) lies in ", f.address, f.by);
	text_append_display(b, f.name);
	buf_printf(b, "+0x%" PRIx64 "%s: a place, not a cause\n", f.address - f.base,
		   f.unloaded ? ", which was unloaded" : "");
}

void dump_write_text(struct buf *b, const struct dump *d, struct random_input *in,
		     const struct dump_detail *detail, const char *name, bool colour)
{
	const struct dump_header *h = &d->header;
	put_heading(b, d, name);
	put_time(b, h);
	put_bugcheck(b, h);
	put_writer(b, d);
	put_completeness(b, d, colour);
	put_size(b, d);
	put_story(b, d, in->name);
	if (h->extension.present)
		put_text_row(b, "status", &h->extension.status);
	put_text_row(b, "comment", &h->Comment);
	put_bits(b, "attributes", h->Attributes, dump_attribute_name);
	put_bits(b, "suites", h->SuiteMask, dump_suite_name);
	if (d->layout.kind == DUMP_LAYOUT_TRIAGE) {
		put_drivers(b, &d->triage);
		put_fault(b, d);
		put_modules_on_stack(b, &d->triage);
	}
	dump_write_text_lists(b, d, in, detail);
	buf_add_byte(b, '\n');
}
