/* SPDX-License-Identifier: MIT */
#include "lib/evtx/crash.h"

#include "lib/base/number.h"
#include "lib/evtx/crash_decoder.h"

/* --- kinds --- */

static const struct {
	const char *name;
	bool context;
} kinds[] = {
#define CRASH_KIND(symbol, name, context) [CRASH_KIND_##symbol] = {name, context},
#include "lib/evtx/crash_kind_list.h"
#undef CRASH_KIND
};

const char *crash_kind_name(enum crash_kind kind)
{
	return kinds[kind].name;
}

bool crash_kind_from_name(struct slice name, enum crash_kind *kind)
{
	for (unsigned i = 0; i < COUNT_OF(kinds); i++) {
		if (!slice_equal(name, slice_of_string(kinds[i].name)))
			continue;
		*kind = (enum crash_kind)i;
		return true;
	}
	return false;
}

bool crash_kind_is_context(enum crash_kind kind)
{
	return kinds[kind].context;
}

/* --- rows --- */

bool crash_event_id_possible(uint64_t event_id)
{
	return event_id < CRASH_ID_LIMIT && crash_ids[event_id / 32] >> event_id % 32 & 1;
}

static bool is_name(const struct crash_provider_name *name, struct slice text)
{
	return name->n == text.n && slice_equal_ignoring_case(slice_of(name->text, name->n), text);
}

static bool is_provider(const struct crash_provider *p, struct slice provider, struct slice channel)
{
	bool named = false;
	for (unsigned i = 0; i < p->count && !named; i++)
		named = is_name(&crash_provider_names[p->first + i], provider);
	return named && (!p->channel.text || is_name(&p->channel, channel));
}

/* The first entry of the index whose number is not below this one. */
static size_t index_of(uint64_t event_id)
{
	size_t low = 0, high = crash_index_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (crash_index[middle].id < event_id)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct crash_event *crash_event_find(struct slice provider, uint64_t event_id,
					   struct slice channel)
{
	if (!crash_event_id_possible(event_id))
		return NULL;
	for (size_t i = index_of(event_id); i < crash_index_count && crash_index[i].id == event_id;
	     i++) {
		const struct crash_event *row = &crash_events[crash_index[i].row];
		if (is_provider(&crash_providers[row->provider], provider, channel))
			return row;
	}
	return NULL;
}

bool crash_event_is_conditional(const struct crash_event *row)
{
	return row->is != NULL;
}

static bool holds(const struct crash_event *row, const struct crash_data *d)
{
	return !row->is || slice_equal_ignoring_case(slice_trim(crash_data_text(d, &row->where)),
						     slice_of_string(row->is));
}

const struct crash_event *crash_event_resolve(const struct crash_event *row,
					      const struct evtx_event *event, struct arena *arena)
{
	struct crash_data d = crash_data_of(event, arena);
	const struct crash_event *end = crash_events + crash_event_count;
	for (const struct crash_event *r = row; r < end; r++) {
		if (r->provider != row->provider || r->first_id != row->first_id)
			break;
		if (holds(r, &d))
			return r;
	}
	return NULL;
}

enum crash_kind crash_event_kind(const struct crash_event *row)
{
	return row->kind;
}

/* --- members --- */

static crash_decode *const decoders[] = {
	[CRASH_DECODER_PACKET] = crash_decode_packet,
	[CRASH_DECODER_FAILED_DUMP] = crash_decode_failed_dump,
	[CRASH_DECODER_LAST_ALIVE] = crash_decode_last_alive,
	[CRASH_DECODER_LOG_START] = crash_decode_log_start,
	[CRASH_DECODER_SYSTEM] = crash_decode_system,
	[CRASH_DECODER_TIME_STEP] = crash_decode_time_step,
	[CRASH_DECODER_CPER] = crash_decode_error_record,
	[CRASH_DECODER_FILES] = crash_decode_files,
};

void crash_write(struct json_writer *w, const struct crash_event *row,
		 const struct evtx_event *event, struct arena *arena)
{
	struct crash_data d = crash_data_of(event, arena);
	struct bugcheck b;
	if (crash_bugcheck_read(row->bugcheck, &d, &b))
		bugcheck_write_json(w, "bugcheck", &b);
	json_object_begin(w, "crash");
	json_literal(w, "kind", crash_kind_name(row->kind));
	if (row->what)
		json_literal(w, "what", row->what);
	for (unsigned i = 0; i < row->member_count; i++) {
		const struct crash_member *member = &crash_members[row->members + i];
		const struct evtx_node *content;
		if (crash_data_find(&d, &member->field, &content))
			crash_form_write(w, member, &d, content);
	}
	if (decoders[row->decoder])
		decoders[row->decoder](w, &d);
	json_object_end(w);
}
