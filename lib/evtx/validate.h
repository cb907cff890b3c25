/* SPDX-License-Identifier: MIT */
/*
 * One judgement on a whole log, gathered while its chunks are walked. Parts that were gathered
 * chunk by chunk (by several threads, say) are joined in the order of the input.
 */
#ifndef EVTX_VALIDATE_H
#define EVTX_VALIDATE_H

#include "lib/base/origin.h"
#include "lib/evtx/file.h"
#include "lib/evtx/walk.h"

/* A record, as far as its place in the sequence goes. */
struct evtx_mark {
	uint64_t offset; /* in the input */
	uint64_t record_id;
	uint64_t written; /* FILETIME; 0: not known, as of the last record of exported logs */
};

/* Two records, one behind the other in the input. */
struct evtx_step {
	struct evtx_mark before, after;
};

/* The numbers and times of records in the order of the input; salvaged ones count where they go on
 * with it. */
struct evtx_sequence {
	uint64_t count;
	struct evtx_mark first, last;
	uint64_t earliest, latest;  /* FILETIME; UINT64_MAX and 0: of no record */
	uint64_t gaps;              /* steps that leave out numbers */
	uint64_t missing;           /* numbers left out */
	uint64_t resets;            /* steps to the same or a lower number */
	uint64_t backwards;         /* steps to an earlier time with a higher number */
	struct evtx_step first_gap; /* where gaps is not 0, and so on */
	struct evtx_step first_reset;
	struct evtx_step first_backwards;
};

/* How many chunks and records there are of which kind. */
struct evtx_totals {
	uint64_t chunks;      /* good, damaged and empty ones */
	uint64_t chunks_used; /* up to the last one that is not empty */
	uint64_t chunks_damaged;
	uint64_t chunks_empty; /* all zero bytes */
	uint64_t records;      /* delivered, the next two included */
	uint64_t recovered;
	uint64_t hidden;
	uint64_t duplicates; /* salvaged again and dropped */
	uint64_t unreadable; /* whose binary XML could not be read, salvaged ones left out */
	uint64_t flawed;     /* read though a template or values are not whole; the same */
	uint64_t lost_bytes;

	/* Chunks whose ... */
	uint64_t magic_wrong; /* magic is damaged, or header missing */
	uint64_t truncated;   /* end is missing */
	uint64_t header_checksum_wrong;
	uint64_t data_checksum_wrong;
	uint64_t checksums_absent;   /* flags say that there are none */
	uint64_t numbers_differ;     /* header has other numbers than its records */
	uint64_t free_space_differs; /* header has another end than its records */
	uint64_t stale;              /* header lags behind its records */
	uint64_t resealed; /* data checksum is right although sizes contradict each other */

	/* Records whose ... */
	uint64_t size_faults;  /* two sizes differ */
	uint64_t magic_faults; /* magic is damaged */
	uint64_t enlarged;     /* binary XML ends long before their size does */
	struct evtx_mark first_enlarged;
};

struct evtx_validation {
	/*
	 * Tells where the binary XML of a record ends: bytes from its beginning, end token
	 * included; 0 where that cannot be told. May be NULL: nothing is enlarged then.
	 */
	size_t (*content_end)(void *context, const struct evtx_chunk *c,
			      const struct evtx_record *r);
	void *context;
	bool file_known;
	enum evtx_content content;
	struct evtx_file file;
	struct evtx_totals totals;
	struct evtx_sequence sequence;
};

/*
 * A content_end that needs no context: reads the outermost structure only (a template instance or
 * an element that states its size), which is enough for all that Windows writes.
 */
size_t evtx_content_end(void *context, const struct evtx_chunk *c, const struct evtx_record *r);

/* Nothing seen yet. */
void evtx_validation_begin(struct evtx_validation *v);

/* The file header. Without this call (bare chunks) nothing is said about one. */
void evtx_validation_file(struct evtx_validation *v, const struct evtx_file *f,
			  enum evtx_content content);

/* A record as evtx_walk_next() delivered it. */
void evtx_validation_record(struct evtx_validation *v, const struct evtx_chunk *c,
			    const struct evtx_record *r);

/* The binary XML of that record could not be read. */
void evtx_validation_unreadable(struct evtx_validation *v, const struct evtx_record *r);

/* It was read, but its template was not where it should be, or its values were cut. */
void evtx_validation_flawed(struct evtx_validation *v, const struct evtx_record *r);

/* A chunk whose records have all been seen. */
void evtx_validation_chunk(struct evtx_validation *v, const struct evtx_chunk *c,
			   const struct evtx_walk *w);

/* Adds a part of the same input that follows on what v has seen. */
void evtx_validation_join(struct evtx_validation *v, const struct evtx_validation *part);

/* Is nothing wrong? To be asked at the end of the input, as are the next two. */
bool evtx_validation_is_ok(const struct evtx_validation *v);

/* Appends the record {"type":"evtx.validation",...}. */
void evtx_validation_write(const struct evtx_validation *v, struct json_writer *w,
			   const struct record_origin *origin);

/* Appends the same for a person. name: of the input, for the headline. */
void evtx_validation_text(const struct evtx_validation *v, struct buf *b, const char *name);

#endif
