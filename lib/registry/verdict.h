/* SPDX-License-Identifier: MIT */
/* Will the next crash leave a dump, and on which way does it get to its place? */
#ifndef REGISTRY_VERDICT_H
#define REGISTRY_VERDICT_H

#include "lib/registry/lint.h"
#include "lib/registry/size.h"

enum will_dump { WILL_DUMP_YES, WILL_DUMP_UNLIKELY, WILL_DUMP_NO, WILL_DUMP_UNKNOWN };

struct verdict_reason {
	/* id of the finding ("CD20"), or a word of ours: page_file_managed, page_file_enough,
	 * page_file_may_suffice, page_file; dedicated_file_…; no_backing, dumps_off, too_small,
	 * size_doubtful; memory_unknown, type_unknown, page_files_unknown, setting_unreadable */
	const char *code;
	struct slice message; /* a sentence */
};

enum { VERDICT_REASONS_MAX = 96 };

/* What happens to a dump after the restart. */
enum dump_route {
	DUMP_ROUTE_UNKNOWN,
	DUMP_ROUTE_NONE,      /* no dump */
	DUMP_ROUTE_RENAME,    /* the page file is cut to the dump and renamed: same volume */
	DUMP_ROUTE_COPY,      /* DUMPxxxx.tmp, then WerFault copies it: space twice */
	DUMP_ROUTE_DEDICATED, /* copied out of the dedicated file, which stays */
	DUMP_ROUTE_MINIDUMP,  /* extracted into a file of the minidump directory */
};

struct verdict {
	enum will_dump will_dump;
	struct verdict_reason reasons[VERDICT_REASONS_MAX];
	size_t reason_count;
	struct size_need need;
	struct backing backing;
	struct known required;  /* bytes; of need */
	struct known available; /* bytes that the backing file can have; 0: there is none; not
				 * known: sized by Windows, or not in the input */
	struct slice dump_path; /* where it will be: a file, or the directory of small dumps; empty:
				 * dumps are off, or the type is not known */
	enum dump_route route;
	struct slice route_text; /* for people: one or two sentences */
};

/*
 * NO where a finding, or the backing file, rules the dump out, whatever else is not known; UNKNOWN
 * where it hangs on something that is not in the input; UNLIKELY where a finding speaks against it;
 * else YES. There is at least one reason: those that rule it out, then what is not known, then what
 * makes it unlikely, and what speaks for it.  l: all findings, ignored ones too.
 */
void verdict_reach(struct verdict *v, const struct crash_config *c, const struct lint *l);

/* The part of it that says where the dump goes; v has all the rest. */
void verdict_find_route(struct verdict *v, const struct crash_config *c);

/* "yes", "unlikely", "no", "unknown"; "rename", "copy", "dedicated", "minidump", "none", "unknown".
 * Static. */
const char *will_dump_name(enum will_dump w);
const char *dump_route_name(enum dump_route route);

#endif
