/* SPDX-License-Identifier: MIT */
/*
 * A shape decides what an event looks like on output. It walks trees and writes through emit.h; it
 * must walk symbolic and concrete trees alike.
 */
#ifndef EVTX_SHAPE_H
#define EVTX_SHAPE_H

#include "lib/evtx/emit.h"

struct evtx_shape {
	const char *name; /* of --shape */
	/*
	 * Writes one event. root is the element Event (or whatever stands in its place). In a
	 * symbolic tree one child of root may be a VALUE node of type EVTX_TYPE_BIN_XML:
	 * emit_nested().
	 */
	void (*event)(struct evtx_emit *e, const struct evtx_node *root);
	/* Writes one child element of Event that came as a template instance of its own. */
	void (*child)(struct evtx_emit *e, const struct evtx_node *element);
	/* The shape's lines end in the members of record_origin and may carry bugcheck and crash;
	 * else a line is what event() wrote and a line feed. */
	bool carries_members;
};

extern const struct evtx_shape evtx_shape_default;
extern const struct evtx_shape evtx_shape_evtx_dump;
extern const struct evtx_shape evtx_shape_xml;
extern const struct evtx_shape evtx_shape_text; /* for people */

/* The shape of that name, or NULL. */
const struct evtx_shape *evtx_shape_named(const char *name);

#endif
