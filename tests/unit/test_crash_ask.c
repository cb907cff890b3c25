/* SPDX-License-Identifier: MIT */
/* lib/crash/ask.h: the questions of analysts, answered from lines of evidence. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "lib/crash/ask.h"
#include "lib/crash/collector.h"

#define BUGCHECK_OF(code)                \
	"\"bugcheck\":{\"code\":\"" code \
	"\",\"parameters\":[\"0x0000000000000028\",\"0xffff900000000002\",\"0x0000000000000000\",\"0xfffff80312345678\"]}"
#define BUGCHECK BUGCHECK_OF("0x000000d1")
#define EVENT(time, record, id, rest)                                                          \
	"{\"type\":\"event\",\"time\":\"2024-03-05T" time ".0000000Z\",\"record_id\":" #record \
	",\"event_id\":" #id ",\"provider\":\"storahci\",\"computer\":\"PC1\"," rest           \
	",\"file\":\"System.evtx\"}"
#define RESTART(rest) EVENT("10:52:05", 22, 41, rest)
#define DIRTY(members)                                                             \
	RESTART("\"bugcheck\":null,\"crash\":{\"kind\":\"dirty_restart\"," members \
		"\"whea_boot_error_count\":0}")
#define DIRTY_WITH_CODE RESTART(BUGCHECK ",\"crash\":{\"kind\":\"dirty_restart\"}")
#define REPORT(path)                                                                            \
	EVENT("10:53:00", 30, 1001,                                                             \
	      BUGCHECK ",\"crash\":{\"kind\":\"bugcheck_reported\",\"dump_path\":\"C:\\\\" path \
		       "\"}")
#define DELETED                                                                    \
	EVENT("10:54:00", 31, 1018,                                                \
	      "\"crash\":{\"kind\":\"dump_deleted\",\"dump_path\":\"C:\\\\Windows" \
	      "\\\\MEMORY.DMP\",\"minimum_free_gb\":25}")
#define FAILED                                                                                    \
	EVENT("10:52:06", 23, 161,                                                                \
	      "\"crash\":{\"kind\":\"dump_failed\",\"device\":\"\\\\Device\\\\HarddiskVolume3\"," \
	      "\"final_status\":\"0xc0000001\",\"bugcheck_progress\":{\"value\":\"0x00040049\"}}")
#define SUCCEEDED      EVENT("10:52:06", 24, 162, "\"crash\":{\"kind\":\"dump_succeeded\"}")
#define DISK_RESET     EVENT("10:10:00", 5, 129, "\"level\":3")
#define NOT_SET_UP(id) EVENT("10:52:04", 21, id, "\"crash\":{\"kind\":\"dump_config_failed\"}")
#define LAST_ALIVE                                                                                \
	EVENT("10:52:07", 25, 6008,                                                               \
	      "\"crash\":{\"kind\":\"unexpected_shutdown\",\"last_alive\":\"2024-03-05T10:00:07." \
	      "0000000Z\"}")
#define LOG(verdict, rest)                                                          \
	"{\"type\":\"dslog.session\",\"time\":\"2024-03-05T10:20:30.0000000Z\","    \
	"\"utc_offset_minutes\":330,\"verdict\":\"" verdict "\"," rest "," BUGCHECK \
	",\"file\":\"DumpStack.log\"}"
#define DUMP(file, rest)                                                                  \
	"{\"type\":\"dump\",\"time\":\"2024-03-05T10:20:28.0000000Z\"," rest "," BUGCHECK \
	",\"file\":\"" file "\"}"
#define FINDING(id, severity)                                              \
	"{\"type\":\"finding\",\"id\":\"" id "\",\"severity\":\"" severity \
	"\",\"message\":\"the value is so\",\"remedy\":\"set it otherwise\",\"file\":\"SYSTEM\"}"
#define CONFIGURATION(rest) "{\"type\":\"crashcfg\"," rest ",\"file\":\"SYSTEM\"}"

/* The answers to one question about all crashes that the lines tell of. */
struct asked {
	enum question question;
	bool text;
	size_t crashes;
	enum ask_result result; /* of the last crash */
	struct buf out;
};

static void answer(void *context, const struct crash *c)
{
	struct asked *asked = context;
	struct json_writer w = json_writer_on(&asked->out);
	asked->crashes++;
	if (asked->text) {
		asked->result = ask_write_text(&asked->out, c, asked->question, false);
		return;
	}
	const struct crash_context how = {0};
	asked->result = ask_write_json(&w, c, asked->question, &how);
	if (asked->result != ASK_NOT_ABOUT)
		json_line_end(&w);
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

static struct asked ask(const char *const *lines, size_t n, enum question question, bool text)
{
	struct asked asked = {.question = question, .text = text};
	struct collector *c = collector_begin(answer, &asked, (struct slice){NULL, 0}, NULL);
	for (size_t i = 0; i < n; i++)
		take(c, lines[i], i + 1);
	collector_finish(c);
	return asked;
}

static bool ends_sentence(struct slice text)
{
	return slice_ends_with(text, SLICE(".")) || slice_ends_with(text, SLICE("?"));
}

/* What is true of every answer. */
static void check_form(struct slice line)
{
	struct json_line json;
	struct json_line_error error;
	cr_assert(json_line_parse(&json, line, &error), "%.*s: %s", (int)line.n, line.p,
		  error.text);
	const struct json_node *root = json_line_root(&json);
	const struct json_node *reasons = node_member(root, "reasons");
	const struct json_node *evidence = node_member(root, "evidence");
	cr_expect(ends_sentence(node_text(node_member(root, "answer"))), "%.*s", (int)line.n,
		  line.p);
	for (size_t i = 0; i < node_length(reasons); i++)
		cr_expect(
			ends_sentence(node_text(node_member(node_element(reasons, i), "sentence"))),
			"%.*s", (int)line.n, line.p);
	for (size_t i = 0; i < node_length(evidence); i++)
		cr_expect(node_text(node_member(node_element(evidence, i), "artifact")).n &&
			  node_text(node_member(node_element(evidence, i), "member")).n);
	json_line_free(&json);
}

static void expect(const char *const *lines, size_t n, enum question question,
		   enum ask_result result, const char *const *wanted)
{
	struct asked asked = ask(lines, n, question, false);
	struct slice out = buf_slice(&asked.out);
	cr_expect_eq(asked.crashes, 1, "%zu crashes", asked.crashes);
	cr_expect_eq(asked.result, result, "%s: result %d: %.*s", ask_name(question),
		     (int)asked.result, (int)out.n, out.p);
	for (; *wanted; wanted++)
		cr_expect(slice_find(out, slice_of_string(*wanted)) < out.n,
			  "%s: no \"%s\" in %.*s", ask_name(question), *wanted, (int)out.n, out.p);
	cr_expect_eq(out.n > 0, result != ASK_NOT_ABOUT);
	if (out.n)
		check_form(slice_sub(out, 0, out.n - 1));
	buf_free(&asked.out);
}

#define LINES(...)                          \
	(const char *const[]){__VA_ARGS__}, \
		sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *)
#define SAYS(...)                 \
	(const char *const[])     \
	{                         \
		__VA_ARGS__, NULL \
	}
#define SAYS_NOTHING          \
	(const char *const[]) \
	{                     \
		NULL          \
	}

Test(ask, names)
{
	for (enum question q = 0; q < ASK_COUNT; q++)
		cr_expect_eq(ask_of(slice_of_string(ask_name(q))), q);
	cr_expect_eq(ask_of(SLICE("41-zer")), ASK_COUNT);
	cr_expect_eq(ask_of(SLICE("")), ASK_COUNT);
}

/* --- no-dump --- */

Test(ask, no_dump_there_is_one)
{
	expect(LINES(DUMP("MEMORY.DMP", "\"kind\":\"bitmap_kernel\",\"complete\":true"),
		     DIRTY_WITH_CODE),
	       ASK_NO_DUMP, ASK_FINE,
	       SAYS("There is a dump, and it is whole.", "\"file\":\"MEMORY.DMP\""));
	expect(LINES(DUMP("MEMORY.DMP", "\"kind\":\"bitmap_kernel\",\"complete\":false,"
					"\"incomplete_reason\":\"it ends early\"")),
	       ASK_NO_DUMP, ASK_WRONG, SAYS("it is not whole", "it ends early"));
	expect(LINES(DUMP("pagefile.sys", "\"kind\":\"full\",\"stage\":\"in_page_file\"")),
	       ASK_NO_DUMP, ASK_WRONG,
	       SAYS("not yet where dumps are kept", "before the machine is started again"));
}

Test(ask, no_dump_first_rule_wins)
{
	expect(LINES(DIRTY_WITH_CODE, FINDING("CD10", "error"), FINDING("CD20", "error"),
		     NOT_SET_UP(46)),
	       ASK_NO_DUMP, ASK_WRONG,
	       SAYS("\"answer\":\"The configuration turns dumps off.\",\"inferred\":true",
		    "\"rule\":\"no_page_file\"", "\"rule\":\"volmgr_46\"", "Set it otherwise.",
		    "\"value\":\"CD10\""));
	expect(LINES(DIRTY_WITH_CODE, NOT_SET_UP(49), FAILED), ASK_NO_DUMP, ASK_WRONG,
	       SAYS("\"answer\":\"At the start after the crash there was no page file",
		    "\"rule\":\"volmgr_161\"", "\"record_id\":21"));
}

Test(ask, no_dump_notes_are_no_reason)
{
	expect(LINES(DIRTY_WITH_CODE, FINDING("CD23", "note")), ASK_NO_DUMP, ASK_UNKNOWN,
	       SAYS("does not tell whether a dump was made",
		    "\"missing\":[{\"artifact\":\"dumpstack_log\""));
}

Test(ask, no_dump_failed_while_writing)
{
	/* The log shows that dumps were set up, whatever the configuration says now. */
	expect(LINES(LOG("stopped_in_header", "\"complete\":false"), FAILED, DIRTY_WITH_CODE,
		     FINDING("CD10", "error")),
	       ASK_NO_DUMP, ASK_WRONG,
	       SAYS("\"answer\":\"Windows reports that the dump could not be written.\","
		    "\"inferred\":false",
		    "\"value\":\"0xc0000001\"", "\"rule\":\"log_stopped\""));
}

Test(ask, no_dump_written_but_not_given)
{
	expect(LINES(DIRTY_WITH_CODE, SUCCEEDED), ASK_NO_DUMP, ASK_UNKNOWN,
	       SAYS("A dump was written.", "Event 162 reports"));
	expect(LINES(DIRTY_WITH_CODE, REPORT("Windows\\\\MEMORY.DMP")), ASK_NO_DUMP, ASK_UNKNOWN,
	       SAYS("C:\\\\Windows\\\\MEMORY.DMP"));
	expect(LINES(DIRTY_WITH_CODE, REPORT("Windows\\\\MEMORY.DMP"), DELETED), ASK_NO_DUMP,
	       ASK_WRONG, SAYS("Windows deleted the dump itself"));
	expect(LINES(LOG("complete_minidump_no_space", "\"complete\":true")), ASK_NO_DUMP,
	       ASK_WRONG, SAYS("Only a small dump was written"));
}

Test(ask, no_dump_without_bugcheck)
{
	expect(LINES(DIRTY("\"long_power_button_press_detected\":true,")), ASK_NO_DUMP, ASK_FINE,
	       SAYS("No dump was to be expected", "\"rule\":\"power_button\""));
	expect(LINES(DIRTY("")), ASK_NO_DUMP, ASK_UNKNOWN, SAYS("Nothing tells of a bug check"));
}

/* --- stalled --- */

Test(ask, stalled_at_zero_in_the_order_of_looking)
{
	expect(LINES(LOG("stopped_at_percent",
			 "\"complete\":false,\"stopped_before_5_percent\":true,\"last_percent\":0,"
			 "\"total_size\":2011827513,\"throughput\":{\"samples\":3,\"min\":1,"
			 "\"median\":2,\"p95\":3,\"max\":4,\"slowest_percent\":0}"),
		     DISK_RESET, FAILED, DIRTY("\"long_power_button_press_detected\":true,"),
		     FINDING("CD18", "note"),
		     CONFIGURATION("\"settings\":{\"DumpFilters\":[\"dumpfve.sys\",\"x.sys\"]}"),
		     DUMP("1.dmp",
			  "\"kind\":\"triage\",\"complete\":true,\"dump_stack\":[\"dump_vioscsi."
			  "sys\"]")),
	       ASK_STALLED, ASK_WRONG,
	       SAYS("Writing stopped at 0 %, before 5 % were reached.", "STATUS_UNSUCCESSFUL",
		    "0x00040049", "\"rule\":\"disk_errors\"", "through dump_vioscsi.sys",
		    "\"rule\":\"vioscsi\"", "names dumpfve.sys, x.sys",
		    "\"rule\":\"filter_missing\"", "1.8 GiB; at 2.0 MiB/s it takes 15 min 59 s",
		    "\"rule\":\"power_button\"", "\"record_id\":5,\"member\":\"event_id\""));
}

Test(ask, stalled_component)
{
	expect(LINES(LOG("stopped_in_callback",
			 "\"complete\":false,\"open_component\":\"nvlddmkm.sys\"")),
	       ASK_STALLED, ASK_WRONG,
	       SAYS("nvlddmkm.sys was called for its data, and its return is not recorded",
		    "candidate for the stop, not for the crash"));
}

Test(ask, stalled_not)
{
	expect(LINES(LOG("complete", "\"complete\":true")), ASK_STALLED, ASK_FINE,
	       SAYS("It did not stop"));
	expect(LINES(LOG("complete", "\"complete\":true"),
		     DUMP("MEMORY.DMP", "\"kind\":\"full\",\"complete\":false")),
	       ASK_STALLED, ASK_WRONG, SAYS("the file is not whole"));
	expect(LINES(DIRTY_WITH_CODE), ASK_STALLED, ASK_UNKNOWN, SAYS("Give DumpStack.log"));
	expect(LINES(DIRTY("")), ASK_STALLED, ASK_NOT_ABOUT, SAYS_NOTHING);
}

Test(ask, stalled_161_and_162)
{
	expect(LINES(DIRTY_WITH_CODE, FAILED, SUCCEEDED), ASK_STALLED, ASK_WRONG,
	       SAYS("something that came after it failed", "\"rule\":\"volmgr_161_and_162\""));
}

/* Numbers that nobody wrote: no overflow, no nonsense. */
Test(ask, slow_forged)
{
	expect(LINES(LOG("stopped_at_percent",
			 "\"complete\":false,\"total_pages\":9007199254740991,\"throughput\":{"
			 "\"samples\":1,\"min\":1,\"median\":1,\"p95\":1,\"max\":1,"
			 "\"slowest_percent\":0},\"pre_write_ms\":9007199254740991,"
			 "\"tail_ms\":9007199254740991")),
	       ASK_SLOW, ASK_WRONG, SAYS("MiB/s"));
}

Test(ask, slow)
{
	expect(LINES(LOG("complete", "\"complete\":true,\"mib_per_second\":37.1,"
				     "\"total_size\":10737418240,\"write_ms\":276000")),
	       ASK_SLOW, ASK_WRONG,
	       SAYS("The disk took the dump slowly.",
		    "10.0 GiB of dump at 37.1 MiB/s take 4 min 36 s", "\"value\":37.1"));
	/* Nobody complains of half a minute. */
	expect(LINES(LOG("complete", "\"complete\":true,\"mib_per_second\":37.1,"
				     "\"total_size\":1073741824,\"write_ms\":27600")),
	       ASK_SLOW, ASK_FINE, SAYS("not slow"));
	expect(LINES(LOG("complete", "\"complete\":true,\"mib_per_second\":402.5,"
				     "\"pre_write_ms\":100000,\"write_ms\":2000")),
	       ASK_SLOW, ASK_WRONG, SAYS("data of drivers, not to the memory", "1 min 40 s"));
	expect(LINES(LOG("complete", "\"complete\":true,\"mib_per_second\":402.5")), ASK_SLOW,
	       ASK_FINE, SAYS("not slow"));
	expect(LINES(LOG("complete", "\"complete\":true")), ASK_SLOW, ASK_UNKNOWN,
	       SAYS("DumpLogLevel"));
	expect(LINES(DIRTY("")), ASK_SLOW, ASK_NOT_ABOUT, SAYS_NOTHING);
}

/* --- 41-zero, forced --- */

Test(ask, zero_is_not_asked_of_a_code)
{
	expect(LINES(DIRTY_WITH_CODE), ASK_41_ZERO, ASK_NOT_ABOUT, SAYS_NOTHING);
	expect(LINES(LOG("complete", "\"complete\":true")), ASK_41_ZERO, ASK_NOT_ABOUT,
	       SAYS_NOTHING);
}

Test(ask, zero_by_what_happened)
{
	expect(LINES(DIRTY(""), LOG("stopped_in_header", "\"complete\":false")), ASK_41_ZERO,
	       ASK_WRONG, SAYS("It was a bug check", "\"value\":\"0x000000d1\""));
	expect(LINES(DIRTY("\"long_power_button_press_detected\":true,")), ASK_41_ZERO, ASK_WRONG,
	       SAYS("power button", "\"inferred\":false"));
	expect(LINES(DIRTY("\"sleep_state\":4,")), ASK_41_ZERO, ASK_WRONG,
	       SAYS("went to sleep or woke up", "\"member\":\"crash.sleep_state\",\"value\":4"));
	expect(LINES(DIRTY("\"sleep_state\":6,\"boot_app_status\":\"0xc00000d4\",")), ASK_41_ZERO,
	       ASK_WRONG, SAYS("fast startup failed", "0xc00000d4"));
	expect(LINES(DIRTY("")), ASK_41_ZERO, ASK_UNKNOWN, SAYS("does not tell these apart"));
	expect(LINES(DIRTY(""), NOT_SET_UP(46)), ASK_41_ZERO, ASK_UNKNOWN,
	       SAYS("\"rule\":\"dumps_not_set_up\"", "A bug check is possible"));
}

Test(ask, forced)
{
	expect(LINES(RESTART(BUGCHECK_OF("0x000001c8") ",\"crash\":{\"kind\":\"dirty_restart\"}")),
	       ASK_FORCED, ASK_FINE,
	       SAYS("Yes: this code comes only", "\"rule\":\"power_button\""));
	expect(LINES(RESTART(BUGCHECK_OF("0x000000e2") ",\"crash\":{\"kind\":\"dirty_restart\"}"),
		     FINDING("CD60", "note")),
	       ASK_FORCED, ASK_UNKNOWN, SAYS("\"rule\":\"keyboard\"", "\"rule\":\"hotkey_armed\""));
	expect(LINES(RESTART(BUGCHECK_OF("0x0000001a") ",\"crash\":{\"kind\":\"dirty_restart\"}")),
	       ASK_FORCED, ASK_WRONG, SAYS("\"inferred\":true"));
	expect(LINES(DUMP("1.dmp", "\"kind\":\"triage\",\"modules_on_stack\":[\"ntoskrnl.exe\","
				   "\"MyFault.sys\"]")),
	       ASK_FORCED, ASK_FINE, SAYS("NotMyFault", "\"member\":\"modules_on_stack\""));
	expect(LINES(DIRTY("")), ASK_FORCED, ASK_NOT_ABOUT, SAYS_NOTHING);
}

/* --- driver --- */

Test(ask, driver)
{
	expect(LINES(DUMP("1.dmp", "\"kind\":\"triage\",\"fault_module\":{\"name\":\"rt640x64."
				   "sys\"},\"modules_on_stack\":[\"ntoskrnl.exe\",\"ndis.sys\"]")),
	       ASK_DRIVER, ASK_WRONG,
	       SAYS("\"answer\":\"rt640x64.sys is a candidate.\"", "ntoskrnl.exe, ndis.sys",
		    "bcdecode 0x000000d1"));
	expect(LINES(DUMP("1.dmp",
			  "\"kind\":\"triage\",\"fault_module\":{\"name\":\"ntoskrnl.exe\"}")),
	       ASK_DRIVER, ASK_UNKNOWN, SAYS("No driver is named: only the kernel itself is."));
	expect(LINES(LOG("complete_minidump_after_callback_fault",
			 "\"complete\":true,\"fault_component\":\"nvlddmkm.sys\"")),
	       ASK_DRIVER, ASK_WRONG, SAYS("No driver is named for the crash; nvlddmkm.sys"));
	expect(LINES(DIRTY_WITH_CODE), ASK_DRIVER, ASK_UNKNOWN,
	       SAYS("What was given names no driver.", "\"artifact\":\"dump_header\""));
	expect(LINES(DIRTY_WITH_CODE,
		     EVENT("10:54:00", 33, 1019,
			   "\"crash\":{\"kind\":\"dump_report\",\"what\":\"suspected_driver\","
			   "\"suspected_driver\":\"x.sys\"}")),
	       ASK_DRIVER, ASK_WRONG, SAYS("Windows suspects x.sys", "x.sys is a candidate"));
}

/* --- deleted --- */

Test(ask, deleted)
{
	expect(LINES(DIRTY_WITH_CODE, REPORT("Windows\\\\MEMORY.DMP"), DELETED), ASK_DELETED,
	       ASK_WRONG,
	       SAYS("Windows deleted the dump itself, at 2024-03-05 10:54:00 UTC.",
		    "fewer than 25 GB", "AlwaysKeepMemoryDump"));
	expect(LINES(DIRTY_WITH_CODE, REPORT("Windows\\\\MEMORY.DMP"),
		     DUMP("/case/memory.dmp", "\"kind\":\"full\"")),
	       ASK_DELETED, ASK_FINE, SAYS("is among what was given"));
	expect(LINES(DIRTY_WITH_CODE, REPORT("Windows\\\\MEMORY.DMP"), DELETED,
		     DUMP("/case/memory.dmp", "\"kind\":\"full\"")),
	       ASK_DELETED, ASK_WRONG, SAYS("a copy exists"));
	expect(LINES(DIRTY_WITH_CODE, REPORT("Windows\\\\MEMORY.DMP"),
		     DUMP("030524-1-01.dmp", "\"kind\":\"triage\"")),
	       ASK_DELETED, ASK_UNKNOWN, SAYS("not the one that Windows named"));
}

Test(ask, deleted_possibilities_are_inferred)
{
	expect(LINES(DIRTY_WITH_CODE, REPORT("Windows\\\\Minidump\\\\030524-1-01.dmp")),
	       ASK_DELETED, ASK_UNKNOWN,
	       SAYS("MinidumpsCount says, and deletes the oldest.\",\"inferred\":true",
		    "$UsnJrnl"));
	expect(LINES(DIRTY_WITH_CODE, REPORT("Windows\\\\MEMORY.DMP"), FINDING("CD53", "note")),
	       ASK_DELETED, ASK_UNKNOWN,
	       SAYS("a later crash wrote its dump under the same name.\",\"inferred\":true",
		    "\"value\":\"CD53\""));
	expect(LINES(DIRTY_WITH_CODE), ASK_DELETED, ASK_NOT_ABOUT, SAYS_NOTHING);
}

/* --- when --- */

Test(ask, when_all_clocks)
{
	expect(LINES(LOG("complete", "\"complete\":true"),
		     DUMP("MEMORY.DMP", "\"kind\":\"full\",\"complete\":true"), DIRTY_WITH_CODE,
		     LAST_ALIVE),
	       ASK_WHEN, ASK_FINE,
	       SAYS("The crash was at 2024-03-05 10:20:28 UTC (2024-03-05 15:50:28 local time, "
		    "UTC+05:30).",
		    "DumpStack.log was begun at 2024-03-05 10:20:30 UTC, 2.0 s after the crash.",
		    "not the crash, was at 2024-03-05 10:00:07 UTC, 20 min 21 s before",
		    "it belongs to the next start"));
}

Test(ask, when_bounds)
{
	expect(LINES(DIRTY_WITH_CODE, LAST_ALIVE), ASK_WHEN, ASK_UNKNOWN,
	       SAYS("The crash was between 2024-03-05 10:00:07 and 2024-03-05 10:52:05 UTC.",
		    "\"inferred\":true", "\"time\":null"));
}

/* --- share --- */

Test(ask, share)
{
	expect(LINES(DUMP("1.dmp", "\"kind\":\"triage\",\"stale_tail\":true")), ASK_SHARE,
	       ASK_WRONG, SAYS("SMBIOS", "\"rule\":\"stale_tail\"", "used_end"));
	expect(LINES(DUMP("1.dmp", "\"kind\":\"bitmap_kernel\"")), ASK_SHARE, ASK_WRONG,
	       SAYS("keys of encrypted volumes"));
	expect(LINES(DUMP("1.dmp", "\"kind\":\"full\"")), ASK_SHARE, ASK_WRONG, SAYS("passwords"));
	expect(LINES(DUMP("1.dmp", "\"kind\":\"of another time\"")), ASK_SHARE, ASK_WRONG,
	       SAYS("passwords"));
	expect(LINES(DUMP("1.dmp", "\"kind\":\"header\"")), ASK_SHARE, ASK_FINE,
	       SAYS("holds no memory"));
	expect(LINES(DIRTY_WITH_CODE), ASK_SHARE, ASK_UNKNOWN, SAYS("names of machine"));
}

/* --- all of them --- */

static const char *const everything[] = {
	LOG("stopped_at_percent",
	    "\"complete\":false,\"last_percent\":35,\"mib_per_second\":20.0,"
	    "\"kind\":\"bitmap_kernel\",\"open_component\":\"a\\u0007b.sys\""),
	DUMP("MEMORY.DMP", "\"kind\":\"bitmap_kernel\",\"complete\":false"),
	DIRTY("\"power_button_time\":\"2024-03-05T10:50:00.0000000Z\","),
	FAILED,
	SUCCEEDED,
	DISK_RESET,
	LAST_ALIVE,
	REPORT("Windows\\\\MEMORY.DMP"),
	DELETED,
	FINDING("CD10", "error"),
	CONFIGURATION("\"will_dump\":\"no\""),
};

/* Both forms say the same, on the same evidence, and no terminal obeys what a driver is called. */
Test(ask, both_forms)
{
	for (enum question q = 0; q < ASK_COUNT; q++) {
		struct asked json = ask(everything, COUNT_OF(everything), q, false);
		struct asked text = ask(everything, COUNT_OF(everything), q, true);
		cr_expect_eq(json.result, text.result, "%s", ask_name(q));
		cr_expect_eq(json.out.n > 0, text.out.n > 0, "%s", ask_name(q));
		cr_expect_eq(slice_find_byte(buf_slice(&text.out), 7), text.out.n);
		if (text.out.n) {
			check_form(slice_sub(buf_slice(&json.out), 0, json.out.n - 1));
			cr_expect(slice_ends_with(buf_slice(&text.out), SLICE("\n\n")));
		}
		buf_free(&json.out);
		buf_free(&text.out);
	}
}

/* More evidence than an answer has room for. */
Test(ask, a_flood_is_cut)
{
	enum { FLOOD = 300 };
	static char lines[FLOOD][400];
	const char *list[FLOOD + 1];
	for (size_t i = 0; i < FLOOD; i++) {
		snprintf(lines[i], sizeof(lines[i]),
			 "{\"type\":\"dump\",\"time\":\"2024-03-05T10:20:28.0000000Z\",\"kind\":"
			 "\"triage\",\"complete\":true,\"file\":\"%zu.dmp\"," BUGCHECK "}",
			 i);
		list[i] = lines[i];
	}
	list[FLOOD] = DIRTY_WITH_CODE;
	for (enum question q = 0; q < ASK_COUNT; q++) {
		struct asked asked = ask(list, FLOOD + 1, q, false);
		cr_expect_lt(asked.out.n, asked.crashes * 64 * 1024);
		buf_free(&asked.out);
	}
}
