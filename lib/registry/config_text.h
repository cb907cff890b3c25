/* SPDX-License-Identifier: MIT */
/* The page for people: what its parts share. */
#ifndef REGISTRY_CONFIG_TEXT_H
#define REGISTRY_CONFIG_TEXT_H

#include "lib/registry/config_form.h"
#include "lib/registry/config_words.h"

/* Columns of the page, and the one in which the text of a row begins. */
enum { PAGE_WIDTH = 80, PAGE_COLUMN = 14 };

struct config_page {
	struct buf *b;
	struct buf row; /* text of the row that is made, not yet fit for a terminal; owned */
	bool colour;
};

/* Ends the row: label, and what was gathered in p->row, in lines of the page's width. */
void page_end_row(struct config_page *p, const char *label);

/* The same with text that begins in another column. */
void page_end_row_at(struct config_page *p, const char *label, size_t indent, size_t column);

/* Begins and ends a colour ("31"), where there are colours. */
void page_colour(struct config_page *p, const char *colour);
void page_no_colour(struct config_page *p);

/* Appends "2024-02-29 23:41:02 UTC". */
void page_append_time(struct buf *b, uint64_t filetime);

/* The settings that are there, by key. */
void config_text_settings(struct config_page *p, const struct crash_config *c);

/* Those that are otherwise in other control sets. */
void config_text_differences(struct config_page *p, const struct crash_config *c);

/* Findings with what to do, the worst first. */
void config_text_findings(struct config_page *p, const struct lint_finding *const *shown,
			  size_t count);

/* What the machine is, and where the configuration was read. */
void config_text_machine(struct config_page *p, const struct config_report *r);

#endif
