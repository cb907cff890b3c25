/* SPDX-License-Identifier: MIT */
#include "lib/bugcheck/code.h"
#include "lib/base/number.h"
#include "lib/base/row.h"

/*
 * The top bits of a code are those of a message number: severity (2), customer (1), reserved (1).
 * Bit 28 marks the small-dump form of a code, severity 1 (informational) a code that is reported
 * without stopping. Severities 2 and 3 are left alone: 0xC0000005 is an NTSTATUS and not code 5.
 */
#define SMALL_DUMP_BIT    UINT32_C(0x10000000)
#define INFORMATIONAL_BIT UINT32_C(0x40000000)

const struct bugcheck_code *bugcheck_code_exact(uint32_t code)
{
	return row_find(bugcheck_codes, bugcheck_code_count, sizeof(*bugcheck_codes), code);
}

/* Is code, without these bits of it, a known code? 0 is none: it means that there is no code. */
static bool known_without(uint32_t code, uint32_t bits)
{
	uint32_t bare = code & ~bits;
	return bare != code && bare != 0 && bugcheck_code_exact(bare);
}

uint32_t bugcheck_base_code(uint32_t code)
{
	if (known_without(code, SMALL_DUMP_BIT))
		return code & ~SMALL_DUMP_BIT;
	if (bugcheck_code_exact(code))
		return code;
	if (known_without(code, SMALL_DUMP_BIT | INFORMATIONAL_BIT))
		return code & ~(SMALL_DUMP_BIT | INFORMATIONAL_BIT);
	return code;
}

const struct bugcheck_code *bugcheck_code_find(uint32_t code)
{
	const struct bugcheck_code *own = bugcheck_code_exact(code);
	return own ? own : bugcheck_code_exact(bugcheck_base_code(code));
}

/* As memcmp(), of text in any case of letters with a NUL-terminated name in capitals. */
static int compare_name(struct slice text, const char *name)
{
	for (size_t i = 0; i < text.n; i++) {
		int difference = ascii_upper(text.p[i]) - (uint8_t)name[i];
		if (difference || !name[i])
			return name[i] ? difference : 1;
	}
	return name[text.n] ? -1 : 0;
}

const struct bugcheck_code *bugcheck_code_by_name(struct slice name)
{
	size_t low = 0;
	size_t high = bugcheck_name_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = compare_name(name, bugcheck_string(bugcheck_names[middle].text));
		if (order == 0)
			return &bugcheck_codes[bugcheck_names[middle].entry];
		if (order > 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}
