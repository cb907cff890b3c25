/* SPDX-License-Identifier: MIT */
/* CD10 to CD14: which dump is configured. */
#include "lib/registry/lint_run.h"

static const enum setting_id type_setting = SETTING_CRASH_DUMP_ENABLED;

static void find_with_type(struct lint_run *l, enum lint_case_id id)
{
	struct lint_words w = lint_words_of(l, type_setting);
	w.version = lint_version(l);
	lint_find(l, id, w);
}

void lint_when_dumps_off(struct lint_run *l)
{
	if (l->config->type == CONFIGURED_NONE)
		find_with_type(l, LINT_CD10);
}

void lint_when_type_absent(struct lint_run *l)
{
	if (config_is_surely_absent(l->config, type_setting))
		find_with_type(l, LINT_CD11);
}

void lint_when_type_unknown(struct lint_run *l)
{
	if (lint_setting(l, type_setting)->usable && l->config->type == CONFIGURED_UNKNOWN)
		find_with_type(l, LINT_CD12);
}

void lint_when_auto_too_old(struct lint_run *l)
{
	if (l->config->type == CONFIGURED_AUTOMATIC &&
	    winver_is_below(l->config->machine.version, WINVER_8))
		find_with_type(l, LINT_CD13);
}

void lint_when_filterpages_idle(struct lint_run *l)
{
	const struct setting *type = lint_setting(l, type_setting);
	bool is_absent = config_is_surely_absent(l->config, type_setting);
	struct lint_words w = lint_words_of(l, SETTING_FILTER_PAGES);
	if (!lint_is_on(l, SETTING_FILTER_PAGES))
		return;
	if (is_absent || (type->usable && type->number != 1)) {
		w.number = is_absent ? SLICE("missing") : lint_number(l, type->number);
		lint_find(l, LINT_CD14_TYPE, w);
	} else if (type->usable && winver_is_below(l->config->machine.version, WINVER_10)) {
		w.version = lint_version(l);
		lint_find(l, LINT_CD14_VERSION, w);
	}
}
