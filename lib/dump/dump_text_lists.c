/* SPDX-License-Identifier: MIT */
#include <inttypes.h>

#include "lib/base/limits.h"
#include "lib/base/text.h"
#include "lib/base/winid.h"
#include "lib/dump/dump_text.h"

static void put_drivers(struct buf *b, const struct dump_triage *t)
{
	buf_add_string(b, "  loaded drivers: base, size, checksum, time stamp, name\n");
	for (size_t i = 0; i < t->driver_count; i++) {
		const struct dump_driver *d = &t->drivers[i];
		buf_printf(b, "    0x%016" PRIx64 " %9" PRIu32 " %08" PRIx32 " %08" PRIx32 " ",
			   d->DllBase, d->SizeOfImage, d->CheckSum, d->TimeDateStamp);
		text_append_display(b, d->name);
		buf_add_byte(b, '\n');
	}
}

static void put_unloaded(struct buf *b, const struct dump_triage *t)
{
	buf_add_string(b, "  unloaded drivers: from, to, name\n");
	for (size_t i = 0; i < t->unloaded_count; i++) {
		const struct dump_unloaded_driver *u = &t->unloaded[i];
		buf_printf(b, "    0x%016" PRIx64 " 0x%016" PRIx64 " ", u->StartAddress,
			   u->EndAddress);
		text_append_display(b, u->name);
		buf_add_byte(b, '\n');
	}
}

static void put_stack(struct buf *b, const struct dump_triage *t)
{
	buf_add_string(b,
		       "  addresses on the saved stack that lie in a driver; many are remains of "
		       "older calls\n");
	for (size_t i = 0; i < t->frame_count; i++) {
		const struct dump_frame *f = &t->frames[i];
		const struct dump_driver *d = &t->drivers[f->driver];
		buf_printf(b, "    0x%016" PRIx64 "  0x%016" PRIx64 "  ", f->stack_address,
			   f->address);
		text_append_display(b, dump_driver_base_name(d));
		buf_printf(b, "+0x%" PRIx64 "\n", f->address - d->DllBase);
	}
}

static void put_blob(void *context, const struct dump_blob *blob)
{
	struct buf *b = context;
	char guid[GUID_TEXT + 1] = {0};
	const char *name = dump_blob_name(blob->Tag);
	guid_write(guid, blob->Tag);
	buf_printf(b, "    0x%08" PRIx64 " %9" PRIu32 " %s  %s\n", blob->data_offset,
		   blob->DataSize, guid, name ? name : "?");
}

static void put_blobs(struct buf *b, const struct dump *d, struct random_input *in)
{
	struct dump_blobs again;
	buf_add_string(b, "  secondary data: offset, size, tag, what it is\n");
	if (d->blobs.present &&
	    dump_blobs_walk(&again, in, d->blobs.offset, put_blob, b) != STATUS_OK)
		again.present = false; /* the file has changed meanwhile */
}

struct runs {
	struct buf *b;
	size_t count;
};

static bool put_run(void *context, uint64_t first_page, uint64_t pages, uint64_t file_offset)
{
	struct runs *runs = context;
	if (runs->count++ == LIMIT_DUMP_RUNS) {
		buf_add_string(runs->b, "    and more\n");
		return false;
	}
	buf_printf(runs->b, "    0x%010" PRIx64 " 0x%010" PRIx64 "  0x%010" PRIx64 "\n", first_page,
		   pages, file_offset);
	return true;
}

static void put_runs(struct buf *b, const struct dump *d, struct random_input *in)
{
	struct runs runs = {.b = b};
	buf_add_string(b, "  memory: first page, pages, offset in the file\n");
	dump_layout_each_run(&d->layout, &d->header, in, put_run, &runs);
}

static void put_field(struct buf *b, const char *name, struct known k, size_t bytes)
{
	if (k.known)
		buf_printf(b, "    %-22s 0x%0*" PRIx64 "\n", name, (int)(2 * bytes), k.value);
	else
		buf_printf(b, "    %-22s not set\n", name);
}

static void put_fields(struct buf *b, const struct dump_header *h, const struct dump_field *fields,
		       size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t bytes = h->bits == 32 ? fields[i].in32.bytes : fields[i].in64.bytes;
		if (bytes)
			put_field(b, fields[i].name, *dump_field_of(h, &fields[i]), bytes);
	}
}

static void put_raw(struct buf *b, const struct dump_header *h)
{
	buf_add_string(b, "  header\n");
	put_fields(b, h, dump_header_fields, dump_header_field_count);
	put_fields(b, h, dump_exception_fields, dump_exception_field_count);
	put_field(b, "instruction pointer", h->context.instruction_pointer, h->bits / 8);
	put_field(b, "stack pointer", h->context.stack_pointer, h->bits / 8);
}

void dump_write_text_lists(struct buf *b, const struct dump *d, struct random_input *in,
			   const struct dump_detail *detail)
{
	bool triage = d->layout.kind == DUMP_LAYOUT_TRIAGE;
	if (detail->drivers && triage)
		put_drivers(b, &d->triage);
	if (detail->unloaded && triage)
		put_unloaded(b, &d->triage);
	if (detail->stack && triage)
		put_stack(b, &d->triage);
	if (detail->blobs)
		put_blobs(b, d, in);
	if (detail->runs && !triage)
		put_runs(b, d, in);
	if (detail->raw)
		put_raw(b, &d->header);
}
