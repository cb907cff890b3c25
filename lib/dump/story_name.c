/* SPDX-License-Identifier: MIT */
/* What the name of a file says about the dump in it. */
#include "lib/base/number.h"
#include "lib/dump/story.h"

const char *dump_role_word(enum dump_role role)
{
	static const char *const words[DUMP_ROLE_COUNT] = {
		[DUMP_ROLE_UNKNOWN] = "unknown",     [DUMP_ROLE_PAGE_FILE] = "page_file",
		[DUMP_ROLE_SWAP_FILE] = "swap_file", [DUMP_ROLE_DEDICATED] = "dedicated_dump_file",
		[DUMP_ROLE_TEMPORARY] = "temporary", [DUMP_ROLE_MEMORY] = "memory_dump",
		[DUMP_ROLE_SMALL] = "small_dump",    [DUMP_ROLE_DUMP] = "dump",
	};
	return words[role];
}

/* Cuts suffix off; false where s does not end with it. */
static bool drop_suffix(struct slice *s, struct slice suffix)
{
	if (s->n < suffix.n || !slice_equal_ignoring_case(slice_from(*s, s->n - suffix.n), suffix))
		return false;
	*s = slice_sub(*s, 0, s->n - suffix.n);
	return true;
}

static bool drop_prefix(struct slice *s, struct slice prefix)
{
	if (!slice_equal_ignoring_case(slice_sub(*s, 0, prefix.n), prefix))
		return false;
	*s = slice_from(*s, prefix.n);
	return true;
}

static size_t digits_of(struct slice s)
{
	size_t n = 0;
	while (n < s.n && ascii_is_digit(s.p[n]))
		n++;
	return n;
}

/* The name itself, or behind what an examiner puts before it: "host1_pagefile.sys". */
static bool is_name(struct slice s, struct slice name)
{
	if (!drop_suffix(&s, name))
		return false;
	uint8_t before = s.n ? s.p[s.n - 1] : '-';
	return !ascii_is_digit(before) &&
	       !(ascii_lower(before) >= 'a' && ascii_lower(before) <= 'z');
}

/* DUMPxxxx.tmp: the low word of the tick count, in hexadecimal. */
static bool is_temporary(struct slice s)
{
	if (!drop_suffix(&s, SLICE(".tmp")) || !drop_prefix(&s, SLICE("DUMP")))
		return false;
	size_t n = 0;
	while (n < s.n && hex_digit_value(s.p[n]) >= 0)
		n++;
	return n == s.n && n >= 1 && n <= 8;
}

static unsigned two_digits(struct slice s, size_t at)
{
	return (unsigned)(s.p[at] - '0') * 10 + (unsigned)(s.p[at + 1] - '0');
}

/* MMDDYY-ticks-NN, as Windows names small dumps since Vista; before it was MiniMMDDYY-NN. */
static bool is_small(struct slice s)
{
	bool old = drop_prefix(&s, SLICE("Mini"));
	if (digits_of(s) != 6 || two_digits(s, 0) < 1 || two_digits(s, 0) > 12 ||
	    two_digits(s, 2) < 1 || two_digits(s, 2) > 31)
		return false;
	s = slice_from(s, 6);
	for (unsigned numbers = old ? 1 : 2; numbers > 0; numbers--) {
		if (!drop_prefix(&s, SLICE("-")) || digits_of(s) == 0)
			return false;
		s = slice_from(s, digits_of(s));
	}
	return s.n == 0;
}

enum dump_role dump_role_of_name(struct slice path)
{
	struct slice name = slice_base_name(path);
	if (is_name(name, SLICE("pagefile.sys")))
		return DUMP_ROLE_PAGE_FILE;
	if (is_name(name, SLICE("swapfile.sys")))
		return DUMP_ROLE_SWAP_FILE;
	if (is_temporary(name))
		return DUMP_ROLE_TEMPORARY;
	if (is_name(name, SLICE("memory.dmp")))
		return DUMP_ROLE_MEMORY;
	if (!drop_suffix(&name, SLICE(".dmp")))
		return DUMP_ROLE_UNKNOWN;
	return is_small(name) ? DUMP_ROLE_SMALL : DUMP_ROLE_DUMP;
}

/* A file whose name promises a dump, and which has none. */
static const char *tells_of_none(enum dump_role role)
{
	switch (role) {
	case DUMP_ROLE_PAGE_FILE:
		return "The page file does not begin with a dump: none was written to it, or Windows has "
		       "taken it out at a start since; which of the two, it does not tell";
	case DUMP_ROLE_SWAP_FILE:
		return "swapfile.sys does not begin with a dump; Windows is not known to write dumps there";
	case DUMP_ROLE_DEDICATED:
		return "The dedicated dump file does not begin with a dump: none was written to it since it "
		       "was made, or its header was removed";
	case DUMP_ROLE_UNKNOWN:
		return "The file does not begin with a dump";
	default:
		return "The file has the name of a dump, but does not begin with one";
	}
}

static struct dump_story_file *slot_of(struct dump_story_facts *f, enum dump_role role)
{
	switch (role) {
	case DUMP_ROLE_PAGE_FILE:
		return &f->page_file;
	case DUMP_ROLE_DEDICATED:
		return &f->dedicated;
	case DUMP_ROLE_TEMPORARY:
		return &f->temporary;
	case DUMP_ROLE_MEMORY:
	case DUMP_ROLE_SMALL:
	case DUMP_ROLE_DUMP:
		return &f->final;
	default:
		return NULL;
	}
}

/* What happens to files that the latest dump does not take the place of. */
static const char *keep_of(enum dump_role role, const char *otherwise)
{
	if (role == DUMP_ROLE_SMALL)
		return "Copy the file to another disk: Windows keeps as many small dumps as "
		       "CrashControl\\MinidumpsCount says, 50 where it is not set";
	return role == DUMP_ROLE_DUMP ? NULL : otherwise;
}

void dump_story_tell_of_file(struct dump_story *s, enum dump_role role,
			     const struct dump_story_file *file)
{
	struct dump_story_facts facts = {0};
	struct dump_story_file *slot = slot_of(&facts, role);
	if (slot)
		*slot = *file;
	dump_story_tell(s, &facts);
	s->inferred = true;
	s->keep = keep_of(role, s->keep);
	if (file->holds_dump == DUMP_FACT_NO)
		s->tells = tells_of_none(role);
	else if (file->holds_dump == DUMP_FACT_YES && role == DUMP_ROLE_SWAP_FILE)
		s->tells =
			"swapfile.sys begins with a dump, though Windows is not known to write dumps there";
	else if (file->holds_dump == DUMP_FACT_YES && !slot)
		s->tells =
			"The file holds a dump; its name does not tell how far that got on its way to the "
			"final dump file";
}
