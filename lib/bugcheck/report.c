/* SPDX-License-Identifier: MIT */
/* The report about one bug check. */
#include <inttypes.h>

#include "lib/bugcheck/code.h"
#include "lib/bugcheck/forced.h"
#include "lib/bugcheck/info.h"
#include "lib/bugcheck/report.h"
#include "lib/bugcheck/wrap.h"

/* Column at which what is said starts, behind a label. */
enum { COLUMN = 16 };

const char *bugcheck_kind_words(uint8_t kind)
{
	switch ((enum bugcheck_kind)kind) {
	case BUGCHECK_KIND_BUGCHECK:
		return "bug check";
	case BUGCHECK_KIND_LIVE_DUMP:
		return "live dump";
	case BUGCHECK_KIND_BOTH:
		return "bug check, also live dump";
	case BUGCHECK_KIND_MARKER:
		return "marker";
	case BUGCHECK_KIND_PHONE:
		return "Windows Phone";
	case BUGCHECK_KIND_XBOX:
		return "Xbox";
	}
	return "";
}

static const char *name_or_unknown(const struct bugcheck_code *entry)
{
	return entry ? bugcheck_string(entry->name) : "unknown code";
}

static void label(struct buf *out, const char *word)
{
	size_t n = strlen(word);
	buf_add_string(out, "  ");
	buf_add_string(out, word);
	buf_add_repeated(out, ' ', n + 2 < COLUMN ? COLUMN - 2 - n : 1);
}

static void line(struct buf *out, const char *word, const char *text)
{
	if (!*text)
		return;
	label(out, word);
	wrap_add(out, slice_of_string(text), COLUMN, COLUMN);
}

/* One line for each text of a list, the label on the first. */
static void lines(struct buf *out, const char *word, const char *list)
{
	for (; *list; list += strlen(list) + 1) {
		line(out, word, list);
		word = "";
	}
}

static void heading(struct buf *out, const struct bugcheck_code *entry, uint32_t code, bool colour)
{
	buf_printf(out, "%s%s (0x%" PRIX32 ")%s\n", colour ? "\033[1m" : "", name_or_unknown(entry),
		   code, colour ? "\033[0m" : "");
}

/* "parameter 2   0x...0002  IRQL at the time", and beneath it what the value says. */
static void parameter(struct buf *out, const struct bugcheck *b, unsigned i,
		      const struct bugcheck_parameter *p)
{
	enum { VALUE = 20 /* columns of a value and the blanks behind it */ };
	char word[] = "parameter 1";
	if (!b->parameter_known[i] && !p->meaning)
		return;
	word[sizeof(word) - 2] = (char)('1' + i);
	label(out, word);
	size_t column = COLUMN;
	if (b->parameter_known[i]) {
		buf_printf(out, "0x%016" PRIx64 "%s", b->parameters[i], p->meaning ? "  " : "");
		column += VALUE;
	}
	wrap_add(out, slice_of_string(p->meaning ? p->meaning : ""), column, column);
	if (p->decoded.n) {
		buf_add_repeated(out, ' ', column);
		wrap_add(out, buf_slice(&p->decoded), column, column);
	}
}

static void alternative(struct buf *out, const struct bugcheck_reading *reading)
{
	if (!reading || reading->doubt == BUGCHECK_DOUBT_NONE)
		return;
	label(out, "or perhaps");
	buf_printf(out, "%s (0x%" PRIX32 "), %s\n",
		   name_or_unknown(bugcheck_code_find(reading->other)), reading->other,
		   reading->doubt == BUGCHECK_DOUBT_NAME ? "which has the same name"
							 : "read as hexadecimal");
}

static void forced(struct buf *out, uint32_t code)
{
	const struct bugcheck_forced *f = bugcheck_forced_find(code);
	const struct bugcheck_way *way;
	const char *word = "forced";
	size_t n = 0;
	while (f && (way = bugcheck_forced_next(f, &n))) {
		const char *setting = bugcheck_text(way->setting);
		const char *proof = bugcheck_text(way->proof);
		struct buf text = {0};
		buf_printf(&text, "%s: %s%s%s%s%s", f->certain ? "yes" : "possible",
			   bugcheck_text(way->title), *setting ? "; setting: " : "", setting,
			   *proof ? "; proof: " : "", proof);
		label(out, word);
		wrap_add(out, buf_slice(&text), COLUMN, COLUMN);
		buf_free(&text);
		word = "";
	}
}

static void page(struct buf *out, const char *name)
{
	label(out, "page");
	if (*name)
		buf_printf(out, BUGCHECK_PAGES "%s\n", name);
	else
		buf_add_string(out, "none: not documented\n");
}

static void story(struct buf *out, const struct bugcheck_knowledge *k)
{
	line(out, "title", bugcheck_text(k->title));
	line(out, "meaning", bugcheck_text(k->meaning));
	line(out, "category", bugcheck_category_name(k->category));
}

void bugcheck_report(struct buf *out, const struct bugcheck *b,
		     const struct bugcheck_reading *reading, struct bugcheck_decoding *d,
		     bool colour)
{
	const struct bugcheck_code *entry = bugcheck_code_find(b->code);
	const struct bugcheck_knowledge *k = bugcheck_knowledge_find(b->code);
	uint32_t base = bugcheck_base_code(b->code);
	bugcheck_decode(d, k, b);
	heading(out, entry, b->code, colour);
	if (k)
		story(out, k);
	else
		line(out, "meaning", bugcheck_unknown_meaning(b->code));
	label(out, "decimal");
	buf_printf(out, "%" PRIu32 "\n", b->code);
	if (entry)
		line(out, "kind", bugcheck_kind_words(entry->kind));
	if (base != b->code) {
		label(out, "variant of");
		buf_printf(out, "%s (0x%" PRIX32 ")\n", name_or_unknown(bugcheck_code_exact(base)),
			   base);
	}
	if (entry)
		lines(out, "also called", bugcheck_string(entry->aliases));
	alternative(out, reading);
	for (unsigned i = 0; i < BUGCHECK_PARAMETERS; i++)
		parameter(out, b, i, &d->parameters[i]);
	if (k)
		lines(out, "causes", bugcheck_text(k->causes));
	forced(out, b->code);
	page(out, bugcheck_page(entry, k));
}

void bugcheck_report_row(struct buf *out, uint32_t code)
{
	const struct bugcheck_code *entry = bugcheck_code_find(code);
	const struct bugcheck_knowledge *k = bugcheck_knowledge_find(code);
	buf_printf(out, "0x%08" PRIx32 "  %-25s  %s", code,
		   entry ? bugcheck_kind_words(entry->kind) : "", name_or_unknown(entry));
	if (k)
		buf_printf(out, ": %s", bugcheck_text(k->title));
	buf_add_byte(out, '\n');
}
