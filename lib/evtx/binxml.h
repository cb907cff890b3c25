/* SPDX-License-Identifier: MIT */
/*
 * BinXML to trees ([MS-EVEN6] 2.2.12; libyal, "Binary XML"). Offsets are those of the
 * chunk, because names and template definitions are referred to by them.
 */
#ifndef EVTX_BINXML_H
#define EVTX_BINXML_H

#include "lib/base/diag.h"
#include "lib/evtx/instance.h"
#include "lib/evtx/names.h"
#include "lib/evtx/tree.h"

/* A place in a definition's body that holds the offset of a name. */
struct evtx_reference {
	uint32_t at;   /* of the 4-byte field, from the start of the body */
	uint32_t name; /* the offset it holds */
};

struct evtx_binxml {
	struct slice chunk;       /* borrowed; see evtx_value_room() on what lies behind it */
	struct arena *arena;      /* borrowed: nodes */
	struct evtx_names *names; /* borrowed */
	bool live;                /* see evtx_instance_read() */
	uint32_t nodes_left;      /* of LIMIT_EVTX_NODES for this event; see charge() */
	const struct evtx_instance *symbolic; /* the instance that a symbolic tree is made for */
	struct evtx_reference *references;    /* symbolic: name references found, in order */
	uint32_t reference_count;
	uint32_t waiting_binxml; /* symbolic: values that will be BinXML */
	bool moved;              /* a definition lay elsewhere than said */
	bool missing;            /* a definition is lost: values are delivered without names */
	bool nameless;           /* a name was lost; _ stands in its place */
	bool cut; /* values needed more bytes than there are; what is there was taken */
	/* the failure */
	bool failed;
	enum diag_code fault;
	uint32_t fault_at;  /* offset in the chunk */
	uint64_t fault_got; /* token or offset found */
};

/* Ready for the next event. live: see evtx_instance_read(). */
void evtx_binxml_begin(struct evtx_binxml *b, struct slice chunk, struct arena *arena,
		       struct evtx_names *names, bool live);

/*
 * The concrete tree of the BinXML from offset to end: its first element, or NULL where it cannot be
 * read (failed, fault...). *stopped: the offset behind what was read.
 */
const struct evtx_node *evtx_binxml_event(struct evtx_binxml *b, uint32_t offset, uint32_t end,
					  uint32_t *stopped);

/* The concrete tree of a value that is exactly one element, else NULL (without a failure told). */
const struct evtx_node *evtx_binxml_value(struct evtx_binxml *b, struct slice value);

/* The symbolic tree of the definition that an instance is of; NULL where it cannot be read. */
const struct evtx_node *evtx_binxml_definition(struct evtx_binxml *b,
					       const struct evtx_instance *instance);

#endif
