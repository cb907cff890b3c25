/* SPDX-License-Identifier: MIT */
/* What every fuzz target defines; libFuzzer or replay.c calls it. */
#ifndef TESTS_FUZZ_TARGET_H
#define TESTS_FUZZ_TARGET_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

/* Looks at one input; returns 0. A finding is a crash. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A promise that was not kept is a finding; unlike assert() it stays in every build. */
#define PROMISE(condition)        \
	do {                      \
		if (!(condition)) \
			abort();  \
	} while (0)

#endif
