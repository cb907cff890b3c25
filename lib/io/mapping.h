/* SPDX-License-Identifier: MIT */
/*
 * The file of an input as bytes in memory, without a copy; and names of descriptors, for libraries
 * that open files by name.
 */
#ifndef IO_MAPPING_H
#define IO_MAPPING_H

#include "lib/io/input.h"

struct mapping {
	struct slice bytes; /* all of the file, for reading */
	void *start;        /* owned */
};

/*
 * Maps the file that in reads, from its first byte on, whatever was read of it. false where in is
 * no file of at least one byte, is compressed, or cannot be mapped: it has to be read then. Whoever
 * looks at bytes of a file that was cut meanwhile gets SIGBUS.
 */
bool mapping_open(struct mapping *m, const struct input *in) MUST_CHECK;

/* Never fails. */
void mapping_close(struct mapping *m);

/* Room for the name of a descriptor. */
enum { DESCRIPTOR_NAME_BYTES = 40 };

/* Writes a name, NUL-terminated, by which this process can open the file of fd once more. */
void descriptor_name(int fd, char name[static DESCRIPTOR_NAME_BYTES]);

#endif
