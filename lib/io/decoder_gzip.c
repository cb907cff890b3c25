/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#define ZLIB_CONST /* next_in points to const */
#include <zlib.h>

#include "lib/base/memory.h"
#include "lib/io/decoder.h"

static void *gzip_open(void)
{
	z_stream *z = memory_zeroed(1, sizeof(*z));
	/* 16: gzip header and trailer, checked. */
	int r = inflateInit2(z, 16 + MAX_WBITS);
	if (r == Z_OK)
		return z;
	if (r == Z_MEM_ERROR)
		memory_exhausted();
	free(z);
	return NULL;
}

static enum decoder_result gzip_run(void *state, struct slice *in, uint8_t **out, size_t *room,
				    bool last)
{
	z_stream *z = state;
	(void)last;
	uInt n_in = in->n > UINT32_MAX ? UINT32_MAX : (uInt)in->n;
	uInt n_out = *room > UINT32_MAX ? UINT32_MAX : (uInt)*room;
	z->next_in = in->p;
	z->avail_in = n_in;
	z->next_out = *out;
	z->avail_out = n_out;
	int r = inflate(z, Z_NO_FLUSH);
	*in = slice_from(*in, n_in - z->avail_in);
	*room -= n_out - z->avail_out;
	*out = z->next_out;
	if (r == Z_STREAM_END)
		return inflateReset(z) == Z_OK ? DECODER_END : DECODER_DAMAGED;
	if (r == Z_MEM_ERROR)
		memory_exhausted();
	return r == Z_OK || r == Z_BUF_ERROR ? DECODER_MORE : DECODER_DAMAGED;
}

static void gzip_close(void *state)
{
	inflateEnd(state);
	free(state);
}

const struct decoder_kind decoder_gzip = {
	"gzip", {(const uint8_t *)"\x1f\x8b\x08", 3}, gzip_open, gzip_run, gzip_close};
