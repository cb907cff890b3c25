/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdio.h>

#include "cmd/progress.h"

void progress_begin(struct progress *p, const char *tool, bool on)
{
	*p = (struct progress){.on = on, .tool = tool};
	if (on) {
		clock_gettime(CLOCK_MONOTONIC, &p->next);
		p->next.tv_sec++;
	}
}

static bool is_due(struct progress *p)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	if (now.tv_sec < p->next.tv_sec ||
	    (now.tv_sec == p->next.tv_sec && now.tv_nsec < p->next.tv_nsec))
		return false;
	p->next = now;
	p->next.tv_sec++;
	return true;
}

void progress_count(struct progress *p, uint64_t bytes)
{
	p->inputs++;
	p->bytes += bytes;
	if (!p->on || !is_due(p))
		return;
	fprintf(stderr, "\r\033[K%s: %" PRIu64 " inputs, %" PRIu64 " MiB", p->tool, p->inputs,
		p->bytes >> 20);
	p->shown = true;
}

void progress_clear(struct progress *p)
{
	if (p->shown)
		fputs("\r\033[K", stderr);
	p->shown = false;
}
