/* SPDX-License-Identifier: MIT */
/* Places that a small dump states of its parts, and the tables there. */
#include "lib/dump/triage_reading.h"

void triage_fault(struct triage_reading *r, enum status status, const struct diag *d)
{
	if (r->status == STATUS_OK) {
		r->status = status;
		r->fault_offset = d->offset;
	}
	diag_report(r->sink, d);
}

/* What lies behind the end of the input, but within the dump, was cut off, or is not kept. */
static void report_cut(struct triage_reading *r, const char *what, uint64_t end)
{
	bool kept = r->in->size_is_least;
	struct diag d = {
		.code = kept ? DIAG_DUMP_TRIAGE_UNREACHED : DIAG_DUMP_TRIAGE_TRUNCATED,
		.offset = r->in->size,
		.got = r->in->size,
		.limit = end,
		.text = slice_of_string(what),
	};
	triage_fault(r, kept ? STATUS_LIMIT : STATUS_TRUNCATED, &d);
}

/* Where the next part begins behind an offset, by what the structure states: parts do not overlap.
 */
static uint64_t next_part(const struct dump_triage *t, uint64_t offset)
{
	const uint64_t parts[] = {
		t->MmOffset.value,         t->UnloadedDriversOffset.value,
		t->PrcbOffset.value,       t->ProcessOffset.value,
		t->ThreadOffset.value,     t->call_stack.offset,
		t->DriverListOffset.value, t->string_pool.offset,
		t->debugger_data.offset,   t->DataBlocksOffset.value,
		t->data_page.offset,       t->ValidOffset.value,
	};
	uint64_t next = UINT64_MAX;
	for (size_t i = 0; i < COUNT_OF(parts); i++)
		if (parts[i] > offset && parts[i] < next)
			next = parts[i];
	return next;
}

/* The end of what can hold parts. One whose size is right by its mark has none behind it. */
static uint64_t end_of_parts(const struct triage_reading *r)
{
	const struct dump_triage *t = r->t;
	bool right = t->valid && t->SizeOfDump.value > t->ValidOffset.value;
	return right && t->SizeOfDump.value < r->in->size ? t->SizeOfDump.value : r->in->size;
}

/* What can be believed of a part that cannot have its size: nothing inside the header, else up to
 * the next part. */
static uint64_t readable_of_impossible(struct triage_reading *r, struct dump_place place,
				       uint64_t left)
{
	uint64_t next = next_part(r->t, place.offset) - place.offset;
	if (place.offset < dump_header_bytes(r->h))
		return 0;
	return left < next ? left : next;
}

uint64_t triage_readable(struct triage_reading *r, const char *what, uint64_t field,
			 struct dump_place place)
{
	/* Neither can overflow: the fields have 32 bits, rows some hundred bytes. */
	uint64_t end = place.offset + place.bytes, limit = end_of_parts(r);
	uint64_t left = place.offset < limit ? limit - place.offset : 0;
	bool inside_header = place.offset < dump_header_bytes(r->h);
	if (place.bytes == 0 || (!inside_header && place.bytes <= left))
		return place.bytes;
	if (!inside_header && r->t->SizeOfDump.known && end <= r->t->SizeOfDump.value) {
		report_cut(r, what, end);
		return left;
	}
	struct diag d = {
		.code = DIAG_DUMP_TRIAGE_PLACE,
		.offset = field,
		.got = place.offset,
		.limit = end,
		.text = slice_of_string(what),
	};
	triage_fault(r, STATUS_DAMAGED, &d);
	return readable_of_impossible(r, place, left);
}

size_t triage_table_rows(struct triage_reading *r, const struct triage_table *table)
{
	if (!table->offset.known || !table->count.known)
		return 0;
	struct dump_place place = {table->offset.value, table->count.value * table->stride};
	uint64_t rows = triage_readable(r, table->what, table->field, place) / table->stride;
	if (rows <= table->limit)
		return (size_t)rows;
	struct diag d = {
		.code = DIAG_DUMP_TRIAGE_LIMIT,
		.offset = table->field,
		.got = table->count.value,
		.limit = table->limit,
		.text = slice_of_string(table->rows),
	};
	triage_fault(r, STATUS_LIMIT, &d);
	return table->limit;
}

void triage_rows_begin(struct triage_rows *rows, struct random_input *in, uint64_t offset,
		       size_t stride, size_t count)
{
	rows->in = in;
	rows->offset = offset;
	rows->stride = stride;
	rows->left = count;
	rows->at = rows->n = 0;
}

static void read_more(struct triage_rows *rows)
{
	size_t want = sizeof(rows->bytes) / rows->stride;
	if (want > rows->left)
		want = rows->left;
	size_t bytes = random_read(rows->in, rows->offset, rows->bytes, want * rows->stride);
	rows->at = 0;
	rows->n = bytes / rows->stride;
	rows->offset += rows->n * rows->stride;
	/* Files shrink, and disks fail. */
	rows->left = rows->n < want ? 0 : rows->left - want;
}

const uint8_t *triage_rows_next(struct triage_rows *rows)
{
	if (rows->at == rows->n)
		read_more(rows);
	return rows->at < rows->n ? rows->bytes + rows->stride * rows->at++ : NULL;
}
