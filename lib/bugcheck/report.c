/* SPDX-License-Identifier: MIT */
/* The report for people. */
#include <inttypes.h>

#include "lib/bugcheck/code.h"
#include "lib/bugcheck/info.h"

static const char *kind_words(enum bugcheck_kind kind)
{
	switch (kind) {
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

static void heading(struct buf *out, const struct bugcheck_code *entry, uint32_t code, bool colour)
{
	buf_printf(out, "%s%s (0x%" PRIX32 ")%s\n", colour ? "\033[1m" : "", name_or_unknown(entry),
		   code, colour ? "\033[0m" : "");
}

static void parameters(struct buf *out, const struct bugcheck *b)
{
	for (int i = 0; i < BUGCHECK_PARAMETERS; i++)
		if (b->parameter_known[i])
			buf_printf(out, "  parameter %d   0x%016" PRIx64 "\n", i + 1,
				   b->parameters[i]);
}

static void aliases(struct buf *out, const struct bugcheck_code *entry)
{
	const char *alias = bugcheck_string(entry->aliases);
	for (; *alias; alias += strlen(alias) + 1)
		buf_printf(out, "  also called   %s\n", alias);
}

static void alternative(struct buf *out, const struct bugcheck_reading *reading)
{
	if (!reading || reading->doubt == BUGCHECK_DOUBT_NONE)
		return;
	buf_printf(out, "  or perhaps    %s (0x%" PRIX32 "), %s\n",
		   name_or_unknown(bugcheck_code_find(reading->other)), reading->other,
		   reading->doubt == BUGCHECK_DOUBT_NAME ? "which has the same name"
							 : "read as hexadecimal");
}

void bugcheck_report(struct buf *out, const struct bugcheck *b,
		     const struct bugcheck_reading *reading, bool colour)
{
	const struct bugcheck_code *entry = bugcheck_code_find(b->code);
	uint32_t base = bugcheck_base_code(b->code);
	heading(out, entry, b->code, colour);
	buf_printf(out, "  decimal       %" PRIu32 "\n", b->code);
	if (entry)
		buf_printf(out, "  kind          %s\n", kind_words(entry->kind));
	if (base != b->code)
		buf_printf(out, "  variant of    %s (0x%" PRIX32 ")\n",
			   name_or_unknown(bugcheck_code_exact(base)), base);
	if (entry)
		aliases(out, entry);
	alternative(out, reading);
	parameters(out, b);
	if (entry && *bugcheck_string(entry->page))
		buf_printf(out, "  page          " BUGCHECK_PAGES "%s\n",
			   bugcheck_string(entry->page));
	else
		buf_add_string(out, "  page          none: not documented\n");
}

void bugcheck_report_row(struct buf *out, uint32_t code)
{
	const struct bugcheck_code *entry = bugcheck_code_find(code);
	buf_printf(out, "0x%08" PRIx32 "  %-25s  %s\n", code, entry ? kind_words(entry->kind) : "",
		   name_or_unknown(entry));
}
