/* SPDX-License-Identifier: MIT */
/* lib/registry/verdict.h: the answer, its reasons, and the way of the dump. Findings are made here,
 * so that the rules do not matter. */
#include <criterion/criterion.h>

#include "lib/registry/verdict.h"
#include "tests/unit/support_registry.h"

static const char crash_control[] = "ControlSet001\\Control\\CrashControl";
static const char memory_management[] =
	"ControlSet001\\Control\\Session Manager\\Memory Management";

/* A machine, and what came of it; large, and so static in its tests. */
struct scene {
	struct arena arena;
	struct registry registry;
	struct given given;
	struct crash_config config;
	struct lint lint;
	struct lint_rule rules[4];
	struct lint_finding findings[4];
	struct verdict verdict;
};

/* A hive with this type; paging: strings separated by '|', NULL for none. */
static void scene_begin(struct scene *s, uint32_t type, const char *paging)
{
	memset(s, 0, sizeof(*s));
	s->given.winver = WINVER_ANY;
	s->lint = (struct lint){.config = &s->config, .list = s->findings};
	registry_begin(&s->registry, REGISTRY_FROM_HIVE, &s->arena);
	made_dword(&s->registry, "Select", "Current", 1);
	made_dword(&s->registry, crash_control, "CrashDumpEnabled", type);
	made_key(&s->registry, memory_management);
	if (paging)
		made_list(&s->registry, memory_management, "PagingFiles", paging);
}

static void scene_find(struct scene *s, const char *id, enum lint_outcome outcome)
{
	size_t i = s->lint.count++;
	s->rules[i] = (struct lint_rule){.id = id};
	s->findings[i] = (struct lint_finding){
		.rule = &s->rules[i], .outcome = outcome, .message = SLICE("It is so.")};
}

static void scene_reach(struct scene *s)
{
	crash_config_read(&s->config, &s->registry, &s->given, &s->arena);
	verdict_reach(&s->verdict, &s->config, &s->lint);
}

static void scene_end(struct scene *s)
{
	arena_free(&s->arena);
}

static bool has_reason(const struct verdict *v, const char *code)
{
	for (size_t i = 0; i < v->reason_count; i++)
		if (strcmp(v->reasons[i].code, code) == 0)
			return true;
	return false;
}

static bool is_text(struct slice s, const char *text)
{
	return slice_equal(s, slice_of_string(text));
}

Test(registry_verdict, answers)
{
	static const struct {
		uint32_t type;
		const char *paging;
		uint64_t ram; /* GiB; 0: not known */
		enum will_dump will_dump;
		const char *reason; /* the first */
	} rows[] = {
		{7, "?:\\pagefile.sys", 16, WILL_DUMP_YES, "page_file_managed"},
		{7, "?:\\pagefile.sys", 0, WILL_DUMP_YES, "page_file_managed"},
		{1, "c:\\pagefile.sys 16 8192", 32, WILL_DUMP_NO, "too_small"},
		{1, "C:\\pagefile.sys 33025 33025", 32, WILL_DUMP_YES, "page_file_enough"},
		{1, "C:\\pagefile.sys 33024 33025", 32, WILL_DUMP_UNLIKELY, "size_doubtful"},
		{1, "C:\\pagefile.sys 33025 33025", 0, WILL_DUMP_UNKNOWN, "memory_unknown"},
		{2, "C:\\pagefile.sys 4096 4096", 8, WILL_DUMP_YES, "page_file_may_suffice"},
		{2, "C:\\pagefile.sys 4096 4096", 0, WILL_DUMP_UNKNOWN, "memory_unknown"},
		{2, "C:\\pagefile.sys 100 100", 0, WILL_DUMP_NO, "too_small"},
		{2, "C:\\pagefile.sys 100 4096", 8, WILL_DUMP_UNLIKELY, "size_doubtful"},
		{3, "C:\\pagefile.sys 384 768", 0, WILL_DUMP_YES, "page_file_enough"},
		{3, "C:\\pagefile.sys 1 1", 0, WILL_DUMP_NO, "too_small"},
		{0, "?:\\pagefile.sys", 16, WILL_DUMP_NO, "dumps_off"},
		{7, "", 16, WILL_DUMP_NO, "no_backing"},
		{5, "?:\\pagefile.sys", 16, WILL_DUMP_UNKNOWN, "type_unknown"},
		{5, "", 16, WILL_DUMP_NO, "no_backing"},
	};
	static struct scene s;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		scene_begin(&s, rows[i].type, rows[i].paging);
		if (rows[i].ram)
			s.given.ram = known_number(rows[i].ram << 30);
		scene_reach(&s);
		cr_expect_eq(s.verdict.will_dump, rows[i].will_dump, "row %zu: %s", i,
			     will_dump_name(s.verdict.will_dump));
		cr_assert_gt(s.verdict.reason_count, 0, "row %zu", i);
		cr_expect_str_eq(s.verdict.reasons[0].code, rows[i].reason, "row %zu: %s", i,
				 s.verdict.reasons[0].code);
		cr_expect_gt(s.verdict.reasons[0].message.n, 0, "row %zu", i);
		scene_end(&s);
	}
}

/* What rules a dump out counts more than what is not known, and that more than what is unlikely. */
Test(registry_verdict, findings)
{
	static const struct {
		enum lint_outcome outcomes[3];
		enum will_dump will_dump;
		const char *first;
	} rows[] = {
		{{LINT_NOTHING, LINT_NOTHING, LINT_NOTHING}, WILL_DUMP_YES, "page_file_managed"},
		{{LINT_NOTHING, LINT_UNLIKELY, LINT_NOTHING}, WILL_DUMP_UNLIKELY, "CD02"},
		{{LINT_UNLIKELY, LINT_NOTHING, LINT_UNKNOWN}, WILL_DUMP_UNKNOWN, "CD03"},
		{{LINT_UNLIKELY, LINT_UNKNOWN, LINT_NO}, WILL_DUMP_NO, "CD03"},
		{{LINT_NO, LINT_NO, LINT_UNKNOWN}, WILL_DUMP_NO, "CD01"},
	};
	static const char *const ids[] = {"CD01", "CD02", "CD03"};
	static struct scene s;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		size_t against = 0;
		scene_begin(&s, 7, "?:\\pagefile.sys");
		for (size_t k = 0; k < COUNT_OF(ids); k++) {
			scene_find(&s, ids[k], rows[i].outcomes[k]);
			against += rows[i].outcomes[k] != LINT_NOTHING;
		}
		scene_reach(&s);
		cr_expect_eq(s.verdict.will_dump, rows[i].will_dump, "row %zu", i);
		cr_expect_str_eq(s.verdict.reasons[0].code, rows[i].first, "row %zu", i);
		/* What speaks for a dump is said unless there is none. */
		bool said = has_reason(&s.verdict, "page_file_managed");
		cr_expect_eq(said, rows[i].will_dump != WILL_DUMP_NO, "row %zu", i);
		cr_expect_eq(s.verdict.reason_count, against + said, "row %zu", i);
		scene_end(&s);
	}
}

Test(registry_verdict, what_is_not_in_the_input)
{
	static struct scene s;
	/* A fragment: nothing is known of the page files. */
	scene_begin(&s, 7, NULL);
	s.registry.source = REGISTRY_FROM_REG;
	s.registry.fragment = true;
	scene_reach(&s);
	cr_expect_eq(s.verdict.will_dump, WILL_DUMP_UNKNOWN);
	cr_expect(has_reason(&s.verdict, "page_files_unknown"));
	cr_expect_not(s.verdict.available.known);
	scene_end(&s);
	/* A damaged hive: a key that turns dumps off may or may not have been there. */
	scene_begin(&s, 7, "?:\\pagefile.sys");
	made_key(&s.registry, crash_control)->children_unreadable = true;
	scene_reach(&s);
	cr_expect_eq(s.verdict.will_dump, WILL_DUMP_UNKNOWN);
	cr_expect(has_reason(&s.verdict, "setting_unreadable"));
	scene_end(&s);
	/* The same, but what is there is enough to say no. */
	scene_begin(&s, 0, "?:\\pagefile.sys");
	made_key(&s.registry, crash_control)->children_unreadable = true;
	scene_reach(&s);
	cr_expect_eq(s.verdict.will_dump, WILL_DUMP_NO);
	scene_end(&s);
}

Test(registry_verdict, sizes)
{
	static struct scene s;
	scene_begin(&s, 1, "c:\\pagefile.sys 16 8192");
	s.given.ram = known_number(UINT64_C(32) << 30);
	scene_reach(&s);
	cr_expect(s.verdict.required.known);
	cr_expect_eq(s.verdict.required.value, 33025 * MEBIBYTE);
	cr_expect(s.verdict.available.known);
	cr_expect_eq(s.verdict.available.value, 8192 * MEBIBYTE);
	scene_end(&s);
	scene_begin(&s, 1, "");
	scene_reach(&s);
	cr_expect_not(s.verdict.required.known);
	cr_expect_str_eq(s.verdict.need.formula, "RAM + 257 MiB");
	cr_expect(s.verdict.available.known);
	cr_expect_eq(s.verdict.available.value, 0);
	scene_end(&s);
}

Test(registry_verdict, routes)
{
	static const struct {
		uint32_t type;
		const char *paging, *dump_file, *dedicated; /* the last two may be NULL */
		enum dump_route route;
		const char *path;
	} rows[] = {
		{7, "?:\\pagefile.sys", NULL, NULL, DUMP_ROUTE_RENAME, "C:\\Windows\\MEMORY.DMP"},
		{7, "?:\\pagefile.sys", "E:\\Dumps\\MEMORY.DMP", NULL, DUMP_ROUTE_COPY,
		 "E:\\Dumps\\MEMORY.DMP"},
		{7, "?:\\pagefile.sys", "\\\\host\\share\\m.dmp", NULL, DUMP_ROUTE_UNKNOWN,
		 "\\\\host\\share\\m.dmp"},
		{7, "?:\\pagefile.sys", NULL, "D:\\dd.sys", DUMP_ROUTE_DEDICATED,
		 "C:\\Windows\\MEMORY.DMP"},
		{3, "?:\\pagefile.sys", NULL, NULL, DUMP_ROUTE_MINIDUMP, "C:\\Windows\\Minidump"},
		{0, "?:\\pagefile.sys", NULL, NULL, DUMP_ROUTE_NONE, ""},
		{5, "?:\\pagefile.sys", NULL, NULL, DUMP_ROUTE_UNKNOWN, ""},
		{7, "", NULL, NULL, DUMP_ROUTE_NONE, "C:\\Windows\\MEMORY.DMP"},
	};
	static struct scene s;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		scene_begin(&s, rows[i].type, rows[i].paging);
		if (rows[i].dump_file)
			made_text(&s.registry, crash_control, "DumpFile", REGISTRY_EXPAND_SZ,
				  rows[i].dump_file);
		if (rows[i].dedicated)
			made_text(&s.registry, crash_control, "DedicatedDumpFile", REGISTRY_SZ,
				  rows[i].dedicated);
		scene_reach(&s);
		cr_expect_eq(s.verdict.route, rows[i].route, "row %zu: %s", i,
			     dump_route_name(s.verdict.route));
		cr_expect(is_text(s.verdict.dump_path, rows[i].path), "row %zu: %.*s", i,
			  (int)s.verdict.dump_path.n, (const char *)s.verdict.dump_path.p);
		cr_expect_gt(s.verdict.route_text.n, 0, "row %zu", i);
		scene_end(&s);
	}
}

/* More reasons than there is room for. */
Test(registry_verdict, many_findings)
{
	static struct scene s;
	static struct lint_finding many[2 * VERDICT_REASONS_MAX];
	static const struct lint_rule rule = {.id = "CD99"};
	scene_begin(&s, 7, "?:\\pagefile.sys");
	for (size_t i = 0; i < COUNT_OF(many); i++)
		many[i] = (struct lint_finding){.rule = &rule, .outcome = LINT_UNLIKELY};
	s.lint.list = many;
	s.lint.count = COUNT_OF(many);
	scene_reach(&s);
	cr_expect_eq(s.verdict.reason_count, VERDICT_REASONS_MAX);
	cr_expect_eq(s.verdict.will_dump, WILL_DUMP_UNLIKELY);
	scene_end(&s);
}
