/* SPDX-License-Identifier: MIT */
#include "lib/evtx/definition.h"

#include <stdlib.h>

#include "lib/base/memory.h"

enum {
	NAME_LINK = 4, /* bytes of a name's link in the hash chain */
	STEP = 16,     /* bytes that are compared at once */
	/* So many names outside are looked through for one that was met before. */
	NAMES_LOOKED_AT = 64,
};

/* What names are compared by: hash, count and text. */
static struct slice name_key(struct slice chunk, uint32_t offset)
{
	return slice_from(evtx_name_bytes(chunk, offset), NAME_LINK);
}

/* Where an earlier reference to the same name outside stands; 0 for none. */
static uint32_t met_before(const struct evtx_definition *d, const struct evtx_binxml *b, uint32_t i)
{
	uint32_t first = i > NAMES_LOOKED_AT ? i - NAMES_LOOKED_AT : 0;
	for (uint32_t k = first; k < i; k++)
		if (d->references[k].kind == EVTX_REFERENCE_OUTSIDE &&
		    b->references[k].name == b->references[i].name)
			return d->references[k].at;
	return 0;
}

/* Does a name stand there that follows an earlier reference at once? */
static bool is_resident(const struct evtx_definition *d, uint32_t i, uint32_t at)
{
	for (uint32_t k = i > NAMES_LOOKED_AT ? i - NAMES_LOOKED_AT : 0; k < i; k++)
		if (d->references[k].kind == EVTX_REFERENCE_INSIDE && d->references[k].number == at)
			return true;
	return false;
}

static void ignore_bytes(struct evtx_definition *d, size_t at, size_t n)
{
	if (range_within(d->size, at, n))
		memset(d->mask.p + at, 0, n);
}

static void learn_reference(struct evtx_definition *d, const struct evtx_binxml *b, uint32_t body,
			    uint32_t i)
{
	struct evtx_definition_reference *r = &d->references[i];
	uint32_t name = b->references[i].name;
	*r = (struct evtx_definition_reference){.at = b->references[i].at};
	ignore_bytes(d, r->at, sizeof(uint32_t));
	/* Only where the name follows at once it is sure that nothing else is made of its link. */
	if (name == body + r->at + 4) {
		r->kind = EVTX_REFERENCE_INSIDE;
		r->number = name - body;
		ignore_bytes(d, r->number, NAME_LINK);
		return;
	}
	if (is_resident(d, i, name - body)) {
		r->kind = EVTX_REFERENCE_INSIDE;
		r->number = name - body;
		return;
	}
	r->number = met_before(d, b, i);
	r->kind = r->number ? EVTX_REFERENCE_AGAIN : EVTX_REFERENCE_OUTSIDE;
	if (r->kind == EVTX_REFERENCE_OUTSIDE) {
		r->name = name_key(b->chunk, name);
		buf_add_slice(&d->names, r->name);
	}
}

/* The names lie in the chunk no longer, but in d->names, in their order. */
static void own_names(struct evtx_definition *d)
{
	size_t at = 0;
	for (uint32_t i = 0; i < d->reference_count; i++) {
		struct slice *name = &d->references[i].name;
		*name = slice_sub(buf_slice(&d->names), at, name->n);
		at += name->n;
	}
}

void evtx_definition_learn(struct evtx_definition *d, const struct evtx_binxml *b,
			   const struct evtx_instance *instance)
{
	size_t pad = STEP - instance->body_size % STEP;
	*d = (struct evtx_definition){.size = instance->body_size};
	memcpy(d->guid, instance->guid, sizeof(d->guid));
	buf_add(&d->body, b->chunk.p + instance->body, d->size);
	buf_add_repeated(&d->body, 0, pad);
	buf_add_repeated(&d->mask, 0xff, d->size);
	buf_add_repeated(&d->mask, 0, pad);
	d->references = memory_zeroed(b->reference_count + 1, sizeof(*d->references));
	for (uint32_t i = 0; i < b->reference_count; i++) {
		learn_reference(d, b, instance->body, i);
		d->reference_count++;
	}
	own_names(d);
}

/* Are the bytes under the mask the same? n is a multiple of STEP. */
static bool same_bytes(const uint8_t *a, const uint8_t *b, const uint8_t *mask, size_t n)
{
	uint64_t differ = 0;
	for (size_t i = 0; i < n; i += STEP) {
		differ |= (load_u64le(a + i) ^ load_u64le(b + i)) & load_u64le(mask + i);
		differ |=
			(load_u64le(a + i + 8) ^ load_u64le(b + i + 8)) & load_u64le(mask + i + 8);
	}
	return differ == 0;
}

static bool same_names(const struct evtx_definition *d, struct slice chunk, uint32_t body)
{
	for (uint32_t i = 0; i < d->reference_count; i++) {
		const struct evtx_definition_reference *r = &d->references[i];
		uint32_t name = load_u32le(chunk.p + body + r->at);
		bool same = r->kind == EVTX_REFERENCE_INSIDE ? name - body == r->number
			    : r->kind == EVTX_REFERENCE_AGAIN
				    ? name == load_u32le(chunk.p + body + r->number)
				    : slice_equal(name_key(chunk, name), r->name);
		if (!same)
			return false;
	}
	return true;
}

bool evtx_definition_is(const struct evtx_definition *d, struct slice chunk,
			const struct evtx_instance *instance)
{
	return d->size == instance->body_size && memcmp(d->guid, instance->guid, 16) == 0 &&
	       same_bytes(chunk.p + instance->body, d->body.p, d->mask.p, d->body.n) &&
	       same_names(d, chunk, instance->body);
}

size_t evtx_definition_memory(const struct evtx_definition *d)
{
	return d->body.cap + d->mask.cap + d->names.cap +
	       d->reference_count * sizeof(*d->references);
}

void evtx_definition_free(struct evtx_definition *d)
{
	buf_free(&d->body);
	buf_free(&d->mask);
	buf_free(&d->names);
	free(d->references);
}
