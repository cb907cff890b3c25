/* SPDX-License-Identifier: MIT */
/* The input of crashcfg: a hive, a .reg file, or what "reg query /s" printed, told by content. */
#ifndef CMD_CRASHCFG_SOURCE_H
#define CMD_CRASHCFG_SOURCE_H

#include "cmd/cli.h"
#include "lib/registry/hive_state.h"
#include "lib/registry/tree.h"

struct crashcfg_source {
	struct registry registry;
	struct hive_state hive; /* all zero where it is text */
	bool is_hive;
	bool unreadable; /* something could not be read: some keys or values say so too */
};

/*
 * Reads cli->in, which was opened and not yet read, and tells what is wrong with it through
 * cli->sink. A dirty hive that was given as a file is brought up to date, in a private copy, with
 * the transaction logs beside it, if replay says so. All that *out has lives in arena, or as long
 * as cli->in.name.
 *
 * false where there is nothing to report on: the input is something else, or could not be read; it
 * was told. Another hive than SYSTEM is told, and reported on (out->hive.kind).
 */
bool crashcfg_source_read(struct cli *cli, struct arena *arena, bool replay,
			  struct crashcfg_source *out);

#endif
