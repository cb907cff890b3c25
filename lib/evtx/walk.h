/* SPDX-License-Identifier: MIT */
/*
 * The records of a chunk, in the order in which they stand there, damaged ones as far as they can
 * be told from rubbish. A record is: magic, size, number, FILETIME, binary XML, size again.
 *
 *	struct evtx_walk walk;
 *	evtx_walk_begin(&walk, &chunk, EVTX_RECOVER_AUTO, sink);
 *	while (evtx_walk_next(&walk, &record))
 *		...
 */
#ifndef EVTX_WALK_H
#define EVTX_WALK_H

#include "lib/evtx/chunk.h"

enum {
	EVTX_RECORD_MAGIC = 0x00002a2a, /* "**" and two zero bytes, read as a number */
	EVTX_RECORD_HEADER_SIZE = 24,
	EVTX_RECORD_SIZE_MIN = 28, /* header and trailing copy of the size, no binary XML */
	/* More records than a chunk can hold side by side. */
	EVTX_RECORDS_MAX = (EVTX_CHUNK_SIZE - EVTX_CHUNK_HEADER_SIZE) / EVTX_RECORD_SIZE_MIN + 1,
};

enum evtx_recovery {
	/* Whole records before the free space, nothing else: the chunk's header is trusted. */
	EVTX_RECOVER_OFF,
	/* Also damaged ones and, where the chunk shows damage, those behind the end it states. */
	EVTX_RECOVER_AUTO,
	/* Also free space and slack of every chunk, and records hidden inside others. */
	EVTX_RECOVER_ALL,
};

struct evtx_record {
	uint32_t offset;     /* in the chunk */
	uint32_t size;       /* bytes with header and trailing copy, as far as they are there */
	struct slice binxml; /* borrowed from the chunk; padding may follow its end token */
	uint64_t record_id;
	uint64_t written; /* FILETIME, as it stands */
	bool recovered;   /* salvaged: damaged, or not reached by the chunk's own book-keeping */
	bool hidden;      /* stands inside another record */
};

/* Where a walk has got to; see walk.c. */
enum evtx_walk_phase {
	EVTX_WALK_LIVE,  /* before the end that the header states */
	EVTX_WALK_SLACK, /* behind it, or in a chunk without header */
	EVTX_WALK_DONE,
};

struct evtx_walk {
	const struct evtx_chunk *chunk; /* borrowed */
	const struct diag_sink *sink;   /* borrowed; may be NULL */
	enum evtx_recovery mode;
	enum evtx_walk_phase phase;
	uint32_t position; /* where the next record should begin */
	uint32_t end;      /* of this phase */
	uint32_t fast_end; /* end while records need no second look, 0 else */
	/* A search for the next record from any place between these two ends at the second. */
	uint32_t searched_from, searched_to;
	/* Where hidden records are looked for, up to the end of the record around them. */
	uint32_t hidden_position, hidden_end;

	/* What was found, for evtx_validation. */
	uint32_t live_count;      /* records before the stated end */
	uint32_t last_offset;     /* of the last of them */
	uint32_t recovered_count; /* records delivered as recovered */
	uint32_t duplicate_count; /* salvaged again, and dropped */
	uint32_t hidden_count;    /* found inside others; EVTX_RECOVER_ALL only */
	uint32_t size_faults;     /* records whose two sizes contradict each other */
	uint32_t magic_faults;    /* records whose magic is damaged */
	uint32_t lost_bytes;      /* before the stated end, without a record in them */
	bool stale;               /* records go on behind the stated end */
	bool numbers_differ;      /* the header's numbers are not those of the records */
	bool free_space_differs;  /* free_space_offset is not where the records end */
	uint32_t count;           /* records delivered; their offsets: */
	uint16_t offsets[EVTX_RECORDS_MAX];
};

/* Begins at the first record. chunk and sink stay borrowed until the last record was read. */
void evtx_walk_begin(struct evtx_walk *w, const struct evtx_chunk *chunk, enum evtx_recovery mode,
		     const struct diag_sink *sink);

/* The rest of evtx_walk_next(): whatever is not simply the next whole record. */
bool evtx_walk_next_slow(struct evtx_walk *w, struct evtx_record *r);

/* Fills *r with the record of size bytes at offset. */
static inline void evtx_record_read(struct evtx_record *r, const struct evtx_chunk *c,
				    uint32_t offset, uint32_t size)
{
	const uint8_t *p = c->bytes.p + offset;
	r->offset = offset;
	r->size = size;
	r->binxml = slice_of(p + EVTX_RECORD_HEADER_SIZE, size - EVTX_RECORD_SIZE_MIN);
	r->record_id = load_u64le(p + 8);
	r->written = load_u64le(p + 16);
	r->recovered = false;
	r->hidden = false;
}

/* The next record into *r; false after the last one. */
static inline bool evtx_walk_next(struct evtx_walk *w, struct evtx_record *r)
{
	uint32_t at = w->position;
	/* The padding behind a chunk makes reading a header at its very end harmless. */
	const uint8_t *p = w->chunk->bytes.p + at;
	if (at < w->fast_end && load_u32le(p) == EVTX_RECORD_MAGIC) {
		uint32_t size = load_u32le(p + 4);
		if (LIKELY(size >= EVTX_RECORD_SIZE_MIN && size <= w->fast_end - at &&
			   load_u32le(p + size - 4) == size)) {
			evtx_record_read(r, w->chunk, at, size);
			w->offsets[w->count++] = (uint16_t)at;
			w->position = at + size;
			return true;
		}
	}
	return evtx_walk_next_slow(w, r);
}

#endif
