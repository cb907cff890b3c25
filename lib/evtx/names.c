/* SPDX-License-Identifier: MIT */
#include "lib/evtx/names.h"

#include <stdlib.h>

#include "lib/base/limits.h"
#include "lib/base/memory.h"
#include "lib/base/reader.h"
#include "lib/base/utf16.h"

void evtx_names_begin(struct evtx_names *names, struct slice chunk)
{
	if (!names->index)
		names->index = memory_zeroed(EVTX_NAME_OFFSETS, sizeof(*names->index));
	for (size_t i = 0; i < names->count; i++)
		names->index[names->entries[i].offset] = 0;
	names->count = names->bytes = 0;
	arena_reset(&names->arena);
	names->chunk = chunk;
}

void evtx_names_free(struct evtx_names *names)
{
	free(names->index);
	free(names->entries);
	arena_free(&names->arena);
	*names = (struct evtx_names){0};
}

struct slice evtx_name_bytes(struct slice chunk, uint32_t offset)
{
	if (!range_within(chunk.n, offset, EVTX_NAME_HEADER))
		return (struct slice){NULL, 0};
	size_t text = (size_t)load_u16le(chunk.p + offset + 6) * 2;
	return slice_sub(chunk, offset, EVTX_NAME_HEADER + text + 2);
}

static const struct evtx_name *read_name(struct evtx_names *names, struct slice bytes)
{
	struct slice utf16 = slice_sub(bytes, EVTX_NAME_HEADER, bytes.n - EVTX_NAME_HEADER - 2);
	size_t room = utf16_room(utf16.n);
	if (names->bytes + room > LIMIT_EVTX_NAME_BYTES || names->count >= UINT16_MAX)
		return NULL;
	names->bytes += room;
	struct evtx_name *name = arena_alloc(&names->arena, sizeof(*name));
	uint8_t *text = arena_alloc(&names->arena, room);
	bool replaced = false;
	size_t n = (size_t)(utf16_write(text, utf16, UTF16_PLAIN, &replaced) - text);
	*name = (struct evtx_name){slice_of(text, n), evtx_name_known(slice_of(text, n))};
	return name;
}

const struct evtx_name *evtx_name_at(struct evtx_names *names, uint32_t offset)
{
	if (offset >= EVTX_NAME_OFFSETS)
		return NULL;
	size_t known = names->index[offset];
	if (known)
		return names->entries[known - 1].name;
	struct slice bytes = evtx_name_bytes(names->chunk, offset);
	const struct evtx_name *name = bytes.n ? read_name(names, bytes) : NULL;
	if (!name)
		return NULL;
	if (names->count == names->cap) {
		names->cap = names->cap ? 2 * names->cap : 256;
		names->entries =
			memory_resize(names->entries, names->cap * sizeof(*names->entries));
	}
	names->entries[names->count++] = (struct evtx_name_entry){name, offset};
	names->index[offset] = (uint16_t)names->count;
	return name;
}
