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

/* Steps of a path into a JSON line, each of which scans the value that the one before led to. Real
 * lines nest five deep. */
#define LIMIT_PATH_STEPS 16u

/* Longest key of a path into a JSON line, bytes. */
#define LIMIT_PATH_KEY_BYTES 254u

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

/* Memory for evidence that is kept until all was read, bytes. A crash with all its events takes 10
 * KiB; what makes crashes of it takes about as much again. */
#define LIMIT_CRASH_BYTES (16u << 20)

/* Bytes that the keys of one tally may take in a partial summary, on average of as many keys as it
 * may have: 256 KiB, or 4 MiB of hosts. Real names of hosts have at most 63, and mostly 15. */
#define LIMIT_TALLY_KEY_COST 64u

/* Instants of crashes that a summary keeps of one host, the latest: one a day for three years. */
#define LIMIT_HOST_TIMES 1024u

/* Instants of crashes that a summary keeps of all hosts together, 8 bytes each and up to 13 in a
 * partial summary; beyond them only those of every other host, then of every fourth, and so on. */
#define LIMIT_CRASH_TIMES 262144u

/* Bytes of a partial summary. Those of real fleets have up to some 3 MiB; where all tables are full
 * of the longest names it is 12. */
#define LIMIT_PARTIAL_LINE_BYTES (16u << 20)

/* Rows of one table of a summary; what is left is one row "other". Days and weeks are all shown. */
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

/* Longest line of text that is searched for bug checks. Longer ones pass through unchanged. */
#define LIMIT_TEXT_LINE_BYTES (1u << 20)

/* Bytes of a list of pool tags that are read. The debuggers' own has 240 KiB. */
#define LIMIT_POOL_TAG_BYTES (8u << 20)

/* Drivers of one small memory dump. Real ones list 150 to 300; a forged count may promise as many
 * as the file has room for, which are millions. */
#define LIMIT_DUMP_DRIVERS 8192u

/* Unloaded drivers of one small memory dump. Windows remembers 50. */
#define LIMIT_DUMP_UNLOADED 1024u

/* Characters of a driver's path in a dump. Real paths have up to 120. */
#define LIMIT_DUMP_NAME_CHARS 1024u

/* Bytes of all drivers' names of one dump. Real ones have up to 14 KiB together; forged
 * entries may all refer to one long name. */
#define LIMIT_DUMP_NAME_BYTES (2u << 20)

/* Data blocks of one small memory dump that are listed. Real ones have up to 5,000. */
#define LIMIT_DUMP_BLOCKS 65536u

/* Bytes of a saved call stack that are searched. Real ones have up to 9 KiB. */
#define LIMIT_DUMP_STACK_BYTES (1u << 20)

/* Addresses on a saved stack that are listed. Real stacks have up to 160. */
#define LIMIT_DUMP_FRAMES 4096u

/* Records of one DumpBlob chain. Real ones have up to 50; a forged one may hold millions of empty
 * ones. */
#define LIMIT_DUMP_BLOBS 4096u

/* Bytes of one bitmap or list of page ranges that are read. The bitmap of a terabyte of memory has
 * 32 MiB, so this is 16 TiB; a forged one in a sparse file may have any size. */
#define LIMIT_DUMP_BITMAP_BYTES (512u << 20)

/* Bytes that are kept of what should be read in any order and cannot be: pipes, compressed files.
 * Small memory dumps have up to some 5 MiB, and are looked at whole so. */
#define LIMIT_RANDOM_PREFIX (8u << 20)

/* Bytes behind a small memory dump that are looked at for old memory. Windows reserves up to some
 * 5 MiB for one. */
#define LIMIT_DUMP_TAIL_BYTES (8u << 20)

/* Runs of pages of one dump that are listed, in 5 MiB of JSON. Fragmented memory has some 10,000.
 */
#define LIMIT_DUMP_RUNS 65536u

/* Bytes of a registry hive, a text of one, or a log beside it. Windows loads hives of up to 2 GiB;
 * a SYSTEM of 100 MiB is a large one, and all of it is held in memory. */
#define LIMIT_REGISTRY_INPUT_BYTES (512u << 20)

/* Keys of a hive whose names are looked at, where each 32 bytes of a long name count as another. A
 * real hive has some 5,000 beside those that matter; a forged one may have millions. */
#define LIMIT_REGISTRY_HIVE_NAMES (1u << 20)

/* Bytes of the data of all values of a hive that are kept. Real ones have some 100 KiB; in a forged
 * one all may refer to the same megabyte. */
#define LIMIT_REGISTRY_HIVE_DATA (32u << 20)

/* Values of one key of a hive that are looked at: their names are compared with each other. A real
 * MountedDevices has up to some hundreds. */
#define LIMIT_REGISTRY_KEY_VALUES 2048u

/* Longest name of a key or value that is kept, in bytes of UTF-8. Names of keys have up to 255
 * characters; longer ones of values mean nothing here. */
#define LIMIT_REGISTRY_NAME_BYTES 1024u

/* Keys, and values, of one registry that are kept: of those that matter a real hive has some 100
 * and 500. Names are compared with all of their siblings. */
#define LIMIT_REGISTRY_KEYS   2048u
#define LIMIT_REGISTRY_VALUES 4096u

/* Bytes of one line of a .reg file that are looked at. Windows folds long data after 80 characters;
 * other tools do not, and a value of 1 MiB is a line of 3 MiB, or 6 in UTF-16. */
#define LIMIT_REGISTRY_LINE_BYTES (8u << 20)

/* Bytes of data of one registry value. Windows stores up to 1 MiB. */
#define LIMIT_REGISTRY_DATA_BYTES (1u << 20)

/* Keys and values of a registry text that matter, repeated ones included: each is compared with its
 * siblings. Exports of real machines have some 1,000. */
#define LIMIT_REGISTRY_STATEMENTS 65536u

/* Bytes of one registry value that are read as text. The longest path of Windows has 64 KiB. */
#define LIMIT_REGISTRY_TEXT_BYTES (64u << 10)

/* Bytes of a registry value that the line crashcfg has as they are. The largest of interest,
 * PagefileUsage, has 964. */
#define LIMIT_CRASHCFG_RAW_BYTES 4096u

/* Values that are told although nothing is known of them. A real CrashControl has some 50. */
#define LIMIT_CRASHCFG_OTHER_VALUES 1024u

/* Findings about one registry, and those of one rule, which may find something in each page file,
 * keyboard driver or value. Real configurations have up to 15; a forged one could have a misspelt
 * name in each of its values. */
#define LIMIT_CRASHCFG_FINDINGS      1024u
#define LIMIT_CRASHCFG_RULE_FINDINGS 16u

/* Bytes of a value that a finding repeats. Paths have up to 260 characters; a value may have
 * megabytes. */
#define LIMIT_CRASHCFG_VALUE_BYTES 1024u

#endif
