/* SPDX-License-Identifier: MIT */
/* One interface over the decompression libraries; each lives in a file of its own. */
#ifndef IO_DECODER_H
#define IO_DECODER_H

#include "lib/base/slice.h"

enum decoder_result {
	DECODER_MORE,    /* went on; wants more input or more room */
	DECODER_END,     /* a complete stream (member, frame) ended here; another may follow */
	DECODER_DAMAGED, /* the data contradicts its format or checksum */
	DECODER_MEMORY,  /* would need more than LIMIT_DECODER_MEMORY */
};

struct decoder_kind {
	const char *name;   /* "gzip" */
	struct slice magic; /* first bytes of such data */
	/* Returns the state of a decoder, NULL if the library cannot start one. Where the system
	 * has no memory, this and run end the program as memory.h says. */
	void *(*open)(void);
	/*
	 * Consumes from *in and writes to *out, both moved on by what was done. last tells that
	 * nothing follows *in. After DECODER_END the same state decodes a following stream.
	 */
	enum decoder_result (*run)(void *state, struct slice *in, uint8_t **out, size_t *room,
				   bool last);
	void (*close)(void *state);
};

extern const struct decoder_kind decoder_gzip;
extern const struct decoder_kind decoder_xz;
extern const struct decoder_kind decoder_zstd;
extern const struct decoder_kind decoder_bzip2;

/* The kind whose magic starts the bytes, or NULL. Six bytes tell all kinds apart. */
const struct decoder_kind *decoder_for(struct slice start);

enum { DECODER_MAGIC_MAX = 6 };

#endif
