/* SPDX-License-Identifier: MIT */
#include <inttypes.h>

#include "lib/base/number.h"
#include "lib/registry/config_words.h"

struct known config_control_set_number(const struct control_sets *sets)
{
	uint64_t number;
	struct slice digits = sets->name.n > 3 ? slice_from(sets->name, sets->name.n - 3)
					       : (struct slice){NULL, 0};
	if (sets->current && number_from_decimal(digits, &number))
		return known_number(number);
	return sets->current ? sets->number : (struct known){false, 0};
}

void config_append_version(struct buf *b, uint64_t version)
{
	uint64_t build = version & UINT32_MAX;
	if (version == 0 || version == UINT64_MAX)
		return;
	buf_printf(b, "%" PRIu64 ".%" PRIu64, version >> 48, version >> 32 & UINT16_MAX);
	if (build && build != UINT32_MAX)
		buf_printf(b, ".%" PRIu64, build);
}

/* --- hotkeys --- */

enum fault {
	FAULT_NONE,
	FAULT_DRIVER_OFF,
	FAULT_MODIFIERS_MISSING,
	FAULT_MODIFIERS_UNKNOWN,
	FAULT_KEY_MISSING,
	FAULT_KEY_UNASSIGNED,
	FAULT_KEY_BEYOND,
	FAULT_KEY_MODIFIER,
};

static const struct {
	const char *name, *text;
} faults[] = {
	[FAULT_NONE] = {NULL, NULL},
	[FAULT_DRIVER_OFF] = {"driver_off", "the driver of this keyboard is turned off"},
	[FAULT_MODIFIERS_MISSING] = {"modifiers_missing", "Dump1Keys names no modifier"},
	[FAULT_MODIFIERS_UNKNOWN] = {"modifiers_unknown", "Dump1Keys has bits of no modifier"},
	[FAULT_KEY_MISSING] = {"key_missing", "Dump2Key is 0 or missing"},
	[FAULT_KEY_UNASSIGNED] = {"key_unassigned", "Dump2Key is an index without a key"},
	[FAULT_KEY_BEYOND] = {"key_beyond_table", "Dump2Key is above 133, the last index"},
	[FAULT_KEY_MODIFIER] = {"key_is_modifier",
				"Dump2Key is a modifier, which cannot be the key"},
};

static enum fault fault_of(const struct hotkey *h)
{
	static const enum fault of_key[] = {
		[HOTKEY_FINE] = FAULT_NONE,
		[HOTKEY_KEY_ABSENT] = FAULT_KEY_MISSING,
		[HOTKEY_KEY_UNASSIGNED] = FAULT_KEY_UNASSIGNED,
		[HOTKEY_KEY_BEYOND] = FAULT_KEY_BEYOND,
		[HOTKEY_KEY_MODIFIER] = FAULT_KEY_MODIFIER,
	};
	if (h->works)
		return FAULT_NONE;
	if (h->driver_off)
		return FAULT_DRIVER_OFF;
	if (h->modifiers == 0)
		return FAULT_MODIFIERS_MISSING;
	return hotkey_modifiers_work(h->modifiers) ? of_key[h->key_fault] : FAULT_MODIFIERS_UNKNOWN;
}

const char *hotkey_fault_name(const struct hotkey *h)
{
	return faults[fault_of(h)].name;
}

const char *hotkey_fault_text(const struct hotkey *h)
{
	return faults[fault_of(h)].text;
}
