/* SPDX-License-Identifier: MIT */
/*
 * Events out of text: what Event Viewer saves as XML, what wevtutil prints with or without a root,
 * what other readers of event logs write, and what people paste. The bytes are pushed in, in pieces
 * of any size; memory stays constant. Whatever stands around the events is passed over.
 *
 *	event_xml_begin(&r, &sink);
 *	while (bytes come) {
 *		event_xml_feed(&r, bytes);
 *		while (event_xml_next(&r, &arena, &event))
 *			...
 *	}
 *	event_xml_finish(&r);
 *	while (event_xml_next(&r, &arena, &event))
 *		...
 *	event_xml_free(&r);
 */
#ifndef EVTX_EVENT_XML_H
#define EVTX_EVENT_XML_H

#include "lib/evtx/event_xml_split.h"
#include "lib/evtx/event_xml_text.h"
#include "lib/evtx/event_xml_tree.h"

enum event_xml_kind {
	EVENT_XML_NOT_TEXT, /* binary data of any kind, or nothing at all */
	EVENT_XML_EVENTS,   /* events, or XML that may hold some further on */
	EVENT_XML_DETAILS,  /* the friendly view of Event Viewer, pasted; its header, pasted */
	EVENT_XML_MESSAGES, /* messages of events that name a bug check, without the events */
	EVENT_XML_TEXT,     /* any other text */
};

/*
 * What the first bytes of an input (the more, the better; 4 KiB are enough) look like. Every kind
 * but EVENT_XML_NOT_TEXT may be fed to the reader: where no event follows, it says at the end what
 * the text is and what to do.
 */
enum event_xml_kind event_xml_sniff(struct slice first_bytes);

/* Bytes that the judgement at the end is made from. */
enum { EVENT_XML_FIRST_BYTES = 4096 };

struct event_xml_reader {
	const struct diag_sink *sink; /* borrowed; may be NULL */
	struct slice fed;             /* borrowed: bytes not yet looked at */
	bool finished;                /* no bytes will follow */
	bool started;                 /* the encoding is known */
	bool judged;                  /* the last word on the input was said */
	uint64_t found;               /* events seen, those left out included */
	struct buf first;             /* owned: the first bytes of the input */
	struct event_xml_decoder decoder;
	struct buf decoded; /* owned: UTF-16 as UTF-8 */
	struct slice text;  /* UTF-8 not yet split: in first, fed or decoded */
	struct event_xml_split split;
	struct event_xml_tree tree;
	struct buf clean; /* owned: the text of one event, as libxml2 gets it */
};

/* Ready for an input; nothing is allocated yet. */
void event_xml_begin(struct event_xml_reader *r, const struct diag_sink *sink);

/* The next bytes of the input, borrowed until event_xml_next() returns false. All bytes fed before
 * must have been taken, that is: it has returned false. */
void event_xml_feed(struct event_xml_reader *r, struct slice bytes);

/* No bytes follow. Call event_xml_next() until it returns false once more. */
void event_xml_finish(struct event_xml_reader *r);

/*
 * The next event, false where more bytes (or event_xml_finish()) are needed. The tree lives in the
 * arena, which every call resets. Its values are of type EVTX_TYPE_UTF8 and 64 bytes behind each
 * may be read. event->offset counts the bytes of the input as it was fed. An event that cannot be
 * read costs only itself and is reported, with the line it fails in; an input without events is
 * reported at its end, unless it is empty or a root element without events.
 */
bool event_xml_next(struct event_xml_reader *r, struct arena *arena,
		    struct evtx_event *event) MUST_CHECK;

/* Frees what the reader owns; event_xml_begin() makes it usable again. */
void event_xml_free(struct event_xml_reader *r);

#endif
