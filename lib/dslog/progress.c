/* SPDX-License-Identifier: MIT */
#include "lib/dslog/progress.h"

#define STEP_BITS UINT32_C(0x1ff)

uint32_t dslog_progress_step(uint32_t value)
{
	return value & STEP_BITS;
}

uint32_t dslog_progress_flags(uint32_t value)
{
	return value & ~STEP_BITS;
}

const char *dslog_progress_meaning(uint32_t value)
{
	switch (dslog_progress_step(value)) {
	case 0x42:
		return "dump stack is up, writing begins";
	case 0x43:
		return "memory pages were written";
	case 0x44:
		return "minidump was written";
	case 0x45:
		return "secondary and multi-part data were written";
	case 0x46:
		return "completion callbacks were run";
	case 0x51:
		return "the dump file was found too small";
	case 0x52:
		return "secondary size callbacks returned";
	case 0x53:
		return "the dump is finished";
	default:
		return NULL;
	}
}
