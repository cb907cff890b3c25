/* SPDX-License-Identifier: MIT */
#include <assert.h>

#include "tests/unit/support_registry.h"

static void set_place(struct registry *r, struct registry_place *place)
{
	place->line = r->key_count + r->value_count;
	place->offset = place->line * 100;
}

struct registry_key *made_key(struct registry *r, const char *path)
{
	struct slice rest = slice_of_string(path);
	struct registry_key *key = r->root;
	while (rest.n) {
		size_t end = slice_find_byte(rest, '\\');
		key = registry_add_key(r, key, slice_sub(rest, 0, end));
		assert(key);
		rest = slice_from(rest, end + 1);
	}
	if (!key->place.line)
		set_place(r, &key->place);
	return key;
}

struct registry_value *made_value(struct registry *r, const char *path, const char *name,
				  uint32_t type, const void *data, size_t n)
{
	struct registry_value *v = registry_add_value(r, made_key(r, path), slice_of_string(name));
	assert(v);
	v->type = type;
	v->data = arena_copy(r->arena, slice_of(data, n));
	set_place(r, &v->place);
	return v;
}

static void store(uint8_t *p, uint64_t number, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++, number >>= 8)
		p[i] = (uint8_t)number;
}

struct registry_value *made_dword(struct registry *r, const char *path, const char *name,
				  uint32_t number)
{
	uint8_t data[4];
	store(data, number, sizeof(data));
	return made_value(r, path, name, REGISTRY_DWORD, data, sizeof(data));
}

struct registry_value *made_qword(struct registry *r, const char *path, const char *name,
				  uint64_t number)
{
	uint8_t data[8];
	store(data, number, sizeof(data));
	return made_value(r, path, name, REGISTRY_QWORD, data, sizeof(data));
}

/* Each byte of text as a unit of UTF-16LE. */
static void append_units(struct buf *b, const char *text)
{
	for (; *text; text++) {
		buf_add_byte(b, *text == '|' ? 0 : (uint8_t)*text);
		buf_add_byte(b, 0);
	}
}

static struct registry_value *made_units(struct registry *r, const char *path, const char *name,
					 uint32_t type, const char *text, size_t nuls)
{
	struct buf data = {0};
	append_units(&data, text);
	buf_add_repeated(&data, 0, 2 * nuls);
	struct registry_value *v = made_value(r, path, name, type, data.p, data.n);
	buf_free(&data);
	return v;
}

struct registry_value *made_text(struct registry *r, const char *path, const char *name,
				 uint32_t type, const char *text)
{
	return made_units(r, path, name, type, text, 1);
}

struct registry_value *made_list(struct registry *r, const char *path, const char *name,
				 const char *strings)
{
	return made_units(r, path, name, REGISTRY_MULTI_SZ, strings, *strings ? 2 : 1);
}

void made_registry(struct registry *r, enum registry_source source, struct arena *arena)
{
	registry_begin(r, source, arena);
	r->fragment = source != REGISTRY_FROM_HIVE;
	made_dword(r, "Select", "Current", 1);
	made_key(r, "ControlSet001");
}
