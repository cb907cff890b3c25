/* SPDX-License-Identifier: MIT */
#include "lib/evtx/template.h"

#include <stdlib.h>

#include "lib/base/limits.h"
#include "lib/base/memory.h"
#include "lib/evtx/definition.h"

enum {
	OFFSETS = 65536,
	/* Signatures of one definition that are compiled; real ones have up to 20. */
	PROGRAMS_MAX = 64,
};

/* As an event; as a child of Event; inside a child of Event. */
enum place { PLACE_EVENT, PLACE_CHILD, PLACE_EVENT_DATA, PLACE_USER_DATA, PLACES };

static enum place place_of(const struct evtx_program *outer)
{
	if (!outer)
		return PLACE_EVENT;
	return outer->nested_inside == EVTX_NAME_EVENT_DATA  ? PLACE_EVENT_DATA
	       : outer->nested_inside == EVTX_NAME_USER_DATA ? PLACE_USER_DATA
							     : PLACE_CHILD;
}

const struct evtx_node *evtx_nested_element(const struct evtx_program *outer,
					    const struct evtx_node *element, struct arena *arena)
{
	static const struct evtx_name names[PLACES] = {
		[PLACE_EVENT_DATA] = {{(const uint8_t *)"EventData", 9}, EVTX_NAME_EVENT_DATA},
		[PLACE_USER_DATA] = {{(const uint8_t *)"UserData", 8}, EVTX_NAME_USER_DATA},
	};
	enum place place = place_of(outer);
	if (place == PLACE_CHILD)
		return element;
	struct evtx_node *around = arena_alloc(arena, sizeof(*around));
	struct evtx_node *alone = arena_alloc(arena, sizeof(*alone));
	*alone = *element;
	alone->next = NULL;
	*around = (struct evtx_node){.kind = EVTX_NODE_ELEMENT,
				     .slot = EVTX_NO_SLOT,
				     .name = &names[place],
				     .children = alone};
	return around;
}

struct evtx_template {
	struct evtx_template *next; /* in the bucket */
	struct evtx_definition definition;
	int32_t id_slot; /* which value is the number of the event; EVTX_NO_SLOT: no single one */
	/* For each way in which an instance may stand: enum place. */
	struct evtx_program **programs[PLACES]; /* owned */
	uint32_t program_count[PLACES];
	uint32_t last[PLACES]; /* the one that was used last */
};

static void free_template(struct evtx_template *d)
{
	for (unsigned kind = 0; kind < PLACES; kind++) {
		for (uint32_t i = 0; i < d->program_count[kind]; i++) {
			evtx_program_free(d->programs[kind][i]);
			free(d->programs[kind][i]);
		}
		free(d->programs[kind]);
	}
	evtx_definition_free(&d->definition);
	free(d);
}

static void forget_all(struct evtx_templates *t)
{
	for (unsigned i = 0; i < EVTX_TEMPLATE_BUCKETS; i++) {
		for (struct evtx_template *d = t->buckets[i], *next; d; d = next) {
			next = d->next;
			free_template(d);
		}
		t->buckets[i] = NULL;
	}
	t->memory = 0;
}

void evtx_templates_begin(struct evtx_templates *t, struct slice chunk, struct evtx_names *names)
{
	if (!t->index)
		t->index = memory_zeroed(OFFSETS, sizeof(*t->index));
	for (size_t i = 0; i < t->here_count; i++)
		t->index[t->here[i].offset] = 0;
	t->here_count = 0;
	if (t->memory > LIMIT_EVTX_TEMPLATE_BYTES)
		forget_all(t);
	t->chunk = chunk;
	t->names = names;
}

void evtx_templates_free(struct evtx_templates *t)
{
	forget_all(t);
	free(t->index);
	free(t->here);
	arena_free(&t->arena);
	*t = (struct evtx_templates){0};
}

static struct evtx_template **bucket_of(struct evtx_templates *t, const struct evtx_instance *in)
{
	uint32_t hash = load_u32le(in->guid) ^ load_u32le(in->guid + 8) ^ in->body_size;
	return &t->buckets[hash * 0x9e3779b1u >> 22];
}

/* Which value the element EventID holds, and nothing beside it. */
static int32_t slot_of_id(const struct evtx_node *root)
{
	const struct evtx_node *content = evtx_system_content(root, EVTX_SYSTEM_EVENT_ID);
	return content && !content->next ? content->slot : EVTX_NO_SLOT;
}

/* Enters a definition that was not seen before; NULL where it cannot be read. */
static struct evtx_template *learn(struct evtx_templates *t, const struct evtx_instance *in)
{
	arena_reset(&t->arena);
	struct evtx_binxml b;
	/* A forged chunk may hold a thousand definitions that overlap. */
	if (t->memory > LIMIT_EVTX_TEMPLATE_BYTES)
		return NULL;
	evtx_binxml_begin(&b, t->chunk, &t->arena, t->names, true);
	const struct evtx_node *root = evtx_binxml_definition(&b, in);
	if (!root)
		return NULL;
	struct evtx_template *d = memory_zeroed(1, sizeof(*d));
	d->id_slot = slot_of_id(root);
	evtx_definition_learn(&d->definition, &b, in);
	t->memory += sizeof(*d) + evtx_definition_memory(&d->definition);
	struct evtx_template **bucket = bucket_of(t, in);
	d->next = *bucket;
	*bucket = d;
	return d;
}

static struct evtx_template *find_or_learn(struct evtx_templates *t, const struct evtx_instance *in)
{
	for (struct evtx_template *d = *bucket_of(t, in); d; d = d->next)
		if (evtx_definition_is(&d->definition, t->chunk, in))
			return d;
	return learn(t, in);
}

static struct evtx_template *definition_of(struct evtx_templates *t, const struct evtx_instance *in)
{
	size_t known = in->definition < OFFSETS ? t->index[in->definition] : 0;
	if (known)
		return t->here[known - 1].definition;
	struct evtx_template *d = find_or_learn(t, in);
	if (t->here_count == UINT16_MAX)
		return d;
	if (t->here_count == t->here_cap) {
		t->here_cap = t->here_cap ? 2 * t->here_cap : 64;
		t->here = memory_resize(t->here, t->here_cap * sizeof(*t->here));
	}
	t->here[t->here_count++] = (struct evtx_template_here){d, in->definition};
	t->index[in->definition] = (uint16_t)t->here_count;
	return d;
}

bool evtx_templates_event_id(struct evtx_templates *t, const struct evtx_instance *in, uint64_t *id)
{
	if (in->moved || in->missing)
		return false;
	struct evtx_template *d = definition_of(t, in);
	if (!d || d->id_slot == EVTX_NO_SLOT || (uint32_t)d->id_slot >= in->count)
		return false;
	uint32_t slot = (uint32_t)d->id_slot, at = 0;
	for (uint32_t i = 0; i < slot; i++)
		at += (uint32_t)evtx_instance_size(in, i);
	if (evtx_instance_type(in, slot) != EVTX_TYPE_UINT16 || evtx_instance_size(in, slot) != 2 ||
	    !range_within(in->values.n, at, 2))
		return false;
	*id = load_u16le(in->values.p + at);
	return true;
}

/* --- programs --- */

/* The shape walks the symbolic tree. */
static void compile(struct evtx_templates *t, struct evtx_program *p,
		    const struct evtx_instance *in, const struct evtx_program *outer)
{
	arena_reset(&t->arena);
	struct evtx_binxml b;
	evtx_binxml_begin(&b, t->chunk, &t->arena, t->names, true);
	const struct evtx_node *root = evtx_binxml_definition(&b, in);
	struct evtx_scratch scratch = {0};
	struct evtx_emit e = {.out = &p->literals,
			      .program = p,
			      .instance = in,
			      .arena = &t->arena,
			      .scratch = &scratch,
			      .epoch = t->epoch};
	evtx_program_begin(p, in);
	if (root && outer) {
		t->shape->child(&e, evtx_nested_element(outer, root, &t->arena));
	} else if (root) {
		evtx_program_fields(p, root, &t->arena);
		t->shape->event(&e, root);
	}
	p->general |= !root || e.impossible || e.too_large || p->branch;
	/* BinXML that the shape did not pass on would be lost. */
	p->general |= b.waiting_binxml != (p->nested_slot != EVTX_NO_SLOT);
	p->general |= p->literals.n > LIMIT_EVTX_PROGRAM_LITERALS;
	evtx_program_end(p);
	arena_reset(&t->arena);
}

static struct evtx_program *add_program(struct evtx_templates *t, struct evtx_template *d,
					const struct evtx_instance *in,
					const struct evtx_program *outer)
{
	enum place place = place_of(outer);
	uint32_t n = d->program_count[place];
	if (n == PROGRAMS_MAX || t->memory > LIMIT_EVTX_TEMPLATE_BYTES)
		return NULL;
	struct evtx_program *p = memory_zeroed(1, sizeof(*p));
	compile(t, p, in, outer);
	d->programs[place] = memory_resize(d->programs[place], (n + 1) * sizeof(p));
	d->programs[place][n] = p;
	d->program_count[place]++;
	t->memory += evtx_program_memory(p);
	return p;
}

/* Do the values need more bytes than there are? No program fits such an instance. */
static bool is_cut(const struct evtx_instance *in)
{
	size_t total = 0;
	for (uint32_t i = 0; i < in->count; i++)
		total += evtx_instance_size(in, i);
	return total > in->values.n;
}

bool evtx_templates_find(struct evtx_templates *t, struct evtx_run *run,
			 const struct evtx_program *outer)
{
	enum place place = place_of(outer);
	const struct evtx_instance *in = &run->instance;
	if (in->cut || in->moved || in->missing || in->count > EVTX_PROGRAM_SLOTS)
		return false;
	struct evtx_template *d = definition_of(t, in);
	if (!d)
		return false;
	uint32_t n = d->program_count[place];
	for (uint32_t i = 0, at = d->last[place]; i < n; i++, at = at + 1 < n ? at + 1 : 0) {
		run->program = d->programs[place][at];
		if (evtx_program_fits(run)) {
			d->last[place] = at;
			return !run->program->general;
		}
	}
	if (is_cut(in))
		return false;
	run->program = add_program(t, d, in, outer);
	d->last[place] = run->program ? n : 0;
	return run->program && evtx_program_fits(run) && !run->program->general;
}
