/* SPDX-License-Identifier: MIT */
/* lib/registry/reg_path.h: where a hive SYSTEM is in paths of keys. */
#include <criterion/criterion.h>

#include "lib/registry/reg_path.h"

static const struct {
	const char *text;
	enum reg_root root;
	const char *hive;
	enum reg_mount_sign sign;
	const char *mount;
} rows[] = {
	{"HKEY_LOCAL_MACHINE\\SYSTEM\\ControlSet001\\Control", REG_ROOT_MACHINE,
	 "HKEY_LOCAL_MACHINE\\SYSTEM", REG_MOUNT_CERTAIN, "SYSTEM"},
	{"hklm\\\\system\\\\currentcontrolset\\", REG_ROOT_MACHINE, "hklm\\\\system",
	 REG_MOUNT_CERTAIN, "system"},
	{"HKLM\\a\\b\\ControlSet999", REG_ROOT_MACHINE, "HKLM\\a", REG_MOUNT_CERTAIN, "a\\b"},
	{"HKLM\\ControlSet001", REG_ROOT_MACHINE, "HKLM\\ControlSet001", REG_MOUNT_CERTAIN, ""},
	{"HKLM\\x\\Select", REG_ROOT_MACHINE, "HKLM\\x", REG_MOUNT_LIKELY, "x"},
	/* The first name at the root of a hive counts, not one deep below it. */
	{"HKLM\\SYSTEM\\Setup\\Old\\ControlSet001", REG_ROOT_MACHINE, "HKLM\\SYSTEM",
	 REG_MOUNT_LIKELY, "SYSTEM"},
	{"HKLM\\Select", REG_ROOT_MACHINE, "HKLM\\Select", REG_MOUNT_NONE, ""},
	{"HKLM\\x\\y\\Select", REG_ROOT_MACHINE, "HKLM\\x", REG_MOUNT_NONE, ""},
	{"HKLM\\SYSTEM", REG_ROOT_MACHINE, "HKLM\\SYSTEM", REG_MOUNT_NONE, ""},
	{"HKLM", REG_ROOT_MACHINE, "HKLM", REG_MOUNT_NONE, ""},
	{"HKLM\\SOFTWARE\\ControlSet001", REG_ROOT_MACHINE, "HKLM\\SOFTWARE", REG_MOUNT_NONE, ""},
	{"HKU\\x\\ControlSet001", REG_ROOT_USERS, "HKU\\x", REG_MOUNT_CERTAIN, "x"},
	{"HKU\\S-1-5-18\\System\\CurrentControlSet", REG_ROOT_USERS, "HKU\\S-1-5-18",
	 REG_MOUNT_NONE, ""},
	{"HKU\\.Default\\System\\CurrentControlSet", REG_ROOT_USERS, "HKU\\.Default",
	 REG_MOUNT_NONE, ""},
	{"HKEY_CURRENT_CONFIG\\System\\CurrentControlSet", REG_ROOT_OTHER,
	 "HKEY_CURRENT_CONFIG\\System", REG_MOUNT_NONE, ""},
	{"\\Registry\\Machine\\System\\ControlSet001", REG_ROOT_MACHINE,
	 "\\Registry\\Machine\\System", REG_MOUNT_CERTAIN, "System"},
	{"\\Registry\\User\\x\\ControlSet001", REG_ROOT_USERS, "\\Registry\\User\\x",
	 REG_MOUNT_CERTAIN, "x"},
	{"Registry\\x", REG_ROOT_NONE, "Registry", REG_MOUNT_NONE, ""},
	{"Arbeitsplatz\\HKEY_LOCAL_MACHINE\\SYSTEM\\ControlSet001", REG_ROOT_MACHINE,
	 "Arbeitsplatz\\HKEY_LOCAL_MACHINE\\SYSTEM", REG_MOUNT_CERTAIN, "SYSTEM"},
	{"\\ControlSet001", REG_ROOT_NONE, "\\ControlSet001", REG_MOUNT_CERTAIN, ""},
	{"ControlSet001", REG_ROOT_NONE, "ControlSet001", REG_MOUNT_CERTAIN, ""},
	{"\\Select", REG_ROOT_NONE, "\\Select", REG_MOUNT_LIKELY, ""},
	{"System\\MountedDevices", REG_ROOT_NONE, "System", REG_MOUNT_LIKELY, "System"},
	{"Microsoft\\Setup", REG_ROOT_NONE, "Microsoft", REG_MOUNT_NONE, ""},
	{"ControlSet01", REG_ROOT_NONE, "ControlSet01", REG_MOUNT_NONE, ""},
	{"ControlSet0001", REG_ROOT_NONE, "ControlSet0001", REG_MOUNT_NONE, ""},
	{"\\", REG_ROOT_NONE, "\\", REG_MOUNT_NONE, ""},
	{"", REG_ROOT_NONE, "", REG_MOUNT_NONE, ""},
};

static void check_text(struct slice got, const char *expected, const char *what)
{
	cr_assert(slice_equal(got, slice_of_string(expected)), "%s: %.*s", what, (int)got.n,
		  (const char *)got.p);
}

Test(registry_reg_path, roots_and_mounts)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct reg_path path = reg_path_read(slice_of_string(rows[i].text));
		struct slice mount = {0};
		cr_assert_eq(path.root, rows[i].root, "%s", rows[i].text);
		check_text(path.hive, rows[i].hive, rows[i].text);
		cr_assert_eq(reg_path_find_mount(&path, &mount), rows[i].sign, "%s", rows[i].text);
		if (rows[i].sign != REG_MOUNT_NONE)
			check_text(mount, rows[i].mount, rows[i].text);
	}
}

Test(registry_reg_path, below)
{
	struct reg_path path = reg_path_read(SLICE("HKLM\\SYSTEM\\\\x\\y\\"));
	struct slice below = {0}, name = {0};
	cr_assert(reg_path_is_below(&path, REG_ROOT_MACHINE, SLICE("system"), &below));
	cr_assert(reg_path_take(&below, &name));
	check_text(name, "x", "first");
	cr_assert(reg_path_take(&below, &name));
	check_text(name, "y", "second");
	cr_assert_not(reg_path_take(&below, &name));
	cr_assert(reg_path_is_below(&path, REG_ROOT_MACHINE, SLICE(""), &below));
	cr_assert(reg_path_is_below(&path, REG_ROOT_MACHINE, SLICE("SYSTEM\\X\\Y"), &below));
	cr_assert_eq(below.n, 0);
	cr_assert_not(reg_path_is_below(&path, REG_ROOT_MACHINE, SLICE("SYSTEM\\x\\y\\z"), &below));
	cr_assert_not(reg_path_is_below(&path, REG_ROOT_MACHINE, SLICE("SYST"), &below));
	cr_assert_not(reg_path_is_below(&path, REG_ROOT_USERS, SLICE("SYSTEM"), &below));
}
