/* SPDX-License-Identifier: MIT */
/*
 * Array values repeat the element that holds them, once for each item ([MS-EVEN6] 3.1.4.7.5).
 * Several arrays in one element make every combination, those in the content varying slowest.
 */
#ifndef EVTX_REPEAT_H
#define EVTX_REPEAT_H

#include "lib/evtx/emit.h"

/* What to do with each repetition; element lives until the call returns. */
typedef void repeat_function(const struct evtx_node *element, void *context);

/*
 * Calls each() for every repetition, or once with element itself where no array in it has two items
 * or more; an empty item of a text array is no value at all. In a symbolic tree it is not known how
 * many there will be: emit_impossible() where the element holds an array.
 */
void repeat_element(struct evtx_emit *e, const struct evtx_node *element, repeat_function *each,
		    void *context);

/* Would each() be called more than once? */
bool repeat_is_needed(struct evtx_emit *e, const struct evtx_node *element);

#endif
