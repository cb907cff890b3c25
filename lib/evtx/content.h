/* SPDX-License-Identifier: MIT */
/* The text content of elements and attributes, as JSON strings: what shapes in JSON share. */
#ifndef EVTX_CONTENT_H
#define EVTX_CONTENT_H

#include "lib/evtx/emit.h"

/* The text of these nodes as a JSON string with its quotes; references are resolved, elements
 * inside are shown as XML text. */
void emit_json_string(struct evtx_emit *e, const struct evtx_node *first);

/* `"name":` with the comma that is due in front. */
void emit_json_key(struct evtx_emit *e, bool *comma, struct slice name);

/* Is this an optional value that is NULL? Its element is not there at all ([MS-EVEN6] 3.1.4.7.2;
 * libyal, "Optional substitution"). */
bool content_is_absent(const struct evtx_node *first);

/* Is there any child element among these? */
bool content_has_element(const struct evtx_node *first);

/* The XML text of these nodes (element content); concrete nodes, or literal ones. */
void emit_xml_content(struct evtx_emit *e, const struct evtx_node *first);

#endif
