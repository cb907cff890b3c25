/* SPDX-License-Identifier: MIT */
/* lib/dump/story.h: how far a dump got. */
#include <criterion/criterion.h>

#include "lib/dump/story.h"

/* Files with dumps of a first and a second crash. */
#define KNOWN(v)        \
	{               \
		true, v \
	}
#define NO_FILE                         \
	{                               \
		.present = DUMP_FACT_NO \
	}
#define NO_DUMP                                                      \
	{                                                            \
		.present = DUMP_FACT_YES, .holds_dump = DUMP_FACT_NO \
	}
#define DUMP(t, b)                                                                     \
	.present = DUMP_FACT_YES, .holds_dump = DUMP_FACT_YES, .SystemTime = KNOWN(t), \
	.BootId = KNOWN(b)
#define FIRST                 \
	{                     \
		DUMP(1000, 7) \
	}
#define SECOND                \
	{                     \
		DUMP(2000, 8) \
	}
#define SECOND_CUT                                                      \
	{                                                               \
		DUMP(2000, 8), .size = KNOWN(100), .needed = KNOWN(101) \
	}
#define UNDATED                                                       \
	{                                                             \
		.present = DUMP_FACT_YES, .holds_dump = DUMP_FACT_YES \
	}

#define CAUTION(name) (1u << DUMP_CAUTION_##name)

static const struct {
	const char *name;
	struct dump_story_facts facts;
	enum dump_stage stage;
	bool inferred;
	unsigned cautions;
} rows[] = {
	{"nothing known", {.machine_crash = DUMP_FACT_OPEN}, DUMP_STAGE_UNKNOWN, false, 0},
	{"page file without dump", {.page_file = NO_DUMP}, DUMP_STAGE_UNKNOWN, false, 0},
	{"nothing anywhere",
	 {.page_file = NO_DUMP, .temporary = NO_FILE, .final = NO_FILE},
	 DUMP_STAGE_NONE,
	 false,
	 0},
	{"nothing anywhere, dedicated file too",
	 {.page_file = NO_DUMP, .dedicated = NO_DUMP, .temporary = NO_FILE, .final = NO_FILE},
	 DUMP_STAGE_NONE,
	 false,
	 0},
	{"dedicated file not looked into",
	 {.page_file = NO_DUMP,
	  .dedicated = {.present = DUMP_FACT_YES},
	  .temporary = NO_FILE,
	  .final = NO_FILE},
	 DUMP_STAGE_UNKNOWN,
	 false,
	 0},

	{"page file",
	 {.page_file = FIRST},
	 DUMP_STAGE_IN_PAGE_FILE,
	 false,
	 CAUTION(MAY_BE_OVERWRITTEN)},
	{"page file and nothing else",
	 {.page_file = FIRST, .temporary = NO_FILE, .final = NO_FILE},
	 DUMP_STAGE_IN_PAGE_FILE,
	 false,
	 CAUTION(MAY_BE_OVERWRITTEN)},
	{"page file too small",
	 {.page_file = SECOND_CUT},
	 DUMP_STAGE_IN_PAGE_FILE,
	 false,
	 CAUTION(MAY_BE_OVERWRITTEN) | CAUTION(FILE_IS_CUT)},
	{"page file, older final",
	 {.page_file = SECOND, .final = FIRST},
	 DUMP_STAGE_IN_PAGE_FILE,
	 false,
	 CAUTION(MAY_BE_OVERWRITTEN) | CAUTION(FINAL_IS_EARLIER)},
	{"page file, newer final",
	 {.page_file = FIRST, .final = SECOND},
	 DUMP_STAGE_FINAL,
	 false,
	 CAUTION(PAGE_FILE_HAS_OTHER)},
	{"page file, same final",
	 {.page_file = FIRST, .final = FIRST},
	 DUMP_STAGE_FINAL,
	 false,
	 CAUTION(PAGE_FILE_HAS_SAME)},
	{"page file, undated final",
	 {.page_file = FIRST, .final = UNDATED},
	 DUMP_STAGE_FINAL,
	 true,
	 CAUTION(PAGE_FILE_HAS_SAME)},

	{"dedicated", {.dedicated = FIRST}, DUMP_STAGE_IN_PAGE_FILE, true, 0},
	{"dedicated, same final",
	 {.dedicated = FIRST, .final = FIRST},
	 DUMP_STAGE_FINAL,
	 false,
	 CAUTION(PAGE_FILE_HAS_SAME)},
	{"dedicated, older final",
	 {.dedicated = SECOND, .final = FIRST},
	 DUMP_STAGE_IN_PAGE_FILE,
	 true,
	 CAUTION(FINAL_IS_EARLIER)},

	{"temporary", {.temporary = FIRST}, DUMP_STAGE_RENAMED, false, 0},
	{"temporary, no dump in the page file",
	 {.page_file = NO_DUMP, .temporary = FIRST},
	 DUMP_STAGE_RENAMED,
	 false,
	 0},
	{"temporary, nobody waits",
	 {.temporary = FIRST, .machine_crash = DUMP_FACT_NO},
	 DUMP_STAGE_RENAMED,
	 false,
	 CAUTION(NO_MORE_COPYING)},
	{"temporary, waiting",
	 {.temporary = FIRST, .machine_crash = DUMP_FACT_YES, .TempDestination = KNOWN(1)},
	 DUMP_STAGE_WAITING_TO_BE_COPIED,
	 false,
	 0},
	{"temporary, waiting by the name",
	 {.temporary = FIRST,
	  .machine_crash = DUMP_FACT_YES,
	  .DumpFile = SLICE("C:\\DUMP4A2E.tmp")},
	 DUMP_STAGE_WAITING_TO_BE_COPIED,
	 false,
	 0},
	{"temporary, perhaps waiting",
	 {.temporary = FIRST, .machine_crash = DUMP_FACT_YES},
	 DUMP_STAGE_WAITING_TO_BE_COPIED,
	 true,
	 0},
	{"temporary that the registry does not mean",
	 {.temporary = FIRST, .machine_crash = DUMP_FACT_YES, .TempDestination = KNOWN(0)},
	 DUMP_STAGE_RENAMED,
	 false,
	 0},
	{"temporary, older final",
	 {.temporary = SECOND, .final = FIRST},
	 DUMP_STAGE_RENAMED,
	 false,
	 CAUTION(FINAL_IS_EARLIER)},
	{"temporary, final still growing",
	 {.temporary = SECOND,
	  .final = SECOND_CUT,
	  .machine_crash = DUMP_FACT_YES,
	  .TempDestination = KNOWN(1)},
	 DUMP_STAGE_WAITING_TO_BE_COPIED,
	 false,
	 CAUTION(FINAL_IS_CUT)},
	{"temporary and final cut alike",
	 {.temporary = SECOND_CUT, .final = SECOND_CUT},
	 DUMP_STAGE_FINAL,
	 false,
	 CAUTION(FILE_IS_CUT) | CAUTION(TEMPORARY_HAS_SAME)},
	{"temporary left over",
	 {.temporary = SECOND, .final = SECOND},
	 DUMP_STAGE_FINAL,
	 false,
	 CAUTION(TEMPORARY_HAS_SAME)},
	{"temporary of another crash left over",
	 {.temporary = FIRST, .final = SECOND},
	 DUMP_STAGE_FINAL,
	 false,
	 CAUTION(TEMPORARY_HAS_OTHER)},
	{"temporary without dump", {.temporary = NO_DUMP}, DUMP_STAGE_UNKNOWN, false, 0},

	{"final", {.final = FIRST}, DUMP_STAGE_FINAL, false, 0},
	{"final cut", {.final = SECOND_CUT}, DUMP_STAGE_FINAL, false, CAUTION(FILE_IS_CUT)},
	{"final not whole",
	 {.final = {DUMP(1, 1), .whole = DUMP_FACT_NO}},
	 DUMP_STAGE_FINAL,
	 false,
	 CAUTION(FILE_IS_CUT)},
	{"final, renamed directly",
	 {.final = FIRST, .machine_crash = DUMP_FACT_YES, .TempDestination = KNOWN(0)},
	 DUMP_STAGE_FINAL,
	 false,
	 0},
	{"final, and something waits",
	 {.final = FIRST, .machine_crash = DUMP_FACT_YES, .TempDestination = KNOWN(1)},
	 DUMP_STAGE_FINAL,
	 true,
	 CAUTION(TEMPORARY_NOT_SEEN)},
	{"final, and what waited is gone",
	 {.temporary = NO_FILE,
	  .final = FIRST,
	  .machine_crash = DUMP_FACT_YES,
	  .TempDestination = KNOWN(1)},
	 DUMP_STAGE_FINAL,
	 false,
	 0},

	{"registry: waits",
	 {.machine_crash = DUMP_FACT_YES, .TempDestination = KNOWN(1)},
	 DUMP_STAGE_WAITING_TO_BE_COPIED,
	 true,
	 CAUTION(REGISTRY_ONLY)},
	{"registry: final",
	 {.machine_crash = DUMP_FACT_YES, .TempDestination = KNOWN(0)},
	 DUMP_STAGE_FINAL,
	 true,
	 CAUTION(REGISTRY_ONLY)},
	{"registry: no values",
	 {.machine_crash = DUMP_FACT_YES},
	 DUMP_STAGE_WAITING_TO_BE_COPIED,
	 true,
	 CAUTION(REGISTRY_ONLY) | CAUTION(DESTINATION_NOT_KNOWN)},
	{"registry: no crash", {.machine_crash = DUMP_FACT_NO}, DUMP_STAGE_UNKNOWN, false, 0},

	{"all four of one crash",
	 {.page_file = FIRST, .dedicated = FIRST, .temporary = FIRST, .final = FIRST},
	 DUMP_STAGE_FINAL,
	 false,
	 CAUTION(PAGE_FILE_HAS_SAME) | CAUTION(TEMPORARY_HAS_SAME)},
	{"boots tell where times do not",
	 {.page_file = {DUMP(5, 9)}, .final = {DUMP(5, 8)}},
	 DUMP_STAGE_IN_PAGE_FILE,
	 false,
	 CAUTION(MAY_BE_OVERWRITTEN) | CAUTION(FINAL_IS_EARLIER)},
	/* The first is later than the second by time, that is by boot than the third, and so on. */
	{"contradictions all round",
	 {.page_file = {DUMP(5, 1)},
	  .temporary = {DUMP(3, 9)},
	  .final = {.present = DUMP_FACT_YES, .holds_dump = DUMP_FACT_YES, .BootId = KNOWN(5)}},
	 DUMP_STAGE_FINAL,
	 true,
	 CAUTION(PAGE_FILE_HAS_OTHER) | CAUTION(TEMPORARY_HAS_OTHER)},
};

static unsigned cautions_of(const struct dump_story *s)
{
	unsigned set = 0;
	for (size_t i = 0; i < s->caution_count; i++) {
		cr_expect_not(set & 1u << s->cautions[i], "caution %d twice", (int)s->cautions[i]);
		set |= 1u << s->cautions[i];
	}
	return set;
}

static void expect_sentence(const char *text, const char *of)
{
	cr_assert_not_null(text, "%s", of);
	cr_expect_gt(strlen(text), 20, "%s: %s", of, text);
	cr_expect_neq(text[strlen(text) - 1], '.', "%s: %s", of, text);
	/* Nothing is ever called the cause. */
	cr_expect_null(strstr(text, "cause"), "%s: %s", of, text);
}

Test(story, facts)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct dump_story s;
		dump_story_tell(&s, &rows[i].facts);
		cr_expect_eq(s.stage, rows[i].stage, "%s: %s", rows[i].name,
			     dump_stage_word(s.stage));
		cr_expect_eq(s.inferred, rows[i].inferred, "%s: inferred", rows[i].name);
		cr_expect_eq(cautions_of(&s), rows[i].cautions, "%s: cautions %x", rows[i].name,
			     cautions_of(&s));
		expect_sentence(s.tells, rows[i].name);
		cr_expect_eq(s.keep != NULL, s.stage > DUMP_STAGE_NONE, "%s: keep", rows[i].name);
	}
}

/* Whatever is known, the story holds together. */
Test(story, all_combinations)
{
	static const struct dump_story_file files[] = {{0},    NO_FILE,    NO_DUMP, FIRST,
						       SECOND, SECOND_CUT, UNDATED};
	enum { N = COUNT_OF(files) };
	for (unsigned i = 0; i < N * N * N * N * 9; i++) {
		struct dump_story_facts f = {
			.page_file = files[i % N],
			.dedicated = files[i / N % N],
			.temporary = files[i / (N * N) % N],
			.final = files[i / (N * N * N) % N],
			.machine_crash = (enum dump_fact)(i / (N * N * N * N) % 3),
		};
		struct dump_story s;
		if (i / (N * N * N * N * 3))
			f.TempDestination = known_number(i / (N * N * N * N * 3) - 1);
		dump_story_tell(&s, &f);
		(void)cautions_of(&s);
		cr_assert_lt(s.stage, DUMP_STAGE_COUNT);
		cr_assert_not_null(s.tells);
		/* A dump that is there is never denied. */
		bool any = f.page_file.holds_dump == DUMP_FACT_YES ||
			   f.dedicated.holds_dump == DUMP_FACT_YES ||
			   f.temporary.holds_dump == DUMP_FACT_YES ||
			   f.final.holds_dump == DUMP_FACT_YES;
		cr_assert(!any || s.stage > DUMP_STAGE_NONE);
		cr_assert(s.stage != DUMP_STAGE_NONE || f.machine_crash != DUMP_FACT_YES);
	}
}

static const struct {
	const char *path;
	enum dump_role role;
} names[] = {
	{"pagefile.sys", DUMP_ROLE_PAGE_FILE},
	{"/mnt/c/PageFile.SYS", DUMP_ROLE_PAGE_FILE},
	{"C:\\pagefile.sys", DUMP_ROLE_PAGE_FILE},
	{"case12/host1_pagefile.sys", DUMP_ROLE_PAGE_FILE},
	{"mypagefile.sys", DUMP_ROLE_UNKNOWN},
	{"pagefile.sys.gz", DUMP_ROLE_UNKNOWN},
	{"pagefile.sys/", DUMP_ROLE_UNKNOWN},
	{"swapfile.sys", DUMP_ROLE_SWAP_FILE},
	{"hiberfil.sys", DUMP_ROLE_UNKNOWN},
	{"DUMP4A2E.tmp", DUMP_ROLE_TEMPORARY},
	{"C:\\Windows\\dump0b1c.TMP", DUMP_ROLE_TEMPORARY},
	{"DUMPe2.tmp", DUMP_ROLE_TEMPORARY},
	{"DUMP.tmp", DUMP_ROLE_UNKNOWN},
	{"DUMPxxxx.tmp", DUMP_ROLE_UNKNOWN},
	{"DUMP123456789.tmp", DUMP_ROLE_UNKNOWN},
	{"DumpStack.log.tmp", DUMP_ROLE_UNKNOWN},
	{"MEMORY.DMP", DUMP_ROLE_MEMORY},
	{"/evidence/Windows/memory.dmp", DUMP_ROLE_MEMORY},
	{"PC7-MEMORY.DMP", DUMP_ROLE_MEMORY},
	{"outofmemory.dmp", DUMP_ROLE_DUMP},
	{"082325-12593-01.dmp", DUMP_ROLE_SMALL},
	{"Minidump\\120199-9-01.DMP", DUMP_ROLE_SMALL},
	{"Mini062907-01.dmp", DUMP_ROLE_SMALL},
	{"Mini062907-12593-01.dmp", DUMP_ROLE_DUMP},
	{"062907-01.dmp", DUMP_ROLE_DUMP},
	{"132325-12593-01.dmp", DUMP_ROLE_DUMP},
	{"083225-12593-01.dmp", DUMP_ROLE_DUMP},
	{"000025-12593-01.dmp", DUMP_ROLE_DUMP},
	{"0823255-12593-01.dmp", DUMP_ROLE_DUMP},
	{"082325-12593-01x.dmp", DUMP_ROLE_DUMP},
	{"082325--01.dmp", DUMP_ROLE_DUMP},
	{"082325-12593-.dmp", DUMP_ROLE_DUMP},
	{"82325.dmp", DUMP_ROLE_DUMP},
	{".dmp", DUMP_ROLE_DUMP},
	{"x.dmp", DUMP_ROLE_DUMP},
	{"-", DUMP_ROLE_UNKNOWN},
	{"", DUMP_ROLE_UNKNOWN},
	{"/dev/sda", DUMP_ROLE_UNKNOWN},
};

Test(story, names)
{
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		enum dump_role role = dump_role_of_name(slice_of_string(names[i].path));
		cr_expect_eq(role, names[i].role, "%s: %s", names[i].path, dump_role_word(role));
	}
	cr_expect_eq(dump_role_of_name((struct slice){NULL, 0}), DUMP_ROLE_UNKNOWN);
}

static const struct {
	enum dump_role role;
	enum dump_stage stage;
	bool keep;
} single[] = {
	{DUMP_ROLE_UNKNOWN, DUMP_STAGE_UNKNOWN, false},
	{DUMP_ROLE_PAGE_FILE, DUMP_STAGE_IN_PAGE_FILE, true},
	{DUMP_ROLE_SWAP_FILE, DUMP_STAGE_UNKNOWN, false},
	{DUMP_ROLE_DEDICATED, DUMP_STAGE_IN_PAGE_FILE, true},
	{DUMP_ROLE_TEMPORARY, DUMP_STAGE_RENAMED, true},
	{DUMP_ROLE_MEMORY, DUMP_STAGE_FINAL, true},
	{DUMP_ROLE_SMALL, DUMP_STAGE_FINAL, true},
	{DUMP_ROLE_DUMP, DUMP_STAGE_FINAL, false},
};

Test(story, single_files)
{
	static const struct dump_story_file with = FIRST, without = NO_DUMP;
	for (size_t i = 0; i < COUNT_OF(single); i++) {
		struct dump_story s;
		const char *word = dump_role_word(single[i].role);
		dump_story_tell_of_file(&s, single[i].role, &with);
		cr_expect_eq(s.stage, single[i].stage, "%s: %s", word, dump_stage_word(s.stage));
		cr_expect(s.inferred);
		cr_expect_eq(s.keep != NULL, single[i].keep, "%s", word);
		expect_sentence(s.tells, word);
		dump_story_tell_of_file(&s, single[i].role, &without);
		cr_expect_eq(s.stage, DUMP_STAGE_UNKNOWN, "%s without dump", word);
		cr_expect(s.inferred);
		expect_sentence(s.tells, word);
	}
}

Test(story, words)
{
	for (enum dump_caution c = 0; c < DUMP_CAUTION_COUNT; c++)
		expect_sentence(dump_caution_text(c), "caution");
	for (enum dump_stage stage = 0; stage < DUMP_STAGE_COUNT; stage++) {
		expect_sentence(dump_stage_tells(stage), dump_stage_word(stage));
		if (stage > DUMP_STAGE_NONE)
			expect_sentence(dump_stage_keep(stage), dump_stage_word(stage));
		cr_expect_not_null(dump_stage_word(stage));
	}
	for (enum dump_role role = 0; role < DUMP_ROLE_COUNT; role++)
		cr_expect_not_null(dump_role_word(role));
}
