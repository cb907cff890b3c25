/* SPDX-License-Identifier: MIT */
/* The page for people: what is wrong, and what to do. */
#include "lib/base/text.h"
#include "lib/registry/config_text.h"

/* The column of severities, and that of what is said. */
enum { SEVERITY_COLUMN = 4, FINDING_COLUMN = 13 };

static const struct {
	const char *one, *many, *colour;
} severities[LINT_SEVERITIES] = {
	[LINT_NOTE] = {"note", "notes", "36"},
	[LINT_WARNING] = {"warning", "warnings", "33"},
	[LINT_ERROR] = {"error", "errors", "31"},
};

static void put_line(struct config_page *p, struct slice text)
{
	buf_add_slice(&p->row, text);
	page_end_row_at(p, "", 0, FINDING_COLUMN);
}

/* Where it is, and what is there. */
static void put_place(struct config_page *p, const struct lint_finding *f)
{
	if (f->path.n == 0)
		return;
	/* Not broken at its blanks, so that it can be copied. */
	buf_add_repeated(p->b, ' ', FINDING_COLUMN);
	text_append_display(p->b, f->path);
	buf_add_byte(p->b, '\n');
	if (f->value.n) {
		buf_add_string(&p->row, "= ");
		put_line(p, f->value);
	}
}

static void put_finding(struct config_page *p, const struct lint_finding *f)
{
	buf_add_repeated(p->b, ' ', SEVERITY_COLUMN);
	page_colour(p, severities[f->severity].colour);
	buf_printf(p->b, "%-8s", severities[f->severity].one);
	page_no_colour(p);
	buf_printf(p->b, " %s %s\n", f->rule->id, f->rule->name);
	put_place(p, f);
	put_line(p, f->message);
	if (f->remedy.n) {
		buf_add_string(&p->row, "To do: ");
		put_line(p, f->remedy);
	}
}

static size_t count_of(const struct lint_finding *const *shown, size_t count,
		       enum lint_severity severity)
{
	size_t n = 0;
	for (size_t i = 0; i < count; i++)
		n += shown[i]->severity == severity;
	return n;
}

/* "Findings: 1 error, 2 notes" */
static void put_heading(struct config_page *p, const struct lint_finding *const *shown,
			size_t count)
{
	const char *between = ": ";
	buf_add_string(p->b, "\n  Findings");
	for (size_t i = LINT_SEVERITIES; i-- > 0;) {
		size_t n = count_of(shown, count, (enum lint_severity)i);
		if (n == 0)
			continue;
		buf_printf(p->b, "%s%zu %s", between, n,
			   n == 1 ? severities[i].one : severities[i].many);
		between = ", ";
	}
	buf_add_string(p->b, count ? "\n" : ": none\n");
}

void config_text_findings(struct config_page *p, const struct lint_finding *const *shown,
			  size_t count)
{
	put_heading(p, shown, count);
	for (size_t i = LINT_SEVERITIES; i-- > 0;)
		for (size_t k = 0; k < count; k++)
			if (shown[k]->severity == (enum lint_severity)i)
				put_finding(p, shown[k]);
}
