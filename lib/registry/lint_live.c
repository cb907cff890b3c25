/* SPDX-License-Identifier: MIT */
/* CD71, CD72: live kernel reports ("WER Settings" on Microsoft Learn). */
#include "lib/registry/lint_run.h"

/* Hours, where nothing is set. */
enum { COMPONENT_DEFAULT = 168, SYSTEM_DEFAULT = 120 };

/* The hours that count; not known where the input may lack them. */
static struct known hours(const struct lint_run *l, enum setting_id id, uint64_t otherwise)
{
	const struct setting *s = lint_setting(l, id);
	if (s->usable)
		return known_number(s->number);
	return (struct known){config_is_surely_absent(l->config, id), otherwise};
}

void lint_when_live_throttle(struct lint_run *l)
{
	struct known component = hours(l, SETTING_COMPONENT_THROTTLE_THRESHOLD, COMPONENT_DEFAULT);
	struct known whole = hours(l, SETTING_SYSTEM_THROTTLE_THRESHOLD, SYSTEM_DEFAULT);
	if (component.known && whole.known && component.value < whole.value) {
		struct lint_words w = lint_words_of(l, SETTING_COMPONENT_THROTTLE_THRESHOLD);
		w.number = lint_number(l, component.value);
		w.other = lint_number(l, whole.value);
		lint_find(l, LINT_CD71_COMPONENT, w);
	}
	if (lint_is(l, SETTING_FULL_LIVE_REPORTS_MAX, 0))
		lint_find_setting(l, LINT_CD71_DISABLED, SETTING_FULL_LIVE_REPORTS_MAX);
}

void lint_when_live_path(struct lint_run *l)
{
	const struct setting *s = lint_setting(l, SETTING_LIVE_KERNEL_REPORTS_PATH);
	if (s->usable && s->text.n && !slice_starts_with(s->text, SLICE("\\??\\")))
		lint_find_setting(l, LINT_CD72, SETTING_LIVE_KERNEL_REPORTS_PATH);
}
