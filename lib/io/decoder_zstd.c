/* SPDX-License-Identifier: MIT */
#include <zstd.h>
#include <zstd_errors.h>

#include "lib/base/limits.h"
#include "lib/base/memory.h"
#include "lib/io/decoder.h"

static void *zstd_open(void)
{
	ZSTD_DStream *z = ZSTD_createDStream();
	if (!z)
		memory_exhausted();
	ZSTD_DCtx_setParameter(z, ZSTD_d_windowLogMax, 27); /* 128 MiB: LIMIT_DECODER_MEMORY */
	return z;
}

static enum decoder_result zstd_run(void *state, struct slice *in, uint8_t **out, size_t *room,
				    bool last)
{
	(void)last;
	ZSTD_inBuffer source = {in->p, in->n, 0};
	ZSTD_outBuffer target = {*out, *room, 0};
	size_t r = ZSTD_decompressStream(state, &target, &source);
	*in = slice_from(*in, source.pos);
	*out += target.pos;
	*room -= target.pos;
	if (!ZSTD_isError(r))
		return r == 0 ? DECODER_END : DECODER_MORE;
	if (ZSTD_getErrorCode(r) == ZSTD_error_memory_allocation)
		memory_exhausted();
	if (ZSTD_getErrorCode(r) == ZSTD_error_frameParameter_windowTooLarge)
		return DECODER_MEMORY;
	return DECODER_DAMAGED;
}

static void zstd_close(void *state)
{
	ZSTD_freeDStream(state);
}

const struct decoder_kind decoder_zstd = {
	"zstd", {(const uint8_t *)"\x28\xb5\x2f\xfd", 4}, zstd_open, zstd_run, zstd_close};
