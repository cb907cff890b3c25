/* SPDX-License-Identifier: MIT */
/*
 * What the numbers mean: "Forcing a System Crash from the Keyboard" on Microsoft Learn. That the
 * modifiers have to be just these, and that modifiers cannot be the key: i8042prt of ReactOS, which
 * follows the published sample of Windows.
 */
#include "lib/registry/hotkey.h"

enum {
	SYSRQ_INDEX = 124,
	SYSRQ_OLD_SCAN_CODE = 0x54, /* of the key on keyboards with 84 keys */
	EXTENDED = 0x80,            /* stands for E0 in the driver's table */
};

/* In the order in which they are said: Ctrl, Alt, Shift; left before right. */
static const struct {
	uint8_t bit;
	const char *name;
} modifiers[] = {
	{HOTKEY_LEFT_CTRL, "left Ctrl"},   {HOTKEY_RIGHT_CTRL, "right Ctrl"},
	{HOTKEY_LEFT_ALT, "left Alt"},     {HOTKEY_RIGHT_ALT, "right Alt"},
	{HOTKEY_LEFT_SHIFT, "left Shift"}, {HOTKEY_RIGHT_SHIFT, "right Shift"},
};

const struct keyboard_key *keyboard_key_at(uint64_t index)
{
	return index < keyboard_key_count ? &keyboard_keys[index] : NULL;
}

const struct keyboard_key *keyboard_key_of_scan_code(uint64_t scan_code)
{
	if (scan_code == SYSRQ_OLD_SCAN_CODE)
		return &keyboard_keys[SYSRQ_INDEX];
	for (size_t i = 0; i < keyboard_key_count; i++) {
		const struct keyboard_key *k = &keyboard_keys[i];
		if (k->scan_code && (k->scan_code | (k->extended ? EXTENDED : 0)) == scan_code)
			return k;
	}
	return NULL;
}

enum hotkey_fault hotkey_key_fault(uint64_t dump2key)
{
	if (dump2key == 0)
		return HOTKEY_KEY_ABSENT;
	const struct keyboard_key *k = keyboard_key_at(dump2key);
	if (!k)
		return HOTKEY_KEY_BEYOND;
	if (!k->scan_code)
		return HOTKEY_KEY_UNASSIGNED;
	return k->modifier ? HOTKEY_KEY_MODIFIER : HOTKEY_FINE;
}

bool hotkey_modifiers_work(uint64_t dump1keys)
{
	return dump1keys && !(dump1keys & ~(uint64_t)HOTKEY_MODIFIERS);
}

/* What goes between a modifier and the rest of the bits. */
static const char *separator_before(uint64_t rest)
{
	bool last = !(rest & HOTKEY_MODIFIERS) || !(rest & (rest - 1));
	return !rest ? "" : last ? " and " : ", ";
}

void hotkey_append_modifiers(struct buf *b, uint64_t dump1keys)
{
	uint64_t rest = dump1keys;
	if (!rest)
		buf_add_string(b, "no key");
	for (size_t i = 0; i < COUNT_OF(modifiers); i++) {
		if (!(rest & modifiers[i].bit))
			continue;
		rest &= ~(uint64_t)modifiers[i].bit;
		buf_add_string(b, modifiers[i].name);
		buf_add_string(b, separator_before(rest));
	}
	if (rest)
		buf_printf(b, "unknown bits 0x%llx", (unsigned long long)rest);
}

void hotkey_append_sentence(struct buf *b, uint64_t dump1keys, uint64_t dump2key)
{
	assert(hotkey_modifiers_work(dump1keys) && hotkey_key_fault(dump2key) == HOTKEY_FINE);
	buf_add_string(b, "hold ");
	hotkey_append_modifiers(b, dump1keys);
	buf_add_string(b, " and press ");
	buf_add_string(b, keyboard_key_at(dump2key)->name);
	buf_add_string(b, " twice");
}
