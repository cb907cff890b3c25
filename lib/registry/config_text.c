/* SPDX-License-Identifier: MIT */
/* The page for people: the answer. What comes from input is shown so that no terminal obeys it. */
#include "lib/base/text.h"
#include "lib/base/wintime.h"
#include "lib/bugcheck/wrap.h"
#include "lib/registry/config_trigger.h"
#include "lib/registry/config_text.h"

void page_end_row_at(struct config_page *p, const char *label, size_t indent, size_t column)
{
	struct buf shown = {0};
	size_t at = indent + strlen(label);
	buf_add_repeated(p->b, ' ', indent);
	buf_add_string(p->b, label);
	/* A label may reach into the column of the text. */
	size_t gap = at < column ? column - at : 1;
	buf_add_repeated(p->b, ' ', gap);
	text_append_display(&shown, buf_slice(&p->row));
	wrap_add_within(p->b, buf_slice(&shown), at + gap, column, PAGE_WIDTH);
	buf_free(&shown);
	p->row.n = 0;
}

void page_end_row(struct config_page *p, const char *label)
{
	page_end_row_at(p, label, 2, PAGE_COLUMN);
}

void page_colour(struct config_page *p, const char *colour)
{
	if (p->colour)
		buf_printf(p->b, "\x1b[%sm", colour);
}

void page_no_colour(struct config_page *p)
{
	if (p->colour)
		buf_add_string(p->b, "\x1b[0m");
}

void page_append_time(struct buf *b, uint64_t filetime)
{
	struct civil_time t = civil_from_filetime(filetime);
	buf_printf(b, "%04u-%02u-%02u %02u:%02u:%02u UTC", t.year, t.month, t.day, t.hour, t.minute,
		   t.second);
}

static void put_row(struct config_page *p, const char *label, struct slice text)
{
	if (text.n == 0)
		return;
	buf_add_slice(&p->row, text);
	page_end_row(p, label);
}

/* --- the answer --- */

static void put_heading(struct config_page *p, const struct verdict *v, const char *name)
{
	static const struct {
		const char *sentence, *colour;
	} answers[] = {
		[WILL_DUMP_YES] = {"the next crash will leave a dump", "32"},
		[WILL_DUMP_UNLIKELY] = {"the next crash is unlikely to leave a dump", "33"},
		[WILL_DUMP_NO] = {"the next crash will leave no dump", "31"},
		[WILL_DUMP_UNKNOWN] = {"whether the next crash leaves a dump cannot be told", "33"},
	};
	text_append_display(p->b, slice_of_string(name));
	buf_add_string(p->b, ": ");
	page_colour(p, answers[v->will_dump].colour);
	buf_add_string(p->b, answers[v->will_dump].sentence);
	page_no_colour(p);
	buf_add_byte(p->b, '\n');
}

static void put_type(struct config_page *p, const struct crash_config *c)
{
	static const char *const words[] = {
		[CONFIGURED_UNKNOWN] = "not known",
		[CONFIGURED_NONE] = "no dump",
		[CONFIGURED_COMPLETE] = "complete memory dump",
		[CONFIGURED_ACTIVE] = "active memory dump",
		[CONFIGURED_KERNEL] = "kernel memory dump",
		[CONFIGURED_SMALL] = "small memory dump",
		[CONFIGURED_AUTOMATIC] = "automatic memory dump",
	};
	put_row(p, "configured", slice_of_string(words[c->type]));
}

static void put_reasons(struct config_page *p, const struct verdict *v)
{
	for (size_t i = 0; i < v->reason_count; i++) {
		const struct verdict_reason *reason = &v->reasons[i];
		buf_add_slice(&p->row, reason->message);
		if (strncmp(reason->code, "CD", 2) == 0)
			buf_printf(&p->row, " (%s)", reason->code);
		page_end_row(p, i == 0 ? "because" : "");
	}
}

static void append_size(struct buf *b, struct known size)
{
	if (size.known)
		size_append(b, size.value);
	else
		buf_add_string(b, "not known");
}

static void put_need(struct config_page *p, const struct verdict *v)
{
	if (!v->need.formula)
		return;
	append_size(&p->row, v->required);
	if (!slice_equal(buf_slice(&p->row), slice_of_string(v->need.formula)))
		buf_printf(&p->row, ": %s", v->need.formula);
	page_end_row(p, "needs");
	if (v->need.basis)
		put_row(p, "", slice_of_string(v->need.basis));
}

static void put_backing(struct config_page *p, const struct crash_config *c,
			const struct backing *b)
{
	if (b->kind == BACKING_UNKNOWN || b->kind == BACKING_NONE) {
		buf_add_string(&p->row, b->kind == BACKING_NONE ? "no file" : "not known");
		page_end_row(p, "written to");
		return;
	}
	buf_add_string(&p->row,
		       b->kind == BACKING_DEDICATED ? "dedicated dump file " : "page file ");
	backing_append_path(&p->row, c, b);
	buf_add_string(&p->row, ", ");
	if (b->managed) {
		buf_add_string(&p->row, "sized by the system");
	} else {
		append_size(&p->row, b->initial);
		if (b->maximum.known && b->maximum.value != b->initial.value) {
			buf_add_string(&p->row, ", at most ");
			size_append(&p->row, b->maximum.value);
		}
	}
	page_end_row(p, "written to");
}

static void put_way(struct config_page *p, const struct crash_config *c, const struct verdict *v)
{
	if (v->dump_path.n && v->route != DUMP_ROUTE_NONE) {
		bool assumed = v->route == DUMP_ROUTE_MINIDUMP ? c->minidump_dir.drive_assumed
							       : c->dump_file.drive_assumed;
		buf_add_slice(&p->row, v->dump_path);
		buf_add_string(&p->row, assumed ? " (where Windows is on C:)" : "");
		page_end_row(p, "ends at");
	}
	put_row(p, "on its way", v->route_text);
	if (v->route != DUMP_ROUTE_MINIDUMP && c->type != CONFIGURED_NONE)
		put_row(p, "small dumps", c->minidump_dir.expanded);
}

/* --- what forces a crash --- */

static void put_hotkey(struct config_page *p, const struct hotkey *h, const char *label)
{
	static const char *const keyboards[KEYBOARD_DRIVERS] = {
		[KEYBOARD_PS2] = "PS/2 keyboard",
		[KEYBOARD_USB] = "USB keyboard",
		[KEYBOARD_HYPERV] = "Hyper-V keyboard",
	};
	buf_printf(&p->row, "%s: ", keyboards[h->driver]);
	if (h->works)
		config_hotkey_append_sentence(&p->row, h);
	else
		buf_printf(&p->row, "set, but dead: %s", hotkey_fault_text(h));
	page_end_row(p, label);
}

static const char *power_button_text(const struct power_button *b)
{
	if (b->crashes)
		return "Power button: hold it for 7 seconds, and release it before 10";
	return b->live_dump ? "Power button: held down, it makes a live dump" : NULL;
}

static void put_triggers(struct config_page *p, const struct crash_config *c)
{
	const char *label = "forced by";
	const char *button = power_button_text(&c->power_button);
	for (size_t i = 0; i < KEYBOARD_DRIVERS; i++) {
		if (!c->hotkeys[i].configured)
			continue;
		put_hotkey(p, &c->hotkeys[i], label);
		label = "";
	}
	if (button)
		put_row(p, label, slice_of_string(button));
}

static void put_protection(struct config_page *p, const struct crash_config *c)
{
	const struct setting *s = config_setting(c, SETTING_DUMP_FILTERS);
	if (s->usable && s->text.n) {
		setting_append_value(&p->row, s->value);
		page_end_row(p, "filters");
	}
	if (c->encryption.state != ENCRYPTION_OFF)
		put_row(p, "encryption",
			slice_of_string(encryption_state_name(c->encryption.state)));
}

void config_write_text(struct buf *b, const struct config_report *r,
		       const struct lint_finding *const *shown, size_t shown_count,
		       const char *name, bool colour)
{
	const struct crash_config *c = r->config;
	struct config_page p = {.b = b, .colour = colour};
	put_heading(&p, r->verdict, name);
	put_type(&p, c);
	put_reasons(&p, r->verdict);
	if (c->sets.current) {
		put_need(&p, r->verdict);
		put_backing(&p, c, &r->verdict->backing);
		put_way(&p, c, r->verdict);
		put_protection(&p, c);
		put_triggers(&p, c);
	}
	config_text_machine(&p, r);
	if (c->sets.current)
		config_text_settings(&p, c);
	config_text_differences(&p, c);
	config_text_findings(&p, shown, shown_count);
	buf_add_byte(b, '\n');
	buf_free(&p.row);
}
