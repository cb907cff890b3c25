/* SPDX-License-Identifier: MIT */
/*
 * Sizes are Microsoft's, from "How to determine the appropriate page file size for 64-bit versions
 * of Windows", "Memory dump file options" and "Generate a kernel or complete crash dump"; the tiers
 * are those that the module AzStackHci.DiagnosticSettings gives to dedicated files of servers.
 * "MB" of these texts is a MiB.
 */
#include "lib/registry/size.h"

#define GIBIBYTE (UINT64_C(1) << 30)

/* Kernel memory of the smallest real systems ("150 MB to 2 GB"). */
static const uint64_t least_kernel = 150 * MEBIBYTE;
/* Up to here 1.5 times the memory is recommended, which is more than memory and a header. */
static const uint64_t small_memory = 1373 * MEBIBYTE;
/* All of the kernel's address space on 32-bit systems, and the header. */
static const uint64_t x86_kernel = 2048 * MEBIBYTE + 16 * MEBIBYTE;

/* In whole MiB, upwards, as page files are sized; not known where that overflows. */
static struct known whole(uint64_t bytes)
{
	uint64_t rest = bytes % MEBIBYTE;
	if (rest == 0)
		return known_number(bytes);
	bytes -= rest;
	return bytes > UINT64_MAX - MEBIBYTE ? (struct known){false, 0}
					     : known_number(bytes + MEBIBYTE);
}

static struct known memory_and(struct known ram, uint64_t more)
{
	if (!ram.known || ram.value > UINT64_MAX - more)
		return (struct known){false, 0};
	return whole(ram.value + more);
}

static struct known smaller(struct known a, struct known b)
{
	return !a.known || (b.known && b.value < a.value) ? b : a;
}

/* What a dedicated file is given on servers of that much memory. */
static uint64_t server_tier(uint64_t ram)
{
	if (ram <= 128 * GIBIBYTE)
		return 32 * GIBIBYTE;
	return ram < 768 * GIBIBYTE ? 64 * GIBIBYTE : 128 * GIBIBYTE;
}

static struct known usual_kernel(struct known ram)
{
	if (!ram.known)
		return ram;
	return smaller(whole(ram.value / 3), known_number(server_tier(ram.value)));
}

static struct known most_kernel(struct known ram, bool is_x86)
{
	if (is_x86 && (!ram.known || ram.value > small_memory))
		return known_number(x86_kernel);
	if (ram.known && ram.value <= small_memory)
		return whole(ram.value + ram.value / 2);
	return memory_and(ram, 128 * MEBIBYTE);
}

static struct size_need need_complete(struct known ram)
{
	struct known required = memory_and(ram, 257 * MEBIBYTE);
	return (struct size_need){
		.fails = memory_and(ram, MEBIBYTE),
		.doubtful = required,
		.guideline = required,
		.required = required,
		.formula = "RAM + 257 MiB",
		.basis = "A complete dump holds all memory, a header of 1 MiB, and up to 256 MiB "
			 "that drivers add.",
	};
}

static struct size_need need_kernel(struct known ram, bool is_x86)
{
	struct known most = most_kernel(ram, is_x86);
	return (struct size_need){
		.fails = smaller(known_number(least_kernel), most),
		.doubtful = smaller(usual_kernel(ram), most),
		.guideline = most,
		.required = most,
		.formula = is_x86 ? "2 GiB + 16 MiB at most (1.5 * RAM up to 1373 MiB of RAM)"
				  : "RAM + 128 MiB at most (1.5 * RAM up to 1373 MiB of RAM)",
		.basis = "A kernel dump holds the memory that the kernel uses, mostly less than a "
			 "third of all; only this much is enough whatever it uses.",
	};
}

static struct size_need need_active(struct known ram)
{
	struct known most = memory_and(ram, 257 * MEBIBYTE);
	return (struct size_need){
		.fails = smaller(known_number(least_kernel), most),
		.doubtful = smaller(usual_kernel(ram), most),
		.guideline = most,
		.required = most,
		.formula = "RAM + 257 MiB at most",
		.basis = "No size is published for an active dump; it is never larger than a "
			 "complete one.",
	};
}

static struct size_need need_small(void)
{
	struct known size = known_number(2 * MEBIBYTE);
	return (struct size_need){
		.fails = size,
		.doubtful = size,
		.guideline = size,
		.required = size,
		.formula = "2 MiB",
		.basis = "Windows asks for 2 MiB where small dumps are chosen.",
	};
}

struct size_need size_need_for(const struct crash_config *c, enum configured_dump type)
{
	struct known ram = c->given->ram;
	switch (type) {
	case CONFIGURED_COMPLETE:
		return need_complete(ram);
	case CONFIGURED_ACTIVE:
		return need_active(ram);
	case CONFIGURED_KERNEL:
	case CONFIGURED_AUTOMATIC:
		return need_kernel(ram, c->machine.is_x86);
	case CONFIGURED_SMALL:
		return need_small();
	case CONFIGURED_UNKNOWN:
	case CONFIGURED_NONE:
		break;
	}
	return (struct size_need){.formula = NULL};
}

struct size_need size_need_of(const struct crash_config *c)
{
	return size_need_for(c, c->type);
}

enum size_band size_band_of(const struct size_need *need, uint64_t bytes)
{
	if (need->fails.known && bytes < need->fails.value)
		return SIZE_FAILS;
	if (need->guideline.known && bytes >= need->guideline.value)
		return SIZE_ENOUGH;
	if (!need->doubtful.known || !need->guideline.known)
		return SIZE_UNKNOWN;
	return bytes < need->doubtful.value ? SIZE_DOUBTFUL : SIZE_BELOW_GUIDELINE;
}
