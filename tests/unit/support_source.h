/* SPDX-License-Identifier: MIT */
/* Bytes as something that input_open() can open: a file in memory, or a pipe that dribbles. */
#ifndef TESTS_SUPPORT_SOURCE_H
#define TESTS_SUPPORT_SOURCE_H

#include <sys/types.h>

#include "lib/base/buf.h"
#include "lib/base/diag.h"

struct source {
	int fd;        /* read side */
	pid_t writer;  /* feeds a pipe; 0 for a file */
	char name[32]; /* "/proc/self/fd/N" */
};

/* A regular file without a name, holding s. */
struct source source_file(struct slice s);

/*
 * A pipe in packet mode (pipe2(2), O_DIRECT): each read(2) gets what one write(2) of the child
 * wrote, so that short reads come at the same places in every run. sizes are the lengths of the
 * writes, used round and round.
 */
struct source source_pipe(struct slice s, const size_t *sizes, size_t count);

/* The same with one byte a write. */
struct source source_dribble(struct slice s);

void source_close(struct source *source);

/* What was reported, counted; the sink that counts. */
struct reports {
	unsigned count;
	unsigned of[DIAG_COUNT];
	struct diag last; /* its text is not kept */
};

struct diag_sink reports_sink(struct reports *r);

#endif
