/* SPDX-License-Identifier: MIT */
/* The CRC-32 of zlib, PNG and EVTX (polynomial 0x04c11db7 reflected), by libdeflate. */
#ifndef BASE_CRC32_H
#define BASE_CRC32_H

#include "lib/base/slice.h"

/* Continues a checksum over s; start with 0. Not the polynomial of SSE4.2's crc32 instruction. */
uint32_t crc32_update(uint32_t crc, struct slice s);

#endif
