/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "lib/base/limits.h"
#include "lib/base/memory.h"
#include "lib/crash/count.h"
#include "lib/crash/summary_times.h"

enum { FIRST_ROOM = 4 };

void host_times_begin(struct host_times *h)
{
	*h = (struct host_times){.crashes = tally_of(LIMIT_TALLY_HOSTS)};
}

void host_times_free(struct host_times *h)
{
	tally_free(&h->crashes);
	host_times_begin(h);
}

unsigned host_times_level(const struct host_times *h)
{
	return h->raised > h->crashes.level ? h->raised : h->crashes.level;
}

/* Drops what is not to be kept at this level, and counts the rest. */
static void drop(struct host_times *h)
{
	h->kept = 0;
	for (size_t i = 0; i < h->crashes.places; i++) {
		struct tally_entry *e = &h->crashes.table[i];
		struct instants *instants = e->more;
		if (!instants)
			continue;
		if (tally_is_kept(e->hash, host_times_level(h))) {
			h->kept += instants->n;
		} else {
			free(instants);
			e->more = NULL;
		}
	}
}

void host_times_raise(struct host_times *h, unsigned hosts, unsigned times)
{
	unsigned before = host_times_level(h);
	tally_raise(&h->crashes, hosts);
	if (times > h->raised)
		h->raised = times;
	if (host_times_level(h) != before)
		drop(h);
}

/* The entry, but for its total. */
static struct tally_entry *entry_of(struct host_times *h, struct slice host, uint64_t count)
{
	unsigned before = h->crashes.level;
	struct tally_entry *e = tally_count(&h->crashes, host, count);
	if (h->crashes.level != before)
		drop(h); /* the tally dropped hosts with their instants */
	return e;
}

struct tally_entry *host_times_count(struct host_times *h, struct slice host, uint64_t count)
{
	(void)count_add(&h->crashes.total, count);
	return entry_of(h, host, count);
}

static struct instants *with_room(struct instants *instants)
{
	size_t n = instants ? instants->n : 0;
	size_t room = instants ? instants->room : 0;
	if (n < room)
		return instants;
	room = room ? 2 * room : FIRST_ROOM;
	if (room > LIMIT_HOST_TIMES)
		room = LIMIT_HOST_TIMES;
	instants = memory_resize(instants, sizeof(*instants) + room * sizeof(*instants->at));
	instants->n = n;
	instants->room = room;
	return instants;
}

/* Puts an instant where it belongs; there is room. */
static void insert(struct instants *instants, uint64_t second)
{
	size_t at = instants->n;
	while (at && instants->at[at - 1] > second)
		at--;
	memmove(&instants->at[at + 1], &instants->at[at],
		(instants->n - at) * sizeof(*instants->at));
	instants->at[at] = second;
	instants->n++;
}

/* Takes the place of the earliest one, if it is later itself. */
static void replace_earliest(struct instants *instants, uint64_t second)
{
	if (second <= instants->at[0])
		return;
	instants->n--;
	memmove(&instants->at[0], &instants->at[1], instants->n * sizeof(*instants->at));
	insert(instants, second);
}

/* The same, but for the total. */
static void keep(struct host_times *h, struct tally_entry *host, uint64_t second)
{
	if (!host || !tally_is_kept(host->hash, host_times_level(h)))
		return;
	struct instants *instants = host->more;
	if (instants && instants->n == LIMIT_HOST_TIMES) {
		replace_earliest(instants, second);
		return;
	}
	instants = with_room(instants);
	host->more = instants;
	insert(instants, second);
	h->kept++;
	while (h->kept > LIMIT_CRASH_TIMES)
		host_times_raise(h, 0, host_times_level(h) + 1);
}

void host_times_add(struct host_times *h, struct tally_entry *host, uint64_t second)
{
	(void)count_add(&h->total, 1);
	keep(h, host, second);
}

void host_times_merge(struct host_times *h, const struct host_times *from)
{
	(void)count_add(&h->crashes.total, from->crashes.total);
	(void)count_add(&h->total, from->total);
	host_times_raise(h, from->crashes.level, host_times_level(from));
	for (size_t i = 0; i < from->crashes.places; i++) {
		const struct tally_entry *e = &from->crashes.table[i];
		if (!e->key)
			continue;
		const struct instants *instants = e->more;
		struct tally_entry *host = entry_of(h, tally_key(e), e->count);
		for (size_t k = 0; instants && k < instants->n; k++)
			keep(h, host, instants->at[k]);
	}
}

void host_times_between(const struct host_times *h, struct sketch *out)
{
	for (size_t i = 0; i < h->crashes.places; i++) {
		const struct instants *instants = h->crashes.table[i].more;
		for (size_t k = 1; instants && k < instants->n; k++)
			sketch_add(out, instants->at[k] - instants->at[k - 1]);
	}
}
