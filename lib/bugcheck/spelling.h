/* SPDX-License-Identifier: MIT */
/* Codes and parameters as people and tools write them, into numbers. */
#ifndef BUGCHECK_SPELLING_H
#define BUGCHECK_SPELLING_H

#include "lib/base/slice.h"

/* Why a text could have meant another code too. */
enum bugcheck_doubt {
	BUGCHECK_DOUBT_NONE,
	BUGCHECK_DOUBT_HEXADECIMAL, /* digits, read as decimal; in hexadecimal they are a known code
				     */
	BUGCHECK_DOUBT_NAME,        /* another code has the same name */
};

struct bugcheck_reading {
	uint32_t code;
	enum bugcheck_doubt doubt;
	uint32_t other; /* the other code; 0 without doubt */
};

/* Where a text comes from: it settles what digits without a prefix are. */
enum bugcheck_from {
	BUGCHECK_FROM_AUTO,    /* decimal, and the other reading is a doubt */
	BUGCHECK_FROM_EVENT41, /* event 41 of Kernel-Power: decimal */
	BUGCHECK_FROM_WER,     /* Windows Error Reporting ("LiveKernelEvent 141"): hexadecimal */
	BUGCHECK_FROM_TEXT,    /* blue screens and debuggers ("BugCheck 139, {4, ...}"): the same */
};

/*
 * Reads a code: digits (see above), 0n and digits (decimal), a minus sign and digits (signed
 * 32-bit), 0x and hexadecimal digits, hexadecimal digits of which one is a letter, a name or alias
 * in any case. 64-bit forms are taken where they are the sign-extended form of a 32-bit code.
 * Blanks around it do not matter. false, and *out unchanged, where it is none of these.
 */
bool bugcheck_read_code(struct slice text, enum bugcheck_from from,
			struct bugcheck_reading *out) MUST_CHECK;

/*
 * Reads a parameter: hexadecimal digits with or without 0x, as every Windows tool prints them, with
 * WinDbg's backtick in front of the last eight allowed; 0n and digits (decimal); a minus sign and
 * digits (signed decimal). false, and *out unchanged, where it is none of these or exceeds 64 bits.
 */
bool bugcheck_read_parameter(struct slice text, uint64_t *out) MUST_CHECK;

#endif
