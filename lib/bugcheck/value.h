/* SPDX-License-Identifier: MIT */
/* What one value says: the decoders that grammars/bugcheck.parameters names. */
#ifndef BUGCHECK_VALUE_H
#define BUGCHECK_VALUE_H

#include "lib/base/buf.h"
#include "lib/bugcheck/bugcheck.h"
#include "lib/bugcheck/knowledge.h"
#include "lib/bugcheck/pool_tags.h"

/*
 * Appends what decoder (enum bugcheck_decoder, or DECODER_SETS and the number of a set) says of
 * value; nothing where it says nothing. tags: the user's list, or NULL.
 */
void bugcheck_value_add(struct buf *out, uint8_t decoder, uint64_t value,
			const struct pool_tags *tags);

/* The same of parameter 0 to 3 of b, for decoders that look at another one, too. */
void bugcheck_value_add_parameter(struct buf *out, uint8_t decoder, const struct bugcheck *b,
				  unsigned parameter, const struct pool_tags *tags);

/* "kernel address", "user address", "NULL + 0x28 ...": the decoder of addresses. */
void bugcheck_address_add(struct buf *out, uint64_t address);

/* The status register of a machine check bank: flags, error code in words. */
void bugcheck_mci_status_add(struct buf *out, uint64_t status);

#endif
