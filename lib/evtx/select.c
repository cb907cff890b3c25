/* SPDX-License-Identifier: MIT */
#include "lib/evtx/select.h"

#include <stdlib.h>

#include "lib/base/limits.h"
#include "lib/base/memory.h"
#include "lib/base/moment.h"
#include "lib/base/number.h"
#include "lib/base/text.h"
#include "lib/evtx/occurrence.h"
#include "lib/evtx/pattern.h"
#include "lib/evtx/scalar.h"

#define MICROSOFT SLICE("Microsoft-Windows-")

/* --- ownership --- */

static struct buf owned_copy(struct slice s)
{
	struct buf copy = {0};
	buf_add_slice(&copy, s);
	return copy;
}

static void free_patterns(struct evtx_patterns *patterns)
{
	for (size_t i = 0; i < patterns->n; i++)
		buf_free(&patterns->p[i]);
	free(patterns->p);
}

void evtx_selection_free(struct evtx_selection *s)
{
	number_set_free(&s->event_ids);
	number_set_free(&s->levels);
	number_set_free(&s->record_ids);
	free_patterns(&s->providers);
	free_patterns(&s->channels);
	free_patterns(&s->computers);
	for (size_t i = 0; i < s->data_count; i++) {
		buf_free(&s->data[i].name);
		buf_free(&s->data[i].pattern);
	}
	free(s->data);
	for (size_t i = 0; i < s->xpath_count; i++)
		evtx_xpath_free(s->xpaths[i]);
	free(s->xpaths);
	memset(s, 0, sizeof(*s));
}

/* --- options --- */

bool evtx_selection_event_id(struct evtx_selection *s, const char *list, struct buf *error)
{
	return number_set_add(&s->event_ids, slice_of_string(list), NULL, error);
}

bool evtx_selection_record_id(struct evtx_selection *s, const char *list, struct buf *error)
{
	return number_set_add(&s->record_ids, slice_of_string(list), NULL, error);
}

bool evtx_selection_level(struct evtx_selection *s, const char *list, struct buf *error)
{
	static const struct number_word words[] = {
		{"critical", 1},    {"error", 2},   {"warning", 3}, {"information", 0},
		{"information", 4}, {"verbose", 5}, {NULL, 0},
	};
	return number_set_add(&s->levels, slice_of_string(list), words, error);
}

static bool add_pattern(struct evtx_patterns *patterns, const char *pattern, struct buf *error)
{
	if (!*pattern) {
		buf_add_string(error, "a name is needed");
		return false;
	}
	patterns->p = memory_resize(patterns->p, (patterns->n + 1) * sizeof(*patterns->p));
	patterns->p[patterns->n++] = owned_copy(slice_of_string(pattern));
	return true;
}

bool evtx_selection_provider(struct evtx_selection *s, const char *pattern, struct buf *error)
{
	return add_pattern(&s->providers, pattern, error);
}

bool evtx_selection_channel(struct evtx_selection *s, const char *pattern, struct buf *error)
{
	return add_pattern(&s->channels, pattern, error);
}

bool evtx_selection_computer(struct evtx_selection *s, const char *pattern, struct buf *error)
{
	return add_pattern(&s->computers, pattern, error);
}

static bool read_moment(const struct evtx_selection *s, const char *moment, uint64_t *out,
			struct buf *error)
{
	if (moment_from_argument(slice_of_string(moment), s->now, out))
		return true;
	buf_add_byte(error, '\'');
	text_append_display(error, slice_of_string(moment));
	buf_add_string(error, "' is neither a time (2024-02-29, 2024-02-29T08:46:36Z) "
			      "nor a duration back from now (90s, 15m, 2h, 7d, 4w)");
	return false;
}

bool evtx_selection_since(struct evtx_selection *s, const char *moment, struct buf *error)
{
	s->has_since = read_moment(s, moment, &s->since, error);
	return s->has_since;
}

bool evtx_selection_until(struct evtx_selection *s, const char *moment, struct buf *error)
{
	s->has_until = read_moment(s, moment, &s->until, error);
	return s->has_until;
}

bool evtx_selection_data(struct evtx_selection *s, const char *condition, struct buf *error)
{
	struct slice all = slice_of_string(condition);
	size_t equals = slice_find_byte(all, '=');
	if (equals == all.n) {
		buf_add_byte(error, '\'');
		text_append_display(error, all);
		buf_add_string(error, "' has no '=' (NAME=VALUE, or =VALUE for any unnamed value)");
		return false;
	}
	s->data = memory_resize(s->data, (s->data_count + 1) * sizeof(*s->data));
	s->data[s->data_count++] = (struct evtx_data_condition){
		.name = owned_copy(slice_sub(all, 0, equals)),
		.pattern = owned_copy(slice_from(all, equals + 1)),
	};
	return true;
}

bool evtx_selection_xpath(struct evtx_selection *s, const char *expression, struct buf *error)
{
	struct evtx_xpath *xpath = evtx_xpath_compile(slice_of_string(expression), error);
	if (!xpath)
		return false;
	s->xpaths = memory_resize(s->xpaths, (s->xpath_count + 1) * sizeof(struct evtx_xpath *));
	s->xpaths[s->xpath_count++] = xpath;
	return true;
}

/* --- System --- */

/* Does one of the patterns match this name, or are there none? */
static bool is_named(const struct evtx_patterns *patterns, struct slice name)
{
	for (size_t i = 0; i < patterns->n; i++)
		if (pattern_matches(buf_slice(&patterns->p[i]), name))
			return true;
	return patterns->n == 0;
}

static bool is_provider(const struct evtx_patterns *patterns, struct slice name)
{
	if (is_named(patterns, name))
		return true;
	struct slice start = slice_sub(name, 0, MICROSOFT.n);
	return slice_equal_ignoring_case(start, MICROSOFT) &&
	       is_named(patterns, slice_from(name, MICROSOFT.n));
}

static bool has_number(const struct number_set *set, const struct evtx_system *system,
		       enum evtx_system_field field)
{
	return number_set_is_all(set) ||
	       number_set_has(set, evtx_system_has(system, field), system->number[field]);
}

/* Text of a field; what is not there is empty and matches no pattern of a name that is there. */
static bool has_name(const struct evtx_patterns *patterns, const struct evtx_system *system,
		     enum evtx_system_field field)
{
	return patterns->n == 0 ||
	       (evtx_system_has(system, field) && is_named(patterns, system->text[field]));
}

static bool has_provider(const struct evtx_patterns *patterns, const struct evtx_system *system)
{
	return patterns->n == 0 || (evtx_system_has(system, EVTX_SYSTEM_PROVIDER) &&
				    is_provider(patterns, system->text[EVTX_SYSTEM_PROVIDER]));
}

static bool has_time(const struct evtx_selection *s, const struct evtx_system *system,
		     const struct evtx_event *event)
{
	if (!s->has_since && !s->has_until)
		return true;
	uint64_t time = event->written;
	if (evtx_system_has(system, EVTX_SYSTEM_TIME))
		time = system->number[EVTX_SYSTEM_TIME];
	else if (!event->has_record_header)
		return false;
	return (!s->has_since || time >= s->since) && (!s->has_until || time < s->until);
}

static bool may_match_xpath(const struct evtx_selection *s, const struct evtx_system *system)
{
	for (size_t i = 0; i < s->xpath_count; i++)
		if (evtx_xpath_may_match(s->xpaths[i], system, s->now))
			return true;
	return s->xpath_count == 0;
}

bool evtx_selection_is_all(const struct evtx_selection *s)
{
	return evtx_selection_fields(s) == 0 && !evtx_selection_needs_tree(s);
}

uint32_t evtx_selection_fields(const struct evtx_selection *s)
{
	uint32_t fields = 0;
	if (!number_set_is_all(&s->event_ids))
		fields |= 1u << EVTX_SYSTEM_EVENT_ID;
	if (!number_set_is_all(&s->levels))
		fields |= 1u << EVTX_SYSTEM_LEVEL;
	if (!number_set_is_all(&s->record_ids))
		fields |= 1u << EVTX_SYSTEM_RECORD_ID;
	if (s->providers.n)
		fields |= 1u << EVTX_SYSTEM_PROVIDER;
	if (s->channels.n)
		fields |= 1u << EVTX_SYSTEM_CHANNEL;
	if (s->computers.n)
		fields |= 1u << EVTX_SYSTEM_COMPUTER;
	if (s->has_since || s->has_until)
		fields |= 1u << EVTX_SYSTEM_TIME;
	for (size_t i = 0; i < s->xpath_count; i++)
		fields |= evtx_xpath_fields(s->xpaths[i]);
	return fields;
}

bool evtx_selection_system(const struct evtx_selection *s, const struct evtx_system *system,
			   const struct evtx_event *event)
{
	return has_number(&s->event_ids, system, EVTX_SYSTEM_EVENT_ID) &&
	       has_number(&s->levels, system, EVTX_SYSTEM_LEVEL) &&
	       has_number(&s->record_ids, system, EVTX_SYSTEM_RECORD_ID) &&
	       has_time(s, system, event) && has_provider(&s->providers, system) &&
	       has_name(&s->channels, system, EVTX_SYSTEM_CHANNEL) &&
	       has_name(&s->computers, system, EVTX_SYSTEM_COMPUTER) && may_match_xpath(s, system);
}

/* --- data --- */

static bool content_matches(struct slice pattern, const struct evtx_node *element,
			    struct arena *arena)
{
	struct arena mark = evtx_arena_mark(arena);
	bool matches = pattern_matches(pattern, evtx_content_text(arena, element->children));
	evtx_arena_return(arena, mark);
	return matches;
}

static bool has_child_elements(const struct evtx_node *element)
{
	const struct evtx_node *child = element->children;
	while (child && child->kind != EVTX_NODE_ELEMENT)
		child = child->next;
	return child != NULL;
}

/* Is this element a value of that name? */
static bool is_value_named(const struct evtx_node *element, struct slice name, struct arena *arena)
{
	enum evtx_known known = element->name->known;
	if (known != EVTX_NAME_DATA && known != EVTX_NAME_COMPLEX_DATA)
		return name.n && slice_equal(element->name->text, name) &&
		       !has_child_elements(element);
	const struct evtx_attribute *a = evtx_attribute_of(element, EVTX_NAME_NAME);
	struct arena mark = evtx_arena_mark(arena);
	struct slice own = evtx_content_text(arena, a ? a->values : NULL);
	bool named = slice_equal(own, name);
	evtx_arena_return(arena, mark);
	return named;
}

/* Is there a value that the condition is true of, among the elements from first on? depth: how many
 * levels of elements may follow. */
static bool has_value(const struct evtx_data_condition *condition, const struct evtx_node *first,
		      struct arena *arena, unsigned depth)
{
	for (const struct evtx_node *node = first; node; node = node->next) {
		if (node->kind != EVTX_NODE_ELEMENT)
			continue;
		if (depth && has_value(condition, node->children, arena, depth - 1))
			return true;
		if (!is_value_named(node, buf_slice(&condition->name), arena))
			continue;
		struct evtx_occurrence o;
		evtx_occurrence_begin(&o, node);
		for (const struct evtx_node *shown; (shown = evtx_occurrence_next(&o));)
			if (content_matches(buf_slice(&condition->pattern), shown, arena))
				return true;
	}
	return false;
}

static bool has_data(const struct evtx_data_condition *condition, const struct evtx_node *root,
		     struct arena *arena)
{
	const struct evtx_node *event_data = evtx_child(root, EVTX_NAME_EVENT_DATA);
	const struct evtx_node *user_data = evtx_child(root, EVTX_NAME_USER_DATA);
	return (event_data &&
		has_value(condition, event_data->children, arena, LIMIT_EVTX_DEPTH)) ||
	       (user_data && has_value(condition, user_data->children, arena, LIMIT_EVTX_DEPTH));
}

bool evtx_selection_needs_tree(const struct evtx_selection *s)
{
	return s->data_count || s->xpath_count;
}

bool evtx_selection_tree(const struct evtx_selection *s, const struct evtx_event *event,
			 struct arena *arena)
{
	for (size_t i = 0; i < s->data_count; i++)
		if (!has_data(&s->data[i], event->root, arena))
			return false;
	for (size_t i = 0; i < s->xpath_count; i++)
		if (evtx_xpath_matches(s->xpaths[i], event->root, s->now, arena))
			return true;
	return s->xpath_count == 0;
}
