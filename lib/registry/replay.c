/* SPDX-License-Identifier: MIT */
#include "lib/base/limits.h"
#include "lib/base/reader.h"
#include "lib/base/store.h"
#include "lib/registry/replay_form.h"

enum { BIN_TIME_AT = 20 };

bool replay_size_is_sane(uint32_t bins_size)
{
	return bins_size && bins_size % REGF_PAGE_BYTES == 0 &&
	       bins_size <= LIMIT_REGISTRY_INPUT_BYTES - REGF_BASE_BYTES;
}

static bool is_by_entries(const struct replay_candidate *c)
{
	return c->base.type == REGF_LOG_ENTRIES;
}

/* Which state of the hive it is. The first bin keeps a copy of the time in the base block. */
static uint64_t time_of(const struct regf_base *hive, struct slice begin)
{
	struct slice copy = slice_sub(begin, REGF_BASE_BYTES + BIN_TIME_AT, 8);
	return regf_checksum_is_bad(hive) && copy.n ? load_u64le(copy.p) : hive->written;
}

/* Nothing was ever logged into what Windows made beforehand: two of three logs are empty. */
static bool is_empty(struct slice log)
{
	size_t n = log.n < REGF_SECTOR_BYTES ? log.n : REGF_SECTOR_BYTES;
	return slice_is_all(slice_sub(log, 0, n), 0);
}

static struct known least_of(const struct regf_base *hive)
{
	return regf_checksum_is_bad(hive) ? (struct known){false, 0}
					  : known_number(hive->secondary_sequence);
}

static const char empty_log[] = "its logs are empty";

static void look(struct replay_candidate *c, const struct regf_base *hive, struct slice begin)
{
	if (is_empty(c->log->bytes))
		c->problem = empty_log;
	else if (regf_base_read(&c->base, c->log->bytes) != STATUS_OK ||
		 !regf_is_log(&c->base, c->log->bytes))
		c->problem = "what stands beside it is no transaction log";
	else if (regf_checksum_is_bad(&c->base))
		c->problem = "the log is damaged";
	else if (regf_is_dirty(&c->base))
		c->problem = "the log itself was not written to its end";
	else if (is_by_entries(c))
		replay_entries_look(c, least_of(hive));
	else
		replay_vector_look(c, time_of(hive, begin));
}

static void take(struct replay *r, const struct replay_candidate *c)
{
	r->runs[r->run_count++] = c->run;
	r->by_entries = is_by_entries(c);
	r->size = c->size;
	r->reach = c->reach > r->reach ? c->reach : r->reach;
	r->problem = c->problem;
}

/* The candidate with the lowest first, or the highest last sequence number; NULL for none. */
static const struct replay_candidate *by_sequence(const struct replay_candidate *c, size_t count,
						  bool latest)
{
	const struct replay_candidate *best = NULL;
	for (size_t i = 0; i < count; i++) {
		if (!is_by_entries(&c[i]) || !c[i].run.pages)
			continue;
		if (!best || (latest ? replay_is_before(best->run.last, c[i].run.last)
				     : replay_is_before(c[i].run.first, best->run.first)))
			best = &c[i];
	}
	return best;
}

/* Of logs in the old format the latest counts, which has all that the others have; NULL for none.
 */
static const struct replay_candidate *by_time(const struct replay_candidate *c, size_t count)
{
	const struct replay_candidate *best = NULL;
	for (size_t i = 0; i < count; i++)
		if (c[i].run.pages && (!best || c[i].base.written > best->base.written))
			best = &c[i];
	return best;
}

/* Two logs are written in turns: the other one goes on where the first ends. */
static void take_following(struct replay *r, const struct replay_candidate *c, size_t count)
{
	for (size_t i = 0; i < count && r->run_count == 1; i++)
		if (is_by_entries(&c[i]) && c[i].run.pages && c[i].run.first == r->runs[0].last + 1)
			take(r, &c[i]);
}

/* Nothing fits: what is wrong with the first log that holds anything. */
static void tell_problem(struct replay *r, const struct replay_candidate *c, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!r->problem || r->problem == empty_log)
			r->problem = c[i].problem;
}

static void choose(struct replay *r, const struct replay_candidate *c, size_t count, bool base_lost)
{
	const struct replay_candidate *first = by_sequence(c, count, base_lost);
	if (!first)
		first = by_time(c, count);
	if (!first) {
		tell_problem(r, c, count);
		return;
	}
	take(r, first);
	if (base_lost)
		r->base_from = first->log;
	else if (is_by_entries(first))
		take_following(r, c, count);
}

void replay_plan(struct replay *r, const struct regf_base *hive, struct slice begin,
		 const struct replay_log *logs, size_t count)
{
	struct replay_candidate c[REPLAY_LOGS_MAX];
	*r = (struct replay){.size = 0};
	if (count > REPLAY_LOGS_MAX)
		count = REPLAY_LOGS_MAX;
	for (size_t i = 0; i < count; i++) {
		c[i] = (struct replay_candidate){.log = &logs[i], .run = {.log = &logs[i]}};
		look(&c[i], hive, begin);
	}
	choose(r, c, count, regf_checksum_is_bad(hive));
}

void replay_apply(const struct replay *r, uint8_t *p, size_t n)
{
	assert(n >= REGF_BASE_BYTES);
	if (r->base_from) {
		struct slice base = slice_sub(r->base_from->bytes, 0, REGF_SECTOR_BYTES);
		if (base.n)
			memcpy(p, base.p, base.n);
		store_u32le(p + REGF_TYPE_AT, REGF_PRIMARY);
	}
	for (size_t i = 0; i < r->run_count; i++) {
		if (r->by_entries)
			replay_entries_apply(&r->runs[i], p, n);
		else
			replay_vector_apply(&r->runs[i], p, n);
	}
	regf_seal(p);
}

uint32_t replay_entries(const struct replay *r)
{
	uint32_t sum = 0;
	for (size_t i = 0; i < r->run_count; i++)
		sum += r->runs[i].entries;
	return sum;
}

uint32_t replay_pages(const struct replay *r)
{
	uint32_t sum = 0;
	for (size_t i = 0; i < r->run_count; i++)
		sum += r->runs[i].pages;
	return sum;
}
