/* SPDX-License-Identifier: MIT */
/* lib/evtx/crash.h: the table of crash events, its examples, and what is made of hostile ones. */
#include <criterion/criterion.h>

#include "lib/evtx/crash.h"
#include "lib/evtx/crash_table.h"
#include "tests/unit/crash_examples.h"
#include "tests/unit/support_evtx.h"
#include "tests/unit/support_json.h"

#define KERNEL_POWER "Microsoft-Windows-Kernel-Power"
#define WER          "Windows Error Reporting"

/* Does s hold this text? */
static bool holds(struct slice s, const char *text)
{
	struct slice needle = slice_of_string(text);
	return slice_find(s, needle) < s.n || needle.n == 0;
}

/* The members of an event with these children of Event, as an object. */
static struct buf members_of(struct arena *arena, const struct crash_event *row, const char *inside)
{
	struct buf notation = {0}, out = {0};
	buf_printf(&notation, "<Event>%s</Event>%c", inside, 0);
	struct evtx_event event = evtx_event_of(arena, (const char *)notation.p);
	const struct crash_event *resolved = crash_event_resolve(row, &event, arena);
	struct json_writer w = json_writer_on(&out);
	json_object_begin(&w, NULL);
	if (resolved)
		crash_write(&w, resolved, &event, arena);
	json_object_end(&w);
	cr_expect(strict_json(buf_slice(&out)), "%.*s", (int)out.n, (char *)out.p);
	buf_free(&notation);
	return out;
}

static void check_holds(const struct buf *out, const char *text)
{
	cr_expect(holds(buf_slice(out), text), "want %s\n got %.*s", text, (int)out->n,
		  (char *)out->p);
}

/* What the event of this provider and number with this EventData gives holds this text. */
static void check(const char *provider, uint64_t id, const char *event_data, const char *text)
{
	struct arena arena = {0};
	struct buf inside = {0};
	const struct crash_event *row =
		crash_event_find(slice_of_string(provider), id, slice_of(NULL, 0));
	cr_assert(row);
	buf_printf(&inside, "<EventData>%s</EventData>%c", event_data, 0);
	struct buf out = members_of(&arena, row, (const char *)inside.p);
	check_holds(&out, text);
	buf_free(&inside);
	buf_free(&out);
	arena_free(&arena);
}

/* --- the examples of the table --- */

enum form { FORM_TEXT, FORM_STRINGS, FORM_ARRAY, FORM_COUNT };

static bool all_unnamed(const struct crash_example *e)
{
	for (size_t i = 0; i < e->count; i++)
		if (e->data[i].name)
			return false;
	return e->count > 1;
}

/* One string array, as classic events have it. */
static void add_array(struct buf *b, const struct crash_example *e)
{
	buf_add_string(b, "<Data>{strings:");
	for (size_t i = 0; i < e->count; i++)
		buf_printf(b, "%s%s", i ? "|" : "", e->data[i].value);
	buf_add_string(b, "}</Data>");
}

static void add_data(struct buf *b, const struct crash_example_data *data, enum form form)
{
	buf_add_string(b, "<Data");
	if (data->name)
		buf_printf(b, " Name='%s'", data->name);
	if (data->value[0] == '\0')
		buf_add_string(b, "/>");
	else
		buf_printf(b, form == FORM_TEXT ? ">%s</Data>" : ">{string:%s}</Data>",
			   data->value);
}

/* The example as the inside of Event. */
static struct buf event_of(const struct crash_example *e, enum form form)
{
	struct buf b = {0};
	buf_add_string(&b, "<EventData>");
	if (form == FORM_ARRAY)
		add_array(&b, e);
	else
		for (size_t i = 0; i < e->count; i++)
			add_data(&b, &e->data[i], form);
	if (e->binary)
		buf_printf(&b,
			   form == FORM_TEXT ? "<Binary>%s</Binary>"
					     : "<Binary>{binary:%s}</Binary>",
			   e->binary);
	buf_add_string(&b, "</EventData>");
	buf_add_byte(&b, '\0');
	return b;
}

static void check_example(const struct crash_example *e, const struct buf *out)
{
	struct buf kind = {0};
	buf_printf(&kind, "\"crash\":{\"kind\":\"%s\"%c", e->kind, 0);
	cr_expect(holds(buf_slice(out), (const char *)kind.p), "line %d: %.*s", e->line,
		  (int)out->n, (char *)out->p);
	for (const char *want = e->gives; *want; want += strlen(want) + 1)
		cr_expect(holds(buf_slice(out), want), "line %d: want %s\n got %.*s", e->line, want,
			  (int)out->n, (char *)out->p);
	buf_free(&kind);
}

Test(evtx_crash, examples)
{
	cr_assert_gt(crash_example_count, crash_event_count);
	for (size_t i = 0; i < crash_example_count; i++) {
		const struct crash_example *e = &crash_examples[i];
		const struct crash_event *row = crash_event_find(
			slice_of_string(e->provider), e->event_id, slice_of_string(e->channel));
		cr_assert(row, "line %d", e->line);
		for (enum form form = FORM_TEXT; form < FORM_COUNT; form++) {
			struct arena arena = {0};
			if (form == FORM_ARRAY && !all_unnamed(e))
				continue;
			struct buf event = event_of(e, form);
			struct buf out = members_of(&arena, row, (const char *)event.p);
			check_example(e, &out);
			buf_free(&event);
			buf_free(&out);
			arena_free(&arena);
		}
	}
}

/* --- look-up --- */

static const struct crash_event *find(const char *provider, uint64_t id, const char *channel)
{
	return crash_event_find(slice_of_string(provider), id, slice_of_string(channel));
}

Test(evtx_crash, providers_by_name_and_alias)
{
	const struct crash_event *row =
		find("Microsoft-Windows-WER-SystemErrorReporting", 1001, "");
	cr_assert(row);
	cr_expect_eq(crash_event_kind(row), CRASH_KIND_BUGCHECK_REPORTED);
	cr_expect_not(crash_event_is_context(row));
	cr_expect_not(crash_event_is_conditional(row));
	cr_expect_eq(find("BugCheck", 1001, "System"), row);
	cr_expect_eq(find("Save Dump", 1001, "System"), row);
	cr_expect_eq(find("microsoft-windows-wer-systemerrorreporting", 1001, ""), row);
	cr_expect_neq(find(WER, 1001, "Application"), row);
	cr_expect_eq(find("USER32", 1074, "System"), find("User32", 1074, "System"));
	cr_expect_null(find("Microsoft-Windows-Sysmon", 1, ""));
	cr_expect_null(find("", 41, ""));
	cr_expect_null(find(KERNEL_POWER "x", 41, ""));
	cr_expect_null(find(KERNEL_POWER, 40, ""));
	cr_expect_null(find(KERNEL_POWER, 41 + (UINT64_C(1) << 32), ""));
	cr_expect_null(find(KERNEL_POWER, UINT64_MAX, ""));
}

Test(evtx_crash, a_channel_where_it_matters)
{
	const char *provider = "Microsoft-Windows-Kernel-WHEA";
	cr_expect(find(provider, 20, "Microsoft-Windows-Kernel-WHEA/Errors"));
	cr_expect(find(provider, 20, "microsoft-windows-kernel-whea/errors"));
	cr_expect_null(find(provider, 20, "Microsoft-Windows-Kernel-WHEA/Operational"));
	cr_expect_null(find(provider, 20, ""));
}

Test(evtx_crash, the_bitmap_and_the_index_agree)
{
	size_t indexed = 0;
	for (uint64_t id = 0; id < CRASH_ID_LIMIT + 100; id++) {
		bool possible = indexed < crash_index_count && crash_index[indexed].id == id;
		cr_expect_eq(crash_event_id_possible(id), possible, "%zu", (size_t)id);
		while (indexed < crash_index_count && crash_index[indexed].id == id)
			indexed++;
	}
	cr_expect_eq(indexed, crash_index_count);
	cr_expect_not(crash_event_id_possible(UINT64_MAX));
}

Test(evtx_crash, kinds)
{
	enum crash_kind kind = CRASH_KIND_COUNT;
	for (unsigned i = 0; i < CRASH_KIND_COUNT; i++) {
		cr_expect(crash_kind_from_name(slice_of_string(crash_kind_name(i)), &kind));
		cr_expect_eq(kind, i);
	}
	cr_expect_not(crash_kind_from_name(SLICE("crash"), &kind));
	cr_expect_not(crash_kind_from_name(SLICE(""), &kind));
	cr_expect(crash_kind_is_context(CRASH_KIND_BOOT));
	cr_expect(crash_kind_is_context(CRASH_KIND_POWER_ACTION));
	cr_expect_not(crash_kind_is_context(CRASH_KIND_DIRTY_RESTART));
	cr_expect_not(crash_kind_is_context(CRASH_KIND_BLUESCREEN_REPORT));
}

/* --- which row holds --- */

static void check_resolved(const char *inside, int kind)
{
	struct arena arena = {0};
	const struct crash_event *row = find(WER, 1001, "Application");
	cr_assert(row);
	cr_expect(crash_event_is_conditional(row));
	struct evtx_event event = evtx_event_of(&arena, inside);
	row = crash_event_resolve(row, &event, &arena);
	cr_expect_eq(row ? (int)crash_event_kind(row) : -1, kind, "%s", inside);
	arena_free(&arena);
}

Test(evtx_crash, reports_of_programs_are_no_evidence)
{
#define STRINGS(third) "<Event><EventData><Data/><Data>0</Data>" third "</EventData></Event>"
	check_resolved(STRINGS("<Data>BlueScreen</Data>"), CRASH_KIND_BLUESCREEN_REPORT);
	check_resolved(STRINGS("<Data>LiveKernelEvent</Data>"), CRASH_KIND_LIVE_KERNEL_EVENT);
	check_resolved(STRINGS("<Data>APPCRASH</Data>"), -1);
	check_resolved(STRINGS("<Data/>"), -1);
	check_resolved(STRINGS(""), -1);
	/* A field of another name at that place is not it. */
	check_resolved(STRINGS("<Data Name='P1'>BlueScreen</Data>"), -1);
	check_resolved("<Event><EventData/></Event>", -1);
	check_resolved("<Event/>", -1);
}

/* --- typed values --- */

Test(evtx_crash, typed_values_give_what_their_text_gives)
{
	check(KERNEL_POWER, 41,
	      "<Data Name='BugcheckCode'>{u32:278}</Data>"
	      "<Data Name='BugcheckParameter1'>{x64:0xffffc08e50000010}</Data>"
	      "<Data Name='BugcheckParameter2'>{x64:0}</Data>"
	      "<Data Name='BugcheckParameter3'>{x32:0x80000000}</Data>"
	      "<Data Name='BugcheckParameter4'>{x64:0xd}</Data>"
	      "<Data Name='SleepInProgress'>{u32:5}</Data>"
	      "<Data Name='PowerButtonTimestamp'>{u64:133541464300000000}</Data>"
	      "<Data Name='BootAppStatus'>{u32:3221225473}</Data>"
	      "<Data Name='Checkpoint'>{u8:41}</Data>"
	      "<Data Name='ConnectedStandbyInProgress'>{bool:0}</Data>"
	      "<Data Name='LongPowerButtonPressDetected'>{bool:5}</Data>",
	      "{\"bugcheck\":{\"code\":\"0x00000116\",\"code_decimal\":278,"
	      "\"name\":\"VIDEO_TDR_FAILURE\",\"parameters\":[\"0xffffc08e50000010\","
	      "\"0x0000000000000000\",\"0x0000000080000000\",\"0x000000000000000d\"]},"
	      "\"crash\":{\"kind\":\"dirty_restart\",\"sleep_in_progress\":true,"
	      "\"sleep_state\":5,\"sleep_state_name\":\"hibernate\","
	      "\"power_button_time\":\"2024-03-05T21:07:10.0000000Z\","
	      "\"boot_app_status\":\"0xc0000001\","
	      "\"boot_app_status_name\":\"STATUS_UNSUCCESSFUL\",\"checkpoint\":41,"
	      "\"connected_standby_in_progress\":false,"
	      "\"long_power_button_press_detected\":true}}");
	check(KERNEL_POWER, 41,
	      "<Data Name='SleepInProgress'>{bool:1}</Data>"
	      "<Data Name='BugcheckInfoFromEFI'>{bool:1}</Data>",
	      "{\"crash\":{\"kind\":\"dirty_restart\",\"sleep_in_progress\":true,"
	      "\"bugcheck_info_from_efi\":true}}");
	check("Microsoft-Windows-Kernel-General", 12,
	      "<Data Name='StartTime'>{filetime:2024-03-05T21:08:51.5Z}</Data>",
	      "\"start_time\":\"2024-03-05T21:08:51.5000000Z\"");
	check("Microsoft-Windows-Kernel-General", 13,
	      "<Data Name='StopTime'>{systemtime:2024-03-05T21:08:51.5Z}</Data>",
	      "\"stop_time\":\"2024-03-05T21:08:51.5000000Z\"");
}

/* --- what nobody means well --- */

Test(evtx_crash, unreadable_fields_are_null)
{
	check(KERNEL_POWER, 41,
	      "<Data Name='SleepInProgress'>maybe</Data><Data Name='BootAppStatus'/>"
	      "<Data Name='PowerButtonTimestamp'>18446744073709551615</Data>"
	      "<Data Name='Checkpoint'>-1</Data><Data Name='LidReliability'>&#233;</Data>",
	      "{\"crash\":{\"kind\":\"dirty_restart\",\"sleep_in_progress\":null,"
	      "\"sleep_state\":null,\"power_button_time\":null,\"boot_app_status\":null,"
	      "\"checkpoint\":null,\"lid_reliability\":null}}");
	check(KERNEL_POWER, 41, "<Data Name='BootAppStatus'>4294967296</Data>",
	      "\"boot_app_status\":null");
	check(KERNEL_POWER, 41, "<Data Name='BootAppStatus'>18446744072635809793</Data>",
	      "\"boot_app_status\":\"0xc0000001\"");
}

Test(evtx_crash, a_code_that_cannot_be_read_is_not_none)
{
	static const char *const codes[] = {"", "4294967296", "-1", "x", "0x"};
	for (size_t i = 0; i < COUNT_OF(codes); i++) {
		struct buf b = {0};
		buf_printf(&b, "<Data Name='BugcheckCode'>%s</Data>%c", codes[i], 0);
		check(KERNEL_POWER, 41, (const char *)b.p, "{\"crash\":{\"kind\":");
		buf_free(&b);
	}
	check("BugCheck", 1001, "<Data>it crashed</Data>", "{\"crash\":{\"kind\":");
	check("BugCheck", 1001, "<Data>0x100000000 (0x1)</Data>", "{\"crash\":{\"kind\":");
	check(WER, 1001, "<Data/><Data/><Data>BlueScreen</Data><Data/><Data/><Data>zz</Data>",
	      "{\"crash\":{\"kind\":");
}

Test(evtx_crash, sentences_that_are_not_whole)
{
#define SENTENCE(text, parameters)                                     \
	check("BugCheck", 1001, "<Data Name='param1'>" text "</Data>", \
	      "\"name\":\"MACHINE_CHECK_EXCEPTION\",\"parameters\":[" parameters "]")
	SENTENCE("0x0000009c", "null,null,null,null");
	SENTENCE("0x9C (", "null,null,null,null");
	SENTENCE("0x9c ()", "null,null,null,null");
	/* What nothing ends may have lost digits. */
	SENTENCE(" 0x0000009c (0x1, 0x2", "\"0x0000000000000001\",null,null,null");
	SENTENCE("0x0000009c (0x1,,zz,0x11111111111111111,0x5,0x6)",
		 "\"0x0000000000000001\",null,null,null");
	SENTENCE("0x0000009c (1,0x2,0x3,0x4,0x5)",
		 "null,\"0x0000000000000002\",\"0x0000000000000003\",\"0x0000000000000004\"");
}

Test(evtx_crash, packets_and_times_that_are_cut)
{
	check("volmgr", 161, "<Binary>zz</Binary>", "\"error_code\":null");
	check("volmgr", 161, "<Binary>000</Binary>", "\"error_code\":null");
	check("volmgr", 161, "", "\"error_code\":null");
	check("EventLog", 6008, "<Binary>E8070300020005001600060029000A00</Binary>",
	      "\"last_alive\":null}");
	/* Two instants that no zone puts apart so far; a month that does not exist. */
	check("EventLog", 6008,
	      "<Binary>E8070300020005001600060029000A00E807030002000900160006002900FA00</Binary>",
	      "\"last_alive\":\"2024-03-09T22:06:41.2500000Z\"}");
	check("EventLog", 6008,
	      "<Binary>E8070D00020005001600060029000A00E807030002000900160006002900FA0001</Binary>",
	      "\"last_alive\":\"2024-03-09T22:06:41.2500000Z\"}");
	check("EventLog", 6005, "<Binary>00000000000000000000000000000000</Binary>",
	      "\"log_start_time\":null");
	check("EventLog", 6013, "<Binary>410042000000</Binary>", "{\"kind\":\"uptime\"}");
	check("EventLog", 6013, "<Data/><Data/><Data/><Data/><Data/><Data/><Data>x y</Data>",
	      "{\"kind\":\"uptime\",\"uptime_seconds\":null}");
}

Test(evtx_crash, error_records_that_are_cut)
{
	struct buf b = {0};
	check("Microsoft-Windows-WHEA-Logger", 1, "<Data Name='RawData'>43504552</Data>",
	      "\"error_record\":null");
	buf_add_string(&b, "<Data Name='RawData'>43504552000000000000FFFF09000000");
	buf_add_repeated(&b, 'F', 2 * (128 - 16));
	buf_add_string(&b, "</Data>");
	buf_add_byte(&b, '\0');
	check("Microsoft-Windows-WHEA-Logger", 1, (const char *)b.p,
	      "\"error_record\":{\"severity\":9,\"time\":null,\"length\":4294967295,"
	      "\"notification\":\"ffffffff-ffff-ffff-ffff-ffffffffffff\","
	      "\"record_id\":\"0xffffffffffffffff\",\"sections\":[]}");
	buf_free(&b);
}

Test(evtx_crash, attached_files)
{
#define FILES(text) \
	"<Data Name='EventName'>BlueScreen</Data><Data Name='AttachedFiles'>" text "</Data>"
	check(WER, 1001, FILES("\n C:\\a b.txt\r\nC:\\Windows\\Minidump\\1 2.DMP\n\n"),
	      "\"dump_path\":\"C:\\\\Windows\\\\Minidump\\\\1 2.DMP\",\"attached_files\":["
	      "\"C:\\\\a b.txt\",\"C:\\\\Windows\\\\Minidump\\\\1 2.DMP\"]");
	check(WER, 1001, FILES("\\\\?\\C:\\a.dmp"),
	      "\"dump_path\":\"C:\\\\a.dmp\",\"attached_files\":[\"C:\\\\a.dmp\"]");
	check(WER, 1001, FILES(""), "\"dump_path\":null,\"attached_files\":[]");
	check(WER, 1001, FILES("\\\\?\\ \\\\?\\ x \\\\?\\"),
	      "\"dump_path\":null,\"attached_files\":[\" x\"]");
}
