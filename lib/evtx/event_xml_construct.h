/* SPDX-License-Identifier: MIT */
/* What may hold tags that are none: comments, CDATA sections, processing instructions. */
#ifndef EVTX_EVENT_XML_CONSTRUCT_H
#define EVTX_EVENT_XML_CONSTRUCT_H

#include "lib/base/slice.h"

struct event_xml_construct {
	struct slice begins, ends;
};

enum { EVENT_XML_COMMENT, EVENT_XML_CDATA, EVENT_XML_INSTRUCTION, EVENT_XML_CONSTRUCTS };

static const struct event_xml_construct event_xml_constructs[EVENT_XML_CONSTRUCTS] = {
	[EVENT_XML_COMMENT] = {{(const uint8_t *)"<!--", 4}, {(const uint8_t *)"-->", 3}},
	[EVENT_XML_CDATA] = {{(const uint8_t *)"<![CDATA[", 9}, {(const uint8_t *)"]]>", 3}},
	[EVENT_XML_INSTRUCTION] = {{(const uint8_t *)"<?", 2}, {(const uint8_t *)"?>", 2}},
};

#endif
