/* SPDX-License-Identifier: MIT */
#include <stdio.h>

#include "lib/base/wintime.h"
#include "tests/unit/support_crash.h"
#include "tests/unit/support_random.h"

static bool one_in(uint64_t *state, size_t n)
{
	return random_below(state, n) == 0;
}

static struct slice name_of(char room[static 24], const char *prefix, size_t number)
{
	int n = snprintf(room, 24, "%s-%zu", prefix, number);
	return slice_of(room, (size_t)n);
}

/* Times are close together and equal now and then, as those of crash loops are. */
static uint64_t instant(const struct crash_variety *v, uint64_t *state)
{
	uint64_t second = random_below(state, (size_t)v->seconds);
	if (one_in(state, 3))
		second -= second % 3600;
	return MADE_START + second * FILETIME_PER_SECOND + random_below(state, FILETIME_PER_SECOND);
}

static void make_time(struct crash *c, const struct crash_variety *v, uint64_t *state)
{
	uint64_t time = instant(v, state);
	c->time_basis = (enum time_basis)random_below(state, TIME_BASIS_DUMPSTACK_LOG + 1);
	if (c->time_basis != TIME_BASIS_BOUNDED) {
		c->time = known_number(time);
		return;
	}
	if (one_in(state, 4))
		return;
	c->not_before = known_number(time);
	c->not_after = known_number(time + random_next(state) % (FILETIME_PER_SECOND * 100000ull));
}

static void make_log(struct made_crash *m, const struct crash_variety *v, uint64_t *state)
{
	struct session *s = &m->session;
	s->verdict = LOG_COMPLETE;
	s->kind = (enum dump_kind)random_below(state, DUMP_KIND_COUNT);
	if (one_in(state, 4))
		s->open_component =
			name_of(m->component, "part", random_below(state, v->components));
	else if (one_in(state, 4))
		s->fault_component =
			name_of(m->component, "part", random_below(state, v->components));
	if (!one_in(state, 3))
		s->rate = known_number(random_next(state) >> (30 + random_below(state, 34)));
	m->log = (struct clue){.kind = CLUE_LOG_SESSION, .session = s};
	m->clues[m->crash.clue_count++] = &m->log;
}

static void make_dump(struct made_crash *m, const struct crash_variety *v, uint64_t *state)
{
	static const char *const writers[] = {"kernel", "livekd", "qemu"};
	static const char *const kinds[] = {"bitmap_kernel", "triage", "live", "new"};
	struct slice driver = name_of(m->driver, "Driver", random_below(state, v->drivers));
	struct slice writer = slice_of_string(writers[random_below(state, COUNT_OF(writers))]);
	struct slice kind = slice_of_string(kinds[random_below(state, COUNT_OF(kinds))]);
	m->facts[0] = (struct fact){FACT_DUMP_WRITER, 0, writer};
	m->facts[1] = (struct fact){.id = FACT_DUMP_BUILD};
	m->facts[1].number = 19041 + random_below(state, v->builds);
	m->facts[2] = (struct fact){FACT_DUMP_KIND, 0, kind};
	m->facts[3] = (struct fact){FACT_DUMP_FAULT_MODULE, 0, driver};
	m->dump = (struct clue){.kind = CLUE_DUMP, .facts = m->facts};
	m->dump.fact_count = MADE_FACTS - random_below(state, 2);
	m->clues[m->crash.clue_count++] = &m->dump;
}

static void make_boot(struct made_crash *m, const struct crash_variety *v, uint64_t *state)
{
	m->facts[0] = (struct fact){.id = FACT_BUILD};
	m->facts[0].number = 19041 + random_below(state, v->builds);
	m->boot = (struct clue){.kind = CLUE_BOOT, .facts = m->facts, .fact_count = 1};
	m->clues[m->crash.clue_count++] = &m->boot;
}

void make_crash(struct made_crash *m, const struct crash_variety *v, uint64_t seed, size_t number)
{
	uint64_t state = seed * UINT64_C(0x2545f4914f6cdd1d) + number;
	struct crash *c = &m->crash;
	memset(m, 0, sizeof(*m));
	c->clues = m->clues;
	c->verdict = (enum crash_verdict)random_below(&state, CRASH_VERDICT_COUNT);
	c->live = c->verdict == CRASH_LIVE_DUMP;
	if (!one_in(&state, 20))
		c->host = name_of(m->host, "host", random_below(&state, v->hosts));
	c->has_bugcheck = !one_in(&state, 5);
	c->bugcheck.code = (uint32_t)(0x50 + random_below(&state, v->codes));
	make_time(c, v, &state);
	if (one_in(&state, 2))
		make_log(m, v, &state);
	if (one_in(&state, 2))
		make_dump(m, v, &state);
	else if (one_in(&state, 2))
		make_boot(m, v, &state);
}
