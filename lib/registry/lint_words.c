/* SPDX-License-Identifier: MIT */
/* What findings say: values, places, sizes, times. */
#include <inttypes.h>

#include "lib/base/limits.h"
#include "lib/base/wintime.h"
#include "lib/registry/lint_run.h"

struct slice lint_take(struct lint_run *l)
{
	struct slice text = arena_copy(l->config->arena, buf_slice(&l->text));
	l->text.n = 0;
	return text;
}

bool lint_is_surely_off(const struct lint_run *l, enum setting_id id)
{
	return lint_is(l, id, 0) || config_is_surely_absent(l->config, id);
}

/* The first limit bytes of s, or less: a character is not cut. */
static struct slice first_bytes(struct slice s, size_t limit)
{
	size_t n = s.n;
	if (n > limit)
		for (n = limit; n && (s.p[n] & 0xc0) == 0x80; n--)
			continue;
	return slice_sub(s, 0, n);
}

void lint_add_shortened(struct buf *b, struct slice s)
{
	buf_add_slice(b, first_bytes(s, LIMIT_CRASHCFG_VALUE_BYTES));
	if (s.n > LIMIT_CRASHCFG_VALUE_BYTES)
		buf_add_string(b, "...");
}

/* An empty text is there, and so has an address. */
static struct slice value_text(struct lint_run *l, const struct registry_value *value)
{
	if (!value || value->unreadable)
		return (struct slice){NULL, 0};
	struct buf whole = {0};
	setting_append_value(&whole, value);
	lint_add_shortened(&l->text, buf_slice(&whole));
	buf_free(&whole);
	return l->text.n ? lint_take(l) : SLICE("");
}

static struct slice setting_path(struct lint_run *l, enum setting_id id)
{
	config_append_key_path(&l->text, l->config, setting_rows[id].key);
	buf_printf(&l->text, "\\%s", setting_rows[id].name);
	return lint_take(l);
}

struct lint_words lint_words_of(struct lint_run *l, enum setting_id id)
{
	struct lint_words w = {.path = setting_path(l, id)};
	w.value = value_text(l, lint_setting(l, id)->value);
	return w;
}

struct lint_words lint_words_with(struct lint_run *l, enum setting_id id, struct slice value)
{
	struct lint_words w = {.path = setting_path(l, id)};
	lint_add_shortened(&l->text, value);
	w.value = lint_take(l);
	return w;
}

struct lint_words lint_words_of_value(struct lint_run *l, const struct registry_key *key,
				      const struct registry_value *value)
{
	struct lint_words w = {.value = {NULL, 0}};
	registry_append_path(&l->text, key);
	buf_add_byte(&l->text, '\\');
	lint_add_shortened(&l->text, value->name);
	w.path = lint_take(l);
	w.value = value_text(l, value);
	return w;
}

struct slice lint_number(struct lint_run *l, uint64_t number)
{
	buf_printf(&l->text, "%" PRIu64, number);
	return lint_take(l);
}

struct slice lint_hex(struct lint_run *l, uint64_t number)
{
	buf_printf(&l->text, "0x%02" PRIX64, number);
	return lint_take(l);
}

struct slice lint_size(struct lint_run *l, uint64_t bytes)
{
	size_append(&l->text, bytes);
	return lint_take(l);
}

struct slice lint_drive(struct lint_run *l, char drive)
{
	buf_add_byte(&l->text, (uint8_t)drive);
	return lint_take(l);
}

/* In whole seconds: "2024-01-17T21:20:00Z". */
struct slice lint_time(struct lint_run *l, uint64_t filetime)
{
	enum { SECONDS_TEXT = 19 };
	char text[TIME_TEXT];
	if (!time_write(text, filetime))
		return SLICE("an unknown time");
	buf_add(&l->text, text, SECONDS_TEXT);
	buf_add_byte(&l->text, 'Z');
	return lint_take(l);
}

struct slice lint_key(struct lint_run *l, enum setting_key key)
{
	config_append_key_path(&l->text, l->config, key);
	return lint_take(l);
}

struct slice lint_type(const struct lint_run *l)
{
	return slice_of_string(configured_dump_name(l->config->type));
}

struct slice lint_version(const struct lint_run *l)
{
	return slice_of_string(winver_name(l->config->machine.version));
}

const char *lint_path_fault(const struct winpath *path)
{
	switch (path->kind) {
	case WINPATH_NONE:
		return "empty";
	case WINPATH_DRIVE_RELATIVE:
		return "a path relative to the current directory of a drive";
	case WINPATH_ROOTED:
		return "a path without a drive";
	case WINPATH_UNC:
		return "a path to a network share";
	case WINPATH_RELATIVE:
		return "a relative path";
	case WINPATH_ANY_DRIVE:
		return "a path with ? as its drive, which only page files can have";
	case WINPATH_NT:
		return "a device path";
	case WINPATH_FULL:
	case WINPATH_VARIABLE:
		break;
	}
	return NULL;
}
