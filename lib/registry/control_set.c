/* SPDX-License-Identifier: MIT */
/* Which control set counts: Select\Current names it (KB 100010, "What are Control Sets?").
 * CurrentControlSet is a link that Windows makes at boot; no hive file has it. */
#include "lib/base/number.h"
#include "lib/base/reader.h"
#include "lib/registry/config.h"
#include "lib/registry/control_set_merge.h"
#include "lib/registry/wanted.h"

static const char current_name[] = "CurrentControlSet";

enum { NUMBER_MAX = 999 };

static struct known number_of(const struct registry_key *key, const char *name)
{
	enum registry_state state;
	const struct registry_value *v = registry_find_value(key, slice_of_string(name), &state);
	if (state != REGISTRY_PRESENT || v->type != REGISTRY_DWORD || v->data.n != 4)
		return (struct known){.known = false};
	return known_number(load_u32le(v->data.p));
}

static void read_select(struct control_sets *c, struct registry_key *root)
{
	const struct registry_key *select = registry_find_key(root, "Select", &c->select);
	c->number = number_of(select, "Current");
	c->select_default = number_of(select, "Default");
	c->failed = number_of(select, "Failed");
	c->last_known_good = number_of(select, "LastKnownGood");
}

/* By name: "ControlSet001" and its like before "CurrentControlSet". */
static bool comes_before(struct slice a, struct slice b)
{
	for (size_t i = 0; i < a.n && i < b.n; i++)
		if (ascii_lower(a.p[i]) != ascii_lower(b.p[i]))
			return ascii_lower(a.p[i]) < ascii_lower(b.p[i]);
	return a.n < b.n;
}

static void insert(struct control_sets *c, struct registry_key *key)
{
	if (c->count == CONTROL_SETS_MAX)
		return;
	size_t i = c->count++;
	for (; i > 0 && comes_before(key->name, c->list[i - 1]->name); i--)
		c->list[i] = c->list[i - 1];
	c->list[i] = key;
}

static size_t index_of(const struct control_sets *c, struct slice name)
{
	size_t i = 0;
	while (i < c->count && !slice_equal_ignoring_case(c->list[i]->name, name))
		i++;
	return i;
}

enum { NAME_SIZE = sizeof("ControlSet000") };

/* "ControlSet" and three digits: "%03u", and no set has more. */
static void name_of_number(char name[static NAME_SIZE], uint64_t number)
{
	memcpy(name, "ControlSet000", NAME_SIZE);
	for (size_t i = NAME_SIZE - 2; number; i--, number /= 10)
		name[i] = (char)('0' + number % 10);
}

static void list_one(struct control_sets *c, const struct registry *r, const char *name)
{
	enum registry_state state;
	struct registry_key *key = registry_find_key(r->root, name, &state);
	if (key)
		insert(c, key);
}

/* The one that counts comes first, so that it is listed however many there are. */
static void list_all(struct control_sets *c, const struct registry *r)
{
	bool is_hive = r->source == REGISTRY_FROM_HIVE;
	char name[NAME_SIZE];
	if (c->number.known && c->number.value <= NUMBER_MAX) {
		name_of_number(name, c->number.value);
		list_one(c, r, name);
	}
	if (!is_hive)
		list_one(c, r, current_name);
	for (struct registry_key *k = r->root->children; k; k = k->next) {
		bool is_link = slice_equal_ignoring_case(k->name, slice_of_string(current_name));
		if (registry_is_control_set(k->name) && !k->deleted && !is_link &&
		    index_of(c, k->name) == c->count)
			insert(c, k);
	}
}

static size_t index_of_number(const struct control_sets *c, uint64_t number)
{
	char name[NAME_SIZE];
	if (number > NUMBER_MAX)
		return c->count;
	name_of_number(name, number);
	return index_of(c, slice_of_string(name));
}

static void take_out(struct control_sets *c, size_t i)
{
	c->count--;
	for (; i < c->count; i++)
		c->list[i] = c->list[i + 1];
}

/* The set that Select\Current names; what a text has under both of its names is one. */
static void choose_by_number(struct control_sets *c, struct arena *arena)
{
	size_t numbered = index_of_number(c, c->number.value);
	size_t link = index_of(c, slice_of_string(current_name));
	if (numbered < c->count && link < c->count) {
		c->list[numbered] = control_set_merge(c->list[numbered], c->list[link], arena);
		c->current = c->list[numbered];
		take_out(c, link);
	} else if (numbered < c->count || link < c->count) {
		c->current = c->list[numbered < c->count ? numbered : link];
	}
}

void control_sets_read(struct control_sets *c, const struct registry *r, struct arena *arena)
{
	*c = (struct control_sets){.current = NULL};
	read_select(c, r->root);
	list_all(c, r);
	size_t link = index_of(c, slice_of_string(current_name));
	if (c->number.known)
		choose_by_number(c, arena);
	else if (link < c->count)
		c->current = c->list[link];
	else if (c->count == 1)
		c->current = c->list[0];
	if (c->current)
		c->name = c->current->name;
}
