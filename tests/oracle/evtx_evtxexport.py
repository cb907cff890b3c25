# SPDX-License-Identifier: MIT
"""evtx2json against evtxexport (libevtx 20181227): every value of every event of the logs given.

usage: evtx_evtxexport.py EVTX2JSON LOG...

evtxexport gives up a log at the first thing that it does not know (see GIVES_UP); the events in
front of that are compared. It gives events in the order of the log, but no offsets: an event of
ours is found by its number and time.
"""
import collections
import os
import re
import subprocess
import sys

import evtx_event
from evtx_event import MOMENT, Comparison, texts

START = re.compile(r"^<Event[ >]", re.M)

# libyal, "Windows XML Event Log (EVTX)", "Attribute": the value of an attribute is value text, a
# substitution, a character or an entity reference. libevtx 20181227 knows substitutions only.
GIVES_UP = re.compile(
    r"libfwevt_xml_document_read_attribute: invalid binary XML (sub )?token - unsupported type: "
    r"0x(05|08|45|48|49|09)\."
)


def time_digits(_path, a, b):
    x, y = texts(a, b) and MOMENT.match(a), texts(a, b) and MOMENT.match(b)
    return (x and y and x.group(1, 2) == y.group(1, 2)
            and (x.group(3) or "").ljust(9, "0") == (y.group(3) or "").ljust(9, "0"))


def sign(_path, a, b):
    return (texts(a, b) and re.match(r"^-\d+$", a) and re.match(r"^-?\d+$", b)
            and any(int(b) == -(int(a) & (1 << bits) - 1) for bits in (7, 15, 31, 63)))


def exponent(_path, a, b):
    return (texts(a, b) and re.match(r"^-?\d\.\d+e[+-]\d+$", b) and re.match(r"^-?\d+\.\d+$", a)
            and float("%.6e" % float(a)) == float(b))


def lone_line_feed(_path, a, b):
    return a in ("\n", "\r\n") and b == ""


def empty_element(_path, a, b):
    return texts(a, b) and re.sub(r"<([^ <>/]+)( [^<>]*)?></\1>", r"<\1\2/>", a) == b


RULES = {
    "padded-hex": (
        "libevtx pads hexadecimal numbers to the width of their type. The event schema's "
        "HexInt32Type and HexInt64Type take 1 to 8 and 1 to 16 digits; Windows writes no zeros in "
        "front", evtx_event.padded_hex),
    "time-digits": (
        "libevtx prints FILETIME with 9 digits, SYSTEMTIME with 3; a FILETIME has 100 ns "
        "([MS-DTYP] 2.3.3), which are 7", time_digits),
    "guid-case": (
        "libevtx prints GUIDs in capitals. [MS-EVEN6] 2.2.12.3 leaves the case open, its example "
        "4.8 has small letters, as Windows has", evtx_event.guid_case),
    "size-in-decimal": (
        "libevtx prints size_t as decimal number. libyal, \"Value types\": it should be paired "
        "with HexInt32Type or HexInt64Type", evtx_event.size_in_decimal),
    "sign": (
        "libevtx takes the sign bit off a negative number and puts a minus in front. [MS-EVEN6] "
        "3.1.4.7.3: Int32Type is xs:int, a signed 32-bit integer", sign),
    "exponent": (
        "libevtx prints Real32 and Real64 with an exponent. [MS-EVEN6] 2.2.12.3: they have the "
        "form [-]dddd.dddd", exponent),
    "lone-line-feed": (
        "evtxexport shows an element that holds one line feed as empty. [MS-EVEN6] 3.1.4.7.3: "
        "StringType is xs:string, which keeps white space", lone_line_feed),
    "control": (
        "XML 1.0 has no such character; evtxexport prints it all the same, this test reads U+FFFD",
        evtx_event.no_xml_character),
    "empty-element": (
        "an element without content inside a value: evtxexport writes the short form, evtx2json "
        "the one whose tokens the record holds ([MS-EVEN6] 2.2.12: StartElement with or without "
        "Content)", empty_element),
    "second-element": (
        "libevtx shows the first of two template instances of a BinXML value. [MS-EVEN6] "
        "2.2.12 has one in a fragment, libyal (\"Document\") fragments in any number; the second "
        "one has a definition and values like any other", evtx_event.second_element),
}


def their_events(log, mode):
    """The finished run of evtxexport, its events, and how many of them are no XML."""
    run = subprocess.run(["evtxexport", "-f", "xml", "-m", mode, log],
                         capture_output=True, check=False)
    text = run.stdout.decode("utf-8", "replace")
    starts = [found.start() for found in START.finditer(text)] + [len(text)]
    events, broken = [], 0
    for start, end in zip(starts, starts[1:]):
        head, found, _rest = text[start:end].rpartition("</Event>")
        if not found:
            continue  # Here evtxexport gave up.
        try:
            events.append(evtx_event.from_xml(head + found))
        except evtx_event.NOT_XML:
            broken += 1
    return run, events, broken


def key(event):
    """Number and time to six digits: python's share of both programs' forms."""
    return event.get("record_id"), event.get("time", "")[:26]


def compare_log(comparison, tool, log):
    name = os.path.basename(log)
    status, ours = evtx_event.our_events(tool, log)
    ours = [evtx_event.from_line(event) for event in ours]
    run, theirs, broken = their_events(log, "items")
    if broken:
        comparison.fail(name, "%d events of evtxexport are no XML" % broken)
    message = run.stderr.decode("utf-8", "replace")
    gave_up = run.returncode != 0
    if gave_up and not GIVES_UP.search(message):
        comparison.fail(name, "evtxexport fails: %s" % message.strip().replace("\n", " "))
    by_key = collections.defaultdict(collections.deque)
    for event in ours:
        by_key[key(event)].append(event)
    for event in theirs:
        if by_key[key(event)]:
            comparison.compare(name, by_key[key(event)].popleft(), event)
        else:
            comparison.fail(name, "record %s of %s is theirs alone" % key(event))
    if len(ours) != len(theirs):
        print("note: %s: %d events, evtxexport %d%s" % (
            name, len(ours), len(theirs), " (it gave up)" if gave_up else ""))
        # Only damage, which status 3 tells of, makes a difference otherwise.
        if not gave_up and (status != 3 or len(ours) < len(theirs)):
            comparison.fail(name, "%d events, evtxexport has %d" % (len(ours), len(theirs)))


def main(tool, *logs):
    comparison = Comparison(RULES)
    for log in logs:
        compare_log(comparison, tool, log)
    return comparison.report("evtxexport")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
