/* SPDX-License-Identifier: MIT */
#include "tests/unit/support_evtx.h"

#include <stdio.h>
#include <stdlib.h>

#include "lib/base/moment.h"
#include "lib/base/number.h"
#include "lib/base/reader.h"
#include "lib/base/text.h"
#include "lib/base/utf16.h"
#include "lib/base/winid.h"
#include "lib/base/wintime.h"

struct parse {
	struct arena *arena;
	struct slice all, rest;
};

static _Noreturn void wrong(const struct parse *p, const char *what)
{
	fprintf(stderr, "support_evtx: %s at byte %zu of %.*s\n", what, p->all.n - p->rest.n,
		(int)p->all.n, p->all.p);
	abort();
}

static bool at(const struct parse *p, const char *s)
{
	return slice_starts_with(p->rest, slice_of_string(s));
}

static bool take(struct parse *p, const char *s)
{
	if (!at(p, s))
		return false;
	p->rest = slice_from(p->rest, strlen(s));
	return true;
}

static void expect(struct parse *p, const char *s)
{
	if (!take(p, s))
		wrong(p, s);
}

static bool is_blank(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void skip_blanks(struct parse *p)
{
	while (p->rest.n && is_blank(p->rest.p[0]))
		p->rest = slice_from(p->rest, 1);
}

/* Everything before the first of these bytes, or before the end. */
static struct slice take_until(struct parse *p, const char *ends)
{
	size_t n = 0;
	while (n < p->rest.n && !strchr(ends, p->rest.p[n]))
		n++;
	struct slice s = slice_sub(p->rest, 0, n);
	p->rest = slice_from(p->rest, n);
	return s;
}

static const struct evtx_name *name_of(struct parse *p, struct slice text)
{
	if (text.n == 0)
		wrong(p, "a name is needed");
	struct evtx_name *name = arena_alloc(p->arena, sizeof(*name));
	*name = (struct evtx_name){arena_copy(p->arena, text), evtx_name_known(text)};
	return name;
}

static struct evtx_node *new_node(struct parse *p, enum evtx_node_kind kind)
{
	struct evtx_node *node = arena_alloc(p->arena, sizeof(*node));
	*node = (struct evtx_node){.kind = kind, .slot = EVTX_NO_SLOT};
	return node;
}

/* --- typed values --- */

static void add_le(struct buf *b, uint64_t v, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_add_byte(b, (uint8_t)(v >> 8 * i));
}

static bool add_utf16(struct buf *b, struct slice text)
{
	uint32_t c;
	for (size_t n; text.n; text = slice_from(text, n)) {
		n = utf8_decode(text, &c);
		if (n == 0)
			return false;
		if (c >= 0x10000) {
			add_le(b, 0xd800 + ((c - 0x10000) >> 10), 2);
			c = 0xdc00 + (c & 0x3ff);
		}
		add_le(b, c, 2);
	}
	return true;
}

static bool add_strings(struct buf *b, struct slice text)
{
	for (;;) {
		size_t n = slice_find_byte(text, '|');
		if (!add_utf16(b, slice_sub(text, 0, n)))
			return false;
		add_le(b, 0, 2);
		if (n == text.n)
			return true;
		text = slice_from(text, n + 1);
	}
}

static bool add_digits(struct buf *b, struct slice text)
{
	uint64_t v;
	for (size_t i = 0; i < text.n; i += 2) {
		if (!number_from_hex(slice_sub(text, i, 2), &v))
			return false;
		buf_add_byte(b, (uint8_t)v);
	}
	return true;
}

static bool add_number(struct buf *b, struct slice text, size_t size)
{
	uint64_t v;
	bool negative = slice_starts_with(text, SLICE("-"));
	if (negative)
		text = slice_from(text, 1);
	if (slice_starts_with(text, SLICE("0x")) ? !number_from_hex(slice_from(text, 2), &v)
						 : !number_from_decimal(text, &v))
		return false;
	add_le(b, negative ? -v : v, size);
	return true;
}

static bool add_guid(struct buf *b, struct slice text)
{
	uint8_t guid[16];
	if (!guid_from_text(text, guid))
		return false;
	buf_add(b, guid, sizeof(guid));
	return true;
}

static bool add_filetime(struct buf *b, struct slice text)
{
	uint64_t v;
	if (!moment_from_rfc3339(text, &v) && !number_from_decimal(text, &v))
		return false;
	add_le(b, v, 8);
	return true;
}

static bool add_systemtime(struct buf *b, struct slice text)
{
	uint64_t v;
	if (!moment_from_rfc3339(text, &v))
		return false;
	struct civil_time t = civil_from_filetime(v);
	const unsigned fields[] = {t.year, t.month,  0,        t.day,
				   t.hour, t.minute, t.second, t.ticks / 10000};
	for (size_t i = 0; i < COUNT_OF(fields); i++)
		add_le(b, fields[i], 2);
	return true;
}

static const struct type_row {
	const char *name;
	uint16_t type;
	size_t size; /* of numbers */
	bool (*add)(struct buf *b, struct slice text);
} type_rows[] = {
	{"null", EVTX_TYPE_NULL, 0, add_digits},
	{"string", EVTX_TYPE_STRING, 0, add_utf16},
	{"strings", EVTX_TYPE_STRING | EVTX_TYPE_ARRAY, 0, add_strings},
	{"i8", EVTX_TYPE_INT8, 1, NULL},
	{"u8", EVTX_TYPE_UINT8, 1, NULL},
	{"i16", EVTX_TYPE_INT16, 2, NULL},
	{"u16", EVTX_TYPE_UINT16, 2, NULL},
	{"i32", EVTX_TYPE_INT32, 4, NULL},
	{"u32", EVTX_TYPE_UINT32, 4, NULL},
	{"i64", EVTX_TYPE_INT64, 8, NULL},
	{"u64", EVTX_TYPE_UINT64, 8, NULL},
	{"bool", EVTX_TYPE_BOOL, 4, NULL},
	{"size", EVTX_TYPE_SIZE_T, 8, NULL},
	{"x32", EVTX_TYPE_HEX_INT32, 4, NULL},
	{"x64", EVTX_TYPE_HEX_INT64, 8, NULL},
	{"guid", EVTX_TYPE_GUID, 0, add_guid},
	{"filetime", EVTX_TYPE_FILETIME, 0, add_filetime},
	{"systemtime", EVTX_TYPE_SYSTEMTIME, 0, add_systemtime},
	{"sid", EVTX_TYPE_SID, 0, add_digits},
	{"binary", EVTX_TYPE_BINARY, 0, add_digits},
	{"ansi", EVTX_TYPE_ANSI_STRING, 0, NULL},
};

/* The row of "{type:" at the beginning of s, or NULL. */
static const struct type_row *type_at(struct slice s)
{
	size_t n = slice_find_byte(s, ':');
	for (size_t i = 0; n && n < s.n && s.p[0] == '{' && i < COUNT_OF(type_rows); i++)
		if (slice_equal(slice_sub(s, 1, n - 1), slice_of_string(type_rows[i].name)))
			return &type_rows[i];
	return NULL;
}

/* A copy of the bytes with what readers may touch behind them. */
static struct slice padded(struct parse *p, struct slice s)
{
	uint8_t *bytes = arena_alloc(p->arena, s.n + UTF16_SLACK);
	memset(bytes, 0xa5, s.n + UTF16_SLACK);
	if (s.n)
		memcpy(bytes, s.p, s.n);
	return slice_of(bytes, s.n);
}

static struct evtx_node *take_typed(struct parse *p, const struct type_row *row)
{
	p->rest = slice_from(p->rest, strlen(row->name) + 2);
	struct slice text = take_until(p, "}");
	struct buf b = {0};
	bool good = true;
	if (row->add)
		good = row->add(&b, text);
	else if (row->size)
		good = add_number(&b, text, row->size);
	else
		buf_add_slice(&b, text);
	if (!good)
		wrong(p, row->name);
	expect(p, "}");
	struct evtx_node *node = new_node(p, EVTX_NODE_VALUE);
	node->type = row->type;
	node->substituted = true;
	node->bytes = padded(p, buf_slice(&b));
	buf_free(&b);
	return node;
}

/* --- text and references --- */

static struct evtx_node *take_reference(struct parse *p)
{
	expect(p, "&");
	struct slice text = take_until(p, ";");
	expect(p, ";");
	uint64_t code;
	if (text.n && text.p[0] == '#') {
		if (!number_from_decimal(slice_from(text, 1), &code))
			wrong(p, "a decimal number is needed");
		struct evtx_node *node = new_node(p, EVTX_NODE_CHAR_REFERENCE);
		node->code = (uint32_t)code;
		return node;
	}
	struct evtx_node *node = new_node(p, EVTX_NODE_ENTITY_REFERENCE);
	node->name = name_of(p, text);
	return node;
}

static struct evtx_node *take_text(struct parse *p, const char *ends)
{
	struct slice s = p->rest;
	size_t n = 0;
	while (n < s.n && !strchr(ends, s.p[n]) && s.p[n] != '&' && !type_at(slice_from(s, n)))
		n++;
	struct evtx_node *node = new_node(p, EVTX_NODE_VALUE);
	node->type = EVTX_TYPE_UTF8;
	node->bytes = padded(p, slice_sub(s, 0, n));
	p->rest = slice_from(s, n);
	return node;
}

static bool is_all_blank(struct slice s)
{
	size_t i = 0;
	while (i < s.n && is_blank(s.p[i]))
		i++;
	return i == s.n;
}

/* One piece of text, up to the next of ends; NULL where it is only blanks. */
static struct evtx_node *take_piece(struct parse *p, const char *ends)
{
	const struct type_row *row = type_at(p->rest);
	if (row)
		return take_typed(p, row);
	if (at(p, "&"))
		return take_reference(p);
	struct evtx_node *node = take_text(p, ends);
	return is_all_blank(node->bytes) ? NULL : node;
}

/* --- elements --- */

static struct evtx_attribute *take_attribute(struct parse *p)
{
	struct evtx_attribute *a = arena_alloc(p->arena, sizeof(*a));
	*a = (struct evtx_attribute){.name = name_of(p, take_until(p, "= />"))};
	expect(p, "=");
	const char *quote = at(p, "\"") ? "\"" : "'";
	expect(p, quote);
	for (struct evtx_node **last = &a->values; !take(p, quote);) {
		if (p->rest.n == 0)
			wrong(p, "a quote is needed");
		struct evtx_node *node = take_piece(p, quote);
		if (node) {
			*last = node;
			last = &node->next;
		}
	}
	return a;
}

/* Elements are nested as deep as a test writes them. */
static struct evtx_node *take_element(struct parse *p)
{
	expect(p, "<");
	struct evtx_node *element = new_node(p, EVTX_NODE_ELEMENT);
	element->name = name_of(p, take_until(p, " />\n\t"));
	struct evtx_attribute **last_attribute = &element->attributes;
	for (skip_blanks(p); !at(p, ">") && !at(p, "/>"); skip_blanks(p)) {
		*last_attribute = take_attribute(p);
		last_attribute = &(*last_attribute)->next;
	}
	if (take(p, "/>"))
		return element;
	expect(p, ">");
	for (struct evtx_node **last = &element->children; !at(p, "</");) {
		if (p->rest.n == 0)
			wrong(p, "an end tag is needed");
		struct evtx_node *node = at(p, "<") ? take_element(p) : take_piece(p, "<");
		if (node) {
			*last = node;
			last = &node->next;
		}
	}
	expect(p, "</");
	if (!slice_equal(take_until(p, ">"), element->name->text))
		wrong(p, "another end tag is needed");
	expect(p, ">");
	return element;
}

const struct evtx_node *evtx_tree_of(struct arena *arena, const char *notation)
{
	struct slice s = slice_of_string(notation);
	struct parse p = {arena, s, s};
	skip_blanks(&p);
	const struct evtx_node *root = take_element(&p);
	skip_blanks(&p);
	if (p.rest.n)
		wrong(&p, "the end is needed");
	return root;
}

struct evtx_event evtx_event_of(struct arena *arena, const char *notation)
{
	return (struct evtx_event){.root = evtx_tree_of(arena, notation)};
}
