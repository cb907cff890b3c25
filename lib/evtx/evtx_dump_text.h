/* SPDX-License-Identifier: MIT */
/*
 * The text of elements and attributes as evtx_dump shows it: one integer or boolean is bare,
 * everything else a string of all nodes joined. Of concrete and symbolic trees.
 */
#ifndef EVTX_EVTX_DUMP_TEXT_H
#define EVTX_EVTX_DUMP_TEXT_H

#include "lib/evtx/emit.h"

/* What a list of nodes shows, child elements and processing instructions aside. */
struct evtx_dump_text {
	bool nothing; /* it shows nothing; without meaning where lone is set */
	/* The only node, if it is a value; NULL where there are several nodes or it is none. */
	const struct evtx_node *value;
	bool lone; /* value is all there is, and whether it is empty was not asked yet */
};

/* Is the node part of the text: neither element nor instruction, nor BinXML that waits? */
bool evtx_dump_is_text(const struct evtx_node *node);

/* beside: attributes or elements stand beside the text; then empty values do not count as nodes, so
 * that another one keeps its type. */
struct evtx_dump_text evtx_dump_text_of(struct evtx_emit *e, const struct evtx_node *first,
					bool beside);

/* In symbolic trees the answer becomes part of the signature. */
bool evtx_dump_shows_nothing(struct evtx_emit *e, const struct evtx_dump_text *t);

/* Writes the text of these nodes, quotes included; t is theirs, and shows something. */
void evtx_dump_emit_scalar(struct evtx_emit *e, const struct evtx_node *first,
			   const struct evtx_dump_text *t);

/* The same for whatever there is; empty is written for a text that shows nothing. */
void evtx_dump_emit_scalar_or(struct evtx_emit *e, const struct evtx_node *first,
			      struct slice empty);

#endif
