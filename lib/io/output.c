/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <unistd.h>

#include "lib/io/output.h"

enum { BLOCK_BYTES = 128 << 10 };

static void write_all(struct output *out)
{
	size_t done = 0;
	while (done < out->buf.n && out->error_number == 0) {
		ssize_t n = write(out->fd, out->buf.p + done, out->buf.n - done);
		if (n >= 0)
			done += (size_t)n;
		else if (errno != EINTR)
			out->error_number = errno;
	}
}

bool output_flush(struct output *out)
{
	if (!out->discard)
		write_all(out);
	out->buf.n = 0;
	return out->error_number == 0;
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
