/* SPDX-License-Identifier: MIT */
/* DumpBlob: the secondary data that drivers and Windows append to a dump, each under a GUID. */
#ifndef DUMP_BLOB_H
#define DUMP_BLOB_H

#include "lib/base/known.h"
#include "lib/base/status.h"
#include "lib/io/random.h"

struct dump_blob {
	uint8_t Tag[16];      /* GUID, as stored */
	uint64_t offset;      /* of the record's header, bytes */
	uint64_t data_offset; /* of its data */
	uint32_t DataSize;
};

struct dump_blobs {
	bool present;    /* "DumpBlob" stands there */
	uint64_t offset; /* of it */
	struct known BuildNumber;
	uint64_t end; /* behind the last record, bytes; at most the end of the file */
	uint64_t count;
	bool cut;    /* the last record reaches beyond the end of the file */
	bool capped; /* LIMIT_DUMP_BLOBS were read, or what is kept of a stream; more follow */
};

/*
 * Looks for the chain at offset, walks it and calls visit for each record (NULL: only walks), also
 * for one of which only the header and the beginning of the data is there. The chain ends where no
 * record's header stands; what lies behind it may be anything.
 * STATUS_OK; STATUS_NOT_THIS_FORMAT where there is none.
 */
enum status dump_blobs_walk(struct dump_blobs *b, struct random_input *in, uint64_t offset,
			    void (*visit)(void *context, const struct dump_blob *blob),
			    void *context) MUST_CHECK;

/* What a tag is known to stand for ("SMBIOS tables"), or NULL. Static. */
const char *dump_blob_name(const uint8_t tag[static 16]);

#endif
