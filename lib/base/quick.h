/* SPDX-License-Identifier: MIT */
/*
 * Numbers, identifiers and times as text for the hot path: written in place, nothing terminated,
 * the end returned. Each may change up to QUICK_SLACK bytes behind the end it returns, so out needs
 * that much room more. The readable twins are number.h, winid.h and wintime.h; the bytes are the
 * same.
 */
#ifndef BASE_QUICK_H
#define BASE_QUICK_H

#include "lib/base/slice.h"

enum { QUICK_SLACK = 32 };

/* Decimal without leading zeros: at most 10, 20 and 20 bytes. */
uint8_t *quick_decimal_u32(uint8_t *out, uint32_t v);
uint8_t *quick_decimal_u64(uint8_t *out, uint64_t v);
uint8_t *quick_decimal_i64(uint8_t *out, int64_t v);

/* Lower-case hexadecimal digits without leading zeros, "0" for 0; no 0x. At most 16 bytes. */
uint8_t *quick_hex_minimal(uint8_t *out, uint64_t v);

/* The low 4*digits bits of v as that many lower-case digits (1 to 16). */
uint8_t *quick_hex_fixed(uint8_t *out, uint64_t v, unsigned digits);

/* Each of the n bytes at p as two digits. */
uint8_t *quick_hex_bytes_lower(uint8_t *out, const uint8_t *p, size_t n);
uint8_t *quick_hex_bytes_upper(uint8_t *out, const uint8_t *p, size_t n);

/* The 36 characters of a GUID that lies as in Windows structures, without braces. */
uint8_t *quick_guid_lower(uint8_t *out, const uint8_t guid[static 16]);
uint8_t *quick_guid_upper(uint8_t *out, const uint8_t guid[static 16]);

/* A SID ("S-1-5-18"), at most SID_TEXT bytes; NULL where s is not exactly one, as sid_write() in
 * winid.h judges. */
uint8_t *quick_sid(uint8_t *out, struct slice s) MUST_CHECK;

/* The date that was written last. All zero is an empty one; each thread needs its own. */
struct quick_day_cache {
	uint64_t start;   /* FILETIME when that day began */
	uint64_t length;  /* its length in the same ticks; 0 = none */
	uint8_t date[16]; /* "2023-02-13T" and five bytes without meaning */
};

/*
 * Writes "2023-02-13T08:46:36.0000000Z" with that many digits of the fraction (0 to 7, the rest cut
 * off; no point where 0): 28 bytes at most. NULL for years above 9999. Times of the day in the
 * cache cost no calendar.
 */
uint8_t *quick_time(uint8_t *out, uint64_t filetime, struct quick_day_cache *cache,
		    unsigned fraction_digits) MUST_CHECK;

#endif
