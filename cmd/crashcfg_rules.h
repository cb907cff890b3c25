/* SPDX-License-Identifier: MIT */
/* crashcfg's answers without a registry: the rules. JSON lines, or text with --text. */
#ifndef CMD_CRASHCFG_RULES_H
#define CMD_CRASHCFG_RULES_H

#include "cmd/cli.h"

/* Prints all rules, in the order of their ids. */
void crashcfg_list_rules(struct cli *cli);

/* Prints what is known of the rule with this id or name; false, after a note, where there is none.
 */
bool crashcfg_explain(struct cli *cli, struct slice id_or_name) MUST_CHECK;

#endif
