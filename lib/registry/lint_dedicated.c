/* SPDX-License-Identifier: MIT */
/* CD40 to CD44: the dedicated dump file. */
#include "lib/base/number.h"
#include "lib/registry/lint_run.h"

enum { PATH_CHARACTERS_MAX = 150 };

/* Windows XP and Server 2003 know no dedicated file. */
static bool counts(const struct lint_run *l)
{
	return l->backing.kind == BACKING_DEDICATED;
}

static size_t characters(struct slice utf8)
{
	size_t n = 0;
	for (size_t i = 0; i < utf8.n; i++)
		n += (utf8.p[i] & 0xc0) != 0x80;
	return n;
}

void lint_when_dedicated_path(struct lint_run *l)
{
	const struct winpath *path = &l->config->dedicated.path;
	const char *fault = lint_path_fault(path);
	if (!counts(l))
		return;
	struct lint_words w = lint_words_of(l, SETTING_DEDICATED_DUMP_FILE);
	size_t n = characters(path->text);
	if (path->had_variable) {
		lint_find(l, LINT_CD40_VARIABLE, w);
	} else if (fault) {
		w.what = lint_static(fault);
		lint_find(l, LINT_CD40_FORM, w);
	} else if (n > PATH_CHARACTERS_MAX) {
		w.number = lint_number(l, n);
		lint_find(l, LINT_CD40_LONG, w);
	}
}

/* A complete dump has an exact size; of the others only the least is known. */
static struct known size_asked_for(const struct lint_run *l)
{
	return l->config->type == CONFIGURED_COMPLETE ? l->need.required : l->need.fails;
}

void lint_when_dedicated_small(struct lint_run *l)
{
	struct known size = l->config->dedicated.size;
	if (!counts(l) || !size.known)
		return;
	enum size_band band = size_band_of(&l->need, size.value);
	struct lint_words w = lint_words_of(l, SETTING_DUMP_FILE_SIZE);
	w.size = lint_size(l, size.value);
	w.type = lint_type(l);
	w.needed = lint_size(l, size_asked_for(l).value);
	if (band == SIZE_FAILS)
		lint_find(l, LINT_CD41_FAILS, w);
	else if (band == SIZE_DOUBTFUL)
		lint_find(l, LINT_CD41_DOUBTFUL, w);
	else if (band == SIZE_BELOW_GUIDELINE)
		lint_find(l, LINT_CD41_GUIDELINE, w);
}

void lint_when_dedicated_volume(struct lint_run *l)
{
	char drive = l->config->dedicated.path.drive;
	if (!counts(l) || !drive || l->config->volumes.state != REGISTRY_PRESENT)
		return;
	enum volume_kind kind = volume_kind_of(&l->config->volumes, drive);
	struct lint_words w = lint_words_of(l, SETTING_DEDICATED_DUMP_FILE);
	w.what = lint_static(volume_kind_description(kind));
	w.drive = lint_drive(l, drive);
	if (kind == VOLUME_CDROM || kind == VOLUME_FLOPPY)
		lint_find(l, LINT_CD42_UNFIT, w);
	else if (kind == VOLUME_USB || kind == VOLUME_MISSING)
		lint_find(l, LINT_CD42_DOUBTFUL, w);
}

static bool is_page_file(const struct lint_run *l, const struct page_file *f)
{
	const struct winpath *dedicated = &l->config->dedicated.path;
	if (f->path.kind != WINPATH_ANY_DRIVE)
		return winpath_equal(&f->path, dedicated);
	return dedicated->drive == l->config->boot_drive &&
	       slice_equal_ignoring_case(slice_from(f->path.expanded, 1),
					 slice_from(dedicated->expanded, 1));
}

void lint_when_dedicated_clash(struct lint_run *l)
{
	const struct page_files *files = &l->config->page_files;
	const struct winpath *path = &l->config->dedicated.path;
	size_t i = 0;
	if (!counts(l))
		return;
	struct lint_words w = lint_words_of(l, SETTING_DEDICATED_DUMP_FILE);
	w.file = path->expanded;
	while (i < files->count && !is_page_file(l, &files->list[i]))
		i++;
	if (i < files->count)
		lint_find(l, LINT_CD43_PAGE_FILE, w);
	if (winpath_equal(path, &l->config->dump_file))
		lint_find(l, LINT_CD43_DUMP_FILE, w);
}

void lint_when_size_without_file(struct lint_run *l)
{
	bool none =
		config_is_surely_absent(l->config, SETTING_DEDICATED_DUMP_FILE) ||
		(lint_setting(l, SETTING_DEDICATED_DUMP_FILE)->usable && !l->config->dedicated.set);
	if (lint_is_on(l, SETTING_DUMP_FILE_SIZE) && none)
		lint_find_setting(l, LINT_CD44, SETTING_DUMP_FILE_SIZE);
}
