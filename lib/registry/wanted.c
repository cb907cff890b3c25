/* SPDX-License-Identifier: MIT */
#include "lib/base/number.h"
#include "lib/registry/wanted.h"

/* Below the root, where "*" is any control set. */
static const struct {
	const char *path;
	enum registry_wanted wanted;
} keys[] = {
	{"Select", REGISTRY_WANT_VALUES},
	{"Setup", REGISTRY_WANT_VALUES},
	{"MountedDevices", REGISTRY_WANT_VALUES},
#define KEY(id, path) {"*\\" path, REGISTRY_WANT_VALUES},
#include "lib/registry/setting_list.h"
	{"*\\Control\\CrashControl", REGISTRY_WANT_ALL},
	{"*\\Services\\i8042prt", REGISTRY_WANT_ALL},
	{"*\\Services\\kbdhid", REGISTRY_WANT_ALL},
	{"*\\Services\\hyperkbd", REGISTRY_WANT_ALL},
	/* What guides write instead of kbdhid. */
	{"*\\Services\\kbhid", REGISTRY_WANT_ALL},
};

bool registry_is_control_set(struct slice name)
{
	static const char begin[] = "ControlSet";
	size_t n = sizeof(begin) - 1;
	if (slice_equal_ignoring_case(name, SLICE("CurrentControlSet")))
		return true;
	return name.n == n + 3 &&
	       slice_equal_ignoring_case(slice_sub(name, 0, n), slice_of(begin, n)) &&
	       ascii_is_digit(name.p[n]) && ascii_is_digit(name.p[n + 1]) &&
	       ascii_is_digit(name.p[n + 2]);
}

static_assert(COUNT_OF(keys) <= 64, "a row is a bit of registry_key.rows");

/* The component of a row's path at this depth (from 0); false behind the last. */
static bool component_at(size_t row, unsigned depth, struct slice *component)
{
	struct slice rest = slice_of_string(keys[row].path);
	for (; depth && rest.n; depth--)
		rest = slice_from(rest, slice_find_byte(rest, '\\') + 1);
	*component = slice_sub(rest, 0, slice_find_byte(rest, '\\'));
	return rest.n > 0;
}

static bool is_component(struct slice pattern, struct slice name, bool is_control_set)
{
	if (slice_equal(pattern, SLICE("*")))
		return is_control_set;
	return pattern.n == name.n && slice_equal_ignoring_case(pattern, name);
}

/* How many components a row's path has. */
static unsigned depth_of(size_t row)
{
	unsigned depth = 1;
	for (const char *p = keys[row].path; *p; p++)
		depth += *p == '\\';
	return depth;
}

/* Does this row, which wants something of the parent at depth, or below it, go on to the child? */
static bool goes_on(size_t row, unsigned depth, struct slice name, bool is_control_set)
{
	struct slice component;
	if (component_at(row, depth, &component))
		return is_component(component, name, is_control_set);
	return keys[row].wanted == REGISTRY_WANT_ALL &&
	       depth < depth_of(row) + REGISTRY_WANTED_DEPTH;
}

uint64_t registry_wanted_rows(const struct registry_key *parent, struct slice name)
{
	uint64_t rows = 0;
	unsigned depth = parent->depth;
	bool is_control_set = depth == 0 && registry_is_control_set(name);
	for (size_t i = 0; i < COUNT_OF(keys); i++)
		if ((depth == 0 || parent->rows >> i & 1) &&
		    goes_on(i, depth, name, is_control_set))
			rows |= UINT64_C(1) << i;
	return rows;
}

enum registry_wanted registry_wants(const struct registry_key *parent, struct slice name)
{
	uint64_t rows = registry_wanted_rows(parent, name);
	enum registry_wanted wanted = parent->depth ? REGISTRY_UNWANTED : REGISTRY_WANT_NAME;
	for (size_t i = 0; rows; i++, rows >>= 1) {
		enum registry_wanted by_row =
			parent->depth + 1 < depth_of(i) ? REGISTRY_WANT_NAME : keys[i].wanted;
		if (rows & 1 && by_row > wanted)
			wanted = by_row;
	}
	return wanted;
}
