/* SPDX-License-Identifier: MIT */
/* The lists of a "dump" line that are written on demand. */
#include "lib/base/limits.h"
#include "lib/base/winid.h"
#include "lib/dump/dump_json.h"

static void put_drivers(struct json_writer *w, const struct dump_triage *t)
{
	json_array_begin(w, "drivers");
	for (size_t i = 0; i < t->driver_count; i++) {
		const struct dump_driver *driver = &t->drivers[i];
		json_object_begin(w, NULL);
		dump_write_name(w, "name", dump_driver_base_name(driver));
		dump_write_name(w, "path", driver->name);
		json_hex64(w, "base", driver->DllBase);
		json_number(w, "size", driver->SizeOfImage);
		json_hex32(w, "checksum", driver->CheckSum);
		json_hex32(w, "time_stamp", driver->TimeDateStamp);
		json_object_end(w);
	}
	json_array_end(w);
}

static void put_unloaded(struct json_writer *w, const struct dump_triage *t)
{
	json_array_begin(w, "unloaded_drivers");
	for (size_t i = 0; i < t->unloaded_count; i++) {
		json_object_begin(w, NULL);
		dump_write_name(w, "name", t->unloaded[i].name);
		json_hex64(w, "start", t->unloaded[i].StartAddress);
		json_hex64(w, "end", t->unloaded[i].EndAddress);
		json_object_end(w);
	}
	json_array_end(w);
}

static void put_stack(struct json_writer *w, const struct dump_triage *t)
{
	json_array_begin(w, "stack");
	for (size_t i = 0; i < t->frame_count; i++) {
		const struct dump_frame *frame = &t->frames[i];
		const struct dump_driver *driver = &t->drivers[frame->driver];
		json_object_begin(w, NULL);
		json_hex64(w, "stack_address", frame->stack_address);
		json_hex64(w, "address", frame->address);
		dump_write_name(w, "module", dump_driver_base_name(driver));
		json_hex32(w, "offset", (uint32_t)(frame->address - driver->DllBase));
		json_object_end(w);
	}
	json_array_end(w);
}

static void put_blob(void *context, const struct dump_blob *blob)
{
	struct json_writer *w = context;
	char guid[GUID_TEXT + 1] = {0};
	const char *name = dump_blob_name(blob->Tag);
	guid_write(guid, blob->Tag);
	json_object_begin(w, NULL);
	json_literal(w, "guid", guid);
	if (name)
		json_literal(w, "name", name);
	json_number(w, "offset", blob->data_offset);
	json_number(w, "size", blob->DataSize);
	json_object_end(w);
}

static void put_blobs(struct json_writer *w, const struct dump *d, struct random_input *in)
{
	struct dump_blobs again;
	json_array_begin(w, "blobs");
	if (d->blobs.present &&
	    dump_blobs_walk(&again, in, d->blobs.offset, put_blob, w) != STATUS_OK)
		again.present = false; /* the file has changed meanwhile */
	json_array_end(w);
}

struct runs {
	struct json_writer *w;
	size_t count;
	bool more;
};

static bool put_run(void *context, uint64_t first_page, uint64_t pages, uint64_t file_offset)
{
	struct runs *runs = context;
	if (runs->count++ == LIMIT_DUMP_RUNS) {
		runs->more = true;
		return false;
	}
	json_object_begin(runs->w, NULL);
	json_count(runs->w, "first_page", first_page);
	json_count(runs->w, "pages", pages);
	json_count(runs->w, "offset", file_offset);
	json_object_end(runs->w);
	return true;
}

static void put_runs(struct json_writer *w, const struct dump *d, struct random_input *in)
{
	struct runs runs = {.w = w};
	json_array_begin(w, "runs");
	dump_layout_each_run(&d->layout, &d->header, in, put_run, &runs);
	json_array_end(w);
	if (runs.more)
		json_bool(w, "runs_cut", true);
}

void dump_write_lists(struct json_writer *w, const struct dump *d, struct random_input *in,
		      const struct dump_detail *detail)
{
	bool triage = d->layout.kind == DUMP_LAYOUT_TRIAGE;
	if (detail->drivers && triage)
		put_drivers(w, &d->triage);
	if (detail->unloaded && triage)
		put_unloaded(w, &d->triage);
	if (detail->stack && triage)
		put_stack(w, &d->triage);
	if (detail->blobs)
		put_blobs(w, d, in);
	if (detail->runs && !triage)
		put_runs(w, d, in);
}
