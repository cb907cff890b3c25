/* SPDX-License-Identifier: MIT */
/* What the parts of crashcfg share: the settings. */
#ifndef CMD_CRASHCFG_H
#define CMD_CRASHCFG_H

#include "cmd/cli.h"
#include "lib/registry/given.h"
#include "lib/registry/verdict.h"

struct crashcfg {
	struct given given;
	bool replay;              /* not --no-replay */
	bool check;               /* --check */
	bool list_rules;          /* --list-rules */
	const char *explain;      /* --explain; NULL without */
	enum lint_severity least; /* --severity */
	bool *ignored;            /* --ignore: of each rule; owned */
	bool fix;                 /* --fix, and its goal */
	enum configured_dump goal;
	/* the run */
	struct arena arena;          /* of the input that is read */
	struct crash_config *config; /* these two are large, so not on the stack; owned */
	struct verdict *verdict;
	size_t registries; /* read */
	bool passed_over;  /* an input told the size of memory only */
	bool wrong;        /* an error-level finding that is not ignored */
	struct buf fixed;  /* the output of --fix, until all inputs were read */
};

/* Reads cli->in and tells what it says. */
void crashcfg_report(struct cli *cli, struct crashcfg *settings);

#endif
