/* SPDX-License-Identifier: MIT */
/* The line "crashcfg": where it comes from, and what will happen. */
#include "lib/base/wintime.h"
#include "lib/registry/config_json.h"

void config_json_count(struct json_writer *w, const char *key, struct known k)
{
	if (k.known)
		json_count(w, key, k.value);
	else
		json_null(w, key);
}

void config_json_text(struct json_writer *w, const char *key, struct slice s)
{
	if (s.n)
		json_text(w, key, s);
	else
		json_null(w, key);
}

void config_json_word(struct json_writer *w, const char *key, const char *s)
{
	if (s)
		json_literal(w, key, s);
	else
		json_null(w, key);
}

void config_json_time(struct json_writer *w, const char *key, struct known filetime)
{
	if (filetime.known)
		json_time(w, key, filetime.value);
	else
		json_null(w, key);
}

/* --- where it comes from --- */

static void put_logs(struct json_writer *w, const struct hive_state *h)
{
	json_bool(w, "logs_found", h->logs_found);
	json_array_begin(w, "logs");
	for (size_t i = 0; i < COUNT_OF(h->logs); i++)
		if (h->logs[i])
			json_text(w, NULL, slice_of_string(h->logs[i]));
	json_array_end(w);
	json_number(w, "log_entries", h->log_entries);
	json_number(w, "log_pages", h->pages);
	if (h->problem.n)
		json_text(w, "log_problem", h->problem);
}

static void put_hive(struct json_writer *w, const struct hive_state *h, bool epoch)
{
	struct buf version = {0};
	buf_printf(&version, "%u.%u", h->major, h->minor);
	json_object_begin(w, "hive");
	config_json_text(w, "name", h->name);
	if (h->kind)
		json_literal(w, "kind", h->kind);
	json_text(w, "version", buf_slice(&version));
	json_number(w, "primary_sequence", h->primary_sequence);
	json_number(w, "secondary_sequence", h->secondary_sequence);
	json_bool(w, "checksum_ok", !h->checksum_bad);
	config_json_time(w, "written", h->written);
	if (epoch && h->written.known)
		json_signed(w, "written_unix_ms", filetime_to_unix_ms(h->written.value));
	put_logs(w, h);
	json_object_end(w);
	buf_free(&version);
}

static void put_source(struct json_writer *w, const struct config_report *r)
{
	const struct crash_config *c = r->config;
	config_json_text(w, "control_set", c->sets.name);
	config_json_count(w, "control_set_number", config_control_set_number(&c->sets));
	json_literal(w, "source", registry_source_name(c->registry->source));
	if (!r->hive) {
		json_bool(w, "fragment", c->registry->fragment);
		json_null(w, "dirty");
		json_null(w, "replayed");
		return;
	}
	json_bool(w, "dirty", r->hive->dirty);
	json_bool(w, "replayed", r->hive->replayed);
	put_hive(w, r->hive, r->epoch);
}

/* --- what will happen --- */

static void put_reasons(struct json_writer *w, const struct verdict *v)
{
	json_array_begin(w, "reasons");
	for (size_t i = 0; i < v->reason_count; i++) {
		json_object_begin(w, NULL);
		json_literal(w, "reason", v->reasons[i].code);
		json_text(w, "message", v->reasons[i].message);
		json_object_end(w);
	}
	json_array_end(w);
}

static void put_need(struct json_writer *w, const struct verdict *v)
{
	config_json_count(w, "required_bytes", v->required);
	config_json_word(w, "required_formula", v->need.formula);
	config_json_word(w, "required_basis", v->need.basis);
	config_json_count(w, "fails_below_bytes", v->need.fails);
	config_json_count(w, "doubtful_below_bytes", v->need.doubtful);
	config_json_count(w, "guideline_bytes", v->need.guideline);
	config_json_count(w, "available_bytes", v->available);
}

static const char *backing_word(enum backing_kind kind)
{
	static const char *const words[] = {
		[BACKING_UNKNOWN] = "unknown",
		[BACKING_NONE] = "none",
		[BACKING_PAGE_FILE] = "pagefile",
		[BACKING_DEDICATED] = "dedicated",
	};
	return words[kind];
}

static void put_backing(struct json_writer *w, const struct crash_config *c,
			const struct backing *b)
{
	struct buf path = {0};
	backing_append_path(&path, c, b);
	json_literal(w, "backing", backing_word(b->kind));
	config_json_text(w, "backing_file", buf_slice(&path));
	buf_free(&path);
	if (b->managed)
		json_literal(w, "backing_size", "system-managed");
	else
		config_json_count(w, "backing_size", b->initial);
	config_json_count(w, "backing_maximum", b->maximum);
}

static void put_way(struct json_writer *w, const struct crash_config *c, const struct verdict *v)
{
	config_json_text(w, "dump_path", v->dump_path);
	json_bool(w, "dump_path_assumed",
		  v->dump_path.n && (v->route == DUMP_ROUTE_MINIDUMP ? c->minidump_dir.drive_assumed
								     : c->dump_file.drive_assumed));
	json_literal(w, "route", dump_route_name(v->route));
	config_json_text(w, "route_text", v->route_text);
	/* What is no configuration has no defaults. */
	config_json_text(w, "minidump_dir",
			 c->sets.current ? c->minidump_dir.expanded : (struct slice){NULL, 0});
}

void config_write_json(struct json_writer *w, const struct config_report *r)
{
	const struct crash_config *c = r->config;
	json_object_begin(w, NULL);
	json_literal(w, "type", "crashcfg");
	put_source(w, r);
	json_literal(w, "configured_type", configured_dump_name(c->type));
	json_literal(w, "will_dump", will_dump_name(r->verdict->will_dump));
	put_reasons(w, r->verdict);
	put_need(w, r->verdict);
	put_backing(w, c, &r->verdict->backing);
	put_way(w, c, r->verdict);
	config_write_json_files(w, c);
	config_write_json_values(w, c);
	config_write_json_triggers(w, c);
	config_write_json_machine(w, c, r->epoch);
}

void finding_write_json(struct json_writer *w, const struct lint_finding *f)
{
	json_object_begin(w, NULL);
	json_literal(w, "type", "finding");
	json_literal(w, "id", f->rule->id);
	json_literal(w, "rule", f->rule->name);
	json_literal(w, "severity", lint_severity_name(f->severity));
	if (f->path.n) {
		json_text(w, "path", f->path);
		if (f->value.p)
			json_text(w, "value", f->value);
		else
			json_null(w, "value");
	}
	json_text(w, "message", f->message);
	config_json_text(w, "remedy", f->remedy);
	json_text(w, "source", slice_of_string(f->rule->source));
}
