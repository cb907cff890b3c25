/* SPDX-License-Identifier: MIT */
/*
 * The form of a .reg file, as regedit exports it. Nothing that comes from input may end a line or a
 * text of the file: a name could bring keys of its own with it.
 */
#include "lib/base/text.h"
#include "lib/base/utf16_encode.h"
#include "lib/bugcheck/wrap.h"
#include "lib/registry/fix_part.h"

enum {
	COMMENT_WIDTH = 78,
	LINE_WIDTH = 78, /* of hexadecimal bytes; regedit breaks lines at 80 */
};

/* --- comments --- */

void fix_comment(struct fix *f, const char *text)
{
	buf_add_string(&f->comment, text);
}

void fix_comment_input(struct fix *f, struct slice text)
{
	text_append_display(&f->comment, text);
}

static void end_comment(struct fix *f)
{
	struct buf wrapped = {0};
	if (f->comment.n)
		wrap_add_within(&wrapped, buf_slice(&f->comment), 0, 0, COMMENT_WIDTH);
	struct slice rest = buf_slice(&wrapped);
	while (rest.n) {
		size_t end = slice_find_byte(rest, '\n');
		buf_add_string(&f->out, "; ");
		buf_add_slice(&f->out, slice_sub(rest, 0, end));
		buf_add_byte(&f->out, '\n');
		rest = slice_from(rest, end + 1);
	}
	f->comment.n = 0;
	buf_free(&wrapped);
}

void fix_remark(struct fix *f, const char *text)
{
	fix_comment(f, text);
	buf_add_byte(&f->out, '\n');
	end_comment(f);
}

/* --- keys and names --- */

/* Can it stand in a .reg file, which knows no escape for control characters? */
static bool is_spellable(struct slice s)
{
	uint32_t code_point;
	while (s.n) {
		size_t n = utf8_decode(s, &code_point);
		if (n == 0 || code_point < 0x20 || (code_point >= 0x7f && code_point < 0xa0) ||
		    code_point == 0x2028 || code_point == 0x2029)
			return false;
		s = slice_from(s, n);
	}
	return true;
}

static void add_quoted(struct buf *b, struct slice s)
{
	buf_add_byte(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '"' || s.p[i] == '\\')
			buf_add_byte(b, '\\');
		buf_add_byte(b, s.p[i]);
	}
	buf_add_byte(b, '"');
}

/* The comment, the key, and the value up to its "=". Each value is a block of its own, which a
 * reader can take out; and to hivexregedit a comment ends a key. */
static void begin_value(struct fix *f, struct slice key, struct slice name)
{
	buf_add_byte(&f->out, '\n');
	end_comment(f);
	buf_add_string(&f->out, "[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\");
	buf_add_slice(&f->out, key);
	buf_add_string(&f->out, "]\n");
	if (name.n)
		add_quoted(&f->out, name);
	else
		buf_add_byte(&f->out, '@');
	buf_add_byte(&f->out, '=');
	f->changed++;
}

static void begin_setting(struct fix *f, enum setting_id id)
{
	const struct setting_row *row = &setting_rows[id];
	begin_value(f, slice_of_string(setting_key_paths[row->key]), slice_of_string(row->name));
}

/* --- values --- */

void fix_set_number(struct fix *f, enum setting_id id, uint32_t number)
{
	begin_setting(f, id);
	buf_printf(&f->out, "dword:%08x\n", number);
}

/* Bytes from the column on that the last line of out has reached. */
static void add_bytes(struct buf *b, size_t column, struct slice bytes)
{
	for (size_t i = 0; i < bytes.n; i++) {
		if (column + 4 > LINE_WIDTH) {
			buf_add_string(b, "\\\n  ");
			column = 2;
		}
		buf_printf(b, i + 1 < bytes.n ? "%02x," : "%02x\n", bytes.p[i]);
		column += 3;
	}
}

static void set_bytes(struct fix *f, enum setting_id id, const char *form, struct slice bytes)
{
	begin_setting(f, id);
	buf_add_string(&f->out, form);
	add_bytes(&f->out, strlen(setting_rows[id].name) + strlen("\"\"=") + strlen(form), bytes);
}

void fix_set_path(struct fix *f, enum setting_id id, const char *text)
{
	struct buf bytes = {0};
	utf16le_append_utf8(&bytes, slice_of(text, strlen(text) + 1));
	set_bytes(f, id, "hex(2):", buf_slice(&bytes));
	buf_free(&bytes);
}

void fix_set_strings(struct fix *f, enum setting_id id, struct slice strings)
{
	struct buf bytes = {0};
	utf16le_append_utf8(&bytes, strings);
	utf16le_append(&bytes, 0);
	set_bytes(f, id, "hex(7):", buf_slice(&bytes));
	buf_free(&bytes);
}

void fix_delete(struct fix *f, enum setting_id id)
{
	begin_setting(f, id);
	buf_add_string(&f->out, "-\n");
}

bool fix_delete_at(struct fix *f, struct slice key, struct slice name)
{
	if (!is_spellable(key) || !is_spellable(name))
		return false;
	begin_value(f, key, name);
	buf_add_string(&f->out, "-\n");
	return true;
}

/* --- all of it --- */

void fix_encode(struct buf *b, struct slice utf8)
{
	utf16le_append(b, 0xfeff);
	while (utf8.n) {
		size_t end = slice_find_byte(utf8, '\n');
		utf16le_append_utf8(b, slice_sub(utf8, 0, end));
		if (end < utf8.n)
			utf16le_append_utf8(b, SLICE("\r\n"));
		utf8 = slice_from(utf8, end < utf8.n ? end + 1 : end);
	}
}
