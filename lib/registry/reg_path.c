/* SPDX-License-Identifier: MIT */
#include "lib/base/number.h"
#include "lib/registry/reg_path.h"
#include "lib/registry/wanted.h"

bool reg_path_take(struct slice *names, struct slice *component)
{
	while (names->n && names->p[0] == '\\')
		*names = slice_from(*names, 1);
	if (names->n == 0)
		return false;
	size_t end = slice_find_byte(*names, '\\');
	*component = slice_sub(*names, 0, end);
	*names = slice_from(*names, end);
	return true;
}

/* --- roots --- */

static enum reg_root root_of(struct slice name)
{
	static const struct {
		const char *name;
		enum reg_root root;
	} roots[] = {
		{"HKEY_LOCAL_MACHINE", REG_ROOT_MACHINE},
		{"HKLM", REG_ROOT_MACHINE},
		{"HKEY_USERS", REG_ROOT_USERS},
		{"HKU", REG_ROOT_USERS},
		{"HKEY_CURRENT_USER", REG_ROOT_OTHER},
		{"HKCU", REG_ROOT_OTHER},
		{"HKEY_CLASSES_ROOT", REG_ROOT_OTHER},
		{"HKCR", REG_ROOT_OTHER},
		{"HKEY_CURRENT_CONFIG", REG_ROOT_OTHER},
		{"HKCC", REG_ROOT_OTHER},
		{"HKEY_PERFORMANCE_DATA", REG_ROOT_OTHER},
		{"HKEY_DYN_DATA", REG_ROOT_OTHER},
	};
	for (size_t i = 0; i < COUNT_OF(roots); i++)
		if (slice_equal_ignoring_case(name, slice_of_string(roots[i].name)))
			return roots[i].root;
	return REG_ROOT_NONE;
}

/* The names of the kernel: \Registry\Machine, \Registry\User. */
static enum reg_root kernel_root_of(struct slice first, struct slice second)
{
	if (!slice_equal_ignoring_case(first, SLICE("Registry")))
		return REG_ROOT_NONE;
	if (slice_equal_ignoring_case(second, SLICE("Machine")))
		return REG_ROOT_MACHINE;
	return slice_equal_ignoring_case(second, SLICE("User")) ? REG_ROOT_USERS : REG_ROOT_NONE;
}

static struct slice without_backslashes(struct slice s)
{
	while (s.n && s.p[0] == '\\')
		s = slice_from(s, 1);
	while (s.n && s.p[s.n - 1] == '\\')
		s.n--;
	return s;
}

/* text up to the end of its part rest. */
static struct slice up_to(struct slice text, struct slice rest)
{
	return slice_sub(text, 0, text.n - rest.n);
}

struct reg_path reg_path_read(struct slice text)
{
	struct reg_path path = {.names = text};
	struct slice rest = text, first = {0}, second = {0}, behind_first;
	(void)reg_path_take(&rest, &first);
	behind_first = rest;
	(void)reg_path_take(&rest, &second);
	path.root = root_of(first);
	if (path.root != REG_ROOT_NONE) {
		path.names = behind_first;
	} else if (root_of(second) != REG_ROOT_NONE) {
		/* "Computer\HKEY_LOCAL_MACHINE\…", in the language of that Windows. */
		path.root = root_of(second);
		path.names = rest;
	} else if (kernel_root_of(first, second) != REG_ROOT_NONE) {
		path.root = kernel_root_of(first, second);
		path.names = rest;
	}
	rest = path.names;
	(void)reg_path_take(&rest, &first);
	path.hive = up_to(text, rest);
	path.names = without_backslashes(path.names);
	return path;
}

/* --- the hive --- */

static bool is_one_of(struct slice name, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (slice_equal_ignoring_case(name, slice_of_string(names[i])))
			return true;
	return false;
}

bool reg_path_is_system_name(struct slice name)
{
	static const char *const names[] = {
		"DriverDatabase",
		"HardwareConfig",
		"LastKnownGoodRecovery",
		"MountedDevices",
		"RNG",
		"Select",
		"Setup",
		"WPA",
	};
	return is_one_of(name, names, COUNT_OF(names));
}

/* Names under which Windows mounts other hives; some have keys that look like control sets. */
static bool is_other_hive(enum reg_root root, struct slice first)
{
	static const char *const names[] = {
		"BCD00000000", "COMPONENTS", "DRIVERS",  "HARDWARE",
		"SAM",         "SCHEMA",     "SECURITY", "SOFTWARE",
	};
	if (root == REG_ROOT_USERS)
		return slice_equal_ignoring_case(first, SLICE(".DEFAULT")) ||
		       slice_equal_ignoring_case(slice_sub(first, 0, 4), SLICE("S-1-"));
	return root == REG_ROOT_MACHINE && is_one_of(first, names, COUNT_OF(names));
}

/* Hives are mounted right below a root; without one, a path begins inside of the hive or with its
 * usual name. */
static bool may_be_mount(enum reg_root root, struct slice mount)
{
	if (root != REG_ROOT_NONE)
		return mount.n && slice_find_byte(mount, '\\') == mount.n;
	return mount.n == 0 || slice_equal_ignoring_case(mount, SLICE("SYSTEM"));
}

enum reg_mount_sign reg_path_find_mount(const struct reg_path *path, struct slice *mount)
{
	struct slice rest = path->names, name = {0};
	if (path->root == REG_ROOT_OTHER)
		return REG_MOUNT_NONE;
	for (bool first = true; reg_path_take(&rest, &name); first = false) {
		if (first && is_other_hive(path->root, name))
			return REG_MOUNT_NONE;
		size_t at = (size_t)(name.p - path->names.p);
		*mount = without_backslashes(slice_sub(path->names, 0, at));
		if (registry_is_control_set(name))
			return REG_MOUNT_CERTAIN;
		if (reg_path_is_system_name(name) && may_be_mount(path->root, *mount))
			return REG_MOUNT_LIKELY;
	}
	return REG_MOUNT_NONE;
}

bool reg_path_is_below(const struct reg_path *path, enum reg_root root, struct slice mount,
		       struct slice *below)
{
	struct slice names = path->names, name = {0}, wanted = {0};
	if (path->root != root)
		return false;
	while (reg_path_take(&mount, &wanted))
		if (!reg_path_take(&names, &name) || !slice_equal_ignoring_case(name, wanted))
			return false;
	*below = names;
	return true;
}
