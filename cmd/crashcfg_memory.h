/* SPDX-License-Identifier: MIT */
/* The size of memory, from dumps and logs that are given beside a registry. */
#ifndef CMD_CRASHCFG_MEMORY_H
#define CMD_CRASHCFG_MEMORY_H

#include "cmd/cli.h"
#include "lib/registry/given.h"

/*
 * Looks at all operands, before any input is read, for kernel dumps and DumpStack.log files, and
 * sets given->ram and given->ram_from (borrowed from the operands) by what they say, unless
 * given->ram is known already. Where two of them contradict each other it tells so (exit status 2)
 * and leaves given as it was. Only files are looked at: what is no regular file, standard input,
 * and what a --files0-from list names, is not. What cannot be opened is left to the reader of
 * inputs to tell.
 */
void crashcfg_memory_scan(struct cli *cli, struct given *given);

/* Bytes that are enough for crashcfg_is_memory_evidence(). */
enum { MEMORY_EVIDENCE_BYTES = 16 };

/* Are these the first bytes of a kernel dump or of a DumpStack.log? */
bool crashcfg_is_memory_evidence(struct slice first);

#endif
