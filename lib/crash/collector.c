/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "lib/base/memory.h"
#include "lib/base/number.h"
#include "lib/crash/collector.h"
#include "lib/crash/group.h"

/* Hosts are numbered from 1; 0 are the clues that name none: logs and dumps. */
struct host {
	struct slice name; /* as first seen; in the arena */
	size_t clues;
};

struct collector {
	void (*visit)(void *context, const struct crash *crash);
	void *context;
	struct slice own_host; /* borrowed */
	const struct diag_sink *sink;
	struct arena arena;
	struct slice input;  /* name of the last line's input; in the arena */
	struct clue **clues; /* owned array, in the order they came */
	size_t n, room;
	struct host *hosts; /* owned array; the first stands for "none" */
	size_t host_count, host_room;
	size_t *places; /* owned: hash table of host numbers, 0 for an empty place */
	size_t place_count;
	uint32_t sequence;
	bool told_early; /* it was reported once that crashes had to be told early */
};

/* --- hosts --- */

static uint64_t hash_name(struct slice name)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325); /* FNV-1a */
	for (size_t i = 0; i < name.n; i++)
		h = (h ^ ascii_lower(name.p[i])) * UINT64_C(0x100000001b3);
	return h;
}

/* The place of a name: of the host that has it, or an empty one. */
static size_t place_of(const struct collector *c, struct slice name)
{
	size_t at = hash_name(name) & (c->place_count - 1);
	while (c->places[at] && !slice_equal_ignoring_case(c->hosts[c->places[at]].name, name))
		at = (at + 1) & (c->place_count - 1);
	return at;
}

static void grow_places(struct collector *c)
{
	free(c->places);
	c->place_count = c->place_count ? 2 * c->place_count : 64;
	c->places = memory_zeroed(c->place_count, sizeof(*c->places));
	for (size_t i = 1; i < c->host_count; i++)
		c->places[place_of(c, c->hosts[i].name)] = i;
}

static size_t add_host(struct collector *c, struct slice name)
{
	if (c->host_count == c->host_room) {
		c->host_room = c->host_room ? 2 * c->host_room : 16;
		c->hosts = memory_resize(c->hosts, c->host_room * sizeof(*c->hosts));
	}
	c->hosts[c->host_count] = (struct host){arena_copy(&c->arena, name), 0};
	return c->host_count++;
}

static size_t host_number(struct collector *c, struct slice name)
{
	if (name.n == 0)
		return 0;
	if (2 * (c->host_count + 1) > c->place_count)
		grow_places(c);
	size_t at = place_of(c, name);
	if (!c->places[at])
		c->places[at] = add_host(c, name);
	return c->places[at];
}

/* --- crashes --- */

struct found {
	struct crash *crash;
	uint32_t sequence;
};

static uint32_t sequence_of(const struct crash *crash)
{
	uint32_t first = UINT32_MAX;
	for (size_t i = 0; i < crash->clue_count; i++)
		if (crash->clues[i]->sequence < first)
			first = crash->clues[i]->sequence;
	return first;
}

static int compare_found(const void *pa, const void *pb)
{
	const struct found *a = pa;
	const struct found *b = pb;
	return a->sequence < b->sequence ? -1 : a->sequence > b->sequence;
}

/* Clues by host, those of one host in the order they came: counting sort. */
static struct clue **by_host(struct collector *c, size_t *begin)
{
	struct clue **sorted = arena_alloc(&c->arena, c->n * sizeof(*sorted) + 1);
	size_t at = 0;
	for (size_t h = 0; h < c->host_count; h++) {
		begin[h] = at;
		at += c->hosts[h].clues;
		c->hosts[h].clues = 0;
	}
	begin[c->host_count] = at;
	for (size_t i = 0; i < c->n; i++) {
		struct host *host = &c->hosts[c->clues[i]->host];
		sorted[begin[c->clues[i]->host] + host->clues++] = c->clues[i];
	}
	return sorted;
}

/*
 * Logs and dumps name no host. Where all other evidence is of one host, they are taken to be of it;
 * else one whose bug check proves it (pointers are unique) goes to that host.
 */
static size_t host_of_nameless(const struct collector *c, const struct clue *clue)
{
	if (c->host_count == 2)
		return 1;
	if (!clue->has_bugcheck)
		return 0;
	for (size_t i = 0; i < c->n; i++) {
		const struct clue *other = c->clues[i];
		if (other->host && other->has_bugcheck &&
		    bugcheck_compare(&other->bugcheck, &clue->bugcheck) == BUGCHECK_MATCH_PROOF)
			return other->host;
	}
	return 0;
}

static void place_nameless(struct collector *c)
{
	/* Each nameless clue is compared with all others: a bound on the work. */
	enum { COMPARED_MAX = 4096 };
	size_t compared = 0;
	if (c->host_count < 2)
		return;
	for (size_t i = 0; i < c->n && compared < COMPARED_MAX; i++) {
		struct clue *clue = c->clues[i];
		if (clue->host || clue_artifact(clue->kind) == ARTIFACT_EVENT_LOG)
			continue;
		compared += c->host_count > 2;
		size_t host = host_of_nameless(c, clue);
		if (!host)
			continue;
		clue->host = (uint32_t)host;
		clue->host_inferred = true;
		c->hosts[0].clues--;
		c->hosts[host].clues++;
	}
}

static bool is_host_inferred(const struct crash *crash)
{
	for (size_t i = 0; i < crash->clue_count; i++)
		if (!crash->clues[i]->host_inferred)
			return false;
	return true;
}

static size_t count_crashes(struct crash *const *heads, size_t n)
{
	size_t count = 0;
	for (size_t i = 0; i < n; i++)
		for (struct crash *crash = heads[i]; crash; crash = crash->next)
			count++;
	return count;
}

/* Calls visit for all crashes, in the order of their first clues. */
static void visit_all(struct collector *c, struct crash *const *heads)
{
	size_t n = 0;
	struct found *found =
		arena_alloc(&c->arena, count_crashes(heads, c->host_count) * sizeof(*found) + 1);
	for (size_t h = 0; h < c->host_count; h++)
		for (struct crash *crash = heads[h]; crash; crash = crash->next) {
			crash->host_inferred = h && is_host_inferred(crash);
			found[n++] = (struct found){crash, sequence_of(crash)};
		}
	qsort(found, n, sizeof(*found), compare_found);
	for (size_t i = 0; i < n; i++)
		c->visit(c->context, found[i].crash);
}

/* Tells all crashes and forgets all clues. */
static void tell(struct collector *c)
{
	place_nameless(c);
	size_t *begin = arena_alloc(&c->arena, (c->host_count + 1) * sizeof(*begin));
	struct crash **heads = arena_alloc(&c->arena, c->host_count * sizeof(*heads));
	struct clue **clues = by_host(c, begin);
	for (size_t h = 0; h < c->host_count; h++)
		heads[h] = crash_group(clues + begin[h], begin[h + 1] - begin[h], c->hosts[h].name,
				       &c->arena);
	visit_all(c, heads);
	arena_reset(&c->arena);
	c->input = (struct slice){NULL, 0};
	c->n = 0;
	c->host_count = 0;
	memset(c->places, 0, c->place_count * sizeof(*c->places));
	add_host(c, (struct slice){NULL, 0});
}

static void report_early(struct collector *c, const struct clue_place *place)
{
	struct diag d = {.code = DIAG_CRASH_TOLD_EARLY, .line = place->line};
	d.offset = place->offset;
	d.limit = LIMIT_CRASH_BYTES;
	if (!c->told_early)
		diag_report(c->sink, &d);
	c->told_early = true;
}

/* --- in and out --- */

struct collector *collector_begin(void (*visit)(void *context, const struct crash *crash),
				  void *context, struct slice own_host,
				  const struct diag_sink *sink)
{
	struct collector *c = memory_zeroed(1, sizeof(*c));
	c->visit = visit;
	c->context = context;
	c->own_host = own_host;
	c->sink = sink;
	grow_places(c);
	add_host(c, (struct slice){NULL, 0});
	return c;
}

/* Names of inputs are kept once, not once a line. */
static struct slice keep_input(struct collector *c, struct slice input)
{
	if (!c->input.p || !slice_equal(c->input, input))
		c->input = arena_copy(&c->arena, input);
	return c->input;
}

const struct clue *collector_add(struct collector *c, const struct json_node *root,
				 const struct clue_place *place)
{
	struct slice host;
	if (arena_taken(&c->arena) + c->room * sizeof(*c->clues) > LIMIT_CRASH_BYTES) {
		report_early(c, place);
		tell(c);
	}
	struct clue *clue = clue_read(root, place, &c->arena, &host);
	if (!clue)
		return NULL;
	clue->input = keep_input(c, place->input);
	clue->sequence = c->sequence++;
	clue->host = (uint32_t)host_number(c, c->own_host.n ? c->own_host : host);
	c->hosts[clue->host].clues++;
	if (c->n == c->room) {
		c->room = c->room ? 2 * c->room : 256;
		c->clues = memory_resize(c->clues, c->room * sizeof(struct clue *));
	}
	c->clues[c->n++] = clue;
	return clue;
}

void collector_finish(struct collector *c)
{
	tell(c);
	arena_free(&c->arena);
	free(c->clues);
	free(c->hosts);
	free(c->places);
	free(c);
}
