/* SPDX-License-Identifier: MIT */
/* Compression for tests, so that no compressed file has to be kept. */
#ifndef TESTS_SUPPORT_COMPRESS_H
#define TESTS_SUPPORT_COMPRESS_H

#include "lib/base/buf.h"

struct compressor {
	const char *name; /* as in diagnostics: "gzip" */
	size_t magic;     /* bytes that decide the recognition */
	/* Appends s as one complete stream with checksums. */
	void (*add)(struct buf *b, struct slice s);
};

enum { COMPRESSORS = 4 };
extern const struct compressor compressors[COMPRESSORS];

#endif
