/* SPDX-License-Identifier: MIT */
/* CD05: settings where nothing reads them, or under names that nothing reads. */
#include "lib/base/edits.h"
#include "lib/base/number.h"
#include "lib/registry/lint_run.h"

/* --- names --- */

/* The setting of this name in this key, or SETTING_COUNT. */
static enum setting_id setting_in(enum setting_key key, struct slice name)
{
	int id = 0;
	while (id < SETTING_COUNT &&
	       (setting_rows[id].key != key ||
		!slice_equal_ignoring_case(name, slice_of_string(setting_rows[id].name))))
		id++;
	return (enum setting_id)id;
}

/* The first setting of this name that has to do with dumps or crashes, in whatever key;
 * SETTING_COUNT where there is none. Start is a name that each service has. */
static enum setting_id setting_anywhere(struct slice name)
{
	int id = 0;
	if (slice_equal_ignoring_case(name, SLICE("Start")))
		return SETTING_COUNT;
	while (id < SETTING_COUNT &&
	       (lint_key_is_context(setting_rows[id].key) ||
		!slice_equal_ignoring_case(name, slice_of_string(setting_rows[id].name))))
		id++;
	return (enum setting_id)id;
}

enum { EDITS_MAX = 2 };

/* The setting of CrashControl that a name is nearest to, or SETTING_COUNT. */
static enum setting_id nearest(struct slice name)
{
	enum setting_id best = SETTING_COUNT;
	size_t least = EDITS_MAX + 1;
	for (int id = 0; id < SETTING_COUNT; id++) {
		if (setting_rows[id].key != SETTING_KEY_CRASH_CONTROL)
			continue;
		size_t edits = edits_between(name, slice_of_string(setting_rows[id].name));
		if (edits < least) {
			least = edits;
			best = (enum setting_id)id;
		}
	}
	return best;
}

/* Values of Windows Phone and IoT (WpAbortKeyName and others) mean nothing elsewhere, and are no
 * mistakes. */
static bool is_of_phone(struct slice name)
{
	return name.n > 2 && slice_equal_ignoring_case(slice_sub(name, 0, 2), SLICE("Wp"));
}

/* --- keys --- */

static void elsewhere(struct lint_run *l, const struct registry_key *key,
		      const struct registry_value *v, enum setting_key right)
{
	struct lint_words w = lint_words_of_value(l, key, v);
	w.name = v->name;
	registry_append_path(&l->text, key);
	w.place = lint_take(l);
	w.meant = lint_key(l, right);
	lint_find(l, LINT_CD05_ELSEWHERE, w);
}

static void misspelt(struct lint_run *l, const struct registry_key *key,
		     const struct registry_value *v, enum setting_id meant)
{
	struct lint_words w = lint_words_of_value(l, key, v);
	w.name = v->name;
	w.meant = lint_static(setting_rows[meant].name);
	lint_find(l, LINT_CD05_MISSPELT, w);
}

static struct registry_key *key_at(struct lint_run *l, const char *path)
{
	enum registry_state state;
	return registry_find_key(l->config->sets.current, path, &state);
}

/* Names of other keys, and names that nearly are of this one. */
static void look_into(struct lint_run *l, enum setting_key home)
{
	const struct registry_key *key = key_at(l, setting_key_paths[home]);
	for (const struct registry_value *v = key ? key->values : NULL; v; v = v->next) {
		if (v->deleted || setting_in(home, v->name) != SETTING_COUNT)
			continue;
		enum setting_id other = setting_anywhere(v->name);
		if (other != SETTING_COUNT) {
			elsewhere(l, key, v, setting_rows[other].key);
			continue;
		}
		enum setting_id meant = nearest(v->name);
		if (home == SETTING_KEY_CRASH_CONTROL && meant != SETTING_COUNT &&
		    !is_of_phone(v->name))
			misspelt(l, key, v, meant);
	}
}

/* --- keyboard drivers: CrashOnCtrlScroll is in Parameters, the others are in crashdump --- */

struct driver_keys {
	enum setting_key service, parameters, crashdump;
};

static const struct driver_keys drivers[] = {
	{SETTING_KEY_I8042PRT, SETTING_KEY_I8042PRT_PARAMETERS, SETTING_KEY_I8042PRT_CRASHDUMP},
	{SETTING_KEY_KBDHID, SETTING_KEY_KBDHID_PARAMETERS, SETTING_KEY_KBDHID_CRASHDUMP},
	{SETTING_KEY_HYPERKBD, SETTING_KEY_HYPERKBD_PARAMETERS, SETTING_KEY_HYPERKBD_CRASHDUMP},
};

/* Where a value of a keyboard driver belongs; SETTING_KEY_COUNT for names that are none of ours. */
static enum setting_key place_of(const struct driver_keys *d, struct slice name)
{
	if (setting_in(d->parameters, name) != SETTING_COUNT)
		return d->parameters;
	return setting_in(d->crashdump, name) != SETTING_COUNT ? d->crashdump : SETTING_KEY_COUNT;
}

static void look_into_part(struct lint_run *l, const struct driver_keys *d,
			   const struct registry_key *key)
{
	struct slice own = key->name;
	for (const struct registry_value *v = key->values; v; v = v->next) {
		enum setting_key right = place_of(d, v->name);
		if (v->deleted || right == SETTING_KEY_COUNT)
			continue;
		struct slice name = slice_base_name(slice_of_string(setting_key_paths[right]));
		if (!slice_equal_ignoring_case(own, name))
			elsewhere(l, key, v, right);
	}
}

static void look_into_driver(struct lint_run *l, const struct driver_keys *d)
{
	const struct registry_key *service = key_at(l, setting_key_paths[d->service]);
	if (!service)
		return;
	look_into_part(l, d, service);
	for (const struct registry_key *k = service->children; k; k = k->next)
		if (!k->deleted)
			look_into_part(l, d, k);
}

/* Guides write kbhid where they mean kbdhid. */
static void look_for_kbhid(struct lint_run *l)
{
	const struct registry_key *key = key_at(l, "Services\\kbhid");
	struct lint_words w = {.name = SLICE("kbhid")};
	if (!key)
		return;
	registry_append_path(&l->text, key);
	w.path = lint_take(l);
	lint_find(l, LINT_CD05_SERVICE, w);
}

void lint_when_misplaced_or_misspelt(struct lint_run *l)
{
	if (!l->config->sets.current)
		return;
	look_into(l, SETTING_KEY_CRASH_CONTROL);
	look_into(l, SETTING_KEY_MEMORY_MANAGEMENT);
	for (size_t i = 0; i < COUNT_OF(drivers); i++)
		look_into_driver(l, &drivers[i]);
	look_for_kbhid(l);
}
