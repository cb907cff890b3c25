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

DIAG(EVENTXML_MALFORMED, "eventxml.event.malformed", ERROR,
     "event is not well-formed XML and is left out: {text}")
DIAG(EVENTXML_UNFINISHED, "eventxml.event.unfinished", ERROR, "event has no end and is left out")
DIAG(EVENTXML_TOO_LARGE, "eventxml.event.too_large", ERROR,
     "event of more than {limit} bytes is left out")
DIAG(EVENTXML_TOO_COMPLEX, "eventxml.event.too_complex", ERROR,
     "event with more than {limit} {text} is left out")
DIAG(EVENTXML_REPLACED, "eventxml.event.replaced", WARNING,
     "{got} characters that are not valid UTF-8 or UTF-16 became U+FFFD")
DIAG(EVENTXML_PASTED, "eventxml.event.pasted", NOTE,
     "typographic quotes, no-break spaces or lone ampersands in the XML were put right")
DIAG(EVENTXML_COMMENT, "eventxml.input.comment", WARNING,
     "comment has no end; what follows was read nevertheless")
DIAG(EVENTXML_DETAILS, "eventxml.input.details", ERROR,
     "this is the Details view as text; copy the XML view, or save the log as .evtx")
DIAG(EVENTXML_MESSAGES, "eventxml.input.messages", ERROR,
     "these are messages without their events; copy the XML view, or save the log as .evtx")
DIAG(EVENTXML_NO_EVENT, "eventxml.input.no_event", ERROR,
     "no event in it, only {text}; save the log as .evtx, or as XML")

DIAG(EVTX_EMPTY, "evtx.input.empty", WARNING, "input is empty")
DIAG(EVTX_NUMBER, "evtx.record.number", WARNING,
     "a number is larger than JSON readers can hold; it is given as <member>_hex")
DIAG(EVTX_NOT_JUDGED, "evtx.input.not_judged", WARNING,
     "--validate judges event logs; this is event XML")
DIAG(EVTX_NOT_A_LOG, "evtx.input.not_a_log", WARNING,
     "neither an event log nor event XML; the content looks like {text}")
DIAG(EVTX_BINXML_TOKEN, "evtx.binxml.token", ERROR,
     "unexpected BinXML token {got:x}; the record is left out")
DIAG(EVTX_BINXML_TRUNCATED, "evtx.binxml.truncated", ERROR,
     "the BinXML ends too early; the record is left out")
DIAG(EVTX_BINXML_NAME, "evtx.binxml.name", ERROR,
     "no name at {got:x} of the chunk; the record is left out")
DIAG(EVTX_BINXML_NAME_MISSING, "evtx.binxml.name_missing", WARNING,
     "a name is lost; _ stands in its place")
DIAG(EVTX_BINXML_TEMPLATE, "evtx.binxml.template", ERROR,
     "the template instance cannot be read (definition at {got:x} of the chunk); the record is left out")
DIAG(EVTX_BINXML_DEPTH, "evtx.binxml.depth", ERROR,
     "the BinXML is nested deeper than {got}; the record is left out")
DIAG(EVTX_BINXML_TEMPLATE_MISSING, "evtx.binxml.template_missing", WARNING,
     "the template definition is lost; the record's values are given without their names")
DIAG(EVTX_BINXML_TEMPLATE_MOVED, "evtx.binxml.template_moved", WARNING,
     "the template definition is not where the record says, but elsewhere in the chunk")
DIAG(EVTX_BINXML_TOO_LARGE, "evtx.binxml.too_large", ERROR,
     "event grows beyond every real one; the record is left out")
DIAG(EVTX_BINXML_EMPTY, "evtx.binxml.empty", ERROR, "record holds no element; it is left out")
DIAG(EVTX_BINXML_VALUES_CUT, "evtx.binxml.values_cut", WARNING,
     "values need more bytes than the record has; they were cut")
DIAG(EVTX_CHUNK_CHECKSUM, "evtx.chunk.checksum", WARNING,
     "checksum of the chunk's records is {got:x} instead of {limit:x}")
DIAG(EVTX_CHUNK_FREE_SPACE, "evtx.chunk.free_space", WARNING,
     "chunk header puts the end of the records at {got:x}, but they end at {limit:x}")
DIAG(EVTX_CHUNK_HEADER_CHECKSUM, "evtx.chunk.header_checksum", WARNING,
     "checksum of the chunk header is {got:x} instead of {limit:x}")
DIAG(EVTX_CHUNK_MAGIC, "evtx.chunk.magic", WARNING,
     "no chunk begins where one should; records are looked for")
DIAG(EVTX_CHUNK_NUMBERS, "evtx.chunk.numbers", WARNING,
     "{text} is {limit} in the chunk header, but {got} in the records")
DIAG(EVTX_CHUNK_STALE, "evtx.chunk.stale", NOTE,
     "records go on behind the end that the chunk header states: it was not brought up to date")
DIAG(EVTX_CHUNK_TRUNCATED, "evtx.chunk.truncated", WARNING,
     "chunk ends after {got} of {limit} bytes")
DIAG(EVTX_CHUNK_ZEROED, "evtx.chunk.zeroed", NOTE, "chunk holds nothing but zero bytes")
DIAG(EVTX_FILE_BLOCK_SIZE, "evtx.file.block_size", WARNING,
     "file header states {got} bytes for itself instead of {limit}")
DIAG(EVTX_FILE_CHECKSUM, "evtx.file.checksum", WARNING,
     "checksum of the file header is {got:x} instead of {limit:x}")
DIAG(EVTX_FILE_CHUNK_COUNT, "evtx.file.chunk_count", WARNING,
     "file header counts {got} chunks, but {limit} are there")
DIAG(EVTX_FILE_DIRTY, "evtx.file.dirty", NOTE, "the log was not closed")
DIAG(EVTX_FILE_DIRTY_COUNT, "evtx.file.dirty_count", NOTE,
     "the log was not closed: its header counts {got} chunks, {limit} are there")
DIAG(EVTX_FILE_HEADER_SIZE, "evtx.file.header_size", WARNING,
     "file header states that {got} of its bytes are used instead of {limit}")
DIAG(EVTX_FILE_MAGIC, "evtx.file.magic", WARNING,
     "magic of the file header is damaged; read as an event log since chunks follow")
DIAG(EVTX_FILE_NO_HEADER, "evtx.file.no_header", NOTE,
     "no file header; read as the bare chunks of an event log")
DIAG(EVTX_FILE_TRUNCATED, "evtx.file.truncated", WARNING,
     "input ends after {got} bytes, inside the file header of {limit} bytes")
DIAG(EVTX_FILE_VERSION, "evtx.file.version", WARNING,
     "format version {got}.{limit} is not a known one (3.1, 3.2); read all the same")
DIAG(EVTX_RECORD_HIDDEN, "evtx.record.hidden", WARNING,
     "record {got} stands hidden inside another record")
DIAG(EVTX_RECORD_LOST, "evtx.record.lost", ERROR,
     "{got} bytes hold no record that can be read; they were skipped")
DIAG(EVTX_RECORD_MAGIC, "evtx.record.magic", WARNING,
     "record magic is damaged ({got:x}); its sizes agree, so it was read")
DIAG(EVTX_RECORD_SIZE, "evtx.record.size", WARNING,
     "record size {got} cannot be; the record was read as {limit} bytes")
DIAG(EVTX_RECORD_SIZE_COPY, "evtx.record.size_copy", WARNING,
     "size behind the record is {got} instead of {limit}")
DIAG(EVTX_RECORD_TRUNCATED, "evtx.record.truncated", WARNING,
     "record of {limit} bytes is cut after {got}")
DIAG(EVTX_RECORD_ZEROED, "evtx.record.zeroed", ERROR,
     "{got} zero bytes stand where records should; what they held is lost")

DIAG(DUMP_FOREIGN, "dump.input.foreign", ERROR,
     "neither a kernel memory dump nor JSON lines, but {text}")
DIAG(DUMP_STREAM, "dump.input.stream", NOTE,
     "the input is a stream: only its first {limit} bytes were looked at")
DIAG(DUMP_HEADER_TRUNCATED, "dump.header.truncated", WARNING,
     "input ends after {got} bytes, inside the dump's header of {limit} bytes")
DIAG(DUMP_HEADER_MACHINE, "dump.header.machine", WARNING,
     "a header of {limit} bits does not belong to the machine {got:x}")
DIAG(DUMP_HEADER_TIME, "dump.header.time", WARNING, "SystemTime ({got:x}) is no instant")
DIAG(DUMP_HEADER_UPTIME, "dump.header.uptime", WARNING,
     "SystemUpTime ({got:x}) is longer than there has been time")
DIAG(DUMP_HEADER_NUMBER, "dump.header.number", WARNING,
     "{text} is larger than JSON readers can hold; it is given as <member>_hex")
DIAG(DUMP_LAYOUT_TRUNCATED, "dump.layout.truncated", WARNING,
     "the file ends after {got} bytes, the dump after {limit}")
DIAG(DUMP_SPACE_TRUNCATED, "dump.space.truncated", WARNING,
     "the file ends after {got} bytes; Windows took {limit} for the dump (RequiredDumpSpace)")
DIAG(DUMP_LAYOUT_CUT, "dump.layout.cut", WARNING,
     "the file ends after {got} bytes, inside the structures that tell what the dump holds")
DIAG(DUMP_LAYOUT_CONTRADICTION, "dump.layout.contradiction", WARNING, "{text}")
DIAG(DUMP_LAYOUT_NOT_READ, "dump.layout.not_read", NOTE, "{text}")
DIAG(DUMP_BLOB_TRUNCATED, "dump.blob.truncated", WARNING,
     "the file ends inside the secondary data, which begin at {got:x}")
DIAG(DUMP_BLOB_END, "dump.blob.end", WARNING,
     "the secondary data end at {got:x}, but {limit} more bytes follow, which should not")
DIAG(DUMP_WRITER_MODULES, "dump.writer.modules", NOTE,
     "the program that wrote the dump could not read the whole list of drivers (WriterStatus {got})")
DIAG(DUMP_TAIL_STALE, "dump.tail.stale", NOTE,
     "behind the dump lie {got} bytes that it did not write, not all zero: they may be old memory")
DIAG(DUMP_TRIAGE_TRUNCATED, "dump.triage.truncated", ERROR,
     "the file ends at {got:x}, before the end of {text} at {limit:x}")
DIAG(DUMP_TRIAGE_UNREACHED, "dump.triage.unreached", ERROR,
     "{text} would end at {limit:x}, but of this input only {got} bytes are kept")
DIAG(DUMP_TRIAGE_PLACE, "dump.triage.place", ERROR,
     "{text} cannot lie from {got:x} to {limit:x}; it was read up to the next part")
DIAG(DUMP_TRIAGE_LIMIT, "dump.triage.limit", ERROR,
     "{got} {text} are more than any dump has; {limit} were read")
DIAG(DUMP_TRIAGE_UNFINISHED, "dump.triage.unfinished", WARNING,
     "the mark TRGD is missing at {got:x}, where the small dump ends: written in part, or altered")
DIAG(DUMP_TRIAGE_SIZE, "dump.triage.size", WARNING,
     "the small dump ends at {got:x} by its size, but has its mark at {limit:x}")
DIAG(DUMP_TRIAGE_DEBUGGER_DATA, "dump.triage.debugger_data", NOTE,
     "the debugger data has no KDBG signature")
DIAG(DUMP_TRIAGE_NAME, "dump.triage.name", ERROR,
     "the name of a driver at {got:x} is not there, or not whole")
DIAG(DUMP_TRIAGE_BLOCKS, "dump.triage.blocks", ERROR,
     "{got} of {limit} data blocks do not lie within the file")

DIAG(REGISTRY_TEXT_CODE_PAGE, "registry.text.code_page", NOTE,
     "bytes above 0x7f are no UTF-8: they are read as Windows code page 1252")
DIAG(REGISTRY_TEXT_DATA, "registry.text.data", WARNING, "data of value {text} cannot be read")
DIAG(REGISTRY_TEXT_EMPTY, "registry.text.empty", ERROR, "no key of a hive SYSTEM is in it")
DIAG(REGISTRY_TEXT_ESCAPE, "registry.text.escape", WARNING,
     "value {text} has a backslash that is not doubled; it is left out")
DIAG(REGISTRY_TEXT_KEY, "registry.text.key", WARNING,
     "key without a closing bracket; its values are left out: {text}")
DIAG(REGISTRY_TEXT_LINE, "registry.text.line", WARNING,
     "neither a key nor a value; the line is left out: {text}")
DIAG(REGISTRY_TEXT_LONG, "registry.text.long", WARNING,
     "value {text} is longer than Windows stores values, and left out")
DIAG(REGISTRY_TEXT_MOUNT, "registry.text.mount", NOTE,
     "another hive is mounted at {text}; only the one whose control set comes first is read")
DIAG(REGISTRY_TEXT_NO_KEY, "registry.text.no_key", WARNING,
     "value {text} stands in front of the first key, and is left out")
DIAG(REGISTRY_TEXT_NOT_SYSTEM, "registry.text.not_system", ERROR,
     "no key that tells of a hive SYSTEM is in it; the first one is below {text}")
DIAG(REGISTRY_TEXT_OTHER_HIVE, "registry.text.other_hive", NOTE,
     "{got} keys of other hives are left out; the first is below {text}")
DIAG(REGISTRY_TEXT_UNFINISHED, "registry.text.unfinished", WARNING,
     "data of value {text} are to go on in the next line, and do not")
DIAG(REGISTRY_TEXT_VERSION, "registry.text.version", WARNING,
     "this kind of .reg file is not known, and read as version 5: {text}")

DIAG(JSON_NOT_LINES, "json.input.not_lines", ERROR, "not JSON lines but {text}")
DIAG(JSON_LINE_TOO_LONG, "json.line.too_long", NOTE,
     "line of more than {limit} bytes was not looked into")
DIAG(TEXT_LINE_TOO_LONG, "text.line.too_long", NOTE,
     "line of more than {limit} bytes was not looked into")
DIAG(CRASH_TOLD_EARLY, "crash.evidence.split", NOTE,
     "more evidence than {limit} bytes: crashes are told before all of it was read, and what comes "
     "later is told apart")
DIAG(JSON_LINE_INVALID, "json.line.invalid", WARNING, "not valid JSON: {text}")
DIAG(JSON_LINE_MEMBER, "json.line.member", WARNING,
     "member {text} has a value of the wrong type or range")

DIAG(PARTIAL_NONE, "crash.partial.none", ERROR,
     "not a partial summary, as --partial prints it; the line is left out")
DIAG(PARTIAL_VERSION, "crash.partial.version", ERROR,
     "partial summary of version {got}, and the known one is {limit}; it is left out")
DIAG(PARTIAL_MEMBER, "crash.partial.member", ERROR,
     "member {text} of the partial summary is missing or cannot be; the summary is left out")
DIAG(PARTIAL_FULL, "crash.partial.full", WARNING,
     "sums have reached {limit}, the largest number there is room for, and stay there")

DIAG(REGISTRY_INPUT_EMPTY, "registry.input.empty", WARNING, "input is empty")
DIAG(REGISTRY_INPUT_FOREIGN, "registry.input.foreign", ERROR,
     "neither a registry hive nor text of one, but {text}")
DIAG(REGISTRY_INPUT_TOO_LARGE, "registry.input.too_large", ERROR,
     "input goes on beyond {limit} bytes; the rest was not read")
DIAG(REGISTRY_HIVE_TRANSACTION_LOG, "registry.hive.transaction_log", ERROR,
     "this is a transaction log of a hive; give the hive itself, whose name does not end in {text}")
DIAG(REGISTRY_HIVE_OTHER, "registry.hive.other", WARNING,
     "this is {text}; what decides about crash dumps is in the hive SYSTEM")
DIAG(REGISTRY_HIVE_TRUNCATED, "registry.hive.truncated", WARNING,
     "input ends after {got} bytes, the hive after {limit}")
DIAG(REGISTRY_HIVE_CHECKSUM, "registry.hive.checksum", WARNING,
     "checksum of the base block is {got:x} instead of {limit:x}")
DIAG(REGISTRY_HIVE_DIRTY, "registry.hive.dirty", WARNING,
     "the hive is dirty (sequence numbers {got} and {limit}), the last changes may be missing: {text}")
DIAG(REGISTRY_HIVE_REPLAYED, "registry.hive.replayed", NOTE,
     "the hive is dirty; {got} pages of {text} were applied to a copy of it")
DIAG(REGISTRY_HIVE_LOG_DAMAGED, "registry.hive.log_damaged", WARNING,
     "{text} is damaged or too large; not all of it was read")
DIAG(REGISTRY_HIVE_BINS, "registry.hive.bins", WARNING,
     "damaged places of the hive: {got}, of which this is the first; what lay there is lost")
DIAG(REGISTRY_HIVE_REFUSED, "registry.hive.refused", ERROR,
     "the hive has no root key that could be read; nothing is known of what it held")
DIAG(REGISTRY_HIVE_UNREADABLE, "registry.hive.unreadable", ERROR,
     "{text} cannot be read, or not all of it: the hive is damaged there")
DIAG(REGISTRY_TREE_FULL, "registry.tree.full", ERROR,
     "more keys or values than any real registry has; the rest was left out")
