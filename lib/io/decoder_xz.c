/* SPDX-License-Identifier: MIT */
#include <lzma.h>
#include <stdlib.h>

#include "lib/base/limits.h"
#include "lib/base/memory.h"
#include "lib/io/decoder.h"

static void *xz_open(void)
{
	lzma_stream *xz = memory_zeroed(1, sizeof(*xz));
	/* CONCATENATED: streams and padding that follow are part of the format. */
	lzma_ret r = lzma_stream_decoder(xz, LIMIT_DECODER_MEMORY, LZMA_CONCATENATED);
	if (r == LZMA_OK)
		return xz;
	if (r == LZMA_MEM_ERROR)
		memory_exhausted();
	free(xz);
	return NULL;
}

static enum decoder_result xz_run(void *state, struct slice *in, uint8_t **out, size_t *room,
				  bool last)
{
	lzma_stream *xz = state;
	xz->next_in = in->p;
	xz->avail_in = in->n;
	xz->next_out = *out;
	xz->avail_out = *room;
	lzma_ret r = lzma_code(xz, last ? LZMA_FINISH : LZMA_RUN);
	*in = slice_from(*in, in->n - xz->avail_in);
	*out = xz->next_out;
	*room = xz->avail_out;
	if (r == LZMA_STREAM_END)
		return DECODER_END;
	if (r == LZMA_MEMLIMIT_ERROR)
		return DECODER_MEMORY;
	if (r == LZMA_MEM_ERROR)
		memory_exhausted();
	return r == LZMA_OK || r == LZMA_BUF_ERROR ? DECODER_MORE : DECODER_DAMAGED;
}

static void xz_close(void *state)
{
	lzma_end(state);
	free(state);
}

const struct decoder_kind decoder_xz = {
	"xz", {(const uint8_t *)"\xfd\x37zXZ\0", 6}, xz_open, xz_run, xz_close};
