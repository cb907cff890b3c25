/* SPDX-License-Identifier: MIT */
/* What a bug check means, as members of the output. */
#ifndef BUGCHECK_INFO_H
#define BUGCHECK_INFO_H

#include "lib/bugcheck/code.h"
#include "lib/bugcheck/decode.h"
#include "lib/bugcheck/spelling.h"

/* Where the public pages live; a page's name follows. */
#define BUGCHECK_UNDOCUMENTED \
	"Undocumented: Microsoft publishes the name of this code and nothing else about it."
#define BUGCHECK_UNKNOWN "Unknown code: no public source names it."
#define BUGCHECK_IS_NTSTATUS \
	"Unknown code: as a bug check no public source names it; it is an NTSTATUS value."
#define BUGCHECK_PAGES "https://learn.microsoft.com/windows-hardware/drivers/debugger/"

/*
 * Writes the members that explain a bug check, into an object that is open: kind, also, base_code,
 * title, meaning, causes, category, forced, forced_by, parameters, aliases, alternatives,
 * documented, reference. What is not known is absent. reading tells of another code that may have
 * been meant; NULL where there is no doubt. d is scratch, and has the user's pool tags.
 */
void bugcheck_write_info(struct json_writer *w, const struct bugcheck *b,
			 const struct bugcheck_reading *reading, struct bugcheck_decoding *d);

/* File name of the public page about a code: its own, else that of the code whose knowledge it
 * shares; empty where there is none. Both may be NULL. Static. */
const char *bugcheck_page(const struct bugcheck_code *entry, const struct bugcheck_knowledge *k);

/* One of these, for a code of which no knowledge is there. Static. */
const char *bugcheck_unknown_meaning(uint32_t code);

/* Writes code, code_decimal and name (if known) alone: which code info speaks of. */
void bugcheck_write_identity(struct json_writer *w, uint32_t code);

#endif
