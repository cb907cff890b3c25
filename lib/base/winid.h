/* SPDX-License-Identifier: MIT */
/* Identifiers of Windows as text: GUID ([MS-DTYP] 2.3.4) and SID ([MS-DTYP] 2.4.2). */
#ifndef BASE_WINID_H
#define BASE_WINID_H

#include "lib/base/slice.h"

/* "96f3ce2c-19c4-11f0-8d04-806e6f6e6963", no braces, lower case. */
enum { GUID_TEXT = 36 };

/* Writes the 16 bytes of a GUID as they lie in Windows structures (first three fields little
 * endian). */
void guid_write(char out[static GUID_TEXT], const uint8_t guid[static 16]);

/* Reads GUID text of exactly 36 characters, either case, without braces, into structure order.
 * false, and guid unchanged, where s is anything else. */
bool guid_from_text(struct slice s, uint8_t guid[static 16]) MUST_CHECK;

/*
 * The instant a version-1 UUID was made, as FILETIME (RFC 4122, 4.1.4: 100-ns ticks since
 * 1582-10-15). false where the GUID is of another version or variant, or older than 1601.
 */
bool guid_time(const uint8_t guid[static 16], uint64_t *filetime) MUST_CHECK;

/* Longest SID text: "S-1-" + 48-bit authority as 0x + 12 digits + 15 sub-authorities of 11. */
enum { SID_TEXT = 4 + 14 + 15 * 11 };

/*
 * Writes a SID ("S-1-5-18") and returns the bytes written; 0 where s is not exactly one SID
 * (revision 1, at most 15 sub-authorities, all of them there, nothing behind).
 */
size_t sid_write(char out[static SID_TEXT], struct slice s) MUST_CHECK;

#endif
