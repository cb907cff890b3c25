/* SPDX-License-Identifier: MIT */
/*
 * A template definition as it is told from others, whichever chunk it lies in. Each chunk carries
 * its own copy of every definition that its records use; two copies of one definition differ in the
 * offsets at which names lie, and in the links of the names among them.
 */
#ifndef EVTX_DEFINITION_H
#define EVTX_DEFINITION_H

#include "lib/evtx/binxml.h"

/* A place in the body that refers to a name. */
struct evtx_definition_reference {
	uint32_t at; /* of the 4-byte offset in the body */
	enum {
		EVTX_REFERENCE_INSIDE,  /* the name lies in the body: number bytes from its start */
		EVTX_REFERENCE_AGAIN,   /* the offset is that at number in the body */
		EVTX_REFERENCE_OUTSIDE, /* the name is this one */
	} kind;
	uint32_t number;
	struct slice name; /* hash, count and text, in the definition's names */
};

struct evtx_definition {
	uint8_t guid[16];
	size_t size;                                  /* of the body, bytes */
	struct buf body;                              /* a copy, padded with zeros */
	struct buf mask;                              /* all bits of the bytes that count */
	struct evtx_definition_reference *references; /* owned */
	uint32_t reference_count;
	struct buf names;
};

/* Remembers the definition of an instance, whose symbolic tree b has just made. */
void evtx_definition_learn(struct evtx_definition *d, const struct evtx_binxml *b,
			   const struct evtx_instance *instance);

/* Is the definition of this instance the same one? Up to 16 bytes behind its body are read. */
bool evtx_definition_is(const struct evtx_definition *d, struct slice chunk,
			const struct evtx_instance *instance);

/* Bytes of memory that it holds. */
size_t evtx_definition_memory(const struct evtx_definition *d);

void evtx_definition_free(struct evtx_definition *d);

#endif
