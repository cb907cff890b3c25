/* SPDX-License-Identifier: MIT */
/*
 * Compiled templates: found by the offset of their definition within the chunk at hand, and across
 * chunks by the definition itself (definition.h).
 */
#ifndef EVTX_TEMPLATE_H
#define EVTX_TEMPLATE_H

#include "lib/evtx/binxml.h"
#include "lib/evtx/program.h"
#include "lib/evtx/shape.h"

struct evtx_template;

enum { EVTX_TEMPLATE_BUCKETS = 1024 };

struct evtx_templates {
	/* settings */
	const struct evtx_shape *shape;
	bool epoch;
	/* the cache */
	struct evtx_template *buckets[EVTX_TEMPLATE_BUCKETS]; /* owned chains */
	size_t memory; /* bytes it takes; beyond LIMIT_EVTX_TEMPLATE_BYTES it starts anew */
	/* the chunk at hand */
	struct slice chunk;
	struct evtx_names *names; /* borrowed */
	uint16_t *index;          /* owned: for each offset 0 or 1 + position in here */
	struct evtx_template_here {
		struct evtx_template *definition; /* NULL: damaged; use the general path */
		uint32_t offset;
	} * here; /* owned */
	size_t here_count, here_cap;
	struct arena arena; /* for compiling */
};

void evtx_templates_begin(struct evtx_templates *t, struct slice chunk, struct evtx_names *names);
void evtx_templates_free(struct evtx_templates *t);

/*
 * Finds or makes the program for run->instance and fills run->program and run->offsets. outer: the
 * program in whose nested value the instance stands, NULL for that of an event. false where there
 * is none: the general path is due.
 */
bool evtx_templates_find(struct evtx_templates *t, struct evtx_run *run,
			 const struct evtx_program *outer) MUST_CHECK;

/* The number of the event that this instance is, looked up without a program; false where it does
 * not lie in one value as it usually does. */
bool evtx_templates_event_id(struct evtx_templates *t, const struct evtx_instance *in,
			     uint64_t *id) MUST_CHECK;

/* The element as child() of a shape gets it for a value nested in that program. Lives in the arena.
 */
const struct evtx_node *evtx_nested_element(const struct evtx_program *outer,
					    const struct evtx_node *element, struct arena *arena);

#endif
