/* SPDX-License-Identifier: MIT */
/* The rules themselves, for --list-rules and --explain. */
#ifndef REGISTRY_LINT_FORM_H
#define REGISTRY_LINT_FORM_H

#include "lib/registry/lint.h"

/* The members of a line "rule", from "type" on; the caller ends it. */
void lint_rule_write_json(struct json_writer *w, const struct lint_rule *rule);

/* Appends a row of a list: id, name, the highest severity, when. */
void lint_rule_write_row(struct buf *b, const struct lint_rule *rule);

/* Appends a page about a rule. */
void lint_rule_write_page(struct buf *b, const struct lint_rule *rule, bool colour);

#endif
