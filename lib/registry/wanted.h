/* SPDX-License-Identifier: MIT */
/* Which keys of a SYSTEM hive matter here: a hive has a hundred thousand. */
#ifndef REGISTRY_WANTED_H
#define REGISTRY_WANTED_H

#include "lib/registry/tree.h"

enum registry_wanted {
	REGISTRY_UNWANTED,
	REGISTRY_WANT_NAME,   /* that it is there, and some of what is below it */
	REGISTRY_WANT_VALUES, /* its values too */
	REGISTRY_WANT_ALL,    /* its values and all below it, REGISTRY_WANTED_DEPTH deep */
};

/* Levels below a key of which all is wanted. CrashControl has two. */
enum { REGISTRY_WANTED_DEPTH = 4 };

/* What matters of the child of this name. Of children of the root at least the name does, since
 * they tell which hive it is. */
enum registry_wanted registry_wants(const struct registry_key *parent, struct slice name);

/* The rows of what is wanted that this child is on the way to, or below of; a bit each, for
 * registry_key.rows. */
uint64_t registry_wanted_rows(const struct registry_key *parent, struct slice name);

/* Is this the name of a control set: "CurrentControlSet", "ControlSet" and three digits? */
bool registry_is_control_set(struct slice name);

#endif
