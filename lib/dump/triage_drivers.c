/* SPDX-License-Identifier: MIT */
/* The drivers of a small dump, loaded and unloaded. */
#include "lib/base/limits.h"
#include "lib/base/number.h"
#include "lib/base/utf16.h"
#include "lib/dump/triage_reading.h"

/* Offsets of the fields that state where the lists lie, from the structure's start. */
enum { UNLOADED_DRIVERS_OFFSET = 0x18, DRIVER_LIST_OFFSET = 0x30 };

/* MM_UNLOADED_DRIVER keeps this much of a name. */
enum { UNLOADED_NAME_BYTES = 24 };

enum { NAME_BYTES_MAX = 2 * LIMIT_DUMP_NAME_CHARS };

/* No name holds a NUL: what follows one is what was there before. */
static struct slice up_to_nul(struct slice utf16)
{
	for (size_t i = 0; i + 1 < utf16.n; i += 2)
		if (load_u16le(utf16.p + i) == 0)
			return slice_sub(utf16, 0, i);
	return utf16;
}

static void report_names_full(struct triage_reading *r, uint64_t entry)
{
	struct diag d = {
		.code = DIAG_DUMP_TRIAGE_LIMIT,
		.offset = entry,
		.got = r->name_bytes,
		.limit = LIMIT_DUMP_NAME_BYTES,
		.text = SLICE("bytes of names"),
	};
	if (!r->names_full)
		triage_fault(r, STATUS_LIMIT, &d);
	r->names_full = true;
}

/* The name as UTF-8, in the arena; empty where all names together are too long. */
static struct slice keep_name(struct triage_reading *r, struct slice utf16, uint64_t entry)
{
	uint8_t text[3 * NAME_BYTES_MAX + UTF16_SLACK];
	bool replaced = false;
	uint8_t *end = utf16_write(text, up_to_nul(utf16), UTF16_PLAIN, &replaced);
	struct slice name = slice_of(text, (size_t)(end - text));
	r->name_bytes += name.n;
	if (r->name_bytes <= LIMIT_DUMP_NAME_BYTES)
		return arena_copy(r->arena, name);
	report_names_full(r, entry);
	return SLICE("");
}

/* DUMP_STRING: a count of characters (not of bytes, as real dumps show), then UTF-16. */
static struct slice read_name(struct triage_reading *r, uint32_t offset, uint64_t entry)
{
	uint8_t bytes[4 + NAME_BYTES_MAX];
	size_t n = 0;
	if (offset == 0 || r->names_full)
		return SLICE("");
	if (offset >= dump_header_bytes(r->h))
		n = random_read(r->in, offset, bytes, sizeof(bytes));
	size_t chars = n < 4 ? 0 : load_u32le(bytes);
	size_t there = n < 4 ? 0 : (n - 4) / 2;
	if (n < 4 || chars > there) {
		struct diag d = {
			.code = DIAG_DUMP_TRIAGE_NAME,
			.offset = entry,
			.got = offset,
		};
		triage_fault(r, STATUS_DAMAGED, &d);
		chars = there;
	}
	return chars ? keep_name(r, slice_of(bytes + 4, 2 * chars), entry) : SLICE("");
}

static struct dump_driver read_driver(struct triage_reading *r, const uint8_t *p, uint64_t entry)
{
	const struct triage_widths *w = r->widths;
	return (struct dump_driver){
		.name = read_name(r, load_u32le(p), entry),
		.DllBase = triage_address(r, p + w->DllBase),
		.SizeOfImage = load_u32le(p + w->SizeOfImage),
		.CheckSum = load_u32le(p + w->CheckSum),
		.TimeDateStamp = load_u32le(p + w->TimeDateStamp),
	};
}

void triage_read_drivers(struct triage_reading *r)
{
	struct dump_triage *t = r->t;
	const struct triage_table table = {
		.what = "the driver list",
		.rows = "drivers",
		.field = dump_header_bytes(r->h) + DRIVER_LIST_OFFSET,
		.offset = t->DriverListOffset,
		.count = t->DriverCount,
		.stride = r->widths->driver_stride,
		.limit = LIMIT_DUMP_DRIVERS,
	};
	size_t count = triage_table_rows(r, &table);
	t->drivers = arena_alloc(r->arena, count * sizeof(*t->drivers));
	struct triage_rows rows;
	uint64_t entry = table.offset.value;
	triage_rows_begin(&rows, r->in, entry, table.stride, count);
	for (const uint8_t *p; (p = triage_rows_next(&rows)) != NULL; entry += table.stride)
		t->drivers[t->driver_count++] = read_driver(r, p, entry);
}

static struct dump_unloaded_driver read_unloaded(struct triage_reading *r, const uint8_t *p,
						 uint64_t entry)
{
	const struct triage_widths *w = r->widths;
	size_t length = load_u16le(p);
	if (length > UNLOADED_NAME_BYTES)
		length = UNLOADED_NAME_BYTES;
	return (struct dump_unloaded_driver){
		.name = keep_name(r, slice_of(p + w->Name, length & ~(size_t)1), entry),
		.StartAddress = triage_address(r, p + w->StartAddress),
		.EndAddress = triage_address(r, p + w->EndAddress),
	};
}

/* How many rows follow the count that the list begins with. */
static size_t unloaded_rows(struct triage_reading *r, struct triage_table *table)
{
	uint8_t count[4];
	struct dump_place place = {r->t->UnloadedDriversOffset.value, r->widths->unloaded_count};
	if (place.offset == 0 ||
	    triage_readable(r, table->what, table->field, place) < place.bytes ||
	    random_read(r->in, place.offset, count, 4) < 4)
		return 0;
	table->field = place.offset;
	table->offset = known_number(place.offset + place.bytes);
	table->count = known_number(load_u32le(count));
	return triage_table_rows(r, table);
}

void triage_read_unloaded(struct triage_reading *r)
{
	struct dump_triage *t = r->t;
	struct triage_table table = {
		.what = "the list of unloaded drivers",
		.rows = "unloaded drivers",
		.field = dump_header_bytes(r->h) + UNLOADED_DRIVERS_OFFSET,
		.stride = r->widths->unloaded_stride,
		.limit = LIMIT_DUMP_UNLOADED,
	};
	size_t count = unloaded_rows(r, &table);
	t->unloaded = arena_alloc(r->arena, count * sizeof(*t->unloaded));
	struct triage_rows rows;
	uint64_t entry = table.offset.value;
	triage_rows_begin(&rows, r->in, entry, table.stride, count);
	for (const uint8_t *p; (p = triage_rows_next(&rows)) != NULL; entry += table.stride)
		t->unloaded[t->unloaded_count++] = read_unloaded(r, p, entry);
}

struct slice dump_driver_base_name(const struct dump_driver *d)
{
	return slice_base_name(d->name);
}

bool dump_driver_is_dump_stack(const struct dump_driver *d)
{
	struct slice name = dump_driver_base_name(d);
	const struct slice prefix = SLICE("dump_"), suffix = SLICE(".sys");
	if (slice_equal_ignoring_case(name, SLICE("crashdmp.sys")))
		return true;
	return name.n > prefix.n + suffix.n &&
	       slice_equal_ignoring_case(slice_sub(name, 0, prefix.n), prefix) &&
	       slice_equal_ignoring_case(slice_from(name, name.n - suffix.n), suffix);
}
