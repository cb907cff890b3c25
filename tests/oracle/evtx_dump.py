# SPDX-License-Identifier: MIT
"""Does evtx2json --shape=evtx_dump print what evtx_dump prints?

evtx_dump.py EVTX_DUMP EVTX2JSON FILE...: every line of evtx_dump has to have its match among the
lines of evtx2json, in the same order. Lines that differ are compared value by value; the
differences that the shape documents are counted, any other one fails. Lines that only evtx2json
has (records that evtx_dump gives up or does not look for) are counted.
"""
import collections
import json
import re
import subprocess
import sys

PATIENCE = 60  # seconds; evtx_dump never ends on some forged logs
CONTAINERS = ("EventData", "UserData")
NUMBERED = re.compile(r"_\d+\Z")
HEX = re.compile(r"([0-9A-F]{2})+\Z")


class Bare(str):
    """A number as it is written."""


class Different(Exception):
    pass


def parse(line):
    return json.loads(line, object_pairs_hook=lambda pairs: pairs or [],
                      parse_int=Bare, parse_float=Bare)


def is_object(value):
    return isinstance(value, list) and (not value or isinstance(value[0], tuple))


def text(theirs, ours, allowed):
    """Strings that differ."""
    if ours.replace("\ufffd", "") == theirs.replace("\ufffd", ""):
        allowed["lone surrogates kept"] += 1
    elif ours.split("\0")[0] == theirs or ours.replace("\0", "") == theirs:
        allowed["text behind NUL kept"] += 1
    elif theirs.startswith("S-") and (HEX.match(ours) or ours.startswith("S-")):
        allowed["odd SIDs"] += 1
    else:
        raise Different(f"{theirs!r} became {ours!r}")


def list_of(theirs, ours, where, allowed):
    if len(theirs) != len(ours):
        raise Different(f"{where}: {len(theirs)} items became {len(ours)}")
    for i, (a, b) in enumerate(zip(theirs, ours)):
        value(a, b, f"{where}[{i}]", allowed)


def may_be_more(key, where):
    """Members that evtx_dump drops: unnamed Data, and all but the first element of BinXML."""
    inside = where.rsplit(".", 1)[-1].split("_")[0]
    return inside == "Event" or (inside in CONTAINERS and key.split("_")[0] == "Data")


def members(theirs, ours, where, allowed):
    rest = list(ours)
    seen = collections.Counter()
    for key, a in theirs:
        seen[key] += 1
        if seen[key] > 1:
            allowed["keys told apart"] += 1
        for skipped, (name, b) in enumerate(rest):
            if name == key or (seen[key] > 1 and re.fullmatch(re.escape(key) + r"_\d+", name)):
                break
            if name != key and NUMBERED.sub("", name) == NUMBERED.sub("", key) != key:
                allowed["other numbers behind keys"] += 1
                break
            if not may_be_more(name, where):
                raise Different(f"{where}: member {name} stands where {key} should")
        else:
            if (key, a) == ("Event", None):
                allowed["empty BinXML shows nothing"] += 1
                continue
            raise Different(f"{where}: member {key} is missing")
        allowed["members kept"] += skipped
        del rest[:skipped + 1]
        value(a, b, f"{where}.{key}", allowed)
    for name, _ in rest:
        if not may_be_more(name, where):
            raise Different(f"{where}: member {name} is too many")
        allowed["members kept"] += 1


def value(theirs, ours, where, allowed):
    if is_object(theirs) and is_object(ours):
        members(theirs, ours, where, allowed)
    elif isinstance(theirs, list) and isinstance(ours, list):
        list_of(theirs, ours, where, allowed)
    elif theirs == ours and type(theirs) is type(ours):
        pass
    elif type(theirs) is str and type(ours) is str:
        text(theirs, ours, allowed)
    else:
        raise Different(f"{where}: {theirs!r} became {ours!r}")


def compare(theirs, ours, allowed):
    """None where the lines agree, else why not."""
    if theirs == ours:
        allowed["equal bytes"] += 1
        return None
    try:
        parsed = parse(theirs)
    except ValueError:
        parse(ours)
        allowed["names escaped"] += 1
        return None
    found = collections.Counter()
    try:
        value(parsed, parse(ours), "", found)
    except Different as difference:
        return str(difference)
    allowed.update(+found)
    allowed["lines with such differences" if +found else "equal values"] += 1
    return None


def record_of(line):
    """What tells which record a line is of."""
    number = re.search(rb'"EventRecordID":"?([^,"]*)', line)
    time = re.search(rb'"SystemTime":"([^"]{0,19})', line)
    return number and number.group(1), time and time.group(1)


def lines_of(*command):
    try:
        output = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                timeout=PATIENCE).stdout
    except subprocess.TimeoutExpired as expired:
        output = expired.stdout or b""
    return [line for line in output.split(b"\n") if line]


def check_file(evtx_dump, tool, path, allowed):
    theirs = lines_of(evtx_dump, "-t1", "-o", "jsonl", path)
    ours = lines_of(tool, "--shape=evtx_dump", "-q", path)
    at = faults = 0
    for line in theirs:
        key, start, why = record_of(line), at, "no such record"
        while at < len(ours):
            if ours[at] == line or record_of(ours[at]) == key:
                why = compare(line, ours[at], allowed)
                break
            at += 1
        if why:
            faults += 1
            print(f"{path}: record {key[0]}: {why}")
            at = start if at == len(ours) else at + 1
        else:
            allowed["lines of ours only"] += at - start
            at += 1
        if faults > 9:
            break
    allowed["lines of ours only"] += max(0, len(ours) - at)
    return faults == 0


def main():
    evtx_dump, tool, *paths = sys.argv[1:]
    allowed = collections.Counter()
    wrong = sum(not check_file(evtx_dump, tool, path, allowed) for path in paths)
    for what, count in sorted((+allowed).items()):
        print(f"{count:9} {what}")
    print(f"{len(paths) - wrong} of {len(paths)} files agree")
    return wrong > 0


if __name__ == "__main__":
    sys.exit(main())
