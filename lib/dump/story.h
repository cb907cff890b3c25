/* SPDX-License-Identifier: MIT */
/*
 * How far a dump got on its way from the crash to the dump file, and how it is not lost.
 *
 * At the crash the dump is written over the page file, or a dedicated dump file. At the next start
 * the Session Manager, before it makes a new page file, cuts the old one to the size of the dump
 * and renames it: to the final dump file where that is on the same volume, or to DUMPxxxx.tmp.
 * (Microsoft's KB 886429 names the temporary file for every dump, others only for another volume;
 * so nothing is concluded from there being none.) It notes that in the volatile registry key
 * CrashControl\MachineCrash, after which WerFault copies or moves the temporary file.
 */
#ifndef DUMP_STORY_H
#define DUMP_STORY_H

#include "lib/base/known.h"
#include "lib/base/slice.h"

/* A truth that evidence may leave open. */
enum dump_fact { DUMP_FACT_OPEN, DUMP_FACT_NO, DUMP_FACT_YES };

/* What a file is. By its name that is a hint only: anybody can give it to any file. */
enum dump_role {
	DUMP_ROLE_UNKNOWN,
	DUMP_ROLE_PAGE_FILE, /* pagefile.sys */
	DUMP_ROLE_SWAP_FILE, /* swapfile.sys */
	DUMP_ROLE_DEDICATED, /* CrashControl\DedicatedDumpFile names it; never told by the name */
	DUMP_ROLE_TEMPORARY, /* DUMPxxxx.tmp */
	DUMP_ROLE_MEMORY,    /* MEMORY.DMP, or what CrashControl\DumpFile names */
	DUMP_ROLE_SMALL,     /* MMDDYY-ticks-NN.dmp, MiniMMDDYY-NN.dmp */
	DUMP_ROLE_DUMP,      /* any other *.dmp */
	DUMP_ROLE_COUNT
};

/* What is known of one file. All zero: it was not looked for. */
struct dump_story_file {
	enum dump_fact present;
	enum dump_fact holds_dump; /* does it begin with a valid dump header? */
	enum dump_fact whole;      /* is all there that its layout asks for? */
	struct known SystemTime;   /* of that header; FILETIME */
	struct known BootId;       /* of that header */
	struct known size;         /* of the file, bytes */
	struct known needed;       /* bytes, by its layout */
};

struct dump_story_facts {
	struct dump_story_file page_file;
	struct dump_story_file dedicated;
	struct dump_story_file temporary;
	struct dump_story_file final; /* MEMORY.DMP, or what CrashControl\DumpFile names */
	/* CrashControl\MachineCrash. It is volatile, so that a hive read from disk never has it:
	 * leave it open there, and say NO only by an export of the running system. */
	enum dump_fact machine_crash;
	struct known TempDestination; /* its value: 1 a temporary file has to be copied, 0 none */
	struct slice DumpFile;        /* its value; p is NULL where it is not known */
};

enum dump_stage {
	DUMP_STAGE_UNKNOWN,
	DUMP_STAGE_NONE, /* all places were looked at, and none holds a dump */
	DUMP_STAGE_IN_PAGE_FILE,
	DUMP_STAGE_RENAMED,              /* DUMPxxxx.tmp */
	DUMP_STAGE_WAITING_TO_BE_COPIED, /* and MachineCrash says so */
	DUMP_STAGE_FINAL,
	DUMP_STAGE_COUNT
};

/* What else is to be known, besides the stage. */
enum dump_caution {
	DUMP_CAUTION_MAY_BE_OVERWRITTEN,    /* the page file was in use since */
	DUMP_CAUTION_FILE_IS_CUT,           /* shorter than its dump */
	DUMP_CAUTION_FINAL_IS_EARLIER,      /* MEMORY.DMP is of an earlier crash */
	DUMP_CAUTION_FINAL_IS_CUT,          /* MEMORY.DMP is not all of the dump */
	DUMP_CAUTION_PAGE_FILE_HAS_OTHER,   /* the dump of another crash is left in the page file */
	DUMP_CAUTION_PAGE_FILE_HAS_SAME,    /* the same dump is */
	DUMP_CAUTION_TEMPORARY_HAS_OTHER,   /* the dump of another crash is left in DUMPxxxx.tmp */
	DUMP_CAUTION_TEMPORARY_HAS_SAME,    /* the same dump is */
	DUMP_CAUTION_TEMPORARY_NOT_SEEN,    /* MachineCrash tells of one that was not looked for */
	DUMP_CAUTION_NO_MORE_COPYING,       /* MachineCrash does not exist */
	DUMP_CAUTION_DESTINATION_NOT_KNOWN, /* MachineCrash exists, TempDestination is not known */
	DUMP_CAUTION_REGISTRY_ONLY,         /* no file was seen */
	DUMP_CAUTION_COUNT
};

struct dump_story {
	enum dump_stage stage; /* of the latest crash that the files tell of */
	bool inferred;         /* concluded from a name, or from what was not compared */
	const char *tells;     /* what the stage means; static, without full stop, as all texts */
	const char *keep;      /* what to do so that the dump is not lost; NULL: nothing to keep */
	size_t caution_count;
	enum dump_caution cautions[DUMP_CAUTION_COUNT]; /* each once at most */
};

void dump_story_tell(struct dump_story *s, const struct dump_story_facts *f);

/* The same from a single file, what it is being told by its name: always inferred. */
void dump_story_tell_of_file(struct dump_story *s, enum dump_role role,
			     const struct dump_story_file *file);

/* What a file is by the last part of its path, behind / or \; any case. */
enum dump_role dump_role_of_name(struct slice path);

/* "page_file", "temporary", ...; "unknown". Static. */
const char *dump_role_word(enum dump_role role);

/* "in_page_file", "renamed", "waiting_to_be_copied", "final", "none", "unknown". Static. */
const char *dump_stage_word(enum dump_stage stage);

/* What a stage means, and how a dump is kept there (NULL for UNKNOWN and NONE). Static. */
const char *dump_stage_tells(enum dump_stage stage);
const char *dump_stage_keep(enum dump_stage stage);

/* A sentence without full stop. Static. */
const char *dump_caution_text(enum dump_caution caution);

#endif
