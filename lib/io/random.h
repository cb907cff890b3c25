/* SPDX-License-Identifier: MIT */
/*
 * The bytes of one input in any order, without reading more of it than is asked for: a file or
 * block device by pread(2), never mapped (files shrink). Of what cannot be read in any order
 * (pipes, compressed files) the beginning is kept, up to LIMIT_RANDOM_PREFIX bytes.
 */
#ifndef IO_RANDOM_H
#define IO_RANDOM_H

#include "lib/io/input.h"

struct random_input {
	const char *name; /* borrowed; "-" is standard input */
	int fd;           /* of what is seekable; borrowed */
	struct input own; /* of random_open(); the random_input must not move while it is open */
	struct input *stream; /* what prefix is filled from; NULL where nothing comes any more */
	enum input_failure failure;
	int error_number; /* errno of the failure */
	bool seekable;    /* read from the file itself; else prefix has what is there */
	bool block_device;
	uint64_t size;      /* bytes; of a stream: those that came before its end or the cap */
	bool size_is_least; /* the stream goes on, perhaps: behind the cap, or it was not read on */
	struct buf prefix;  /* owned */
};

/*
 * Opens name. false where that fails; failure and error_number tell why. random_close() is due in
 * both cases. Damage of compressed input is reported to sink.
 */
bool random_open(struct random_input *in, const char *name, const struct input_options *options,
		 const struct diag_sink *sink) MUST_CHECK;

/*
 * The same of an input that is open and of which nothing was read yet, and stays the caller's. A
 * file is left as it was: it can be read by input_read() afterwards as if nothing had happened. Of
 * a stream nothing is read before random_read() or random_settle() ask for it; what was read then
 * stands in prefix, and the input goes on behind it.
 */
void random_begin(struct random_input *in, struct input *source);

/* Reads a stream to its end or to the cap, so that size is known. Nothing to do for files. */
void random_settle(struct random_input *in);

/*
 * Reads up to n bytes at offset into p and returns how many there were; less than n only at the end
 * of the input, of what is kept of it, or where reading failed (failure tells).
 */
size_t random_read(struct random_input *in, uint64_t offset, void *p, size_t n) MUST_CHECK;

/* Never fails; standard input stays open. */
void random_close(struct random_input *in);

#endif
