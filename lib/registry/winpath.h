/* SPDX-License-Identifier: MIT */
/* Paths of Windows as settings hold them: on which drive, and whether dumps can go there. */
#ifndef REGISTRY_WINPATH_H
#define REGISTRY_WINPATH_H

#include "lib/base/arena.h"

enum winpath_kind {
	WINPATH_NONE,           /* no text */
	WINPATH_FULL,           /* "C:\dir\file" */
	WINPATH_DRIVE_RELATIVE, /* "C:file" */
	WINPATH_ROOTED,         /* "\dir\file": no drive */
	WINPATH_UNC,            /* "\\server\share", "\\?\UNC\…" */
	WINPATH_RELATIVE,       /* "file", "dir\file" */
	WINPATH_VARIABLE,  /* a variable that is not known here, wherever: "%X%\…", "D:\%X%" */
	WINPATH_ANY_DRIVE, /* "?:\pagefile.sys": page files only */
	WINPATH_NT,        /* "\Device\…", "\??\Volume{…}", "\\?\Volume{…}" */
};

struct winpath {
	enum winpath_kind kind;
	struct slice text;     /* as it is set, UTF-8 */
	struct slice expanded; /* variables replaced, "\??\" and "\\?\" of drive paths taken off;
				  else text */
	char drive;            /* 'A' to 'Z', or 0 */
	bool had_variable;     /* text has %…% */
	bool drive_assumed;    /* the drive comes from %SystemRoot%, of which the registry does not
				  tell */
	bool had_nt_prefix;    /* "\??\" was taken off */
};

/* Reads a path. %SystemRoot% and %windir% are C:\Windows, %SystemDrive% is C: (drive_assumed). */
struct winpath winpath_read(struct slice text, struct arena *arena);

/* Are both the same file, as far as text can tell: expanded, without regard to case, and with
 * slashes and doubled backslashes made the same? */
bool winpath_equal(const struct winpath *a, const struct winpath *b);

/* "full", "drive_relative" …; static. */
const char *winpath_kind_name(enum winpath_kind kind);

#endif
