/* SPDX-License-Identifier: MIT */
/* The examples of grammars/crash.events, as build-aux/crash-events.awk writes them down. */
#ifndef TESTS_CRASH_EXAMPLES_H
#define TESTS_CRASH_EXAMPLES_H

#include <stddef.h>

struct crash_example_data {
	const char *name; /* NULL: unnamed */
	const char *value;
};

struct crash_example {
	int line; /* in grammars/crash.events */
	int row;  /* in crash_events */
	const char *provider;
	const char *channel; /* may be empty */
	unsigned event_id;
	const char *kind;
	const struct crash_example_data *data;
	size_t count;
	const char *binary; /* digits, or NULL */
	const char *gives;  /* texts that have to occur, each ended by NUL, behind the last another
			     * NUL */
};

/* Generated. */
extern const struct crash_example crash_examples[];
extern const size_t crash_example_count;

#endif
