/* SPDX-License-Identifier: MIT */
/*
 * A chunk is walked in up to two phases. LIVE is what the chunk's own header vouches for: a chain
 * of records, each beginning where the one before it ends. SLACK is everything behind: rubbish with
 * old records in it, or the rest of the chain where the header is wrong. Both take the same steps:
 * a whole record is taken; a damaged one as far as its neighbours tell where it ends; from anything
 * else the walk goes to the next place where a record begins.
 */
#include "lib/evtx/recover.h"
#include "lib/evtx/walk.h"

/* What is wrong with a record that is delivered all the same. */
enum fault {
	FAULT_NONE,
	FAULT_MAGIC,
	FAULT_SIZE, /* the one in front */
	FAULT_COPY, /* the one behind */
	FAULT_CUT,  /* the input ends inside it */
};

/* A record, or none where size is 0. */
struct found {
	uint32_t size;
	enum fault fault;
};

static void report(const struct evtx_walk *w, const struct diag *d, uint32_t at)
{
	struct diag placed = *d;
	placed.offset = w->chunk->offset + at;
	diag_report(w->sink, &placed);
}

static uint32_t load32_at(const struct evtx_walk *w, uint32_t at)
{
	return load_u32le(w->chunk->bytes.p + at);
}

static uint64_t record_id_at(const struct evtx_walk *w, uint32_t at)
{
	return load_u64le(w->chunk->bytes.p + at + 8);
}

static uint32_t bytes_there(const struct evtx_walk *w)
{
	return (uint32_t)w->chunk->bytes.n;
}

/* The end of the records as the header's other number says: behind the last one, if that is there
 * with the right id; else 0. */
static uint32_t end_by_last_record(const struct evtx_chunk *c)
{
	uint32_t at = c->last_record_offset;
	uint32_t size = evtx_record_agreed_size(c->bytes, at);
	if (size == 0 || !evtx_record_has_magic(c->bytes, at) ||
	    load_u64le(c->bytes.p + at + 8) != c->last_record_id)
		return 0;
	return at + size;
}

static bool end_is_proven(const struct evtx_chunk *c)
{
	return c->crc_checked && c->data_crc_ok && c->free_space_offset <= c->bytes.n;
}

/* Where the records that the header vouches for end. Of two different ends the nearer one counts:
 * what lies behind it is salvaged. */
static uint32_t stated_end(const struct evtx_walk *w)
{
	const struct evtx_chunk *c = w->chunk;
	uint32_t there = bytes_there(w);
	uint32_t stated = c->free_space_offset < there ? c->free_space_offset : there;
	if (c->end_plausible && (w->mode == EVTX_RECOVER_OFF || end_is_proven(c)))
		return stated;
	uint32_t other = end_by_last_record(c);
	if (!c->end_plausible)
		return other ? other : there;
	return other && other < stated ? other : stated;
}

static void begin_phase(struct evtx_walk *w, enum evtx_walk_phase phase, uint32_t from,
			uint32_t end)
{
	w->phase = phase;
	w->position = from;
	w->end = end;
	w->fast_end = 0;
	w->searched_from = UINT32_MAX;
	w->searched_to = 0;
}

void evtx_walk_begin(struct evtx_walk *w, const struct evtx_chunk *chunk, enum evtx_recovery mode,
		     const struct diag_sink *sink)
{
	/* The table of offsets is filled as the walk goes on. */
	memset(w, 0, offsetof(struct evtx_walk, offsets));
	w->chunk = chunk;
	w->sink = sink;
	w->mode = mode;
	if (chunk->zeroed || (!chunk->header_readable && mode == EVTX_RECOVER_OFF)) {
		begin_phase(w, EVTX_WALK_DONE, 0, 0);
	} else if (!chunk->header_readable) {
		begin_phase(w, EVTX_WALK_SLACK, 0, bytes_there(w));
	} else {
		begin_phase(w, EVTX_WALK_LIVE, EVTX_CHUNK_HEADER_SIZE, stated_end(w));
		/* Hidden records need a look into every record. */
		w->fast_end = mode == EVTX_RECOVER_ALL ? 0 : w->end;
	}
}

/* Where the next record begins, at or behind from; the end of the phase where there is none. */
static uint32_t next_record(struct evtx_walk *w, uint32_t from)
{
	if (w->searched_from <= from && from <= w->searched_to)
		return w->searched_to;
	struct slice bytes = w->chunk->bytes;
	uint32_t next = evtx_record_find(bytes, from, w->end, EVTX_TRUST_WEAK);
	w->searched_from = from;
	w->searched_to = evtx_record_chain_back(bytes, from, next);
	return w->searched_to;
}

/* A record whose sizes do not agree: it ends at the latest where the next one begins. */
static struct found judge_damaged(struct evtx_walk *w, uint32_t at)
{
	struct slice bytes = w->chunk->bytes;
	struct found none = {0, FAULT_NONE};
	uint32_t next = next_record(w, at + 1);
	uint32_t room = next - at;
	if (room < EVTX_RECORD_SIZE_MIN ||
	    !evtx_binxml_is_plausible(evtx_record_content(bytes, at, room)))
		return none;
	bool copy_fits = load32_at(w, next - 4) == room;
	if (!evtx_record_has_magic(bytes, at))
		return copy_fits ? (struct found){room, FAULT_MAGIC} : none;
	uint32_t stated = load32_at(w, at + 4);
	if (copy_fits)
		return (struct found){room, FAULT_SIZE};
	if (stated >= EVTX_RECORD_SIZE_MIN && stated <= room)
		return (struct found){stated, FAULT_COPY};
	bool cut = w->chunk->truncated && next == bytes.n && stated > room &&
		   stated <= EVTX_CHUNK_SIZE - at;
	return (struct found){room, cut ? FAULT_CUT : FAULT_SIZE};
}

/* Is there a record at this place? */
static struct found judge(struct evtx_walk *w, uint32_t at)
{
	struct slice bytes = w->chunk->bytes;
	uint32_t size = evtx_record_agreed_size(bytes, at);
	if (size == 0)
		return judge_damaged(w, at);
	bool has_magic = evtx_record_has_magic(bytes, at);
	if (has_magic && w->phase == EVTX_WALK_LIVE)
		return (struct found){size, FAULT_NONE};
	if (evtx_binxml_is_plausible(evtx_record_content(bytes, at, size)))
		return (struct found){size, has_magic ? FAULT_NONE : FAULT_MAGIC};
	return has_magic ? (struct found){0, FAULT_NONE} : judge_damaged(w, at);
}

static struct diag fault_diag(const struct evtx_walk *w, uint32_t at, struct found f)
{
	uint32_t stated = load32_at(w, at + 4);
	struct diag d = {.length = f.size, .limit = f.size};
	switch (f.fault) {
	case FAULT_NONE:
		break;
	case FAULT_MAGIC:
		d.code = DIAG_EVTX_RECORD_MAGIC;
		d.got = load32_at(w, at);
		break;
	case FAULT_SIZE:
		d.code = DIAG_EVTX_RECORD_SIZE;
		d.got = stated;
		break;
	case FAULT_COPY:
		d.code = DIAG_EVTX_RECORD_SIZE_COPY;
		d.got = load32_at(w, at + f.size - 4);
		break;
	case FAULT_CUT:
		d.code = DIAG_EVTX_RECORD_TRUNCATED;
		d.got = f.size;
		d.limit = stated;
		break;
	}
	return d;
}

/* Counts and reports what is wrong with a record. Slack is full of such; nobody wants to know. */
static void note_fault(struct evtx_walk *w, uint32_t at, struct found f)
{
	if (f.fault == FAULT_NONE || w->phase == EVTX_WALK_SLACK)
		return;
	w->magic_faults += f.fault == FAULT_MAGIC;
	w->size_faults += f.fault == FAULT_SIZE || f.fault == FAULT_COPY;
	struct diag d = fault_diag(w, at, f);
	report(w, &d, at);
}

/* Goes on at another place; the bytes between hold nothing that can be delivered. */
static void lose(struct evtx_walk *w, uint32_t to)
{
	uint32_t at = w->position;
	w->position = to;
	if (w->phase == EVTX_WALK_SLACK)
		return;
	w->lost_bytes += to - at;
	w->fast_end = 0;
	bool zeros = slice_is_all(slice_sub(w->chunk->bytes, at, to - at), 0);
	report(w,
	       &(struct diag){.code = zeros ? DIAG_EVTX_RECORD_ZEROED : DIAG_EVTX_RECORD_LOST,
			      .length = to - at,
			      .got = to - at},
	       at);
}

/* Remembers what is delivered; false for what was delivered before. */
static bool accept(struct evtx_walk *w, const struct evtx_record *r)
{
	if (r->recovered && evtx_record_is_duplicate(w, r)) {
		w->duplicate_count++;
		return false;
	}
	/* Only records inside each other can be more than the table holds. */
	if (w->count < EVTX_RECORDS_MAX)
		w->offsets[w->count++] = (uint16_t)r->offset;
	w->recovered_count += r->recovered;
	return true;
}

/* Behind a gap in the chain: is this an older record that the chain once overwrote, which stands
 * there again because what was to replace it never reached the disk? Its number tells. */
static bool is_out_of_place(const struct evtx_walk *w, const struct evtx_record *r)
{
	const struct evtx_chunk *c = w->chunk;
	return w->lost_bytes && c->header_crc_ok &&
	       (r->record_id < c->first_record_id || r->record_id > c->last_record_id);
}

/* Makes *r of what was found at the position, and goes on behind it. */
static bool take(struct evtx_walk *w, struct evtx_record *r, struct found f)
{
	uint32_t at = w->position;
	evtx_record_read(r, w->chunk, at, f.size);
	if (f.fault == FAULT_CUT)
		r->binxml = slice_sub(w->chunk->bytes, at + EVTX_RECORD_HEADER_SIZE,
				      f.size - EVTX_RECORD_HEADER_SIZE);
	r->recovered = f.fault != FAULT_NONE || w->phase == EVTX_WALK_SLACK ||
		       f.size > w->end - at || is_out_of_place(w, r);
	if (r->recovered && w->mode == EVTX_RECOVER_OFF) {
		lose(w, at + f.size < w->end ? at + f.size : w->end);
		return false;
	}
	note_fault(w, at, f);
	w->position = at + f.size;
	if (w->mode == EVTX_RECOVER_ALL) {
		w->hidden_position = at + EVTX_RECORD_HEADER_SIZE;
		w->hidden_end = at + f.size;
	}
	if (!accept(w, r))
		return false;
	if (w->phase == EVTX_WALK_LIVE) {
		w->live_count++;
		w->last_offset = at;
	}
	return true;
}

/* Offset of the last record of the chain so far; 0 where there is none. */
static uint32_t last_live(const struct evtx_walk *w)
{
	/* The short way does not keep it; it finds no hidden records either. */
	if (w->mode == EVTX_RECOVER_ALL)
		return w->last_offset;
	return w->count ? w->offsets[w->count - 1] : 0;
}

/* Do the records simply end here, before the stated end? Archives state the end of the chunk and
 * have zeros in between. */
static bool ends_with_zeros(const struct evtx_walk *w)
{
	const struct evtx_chunk *c = w->chunk;
	struct slice rest = slice_sub(c->bytes, w->position, w->end - w->position);
	if (w->phase != EVTX_WALK_LIVE || !slice_is_all(rest, 0))
		return false;
	bool last_seen = w->count && record_id_at(w, last_live(w)) == c->last_record_id;
	return last_seen || c->free_space_offset == EVTX_CHUNK_SIZE;
}

static bool next_in_phase(struct evtx_walk *w, struct evtx_record *r)
{
	while (w->position < w->end) {
		struct found f = judge(w, w->position);
		if (f.size && take(w, r, f))
			return true;
		if (f.size)
			continue;
		if (ends_with_zeros(w))
			return false;
		lose(w, next_record(w, w->position + 1));
	}
	return false;
}

/* A record inside the one delivered last. Where the outer one's trailing size was put in its place,
 * its own is gone. */
static bool next_hidden(struct evtx_walk *w, struct evtx_record *r)
{
	struct slice outer = slice_sub(w->chunk->bytes, 0, w->hidden_end);
	while (w->hidden_position < w->hidden_end) {
		uint32_t at =
			evtx_record_find(outer, w->hidden_position, w->hidden_end, EVTX_TRUST_WEAK);
		w->hidden_position = at + EVTX_RECORD_HEADER_SIZE;
		if (at == w->hidden_end)
			return false;
		uint32_t size = load32_at(w, at + 4);
		bool whole = size >= EVTX_RECORD_SIZE_MIN &&
			     (size == w->hidden_end - at || evtx_record_agreed_size(outer, at));
		if (!whole || !evtx_binxml_is_plausible(evtx_record_content(outer, at, size)))
			continue;
		evtx_record_read(r, w->chunk, at, size);
		r->recovered = r->hidden = true;
		if (!accept(w, r))
			continue;
		w->hidden_count++;
		report(w,
		       &(struct diag){.code = DIAG_EVTX_RECORD_HIDDEN,
				      .length = size,
				      .got = r->record_id},
		       at);
		return true;
	}
	return false;
}

/* Compares the header's numbers with the records; the first difference is reported. */
static void compare_numbers(struct evtx_walk *w)
{
	const struct evtx_chunk *c = w->chunk;
	bool any = w->live_count != 0;
	if (!any && c->free_space_offset == EVTX_CHUNK_HEADER_SIZE)
		return;
	const struct {
		struct slice name;
		uint64_t found, stated;
	} rows[] = {
		{SLICE("number of records"), w->live_count,
		 c->last_record_number - c->first_record_number + 1},
		{SLICE("first record id"), any ? record_id_at(w, w->offsets[0]) : 0,
		 c->first_record_id},
		{SLICE("last record id"), any ? record_id_at(w, w->last_offset) : 0,
		 c->last_record_id},
		{SLICE("offset of the last record"), w->last_offset, c->last_record_offset},
	};
	for (size_t i = 0; i < COUNT_OF(rows) && !w->numbers_differ; i++) {
		w->numbers_differ = rows[i].found != rows[i].stated;
		if (w->numbers_differ)
			report(w,
			       &(struct diag){.code = DIAG_EVTX_CHUNK_NUMBERS,
					      .length = EVTX_CHUNK_HEADER_SIZE,
					      .got = rows[i].found,
					      .limit = rows[i].stated,
					      .text = rows[i].name},
			       0);
	}
}

/* Compares where the records end with where the header says that they do. */
static void compare_end(struct evtx_walk *w)
{
	const struct evtx_chunk *c = w->chunk;
	uint32_t end = w->position;
	if (end_is_proven(c) || c->free_space_offset == EVTX_CHUNK_SIZE)
		return;
	uint32_t other = end_by_last_record(c);
	if (other > end)
		end = other;
	w->free_space_differs = end != c->free_space_offset;
	if (w->free_space_differs)
		report(w,
		       &(struct diag){.code = DIAG_EVTX_CHUNK_FREE_SPACE,
				      .length = EVTX_CHUNK_HEADER_SIZE,
				      .got = c->free_space_offset,
				      .limit = end},
		       0);
}

/* Does the chain of records simply go on behind its stated end? So it is in a log that was copied
 * while it was written: the header lags behind. */
static bool goes_on(const struct evtx_walk *w)
{
	struct slice bytes = w->chunk->bytes;
	uint32_t size = evtx_record_agreed_size(bytes, w->position);
	return w->live_count && size && evtx_record_has_magic(bytes, w->position) &&
	       record_id_at(w, w->position) == record_id_at(w, w->last_offset) + 1 &&
	       evtx_binxml_is_plausible(evtx_record_content(bytes, w->position, size));
}

static void finish_live(struct evtx_walk *w)
{
	const struct evtx_chunk *c = w->chunk;
	w->last_offset = last_live(w);
	if (w->mode != EVTX_RECOVER_ALL)
		w->live_count = w->count;
	bool cut = c->end_plausible && c->free_space_offset > bytes_there(w);
	if (!cut) {
		compare_numbers(w);
		compare_end(w);
	}
	w->stale = !w->numbers_differ && !w->free_space_differs && goes_on(w);
	if (w->stale)
		report(w, &(struct diag){.code = DIAG_EVTX_CHUNK_STALE}, w->position);
	bool doubtful = w->stale || w->numbers_differ || w->free_space_differs || w->lost_bytes ||
			!c->end_plausible || !c->data_crc_ok;
	bool salvage = w->mode == EVTX_RECOVER_ALL || (w->mode == EVTX_RECOVER_AUTO && doubtful);
	begin_phase(w, salvage ? EVTX_WALK_SLACK : EVTX_WALK_DONE, w->position, bytes_there(w));
}

bool evtx_walk_next_slow(struct evtx_walk *w, struct evtx_record *r)
{
	if (next_hidden(w, r))
		return true;
	while (w->phase != EVTX_WALK_DONE) {
		if (next_in_phase(w, r))
			return true;
		if (w->phase == EVTX_WALK_LIVE)
			finish_live(w);
		else
			w->phase = EVTX_WALK_DONE;
	}
	return false;
}
