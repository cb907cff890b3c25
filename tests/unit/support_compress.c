/* SPDX-License-Identifier: MIT */
#include <bzlib.h>
#include <lzma.h>
#include <stdlib.h>
#include <zlib.h>
#include <zstd.h>

#include "tests/unit/support_compress.h"

static void must(bool good)
{
	if (!good)
		abort();
}

static void add_gzip(struct buf *b, struct slice s)
{
	z_stream z = {0};
	must(deflateInit2(&z, 9, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK);
	uLong room = deflateBound(&z, s.n);
	z.next_in = (Bytef *)(uintptr_t)s.p;
	z.avail_in = (uInt)s.n;
	z.next_out = buf_reserve(b, room);
	z.avail_out = (uInt)room;
	must(deflate(&z, Z_FINISH) == Z_STREAM_END);
	b->n += z.total_out;
	deflateEnd(&z);
}

static void add_xz(struct buf *b, struct slice s)
{
	size_t room = lzma_stream_buffer_bound(s.n);
	size_t at = 0;
	/* Preset 0, so that a decoder needs little memory. */
	must(lzma_easy_buffer_encode(0, LZMA_CHECK_CRC64, NULL, s.p, s.n, buf_reserve(b, room), &at,
				     room) == LZMA_OK);
	b->n += at;
}

static void add_zstd(struct buf *b, struct slice s)
{
	ZSTD_CCtx *z = ZSTD_createCCtx();
	must(z != NULL);
	ZSTD_CCtx_setParameter(z, ZSTD_c_checksumFlag, 1);
	size_t room = ZSTD_compressBound(s.n);
	size_t n = ZSTD_compress2(z, buf_reserve(b, room), room, s.p, s.n);
	must(!ZSTD_isError(n));
	b->n += n;
	ZSTD_freeCCtx(z);
}

static void add_bzip2(struct buf *b, struct slice s)
{
	unsigned n = (unsigned)(s.n + s.n / 100 + 600);
	char *out = (char *)buf_reserve(b, n);
	char *source = (char *)(uintptr_t)(s.n ? s.p : b->p); /* NULL is refused */
	must(BZ2_bzBuffToBuffCompress(out, &n, source, (unsigned)s.n, 1, 0, 0) == BZ_OK);
	b->n += n;
}

const struct compressor compressors[COMPRESSORS] = {
	{"gzip", 3, add_gzip},
	{"xz", 6, add_xz},
	{"zstd", 4, add_zstd},
	{"bzip2", 4, add_bzip2},
};
