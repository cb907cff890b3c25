/* SPDX-License-Identifier: MIT */
/*
 * What the lines of a registry text do to a registry: keys are entered and deleted, values set.
 * Those below the hive SYSTEM count, wherever the text has it mounted; of them, those that matter
 * are kept.
 */
#ifndef REGISTRY_REG_KEYS_H
#define REGISTRY_REG_KEYS_H

#include "lib/base/diag.h"
#include "lib/base/status.h"
#include "lib/registry/reg_path.h"
#include "lib/registry/tree.h"

struct reg_keys {
	struct registry *registry;    /* borrowed */
	const struct diag_sink *sink; /* borrowed */
	/* Where the hive is mounted. */
	enum reg_mount_sign sign;
	enum reg_root root;
	struct slice mount;
	/* The key that values go to; NULL: they do not matter. */
	struct registry_key *key;
	bool entered; /* some key was entered: values belong somewhere */
	bool whole;   /* the root of the hive stands in the text */
	/* What was left out. */
	struct slice other_mount;          /* the one that was told last */
	uint64_t other_keys;               /* of other hives */
	struct slice other_hive;           /* the first of them */
	struct registry_place other_place; /* its first key */
	size_t statements;
	struct registry_place last; /* of the key that was entered last */
};

/* An empty registry that lives in the arena. */
void reg_keys_begin(struct reg_keys *k, struct registry *r, enum registry_source source,
		    struct arena *arena, const struct diag_sink *sink);

/* Before anything is entered: may the hive be mounted where this path says? The first control set
 * decides; true once no other path can change that. */
bool reg_keys_consider(struct reg_keys *k, struct slice path);

/* Values that follow belong to this key. */
void reg_keys_enter(struct reg_keys *k, struct slice path, struct registry_place place);

/* Deletes a key. Values that follow belong to none. */
void reg_keys_delete(struct reg_keys *k, struct slice path, struct registry_place place);

/* Values that follow belong to no key that is known. */
void reg_keys_leave(struct reg_keys *k);

/* Does the key that was entered have data of this name? */
bool reg_keys_has_value(struct reg_keys *k, struct slice name);

/* A value of the key that was entered: new, or as it was set before; its data are to be set. NULL
 * where it does not matter, or where the registry is full. */
struct registry_value *reg_keys_value(struct reg_keys *k, struct slice name,
				      struct registry_place place);

/* Tells what was left out, and whether anything is there at all; sets registry.fragment. DAMAGED is
 * the result where nothing but what damaged says is wrong. */
enum status reg_keys_end(struct reg_keys *k, bool damaged) MUST_CHECK;

#endif
