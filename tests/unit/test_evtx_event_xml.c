/* SPDX-License-Identifier: MIT */
/* lib/evtx/event_xml*.h: events out of whatever text they come in. */
#include <criterion/criterion.h>

#include "lib/base/limits.h"
#include "lib/evtx/event_xml.h"
#include "tests/unit/support_event_xml.h"
#include "tests/unit/support_random.h"

#define NAMESPACE "http://schemas.microsoft.com/win/2004/08/events/event"

struct row {
	const char *what;
	struct slice bytes;
	const char *shown;
};

#define ROW(what, bytes, shown)                                            \
	{                                                                  \
		what, {(const uint8_t *)(bytes), sizeof(bytes) - 1}, shown \
	}

/* The same whatever the pieces. */
static void check_rows(const struct row *rows, size_t count)
{
	static const size_t pieces[] = {1, 2, 3, 7, 64, 1 << 20};
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < COUNT_OF(pieces); k++) {
			struct buf out = {0};
			event_xml_show(&out, rows[i].bytes, pieces[k]);
			buf_add_byte(&out, 0);
			cr_expect_str_eq((char *)out.p, rows[i].shown, "%s, pieces of %zu:\n%s",
					 rows[i].what, pieces[k], (char *)out.p);
			buf_free(&out);
		}
}

#define CHECK(rows) check_rows(rows, COUNT_OF(rows))

Test(event_xml, forms)
{
	static const struct row rows[] = {
		ROW("nothing", "", ""),
		ROW("a root without events", "<?xml version='1.0'?>\r\n<Events></Events>", ""),
		ROW("an event alone", "<Event/>", "0 <Event/>\n"),
		ROW("single quotes", "<Event a='x\"y'/>", "0 <Event a=\"x\"y\"/>\n"),
		ROW("a root", "<?xml version=\"1.0\"?><Events><Event a=\"1\"/><Event/></Events>",
		    "29 <Event a=\"1\"/>\n43 <Event/>\n"),
		ROW("no root, a line each", "<Event>1</Event>\r\n<Event>2</Event>\r\n",
		    "0 <Event>[1]</Event>\n18 <Event>[2]</Event>\n"),
		ROW("mark of UTF-8", "\xef\xbb\xbf<Event/>", "3 <Event/>\n"),
		ROW("UTF-16LE with mark",
		    "\xff\xfe<\0E\0v\0e\0n\0t\0>\0\xe9\0<\0/\0E\0v\0e\0n\0t\0>\0",
		    "2 <Event>[\xc3\xa9]</Event>\n"),
		ROW("UTF-16BE with mark", "\xfe\xff\0\r\0<\0E\0v\0e\0n\0t\0/\0>", "4 <Event/>\n"),
		ROW("UTF-16LE without", " \0<\0E\0v\0e\0n\0t\0/\0>\0<\0E\0v\0e\0n\0t\0/\0>\0",
		    "2 <Event/>\n18 <Event/>\n"),
		ROW("UTF-16BE without", "\0<\0E\0v\0e\0n\0t\0/\0>", "0 <Event/>\n"),
		ROW("a pair counts four bytes", "\xff\xfe\x3d\xd8\x00\xde<\0E\0v\0e\0n\0t\0/\0>\0",
		    "6 <Event/>\n"),
		ROW("text around", "Log Name: System\nEvent Xml:\n<Event/>\n  a < b & c <Eventful>",
		    "28 <Event/>\n"),
		ROW("comments around", "<!-- <Event>no</Event> --><Event/><!---->",
		    "26 <Event/>\n"),
		ROW("in an envelope", "<s:Body><![CDATA[<Event/>]]></s:Body>", "17 <Event/>\n"),
		ROW("folding marks",
		    "- <Event a=\"1\">\n- <System>\n  <Level>-</Level> \n  </System>\n+ <EventData>"
		    "\n  <Data>- 1</Data>\n</EventData>\n</Event>",
		    "2 <Event a=\"1\"><System><Level>[-]</Level></System><EventData><Data>[- 1]</Data>"
		    "</EventData></Event>\n"),
		ROW("folding marks of a word processor",
		    "<Event>\n\xe2\x80\x93 <System>\n\xc2\xa0\xc2\xa0<Level>4</Level></System></Event>",
		    "0 <Event><System><Level>[4]</Level></System></Event>\n"),
		ROW("escaped as a whole",
		    "<pre>&lt;Event a=&quot;1&quot;&gt;\n&lt;D&gt;1 &amp;lt; 2 \xc3\xa9 &#233; &amp;#13;&lt;/D"
		    "&gt;\n&lt;/Event&gt;&lt;Event/&gt;</pre>",
		    "5 <Event a=\"1\"><D>[1 < 2 \xc3\xa9 \xc3\xa9 \\x0d]</D></Event>\n"
		    "101 <Event/>\n"),
	};
	CHECK(rows);
}

Test(event_xml, trees)
{
	static const struct row rows[] = {
		ROW("attributes in their order, namespaces among them",
		    "<Event b='' xmlns='u' a='2' p:c='3' xmlns:p='v'><p:x/><q:y z:w='1'/></Event>",
		    "0 <Event b=\"\" xmlns=\"u\" a=\"2\" p:c=\"3\" xmlns:p=\"v\"><p:x/><q:y z:w=\"1\"/>"
		    "</Event>\n"),
		ROW("empty elements stay", "<Event><Data/><Data></Data><Data a=''/></Event>",
		    "0 <Event><Data/><Data/><Data a=\"\"/></Event>\n"),
		ROW("text is not trimmed", "<Event><Data> a </Data><Data>\t\n</Data></Event>",
		    "0 <Event><Data>[ a ]</Data><Data>[\\x09\\x0a]</Data></Event>\n"),
		ROW("blanks between elements go", "<Event>\r\n <a> <b/>\t</a>\n</Event>",
		    "0 <Event><a><b/></a></Event>\n"),
		ROW("elements that hold no text",
		    "<Event>\n<EventData>\n</EventData><Security> </Security><x> </x></Event>",
		    "0 <Event><EventData/><Security/><x>[ ]</x></Event>\n"),
		ROW("text beside elements", "<Event><a>x<b/> <b/>-y</a></Event>",
		    "0 <Event><a>[x]<b/><b/>[-y]</a></Event>\n"),
		ROW("CR LF is data in data", "<Event><Data>a\r\nb\rc\nd</Data></Event>",
		    "0 <Event><Data>[a\\x0d\\x0ab\\x0dc\\x0ad]</Data></Event>\n"),
		ROW("white space in a value", "<Event a='1\r\n2'\r\nb='3&#10;4&#13;'/>",
		    "0 <Event a=\"1  2\" b=\"3\\x0a4\\x0d\"/>\n"),
		ROW("references",
		    "<Event a='&lt;&quot;&#x41;'>&amp;&gt;&apos;&#66;&#x1F600;</Event>",
		    "0 <Event a=\"<\"A\">[&>'B\xf0\x9f\x98\x80]</Event>\n"),
		ROW("CDATA", "<Event><D>a<![CDATA[<b>&amp;\r\n]]>c</D></Event>",
		    "0 <Event><D>[a]{<b>&amp;\\x0d\\x0a}[c]</D></Event>\n"),
		ROW("comments", "<Event><D>a<!-- </Event> -->b</D><!-- <a>' --></Event>",
		    "0 <Event><D>[ab]</D></Event>\n"),
		ROW("instructions", "<Event><?x <Event> ?><a/> </Event>",
		    "0 <Event><?x?><a/></Event>\n"),
		ROW("an Event in an event", "<Event a='1'><b><Event>x</Event></b></Event>",
		    "0 <Event a=\"1\"><b><Event>[x]</Event></b></Event>\n"),
		ROW("'>' in a value", "<Event a='>&lt;/Event>'><b c=\"'>\"/></Event>",
		    "0 <Event a=\"></Event>\"><b c=\"'>\"/></Event>\n"),
	};
	CHECK(rows);
}

/* Windows writes them as they are; the field's readers give up the event. */
Test(event_xml, characters_that_xml_forbids)
{
	static const struct row rows[] = {
		ROW("control characters", "<Event><D a='\x1b'>\x03\x1f\x0c</D></Event>",
		    "0 <Event><D a=\"\\x1b\">[\\x03\\x1f\\x0c]</D></Event>\n"),
		ROW("NUL", "<Event><D>a\0b</D></Event>", "0 <Event><D>[a\\x00b]</D></Event>\n"),
		ROW("as references", "<Event><D a='&#0;'>&#x1b;&#8;</D></Event>",
		    "0 <Event><D a=\"\\x00\">[\\x1b\\x08]</D></Event>\n"),
		ROW("in CDATA", "<Event><![CDATA[\x01]\x1d]>]]></Event>",
		    "0 <Event>{\\x01]\\x1d]>}</Event>\n"),
		ROW("no characters",
		    "<Event>\xef\xbf\xbe\xef\xbf\xbf\xef\xb7\x90Z&#xFDD0;0&#xfffe;</Event>",
		    "0 <Event>[\xef\xbf\xbe\xef\xbf\xbf\xef\xb7\x90Z\xef\xb7\x90"
		    "0\xef\xbf\xbe]</Event>\n"),
		ROW("not UTF-8", "<Event>caf\xe9 \xed\xa0\x80</Event>",
		    "eventxml.event.replaced 0+23 line 1\n"
		    "0 <Event>[caf\xef\xbf\xbd \xef\xbf\xbd]</Event>\n"),
		ROW("a lone surrogate",
		    "\xff\xfe<\0E\0v\0e\0n\0t\0>\0\x00\xdc<\0/\0E\0v\0e\0n\0t\0>\0",
		    "eventxml.event.replaced 2+32 line 1\n2 <Event>[\xef\xbf\xbd]</Event>\n"),
		ROW("a surrogate as a reference", "<Event>&#xD800;&#1114112;</Event>",
		    "eventxml.event.replaced 0+33 line 1\n0 <Event>[\xef\xbf\xbd\xef\xbf\xbd]</Event>\n"),
	};
	CHECK(rows);
}

#define GOOD       "<Event xmlns='" NAMESPACE "'><D/></Event>"
#define GOOD_SHOWN "<Event xmlns=\"" NAMESPACE "\"><D/></Event>\n"

Test(event_xml, damage_costs_one_event)
{
	static const struct row rows[] = {
		ROW("malformed", "<Event>\n<a>\n</b></Event>\n" GOOD,
		    "eventxml.event.malformed 0+24 line 3\n25 " GOOD_SHOWN),
		ROW("an unknown entity", "<Event>&x;</Event>" GOOD,
		    "eventxml.event.malformed 0+18 line 1\n18 " GOOD_SHOWN),
		ROW("a document type", "<!DOCTYPE a [<!ENTITY x 'y'>]><Event>&x;</Event>" GOOD,
		    "eventxml.event.malformed 30+18 line 1\n48 " GOOD_SHOWN),
		ROW("a document type inside", "<Event><!DOCTYPE a></Event>" GOOD,
		    "eventxml.event.malformed 0+27 line 1\n27 " GOOD_SHOWN),
		ROW("a control character in a tag", "<Event \x01/>" GOOD,
		    "eventxml.event.malformed 0+10 line 1\n10 " GOOD_SHOWN),
		ROW("no end", "\n<Event><a>" GOOD,
		    "eventxml.event.unfinished 1+10 line 2\n11 " GOOD_SHOWN),
		ROW("no end, the same start tag", "<Event><a><Event><b/></Event>",
		    "eventxml.event.unfinished 0+10 line 1\n10 <Event><b/></Event>\n"),
		ROW("no end, another start tag",
		    "<Event a='1'><x><Event a='2'/><Event a='3'></Event><Event/>",
		    "eventxml.event.unfinished 0+16 line 1\n16 <Event a=\"2\"/>\n"
		    "30 <Event a=\"3\"/>\n51 <Event/>\n"),
		ROW("no end of the start tag", "<Event a='1' <Event b='2'/>",
		    "eventxml.event.unfinished 0+13 line 1\n13 <Event b=\"2\"/>\n"),
		ROW("cut in a tag", "<Event><a b" GOOD,
		    "eventxml.event.unfinished 0+11 line 1\n11 " GOOD_SHOWN),
		ROW("cut in a value", "<Event><a b='c d" GOOD,
		    "eventxml.event.unfinished 0+16 line 1\n16 " GOOD_SHOWN),
		ROW("a quote without mate", "<Event><a b='c></a></Event>" GOOD,
		    "eventxml.event.malformed 0+27 line 1\n27 " GOOD_SHOWN),
		ROW("cut in a comment", "<Event><!-- \n" GOOD GOOD,
		    "eventxml.event.unfinished 0+7 line 1\n13 " GOOD_SHOWN "94 " GOOD_SHOWN),
		ROW("cut in CDATA", "<Event><![CDATA[" GOOD,
		    "eventxml.event.unfinished 0+7 line 1\n16 " GOOD_SHOWN),
		ROW("cut in an instruction", "<Event><?x " GOOD,
		    "eventxml.event.unfinished 0+7 line 1\n11 " GOOD_SHOWN),
		ROW("a comment without end", "\n<!-- " GOOD "<Event/>",
		    "eventxml.input.comment 1+0 line 2\n6 " GOOD_SHOWN "87 <Event/>\n"),
		ROW("the input ends", GOOD "<Event><a>",
		    "0 " GOOD_SHOWN "eventxml.event.unfinished 81+10 line 1\n"),
		ROW("the input ends in a name", GOOD "<Even", "0 " GOOD_SHOWN),
		ROW("escaped text ends", "&lt;Event&gt;&lt;a<br>" GOOD,
		    "eventxml.event.unfinished 0+19 line 1\n22 " GOOD_SHOWN),
		ROW("an odd last byte", "\xff\xfe<\0E\0v\0e\0n\0t\0/\0>\0<", "2 <Event/>\n"),
	};
	CHECK(rows);
}

Test(event_xml, pastes_are_put_right)
{
	static const struct row rows[] = {
		ROW("typographic quotes",
		    "<Event a=\xe2\x80\x9c"
		    "1\xe2\x80\x9d b=\xe2\x80\x98"
		    "2\xe2\x80\x99>\xe2\x80\x9cq\xe2\x80\x9d</Event>",
		    "eventxml.event.pasted 0+42 line 1\n"
		    "0 <Event a=\"1\" b=\"2\">[\xe2\x80\x9cq\xe2\x80\x9d]</Event>\n"),
		ROW("no-break spaces",
		    "<Event\xc2\xa0"
		    "a='\xc2\xa0'/>",
		    "eventxml.event.pasted 0+16 line 1\n0 <Event a=\"\xc2\xa0\"/>\n"),
		ROW("no-break spaces further on",
		    "<Event><D\xc2\xa0"
		    "a='\xc2\xa0'/>\xc2\xa0</Event>",
		    "eventxml.event.pasted 0+29 line 1\n"
		    "0 <Event><D a=\"\xc2\xa0\"/></Event>\n"),
		ROW("lone ampersands", "<Event a='b & c'>AT&T &amp; &#65;&nbsp;</Event>",
		    "eventxml.event.pasted 0+47 line 1\n"
		    "0 <Event a=\"b & c\">[AT&T & A\xc2\xa0]</Event>\n"),
		ROW("what is worse stays",
		    "<Event><a b=\xe2\x80\x9c"
		    "1\xe2\x80\x9d></c></Event>",
		    "eventxml.event.malformed 0+32 line 1\n"),
	};
	CHECK(rows);
}

#define FRIENDLY                                                                                    \
	"+ System \n\n  - Provider \n\n   [ Name]  volmgr \n \n  - EventID 161 \n\n   [ Qualifiers" \
	"]  49156 \n\n- EventData \n\n   \\Device\\HarddiskVolume3 \n"
#define GENERAL "Log Name:      System\nSource:        volmgr\nEvent ID:      161\n"
#define MESSAGE "The bugcheck was: 0x0000009f (0x0000000000000003, 0xffffd38d26591060)."

Test(event_xml, what_is_no_event)
{
	static const struct row rows[] = {
		ROW("the friendly view", FRIENDLY, "eventxml.input.details 0+0 line 1\n"),
		ROW("the general view", GENERAL, "eventxml.input.details 0+0 line 1\n"),
		ROW("messages", MESSAGE, "eventxml.input.messages 0+0 line 1\n"),
		ROW("text", "something else", "eventxml.input.no_event 0+0 line 1\n"),
		ROW("other XML", "<?xml version='1.0'?><a/>",
		    "eventxml.input.no_event 0+0 line 1\n"),
	};
	CHECK(rows);
}

Test(event_xml, sniff)
{
	static const struct {
		struct slice bytes;
		enum event_xml_kind kind;
	} rows[] = {
#define SNIFF(bytes, kind) {{(const uint8_t *)(bytes), sizeof(bytes) - 1}, EVENT_XML_##kind}
		SNIFF("", NOT_TEXT),
		SNIFF("\0\0\0\0", NOT_TEXT),
		SNIFF("ElfFile\0\0\0\0\0", NOT_TEXT),
		SNIFF("<Event>", EVENTS),
		SNIFF("<Event", TEXT),
		SNIFF("<Events>", EVENTS),
		SNIFF("<Events/>", EVENTS),
		SNIFF("<EventID>", TEXT),
		SNIFF("\xff\xfe<\0E\0v\0e\0n\0t\0>\0", EVENTS),
		SNIFF("\0<\0E\0v\0e\0n\0t\0 ", EVENTS),
		SNIFF("\xef\xbb\xbf<?xml version='1.0'?><!--", EVENTS),
		SNIFF("x &lt;Event&gt;", EVENTS),
		SNIFF(GENERAL "Event Xml:\n<Event xmlns=''>", EVENTS),
		SNIFF(GENERAL, DETAILS),
		SNIFF(FRIENDLY, DETAILS),
		SNIFF(MESSAGE, MESSAGES),
		SNIFF("f(0x12345678 (0x1))", MESSAGES),
		SNIFF("f(12345678 (0x1))", TEXT),
		SNIFF("just text", TEXT),
#undef SNIFF
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		cr_expect_eq(event_xml_sniff(rows[i].bytes), rows[i].kind, "row %zu: %d", i,
			     event_xml_sniff(rows[i].bytes));
}

/* One event: prefix, count times the filling, suffix; and a good one behind it. */
static void check_cap(const char *prefix, const char *filling, size_t count, const char *suffix,
		      const char *shown)
{
	struct buf in = {0}, out = {0};
	buf_add_string(&in, prefix);
	for (size_t i = 0; i < count; i++)
		buf_add_string(&in, filling);
	buf_add_string(&in, suffix);
	buf_add_string(&in, GOOD);
	event_xml_show(&out, buf_slice(&in), 1 << 16);
	cr_expect(slice_find(buf_slice(&out), slice_of_string(shown)) == 0, "%s: %.*s", filling,
		  (int)(out.n < 200 ? out.n : 200), (char *)out.p);
	cr_expect(slice_ends_with(buf_slice(&out), SLICE(GOOD_SHOWN)), "%s", filling);
	buf_free(&in);
	buf_free(&out);
}

Test(event_xml, caps)
{
	check_cap("<Event><a>", "1234567 ", LIMIT_EVENT_XML_BYTES / 8 - 4, "</a></Event>",
		  "0 <Event><a>[1234567 ");
	check_cap("<Event><a>", "1234567 ", LIMIT_EVENT_XML_BYTES / 8, "</a></Event>",
		  "eventxml.event.too_large 0+1048577 line 1\n");
	check_cap("<Event><a>", "<b/>", LIMIT_EVTX_NODES - 2, "</a></Event>", "0 <Event><a><b/>");
	check_cap("<Event><a>", "<b/>", LIMIT_EVTX_NODES - 1, "</a></Event>",
		  "eventxml.event.too_complex 0+");
	check_cap("<Event><a ", "b='", LIMIT_EVENT_XML_ATTRIBUTES + 1, "'/></Event>",
		  "eventxml.event.malformed 0+");
	check_cap("<Event><a>", "<b c='' d=''/>", LIMIT_EVENT_XML_ATTRIBUTES, "</a></Event>",
		  "0 <Event><a><b c=\"\" d=\"\"/>");
	check_cap("<Event><a", " b=''", LIMIT_EVENT_XML_ATTRIBUTES + 1, "/></Event>",
		  "eventxml.event.too_complex 0+");
	check_cap("<Event>", "<b>", LIMIT_EVTX_DEPTH, "</Event>", "eventxml.event.too_complex 0+");
	check_cap("<Event><![CDATA[", "1234567 ", LIMIT_EVENT_XML_BYTES / 8, "",
		  "eventxml.event.too_large 0+7 line 1\n");
	check_cap("<!--", "1234567 ", LIMIT_EVENT_XML_BYTES / 8, "",
		  "eventxml.input.comment 0+0 line 1\n");
}

static const char *const tokens[] = {
	"<Event ",   "<Event>",      "</Event>", "<!--", "-->",  "<![CDATA[", "]]>",
	"<?x",       "?>",           "\"",       "'",    "<",    ">",         "/>",
	"&",         "&lt;Event ",   "&lt;",     "&gt;", "&#0;", "&#xD800;",  "&amp;",
	"\xff",      "\xef\xb7\x90", "\r",       "\n- ", "\x1b", "\xc2\xa0",  "\xe2\x80\x9c",
	"<D a='1'>", "</D>",         "text",     " ",    "<D/>", "<Events>",  GOOD,
};

/* Sound trees from any mixture of what means something, in pieces of any size. */
Test(event_xml, mixtures)
{
	uint64_t state = 7;
	for (unsigned round = 0; round < 4000; round++) {
		struct buf in = {0}, whole = {0}, pieces = {0};
		for (size_t n = random_below(&state, 40); n > 0; n--)
			buf_add_string(&in, tokens[random_below(&state, COUNT_OF(tokens))]);
		size_t piece = 1 + random_below(&state, 9);
		const char *fault = event_xml_fault(buf_slice(&in), piece);
		cr_expect_null(fault, "round %u: %s", round, fault);
		event_xml_show(&whole, buf_slice(&in), 1 << 16);
		event_xml_show(&pieces, buf_slice(&in), piece);
		cr_expect(slice_equal(buf_slice(&whole), buf_slice(&pieces)), "round %u", round);
		buf_free(&in);
		buf_free(&whole);
		buf_free(&pieces);
	}
}
