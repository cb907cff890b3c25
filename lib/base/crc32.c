/* SPDX-License-Identifier: MIT */
#include <libdeflate.h>

#include "lib/base/crc32.h"

uint32_t crc32_update(uint32_t crc, struct slice s)
{
	/* libdeflate answers a NULL buffer with the initial value, whatever was asked. */
	return s.n ? libdeflate_crc32(crc, s.p, s.n) : crc;
}
