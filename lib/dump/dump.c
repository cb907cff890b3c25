/* SPDX-License-Identifier: MIT */
#include "lib/base/json.h"
#include "lib/base/limits.h"
#include "lib/base/wintime.h"
#include "lib/dump/dump.h"

/* FILETIME of 10000-01-01, the first year that has no text. */
#define YEAR_10000 UINT64_C(2650467744000000000)

struct known dump_time(const struct dump_header *h)
{
	bool can_be = h->SystemTime.value > 0 && h->SystemTime.value < YEAR_10000;
	return can_be ? h->SystemTime : (struct known){false, 0};
}

struct known dump_uptime(const struct dump_header *h)
{
	struct known time = dump_time(h);
	uint64_t longest = time.known ? time.value : YEAR_10000;
	return h->SystemUpTime.value <= longest ? h->SystemUpTime : (struct known){false, 0};
}

/* Where a field stands, for a message about it. */
static uint64_t place_of(const struct dump_header *h, const struct known *field)
{
	for (size_t i = 0; i < dump_header_field_count; i++)
		if (dump_field_of(h, &dump_header_fields[i]) == field)
			return h->bits == 32 ? dump_header_fields[i].in32.offset
					     : dump_header_fields[i].in64.offset;
	return 0;
}

static void report_field(const struct dump_header *h, const struct known *field,
			 enum diag_code code, const char *name, const struct diag_sink *sink)
{
	struct diag d = {.code = code, .offset = place_of(h, field), .got = field->value};
	d.limit = h->bits;
	d.text = slice_of_string(name);
	diag_report(sink, &d);
}

/* Does a header of this width belong to another machine? Of machines that are not known here,
 * nothing is said. */
static bool is_of_other_width(const struct dump_header *h)
{
	switch (h->MachineImageType.value) {
	case DUMP_MACHINE_X86:
	case DUMP_MACHINE_ARM:
		return h->bits != 32;
	case DUMP_MACHINE_X64:
	case DUMP_MACHINE_ARM64:
	case DUMP_MACHINE_IA64:
		return h->bits != 64;
	default:
		return false;
	}
}

static void check_header(const struct dump *d, const struct diag_sink *sink)
{
	const struct dump_header *h = &d->header;
	if (d->file_size < dump_header_bytes(h))
		diag_report(sink, &(struct diag){.code = DIAG_DUMP_HEADER_TRUNCATED,
						 .offset = d->file_size,
						 .got = d->file_size,
						 .limit = dump_header_bytes(h)});
	if (is_of_other_width(h))
		report_field(h, &h->MachineImageType, DIAG_DUMP_HEADER_MACHINE, "", sink);
	/* Zero is no time, and nothing that was damaged. */
	if (h->SystemTime.value && !dump_time(h).known)
		report_field(h, &h->SystemTime, DIAG_DUMP_HEADER_TIME, "", sink);
	if (h->SystemUpTime.known && !dump_uptime(h).known)
		report_field(h, &h->SystemUpTime, DIAG_DUMP_HEADER_UPTIME, "", sink);
	if (h->RequiredDumpSpace.value > JSON_SAFE_INTEGER)
		report_field(h, &h->RequiredDumpSpace, DIAG_DUMP_HEADER_NUMBER, "RequiredDumpSpace",
			     sink);
	/* What the debugger's engine had to say; Windows itself leaves it unset. */
	if (h->WriterStatus.value == 1 || h->WriterStatus.value == 2)
		report_field(h, &h->WriterStatus, DIAG_DUMP_WRITER_MODULES, "", sink);
}

/* Damage of the layout. What a small dump is made of is looked at, and reported, by
 * dump_triage_read(). */
static void report_layout(const struct dump *d, const struct diag_sink *sink)
{
	const struct dump_layout *l = &d->layout;
	struct diag out = {.code = DIAG_DUMP_LAYOUT_CONTRADICTION, .offset = l->fault_offset};
	const char *text = dump_layout_fault_text(l->fault);
	bool triage = l->kind == DUMP_LAYOUT_TRIAGE && d->header.DumpType.value == DUMP_TYPE_TRIAGE;
	if (!text || triage || d->header_status == STATUS_TRUNCATED)
		return;
	out.text = slice_of_string(text);
	out.got = d->file_size;
	if (l->fault == DUMP_FAULT_TRUNCATED)
		out.code = DIAG_DUMP_LAYOUT_CUT;
	if (l->fault == DUMP_FAULT_ENCRYPTED || l->fault == DUMP_FAULT_LIMIT ||
	    l->fault == DUMP_FAULT_UNREADABLE)
		out.code = DIAG_DUMP_LAYOUT_NOT_READ;
	diag_report(sink, &out);
}

/* Whether the file ends before the dump does, told once. */
static void report_cut(const struct dump *d, struct diag out, const struct diag_sink *sink)
{
	const struct dump_layout *l = &d->layout;
	bool told = l->kind == DUMP_LAYOUT_TRIAGE || l->fault == DUMP_FAULT_TRUNCATED ||
		    d->header_status == STATUS_TRUNCATED;
	bool cut = l->expected_size.known && l->expected_size.value > d->file_size;
	out.offset = out.got = d->file_size;
	out.limit = l->expected_size.value;
	if (d->file_size_is_least) {
		out.code = DIAG_DUMP_STREAM;
		out.limit = d->file_size;
	} else if (cut && !told) {
		out.code = DIAG_DUMP_LAYOUT_TRUNCATED;
	} else if (d->blobs.cut) {
		out.code = DIAG_DUMP_BLOB_TRUNCATED;
		out.got = d->blobs.offset;
	} else if (d->shorter_than_space && !cut && d->header_status != STATUS_TRUNCATED &&
		   l->fault != DUMP_FAULT_TRUNCATED) {
		out.code = DIAG_DUMP_SPACE_TRUNCATED;
		out.limit = d->header.RequiredDumpSpace.value;
	}
	if (out.code != DIAG_COUNT)
		diag_report(sink, &out);
}

static void report_end(const struct dump *d, const struct diag_sink *sink)
{
	struct diag out = {.code = DIAG_COUNT};
	report_cut(d, out, sink);
	if (d->chain_broken) {
		out.code = DIAG_DUMP_BLOB_END;
		out.offset = out.got = d->blobs.end;
		out.limit = d->file_size - d->blobs.end;
		diag_report(sink, &out);
	}
	if (d->stale_tail) {
		out.code = DIAG_DUMP_TAIL_STALE;
		out.offset = d->used_end.value;
		out.got = out.length = dump_tail_bytes(d);
		diag_report(sink, &out);
	}
}

/* The drivers' own data stand behind the last page, or behind the structure of a small dump. */
static void read_blobs(struct dump *d, struct random_input *in)
{
	struct known end = d->layout.expected_size;
	if (end.known && end.value < d->file_size &&
	    dump_blobs_walk(&d->blobs, in, end.value, NULL, NULL) != STATUS_OK)
		d->blobs = (struct dump_blobs){.present = false};
}

enum status dump_read(struct dump *d, struct random_input *in, const struct dump_wish *wish,
		      struct arena *arena, const struct diag_sink *sink)
{
	uint8_t first[DUMP_HEADER64_BYTES];
	uint64_t fault_offset; /* told to sink already */
	*d = (struct dump){.triage_status = STATUS_NOT_THIS_FORMAT};
	struct slice bytes = slice_of(first, random_read(in, 0, first, sizeof(first)));
	d->header_status = dump_header_read(&d->header, bytes);
	if (d->header_status == STATUS_NOT_THIS_FORMAT)
		return STATUS_NOT_THIS_FORMAT;
	random_settle(in);
	/* Files shrink. */
	bool shrank = bytes.n < sizeof(first) && in->failure == INPUT_FINE;
	d->file_size = shrank ? bytes.n : in->size;
	d->file_size_is_least = in->size_is_least;
	check_header(d, sink);
	dump_layout_read(&d->layout, &d->header, in, wish->count_bits);
	report_layout(d, sink);
	if (d->layout.kind == DUMP_LAYOUT_TRIAGE)
		d->triage_status = dump_triage_read(&d->triage, &d->header, in, &wish->triage,
						    arena, sink, &fault_offset);
	d->writer = dump_writer_of(&d->header, d->triage.TriageOptions, &d->writer_reason);
	read_blobs(d, in);
	dump_judge(d, in);
	report_end(d, sink);
	return d->header_status;
}
