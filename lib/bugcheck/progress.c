/* SPDX-License-Identifier: MIT */
#include "lib/bugcheck/progress.h"

#define STEP_BITS UINT32_C(0x1ff)

const char *bugcheck_progress_meaning(uint32_t value)
{
	switch (value & STEP_BITS) {
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

void bugcheck_write_progress(struct json_writer *w, uint32_t value)
{
	json_hex32(w, "value", value);
	json_hex32(w, "step", value & STEP_BITS);
	json_array_begin(w, "flags");
	for (uint32_t rest = value & ~STEP_BITS; rest; rest &= rest - 1)
		json_hex32(w, NULL, rest & -rest);
	json_array_end(w);
	const char *meaning = bugcheck_progress_meaning(value);
	if (!meaning)
		return;
	json_literal(w, "meaning", meaning);
	json_bool(w, "inferred", true);
}
