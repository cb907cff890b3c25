/* SPDX-License-Identifier: MIT */
/* Who wrote a dump: programs leave fields unset, comments and habits that tell them apart. */
#ifndef DUMP_WRITER_H
#define DUMP_WRITER_H

#include "lib/dump/header.h"

enum dump_writer {
	DUMP_WRITER_UNKNOWN,
	DUMP_WRITER_KERNEL, /* Windows itself */
	DUMP_WRITER_DBGENG, /* WinDbg, WerFault: dbgeng.dll */
	DUMP_WRITER_LIVEKD, /* LiveKD of Sysinternals */
	DUMP_WRITER_MEMPROCFS,
	DUMP_WRITER_REKALL,
	DUMP_WRITER_QEMU,
};

/* triage_options: TriageOptions of a small dump, if known. *reason: which sign tells; static. */
enum dump_writer dump_writer_of(const struct dump_header *h, struct known triage_options,
				const char **reason);

/* "kernel", "dbgeng", ... of the contract. Static. */
const char *dump_writer_name(enum dump_writer writer);

#endif
