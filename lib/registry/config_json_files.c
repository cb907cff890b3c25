/* SPDX-License-Identifier: MIT */
/* The line "crashcfg": files that take a dump, and what is done to it on its way. */
#include "lib/registry/config_json.h"

/* A drive letter as text, or null for 0. */
static void put_drive(struct json_writer *w, const char *key, char drive)
{
	config_json_text(w, key, slice_of(&drive, drive != 0));
}

/* --- page files --- */

static void put_sizes(struct json_writer *w, const struct page_file *p)
{
	json_bool(w, "managed", p->managed);
	config_json_count(w, "initial_bytes", p->initial);
	config_json_count(w, "maximum_bytes", p->maximum);
}

static void put_page_file(struct json_writer *w, const struct crash_config *c,
			  const struct page_file *p, bool sized)
{
	const char *fault = page_file_fault_name(p->fault);
	json_object_begin(w, NULL);
	json_text(w, "line", p->text);
	config_json_text(w, "path", p->path.expanded);
	put_drive(w, "drive", p->path.drive);
	json_literal(w, "volume", volume_kind_name(volume_kind_of(&c->volumes, p->path.drive)));
	if (sized)
		put_sizes(w, p);
	if (fault && sized)
		json_literal(w, "fault", fault);
	json_object_end(w);
}

static void put_page_files(struct json_writer *w, const char *key, const struct crash_config *c,
			   const struct page_files *files, bool sized)
{
	json_array_begin(w, key);
	for (size_t i = 0; i < files->count; i++)
		put_page_file(w, c, &files->list[i], sized);
	json_array_end(w);
}

static void put_all_page_files(struct json_writer *w, const struct crash_config *c)
{
	if (c->paging_files_state == REGISTRY_PRESENT ||
	    config_is_surely_absent(c, SETTING_PAGING_FILES))
		put_page_files(w, "page_files", c, &c->page_files, true);
	else
		json_null(w, "page_files");
	if (config_setting(c, SETTING_EXISTING_PAGE_FILES)->usable)
		put_page_files(w, "existing_page_files", c, &c->existing_page_files, false);
	else
		json_null(w, "existing_page_files");
}

/* --- the dedicated dump file, filters, log --- */

static void put_dedicated(struct json_writer *w, const struct crash_config *c)
{
	const struct dedicated_dump *d = &c->dedicated;
	if (!d->set) {
		json_null(w, "dedicated");
		return;
	}
	json_object_begin(w, "dedicated");
	json_text(w, "path", d->path.expanded);
	json_literal(w, "kind", winpath_kind_name(d->path.kind));
	put_drive(w, "drive", d->path.drive);
	json_literal(w, "volume", volume_kind_name(volume_kind_of(&c->volumes, d->path.drive)));
	json_bool(w, "managed", d->managed);
	config_json_count(w, "size_bytes", d->size);
	json_object_end(w);
}

static void put_filters(struct json_writer *w, const struct crash_config *c)
{
	const struct setting *s = config_setting(c, SETTING_DUMP_FILTERS);
	struct slice rest = s->text, name;
	if (!s->usable) {
		json_null(w, "filters");
		return;
	}
	json_array_begin(w, "filters");
	while (setting_next_string(&rest, &name))
		json_text(w, NULL, name);
	json_array_end(w);
}

/* On or off, or null where it is not set. */
static void put_flag(struct json_writer *w, const char *key, const struct crash_config *c,
		     enum setting_id id)
{
	const struct setting *s = config_setting(c, id);
	if (s->usable)
		json_bool(w, key, s->number != 0);
	else
		json_null(w, key);
}

static void put_number(struct json_writer *w, const char *key, const struct crash_config *c,
		       enum setting_id id)
{
	const struct setting *s = config_setting(c, id);
	config_json_count(w, key, (struct known){s->usable, s->usable ? s->number : 0});
}

static void put_log(struct json_writer *w, const struct crash_config *c)
{
	json_object_begin(w, "log");
	put_flag(w, "enabled", c, SETTING_ENABLE_LOG_FILE);
	put_number(w, "level", c, SETTING_DUMP_LOG_LEVEL);
	json_object_end(w);
}

/* --- encryption, live dumps --- */

static void put_encryption(struct json_writer *w, const struct encryption *e)
{
	json_object_begin(w, "encryption");
	json_literal(w, "state", encryption_state_name(e->state));
	config_json_count(w, "key_bits", e->bits);
	json_object_end(w);
}

static void put_components(struct json_writer *w, const struct crash_config *c)
{
	json_array_begin(w, "components");
	for (size_t i = 0; i < c->live_component_count; i++)
		json_text(w, NULL, c->live_components[i]);
	json_array_end(w);
}

static void put_live_dumps(struct json_writer *w, const struct crash_config *c)
{
	const struct setting *last = config_setting(c, SETTING_LAST_FULL_LIVE_REPORT);
	const struct setting *path = config_setting(c, SETTING_LIVE_KERNEL_REPORTS_PATH);
	json_object_begin(w, "live_dumps");
	put_number(w, "full_reports_max", c, SETTING_FULL_LIVE_REPORTS_MAX);
	put_number(w, "system_throttle_hours", c, SETTING_SYSTEM_THROTTLE_THRESHOLD);
	put_number(w, "component_throttle_hours", c, SETTING_COMPONENT_THROTTLE_THRESHOLD);
	config_json_time(w, "last_full_report",
			 (struct known){last->usable && last->number, last->number});
	config_json_text(w, "path", path->usable ? path->text : (struct slice){NULL, 0});
	put_components(w, c);
	json_object_end(w);
}

void config_write_json_files(struct json_writer *w, const struct crash_config *c)
{
	put_all_page_files(w, c);
	put_dedicated(w, c);
	put_filters(w, c);
	put_log(w, c);
	put_encryption(w, &c->encryption);
	put_live_dumps(w, c);
}
