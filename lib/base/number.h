/* SPDX-License-Identifier: MIT */
/* Numbers out of text with every overflow noticed, and into text without printf. */
#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#include "lib/base/slice.h"

/* Own ASCII helpers, so that no locale ever matters. */
static inline bool ascii_is_digit(uint8_t c)
{
	return c >= '0' && c <= '9';
}

static inline uint8_t ascii_lower(uint8_t c)
{
	return c >= 'A' && c <= 'Z' ? (uint8_t)(c | 0x20) : c;
}

static inline uint8_t ascii_upper(uint8_t c)
{
	return c >= 'a' && c <= 'z' ? (uint8_t)(c & ~0x20) : c;
}

/* 0 to 15, or -1 where c is no hexadecimal digit. */
static inline int hex_digit_value(uint8_t c)
{
	if (ascii_is_digit(c))
		return c - '0';
	c = ascii_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Are a and b the same but for the case of ASCII letters? */
bool slice_equal_ignoring_case(struct slice a, struct slice b);

/*
 * All of s as an unsigned number: one or more digits, nothing else (no sign, no blank, no 0x).
 * Any number of leading zeros. false, and *out unchanged, where that fails or exceeds 64 bits.
 */
bool number_from_decimal(struct slice s, uint64_t *out) MUST_CHECK;
bool number_from_hex(struct slice s, uint64_t *out) MUST_CHECK;

/* A 32-bit number that is held in 64 bits: alone, or sign-extended. false, and *out unchanged,
 * where v has more bits. */
static inline bool number_narrow(uint64_t v, uint32_t *out)
{
	if (v > UINT32_MAX && (int64_t)v != (int64_t)(int32_t)(uint32_t)v)
		return false;
	*out = (uint32_t)v;
	return true;
}

/* Longest decimal text of 64 bits, in bytes. */
enum { DECIMAL_MAX = 20 };

/* Writes v in decimal without leading zeros; returns the bytes written. */
size_t decimal_write(char out[static DECIMAL_MAX], uint64_t v);

/* Writes the low 4*digits bits of v as that many lower-case hexadecimal digits. */
void hex_write(char *out, uint64_t v, unsigned digits);

/* Writes each byte as two lower-case hexadecimal digits: 2*s.n bytes. */
void hex_write_bytes(char *out, struct slice s);

#endif
