/* SPDX-License-Identifier: MIT */
/*
 * What events say of crashes. grammars/crash.events (crash-events(5)) tells which events are crash
 * evidence and which members they give; here they are found and the members written.
 */
#ifndef EVTX_CRASH_H
#define EVTX_CRASH_H

#include "lib/base/json.h"
#include "lib/evtx/tree.h"

enum crash_kind {
#define CRASH_KIND(symbol, name, context) CRASH_KIND_##symbol,
#include "lib/evtx/crash_kind_list.h"
#undef CRASH_KIND
	CRASH_KIND_COUNT
};

/* A row of the table; what is in it is told by the functions below. */
struct crash_event;

/* The name of a kind in the output. Static. */
const char *crash_kind_name(enum crash_kind kind);

/* The kind of that name; false, and *kind unchanged, where there is none. */
bool crash_kind_from_name(struct slice name, enum crash_kind *kind) MUST_CHECK;

/* Does the kind only give context (boots, sleep, time), as --crash=context wants it? */
bool crash_kind_is_context(enum crash_kind kind);

/* Can an event of this number be in the table? One look into a bitmap, for each record. */
bool crash_event_id_possible(uint64_t event_id);

/*
 * The row of an event by its provider's name (UTF-8, any case), its number and its channel; NULL if
 * it is no crash evidence. Some rows want a look at the data too: ask crash_event_resolve().
 */
const struct crash_event *crash_event_find(struct slice provider, uint64_t event_id,
					   struct slice channel);

/* Does the row have to be resolved with the event's data at hand? */
bool crash_event_is_conditional(const struct crash_event *row);

/*
 * The row that holds for this event: the one found, or another of the same provider and number;
 * NULL if the data say that it is no crash evidence (Windows Error Reporting 1001 of a program).
 */
const struct crash_event *crash_event_resolve(const struct crash_event *row,
					      const struct evtx_event *event, struct arena *arena);

enum crash_kind crash_event_kind(const struct crash_event *row);

static inline bool crash_event_is_context(const struct crash_event *row)
{
	return crash_kind_is_context(crash_event_kind(row));
}

/*
 * Writes the members bugcheck (only for events that carry a code that can be read) and crash into
 * an object that is open. row is a resolved one. The event's tree is concrete; values may be typed
 * or text, both give the same bytes.
 */
void crash_write(struct json_writer *w, const struct crash_event *row,
		 const struct evtx_event *event, struct arena *arena);

/* The same for people: lines that begin with a line feed and four blanks. */
void crash_report(struct buf *out, const struct crash_event *row, const struct evtx_event *event,
		  struct arena *arena);

#endif
