/* SPDX-License-Identifier: MIT */
/*
 * A chunk of an event log: 512 bytes of header, then records, then free space; 65536 bytes in all.
 * Names, templates and records refer to each other by offsets from the chunk's first byte and never
 * reach into another chunk, so a chunk can be read by itself.
 */
#ifndef EVTX_CHUNK_H
#define EVTX_CHUNK_H

#include "lib/base/diag.h"
#include "lib/base/reader.h"

enum {
	EVTX_CHUNK_SIZE = 65536,
	EVTX_CHUNK_HEADER_SIZE = 512, /* the first record begins here */
	EVTX_CHUNK_PADDING = 64,      /* zero bytes that stand readable behind a chunk's bytes */
	EVTX_CHUNK_NAMES_AT = 128,    /* 64 offsets of name chains, 4 bytes each */
	EVTX_CHUNK_NAME_BUCKETS = 64,
	EVTX_CHUNK_TEMPLATES_AT = 384, /* 32 offsets of template chains, 4 bytes each */
	EVTX_CHUNK_TEMPLATE_BUCKETS = 32,
	EVTX_CHUNK_FLAG_NO_CRC = 0x4, /* in flags: neither checksum was ever computed */
};

struct evtx_chunk {
	struct slice bytes; /* borrowed: what is there, at most EVTX_CHUNK_SIZE; EVTX_CHUNK_PADDING
			       more bytes may be read behind it */
	uint64_t offset;    /* of its first byte in the input */

	/* The header as it stands; all 0 unless header_readable. Offsets count from the chunk's
	 * first byte. */
	uint64_t first_record_number;
	uint64_t last_record_number;
	uint64_t first_record_id;
	uint64_t last_record_id;
	uint32_t header_size;        /* 128 in every chunk Windows writes */
	uint32_t last_record_offset; /* where the last record begins */
	uint32_t free_space_offset;  /* where the records end, or EVTX_CHUNK_SIZE in archives */
	uint32_t data_checksum;      /* CRC-32 from EVTX_CHUNK_HEADER_SIZE to free_space_offset */
	uint32_t flags;
	uint32_t header_checksum; /* CRC-32 of the header without flags and itself */

	bool zeroed;          /* nothing but zero bytes: space that was never used */
	bool truncated;       /* fewer bytes than a chunk has */
	bool header_readable; /* magic and all 512 bytes are there (or only the magic is damaged:
				 the header's checksum proves it) */
	bool magic_damaged;
	bool no_crc;        /* the chunk says that it has no checksums */
	bool crc_checked;   /* the next two were computed; else they are true */
	bool header_crc_ok; /* false, too, where the header is not readable */
	bool data_crc_ok;   /* false, too, where free_space_offset makes no sense; true where the
			       bytes up to it are not all there, so that nothing can be said */
	bool end_plausible; /* free_space_offset lies between header and end of a chunk */
};

/*
 * Looks at the chunk whose bytes (at most EVTX_CHUNK_SIZE, with EVTX_CHUNK_PADDING zero bytes
 * behind) stand at offset of the input, and reports what is wrong with the chunk as such. Without
 * check_crc no checksum is computed: say false, too, where the file header has EVTX_FILE_NO_CRC.
 * Never fails: what can be had of a chunk without readable header is left to evtx_walk.
 */
void evtx_chunk_open(struct evtx_chunk *c, struct slice bytes, uint64_t offset, bool check_crc,
		     const struct diag_sink *sink);

/* Does the chunk, as far as its header and checksums tell, need salvage? */
bool evtx_chunk_is_damaged(const struct evtx_chunk *c);

/* Where the next chunk magic stands at or behind from, or bytes.n: for inputs that lost or gained
 * bytes, so that chunks are no longer where they should be. */
size_t evtx_chunk_find(struct slice bytes, size_t from);

#endif
