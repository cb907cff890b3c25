/* SPDX-License-Identifier: MIT */
#include "lib/base/limits.h"
#include "lib/base/wintime.h"
#include "lib/bugcheck/bugcheck.h"
#include "lib/dump/dump_json.h"
#include "lib/dump/fault.h"

/* The stack for modules_on_stack; unloaded drivers, since fault_module may be one. */
const struct dump_wish dump_usual_wish = {
	.triage = {.unloaded = true, .frames = true},
	.count_bits = true,
};

static void put_count(struct json_writer *w, const char *key, struct known k)
{
	if (k.known)
		json_count(w, key, k.value);
	else
		json_null(w, key);
}

static void put_word(struct json_writer *w, const char *key, struct known k,
		     const char *(*word)(uint64_t))
{
	if (k.known)
		json_literal(w, key, word(k.value));
	else
		json_null(w, key);
}

static void put_text(struct json_writer *w, const char *key, const struct dump_text *t)
{
	if (t->n)
		json_text(w, key, slice_of(t->bytes, t->n));
	else
		json_null(w, key);
}

/* The names of the bits that are set; one without a name as its mask. */
static void put_bits(struct json_writer *w, const char *key, struct known k,
		     const char *(*name_of)(unsigned bit))
{
	if (!k.known) {
		json_null(w, key);
		return;
	}
	json_array_begin(w, key);
	for (unsigned bit = 0; bit < 32; bit++) {
		const char *name = name_of(bit);
		if (!(k.value >> bit & 1))
			continue;
		if (name)
			json_literal(w, NULL, name);
		else
			json_hex32(w, NULL, UINT32_C(1) << bit);
	}
	json_array_end(w);
}

static void put_time(struct json_writer *w, const struct dump *d, bool epoch)
{
	struct known time = dump_time(&d->header);
	if (time.known)
		json_time(w, "time", time.value);
	else
		json_null(w, "time");
	if (epoch && time.known)
		json_signed(w, "time_unix_ms", filetime_to_unix_ms(time.value));
}

/* NT 4 knew no types; its dumps are full ones, and told by their size. */
static const char *kind_of(const struct dump *d)
{
	bool full = !d->header.DumpType.known && d->layout.kind == DUMP_LAYOUT_RUNS;
	return dump_kind_name(full ? DUMP_TYPE_FULL : d->header.DumpType.value);
}

static void put_kind(struct json_writer *w, const struct dump *d)
{
	json_literal(w, "signature", d->header.bits == 32 ? "PAGEDUMP" : "PAGEDU64");
	json_number(w, "bits", d->header.bits);
	put_count(w, "dump_type", d->header.DumpType);
	json_literal(w, "kind", kind_of(d));
	json_literal(w, "writer", dump_writer_name(d->writer));
	json_literal(w, "writer_reason", d->writer_reason);
}

static void put_bugcheck(struct json_writer *w, const struct dump_header *h)
{
	struct bugcheck b = {.code = (uint32_t)h->BugCheckCode.value};
	for (size_t i = 0; i < BUGCHECK_PARAMETERS; i++) {
		b.parameter_known[i] = h->BugCheckParameter[i].known;
		b.parameters[i] = h->BugCheckParameter[i].value;
	}
	bugcheck_write_json(w, "bugcheck", &b);
}

static void put_machine(struct json_writer *w, const struct dump_header *h)
{
	struct known uptime = dump_uptime(h);
	uptime.value /= FILETIME_PER_SECOND;
	put_word(w, "machine", h->MachineImageType, dump_machine_name);
	put_count(w, "processors", h->NumberProcessors);
	put_count(w, "build", h->MinorVersion);
	if (h->extension.present)
		put_count(w, "ubr", h->extension.ubr);
	put_word(w, "product_type", h->ProductType, dump_product_name);
	put_count(w, "uptime_seconds", uptime);
	put_count(w, "boot_id", h->BootId);
}

static void put_completeness(struct json_writer *w, const struct dump *d)
{
	json_count(w, "file_size", d->file_size);
	if (d->file_size_is_least)
		json_bool(w, "file_size_is_least", true);
	put_count(w, "required_size", d->header.RequiredDumpSpace);
	put_count(w, "expected_size", d->expected_size);
	put_count(w, "used_end", d->used_end);
	if (d->completeness == DUMP_UNKNOWN_COMPLETE)
		json_null(w, "complete");
	else
		json_bool(w, "complete", d->completeness == DUMP_COMPLETE);
	if (d->reason)
		json_literal(w, "incomplete_reason", d->reason);
	if (d->header.extension.present)
		put_text(w, "status_text", &d->header.extension.status);
}

static void put_driver(struct json_writer *w, const struct dump_driver *driver)
{
	json_object_begin(w, NULL);
	json_text(w, "name", dump_driver_base_name(driver));
	json_hex64(w, "base", driver->DllBase);
	json_object_end(w);
}

static void put_dump_stack(struct json_writer *w, const struct dump_triage *t)
{
	json_array_begin(w, "dump_stack");
	for (size_t i = 0; i < t->driver_count; i++)
		if (dump_driver_is_dump_stack(&t->drivers[i]))
			put_driver(w, &t->drivers[i]);
	json_array_end(w);
}

void dump_write_name(struct json_writer *w, const char *key, struct slice name)
{
	if (name.n)
		json_text(w, key, name);
	else
		json_null(w, key);
}

static void put_fault(struct json_writer *w, const struct dump *d)
{
	struct dump_fault f;
	dump_fault_find(&f, d);
	if (!f.found) {
		json_null(w, "fault_module");
		return;
	}
	json_object_begin(w, "fault_module");
	dump_write_name(w, "name", f.name);
	json_hex64(w, "base", f.base);
	json_hex64(w, "offset", f.address - f.base);
	if (f.unloaded)
		json_bool(w, "unloaded", true);
	json_literal(w, "by", f.by);
	json_object_end(w);
}

/* In the order of loading: where they stand on the stack says nothing about who did what. */
static void put_modules_on_stack(struct json_writer *w, const struct dump_triage *t)
{
	static_assert(LIMIT_DUMP_DRIVERS <= 64 << 10, "kept on the stack");
	bool seen[LIMIT_DUMP_DRIVERS] = {false};
	assert(t->driver_count <= LIMIT_DUMP_DRIVERS);
	for (size_t i = 0; i < t->frame_count; i++)
		seen[t->frames[i].driver] = true;
	json_array_begin(w, "modules_on_stack");
	for (size_t i = 0; i < t->driver_count; i++)
		if (seen[i] && dump_driver_base_name(&t->drivers[i]).n)
			json_text(w, NULL, dump_driver_base_name(&t->drivers[i]));
	json_array_end(w);
}

/* What only a small dump tells. */
static void put_drivers(struct json_writer *w, const struct dump *d)
{
	if (d->layout.kind != DUMP_LAYOUT_TRIAGE)
		return;
	json_number(w, "driver_count", d->triage.driver_count);
	put_dump_stack(w, &d->triage);
	put_fault(w, d);
	put_modules_on_stack(w, &d->triage);
}

/* What the file is, by its name and by how much more than the dump it holds. */
static enum dump_role role_of(const struct dump *d, const char *name)
{
	enum dump_role role = dump_role_of_name(slice_of_string(name));
	bool named = role != DUMP_ROLE_UNKNOWN && role != DUMP_ROLE_DUMP;
	return d->container == DUMP_CONTAINER_LARGER && !named ? DUMP_ROLE_PAGE_FILE : role;
}

void dump_tell_story(struct dump_story *story, const struct dump *d, const char *name)
{
	const struct dump_story_file file = {
		.present = DUMP_FACT_YES,
		.holds_dump = DUMP_FACT_YES,
		.whole = d->completeness == DUMP_COMPLETE     ? DUMP_FACT_YES
			 : d->completeness == DUMP_INCOMPLETE ? DUMP_FACT_NO
							      : DUMP_FACT_OPEN,
		.SystemTime = d->header.SystemTime,
		.BootId = d->header.BootId,
		.size = known_number(d->file_size),
		.needed = d->expected_size,
	};
	dump_story_tell_of_file(story, role_of(d, name), &file);
}

static void put_story(struct json_writer *w, const struct dump *d, const char *name)
{
	struct dump_story story;
	dump_tell_story(&story, d, name);
	if (story.stage == DUMP_STAGE_UNKNOWN || story.stage == DUMP_STAGE_NONE)
		return;
	json_literal(w, "stage", dump_stage_word(story.stage));
	json_bool(w, "stage_inferred", story.inferred);
	json_text(w, "stage_tells", slice_of_string(story.tells));
	if (story.keep)
		json_text(w, "stage_keep", slice_of_string(story.keep));
}

static void put_surroundings(struct json_writer *w, const struct dump *d, const char *name)
{
	const struct dump_extension *e = &d->header.extension;
	const char *container = dump_container_name(d->container);
	if (container)
		json_literal(w, "container", container);
	else
		json_null(w, "container");
	put_story(w, d, name);
	if (d->stale_tail) {
		json_bool(w, "stale_tail", true);
		json_number(w, "stale_tail_bytes", dump_tail_bytes(d));
		json_literal(w, "stale_tail_meaning",
			     "Windows did not write the bytes from used_end on with this dump: "
			     "they may be what the disk held before, such as old memory");
	}
	put_bits(w, "suite_mask", d->header.SuiteMask, dump_suite_name);
	if (e->present) {
		put_count(w, "major", e->major);
		put_count(w, "minor", e->minor);
	}
}

void dump_write_json(struct json_writer *w, const struct dump *d, struct random_input *in,
		     const struct dump_detail *detail)
{
	json_object_begin(w, NULL);
	json_literal(w, "type", "dump");
	put_time(w, d, detail->epoch);
	put_kind(w, d);
	put_bugcheck(w, &d->header);
	put_machine(w, &d->header);
	put_completeness(w, d);
	put_text(w, "comment", &d->header.Comment);
	put_bits(w, "attributes", d->header.Attributes, dump_attribute_name);
	put_drivers(w, d);
	put_surroundings(w, d, in->name);
	dump_write_lists(w, d, in, detail);
	if (detail->raw)
		dump_write_raw(w, d, in);
}
