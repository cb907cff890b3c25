/* SPDX-License-Identifier: MIT */
/*
 * The fields of an event's EventData as the crash table names them: by name where the provider has
 * a manifest, by position where it is a classic one. An array of strings that is all a Data has
 * counts as so many Data, as Windows shows it.
 */
#ifndef EVTX_CRASH_DATA_H
#define EVTX_CRASH_DATA_H

#include "lib/evtx/crash_table.h"
#include "lib/evtx/tree.h"

struct crash_data {
	const struct evtx_node *event_data; /* the element, or NULL */
	struct arena *arena;                /* texts */
};

struct crash_data crash_data_of(const struct evtx_event *event, struct arena *arena);

/* The content of a field; false where the event has no such field. What is there may be empty:
 * *content may then be NULL. */
bool crash_data_find(const struct crash_data *d, const struct crash_field *field,
		     const struct evtx_node **content) MUST_CHECK;

/* The text of a field; empty where there is none. */
struct slice crash_data_text(const struct crash_data *d, const struct crash_field *field);

/* A field as a number, as evtx_scalar_unsigned() reads it. */
bool crash_data_number(const struct crash_data *d, const struct crash_field *field,
		       uint64_t *out) MUST_CHECK;

/* A field as a truth: true, false, or a number, of which 0 is false. */
bool crash_data_boolean(const struct crash_data *d, const struct evtx_node *content,
			bool *out) MUST_CHECK;

/* The bytes of a binary field, given as such or as digits; empty where they cannot be read. At
 * least 64 bytes behind them can be read. */
struct slice crash_data_bytes(const struct crash_data *d, const struct evtx_node *content);

/* The bytes of the element Binary, in the same way. */
struct slice crash_data_binary(const struct crash_data *d);

#endif
