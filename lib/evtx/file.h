/* SPDX-License-Identifier: MIT */
/*
 * The header of an event log file: 4096 bytes of which 128 mean something. It is read for what it
 * says, never relied on: where chunks are and how many follows from the input itself.
 */
#ifndef EVTX_FILE_H
#define EVTX_FILE_H

#include "lib/base/diag.h"

enum {
	EVTX_FILE_HEADER_SIZE = 4096, /* where the first chunk begins */
	EVTX_FILE_DIRTY = 0x1,        /* in flags: the log was not closed */
	EVTX_FILE_FULL = 0x2,
	EVTX_FILE_NO_CRC = 0x4, /* no checksum was ever computed */
	/* Bytes that evtx_sniff() likes to see: the header and the first record of a chunk. */
	EVTX_SNIFF_BYTES = EVTX_FILE_HEADER_SIZE + 1024,
};

enum evtx_content {
	EVTX_CONTENT_OTHER,          /* no event log */
	EVTX_CONTENT_FILE,           /* begins with the magic of an event log file */
	EVTX_CONTENT_DAMAGED_HEADER, /* it does not, but chunks follow where they should */
	EVTX_CONTENT_CHUNKS,         /* chunks from the first byte on, no file header */
};

struct evtx_file {
	bool present;  /* all bytes of the header that mean something are there */
	bool magic_ok; /* else nothing below was believed, but it is there */
	bool crc_ok;   /* true, too, where the header says that there are no checksums */
	uint64_t first_chunk_number;
	uint64_t last_chunk_number;
	uint64_t next_record_id;
	uint32_t header_size; /* 128 */
	uint16_t minor_version;
	uint16_t major_version;
	uint16_t block_size;  /* 4096: where the first chunk begins */
	uint16_t chunk_count; /* modulo 65536 */
	uint32_t flags;       /* 0 where the header is not believed */
	uint32_t checksum;    /* CRC-32 of the first 120 bytes */
	uint32_t chunks_at;   /* where the first chunk begins, whatever the header says */
};

/* What the input is, by its first bytes (as many of EVTX_SNIFF_BYTES as there are; more help where
 * the beginning is damaged). */
enum evtx_content evtx_sniff(struct slice first);

/*
 * Reads the file header from the input's first bytes, given what evtx_sniff() says they are, and
 * reports what is wrong with it. Never fails: f->chunks_at is right in any case.
 */
void evtx_file_read(struct evtx_file *f, struct slice first, enum evtx_content content,
		    const struct diag_sink *sink);

/*
 * At the end of the input: compares the header's count of chunks with those that were there, total
 * in all and used up to the last one that is not all zero bytes, and reports what differs. A log
 * that was not closed may differ: that is only worth a note.
 */
void evtx_file_compare(const struct evtx_file *f, uint64_t used, uint64_t total,
		       const struct diag_sink *sink);

#endif
