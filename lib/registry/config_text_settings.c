/* SPDX-License-Identifier: MIT */
/* The page for people: what is set. */
#include "lib/base/text.h"
#include "lib/registry/config_text.h"

/* Columns in which names and values stand; bytes of a value that are shown. */
enum { NAME_COLUMN = 6, VALUE_COLUMN = 34, VALUE_SHOWN = 512 };

/* Keys that say what the machine is: the head of the page has that. */
static bool is_about_machine(enum setting_key key)
{
	switch (key) {
	case SETTING_KEY_ENVIRONMENT:
	case SETTING_KEY_CONTROL:
	case SETTING_KEY_PRODUCT_OPTIONS:
	case SETTING_KEY_WINDOWS:
	case SETTING_KEY_COMPUTER_NAME:
	case SETTING_KEY_TCPIP:
	case SETTING_KEY_STORAGE_TELEMETRY:
	case SETTING_KEY_I8042PRT:
	case SETTING_KEY_KBDHID:
	case SETTING_KEY_HYPERKBD:
		return true;
	default:
		return false;
	}
}

static void append_value(struct buf *b, const struct registry_value *v)
{
	struct buf value = {0};
	setting_append_value(&value, v);
	buf_add_slice(
		b, slice_sub(buf_slice(&value), 0, value.n < VALUE_SHOWN ? value.n : VALUE_SHOWN));
	if (value.n == 0)
		buf_add_string(b, "empty");
	if (value.n > VALUE_SHOWN)
		buf_add_string(b, " ... and more");
	buf_free(&value);
}

/* "7: automatic (default)" */
static void append_setting(struct buf *b, const struct crash_config *c, enum setting_id id)
{
	const struct setting *s = config_setting(c, id);
	struct buf meaning = {0};
	if (s->state != REGISTRY_PRESENT) {
		buf_add_string(b, "could not be read");
		return;
	}
	append_value(b, s->value);
	if (s->usable)
		setting_append_meaning(&meaning, id, s);
	else
		buf_add_string(b, ": of a type or length that Windows does not take here");
	if (meaning.n) {
		buf_add_string(b, ": ");
		buf_add_slice(b, buf_slice(&meaning));
	}
	if (setting_deprecated(id, c->machine.version))
		buf_add_string(b, " (obsolete)");
	else if (setting_is_default(id, s, c->machine.version).value)
		buf_add_string(b, " (default)");
	buf_free(&meaning);
}

/* Returns whether there was any. Of a key that could not be listed, its values are one row. */
static bool put_key(struct config_page *p, const struct crash_config *c, enum setting_key key)
{
	bool any = false, more = false;
	for (size_t i = 0; i < SETTING_COUNT; i++) {
		const struct setting *s = &c->settings[i];
		if (setting_rows[i].key != key || s->state == REGISTRY_ABSENT)
			continue;
		if (!any)
			buf_printf(p->b, "    %s\n", setting_key_paths[key]);
		any = true;
		more |= !s->value;
		if (!s->value)
			continue;
		append_setting(&p->row, c, (enum setting_id)i);
		page_end_row_at(p, setting_rows[i].name, NAME_COLUMN, VALUE_COLUMN);
	}
	if (more) {
		buf_add_string(&p->row, "the key, or a part of it, could not be read");
		page_end_row_at(p, "others", NAME_COLUMN, VALUE_COLUMN);
	}
	return any;
}

/* "Control\CrashControl\CrashDumpEnabled = 7", on one line. */
static void put_difference(struct config_page *p, const struct setting_difference *d)
{
	const struct setting_row *row = &setting_rows[d->id];
	buf_printf(p->b, "    %s\\%s", setting_key_paths[row->key], row->name);
	if (d->other.value && d->other.state == REGISTRY_PRESENT) {
		append_value(&p->row, d->other.value);
		buf_add_string(p->b, " = ");
		text_append_display(p->b, buf_slice(&p->row));
		p->row.n = 0;
	} else {
		buf_add_string(p->b, d->other.state == REGISTRY_ABSENT ? " is not set"
								       : " could not be read");
	}
	buf_add_byte(p->b, '\n');
}

void config_text_differences(struct config_page *p, const struct crash_config *c)
{
	const struct registry_key *set = NULL;
	for (size_t i = 0; i < c->difference_count; i++) {
		const struct setting_difference *d = &c->differences[i];
		if (d->control_set != set) {
			buf_add_string(p->b, "\n  ");
			text_append_display(p->b, d->control_set->name);
			buf_add_string(p->b, " differs\n");
		}
		set = d->control_set;
		put_difference(p, d);
	}
}

void config_text_settings(struct config_page *p, const struct crash_config *c)
{
	bool any = false;
	buf_add_string(p->b, "\n  Settings\n");
	for (enum setting_key key = 0; key < SETTING_KEY_COUNT; key++)
		if (!is_about_machine(key))
			any |= put_key(p, c, key);
	if (!any)
		buf_add_string(p->b, "    none of those that matter\n");
}
