/* SPDX-License-Identifier: MIT */
/*
 * The module that holds the address which the crash is about: a fact of where, never a cause. Only
 * small dumps tell, since they list the drivers.
 */
#ifndef DUMP_FAULT_H
#define DUMP_FAULT_H

#include "lib/dump/dump.h"

struct dump_fault {
	bool found;
	const char *by; /* which field gave the address, by Microsoft's name; static */
	uint64_t address;
	struct slice name; /* of the module, without its path; borrowed from the dump */
	uint64_t base;
	bool unloaded; /* the module had been unloaded before */
};

/*
 * Asks, in this order: the parameter of the bug check that its documentation calls the address of
 * code, the address of an exception that is none of the breakpoint in every bug check, the
 * instruction pointer. The first of them that lies in a module counts.
 */
void dump_fault_find(struct dump_fault *f, const struct dump *d);

#endif
