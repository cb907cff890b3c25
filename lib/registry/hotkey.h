/* SPDX-License-Identifier: MIT */
/* Keys that make a machine crash: CrashOnCtrlScroll, and Dump1Keys with Dump2Key. */
#ifndef REGISTRY_HOTKEY_H
#define REGISTRY_HOTKEY_H

#include "lib/base/buf.h"

/* A row of grammars/keyboard.keys: what an index of Dump2Key (0 to 133) stands for. */
struct keyboard_key {
	uint8_t index;
	uint8_t scan_code; /* set 1, without E0; 0: nothing is assigned */
	bool extended;     /* E0 in front */
	bool modifier;     /* swallowed as one: cannot be the key */
	const char *name;  /* of the US keyboard; NULL where nothing is assigned */
};

extern const struct keyboard_key keyboard_keys[];
extern const size_t keyboard_key_count; /* 134 */

/* The row of an index; NULL above 133. */
const struct keyboard_key *keyboard_key_at(uint64_t index);

/* The row whose scan code this is (0x80 and above: with E0 in front, as the driver's table has it);
 * NULL where no key has it. For people who set a scan code where an index is due. */
const struct keyboard_key *keyboard_key_of_scan_code(uint64_t scan_code);

/* Modifiers of Dump1Keys; all that are set have to be held down together. */
enum {
	HOTKEY_RIGHT_SHIFT = 0x01,
	HOTKEY_RIGHT_CTRL = 0x02,
	HOTKEY_RIGHT_ALT = 0x04,
	HOTKEY_LEFT_SHIFT = 0x10,
	HOTKEY_LEFT_CTRL = 0x20,
	HOTKEY_LEFT_ALT = 0x40,
	HOTKEY_MODIFIERS = 0x77,
};

/* Why Dump2Key can never be pressed. */
enum hotkey_fault {
	HOTKEY_FINE,
	HOTKEY_KEY_ABSENT,     /* Dump2Key is 0 or missing */
	HOTKEY_KEY_UNASSIGNED, /* an index with no key */
	HOTKEY_KEY_BEYOND,     /* above 133 */
	HOTKEY_KEY_MODIFIER,   /* Shift, Ctrl or Alt */
};

enum hotkey_fault hotkey_key_fault(uint64_t dump2key);

/* Can these modifiers ever be held: at least one, and no unknown bit? */
bool hotkey_modifiers_work(uint64_t dump1keys);

/* Appends "right Ctrl and left Shift"; also " and unknown bits 0x88", and "no key" for 0. */
void hotkey_append_modifiers(struct buf *b, uint64_t dump1keys);

/* Appends "hold right Ctrl and press Space twice". Both must work. */
void hotkey_append_sentence(struct buf *b, uint64_t dump1keys, uint64_t dump2key);

#endif
