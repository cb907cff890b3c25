/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "lib/bugcheck/code.h"
#include "lib/bugcheck/info.h"

/* The contract's words. Code that is both is told as a bug check that is "also" a live dump. */
static const char *kind_word(enum bugcheck_kind kind)
{
	switch (kind) {
	case BUGCHECK_KIND_LIVE_DUMP:
		return "live_dump";
	case BUGCHECK_KIND_MARKER:
		return "marker";
	case BUGCHECK_KIND_PHONE:
		return "phone";
	case BUGCHECK_KIND_XBOX:
		return "xbox";
	case BUGCHECK_KIND_BUGCHECK:
	case BUGCHECK_KIND_BOTH:
		break;
	}
	return "bugcheck";
}

static void write_kind(struct json_writer *w, enum bugcheck_kind kind)
{
	json_literal(w, "kind", kind_word(kind));
	if (kind == BUGCHECK_KIND_BOTH)
		json_literal(w, "also", "live_dump");
}

static void write_aliases(struct json_writer *w, const struct bugcheck_code *entry)
{
	const char *alias = bugcheck_string(entry->aliases);
	if (!*alias)
		return;
	json_array_begin(w, "aliases");
	for (; *alias; alias += strlen(alias) + 1)
		json_literal(w, NULL, alias);
	json_array_end(w);
}

static void write_alternatives(struct json_writer *w, const struct bugcheck_reading *reading)
{
	if (!reading || reading->doubt == BUGCHECK_DOUBT_NONE)
		return;
	json_array_begin(w, "alternatives");
	json_object_begin(w, NULL);
	bugcheck_write_identity(w, reading->other);
	json_object_end(w);
	json_array_end(w);
}

static void write_reference(struct json_writer *w, const struct bugcheck_code *entry)
{
	const char *page = entry ? bugcheck_string(entry->page) : "";
	json_bool(w, "documented", *page != 0);
	if (!*page)
		return;
	char address[160]; /* the longest page name has 67 letters */
	snprintf(address, sizeof(address), "%s%s", BUGCHECK_PAGES, page);
	json_literal(w, "reference", address);
}

void bugcheck_write_identity(struct json_writer *w, uint32_t code)
{
	const struct bugcheck_code *entry = bugcheck_code_find(code);
	json_hex32(w, "code", code);
	json_number(w, "code_decimal", code);
	if (entry)
		json_literal(w, "name", bugcheck_string(entry->name));
}

void bugcheck_write_info(struct json_writer *w, const struct bugcheck *b,
			 const struct bugcheck_reading *reading)
{
	const struct bugcheck_code *entry = bugcheck_code_find(b->code);
	uint32_t base = bugcheck_base_code(b->code);
	if (entry)
		write_kind(w, entry->kind);
	if (base != b->code)
		json_hex32(w, "base_code", base);
	if (entry)
		write_aliases(w, entry);
	write_alternatives(w, reading);
	write_reference(w, entry);
}
