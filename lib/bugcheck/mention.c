/* SPDX-License-Identifier: MIT */
/* The forms that begin with a keyword, and the search for all of them. */
#include "lib/bugcheck/anchor.h"
#include "lib/bugcheck/mention_form.h"

/* What stands between a code and the word for it. */
#define IN_TEXT "\"'`*:=#>"
/* Between a key and its value: XML, JSON, JSON in JSON, PowerShell, tables. */
#define IN_RECORD "\"'\\*:=#>,{}"

static const char *const bug_check_words[] = {"code", "number", "value", "was", NULL};
static const char *const stop_words[] = {"code", "number", "was", NULL};
/* {"Name":"BugcheckCode","#text":"209"} */
static const char *const record_words[] = {"text", "value", NULL};
static const char *const live_words[] = {"code",    "event",     "name", "p1",
					 "problem", "signature", "with", NULL};

static const struct form forms[] = {
	{
		/* Event 41 of Kernel-Power. */
		.keyword = "bugcheckcode",
		.connectors = IN_RECORD,
		.words = record_words,
		.bare = BARE_KEY,
		.from = BUGCHECK_FROM_EVENT41,
		.numbered = {{"bugcheckparameter*", 1}},
	},
	{
		/* !analyze -v */
		.keyword = "bugcheck_code",
		.connectors = IN_RECORD,
		.words = record_words,
		.bare = BARE_KEY,
		.from = BUGCHECK_FROM_TEXT,
		.numbered = {{"bugcheck_p*", 1}},
	},
	{
		/* Windows Error Reporting */
		.keyword = "bccode",
		.connectors = IN_RECORD,
		.words = record_words,
		.bare = BARE_KEY,
		.from = BUGCHECK_FROM_WER,
		.numbered = {{"bcp*", 1}},
	},
	{
		/* The same: "P1" in the event, "Code" and "Parameter 1" in Reliability Monitor. */
		.keyword = "livekernelevent",
		.connectors = IN_RECORD,
		.words = live_words,
		.bare = BARE_LIVE,
		.from = BUGCHECK_FROM_WER,
		.code_key = "p1",
		.numbered = {{"p*", 2}, {"parameter?*", 1}},
	},
	{
		/* Debuggers, event 1001, people */
		.keyword = "bug?check",
		.connectors = IN_TEXT "(-",
		.words = bug_check_words,
		.bare = BARE_SAFE,
		.from = BUGCHECK_FROM_TEXT,
	},
	{
		/* Blue screens */
		.keyword = "stop?code",
		.connectors = IN_TEXT "(",
		.words = stop_words,
		.bare = BARE_SAFE,
		.from = BUGCHECK_FROM_TEXT,
		.announces = true,
		.spaced_names = true,
	},
	{
		.keyword = "stop?error",
		.connectors = IN_TEXT "(",
		.words = stop_words,
		.bare = BARE_SAFE,
		.from = BUGCHECK_FROM_TEXT,
	},
	{
		.keyword = "stop",
		.connectors = IN_TEXT,
		.bare = BARE_EIGHT,
		.from = BUGCHECK_FROM_TEXT,
	},
};

static bool read_at(struct cursor c, struct mention *m)
{
	for (size_t i = 0; i < COUNT_OF(forms); i++)
		if (cursor_word(&c, forms[i].keyword, NULL))
			return form_read(&forms[i], &c, m);
	return form_read_bare(&c, m) || form_read_name(&c, m);
}

bool mention_at(struct slice line, size_t at, enum mention_digits digits, struct mention *m)
{
	struct cursor c = {line, at, at, digits};
	struct mention found;
	if (!anchor_starts_token(line, at))
		return false;
	cursor_renew(&c);
	if (!read_at(c, &found))
		return false;
	*m = found;
	return true;
}

bool mention_next(struct slice line, size_t from, enum mention_digits digits, struct mention *m)
{
	for (size_t at = anchor_find(line, from); at < line.n; at = anchor_find(line, at + 1))
		if (mention_at(line, at, digits, m))
			return true;
	return false;
}
