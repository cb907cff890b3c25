/* SPDX-License-Identifier: MIT */
/* Copies of a log that an editor or a shell saved in another encoding. */
#ifndef DSLOG_ENCODING_H
#define DSLOG_ENCODING_H

#include "lib/base/buf.h"

struct dslog_encoding {
	const char *name; /* "UTF-8 with byte order mark", "UTF-16LE" …; NULL: bytes as Windows
			     wrote them */
	struct slice
		bytes; /* the log as single bytes; borrowed from the input or from the buffer */
	size_t first;  /* offset in the input of the first of them */
	size_t unit;   /* bytes of the input for each of them */
};

/*
 * Recognises a byte order mark, or the signature in UTF-16. UTF-16 is turned back into single
 * bytes in scratch: characters up to U+00FF and those of Windows code page 1252 become the bytes
 * they came from, others '?'.
 */
struct dslog_encoding dslog_decode(struct slice input, struct buf *scratch);

#endif
