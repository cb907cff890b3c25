# SPDX-License-Identifier: MIT
"""Logs as event XML and back: do the lines come out as the log's own?

usage: evtx_roundtrip.py EVTX2JSON FOLDER LOG...

evtx2json --shape=xml LOG is put into FOLDER and given to evtx2json; its lines are compared with
those of the log, member by member, but for file and offset.
"""
import os
import subprocess
import sys

import evtx_event
from evtx_event import Comparison

# What XML cannot tell, or tells otherwise.
LOST = {"file", "offset", "log_record_id", "written", "recovered"}



def raw_bytes(path, a, b):
    return path.endswith("_hex") and a is not None


RULES = {
    "control": (
        "XML 1.0 has no such character, and the XML has U+FFFD in its place",
        evtx_event.no_xml_character),
    "raw-bytes": (
        "the bytes of a text that is none: the XML has only the text with U+FFFD", raw_bytes),
}


def lines(events):
    for event in events:
        # Values whose template is lost are no Event in XML.
        if "TemplateValues" in event.get("user_data", {}):
            continue
        values = {}
        for name, value in event.items():
            if name not in LOST:
                evtx_event.flatten(values, name, value)
        yield values


def compare_log(comparison, tool, folder, log):
    name = os.path.basename(log)
    copy = os.path.join(folder, "copy.xml")
    with open(copy, "wb") as out:
        subprocess.run([tool, "--shape=xml", log], stdout=out, stderr=subprocess.DEVNULL,
                       check=False)
    damaged, ours = evtx_event.our_events(tool, log)
    if not ours:
        return
    status, again = evtx_event.our_events(tool, copy)
    if status not in (0, damaged):
        comparison.fail(name, "its XML gives status %d" % status)
    ours, again = list(lines(ours)), list(lines(again))
    if len(ours) != len(again):
        comparison.fail(name, "%d events, %d after XML" % (len(ours), len(again)))
    for one, other in zip(ours, again):
        comparison.compare(name, one, other)


def main(tool, folder, *logs):
    comparison = Comparison(RULES)
    for log in logs:
        compare_log(comparison, tool, folder, log)
    return comparison.report("through XML")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
