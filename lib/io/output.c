/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "lib/io/output.h"

/* Up to SMALL_BYTES copying costs less than a call of the system. */
enum { BLOCK_BYTES = 128 << 10, SMALL_BYTES = 16 << 10 };

static void write_all(struct output *out, struct slice bytes)
{
	size_t done = 0;
	while (!out->discard && done < bytes.n && out->error_number == 0) {
		ssize_t n = write(out->fd, bytes.p + done, bytes.n - done);
		if (n >= 0)
			done += (size_t)n;
		else if (errno != EINTR)
			out->error_number = errno;
	}
}

void output_widen(const struct output *out)
{
	enum { PIPE_BYTES = 1 << 20 }; /* what Linux grants everybody */
	(void)fcntl(out->fd, F_SETPIPE_SZ, PIPE_BYTES);
}

bool output_flush(struct output *out)
{
	write_all(out, buf_slice(&out->buf));
	out->buf.n = 0;
	return out->error_number == 0;
}

void output_block(struct output *out, struct slice block)
{
	if (block.n < SMALL_BYTES && out->buf.n + block.n < BLOCK_BYTES && !out->each_line) {
		buf_add_slice(&out->buf, block);
		return;
	}
	output_flush(out);
	write_all(out, block);
}

void output_record(struct output *out)
{
	if (out->buf.n >= BLOCK_BYTES || out->each_line)
		output_flush(out);
}

bool output_close(struct output *out)
{
	output_flush(out);
	buf_free(&out->buf);
	/* Some file systems report a full disk only here. */
	if (close(out->fd) != 0 && out->error_number == 0 && !out->discard)
		out->error_number = errno;
	return out->error_number == 0;
}
