/* SPDX-License-Identifier: MIT */
/* lib/crash/collector.h, group.h: which lines tell of one crash, in whatever order they come. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/crash/collector.h"
#include "lib/crash/group.h"

#define D1 "\"code\":\"0x000000d1\",\"code_decimal\":209"
#define POINTERS \
	"\"parameters\":[\"0x0000000000000028\",\"0x0000000000000002\",\"0x0000000000000000\",\"0xfffff80312345678\"]"
#define POINTERS2 \
	"\"parameters\":[\"0x0000000000000028\",\"0x0000000000000002\",\"0x0000000000000000\",\"0xfffff80399999999\"]"
#define BUGCHECK  "\"bugcheck\":{" D1 "," POINTERS "}"
#define BUGCHECK2 "\"bugcheck\":{" D1 "," POINTERS2 "}"
#define EVENT(time, record, id, host, rest)                                                    \
	"{\"type\":\"event\",\"time\":\"2024-03-05T" time ".0000000Z\",\"record_id\":" #record \
	",\"event_id\":" #id ",\"provider\":\"x\",\"computer\":\"" host "\"," rest "}"
#define LOG(time, rest)                                                \
	"{\"type\":\"dslog.session\",\"time\":\"2024-03-05T" time      \
	".0000000Z\",\"verdict\":\"complete\",\"complete\":true," rest \
	",\"file\":\"DumpStack.log\"}"
#define DUMP(time, rest)                                                 \
	"{\"type\":\"dump\",\"time\":\"2024-03-05T" time                 \
	".0000000Z\",\"kind\":\"bitmap_kernel\",\"complete\":true," rest \
	",\"file\":\"MEMORY.DMP\"}"
#define BOOT(time, record, host) EVENT(time, record, 12, host, "\"crash\":{\"kind\":\"boot\"}")
#define RESTART(time, record, host, bugcheck) \
	EVENT(time, record, 41, host, bugcheck ",\"crash\":{\"kind\":\"dirty_restart\"}")
#define REPORT(time, record, host, bugcheck) \
	EVENT(time, record, 1001, host,      \
	      bugcheck                       \
	      ",\"crash\":{\"kind\":\"bugcheck_reported\",\"dump_path\":\"C:\\\\Windows\\\\MEMORY.DMP\"}")

/* What came out: a line a crash. */
struct outcome {
	struct buf text;
	size_t crashes;
};

static void note(void *context, const struct crash *c)
{
	struct outcome *o = context;
	o->crashes++;
	buf_printf(&o->text, "%s %s %zu %zu", crash_verdict_word(c->verdict),
		   c->time.known ? "exact" : "bounded", c->clue_count, c->contradiction_count);
	if (c->has_bugcheck)
		buf_printf(&o->text, " %x", c->bugcheck.code);
	if (c->host.n)
		buf_printf(&o->text, " %.*s", (int)c->host.n, (const char *)c->host.p);
	buf_add_byte(&o->text, '\n');
}

static void take(struct collector *c, const char *line, uint64_t number)
{
	struct json_line json;
	struct json_line_error error;
	struct clue_place place = {NULL, SLICE("lines"), number, number};
	cr_assert(json_line_parse(&json, slice_of_string(line), &error), "%s: %s", line,
		  error.text);
	(void)collector_add(c, json_line_root(&json), &place);
	json_line_free(&json);
}

static struct outcome run(const char *const *lines, const size_t *order, size_t n)
{
	struct outcome o = {0};
	struct collector *c = collector_begin(note, &o, (struct slice){NULL, 0}, NULL);
	for (size_t i = 0; i < n; i++)
		take(c, lines[order ? order[i] : i], i + 1);
	collector_finish(c);
	buf_add_byte(&o.text, 0);
	return o;
}

static int compare_lines(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The lines of a text in order, for comparing what comes in another order. */
static void sort_text(char *text)
{
	char *lines[64];
	size_t n = 0;
	char *copy = strdup(text);
	for (char *line = strtok(copy, "\n"); line && n < COUNT_OF(lines);
	     line = strtok(NULL, "\n"))
		lines[n++] = line;
	qsort(lines, n, sizeof(*lines), compare_lines);
	char *at = text;
	for (size_t i = 0; i < n; i++)
		at += sprintf(at, "%s\n", lines[i]);
	free(copy);
}

/* Comes out as wanted, and the same from any order of the input. */
static void expect(const char *const *lines, size_t n, const char *wanted)
{
	enum { SHUFFLES = 200 };
	struct outcome o = run(lines, NULL, n);
	size_t order[32];
	cr_expect_str_eq((char *)o.text.p, wanted, "%s", (char *)o.text.p);
	sort_text((char *)o.text.p);
	for (size_t i = 0; i < n; i++)
		order[i] = i;
	srand(1);
	for (int s = 0; s < SHUFFLES; s++) {
		for (size_t i = n; i > 1; i--) {
			size_t j = (size_t)rand() % i;
			size_t moved = order[i - 1];
			order[i - 1] = order[j];
			order[j] = moved;
		}
		struct outcome other = run(lines, order, n);
		sort_text((char *)other.text.p);
		cr_assert_str_eq((char *)other.text.p, (char *)o.text.p);
		buf_free(&other.text);
	}
	buf_free(&o.text);
}

#define EXPECT(wanted, ...)                                            \
	do {                                                           \
		static const char *const lines[] = {__VA_ARGS__};      \
		expect(lines, sizeof(lines) / sizeof(*lines), wanted); \
	} while (0)

Test(group, one_crash_told_four_times)
{
	EXPECT("bugcheck_dump_whole exact 5 0 d1 PC1\n", BOOT("09:00:00", 10, "PC1"),
	       LOG("10:20:30", BUGCHECK), DUMP("10:20:28", BUGCHECK), BOOT("10:22:00", 20, "PC1"),
	       RESTART("10:22:05", 22, "PC1", BUGCHECK), REPORT("10:23:10", 30, "PC1", BUGCHECK));
}

Test(group, encodings_of_one_code)
{
	EXPECT("bugcheck_dump_whole exact 3 0 1000007e PC1\n",
	       DUMP("10:20:28",
		    "\"bugcheck\":{\"code\":\"0x1000007e\",\"parameters\":[\"0xffffffffc0000005\",\"0xfffff80312345678\",\"0xfffff80300000001\",\"0xfffff80300000002\"]}"),
	       RESTART("10:22:05", 22, "PC1",
		       "\"bugcheck\":{\"code\":\"0x0000007e\",\"parameters\":[\"0x00000000c0000005\",null,null,null]}"),
	       REPORT("10:23:10", 30, "PC1",
		      "\"bugcheck\":{\"code\":\"0x1000007e\",\"parameters\":[\"0xffffffffc0000005\",\"0xfffff80312345678\",\"0xfffff80300000001\",\"0xfffff80300000002\"]}"));
}

/* Pointers prove it, also where a time is lost or late. */
Test(group, proof_is_enough)
{
	EXPECT("bugcheck_dump_whole exact 2 0 d1\n", DUMP("10:20:28", BUGCHECK),
	       "{\"type\":\"dslog.session\",\"time\":null,\"verdict\":\"complete\"," BUGCHECK "}");
	EXPECT("bugcheck_dump_whole exact 2 0 d1\n", DUMP("10:20:30", BUGCHECK),
	       LOG("10:23:18", BUGCHECK));
	EXPECT("bugcheck_dump_whole exact 2 1 d1 PC1\n", DUMP("10:50:28", BUGCHECK),
	       RESTART("10:20:28", 3, "PC1", BUGCHECK));
}

Test(group, a_minute_apart_is_two)
{
	EXPECT("bugcheck_dump_whole exact 2 0 d1 PC1\nbugcheck_dump_whole exact 2 0 d1 PC1\n",
	       DUMP("10:20:00", BUGCHECK), RESTART("10:20:40", 22, "PC1", BUGCHECK),
	       DUMP("10:21:00", BUGCHECK), RESTART("10:21:40", 33, "PC1", BUGCHECK));
}

Test(group, two_restarts_are_two)
{
	EXPECT("bugcheck_dump_unknown bounded 2 0 d1 PC1\nbugcheck_dump_unknown bounded 2 0 d1 PC1\n",
	       RESTART("10:20:40", 22, "PC1", BUGCHECK), REPORT("10:20:50", 23, "PC1", BUGCHECK),
	       RESTART("10:21:40", 33, "PC1", BUGCHECK2), REPORT("10:21:50", 34, "PC1", BUGCHECK2));
}

Test(group, hosts_stay_apart)
{
	EXPECT("bugcheck_dump_unknown bounded 1 0 d1 PC1\nbugcheck_dump_unknown bounded 1 0 d1 PC2\n",
	       RESTART("10:20:40", 22, "PC1", BUGCHECK), RESTART("10:20:41", 22, "PC2", BUGCHECK));
}

/* Pointers prove whose dump it is. */
Test(group, a_nameless_dump_finds_its_host)
{
	EXPECT("bugcheck_dump_unknown bounded 1 0 d1 PC1\nbugcheck_dump_whole exact 2 0 d1 PC2\n",
	       RESTART("10:20:40", 22, "PC1", BUGCHECK), RESTART("10:20:41", 22, "PC2", BUGCHECK2),
	       DUMP("10:19:00", BUGCHECK2));
}

Test(group, an_event_exported_twice_counts_once)
{
	EXPECT("bugcheck_dump_unknown bounded 1 0 d1 PC1\n",
	       RESTART("10:20:40", 22, "PC1", BUGCHECK), RESTART("10:20:40", 22, "PC1", BUGCHECK));
}

Test(group, a_restart_without_code_contradicts)
{
	EXPECT("bugcheck_dump_whole exact 2 1 d1 PC1\n", DUMP("10:19:00", BUGCHECK),
	       RESTART("10:20:40", 22, "PC1", "\"bugcheck\":null"));
}

Test(group, a_report_days_later)
{
	EXPECT("bugcheck_dump_unknown bounded 2 0 d1 PC1\n",
	       RESTART("10:20:40", 22, "PC1", BUGCHECK), BOOT("15:00:00", 90, "PC1"),
	       REPORT("15:02:00", 95, "PC1", BUGCHECK));
}

Test(group, other_code_other_crash)
{
	EXPECT("bugcheck_dump_whole exact 1 0 50\nbugcheck_dump_unknown bounded 1 0 d1 PC1\npower_loss_or_hang bounded 1 0 PC2\n",
	       DUMP("10:19:00",
		    "\"bugcheck\":{\"code\":\"0x00000050\",\"parameters\":[\"0xffffc00012345678\",\"0x0\",\"0x0\",\"0x0\"]},\"tags\":{\"host\":\"\"}"),
	       RESTART("10:20:40", 22, "PC1", BUGCHECK),
	       RESTART("10:20:40", 22, "PC2", "\"bugcheck\":null"));
}

Test(judge, the_power_button)
{
	EXPECT("power_button bounded 1 0 PC1\npower_button bounded 1 0 PC2\npower_loss_or_hang bounded 2 0 PC3\n",
	       EVENT("10:22:05", 22, 41, "PC1",
		     "\"bugcheck\":null,\"crash\":{\"kind\":\"dirty_restart\",\"long_power_button_press_detected\":true}"),
	       EVENT("10:22:05", 22, 41, "PC2",
		     "\"bugcheck\":null,\"crash\":{\"kind\":\"dirty_restart\",\"power_button_time\":\"2024-03-05T10:00:00.0000000Z\"}"),
	       EVENT("10:22:05", 22, 41, "PC3",
		     "\"bugcheck\":null,\"crash\":{\"kind\":\"dirty_restart\",\"power_button_time\":\"2024-03-05T10:00:00.0000000Z\"}"),
	       EVENT("10:00:10", 21, 109, "PC3", "\"crash\":{\"kind\":\"power_action\"}"));
}

Test(judge, sleep_and_fast_startup)
{
	EXPECT("sleep_transition bounded 1 0 PC1\nfailed_fast_startup bounded 1 0 PC2\npower_loss_or_hang bounded 1 0 PC3\n",
	       EVENT("10:22:05", 22, 41, "PC1",
		     "\"bugcheck\":null,\"crash\":{\"kind\":\"dirty_restart\",\"sleep_state\":4}"),
	       EVENT("10:22:05", 22, 41, "PC2",
		     "\"bugcheck\":null,\"crash\":{\"kind\":\"dirty_restart\",\"sleep_state\":6,\"boot_app_status\":\"0xc00000d4\"}"),
	       EVENT("10:22:05", 22, 41, "PC3",
		     "\"bugcheck\":null,\"crash\":{\"kind\":\"dirty_restart\",\"sleep_state\":6,\"boot_app_status\":\"0x00000000\"}"));
}

Test(judge, what_volmgr_says)
{
	EXPECT("bugcheck_no_dump bounded 2 0 d1 PC1\nunknown bounded 2 0 PC2\nhardware_reset bounded 2 0 PC3\n",
	       RESTART("10:22:05", 22, "PC1", BUGCHECK),
	       EVENT("10:22:03", 21, 161, "PC1",
		     "\"crash\":{\"kind\":\"dump_failed\",\"final_status\":\"0xc0000001\"}"),
	       RESTART("10:22:05", 22, "PC2", "\"bugcheck\":null"),
	       EVENT("10:22:03", 21, 46, "PC2", "\"crash\":{\"kind\":\"dump_config_failed\"}"),
	       RESTART("10:22:05", 22, "PC3", "\"bugcheck\":null"),
	       EVENT("10:22:30", 25, 18, "PC3",
		     "\"crash\":{\"kind\":\"hardware_error\",\"error_record\":{\"severity_name\":\"fatal\"}}"));
}

Test(judge, a_dump_that_waits)
{
	EXPECT("bugcheck_dump_pending exact 1 0 d1\n",
	       DUMP("10:19:00", BUGCHECK ",\"stage\":\"in_page_file\""));
}

/* The clock is two hours ahead until event 1 sets it: 41 seems to come after 6008 of its boot. */
Test(group, a_clock_that_was_wrong_at_the_start)
{
	EXPECT("power_button bounded 3 0 PC1\n",
	       EVENT("15:40:30", 10, 41, "PC1",
		     "\"bugcheck\":null,\"crash\":{\"kind\":\"dirty_restart\",\"long_power_button_press_detected\":true},\"file\":\"S\""),
	       EVENT("13:41:19", 12, 6008, "PC1",
		     "\"crash\":{\"kind\":\"unexpected_shutdown\"},\"file\":\"S\""),
	       EVENT("13:41:18", 11, 1, "PC1",
		     "\"crash\":{\"kind\":\"time_change\",\"old_time\":\"2024-03-05T15:41:16.0000000Z\",\"new_time\":\"2024-03-05T13:41:18.0000000Z\"},\"file\":\"S\""));
}

#define BOOT_STATUS(time, record, id)  \
	EVENT(time, record, 20, "PC1", \
	      "\"crash\":{\"kind\":\"boot_status\",\"last_boot_id\":" #id "}")

/* Boots are numbered: 7 is followed by 8, or something is missing. */
Test(group, boots_that_left_nothing)
{
	EXPECT("bugcheck_dump_unknown bounded 2 0 d1 PC1\n", BOOT_STATUS("08:00:00", 1, 7),
	       BOOT_STATUS("10:20:20", 20, 8), RESTART("10:20:28", 21, "PC1", BUGCHECK));
	EXPECT("bugcheck_dump_unknown bounded 2 1 d1 PC1\n", BOOT_STATUS("08:00:00", 1, 7),
	       BOOT_STATUS("10:20:20", 20, 11), RESTART("10:20:28", 21, "PC1", BUGCHECK));
}

Test(compare, values_and_pointers)
{
	struct bugcheck a = {0x1000007e, {true, true}, {UINT64_C(0xffffffffc0000005), 0x10}};
	struct bugcheck b = {0x7e, {true, false}, {0xc0000005, 0}};
	struct bugcheck c = {0x7e, {true, true}, {0xc0000005, 0x11}};
	struct bugcheck d = {0x7e, {false}, {0}};
	cr_expect_eq(bugcheck_compare(&a, &b), BUGCHECK_MATCH_EQUAL);
	cr_expect_eq(bugcheck_compare(&a, &c), BUGCHECK_MATCH_NO);
	cr_expect_eq(bugcheck_compare(&a, &d), BUGCHECK_MATCH_WEAK);
	a.parameters[1] = c.parameters[1] = UINT64_C(0xfffff80312345678);
	cr_expect_eq(bugcheck_compare(&a, &c), BUGCHECK_MATCH_PROOF);
	b.code = 0xc000021a;
	cr_expect_eq(bugcheck_compare(&a, &b), BUGCHECK_MATCH_NO);
}
