/* SPDX-License-Identifier: MIT */
#include "lib/base/content.h"
#include "lib/base/limits.h"
#include "lib/evtx/event_xml.h"

enum {
	START_BYTES = 64,       /* enough to tell the encoding; no event is shorter */
	BLOCK_BYTES = 16 << 10, /* of UTF-16 that are decoded at once */
};

void event_xml_begin(struct event_xml_reader *r, const struct diag_sink *sink)
{
	*r = (struct event_xml_reader){.sink = sink};
}

void event_xml_free(struct event_xml_reader *r)
{
	buf_free(&r->first);
	buf_free(&r->decoded);
	buf_free(&r->clean);
	event_xml_split_free(&r->split);
	event_xml_tree_free(&r->tree);
}

void event_xml_feed(struct event_xml_reader *r, struct slice bytes)
{
	assert(r->fed.n == 0 && !r->finished);
	r->fed = bytes;
}

void event_xml_finish(struct event_xml_reader *r)
{
	r->finished = true;
}

/* --- bytes in --- */

/* Cuts up to n bytes off what was fed. */
static struct slice take_fed(struct event_xml_reader *r, size_t n)
{
	struct slice taken = slice_sub(r->fed, 0, r->fed.n < n ? r->fed.n : n);
	r->fed = slice_from(r->fed, taken.n);
	return taken;
}

/* Keeps the first bytes for the judgement. */
static void remember(struct event_xml_reader *r, struct slice bytes)
{
	size_t room = EVENT_XML_FIRST_BYTES - r->first.n;
	buf_add(&r->first, bytes.p, bytes.n < room ? bytes.n : room);
}

/* Bytes on their way to the splitter. */
static void pass_on(struct event_xml_reader *r, struct slice bytes)
{
	if (r->decoder.encoding == EVENT_XML_UTF8) {
		r->text = bytes;
		return;
	}
	r->decoded.n = 0;
	event_xml_decode(&r->decoder, bytes, &r->decoded);
	r->text = buf_slice(&r->decoded);
}

/* Waits for enough bytes to tell the encoding, and passes them on. */
static bool start(struct event_xml_reader *r)
{
	remember(r, take_fed(r, START_BYTES - r->first.n));
	if (r->first.n < START_BYTES && !r->finished)
		return false;
	size_t mark;
	r->started = true;
	r->decoder.encoding = event_xml_encoding_of(buf_slice(&r->first), &mark);
	event_xml_split_begin(&r->split, r->decoder.encoding == EVENT_XML_UTF8 ? 1 : 2, mark);
	pass_on(r, slice_from(buf_slice(&r->first), mark));
	return true;
}

/* More text for the splitter; false where more bytes are needed first, or none follow. */
static bool refill(struct event_xml_reader *r)
{
	if (!r->started)
		return start(r);
	if (r->fed.n) {
		struct slice bytes = take_fed(r, BLOCK_BYTES);
		remember(r, bytes);
		pass_on(r, bytes);
		return true;
	}
	if (!r->finished || r->decoder.kept_length == 0)
		return false;
	r->decoded.n = 0;
	event_xml_decode_end(&r->decoder, &r->decoded);
	r->text = buf_slice(&r->decoded);
	return true;
}

/* --- events out --- */

static void report_at(struct event_xml_reader *r, struct diag d)
{
	d.offset = r->split.at.offset;
	d.length = r->split.length;
	if (d.line == 0)
		d.line = r->split.at.line;
	diag_report(r->sink, &d);
}

static void report_lost(struct event_xml_reader *r)
{
	r->found++;
	report_at(r, (struct diag){.code = r->split.fault, .limit = LIMIT_EVENT_XML_BYTES});
}

static void report_fault(struct event_xml_reader *r)
{
	report_at(r, (struct diag){.code = r->tree.fault,
				   .limit = r->tree.limit,
				   .line = r->split.at.line + r->tree.line - 1,
				   .text = buf_slice(&r->tree.reason)});
}

/* Builds the tree of the text; of the text put right where it only suffered from being pasted. */
static void build(struct event_xml_reader *r, struct arena *arena)
{
	event_xml_tree_build(&r->tree, arena, buf_slice(&r->clean));
	if (r->tree.root || r->tree.fault != DIAG_EVENTXML_MALFORMED)
		return;
	struct event_xml_tree second = {0};
	struct buf repaired = {0};
	if (event_xml_repair_paste(buf_slice(&r->clean), &repaired))
		event_xml_tree_build(&second, arena, buf_slice(&repaired));
	if (second.root) {
		r->tree.root = second.root;
		report_at(r, (struct diag){.code = DIAG_EVENTXML_PASTED});
	}
	event_xml_tree_free(&second);
	buf_free(&repaired);
}

/* The event that the splitter has found; false, and a report, where it cannot be read. */
static bool read_event(struct event_xml_reader *r, struct arena *arena, struct evtx_event *event)
{
	r->found++;
	arena_reset(arena);
	r->clean.n = 0;
	struct event_xml_cleaning cleaning = event_xml_clean(buf_slice(&r->split.text), &r->clean);
	if (cleaning.too_many_attributes) {
		report_at(r, (struct diag){.code = DIAG_EVENTXML_TOO_COMPLEX,
					   .limit = LIMIT_EVENT_XML_ATTRIBUTES,
					   .text = SLICE("attributes in one element")});
		return false;
	}
	build(r, arena);
	if (!r->tree.root) {
		report_fault(r);
		return false;
	}
	if (cleaning.replaced)
		report_at(r,
			  (struct diag){.code = DIAG_EVENTXML_REPLACED, .got = cleaning.replaced});
	*event = (struct evtx_event){.root = r->tree.root, .offset = r->split.at.offset};
	return true;
}

/* The last word: an input without any event is something else, and what it is decides what to do.
 */
static void judge(struct event_xml_reader *r)
{
	struct slice first = buf_slice(&r->first);
	if (r->judged)
		return;
	r->judged = true;
	if (r->found || r->split.saw_root || first.n == 0)
		return;
	struct diag d = {.code = DIAG_EVENTXML_NO_EVENT, .line = 1};
	enum event_xml_kind kind = event_xml_sniff(first);
	if (kind == EVENT_XML_DETAILS)
		d.code = DIAG_EVENTXML_DETAILS;
	else if (kind == EVENT_XML_MESSAGES)
		d.code = DIAG_EVENTXML_MESSAGES;
	else
		d.text = slice_of_string(content_description(content_kind(first)));
	diag_report(r->sink, &d);
}

bool event_xml_next(struct event_xml_reader *r, struct arena *arena, struct evtx_event *event)
{
	for (;;) {
		enum event_xml_found found = event_xml_split_next(&r->split, &r->text);
		if (found == EVENT_XML_NOTHING && refill(r))
			continue;
		if (found == EVENT_XML_NOTHING && r->finished)
			found = event_xml_split_finish(&r->split);
		if (found == EVENT_XML_EVENT && read_event(r, arena, event))
			return true;
		if (found == EVENT_XML_LOST)
			report_lost(r);
		if (found == EVENT_XML_NOTHING) {
			if (r->finished)
				judge(r);
			return false;
		}
	}
}
