#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds what dumpstat says of dumps against the second reading of dump.py, and against facts.

dump_compare.py reading LINES FILE...   every "dump" line against dump.py's reading of that file
dump_compare.py facts LINES TABLE       those of the files that TABLE has, against its values
dump_compare.py file LINES OUTPUT       against what file(1) printed ("NAME: MS Windows ...")
dump_compare.py status LINES TOOL FILE...   TOOL on each file alone: the same line as in LINES, nothing
                                        on standard error, and a status that its diagnostics ask for

LINES are those of dumpstat --drivers --stack --blobs --runs --raw. Differences are printed; the last
line has the totals; the status is 1 where something differs, or nothing was compared.
"""
import datetime
import json
import pathlib
import re
import subprocess
import sys

import dump

MACHINES = {0x14C: "x86", 0x1C4: "arm", 0x200: "ia64", 0x8664: "x64", 0xAA64: "arm64"}
KINDS = {1: "full", 2: "summary", 3: "header", 4: "triage", 5: "bitmap_full", 6: "bitmap_kernel",
         8: "rdmp_kernel", 9: "rdmp_kernel_active", 10: "rdmp_full"}
NULL_KINDS = ("full", "unknown")
SECOND = 10_000_000
EPOCH = datetime.datetime(1601, 1, 1)

counts = {"compared": 0, "files": 0, "differ": 0}


def number(text):
    return None if text is None else int(text, 16)


class Differences:
    def __init__(self, name):
        self.name = name
        counts["files"] += 1

    def equal(self, what, ours, theirs):
        counts["compared"] += 1
        if ours != theirs:
            counts["differ"] += 1
            if counts["differ"] <= 40:
                print(f"FAIL {self.name}: {what}: dumpstat {str(ours)[:200]}, not {str(theirs)[:200]}")


def base_name(line):
    return pathlib.PurePath(line["file"]).name


def lines_of(path):
    text = pathlib.Path(path).read_text(encoding="utf-8")
    return [line for line in map(json.loads, filter(None, text.split("\n"))) if line["type"] == "dump"]


def time_of(filetime):
    """RFC 3339 with seven digits; None where it is no instant that can be written."""
    if filetime is None or filetime <= 0:
        return None
    try:
        instant = EPOCH + datetime.timedelta(microseconds=filetime // 10)
    except OverflowError:
        return None
    return instant.strftime("%Y-%m-%dT%H:%M:%S").zfill(19) + f".{filetime % SECOND:07d}Z"


def compare_header(d, line, header):
    raw = line["raw"]
    for name, value in header.items():
        if name not in raw:
            d.equal(name, None, value)
            continue
        if value is not None and value < 0:
            value &= (1 << 64) - 1
        ours = number(raw[name])
        # Of a number with only half of it over the fill, nothing is told.
        if ours is None and value is not None and 0x45474150 in (value >> 32, value & 0xFFFFFFFF):
            continue
        d.equal(name, ours, value)
    code = header["BugCheckCode"]
    d.equal("bugcheck", line["bugcheck"] and number(line["bugcheck"]["code"]), code or None)
    if line["bugcheck"]:
        d.equal("parameters", list(map(number, line["bugcheck"]["parameters"])),
                [header[f"BugCheckParameter{n}"] for n in range(1, 5)])
    d.equal("time", line["time"], time_of(header["SystemTime"]))
    d.equal("dump_type", line["dump_type"], header["DumpType"])
    if header["DumpType"] is None:
        d.equal("kind", line["kind"] in NULL_KINDS, True)
    else:
        d.equal("kind", line["kind"], KINDS.get(header["DumpType"], "unknown"))
    machine = header["MachineImageType"]
    d.equal("machine", line["machine"], None if machine is None else MACHINES.get(machine, "unknown"))
    d.equal("processors", line["processors"], header["NumberProcessors"])
    d.equal("build", line["build"], header["MinorVersion"])
    d.equal("boot_id", line["boot_id"], header["BootId"])


def compare_lists(d, line, reading):
    d.equal("drivers",
            [(x["path"], number(x["base"]), x["size"], number(x["checksum"]), number(x["time_stamp"]))
             for x in line.get("drivers", [])],
            [(x["name"], x["base"], x["size"], x["checksum"], x["time"])
             for x in reading.get("drivers", [])])
    d.equal("unloaded drivers",
            [(x["name"], number(x["start"]), number(x["end"])) for x in line.get("unloaded_drivers", [])],
            [(x["name"], x["start"], x["end"]) for x in reading.get("unloaded", [])])
    d.equal("blobs", [(x["guid"], x["offset"], x["size"]) for x in line["blobs"]],
            [(x["guid"], x["offset"], x["size"]) for x in reading.get("blobs", [])])
    d.equal("stack", [(number(x["stack_address"]), number(x["address"])) for x in line.get("stack", [])],
            [frame[:2] for frame in reading.get("frames", [])])
    d.equal("comment", line["comment"], reading["comment"])
    extension = reading.get("extension", {})
    d.equal("ubr", line.get("ubr"), extension.get("ubr"))
    d.equal("status_text", line.get("status_text"), extension.get("status"))
    layout = reading.get("layout", {})
    if "pages" in layout:
        d.equal("pages", sum(run["pages"] for run in line["runs"]), layout["pages"])
    end = reading.get("blobs_end", reading.get("expected_size"))
    d.equal("expected_size", line["expected_size"], end)
    registers = line["raw"]["ContextRecord"] or {}
    pointer = registers.get("Rip") or registers.get("Eip") or registers.get("Pc")
    d.equal("instruction pointer", number(pointer), reading.get("context", {}).get("ip"))


def compare_reading(lines, paths):
    by_name = {base_name(line): line for line in lines}
    for path in map(pathlib.Path, paths):
        reading = dump.Dump(path.read_bytes()).read()
        d = Differences(path.name)
        line = by_name.get(path.name)
        d.equal("is a dump", line is not None, reading["signature"] is not None)
        if not line or reading["signature"] is None:
            continue
        d.equal("signature", line["signature"], reading["signature"])
        d.equal("file_size", line["file_size"], path.stat().st_size)
        compare_header(d, line, reading["header"])
        if not path.name.startswith("bad-"):
            compare_lists(d, line, reading)
        if "the file is too short" in reading["problems"]:
            # One that contradicts itself, or is encrypted, tells nothing.
            d.equal("complete", line["complete"] is not True, True)
        elif path.name.startswith(("good-", "crash-")):
            d.equal("complete", line["complete"] in (True, None), True)


def compare_facts(lines, table):
    """A table: names of members (of the line, or of "raw" behind a dot) in its first line."""
    rows = [row.split("\t") for row in pathlib.Path(table).read_text(encoding="utf-8").splitlines()
            if row and not row.startswith("#")]
    facts = {row[0]: row[1:] for row in rows[1:]}
    for line in lines:
        values = facts.get(base_name(line))
        if values is None:
            continue
        d = Differences(base_name(line))
        line["code"] = line["bugcheck"] and line["bugcheck"]["code"]
        line["parameters"] = line["bugcheck"] and " ".join(
            f"{number(p):#x}" for p in line["bugcheck"]["parameters"])
        line["blob_count"] = len(line["blobs"])
        line["driver_count"] = line.get("driver_count")
        for name, value in zip(rows[0][1:], values):
            if value == "?":
                continue
            ours = line["raw"][name[1:]] if name[0] == "." else line[name]
            ours = "-" if ours is None else str(ours)
            d.equal(name, ours[:19] if name == "time" else ours, value)


def compare_file(lines, output):
    """file(1) knows width, PAE, a few kinds and the number of pages. Its number of an unset field
    is the fill pattern."""
    by_name = {base_name(line): line for line in lines}
    words = {"full dump": (1,), "kernel dump": (2,), "small dump": (3,)}
    for row in pathlib.Path(output).read_text(encoding="utf-8").splitlines():
        name, _, told = row.partition(":")
        line = by_name.get(pathlib.PurePath(name).name)
        d = Differences(name)
        match = re.search(r"MS Windows (32|64)bit crash dump(.*)", told)
        d.equal("is a dump for file", line is not None, match is not None)
        if not line or not match:
            continue
        d.equal("bits for file", line["bits"], int(match[1]))
        rest = match[2]
        for word, types in words.items():
            if word in rest:
                d.equal("kind for file", line["dump_type"] in types, True)
        pages = re.search(r"(\d+) pages", rest)
        if pages and line["file_size"] >= 0x2000: # it reads on behind the end, too
            fill = (0x45474150, 0x4547415045474150)
            value = int(pages[1])
            d.equal("pages for file", number(line["raw"]["NumberOfPages"]),
                    None if value in fill else value)


def compare_status(path, tool, paths):
    lines = {base_name(line): line for line in lines_of(path)}
    for path in map(pathlib.Path, paths):
        d = Differences(path.name)
        run = subprocess.run([tool, "--diagnostics=json", "--drivers", "--stack", "--blobs", "--runs", "--raw",
                              path], capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
        records = [json.loads(line) for line in run.stdout.split("\n") if line]
        damaged = any(r["type"] == "diagnostic" and r["severity"] != "note" for r in records)
        d.equal("status", run.returncode, 3 if damaged else 0)
        d.equal("standard error", run.stderr, "")
        told = [r for r in records if r["type"] == "dump"]
        for line in told:
            line["file"] = path.name
        d.equal("the line alone", told, [dict(lines[path.name], file=path.name)] if path.name in lines else [])
        whole = path.name.startswith(("good-", "crash-")) and "raw-image" not in path.name
        if whole and "-cut" not in path.name:
            d.equal("damaged", damaged, False)
        if path.name.startswith("unsupported-"):
            d.equal("damaged", damaged, True)


def main():
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    task, lines, *rest = sys.argv[1:]
    {"reading": lambda: compare_reading(lines_of(lines), rest),
     "facts": lambda: compare_facts(lines_of(lines), rest[0]),
     "file": lambda: compare_file(lines_of(lines), rest[0]),
     "status": lambda: compare_status(lines, rest[0], rest[1:])}[task]()
    print(f"{task}: {counts['compared']} values of {counts['files']} files, {counts['differ']} differ")
    sys.exit(1 if counts["differ"] or not counts["compared"] else 0)


main()
