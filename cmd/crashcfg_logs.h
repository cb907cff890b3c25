/* SPDX-License-Identifier: MIT */
/* The transaction logs beside a hive. */
#ifndef CMD_CRASHCFG_LOGS_H
#define CMD_CRASHCFG_LOGS_H

#include "cmd/cli.h"
#include "lib/registry/replay.h"

struct crashcfg_logs {
	struct replay_log list[REPLAY_LOGS_MAX]; /* in the order in which Windows tries them */
	struct buf bytes[REPLAY_LOGS_MAX];       /* owned */
	size_t count;
};

/*
 * Reads the logs of cli->in, if it is a file with a name: NAME.LOG1, NAME.LOG2 and NAME.LOG, with
 * letters of any case; of a compressed NAME.xz also NAME.LOG1.xz. What is no regular file is passed
 * over. Their names live in arena.
 */
void crashcfg_logs_read(struct crashcfg_logs *logs, struct cli *cli, struct arena *arena);

void crashcfg_logs_free(struct crashcfg_logs *logs);

#endif
