/* SPDX-License-Identifier: MIT */
/* Several bytes at once into a buffer that has room for all of them, wanted or not. */
#ifndef BASE_STORE_H
#define BASE_STORE_H

#include <endian.h>

#include "lib/base/slice.h"

/* The lowest byte of v goes first. */
static inline void store_u32le(uint8_t *p, uint32_t v)
{
	v = htole32(v);
	memcpy(p, &v, sizeof(v));
}

static inline void store_u64le(uint8_t *p, uint64_t v)
{
	v = htole64(v);
	memcpy(p, &v, sizeof(v));
}

#endif
