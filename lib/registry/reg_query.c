/* SPDX-License-Identifier: MIT */
#include "lib/base/limits.h"
#include "lib/base/number.h"
#include "lib/registry/reg_keys.h"
#include "lib/registry/reg_lines.h"
#include "lib/registry/reg_query.h"
#include "lib/registry/reg_query_part.h"
#include "lib/registry/reg_text.h"

struct reg_query {
	struct reg_lines lines;
	struct reg_keys keys;
	const struct diag_sink *sink;
	bool after_blank; /* the line before is blank, or there is none */
	bool damaged;
	struct buf data;
};

/* --- lines --- */

static bool is_key(struct slice line)
{
	return reg_path_read(slice_trim(line)).root != REG_ROOT_NONE;
}

/* The first line of reg.exe of Windows XP. */
static bool is_banner(struct slice line)
{
	return slice_starts_with(slice_trim(line), SLICE("! REG.EXE"));
}

/* "C:\>" */
static bool is_prompt(struct slice line)
{
	return slice_starts_with(slice_from(line, 1), SLICE(":\\")) &&
	       slice_find_byte(line, '>') < line.n;
}

/* Behind a blank line, and with a number in it: "End of search: 12 match(es) found.", whatever the
 * language. */
static bool is_summary(const struct reg_query *q, struct slice line)
{
	size_t digit = 0;
	while (digit < line.n && !ascii_is_digit(line.p[digit]))
		digit++;
	return q->after_blank && digit < line.n && slice_find_byte(line, '\\') == line.n;
}

bool reg_query_recognise(struct slice first)
{
	struct reg_lines lines;
	bool found = false;
	if (reg_text_recognise(first))
		return false;
	reg_lines_begin(&lines, first);
	while (!found && reg_lines_next(&lines))
		found = is_banner(lines.text) || is_key(lines.text);
	reg_lines_end(&lines);
	return found;
}

/* --- reading --- */

static void report(struct reg_query *q, enum diag_code code, struct slice text)
{
	enum { SHOWN = 80 };
	diag_report(q->sink,
		    &(struct diag){.code = code,
				   .offset = q->lines.place.offset,
				   .line = q->lines.place.line,
				   .text = slice_sub(text, 0, text.n < SHOWN ? text.n : SHOWN)});
	q->damaged |= diag_severity(code) != SEVERITY_NOTE;
}

static void find_mount(struct reg_query *q, struct slice bytes)
{
	struct reg_lines lines;
	bool settled = false;
	reg_lines_begin(&lines, bytes);
	while (!settled && reg_lines_next(&lines))
		if (is_key(lines.text))
			settled = reg_keys_consider(&q->keys, slice_trim(lines.text));
	reg_lines_end(&lines);
}

static void read_value(struct reg_query *q, const struct reg_query_value *value)
{
	bool good = false, full = value->data.n > LIMIT_REGISTRY_DATA_BYTES || q->lines.cut;
	if (value->unset)
		return;
	q->data.n = 0;
	if (full)
		report(q, DIAG_REGISTRY_TEXT_LONG, value->name);
	else if (!(good = reg_query_data(value->type, value->data, &q->data)))
		report(q, DIAG_REGISTRY_TEXT_DATA, value->name);
	struct registry_value *v = reg_keys_value(&q->keys, value->name, q->lines.place);
	if (!v)
		return;
	v->type = value->type;
	v->unreadable = !good;
	v->data = good ? arena_copy(q->keys.registry->arena, buf_slice(&q->data))
		       : (struct slice){NULL, 0};
}

static void read_line(struct reg_query *q)
{
	struct slice line = q->lines.text;
	bool indented = line.n && (line.p[0] == ' ' || line.p[0] == '\t');
	struct reg_query_value value;
	line = slice_trim(line);
	if (!indented && is_key(line))
		reg_keys_enter(&q->keys, line, q->lines.place);
	else if (q->keys.entered && reg_query_part(q->lines.text, &value))
		read_value(q, &value);
	else if (is_key(line))
		reg_keys_enter(&q->keys, line, q->lines.place);
	else if (line.n && q->keys.entered && !is_banner(line) && !is_prompt(line) &&
		 !is_summary(q, line))
		report(q, DIAG_REGISTRY_TEXT_LINE, line);
	q->after_blank = line.n == 0;
}

enum status reg_query_read(struct registry *r, struct slice bytes, struct arena *arena,
			   const struct diag_sink *sink)
{
	struct reg_query q = {.sink = sink, .after_blank = true};
	reg_lines_begin(&q.lines, bytes);
	reg_keys_begin(&q.keys, r, REGISTRY_FROM_QUERY, arena, sink);
	find_mount(&q, bytes);
	while (!r->full && reg_lines_next(&q.lines))
		read_line(&q);
	if (q.lines.assumed.line)
		diag_report(sink, &(struct diag){.code = DIAG_REGISTRY_TEXT_CODE_PAGE,
						 .offset = q.lines.assumed.offset,
						 .line = q.lines.assumed.line});
	reg_lines_end(&q.lines);
	buf_free(&q.data);
	return reg_keys_end(&q.keys, q.damaged);
}
