/* SPDX-License-Identifier: MIT */
#include "lib/dump/story.h"

static void set_stage(struct dump_story *s, enum dump_stage stage)
{
	s->stage = stage;
	s->tells = dump_stage_tells(stage);
	s->keep = dump_stage_keep(stage);
}

static void caution(struct dump_story *s, enum dump_caution c)
{
	assert(s->caution_count < DUMP_CAUTION_COUNT);
	s->cautions[s->caution_count++] = c;
}

static bool has_dump(const struct dump_story_file *f)
{
	return f->holds_dump == DUMP_FACT_YES;
}

/* Looked for, and not there or without a dump. */
static bool has_none(const struct dump_story_file *f)
{
	return f->present == DUMP_FACT_NO || f->holds_dump == DUMP_FACT_NO;
}

static bool is_cut(const struct dump_story_file *f)
{
	return f->whole == DUMP_FACT_NO ||
	       (f->size.known && f->needed.known && f->size.value < f->needed.value);
}

static bool differ(struct known a, struct known b)
{
	return a.known && b.known && a.value != b.value;
}

/* Do two files with dumps surely hold those of different crashes? */
static bool other_crash(const struct dump_story_file *a, const struct dump_story_file *b)
{
	return differ(a->SystemTime, b->SystemTime) || differ(a->BootId, b->BootId);
}

static bool same_crash(const struct dump_story_file *a, const struct dump_story_file *b)
{
	return !other_crash(a, b) && a->SystemTime.known && b->SystemTime.known;
}

/* Is a, as far as is known, of a later crash than b? Boots are counted anew where Windows is
 * installed anew, so the time goes first. */
static bool later(const struct dump_story_file *a, const struct dump_story_file *b)
{
	if (differ(a->SystemTime, b->SystemTime))
		return a->SystemTime.value > b->SystemTime.value;
	return differ(a->BootId, b->BootId) && a->BootId.value > b->BootId.value;
}

/* Where a dump may be, from the crash to the end. */
enum place { PLACE_PAGE_FILE, PLACE_DEDICATED, PLACE_TEMPORARY, PLACE_FINAL, PLACE_COUNT };

struct places {
	const struct dump_story_file *at[PLACE_COUNT];
};

static struct places places_of(const struct dump_story_facts *f)
{
	return (struct places){{&f->page_file, &f->dedicated, &f->temporary, &f->final}};
}

/* Does the place hold a dump of the latest crash: is none of another place's later? */
static bool is_latest(const struct places *p, enum place place)
{
	if (!has_dump(p->at[place]))
		return false;
	for (size_t i = 0; i < PLACE_COUNT; i++)
		if (has_dump(p->at[i]) && later(p->at[i], p->at[place]))
			return false;
	return true;
}

/*
 * The last place on the way that holds the latest dump; PLACE_COUNT where none holds any. A final
 * file that is cut does not count while the dump still stands whole where it was copied from.
 * Where times and boots contradict each other all round, any dump is as late as the others.
 */
static enum place last_place(const struct places *p)
{
	enum place last = PLACE_COUNT, any = PLACE_COUNT;
	for (enum place i = PLACE_PAGE_FILE; i < PLACE_COUNT; i++) {
		bool unfinished = i == PLACE_FINAL && is_cut(p->at[i]) && last != PLACE_COUNT &&
				  !is_cut(p->at[last]);
		if (has_dump(p->at[i]))
			any = i;
		if (is_latest(p, i) && !unfinished)
			last = i;
	}
	return last == PLACE_COUNT ? any : last;
}

/* Two files that are taken for the same dump only because nothing says otherwise. */
static bool took_for_same(const struct places *p, enum place last)
{
	for (size_t i = 0; i < PLACE_COUNT; i++)
		if (i != last && has_dump(p->at[i]) && !other_crash(p->at[i], p->at[last]) &&
		    !same_crash(p->at[i], p->at[last]))
			return true;
	return false;
}

/* Does MachineCrash tell of a temporary file, or, by its values, that there is none? */
static enum dump_fact has_to_be_copied(const struct dump_story_facts *f)
{
	if (f->machine_crash != DUMP_FACT_YES)
		return f->machine_crash;
	if (f->TempDestination.known)
		return f->TempDestination.value ? DUMP_FACT_YES : DUMP_FACT_NO;
	if (f->DumpFile.p && dump_role_of_name(f->DumpFile) == DUMP_ROLE_TEMPORARY)
		return DUMP_FACT_YES;
	return DUMP_FACT_OPEN;
}

static void tell_of_temporary(struct dump_story *s, const struct dump_story_facts *f)
{
	enum dump_fact copy = has_to_be_copied(f);
	bool waits = copy == DUMP_FACT_YES;
	if (f->machine_crash == DUMP_FACT_YES && copy == DUMP_FACT_OPEN)
		waits = s->inferred = true;
	set_stage(s, waits ? DUMP_STAGE_WAITING_TO_BE_COPIED : DUMP_STAGE_RENAMED);
	if (f->machine_crash == DUMP_FACT_NO)
		caution(s, DUMP_CAUTION_NO_MORE_COPYING);
}

/* Is it known of all places that they hold none? Most machines have no dedicated dump file. */
static bool nowhere(const struct dump_story_facts *f)
{
	bool dedicated = f->dedicated.present != DUMP_FACT_OPEN && !has_none(&f->dedicated);
	return has_none(&f->page_file) && has_none(&f->temporary) && has_none(&f->final) &&
	       !dedicated;
}

/* No file with a dump was seen; the registry may know of one. */
static void tell_without_file(struct dump_story *s, const struct dump_story_facts *f)
{
	enum dump_fact copy = has_to_be_copied(f);
	if (f->machine_crash != DUMP_FACT_YES) {
		set_stage(s, nowhere(f) ? DUMP_STAGE_NONE : DUMP_STAGE_UNKNOWN);
		return;
	}
	set_stage(s, copy == DUMP_FACT_NO ? DUMP_STAGE_FINAL : DUMP_STAGE_WAITING_TO_BE_COPIED);
	s->inferred = true;
	if (copy == DUMP_FACT_OPEN)
		caution(s, DUMP_CAUTION_DESTINATION_NOT_KNOWN);
	caution(s, DUMP_CAUTION_REGISTRY_ONLY);
}

static void tell_of_dedicated(struct dump_story *s)
{
	set_stage(s, DUMP_STAGE_IN_PAGE_FILE);
	s->inferred = true;
	s->tells =
		"The dedicated dump file begins with a dump that was written at a crash; whether it has "
		"been copied to the final dump file since, it does not tell";
	s->keep =
		"Copy the disk, or the dedicated dump file, before the next crash overwrites it; dumpcarve "
		"extracts the dump from it";
}

static void tell_of_page_file(struct dump_story *s)
{
	set_stage(s, DUMP_STAGE_IN_PAGE_FILE);
	caution(s, DUMP_CAUTION_MAY_BE_OVERWRITTEN);
}

/* What the final file is, where the latest dump stands elsewhere. */
static void compare_final(struct dump_story *s, const struct dump_story_file *final,
			  const struct dump_story_file *here)
{
	if (!has_dump(final))
		return;
	if (later(here, final))
		caution(s, DUMP_CAUTION_FINAL_IS_EARLIER);
	else if (is_cut(final))
		caution(s, DUMP_CAUTION_FINAL_IS_CUT);
}

/* What was left where the dump has gone from. */
static void compare_earlier_places(struct dump_story *s, const struct places *p, enum place last)
{
	const struct dump_story_file *here = p->at[last], *temporary = p->at[PLACE_TEMPORARY];
	bool older = false, again = false;
	for (enum place i = PLACE_PAGE_FILE; i <= PLACE_DEDICATED && i < last; i++) {
		bool other = has_dump(p->at[i]) && other_crash(here, p->at[i]);
		older |= other;
		again |= has_dump(p->at[i]) && !other;
	}
	if (older)
		caution(s, DUMP_CAUTION_PAGE_FILE_HAS_OTHER);
	if (again)
		caution(s, DUMP_CAUTION_PAGE_FILE_HAS_SAME);
	if (last == PLACE_FINAL && has_dump(temporary))
		caution(s, other_crash(here, temporary) ? DUMP_CAUTION_TEMPORARY_HAS_OTHER
							: DUMP_CAUTION_TEMPORARY_HAS_SAME);
}

static void compare_places(struct dump_story *s, const struct dump_story_facts *f,
			   const struct places *p, enum place last)
{
	if (last != PLACE_FINAL)
		compare_final(s, p->at[PLACE_FINAL], p->at[last]);
	compare_earlier_places(s, p, last);
	if (last != PLACE_TEMPORARY && f->temporary.present == DUMP_FACT_OPEN &&
	    has_to_be_copied(f) == DUMP_FACT_YES) {
		s->inferred = true;
		caution(s, DUMP_CAUTION_TEMPORARY_NOT_SEEN);
	}
}

void dump_story_tell(struct dump_story *s, const struct dump_story_facts *f)
{
	struct places p = places_of(f);
	enum place last = last_place(&p);
	*s = (struct dump_story){0};
	if (last == PLACE_COUNT) {
		tell_without_file(s, f);
		return;
	}
	if (last == PLACE_FINAL)
		set_stage(s, DUMP_STAGE_FINAL);
	else if (last == PLACE_TEMPORARY)
		tell_of_temporary(s, f);
	else if (last == PLACE_DEDICATED)
		tell_of_dedicated(s);
	else
		tell_of_page_file(s);
	s->inferred |= took_for_same(&p, last) || !is_latest(&p, last);
	if (is_cut(p.at[last]))
		caution(s, DUMP_CAUTION_FILE_IS_CUT);
	compare_places(s, f, &p, last);
}
