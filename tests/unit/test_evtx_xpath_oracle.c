/* SPDX-License-Identifier: MIT */
/*
 * lib/evtx/xpath.h against libxml2's XPath 1.0: generated expressions over generated events, where
 * both mean the same. Left out are what Windows adds (instants, GUIDs, 0x, band, timediff), the
 * text of elements that have child elements, and positions of such elements.
 */
#include <criterion/criterion.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>

#include "lib/evtx/select.h"
#include "tests/unit/support_evtx.h"
#include "tests/unit/support_random.h"

enum { EVENTS = 40, EXPRESSIONS = 4000 };

static uint64_t seed = 41;

static const char *pick(const char *const *words, size_t count)
{
	return words[random_below(&seed, count)];
}
#define PICK(words) pick(words, COUNT_OF(words))

static bool chance(size_t of)
{
	return random_below(&seed, of) == 0;
}

static const char *const values[] = {"a",  "A",   "b",    "ab",  "0",
				     "1",  "01",  "2",    "10",  "-1",
				     " 1", "1.5", "1.50", "x y", "9007199254740991"};
/* What stands in System has its content by itself, Provider only attributes. */
static const char *const fields[] = {"EventID", "Level", "Channel", "Computer", "Other"};
static const char *const data_names[] = {"A", "B", "C", "a"};

/* --- events --- */

static void add_leaf(struct buf *b, const char *name, const char *attribute)
{
	buf_printf(b, "<%s", name);
	if (attribute && !chance(3))
		buf_printf(b, " %s='%s'", attribute, PICK(data_names));
	if (chance(6))
		buf_add_string(b, "/>");
	else
		buf_printf(b, ">%s</%s>", PICK(values), name);
}

static void make_event(struct buf *b)
{
	b->n = 0;
	buf_add_string(b, "<Event><System>");
	if (!chance(5))
		buf_printf(b, "<Provider Name='%s' Guid='%s'/>", PICK(values), PICK(values));
	for (size_t i = 0; i < COUNT_OF(fields); i++)
		if (!chance(4))
			add_leaf(b, fields[i], "Name");
	buf_add_string(b, "</System>");
	if (!chance(4)) {
		buf_add_string(b, "<EventData>");
		for (size_t n = random_below(&seed, 6); n > 0; n--)
			add_leaf(b, chance(5) ? "Binary" : "Data", "Name");
		buf_add_string(b, "</EventData>");
	}
	if (chance(2)) {
		buf_add_string(b, "<UserData><Outer>");
		for (size_t n = random_below(&seed, 4); n > 0; n--)
			add_leaf(b, PICK(data_names), "Name");
		buf_add_string(b, "</Outer></UserData>");
	}
	buf_add_string(b, "</Event>");
	buf_add_byte(b, 0);
}

/* --- expressions --- */

static void add_literal(struct buf *b)
{
	static const char *const numbers[] = {"0", "1", "2", "10", "1.5", "9007199254740991", "01"};
	const char *value = PICK(values);
	if (chance(2))
		buf_add_string(b, PICK(numbers));
	else
		buf_printf(b, chance(2) ? "'%s'" : "\"%s\"", value);
}

/* Maybe compares what stands in b already, which has content of its own. */
static void add_comparison(struct buf *b)
{
	static const char *const relations[] = {"=", "=", "!=", "<", "<=", ">", ">="};
	if (chance(4))
		return;
	buf_add_string(b, chance(2) ? " " : "");
	buf_add_string(b, PICK(relations));
	buf_add_string(b, chance(2) ? " " : "");
	add_literal(b);
}

static void add_attribute_test(struct buf *b)
{
	buf_add_string(b, chance(8) ? "@*" : chance(4) ? "@Guid" : "@Name");
	add_comparison(b);
}

/* [...] of an element without child elements */
static void add_leaf_predicate(struct buf *b)
{
	static const char *const positions[] = {"[1]", "[2]", "[position()=3]", "[position()<=2]",
						"[position()!=1 and @Name]"};
	if (chance(2))
		return;
	if (chance(3)) {
		buf_add_string(b, PICK(positions));
		return;
	}
	buf_add_byte(b, '[');
	add_attribute_test(b);
	if (chance(3)) {
		buf_add_string(b, chance(2) ? " and " : " or ");
		add_attribute_test(b);
	}
	buf_add_byte(b, ']');
}

static void add_leaf_test(struct buf *b, const char *name)
{
	buf_add_string(b, name);
	add_leaf_predicate(b);
	if (chance(3))
		add_leaf_predicate(b);
	if (chance(5)) {
		buf_add_byte(b, '/');
		add_attribute_test(b);
		return;
	}
	if (chance(8))
		buf_add_string(b, "/text()");
	add_comparison(b);
}

static void add_condition(struct buf *b, void (*add)(struct buf *), unsigned depth)
{
	bool group = chance(4) && depth;
	if (!group) {
		add(b);
	} else {
		buf_add_byte(b, '(');
		add_condition(b, add, depth - 1);
		buf_add_byte(b, ')');
	}
	if (depth && chance(2)) {
		buf_add_string(b, chance(2) ? " and " : " or ");
		add_condition(b, add, depth - 1);
	}
}

static void add_in_system(struct buf *b)
{
	if (chance(4)) {
		buf_add_string(b, "Provider[");
		add_attribute_test(b);
		buf_add_byte(b, ']');
		return;
	}
	add_leaf_test(b, chance(8) ? "*" : PICK(fields));
}

static void add_in_event_data(struct buf *b)
{
	add_leaf_test(b, chance(8) ? "*" : chance(6) ? "Binary" : "Data");
}

static void add_in_outer(struct buf *b)
{
	add_leaf_test(b, chance(8) ? "*" : PICK(data_names));
}

static const struct {
	const char *name;
	void (*add)(struct buf *b);
} parts[] = {
	{"System", add_in_system},        {"System", add_in_system},
	{"EventData", add_in_event_data}, {"UserData/Outer", add_in_outer},
	{"UserData/*", add_in_outer},
};

static void add_in_event(struct buf *b)
{
	size_t i = random_below(&seed, COUNT_OF(parts));
	buf_add_string(b, parts[i].name);
	if (chance(4)) {
		buf_add_byte(b, '/');
		parts[i].add(b);
	} else if (!chance(8)) {
		buf_add_byte(b, '[');
		add_condition(b, parts[i].add, 3);
		buf_add_byte(b, ']');
	}
}

static void add_top(struct buf *b)
{
	buf_add_string(b, chance(2) ? "*" : "Event");
	if (chance(4)) {
		buf_add_byte(b, '/');
		add_in_event(b);
	} else {
		buf_add_byte(b, '[');
		add_condition(b, add_in_event, 2);
		buf_add_byte(b, ']');
	}
}

static void make_expression(struct buf *b)
{
	b->n = 0;
	add_condition(b, add_top, chance(3) ? 2 : 0);
	buf_add_byte(b, 0);
}

/* --- the two --- */

struct event {
	struct arena arena;
	const struct evtx_node *root;
	struct evtx_system system;
	xmlDocPtr document;
	char *notation;
};

static void read_event(struct event *e, const struct buf *b)
{
	e->notation = strdup((const char *)b->p);
	e->root = evtx_tree_of(&e->arena, e->notation);
	evtx_system_read(&e->system, &e->arena, e->root);
	e->document = xmlReadMemory(e->notation, (int)strlen(e->notation), NULL, "UTF-8",
				    XML_PARSE_NONET);
	cr_assert(e->document);
}

static bool oracle_says(xmlXPathCompExprPtr compiled, xmlDocPtr document)
{
	xmlXPathContextPtr context = xmlXPathNewContext(document);
	context->node = (xmlNodePtr)document;
	int result = xmlXPathCompiledEvalToBoolean(compiled, context);
	xmlXPathFreeContext(context);
	cr_assert_geq(result, 0);
	return result == 1;
}

/* How many of the events match. */
static unsigned compare(const char *expression, struct event *events)
{
	unsigned matches = 0;
	struct buf error = {0};
	struct evtx_xpath *ours = evtx_xpath_compile(slice_of_string(expression), &error);
	cr_assert(ours, "%s: %.*s", expression, (int)error.n, error.p);
	xmlXPathCompExprPtr theirs = xmlXPathCompile((const xmlChar *)expression);
	cr_assert(theirs, "%s", expression);
	for (size_t i = 0; i < EVENTS; i++) {
		struct event *e = &events[i];
		bool want = oracle_says(theirs, e->document);
		bool got = evtx_xpath_matches(ours, e->root, 0, &e->arena);
		cr_assert_eq(got, want, "%s on %s", expression, e->notation);
		cr_assert(!want || evtx_xpath_may_match(ours, &e->system, 0), "%s on %s",
			  expression, e->notation);
		matches += want;
	}
	xmlXPathFreeCompExpr(theirs);
	evtx_xpath_free(ours);
	buf_free(&error);
	return matches;
}

Test(xpath_oracle, libxml2)
{
	static struct event events[EVENTS];
	struct buf b = {0};
	unsigned decided = 0;
	for (size_t i = 0; i < EVENTS; i++) {
		make_event(&b);
		read_event(&events[i], &b);
	}
	for (size_t i = 0; i < EXPRESSIONS; i++) {
		make_expression(&b);
		unsigned matches = compare((const char *)b.p, events);
		decided += matches > 0 && matches < EVENTS;
	}
	cr_expect_gt(decided, EXPRESSIONS / 4, "most expressions should tell events apart");
	for (size_t i = 0; i < EVENTS; i++) {
		xmlFreeDoc(events[i].document);
		free(events[i].notation);
		arena_free(&events[i].arena);
	}
	buf_free(&b);
	xmlCleanupParser();
}
