/* SPDX-License-Identifier: MIT */
/* Values of .reg files: "name"=data, over one line or many. */
#include "lib/base/cp1252.h"
#include "lib/base/limits.h"
#include "lib/base/number.h"
#include "lib/base/store.h"
#include "lib/base/utf16_encode.h"
#include "lib/registry/reg_data.h"
#include "lib/registry/reg_text_part.h"

/* What became of the data of a value. */
enum outcome {
	DATA_READ, /* t->data has them */
	DATA_DELETED,
	DATA_BAD,
	DATA_TOLD, /* bad, and it was told what is wrong */
};

static enum outcome too_long(struct reg_text *t)
{
	reg_text_report(t, DIAG_REGISTRY_TEXT_LONG, t->lines.place, buf_slice(&t->name));
	return DATA_TOLD;
}

/* --- strings --- */

/* Looks for the closing quote in the lines behind the current one, and appends them. A quote where
 * no string may end begins the next value: this one was never closed. */
static bool take_lines(struct reg_text *t, bool literal, bool *unknown)
{
	while (t->text.n <= LIMIT_REGISTRY_DATA_BYTES && !t->lines.cut) {
		buf_add_slice(&t->text, t->lines.end);
		if (!reg_lines_next(&t->lines))
			return false;
		struct slice rest = t->lines.text;
		if (reg_string_take(&rest, literal, &t->text, unknown) == REG_STRING_CLOSED)
			return reg_is_blank(rest);
	}
	return false;
}

/* Reads a string from behind its opening quote on. Line ends in it are kept as they are. */
static enum outcome read_string(struct reg_text *t, struct slice s, bool literal)
{
	struct reg_mark start = reg_lines_mark(&t->lines);
	bool unknown = false, closed;
	t->text.n = 0;
	if (reg_string_take(&s, literal, &t->text, &unknown) == REG_STRING_CLOSED)
		closed = reg_is_blank(s) && !t->lines.cut;
	else
		closed = take_lines(t, literal, &unknown);
	if (!closed) {
		reg_lines_return(&t->lines, start);
		return DATA_BAD;
	}
	if (unknown)
		reg_text_report(t, DIAG_REGISTRY_TEXT_ESCAPE, start.place, buf_slice(&t->name));
	utf16le_append_utf8(&t->data, buf_slice(&t->text));
	utf16le_append(&t->data, 0);
	return t->data.n > LIMIT_REGISTRY_DATA_BYTES ? too_long(t) : DATA_READ;
}

/* --- bytes in hexadecimal --- */

/* Does a statement begin here, and not the rest of bytes? */
static bool is_statement(struct slice line)
{
	return line.n && (line.p[0] == '[' || line.p[0] == '"' || line.p[0] == '@');
}

/* Moves to the line that goes on; false where there is none. */
static bool next_part(struct reg_text *t)
{
	struct reg_mark before = reg_lines_mark(&t->lines);
	while (reg_lines_next(&t->lines)) {
		struct slice line = slice_trim(t->lines.text);
		if (is_statement(line)) {
			reg_lines_return(&t->lines, before);
			return false;
		}
		if (!reg_is_blank(line))
			return true;
		before = reg_lines_mark(&t->lines);
	}
	return false;
}

/* Passes the lines that belong to bytes of which a line could not be read. */
static void skip_parts(struct reg_text *t)
{
	do {
		if (!slice_ends_with(slice_trim(t->lines.text), SLICE("\\")))
			return;
	} while (next_part(t));
}

static enum outcome read_hex(struct reg_text *t, struct slice s, bool *full)
{
	for (;;) {
		bool cut = t->lines.cut;
		struct registry_place place = t->lines.place;
		enum reg_hex_end end = reg_hex_read(s, &t->data, full);
		*full |= cut;
		if (cut || end == REG_HEX_DONE)
			return DATA_READ;
		if (end == REG_HEX_BAD) {
			skip_parts(t);
			return DATA_BAD;
		}
		if (!next_part(t)) {
			reg_text_report(t, DIAG_REGISTRY_TEXT_UNFINISHED, place,
					buf_slice(&t->name));
			return DATA_TOLD;
		}
		s = t->lines.text;
	}
}

/* Version 4 wrote texts in the code page of the machine, as Windows 95 and NT 4 had them. */
static void widen(struct reg_text *t)
{
	t->text.n = 0;
	buf_add_slice(&t->text, buf_slice(&t->data));
	t->data.n = 0;
	for (size_t i = 0; i < t->text.n; i++) {
		if (t->text.p[i] >= 0x80 && t->lines.assumed.line == 0)
			t->lines.assumed = t->lines.place;
		utf16le_append(&t->data, cp1252_character(t->text.p[i]));
	}
}

static bool is_text(uint32_t type)
{
	return type == REGISTRY_SZ || type == REGISTRY_EXPAND_SZ || type == REGISTRY_MULTI_SZ;
}

static enum outcome read_bytes(struct reg_text *t, struct slice s, uint32_t type)
{
	bool full = false;
	enum outcome outcome = read_hex(t, s, &full);
	if (outcome == DATA_READ && full)
		return too_long(t);
	if (t->ansi && is_text(type))
		widen(t);
	return outcome;
}

/* --- numbers --- */

static enum outcome read_number(struct reg_text *t, struct slice s, size_t bytes)
{
	uint64_t number;
	if (!reg_number_read(slice_trim(s), 2 * bytes, &number))
		return DATA_BAD;
	store_u64le(buf_reserve(&t->data, 8), number);
	t->data.n += bytes;
	return DATA_READ;
}

/* --- all data --- */

/* Takes "word:" off *s, or "word(type):" where type is wanted. */
static bool take_kind(struct slice *s, struct slice word, uint32_t *type)
{
	if (!slice_equal_ignoring_case(slice_sub(*s, 0, word.n), word))
		return false;
	struct slice rest = slice_from(*s, word.n);
	if (type && rest.n && rest.p[0] == '(') {
		size_t close = slice_find_byte(rest, ')');
		uint64_t number;
		if (close > 9 || !number_from_hex(slice_sub(rest, 1, close - 1), &number))
			return false;
		*type = (uint32_t)number;
		rest = slice_from(rest, close + 1);
	}
	if (rest.n == 0 || rest.p[0] != ':')
		return false;
	*s = slice_from(rest, 1);
	return true;
}

/* Reads what stands behind the equals sign. */
static enum outcome read_data(struct reg_text *t, struct slice s, uint32_t *type)
{
	t->data.n = 0;
	*type = REGISTRY_SZ;
	if (s.n && s.p[0] == '"')
		return read_string(t, slice_from(s, 1), false);
	/* What hivexregedit --unsafe-printable-strings writes, backslashes as they are. */
	if (take_kind(&s, SLICE("str"), type))
		return s.n && s.p[0] == '"' ? read_string(t, slice_from(s, 1), true) : DATA_BAD;
	*type = REGISTRY_BINARY;
	if (take_kind(&s, SLICE("hex"), type))
		return read_bytes(t, s, *type);
	*type = REGISTRY_DWORD;
	if (take_kind(&s, SLICE("dword"), NULL))
		return read_number(t, s, 4);
	*type = REGISTRY_QWORD;
	if (take_kind(&s, SLICE("qword"), NULL))
		return read_number(t, s, 8);
	*type = REGISTRY_NONE;
	return s.n && s.p[0] == '-' && reg_is_blank(slice_from(s, 1)) ? DATA_DELETED : DATA_BAD;
}

/* --- values --- */

/* Blanks at the end stay: a string may go on in the next line. */
static struct slice skip_blanks(struct slice s)
{
	while (s.n && (s.p[0] == ' ' || s.p[0] == '\t'))
		s = slice_from(s, 1);
	return s;
}

/* Takes the name and the equals sign off *s. */
static bool read_name(struct reg_text *t, struct slice *s)
{
	bool unknown = false;
	*s = skip_blanks(*s);
	bool quoted = s->p[0] == '"';
	t->name.n = 0;
	*s = slice_from(*s, 1);
	if (quoted && reg_string_take(s, false, &t->name, &unknown) != REG_STRING_CLOSED)
		return false;
	*s = skip_blanks(*s);
	if (s->n == 0 || s->p[0] != '=')
		return false;
	*s = skip_blanks(slice_from(*s, 1));
	return true;
}

static void set(struct reg_text *t, struct registry_place place, uint32_t type,
		enum outcome outcome)
{
	bool bad = outcome == DATA_BAD || outcome == DATA_TOLD;
	/* Windows leaves a value as it was where it cannot read the line. */
	if (bad && reg_keys_has_value(&t->keys, buf_slice(&t->name)))
		return;
	struct registry_value *v = reg_keys_value(&t->keys, buf_slice(&t->name), place);
	if (!v)
		return;
	v->type = type;
	v->deleted = outcome == DATA_DELETED;
	v->unreadable = bad;
	v->data = outcome == DATA_READ ? arena_copy(t->keys.registry->arena, buf_slice(&t->data))
				       : (struct slice){NULL, 0};
}

void reg_text_value(struct reg_text *t)
{
	struct registry_place place = t->lines.place;
	struct slice rest = t->lines.text;
	uint32_t type;
	if (!read_name(t, &rest)) {
		reg_text_report(t, DIAG_REGISTRY_TEXT_LINE, place, t->lines.text);
		return;
	}
	if (!t->keys.entered) {
		reg_text_report(t, DIAG_REGISTRY_TEXT_NO_KEY, place, buf_slice(&t->name));
		return;
	}
	enum outcome outcome = read_data(t, rest, &type);
	if (outcome == DATA_BAD)
		reg_text_report(t, DIAG_REGISTRY_TEXT_DATA, place, buf_slice(&t->name));
	set(t, place, type, outcome);
}
