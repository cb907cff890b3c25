/* SPDX-License-Identifier: MIT */
/* One line on stderr that tells how far long work has got: after a second, on a terminal. */
#ifndef CMD_PROGRESS_H
#define CMD_PROGRESS_H

#include <time.h>

#include "lib/base/compiler.h"

struct progress {
	bool on;
	bool shown;
	const char *tool; /* borrowed */
	uint64_t inputs;
	uint64_t bytes;
	struct timespec next; /* when to draw again */
};

/* on: decided by --progress and whether stderr is a terminal. */
void progress_begin(struct progress *p, const char *tool, bool on);

/* One more input, of that many bytes. */
void progress_count(struct progress *p, uint64_t bytes);

/* Removes the line, before anything else is written to the terminal. */
void progress_clear(struct progress *p);

#endif
