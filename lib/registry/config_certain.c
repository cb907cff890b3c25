/* SPDX-License-Identifier: MIT */
/* What is surely not set: a text may hold only a part of the registry. */
#include "lib/base/number.h"
#include "lib/registry/config_part.h"

/* --- what a text says is to be deleted is absent after it was imported --- */

static const struct registry_key *child_named(const struct registry_key *key, struct slice name)
{
	for (const struct registry_key *k = key->children; k; k = k->next)
		if (slice_equal_ignoring_case(k->name, name))
			return k;
	return NULL;
}

static bool value_is_deleted(const struct registry_key *key, struct slice name)
{
	for (const struct registry_value *v = key->values; v; v = v->next)
		if (slice_equal_ignoring_case(v->name, name))
			return v->deleted;
	return false;
}

static bool is_deleted(const struct registry_key *key, const struct setting_row *row)
{
	struct slice rest = slice_of_string(setting_key_paths[row->key]);
	while (key && !key->deleted && rest.n) {
		size_t end = slice_find_byte(rest, '\\');
		key = child_named(key, slice_sub(rest, 0, end));
		rest = slice_from(rest, end + 1);
	}
	return key && (key->deleted || value_is_deleted(key, slice_of_string(row->name)));
}

/* --- was all of a key exported, or did somebody write down what is to be changed? --- */

/* Every Windows since XP has these in CrashControl. Files that only tweak have four of them at most
 * (the numbers), an export lacks at most one. */
static bool has_crash_control(const struct crash_config *c)
{
	static const enum setting_id signs[] = {
		SETTING_AUTO_REBOOT, SETTING_CRASH_DUMP_ENABLED, SETTING_DUMP_FILE,
		SETTING_LOG_EVENT,   SETTING_MINIDUMP_DIR,       SETTING_OVERWRITE,
	};
	size_t present = 0;
	for (size_t i = 0; i < COUNT_OF(signs); i++)
		present += config_setting(c, signs[i])->state == REGISTRY_PRESENT;
	return present + 1 >= COUNT_OF(signs);
}

/* Nobody writes ExistingPageFiles by hand, and with PagingFiles nothing else that matters can be
 * missing. */
static bool has_memory_management(const struct crash_config *c)
{
	return config_setting(c, SETTING_PAGING_FILES)->state == REGISTRY_PRESENT ||
	       config_setting(c, SETTING_EXISTING_PAGE_FILES)->state == REGISTRY_PRESENT;
}

static bool is_below_crash_control(enum setting_key key)
{
	struct slice above = slice_of_string(setting_key_paths[SETTING_KEY_CRASH_CONTROL]);
	return slice_starts_with(slice_of_string(setting_key_paths[key]), above);
}

/* Readers give no line to keys that only the path of another one names. "reg query" without /s
 * lists sub-keys and leaves out what they have. */
bool config_tells_values(const struct registry *r, const struct registry_key *key)
{
	if (r->source == REGISTRY_FROM_HIVE)
		return key != NULL;
	return key && key->place.line && (r->source != REGISTRY_FROM_QUERY || key->values);
}

static bool is_whole(const struct crash_config *c, enum setting_key id,
		     const struct registry_key *key)
{
	if (id == SETTING_KEY_CRASH_CONTROL)
		return has_crash_control(c);
	if (id == SETTING_KEY_MEMORY_MANAGEMENT)
		return has_memory_management(c);
	if (config_tells_values(c->registry, key))
		return true;
	/* An export has all that is below its key. */
	return !key && is_below_crash_control(id) && has_crash_control(c);
}

bool config_is_surely_absent(const struct crash_config *c, enum setting_id id)
{
	const struct setting *s = config_setting(c, id);
	const struct setting_row *row = &setting_rows[id];
	if (!c->sets.current || s->state != REGISTRY_ABSENT)
		return false;
	if (is_deleted(c->sets.current, row))
		return true;
	if (c->registry->full)
		return false;
	return !c->registry->fragment || is_whole(c, row->key, s->key);
}
