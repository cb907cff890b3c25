/* SPDX-License-Identifier: MIT */
/* Chunks of event logs, made record by record, with right checksums until a test damages them. */
#ifndef TESTS_SUPPORT_EVTX_CHUNK_H
#define TESTS_SUPPORT_EVTX_CHUNK_H

#include "lib/evtx/walk.h"

struct made_chunk {
	uint8_t bytes[EVTX_CHUNK_SIZE + EVTX_CHUNK_PADDING];
	uint32_t end; /* where the next record goes */
	uint32_t first_offset, last_offset;
	uint64_t first_id, last_id;
	uint64_t count;
};

void store_u32le(uint8_t *p, uint32_t v);
void store_u64le(uint8_t *p, uint64_t v);

/* All zero, and room for records. */
void made_begin(struct made_chunk *m);

/*
 * Appends a record whose binary XML is an element of content bytes (12 or more), filled by id and
 * fill. Returns its offset. Its size is a multiple of 8.
 */
uint32_t made_add(struct made_chunk *m, uint64_t id, uint64_t written, uint32_t content,
		  uint8_t fill);

/* Appends count records of several sizes with ids from first on. */
void made_add_many(struct made_chunk *m, uint64_t first, unsigned count);

/* Writes the header for the records appended so far; records appended later are slack. */
void made_seal(struct made_chunk *m);

/* Computes both checksums anew for what the header says now. */
void made_reseal(struct made_chunk *m);

/* The size of the record at offset. */
uint32_t made_size(const struct made_chunk *m, uint32_t offset);

/* What a walk over the first n bytes of a chunk delivers. */
struct walked {
	struct evtx_chunk chunk;
	struct evtx_walk walk;
	unsigned count, recovered, hidden;
	struct evtx_record records[2 * EVTX_RECORDS_MAX];
};

void walk_bytes(struct walked *out, const uint8_t *bytes, size_t n, enum evtx_recovery mode,
		const struct diag_sink *sink);

static inline void walk_made(struct walked *out, const struct made_chunk *m,
			     enum evtx_recovery mode, const struct diag_sink *sink)
{
	walk_bytes(out, m->bytes, EVTX_CHUNK_SIZE, mode, sink);
}

#endif
