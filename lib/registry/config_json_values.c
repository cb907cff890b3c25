/* SPDX-License-Identifier: MIT */
/* The line "crashcfg": the values themselves. */
#include "lib/base/limits.h"
#include "lib/registry/config_json.h"

/* The keys whose settings make up "settings", by name alone: no name occurs in two of them. */
static bool has_plain_settings(enum setting_key key)
{
	return key == SETTING_KEY_CRASH_CONTROL || key == SETTING_KEY_MEMORY_MANAGEMENT ||
	       key == SETTING_KEY_POWER;
}

static void put_settings(struct json_writer *w, const struct crash_config *c)
{
	json_object_begin(w, "settings");
	for (size_t i = 0; i < SETTING_COUNT; i++)
		if (has_plain_settings(setting_rows[i].key) &&
		    c->settings[i].state != REGISTRY_ABSENT)
			setting_write_value(w, setting_rows[i].name, &c->settings[i]);
	json_object_end(w);
}

/* --- one value --- */

static void put_default(struct json_writer *w, const struct crash_config *c, enum setting_id id,
			const struct setting *s)
{
	bool absent = false;
	const char *text = setting_default(id, c->machine.version, &absent);
	struct known is = setting_is_default(id, s, c->machine.version);
	if (is.known)
		json_bool(w, "default", is.value != 0);
	else
		json_null(w, "default");
	if (text)
		json_text(w, "default_value", slice_of_string(text));
}

static void put_type(struct json_writer *w, uint32_t type)
{
	const char *name = registry_type_name(type);
	if (name)
		json_literal(w, "value_type", name);
	else
		json_hex32(w, "value_type", type);
}

/* The bytes as they are; of very many only the first. */
static void put_raw(struct json_writer *w, struct slice data)
{
	size_t n = data.n < LIMIT_CRASHCFG_RAW_BYTES ? data.n : LIMIT_CRASHCFG_RAW_BYTES;
	json_bytes_hex(w, "raw", slice_sub(data, 0, n));
	if (n < data.n)
		json_number(w, "raw_size", data.n);
}

static void put_meaning(struct json_writer *w, enum setting_id id, const struct setting *s)
{
	struct buf meaning = {0};
	if (s->usable)
		setting_append_meaning(&meaning, id, s);
	if (meaning.n)
		json_text(w, "decoded", buf_slice(&meaning));
	buf_free(&meaning);
}

static void put_place(struct json_writer *w, const struct crash_config *c, const struct setting *s)
{
	config_json_text(w, "control_set", c->sets.name);
	if (s->key && s->key->time.known)
		json_time(w, "key_time", s->key->time.value);
	if (s->value && s->value->place.line)
		json_number(w, "line", s->value->place.line);
}

static void put_content(struct json_writer *w, const struct setting *s)
{
	json_literal(w, "state", s->state == REGISTRY_PRESENT ? "present" : "unreadable");
	if (s->value)
		put_type(w, s->value->type);
	setting_write_value(w, "value", s);
	if (s->value && s->state == REGISTRY_PRESENT)
		put_raw(w, s->value->data);
}

/* A value that is known: id; else SETTING_COUNT. */
static void put_value(struct json_writer *w, const struct crash_config *c, struct slice path,
		      struct slice name, enum setting_id id, const struct setting *s)
{
	json_object_begin(w, NULL);
	json_text(w, "path", path);
	json_text(w, "name", name);
	put_content(w, s);
	if (id != SETTING_COUNT) {
		const char *deprecated = setting_deprecated(id, c->machine.version);
		put_meaning(w, id, s);
		put_default(w, c, id, s);
		if (deprecated)
			json_text(w, "deprecated", slice_of_string(deprecated));
	}
	put_place(w, c, s);
	json_object_end(w);
}

/* --- all of them --- */

static void put_settings_of_key(struct json_writer *w, const struct crash_config *c,
				enum setting_key key)
{
	struct buf path = {0};
	for (size_t i = 0; i < SETTING_COUNT; i++) {
		const struct setting *s = &c->settings[i];
		if (setting_rows[i].key != key || s->state == REGISTRY_ABSENT)
			continue;
		path.n = 0;
		config_append_key_path(&path, c, key);
		put_value(w, c, buf_slice(&path), slice_of_string(setting_rows[i].name),
			  (enum setting_id)i, s);
	}
	buf_free(&path);
}

/* Is it one of the settings, which were written already? */
static bool is_setting(const struct crash_config *c, const struct registry_value *value)
{
	for (size_t i = 0; i < SETTING_COUNT; i++)
		if (c->settings[i].value == value)
			return true;
	return false;
}

/* What else the key holds. */
static void put_others_of_key(struct json_writer *w, const struct crash_config *c,
			      const struct registry_key *key, size_t *left)
{
	struct buf path = {0};
	registry_append_path(&path, key);
	for (const struct registry_value *v = key->values; v && *left; v = v->next) {
		if (v->deleted || is_setting(c, v))
			continue;
		const struct setting s = {
			.state = v->unreadable ? REGISTRY_UNREADABLE : REGISTRY_PRESENT,
			.key = key,
			.value = v,
		};
		put_value(w, c, buf_slice(&path), v->name, SETTING_COUNT, &s);
		--*left;
	}
	buf_free(&path);
}

/* The key behind this one in the order of the input, below top; NULL behind the last. */
static const struct registry_key *next_key(const struct registry_key *key,
					   const struct registry_key *top)
{
	if (key->children)
		return key->children;
	while (key != top && !key->next)
		key = key->parent;
	return key == top ? NULL : key->next;
}

/* Keys that are about dumps and what makes them: all that they hold is told. Of other keys, such as
 * those of the network, only the settings are. */
static const char *const told_whole[] = {
	"Control\\CrashControl",
	"Control\\Session Manager\\Memory Management",
	"Control\\Power",
	"Services\\i8042prt\\Parameters",
	"Services\\i8042prt\\crashdump",
	"Services\\i8042prt\\DebugEnable",
	"Services\\kbdhid\\Parameters",
	"Services\\kbdhid\\crashdump",
	"Services\\kbdhid\\DebugEnable",
	"Services\\hyperkbd\\Parameters",
	"Services\\hyperkbd\\crashdump",
	"Services\\hyperkbd\\DebugEnable",
};

static void put_others(struct json_writer *w, const struct crash_config *c)
{
	size_t left = LIMIT_CRASHCFG_OTHER_VALUES;
	for (size_t i = 0; i < COUNT_OF(told_whole); i++) {
		enum registry_state state;
		const struct registry_key *top =
			registry_find_key(c->sets.current, told_whole[i], &state);
		for (const struct registry_key *k = top; k; k = next_key(k, top))
			if (!k->deleted)
				put_others_of_key(w, c, k, &left);
	}
}

void config_write_json_values(struct json_writer *w, const struct crash_config *c)
{
	put_settings(w, c);
	json_array_begin(w, "values");
	for (enum setting_key key = 0; key < SETTING_KEY_COUNT; key++)
		put_settings_of_key(w, c, key);
	put_others(w, c);
	json_array_end(w);
}
