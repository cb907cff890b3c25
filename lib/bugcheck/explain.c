/* SPDX-License-Identifier: MIT */
/* The page about one code: all that is known of it, with every value of every parameter. */
#include <inttypes.h>

#include "lib/bugcheck/code.h"
#include "lib/bugcheck/condition.h"
#include "lib/bugcheck/forced.h"
#include "lib/bugcheck/info.h"
#include "lib/bugcheck/report.h"
#include "lib/bugcheck/wrap.h"

struct page {
	struct buf *out;
	bool colour;
};

static void heading(const struct page *page, const char *text)
{
	buf_printf(page->out, "\n%s%s%s\n", page->colour ? "\033[1m" : "", text,
		   page->colour ? "\033[0m" : "");
}

static void paragraph(struct buf *out, const char *text)
{
	enum { INDENT = 2 };
	if (!*text)
		return;
	buf_add_repeated(out, ' ', INDENT);
	wrap_add(out, slice_of_string(text), INDENT, INDENT);
}

static void item(struct buf *out, const char *text)
{
	enum { INDENT = 4 };
	buf_add_string(out, "  - ");
	wrap_add(out, slice_of_string(text), INDENT, INDENT);
}

static void items(const struct page *page, const char *title, const char *list)
{
	if (!*list)
		return;
	heading(page, title);
	for (; *list; list += strlen(list) + 1)
		item(page->out, list);
}

/* What stands in front of a rule's text: "parameter 2", "0x403", "parameter 1 is 0x0 to 0x2". */
static void rule_label(struct buf *out, const struct bugcheck_rule *r)
{
	switch ((enum bugcheck_rule_kind)r->kind) {
	case RULE_MEANING:
	case RULE_FIELD:
		condition_field_add(out, r->parameter, r->shift, r->width);
		break;
	case RULE_CASE:
	case RULE_OTHERWISE:
	case RULE_FORM:
	case RULE_ELSE:
		condition_add(out, r);
		break;
	}
}

static void rule(struct buf *out, const struct bugcheck_rule *r, size_t indent)
{
	size_t start = out->n;
	buf_add_repeated(out, ' ', indent);
	rule_label(out, r);
	const char *text = bugcheck_text(r->text);
	if (*text) {
		buf_add_string(out, ": ");
		wrap_add(out, slice_of_string(text), out->n - start, indent + 4);
	} else {
		buf_add_string(out, ":\n");
	}
}

/* Depth is that of the source. */
static void rules(struct buf *out, const struct bugcheck_rule *r, const struct bugcheck_rule *end,
		  size_t indent)
{
	enum { STEP = 2 };
	for (; r < end; r += r->span) {
		rule(out, r, indent);
		rules(out, r + 1, r + r->span, indent + STEP);
	}
}

static void parameters(const struct page *page, const struct bugcheck_knowledge *k)
{
	const struct bugcheck_rule *first = &bugcheck_rules[k->rule];
	heading(page, "Parameters");
	if (k->rules)
		rules(page->out, first, first + k->rules, 2);
	else
		paragraph(page->out, "Microsoft documents none.");
}

static void forced(const struct page *page, uint32_t code)
{
	const struct bugcheck_forced *f = bugcheck_forced_find(code);
	const struct bugcheck_way *way;
	size_t i = 0;
	if (!f)
		return;
	heading(page, f->certain ? "Forced: yes" : "Forced: possible");
	while ((way = bugcheck_forced_next(f, &i))) {
		struct buf text = {0};
		const char *setting = bugcheck_text(way->setting);
		const char *proof = bugcheck_text(way->proof);
		buf_printf(&text, "%s: %s%s%s%s%s", bugcheck_text(way->name),
			   bugcheck_text(way->title), *setting ? "; setting: " : "", setting,
			   *proof ? "; proof: " : "", proof);
		buf_add_byte(&text, 0);
		item(page->out, (const char *)text.p);
		buf_free(&text);
	}
}

/* What belongs to this code, then what its category always asks for. */
static void look_next(const struct page *page, const struct bugcheck_knowledge *k)
{
	const struct bugcheck_category_info *category = &bugcheck_categories[k->category];
	heading(page, "Look at next");
	for (const char *t = bugcheck_text(k->next); *t; t += strlen(t) + 1)
		item(page->out, t);
	for (const char *t = bugcheck_text(category->next); *t; t += strlen(t) + 1)
		item(page->out, t);
}

static void names(const struct page *page, const struct bugcheck_code *entry, uint32_t code)
{
	uint32_t base = bugcheck_base_code(code);
	buf_printf(page->out, "%s%s (0x%" PRIX32 ", decimal %" PRIu32 ")%s\n",
		   page->colour ? "\033[1m" : "",
		   entry ? bugcheck_string(entry->name) : "unknown code", code, code,
		   page->colour ? "\033[0m" : "");
	if (!entry)
		return;
	buf_printf(page->out, "  %s", bugcheck_kind_words(entry->kind));
	if (base != code)
		buf_printf(page->out, "; a variant of 0x%" PRIX32, base);
	const char *alias = bugcheck_string(entry->aliases);
	for (; *alias; alias += strlen(alias) + 1)
		buf_printf(page->out, "; also called %s", alias);
	buf_add_byte(page->out, '\n');
}

static void story(const struct page *page, const struct bugcheck_knowledge *k)
{
	heading(page, bugcheck_text(k->title));
	paragraph(page->out, bugcheck_text(k->meaning));
	if (!*bugcheck_text(k->meaning))
		paragraph(page->out, "Microsoft publishes its number and name, and no more.");
	buf_printf(page->out, "\n  Category %s: ", bugcheck_category_name(k->category));
	wrap_add(page->out, slice_of_string(bugcheck_text(bugcheck_categories[k->category].text)),
		 13 + strlen(bugcheck_category_name(k->category)), 4);
	items(page, "Causes", bugcheck_text(k->causes));
}

void bugcheck_explain(struct buf *out, uint32_t code, bool colour)
{
	const struct page page = {out, colour};
	const struct bugcheck_code *entry = bugcheck_code_find(code);
	const struct bugcheck_knowledge *k = bugcheck_knowledge_find(code);
	names(&page, entry, code);
	if (k) {
		story(&page, k);
		parameters(&page, k);
		forced(&page, code);
		look_next(&page, k);
	} else {
		paragraph(out, bugcheck_unknown_meaning(code));
	}
	if (*bugcheck_page(entry, k)) {
		heading(&page, "Page");
		buf_printf(out, "  " BUGCHECK_PAGES "%s\n", bugcheck_page(entry, k));
	}
}
