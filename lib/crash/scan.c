/* SPDX-License-Identifier: MIT */
#include "lib/crash/scan.h"

#define SLICE_OF(literal)                                       \
	{                                                       \
		(const uint8_t *)(literal), sizeof(literal) - 1 \
	}

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
	{SLICE("ElfFile\0"), "an event log (EVTX); pipe it through evtx2json first"},
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

static bool holds(struct slice s, struct slice word)
{
	return slice_find(s, word) < s.n;
}

/* Numbers of events that disks and their drivers log, which evtx2json calls no crash evidence:
 * "event_id" stands near the start of its lines. */
static bool may_be_storage_error(struct slice s)
{
	enum { LOOKED_AT = 256 };
	static const char *const numbers[] = {"129,", "153,", "157,", "51,", "7,"};
	struct slice key = SLICE("\"event_id\":");
	struct slice begin = slice_sub(s, 0, s.n < LOOKED_AT ? s.n : LOOKED_AT);
	size_t at = slice_find(begin, key);
	if (at == begin.n)
		return false;
	struct slice number = slice_from(begin, at + key.n);
	for (size_t i = 0; i < COUNT_OF(numbers); i++)
		if (slice_starts_with(number, slice_of_string(numbers[i])))
			return true;
	return false;
}

/* Lines of this suite begin with their type, and events are most of them. */
static bool may_be_evidence(struct slice s)
{
	static const struct slice event = {(const uint8_t *)"{\"type\":\"event\"", 15};
	static const struct slice types[] = {
		SLICE_OF("\"dslog.session\""), SLICE_OF("\"dump\""),    SLICE_OF("\"crashcfg\""),
		SLICE_OF("\"finding\""),       SLICE_OF("\"summary\""),
	};
	if (holds(s, SLICE("\"crash\":")) || may_be_storage_error(s))
		return true;
	if (slice_starts_with(s, event))
		return false;
	for (size_t i = 0; i < COUNT_OF(types); i++)
		if (holds(s, types[i]))
			return true;
	return false;
}

enum line_kind line_kind_of(struct slice line, struct slice *object)
{
	struct slice s = trim(line);
	*object = s;
	if (s.n == 0)
		return LINE_BLANK;
	if (s.n < 2 || s.p[0] != '{' || s.p[s.n - 1] != '}')
		return LINE_NOT_JSON;
	return may_be_evidence(s) ? LINE_EVIDENCE : LINE_OTHER;
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
