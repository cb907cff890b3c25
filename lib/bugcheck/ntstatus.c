/* SPDX-License-Identifier: MIT */
#include "lib/bugcheck/ntstatus.h"

const char *ntstatus_name(uint32_t status)
{
	size_t low = 0, high = ntstatus_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (ntstatus_names[middle].status < status)
			low = middle + 1;
		else
			high = middle;
	}
	return low < ntstatus_count && ntstatus_names[low].status == status
		       ? ntstatus_names[low].name
		       : NULL;
}
