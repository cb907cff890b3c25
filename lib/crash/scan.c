/* SPDX-License-Identifier: MIT */
#include "lib/crash/scan.h"

struct magic {
	struct slice start;
	const char *what;
};

/* First bytes of what is given to dumpstat by mistake. */
static const struct magic magics[] = {
#define RAW_LOG "a raw DumpStack.log; pipe it through dslog-parse first"
	{SLICE("DLOGFILE"), RAW_LOG},
	{SLICE("Dump stack initialized"), RAW_LOG},
#undef RAW_LOG
	{SLICE("ElfFile\0"), "an event log (EVTX), which is not read here"},
	{SLICE("PAGEDU64"), "a crash dump, which is not read here"},
	{SLICE("PAGEDUMP"), "a crash dump, which is not read here"},
	{SLICE("\xff\xfe"), "UTF-16 text; convert it to UTF-8 first"},
	{SLICE("\xfe\xff"), "UTF-16 text; convert it to UTF-8 first"},
	{SLICE("["), "a JSON array; give one object a line (jq -c '.[]')"},
};

/* JSON's own blanks, and those that editors and tools put around lines. */
static bool is_space(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static struct slice trim(struct slice s)
{
	while (s.n && is_space(s.p[0]))
		s = slice_from(s, 1);
	while (s.n && is_space(s.p[s.n - 1]))
		s.n--;
	return s;
}

enum line_kind line_kind_of(struct slice line, struct slice *object)
{
	struct slice s = trim(line);
	*object = s;
	if (s.n == 0)
		return LINE_BLANK;
	if (s.n < 2 || s.p[0] != '{' || s.p[s.n - 1] != '}')
		return LINE_NOT_JSON;
	return slice_find(s, SLICE("\"dslog.session\"")) < s.n ? LINE_SESSION : LINE_OTHER;
}

const char *foreign_content(struct slice first_line)
{
	struct slice s = trim(first_line);
	for (size_t i = 0; i < COUNT_OF(magics); i++)
		if (slice_starts_with(s, magics[i].start))
			return magics[i].what;
	if (slice_equal(s, SLICE("{")))
		return "JSON spread over several lines; give one object a line (jq -c .)";
	if (s.n && s.p[0] != '{' && slice_find_byte(s, 0) < s.n)
		return "binary data";
	return NULL;
}

struct slice without_byte_order_mark(struct slice s)
{
	struct slice mark = SLICE("\xef\xbb\xbf");
	return slice_starts_with(s, mark) ? slice_from(s, mark.n) : s;
}
