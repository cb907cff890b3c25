/* SPDX-License-Identifier: MIT */
/* lib/evtx/system.h */
#include <criterion/criterion.h>
#include <inttypes.h>

#include "lib/evtx/system.h"
#include "tests/unit/support_evtx.h"

static struct arena arena;

static void clean(void)
{
	arena_free(&arena);
}

TestSuite(evtx_system, .fini = clean);

/* As a record has it, and as an exported log or event XML has it. */
static const char typed[] =
	"<Event><System>"
	"<Provider Name='{string:Microsoft-Windows-Kernel-Power}'"
	" Guid='{guid:331c3b3a-2005-44c2-ac5e-77220c37d6b4}' EventSourceName='{string:Source}'/>"
	"<EventID Qualifiers='{u16:16384}'>{u16:41}</EventID><Version>{u8:3}</Version>"
	"<Level>{u8:1}</Level><Task>{u16:63}</Task><Opcode>{u8:0}</Opcode>"
	"<Keywords>{x64:0x8000400000000002}</Keywords>"
	"<TimeCreated SystemTime='{filetime:2024-02-29T08:46:36.1234567Z}'/>"
	"<EventRecordID>{u64:4711}</EventRecordID>"
	"<Correlation ActivityID='{guid:00000000-0000-0000-0000-000000000001}'"
	" RelatedActivityID='{guid:00000000-0000-0000-0000-000000000002}'/>"
	"<Execution ProcessID='{u32:4}' ThreadID='{u32:8}'/><Channel>{string:System}</Channel>"
	"<Computer>{string:host}</Computer><Security UserID='{sid:010100000000000512000000}'/>"
	"</System></Event>";
static const char text[] =
	"<Event><System>"
	"<Provider Name='Microsoft-Windows-Kernel-Power'"
	" Guid='{331c3b3a-2005-44c2-ac5e-77220c37d6b4}' EventSourceName='Source'/>"
	"<EventID Qualifiers='16384'>41</EventID><Version>3</Version>"
	"<Level>1</Level><Task>63</Task><Opcode>0</Opcode><Keywords>0x8000400000000002</Keywords>"
	"<TimeCreated SystemTime='2024-02-29T08:46:36.123456700Z'/>"
	"<EventRecordID>4711</EventRecordID>"
	"<Correlation ActivityID='{00000000-0000-0000-0000-000000000001}'"
	" RelatedActivityID='{00000000-0000-0000-0000-000000000002}'/>"
	"<Execution ProcessID='4' ThreadID='8'/><Channel>System</Channel>"
	"<Computer>host</Computer><Security UserID='S-1-5-18'/></System></Event>";

/* Numbers, or texts where not NULL. */
static const struct {
	uint64_t number;
	const char *text;
} wanted[EVTX_SYSTEM_FIELD_COUNT] = {
	[EVTX_SYSTEM_TIME] = {UINT64_C(133536699961234567), NULL},
	[EVTX_SYSTEM_RECORD_ID] = {4711, NULL},
	[EVTX_SYSTEM_EVENT_ID] = {41, NULL},
	[EVTX_SYSTEM_QUALIFIERS] = {16384, NULL},
	[EVTX_SYSTEM_VERSION] = {3, NULL},
	[EVTX_SYSTEM_LEVEL] = {1, NULL},
	[EVTX_SYSTEM_TASK] = {63, NULL},
	[EVTX_SYSTEM_OPCODE] = {0, NULL},
	[EVTX_SYSTEM_KEYWORDS] = {UINT64_C(0x8000400000000002), NULL},
	[EVTX_SYSTEM_PROVIDER] = {0, "Microsoft-Windows-Kernel-Power"},
	[EVTX_SYSTEM_PROVIDER_GUID] = {0, "{331c3b3a-2005-44c2-ac5e-77220c37d6b4}"},
	[EVTX_SYSTEM_EVENT_SOURCE] = {0, "Source"},
	[EVTX_SYSTEM_CHANNEL] = {0, "System"},
	[EVTX_SYSTEM_COMPUTER] = {0, "host"},
	[EVTX_SYSTEM_USER_SID] = {0, "S-1-5-18"},
	[EVTX_SYSTEM_PROCESS_ID] = {4, NULL},
	[EVTX_SYSTEM_THREAD_ID] = {8, NULL},
	[EVTX_SYSTEM_ACTIVITY_ID] = {0, "{00000000-0000-0000-0000-000000000001}"},
	[EVTX_SYSTEM_RELATED_ACTIVITY_ID] = {0, "{00000000-0000-0000-0000-000000000002}"},
};

static void check_all(const char *notation)
{
	const struct evtx_node *root = evtx_tree_of(&arena, notation);
	struct evtx_system s;
	memset(&s, 0xff, sizeof(s));
	evtx_system_read(&s, &arena, root);
	cr_expect_eq(s.present, (1u << EVTX_SYSTEM_FIELD_COUNT) - 1);
	cr_expect_eq(s.invalid, 0);
	for (unsigned i = 0; i < EVTX_SYSTEM_FIELD_COUNT; i++) {
		cr_expect_eq(evtx_system_is_number(i), wanted[i].text == NULL, "field %u", i);
		cr_expect_not_null(evtx_system_content(root, i), "field %u", i);
		if (wanted[i].text)
			cr_expect(slice_equal(s.text[i], slice_of_string(wanted[i].text)),
				  "field %u is %.*s", i, (int)s.text[i].n, s.text[i].p);
		else
			cr_expect_eq(s.number[i], wanted[i].number, "field %u is %" PRIu64, i,
				     s.number[i]);
	}
}

Test(evtx_system, typed_values)
{
	check_all(typed);
}

Test(evtx_system, text)
{
	check_all(text);
}

Test(evtx_system, nothing_there)
{
	static const char *const rows[] = {
		"<Event/>",
		"<Event><System/></Event>",
		"<System><EventID>41</EventID></System>",
		"<Event><System><Provider/><EventID/><Level>{null:}</Level><Correlation/>"
		"<Keywords>{string:}</Keywords><TimeCreated SystemTime=''/><Security UserID='{null:}'/>"
		"</System></Event>",
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct evtx_system s;
		evtx_system_read(&s, &arena, evtx_tree_of(&arena, rows[i]));
		cr_expect(s.present == 0 && s.invalid == 0, "%s", rows[i]);
	}
}

Test(evtx_system, unreadable)
{
	struct evtx_system s;
	evtx_system_read(
		&s, &arena,
		evtx_tree_of(&arena,
			     "<Event><System><EventID>forty-one</EventID><Level>{i8:-1}</Level>"
			     "<Task>{guid:331c3b3a-2005-44c2-ac5e-77220c37d6b4}</Task>"
			     "<TimeCreated SystemTime='yesterday'/><Channel><x/></Channel>"
			     "<Opcode>0</Opcode></System></Event>"));
	cr_expect_eq(s.invalid, 1u << EVTX_SYSTEM_EVENT_ID | 1u << EVTX_SYSTEM_LEVEL |
					1u << EVTX_SYSTEM_TASK | 1u << EVTX_SYSTEM_TIME |
					1u << EVTX_SYSTEM_CHANNEL);
	cr_expect_eq(s.present, 1u << EVTX_SYSTEM_OPCODE);
	cr_expect(evtx_system_has(&s, EVTX_SYSTEM_OPCODE));
	cr_expect_not(evtx_system_has(&s, EVTX_SYSTEM_TIME));
}

Test(evtx_system, keywords_without_0x)
{
	struct evtx_system s;
	evtx_system_read(&s, &arena,
			 evtx_tree_of(&arena, "<Event><System><Keywords>8000000000000000</Keywords>"
					      "</System></Event>"));
	cr_expect_eq(s.number[EVTX_SYSTEM_KEYWORDS], UINT64_C(1) << 63);
}

Test(evtx_system, fields_by_place)
{
	cr_expect_eq(evtx_system_field_at(EVTX_NAME_EVENT_ID, EVTX_NAME_OTHER),
		     EVTX_SYSTEM_EVENT_ID);
	cr_expect_eq(evtx_system_field_at(EVTX_NAME_EVENT_ID, EVTX_NAME_QUALIFIERS),
		     EVTX_SYSTEM_QUALIFIERS);
	cr_expect_eq(evtx_system_field_at(EVTX_NAME_PROVIDER, EVTX_NAME_NAME),
		     EVTX_SYSTEM_PROVIDER);
	cr_expect_eq(evtx_system_field_at(EVTX_NAME_PROVIDER, EVTX_NAME_OTHER),
		     EVTX_SYSTEM_FIELD_COUNT);
	cr_expect_eq(evtx_system_field_at(EVTX_NAME_OTHER, EVTX_NAME_OTHER),
		     EVTX_SYSTEM_FIELD_COUNT);
}
