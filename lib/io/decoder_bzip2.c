/* SPDX-License-Identifier: MIT */
#include <bzlib.h>
#include <stdlib.h>

#include "lib/base/memory.h"
#include "lib/io/decoder.h"

/* False where the library was not built for this machine. */
static bool begin(bz_stream *bz)
{
	*bz = (bz_stream){0};
	int r = BZ2_bzDecompressInit(bz, 0, 0);
	if (r == BZ_MEM_ERROR)
		memory_exhausted();
	return r == BZ_OK;
}

static void *bzip2_open(void)
{
	bz_stream *bz = memory_zeroed(1, sizeof(*bz));
	if (begin(bz))
		return bz;
	free(bz);
	return NULL;
}

/* A following stream needs a fresh start; the structure stays the same. */
static enum decoder_result restart(bz_stream *bz)
{
	BZ2_bzDecompressEnd(bz);
	return begin(bz) ? DECODER_END : DECODER_DAMAGED;
}

static enum decoder_result bzip2_run(void *state, struct slice *in, uint8_t **out, size_t *room,
				     bool last)
{
	bz_stream *bz = state;
	(void)last;
	unsigned n_in = in->n > UINT32_MAX ? UINT32_MAX : (unsigned)in->n;
	unsigned n_out = *room > UINT32_MAX ? UINT32_MAX : (unsigned)*room;
	bz->next_in = (char *)(uintptr_t)in->p; /* bzlib does not write to it */
	bz->avail_in = n_in;
	bz->next_out = (char *)*out;
	bz->avail_out = n_out;
	int r = BZ2_bzDecompress(bz);
	*in = slice_from(*in, n_in - bz->avail_in);
	*out += n_out - bz->avail_out;
	*room -= n_out - bz->avail_out;
	if (r == BZ_STREAM_END)
		return restart(bz);
	if (r == BZ_MEM_ERROR)
		memory_exhausted();
	return r == BZ_OK ? DECODER_MORE : DECODER_DAMAGED;
}

static void bzip2_close(void *state)
{
	BZ2_bzDecompressEnd(state);
	free(state);
}

const struct decoder_kind decoder_bzip2 = {
	"bzip2", {(const uint8_t *)"BZh", 3}, bzip2_open, bzip2_run, bzip2_close};
