/* SPDX-License-Identifier: MIT */
/* Which hive it is that was given instead of SYSTEM, by the keys below its root. */
#ifndef REGISTRY_HIVE_KIND_H
#define REGISTRY_HIVE_KIND_H

#include "lib/registry/tree.h"

/*
 * "BCD", "NTUSER.DAT", "UsrClass.dat", "SOFTWARE", "SAM", "SECURITY", "Amcache", "COMPONENTS",
 * "DRIVERS", or "other"; static. NULL: it is SYSTEM, or so damaged that it may be.
 */
const char *hive_kind(const struct registry *r);

/* The same for people: "a hive of boot settings (BCD)"; static. */
const char *hive_kind_description(const char *kind);

#endif
