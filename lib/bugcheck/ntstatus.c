/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "lib/bugcheck/ntstatus.h"

const char *ntstatus_name(uint32_t status)
{
	const struct value_name *row = value_name_find(ntstatus_names, ntstatus_count, status);
	return row ? ntstatus_texts + row->name : NULL;
}

const char *ntstatus_text(uint32_t status)
{
	const char *name = ntstatus_name(status);
	const char *text = name ? name + strlen(name) + 1 : "";
	return *text ? text : NULL;
}
