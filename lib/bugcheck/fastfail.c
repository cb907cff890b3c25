/* SPDX-License-Identifier: MIT */
#include "lib/bugcheck/fastfail.h"

const char *fastfail_name(uint32_t code)
{
	const struct value_name *row = value_name_find(fastfail_names, fastfail_count, code);
	return row ? fastfail_texts + row->name : NULL;
}
