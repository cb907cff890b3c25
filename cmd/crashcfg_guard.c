/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <signal.h>

#include "cmd/crashcfg_guard.h"

/* The one thing that a handler of signals can know. Set while work is done. */
static sigjmp_buf way_out;

static void leave(int signal_number)
{
	siglongjmp(way_out, signal_number);
}

bool guard_run(void (*work)(void *context), void *context)
{
	struct sigaction before, now = {.sa_handler = leave};
	sigemptyset(&now.sa_mask);
	if (sigaction(SIGBUS, &now, &before) != 0)
		return false;
	bool done = sigsetjmp(way_out, 1) == 0;
	if (done)
		work(context);
	(void)sigaction(SIGBUS, &before, NULL);
	return done;
}
