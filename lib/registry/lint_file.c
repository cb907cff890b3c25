/* SPDX-License-Identifier: MIT */
/* CD01 to CD03, CD06: what the input is, and how much of it could be read. */
#include "lib/registry/lint_run.h"

void lint_when_hive_dirty(struct lint_run *l)
{
	const struct lint_input *in = l->input;
	struct lint_words w = {
		.number = lint_number(l, in->primary_sequence),
		.other = lint_number(l, in->secondary_sequence),
	};
	if (!in->is_hive || in->replayed)
		return;
	if (in->dirty && in->primary_sequence != in->secondary_sequence)
		lint_find(l, LINT_CD01_SEQUENCE, w);
	if (in->checksum_bad)
		lint_find(l, LINT_CD01_CHECKSUM, w);
}

/* --- control sets --- */

static struct lint_words select_words(struct lint_run *l, const char *path, struct known number)
{
	struct lint_words w = {.path = lint_static(path), .value = {NULL, 0}};
	if (number.known)
		w.value = lint_number(l, number.value);
	return w;
}

void lint_when_no_controlset(struct lint_run *l)
{
	const struct control_sets *sets = &l->config->sets;
	struct lint_words w = select_words(l, "Select\\Current", sets->number);
	bool is_hive = l->config->registry->source == REGISTRY_FROM_HIVE;
	if (!sets->current && l->input->kind) {
		w.what = lint_static(l->input->kind);
		lint_find(l, LINT_CD02_OTHER_HIVE, w);
	} else if (!sets->current && sets->number.known) {
		lint_find(l, LINT_CD02_MISSING, w);
	} else if (!sets->current) {
		lint_find(l, LINT_CD02_NONE, w);
	} else if (is_hive && !sets->number.known) {
		/* Texts without Select are usual: exports of a part of the hive. */
		w.name = sets->name;
		lint_find(l, LINT_CD02_GUESSED, w);
	}
}

void lint_when_boot_fallback(struct lint_run *l)
{
	const struct control_sets *sets = &l->config->sets;
	if (sets->failed.known && sets->failed.value != 0)
		lint_find(l, LINT_CD03_FAILED, select_words(l, "Select\\Failed", sets->failed));
	if (!sets->number.known || !sets->select_default.known ||
	    sets->number.value == sets->select_default.value)
		return;
	struct lint_words w = select_words(l, "Select\\Default", sets->select_default);
	w.number = lint_number(l, sets->number.value);
	lint_find(l, LINT_CD03_DEFAULT, w);
}

/* --- what could not be read --- */

static void unreadable_value(struct lint_run *l, enum setting_id id)
{
	struct lint_words w = lint_words_of(l, id);
	w.name = lint_static(setting_rows[id].name);
	lint_find(l, id == SETTING_CRASH_DUMP_ENABLED ? LINT_CD06_DUMP_TYPE : LINT_CD06_VALUE, w);
}

static void unreadable_key(struct lint_run *l, enum setting_key key)
{
	struct lint_words w = {.path = lint_key(l, key)};
	w.place = w.path;
	lint_find(l, LINT_CD06_KEY, w);
}

/* Is this key, or one that it lies in, told of already? */
static bool is_told(const bool told[static SETTING_KEY_COUNT], enum setting_key key)
{
	struct slice path = slice_of_string(setting_key_paths[key]);
	for (int i = 0; i < SETTING_KEY_COUNT; i++) {
		struct slice above = slice_of_string(setting_key_paths[i]);
		if (told[i] && slice_starts_with(path, above) &&
		    (path.n == above.n || path.p[above.n] == '\\'))
			return true;
	}
	return false;
}

/* A key is told once, however many of its values may be missing. */
void lint_when_unreadable(struct lint_run *l)
{
	bool told[SETTING_KEY_COUNT] = {false};
	for (int i = 0; i < SETTING_COUNT; i++) {
		enum setting_id id = (enum setting_id)i;
		const struct setting *s = lint_setting(l, id);
		enum setting_key key = setting_rows[id].key;
		if (s->state != REGISTRY_UNREADABLE)
			continue;
		if (s->value || id == SETTING_CRASH_DUMP_ENABLED)
			unreadable_value(l, id);
		if (s->value || is_told(told, key))
			continue;
		unreadable_key(l, key);
		told[key] = true;
	}
	if (l->input->unreadable && !lint_has_found(l, LINT_CD06_INPUT))
		lint_find(l, LINT_CD06_INPUT, (struct lint_words){.path = {NULL, 0}});
}
