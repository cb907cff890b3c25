/* SPDX-License-Identifier: MIT */
#include "lib/base/cp1252.h"
#include "lib/base/reader.h"
#include "lib/dslog/encoding.h"

static struct dslog_encoding decode_utf16(struct slice input, size_t first, bool big_endian,
					  struct buf *scratch)
{
	struct slice rest = slice_from(input, first);
	scratch->n = 0;
	uint8_t *p = buf_reserve(scratch, rest.n / 2 + 1); /* there may be nothing but a mark */
	for (size_t i = 0; i + 1 < rest.n; i += 2) {
		uint16_t unit = load_u16le(rest.p + i);
		*p++ = cp1252_byte(big_endian ? (uint16_t)(unit << 8 | unit >> 8) : unit);
	}
	scratch->n = rest.n / 2;
	return (struct dslog_encoding){big_endian ? "UTF-16BE" : "UTF-16LE", buf_slice(scratch),
				       first, 2};
}

struct dslog_encoding dslog_decode(struct slice input, struct buf *scratch)
{
	if (slice_starts_with(input, SLICE("\xff\xfe")))
		return decode_utf16(input, 2, false, scratch);
	if (slice_starts_with(input, SLICE("\xfe\xff")))
		return decode_utf16(input, 2, true, scratch);
	if (slice_starts_with(input, SLICE("D\0L\0O\0G\0")))
		return decode_utf16(input, 0, false, scratch);
	if (slice_starts_with(input, SLICE("\0D\0L\0O\0G")))
		return decode_utf16(input, 0, true, scratch);
	if (slice_starts_with(input, SLICE("\xef\xbb\xbf")))
		return (struct dslog_encoding){"UTF-8 with byte order mark", slice_from(input, 3),
					       3, 1};
	return (struct dslog_encoding){NULL, input, 0, 1};
}
