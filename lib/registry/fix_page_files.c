/* SPDX-License-Identifier: MIT */
/* PagingFiles: lines that can hold a dump stay, others make room for one that can. */
#include "lib/registry/fix_part.h"

/* The lines that are to be kept, and what is to be written instead of the rest. */
struct plan {
	const struct page_file *kept[PAGE_FILES_USED];
	size_t kept_count;
	bool dropped;                   /* lines are left out */
	const struct page_file *boot;   /* the kept one on the boot volume; NULL: none */
	const struct page_file *larger; /* of kept, the one that is replaced; NULL: none */
	bool add;                       /* a file that takes the dump has to be written */
};

static bool is_unfit(enum volume_kind kind)
{
	return kind == VOLUME_CDROM || kind == VOLUME_FLOPPY || kind == VOLUME_USB ||
	       kind == VOLUME_MISSING;
}

static bool is_on_boot_volume(const struct fix *f, const struct page_file *file)
{
	return file->path.kind == WINPATH_ANY_DRIVE || file->path.drive == f->c->boot_drive;
}

static void keep(const struct fix *f, struct plan *plan, const struct page_file *file)
{
	if (file->fault != PAGE_FILE_FINE || plan->kept_count == PAGE_FILES_USED ||
	    is_unfit(volume_kind_of(&f->c->volumes, file->path.drive))) {
		plan->dropped = true;
		return;
	}
	plan->kept[plan->kept_count++] = file;
	/* Of several the one that grows. */
	if (is_on_boot_volume(f, file) && (!plan->boot || (file->managed && !plan->boot->managed)))
		plan->boot = file;
}

/* Without IgnorePagefileSize a dump is not even begun where memory is larger than the page file is
 * at first (KB 949052). */
static bool is_less_than_memory(const struct fix *f, const struct page_file *file)
{
	const struct known *ram = &f->c->given->ram;
	bool asked = f->goal == CONFIGURED_COMPLETE || f->goal == CONFIGURED_KERNEL;
	return asked && ram->known && file->initial.value < ram->value &&
	       !setting_is_on(config_setting(f->c, SETTING_IGNORE_PAGEFILE_SIZE));
}

/* Can the dump of the goal surely, or nearly so, go to this file? */
static bool takes_dump(const struct fix *f, const struct page_file *file)
{
	if (file->managed)
		return true;
	enum size_band band = size_band_of(&f->need, file->initial.value);
	return (band == SIZE_ENOUGH || band == SIZE_BELOW_GUIDELINE) &&
	       !is_less_than_memory(f, file);
}

static bool all_fixed(const struct plan *plan)
{
	for (size_t i = 0; i < plan->kept_count; i++)
		if (plan->kept[i]->managed)
			return false;
	return true;
}

static bool any_takes_dump(const struct fix *f, const struct plan *plan)
{
	for (size_t i = 0; i < plan->kept_count; i++)
		if (takes_dump(f, plan->kept[i]))
			return true;
	return false;
}

/* Before Windows 7 only the boot volume's page file takes dumps; where Windows is told to have page
 * files there only, others are said to be ignored. */
static bool has_to_be_on_boot_volume(const struct fix *f)
{
	return winver_is_below(f->c->machine.version, WINVER_7) ||
	       setting_is_on(config_setting(f->c, SETTING_PAGEFILE_ON_OS_VOLUME));
}

/* Sizes are only set where a fixed one is asked for by the goal and memory is known. */
static bool wants_size(const struct fix *f)
{
	return (f->goal == CONFIGURED_COMPLETE || f->goal == CONFIGURED_ACTIVE) &&
	       f->need.required.known && f->need.required.value / MEBIBYTE <= UINT32_MAX;
}

/* Where Windows runs with a temporary page file, another one may help: on the boot volume, or one
 * that need not have its size from the start. */
static bool could_not_be_made(const struct fix *f, const struct plan *plan)
{
	bool other = !plan->boot || (!plan->boot->managed && !wants_size(f));
	return other && setting_is_on(config_setting(f->c, SETTING_TEMP_PAGE_FILE));
}

static struct plan make_plan(const struct fix *f)
{
	struct plan plan = {.kept_count = 0};
	for (size_t i = 0; i < f->c->page_files.count; i++)
		keep(f, &plan, &f->c->page_files.list[i]);
	if (plan.boot)
		plan.add = !takes_dump(f, plan.boot);
	else
		plan.add = has_to_be_on_boot_volume(f) || !any_takes_dump(f, &plan);
	plan.add |= f->goal == CONFIGURED_AUTOMATIC && all_fixed(&plan);
	plan.add |= could_not_be_made(f, &plan);
	plan.larger = plan.add ? plan.boot : NULL;
	return plan;
}

/* --- what is written --- */

static uint64_t larger_of(uint64_t a, struct known b)
{
	return b.known && b.value > a ? b.value : a;
}

/* "?:\pagefile.sys" is what Windows sets at installation since Vista: all is left to it. */
static bool is_left_to_windows(const struct fix *f, const struct plan *plan)
{
	return plan->kept_count == (plan->larger ? 1u : 0u) && !wants_size(f) &&
	       winver_is_at_least(f->c->machine.version, WINVER_VISTA);
}

static void add_new_line(const struct fix *f, const struct plan *plan, struct buf *lines)
{
	const struct page_file *old = plan->larger;
	uint64_t first = f->need.required.value;
	if (is_left_to_windows(f, plan)) {
		buf_add_string(lines, "?:\\pagefile.sys");
	} else {
		if (old && old->path.kind == WINPATH_FULL)
			buf_add_slice(lines, old->path.expanded);
		else
			buf_printf(lines, "%c:\\pagefile.sys", f->c->boot_drive);
		if (wants_size(f))
			buf_printf(lines, " %llu %llu", (unsigned long long)(first / MEBIBYTE),
				   (unsigned long long)(larger_of(first, old ? old->maximum
									     : f->need.required) /
							MEBIBYTE));
		else
			buf_add_string(lines, " 0 0");
	}
	buf_add_byte(lines, 0);
}

static void add_lines(const struct fix *f, const struct plan *plan, struct buf *lines)
{
	if (plan->add)
		add_new_line(f, plan, lines);
	for (size_t i = 0; i < plan->kept_count; i++) {
		if (plan->kept[i] == plan->larger)
			continue;
		buf_add_slice(lines, plan->kept[i]->text);
		buf_add_byte(lines, 0);
	}
}

static void say_size(struct fix *f)
{
	struct buf size = {0};
	size_append(&size, f->need.required.value);
	fix_comment(f, "A page file on the boot volume that has ");
	fix_comment_input(f, buf_slice(&size));
	fix_comment(f, " from the start (");
	fix_comment(f, f->need.formula);
	fix_comment(f, "); the drive needs as much free space.");
	buf_free(&size);
}

static void say_why(struct fix *f, const struct plan *plan)
{
	if (plan->dropped)
		fix_comment(f, "Lines that Windows cannot use are left out. ");
	if (!plan->add) {
		fix_comment(f, "What remains takes the dump.");
	} else if (wants_size(f)) {
		say_size(f);
	} else {
		fix_comment(f, "A page file on the boot volume that Windows sizes so that the dump "
			       "fits, as far as the drive has room.");
		if (f->goal == CONFIGURED_COMPLETE || f->goal == CONFIGURED_ACTIVE) {
			fix_comment(f, " To have the room for sure, set a first size of ");
			fix_comment(f, f->need.formula);
			fix_comment(f, " instead; the size of memory is not known here.");
		}
	}
}

/* The bytes of the list are not for people. */
static void say_lines(struct fix *f, struct slice lines)
{
	const char *before = " Will be: ";
	struct slice line;
	while (setting_next_string(&lines, &line)) {
		fix_comment(f, before);
		fix_comment_input(f, line);
		before = ", ";
	}
	fix_comment(f, ".");
}

static void forget_temporary(struct fix *f)
{
	if (!setting_is_on(config_setting(f->c, SETTING_TEMP_PAGE_FILE)))
		return;
	fix_because(f, SETTING_TEMP_PAGE_FILE,
		    "Windows sets it again where the new page file cannot be made either.", "CD29");
	fix_delete(f, SETTING_TEMP_PAGE_FILE);
}

static void write_plan(struct fix *f, const struct plan *plan)
{
	struct buf lines = {0};
	add_lines(f, plan, &lines);
	say_why(f, plan);
	say_lines(f, buf_slice(&lines));
	fix_because(f, SETTING_PAGING_FILES, "",
		    "CD20 CD21 CD22 CD23 CD24 CD25 CD26 CD27 CD31 CD32");
	fix_set_strings(f, SETTING_PAGING_FILES, buf_slice(&lines));
	buf_free(&lines);
	forget_temporary(f);
}

void fix_page_files(struct fix *f)
{
	const struct setting *s = config_setting(f->c, SETTING_PAGING_FILES);
	bool wrong_type = s->state == REGISTRY_PRESENT && !s->usable;
	if (!f->page_files_count)
		return;
	if (!wrong_type && s->state != REGISTRY_PRESENT &&
	    !config_is_surely_absent(f->c, SETTING_PAGING_FILES)) {
		fix_remark(f, "PagingFiles is not in the input, or could not be read: see to it "
			      "that there is a page file on the boot volume, sized by Windows or "
			      "large enough.");
		return;
	}
	struct plan plan = make_plan(f);
	if (plan.add || plan.dropped || wrong_type)
		write_plan(f, &plan);
}
