/* SPDX-License-Identifier: MIT */
/* CD04: values of a type or length that Windows does not read. */
#include "lib/registry/lint_run.h"

bool lint_key_is_context(enum setting_key key)
{
	switch (key) {
	case SETTING_KEY_ENVIRONMENT:
	case SETTING_KEY_CONTROL:
	case SETTING_KEY_PRODUCT_OPTIONS:
	case SETTING_KEY_WINDOWS:
	case SETTING_KEY_COMPUTER_NAME:
	case SETTING_KEY_TCPIP:
		return true;
	default:
		return false;
	}
}

/* Which type LastCrashTime has is nowhere published. */
static bool has_known_type(enum setting_id id)
{
	return id != SETTING_LAST_CRASH_TIME && !lint_key_is_context(setting_rows[id].key);
}

static void add_type(struct buf *b, uint32_t type)
{
	const char *name = registry_type_name(type);
	if (name)
		buf_add_string(b, name);
	else
		buf_printf(b, "value of type 0x%x", (unsigned)type);
}

static struct slice actual_type(struct lint_run *l, const struct registry_value *value)
{
	add_type(&l->text, value->type);
	buf_printf(&l->text, " of %zu bytes", value->data.n);
	return lint_take(l);
}

static struct slice expected_type(struct lint_run *l, uint32_t type)
{
	add_type(&l->text, type);
	if (type == REGISTRY_DWORD)
		buf_add_string(&l->text, " of 4 bytes");
	else if (type == REGISTRY_QWORD)
		buf_add_string(&l->text, " of 8 bytes");
	return lint_take(l);
}

void lint_when_type_mismatch(struct lint_run *l)
{
	for (int i = 0; i < SETTING_COUNT; i++) {
		enum setting_id id = (enum setting_id)i;
		const struct setting *s = lint_setting(l, id);
		if (s->state != REGISTRY_PRESENT || s->usable || !s->value || !has_known_type(id))
			continue;
		struct lint_words w = lint_words_of(l, id);
		w.name = lint_static(setting_rows[id].name);
		w.what = actual_type(l, s->value);
		w.needed = expected_type(l, setting_rows[id].type);
		lint_find(l,
			  id == SETTING_CRASH_DUMP_ENABLED ? LINT_CD04_DUMP_TYPE
							   : LINT_CD04_SETTING,
			  w);
	}
}
