/* SPDX-License-Identifier: MIT */
/* A hive as the input of crashcfg. */
#ifndef CMD_CRASHCFG_HIVE_H
#define CMD_CRASHCFG_HIVE_H

#include "cmd/crashcfg_source.h"

/*
 * Reads the hive that cli->in is, whose first bytes were read already: as crashcfg_source_read().
 */
bool crashcfg_hive_read(struct cli *cli, struct slice first, struct arena *arena, bool replay,
			struct crashcfg_source *out);

#endif
