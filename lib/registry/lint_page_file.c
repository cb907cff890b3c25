/* SPDX-License-Identifier: MIT */
/* CD20, CD21, CD26, CD27, CD29, CD31, CD32: page files that are missing, or in the wrong place. */
#include "lib/registry/lint_run.h"

/* Visits the page files that Windows can make. Is there one that holds? */
static bool any_page_file(const struct lint_run *l,
			  bool (*holds)(const struct lint_run *l, const struct page_file *f))
{
	const struct page_files *files = &l->config->page_files;
	for (size_t i = 0; i < files->count; i++)
		if (files->list[i].fault == PAGE_FILE_FINE && holds(l, &files->list[i]))
			return true;
	return false;
}

static struct lint_words line_words(struct lint_run *l, const struct page_file *f)
{
	struct lint_words w = lint_words_with(l, SETTING_PAGING_FILES, f->text);
	w.file = f->path.expanded;
	return w;
}

void lint_when_no_backing(struct lint_run *l)
{
	/* Lines that are all wrong are another rule's. */
	if (l->backing.kind != BACKING_NONE || l->config->page_files.count ||
	    !l->config->sets.current)
		return;
	lint_find_setting(l,
			  l->config->paging_files_state == REGISTRY_PRESENT ? LINT_CD20_EMPTY
									    : LINT_CD20_ABSENT,
			  SETTING_PAGING_FILES);
}

/* --- on which volume --- */

static bool is_on_boot_volume(const struct lint_run *l, const struct page_file *f)
{
	return f->path.kind == WINPATH_ANY_DRIVE || f->path.drive == l->config->boot_drive;
}

void lint_when_not_on_boot_volume(struct lint_run *l)
{
	if (!lint_pages(l) || any_page_file(l, is_on_boot_volume))
		return;
	struct lint_words w = lint_words_of(l, SETTING_PAGING_FILES);
	w.drive = lint_drive(l, l->config->boot_drive);
	lint_find(l,
		  winver_is_below(l->config->machine.version, WINVER_7) ? LINT_CD21_OLD : LINT_CD21,
		  w);
}

static bool is_unfit(enum volume_kind kind)
{
	return kind == VOLUME_CDROM || kind == VOLUME_FLOPPY || kind == VOLUME_USB ||
	       kind == VOLUME_MISSING;
}

static enum volume_kind kind_of(const struct lint_run *l, const struct page_file *f)
{
	if (l->config->volumes.state != REGISTRY_PRESENT)
		return VOLUME_UNKNOWN;
	return volume_kind_of(&l->config->volumes, f->path.drive);
}

static bool is_on_fit_volume(const struct lint_run *l, const struct page_file *f)
{
	return !is_unfit(kind_of(l, f));
}

void lint_when_volume_unfit(struct lint_run *l)
{
	const struct page_files *files = &l->config->page_files;
	bool no_other = lint_pages(l) && !any_page_file(l, is_on_fit_volume);
	for (size_t i = 0; i < files->count; i++) {
		const struct page_file *f = &files->list[i];
		enum volume_kind kind = kind_of(l, f);
		if (f->fault != PAGE_FILE_FINE || !is_unfit(kind))
			continue;
		struct lint_words w = line_words(l, f);
		w.what = lint_static(volume_kind_description(kind));
		lint_find(l, no_other ? LINT_CD31_UNFIT : LINT_CD31_ONE_OF, w);
	}
}

void lint_when_os_volume_only(struct lint_run *l)
{
	const struct page_files *files = &l->config->page_files;
	bool all = lint_pages(l) && !any_page_file(l, is_on_boot_volume);
	if (!lint_is_on(l, SETTING_PAGEFILE_ON_OS_VOLUME))
		return;
	for (size_t i = 0; i < files->count; i++) {
		const struct page_file *f = &files->list[i];
		if (f->fault != PAGE_FILE_FINE || is_on_boot_volume(l, f))
			continue;
		struct lint_words w = line_words(l, f);
		w.drive = lint_drive(l, l->config->boot_drive);
		lint_find(l, all ? LINT_CD32_ALL : LINT_CD32_SOME, w);
	}
}

/* --- how it is written down --- */

void lint_when_pagefile_syntax(struct lint_run *l)
{
	const struct page_files *files = &l->config->page_files;
	for (size_t i = 0; i < files->count; i++) {
		const struct page_file *f = &files->list[i];
		if (f->fault == PAGE_FILE_FINE)
			continue;
		struct lint_words w = line_words(l, f);
		w.what = lint_static(page_file_fault_text(f->fault));
		lint_find(l, l->backing.kind == BACKING_NONE ? LINT_CD27_NONE_LEFT : LINT_CD27_LINE,
			  w);
	}
}

static bool is_managed(const struct lint_run *l, const struct page_file *f)
{
	(void)l;
	return f->managed;
}

void lint_when_auto_with_fixed(struct lint_run *l)
{
	if (lint_pages(l) && l->config->type == CONFIGURED_AUTOMATIC &&
	    !any_page_file(l, is_managed))
		lint_find_setting(l, LINT_CD26, SETTING_PAGING_FILES);
}

void lint_when_temp_pagefile(struct lint_run *l)
{
	if (lint_is_on(l, SETTING_TEMP_PAGE_FILE))
		lint_find_setting(l,
				  l->backing.kind == BACKING_DEDICATED ? LINT_CD29_BESIDE_DEDICATED
								       : LINT_CD29_TEMPORARY,
				  SETTING_TEMP_PAGE_FILE);
}
