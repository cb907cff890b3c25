/* SPDX-License-Identifier: MIT */
/*
 * IA32_MCi_STATUS, the status register of a machine check bank, in words: Intel SDM volume 3B,
 * 16.3.2.2 (flags) and 16.9 (error codes). AMD's processors use the same flags above bit 56 and
 * the same compound codes.
 */
#include <inttypes.h>

#include "lib/bugcheck/value.h"

static void add_flags(struct buf *out, uint64_t status)
{
	static const struct {
		uint8_t bit;
		const char *text;
	} flags[] = {
		{63, "VAL (valid)"},
		{62, "OVER (an earlier error was lost)"},
		{61, "UC (uncorrected)"},
		{60, "EN (reporting was enabled)"},
		{59, "MISCV (MISC register valid)"},
		{58, "ADDRV (ADDR register valid)"},
		{57, "PCC (processor context corrupt)"},
	};
	const char *separator = "";
	for (size_t i = 0; i < COUNT_OF(flags); i++) {
		if (!(status >> flags[i].bit & 1))
			continue;
		buf_printf(out, "%s%s", separator, flags[i].text);
		separator = " | ";
	}
	if (!*separator)
		buf_add_string(out, "no flag set, not even VAL");
}

/* The level of a cache or memory, LL. */
static const char *level(unsigned code)
{
	static const char *const levels[] = {"level 0", "level 1", "level 2", "generic level"};
	return levels[code & 3];
}

/* The type of a transaction, TT. */
static const char *transaction(unsigned code)
{
	static const char *const types[] = {"instruction", "data", "generic", "reserved type"};
	return types[code >> 2 & 3];
}

/* The request, RRRR. */
static const char *request(unsigned code)
{
	static const char *const requests[] = {
		"generic error",     "generic read", "generic write", "data read", "data write",
		"instruction fetch", "prefetch",     "eviction",      "snoop",
	};
	unsigned r = code >> 4 & 15;
	return r < COUNT_OF(requests) ? requests[r] : "reserved request";
}

static void add_memory_controller(struct buf *out, unsigned code)
{
	static const char *const kinds[] = {"generic undefined request", "memory read",
					    "memory write", "address or command",
					    "memory scrubbing"};
	unsigned kind = code >> 4 & 7;
	unsigned channel = code & 15;
	buf_printf(out, "memory controller error: %s",
		   kind < COUNT_OF(kinds) ? kinds[kind] : "reserved kind");
	if (channel == 15)
		buf_add_string(out, ", channel not specified");
	else
		buf_printf(out, ", channel %u", channel);
}

static void add_bus(struct buf *out, unsigned code)
{
	static const char *const sides[] = {"this processor made the request",
					    "this processor answered", "this processor observed it",
					    "generic participation"};
	static const char *const places[] = {"memory access", "reserved place", "I/O",
					     "other transaction"};
	buf_printf(out, "bus or interconnect error: %s, %s, %s, %s%s", request(code),
		   places[code >> 2 & 3], level(code), sides[code >> 9 & 3],
		   code >> 8 & 1 ? ", timed out" : "");
}

/* Codes that stand for themselves (16.9.1); NULL for the others. */
static const char *simple_code(unsigned code)
{
	switch (code) {
	case 0x0000:
		return "no error";
	case 0x0001:
		return "unclassified error";
	case 0x0002:
		return "parity error in the microcode ROM";
	case 0x0003:
		return "external error (another processor's BINIT#)";
	case 0x0004:
		return "functional redundancy check error";
	case 0x0005:
		return "internal parity error";
	case 0x0006:
		return "SMM handler tried to run code outside its range";
	case 0x0400:
		return "internal timer error";
	case 0x0e0b:
		return "I/O error";
	default:
		return NULL;
	}
}

/* Compound codes (16.9.2): the highest bit set tells the kind. Bit 12 means that corrections are
 * filtered, and is no part of it. */
static void add_code(struct buf *out, unsigned code)
{
	enum { FILTERED = 0x1000 };
	const char *simple = simple_code(code);
	unsigned kind = code & ~(unsigned)FILTERED;
	if (simple)
		buf_add_string(out, simple);
	else if ((kind & 0xfc00) == 0x0400)
		buf_add_string(out, "internal unclassified error");
	else if (kind >> 11 == 1)
		add_bus(out, kind);
	else if (kind >> 8 == 1)
		buf_printf(out, "cache hierarchy error: %s, %s, %s", request(kind),
			   transaction(kind), level(kind));
	else if (kind >> 7 == 1)
		add_memory_controller(out, kind);
	else if (kind >> 4 == 1)
		buf_printf(out, "TLB error: %s, %s", transaction(kind), level(kind));
	else if (kind >> 2 == 3)
		buf_printf(out, "generic cache hierarchy error: %s", level(kind));
	else
		buf_add_string(out, "code without a public meaning");
}

void bugcheck_mci_status_add(struct buf *out, uint64_t status)
{
	unsigned code = status & 0xffff;
	buf_printf(out, "MCi_STATUS 0x%016" PRIx64 ": ", status);
	add_flags(out, status);
	buf_printf(out, "; error code 0x%04x: ", code);
	add_code(out, code);
	buf_printf(out, "; model-specific code 0x%04x", (unsigned)(status >> 16 & 0xffff));
}
