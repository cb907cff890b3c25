/* SPDX-License-Identifier: MIT */
/*
 * Every diagnostic of the suite: DIAG(symbol, "dotted.code", severity, "text"), grouped by reader.
 * The dotted code is part of the output contract. In the text {got} and {limit} stand for the
 * numbers of a diagnostic in decimal, {got:x} and {limit:x} in hexadecimal, {text} for its text.
 * A note leaves the exit status alone; a warning or an error makes it 3.
 * No include guard: included where DIAG is defined.
 */

DIAG(INPUT_EXPANSION, "input.expansion", ERROR,
     "compressed data grows beyond {limit} times its size; stopped after {got} bytes")
DIAG(INPUT_COMPRESSED_DAMAGED, "input.compressed.damaged", ERROR,
     "{text} data is damaged; {got} bytes could be unpacked")
DIAG(INPUT_COMPRESSED_TRUNCATED, "input.compressed.truncated", ERROR,
     "{text} data ends too early; {got} bytes could be unpacked")
DIAG(INPUT_COMPRESSED_TRAILING, "input.compressed.trailing", WARNING,
     "other bytes follow the {text} data; they were not read")
DIAG(INPUT_COMPRESSED_MEMORY, "input.compressed.memory", ERROR,
     "{text} data needs more than {limit} MiB of memory to unpack")

DIAG(DSLOG_EMPTY, "dslog.input.empty", WARNING, "input is empty")
DIAG(DSLOG_TOO_LARGE, "dslog.input.too_large", WARNING,
     "input goes on beyond {limit} bytes, which no DumpStack.log does; the rest was not read")
DIAG(DSLOG_NOT_A_LOG, "dslog.input.not_a_dump_log", WARNING,
     "not a DumpStack.log; the content looks like {text}")
DIAG(DSLOG_NO_LOG_WRITTEN, "dslog.input.no_log_written", NOTE,
     "no dump log was written: no crash since this boot, or the dump path failed at once")
DIAG(DSLOG_HEADER_MISSING, "dslog.header.missing", NOTE,
     "no DLOGFILE header; read as an excerpt, so an interrupted log and a full one look alike")
DIAG(DSLOG_HEADER_TRUNCATED, "dslog.header.truncated", WARNING,
     "input ends after {got} bytes, inside the header of {limit} bytes")
DIAG(DSLOG_HEADER_VERSION, "dslog.header.version", WARNING,
     "format version \"{text}\" is not the known one (00010000)")
DIAG(DSLOG_HEADER_TAG, "dslog.header.tag", WARNING,
     "log tag \"{text}\" is not the known one (DUMP)")
DIAG(DSLOG_END_BEYOND, "dslog.header.end_beyond", WARNING,
     "the header puts the end at {got:x}, behind the last byte of the input ({limit:x}): cut or edited")
DIAG(DSLOG_END_INSIDE_HEADER, "dslog.header.end_inside_header", WARNING,
     "the header puts the end at {got:x}, inside the header itself")
DIAG(DSLOG_END_DIFFERS, "dslog.header.end_differs", WARNING,
     "the header puts the end at {got:x}, but the text ends at {limit:x}: cut or edited")
DIAG(DSLOG_HEADER_BLANKS, "dslog.header.blanks", WARNING,
     "blanks stand where the header has zeros: a copy saved by a text editor")
DIAG(DSLOG_HEADER_RESERVED, "dslog.header.reserved", WARNING,
     "bytes of the header that are always zero are not")
DIAG(DSLOG_REENCODED, "dslog.text.reencoded", WARNING,
     "the copy was re-encoded as {text}; raw bytes of component names may be lost")
DIAG(DSLOG_NUL_IN_TEXT, "dslog.text.nul", WARNING, "zero bytes inside the text: {got}")
DIAG(DSLOG_SLACK, "dslog.text.slack", WARNING,
     "{got} bytes of other text behind the end of the log; its lines are marked as slack")
DIAG(DSLOG_BAD_TIME, "dslog.line.time", WARNING, "not an existing date and time: \"{text}\"")
DIAG(DSLOG_BAD_NUMBER, "dslog.line.number", WARNING, "number out of range: \"{text}\"")

DIAG(JSON_NOT_LINES, "json.input.not_lines", ERROR, "not JSON lines but {text}")
DIAG(JSON_LINE_TOO_LONG, "json.line.too_long", NOTE,
     "line of more than {limit} bytes was not looked into")
DIAG(JSON_LINE_INVALID, "json.line.invalid", WARNING, "not valid JSON: {text}")
DIAG(JSON_LINE_MEMBER, "json.line.member", WARNING,
     "member {text} has a value of the wrong type or range")
