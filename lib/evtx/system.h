/* SPDX-License-Identifier: MIT */
/*
 * The values of an event's System element, read: numbers as numbers, the time as an instant. From a
 * tree here; the compiled path fills the same structure without a tree.
 */
#ifndef EVTX_SYSTEM_H
#define EVTX_SYSTEM_H

#include "lib/evtx/tree.h"

/* The members, in the order in which the default shape prints them. */
enum evtx_system_field {
	EVTX_SYSTEM_TIME,      /* TimeCreated/@SystemTime, FILETIME */
	EVTX_SYSTEM_RECORD_ID, /* EventRecordID */
	EVTX_SYSTEM_EVENT_ID,
	EVTX_SYSTEM_QUALIFIERS,
	EVTX_SYSTEM_VERSION,
	EVTX_SYSTEM_LEVEL,
	EVTX_SYSTEM_TASK,
	EVTX_SYSTEM_OPCODE,
	EVTX_SYSTEM_KEYWORDS,
	EVTX_SYSTEM_PROVIDER,
	EVTX_SYSTEM_PROVIDER_GUID,
	EVTX_SYSTEM_EVENT_SOURCE,
	EVTX_SYSTEM_CHANNEL,
	EVTX_SYSTEM_COMPUTER,
	EVTX_SYSTEM_USER_SID,
	EVTX_SYSTEM_PROCESS_ID,
	EVTX_SYSTEM_THREAD_ID,
	EVTX_SYSTEM_ACTIVITY_ID,
	EVTX_SYSTEM_RELATED_ACTIVITY_ID,
	EVTX_SYSTEM_FIELD_COUNT
};

/* Numbers of all fields that are numbers (time and record id to thread id); texts of the others. */
struct evtx_system {
	uint32_t present; /* bit 1 << field: there, not empty, and readable as what it should be */
	uint32_t invalid; /* bit 1 << field: there, not empty, but not readable */
	uint64_t number[EVTX_SYSTEM_FIELD_COUNT];
	struct slice text[EVTX_SYSTEM_FIELD_COUNT]; /* UTF-8; GUIDs as they are spelt */
};

static inline bool evtx_system_has(const struct evtx_system *s, enum evtx_system_field field)
{
	return s->present >> field & 1;
}

/* Is this field a number? Else it is text. */
bool evtx_system_is_number(enum evtx_system_field field);

/* Which field is the content of that child of System, or of that attribute of it (EVTX_NAME_OTHER:
 * none)? EVTX_SYSTEM_FIELD_COUNT where that is no field. */
enum evtx_system_field evtx_system_field_at(enum evtx_known element, enum evtx_known attribute);

/* The content of one field in the tree of an event: first node of its value, or NULL. Works on
 * symbolic trees too. */
const struct evtx_node *evtx_system_content(const struct evtx_node *root,
					    enum evtx_system_field field);

/* The contents of all fields at once; NULL where there is none. */
void evtx_system_contents(const struct evtx_node *root,
			  const struct evtx_node *contents[static EVTX_SYSTEM_FIELD_COUNT]);

/* Reads one field from its content (as evtx_system_content() finds it, concrete) and sets its bit
 * in present or invalid; nothing where content is NULL or empty. */
void evtx_system_read_field(struct evtx_system *s, struct arena *arena,
			    enum evtx_system_field field, const struct evtx_node *content);

/* Reads all fields of an event's concrete tree. Texts live in the arena or are borrowed. */
void evtx_system_read(struct evtx_system *s, struct arena *arena, const struct evtx_node *root);

#endif
