/* SPDX-License-Identifier: MIT */
/*
 * The bytes of one input, whatever it is: a file, a pipe, a FIFO, standard input; compressed data
 * is recognised by its first bytes and read through. The only place of the suite that opens files.
 */
#ifndef IO_INPUT_H
#define IO_INPUT_H

#include "lib/base/buf.h"
#include "lib/base/diag.h"
#include "lib/io/decoder.h"

struct input_options {
	bool decompress;        /* read gzip, xz, zstd and bzip2 through */
	uint64_t max_expansion; /* bytes out for each compressed byte in; see LIMIT_EXPANSION_* */
};

/* The environment's failures; damage of the content goes to the diagnostics instead. */
enum input_failure {
	INPUT_FINE,
	INPUT_CANNOT_OPEN,
	INPUT_IS_DIRECTORY,
	INPUT_CANNOT_READ,
};

struct input {
	const char *name;                    /* borrowed; "-" is standard input */
	const struct input_options *options; /* borrowed */
	const struct diag_sink *sink;        /* borrowed; may be NULL */
	int fd;
	bool opened; /* fd is ours to close; it may be 0 where standard input was closed */
	enum input_failure failure;
	int error_number;                /* errno of the failure */
	bool started;                    /* the first bytes were looked at */
	bool ended;                      /* no byte will come any more */
	const struct decoder_kind *kind; /* NULL: plain bytes */
	void *decoder;                   /* owned */
	bool between;                    /* a compressed stream ended; another may follow */
	bool source_ended;               /* the descriptor is at its end */
	struct buf source;               /* owned: compressed bytes; pending is its unread part */
	struct slice pending;
	uint64_t bytes_in;  /* compressed bytes read */
	uint64_t bytes_out; /* bytes delivered */
};

/*
 * Opens name ("-": standard input). false where that fails; failure and error_number tell why.
 * input_close() is due in both cases.
 */
bool input_open(struct input *in, const char *name, const struct input_options *options,
		const struct diag_sink *sink) MUST_CHECK;

/*
 * The next bytes, at most room, at least one unless the input is at its end (0) or failed (0, and
 * failure says so). Damaged compressed data ends the input and is reported. room is at least
 * DECODER_MAGIC_MAX in the first call and at least 1 later.
 */
size_t input_read(struct input *in, uint8_t *p, size_t room) MUST_CHECK;

/*
 * Appends the bytes up to the end, or up to cap of them; *more tells that the cap cut them.
 * Returns false where reading failed (what was read stays appended).
 */
bool input_read_all(struct input *in, struct buf *b, size_t cap, bool *more) MUST_CHECK;

/* Never fails; standard input stays open. */
void input_close(struct input *in);

/* For messages: "(standard input)" for "-", else the name. */
const char *input_display_name(const char *name);

#endif
