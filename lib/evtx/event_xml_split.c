/* SPDX-License-Identifier: MIT */
#include "lib/base/limits.h"
#include "lib/base/number.h"
#include "lib/evtx/event_xml_construct.h"
#include "lib/evtx/event_xml_split.h"
#include "lib/evtx/event_xml_text.h"

/* The namespace of all events ([MS-EVEN6], "Event Schema"). */
#define EVENT_NAMESPACE "schemas.microsoft.com/win/2004/08/events/event"

void event_xml_split_begin(struct event_xml_split *s, unsigned unit, uint64_t offset)
{
	s->unit = unit;
	s->next = s->here = (struct event_xml_position){offset, 1};
}

void event_xml_split_free(struct event_xml_split *s)
{
	buf_free(&s->text);
	buf_free(&s->old);
	*s = (struct event_xml_split){0};
}

/* --- positions --- */

/* Bytes of the input that this byte of UTF-8 stands for: in UTF-16 the first byte of a character
 * stands for all of it. */
static unsigned width(const struct event_xml_split *s, uint8_t c)
{
	if (s->unit == 1)
		return 1;
	if ((c & 0xc0) == 0x80)
		return 0;
	return c >= 0xf0 ? 4 : 2;
}

static void advance(struct event_xml_split *s, uint8_t c)
{
	s->here = s->next;
	s->next.offset += width(s, c);
	s->next.line += c == '\n';
}

/* Is it the text that is gone through once more? What opens a comment or section there did not find
 * its end. */
static bool is_replaying(const struct event_xml_split *s)
{
	return s->replay.n > 0;
}

/* --- what is found --- */

/* Back to between events, with nothing kept. */
static void leave(struct event_xml_split *s)
{
	s->place = EVENT_XML_OUTSIDE;
	s->inside = false;
	s->escaped = false;
	s->nested = 0;
	s->inner = 0;
	s->start_tag = 0;
	s->text.n = 0;
}

static enum event_xml_found lose(struct event_xml_split *s, enum diag_code fault)
{
	s->fault = s->inside ? fault : DIAG_EVENTXML_COMMENT;
	s->at = s->begin;
	s->length = s->next.offset - s->begin.offset;
	return EVENT_XML_LOST;
}

/*
 * Goes through the text from at on again; position is that of at. What made it part of the lost
 * event means nothing in a replay: neither constructs nor inner events begin there. So nothing is
 * gone through a third time.
 */
static void replay_from(struct event_xml_split *s, size_t at, struct event_xml_position position)
{
	struct buf old = s->old;
	s->old = s->text;
	s->text = old;
	s->replay = slice_from(buf_slice(&s->old), at);
	s->next = position;
}

/* The event (or comment) has no end within reach. If a construct or an inner event swallowed its
 * end, other events may stand in what was swallowed. */
static enum event_xml_found give_up(struct event_xml_split *s, enum diag_code fault)
{
	enum event_xml_found found = lose(s, fault);
	bool again = !s->escaped && !is_replaying(s);
	if (again && s->inner) {
		s->length = s->inner_position.offset - s->begin.offset;
		replay_from(s, s->inner, s->inner_position);
	} else if (again && s->place == EVENT_XML_CONSTRUCT) {
		s->length = s->marked.offset - s->begin.offset;
		s->marked.offset += s->unit;
		replay_from(s, s->mark + 1, s->marked);
	}
	leave(s);
	return found;
}

static enum event_xml_found hand_out(struct event_xml_split *s)
{
	s->at = s->begin;
	s->length = s->next.offset - s->begin.offset;
	s->whole = false;
	s->handed_out = true;
	return EVENT_XML_EVENT;
}

/* --- byte by byte --- */

static enum event_xml_found keep(struct event_xml_split *s, uint8_t c)
{
	buf_add_byte(&s->text, c);
	return s->text.n <= LIMIT_EVENT_XML_BYTES ? EVENT_XML_NOTHING
						  : give_up(s, DIAG_EVENTXML_TOO_LARGE);
}

/* The byte just kept is '<'. */
static void mark(struct event_xml_split *s)
{
	s->mark = s->text.n - 1;
	s->marked = s->here;
	s->place = EVENT_XML_TAG_START;
}

static bool ends_name(uint8_t c)
{
	return c == '>' || c == '/' || c == ' ' || c == '\t' || c == '\r' || c == '\n' ||
	       c == 0xc2 /* a pasted no-break space begins with it */;
}

static bool is_tag(struct slice tag, struct slice begin)
{
	return slice_starts_with(tag, begin) && tag.n > begin.n && ends_name(tag.p[begin.n]);
}

/* A start tag in an event: is it that of another event, because the end of this one is missing? An
 * element of the same name may lie in the data. */
static bool begins_another(const struct event_xml_split *s, struct slice tag)
{
	struct slice first = slice_sub(buf_slice(&s->text), 0, s->start_tag);
	return is_replaying(s) || first.n == 0 || slice_equal(tag, first) ||
	       slice_find(tag, SLICE(EVENT_NAMESPACE)) < tag.n;
}

/* The event ends where another begins, whose start tag is the end of text. */
static enum event_xml_found begin_another(struct event_xml_split *s, bool whole)
{
	struct slice tag = slice_from(buf_slice(&s->text), s->mark);
	lose(s, DIAG_EVENTXML_UNFINISHED);
	s->length = s->marked.offset - s->begin.offset;
	memmove(s->text.p, tag.p, tag.n);
	s->text.n = s->start_tag = tag.n;
	s->begin = s->marked;
	s->mark = 0;
	s->nested = 0;
	s->inner = 0;
	s->whole = whole;
	return EVENT_XML_LOST;
}

static enum event_xml_found end_start_tag(struct event_xml_split *s, struct slice tag)
{
	bool whole = slice_ends_with(tag, SLICE("/>"));
	if (s->mark == 0) {
		s->start_tag = tag.n;
		return whole ? hand_out(s) : EVENT_XML_NOTHING;
	}
	if (begins_another(s, tag))
		return begin_another(s, whole);
	if (!s->inner) {
		s->inner = s->mark;
		s->inner_position = s->marked;
	}
	s->nested += !whole;
	return EVENT_XML_NOTHING;
}

/* The byte just kept is the '>' of a tag. */
static enum event_xml_found end_tag(struct event_xml_split *s)
{
	struct slice tag = slice_from(buf_slice(&s->text), s->mark);
	s->place = EVENT_XML_CONTENT;
	if (is_tag(tag, SLICE("<Event")))
		return end_start_tag(s, tag);
	if (!is_tag(tag, SLICE("</Event")))
		return EVENT_XML_NOTHING;
	if (s->nested == 0)
		return hand_out(s);
	s->nested--;
	return EVENT_XML_NOTHING;
}

static enum event_xml_found in_tag(struct event_xml_split *s, uint8_t c)
{
	if (c == '>')
		return end_tag(s);
	if (c == '<') {
		mark(s);
	} else if (c == '"' || c == '\'') {
		s->quote = c;
		s->place = EVENT_XML_QUOTED;
	}
	return EVENT_XML_NOTHING;
}

static void enter_construct(struct event_xml_split *s, size_t which)
{
	s->construct = &event_xml_constructs[which];
	s->place = EVENT_XML_CONSTRUCT;
}

/* Behind '<': a tag, unless what begins here is or may become one of the constructs. */
static enum event_xml_found at_tag_start(struct event_xml_split *s, uint8_t c)
{
	struct slice tag = slice_from(buf_slice(&s->text), s->mark);
	for (size_t i = 0; i < EVENT_XML_CONSTRUCTS && !is_replaying(s); i++) {
		struct slice begins = event_xml_constructs[i].begins;
		if (!slice_starts_with(begins, tag))
			continue;
		if (tag.n == begins.n)
			enter_construct(s, i);
		return EVENT_XML_NOTHING;
	}
	s->place = EVENT_XML_TAG;
	return in_tag(s, c);
}

/* "<!-->" is not a whole comment. */
static bool construct_ended(const struct event_xml_split *s)
{
	struct slice construct = slice_from(buf_slice(&s->text), s->mark);
	return construct.n >= s->construct->begins.n + s->construct->ends.n &&
	       slice_ends_with(construct, s->construct->ends);
}

static enum event_xml_found in_construct(struct event_xml_split *s, uint8_t c)
{
	if (c != '>' || !construct_ended(s))
		return EVENT_XML_NOTHING;
	if (s->inside)
		s->place = EVENT_XML_CONTENT;
	else
		leave(s);
	return EVENT_XML_NOTHING;
}

static void outside(struct event_xml_split *s, uint8_t c)
{
	if (c != '<' && c != '&')
		return;
	s->begin = s->here;
	s->place = EVENT_XML_OPENING;
	buf_add_byte(&s->text, c);
}

/* "<Event", or the same escaped, is complete, and c ends the name. */
static void open_event(struct event_xml_split *s)
{
	s->escaped = s->text.p[0] == '&';
	s->text.n = 0;
	buf_add_string(&s->text, "<Event");
	s->inside = true;
	s->mark = 0;
	s->marked = s->begin;
	s->place = EVENT_XML_TAG;
	s->reference_length = 0;
}

static bool opens_event(const struct event_xml_split *s, uint8_t c)
{
	struct slice text = buf_slice(&s->text);
	return (slice_equal(text, SLICE("<Event")) && ends_name(c)) ||
	       (slice_equal(text, SLICE("&lt;Event")) && (ends_name(c) || c == '&'));
}

static enum event_xml_found take_byte(struct event_xml_split *s, uint8_t c);

/* Not between events any more, and not yet in one. */
static enum event_xml_found opening(struct event_xml_split *s, uint8_t c)
{
	if (opens_event(s, c)) {
		open_event(s);
		return take_byte(s, c);
	}
	s->saw_root |= c == 's' && slice_equal(buf_slice(&s->text), SLICE("<Event"));
	buf_add_byte(&s->text, c);
	struct slice text = buf_slice(&s->text);
	if (slice_equal(text, SLICE("<!--")) && !is_replaying(s)) {
		s->mark = 0;
		s->marked = s->begin;
		enter_construct(s, EVENT_XML_COMMENT);
	} else if (!slice_starts_with(SLICE("<Event"), text) &&
		   !slice_starts_with(SLICE("&lt;Event"), text) &&
		   !slice_starts_with(SLICE("<!--"), text)) {
		leave(s);
		outside(s, c);
	}
	return EVENT_XML_NOTHING;
}

/* One byte of XML. */
static enum event_xml_found take_plain(struct event_xml_split *s, uint8_t c)
{
	if (s->place == EVENT_XML_OPENING)
		return opening(s, c);
	if (s->place == EVENT_XML_OUTSIDE) {
		outside(s, c);
		return EVENT_XML_NOTHING;
	}
	enum event_xml_found found = keep(s, c);
	if (found != EVENT_XML_NOTHING)
		return found;
	if (s->place == EVENT_XML_TAG_START)
		return at_tag_start(s, c);
	if (s->place == EVENT_XML_TAG)
		return in_tag(s, c);
	if (s->place == EVENT_XML_CONSTRUCT)
		return in_construct(s, c);
	if (c == '<') /* in a quoted value, too: none holds it, so a quote has lost its mate */
		mark(s);
	else if (s->place == EVENT_XML_QUOTED && c == s->quote)
		s->place = EVENT_XML_TAG;
	return EVENT_XML_NOTHING;
}

/* --- text that was escaped as a whole --- */

/* Hands the reference on, resolved if it is whole. */
static enum event_xml_found take_reference(struct event_xml_split *s, bool whole)
{
	struct slice text = slice_of(s->reference, s->reference_length);
	enum event_xml_found found = EVENT_XML_NOTHING;
	struct event_xml_position here = s->here;
	if (whole)
		text = event_xml_unescape(text);
	s->reference_length = 0;
	s->here = s->referring;
	for (size_t i = 0; i < text.n && found == EVENT_XML_NOTHING; i++)
		found = take_plain(s, text.p[i]);
	s->here = here;
	return found;
}

/* Can c be part of a reference behind its '&'? */
static bool is_of_reference(uint8_t c)
{
	return c == '#' || ascii_is_digit(c) || (ascii_lower(c) >= 'a' && ascii_lower(c) <= 'z');
}

static enum event_xml_found take_escaped(struct event_xml_split *s, uint8_t c)
{
	enum event_xml_found found = EVENT_XML_NOTHING;
	if (s->reference_length) {
		s->reference[s->reference_length++] = c;
		if (c == ';')
			return take_reference(s, true);
		if (is_of_reference(c) && s->reference_length < EVENT_XML_REFERENCE_MAX)
			return EVENT_XML_NOTHING;
		s->reference_length--;
		found = take_reference(s, false);
		if (found != EVENT_XML_NOTHING)
			return found;
	}
	if (c == '<') { /* the escaped text is over, its event is not */
		found = give_up(s, DIAG_EVENTXML_UNFINISHED);
		outside(s, c);
		return found;
	}
	if (c != '&')
		return take_plain(s, c);
	s->reference[s->reference_length++] = c;
	s->referring = s->here;
	return EVENT_XML_NOTHING;
}

static enum event_xml_found take_byte(struct event_xml_split *s, uint8_t c)
{
	return s->escaped ? take_escaped(s, c) : take_plain(s, c);
}

/* --- many bytes at once --- */

/* Position of the first byte that is one of stops (a string), or text.n. */
static size_t find_any(struct slice text, const char stops[static 5])
{
	size_t n = 0;
	while (n < text.n && text.p[n] != (uint8_t)stops[0] && text.p[n] != (uint8_t)stops[1] &&
	       text.p[n] != (uint8_t)stops[2] && text.p[n] != (uint8_t)stops[3])
		n++;
	return n;
}

/* Bytes at the start of text with which nothing begins or ends here. */
static size_t dull_run(const struct event_xml_split *s, struct slice text)
{
	if (s->escaped)
		return 0;
	switch (s->place) {
	case EVENT_XML_OUTSIDE:
		return find_any(text, "<&<&");
	case EVENT_XML_CONTENT:
		return slice_find_byte(text, '<');
	case EVENT_XML_TAG:
		return find_any(text, "<>\"'");
	case EVENT_XML_QUOTED:
		return find_any(text, s->quote == '"' ? "<\"<\"" : "<'<'");
	case EVENT_XML_CONSTRUCT:
		return slice_find_byte(text, '>');
	default:
		return 0;
	}
}

static void advance_run(struct event_xml_split *s, struct slice run)
{
	if (s->unit != 1) {
		for (size_t i = 0; i < run.n; i++)
			advance(s, run.p[i]);
		return;
	}
	s->next.offset += run.n;
	for (size_t at; (at = slice_find_byte(run, '\n')) < run.n; run = slice_from(run, at + 1))
		s->next.line++;
}

static void take_run(struct event_xml_split *s, struct slice run)
{
	advance_run(s, run);
	if (s->place != EVENT_XML_OUTSIDE)
		buf_add_slice(&s->text, run);
}

/* Takes some bytes off *from. */
static enum event_xml_found take(struct event_xml_split *s, struct slice *from)
{
	enum event_xml_found found = EVENT_XML_NOTHING;
	size_t n = dull_run(s, *from);
	if (s->place != EVENT_XML_OUTSIDE && n > LIMIT_EVENT_XML_BYTES - s->text.n)
		n = LIMIT_EVENT_XML_BYTES - s->text.n;
	if (n) {
		take_run(s, slice_sub(*from, 0, n));
	} else {
		n = 1;
		advance(s, from->p[0]);
		found = take_byte(s, from->p[0]);
	}
	*from = slice_from(*from, n);
	return found;
}

enum event_xml_found event_xml_split_next(struct event_xml_split *s, struct slice *text)
{
	if (s->handed_out) {
		s->handed_out = false;
		leave(s);
	}
	if (s->whole)
		return hand_out(s);
	for (;;) {
		struct slice *from = is_replaying(s) ? &s->replay : text;
		if (from->n == 0)
			return EVENT_XML_NOTHING;
		enum event_xml_found found = take(s, from);
		if (found != EVENT_XML_NOTHING)
			return found;
	}
}

enum event_xml_found event_xml_split_finish(struct event_xml_split *s)
{
	bool open = s->inside || s->place == EVENT_XML_CONSTRUCT;
	return open && !s->handed_out ? give_up(s, DIAG_EVENTXML_UNFINISHED) : EVENT_XML_NOTHING;
}
