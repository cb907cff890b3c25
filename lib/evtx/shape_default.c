/* SPDX-License-Identifier: MIT */
/*
 * The shape of the suite: bsodutils-json(5), "event". System's values come first, as numbers and
 * text of ours; then what the event carries, as strings in Windows' spelling, which is all that
 * exported logs and event XML have kept.
 */
#include "lib/base/json.h"
#include "lib/base/number.h"
#include "lib/base/reader.h"
#include "lib/base/winid.h"
#include "lib/base/wintime.h"
#include "lib/evtx/content.h"
#include "lib/evtx/members.h"
#include "lib/evtx/shape.h"
#include "lib/evtx/system.h"

static const char *const field_names[EVTX_SYSTEM_FIELD_COUNT] = {
	[EVTX_SYSTEM_TIME] = "time",
	[EVTX_SYSTEM_RECORD_ID] = "record_id",
	[EVTX_SYSTEM_EVENT_ID] = "event_id",
	[EVTX_SYSTEM_QUALIFIERS] = "qualifiers",
	[EVTX_SYSTEM_VERSION] = "version",
	[EVTX_SYSTEM_LEVEL] = "level",
	[EVTX_SYSTEM_TASK] = "task",
	[EVTX_SYSTEM_OPCODE] = "opcode",
	[EVTX_SYSTEM_KEYWORDS] = "keywords",
	[EVTX_SYSTEM_PROVIDER] = "provider",
	[EVTX_SYSTEM_PROVIDER_GUID] = "provider_guid",
	[EVTX_SYSTEM_EVENT_SOURCE] = "event_source",
	[EVTX_SYSTEM_CHANNEL] = "channel",
	[EVTX_SYSTEM_COMPUTER] = "computer",
	[EVTX_SYSTEM_USER_SID] = "user_sid",
	[EVTX_SYSTEM_PROCESS_ID] = "process_id",
	[EVTX_SYSTEM_THREAD_ID] = "thread_id",
	[EVTX_SYSTEM_ACTIVITY_ID] = "activity_id",
	[EVTX_SYSTEM_RELATED_ACTIVITY_ID] = "related_activity_id",
};

static bool is_guid(enum evtx_system_field field)
{
	return field == EVTX_SYSTEM_PROVIDER_GUID || field == EVTX_SYSTEM_ACTIVITY_ID ||
	       field == EVTX_SYSTEM_RELATED_ACTIVITY_ID;
}

static void emit_field_key(struct evtx_emit *e, enum evtx_system_field field)
{
	emit_string(e, ",\"");
	emit_string(e, field_names[field]);
	emit_string(e, "\":");
}

/* --- writers of values that wait --- */

static uint8_t *put(uint8_t *out, const char *s)
{
	size_t n = strlen(s);
	memcpy(out, s, n);
	return out + n;
}

/* Instants that have no text form are null, and have no other form either: the tree knows that. */
static uint8_t *write_time(uint8_t *out, struct slice v, struct evtx_scratch *s)
{
	uint8_t *end = quick_time(out + 1, load_u64le(v.p), &s->day, 7);
	s->replaced |= !end;
	if (!end)
		return put(out, "null");
	*out = '"';
	*end++ = '"';
	return end;
}

static uint8_t *write_epoch(uint8_t *out, struct slice v, struct evtx_scratch *s)
{
	(void)s;
	return quick_decimal_i64(out, filetime_to_unix_ms(load_u64le(v.p)));
}

/* What JSON readers could not hold becomes null here; the tree then adds it as text. */
static uint8_t *write_count(uint8_t *out, struct slice v, struct evtx_scratch *s)
{
	uint64_t number = load_u64le(v.p);
	s->large |= number > JSON_SAFE_INTEGER;
	return quick_decimal_u64(out, number);
}

static uint8_t *write_keywords(uint8_t *out, struct slice v, struct evtx_scratch *s)
{
	(void)s;
	return quick_hex_fixed(put(out, "0x"), load_u64le(v.p), 16);
}

static uint8_t *write_guid(uint8_t *out, struct slice v, struct evtx_scratch *s)
{
	(void)s;
	return quick_guid_lower(out, v.p);
}

/* --- fields whose value waits --- */

static void emit_waiting_time(struct evtx_emit *e, const struct evtx_node *node)
{
	if (node->type != EVTX_TYPE_FILETIME || emit_value_size(e, node) != 8) {
		emit_impossible(e);
		return;
	}
	emit_field_key(e, EVTX_SYSTEM_TIME);
	emit_value(e, node, write_time);
	if (e->epoch) {
		emit_string(e, ",\"time_unix_ms\":");
		emit_value(e, node, write_epoch);
	}
}

static void emit_waiting_number(struct evtx_emit *e, enum evtx_system_field field,
				const struct evtx_node *node)
{
	size_t size = evtx_type_size(node->type);
	bool is_unsigned = node->type == EVTX_TYPE_UINT8 || node->type == EVTX_TYPE_UINT16 ||
			   node->type == EVTX_TYPE_UINT32 || node->type == EVTX_TYPE_UINT64;
	bool is_mask = field == EVTX_SYSTEM_KEYWORDS;
	if (emit_value_size(e, node) != size ||
	    !(is_mask ? size == 8 && (is_unsigned || node->type == EVTX_TYPE_HEX_INT64)
		      : is_unsigned)) {
		emit_impossible(e);
		return;
	}
	emit_field_key(e, field);
	emit_string(e, is_mask ? "\"" : "");
	emit_value(e, node,
		   is_mask     ? write_keywords
		   : size == 8 ? write_count
			       : evtx_value_writer(node->type, size, UTF16_PLAIN));
	emit_string(e, is_mask ? "\"" : "");
	if (field == EVTX_SYSTEM_RECORD_ID)
		emit_log_record_id(e, node);
}

static void emit_waiting_text(struct evtx_emit *e, enum evtx_system_field field,
			      const struct evtx_node *node)
{
	bool guid = node->type == EVTX_TYPE_GUID && emit_value_size(e, node) == 16;
	/* A GUID that waits as text would have to be parsed. */
	if (is_guid(field) && !guid) {
		emit_impossible(e);
		return;
	}
	if (emit_is_empty(e, node))
		return;
	emit_field_key(e, field);
	emit_string(e, "\"");
	if (is_guid(field))
		emit_value(e, node, write_guid);
	else
		emit_value_as_windows(e, node, UTF16_JSON);
	emit_string(e, "\"");
}

static void emit_waiting(struct evtx_emit *e, enum evtx_system_field field,
			 const struct evtx_node *node)
{
	if (node->type == EVTX_TYPE_NULL)
		return;
	if (node->next)
		emit_impossible(e);
	else if (field == EVTX_SYSTEM_TIME)
		emit_waiting_time(e, node);
	else if (evtx_system_is_number(field))
		emit_waiting_number(e, field, node);
	else
		emit_waiting_text(e, field, node);
}

/* --- fields that are known --- */

static void emit_known_time(struct evtx_emit *e, uint64_t filetime)
{
	char text[TIME_TEXT];
	emit_field_key(e, EVTX_SYSTEM_TIME);
	if (time_write(text, filetime)) {
		emit_string(e, "\"");
		emit_bytes(e, text, sizeof(text));
		emit_string(e, "\"");
	} else {
		emit_string(e, "null");
	}
	if (e->epoch) {
		uint8_t number[24 + QUICK_SLACK];
		uint8_t *end = quick_decimal_i64(number, filetime_to_unix_ms(filetime));
		emit_string(e, ",\"time_unix_ms\":");
		emit_bytes(e, number, (size_t)(end - number));
	}
}

static void emit_decimal(struct evtx_emit *e, uint64_t number)
{
	uint8_t text[24 + QUICK_SLACK];
	emit_bytes(e, text, (size_t)(quick_decimal_u64(text, number) - text));
}

static void emit_hex16(struct evtx_emit *e, uint64_t number)
{
	uint8_t text[24 + QUICK_SLACK];
	emit_string(e, "\"0x");
	emit_bytes(e, text, (size_t)(quick_hex_fixed(text, number, 16) - text));
	emit_string(e, "\"");
}

/* A number of ours under `,"key`: what JSON readers cannot hold is null, with a sibling key_hex. */
static void emit_count(struct evtx_emit *e, const char *key, uint64_t number)
{
	emit_string(e, ",\"");
	emit_string(e, key);
	emit_string(e, "\":");
	if (number <= JSON_SAFE_INTEGER) {
		emit_decimal(e, number);
		return;
	}
	e->scratch->large = true;
	emit_string(e, "null,\"");
	emit_string(e, key);
	emit_string(e, "_hex\":");
	emit_hex16(e, number);
}

static void emit_known_number(struct evtx_emit *e, enum evtx_system_field field, uint64_t number)
{
	if (field == EVTX_SYSTEM_KEYWORDS) {
		emit_field_key(e, field);
		emit_hex16(e, number);
		return;
	}
	emit_count(e, field_names[field], number);
	if (field == EVTX_SYSTEM_RECORD_ID && e->event && e->event->has_record_header &&
	    e->event->log_record_id != number)
		emit_count(e, "log_record_id", e->event->log_record_id);
}

/* GUIDs in one spelling, whatever the source had; what is none stays as it is. */
static void emit_known_text(struct evtx_emit *e, enum evtx_system_field field, struct slice text)
{
	uint8_t guid[16];
	char spelt[GUID_TEXT];
	bool braced = text.n == GUID_TEXT + 2 && text.p[0] == '{' && text.p[text.n - 1] == '}';
	emit_field_key(e, field);
	emit_string(e, "\"");
	if (is_guid(field) && guid_from_text(braced ? slice_sub(text, 1, GUID_TEXT) : text, guid)) {
		guid_write(spelt, guid);
		emit_bytes(e, spelt, sizeof(spelt));
	} else {
		emit_text(e, text, UTF16_JSON);
	}
	emit_string(e, "\"");
}

/* The bytes of text that was no valid text, and now holds U+FFFD. */
static void emit_known_raw(struct evtx_emit *e, enum evtx_system_field field,
			   const struct evtx_node *content)
{
	if (content->next || content->kind != EVTX_NODE_VALUE)
		return;
	emit_string(e, ",\"");
	emit_string(e, field_names[field]);
	emit_string(e, "_hex\":\"");
	emit_value(e, content, evtx_value_writer(EVTX_TYPE_BINARY, 1, UTF16_PLAIN));
	emit_string(e, "\"");
}

static void emit_known(struct evtx_emit *e, enum evtx_system_field field,
		       const struct evtx_node *content)
{
	struct evtx_system own = {.present = 0};
	const struct evtx_system *system = e->system;
	if (!system) {
		evtx_system_read_field(&own, e->arena, field, content);
		system = &own;
	}
	if (system->invalid >> field & 1) {
		emit_field_key(e, field);
		emit_string(e, "null");
	} else if (!evtx_system_has(system, field)) {
		return;
	} else if (field == EVTX_SYSTEM_TIME) {
		emit_known_time(e, system->number[field]);
	} else if (evtx_system_is_number(field)) {
		emit_known_number(e, field, system->number[field]);
	} else {
		struct slice text = system->text[field];
		emit_known_text(e, field, text);
		if (e->careful && slice_find(text, SLICE("\xef\xbf\xbd")) < text.n)
			emit_known_raw(e, field, content);
	}
}

static bool waits(const struct evtx_node *content)
{
	for (; content; content = content->next)
		if (content->slot != EVTX_NO_SLOT)
			return true;
	return false;
}

/* What System does not tell, the record's header does, as far as it knows. */
static void emit_record_header(struct evtx_emit *e, bool has_id, bool has_time)
{
	char time[TIME_TEXT];
	if (!e->event || !e->event->has_record_header)
		return;
	if (!has_id)
		emit_count(e, "log_record_id", e->event->log_record_id);
	if (has_time || !time_write(time, e->event->written))
		return;
	emit_string(e, ",\"written\":\"");
	emit_bytes(e, time, sizeof(time));
	emit_string(e, "\"");
}

/* A template without a place for them, or an instance without values, is not compiled. */
static void emit_missing(struct evtx_emit *e, const struct evtx_node *id,
			 const struct evtx_node *time)
{
	if (!emit_is_symbolic(e))
		emit_record_header(e,
				   e->system && evtx_system_has(e->system, EVTX_SYSTEM_RECORD_ID),
				   e->system && evtx_system_has(e->system, EVTX_SYSTEM_TIME));
	else if (!id || !time || id->type == EVTX_TYPE_NULL || time->type == EVTX_TYPE_NULL)
		emit_impossible(e);
}

static void emit_system(struct evtx_emit *e, const struct evtx_node *root)
{
	const struct evtx_node *contents[EVTX_SYSTEM_FIELD_COUNT];
	evtx_system_contents(root, contents);
	for (unsigned field = 0; field < EVTX_SYSTEM_FIELD_COUNT; field++) {
		const struct evtx_node *content = contents[field];
		if (content && waits(content))
			emit_waiting(e, field, content);
		else if (content)
			emit_known(e, field, content);
		if (field == EVTX_SYSTEM_RECORD_ID)
			emit_missing(e, content, contents[EVTX_SYSTEM_TIME]);
	}
}

/* --- what the event carries --- */

struct payload {
	struct members data;       /* named values */
	struct members strings;    /* unnamed ones, all under one name */
	struct members attributes; /* of EventData itself */
	struct members user_data;
	struct members others; /* rendering, processing_error, and what nobody knows */
	const struct evtx_node *binary;
};

/* The name in an attribute Name; false where there is none. A name that waits cannot be a key. */
static bool data_name(struct evtx_emit *e, const struct evtx_node *data, struct slice *name)
{
	const struct evtx_attribute *a = evtx_attribute_of(data, EVTX_NAME_NAME);
	if (!a || !a->values)
		return false;
	if (waits(a->values)) {
		emit_impossible(e);
		return false;
	}
	*name = evtx_content_text(e->arena, a->values);
	return true;
}

static void take_data(struct evtx_emit *e, struct payload *p, const struct evtx_node *node)
{
	struct slice name;
	bool is_data =
		node->name->known == EVTX_NAME_DATA || node->name->known == EVTX_NAME_COMPLEX_DATA;
	if (content_is_absent(node->children) && !node->attributes)
		return;
	if (node->name->known == EVTX_NAME_BINARY && !p->binary && !node->attributes)
		p->binary = node;
	else if (is_data && data_name(e, node, &name))
		members_add(&p->data, e->arena, name, node->children, NULL);
	else if (is_data)
		members_add(&p->strings, e->arena, SLICE("strings"), node->children, NULL);
	else
		members_add(&p->data, e->arena, node->name->text, NULL, node);
}

static void take_event_data(struct evtx_emit *e, struct payload *p, const struct evtx_node *element)
{
	for (const struct evtx_attribute *a = element->attributes; a; a = a->next)
		if (a->name->known != EVTX_NAME_XMLNS)
			members_add(&p->attributes, e->arena, a->name->text, a->values, NULL);
	for (const struct evtx_node *n = element->children; n; n = n->next) {
		if (n->kind == EVTX_NODE_ELEMENT) {
			take_data(e, p, n);
			continue;
		}
		/* Text that stands in no element. */
		struct evtx_node *alone = arena_alloc(e->arena, sizeof(*alone));
		*alone = *n;
		alone->next = NULL;
		if (emit_is_symbolic(e) && n->slot != EVTX_NO_SLOT)
			emit_impossible(e);
		else if (!evtx_content_is_empty(alone))
			members_add(&p->strings, e->arena, SLICE("strings"), alone, NULL);
	}
}

static void take_user_data(struct evtx_emit *e, struct payload *p, const struct evtx_node *element)
{
	bool text = false;
	for (const struct evtx_node *n = element->children; n; n = n->next) {
		if (n->kind == EVTX_NODE_ELEMENT)
			members_add(&p->user_data, e->arena, n->name->text, NULL, n);
		else
			text |= n->kind != EVTX_NODE_VALUE || n->type != EVTX_TYPE_NULL;
	}
	if (text && emit_is_symbolic(e))
		emit_impossible(e);
	else if (text && evtx_content_text(e->arena, element->children).n)
		members_add(&p->user_data, e->arena, SLICE("#text"), element->children, NULL);
}

static void take_child(struct evtx_emit *e, struct payload *p, const struct evtx_node *child)
{
	switch (child->name->known) {
	case EVTX_NAME_SYSTEM:
		break;
	case EVTX_NAME_EVENT_DATA:
		take_event_data(e, p, child);
		break;
	case EVTX_NAME_USER_DATA:
		take_user_data(e, p, child);
		break;
	case EVTX_NAME_RENDERING_INFO:
		members_add(&p->others, e->arena, SLICE("rendering"), NULL, child);
		break;
	case EVTX_NAME_PROCESSING_ERROR_DATA:
		members_add(&p->others, e->arena, SLICE("processing_error"), NULL, child);
		break;
	default:
		/* BinaryEventData, DebugData, SubscriptionBookmarkEvent ...: a tree as well. */
		members_add(&p->user_data, e->arena, child->name->text, NULL, child);
		break;
	}
}

static void emit_object(struct evtx_emit *e, const char *key, const struct members *m)
{
	bool comma = false;
	if (!m->first)
		return;
	emit_string(e, key);
	members_emit(e, m, &comma);
	emit_string(e, "}");
}

/* Always an array, even of one. */
static void emit_strings(struct evtx_emit *e, const struct members *m)
{
	if (m->first)
		members_emit_one(e, ",", m->first, NULL, true);
}

static uint8_t *write_binary(uint8_t *out, struct slice v, struct evtx_scratch *s)
{
	(void)s;
	return quick_hex_bytes_lower(out, v.p, v.n);
}

/* Text that should be digits, in lower case. */
static void emit_digits(struct evtx_emit *e, struct slice text)
{
	uint8_t *lower = arena_alloc(e->arena, text.n);
	for (size_t i = 0; i < text.n; i++)
		lower[i] = ascii_lower(text.p[i]);
	emit_text(e, slice_of(lower, text.n), UTF16_JSON);
}

static void emit_binary(struct evtx_emit *e, const struct evtx_node *binary)
{
	const struct evtx_node *value = binary ? binary->children : NULL;
	if (!binary)
		return;
	emit_string(e, ",\"binary\":\"");
	if (value && !value->next && value->kind == EVTX_NODE_VALUE &&
	    value->type == EVTX_TYPE_BINARY)
		emit_value(e, value, write_binary);
	else if (waits(value))
		emit_impossible(e);
	else
		emit_digits(e, evtx_content_text(e->arena, value));
	emit_string(e, "\"");
}

static void payload_begin(struct payload *p)
{
	members_begin(&p->data);
	members_begin(&p->strings);
	members_begin(&p->attributes);
	members_begin(&p->user_data);
	members_begin(&p->others);
	p->binary = NULL;
}

static void payload_emit(struct evtx_emit *e, const struct payload *p)
{
	emit_object(e, ",\"data\":{", &p->data);
	emit_strings(e, &p->strings);
	emit_binary(e, p->binary);
	emit_object(e, ",\"data_attributes\":{", &p->attributes);
	emit_object(e, ",\"user_data\":{", &p->user_data);
	bool comma = true;
	members_emit(e, &p->others, &comma);
}

static void default_child(struct evtx_emit *e, const struct evtx_node *element)
{
	struct payload p;
	payload_begin(&p);
	take_child(e, &p, element);
	payload_emit(e, &p);
}

/* BinXML that waits as all there is in UserData or EventData; else NULL. */
static const struct evtx_node *waiting_inside(const struct evtx_node *element)
{
	if (element->kind != EVTX_NODE_ELEMENT || element->attributes ||
	    (element->name->known != EVTX_NAME_USER_DATA &&
	     element->name->known != EVTX_NAME_EVENT_DATA))
		return NULL;
	const struct evtx_node *only = element->children;
	return only && !only->next && only->slot != EVTX_NO_SLOT && only->type == EVTX_TYPE_BIN_XML
		       ? only
		       : NULL;
}

/* In a symbolic tree the payload may wait as BinXML; then nothing else may stand beside it, as its
 * members could not be sorted in. */
static void default_payload(struct evtx_emit *e, const struct evtx_node *root)
{
	const struct evtx_node *waiting = NULL;
	enum evtx_known inside = EVTX_NAME_OTHER;
	unsigned others = 0;
	struct payload p;
	payload_begin(&p);
	for (const struct evtx_node *n = root->children; n; n = n->next) {
		const struct evtx_node *inner = waiting_inside(n);
		if (inner) {
			others++;
			waiting = inner;
			inside = n->name->known;
		} else if (n->kind == EVTX_NODE_ELEMENT && n->name->known != EVTX_NAME_SYSTEM) {
			others++;
			take_child(e, &p, n);
		} else if (n->slot != EVTX_NO_SLOT && n->type != EVTX_TYPE_NULL) {
			others++;
			waiting = n;
		}
	}
	if (!waiting)
		payload_emit(e, &p);
	else if (others == 1 && waiting->type == EVTX_TYPE_BIN_XML)
		emit_nested(e, waiting, inside);
	else
		emit_impossible(e);
}

static void default_event(struct evtx_emit *e, const struct evtx_node *root)
{
	emit_string(e, "{\"type\":\"event\"");
	if (root->name->known == EVTX_NAME_EVENT) {
		emit_system(e, root);
		default_payload(e, root);
		return;
	}
	if (emit_is_symbolic(e))
		emit_impossible(e);
	emit_record_header(e, false, false);
	default_child(e, root);
}

const struct evtx_shape evtx_shape_default = {
	.name = "default",
	.event = default_event,
	.child = default_child,
	.carries_members = true,
};
