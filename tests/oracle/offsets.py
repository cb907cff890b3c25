# SPDX-License-Identifier: MIT
"""Does every record of dslog-parse stand where its offset and line say, and is no byte left out?

offsets.py DSLOG-PARSE FILE...: each record is turned back into the message that Windows would have
printed for it and compared with the bytes at its offset; what lies between two records may be
nothing but line ends, blanks and zeros. Shares no code with the tool.
"""
import json
import re
import subprocess
import sys

PHASES = {
    ("secondary_size", "start"): rb"Starting get secondary dump callbacks size\.",
    ("secondary_size", "finish"): rb"Finish get secondary dump callbacks size\.",
    ("dump_header", "start"): rb"Starting write of dump header\.",
    ("dump_header", "finish"): rb"Finish write of dump header\.",
    ("bitmap_header", "start"): rb"Starting write of (kernel|full) bitmap dump header\.",
    ("bitmap_header", "finish"): rb"Finish write of bitmap dump header\.",
    ("memory_data", "start"): rb"Starting write of memory dump data\.",
    ("minidump", "start"): rb"Starting write of minidump data\.",
    ("minidump", "finish"): rb"Finish write of minidump data\.",
    ("secondary_callbacks", "start"): rb"Starting invoking secondary dump callbacks\.",
    ("secondary_callbacks", "finish"): rb"Finish invoking secondary dump callbacks\.",
    ("multipart_callbacks", "start"): rb"Calling secondary multi-part dump callbacks\.",
    ("multipart_callbacks", "finish"): rb"Finish calling secondary multi-part dump callbacks\.",
    ("complete_callbacks", "start"): rb"Starting invoking dump complete callbacks(; Type: 0x[0-9A-Fa-f]+)?\.",
    ("complete_callbacks", "finish"): rb"Finish(ed)? invoking dump complete callbacks(; Type: 0x[0-9A-Fa-f]+)?\.",
}
CALLBACKS = {
    "call": (b"Calling ", b" secondary callback."),
    "return": (b"Return from ", b" secondary callback."),
    "write": (b"Writing ", b" secondary callback data."),
    "write_done": (b"Writing ", b" secondary callback data done."),
    "start": (b"Starting ", b" multi-part secondary callback."),
    "finish": (b"Finish ", b" multi-part secondary callback."),
}
SKIPS = {
    "secondary_callbacks": rb"MiniDumpDumpWriteRetry in progress, skipping secondary dump callbacks\.",
    "complete_callbacks": rb"MiniDumpDumpWriteRetry in progress, skipping InvokeDumpCallbacks(; Type: 0x[0-9A-Fa-f]+)?\.",
}


def raw(record, key):
    if key + "_hex" in record:
        return bytes.fromhex(record[key + "_hex"])
    return record[key].encode()


def number(record, key):
    if record.get(key + "_hex"):
        return b"0*%d" % int(record[key + "_hex"], 16)
    return b"0*%d" % record[key]


def clock(stamp):
    return re.escape(stamp[:19].replace("-", "/").replace("T", " ").encode())


def stamped(record, words):
    local = b", local time: %s" % clock(record["local_time"]) if "local_time" in record else b""
    return words + clock(record["time"]) + local + rb"\."


def message(record):
    """The pattern of the bytes that a record was made from."""
    kind = record["type"][6:]
    if "text" in record:
        return re.escape(raw(record, "text"))
    if kind == "start":
        return stamped(record, b"Dump stack initialized at UTC: ")
    if kind == "end":
        return stamped(record, b"Dump ended at UTC: ")
    if kind == "guid":
        return rb"Dump Guid: \{%s\}" % record["guid"].encode()
    if kind == "bugcheck":
        check = record["bugcheck"]
        lines = [rb"#BugCheckCode 0x0*(FFFFFFFF)?%X" % int(check["code"], 16)]
        lines += [rb"#BugCheckP%d 0x0*%X" % (i + 1, int(v, 16))
                  for i, v in enumerate(check["parameters"]) if v]
        return rb"[\r\n]+".join(lines)
    if kind == "progress":
        return rb"(?i:Progress 0x0*%x)" % int(record["value"], 16)
    if kind == "elapsed":
        return rb"Elapsed BugCheck duration %sms" % number(record, "elapsed_ms")
    if kind == "dump_type":
        tail = b""
        if "max_transfer_size" in record:
            tail = rb", MaxTransferSize: %s" % number(record, "max_transfer_size")
        return rb"Dump Type: %s, Total Dump Size: %s, Secondary Dump Size: %s%s\." % (
            number(record, "dump_type"), number(record, "total_size"),
            number(record, "secondary_size"), tail)
    if kind == "too_small":
        return (rb"Dump file is too small - switching to minidump\. "
                rb"Dump file size = %s, required size = %s\." % (
                    number(record, "dump_file_size"), number(record, "required_size")))
    if kind == "percent":
        return rb"Dumping physical memory to disk: +%s%%" % number(record, "percent")
    if kind == "throughput":
        return rb"WriteBitmapDump: pages? written = %s, MB per sec = %s\." % (
            number(record, "pages"), number(record, "mib_per_second"))
    if kind == "pages":
        rate = rb" MB/s:%s" % number(record, "mib_per_second") if "mib_per_second" in record else b""
        return rb"Finish write of bitmap dump data\. Total pages:%s Pages written:%s%s" % (
            number(record, "total_pages"), number(record, "pages_written"), rate)
    if kind == "phase":
        return PHASES[record["phase"], record["state"]]
    if kind == "callback":
        begin, end = CALLBACKS[record["state"]]
        return re.escape(begin + raw(record, "component") + end)
    if kind == "skip":
        return SKIPS[record["phase"]]
    return {"retry": rb"Initiating RetryAsMinidump!", "success": rb"Dump completed successfully\."}[kind]


def as_bytes(data):
    """The single bytes that the log was, and how offsets lead to them: (bytes, first, unit)."""
    order = None
    first = 0
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        order, first = ("utf-16-le" if data[0] == 0xFF else "utf-16-be"), 2
    elif data[:16] == "DLOGFILE".encode("utf-16-le"):
        order = "utf-16-le"
    if order:
        text = data[first:].decode(order, "replace")
        return text.encode("latin-1", "replace"), first, 2
    return (data[3:], 3, 1) if data[:3] == b"\xef\xbb\xbf" else (data, 0, 1)


def line_ends(data):
    return len(re.findall(rb"\r\n|\r|\n", data))


def check(tool, name):
    data, first, unit = as_bytes(open(name, "rb").read())
    run = subprocess.run([tool, "-q", name], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    records = [json.loads(line) for line in run.stdout.splitlines()]
    faults = []
    position = text_at = counted_line = 0
    for record in records:
        at, rest = divmod(record["offset"] - first, unit)
        where = "%s: %s at %d" % (name, record["type"], record["offset"])
        if record["type"] == "dslog.session":
            continue
        if rest or at < position:
            faults.append(where + ": offset goes back, or into a character")
        if record["type"] == "dslog.header":
            # An edited header may be shorter or longer than its 32 bytes: up to the first message.
            position = text_at = at
            if record["state"] != "missing":
                found = data.find(b"\n", at + 20) if record["state"] == "edited" else -1
                position = text_at = found if 0 <= found < at + 34 else at + 32
            counted_line = record["line"]
            continue
        if data[position:at].strip(b"\r\n\0 \t") and position > text_at:
            faults.append(where + ": bytes before it are in no record: %r" % data[position:at][:40])
        match = re.match(message(record), data[at:], re.DOTALL)
        if not match:
            faults.append(where + ": does not stand there but %r" % data[at:at + 40])
            continue
        line = counted_line + line_ends(data[text_at:at])
        if record["line"] != line:
            faults.append(where + ": line is %d, not %d" % (line, record["line"]))
        position = at + match.end()
    if text_at + 64 < position and data[position:].strip(b"\r\n\0 \t"):
        faults.append("%s: the end is in no record: %r" % (name, data[position:].strip(b"\r\n\0 ")[:40]))
    return faults, len(records)


def main():
    faults, records = [], 0
    names = sys.argv[2:]
    for name in names:
        found, count = check(sys.argv[1], name)
        faults += found
        records += count
    for fault in faults:
        print("FAIL " + fault)
    print("offsets: %d records of %d files" % (records, len(names)))
    return 1 if faults or records == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
