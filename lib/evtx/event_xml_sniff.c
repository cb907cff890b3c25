/* SPDX-License-Identifier: MIT */
#include "lib/base/number.h"
#include "lib/evtx/event_xml.h"

/* The bytes as ASCII: UTF-16 loses its other halves, so that words can be looked for. */
struct view {
	uint8_t text[EVENT_XML_FIRST_BYTES];
	size_t n;
	bool binary;
};

static void look(struct view *v, struct slice bytes)
{
	size_t mark;
	enum event_xml_encoding encoding = event_xml_encoding_of(bytes, &mark);
	size_t unit = encoding == EVENT_XML_UTF8 ? 1 : 2;
	bytes = slice_from(bytes, mark + (encoding == EVENT_XML_UTF16BE));
	for (size_t i = 0; i < bytes.n && v->n < sizeof(v->text); i += unit) {
		uint8_t c = bytes.p[i];
		v->binary |= c == 0;
		v->text[v->n++] = c;
	}
}

static bool holds(struct slice text, struct slice word)
{
	return slice_find(text, word) < text.n;
}

/* "<Event" or "<Events", also escaped, as the name of a tag. */
static bool holds_event(struct slice text, struct slice open)
{
	for (;;) {
		text = slice_from(text, slice_find(text, open));
		text = slice_from(text, open.n);
		if (text.n == 0)
			return false;
		if (text.p[0] == 's' && text.n > 1)
			text = slice_from(text, 1);
		if (strchr("> /\t\r\n&", text.p[0]) && text.p[0])
			return true;
	}
}

/* The friendly view: attributes in brackets, elements behind a fold mark. */
static bool is_friendly_view(struct slice text)
{
	bool folds = holds(text, SLICE("- System")) || holds(text, SLICE("+ System")) ||
		     holds(text, SLICE("- EventData")) || holds(text, SLICE("+ EventData"));
	return (folds && holds(text, SLICE("[ Name]"))) ||
	       (holds(text, SLICE("[ SystemTime]")) && holds(text, SLICE("EventRecordID")));
}

/* The header that "Copy details as text" puts before the XML. */
static bool is_general_view(struct slice text)
{
	return holds(text, SLICE("Log Name:")) && holds(text, SLICE("Event ID:"));
}

/* "0x0000009f (0x…, 0x…": how every language of the message 1001 spells a bug check. */
static bool holds_bugcheck(struct slice text)
{
	for (size_t at; (at = slice_find(text, SLICE(" (0x"))) < text.n;) {
		size_t digits = 0;
		while (digits < at && hex_digit_value(text.p[at - 1 - digits]) >= 0)
			digits++;
		struct slice before = slice_sub(text, 0, at - digits);
		if (digits == 8 && slice_ends_with(before, SLICE("x")))
			return true;
		text = slice_from(text, at + 1);
	}
	return false;
}

enum event_xml_kind event_xml_sniff(struct slice first_bytes)
{
	struct view v = {.n = 0};
	look(&v, first_bytes);
	struct slice text = slice_of(v.text, v.n);
	if (holds_event(text, SLICE("<Event")) || holds_event(text, SLICE("&lt;Event")))
		return EVENT_XML_EVENTS;
	if (text.n == 0 || v.binary)
		return EVENT_XML_NOT_TEXT;
	if (slice_starts_with(text, SLICE("<?xml")))
		return EVENT_XML_EVENTS;
	if (is_friendly_view(text) || is_general_view(text))
		return EVENT_XML_DETAILS;
	return holds_bugcheck(text) ? EVENT_XML_MESSAGES : EVENT_XML_TEXT;
}
