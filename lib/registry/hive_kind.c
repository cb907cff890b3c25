/* SPDX-License-Identifier: MIT */
#include "lib/base/number.h"
#include "lib/registry/hive_kind.h"
#include "lib/registry/wanted.h"

enum { SIGNS = 2 };

/* The first row counts of which all keys are there; NULL stands for none. */
static const struct {
	const char *kind, *description, *keys[SIGNS];
} kinds[] = {
	{"BCD", "a hive of boot settings (BCD)", {"Description", "Objects"}},
	{"NTUSER.DAT", "the hive of a user (NTUSER.DAT)", {"Software", "Control Panel"}},
	{"NTUSER.DAT", "the hive of a user (NTUSER.DAT)", {"Software", "Environment"}},
	{"UsrClass.dat", "the hive of a user's classes (UsrClass.dat)", {"Local Settings", NULL}},
	{"SOFTWARE", "the hive SOFTWARE", {"Microsoft", "Classes"}},
	{"SAM", "the hive SAM", {"SAM", NULL}},
	{"SECURITY", "the hive SECURITY", {"Policy", NULL}},
	{"COMPONENTS", "the hive COMPONENTS", {"CanonicalData", NULL}},
	{"COMPONENTS", "the hive COMPONENTS", {"DerivedData", NULL}},
	{"DRIVERS", "the hive DRIVERS", {"DriverDatabase", NULL}},
	{"Amcache", "the hive of known programs (Amcache.hve)", {"Root", NULL}},
	{"other", "another registry hive", {NULL, NULL}},
};

static bool has(const struct registry *r, const char *name)
{
	if (!name)
		return true;
	for (const struct registry_key *k = r->root->children; k; k = k->next)
		if (slice_equal_ignoring_case(k->name, slice_of_string(name)))
			return true;
	return false;
}

static bool is_system(const struct registry *r)
{
	for (const struct registry_key *k = r->root->children; k; k = k->next)
		if (registry_is_control_set(k->name))
			return true;
	return has(r, "Select") || has(r, "MountedDevices");
}

const char *hive_kind(const struct registry *r)
{
	if (is_system(r))
		return NULL;
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		bool any = kinds[i].keys[0];
		if (!any && r->root->children_unreadable)
			return NULL;
		if (has(r, kinds[i].keys[0]) && has(r, kinds[i].keys[1]))
			return kinds[i].kind;
	}
	return NULL;
}

const char *hive_kind_description(const char *kind)
{
	size_t i = 0;
	while (i < COUNT_OF(kinds) - 1 && strcmp(kinds[i].kind, kind) != 0)
		i++;
	return kinds[i].description;
}
