/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/limits.h"
#include "lib/io/input.h"

enum { SOURCE_BYTES = 64 << 10 };

const char *input_display_name(const char *name)
{
	return strcmp(name, "-") == 0 ? "(standard input)" : name;
}

static bool fail(struct input *in, enum input_failure failure, int error_number)
{
	in->failure = failure;
	in->error_number = error_number;
	in->ended = true;
	return false;
}

/* What Linux grants everybody. */
enum { PIPE_BYTES = 1 << 20 };

bool input_open(struct input *in, const char *name, const struct input_options *options,
		const struct diag_sink *sink)
{
	*in = (struct input){.name = name, .options = options, .sink = sink, .fd = STDIN_FILENO};
	if (strcmp(name, "-") == 0) {
		/* A wider pipe means fewer changes between its two ends. What is no pipe refuses.
		 */
		(void)fcntl(in->fd, F_SETPIPE_SZ, PIPE_BYTES);
		return true;
	}
	in->fd = open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	in->opened = in->fd >= 0;
	return in->opened || fail(in, INPUT_CANNOT_OPEN, errno);
}

/* read(2) until something comes, the end, or a real failure. Directories are found out here, by
 * EISDIR, which saves every other input an fstat(2). */
static size_t read_source(struct input *in, uint8_t *p, size_t room)
{
	ssize_t n;
	do
		n = read(in->fd, p, room);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		fail(in, errno == EISDIR ? INPUT_IS_DIRECTORY : INPUT_CANNOT_READ, errno);
	if (n <= 0)
		in->source_ended = true;
	return n > 0 ? (size_t)n : 0;
}

static void report(struct input *in, enum diag_code code, uint64_t limit)
{
	struct diag d = {
		.code = code, .offset = in->bytes_out, .got = in->bytes_out, .limit = limit};
	d.text = slice_of_string(in->kind->name);
	diag_report(in->sink, &d);
	in->ended = true;
}

/* Makes pending hold at least wanted bytes unless the source ends before. */
static void refill(struct input *in, size_t wanted)
{
	struct buf *b = &in->source;
	while (in->pending.n < wanted && !in->source_ended) {
		if (in->pending.n)
			memmove(b->p, in->pending.p, in->pending.n);
		b->n = in->pending.n;
		size_t n = read_source(in, buf_reserve(b, SOURCE_BYTES), SOURCE_BYTES);
		b->n += n;
		in->bytes_in += n;
		in->pending = buf_slice(b);
	}
}

/* Is the data growing faster than allowed? Divides, so that no ratio can overflow. */
static bool expands_too_much(const struct input *in)
{
	uint64_t consumed = in->bytes_in - in->pending.n;
	return in->bytes_out > LIMIT_EXPANSION_FREE &&
	       in->bytes_out / in->options->max_expansion > consumed;
}

/*
 * Between two compressed streams: a magic, even one that is cut off, starts another. Zeros are the
 * padding of tapes and end the data, as they do for gzip; whatever else follows is named, since a
 * damaged magic would otherwise hide all behind it.
 */
static bool another_stream_follows(struct input *in)
{
	refill(in, DECODER_MAGIC_MAX);
	struct slice next = in->pending;
	struct slice magic = in->kind->magic;
	size_t n = next.n < magic.n ? next.n : magic.n;
	if (n && (memcmp(next.p, magic.p, n) == 0 || decoder_for(next) == in->kind))
		return true;
	if (n && next.p[0] != 0)
		report(in, DIAG_INPUT_COMPRESSED_TRAILING, 0);
	in->ended = true;
	return false;
}

static size_t read_compressed(struct input *in, uint8_t *p, size_t room)
{
	uint8_t *out = p;
	while (out == p && !in->ended) {
		if (in->between && !another_stream_follows(in))
			break;
		refill(in, 1);
		size_t before = in->pending.n;
		enum decoder_result r =
			in->kind->run(in->decoder, &in->pending, &out, &room, in->source_ended);
		in->bytes_out += (uint64_t)(out - p);
		in->between = r == DECODER_END;
		if (r == DECODER_DAMAGED)
			report(in, DIAG_INPUT_COMPRESSED_DAMAGED, 0);
		else if (r == DECODER_MEMORY)
			report(in, DIAG_INPUT_COMPRESSED_MEMORY, LIMIT_DECODER_MEMORY >> 20);
		else if (r == DECODER_MORE && out == p && in->pending.n == before &&
			 in->source_ended && in->failure == INPUT_FINE)
			report(in, DIAG_INPUT_COMPRESSED_TRUNCATED, 0);
		else if (expands_too_much(in))
			report(in, DIAG_INPUT_EXPANSION, in->options->max_expansion);
	}
	return (size_t)(out - p);
}

/* Looks at the first bytes, which lie at p; returns how many of them are the caller's. */
static size_t start(struct input *in, uint8_t *p, size_t room)
{
	size_t n = 0;
	while (n < DECODER_MAGIC_MAX && !in->source_ended)
		n += read_source(in, p + n, room - n);
	in->started = true;
	if (in->options->decompress)
		in->kind = decoder_for(slice_of(p, n));
	if (!in->kind) {
		in->bytes_out = n;
		return n;
	}
	in->decoder = in->kind->open();
	if (!in->decoder) {
		report(in, DIAG_INPUT_COMPRESSED_MEMORY, LIMIT_DECODER_MEMORY >> 20);
		return 0;
	}
	buf_add(&in->source, p, n);
	in->pending = buf_slice(&in->source);
	in->bytes_in = n;
	return read_compressed(in, p, room);
}

size_t input_read(struct input *in, uint8_t *p, size_t room)
{
	assert(room >= DECODER_MAGIC_MAX || in->started);
	if (in->ended)
		return 0;
	size_t n;
	if (!in->started) {
		n = start(in, p, room);
	} else if (in->kind) {
		n = read_compressed(in, p, room);
	} else {
		n = in->source_ended ? 0 : read_source(in, p, room);
		in->bytes_out += n;
	}
	if (n == 0)
		in->ended = true;
	return n;
}

bool input_read_all(struct input *in, struct buf *b, size_t cap, bool *more)
{
	enum { STEP = 16 << 10 };
	size_t total = 0;
	size_t n;
	*more = false;
	do {
		/* One byte beyond the cap tells an input that ends there from one that goes on. */
		size_t left = cap - total;
		size_t want = left < STEP ? left + 1 : STEP;
		if (want < DECODER_MAGIC_MAX)
			want = DECODER_MAGIC_MAX;
		uint8_t *p = buf_reserve(b, want);
		n = input_read(in, p, want);
		b->n += n;
		total += n;
	} while (n && total <= cap);
	if (total > cap) {
		b->n -= total - cap;
		*more = true;
	}
	return in->failure == INPUT_FINE;
}

void input_close(struct input *in)
{
	if (in->decoder)
		in->kind->close(in->decoder);
	in->decoder = NULL;
	buf_free(&in->source);
	if (in->opened)
		close(in->fd);
	in->opened = false;
	in->fd = -1;
}
