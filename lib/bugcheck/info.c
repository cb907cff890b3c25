/* SPDX-License-Identifier: MIT */
#include "lib/bugcheck/info.h"
#include "lib/bugcheck/code.h"
#include "lib/bugcheck/forced.h"
#include "lib/bugcheck/ntstatus.h"

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

/* Texts one after another, the last one empty; nothing at all where there are none. */
static void write_list(struct json_writer *w, const char *key, const char *list)
{
	if (!*list)
		return;
	json_array_begin(w, key);
	for (; *list; list += strlen(list) + 1)
		json_literal(w, NULL, list);
	json_array_end(w);
}

static void write_text(struct json_writer *w, const char *key, const char *text)
{
	if (*text)
		json_literal(w, key, text);
}

/* "no" is said of documented codes only: of the others it is not known. */
static void write_forced(struct json_writer *w, uint32_t code, bool documented)
{
	const struct bugcheck_forced *forced = bugcheck_forced_find(code);
	const struct bugcheck_way *way;
	size_t i = 0;
	if (forced || documented)
		json_literal(w, "forced", bugcheck_forced_word(forced));
	if (!forced)
		return;
	json_array_begin(w, "forced_by");
	while ((way = bugcheck_forced_next(forced, &i))) {
		json_object_begin(w, NULL);
		json_literal(w, "way", bugcheck_text(way->name));
		json_literal(w, "title", bugcheck_text(way->title));
		write_text(w, "setting", bugcheck_text(way->setting));
		write_text(w, "proof", bugcheck_text(way->proof));
		json_object_end(w);
	}
	json_array_end(w);
}

static void write_parameter(struct json_writer *w, const struct bugcheck *b, unsigned i,
			    const struct bugcheck_parameter *p)
{
	if (!b->parameter_known[i] && !p->meaning)
		return;
	json_object_begin(w, NULL);
	json_number(w, "n", i + 1);
	if (b->parameter_known[i])
		json_hex64(w, "value", b->parameters[i]);
	if (p->meaning)
		json_literal(w, "meaning", p->meaning);
	if (p->decoded.n)
		json_text(w, "decoded", buf_slice(&p->decoded));
	json_object_end(w);
}

static void write_parameters(struct json_writer *w, const struct bugcheck *b,
			     const struct bugcheck_decoding *d)
{
	json_array_begin(w, "parameters");
	for (unsigned i = 0; i < BUGCHECK_PARAMETERS; i++)
		write_parameter(w, b, i, &d->parameters[i]);
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

/* What is known of the code besides its parameters. */
static void write_story(struct json_writer *w, const struct bugcheck_knowledge *k)
{
	json_literal(w, "title", bugcheck_text(k->title));
	write_text(w, "meaning", bugcheck_text(k->meaning));
	write_list(w, "causes", bugcheck_text(k->causes));
	json_literal(w, "category", bugcheck_category_name(k->category));
}

static void write_reference(struct json_writer *w, const char *page)
{
	json_bool(w, "documented", *page != 0);
	if (!*page)
		return;
	json_begin_value(w, "reference");
	buf_add_string(w->out, "\"" BUGCHECK_PAGES);
	buf_add_string(w->out, page);
	buf_add_byte(w->out, '"');
}

const char *bugcheck_page(const struct bugcheck_code *entry, const struct bugcheck_knowledge *k)
{
	const char *page = entry ? bugcheck_string(entry->page) : "";
	const struct bugcheck_code *base = !*page && k ? bugcheck_code_exact(k->code) : NULL;
	return base ? bugcheck_string(base->page) : page;
}

const char *bugcheck_unknown_meaning(uint32_t code)
{
	if (bugcheck_code_find(code))
		return BUGCHECK_UNDOCUMENTED;
	return code >> 31 && ntstatus_name(code) ? BUGCHECK_IS_NTSTATUS : BUGCHECK_UNKNOWN;
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
			 const struct bugcheck_reading *reading, struct bugcheck_decoding *d)
{
	const struct bugcheck_code *entry = bugcheck_code_find(b->code);
	const struct bugcheck_knowledge *k = bugcheck_knowledge_find(b->code);
	uint32_t base = bugcheck_base_code(b->code);
	bugcheck_decode(d, k, b);
	if (entry)
		write_kind(w, entry->kind);
	if (base != b->code)
		json_hex32(w, "base_code", base);
	if (k)
		write_story(w, k);
	else
		json_literal(w, "meaning", bugcheck_unknown_meaning(b->code));
	write_forced(w, b->code, k != NULL);
	write_parameters(w, b, d);
	if (entry)
		write_list(w, "aliases", bugcheck_string(entry->aliases));
	write_alternatives(w, reading);
	write_reference(w, bugcheck_page(entry, k));
}
