/* SPDX-License-Identifier: MIT */
/* Where other control sets have other settings. */
#include "lib/registry/config_part.h"
#include "lib/registry/setting_part.h"

/* Facts about the machine rather than settings: they change at each boot, or never matter here. */
static bool is_context(enum setting_key key)
{
	return key == SETTING_KEY_ENVIRONMENT || key == SETTING_KEY_CONTROL ||
	       key == SETTING_KEY_PRODUCT_OPTIONS || key == SETTING_KEY_WINDOWS ||
	       key == SETTING_KEY_COMPUTER_NAME || key == SETTING_KEY_TCPIP;
}

static bool is_same_value(const struct registry_value *a, const struct registry_value *b)
{
	return a->type == b->type && slice_equal(a->data, b->data);
}

static bool is_whole(const struct registry *r)
{
	return !r->fragment && !r->full;
}

/* Do they surely differ? A part of a registry may lack the key in one of the sets. */
static bool differ(const struct crash_config *c, const struct setting *a, const struct setting *b)
{
	if (a->state == REGISTRY_UNREADABLE || b->state == REGISTRY_UNREADABLE)
		return false;
	if (a->state != b->state)
		return is_whole(c->registry) || (config_tells_values(c->registry, a->key) &&
						 config_tells_values(c->registry, b->key));
	return a->state == REGISTRY_PRESENT && !is_same_value(a->value, b->value);
}

static void compare(struct crash_config *c, struct registry_key *set, enum setting_id id)
{
	struct setting other = setting_find(id, set);
	if (!differ(c, config_setting(c, id), &other))
		return;
	setting_decode(&other, id, c->arena);
	c->differences[c->difference_count++] = (struct setting_difference){set, id, other};
}

void config_differences_read(struct crash_config *c)
{
	if (!c->sets.current || c->sets.count < 2)
		return;
	size_t most = (c->sets.count - 1) * SETTING_COUNT;
	c->differences = arena_alloc(c->arena, most * sizeof(*c->differences));
	for (size_t i = 0; i < c->sets.count; i++)
		for (int id = 0; c->sets.list[i] != c->sets.current && id < SETTING_COUNT; id++)
			if (!is_context(setting_rows[id].key))
				compare(c, c->sets.list[i], (enum setting_id)id);
}
