/* SPDX-License-Identifier: MIT */
#include "lib/registry/verdict.h"

/* Reasons in the making. */
struct reaching {
	struct verdict *v;
	const struct crash_config *c;
	const struct lint *l;
	enum lint_outcome worst; /* NOTHING, or what rules the verdict so far */
	struct buf text;         /* scratch */
};

/* What decides more comes first; the order of enum lint_outcome is another. */
static unsigned weight(enum lint_outcome outcome)
{
	static const unsigned weights[] = {
		[LINT_NOTHING] = 0, [LINT_UNLIKELY] = 1, [LINT_UNKNOWN] = 2, [LINT_NO] = 3};
	return weights[outcome];
}

static void add(struct reaching *r, enum lint_outcome outcome, const char *code,
		struct slice message)
{
	if (weight(outcome) > weight(r->worst))
		r->worst = outcome;
	if (r->v->reason_count < VERDICT_REASONS_MAX)
		r->v->reasons[r->v->reason_count++] = (struct verdict_reason){code, message};
}

/* Adds the sentence that was made in r->text. */
static void add_text(struct reaching *r, enum lint_outcome outcome, const char *code)
{
	add(r, outcome, code, arena_copy(r->c->arena, buf_slice(&r->text)));
	r->text.n = 0;
}

static void add_findings(struct reaching *r, enum lint_outcome outcome)
{
	for (size_t i = 0; i < r->l->count; i++) {
		const struct lint_finding *f = &r->l->list[i];
		if (f->outcome == outcome)
			add(r, outcome, f->rule->id, f->message);
	}
}

static bool any_finding(const struct reaching *r, enum lint_outcome outcome)
{
	for (size_t i = 0; i < r->l->count; i++)
		if (r->l->list[i].outcome == outcome)
			return true;
	return false;
}

/* --- sentences --- */

static const char *a_dump(enum configured_dump type)
{
	static const char *const words[] = {
		[CONFIGURED_UNKNOWN] = "a dump",
		[CONFIGURED_NONE] = "no dump",
		[CONFIGURED_COMPLETE] = "a complete dump",
		[CONFIGURED_ACTIVE] = "an active dump",
		[CONFIGURED_KERNEL] = "a kernel dump",
		[CONFIGURED_SMALL] = "a small dump",
		[CONFIGURED_AUTOMATIC] = "an automatic dump",
	};
	return words[type];
}

/* "The page file C:\pagefile.sys". */
static void say_backing(struct reaching *r)
{
	bool dedicated = r->v->backing.kind == BACKING_DEDICATED;
	buf_add_string(&r->text, dedicated ? "The dedicated dump file " : "The page file ");
	backing_append_path(&r->text, r->c, &r->v->backing);
}

static void say_size(struct reaching *r, const char *before, struct known size)
{
	buf_add_string(&r->text, before);
	size_append(&r->text, size.value);
}

static const char *of_backing(const struct reaching *r, const char *page_file,
			      const char *dedicated_file)
{
	return r->v->backing.kind == BACKING_DEDICATED ? dedicated_file : page_file;
}

/* --- what is against a dump, where no rule said so --- */

static bool has_fixed_size(const struct verdict *v)
{
	return (v->backing.kind == BACKING_PAGE_FILE || v->backing.kind == BACKING_DEDICATED) &&
	       !v->backing.managed && v->backing.initial.known && v->backing.maximum.known;
}

/* Even the largest that the file can get is too small. */
static void add_too_small(struct reaching *r)
{
	const struct verdict *v = r->v;
	if (!has_fixed_size(v) || size_band_of(&v->need, v->backing.maximum.value) != SIZE_FAILS)
		return;
	say_backing(r);
	say_size(r, " has no more than ", v->backing.maximum);
	say_size(r, ", and less than ", v->need.fails);
	buf_printf(&r->text, " is too little for %s.", a_dump(r->c->type));
	add_text(r, LINT_NO, "too_small");
}

static void add_own_faults(struct reaching *r)
{
	if (r->worst == LINT_NO)
		return;
	if (r->c->type == CONFIGURED_NONE)
		add(r, LINT_NO, "dumps_off", SLICE("CrashDumpEnabled is 0: no dump is written."));
	else if (r->v->backing.kind == BACKING_NONE)
		add(r, LINT_NO, "no_backing",
		    SLICE("Neither a page file nor a dedicated dump file is configured, so there "
			  "is nothing that a dump could be written to."));
	else
		add_too_small(r);
}

/* Only the size that a file has from the start is there for sure. */
static void add_doubtful(struct reaching *r)
{
	const struct verdict *v = r->v;
	if (!has_fixed_size(v) || any_finding(r, LINT_UNLIKELY))
		return;
	enum size_band first = size_band_of(&v->need, v->backing.initial.value);
	if (first != SIZE_FAILS && first != SIZE_DOUBTFUL)
		return;
	say_backing(r);
	say_size(r, " has ", v->backing.initial);
	say_size(r, " from the start, and less than ",
		 first == SIZE_FAILS ? v->need.fails : v->need.doubtful);
	buf_printf(&r->text, " may be too little for %s.", a_dump(r->c->type));
	add_text(r, LINT_UNLIKELY, "size_doubtful");
}

/* --- what is not known --- */

/* Settings that each can turn dumps off, or choose another file. */
static const enum setting_id deciding[] = {
	SETTING_CRASH_DUMP_ENABLED,  SETTING_GUARDED_HOST, SETTING_DUMP_ENCRYPTION_ENABLED,
	SETTING_DEDICATED_DUMP_FILE, SETTING_PAGING_FILES,
};

static bool is_unreadable(const struct reaching *r, enum setting_id id)
{
	return config_setting(r->c, id)->state == REGISTRY_UNREADABLE;
}

static void add_unreadable(struct reaching *r)
{
	for (size_t i = 0; i < COUNT_OF(deciding); i++) {
		bool overruled = deciding[i] == SETTING_PAGING_FILES &&
				 r->v->backing.kind == BACKING_DEDICATED;
		if (overruled || !is_unreadable(r, deciding[i]))
			continue;
		buf_printf(&r->text, "%s could not be read, and the dump depends on it.",
			   setting_rows[deciding[i]].name);
		add_text(r, LINT_UNKNOWN, "setting_unreadable");
	}
	if (r->c->encryption.state == ENCRYPTION_UNREADABLE &&
	    setting_is_on(config_setting(r->c, SETTING_DUMP_ENCRYPTION_ENABLED)))
		add(r, LINT_UNKNOWN, "setting_unreadable",
		    SLICE("The key that dumps are to be encrypted with could not be read; without "
			  "a valid one no dump is written."));
}

static void add_type_unknown(struct reaching *r)
{
	if (r->c->type != CONFIGURED_UNKNOWN || r->worst != LINT_NOTHING)
		return;
	if (config_setting(r->c, SETTING_CRASH_DUMP_ENABLED)->state == REGISTRY_ABSENT)
		add(r, LINT_UNKNOWN, "type_unknown",
		    SLICE("The input does not hold CrashDumpEnabled, which chooses the dump."));
	else
		add(r, LINT_UNKNOWN, "type_unknown",
		    SLICE("CrashDumpEnabled does not say which dump is wanted."));
}

/* Where no control set was found, or a setting could not be read, that was said. */
static void add_page_files_unknown(struct reaching *r)
{
	if (r->v->backing.kind != BACKING_UNKNOWN || !r->c->sets.current ||
	    is_unreadable(r, SETTING_PAGING_FILES) || is_unreadable(r, SETTING_DEDICATED_DUMP_FILE))
		return;
	if (r->c->paging_files_state == REGISTRY_ABSENT)
		add(r, LINT_UNKNOWN, "page_files_unknown",
		    SLICE("The input does not hold PagingFiles, so the file that a dump is written "
			  "to is not known."));
	else
		add(r, LINT_UNKNOWN, "page_files_unknown",
		    SLICE("PagingFiles is not a list of texts, so the file that a dump is written "
			  "to is not known."));
}

static void add_memory_unknown(struct reaching *r)
{
	const struct verdict *v = r->v;
	if (!has_fixed_size(v) || !v->need.formula ||
	    size_band_of(&v->need, v->backing.initial.value) != SIZE_UNKNOWN)
		return;
	say_backing(r);
	say_size(r, " has ", v->backing.initial);
	if (v->backing.maximum.value != v->backing.initial.value)
		say_size(r, " to ", v->backing.maximum);
	buf_printf(&r->text,
		   "; whether that is enough for %s depends on the memory of the machine, which "
		   "the registry does not tell (%s).",
		   a_dump(r->c->type), v->need.formula);
	/* Enough or not: what makes a dump unlikely anyhow does so still. */
	add_text(r, any_finding(r, LINT_UNLIKELY) ? LINT_NOTHING : LINT_UNKNOWN, "memory_unknown");
}

static void add_not_known(struct reaching *r)
{
	add_unreadable(r);
	add_type_unknown(r);
	add_page_files_unknown(r);
	add_memory_unknown(r);
}

/* --- what speaks for a dump --- */

static void add_managed(struct reaching *r)
{
	say_backing(r);
	buf_printf(&r->text,
		   " is sized by Windows, which lets it grow to what %s takes, as far as the "
		   "drive has room.",
		   a_dump(r->c->type));
	add_text(r, LINT_NOTHING, of_backing(r, "page_file_managed", "dedicated_file_managed"));
}

static void add_enough(struct reaching *r, enum size_band band)
{
	const struct verdict *v = r->v;
	say_backing(r);
	say_size(r, " has ", v->backing.initial);
	if (band == SIZE_ENOUGH) {
		buf_printf(&r->text, ", and %s takes no more than ", a_dump(r->c->type));
		say_size(r, "", v->need.guideline);
		buf_add_string(&r->text, ".");
		add_text(r, LINT_NOTHING,
			 of_backing(r, "page_file_enough", "dedicated_file_enough"));
	} else {
		buf_printf(&r->text, ", which usually is enough for %s; only ", a_dump(r->c->type));
		say_size(r, "", v->need.guideline);
		buf_add_string(&r->text, " is so in every case.");
		add_text(r, LINT_NOTHING,
			 of_backing(r, "page_file_may_suffice", "dedicated_file_may_suffice"));
	}
}

static void add_support(struct reaching *r)
{
	const struct verdict *v = r->v;
	if (r->c->type == CONFIGURED_UNKNOWN || v->backing.kind == BACKING_UNKNOWN)
		return;
	if (v->backing.managed) {
		add_managed(r);
	} else if (has_fixed_size(v)) {
		enum size_band band = size_band_of(&v->need, v->backing.initial.value);
		if (band == SIZE_ENOUGH || band == SIZE_BELOW_GUIDELINE)
			add_enough(r, band);
	}
	if (v->reason_count)
		return;
	say_backing(r);
	buf_printf(&r->text, " takes %s.", a_dump(r->c->type));
	add_text(r, LINT_NOTHING, of_backing(r, "page_file", "dedicated_file"));
}

/* --- all of it --- */

static enum will_dump answer_of(enum lint_outcome worst)
{
	static const enum will_dump answers[] = {
		[LINT_NOTHING] = WILL_DUMP_YES,
		[LINT_UNKNOWN] = WILL_DUMP_UNKNOWN,
		[LINT_UNLIKELY] = WILL_DUMP_UNLIKELY,
		[LINT_NO] = WILL_DUMP_NO,
	};
	return answers[worst];
}

void verdict_reach(struct verdict *v, const struct crash_config *c, const struct lint *l)
{
	struct reaching r = {.v = v, .c = c, .l = l};
	*v = (struct verdict){.need = size_need_of(c), .backing = backing_of(c)};
	v->required = v->need.required;
	v->available = v->backing.kind == BACKING_NONE ? known_number(0) : v->backing.maximum;
	add_findings(&r, LINT_NO);
	add_own_faults(&r);
	add_findings(&r, LINT_UNKNOWN);
	if (r.worst != LINT_NO)
		add_not_known(&r);
	add_findings(&r, LINT_UNLIKELY);
	if (r.worst != LINT_NO) {
		add_doubtful(&r);
		add_support(&r);
	}
	v->will_dump = answer_of(r.worst);
	verdict_find_route(v, c);
	buf_free(&r.text);
}

const char *will_dump_name(enum will_dump w)
{
	static const char *const names[] = {
		[WILL_DUMP_YES] = "yes",
		[WILL_DUMP_UNLIKELY] = "unlikely",
		[WILL_DUMP_NO] = "no",
		[WILL_DUMP_UNKNOWN] = "unknown",
	};
	return names[w];
}
