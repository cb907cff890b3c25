/* SPDX-License-Identifier: MIT */
/*
 * The names of a chunk: elements, attributes and entities refer to them by their offset, and a name
 * is read once a chunk. Layout of a name: 4 bytes link of the hash chain, 2 bytes hash, 2 bytes
 * count of characters, UTF-16 text, 2 bytes of zero (libyal, "Name"). The chains are never
 * followed, so what stands in them does not matter.
 */
#ifndef EVTX_NAMES_H
#define EVTX_NAMES_H

#include "lib/evtx/tree.h"

enum { EVTX_NAME_HEADER = 8, EVTX_NAME_OFFSETS = 65536 };

struct evtx_names {
	struct slice chunk;      /* borrowed */
	struct arena arena;      /* the names of this chunk */
	size_t bytes;            /* what they take, bounded by LIMIT_EVTX_NAME_BYTES */
	uint16_t *index;         /* owned: for each offset 0 or 1 + position in entries */
	struct evtx_name_entry { /* owned */
		const struct evtx_name *name;
		uint32_t offset;
	} * entries;
	size_t count, cap;
};

/* Forgets the names of the last chunk. All zero before the first call. */
void evtx_names_begin(struct evtx_names *names, struct slice chunk);

void evtx_names_free(struct evtx_names *names);

/* The bytes of the name at offset, header and final zero included; empty where there is none. */
struct slice evtx_name_bytes(struct slice chunk, uint32_t offset);

/* The name at offset, valid until the next chunk; NULL where there is none or the cap is reached.
 */
const struct evtx_name *evtx_name_at(struct evtx_names *names, uint32_t offset);

/* Was a name read at that offset already? */
static inline bool evtx_name_is_known(const struct evtx_names *names, uint32_t offset)
{
	return offset < EVTX_NAME_OFFSETS && names->index[offset] != 0;
}

#endif
