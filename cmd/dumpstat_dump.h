/* SPDX-License-Identifier: MIT */
/* The operands of dumpstat that are kernel memory dumps. */
#ifndef CMD_DUMPSTAT_DUMP_H
#define CMD_DUMPSTAT_DUMP_H

#include "cmd/cli.h"
#include "lib/dump/dump_json.h"

/* How dumps are read and told. */
struct dump_reader {
	const struct dump_detail *detail;
	struct arena *arena; /* holds what belongs to a dump, and is reset for each */
	/* Hears of the dump's line, without its lists and its end, whatever is printed; gets cli.
	 */
	void (*told)(void *context, struct slice json);
	bool print; /* the line or report itself */
};

/*
 * Looks at the first bytes of cli->in, on which in was begun (random_begin()). A dump is read and
 * told; what surely is neither a dump nor JSON lines is told as foreign: true, and the input needs
 * only to be closed. false: the input may hold JSON lines; bytes of a stream that were read for
 * that are in in->prefix, and come before those that cli->in still has.
 */
bool dumpstat_dump(struct cli *cli, struct random_input *in,
		   const struct dump_reader *reader) MUST_CHECK;

#endif
