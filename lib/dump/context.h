/* SPDX-License-Identifier: MIT */
/* CONTEXT: the registers of the processor that crashed (winnt.h of the Windows SDK). */
#ifndef DUMP_CONTEXT_H
#define DUMP_CONTEXT_H

#include "lib/dump/header.h"

struct dump_register {
	const char *name;
	uint16_t offset; /* in the record */
	uint8_t bytes;
	uint8_t group; /* which bit of ContextFlags says that it was stored; 0 for the flags */
};

/* Was the register stored with the record? Others hold what the memory held before. */
static inline bool dump_register_is_stored(const struct dump_context *c,
					   const struct dump_register *r)
{
	return (c->ContextFlags.value & r->group) == r->group;
}

/*
 * Reads the record at the start of bytes. Machines whose records are not known here, and flags
 * that do not belong to the machine, leave nothing known.
 */
void dump_context_read(struct dump_context *c, struct known machine, struct slice bytes);

/* The registers that dump_context_registers() lists, in the order of the record; NULL, and *count
 * 0, for a machine whose records are not known here. Static. */
const struct dump_register *dump_context_registers(struct known machine, size_t *count);

/* The bytes of the header that hold the record. header: the first bytes of the dump. */
struct slice dump_context_bytes(const struct dump_header *h, struct slice header);

#endif
