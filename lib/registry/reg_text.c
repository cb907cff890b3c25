/* SPDX-License-Identifier: MIT */
#include "lib/base/number.h"
#include "lib/registry/reg_data.h"
#include "lib/registry/reg_text.h"
#include "lib/registry/reg_text_part.h"

/* --- lines --- */

/* The path between brackets; false where the line is none. Names may have brackets in them, so the
 * closing one is that behind which nothing follows but a comment. */
static bool path_of(struct slice line, struct slice *path)
{
	if (line.n == 0 || line.p[0] != '[')
		return false;
	for (size_t at = 1; at < line.n; at++)
		if (line.p[at] == ']' && reg_is_blank(slice_from(line, at + 1))) {
			*path = slice_sub(line, 1, at - 1);
			return true;
		}
	return false;
}

static bool is_deletion(struct slice path)
{
	return path.n && path.p[0] == '-';
}

enum header { HEADER_NONE, HEADER_4, HEADER_5, HEADER_UNKNOWN };

static bool starts_with_ignoring_case(struct slice s, struct slice prefix)
{
	return slice_equal_ignoring_case(slice_sub(s, 0, prefix.n), prefix);
}

static enum header header_of(struct slice line)
{
	if (slice_equal_ignoring_case(line, SLICE("REGEDIT4")))
		return HEADER_4;
	if (slice_equal_ignoring_case(line, SLICE("Windows Registry Editor Version 5.00")))
		return HEADER_5;
	/* Windows 3.1 has plain REGEDIT; Wine keeps its registry in text of its own. */
	if (starts_with_ignoring_case(line, SLICE("REGEDIT")) ||
	    starts_with_ignoring_case(line, SLICE("Windows Registry Editor")) ||
	    starts_with_ignoring_case(line, SLICE("WINE REGISTRY")))
		return HEADER_UNKNOWN;
	return HEADER_NONE;
}

/* --- what it is --- */

/* JSON begins with a bracket, too, and INI files have sections: a key has a root, or is one of a
 * hive. */
static bool is_key(struct slice line)
{
	struct slice text = {0}, mount = {0};
	if (!path_of(line, &text))
		return false;
	text = slice_from(text, is_deletion(text) ? 1 : 0);
	struct reg_path path = reg_path_read(text);
	return path.root != REG_ROOT_NONE || (text.n && text.p[0] == '\\') ||
	       reg_path_find_mount(&path, &mount) != REG_MOUNT_NONE;
}

bool reg_text_recognise(struct slice first)
{
	struct reg_lines lines;
	bool found = false;
	reg_lines_begin(&lines, first);
	while (!found && reg_lines_next(&lines)) {
		struct slice line = slice_trim(lines.text);
		found = header_of(line) != HEADER_NONE || is_key(line);
	}
	reg_lines_end(&lines);
	return found;
}

/* --- reading --- */

void reg_text_report(struct reg_text *t, enum diag_code code, struct registry_place place,
		     struct slice text)
{
	enum { SHOWN = 80 };
	diag_report(t->sink,
		    &(struct diag){.code = code,
				   .offset = place.offset,
				   .line = place.line,
				   .text = slice_sub(text, 0, text.n < SHOWN ? text.n : SHOWN)});
	t->damaged |= diag_severity(code) != SEVERITY_NOTE;
}

/* Where the hive is mounted has to be known before the first key is read. */
static void find_mount(struct reg_text *t, struct slice bytes)
{
	struct reg_lines lines;
	bool settled = false;
	reg_lines_begin(&lines, bytes);
	while (!settled && reg_lines_next(&lines)) {
		struct slice path = {0};
		if (path_of(slice_trim(lines.text), &path))
			settled = reg_keys_consider(&t->keys,
						    slice_from(path, is_deletion(path) ? 1 : 0));
	}
	reg_lines_end(&lines);
}

static void read_key(struct reg_text *t, struct slice line)
{
	struct slice path = {0};
	if (!path_of(line, &path)) {
		reg_text_report(t, DIAG_REGISTRY_TEXT_KEY, t->lines.place, line);
		/* Values below it are not to be taken for those of the key before. */
		reg_keys_leave(&t->keys);
	} else if (is_deletion(path)) {
		reg_keys_delete(&t->keys, slice_from(path, 1), t->lines.place);
	} else {
		reg_keys_enter(&t->keys, path, t->lines.place);
	}
}

static void read_other(struct reg_text *t, struct slice line)
{
	enum header header = header_of(line);
	if (header == HEADER_UNKNOWN)
		reg_text_report(t, DIAG_REGISTRY_TEXT_VERSION, t->lines.place, line);
	else if (header == HEADER_NONE)
		reg_text_report(t, DIAG_REGISTRY_TEXT_LINE, t->lines.place, line);
	t->ansi = header == HEADER_NONE ? t->ansi : header == HEADER_4;
}

static void read_line(struct reg_text *t)
{
	struct slice line = slice_trim(t->lines.text);
	if (reg_is_blank(line))
		return;
	if (line.p[0] == '[')
		read_key(t, line);
	else if (line.p[0] == '"' || line.p[0] == '@')
		reg_text_value(t);
	else
		read_other(t, line);
}

enum status reg_text_read(struct registry *r, struct slice bytes, struct arena *arena,
			  const struct diag_sink *sink)
{
	struct reg_text t = {.sink = sink};
	reg_lines_begin(&t.lines, bytes);
	reg_keys_begin(&t.keys, r, REGISTRY_FROM_REG, arena, sink);
	find_mount(&t, bytes);
	while (!r->full && reg_lines_next(&t.lines))
		read_line(&t);
	if (t.lines.assumed.line)
		reg_text_report(&t, DIAG_REGISTRY_TEXT_CODE_PAGE, t.lines.assumed, SLICE(""));
	reg_lines_end(&t.lines);
	buf_free(&t.name);
	buf_free(&t.text);
	buf_free(&t.data);
	return reg_keys_end(&t.keys, t.damaged);
}
