/* SPDX-License-Identifier: MIT */
/*
 * Paths of keys as registry texts write them: "HKEY_LOCAL_MACHINE\SYSTEM\ControlSet001\…",
 * "HKLM\…",
 * "\Registry\Machine\…", "\ControlSet001\…". The hive SYSTEM may be mounted under any name; where
 * it begins is told by the names of its root's children.
 */
#ifndef REGISTRY_REG_PATH_H
#define REGISTRY_REG_PATH_H

#include "lib/base/slice.h"

enum reg_root {
	REG_ROOT_NONE, /* the path begins inside of a hive, or with the name of one */
	REG_ROOT_MACHINE,
	REG_ROOT_USERS,
	REG_ROOT_OTHER, /* HKEY_CURRENT_USER and others, where the hive SYSTEM cannot be */
};

/* Slices borrow from the text. */
struct reg_path {
	enum reg_root root;
	struct slice names; /* components behind the root, without backslashes at both ends */
	struct slice hive;  /* what the root and the first component look like: "HKLM\SOFTWARE" */
};

struct reg_path reg_path_read(struct slice text);

enum reg_mount_sign {
	REG_MOUNT_NONE,    /* nothing tells that this is below the hive SYSTEM */
	REG_MOUNT_LIKELY,  /* a name that such a hive has at its root: Select, MountedDevices … */
	REG_MOUNT_CERTAIN, /* a control set */
};

/* Finds where the hive SYSTEM begins in a path; *mount is set to the names in front of it
 * ("SYSTEM", or none), unless the result is NONE. */
enum reg_mount_sign reg_path_find_mount(const struct reg_path *path, struct slice *mount);

/* Does the path lie at or below that mount? *below is set to the rest of it: no bytes are the root
 * of the hive. */
bool reg_path_is_below(const struct reg_path *path, enum reg_root root, struct slice mount,
		       struct slice *below);

/* Is this a key that a hive SYSTEM has at its root besides control sets, and hardly any other? */
bool reg_path_is_system_name(struct slice name);

/* Takes the first component off names; false where there is none. */
bool reg_path_take(struct slice *names, struct slice *component);

#endif
