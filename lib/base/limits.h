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

#endif
