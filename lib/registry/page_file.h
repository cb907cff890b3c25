/* SPDX-License-Identifier: MIT */
/* Lines of PagingFiles and ExistingPageFiles. */
#ifndef REGISTRY_PAGE_FILE_H
#define REGISTRY_PAGE_FILE_H

#include "lib/base/known.h"
#include "lib/registry/winpath.h"

/* What is wrong with a line; the first that holds. */
enum page_file_fault {
	PAGE_FILE_FINE,
	PAGE_FILE_NO_DRIVE,   /* neither "X:\" nor "?:\" in front; quotes, variables: no drive */
	PAGE_FILE_BAD_NUMBER, /* a size that is no number, or above 32 bits of MiB */
	PAGE_FILE_ONE_NUMBER, /* only one size */
	PAGE_FILE_MIN_ABOVE_MAX,
	PAGE_FILE_DUPLICATE, /* the same file as a line before */
	PAGE_FILE_TOO_MANY,  /* behind the 16th */
};

struct page_file {
	struct slice text;             /* the line, UTF-8 */
	struct winpath path;           /* drive 0 with WINPATH_ANY_DRIVE */
	bool managed;                  /* by the system: no sizes, or 0 0 */
	struct known initial, maximum; /* bytes; not known where managed or faulty */
	bool has_sizes;                /* numbers stand on the line */
	enum page_file_fault fault;
};

/* Page files that Windows takes (16), and as many lines more to tell of. */
enum { PAGE_FILES_USED = 16, PAGE_FILES_MAX = 64 };

struct page_files {
	struct page_file list[PAGE_FILES_MAX];
	size_t count;      /* lines kept */
	size_t line_count; /* lines there are */
};

/* Reads the lines of a REG_MULTI_SZ: text is UTF-8, each string with a NUL behind it. Sizes are
 * parsed from the right, since paths may contain blanks. */
void page_files_read(struct page_files *p, struct slice text, struct arena *arena);

/* "no_drive", "bad_number" …, NULL for PAGE_FILE_FINE; static. */
const char *page_file_fault_name(enum page_file_fault fault);

/* A sentence part: "has no drive"; static. */
const char *page_file_fault_text(enum page_file_fault fault);

#endif
