/* SPDX-License-Identifier: MIT */
/* A configuration as JSON lines, and as a page for people. */
#ifndef REGISTRY_CONFIG_FORM_H
#define REGISTRY_CONFIG_FORM_H

#include "lib/registry/hive_state.h"
#include "lib/registry/verdict.h"

/* All that is said of one input. */
struct config_report {
	const struct crash_config *config;
	const struct hive_state *hive; /* NULL: no hive */
	const struct lint *lint;       /* all findings, what is ignored included */
	const struct verdict *verdict;
	bool epoch; /* --epoch */
};

/* The members of the line "crashcfg", from "type" on; the caller ends it. */
void config_write_json(struct json_writer *w, const struct config_report *r);

/* The members of a line "finding". */
void finding_write_json(struct json_writer *w, const struct lint_finding *f);

/* The page: what will happen, why, what is set, what is wrong. shown: findings to print. */
void config_write_text(struct buf *b, const struct config_report *r,
		       const struct lint_finding *const *shown, size_t shown_count,
		       const char *name, bool colour);

#endif
