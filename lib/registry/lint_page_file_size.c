/* SPDX-License-Identifier: MIT */
/* CD22 to CD25: page files that are smaller than the dump may be. */
#include "lib/registry/lint_run.h"

/* Does a page file of fixed size take the dump? */
static bool is_fixed(const struct lint_run *l)
{
	return lint_pages(l) && !l->backing.managed && l->backing.initial.known &&
	       l->backing.maximum.known;
}

static struct lint_words size_words(struct lint_run *l, uint64_t bytes)
{
	struct lint_words w = lint_words_with(l, SETTING_PAGING_FILES, l->backing.page_file->text);
	w.size = lint_size(l, bytes);
	backing_append_path(&l->text, l->config, &l->backing);
	w.file = lint_take(l);
	return w;
}

static bool is_too_small(enum size_band band)
{
	return band == SIZE_FAILS || band == SIZE_DOUBTFUL;
}

void lint_when_too_small_complete(struct lint_run *l)
{
	const struct backing *b = &l->backing;
	bool at_most;
	if (!is_fixed(l) || l->config->type != CONFIGURED_COMPLETE || !l->need.required.known)
		return;
	at_most = size_band_of(&l->need, b->maximum.value) == SIZE_FAILS;
	if (!at_most && !is_too_small(size_band_of(&l->need, b->initial.value)))
		return;
	struct lint_words w = size_words(l, at_most ? b->maximum.value : b->initial.value);
	w.needed = lint_size(l, l->need.required.value);
	lint_find(l, at_most ? LINT_CD22_MAXIMUM : LINT_CD22_INITIAL, w);
}

static void find_kernel(struct lint_run *l, enum lint_case_id id, struct known size)
{
	struct lint_words w = size_words(l, size.value);
	w.type = lint_type(l);
	lint_find(l, id, w);
}

static bool is_kernel(enum configured_dump type)
{
	return type == CONFIGURED_KERNEL || type == CONFIGURED_AUTOMATIC ||
	       type == CONFIGURED_ACTIVE;
}

void lint_when_too_small_kernel(struct lint_run *l)
{
	if (!is_fixed(l) || !is_kernel(l->config->type))
		return;
	enum size_band first = size_band_of(&l->need, l->backing.initial.value);
	if (size_band_of(&l->need, l->backing.maximum.value) == SIZE_FAILS)
		find_kernel(l, LINT_CD23_MAXIMUM, l->backing.maximum);
	else if (is_too_small(first))
		find_kernel(l, LINT_CD23_INITIAL, l->backing.initial);
	else if (first == SIZE_BELOW_GUIDELINE)
		find_kernel(l, LINT_CD23_GUIDELINE, l->backing.initial);
}

/* Can no page file grow to the size of a small dump? */
static bool all_fail(const struct lint_run *l)
{
	const struct page_files *files = &l->config->page_files;
	for (size_t i = 0; i < files->count; i++) {
		const struct page_file *f = &files->list[i];
		if (f->fault == PAGE_FILE_FINE &&
		    (!f->maximum.known || size_band_of(&l->need, f->maximum.value) != SIZE_FAILS))
			return false;
	}
	return true;
}

void lint_when_too_small_mini(struct lint_run *l)
{
	if (is_fixed(l) && l->config->type == CONFIGURED_SMALL && all_fail(l))
		lint_find(l, LINT_CD24, size_words(l, l->backing.maximum.value));
}

/* Before Windows Vista a dump was simply tried. */
void lint_when_less_than_ram(struct lint_run *l)
{
	struct known ram = l->config->given->ram;
	struct winver_range version = l->config->machine.version;
	enum configured_dump type = l->config->type;
	if (!is_fixed(l) || (type != CONFIGURED_COMPLETE && type != CONFIGURED_KERNEL) ||
	    !ram.known || l->backing.initial.value >= ram.value ||
	    !lint_is_surely_off(l, SETTING_IGNORE_PAGEFILE_SIZE) ||
	    winver_is_below(version, WINVER_VISTA))
		return;
	struct lint_words w = size_words(l, l->backing.initial.value);
	bool is_vista =
		winver_is_at_least(version, WINVER_VISTA) && winver_is_below(version, WINVER_7);
	w.needed = lint_size(l, ram.value);
	lint_find(l, is_vista ? LINT_CD25_VISTA : LINT_CD25, w);
}
