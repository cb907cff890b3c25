/* SPDX-License-Identifier: MIT */
/* Which findings a change mends, and the sentence that says so. */
#include "lib/registry/fix_part.h"

static bool is_rule(const struct lint_finding *finding, struct slice id)
{
	return slice_equal(slice_of_string(finding->rule->id), id);
}

bool fix_has(const struct fix *f, const char *id)
{
	for (size_t i = 0; i < f->l->count; i++)
		if (is_rule(&f->l->list[i], slice_of_string(id)))
			return true;
	return false;
}

/* Marks the findings of a rule as mended; false where there is none. */
static bool mend(struct fix *f, struct slice id)
{
	bool any = false;
	for (size_t i = 0; i < f->l->count; i++) {
		if (is_rule(&f->l->list[i], id))
			any = f->mended[i] = true;
	}
	return any;
}

/* Is the finding about this setting, wherever its control set is? */
static bool is_about(const struct lint_finding *finding, enum setting_id id)
{
	struct buf end = {0};
	buf_printf(&end, "\\%s\\%s", setting_key_paths[setting_rows[id].key],
		   setting_rows[id].name);
	bool about = slice_ends_with(finding->path, buf_slice(&end));
	buf_free(&end);
	return about;
}

bool fix_has_about(const struct fix *f, const char *id, enum setting_id setting)
{
	for (size_t i = 0; i < f->l->count; i++)
		if (is_rule(&f->l->list[i], slice_of_string(id)) &&
		    is_about(&f->l->list[i], setting))
			return true;
	return false;
}

/* A value that is written anew has the right type. */
static bool mend_type(struct fix *f, enum setting_id id)
{
	bool any = false;
	for (size_t i = 0; i < f->l->count; i++) {
		const struct lint_finding *finding = &f->l->list[i];
		if (is_rule(finding, SLICE("CD04")) && is_about(finding, id))
			any = f->mended[i] = true;
	}
	return any;
}

static void add_id(struct fix *f, bool *any, struct slice id)
{
	fix_comment(f, *any ? ", " : " Mends ");
	fix_comment_input(f, id);
	*any = true;
}

static void say_before(struct fix *f, const struct setting *s)
{
	struct buf text = {0};
	if (s->state == REGISTRY_UNREADABLE) {
		fix_comment(f, " What it was could not be read.");
	} else if (s->state == REGISTRY_PRESENT && s->value) {
		fix_comment(f, " It was ");
		setting_append_value(&text, s->value);
		fix_comment_input(f, text.n ? buf_slice(&text) : SLICE("empty"));
		fix_comment(f, ".");
	}
	buf_free(&text);
}

void fix_because(struct fix *f, enum setting_id id, const char *why, const char *ids)
{
	bool any = false;
	struct slice rest = slice_of_string(ids);
	fix_comment(f, why);
	say_before(f, config_setting(f->c, id));
	if (mend_type(f, id))
		add_id(f, &any, SLICE("CD04"));
	while (rest.n) {
		size_t end = slice_find_byte(rest, ' ');
		struct slice rule = slice_sub(rest, 0, end);
		if (mend(f, rule))
			add_id(f, &any, rule);
		rest = slice_from(rest, end < rest.n ? end + 1 : end);
	}
	if (any)
		fix_comment(f, ".");
}
