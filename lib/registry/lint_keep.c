/* SPDX-License-Identifier: MIT */
/* CD52, CD53, CD56 to CD58: what is kept of a crash. */
#include "lib/registry/lint_run.h"

bool lint_leaves_file(const struct lint_run *l)
{
	switch (l->config->type) {
	case CONFIGURED_COMPLETE:
	case CONFIGURED_ACTIVE:
	case CONFIGURED_KERNEL:
	case CONFIGURED_AUTOMATIC:
		return true;
	case CONFIGURED_UNKNOWN:
	case CONFIGURED_NONE:
	case CONFIGURED_SMALL:
		break;
	}
	return false;
}

void lint_when_no_overwrite(struct lint_run *l)
{
	if (!lint_leaves_file(l) || !lint_is(l, SETTING_OVERWRITE, 0))
		return;
	struct lint_words w = lint_words_of(l, SETTING_OVERWRITE);
	w.file = l->config->dump_file.expanded;
	lint_find(l, LINT_CD52, w);
}

/* Is the machine known to be in no domain? An input may lack the key that tells. */
static bool has_no_domain(const struct lint_run *l)
{
	return lint_setting(l, SETTING_NV_DOMAIN)->usable ||
	       config_is_surely_absent(l->config, SETTING_NV_DOMAIN);
}

void lint_when_may_be_deleted(struct lint_run *l)
{
	const struct machine *m = &l->config->machine;
	if (lint_leaves_file(l) && m->product == PRODUCT_CLIENT && m->domain.n == 0 &&
	    lint_is_surely_off(l, SETTING_ALWAYS_KEEP_MEMORY_DUMP) &&
	    !winver_is_below(m->version, WINVER_7))
		lint_find_setting(l, has_no_domain(l) ? LINT_CD53 : LINT_CD53_DOMAIN_UNKNOWN,
				  SETTING_ALWAYS_KEEP_MEMORY_DUMP);
}

void lint_when_stays_down(struct lint_run *l)
{
	if (lint_is(l, SETTING_AUTO_REBOOT, 0))
		lint_find_setting(l, LINT_CD56, SETTING_AUTO_REBOOT);
}

void lint_when_no_event(struct lint_run *l)
{
	if (lint_is(l, SETTING_LOG_EVENT, 0))
		lint_find_setting(l, LINT_CD57, SETTING_LOG_EVENT);
}

void lint_when_pagefile_wipe(struct lint_run *l)
{
	if (lint_is_on(l, SETTING_CLEAR_PAGE_FILE_AT_SHUTDOWN))
		lint_find_setting(l,
				  lint_is_on(l, SETTING_SAVE_PAGE_FILE_CONTENTS) ? LINT_CD58_SAVE
										 : LINT_CD58_WIPE,
				  SETTING_CLEAR_PAGE_FILE_AT_SHUTDOWN);
}
