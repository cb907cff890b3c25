/* SPDX-License-Identifier: MIT */
/* What the event XML reader makes of bytes, as text that tests compare. */
#ifndef TESTS_SUPPORT_EVENT_XML_H
#define TESTS_SUPPORT_EVENT_XML_H

#include "lib/base/buf.h"

/*
 * Feeds the bytes in pieces of that size (each from a heap block of its own, freed once it was
 * taken) and appends a line for each event, "12 <Event a="1"><Data>[text]</Data></Event>" (offset
 * and tree: values in brackets, CDATA sections in braces), and for each report,
 * "eventxml.event.malformed 12+30 line 3" (offset, length, line). Control characters are shown as
 * \xHH.
 */
void event_xml_show(struct buf *out, struct slice bytes, size_t piece);

/* What is wrong with what the reader made of the bytes, or NULL: texts that are not UTF-8, slack
 * that cannot be read, trees beyond the caps, offsets out of order. */
const char *event_xml_fault(struct slice bytes, size_t piece);

#endif
