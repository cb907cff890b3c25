/* SPDX-License-Identifier: MIT */
/* The keys of a SYSTEM hive that matter here, read by libhivex. */
#ifndef REGISTRY_HIVE_H
#define REGISTRY_HIVE_H

#include "lib/base/diag.h"
#include "lib/registry/tree.h"

/* Zeros that have to follow a hive in its file, unless mend_is_needless(): libhivex looks at fields
 * of a cell before it asks how long it is. */
enum { HIVE_SLACK_BYTES = 4096 };

/* The hive to be read. */
struct hive_file {
	const char *name;   /* a name that can be opened; the file does not change */
	struct slice bytes; /* the same file */
};

/*
 * Reads it into r, which lives in arena. What cannot be read is marked in the tree and told,
 * *unreadable is set then and else cleared. Returns 0, or the errno with which the hive as a whole
 * was refused (ENOTSUP, EINVAL: nothing can be read of it); nothing in the tree is known to be
 * absent then.
 */
int hive_read(struct registry *r, const struct hive_file *file, struct arena *arena,
	      const struct diag_sink *sink, bool *unreadable) MUST_CHECK;

#endif
