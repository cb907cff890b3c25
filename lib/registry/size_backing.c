/* SPDX-License-Identifier: MIT */
/* Which file takes the dump, and how large it is. */
#include "lib/registry/size.h"

/* The drive of a page file. "?:" is the boot volume, unless there was no room at the last start. */
static char drive_of(const struct crash_config *c, const struct page_file *f)
{
	const struct page_files *existing = &c->existing_page_files;
	if (f->path.kind != WINPATH_ANY_DRIVE || existing->count == 0)
		return f->path.drive ? f->path.drive : c->boot_drive;
	for (size_t i = 0; i < existing->count; i++)
		if (existing->list[i].path.drive == c->boot_drive)
			return c->boot_drive;
	char drive = existing->list[0].path.drive;
	return drive ? drive : c->boot_drive;
}

static bool can_hold_page_file(enum volume_kind kind)
{
	return kind != VOLUME_CDROM && kind != VOLUME_FLOPPY && kind != VOLUME_MISSING;
}

/* How well a page file is placed: on a volume that can have one, and then on the boot volume. */
static unsigned placement(const struct crash_config *c, const struct page_file *f)
{
	char drive = drive_of(c, f);
	return (can_hold_page_file(volume_kind_of(&c->volumes, drive)) ? 2u : 0u) |
	       (drive == c->boot_drive ? 1u : 0u);
}

/* Is a the file that rather takes the dump? One that grows counts as larger than any other. */
static bool is_better(const struct crash_config *c, const struct page_file *a,
		      const struct page_file *b)
{
	unsigned place_a = placement(c, a), place_b = placement(c, b);
	if (place_a != place_b)
		return place_a > place_b;
	if (a->managed || b->managed)
		return a->managed && !b->managed;
	return a->maximum.value > b->maximum.value;
}

/* NULL where no line can be used. */
static const struct page_file *best_page_file(const struct crash_config *c, bool boot_only)
{
	const struct page_file *best = NULL;
	for (size_t i = 0; i < c->page_files.count; i++) {
		const struct page_file *f = &c->page_files.list[i];
		if (f->fault != PAGE_FILE_FINE || (boot_only && drive_of(c, f) != c->boot_drive))
			continue;
		if (!best || is_better(c, f, best))
			best = f;
	}
	return best;
}

static struct backing page_file_backing(const struct crash_config *c)
{
	bool boot_only = setting_is_on(config_setting(c, SETTING_PAGEFILE_ON_OS_VOLUME));
	const struct page_file *f = best_page_file(c, boot_only);
	if (!f)
		f = best_page_file(c, false);
	if (!f)
		return (struct backing){.kind = BACKING_NONE};
	return (struct backing){
		.kind = BACKING_PAGE_FILE,
		.page_file = f,
		.drive = drive_of(c, f),
		.managed = f->managed,
		.initial = f->initial,
		.maximum = f->maximum,
	};
}

static struct backing dedicated_backing(const struct dedicated_dump *d)
{
	return (struct backing){
		.kind = BACKING_DEDICATED,
		.drive = d->path.drive,
		.managed = d->managed,
		.initial = d->size,
		.maximum = d->size,
	};
}

/* Of what is not in the input, nothing is known: unless it surely is not set. */
static bool page_files_unknown(const struct crash_config *c)
{
	return c->paging_files_state == REGISTRY_UNREADABLE ||
	       (c->paging_files_state == REGISTRY_ABSENT &&
		!config_is_surely_absent(c, SETTING_PAGING_FILES));
}

struct backing backing_of(const struct crash_config *c)
{
	/* Windows XP and Server 2003 know no dedicated file. */
	bool too_old = winver_is_below(c->machine.version, WINVER_VISTA);
	if (c->dedicated.set && !too_old)
		return dedicated_backing(&c->dedicated);
	if (page_files_unknown(c) ||
	    (!too_old &&
	     config_setting(c, SETTING_DEDICATED_DUMP_FILE)->state == REGISTRY_UNREADABLE))
		return (struct backing){.kind = BACKING_UNKNOWN};
	return page_file_backing(c);
}

void backing_append_path(struct buf *out, const struct crash_config *c, const struct backing *b)
{
	struct slice path = {NULL, 0};
	if (b->kind == BACKING_DEDICATED)
		path = c->dedicated.path.expanded;
	else if (b->page_file)
		path = b->page_file->path.expanded;
	if (b->page_file && b->page_file->path.kind == WINPATH_ANY_DRIVE && path.n) {
		buf_add_byte(out, (uint8_t)b->drive);
		path = slice_from(path, 1);
	}
	buf_add_slice(out, path);
}
