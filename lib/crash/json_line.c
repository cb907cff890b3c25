/* SPDX-License-Identifier: MIT */
/*
 * lib/base/json.h must not be included here: its json_null() has a namesake in jansson.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/base/limits.h"
#include "lib/base/memory.h"
#include "lib/crash/json_line.h"

/* Largest whole number that a double holds without a gap below it. */
#define DOUBLE_SAFE 9007199254740991.0
/* Most tenths that are taken: far beyond any disk, and far below where doubles lose the decimal. */
#define TENTHS_MAX 1e12

static const json_t *value_of(const struct json_node *node)
{
	return (const json_t *)node;
}

static const struct json_node *node_of(const json_t *value)
{
	return (const struct json_node *)value;
}

/*
 * Would a tree of bytes pass a limit? Says which, and where. Jansson recurses, and an object of two
 * bytes takes it a hundred times as many, so this comes first. What stands in strings does not
 * count.
 */
static bool passes_limit(struct slice bytes, struct json_line_error *error)
{
	size_t depth = 0;
	size_t values = 0;
	bool in_string = false;
	for (size_t i = 0; i < bytes.n; i++) {
		uint8_t c = bytes.p[i];
		bool opens = !in_string && (c == '{' || c == '[');
		if (c == '"')
			in_string = !in_string;
		else if (in_string)
			i += c == '\\'; /* whatever is escaped ends no string */
		else if (c == '}' || c == ']')
			depth -= depth > 0;
		depth += opens;
		values += opens || (!in_string && c == ',');
		if (depth <= LIMIT_JSON_DEPTH && values <= LIMIT_JSON_VALUES)
			continue;
		snprintf(error->text, sizeof(error->text),
			 depth > LIMIT_JSON_DEPTH ? "nested deeper than %u levels"
						  : "more than %u values",
			 depth > LIMIT_JSON_DEPTH ? LIMIT_JSON_DEPTH : LIMIT_JSON_VALUES);
		error->position = i;
		return true;
	}
	return false;
}

static json_t *load(struct slice bytes, json_error_t *error)
{
	const char *p = (const char *)bytes.p;
	json_t *root = json_loadb(p, bytes.n, JSON_ALLOW_NUL | JSON_DECODE_ANY, error);
	/* A whole number above 64 bits is valid JSON: take all of them as doubles then. */
	if (!root && json_error_code(error) == json_error_numeric_overflow)
		root = json_loadb(p, bytes.n,
				  JSON_ALLOW_NUL | JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL,
				  error);
	return root;
}

/* jansson tells a failed allocation as a syntax error in places; so it gets one that cannot fail.
 */
static void *allocate(size_t size)
{
	return memory_resize(NULL, size ? size : 1);
}

bool json_line_parse(struct json_line *line, struct slice bytes, struct json_line_error *error)
{
	json_error_t problem;
	line->root = NULL;
	json_set_alloc_funcs(allocate, free);
	if (passes_limit(bytes, error))
		return false;
	line->root = load(bytes, &problem);
	if (line->root)
		return true;
	error->position = problem.position > 0 ? (size_t)problem.position : 0;
	snprintf(error->text, sizeof(error->text), "%s", problem.text);
	return false;
}

void json_line_free(struct json_line *line)
{
	json_decref(line->root);
	line->root = NULL;
}

const struct json_node *json_line_root(const struct json_line *line)
{
	return line->root;
}

enum json_kind node_kind(const struct json_node *node)
{
	if (!node)
		return JSON_KIND_ABSENT;
	switch (json_typeof(value_of(node))) {
	case JSON_OBJECT:
		return JSON_KIND_OBJECT;
	case JSON_ARRAY:
		return JSON_KIND_ARRAY;
	case JSON_STRING:
		return JSON_KIND_STRING;
	case JSON_INTEGER:
	case JSON_REAL:
		return JSON_KIND_NUMBER;
	case JSON_TRUE:
	case JSON_FALSE:
		return JSON_KIND_BOOL;
	default:
		return JSON_KIND_NULL;
	}
}

const struct json_node *node_member(const struct json_node *node, const char *name)
{
	return node_of(json_object_get(value_of(node), name));
}

size_t node_length(const struct json_node *node)
{
	return json_array_size(value_of(node));
}

const struct json_node *node_element(const struct json_node *node, size_t index)
{
	return node_of(json_array_get(value_of(node), index));
}

struct slice node_text(const struct json_node *node)
{
	const json_t *value = value_of(node);
	return slice_of(json_string_value(value), json_string_length(value));
}

bool node_bool(const struct json_node *node, bool *out)
{
	if (!json_is_boolean(value_of(node)))
		return false;
	*out = json_is_true(value_of(node));
	return true;
}

bool node_signed(const struct json_node *node, int64_t *out)
{
	const json_t *value = value_of(node);
	double real = json_real_value(value);
	if (json_is_integer(value)) {
		*out = json_integer_value(value);
		return true;
	}
	if (!json_is_real(value) || real < -DOUBLE_SAFE || real > DOUBLE_SAFE ||
	    real != (double)(int64_t)real)
		return false;
	*out = (int64_t)real;
	return true;
}

bool node_count(const struct json_node *node, uint64_t *out)
{
	int64_t v;
	if (!node_signed(node, &v) || v < 0)
		return false;
	*out = (uint64_t)v;
	return true;
}

bool node_tenths(const struct json_node *node, uint64_t *out)
{
	double v = json_number_value(value_of(node));
	if (node_kind(node) != JSON_KIND_NUMBER || !(v >= 0) || v * 10 > TENTHS_MAX)
		return false;
	*out = (uint64_t)(v * 10 + 0.5);
	return true;
}

void node_each_member(const struct json_node *node,
		      void (*visit)(void *context, struct slice key, const struct json_node *value),
		      void *context)
{
	/* Jansson's iterators take no const object, although they change nothing. */
	json_t *object = (json_t *)(uintptr_t)node;
	for (void *at = json_object_iter(object); at; at = json_object_iter_next(object, at))
		visit(context, slice_of_string(json_object_iter_key(at)),
		      node_of(json_object_iter_value(at)));
}
