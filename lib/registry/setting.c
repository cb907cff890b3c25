/* SPDX-License-Identifier: MIT */
#include "lib/base/reader.h"
#include "lib/registry/setting.h"
#include "lib/registry/setting_part.h"
#include "lib/registry/value_text.h"

const struct setting_row setting_rows[SETTING_COUNT] = {
#define SETTING(id, key, name, type, form) \
	{SETTING_KEY_##key, name, REGISTRY_##type, SETTING_FORM_##form},
#include "lib/registry/setting_list.h"
};

const char *const setting_key_paths[SETTING_KEY_COUNT] = {
#define KEY(id, path) path,
#include "lib/registry/setting_list.h"
};

/* A number counts only as Windows takes it: of its type and with all its bytes. Microsoft does not
 * say of which type the FILETIMEs are, and real ones are found both as REG_QWORD and REG_BINARY. */
static void decode_number(struct setting *s, size_t bytes, bool type_fits)
{
	s->usable = type_fits && s->value->data.n == bytes;
	if (s->usable)
		s->number = load_any_le(s->value->data);
}

static bool is_eight_bytes(uint32_t type)
{
	return type == REGISTRY_QWORD || type == REGISTRY_BINARY || type == REGISTRY_DWORD;
}

static void decode_text(struct setting *s, struct arena *arena,
			void (*append)(struct buf *b, struct slice data))
{
	struct buf text = {0};
	append(&text, s->value->data);
	s->text = arena_copy(arena, buf_slice(&text));
	s->usable = true;
	buf_free(&text);
}

/* SZ and EXPAND_SZ stand for each other: what reads a path takes either. */
static bool is_string(uint32_t type)
{
	return type == REGISTRY_SZ || type == REGISTRY_EXPAND_SZ;
}

void setting_decode(struct setting *s, enum setting_id id, struct arena *arena)
{
	if (s->state != REGISTRY_PRESENT)
		return;
	const struct setting_row *row = &setting_rows[id];
	uint32_t type = s->value->type;
	if (row->type == REGISTRY_QWORD || row->form == SETTING_FORM_FILETIME)
		decode_number(s, 8, is_eight_bytes(type));
	else if (row->type == REGISTRY_DWORD)
		decode_number(s, 4, type == REGISTRY_DWORD);
	else if (row->type == REGISTRY_BINARY)
		s->usable = type == REGISTRY_BINARY;
	else if (is_string(row->type) && is_string(type))
		decode_text(s, arena, value_append_string);
	else if (row->type == REGISTRY_MULTI_SZ && type == REGISTRY_MULTI_SZ)
		decode_text(s, arena, value_append_strings);
}

struct setting setting_find(enum setting_id id, struct registry_key *control_set)
{
	const struct setting_row *row = &setting_rows[id];
	struct setting s = {.state = REGISTRY_ABSENT};
	s.key = registry_find_key(control_set, setting_key_paths[row->key], &s.state);
	if (s.key)
		s.value = registry_find_value(s.key, slice_of_string(row->name), &s.state);
	return s;
}

struct setting setting_read(enum setting_id id, struct registry_key *control_set,
			    struct arena *arena)
{
	struct setting s = setting_find(id, control_set);
	setting_decode(&s, id, arena);
	return s;
}
