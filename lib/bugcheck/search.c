/* SPDX-License-Identifier: MIT */
#include "lib/bugcheck/search.h"
#include "lib/base/number.h"
#include "lib/bugcheck/knowledge.h"

/* Letters in capitals, and what separates the words of a name as a blank. */
static uint8_t fold(uint8_t c)
{
	return c == '_' ? ' ' : ascii_upper(c);
}

static bool starts_with(const char *text, struct slice word)
{
	for (size_t i = 0; i < word.n; i++)
		if (!text[i] || fold((uint8_t)text[i]) != fold(word.p[i]))
			return false;
	return true;
}

static bool holds(const char *text, struct slice word)
{
	for (; *text; text++)
		if (starts_with(text, word))
			return true;
	return false;
}

static bool list_holds(const char *list, struct slice word)
{
	for (; *list; list += strlen(list) + 1)
		if (holds(list, word))
			return true;
	return false;
}

bool bugcheck_search(const struct bugcheck_code *entry, struct slice word)
{
	const struct bugcheck_knowledge *k = bugcheck_knowledge_find(entry->code);
	if (holds(bugcheck_string(entry->name), word) ||
	    list_holds(bugcheck_string(entry->aliases), word))
		return true;
	return k &&
	       (holds(bugcheck_text(k->title), word) || holds(bugcheck_text(k->meaning), word) ||
		list_holds(bugcheck_text(k->causes), word));
}
