/* SPDX-License-Identifier: MIT */
/* What the files fix*.c have in common: the .reg file in the making, and the steps of a fix. */
#ifndef REGISTRY_FIX_PART_H
#define REGISTRY_FIX_PART_H

#include "lib/registry/fix.h"
#include "lib/registry/size.h"

struct fix {
	const struct crash_config *c;
	const struct lint *l;
	enum configured_dump goal;
	struct size_need need; /* of the goal */
	bool *mended;          /* for each finding of l; in the arena */
	struct buf out;        /* the file as UTF-8, lines ended by '\n'; owned */
	struct buf comment;    /* what stands above the next value: sentences; owned */
	size_t changed;        /* values set or deleted so far */
	bool page_files_count; /* no usable dedicated file is left: dumps go to a page file */
};

/* --- fix_text.c: the file --- */

/* Appends to the comment above the next value; text from input goes through fix_comment_input(). */
void fix_comment(struct fix *f, const char *text);
void fix_comment_input(struct fix *f, struct slice text);

/* Appends a comment of its own, and what was left for a next value, as one paragraph. */
void fix_remark(struct fix *f, const char *text);

/* Each writes the comment and the value below its key. name: of a value, UTF-8; false, and nothing
 * written, where a .reg file cannot spell it, or the path of its key. */
void fix_set_number(struct fix *f, enum setting_id id, uint32_t number);
void fix_set_path(struct fix *f, enum setting_id id, const char *text);
/* strings: UTF-8, each with a NUL behind it. */
void fix_set_strings(struct fix *f, enum setting_id id, struct slice strings);
void fix_delete(struct fix *f, enum setting_id id);
bool fix_delete_at(struct fix *f, struct slice key, struct slice name);

/* Appends the file as UTF-16LE with byte order mark and CRLF. */
void fix_encode(struct buf *b, struct slice utf8);

/* --- fix_finding.c: what it mends --- */

/* Is there such a finding? */
bool fix_has(const struct fix *f, const char *id);
/* The same about one setting. */
bool fix_has_about(const struct fix *f, const char *id, enum setting_id setting);

/* Ends the comment on a value: what it is now, and which findings the change mends. ids: separated
 * by blanks; those that are there are marked as mended, as are findings about the type of it. */
void fix_because(struct fix *f, enum setting_id id, const char *why, const char *ids);

/* --- the steps --- */

/* fix_dedicated.c; sets page_files_count. */
void fix_dedicated_file(struct fix *f);
/* fix_page_files.c */
void fix_page_files(struct fix *f);
/* fix_misplaced.c: values that have no effect where they are, or as they are. */
void fix_misplaced(struct fix *f);

#endif
