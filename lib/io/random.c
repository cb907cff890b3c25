/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/limits.h"
#include "lib/io/random.h"

/* What is asked of a stream in one go. */
enum { STEP = 64 << 10 };

static void fail(struct random_input *in, enum input_failure failure, int error_number)
{
	in->failure = failure;
	in->error_number = error_number;
}

/* pread(2) until all is there, the end, or a real failure. */
static size_t read_at(struct random_input *in, uint64_t offset, uint8_t *p, size_t n)
{
	size_t done = 0;
	while (done < n) {
		ssize_t got = pread(in->fd, p + done, n - done, (off_t)(offset + done));
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			fail(in, errno == EISDIR ? INPUT_IS_DIRECTORY : INPUT_CANNOT_READ, errno);
		if (got <= 0)
			break; /* files shrink */
		done += (size_t)got;
	}
	return done;
}

/* Bytes of a file or device that can be read in any order, from its start; 0 for anything else.
 * What /proc and /sys show has no size, and is read as a stream. */
static uint64_t size_of(struct random_input *in)
{
	struct stat st;
	if (fstat(in->fd, &st) != 0)
		return 0;
	in->block_device = S_ISBLK(st.st_mode);
	if (!S_ISREG(st.st_mode) && !in->block_device)
		return 0;
	/* Standard input may have been read by somebody else before. */
	if (lseek(in->fd, 0, SEEK_CUR) != 0)
		return 0;
	if (!in->block_device)
		return (uint64_t)st.st_size;
	off_t end = lseek(in->fd, 0, SEEK_END); /* a device's st_size is 0 */
	return lseek(in->fd, 0, SEEK_SET) == 0 && end > 0 ? (uint64_t)end : 0;
}

static bool is_compressed(struct random_input *in)
{
	uint8_t magic[DECODER_MAGIC_MAX];
	size_t n = in->size < sizeof(magic) ? (size_t)in->size : sizeof(magic);
	return decoder_for(slice_of(magic, read_at(in, 0, magic, n))) != NULL;
}

static void begin(struct random_input *in, struct input *source)
{
	in->fd = source->fd;
	in->size = size_of(in);
	in->seekable = in->size > 0 && !(source->options->decompress && is_compressed(in));
	in->stream = in->seekable ? NULL : source;
	in->size_is_least = in->stream != NULL;
	if (in->stream)
		in->size = 0;
}

void random_begin(struct random_input *in, struct input *source)
{
	*in = (struct random_input){.name = source->name};
	begin(in, source);
}

/* The stream is read no further; whether more would come is in size_is_least. */
static void end_stream(struct random_input *in)
{
	if (in->stream->failure != INPUT_FINE)
		fail(in, in->stream->failure, in->stream->error_number);
	in->stream = NULL;
}

/* Makes prefix hold wanted bytes, at most the cap, unless the stream ends before. */
static void fill(struct random_input *in, uint64_t wanted)
{
	struct buf *b = &in->prefix;
	/* All of the room at once: what is not used takes no memory, and nothing moves. The byte
	 * behind the cap tells a stream that ends there from one that goes on. */
	if (in->stream && wanted > STEP)
		(void)buf_reserve(b, LIMIT_RANDOM_PREFIX + STEP - b->n);
	while (in->stream && (b->n < wanted || wanted >= LIMIT_RANDOM_PREFIX)) {
		size_t n = input_read(in->stream, buf_reserve(b, STEP), STEP);
		b->n += n;
		in->size_is_least = n > 0;
		if (n == 0 || b->n > LIMIT_RANDOM_PREFIX)
			end_stream(in);
	}
	if (b->n > LIMIT_RANDOM_PREFIX)
		b->n = LIMIT_RANDOM_PREFIX;
	in->size = b->n;
}

void random_settle(struct random_input *in)
{
	if (in->stream)
		fill(in, LIMIT_RANDOM_PREFIX);
}

bool random_open(struct random_input *in, const char *name, const struct input_options *options,
		 const struct diag_sink *sink)
{
	*in = (struct random_input){.name = name, .fd = -1};
	if (!input_open(&in->own, name, options, sink)) {
		fail(in, in->own.failure, in->own.error_number);
		return false;
	}
	begin(in, &in->own);
	random_settle(in);
	return in->failure == INPUT_FINE;
}

size_t random_read(struct random_input *in, uint64_t offset, void *p, size_t n)
{
	if (in->stream && offset < LIMIT_RANDOM_PREFIX) {
		uint64_t left = LIMIT_RANDOM_PREFIX - offset;
		fill(in, offset + (n < left ? n : left));
	}
	uint64_t end = in->seekable ? in->size : in->prefix.n;
	if (offset >= end)
		return 0;
	if (n > end - offset)
		n = (size_t)(end - offset);
	if (in->seekable)
		return read_at(in, offset, p, n);
	struct slice s = slice_sub(buf_slice(&in->prefix), (size_t)offset, n);
	if (s.n)
		memcpy(p, s.p, s.n);
	return s.n;
}

void random_close(struct random_input *in)
{
	buf_free(&in->prefix);
	if (in->own.name)
		input_close(&in->own);
	in->stream = NULL;
	in->fd = -1;
}
