/* SPDX-License-Identifier: MIT */
/*
 * A template instance: which definition it is of, and its values ([MS-EVEN6] 2.2.12, "Template
 * instance"; libyal, "Template instance", "Template instance data").
 */
#ifndef EVTX_INSTANCE_H
#define EVTX_INSTANCE_H

#include "lib/base/reader.h"
#include "lib/base/slice.h"

enum {
	EVTX_TOKEN_TEMPLATE_INSTANCE = 0x0c,
	EVTX_DEFINITION_HEADER = 24, /* link, GUID, size of the body */
};

struct evtx_instance {
	uint32_t definition;  /* offset of the definition in the chunk */
	uint32_t body;        /* offset of its body: its BinXML */
	uint32_t body_size;   /* bytes, cut to what the chunk has */
	const uint8_t *guid;  /* 16 bytes */
	uint32_t count;       /* values */
	const uint8_t *table; /* count descriptors of 4 bytes: size, type, 0 */
	struct slice values;  /* the bytes behind the table, to the end of the container */
	uint32_t end;         /* offset behind the values */
	uint32_t fault;       /* where reading failed */
	bool cut;             /* the values need more bytes than there are */
	/* The definition is not where the instance says, but elsewhere in the chunk ... */
	bool moved;
	bool missing; /* ... or nowhere: body_size is 0, guid is NULL */
};

/*
 * Reads the instance whose token 0x0c lies at offset of chunk and which must end by end. false
 * where it is damaged (fault tells where); what is cut is only marked.
 */
bool evtx_instance_read(struct evtx_instance *in, struct slice chunk, uint32_t offset, uint32_t end,
			bool live) MUST_CHECK;

/* The same without a look at the values: cut is not known, and end is that of the container. */
bool evtx_instance_open(struct evtx_instance *in, struct slice chunk, uint32_t offset, uint32_t end,
			bool live) MUST_CHECK;

static inline size_t evtx_instance_size(const struct evtx_instance *in, uint32_t i)
{
	return load_u16le(in->table + 4 * (size_t)i);
}

static inline uint8_t evtx_instance_type(const struct evtx_instance *in, uint32_t i)
{
	return in->table[4 * (size_t)i + 2];
}

#endif
