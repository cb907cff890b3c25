/* SPDX-License-Identifier: MIT */
/* CD67 to CD70: other ways to crash the machine, and crashes that leave nothing. */
#include "lib/registry/lint_run.h"

enum {
	LIVE_DUMP_ON = 1,
	LIVE_DUMP_SECONDS_SHIFT = 4,
	LIVE_DUMP_SECONDS_MASK = 0xf,
};

static bool leaves_no_dump(const struct lint_run *l)
{
	static const enum lint_case_id rules[] = {LINT_CD10, LINT_CD15, LINT_CD16_NO_KEY,
						  LINT_CD20_EMPTY};
	for (size_t i = 0; i < COUNT_OF(rules); i++)
		if (lint_has_found(l, rules[i]))
			return true;
	return false;
}

static void find_trigger(struct lint_run *l, enum setting_id id, struct slice what)
{
	struct lint_words w = lint_words_of(l, id);
	w.what = what;
	lint_find(l, LINT_CD67, w);
}

void lint_when_crash_no_dump(struct lint_run *l)
{
	enum setting_id hotkey = lint_hotkey_setting(l);
	if (!leaves_no_dump(l))
		return;
	if (hotkey != SETTING_COUNT)
		find_trigger(l, hotkey, SLICE("A hotkey"));
	if (l->config->power_button.crashes)
		find_trigger(l, SETTING_POWER_BUTTON_BUGCHECK, SLICE("The power button"));
}

void lint_when_nmi_obsolete(struct lint_run *l)
{
	if (lint_setting(l, SETTING_NMI_CRASH_DUMP)->usable &&
	    winver_is_at_least(l->config->machine.version, WINVER_8))
		lint_find_setting(l, LINT_CD68, SETTING_NMI_CRASH_DUMP);
}

/* --- the power button --- */

static void find_button(struct lint_run *l, enum lint_case_id id, enum setting_id setting)
{
	struct lint_words w = lint_words_of(l, setting);
	w.version = lint_version(l);
	lint_find(l, id, w);
}

void lint_when_power_button(struct lint_run *l)
{
	const struct setting *live = lint_setting(l, SETTING_POWER_BUTTON_LIVE_DUMP);
	struct winver_range version = l->config->machine.version;
	bool crashes = l->config->power_button.crashes;
	bool live_dump = setting_number(live, 0) & LIVE_DUMP_ON;
	if (crashes && live_dump)
		find_button(l, LINT_CD69_BOTH, SETTING_POWER_BUTTON_BUGCHECK);
	if (crashes && winver_is_below(version, WINVER_10_1809))
		find_button(l, LINT_CD69_CRASH_TOO_OLD, SETTING_POWER_BUTTON_BUGCHECK);
	if (live_dump && winver_is_below(version, WINVER_11))
		find_button(l, LINT_CD69_LIVE_TOO_OLD, SETTING_POWER_BUTTON_LIVE_DUMP);
}

void lint_when_livedump_bits(struct lint_run *l)
{
	uint64_t bits = setting_number(lint_setting(l, SETTING_POWER_BUTTON_LIVE_DUMP), 0);
	unsigned seconds = (unsigned)(bits >> LIVE_DUMP_SECONDS_SHIFT) & LIVE_DUMP_SECONDS_MASK;
	if (bits == 0)
		return;
	struct lint_words w = lint_words_of(l, SETTING_POWER_BUTTON_LIVE_DUMP);
	w.value = lint_hex(l, bits);
	w.number = lint_number(l, seconds);
	if (!(bits & LIVE_DUMP_ON))
		lint_find(l, LINT_CD70_OFF, w);
	/* No time at all is what Microsoft shows: the value 1. */
	if (seconds && l->config->power_button.seconds_invalid)
		lint_find(l, LINT_CD70_SECONDS, w);
	if (l->config->power_button.reserved_bits_set)
		lint_find(l, LINT_CD70_RESERVED, w);
}
