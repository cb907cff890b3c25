/* SPDX-License-Identifier: MIT */
/* The line "crashcfg": what makes the machine crash on purpose. */
#include "lib/registry/config_trigger.h"
#include "lib/registry/config_json.h"

static const char *const keyboards[KEYBOARD_DRIVERS] = {
	[KEYBOARD_PS2] = "ps2",
	[KEYBOARD_USB] = "usb",
	[KEYBOARD_HYPERV] = "hyperv",
};

/* The keys that work, or would. */
static void put_keys(struct json_writer *w, const struct hotkey *h)
{
	struct buf sentence = {0};
	config_hotkey_append_sentence(&sentence, h);
	config_json_text(w, "keys", buf_slice(&sentence));
	/* Windows does not read the alternate ones then. */
	if (h->ctrl_scroll && config_hotkey_has_alternate(h)) {
		sentence.n = 0;
		hotkey_append_sentence(&sentence, h->modifiers, h->key);
		json_text(w, "ignored_keys", buf_slice(&sentence));
	}
	buf_free(&sentence);
}

static void put_hotkey(struct json_writer *w, const struct hotkey *h)
{
	const char *fault = hotkey_fault_name(h);
	json_object_begin(w, NULL);
	json_literal(w, "way", "keyboard");
	json_literal(w, "service", h->service);
	json_literal(w, "keyboard", keyboards[h->driver]);
	json_bool(w, "works", h->works);
	put_keys(w, h);
	if (fault)
		json_literal(w, "fault", fault);
	json_object_end(w);
}

static void put_power_button(struct json_writer *w, const struct crash_config *c)
{
	const struct power_button *p = &c->power_button;
	bool set = config_setting(c, SETTING_POWER_BUTTON_BUGCHECK)->state == REGISTRY_PRESENT ||
		   config_setting(c, SETTING_POWER_BUTTON_LIVE_DUMP)->state == REGISTRY_PRESENT;
	if (!set) {
		json_null(w, "power_button");
		return;
	}
	json_object_begin(w, "power_button");
	json_bool(w, "crashes", p->crashes);
	json_bool(w, "live_dump", p->live_dump);
	json_number(w, "live_dump_seconds", p->seconds);
	json_bool(w, "user_pages", p->user_pages);
	json_bool(w, "hypervisor_pages", p->hypervisor_pages);
	json_object_end(w);
}

void config_write_json_triggers(struct json_writer *w, const struct crash_config *c)
{
	json_array_begin(w, "hotkeys");
	for (size_t i = 0; i < KEYBOARD_DRIVERS; i++)
		if (c->hotkeys[i].configured)
			put_hotkey(w, &c->hotkeys[i]);
	json_array_end(w);
	put_power_button(w, c);
}
