/* SPDX-License-Identifier: MIT */
#include "lib/base/reader.h"
#include "lib/dslog/encoding.h"

/* Code page 1252, 0x80 to 0x9f: what a shell on a Western Windows makes of such bytes. */
static const uint16_t cp1252_high[32] = {
	0x20ac, 0x0081, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
	0x2039, 0x0152, 0x008d, 0x017d, 0x008f, 0x0090, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
	0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x009d, 0x017e, 0x0178,
};

static uint8_t byte_of(uint16_t unit)
{
	if (unit <= 0xff)
		return (uint8_t)unit;
	for (size_t i = 0; i < COUNT_OF(cp1252_high); i++)
		if (cp1252_high[i] == unit)
			return (uint8_t)(0x80 + i);
	return '?';
}

static struct dslog_encoding decode_utf16(struct slice input, size_t first, bool big_endian,
					  struct buf *scratch)
{
	struct slice rest = slice_from(input, first);
	scratch->n = 0;
	uint8_t *p = buf_reserve(scratch, rest.n / 2 + 1); /* there may be nothing but a mark */
	for (size_t i = 0; i + 1 < rest.n; i += 2) {
		uint16_t unit = load_u16le(rest.p + i);
		*p++ = byte_of(big_endian ? (uint16_t)(unit << 8 | unit >> 8) : unit);
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
