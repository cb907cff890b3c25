/* SPDX-License-Identifier: MIT */
/*
 * An event as a tree: elements, attributes and typed values. Binary XML ([MS-EVEN6] 2.2.12) and
 * event XML both become this, and shapes, selection, XPath and crash meaning read nothing else.
 * Nodes live in an arena and borrow their bytes from the chunk or the XML text.
 *
 * A tree is concrete (every value has its bytes) or symbolic: made of a template definition, its
 * values known by position and type only, their bytes to come with each record.
 */
#ifndef EVTX_TREE_H
#define EVTX_TREE_H

#include "lib/base/arena.h"

/* Value types of [MS-EVEN6] 3.1.4.7.3, and two of our own behind them. */
enum evtx_type {
	EVTX_TYPE_NULL = 0x00,
	EVTX_TYPE_STRING = 0x01,      /* UTF-16LE */
	EVTX_TYPE_ANSI_STRING = 0x02, /* of an unknown code page, taken as Windows-1252 */
	EVTX_TYPE_INT8 = 0x03,
	EVTX_TYPE_UINT8 = 0x04,
	EVTX_TYPE_INT16 = 0x05,
	EVTX_TYPE_UINT16 = 0x06,
	EVTX_TYPE_INT32 = 0x07,
	EVTX_TYPE_UINT32 = 0x08,
	EVTX_TYPE_INT64 = 0x09,
	EVTX_TYPE_UINT64 = 0x0a,
	EVTX_TYPE_REAL32 = 0x0b,
	EVTX_TYPE_REAL64 = 0x0c,
	EVTX_TYPE_BOOL = 0x0d, /* 4 bytes; every value but 0 is true; 1, 2 and 8 bytes occur */
	EVTX_TYPE_BINARY = 0x0e,
	EVTX_TYPE_GUID = 0x0f,
	EVTX_TYPE_SIZE_T = 0x10, /* 4 or 8 bytes, shown in hexadecimal */
	EVTX_TYPE_FILETIME = 0x11,
	EVTX_TYPE_SYSTEMTIME = 0x12,
	EVTX_TYPE_SID = 0x13,
	EVTX_TYPE_HEX_INT32 = 0x14,
	EVTX_TYPE_HEX_INT64 = 0x15,
	EVTX_TYPE_EVT_HANDLE = 0x20,
	EVTX_TYPE_BIN_XML = 0x21,
	EVTX_TYPE_EVT_XML = 0x23,
	EVTX_TYPE_ARRAY = 0x80, /* a flag beside the others */
	EVTX_TYPE_UTF8 = 0x100, /* text of event XML, its references already resolved */
};

/* Names that the readers of a tree look for, so that none of them compares text. */
enum evtx_known {
	EVTX_NAME_OTHER,
#define EVTX_NAME(symbol, text) EVTX_NAME_##symbol,
#include "lib/evtx/name_list.h"
#undef EVTX_NAME
	EVTX_NAME_COUNT
};

struct evtx_name {
	struct slice text; /* UTF-8, valid; lone surrogates have become U+FFFD */
	enum evtx_known known;
};

enum evtx_node_kind {
	EVTX_NODE_ELEMENT,
	EVTX_NODE_VALUE,            /* text or a typed value */
	EVTX_NODE_CDATA,            /* bytes: text of the section; type tells its encoding */
	EVTX_NODE_CHAR_REFERENCE,   /* code */
	EVTX_NODE_ENTITY_REFERENCE, /* name */
	EVTX_NODE_INSTRUCTION,      /* processing instruction: name, bytes; type as CDATA */
};

enum { EVTX_NO_SLOT = -1 };

struct evtx_attribute {
	struct evtx_attribute *next;
	const struct evtx_name *name;
	struct evtx_node *values; /* what the value is joined of; NULL for none */
};

struct evtx_node {
	struct evtx_node *next; /* the next of the same parent */
	enum evtx_node_kind kind;
	/* VALUE: */
	uint16_t type;      /* enum evtx_type, maybe with EVTX_TYPE_ARRAY; others: unknown types */
	bool substituted;   /* came from a substitution; else literal text */
	bool optional;      /* from an optional substitution */
	int32_t slot;       /* symbolic trees: which value of the instance; else EVTX_NO_SLOT */
	struct slice bytes; /* VALUE, CDATA, INSTRUCTION; empty in symbolic trees */
	uint32_t code;      /* CHAR_REFERENCE: code point as found, not checked */
	const struct evtx_name *name; /* ELEMENT, ENTITY_REFERENCE, INSTRUCTION */
	/* ELEMENT: */
	struct evtx_attribute *attributes;
	struct evtx_node *children; /* first child */
};

/* One event and what its record header says of it. */
struct evtx_event {
	const struct evtx_node *root; /* the element Event, concrete */
	uint64_t offset;              /* of the record, or of "<Event" in XML: bytes in the input */
	bool has_record_header;       /* the next two are known; not in event XML */
	uint64_t log_record_id;       /* number in the record header */
	uint64_t written;             /* FILETIME in the record header */
	bool recovered;               /* salvaged: not reachable by the chunk's own book-keeping */
};

/* Which of the known names this UTF-8 text is. Names are compared exactly. */
enum evtx_known evtx_name_known(struct slice text);

/* The first child element (attribute) of that known name, or NULL. element may be NULL. */
const struct evtx_node *evtx_child(const struct evtx_node *element, enum evtx_known name);
const struct evtx_attribute *evtx_attribute_of(const struct evtx_node *element,
					       enum evtx_known name);

/* Is this the only node, and a text array value (each item of which repeats the element)? */
bool evtx_is_text_array(const struct evtx_node *first);

/* The character that the name of one of XML's five entities stands for, or 0. */
uint8_t evtx_entity_character(struct slice name);

/* Is there nothing to see: no node, or only NULL and empty values? Concrete trees only. */
bool evtx_content_is_empty(const struct evtx_node *first);

/*
 * The text that Windows shows for this content (values joined, references resolved, NULs at the end
 * of strings left off), as valid UTF-8 without any escaping. Child elements are left out. Lives in
 * the arena, or is borrowed from the tree. Concrete trees only. Empty where the arena holds more
 * than LIMIT_EVTX_EVENT_BYTES: whoever renders the event has to look, and to leave it out.
 */
struct slice evtx_content_text(struct arena *arena, const struct evtx_node *first);

#endif
