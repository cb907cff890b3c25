/* SPDX-License-Identifier: MIT */
/*
 * How a dump gets from the file that it is written to into its place: "How to determine the
 * appropriate page file size for 64-bit versions of Windows", and KB 886429 for the temporary file.
 */
#include "lib/registry/verdict.h"

static bool has_drive(const struct winpath *path)
{
	return path->kind == WINPATH_FULL && path->drive;
}

static enum dump_route route_of(const struct verdict *v, const struct crash_config *c)
{
	if (v->will_dump == WILL_DUMP_NO || c->type == CONFIGURED_NONE)
		return DUMP_ROUTE_NONE;
	if (c->type == CONFIGURED_UNKNOWN || v->backing.kind == BACKING_UNKNOWN ||
	    v->backing.kind == BACKING_NONE)
		return DUMP_ROUTE_UNKNOWN;
	if (c->type == CONFIGURED_SMALL)
		return DUMP_ROUTE_MINIDUMP;
	if (v->backing.kind == BACKING_DEDICATED)
		return DUMP_ROUTE_DEDICATED;
	if (!has_drive(&c->dump_file) || !v->backing.drive)
		return DUMP_ROUTE_UNKNOWN;
	return c->dump_file.drive == v->backing.drive ? DUMP_ROUTE_RENAME : DUMP_ROUTE_COPY;
}

static struct slice dump_path_of(const struct crash_config *c)
{
	switch (c->type) {
	case CONFIGURED_UNKNOWN:
	case CONFIGURED_NONE:
		return (struct slice){NULL, 0};
	case CONFIGURED_SMALL:
		return c->minidump_dir.expanded;
	case CONFIGURED_COMPLETE:
	case CONFIGURED_ACTIVE:
	case CONFIGURED_KERNEL:
	case CONFIGURED_AUTOMATIC:
		break;
	}
	return c->dump_file.expanded;
}

/* Parts between which the paths stand: of the backing file, and of the dump. */
struct route_words {
	const char *before, *between, *after;
};

static const struct route_words route_words[] = {
	[DUMP_ROUTE_UNKNOWN] = {NULL, NULL, NULL},
	[DUMP_ROUTE_NONE] = {NULL, NULL, NULL},
	[DUMP_ROUTE_RENAME] = {"Windows writes the dump into ",
			       ". At the next start it finds the dump there, cuts the page file to "
			       "its length and renames it to ",
			       ", which is on the same drive."},
	[DUMP_ROUTE_COPY] = {"Windows writes the dump into ",
			     ". At the next start it finds the dump there and turns the page file "
			     "into a temporary file DUMPxxxx.tmp, which WerFault then copies to ",
			     "; until that is done both take room, each on its drive."},
	[DUMP_ROUTE_DEDICATED] = {"Windows writes the dump into ",
				  ". After the restart it is copied to ",
				  "; the dedicated file stays, so both take room."},
	[DUMP_ROUTE_MINIDUMP] = {"Windows writes the dump into ",
				 ". At the next start it is taken out into a file of its own in ",
				 "."},
};

static void say_route(struct buf *b, const struct verdict *v, const struct crash_config *c)
{
	const struct route_words *words = &route_words[v->route];
	if (v->route == DUMP_ROUTE_NONE) {
		buf_add_string(b, "No dump is written.");
	} else if (!words->before) {
		buf_add_string(b, "Which way the dump would take is not known.");
	} else {
		buf_add_string(b, words->before);
		backing_append_path(b, c, &v->backing);
		buf_add_string(b, words->between);
		buf_add_slice(b, v->dump_path);
		buf_add_string(b, words->after);
	}
}

/* MachineCrash is there only until the copy is made, and never in a hive. */
static void say_pending(struct buf *b, const struct crash_config *c)
{
	const struct setting *from = config_setting(c, SETTING_MACHINE_CRASH_DUMP_FILE);
	const struct setting *to = config_setting(c, SETTING_FINAL_DUMP_FILE_LOCATION);
	if (!setting_is_on(config_setting(c, SETTING_TEMP_DESTINATION)) || !from->usable)
		return;
	buf_add_string(b, " An earlier dump still waits in ");
	buf_add_slice(b, from->text);
	if (to->usable && to->text.n) {
		buf_add_string(b, " to be copied to ");
		buf_add_slice(b, to->text);
	}
	buf_add_string(b, ".");
}

void verdict_find_route(struct verdict *v, const struct crash_config *c)
{
	struct buf text = {0};
	v->dump_path = dump_path_of(c);
	v->route = route_of(v, c);
	say_route(&text, v, c);
	say_pending(&text, c);
	v->route_text = arena_copy(c->arena, buf_slice(&text));
	buf_free(&text);
}

const char *dump_route_name(enum dump_route route)
{
	static const char *const names[] = {
		[DUMP_ROUTE_UNKNOWN] = "unknown",     [DUMP_ROUTE_NONE] = "none",
		[DUMP_ROUTE_RENAME] = "rename",       [DUMP_ROUTE_COPY] = "copy",
		[DUMP_ROUTE_DEDICATED] = "dedicated", [DUMP_ROUTE_MINIDUMP] = "minidump",
	};
	return names[route];
}
