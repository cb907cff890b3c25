/* SPDX-License-Identifier: MIT */
/* CD15 to CD19: what turns dumps off, or changes them, beside their type. */
#include "lib/registry/lint_run.h"

void lint_when_forced_off(struct lint_run *l)
{
	if (lint_is_on(l, SETTING_GUARDED_HOST))
		lint_find_setting(l, LINT_CD15, SETTING_GUARDED_HOST);
}

/* --- encryption --- */

static bool is_told(const struct lint_run *l, enum setting_id id)
{
	return lint_setting(l, id)->usable || config_is_surely_absent(l->config, id);
}

void lint_when_encryption_broken(struct lint_run *l)
{
	struct lint_words key = lint_words_of(l, SETTING_PUBLIC_KEY);
	switch (l->config->encryption.state) {
	case ENCRYPTION_NO_KEY:
		if (config_is_surely_absent(l->config, SETTING_PUBLIC_KEY))
			lint_find(l, LINT_CD16_NO_KEY, key);
		break;
	case ENCRYPTION_NO_THUMBPRINT:
		if (is_told(l, SETTING_THUMBPRINT))
			lint_find_setting(l, LINT_CD16_NO_THUMBPRINT, SETTING_THUMBPRINT);
		break;
	case ENCRYPTION_NOT_RSA:
		lint_find(l, LINT_CD16_NOT_RSA, key);
		break;
	case ENCRYPTION_WRONG_LENGTH:
		key.number = lint_number(l, l->config->encryption.bits.value);
		lint_find(l, LINT_CD16_WRONG_LENGTH, key);
		break;
	case ENCRYPTION_OFF:
	case ENCRYPTION_READY:
	case ENCRYPTION_PROVISIONED:
	case ENCRYPTION_UNREADABLE:
		break;
	}
}

void lint_when_encrypted(struct lint_run *l)
{
	enum encryption_state state = l->config->encryption.state;
	if (state == ENCRYPTION_READY || state == ENCRYPTION_PROVISIONED)
		lint_find_setting(l, LINT_CD17, SETTING_DUMP_ENCRYPTION_ENABLED);
}

/* Versions before Vista know no filters. */
void lint_when_filter_missing(struct lint_run *l)
{
	struct known bitlocker = l->config->given->bitlocker;
	if (l->config->has_encryption_filter || !is_told(l, SETTING_DUMP_FILTERS) ||
	    winver_is_below(l->config->machine.version, WINVER_VISTA))
		return;
	struct lint_words w = lint_words_of(l, SETTING_DUMP_FILTERS);
	if (!bitlocker.known)
		lint_find(l, LINT_CD18, w);
	else if (bitlocker.value)
		lint_find(l, LINT_CD18_BITLOCKER, w);
}

void lint_when_boot_options(struct lint_run *l)
{
	struct lint_words w = lint_words_of(l, SETTING_SYSTEM_START_OPTIONS);
	if (l->config->machine.debug_boot)
		lint_find(l, LINT_CD19_DEBUG, w);
	if (l->config->machine.memory_limited)
		lint_find(l, LINT_CD19_MEMORY, w);
}
