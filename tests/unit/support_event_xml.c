/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdlib.h>

#include "lib/base/limits.h"
#include "lib/base/memory.h"
#include "lib/base/text.h"
#include "lib/evtx/event_xml.h"
#include "tests/unit/support_event_xml.h"

/* --- a run over bytes, one event at a time --- */

struct run {
	struct event_xml_reader reader;
	struct diag_sink sink;
	struct arena arena;
	struct slice rest;
	size_t piece;
	uint8_t *fed;
	bool finished;
};

static void run_begin(struct run *r, struct slice bytes, size_t piece)
{
	r->rest = bytes;
	r->piece = piece;
	event_xml_begin(&r->reader, &r->sink);
}

static void run_feed(struct run *r)
{
	size_t n = r->rest.n < r->piece ? r->rest.n : r->piece;
	free(r->fed);
	r->fed = n ? memory_zeroed(n, 1) : NULL;
	if (n)
		memcpy(r->fed, r->rest.p, n);
	if (r->rest.n)
		event_xml_feed(&r->reader, slice_of(r->fed, n));
	else
		event_xml_finish(&r->reader);
	r->finished = r->rest.n == 0;
	r->rest = slice_from(r->rest, n);
}

static bool run_next(struct run *r, struct evtx_event *event)
{
	while (!event_xml_next(&r->reader, &r->arena, event)) {
		if (r->finished)
			return false;
		run_feed(r);
	}
	return true;
}

static void run_end(struct run *r)
{
	event_xml_free(&r->reader);
	arena_free(&r->arena);
	free(r->fed);
}

/* --- shown --- */

static void show_text(struct buf *out, struct slice text)
{
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] < 0x20)
			buf_printf(out, "\\x%02x", text.p[i]);
		else
			buf_add_byte(out, text.p[i]);
}

static void show_in(struct buf *out, const char *open, struct slice text, const char *close)
{
	buf_add_string(out, open);
	show_text(out, text);
	buf_add_string(out, close);
}

static void show_start(struct buf *out, const struct evtx_node *element)
{
	show_in(out, "<", element->name->text, "");
	for (const struct evtx_attribute *a = element->attributes; a; a = a->next) {
		show_in(out, " ", a->name->text, "=");
		show_in(out, "\"", a->values ? a->values->bytes : SLICE(""), "\"");
	}
	buf_add_string(out, element->children ? ">" : "/>");
}

static void show_nodes(struct buf *out, const struct evtx_node *first)
{
	for (const struct evtx_node *node = first; node; node = node->next) {
		if (node->kind == EVTX_NODE_VALUE)
			show_in(out, "[", node->bytes, "]");
		else if (node->kind == EVTX_NODE_CDATA)
			show_in(out, "{", node->bytes, "}");
		else if (node->kind == EVTX_NODE_INSTRUCTION)
			show_in(out, "<?", node->name->text, "?>");
		else
			show_start(out, node);
		if (node->kind != EVTX_NODE_ELEMENT || !node->children)
			continue;
		show_nodes(out, node->children);
		show_in(out, "</", node->name->text, ">");
	}
}

static void show_report(void *context, const struct diag *d)
{
	buf_printf(context, "%s %" PRIu64 "+%" PRIu64 " line %" PRIu64 "\n",
		   diag_code_name(d->code), d->offset, d->length, d->line);
}

void event_xml_show(struct buf *out, struct slice bytes, size_t piece)
{
	struct run r = {.sink = {show_report, out}};
	struct evtx_event event;
	run_begin(&r, bytes, piece);
	while (run_next(&r, &event)) {
		buf_printf(out, "%" PRIu64 " ", event.offset);
		show_nodes(out, event.root);
		buf_add_byte(out, '\n');
	}
	run_end(&r);
}

/* --- judged --- */

struct judge {
	size_t nodes;
	const char *fault;
};

static void judge_text(struct judge *j, struct slice text)
{
	uint32_t c;
	for (struct slice rest = text; rest.n;) {
		size_t n = utf8_decode(rest, &c);
		if (n == 0) {
			j->fault = "a text is not UTF-8";
			return;
		}
		rest = slice_from(rest, n);
	}
	if (text.p && !slice_is_all(slice_of(text.p + text.n, 64), 0))
		j->fault = "no slack behind a text";
}

static void judge_name(struct judge *j, const struct evtx_name *name)
{
	judge_text(j, name->text);
	if (name->text.n == 0 || name->known != evtx_name_known(name->text))
		j->fault = "a name is wrong";
}

static void judge_nodes(struct judge *j, const struct evtx_node *first, unsigned depth)
{
	if (depth > LIMIT_EVTX_DEPTH)
		j->fault = "too deep";
	for (const struct evtx_node *node = first; node && !j->fault; node = node->next) {
		if (++j->nodes > LIMIT_EVTX_NODES)
			j->fault = "too many nodes";
		if (node->name)
			judge_name(j, node->name);
		judge_text(j, node->bytes);
		for (const struct evtx_attribute *a = node->attributes; a; a = a->next) {
			judge_name(j, a->name);
			if (a->values)
				judge_text(j, a->values->bytes);
		}
		judge_nodes(j, node->children, depth + 1);
	}
}

static void judge_report(void *context, const struct diag *d)
{
	struct buf message = {0};
	diag_append_message(&message, d);
	if (message.n == 0)
		((struct judge *)context)->fault = "a report without message";
	buf_free(&message);
}

const char *event_xml_fault(struct slice bytes, size_t piece)
{
	struct judge j = {0, NULL};
	struct run r = {.sink = {judge_report, &j}};
	struct evtx_event event;
	uint64_t least = 0;
	run_begin(&r, bytes, piece);
	while (!j.fault && run_next(&r, &event)) {
		if (event.offset < least || event.offset >= bytes.n)
			j.fault = "an offset is wrong";
		least = event.offset + 1;
		if (event.root->next || event.root->name->known != EVTX_NAME_EVENT)
			j.fault = "the root is wrong";
		j.nodes = 0;
		judge_nodes(&j, event.root, 1);
	}
	run_end(&r);
	return j.fault;
}
