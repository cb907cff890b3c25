/* SPDX-License-Identifier: MIT */
/* What an address tells by itself. */
#include <inttypes.h>

#include "lib/bugcheck/value.h"

/* The first 64 KiB of the address space are never mapped: what lies there is a field or element
 * behind a NULL pointer. */
#define NULL_AREA UINT64_C(0x10000)

/* Limits of canonical addresses, with 48 bits and, with five-level paging, 57 bits
 * (Intel SDM volume 1, 3.3.7.1). */
#define USER_LAST_48    UINT64_C(0x00007fffffffffff)
#define USER_LAST_57    UINT64_C(0x00ffffffffffffff)
#define KERNEL_FIRST_48 UINT64_C(0xffff800000000000)
#define KERNEL_FIRST_57 UINT64_C(0xff00000000000000)

/* On 32-bit Windows the kernel lives above 2 GiB; its addresses come with zeros in front. */
#define KERNEL_FIRST_32 UINT64_C(0x80000000)

void bugcheck_address_add(struct buf *out, uint64_t a)
{
	if (a == 0)
		buf_add_string(out, "NULL");
	else if (a == UINT64_MAX)
		buf_add_string(out, "all bits set: no address (the processor tells none for one "
				    "that is not canonical)");
	else if (a < NULL_AREA)
		buf_printf(out, "NULL + 0x%" PRIx64 ": something behind a null pointer", a);
	else if (a > UINT64_MAX - NULL_AREA)
		buf_printf(out, "NULL - 0x%" PRIx64 ": something before a null pointer", -a);
	else if (a >= KERNEL_FIRST_48)
		buf_add_string(out, "kernel address");
	else if (a >= KERNEL_FIRST_57)
		buf_add_string(out, "kernel address with five-level paging, else not canonical");
	else if (a > USER_LAST_57)
		buf_add_string(out, "not a canonical address");
	else if (a > USER_LAST_48)
		buf_add_string(out, "user address with five-level paging, else not canonical");
	else if (a >= KERNEL_FIRST_32 && a <= UINT32_MAX)
		buf_add_string(out, "user address (on 32-bit Windows: kernel address)");
	else
		buf_add_string(out, "user address");
}
