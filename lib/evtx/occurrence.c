/* SPDX-License-Identifier: MIT */
#include "lib/evtx/occurrence.h"

#include "lib/evtx/value.h"

void evtx_occurrence_begin(struct evtx_occurrence *o, const struct evtx_node *element)
{
	o->original = element;
	o->done = false;
	o->rest = (struct slice){NULL, 0};
	if (!evtx_is_text_array(element->children) || element->children->bytes.n == 0)
		return;
	o->rest = element->children->bytes;
	o->element = *element;
	o->item = *element->children;
	o->item.type &= (uint16_t)~EVTX_TYPE_ARRAY;
	o->element.children = &o->item;
}

const struct evtx_node *evtx_occurrence_next(struct evtx_occurrence *o)
{
	if (o->rest.n) {
		o->done = true;
		uint16_t type = o->item.type | EVTX_TYPE_ARRAY;
		return evtx_array_next(type, &o->rest, &o->item.bytes) ? &o->element : NULL;
	}
	if (o->done)
		return NULL;
	o->done = true;
	return o->original;
}
