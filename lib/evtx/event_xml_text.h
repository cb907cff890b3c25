/* SPDX-License-Identifier: MIT */
/*
 * The text of events before libxml2 sees it: UTF-16 becomes UTF-8, and characters that XML 1.0 has
 * no room for are hidden. Windows writes control characters into event XML as they are in the
 * event; a parser may refuse them, a reader of logs may not.
 */
#ifndef EVTX_EVENT_XML_TEXT_H
#define EVTX_EVENT_XML_TEXT_H

#include "lib/base/arena.h"
#include "lib/base/buf.h"

enum event_xml_encoding { EVENT_XML_UTF8, EVENT_XML_UTF16LE, EVENT_XML_UTF16BE };

/* By byte order mark (*mark is set to its length), else by the zeros of ASCII text in UTF-16. */
enum event_xml_encoding event_xml_encoding_of(struct slice first, size_t *mark);

struct event_xml_decoder {
	enum event_xml_encoding encoding;
	uint8_t kept[4]; /* bytes of a character that is not complete yet */
	size_t kept_length;
};

/*
 * Appends UTF-16 as UTF-8. A lone surrogate is written like any other character (ED A0 80 to
 * ED BF BF), so that each character still tells how many bytes of the input it was.
 */
void event_xml_decode(struct event_xml_decoder *d, struct slice bytes, struct buf *out);

/* At the end of the input: appends what was kept. */
void event_xml_decode_end(struct event_xml_decoder *d, struct buf *out);

struct event_xml_cleaning {
	uint64_t replaced;        /* characters that became U+FFFD */
	bool too_many_attributes; /* a tag has more than LIMIT_EVENT_XML_ATTRIBUTES */
};

/*
 * Appends the text of one event: always valid UTF-8, without any character that XML 1.0 forbids.
 * Those that stand in content and in quotes, and the references to them, are hidden, and so is CR
 * in content, which a parser would drop.
 */
struct event_xml_cleaning event_xml_clean(struct slice event, struct buf *out);

/* A copy in the arena in which hidden characters are themselves again, with 64 zero bytes behind
 * it. */
struct slice event_xml_reveal(struct arena *arena, struct slice text);

/*
 * What web pages and word processors do to pasted XML: typographic quotes and no-break spaces in
 * tags, and ampersands that are no longer escaped. Appends text to out with that put right; false
 * where nothing was to be done.
 */
bool event_xml_repair_paste(struct slice text, struct buf *out);

/*
 * What a reference ("&lt;") stands for in XML that was escaped as a whole, if that is of meaning to
 * XML; else the reference itself, which means the same one level below.
 */
struct slice event_xml_unescape(struct slice reference);

/* Is this text between elements of no meaning: blanks of any kind, and at most one dash or plus, by
 * which the XML view of Event Viewer shows what can be folded? */
bool event_xml_is_between(struct slice text);

#endif
