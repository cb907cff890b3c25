/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "cmd/twins.h"

void twins_choose(bool (*choose)(enum utf16_twin twin))
{
	static const char *const names[] = {"best", "scalar", "sse2", "avx2"};
	const char *wanted = getenv("BSODUTILS_UTF16_TWIN");
	enum utf16_twin twin = UTF16_TWIN_BEST;
	for (unsigned i = 0; wanted && i < COUNT_OF(names); i++)
		if (strcmp(wanted, names[i]) == 0)
			twin = (enum utf16_twin)i;
	if (!choose(twin))
		(void)choose(UTF16_TWIN_BEST);
}
