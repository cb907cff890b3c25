# SPDX-License-Identifier: MIT
"""The samples of event XML: lines as those of other samples that hold the same events.

usage: evtx_samples_xml.py EVTX2JSON SAMPLES
"""
import glob
import os
import sys

import evtx_event
from evtx_event import Comparison

# Who collected the XML replaced the names of computers.
RULES = {"computer": ("the XML was anonymised", lambda path, _a, _b: path == "computer")}

def rendering(path, a, b):
    return path.startswith("rendering/") and (a is None or b is None)


FORM_RULES = {
    "rendering": (
        "\"Save as XML\" and wevtutil /f:RenderedXml add RenderingInfo, wevtutil /f:xml does not",
        rendering),
}

# One incident, saved in several forms.
INCIDENT = "*incident_A*.xml"


def identity(values):
    return tuple(values.get(name) for name in ("event_id", "provider", "time", "record_id"))


def lines(tool, name):
    _status, events = evtx_event.our_events(tool, name)
    return [evtx_event.from_line(event) for event in events]


def compare_forms(comparison, tool, names):
    first = lines(tool, names[0])
    for name in names[1:]:
        others = lines(tool, name)
        if len(others) != len(first):
            comparison.fail(name, "%d events, another form has %d" % (len(others), len(first)))
        for one, other in zip(first, others):
            comparison.compare(os.path.basename(name), one, other)


def main(tool, samples):
    forms, logs = Comparison(FORM_RULES), Comparison(RULES)
    compare_forms(forms, tool, sorted(glob.glob(os.path.join(samples, "xml", INCIDENT))))
    known = {}
    for log in glob.glob(os.path.join(samples, "evtx", "*.evtx")):
        known.update((identity(values), values) for values in lines(tool, log))
    for name in sorted(glob.glob(os.path.join(samples, "xml", "*.xml"))):
        for values in lines(tool, name):
            if identity(values) in known:
                logs.compare(os.path.basename(name), known[identity(values)], values)
    return forms.report("forms of one incident") | logs.report("events in XML and in a log")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
