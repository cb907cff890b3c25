/* SPDX-License-Identifier: MIT */
/* The dedicated dump file: taken as it is, made larger, or given up for a page file. */
#include "lib/registry/fix_part.h"

static bool is_set(const struct fix *f, enum setting_id id)
{
	return config_setting(f->c, id)->state == REGISTRY_PRESENT;
}

static void give_up(struct fix *f)
{
	fix_because(f, SETTING_DEDICATED_DUMP_FILE,
		    "Windows cannot use this dedicated dump file, or may not be able to; without "
		    "it dumps go to a page file. To keep one, set a full path on a fixed local "
		    "drive instead.",
		    "CD40 CD41 CD42 CD43");
	fix_delete(f, SETTING_DEDICATED_DUMP_FILE);
	if (!is_set(f, SETTING_DUMP_FILE_SIZE))
		return;
	fix_because(f, SETTING_DUMP_FILE_SIZE, "The size of that file.", "");
	fix_delete(f, SETTING_DUMP_FILE_SIZE);
}

static void resize(struct fix *f)
{
	uint64_t mebibytes = f->need.required.value / MEBIBYTE;
	if (f->need.required.known && mebibytes <= UINT32_MAX) {
		fix_because(f, SETTING_DUMP_FILE_SIZE,
			    "The size of the dedicated dump file in MiB, so that the dump fits. "
			    "Its drive needs as much free space when Windows starts.",
			    "CD41");
		fix_set_number(f, SETTING_DUMP_FILE_SIZE, (uint32_t)mebibytes);
		return;
	}
	fix_comment(f, "A dump needs ");
	fix_comment(f, f->need.formula);
	fix_because(f, SETTING_DUMP_FILE_SIZE,
		    ", and the size of memory is not known here. Without this value Windows sizes "
		    "the dedicated dump file; or fill in that many MiB.",
		    "CD41");
	fix_delete(f, SETTING_DUMP_FILE_SIZE);
}

static bool is_too_small(const struct fix *f)
{
	const struct dedicated_dump *d = &f->c->dedicated;
	if (d->managed || !d->size.known)
		return false;
	enum size_band band = size_band_of(&f->need, d->size.value);
	return band != SIZE_ENOUGH && band != SIZE_BELOW_GUIDELINE;
}

void fix_dedicated_file(struct fix *f)
{
	f->page_files_count =
		!f->c->dedicated.set || winver_is_below(f->c->machine.version, WINVER_VISTA);
	if (f->page_files_count) {
		if (!fix_has(f, "CD44"))
			return;
		fix_because(f, SETTING_DUMP_FILE_SIZE,
			    "The size of a dedicated dump file, and none is set.", "CD44");
		fix_delete(f, SETTING_DUMP_FILE_SIZE);
	} else if (fix_has(f, "CD40") || fix_has(f, "CD42") || fix_has(f, "CD43")) {
		f->page_files_count = true;
		give_up(f);
	} else if (is_too_small(f)) {
		resize(f);
	}
}
