/* SPDX-License-Identifier: MIT */
/*
 * The subset of XPath 1.0 by which Windows selects events (wevtutil, Event Viewer, Get-WinEvent;
 * [MS-EVEN6] 2.2.15.1 and 2.2.15.2, "Consuming Events" in the Windows Event Log documentation),
 * compiled.
 *
 * An expression is true or false for an event. Its paths begin with * or Event, go to child
 * elements (Name, *) and end maybe in an attribute (@Name, @*) or text(); [predicates] nest. There
 * are and, or, parentheses, and comparisons (= != < <= > >=) of a path with a number (decimal, 0x),
 * or with a text in quotes. Functions: timediff(path[, 'time']), the milliseconds from the event's
 * time to the other, or to now, to be compared with a number; band(path, number), true where both
 * have a bit in common; position(), as [n] the place among its like, on elements without child
 * elements. Everything else of XPath is refused.
 *
 * A path in a comparison or alone means: there is such an element or attribute of which it is true.
 * What an element or attribute holds is the text that Windows shows. How it is compared:
 * - with a number, as a number (decimal, or hexadecimal behind 0x); what is none differs from all;
 * - with a text by = and !=: letter by letter, case too, as XPath 1.0 has it (Microsoft's
 *   documents name no exception). As [MS-EVEN6] tells types by the syntax of the text, GUIDs are
 *   equal in either case with or without braces, hexadecimal numbers in either case with or
 *   without leading zeros, and instants in any spelling;
 * - with a text by < <= > >=: as instants, where both are; as numbers, where both are; else no
 *   order is between them.
 */
#ifndef EVTX_XPATH_H
#define EVTX_XPATH_H

#include "lib/base/buf.h"
#include "lib/evtx/system.h"

struct evtx_xpath;

/*
 * Compiles the expression (UTF-8), which need not live on. Returns NULL, with a message in *error
 * that names the column in characters from 1, where it is outside the subset or has more than
 * LIMIT_XPATH_NODES parts. Free with evtx_xpath_free(), which takes NULL too.
 */
struct evtx_xpath *evtx_xpath_compile(struct slice expression, struct buf *error) MUST_CHECK;
void evtx_xpath_free(struct evtx_xpath *xpath);

/* The fields of System, bits 1 << enum evtx_system_field, that evtx_xpath_may_match() looks at. */
uint32_t evtx_xpath_fields(const struct evtx_xpath *xpath);

/*
 * Can an event with this System match? false is certain. Of *system only the fields above are
 * looked at. now: FILETIME. Needs no tree, allocates nothing.
 */
bool evtx_xpath_may_match(const struct evtx_xpath *xpath, const struct evtx_system *system,
			  uint64_t now);

/* Does the event with this concrete tree match? What the arena held before stays; nothing else
 * remains in it. */
bool evtx_xpath_matches(const struct evtx_xpath *xpath, const struct evtx_node *root, uint64_t now,
			struct arena *arena);

#endif
