/* SPDX-License-Identifier: MIT */
/* Which files a report of Windows Error Reporting has attached. */
#include "lib/base/number.h"
#include "lib/evtx/crash_decoder.h"

/* Paths may hold blanks, but each begins with this. */
#define PREFIX SLICE("\\\\?\\")

/* Where the next path begins behind the start of s, which is not empty; else s.n. */
static size_t next_path(struct slice s)
{
	size_t line = slice_find_byte(s, '\n');
	size_t end = line < s.n ? line + 1 : s.n;
	return 1 + slice_find(slice_sub(s, 1, end - 1), PREFIX);
}

struct slice crash_bare_path(struct slice path)
{
	return slice_starts_with(path, PREFIX) ? slice_from(path, PREFIX.n) : path;
}

/* One path without the blanks and line ends around it. */
static struct slice tidy_path(struct slice s)
{
	while (s.n && (s.p[s.n - 1] == '\n' || s.p[s.n - 1] == '\r'))
		s.n--;
	return crash_bare_path(slice_trim(s));
}

/* Cuts the next path off *rest; false at the end. */
static bool take_path(struct slice *rest, struct slice *path)
{
	while (rest->n) {
		size_t n = next_path(*rest);
		*path = tidy_path(slice_sub(*rest, 0, n));
		*rest = slice_from(*rest, n);
		if (path->n)
			return true;
	}
	return false;
}

static bool is_dump(struct slice path)
{
	return path.n > 4 && slice_equal_ignoring_case(slice_from(path, path.n - 4), SLICE(".dmp"));
}

void crash_decode_files(struct json_writer *w, const struct crash_data *d)
{
	static const struct crash_field field = {"AttachedFiles", 16};
	struct slice text = crash_data_text(d, &field);
	struct slice rest = text;
	struct slice path = {NULL, 0};
	while (take_path(&rest, &path) && !is_dump(path))
		;
	if (is_dump(path))
		json_text(w, "dump_path", path);
	else
		json_null(w, "dump_path");
	json_array_begin(w, "attached_files");
	for (rest = text; take_path(&rest, &path);)
		json_text(w, NULL, path);
	json_array_end(w);
}
