/* SPDX-License-Identifier: MIT */
/*
 * Where events begin and end in a stream of text, whatever stands between them. Knows tags, quotes,
 * comments, CDATA sections and processing instructions, and no more of XML: whether what it finds
 * is well-formed is the parser's to say.
 */
#ifndef EVTX_EVENT_XML_SPLIT_H
#define EVTX_EVENT_XML_SPLIT_H

#include "lib/base/buf.h"
#include "lib/base/diag.h"

struct event_xml_construct;

enum event_xml_found {
	EVENT_XML_NOTHING, /* all bytes are taken, and no event is complete */
	EVENT_XML_EVENT,   /* one event, in text, from "<Event" to the end of its end tag */
	EVENT_XML_LOST,    /* an event (or a comment) without end or beyond the cap: fault */
};

enum event_xml_place {
	EVENT_XML_OUTSIDE,   /* between events */
	EVENT_XML_OPENING,   /* something that may become an event or a comment */
	EVENT_XML_CONTENT,   /* in an event, between tags */
	EVENT_XML_TAG_START, /* behind '<', and not yet known what it begins */
	EVENT_XML_TAG,       /* in a tag, outside quotes */
	EVENT_XML_QUOTED,    /* in a quoted value */
	EVENT_XML_CONSTRUCT, /* in a comment, a CDATA section or a processing instruction */
};

/* Longest "&…;" that is looked into. */
enum { EVENT_XML_REFERENCE_MAX = 12 };

struct event_xml_position {
	uint64_t offset; /* bytes of the input */
	uint64_t line;   /* from 1 */
};

struct event_xml_split {
	unsigned unit;                  /* bytes of the input for an ASCII character: 1 or 2 */
	struct event_xml_position next; /* of the byte to come */
	struct event_xml_position here; /* of the byte being looked at */
	enum event_xml_place place;
	bool inside;      /* in an event; else in a comment between events, or outside */
	bool saw_root;    /* an element Events was opened */
	struct buf text;  /* owned: the event so far */
	size_t start_tag; /* length of its start tag, once it is complete */
	unsigned nested;  /* elements Event open inside the event */
	size_t inner;     /* in text: the first of them; 0 for none */
	struct event_xml_position inner_position;
	struct event_xml_position begin; /* of the event */
	size_t mark;                     /* in text: where the last tag or construct begins */
	struct event_xml_position marked;
	uint8_t quote;                               /* the quote that ends the value */
	const struct event_xml_construct *construct; /* the one we are in; static */
	bool whole;      /* text is a complete event that was not yet handed out */
	bool handed_out; /* text is an event that was handed out */
	/* Text that was escaped as a whole ("&lt;Event"). */
	bool escaped;
	uint8_t reference[EVENT_XML_REFERENCE_MAX];
	size_t reference_length;
	struct event_xml_position referring;
	/* After a construct without end: what stood behind its first byte, once more. */
	struct buf old;      /* owned */
	struct slice replay; /* in old */
	/* What was lost, or the extent of the event found. */
	enum diag_code fault;
	struct event_xml_position at;
	uint64_t length; /* bytes of the input */
};

/* All zero but for this. offset: bytes before the text, that is the byte order mark. */
void event_xml_split_begin(struct event_xml_split *s, unsigned unit, uint64_t offset);

/* Takes bytes off *text until something is found. */
enum event_xml_found event_xml_split_next(struct event_xml_split *s, struct slice *text);

/* At the end of the input: EVENT_XML_LOST where something is unfinished (then go on with
 * event_xml_split_next() and call this again), else EVENT_XML_NOTHING. */
enum event_xml_found event_xml_split_finish(struct event_xml_split *s);

void event_xml_split_free(struct event_xml_split *s);

#endif
