/* SPDX-License-Identifier: MIT */
#include "lib/evtx/system.h"

#include "lib/evtx/scalar.h"

/* How a field is read. */
enum kind {
	KIND_TEXT,
	KIND_TIME,
	KIND_NUMBER,
	KIND_KEYWORDS, /* a number; old programs write its hexadecimal digits without 0x */
};

/* Where a field stands in System: in an element, or in one of its attributes. */
static const struct {
	uint8_t element, attribute; /* enum evtx_known; attribute EVTX_NAME_OTHER: none */
	uint8_t kind;
} places[EVTX_SYSTEM_FIELD_COUNT] = {
	[EVTX_SYSTEM_TIME] = {EVTX_NAME_TIME_CREATED, EVTX_NAME_SYSTEM_TIME, KIND_TIME},
	[EVTX_SYSTEM_RECORD_ID] = {EVTX_NAME_EVENT_RECORD_ID, 0, KIND_NUMBER},
	[EVTX_SYSTEM_EVENT_ID] = {EVTX_NAME_EVENT_ID, 0, KIND_NUMBER},
	[EVTX_SYSTEM_QUALIFIERS] = {EVTX_NAME_EVENT_ID, EVTX_NAME_QUALIFIERS, KIND_NUMBER},
	[EVTX_SYSTEM_VERSION] = {EVTX_NAME_VERSION, 0, KIND_NUMBER},
	[EVTX_SYSTEM_LEVEL] = {EVTX_NAME_LEVEL, 0, KIND_NUMBER},
	[EVTX_SYSTEM_TASK] = {EVTX_NAME_TASK, 0, KIND_NUMBER},
	[EVTX_SYSTEM_OPCODE] = {EVTX_NAME_OPCODE, 0, KIND_NUMBER},
	[EVTX_SYSTEM_KEYWORDS] = {EVTX_NAME_KEYWORDS, 0, KIND_KEYWORDS},
	[EVTX_SYSTEM_PROVIDER] = {EVTX_NAME_PROVIDER, EVTX_NAME_NAME, KIND_TEXT},
	[EVTX_SYSTEM_PROVIDER_GUID] = {EVTX_NAME_PROVIDER, EVTX_NAME_GUID, KIND_TEXT},
	[EVTX_SYSTEM_EVENT_SOURCE] = {EVTX_NAME_PROVIDER, EVTX_NAME_EVENT_SOURCE_NAME, KIND_TEXT},
	[EVTX_SYSTEM_CHANNEL] = {EVTX_NAME_CHANNEL, 0, KIND_TEXT},
	[EVTX_SYSTEM_COMPUTER] = {EVTX_NAME_COMPUTER, 0, KIND_TEXT},
	[EVTX_SYSTEM_USER_SID] = {EVTX_NAME_SECURITY, EVTX_NAME_USER_ID, KIND_TEXT},
	[EVTX_SYSTEM_PROCESS_ID] = {EVTX_NAME_EXECUTION, EVTX_NAME_PROCESS_ID, KIND_NUMBER},
	[EVTX_SYSTEM_THREAD_ID] = {EVTX_NAME_EXECUTION, EVTX_NAME_THREAD_ID, KIND_NUMBER},
	[EVTX_SYSTEM_ACTIVITY_ID] = {EVTX_NAME_CORRELATION, EVTX_NAME_ACTIVITY_ID, KIND_TEXT},
	[EVTX_SYSTEM_RELATED_ACTIVITY_ID] = {EVTX_NAME_CORRELATION, EVTX_NAME_RELATED_ACTIVITY_ID,
					     KIND_TEXT},
};

bool evtx_system_is_number(enum evtx_system_field field)
{
	return places[field].kind != KIND_TEXT;
}

enum evtx_system_field evtx_system_field_at(enum evtx_known element, enum evtx_known attribute)
{
	unsigned i = 0;
	while (i < EVTX_SYSTEM_FIELD_COUNT &&
	       (places[i].element != element || places[i].attribute != attribute))
		i++;
	return i;
}

void evtx_system_contents(const struct evtx_node *root,
			  const struct evtx_node *contents[static EVTX_SYSTEM_FIELD_COUNT])
{
	const struct evtx_node *elements[EVTX_NAME_COUNT] = {NULL};
	const struct evtx_node *system = evtx_child(root, EVTX_NAME_SYSTEM);
	for (const struct evtx_node *n = system ? system->children : NULL; n; n = n->next)
		if (n->kind == EVTX_NODE_ELEMENT && !elements[n->name->known])
			elements[n->name->known] = n;
	for (unsigned i = 0; i < EVTX_SYSTEM_FIELD_COUNT; i++) {
		const struct evtx_node *element = elements[places[i].element];
		if (places[i].attribute == EVTX_NAME_OTHER) {
			contents[i] = element ? element->children : NULL;
			continue;
		}
		const struct evtx_attribute *a = evtx_attribute_of(element, places[i].attribute);
		contents[i] = a ? a->values : NULL;
	}
}

const struct evtx_node *evtx_system_content(const struct evtx_node *root,
					    enum evtx_system_field field)
{
	const struct evtx_node *contents[EVTX_SYSTEM_FIELD_COUNT];
	evtx_system_contents(root, contents);
	return contents[field];
}

static bool read_number(struct arena *arena, const struct evtx_node *content, enum kind kind,
			uint64_t *out)
{
	if (kind == KIND_TIME)
		return evtx_scalar_time(arena, content, out);
	return evtx_scalar_unsigned(arena, content, kind == KIND_KEYWORDS, out);
}

static bool read_field(struct evtx_system *s, struct arena *arena, const struct evtx_node *content,
		       enum evtx_system_field field)
{
	enum kind kind = places[field].kind;
	if (kind == KIND_TEXT) {
		s->text[field] = evtx_content_text(arena, content);
		return s->text[field].n != 0;
	}
	uint64_t v;
	if (!read_number(arena, content, kind, &v))
		return false;
	s->number[field] = v;
	return true;
}

void evtx_system_read_field(struct evtx_system *s, struct arena *arena,
			    enum evtx_system_field field, const struct evtx_node *content)
{
	if (!content || evtx_content_is_empty(content))
		return;
	if (read_field(s, arena, content, field))
		s->present |= 1u << field;
	else
		s->invalid |= 1u << field;
}

void evtx_system_read(struct evtx_system *s, struct arena *arena, const struct evtx_node *root)
{
	const struct evtx_node *contents[EVTX_SYSTEM_FIELD_COUNT];
	memset(s, 0, sizeof(*s));
	evtx_system_contents(root, contents);
	for (unsigned i = 0; i < EVTX_SYSTEM_FIELD_COUNT; i++)
		evtx_system_read_field(s, arena, i, contents[i]);
}
