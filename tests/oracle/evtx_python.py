# SPDX-License-Identifier: MIT
"""evtx2json against python-evtx (0.6.1): the values of the events of the logs given.

usage: evtx_python.py EVTX2JSON MOST LOG...

python-evtx takes some milliseconds a record: of each log about MOST records are compared, evenly
spread; 0 for all of them. An event of ours is found by its offset. What python-evtx cannot read
ends with an exception; those of the table FAILS are known.
"""
import base64
import binascii
import datetime
import os
import re
import sys

import Evtx.Evtx

import evtx_event
from evtx_event import MOMENT, Comparison, texts

ITEMS = re.compile(r"<string>(.*?)</string>\n", re.S)

# [MS-EVEN6] 2.2.12: a BinXmlValue is a fragment, which is an element or a template instance.
# python-evtx takes it for an instance, and the values of an element for such of an instance.
FAILS = [
    (AttributeError, re.compile("'NullTypeNode' object has no attribute 'find_end_of_stream'")),
    (Exception, re.compile("^Tried to parse beyond the end of the file")),
]


def moment(text):
    """Microseconds."""
    found = MOMENT.match(text)
    if not found:
        return None
    day = datetime.datetime.fromisoformat("%s %s" % found.group(1, 2))
    whole = int((day - datetime.datetime(1601, 1, 1)).total_seconds())
    return whole * 10**6 + int((found.group(3) or "").ljust(9, "0")) / 1000


def rounded(_path, a, b):
    x, y = texts(a, b) and moment(a), texts(a, b) and moment(b)
    return x is not None and y is not None and x is not False and y is not False \
        and abs(x - y) <= 4


def capital_boolean(_path, a, b):
    return (a, b) in (("true", "True"), ("false", "False"))


def in_base64(_path, a, b):
    if not texts(a, b):
        return False
    try:
        return bytes.fromhex(a) == base64.b64decode(b, validate=True)
    except (ValueError, binascii.Error):
        return False


def absent(_path, a, b):
    return a is None and (b == "" or isinstance(b, list) and not any(b))


def without_control(_path, a, b):
    return texts(a, b) and evtx_event.INVALID_IN_XML.sub("", a) == b


def as_string_array(_path, a, b):
    """Theirs hold the items of ours in order, among empty ones and ends of those."""
    theirs = [item for text in evtx_event.as_list(b or "") for item in ITEMS.findall(text)]
    ours = [item for item in evtx_event.as_list(a) if item]
    if "<string>" not in "".join(evtx_event.as_list(b or "")):
        return False
    left = iter(theirs)
    return all(item in left for item in ours) and all(
        any(item.endswith(other) for item in ours) for other in theirs if other)


RULES = {
    "rounded": (
        "python-evtx counts a time as a float of seconds and prints microseconds. FILETIME has "
        "100 ns ([MS-DTYP] 2.3.3)", rounded),
    "padded-hex": (
        "python-evtx pads hexadecimal numbers to the width of their type. The event schema's "
        "HexInt32Type and HexInt64Type take 1 to 8 and 1 to 16 digits; Windows writes no zeros in "
        "front", evtx_event.padded_hex),
    "size-in-decimal": (
        "python-evtx prints size_t as decimal number. libyal, \"Value types\": it should be paired "
        "with HexInt32Type or HexInt64Type", evtx_event.size_in_decimal),
    "guid-case": (
        "[MS-EVEN6] 2.2.12.3 leaves the case of a GUID open", evtx_event.guid_case),
    "capital-boolean": (
        "python-evtx prints True and False. [MS-EVEN6] 2.2.12.3: \"true\" or \"false\"",
        capital_boolean),
    "base64": (
        "python-evtx prints binary data in base64. [MS-EVEN6] 2.2.12.3: each byte as a hexadecimal "
        "number", in_base64),
    "absent": (
        "python-evtx shows the element of an optional substitution that is NULL. [MS-EVEN6] "
        "3.1.4.7.2: it must be omitted", absent),
    "string-array": (
        "python-evtx puts the items of a string array as <string> into one element, and cuts where "
        "items are empty. libyal, \"Array of UTF-16 strings\": each ends with an end-of-string "
        "character; Windows repeats the element", as_string_array),
    "second-element": (
        "python-evtx shows the first of two template instances of a BinXML value. [MS-EVEN6] "
        "2.2.12 has one in a fragment, libyal (\"Document\") fragments in any number; the second "
        "one has a definition and values like any other", evtx_event.second_element),
    "control": (
        "XML 1.0 has no control characters; python-evtx leaves them out", without_control),
}


def their_records(log):
    """Yields offset and record; a chunk ends where python-evtx finds no record any more."""
    with Evtx.Evtx.Evtx(log) as opened:
        for chunk in opened.chunks():
            for record in chunk.records():
                yield record.offset(), record


def is_known(error):
    return any(isinstance(error, kind) and text.search(str(error)) for kind, text in FAILS)


def compare_log(comparison, tool, most, log):
    name = os.path.basename(log)
    status, ours = evtx_event.our_events(tool, log)
    ours = {event["offset"]: evtx_event.from_line(event) for event in ours}
    step = max(1, len(ours) // most) if most else 1
    unread = found = 0
    for number, (offset, record) in enumerate(their_records(log)):
        found += 1
        if number % step:
            continue
        try:
            event = evtx_event.from_xml(record.xml())
        except Exception as error:  # pylint: disable=broad-except # whatever it meets
            unread += 1
            if not is_known(error):
                comparison.fail(name, "python-evtx at %#x: %s: %s"
                                % (offset, type(error).__name__, error))
            continue
        if offset in ours:
            comparison.compare(name, ours[offset], event)
        else:
            comparison.fail(name, "record at %#x is theirs alone" % offset)
    if unread:
        print("note: %s: %d records that python-evtx cannot read" % (name, unread))
    if found != len(ours):
        print("note: %s: %d events, python-evtx %d" % (name, len(ours), found))
        # Only damage, which status 3 tells of, makes a difference.
        if status != 3 or found > len(ours):
            comparison.fail(name, "%d events, python-evtx has %d" % (len(ours), found))


def main(tool, most, *logs):
    comparison = Comparison(RULES)
    for log in logs:
        compare_log(comparison, tool, int(most), log)
    return comparison.report("python-evtx")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
