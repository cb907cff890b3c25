/* SPDX-License-Identifier: MIT */
#include "lib/bugcheck/forced.h"
#include "lib/base/row.h"
#include "lib/bugcheck/code.h"

static const struct bugcheck_forced *find_exact(uint32_t code)
{
	return row_find(bugcheck_forced, bugcheck_forced_count, sizeof(*bugcheck_forced), code);
}

const struct bugcheck_forced *bugcheck_forced_find(uint32_t code)
{
	const struct bugcheck_forced *own = find_exact(code);
	return own ? own : find_exact(bugcheck_base_code(code));
}

const char *bugcheck_forced_word(const struct bugcheck_forced *forced)
{
	if (!forced)
		return "no";
	return forced->certain ? "yes" : "possible";
}

const struct bugcheck_way *bugcheck_forced_next(const struct bugcheck_forced *forced, size_t *i)
{
	for (; *i < bugcheck_way_count; (*i)++)
		if (forced->ways >> *i & 1)
			return &bugcheck_ways[(*i)++];
	return NULL;
}
