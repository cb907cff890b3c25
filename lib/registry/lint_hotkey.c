/* SPDX-License-Identifier: MIT */
/* CD60 to CD66: keys that crash the machine, or are meant to. */
#include "lib/registry/config_trigger.h"
#include "lib/registry/lint_run.h"

struct driver_settings {
	const char *keyboard;
	enum setting_id start, ctrl_scroll, dump1_keys, dump2_key;
};

static const struct driver_settings drivers[KEYBOARD_DRIVERS] = {
	[KEYBOARD_PS2] = {"PS/2", SETTING_I8042PRT_START, SETTING_I8042PRT_CTRL_SCROLL,
			  SETTING_I8042PRT_DUMP1_KEYS, SETTING_I8042PRT_DUMP2_KEY},
	[KEYBOARD_USB] = {"USB", SETTING_KBDHID_START, SETTING_KBDHID_CTRL_SCROLL,
			  SETTING_KBDHID_DUMP1_KEYS, SETTING_KBDHID_DUMP2_KEY},
	[KEYBOARD_HYPERV] = {"Hyper-V", SETTING_HYPERKBD_START, SETTING_HYPERKBD_CTRL_SCROLL,
			     SETTING_HYPERKBD_DUMP1_KEYS, SETTING_HYPERKBD_DUMP2_KEY},
};

/* Calls look for each keyboard driver for which keys are set. */
static void each_hotkey(struct lint_run *l, void (*look)(struct lint_run *l, const struct hotkey *h,
							 const struct driver_settings *d))
{
	for (int i = 0; i < KEYBOARD_DRIVERS; i++)
		if (l->config->hotkeys[i].configured)
			look(l, &l->config->hotkeys[i], &drivers[i]);
}

/* Where the keys stand that count. */
static enum setting_id armed_by(const struct hotkey *h, const struct driver_settings *d)
{
	return h->ctrl_scroll ? d->ctrl_scroll : d->dump1_keys;
}

enum setting_id lint_hotkey_setting(const struct lint_run *l)
{
	for (int i = 0; i < KEYBOARD_DRIVERS; i++)
		if (l->config->hotkeys[i].works)
			return armed_by(&l->config->hotkeys[i], &drivers[i]);
	return SETTING_COUNT;
}

static struct lint_words driver_words(struct lint_run *l, const struct hotkey *h,
				      enum setting_id id)
{
	struct lint_words w = lint_words_of(l, id);
	w.service = lint_static(h->service);
	return w;
}

static void look_whether_it_works(struct lint_run *l, const struct hotkey *h,
				  const struct driver_settings *d)
{
	enum setting_id id = armed_by(h, d);
	if (!h->works)
		return;
	struct lint_words w = lint_words_of(l, id);
	w.keyboard = lint_static(d->keyboard);
	config_hotkey_append_sentence(&l->text, h);
	w.keys = lint_take(l);
	buf_printf(&l->text, "%s of %s", setting_rows[id].name, h->service);
	w.name = lint_take(l);
	lint_find(l, LINT_CD60, w);
}

void lint_when_hotkey(struct lint_run *l)
{
	each_hotkey(l, look_whether_it_works);
}

static void look_for_ignored(struct lint_run *l, const struct hotkey *h,
			     const struct driver_settings *d)
{
	if (h->ctrl_scroll && h->modifiers)
		lint_find(l, LINT_CD61, driver_words(l, h, d->dump1_keys));
}

void lint_when_alt_ignored(struct lint_run *l)
{
	each_hotkey(l, look_for_ignored);
}

/* --- keys that cannot be pressed --- */

static void add_key_fault(struct buf *b, uint64_t key)
{
	const struct keyboard_key *k = keyboard_key_at(key);
	switch (hotkey_key_fault(key)) {
	case HOTKEY_KEY_MODIFIER:
		buf_printf(b, "the index of a modifier (%s)", k->name);
		break;
	case HOTKEY_KEY_UNASSIGNED:
		buf_add_string(b, "an index that no key has");
		break;
	case HOTKEY_KEY_BEYOND:
		buf_add_string(b, "above the last index, 0x85");
		break;
	case HOTKEY_KEY_ABSENT:
	case HOTKEY_FINE:
		break;
	}
}

/* The key of which somebody may have set the scan code; NULL where there is none that would do. */
static const struct keyboard_key *meant_by_scan_code(uint64_t code)
{
	const struct keyboard_key *k = keyboard_key_of_scan_code(code);
	return k && hotkey_key_fault(k->index) == HOTKEY_FINE ? k : NULL;
}

static void dead_key(struct lint_run *l, const struct hotkey *h, const struct driver_settings *d)
{
	const struct keyboard_key *meant = meant_by_scan_code(h->key);
	struct lint_words w = driver_words(l, h, d->dump2_key);
	w.value = lint_hex(l, h->key);
	add_key_fault(&l->text, h->key);
	w.what = lint_take(l);
	if (meant) {
		w.meant = lint_static(meant->name);
		w.number = lint_hex(l, meant->index);
	}
	lint_find(l, meant ? LINT_CD62_SCAN_CODE : LINT_CD62_DEAD, w);
}

static void look_at_key(struct lint_run *l, const struct hotkey *h, const struct driver_settings *d)
{
	if (!h->alternate || h->key_fault == HOTKEY_FINE)
		return;
	if (h->key_fault != HOTKEY_KEY_ABSENT)
		dead_key(l, h, d);
	else if (lint_is_surely_off(l, d->dump2_key))
		lint_find(l, LINT_CD62_ABSENT, driver_words(l, h, d->dump2_key));
}

void lint_when_dump2key_dead(struct lint_run *l)
{
	each_hotkey(l, look_at_key);
}

static void look_at_modifiers(struct lint_run *l, const struct hotkey *h,
			      const struct driver_settings *d)
{
	struct lint_words w = driver_words(l, h, d->dump1_keys);
	if (!h->alternate || hotkey_modifiers_work(h->modifiers))
		return;
	if (h->modifiers) {
		w.value = lint_hex(l, h->modifiers);
		lint_find(l, LINT_CD63_BITS, w);
	} else if (lint_is_surely_off(l, d->dump1_keys)) {
		lint_find(l, LINT_CD63_ZERO, w);
	}
}

void lint_when_dump1keys_dead(struct lint_run *l)
{
	each_hotkey(l, look_at_modifiers);
}

/* --- drivers --- */

static void look_whether_off(struct lint_run *l, const struct hotkey *h,
			     const struct driver_settings *d)
{
	if (h->driver_off)
		lint_find(l, LINT_CD65, driver_words(l, h, d->start));
}

void lint_when_driver_off(struct lint_run *l)
{
	each_hotkey(l, look_whether_off);
}

void lint_when_one_keyboard(struct lint_run *l)
{
	const struct hotkey *ps2 = &l->config->hotkeys[KEYBOARD_PS2];
	const struct hotkey *usb = &l->config->hotkeys[KEYBOARD_USB];
	if (ps2->works == usb->works)
		return;
	const struct hotkey *armed = ps2->works ? ps2 : usb;
	struct lint_words w = lint_words_of(l, armed_by(armed, &drivers[armed->driver]));
	w.what = ps2->works ? SLICE("PS/2 keyboards (i8042prt)") : SLICE("USB keyboards (kbdhid)");
	w.service = ps2->works ? SLICE("kbdhid") : SLICE("i8042prt");
	lint_find(l, LINT_CD66, w);
}
