/* SPDX-License-Identifier: MIT */
/* lib/evtx/xpath.h: what it takes, what it means, and what it refuses in which words. */
#include <criterion/criterion.h>
#include <stdio.h>

#include "lib/base/limits.h"
#include "lib/base/wintime.h"
#include "lib/evtx/xpath.h"
#include "tests/unit/support_evtx.h"

static struct arena arena;

static void clean(void)
{
	arena_free(&arena);
}

TestSuite(xpath, .fini = clean);

static const char typed[] =
	"<Event><System><Provider Name='{string:Microsoft-Windows-Kernel-Power}'"
	" Guid='{guid:331c3b3a-2005-44c2-ac5e-77220c37d6b4}'/>"
	"<EventID Qualifiers='{u16:16384}'>{u16:41}</EventID><Version>{u8:3}</Version>"
	"<Level>{u8:1}</Level><Keywords>{x64:0x8000400000000002}</Keywords>"
	"<TimeCreated SystemTime='{filetime:2024-02-29T08:46:36.5Z}'/>"
	"<EventRecordID>{u64:4711}</EventRecordID><Channel>{string:System}</Channel>"
	"<Security UserID='{sid:010100000000000512000000}'/></System>"
	"<EventData><Data Name='{string:BugcheckCode}'>{u32:209}</Data>"
	"<Data Name='{string:BugcheckParameter1}'>{x64:0xffffe00012345678}</Data>"
	"<Data Name='{string:Offset}'>{i32:-5}</Data><Data Name='{string:Ratio}'>1.5</Data>"
	"<Data Name='{string:Efi}'>{bool:1}</Data><Data Name='{string:Empty}'>{null:}</Data>"
	"<Data Name='{string:At}'>{systemtime:2024-02-29T09:00:00.250Z}</Data>"
	"<Data Name='{string:Text}'>{string:Grün }&amp;{string: weiß}</Data></EventData></Event>";
/* The same as Windows writes it as XML. */
static const char text[] = "<Event><System><Provider Name='Microsoft-Windows-Kernel-Power'"
			   " Guid='{331C3B3A-2005-44C2-AC5E-77220C37D6B4}'/>"
			   "<EventID Qualifiers='16384'>41</EventID><Version>3</Version>"
			   "<Level>1</Level><Keywords>0x8000400000000002</Keywords>"
			   "<TimeCreated SystemTime='2024-02-29T08:46:36.500000000Z'/>"
			   "<EventRecordID>4711</EventRecordID><Channel>System</Channel>"
			   "<Security UserID='S-1-5-18'/></System>"
			   "<EventData><Data Name='BugcheckCode'>209</Data>"
			   "<Data Name='BugcheckParameter1'>0xffffe00012345678</Data>"
			   "<Data Name='Offset'>-5</Data><Data Name='Ratio'>1.5</Data>"
			   "<Data Name='Efi'>true</Data><Data Name='Empty'/>"
			   "<Data Name='At'>2024-02-29T09:00:00.2500000Z</Data>"
			   "<Data Name='Text'>Grün &amp; weiß</Data></EventData></Event>";

/* One second and a half after the event. */
static uint64_t now(void)
{
	struct civil_time t = {2024, 2, 29, 8, 46, 38, 0};
	return filetime_from_civil(&t);
}

static struct evtx_xpath *compiled(const char *expression)
{
	struct buf error = {0};
	struct evtx_xpath *x = evtx_xpath_compile(slice_of_string(expression), &error);
	cr_assert(x, "%s: %.*s", expression, (int)error.n, error.p);
	cr_expect_eq(error.n, 0);
	buf_free(&error);
	return x;
}

static void check_match(const char *expression, const char *notation, bool want)
{
	struct evtx_xpath *x = compiled(expression);
	const struct evtx_node *root = evtx_tree_of(&arena, notation);
	struct evtx_system system;
	evtx_system_read(&system, &arena, root);
	struct arena before = arena;
	bool got = evtx_xpath_matches(x, root, now(), &arena);
	cr_expect_eq(got, want, "%s on %.30s...", expression, notation);
	cr_expect(arena.current == before.current && arena.used == before.used);
	bool may = evtx_xpath_may_match(x, &system, now());
	cr_expect(may || !got, "%s was ruled out", expression);
	evtx_xpath_free(x);
}

struct row {
	const char *expression;
	bool matches;
};

static void check_rows(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		check_match(rows[i].expression, typed, rows[i].matches);
		check_match(rows[i].expression, text, rows[i].matches);
	}
}

Test(xpath, paths)
{
	static const struct row rows[] = {
		{"*", true},
		{"Event", true},
		{" \t\r\n* ", true},
		{"Event/System", true},
		{"*/System/EventID", true},
		{"*/*/EventID", true},
		{"*/*/*/EventID", false},
		{"*/UserData", false},
		{"*/system", false},
		{"*/System/Provider/@Name", true},
		{"*/System/Provider/@name", false},
		{"*/System/Provider/@*", true},
		{"*/System/Level/@*", false},
		{"*[System]", true},
		{"*[UserData]", false},
		{"*[ System [ Provider [ @Name ] ] ]", true},
		{"*[System/Provider[@Name]]", true},
		{"*[System[Provider][EventID]]", true},
		{"*[System[Provider][UserData]]", false},
		{"*[*/Provider]", true},
		{"*[EventData/Data/text()]", true},
		{"*[System/Security/text()]", false},
	};
	check_rows(rows, COUNT_OF(rows));
}

Test(xpath, and_or_and_parentheses)
{
	static const struct row rows[] = {
		{"*[System and EventData]", true},
		{"*[System and UserData]", false},
		{"*[System or UserData]", true},
		{"*[UserData or RenderingInfo]", false},
		{"*[System[EventID=41 and Level=1 and Version=3]]", true},
		{"*[System[EventID=41 and Level=2 or Version=3]]", true},
		{"*[System[EventID=41 and (Level=2 or Version=4)]]", false},
		{"*[System[(EventID=40 or EventID=41)]]", true},
		{"*[System[((EventID=41))and((Level=1))]]", true},
		{"*[System[EventID=41]] and *[EventData[Data=209]]", true},
		{"*[System[EventID=41]] and (*[EventData[Data=1]] or *[EventData[Data=2]])", false},
		{"(Event/System/EventID=41)", true},
		{"*[System[EventID=1 or EventID=2 or EventID=3 or EventID=41]]", true},
	};
	check_rows(rows, COUNT_OF(rows));
}

Test(xpath, names_that_are_words)
{
	const char *notation = "<Event><and><or>1</or></and><text>2</text><band/></Event>";
	check_match("*[and and and]", notation, true);
	check_match("*[and/or=1 or or]", notation, true);
	check_match("*[text=2 and band and text/text()=2]", notation, true);
	check_match("*[text/band]", notation, false);
}

Test(xpath, numbers)
{
	static const struct row rows[] = {
		{"*[System[EventID=41]]", true},
		{"*[System[EventID=0x29]]", true},
		{"*[System[EventID=041]]", true},
		{"*[System[EventID=41.0]]", true},
		{"*[System[EventID!=41]]", false},
		{"*[System[EventID<41]]", false},
		{"*[System[EventID<=41]]", true},
		{"*[System[EventID>40.5]]", true},
		{"*[System[EventID>=42]]", false},
		{"*[System[41=EventID]]", true},
		{"*[System[40<EventID and 42>EventID]]", true},
		{"*[System[40>EventID or 42<EventID]]", false},
		{"*[System[42<=EventID or 40>=EventID]]", false},
		{"*[System/EventID/@Qualifiers=16384]", true},
		{"*[System[Keywords=0x8000400000000002]]", true},
		{"*[System[Keywords>0x8000400000000001]]", true},
		{"*[System[Channel=1]]", false},
		{"*[System[Channel!=1]]", true}, /* what is no number differs from all numbers */
		{"*[System[Channel<1 or Channel>=1]]", false},
		{"*[EventData[Data[@Name='Offset']<0]]", true},
		{"*[EventData[Data[@Name='Offset']>=0]]", false},
		{"*[EventData[Data[@Name='Ratio']>1]]", true},
		{"*[EventData[Data[@Name='Ratio']=1.5]]", true},
		{"*[EventData[Data[@Name='Ratio']<1.25]]", false},
		{"*[EventData[Data[@Name='BugcheckParameter1']=0xFFFFE00012345678]]", true},
		{"*[EventData[Data[@Name='BugcheckParameter1']=18446708889642882680]]", true},
		{"*[EventData[Data[@Name='BugcheckParameter1']=18446708889642882681]]", false},
		{"*[EventData[Data=209]]", true},
		{"*[EventData[Data=210]]", false},
		{"*[EventData[Data[@Name='Empty']=0]]", false},
	};
	check_rows(rows, COUNT_OF(rows));
}

Test(xpath, texts)
{
	static const struct row rows[] = {
		{"*[System[EventID='41']]", true},
		{"*[System[EventID=\"41\"]]", true},
		{"*[System[EventID='041']]", false},
		{"*[System[EventID!='41']]", false},
		{"*[System[EventID<='41' and EventID>'40']]", true},
		{"*[System[EventID<'41']]", false},
		{"*[System[Channel='System']]", true},
		{"*[System[Channel='system']]", false},
		{"*[System[Channel!='system']]", true},
		{"*[System[Channel>'A' or Channel<='A']]", false},
		{"*[System[Provider[@Name='Microsoft-Windows-Kernel-Power' or @Name='x']]]", true},
		{"*[EventData[Data[@Name='BugcheckCode']!='0']]", true},
		{"*[EventData[Data[@Name='BugcheckCode']='209' and Data[@Name='Efi']='true']]",
		 true},
		{"*[EventData[Data[@Name='Nothing']!='0']]", false},
		{"*[EventData[Data='Grün & weiß']]", true},
		{"*[EventData[Data='Gr\xc3\xbcn &amp; wei\xc3\x9f']]", false},
		{"*[EventData[Data[@Name='Empty']='']]", true},
		{"*[EventData[Data[@Name='Efi']='']]", false},
		{"*[System[Security[@UserID='S-1-5-18']]]", true},
		{"*[System[Provider/@Guid='{331c3b3a-2005-44c2-ac5e-77220c37d6b4}']]", true},
		{"*[System[Provider/@Guid='{331C3B3A-2005-44C2-AC5E-77220C37D6B4}']]", true},
		{"*[System[Provider/@Guid='331c3b3a-2005-44c2-ac5e-77220c37d6b4']]", true},
		{"*[System[Provider/@Guid!='{331C3B3A-2005-44C2-AC5E-77220C37D6B4}']]", false},
		{"*[System[Provider/@Guid='{331c3b3a-2005-44c2-ac5e-77220c37d6b5}']]", false},
		{"*[System[Keywords='0x8000400000000002']]", true},
		{"*[EventData[Data='0xFFFFE00012345678']]", true},
		{"*[EventData[Data='0x0000ffffe00012345678']]", true},
		{"*[EventData[Data='0xd1']]", false}, /* 209, but nothing says so */
		{"*[EventData/Data/text()='209']", true},
	};
	check_rows(rows, COUNT_OF(rows));
}

Test(xpath, instants)
{
	static const struct row rows[] = {
		{"*[System[TimeCreated[@SystemTime>='2024-02-29T08:46:36.500Z']]]", true},
		{"*[System[TimeCreated[@SystemTime>'2024-02-29T08:46:36.500Z']]]", false},
		{"*[System[TimeCreated[@SystemTime<'2024-02-29T08:46:36.5000001Z']]]", true},
		{"*[System[TimeCreated[@SystemTime='2024-02-29T09:46:36.5+01:00']]]", true},
		{"*[System[TimeCreated[@SystemTime!='2024-02-29T09:46:36.5+01:00']]]", false},
		{"*[System[TimeCreated[@SystemTime='2024-02-29T08:46:36.500000000Z']]]", true},
		{"*[System[TimeCreated[@SystemTime>='2024-02-29' and @SystemTime<'2024-03-01']]]",
		 true},
		{"*[System[TimeCreated[@SystemTime>=2024]]]", false},
		{"*[System[TimeCreated[@SystemTime<='later']]]", false},
		{"*[System[Channel<'2024-03-01']]", false},
		{"*[EventData[Data[@Name='At']>'2024-02-29T09:00:00Z']]", true},
		{"*[EventData[Data[@Name='At']='2024-02-29T09:00:00.25Z']]", true},
	};
	check_rows(rows, COUNT_OF(rows));
}

Test(xpath, timediff)
{
	static const struct row rows[] = {
		{"*[System[TimeCreated[timediff(@SystemTime) = 1500]]]", true},
		{"*[System[TimeCreated[timediff(@SystemTime) <= 86400000]]]", true},
		{"*[System[TimeCreated[timediff( @SystemTime )<1500]]]", false},
		{"*[System[1500>=timediff(TimeCreated/@SystemTime)]]", true},
		{"*[System[TimeCreated[timediff(@SystemTime,'2024-02-29T08:46:37Z')=500]]]", true},
		{"*[System[TimeCreated[timediff('2024-02-29T08:46:36Z',@SystemTime)=500]]]", true},
		{"*[System[TimeCreated[timediff(@SystemTime,'2024-02-29T08:46:36Z')<0]]]", true},
		{"*[System[TimeCreated[timediff(@SystemTime,'2024-02-29T08:46:36Z')>=0]]]", false},
		{"*[System[timediff(Channel)>=0]]", false},
		{"*[System[timediff(Channel)<0]]", false},
		{"timediff(*/System/TimeCreated/@SystemTime) > 1000", true},
	};
	check_rows(rows, COUNT_OF(rows));
}

Test(xpath, band)
{
	static const struct row rows[] = {
		{"*[System[band(Keywords,2)]]", true},
		{"*[System[band(Keywords,1)]]", false},
		{"*[System[band(Keywords,9223372036854775808)]]", true},
		{"*[System[band(0x8000000000000000 , Keywords)]]", true},
		{"*[System[band(Keywords,'2')]]", true},
		{"*[System[band(EventID,0)]]", false},
		{"*[System[band(Level,3) and band(EventID,0x20)]]", true},
		{"*[System[band(Channel,0xffffffff)]]", false},
		{"*[EventData[band(Data,0xd0)]]", true},
	};
	check_rows(rows, COUNT_OF(rows));
}

Test(xpath, positions)
{
	static const struct row rows[] = {
		{"*[EventData[Data[1]='209']]", true},
		{"*[EventData[Data[2]='209']]", false},
		{"*[EventData[Data[position()=1]=209]]", true},
		{"*[EventData[Data[position()<=3 and @Name='Offset']]]", true},
		{"*[EventData[Data[3<position() and @Name='Offset']]]", false},
		{"*[EventData/Data[8]]", true},
		{"*[EventData/Data[9]]", false},
		{"*[EventData/Data[@Name='Ratio'][1]]", true},
		{"*[EventData/Data[@Name='Ratio'][2]]", false},
		{"*[EventData/Data[4][@Name='Ratio']]", true},
		{"*[EventData/Data[@Name='Ratio' or @Name='Efi'][2]='true']", true},
		{"*[EventData/*[1]/@Name='BugcheckCode']", true},
		{"*[System/*[2]=41]", true},
		{"*[System[EventID[1]=41]]", true},
		{"*[*[1]]", false}, /* System is no leaf */
	};
	check_rows(rows, COUNT_OF(rows));
}

Test(xpath, arrays_are_repeated_elements)
{
	const char *notation = "<Event><EventData><Data>{strings:a|b||d}</Data><Data>e</Data>"
			       "</EventData></Event>";
	static const struct row rows[] = {
		{"*[EventData[Data='b']]", true},        {"*[EventData[Data[2]='b']]", true},
		{"*[EventData[Data[3]='']]", true},      {"*[EventData[Data[5]='e']]", true},
		{"*[EventData[Data[6]]]", false},        {"*[EventData[Data='a,b,,d']]", false},
		{"*[EventData[Data!='a']]", true},       {"*[EventData/Data[4]/text()='d']", true},
		{"*[EventData[Data[3]/text()]]", false},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		check_match(rows[i].expression, notation, rows[i].matches);
}

Test(xpath, optional_attributes_without_value_are_not_there)
{
	struct evtx_node missing = {.kind = EVTX_NODE_VALUE, .type = EVTX_TYPE_NULL};
	static const struct evtx_name name = {{(const uint8_t *)"UserID", 6}, EVTX_NAME_USER_ID};
	static const struct evtx_name event = {{(const uint8_t *)"Event", 5}, EVTX_NAME_EVENT};
	struct evtx_attribute a = {.name = &name, .values = &missing};
	struct evtx_node root = {.kind = EVTX_NODE_ELEMENT, .name = &event, .attributes = &a};
	struct evtx_xpath *x = compiled("*/@UserID"), *y = compiled("*/@UserID=''");
	cr_expect(evtx_xpath_matches(x, &root, 0, &arena));
	cr_expect(evtx_xpath_matches(y, &root, 0, &arena));
	missing.optional = true;
	cr_expect_not(evtx_xpath_matches(x, &root, 0, &arena));
	cr_expect_not(evtx_xpath_matches(y, &root, 0, &arena));
	evtx_xpath_free(x);
	evtx_xpath_free(y);
}

Test(xpath, what_follows_the_event_is_not_looked_at)
{
	struct evtx_node root = *evtx_tree_of(&arena, "<Event><System/></Event>");
	struct evtx_node next = *evtx_tree_of(&arena, "<Event><UserData/></Event>");
	root.next = &next;
	struct evtx_xpath *x = compiled("*[UserData]");
	cr_expect_not(evtx_xpath_matches(x, &root, 0, &arena));
	evtx_xpath_free(x);
}

/* --- System alone --- */

Test(xpath, ruled_out_by_system)
{
	static const struct {
		const char *expression;
		bool may_match;
		uint32_t fields;
	} rows[] = {
#define FIELD(name) (1u << EVTX_SYSTEM_##name)
		{"*", true, 0},
		{"*[UserData]", true, 0},
		{"*[EventData[Data=7]]", true, 0},
		{"*[System[EventID=41]]", true, FIELD(EVENT_ID)},
		{"*[System[EventID=42]]", false, FIELD(EVENT_ID)},
		{"*[System[EventID=42 or Level=1]]", true, FIELD(EVENT_ID) | FIELD(LEVEL)},
		{"*[System[EventID=42 or Level=2]]", false, FIELD(EVENT_ID) | FIELD(LEVEL)},
		{"*[System[EventID=41 and Level=2]]", false, FIELD(EVENT_ID) | FIELD(LEVEL)},
		{"*[System[EventID!=41]]", false, FIELD(EVENT_ID)},
		{"*[System[EventID!='41']]", true, FIELD(EVENT_ID)},
		{"*[System[EventID='42']]", false, FIELD(EVENT_ID)},
		{"*[System[EventID>'41']]", false, FIELD(EVENT_ID)},
		{"*[System[EventID='x']]", true, FIELD(EVENT_ID)},
		{"*/System/EventID=42", false, FIELD(EVENT_ID)},
		{"Event/System[EventID=42]/Provider", false, FIELD(EVENT_ID)},
		{"*[*[EventID=42]]", true, 0},
		{"*[System[*=42]]", true, 0},
		{"*[EventData[EventID=42]]", true, 0},
		{"*[UserData/System[EventID=42]]", true, 0},
		{"*[System/System[EventID=42]]", true, 0},
		{"*[System[EventID[@Qualifiers=1]]]", false, FIELD(QUALIFIERS)},
		{"*[System[Provider[@Name='x']]]", false, FIELD(PROVIDER)},
		{"*[System[Provider[@Name!='Microsoft-Windows-Kernel-Power']]]", false,
		 FIELD(PROVIDER)},
		{"*[System[Provider/@Guid='{331C3B3A-2005-44C2-AC5E-77220C37D6B4}']]", true,
		 FIELD(PROVIDER_GUID)},
		{"*[System[Provider[@Any='x']]]", true, 0},
		{"*[System[Keywords=1]]", true, 0},
		{"*[System[Channel='System' and Channel/text()='Security']]", false,
		 FIELD(CHANNEL)},
		{"*[System[TimeCreated[@SystemTime<'2024-01-01']]]", false, FIELD(TIME)},
		{"*[System[TimeCreated[@SystemTime='x']]]", true, FIELD(TIME)},
		{"*[System[TimeCreated[timediff(@SystemTime)<1000]]]", false, FIELD(TIME)},
		{"*[System[band(EventID,0x80)]]", false, FIELD(EVENT_ID)},
		{"*[System[EventID=42]] or *[EventData]", true, FIELD(EVENT_ID)},
		{"*[System[EventID=42]] and *[EventData]", false, FIELD(EVENT_ID)},
#undef FIELD
	};
	struct evtx_system system, nothing = {0};
	evtx_system_read(&system, &arena, evtx_tree_of(&arena, typed));
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct evtx_xpath *x = compiled(rows[i].expression);
		cr_expect_eq(evtx_xpath_may_match(x, &system, now()), rows[i].may_match, "%s",
			     rows[i].expression);
		cr_expect(evtx_xpath_may_match(x, &nothing, now()), "%s", rows[i].expression);
		cr_expect_eq(evtx_xpath_fields(x), rows[i].fields, "%s", rows[i].expression);
		evtx_xpath_free(x);
	}
}

/* --- what is refused --- */

Test(xpath, refused)
{
	static const struct {
		const char *expression;
		unsigned column;
		const char *says; /* part of the message */
	} rows[] = {
		{"", 1, "the expression ends where a path"},
		{"System", 1, "begins with * or Event"},
		{"event", 1, "begins with * or Event"},
		{"@Name", 1, "begins with * or Event"},
		{"text()", 1, "begins with * or Event"},
		{"*[System] or System", 14, "begins with * or Event"},
		{"/Event", 1, "does not begin with '/'"},
		{"//EventID", 1, "does not begin with '/'"},
		{"*//EventID", 3, "'//' is not supported"},
		{"*[System//EventID]", 10, "'//' is not supported"},
		{"*[.]", 3, "'.' and '..' are not supported"},
		{"*[../x]", 3, "'.' and '..' are not supported"},
		{"*/..", 3, "'.' and '..' are not supported"},
		{"*[$x=1]", 3, "variables are not supported"},
		{"*[-1=x]", 3, "arithmetic and signs are not supported"},
		{"*[x=-1]", 5, "arithmetic and signs are not supported"},
		{"*[x|y]", 4, "'|' is not supported"},
		{"*[x+1=2]", 4, "arithmetic ('+') is not supported"},
		{"*[x - 1=2]", 5, "arithmetic ('-') is not supported"},
		{"*[x * 2=2]", 5, "arithmetic ('*') is not supported"},
		{"*[x div 2=2]", 5, "'div' is not supported"},
		{"*[x=4 mod 2]", 7, "'mod' is not supported"},
		{"*[x AND y]", 5, "'AND' is not supported"},
		{"*[x &lt; 2]", 5, "'&' is not supported"},
		{"*[not(x)]", 3, "not() is not supported"},
		{"*[contains(x,'y')]", 3, "contains() is not supported"},
		{"*[starts-with (x,'y')]", 3, "starts-with() is not supported"},
		{"*[count(x)=1]", 3, "count() is not supported"},
		{"*[last()=1]", 3, "last() is not supported"},
		{"*[child::x]", 8, "namespaces and axes"},
		{"*[ns:x]", 5, "namespaces and axes"},
		{"*[@a:b]", 5, "namespaces and axes"},
		{"*[x==1]", 5, "= is written once"},
		{"*[x=1=2]", 6, "comparisons do not follow one another"},
		{"*[x=y]", 5, "has to be a text or a number"},
		{"*['a'='a']", 3, "one side of a comparison has to be a path"},
		{"*['a']", 3, "alone is no condition"},
		{"*[(x)=1]", 3, "a condition cannot be compared"},
		{"*[1=(x)]", 5, "a condition cannot be compared"},
		{"*[x=(y)]", 5, "has to be a text or a number"},
		{"*[band(x,1)=1]", 3, "a condition cannot be compared"},
		{"*[band(x)]", 9, "')' stands where ',' should"},
		{"*[band(x,'y')]", 10, "band() needs a whole number"},
		{"*[band(x,1.5)]", 10, "band() needs a whole number"},
		{"*[band(x,y)]", 10, "'y' stands where a text in quotes or a number"},
		{"*[band(1,2)]", 10, "'2' stands where a name"},
		{"*[timediff(x)]", 3, "has to be compared with a number"},
		{"*[timediff(x)='y']", 15, "this has to be a number"},
		{"*[timediff(x,'y')=1]", 14, "timediff() needs a time"},
		{"*[timediff(x,5)=1]", 14, "timediff() needs a time"},
		{"*[timediff(x,'2024-01-01','2024-01-01')=1]", 26, "',' stands where ')'"},
		{"*[position()]", 3, "has to be compared with a number"},
		{"*[position()=1]", 3, "events have no position"},
		{"position()=1", 1, "stands in [conditions] only"},
		{"*[1]", 3, "events have no position"},
		{"*[x[1]/y]", 5, "only elements without child elements"},
		{"*[x[y][position()=2]/z]", 8, "only elements without child elements"},
		{"*[@x[1]]", 5, "an attribute cannot have"},
		{"*/@x/y", 5, "nothing can follow"},
		{"*[x/text()/y]", 11, "nothing can follow"},
		{"*[x", 4, "the expression ends where ']'"},
		{"*[(x", 5, "the expression ends where ')'"},
		{"*[x)", 4, "')' stands where ']'"},
		{"*]", 2, "']' stands where 'and'"},
		{"* *", 3, "arithmetic ('*')"},
		{"*[]", 3, "']' stands where a path"},
		{"*[x and]", 8, "']' stands where a path"},
		{"*[x=]", 5, "']' stands where a path"},
		{"*[x=1 y]", 7, "'y' stands where ']'"},
		{"*[x='y]", 5, "no closing '"},
		{"*[x=\"y']", 5, "no closing \""},
		{"*[x=4a]", 5, "'4a' is neither"},
		{"*[x=0x]", 5, "'0x' is neither"},
		{"*[x=1e3]", 5, "'1e3' is neither"},
		{"*[x/]", 5, "']' stands where a name"},
		{"*[x!y]", 4, "'!' stands where ']'"},
		{"*[\xc3\xa4\xe2\x82\xac=%]", 6, "'%' stands where a path"},
		{"*[x='\xc3\xa4' \x01]", 9, "'\\x01' stands where ']'"},
		{"*[a][b][c][d][e][f][g][h][i]", 26, "at most 8 [conditions]"},
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct buf error = {0};
		struct evtx_xpath *x =
			evtx_xpath_compile(slice_of_string(rows[i].expression), &error);
		char column[32];
		int n = snprintf(column, sizeof(column), "column %u: ", rows[i].column);
		cr_expect_null(x, "%s", rows[i].expression);
		cr_expect(slice_starts_with(buf_slice(&error), slice_of(column, (size_t)n)) &&
				  slice_find(buf_slice(&error), slice_of_string(rows[i].says)) <
					  error.n,
			  "%s: %.*s", rows[i].expression, (int)error.n, error.p);
		evtx_xpath_free(x);
		buf_free(&error);
	}
}

/* "*[" count times a piece with a word between, and "]" */
static bool compiles(const char *piece, const char *between, unsigned count)
{
	struct buf b = {0}, error = {0};
	buf_add_string(&b, "*[");
	for (unsigned i = 0; i < count; i++) {
		buf_add_string(&b, i ? between : "");
		buf_add_string(&b, piece);
	}
	buf_add_string(&b, "]");
	struct evtx_xpath *x = evtx_xpath_compile(buf_slice(&b), &error);
	bool good = x != NULL;
	evtx_xpath_free(x);
	buf_free(&b);
	buf_free(&error);
	return good;
}

Test(xpath, caps)
{
	/* A step and a comparison each, the first step, what looks at it, and the or. */
	cr_expect(compiles("x=1", " or ", (LIMIT_XPATH_NODES - 3) / 2));
	cr_expect_not(compiles("x=1", " or ", (LIMIT_XPATH_NODES - 3) / 2 + 1));
	char open[LIMIT_XPATH_DEPTH + 2], close[LIMIT_XPATH_DEPTH + 2], both[200];
	for (unsigned n = LIMIT_XPATH_DEPTH - 1; n <= LIMIT_XPATH_DEPTH; n++) {
		memset(open, '(', n);
		memset(close, ')', n);
		open[n] = close[n] = 0;
		snprintf(both, sizeof(both), "%sx%s", open, close);
		cr_expect_eq(compiles(both, "", 1), n < LIMIT_XPATH_DEPTH);
	}
}
