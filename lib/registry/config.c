/* SPDX-License-Identifier: MIT */
#include "lib/base/number.h"
#include "lib/registry/config_part.h"
#include "lib/registry/config_trigger.h"
#include "lib/registry/size.h"

const char *configured_dump_name(enum configured_dump type)
{
	static const char *const names[] = {"unknown", "none",  "complete", "active",
					    "kernel",  "small", "automatic"};
	return names[type];
}

/* FilterPages makes an active dump of a complete one from Windows 10 on (Microsoft Learn, "Active
 * Memory Dump"). */
static enum configured_dump complete_or_active(const struct crash_config *c)
{
	return setting_is_on(config_setting(c, SETTING_FILTER_PAGES)) &&
			       !winver_is_below(c->machine.version, WINVER_10)
		       ? CONFIGURED_ACTIVE
		       : CONFIGURED_COMPLETE;
}

static enum configured_dump type_of(const struct crash_config *c)
{
	const struct setting *s = config_setting(c, SETTING_CRASH_DUMP_ENABLED);
	switch (setting_number(s, UINT64_MAX)) {
	case 0:
		return CONFIGURED_NONE;
	case 1:
		return complete_or_active(c);
	case 2:
		return CONFIGURED_KERNEL;
	case 3:
		return CONFIGURED_SMALL;
	case 7:
		return CONFIGURED_AUTOMATIC;
	default:
		return CONFIGURED_UNKNOWN;
	}
}

/* --- files --- */

/* The path that is set, or the one that Windows takes otherwise. */
static bool read_path(struct winpath *path, const struct crash_config *c, enum setting_id id,
		      struct slice otherwise)
{
	const struct setting *s = config_setting(c, id);
	bool set = s->usable && slice_trim(s->text).n > 0;
	*path = winpath_read(set ? s->text : otherwise, c->arena);
	return !set;
}

static void read_dedicated(struct crash_config *c)
{
	struct dedicated_dump *d = &c->dedicated;
	const struct setting *file = config_setting(c, SETTING_DEDICATED_DUMP_FILE);
	const struct setting *size = config_setting(c, SETTING_DUMP_FILE_SIZE);
	d->set = file->usable && slice_trim(file->text).n > 0;
	d->path = winpath_read(file->text, c->arena);
	d->managed = size->state != REGISTRY_UNREADABLE && !setting_is_on(size);
	if (setting_is_on(size))
		d->size = known_number(size->number * MEBIBYTE);
}

/* A list of another type says nothing that could be trusted. */
static enum registry_state list_state(const struct setting *s)
{
	return s->state == REGISTRY_PRESENT && !s->usable ? REGISTRY_UNREADABLE : s->state;
}

static void read_page_files(struct crash_config *c)
{
	const struct setting *configured = config_setting(c, SETTING_PAGING_FILES);
	c->paging_files_state = list_state(configured);
	page_files_read(&c->page_files, configured->text, c->arena);
	page_files_read(&c->existing_page_files,
			config_setting(c, SETTING_EXISTING_PAGE_FILES)->text, c->arena);
	/* The registry does not say where Windows is; setup puts it there. */
	c->boot_drive = 'C';
}

/* The filter of BitLocker (Microsoft Learn, "Crash dump filter drivers"). */
static bool has_encryption_filter(const struct setting *filters)
{
	struct slice rest = filters->text, name;
	while (setting_next_string(&rest, &name))
		if (slice_equal_ignoring_case(slice_base_name(name), SLICE("dumpfve.sys")))
			return true;
	return false;
}

static void read_live_components(struct crash_config *c)
{
	enum registry_state state;
	const struct registry_key *reports = registry_find_key(
		c->sets.current, setting_key_paths[SETTING_KEY_FULL_LIVE_REPORTS], &state);
	for (const struct registry_key *k = reports ? reports->children : NULL; k; k = k->next)
		if (!k->deleted && c->live_component_count < LIVE_COMPONENTS_MAX)
			c->live_components[c->live_component_count++] = k->name;
}

/* --- all of it --- */

static void read_settings(struct crash_config *c)
{
	control_sets_read(&c->sets, c->registry, c->arena);
	for (int id = 0; id < SETTING_COUNT; id++)
		c->settings[id] = setting_read((enum setting_id)id, c->sets.current, c->arena);
}

static void read_paths(struct crash_config *c)
{
	c->dump_file_default =
		read_path(&c->dump_file, c, SETTING_DUMP_FILE, SLICE("%SystemRoot%\\MEMORY.DMP"));
	c->minidump_dir_default = read_path(&c->minidump_dir, c, SETTING_MINIDUMP_DIR,
					    SLICE("%SystemRoot%\\Minidump"));
}

void crash_config_read(struct crash_config *c, const struct registry *r, const struct given *given,
		       struct arena *arena)
{
	memset(c, 0, sizeof(*c));
	c->registry = r;
	c->given = given;
	c->arena = arena;
	read_settings(c);
	volumes_read(&c->volumes, r, arena);
	config_machine_read(c);
	c->type = type_of(c);
	read_paths(c);
	read_dedicated(c);
	read_page_files(c);
	c->has_encryption_filter = has_encryption_filter(config_setting(c, SETTING_DUMP_FILTERS));
	read_live_components(c);
	config_hotkeys_read(c);
	config_power_button_read(c);
	config_encryption_read(c);
	config_differences_read(c);
}

void config_append_key_path(struct buf *b, const struct crash_config *c, enum setting_key key)
{
	if (c->sets.current)
		buf_add_slice(b, c->sets.name);
	else
		buf_add_string(b, "CurrentControlSet");
	buf_add_byte(b, '\\');
	buf_add_string(b, setting_key_paths[key]);
}
