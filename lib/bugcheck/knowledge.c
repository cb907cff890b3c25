/* SPDX-License-Identifier: MIT */
#include "lib/base/row.h"
#include "lib/bugcheck/code.h"
#include "lib/bugcheck/knowledge.h"

static const struct bugcheck_knowledge *find_exact(uint32_t code)
{
	return row_find(bugcheck_knowledge, bugcheck_knowledge_count, sizeof(*bugcheck_knowledge),
			code);
}

const struct bugcheck_knowledge *bugcheck_knowledge_find(uint32_t code)
{
	/* Bits that Windows adds (code.c); some codes with them have a name, and no page. */
	const uint32_t added = UINT32_C(0x50000000);
	const struct bugcheck_knowledge *k = find_exact(code);
	if (!k)
		k = find_exact(bugcheck_base_code(code));
	return k || code >> 31 ? k : find_exact(code & ~added);
}

const char *bugcheck_category_name(uint8_t category)
{
	static const char *const names[BUGCHECK_CATEGORY_COUNT] = {
		[BUGCHECK_CATEGORY_SYSTEM_CRASH] = "system_crash",
		[BUGCHECK_CATEGORY_INVALID_OPERATION] = "invalid_operation",
		[BUGCHECK_CATEGORY_HARDWARE] = "hardware",
		[BUGCHECK_CATEGORY_STORAGE] = "storage",
		[BUGCHECK_CATEGORY_POWER] = "power",
		[BUGCHECK_CATEGORY_DRIVER] = "driver",
		[BUGCHECK_CATEGORY_MEMORY] = "memory",
		[BUGCHECK_CATEGORY_SECURITY] = "security",
		[BUGCHECK_CATEGORY_FORCED] = "forced",
		[BUGCHECK_CATEGORY_LIVE_DUMP] = "live_dump",
	};
	return names[category];
}
