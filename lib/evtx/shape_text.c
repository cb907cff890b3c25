/* SPDX-License-Identifier: MIT */
/*
 * Events for people: a line with time, level, provider and number, then the values the event
 * carries, one a line. What comes from the log is shown so that it can do a terminal no harm.
 */
#include "lib/base/text.h"
#include "lib/base/wintime.h"
#include "lib/evtx/shape.h"
#include "lib/evtx/system.h"

static void emit_shown(struct evtx_emit *e, struct slice text)
{
	struct buf shown = {0};
	text_append_display(&shown, text);
	emit_slice(e, buf_slice(&shown));
	buf_free(&shown);
}

static const char *level_name(const struct evtx_system *system)
{
	static const char *const names[] = {"information", "critical",    "error",
					    "warning",     "information", "verbose"};
	uint64_t level = system->number[EVTX_SYSTEM_LEVEL];
	if (!evtx_system_has(system, EVTX_SYSTEM_LEVEL))
		return "no level";
	return level < COUNT_OF(names) ? names[level] : "other level";
}

static void emit_number(struct evtx_emit *e, const char *before, uint64_t number)
{
	uint8_t text[24 + QUICK_SLACK];
	emit_string(e, before);
	emit_bytes(e, text, (size_t)(quick_decimal_u64(text, number) - text));
}

static void emit_head(struct evtx_emit *e, const struct evtx_system *system)
{
	char time[TIME_TEXT];
	if (evtx_system_has(system, EVTX_SYSTEM_TIME) &&
	    time_write(time, system->number[EVTX_SYSTEM_TIME]))
		emit_bytes(e, time, sizeof(time));
	else
		emit_string(e, "time unknown");
	emit_string(e, "  ");
	emit_string(e, level_name(system));
	emit_string(e, "  ");
	emit_shown(e, system->text[EVTX_SYSTEM_PROVIDER]);
	if (evtx_system_has(system, EVTX_SYSTEM_EVENT_ID))
		emit_number(e, " ", system->number[EVTX_SYSTEM_EVENT_ID]);
	if (evtx_system_has(system, EVTX_SYSTEM_RECORD_ID))
		emit_number(e, "  record ", system->number[EVTX_SYSTEM_RECORD_ID]);
	emit_string(e, "  ");
	emit_shown(e, system->text[EVTX_SYSTEM_COMPUTER]);
}

static void emit_values(struct evtx_emit *e, const struct evtx_node *element, unsigned depth);

/* "    Name: value", deeper ones further in. */
static void emit_value_line(struct evtx_emit *e, const struct evtx_node *element, unsigned depth)
{
	const struct evtx_attribute *name = evtx_attribute_of(element, EVTX_NAME_NAME);
	struct slice text = evtx_content_text(e->arena, element->children);
	emit_string(e, "\n");
	for (unsigned i = 0; i <= depth; i++)
		emit_string(e, "    ");
	emit_shown(e, name ? evtx_content_text(e->arena, name->values) : element->name->text);
	emit_string(e, text.n ? ": " : ":");
	emit_shown(e, text);
	emit_values(e, element, depth + 1);
}

static void emit_values(struct evtx_emit *e, const struct evtx_node *element, unsigned depth)
{
	for (const struct evtx_node *n = element->children; n; n = n->next)
		if (n->kind == EVTX_NODE_ELEMENT)
			emit_value_line(e, n, depth);
}

static void text_event(struct evtx_emit *e, const struct evtx_node *root)
{
	struct evtx_system system;
	if (emit_is_symbolic(e)) {
		emit_impossible(e);
		return;
	}
	evtx_system_read(&system, e->arena, root);
	emit_head(e, &system);
	for (const struct evtx_node *n = root->children; n; n = n->next)
		if (n->kind == EVTX_NODE_ELEMENT && n->name->known != EVTX_NAME_SYSTEM)
			emit_values(e, n, 0);
}

static void text_child(struct evtx_emit *e, const struct evtx_node *element)
{
	(void)element;
	emit_impossible(e);
}

const struct evtx_shape evtx_shape_text = {
	.name = "text",
	.event = text_event,
	.child = text_child,
	.carries_members = false,
};
