/* SPDX-License-Identifier: MIT */
/*
 * Every cap of the suite, with its reason. Input can cause no allocation, loop or recursion
 * that one of these numbers does not bound.
 */
#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

/* Bytes of one DumpStack.log that are looked at. Real logs hold 8 or 12 KiB; whatever is larger is
 * something else, and a sparse file of a terabyte must not be read to its end. */
#define LIMIT_DSLOG_BYTES (1u << 20)

/* Bytes of a component name that may span lines. A real name has at most 40; a driver can make one
 * fill the whole log (12 KiB). */
#define LIMIT_DSLOG_NAME_BYTES (12u << 10)

/* Bytes of one event as XML. Windows takes events of up to 64 KiB, which XML triples at most. */
#define LIMIT_EVENT_XML_BYTES (1u << 20)

/* Attributes of one element of event XML. Real ones have at most 6; a parser compares each with all
 * others. */
#define LIMIT_EVENT_XML_ATTRIBUTES 256u

/* Nodes of one event's tree. The largest record (64 KiB) holds some 3,000; instances inside
 * instances could multiply them. 32,768 take 3.5 MiB. */
#define LIMIT_EVTX_NODES 32768u

/* Depth of elements, fragments and template instances in one another. Real events have 8. */
#define LIMIT_EVTX_DEPTH 64u

/* Bytes that the names of one chunk may take. Names lie in the chunk (64 KiB), but a forged one may
 * refer to each of its bytes as the start of a name. */
#define LIMIT_EVTX_NAME_BYTES (1u << 20)

/* Bytes of output of one event. A record has at most 64 KiB; but tiny records may all instantiate
 * one huge template, and a value may stand in a thousand places of it. */
#define LIMIT_EVTX_RECORD_OUTPUT (2u << 20)

/* Memory that one event may take while it is looked at, bytes: its tree (3.5 MiB at most) and texts
 * made of it. One value may be the name of a thousand others, and each makes a text. */
#define LIMIT_EVTX_EVENT_BYTES (6u << 20)

/* Compiled templates that a thread keeps, bytes. All logs of a Windows machine together need 3 MiB.
 */
#define LIMIT_EVTX_TEMPLATE_BYTES (4u << 20)

/* Literal text of one compiled template, bytes. Real ones have up to 12 KiB; names of 64 KiB that
 * are referred to in 4 bytes could make megabytes. */
#define LIMIT_EVTX_PROGRAM_LITERALS (512u << 10)

/* Data of one event that are searched for the fields of crash evidence. Real events have up to 40;
 * a huge template, instantiated by tiny records, could have thousands. */
#define LIMIT_CRASH_FIELDS 128u

/* Consistency findings a session keeps; the rest is counted. */
#define LIMIT_DSLOG_FINDINGS 32u

/* Throughput samples a session keeps for its quantiles. DumpLogLevel prints 20. */
#define LIMIT_DSLOG_SAMPLES 512u

/* Longest JSON line a filter looks into. Longer ones pass through unchanged: the records of this
 * suite stay far below, and memory has to stay constant. */
#define LIMIT_JSON_LINE_BYTES (1u << 20)

/* Depth of nested JSON values that are looked into. */
#define LIMIT_JSON_DEPTH 128u

/* Values of one JSON line that are made into a tree, which takes up to 250 bytes for each: 16 MiB
 * at most. The records of this suite have some hundreds. */
#define LIMIT_JSON_VALUES 65536u

/* Distinct keys (codes, components) that a summary counts one by one. Real ones are some hundreds;
 * a forged input can hold millions. */
#define LIMIT_TALLY_KEYS 4096u

/* Distinct hosts that a summary counts exactly; beyond them the number is an estimate. */
#define LIMIT_TALLY_HOSTS 65536u

/* Longest key that is counted by itself, bytes. Real component names have at most 40, host names at
 * most 253; longer ones are counted together. */
#define LIMIT_TALLY_KEY_BYTES 256u

/* Rows of one table of a summary; what is left is one row "other". */
#define LIMIT_SUMMARY_ROWS 64u

/* Longest file name in a --files0-from list; Linux refuses longer paths anyway (PATH_MAX 4096). */
#define LIMIT_NAME_BYTES 65536u

/* Default of --max-expansion: bytes out for each byte in of compressed input. gzip ends near 1032;
 * only bombs go further, and DumpStack.log (mostly zero bytes) stays below 100. */
#define LIMIT_EXPANSION_RATIO 1100u

/* Bytes that compressed input may always grow to, whatever the ratio: small inputs of zeros. */
#define LIMIT_EXPANSION_FREE (1u << 20)

/* Memory that liblzma and libzstd may take to decode: xz -9 needs 65 MiB. */
#define LIMIT_DECODER_MEMORY (128u << 20)

/* Messages of one kind that are printed for one input before the rest is only counted. */
#define LIMIT_MESSAGES_OF_A_KIND 3u

/* Parts (steps, comparisons, and, or) of one XPath expression, which is examined for each event.
 * Windows refuses more than 32 comparisons. */
#define LIMIT_XPATH_NODES 256u

/* Depth of parentheses and predicates in one another. Event Viewer writes 5. */
#define LIMIT_XPATH_DEPTH 32u

#endif
