/* SPDX-License-Identifier: MIT */
/* Hotkeys of the three keyboard drivers: "Forcing a System Crash from the Keyboard" on Microsoft
 * Learn. */
#include "lib/registry/config_trigger.h"

enum {
	SERVICE_DISABLED = 4, /* SERVICE_DISABLED of Start */
	SCROLL_LOCK_INDEX = 125,
};

struct driver_row {
	const char *service;
	enum setting_id start, ctrl_scroll, dump1_keys, dump2_key;
};

static const struct driver_row drivers[KEYBOARD_DRIVERS] = {
	[KEYBOARD_PS2] = {"i8042prt", SETTING_I8042PRT_START, SETTING_I8042PRT_CTRL_SCROLL,
			  SETTING_I8042PRT_DUMP1_KEYS, SETTING_I8042PRT_DUMP2_KEY},
	[KEYBOARD_USB] = {"kbdhid", SETTING_KBDHID_START, SETTING_KBDHID_CTRL_SCROLL,
			  SETTING_KBDHID_DUMP1_KEYS, SETTING_KBDHID_DUMP2_KEY},
	[KEYBOARD_HYPERV] = {"hyperkbd", SETTING_HYPERKBD_START, SETTING_HYPERKBD_CTRL_SCROLL,
			     SETTING_HYPERKBD_DUMP1_KEYS, SETTING_HYPERKBD_DUMP2_KEY},
};

bool config_hotkey_has_alternate(const struct hotkey *h)
{
	return hotkey_modifiers_work(h->modifiers) && h->key_fault == HOTKEY_FINE;
}

/* A value of a wrong type is one that is not set: the drivers ask for DWORDs. */
static struct hotkey read_hotkey(const struct crash_config *c, enum keyboard_driver driver)
{
	const struct driver_row *row = &drivers[driver];
	struct hotkey h = {
		.driver = driver,
		.service = row->service,
		.ctrl_scroll = setting_is_on(config_setting(c, row->ctrl_scroll)),
		.driver_off = setting_number(config_setting(c, row->start), 0) == SERVICE_DISABLED,
		.modifiers = setting_number(config_setting(c, row->dump1_keys), 0),
		.key = setting_number(config_setting(c, row->dump2_key), 0),
	};
	bool any_alternate = h.modifiers || h.key;
	h.configured = h.ctrl_scroll || any_alternate;
	h.alternate = !h.ctrl_scroll && any_alternate;
	h.key_fault = hotkey_key_fault(h.key);
	h.works = !h.driver_off &&
		  (h.ctrl_scroll || (h.alternate && config_hotkey_has_alternate(&h)));
	return h;
}

void config_hotkeys_read(struct crash_config *c)
{
	for (int i = 0; i < KEYBOARD_DRIVERS; i++)
		c->hotkeys[i] = read_hotkey(c, (enum keyboard_driver)i);
}

void config_hotkey_append_sentence(struct buf *b, const struct hotkey *hotkey)
{
	if (hotkey->ctrl_scroll)
		hotkey_append_sentence(b, HOTKEY_RIGHT_CTRL, SCROLL_LOCK_INDEX);
	else if (config_hotkey_has_alternate(hotkey))
		hotkey_append_sentence(b, hotkey->modifiers, hotkey->key);
}
