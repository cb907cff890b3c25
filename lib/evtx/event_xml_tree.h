/* SPDX-License-Identifier: MIT */
/* The text of one event into a tree. The only user of libxml2 is behind this. */
#ifndef EVTX_EVENT_XML_TREE_H
#define EVTX_EVENT_XML_TREE_H

#include "lib/base/buf.h"
#include "lib/base/diag.h"
#include "lib/evtx/tree.h"

struct event_xml_tree {
	const struct evtx_node *root; /* in the arena; NULL where it could not be made */
	/* Why not: */
	enum diag_code fault;
	uint64_t limit;    /* the cap, if one was passed */
	uint64_t line;     /* from 1, in the text of the event */
	struct buf reason; /* owned: what was wrong, or what there was too much of */
};

/*
 * Parses text, which event_xml_clean() has made, and builds the tree in the arena: attributes in
 * their order, with those named xmlns, prefixes as they are written; text between elements that
 * event_xml_is_between() is left out, all other text is kept untrimmed; comments are left out. No
 * document type, no entities but the five of XML, no network.
 */
void event_xml_tree_build(struct event_xml_tree *tree, struct arena *arena, struct slice text);

void event_xml_tree_free(struct event_xml_tree *tree);

#endif
