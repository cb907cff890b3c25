/* SPDX-License-Identifier: MIT */
/* The table that build-aux/crash-events.awk makes of grammars/crash.events. */
#ifndef EVTX_CRASH_TABLE_H
#define EVTX_CRASH_TABLE_H

#include "lib/base/compiler.h"

/* How a field becomes members. Each is null where the field is empty or not readable so. */
enum crash_form {
	CRASH_FORM_NUMBER,
	CRASH_FORM_BOOLEAN,   /* true, false, or a number, of which 0 is false */
	CRASH_FORM_HEX32,     /* a number, as a string of 8 digits */
	CRASH_FORM_HEX64,     /* of 16 digits */
	CRASH_FORM_STATUS,    /* an NTSTATUS; with <member>_name where its name is known */
	CRASH_FORM_TIME,      /* FILETIME as a number, or a date; 0 is null */
	CRASH_FORM_TEXT,      /* as it is */
	CRASH_FORM_PATH,      /* text, without \\?\ in front */
	CRASH_FORM_REPORT_ID, /* text; the GUID of zeros is null */
	CRASH_FORM_REASON,    /* shutdown reason code; with <member>_planned */
	CRASH_FORM_SET, /* a number; with <member>_name where the set names it; no member where
			 * the field is true or false */
};

/* Where the bug check of an event stands. */
enum crash_bugcheck {
	CRASH_BUGCHECK_NONE,
	CRASH_BUGCHECK_FIELDS,   /* Kernel-Power 41 */
	CRASH_BUGCHECK_SENTENCE, /* "0x0000003b (0x00000000c0000005, ...)" in the first string */
	CRASH_BUGCHECK_BARE,     /* P1 to P5 of Windows Error Reporting */
};

/* What writes the members that no form can write. */
enum crash_decoder {
	CRASH_DECODER_NONE,
	CRASH_DECODER_PACKET,      /* volmgr: I/O error log packet */
	CRASH_DECODER_FAILED_DUMP, /* the same, and how far the dump came */
	CRASH_DECODER_LAST_ALIVE,  /* EventLog 6008 */
	CRASH_DECODER_LOG_START,   /* EventLog 6005 */
	CRASH_DECODER_SYSTEM,      /* EventLog 6013 */
	CRASH_DECODER_TIME_STEP,   /* Kernel-General 1 */
	CRASH_DECODER_CPER,        /* WHEA: error record */
	CRASH_DECODER_FILES,       /* Windows Error Reporting: attached files */
};

/* A field of EventData: the Data of that name, else the unnamed Data at that position. */
struct crash_field {
	const char *name; /* NULL: found by position only */
	uint8_t position; /* from 1; 0: found by name only */
};

struct crash_member {
	const char *name;
	struct crash_field field;
	uint8_t form; /* enum crash_form */
	uint8_t set;  /* CRASH_FORM_SET: index in crash_sets */
};

struct crash_word {
	uint32_t value;
	const char *word;
};

struct crash_set {
	uint16_t first; /* in crash_words */
	uint16_t count;
};

struct crash_provider_name {
	const char *text;
	uint8_t n; /* bytes of text */
};

struct crash_provider {
	uint8_t first;                      /* in crash_provider_names */
	uint8_t count;                      /* its name and its aliases */
	struct crash_provider_name channel; /* text NULL: any */
};

struct crash_event {
	uint16_t first_id;
	uint16_t last_id;
	uint16_t members; /* the first in crash_members */
	uint8_t member_count;
	uint8_t provider;         /* in crash_providers */
	uint8_t kind;             /* enum crash_kind */
	uint8_t bugcheck;         /* enum crash_bugcheck */
	uint8_t decoder;          /* enum crash_decoder */
	struct crash_field where; /* the row holds where this field ... */
	const char *is;           /* ... is this text, in any case; NULL: always */
	const char *what;         /* what happened, of several of one kind; NULL for none */
};

struct crash_index {
	uint16_t id;
	uint16_t row; /* in crash_events */
};

enum { CRASH_ID_LIMIT = 8192 };

/* Generated. Rows of one provider and number stand together; the index ascends by number, and by
 * row within one. */
extern const struct crash_word crash_words[];
extern const struct crash_set crash_sets[];
extern const struct crash_provider_name crash_provider_names[];
extern const struct crash_provider crash_providers[];
extern const struct crash_member crash_members[];
extern const struct crash_event crash_events[];
extern const size_t crash_event_count;
extern const struct crash_index crash_index[];
extern const size_t crash_index_count;
/* Bit id % 32 of element id / 32: some row has this number. */
extern const uint32_t crash_ids[CRASH_ID_LIMIT / 32];

#endif
