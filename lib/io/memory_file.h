/* SPDX-License-Identifier: MIT */
/*
 * A file in memory without a name in any directory, for libraries that read files and nothing else.
 * Once sealed it cannot change under a reader, as a file on a disk can.
 */
#ifndef IO_MEMORY_FILE_H
#define IO_MEMORY_FILE_H

#include "lib/io/input.h"

struct memory_file {
	int fd;           /* owned; -1: none */
	uint64_t size;    /* bytes */
	uint8_t *map;     /* all of it: writable from memory_file_map() on, readable only from
			   * memory_file_seal() on */
	size_t mapped;    /* bytes of map */
	int error_number; /* errno of what failed; 0: nothing */
};

/* An empty file. All of these return false where the system refuses; error_number tells why, and
 * stays. memory_file_close() is due in any case. */
bool memory_file_open(struct memory_file *m) MUST_CHECK;

/* Appends bytes. The file is not mapped yet. */
bool memory_file_append(struct memory_file *m, struct slice bytes) MUST_CHECK;

/*
 * Appends what in still has, or up to cap bytes of it; *more tells that the cap cut it. true even
 * where in failed (in->failure tells); what came before is there.
 */
bool memory_file_fill(struct memory_file *m, struct input *in, uint64_t cap, bool *more) MUST_CHECK;

/* Makes the file longer, by zeros that take no memory until they are looked at, and gives write
 * access to all of it through m->map. */
bool memory_file_map(struct memory_file *m, uint64_t size) MUST_CHECK;

/* Ends write access: from now on nobody can change the file, or its length. m->map moves. */
bool memory_file_seal(struct memory_file *m) MUST_CHECK;

/* Never fails. */
void memory_file_close(struct memory_file *m);

#endif
