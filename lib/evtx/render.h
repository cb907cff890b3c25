/* SPDX-License-Identifier: MIT */
/*
 * One event into one line: selection, then the compiled template where there is one, the tree
 * elsewhere; crash meaning and origin at the end. One renderer a thread.
 */
#ifndef EVTX_RENDER_H
#define EVTX_RENDER_H

#include "lib/base/origin.h"
#include "lib/evtx/chunk.h"
#include "lib/evtx/crash.h"
#include "lib/evtx/select.h"
#include "lib/evtx/template.h"
#include "lib/evtx/walk.h"

/* Which crash evidence is wanted. All zero: events are taken whether they are any or not. */
struct evtx_crash_filter {
	bool evidence;  /* only crash evidence */
	bool context;   /* and what gives it context (boots, sleep, time) */
	uint32_t kinds; /* only these, bits 1 << enum crash_kind; 0: by the two above */
};

struct evtx_render_options {
	const struct evtx_shape *shape;         /* borrowed */
	const struct evtx_selection *selection; /* borrowed; NULL selects all */
	struct evtx_crash_filter crash;
	bool epoch;      /* time_unix_ms beside time */
	bool trees_only; /* never compile a template: the plain twin of the fast path */
};

enum evtx_rendered {
	EVTX_RENDERED,
	EVTX_NOT_SELECTED,
	EVTX_NOT_READABLE, /* told to the sink; nothing was appended */
};

struct evtx_renderer {
	struct evtx_render_options options;
	const struct record_origin *origin; /* borrowed */
	const struct diag_sink *sink;       /* borrowed */
	uint32_t wanted;        /* fields of System that are looked at before rendering, as bits */
	bool wanted_is_id;      /* nothing but the number, for crash members */
	bool looks_for_crashes; /* because lines tell of them, or only they are wanted */
	const struct evtx_chunk *chunk; /* borrowed */
	struct evtx_names names;
	struct evtx_templates templates;
	struct arena arena; /* reset a record */
	struct buf nested;  /* what a nested fragment that is no template was rendered to */
	struct evtx_scratch scratch;
	/* Here and not on the stack, where compilers that clear what is declared would clear all of
	 * it for each record. */
	struct evtx_run run, nested_run;
	struct evtx_system system;
	bool live; /* the record at hand was not salvaged */
};

void evtx_renderer_begin(struct evtx_renderer *r, const struct evtx_render_options *options);
void evtx_renderer_free(struct evtx_renderer *r);

/* The records that follow are of this chunk of this input. */
void evtx_renderer_chunk(struct evtx_renderer *r, const struct evtx_chunk *chunk,
			 const struct record_origin *origin, const struct diag_sink *sink);

/* Appends the line of a record of the chunk to out, if it is selected. */
enum evtx_rendered evtx_render_record(struct evtx_renderer *r, const struct evtx_record *record,
				      struct buf *out);

/* Appends the line of an event that is a tree already (event XML). */
enum evtx_rendered evtx_render_event(struct evtx_renderer *r, const struct evtx_event *event,
				     struct buf *out);

#endif
