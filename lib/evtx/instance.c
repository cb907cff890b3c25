/* SPDX-License-Identifier: MIT */
#include "lib/evtx/instance.h"

static bool fail(struct evtx_instance *in, uint32_t at)
{
	in->fault = at;
	return false;
}

/* Takes the definition at that offset, which must be within the chunk. */
static void use_definition(struct evtx_instance *in, struct slice chunk, uint32_t definition)
{
	const uint8_t *d = chunk.p + definition;
	size_t left = chunk.n - definition - EVTX_DEFINITION_HEADER;
	uint32_t size = load_u32le(d + 20);
	in->definition = definition;
	in->guid = d + 4;
	in->body = definition + EVTX_DEFINITION_HEADER;
	in->body_size = size < left ? size : (uint32_t)left;
}

/* Does a definition of that identifier lie there? */
static bool is_definition(struct slice chunk, uint32_t definition, uint32_t id)
{
	return range_within(chunk.n, definition, EVTX_DEFINITION_HEADER) &&
	       load_u32le(chunk.p + definition + 4) == id &&
	       load_u32le(chunk.p + definition + 20) <=
		       chunk.n - definition - EVTX_DEFINITION_HEADER;
}

static const struct slice fragment_header = {(const uint8_t *)"\x0f\x01\x01\x00", 4};

/* Does its body, as far as it is there, begin with a fragment that holds an element? */
static bool body_begins(struct slice chunk, uint32_t definition)
{
	struct slice body = slice_from(chunk, (size_t)definition + EVTX_DEFINITION_HEADER);
	return body.n > fragment_header.n && slice_starts_with(body, fragment_header) &&
	       (body.p[fragment_header.n] & 0xbf) == 0x01;
}

/* The same, and does it end with its end token? */
static bool looks_like_definition(struct slice chunk, uint32_t definition)
{
	if (!body_begins(chunk, definition))
		return false;
	size_t body = (size_t)definition + EVTX_DEFINITION_HEADER;
	uint32_t size = load_u32le(chunk.p + definition + 20);
	return load_u32le(chunk.p + definition) < chunk.n && size > 0 &&
	       range_within(chunk.n, body, size) && chunk.p[body + size - 1] == 0;
}

/* Does a definition of that identifier lie there whose size only is wrong? A size that is too large
 * matters only where the values follow the definition. */
static bool begins_definition(struct slice chunk, uint32_t definition, uint32_t id)
{
	return range_within(chunk.n, definition, EVTX_DEFINITION_HEADER) &&
	       load_u32le(chunk.p + definition + 4) == id && body_begins(chunk, definition);
}

static bool found_at(struct evtx_instance *in, struct slice chunk, uint32_t at, uint32_t id)
{
	if (load_u32le(chunk.p + at + 4) != id || !looks_like_definition(chunk, at))
		return false;
	use_definition(in, chunk, at);
	return in->moved = true;
}

/* Looks for a definition of that identifier: behind the token, where only the reference to it would
 * be wrong, then through the chunk. */
static bool search_definition(struct evtx_instance *in, struct slice chunk, uint32_t id,
			      uint32_t here)
{
	if (range_within(chunk.n, here, EVTX_DEFINITION_HEADER) && found_at(in, chunk, here, id))
		return true;
	for (size_t at = 0; at < chunk.n; at++) {
		at += slice_find(slice_from(chunk, at), fragment_header);
		if (at < chunk.n && at >= EVTX_DEFINITION_HEADER &&
		    found_at(in, chunk, (uint32_t)at - EVTX_DEFINITION_HEADER, id))
			return true;
	}
	in->missing = true;
	in->guid = NULL;
	in->body_size = 0;
	return false;
}

/* The definition: right here, or anywhere else in the chunk. Returns the offset behind the token,
 * and behind the definition if it is here; 0 on failure. */
static uint32_t read_definition(struct evtx_instance *in, struct slice chunk, uint32_t offset,
				bool live)
{
	uint32_t here = offset + 10;
	uint32_t id = load_u32le(chunk.p + offset + 2);
	uint32_t definition = load_u32le(chunk.p + offset + 6);
	in->definition = definition;
	if (definition == here && range_within(chunk.n, here, EVTX_DEFINITION_HEADER)) {
		use_definition(in, chunk, here);
		uint32_t size = load_u32le(chunk.p + here + 20);
		return size == in->body_size ? in->body + size : 0;
	}
	if (LIKELY(is_definition(chunk, definition, id)) ||
	    begins_definition(chunk, definition, id) ||
	    (live && range_within(chunk.n, definition, EVTX_DEFINITION_HEADER) &&
	     looks_like_definition(chunk, definition))) {
		use_definition(in, chunk, definition);
		return here;
	}
	bool found = search_definition(in, chunk, id, here);
	return found && in->definition == here ? in->body + in->body_size : here;
}

bool evtx_instance_open(struct evtx_instance *in, struct slice chunk, uint32_t offset, uint32_t end,
			bool live)
{
	in->cut = in->moved = in->missing = false;
	in->definition = 0;
	if (end > chunk.n || !range_within(end, offset, 10))
		return fail(in, offset);
	uint32_t at = read_definition(in, chunk, offset, live);
	if (at == 0 || !range_within(end, at, 4))
		return fail(in, offset + 6);
	in->count = load_u32le(chunk.p + at);
	if (in->count > (end - at - 4) / 4)
		return fail(in, at);
	in->table = chunk.p + at + 4;
	uint32_t first = at + 4 + 4 * in->count;
	in->values = slice_of(chunk.p + first, end - first);
	in->end = end;
	return true;
}

bool evtx_instance_read(struct evtx_instance *in, struct slice chunk, uint32_t offset, uint32_t end,
			bool live)
{
	if (!evtx_instance_open(in, chunk, offset, end, live))
		return false;
	size_t total = 0;
	for (uint32_t i = 0; i < in->count; i++)
		total += evtx_instance_size(in, i);
	in->cut = total > in->values.n;
	if (!in->cut)
		in->end = end - (uint32_t)(in->values.n - total);
	return true;
}
