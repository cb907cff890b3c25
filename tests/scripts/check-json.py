# SPDX-License-Identifier: MIT
"""Reads JSON lines strictly: check-json.py FILE; prints each bad line's number and why.

Bad are: invalid UTF-8, control characters (C0, DEL, C1) that are not escaped, duplicate members,
lone surrogates, NaN and Infinity, a line that is no object, and a last line without its newline.
In lines of the suite's own types also: integers that a double cannot hold, a "type" that is not the
first member, an instant without seven digits and Z, and a bug check that is not spelt as in all
tools. (A filter passes other lines on, whatever they hold.)
"""
import json
import re
import sys

SAFE = 2**53 - 1
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z")
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
OWN_TYPES = ("bugcheck", "crash", "diagnostic", "summary")
BUGCHECK = ["code", "code_decimal", "base_code", "name", "parameters"]


class Bad(Exception):
    pass


def to_object(pairs):
    members = dict(pairs)
    if len(members) != len(pairs):
        names = [name for name, _ in pairs]
        raise Bad("duplicate members: %s" % sorted({n for n in names if names.count(n) > 1}))
    return members


def no_constant(word):
    raise Bad("not JSON: " + word)


def check_bugcheck(value):
    if value is None:
        return
    if not isinstance(value, dict) or not re.fullmatch("0x[0-9a-f]{8}", str(value.get("code"))):
        raise Bad("bugcheck without a code of eight digits")
    if int(value["code"], 16) != value.get("code_decimal"):
        raise Bad("code and code_decimal differ")
    if list(value) != [name for name in BUGCHECK if name in value]:
        raise Bad("members of bugcheck out of order: %s" % list(value))
    for parameter in value.get("parameters", []):
        if parameter is not None and not re.fullmatch("0x[0-9a-f]{16}", str(parameter)):
            raise Bad("parameter %r" % parameter)


def values_of(name, value):
    """The value and all inside it, each with the name of its member."""
    yield name, value
    if isinstance(value, list):
        for item in value:
            yield from values_of(name, item)
    if isinstance(value, dict):
        for inner, item in value.items():
            yield inner, inner
            yield from values_of(inner, item)


def check_text(line):
    for name, value in values_of("", line):
        if isinstance(value, str) and re.search("[\ud800-\udfff]", value):
            raise Bad("lone surrogate in %r" % name)


def check_numbers(line):
    for name, value in values_of("", line):
        if isinstance(value, int) and abs(value) > SAFE:
            raise Bad("%s is too large for a double: %d" % (name, value))


def check_line(raw):
    if not raw.endswith(b"\n"):
        raise Bad("no newline at the end")
    text = raw[:-1].decode("utf-8", "strict")
    control = CONTROL.search(text)
    if control:
        raise Bad("control character U+%04X is not escaped" % ord(control.group()))
    line = json.loads(text, object_pairs_hook=to_object, parse_constant=no_constant)
    if not isinstance(line, dict):
        raise Bad("not an object")
    check_text(line)
    if is_ours(line.get("type")):
        check_members(line)


def is_ours(name):
    return isinstance(name, str) and (name.startswith("dslog.") or name in OWN_TYPES)


def check_members(line):
    """What the contract says about every line of the suite."""
    if next(iter(line)) != "type":
        raise Bad('"type" is not the first member')
    check_numbers(line)
    if "time" in line and line["time"] is not None and not TIME.fullmatch(str(line["time"])):
        raise Bad("time %r" % line["time"])
    check_bugcheck(line.get("bugcheck"))


def main(name):
    bad = 0
    with open(name, "rb") as lines:
        for number, raw in enumerate(lines, 1):
            try:
                check_line(raw)
            except (Bad, ValueError, RecursionError) as problem:
                print("%d: %s" % (number, problem))
                bad += 1
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
