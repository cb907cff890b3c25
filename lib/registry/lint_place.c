/* SPDX-License-Identifier: MIT */
/* CD50, CD51, CD54, CD55: where dumps are brought to. */
#include "lib/registry/lint_run.h"

/* Which finding a path is, by what is wrong with it. */
struct path_cases {
	enum lint_case_id form, unexpanded;
};

/* Returns whether the path is as it should be. */
static bool look_at_path(struct lint_run *l, enum setting_id id, const struct winpath *path,
			 struct path_cases cases)
{
	const struct setting *s = lint_setting(l, id);
	const char *fault = lint_path_fault(path);
	struct lint_words w = lint_words_of(l, id);
	if (path->had_variable && s->value->type == REGISTRY_SZ) {
		lint_find(l, cases.unexpanded, w);
		return false;
	}
	if (!fault)
		return true;
	w.what = lint_static(fault);
	lint_find(l, cases.form, w);
	return false;
}

static bool is_removable(enum volume_kind kind)
{
	return kind == VOLUME_CDROM || kind == VOLUME_FLOPPY || kind == VOLUME_USB;
}

void lint_when_dumpfile_path(struct lint_run *l)
{
	static const struct path_cases cases = {LINT_CD50_FORM, LINT_CD50_UNEXPANDED};
	const struct winpath *path = &l->config->dump_file;
	enum volume_kind kind = volume_kind_of(&l->config->volumes, path->drive);
	if (l->config->dump_file_default || !look_at_path(l, SETTING_DUMP_FILE, path, cases) ||
	    !is_removable(kind))
		return;
	struct lint_words w = lint_words_of(l, SETTING_DUMP_FILE);
	w.what = lint_static(volume_kind_description(kind));
	lint_find(l, LINT_CD50_REMOVABLE, w);
}

void lint_when_minidump(struct lint_run *l)
{
	static const struct path_cases cases = {LINT_CD54_FORM, LINT_CD54_UNEXPANDED};
	if (!l->config->minidump_dir_default)
		look_at_path(l, SETTING_MINIDUMP_DIR, &l->config->minidump_dir, cases);
	if (lint_is(l, SETTING_MINIDUMPS_COUNT, 0))
		lint_find_setting(l, LINT_CD54_COUNT, SETTING_MINIDUMPS_COUNT);
}

/* --- on the way --- */

void lint_when_other_volume(struct lint_run *l)
{
	char from = l->backing.drive, to = l->config->dump_file.drive;
	if (!lint_leaves_file(l) || !from || !to || from == to)
		return;
	struct lint_words w = lint_words_of(l, SETTING_DUMP_FILE);
	w.drive = lint_drive(l, from);
	w.other = lint_drive(l, to);
	lint_find(l, LINT_CD51, w);
}

static struct slice text_or(const struct lint_run *l, enum setting_id id, struct slice otherwise)
{
	const struct setting *s = lint_setting(l, id);
	return s->usable && s->text.n ? s->text : otherwise;
}

void lint_when_copy_pending(struct lint_run *l)
{
	if (!lint_is_on(l, SETTING_TEMP_DESTINATION))
		return;
	struct lint_words w = lint_words_of(l, SETTING_TEMP_DESTINATION);
	w.file = text_or(l, SETTING_MACHINE_CRASH_DUMP_FILE, SLICE("a temporary file"));
	w.place = text_or(l, SETTING_FINAL_DUMP_FILE_LOCATION, l->config->dump_file.expanded);
	lint_find(l, LINT_CD55, w);
}
