/* SPDX-License-Identifier: MIT */
/* The header as it stands: every field under Microsoft's name; null where it was never set. */
#include "lib/dump/context.h"
#include "lib/dump/dump_json.h"

static void put_hex(struct json_writer *w, const char *key, struct known k, size_t bytes)
{
	if (!k.known)
		json_null(w, key);
	else if (bytes > 4)
		json_hex64(w, key, k.value);
	else
		json_hex32(w, key, (uint32_t)k.value);
}

static void put_fields(struct json_writer *w, const struct dump_header *h,
		       const struct dump_field *fields, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t bytes = h->bits == 32 ? fields[i].in32.bytes : fields[i].in64.bytes;
		if (bytes)
			put_hex(w, fields[i].name, *dump_field_of(h, &fields[i]), bytes);
	}
}

static void put_text(struct json_writer *w, const char *key, const struct dump_text *t)
{
	if (t->n)
		json_text(w, key, slice_of(t->bytes, t->n));
	else
		json_null(w, key);
}

static void put_runs(struct json_writer *w, const struct dump_header *h)
{
	size_t bytes = h->bits / 8;
	json_array_begin(w, "Run");
	for (size_t i = 0; i < h->run_count; i++) {
		json_object_begin(w, NULL);
		put_hex(w, "BasePage", known_number(h->Run[i].BasePage), bytes);
		put_hex(w, "PageCount", known_number(h->Run[i].PageCount), bytes);
		json_object_end(w);
	}
	json_array_end(w);
}

static void put_exception(struct json_writer *w, const struct dump_header *h)
{
	const struct dump_exception *e = &h->exception;
	json_object_begin(w, "Exception");
	put_fields(w, h, dump_exception_fields, dump_exception_field_count);
	json_array_begin(w, "ExceptionInformation");
	for (size_t i = 0; i < e->information_count; i++)
		put_hex(w, NULL, known_number(e->ExceptionInformation[i]), h->bits / 8);
	json_array_end(w);
	json_object_end(w);
}

/* The registers, where the record belongs to the machine. */
static void put_context(struct json_writer *w, const struct dump_header *h, struct slice header)
{
	size_t count;
	const struct dump_register *r = dump_context_registers(h->MachineImageType, &count);
	struct slice record = dump_context_bytes(h, header);
	if (!h->context.ContextFlags.known) {
		json_null(w, "ContextRecord");
		return;
	}
	json_object_begin(w, "ContextRecord");
	for (size_t i = 0; i < count; i++) {
		struct slice s = slice_sub(record, r[i].offset, r[i].bytes);
		struct known value = {s.n && dump_register_is_stored(&h->context, &r[i]),
				      load_any_le(s)};
		put_hex(w, r[i].name, value, r[i].bytes);
	}
	json_object_end(w);
}

static void put_extension(struct json_writer *w, const struct dump_extension *e)
{
	if (!e->present)
		return;
	json_object_begin(w, "extension_inferred");
	put_text(w, "status", &e->status);
	put_text(w, "build", &e->build);
	put_hex(w, "ubr", e->ubr, 4);
	put_hex(w, "major", e->major, 4);
	put_hex(w, "minor", e->minor, 4);
	json_object_end(w);
}

void dump_write_raw(struct json_writer *w, const struct dump *d, struct random_input *in)
{
	uint8_t bytes[DUMP_HEADER64_BYTES];
	const struct dump_header *h = &d->header;
	struct slice header = slice_of(bytes, random_read(in, 0, bytes, sizeof(bytes)));
	json_object_begin(w, "raw");
	put_fields(w, h, dump_header_fields, dump_header_field_count);
	put_text(w, "VersionUser", &h->VersionUser);
	put_text(w, "Comment", &h->Comment);
	put_runs(w, h);
	put_context(w, h, header);
	put_exception(w, h);
	put_extension(w, &h->extension);
	json_object_end(w);
}
