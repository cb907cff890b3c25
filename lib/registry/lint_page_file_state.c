/* SPDX-License-Identifier: MIT */
/* CD28, CD30: what Windows made of the page files so far. */
#include "lib/base/number.h"
#include "lib/base/wintime.h"
#include "lib/registry/lint_run.h"

/* --- configured and existing --- */

/* "?:\pagefile.sys" is this file on whatever drive. */
static bool is_same_file(const struct page_file *configured, const struct page_file *existing)
{
	if (configured->path.kind != WINPATH_ANY_DRIVE)
		return winpath_equal(&configured->path, &existing->path);
	return slice_equal_ignoring_case(slice_from(configured->path.expanded, 1),
					 slice_from(existing->path.expanded, 1));
}

static bool exists(const struct lint_run *l, const struct page_file *configured)
{
	const struct page_files *files = &l->config->existing_page_files;
	for (size_t i = 0; i < files->count; i++)
		if (is_same_file(configured, &files->list[i]))
			return true;
	return false;
}

static bool is_configured(const struct lint_run *l, const struct page_file *existing)
{
	const struct page_files *files = &l->config->page_files;
	for (size_t i = 0; i < files->count; i++)
		if (is_same_file(&files->list[i], existing))
			return true;
	return false;
}

static void find_file(struct lint_run *l, enum lint_case_id id, enum setting_id where,
		      const struct page_file *f)
{
	struct lint_words w = lint_words_with(l, where, f->text);
	w.file = f->path.expanded;
	lint_find(l, id, w);
}

/* The swap file of store apps is no page file, and never configured. */
static bool is_swap_file(const struct page_file *f)
{
	return slice_equal_ignoring_case(slice_base_name(f->path.expanded), SLICE("swapfile.sys"));
}

static void compare_existing(struct lint_run *l, const struct page_file *f)
{
	if (f->has_sizes)
		find_file(l, LINT_CD28_EDITED, SETTING_EXISTING_PAGE_FILES, f);
	else if (!is_configured(l, f) && !is_swap_file(f))
		find_file(l, LINT_CD28_OTHER, SETTING_EXISTING_PAGE_FILES, f);
}

void lint_when_configured_not_existing(struct lint_run *l)
{
	const struct page_files *files = &l->config->page_files;
	const struct page_files *existing = &l->config->existing_page_files;
	bool temporary = lint_is_on(l, SETTING_TEMP_PAGE_FILE);
	if (l->config->paging_files_state != REGISTRY_PRESENT ||
	    !lint_setting(l, SETTING_EXISTING_PAGE_FILES)->usable)
		return;
	for (size_t i = 0; i < files->count; i++)
		if (files->list[i].fault == PAGE_FILE_FINE && !exists(l, &files->list[i]))
			find_file(l, temporary ? LINT_CD28_FAILED : LINT_CD28_MISSING,
				  SETTING_PAGING_FILES, &files->list[i]);
	for (size_t i = 0; i < existing->count; i++)
		compare_existing(l, &existing->list[i]);
}

/* --- a dump that did not fit --- */

#define DAY ((uint64_t)FILETIME_PER_SECOND * 86400)

/* From Windows 7 on, and not after the present. */
static bool is_plausible(const struct lint_run *l, uint64_t time)
{
	static const struct civil_time first = {.year = 2009, .month = 1, .day = 1};
	static const struct civil_time last = {.year = 9999, .month = 1, .day = 1};
	struct known now = l->config->given->now;
	if (time < filetime_from_civil(&first) || time > filetime_from_civil(&last))
		return false;
	return !now.known || time < 365 * DAY || time - 365 * DAY <= now.value;
}

static void look_at_time(struct lint_run *l, enum setting_id id)
{
	enum { WINDOW_DAYS = 28 };
	const struct setting *s = lint_setting(l, id);
	struct known now = l->config->given->now;
	if (!s->usable)
		return;
	struct lint_words w = lint_words_of(l, id);
	w.name = lint_static(setting_rows[id].name);
	if (!is_plausible(l, s->number)) {
		lint_find(l, LINT_CD30_UNDATED, w);
		return;
	}
	uint64_t end = s->number + WINDOW_DAYS * DAY;
	w.time = lint_time(l, s->number);
	w.until = lint_time(l, end);
	lint_find(l, now.known && now.value > end ? LINT_CD30_OVER : LINT_CD30_OPEN, w);
}

void lint_when_earlier_dump_failed(struct lint_run *l)
{
	look_at_time(l, SETTING_PAGE_FILE_TOO_SMALL);
	look_at_time(l, SETTING_LAST_CRASH_TIME);
}
