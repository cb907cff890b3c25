/* SPDX-License-Identifier: MIT */
/* The forms of paths: "Naming Files, Paths, and Namespaces" on Microsoft Learn. */
#include "lib/base/buf.h"
#include "lib/base/number.h"
#include "lib/registry/winpath.h"

static bool is_separator(uint8_t c)
{
	return c == '\\' || c == '/';
}

static bool is_letter(uint8_t c)
{
	c = ascii_upper(c);
	return c >= 'A' && c <= 'Z';
}

static bool has_drive(struct slice s)
{
	return s.n >= 2 && s.p[1] == ':' && is_letter(s.p[0]);
}

static bool starts_ignoring_case(struct slice s, struct slice prefix)
{
	return slice_equal_ignoring_case(slice_sub(s, 0, prefix.n), prefix);
}

/* --- variables --- */

static const struct {
	struct slice name, value;
} variables[] = {
	{SLICE("SystemRoot"), SLICE("C:\\Windows")},
	{SLICE("windir"), SLICE("C:\\Windows")},
	{SLICE("SystemDrive"), SLICE("C:")},
};

/* The variable that s begins with, its percent signs included; no bytes: none. */
static struct slice variable_at(struct slice s)
{
	const struct slice none = {NULL, 0};
	if (!s.n || s.p[0] != '%')
		return none;
	size_t name = slice_find_byte(slice_from(s, 1), '%');
	if (name == 0 || name == s.n - 1)
		return none;
	for (size_t i = 1; i <= name; i++)
		if (is_separator(s.p[i]) || s.p[i] == ':')
			return none;
	return slice_sub(s, 0, name + 2);
}

/* Appends the variable's value, or itself: false where its value is not known. */
static bool append_variable(struct buf *b, struct slice variable)
{
	struct slice name = slice_sub(variable, 1, variable.n - 2);
	for (size_t i = 0; i < COUNT_OF(variables); i++) {
		if (!slice_equal_ignoring_case(name, variables[i].name))
			continue;
		buf_add_slice(b, variables[i].value);
		return true;
	}
	buf_add_slice(b, variable);
	return false;
}

/* Sets expanded, and the kind where not all variables are known. */
static void expand(struct winpath *path, struct slice s, struct arena *arena)
{
	struct buf b = {0};
	for (size_t at = 0; at < s.n;) {
		struct slice variable = variable_at(slice_from(s, at));
		if (variable.n) {
			path->had_variable = true;
			if (!append_variable(&b, variable))
				path->kind = WINPATH_VARIABLE;
		} else {
			buf_add_byte(&b, s.p[at]);
		}
		at += variable.n ? variable.n : 1;
	}
	path->expanded = path->had_variable ? arena_copy(arena, buf_slice(&b)) : s;
	buf_free(&b);
}

/* --- kinds --- */

/* "\??\C:\dir" is "C:\dir" in the names of the kernel, "\\?\C:\dir" in those of Win32. */
static struct slice without_prefix(struct slice s, bool *nt)
{
	struct slice rest = slice_from(s, 4);
	bool is_nt = slice_starts_with(s, SLICE("\\??\\"));
	if ((!is_nt && !slice_starts_with(s, SLICE("\\\\?\\"))) ||
	    (!has_drive(rest) && !variable_at(rest).n))
		return s;
	*nt = is_nt;
	return rest;
}

/* Names of devices, and of what stands for them. */
static enum winpath_kind kind_of_device(struct slice s)
{
	static const struct {
		struct slice prefix;
		enum winpath_kind kind;
	} prefixes[] = {
		{SLICE("\\??\\UNC\\"), WINPATH_UNC},   {SLICE("\\\\?\\UNC\\"), WINPATH_UNC},
		{SLICE("\\??\\"), WINPATH_NT},         {SLICE("\\\\?\\"), WINPATH_NT},
		{SLICE("\\\\.\\"), WINPATH_NT},        {SLICE("\\Device\\"), WINPATH_NT},
		{SLICE("\\DosDevices\\"), WINPATH_NT}, {SLICE("\\GLOBAL??\\"), WINPATH_NT},
		{SLICE("\\SystemRoot\\"), WINPATH_NT},
	};
	for (size_t i = 0; i < COUNT_OF(prefixes); i++)
		if (starts_ignoring_case(s, prefixes[i].prefix))
			return prefixes[i].kind;
	return WINPATH_NONE;
}

static enum winpath_kind kind_of(struct slice s)
{
	if (s.n == 0)
		return WINPATH_NONE;
	bool separator_third = s.n >= 3 && is_separator(s.p[2]);
	if (has_drive(s))
		return separator_third ? WINPATH_FULL : WINPATH_DRIVE_RELATIVE;
	if (separator_third && slice_starts_with(s, SLICE("?:")))
		return WINPATH_ANY_DRIVE;
	if (!is_separator(s.p[0]))
		return WINPATH_RELATIVE;
	enum winpath_kind device = kind_of_device(s);
	if (device != WINPATH_NONE)
		return device;
	return s.n >= 2 && is_separator(s.p[1]) ? WINPATH_UNC : WINPATH_ROOTED;
}

struct winpath winpath_read(struct slice text, struct arena *arena)
{
	struct winpath path = {.kind = WINPATH_NONE, .text = text};
	struct slice s = without_prefix(slice_trim(text), &path.had_nt_prefix);
	expand(&path, s, arena);
	if (path.kind == WINPATH_NONE)
		path.kind = kind_of(path.expanded);
	if (has_drive(path.expanded)) {
		path.drive = (char)ascii_upper(path.expanded.p[0]);
		path.drive_assumed = !has_drive(s);
	}
	return path;
}

/* --- comparing --- */

/* The next character of *rest, which is moved on: separators are the same, several of them one. */
static uint8_t next_character(struct slice *rest)
{
	uint8_t c = rest->p[0];
	*rest = slice_from(*rest, 1);
	if (!is_separator(c))
		return ascii_lower(c);
	while (rest->n && is_separator(rest->p[0]))
		*rest = slice_from(*rest, 1);
	return '\\';
}

bool winpath_equal(const struct winpath *a, const struct winpath *b)
{
	struct slice x = a->expanded, y = b->expanded;
	if (a->kind != b->kind || a->kind == WINPATH_NONE)
		return false;
	while (x.n && y.n)
		if (next_character(&x) != next_character(&y))
			return false;
	return x.n == y.n;
}

const char *winpath_kind_name(enum winpath_kind kind)
{
	static const char *const names[] = {
		[WINPATH_NONE] = "none",
		[WINPATH_FULL] = "full",
		[WINPATH_DRIVE_RELATIVE] = "drive_relative",
		[WINPATH_ROOTED] = "rooted",
		[WINPATH_UNC] = "unc",
		[WINPATH_RELATIVE] = "relative",
		[WINPATH_VARIABLE] = "variable",
		[WINPATH_ANY_DRIVE] = "any_drive",
		[WINPATH_NT] = "nt",
	};
	return names[kind];
}
