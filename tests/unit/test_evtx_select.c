/* SPDX-License-Identifier: MIT */
/* lib/evtx/select.h, number_set.h and pattern.h */
#include <criterion/criterion.h>
#include <inttypes.h>
#include <stdio.h>

#include "lib/base/wintime.h"
#include "lib/evtx/pattern.h"
#include "lib/evtx/select.h"
#include "tests/unit/support_evtx.h"
#include "tests/unit/support_random.h"

static struct arena arena;
static struct evtx_selection selection;
static struct buf error;

static void clean(void)
{
	evtx_selection_free(&selection);
	buf_free(&error);
	arena_free(&arena);
}

/* --- sets of numbers --- */

Test(number_set, lists)
{
	static const struct {
		const char *list;
		const char *has; /* of 0 to 9, "-" last: also where there is no number */
	} rows[] = {
		{"5", "5"},
		{"0x5", "5"},
		{"3-5", "345"},
		{"0x3-5", "345"},
		{" 1 , 3 - 5 ", "1345"},
		{"5,1,3", "135"},
		{"1-3,2-5,7", "123457"},
		{"1-2,3-4", "1234"},
		{"5-7,1-9", "123456789"},
		{"1-9,!5", "12346789"},
		{"!5,1-9", "12346789"},
		{"1-9,!3-7,! 9", "128"},
		{"!5", "012346789-"},
		{"!0-8", "9-"},
		{"0-18446744073709551615", "0123456789"},
		{"!0-18446744073709551615", "-"},
		{"18446744073709551615,2", "2"},
		{"two", "24"},
		{"TWO,!4", "2"},
	};
	static const struct number_word words[] = {{"two", 2}, {"two", 4}, {NULL, 0}};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct number_set set = {0};
		struct buf message = {0};
		cr_expect(number_set_add(&set, slice_of_string(rows[i].list), words, &message));
		cr_expect_not(number_set_is_all(&set));
		for (char c = '0'; c <= '9'; c++)
			cr_expect_eq(number_set_has(&set, true, (uint64_t)(c - '0')),
				     strchr(rows[i].has, c) != NULL, "%c in %s", c, rows[i].list);
		cr_expect_eq(number_set_has(&set, false, 5), strchr(rows[i].has, '-') != NULL, "%s",
			     rows[i].list);
		number_set_free(&set);
		buf_free(&message);
	}
}

Test(number_set, what_is_no_list)
{
	static const char *const rows[] = {"",    ",",   "1,",    "-",  "1-",
					   "-1",  "2-1", "1-2-3", "x",  "1 2",
					   "!",   "!!1", "1.5",   "0x", "18446744073709551616",
					   "1,,2"};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct number_set set = {0};
		struct buf message = {0};
		cr_expect_not(number_set_add(&set, slice_of_string(rows[i]), NULL, &message), "%s",
			      rows[i]);
		cr_expect_gt(message.n, 0);
		number_set_free(&set);
		buf_free(&message);
	}
}

Test(number_set, as_a_bitmap_has_it)
{
	uint64_t seed = 5;
	for (int round = 0; round < 2000; round++) {
		bool in[64] = {0}, out[64] = {0}, any_in = false;
		struct number_set set = {0};
		for (size_t n = random_below(&seed, 12) + 1; n > 0; n--) {
			uint64_t first = random_below(&seed, 64);
			uint64_t last = first + random_below(&seed, 64 - first);
			bool exclude = random_below(&seed, 3) == 0;
			char item[64];
			snprintf(item, sizeof(item), "%s%" PRIu64 "-%" PRIu64, exclude ? "!" : "",
				 first, last);
			cr_assert(number_set_add(&set, slice_of_string(item), NULL, NULL));
			any_in |= !exclude;
			for (uint64_t i = first; i <= last; i++)
				(exclude ? out : in)[i] = true;
		}
		for (size_t i = 0; i < 64; i++)
			cr_assert_eq(number_set_has(&set, true, i), (in[i] || !any_in) && !out[i]);
		for (size_t i = 1; i < set.in.n; i++)
			cr_assert(set.in.p[i - 1].last + 1 < set.in.p[i].first);
		number_set_free(&set);
	}
}

/* --- patterns --- */

Test(pattern, rows)
{
	static const struct {
		const char *pattern, *text;
		bool matches;
	} rows[] = {
		{"", "", true},
		{"", "x", false},
		{"system", "SYSTEM", true},
		{"System", "Systems", false},
		{"Systems", "System", false},
		{"*", "", true},
		{"*", "anything", true},
		{"?", "", false},
		{"?", "x", true},
		{"?", "xy", false},
		{"?", "\xe2\x82\xac", true},
		{"??", "\xe2\x82\xac", false},
		{"a*", "abc", true},
		{"*c", "abc", true},
		{"*b*", "abc", true},
		{"a*c", "ac", true},
		{"a*b*c", "axxbyybzzc", true},
		{"a*b*c", "axxbyybzz", false},
		{"*aab", "aaaaaab", true},
		{"*?b", "b", false},
		{"*/Operational", "Microsoft-Windows-TaskScheduler/Operational", true},
		{"a?c", "a*c", true},
		{"***x***", "x", true},
		{"\xc3\x84", "\xc3\xa4", false}, /* only ASCII letters are the same in both cases */
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		cr_expect_eq(pattern_matches(slice_of_string(rows[i].pattern),
					     slice_of_string(rows[i].text)),
			     rows[i].matches, "%s and %s", rows[i].pattern, rows[i].text);
	cr_expect(pattern_has_wildcard(SLICE("a*")) && pattern_has_wildcard(SLICE("?")));
	cr_expect_not(pattern_has_wildcard(SLICE("a.b")));
}

/* By trying everything. */
static bool glob(const char *p, const char *t)
{
	if (*p == '*')
		return glob(p + 1, t) || (*t && glob(p, t + 1));
	if (!*p || !*t)
		return *p == *t;
	return (*p == '?' || *p == *t) && glob(p + 1, t + 1);
}

Test(pattern, as_the_definition_has_it)
{
	uint64_t seed = 11;
	for (int i = 0; i < 200000; i++) {
		char p[8] = "", t[10] = "";
		for (size_t n = random_below(&seed, 8); n > 0; n--)
			p[n - 1] = "ab*?*"[random_below(&seed, 5)];
		for (size_t n = random_below(&seed, 10); n > 0; n--)
			t[n - 1] = "ab"[random_below(&seed, 2)];
		p[7] = t[9] = 0;
		cr_assert_eq(pattern_matches(slice_of_string(p), slice_of_string(t)), glob(p, t),
			     "%s and %s", p, t);
	}
}

/* --- selection --- */

static const char power[] =
	"<Event><System><Provider Name='{string:Microsoft-Windows-Kernel-Power}'/>"
	"<EventID>{u16:41}</EventID><Level>{u8:1}</Level>"
	"<TimeCreated SystemTime='{filetime:2024-02-29T08:46:36Z}'/>"
	"<EventRecordID>{u64:4711}</EventRecordID><Channel>{string:System}</Channel>"
	"<Computer>{string:PC-7.example.org}</Computer></System>"
	"<EventData><Data Name='{string:BugcheckCode}'>{u32:209}</Data>"
	"<Data Name='{string:BugcheckParameter1}'>{x64:0xffffe00012345678}</Data>"
	"<Data Name='Empty'>{null:}</Data><Data Name='Twice'>one</Data><Data Name='Twice'>two</Data>"
	"<ComplexData Name='Complex'>c</ComplexData></EventData></Event>";
static const char classic[] =
	"<Event><System><Provider Name='EventLog'/><EventID Qualifiers='32768'>6008</EventID>"
	"<Level>2</Level><TimeCreated SystemTime='2024-02-29T09:00:00.123456700Z'/>"
	"<EventRecordID>4712</EventRecordID><Channel>System</Channel><Computer>OTHER</Computer>"
	"</System><EventData><Data>{strings:08:50:29|29.02.2024||504236}</Data>"
	"<Binary>{binary:E807}</Binary></EventData></Event>";
static const char cleared[] =
	"<Event><System><Provider Name='Microsoft-Windows-Eventlog'/><EventID>1102</EventID>"
	"<Level>4</Level></System>"
	"<UserData><LogFileCleared><SubjectUserName>Anna</SubjectUserName><Deep><Leaf>x</Leaf></Deep>"
	"</LogFileCleared></UserData></Event>";
static const char bare[] = "<Event/>";

static const char *const events[] = {power, classic, cleared, bare};

typedef bool option(struct evtx_selection *s, const char *argument, struct buf *error);

struct option_row {
	option *parse;
	const char *argument;
	const char *wanted; /* of p(ower), c(lassic), l(og cleared), b(are) */
};

static const char letters[] = "pclb";

static bool is_wanted(const struct evtx_selection *s, const char *notation)
{
	struct evtx_event event = evtx_event_of(&arena, notation);
	struct evtx_system all, some = {0};
	evtx_system_read(&all, &arena, event.root);
	/* Nothing but the stated fields may be looked at. */
	some.present = all.present & evtx_selection_fields(s);
	for (unsigned i = 0; i < EVTX_SYSTEM_FIELD_COUNT; i++) {
		some.number[i] = some.present >> i & 1 ? all.number[i] : UINT64_MAX / 3;
		some.text[i] = some.present >> i & 1 ? all.text[i] : SLICE("unset");
	}
	const struct evtx_node *root = event.root;
	event.root = NULL;
	if (!evtx_selection_system(s, &some, &event))
		return false;
	event.root = root;
	return !evtx_selection_needs_tree(s) || evtx_selection_tree(s, &event, &arena);
}

static void check_wanted(const struct evtx_selection *s, const char *wanted, const char *what)
{
	for (size_t i = 0; i < COUNT_OF(events); i++)
		cr_expect_eq(is_wanted(s, events[i]), strchr(wanted, letters[i]) != NULL,
			     "%s and event %c", what, letters[i]);
}

static const struct option_row rows[] = {
	{evtx_selection_event_id, "41,6008", "pc"},
	{evtx_selection_event_id, "1-7000,!1102", "pc"},
	{evtx_selection_event_id, "!41", "clb"},
	{evtx_selection_record_id, "4712", "c"},
	{evtx_selection_record_id, "4000-5000", "pc"},
	{evtx_selection_level, "critical,error", "pc"},
	{evtx_selection_level, "Information", "l"},
	{evtx_selection_level, "4-5", "l"},
	{evtx_selection_level, "!critical", "clb"},
	{evtx_selection_provider, "Microsoft-Windows-Kernel-Power", "p"},
	{evtx_selection_provider, "kernel-power", "p"},
	{evtx_selection_provider, "EVENTLOG", "cl"},
	{evtx_selection_provider, "microsoft-windows-eventlog", "l"},
	{evtx_selection_provider, "Microsoft-Windows-*", "pl"},
	{evtx_selection_provider, "Power", ""},
	{evtx_selection_channel, "system", "pc"},
	{evtx_selection_channel, "Sys*", "pc"},
	{evtx_selection_channel, "*", "pc"},
	{evtx_selection_computer, "other", "c"},
	{evtx_selection_computer, "pc-?.*", "p"},
	{evtx_selection_since, "2024-02-29T08:46:36Z", "pc"},
	{evtx_selection_since, "2024-02-29T08:46:36.0000001Z", "c"},
	{evtx_selection_until, "2024-02-29T08:46:36Z", ""},
	{evtx_selection_until, "2024-02-29T09:00:00Z", "p"},
	{evtx_selection_until, "2024-03-01", "pc"},
	{evtx_selection_since, "23h", "c"}, /* back from 2024-03-01T08:00:00Z */
	{evtx_selection_data, "BugcheckCode=209", "p"},
	{evtx_selection_data, "BugcheckCode=2*", "p"},
	{evtx_selection_data, "bugcheckcode=209", ""},
	{evtx_selection_data, "BugcheckCode=20", ""},
	{evtx_selection_data, "BugcheckParameter1=0xFFFFE00012345678", "p"},
	{evtx_selection_data, "Empty=", "p"},
	{evtx_selection_data, "Twice=TWO", "p"},
	{evtx_selection_data, "Complex=c", "p"},
	{evtx_selection_data, "=504236", "c"},
	{evtx_selection_data, "=", "c"},
	{evtx_selection_data, "=*", "c"},
	{evtx_selection_data, "=209", ""},
	{evtx_selection_data, "Binary=e807", "c"},
	{evtx_selection_data, "SubjectUserName=anna", "l"},
	{evtx_selection_data, "Leaf=x", "l"},
	{evtx_selection_data, "Deep=*", ""},
	{evtx_selection_data, "EventID=41", ""},
	{evtx_selection_xpath, "*[System[EventID=41 or EventID=1102]]", "pl"},
	{evtx_selection_xpath, "*[EventData[Data[@Name='BugcheckCode']=209]]", "p"},
	{evtx_selection_xpath, "*", "pclb"},
};

static uint64_t now(void)
{
	struct civil_time t = {2024, 3, 1, 8, 0, 0, 0};
	return filetime_from_civil(&t);
}

Test(select, nothing_asked, .fini = clean)
{
	cr_expect(evtx_selection_is_all(&selection));
	cr_expect_not(evtx_selection_needs_tree(&selection));
	cr_expect_eq(evtx_selection_fields(&selection), 0);
	check_wanted(&selection, letters, "no option");
}

Test(select, each_option, .fini = clean)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		selection.now = now();
		cr_expect(rows[i].parse(&selection, rows[i].argument, &error), "%s",
			  rows[i].argument);
		cr_expect_not(evtx_selection_is_all(&selection));
		check_wanted(&selection, rows[i].wanted, rows[i].argument);
		evtx_selection_free(&selection);
	}
}

/* Different options: all of them. */
Test(select, pairs_of_options, .fini = clean)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		for (size_t j = 0; j < COUNT_OF(rows); j++) {
			if (rows[i].parse == rows[j].parse)
				continue;
			char both[5], *end = both;
			for (const char *c = letters; *c; c++)
				if (strchr(rows[i].wanted, *c) && strchr(rows[j].wanted, *c))
					*end++ = *c;
			*end = 0;
			selection.now = now();
			cr_assert(rows[i].parse(&selection, rows[i].argument, &error));
			cr_assert(rows[j].parse(&selection, rows[j].argument, &error));
			check_wanted(&selection, both, rows[i].argument);
			evtx_selection_free(&selection);
		}
		arena_reset(&arena);
	}
}

Test(select, repeated_options, .fini = clean)
{
	static const struct {
		option *parse;
		const char *first, *second, *wanted;
	} repeated[] = {
		{evtx_selection_event_id, "41", "1102", "pl"},
		{evtx_selection_event_id, "1-9999", "!41", "cl"},
		{evtx_selection_provider, "EventLog", "Kernel-Power", "pcl"},
		{evtx_selection_channel, "Security", "System", "pc"},
		{evtx_selection_data, "BugcheckCode=209", "Twice=one", "p"},
		{evtx_selection_data, "BugcheckCode=209", "Twice=three", ""},
		{evtx_selection_xpath, "*[System/EventID=41]", "*[System/Level=2]", "pc"},
		{evtx_selection_since, "2025-01-01", "2024-01-01", "pc"},
	};
	for (size_t i = 0; i < COUNT_OF(repeated); i++) {
		cr_assert(repeated[i].parse(&selection, repeated[i].first, &error));
		cr_assert(repeated[i].parse(&selection, repeated[i].second, &error));
		check_wanted(&selection, repeated[i].wanted, repeated[i].first);
		evtx_selection_free(&selection);
	}
}

Test(select, record_header_where_the_time_is_unreadable, .fini = clean)
{
	struct evtx_system system = {0};
	struct evtx_event event = {.has_record_header = true, .written = now()};
	cr_assert(evtx_selection_since(&selection, "2024-03-01", &error));
	cr_expect(evtx_selection_system(&selection, &system, &event));
	event.written = 5;
	cr_expect_not(evtx_selection_system(&selection, &system, &event));
	system.present = 1u << EVTX_SYSTEM_TIME;
	system.number[EVTX_SYSTEM_TIME] = now();
	cr_expect(evtx_selection_system(&selection, &system, &event), "TimeCreated goes first");
	system.present = 0;
	event = (struct evtx_event){.written = now()};
	cr_expect_not(evtx_selection_system(&selection, &system, &event), "no record header");
}

Test(select, fields, .fini = clean)
{
	cr_assert(evtx_selection_event_id(&selection, "41", &error));
	cr_assert(evtx_selection_until(&selection, "2024-03-01", &error));
	cr_assert(evtx_selection_xpath(&selection, "*[System/Provider/@Name='x']", &error));
	cr_expect_eq(evtx_selection_fields(&selection), 1u << EVTX_SYSTEM_EVENT_ID |
								1u << EVTX_SYSTEM_TIME |
								1u << EVTX_SYSTEM_PROVIDER);
}

Test(select, wrong_arguments, .fini = clean)
{
	static const struct {
		option *parse;
		const char *argument, *message;
	} wrong[] = {
		{evtx_selection_event_id, "x,41",
		 "'x' is neither a number nor a range (5-7), with or without ! in front"},
		{evtx_selection_level, "fatal\n",
		 "'fatal\\x0a' is neither a number nor a range (5-7) nor a known word, with or "
		 "without ! in front"},
		{evtx_selection_record_id, "", NULL},
		{evtx_selection_provider, "", "a name is needed"},
		{evtx_selection_since, "tomorrow",
		 "'tomorrow' is neither a time (2024-02-29, 2024-02-29T08:46:36Z) nor a duration back "
		 "from now (90s, 15m, 2h, 7d, 4w)"},
		{evtx_selection_until, "", NULL},
		{evtx_selection_data, "Name",
		 "'Name' has no '=' (NAME=VALUE, or =VALUE for any unnamed value)"},
		{evtx_selection_xpath, "//x", NULL},
	};
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		error.n = 0;
		cr_expect_not(wrong[i].parse(&selection, wrong[i].argument, &error));
		cr_expect_gt(error.n, 0);
		if (wrong[i].message)
			cr_expect(slice_equal(buf_slice(&error), slice_of_string(wrong[i].message)),
				  "%.*s", (int)error.n, error.p);
	}
	cr_expect(evtx_selection_is_all(&selection), "nothing was added");
}
