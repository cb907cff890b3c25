/* SPDX-License-Identifier: MIT */
/* Named things that may repeat, as JSON members: a name that occurs twice makes an array. */
#ifndef EVTX_MEMBERS_H
#define EVTX_MEMBERS_H

#include "lib/evtx/emit.h"

/* One value of a member. */
struct member_value {
	struct member_value *next;       /* of the same name */
	const struct evtx_node *content; /* first node of a text value */
	const struct evtx_node *element; /* or an element, shown as a tree; else NULL */
};

struct member {
	struct member *next; /* in order of first occurrence */
	struct member *same_bucket;
	struct slice name; /* UTF-8 */
	struct member_value *first, **last;
};

/* Members being gathered. Lives as long as the arena. */
struct members {
	struct member *first, **last;
	size_t count;
	struct member **buckets; /* NULL while there are few */
};

void members_begin(struct members *m);

/* Adds a value under a name; either content or element is meant (see above). */
void members_add(struct members *m, struct arena *arena, struct slice name,
		 const struct evtx_node *content, const struct evtx_node *element);

/* Writes the members between braces; *comma as for emit_json_key(). */
void members_emit(struct evtx_emit *e, const struct members *m, bool *comma);

/*
 * Writes one member; before: what stands in front of its name's opening quote. array: as an array,
 * whatever the number of values. Where a value was no valid text, a sibling <name>_hex keeps the
 * bytes, unless one of the members among which it stands (NULL for none) has that name.
 */
void members_emit_one(struct evtx_emit *e, const char *before, const struct member *member,
		      const struct members *among, bool array);

/* An element as a value: a string if it holds text only, else an object with its attributes as
 * "@name", its elements as members and its text as "#text". */
void emit_element_tree(struct evtx_emit *e, const struct evtx_node *element);

#endif
