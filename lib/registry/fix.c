/* SPDX-License-Identifier: MIT */
#include "lib/registry/fix_part.h"

static const char *goal_words(enum configured_dump goal)
{
	static const char *const words[] = {
		[CONFIGURED_UNKNOWN] = "",
		[CONFIGURED_NONE] = "",
		[CONFIGURED_COMPLETE] = "a complete memory dump",
		[CONFIGURED_ACTIVE] = "an active memory dump",
		[CONFIGURED_KERNEL] = "a kernel memory dump",
		[CONFIGURED_SMALL] = "a small memory dump",
		[CONFIGURED_AUTOMATIC] = "an automatic memory dump",
	};
	return words[goal];
}

static uint32_t goal_number(enum configured_dump goal)
{
	static const uint32_t numbers[] = {
		[CONFIGURED_UNKNOWN] = 0,   [CONFIGURED_NONE] = 0,   [CONFIGURED_COMPLETE] = 1,
		[CONFIGURED_ACTIVE] = 1,    [CONFIGURED_KERNEL] = 2, [CONFIGURED_SMALL] = 3,
		[CONFIGURED_AUTOMATIC] = 7,
	};
	return numbers[goal];
}

static bool is_at(const struct fix *f, enum setting_id id, uint64_t number)
{
	const struct setting *s = config_setting(f->c, id);
	return s->usable && s->number == number;
}

static bool is_present(const struct fix *f, enum setting_id id)
{
	return config_setting(f->c, id)->state == REGISTRY_PRESENT;
}

/* --- CrashControl --- */

static void fix_type(struct fix *f)
{
	if (is_at(f, SETTING_CRASH_DUMP_ENABLED, goal_number(f->goal)))
		return;
	fix_comment(f, "Chooses ");
	fix_comment(f, goal_words(f->goal));
	fix_because(f, SETTING_CRASH_DUMP_ENABLED, ".", "CD10 CD11 CD12 CD13 CD67");
	fix_set_number(f, SETTING_CRASH_DUMP_ENABLED, goal_number(f->goal));
}

static void fix_filter_pages(struct fix *f)
{
	if (f->goal == CONFIGURED_ACTIVE) {
		if (setting_is_on(config_setting(f->c, SETTING_FILTER_PAGES)))
			return;
		fix_because(f, SETTING_FILTER_PAGES, "Makes the complete dump an active one.", "");
		fix_set_number(f, SETTING_FILTER_PAGES, 1);
	} else if (is_present(f, SETTING_FILTER_PAGES)) {
		fix_because(f, SETTING_FILTER_PAGES, "Belongs to active dumps only.", "CD14");
		fix_delete(f, SETTING_FILTER_PAGES);
	}
}

static bool is_broken(enum encryption_state state)
{
	return state == ENCRYPTION_NO_KEY || state == ENCRYPTION_NO_THUMBPRINT ||
	       state == ENCRYPTION_NOT_RSA || state == ENCRYPTION_WRONG_LENGTH;
}

static void fix_encryption(struct fix *f)
{
	if (!is_broken(f->c->encryption.state))
		return;
	fix_because(f, SETTING_DUMP_ENCRYPTION_ENABLED,
		    "Dumps are written, and not encrypted. To have them encrypted, set a valid key "
		    "below EncryptionCertificates instead.",
		    "CD16");
	fix_set_number(f, SETTING_DUMP_ENCRYPTION_ENABLED, 0);
}

static void fix_filters(struct fix *f)
{
	const struct setting *s = config_setting(f->c, SETTING_DUMP_FILTERS);
	const struct known *encrypted = &f->c->given->bitlocker;
	struct buf list = {0};
	if (!fix_has(f, "CD18") || (encrypted->known && !encrypted->value))
		return;
	if (s->usable)
		buf_add_slice(&list, s->text);
	buf_add_string(&list, "dumpfve.sys");
	buf_add_byte(&list, 0);
	fix_because(f, SETTING_DUMP_FILTERS,
		    "The filter driver without which dumps to BitLocker volumes fail.", "CD18");
	fix_set_strings(f, SETTING_DUMP_FILTERS, buf_slice(&list));
	buf_free(&list);
}

static void fix_dump_file(struct fix *f)
{
	if (!fix_has(f, "CD50"))
		return;
	fix_because(f, SETTING_DUMP_FILE, "The default, on a local drive.", "CD50");
	fix_set_path(f, SETTING_DUMP_FILE, "%SystemRoot%\\MEMORY.DMP");
}

static void fix_minidumps(struct fix *f)
{
	if (fix_has_about(f, "CD54", SETTING_MINIDUMP_DIR)) {
		fix_because(f, SETTING_MINIDUMP_DIR, "The default, on a local drive.", "CD54");
		fix_set_path(f, SETTING_MINIDUMP_DIR, "%SystemRoot%\\Minidump");
	}
	if (fix_has_about(f, "CD54", SETTING_MINIDUMPS_COUNT)) {
		fix_because(f, SETTING_MINIDUMPS_COUNT, "Small dumps that are kept.", "CD54");
		fix_set_number(f, SETTING_MINIDUMPS_COUNT, 50);
	}
}

/* Dumps of clients outside of a domain are deleted where less than 25 GB are free. */
static bool may_be_deleted(const struct fix *f)
{
	const struct machine *m = &f->c->machine;
	return f->goal != CONFIGURED_SMALL && m->product == PRODUCT_CLIENT && m->domain.n == 0 &&
	       !winver_is_below(m->version, WINVER_7) &&
	       !setting_is_on(config_setting(f->c, SETTING_ALWAYS_KEEP_MEMORY_DUMP));
}

static void fix_keeping(struct fix *f)
{
	if (f->goal != CONFIGURED_SMALL && is_at(f, SETTING_OVERWRITE, 0)) {
		fix_because(f, SETTING_OVERWRITE, "A new dump replaces the one before.", "CD52");
		fix_set_number(f, SETTING_OVERWRITE, 1);
	}
	if (is_at(f, SETTING_LOG_EVENT, 0)) {
		fix_because(f, SETTING_LOG_EVENT, "Crashes leave an event in the log System.",
			    "CD57");
		fix_set_number(f, SETTING_LOG_EVENT, 1);
	}
	if (may_be_deleted(f)) {
		fix_because(f, SETTING_ALWAYS_KEEP_MEMORY_DUMP,
			    "The dump is kept where less than 25 GB are free, too.", "CD53");
		fix_set_number(f, SETTING_ALWAYS_KEEP_MEMORY_DUMP, 1);
	}
}

static void fix_forced_off(struct fix *f)
{
	if (!setting_is_on(config_setting(f->c, SETTING_GUARDED_HOST)))
		return;
	fix_because(f, SETTING_GUARDED_HOST,
		    "Turns all dumps off. On a guarded host that is on purpose: see to its policy "
		    "before.",
		    "CD15");
	fix_set_number(f, SETTING_GUARDED_HOST, 0);
}

/* --- the rest of the file --- */

static void say_head(struct fix *f)
{
	buf_add_string(&f->out, "Windows Registry Editor Version 5.00\n");
	fix_comment(f, "Brings the configuration to ");
	fix_comment(f, goal_words(f->goal));
	fix_remark(f, ". Read it before you import it, and take out what is not wanted: regedit "
		      "asks for nothing. It counts after the next start of Windows.");
}

/* Findings about sizes for the old type were weighed anew for the goal. */
static void forget_old_type(struct fix *f)
{
	static const char *const ids[] = {"CD13", "CD14", "CD22", "CD23", "CD24",
					  "CD25", "CD26", "CD41", "CD52", "CD53"};
	if (f->c->type == f->goal)
		return;
	for (size_t i = 0; i < f->l->count; i++)
		for (size_t k = 0; k < COUNT_OF(ids); k++)
			if (strcmp(f->l->list[i].rule->id, ids[k]) == 0)
				f->mended[i] = true;
}

static void say_rest(struct fix *f)
{
	bool any = false;
	for (size_t i = 0; i < f->l->count; i++) {
		const struct lint_finding *finding = &f->l->list[i];
		if (f->mended[i] || finding->severity == LINT_NOTE)
			continue;
		if (!any)
			fix_remark(f, "Not mended by this file:");
		any = true;
		fix_comment(f, finding->rule->id);
		fix_comment(f, ": ");
		fix_comment_input(f, finding->message);
		fix_comment(f, " ");
		fix_comment_input(f, finding->remedy);
		fix_remark(f, "");
	}
}

static void make_fix(struct fix *f)
{
	say_head(f);
	fix_type(f);
	fix_filter_pages(f);
	fix_encryption(f);
	fix_dedicated_file(f);
	fix_filters(f);
	fix_dump_file(f);
	fix_minidumps(f);
	fix_keeping(f);
	fix_forced_off(f);
	fix_page_files(f);
	fix_misplaced(f);
	forget_old_type(f);
	if (f->changed == 0)
		fix_remark(f, "Nothing has to be changed.");
	say_rest(f);
}

static enum fix_status may_write(const struct crash_config *c, enum configured_dump goal)
{
	if (!c->sets.current)
		return FIX_NO_CONTROL_SET;
	if (goal == CONFIGURED_AUTOMATIC && winver_is_below(c->machine.version, WINVER_8))
		return FIX_AUTOMATIC_TOO_NEW;
	if (goal == CONFIGURED_ACTIVE && winver_is_below(c->machine.version, WINVER_10))
		return FIX_ACTIVE_TOO_NEW;
	return FIX_WRITTEN;
}

enum fix_status fix_write(struct buf *b, const struct crash_config *c, const struct lint *l,
			  enum configured_dump goal, size_t *changed)
{
	enum fix_status status = may_write(c, goal);
	struct fix f = {.c = c, .l = l, .goal = goal};
	*changed = 0;
	if (status != FIX_WRITTEN)
		return status;
	f.need = size_need_for(c, goal);
	f.mended = arena_alloc(c->arena, l->count * sizeof(*f.mended));
	for (size_t i = 0; i < l->count; i++)
		f.mended[i] = false;
	make_fix(&f);
	fix_encode(b, buf_slice(&f.out));
	*changed = f.changed;
	buf_free(&f.out);
	buf_free(&f.comment);
	return status;
}

const char *fix_status_text(enum fix_status status)
{
	static const char *const texts[] = {
		[FIX_WRITTEN] = "written",
		[FIX_NO_CONTROL_SET] =
			"no control set was found, so nothing is known that could be "
			"mended",
		[FIX_AUTOMATIC_TOO_NEW] = "this Windows has no automatic dumps (they came with "
					  "Windows 8); take the goal kernel",
		[FIX_ACTIVE_TOO_NEW] =
			"this Windows has no active dumps (they came with Windows 10 "
			"and Server 2016); take the goal kernel or complete",
	};
	return texts[status];
}
