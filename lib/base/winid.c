/* SPDX-License-Identifier: MIT */
#include "lib/base/number.h"
#include "lib/base/reader.h"
#include "lib/base/winid.h"

/* Ticks from 1582-10-15 (start of UUID time) to 1601-01-01 (start of FILETIME): 6653 days. */
#define UUID_TO_FILETIME (UINT64_C(6653) * 86400 * 10000000)

/* Structure byte that each pair of digits of GUID text comes from, in text order. */
static const uint8_t guid_byte[16] = {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};
/* Column of each pair of digits. */
static const uint8_t guid_column[16] = {0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34};

void guid_write(char out[static GUID_TEXT], const uint8_t guid[static 16])
{
	for (size_t i = 0; i < 16; i++)
		hex_write(out + guid_column[i], guid[guid_byte[i]], 2);
	out[8] = out[13] = out[18] = out[23] = '-';
}

bool guid_from_text(struct slice s, uint8_t guid[static 16])
{
	uint8_t bytes[16];
	if (s.n != GUID_TEXT)
		return false;
	if (s.p[8] != '-' || s.p[13] != '-' || s.p[18] != '-' || s.p[23] != '-')
		return false;
	for (size_t i = 0; i < 16; i++) {
		int high = hex_digit_value(s.p[guid_column[i]]);
		int low = hex_digit_value(s.p[guid_column[i] + 1]);
		if (high < 0 || low < 0)
			return false;
		bytes[guid_byte[i]] = (uint8_t)(high << 4 | low);
	}
	memcpy(guid, bytes, sizeof(bytes));
	return true;
}

bool guid_time(const uint8_t guid[static 16], uint64_t *filetime)
{
	uint16_t high_and_version = load_u16le(guid + 6);
	/* The version means something only in the variant of RFC 4122 (4.1.1). */
	if (high_and_version >> 12 != 1 || guid[8] >> 6 != 2)
		return false;
	uint64_t ticks = (uint64_t)(high_and_version & 0x0fff) << 48 |
			 (uint64_t)load_u16le(guid + 4) << 32 | load_u32le(guid);
	if (ticks < UUID_TO_FILETIME)
		return false;
	*filetime = ticks - UUID_TO_FILETIME;
	return true;
}

/* The identifier authority: decimal below 2^32, else 0x and twelve digits, as Windows prints it. */
static size_t write_authority(char *out, const uint8_t *p)
{
	uint64_t v = 0;
	for (size_t i = 0; i < 6; i++)
		v = v << 8 | p[i];
	if (v <= UINT32_MAX)
		return decimal_write(out, v);
	memcpy(out, "0x", 2);
	hex_write(out + 2, v, 12);
	return 14;
}

size_t sid_write(char out[static SID_TEXT], struct slice s)
{
	if (s.n < 8 || s.p[0] != 1 || s.p[1] > 15 || s.n != 8 + 4 * (size_t)s.p[1])
		return 0;
	char text[DECIMAL_MAX];
	memcpy(out, "S-1-", 4);
	size_t at = 4;
	size_t n = write_authority(text, s.p + 2);
	memcpy(out + at, text, n);
	at += n;
	for (size_t i = 0; i < s.p[1]; i++) {
		out[at++] = '-';
		n = decimal_write(text, load_u32le(s.p + 8 + 4 * i));
		memcpy(out + at, text, n);
		at += n;
	}
	return at;
}
