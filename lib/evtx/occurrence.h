/* SPDX-License-Identifier: MIT */
/*
 * The elements that Windows shows for one element of a tree: an array of texts as its only content
 * repeats it, once an item; any other is shown once.
 *
 *	struct evtx_occurrence o;
 *	evtx_occurrence_begin(&o, element);
 *	while ((shown = evtx_occurrence_next(&o)))
 *		...
 */
#ifndef EVTX_OCCURRENCE_H
#define EVTX_OCCURRENCE_H

#include "lib/evtx/tree.h"

struct evtx_occurrence {
	const struct evtx_node *original;
	bool done;
	struct slice rest;        /* arrays: items still to come */
	struct evtx_node element; /* arrays: the original with one item as its content */
	struct evtx_node item;
};

/* element is an ELEMENT of a concrete tree and stays borrowed. */
void evtx_occurrence_begin(struct evtx_occurrence *o, const struct evtx_node *element);

/* The next one, valid until the next call; NULL at the end. */
const struct evtx_node *evtx_occurrence_next(struct evtx_occurrence *o);

#endif
