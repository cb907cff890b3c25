# SPDX-License-Identifier: MIT
"""evtx2json --recover=all against evtxexport -m recovered: is all there that libevtx salvages?

usage: evtx_recovered.py EVTX2JSON LOG...

libevtx takes what lies where a record's template was for its definition, whatever the identifier
says ([MS-EVEN6] 2.2.12: TemplateId names the definition). Where the names of the values differ,
only System is compared.
"""
import collections
import os
import sys

import evtx_event
import evtx_evtxexport
from evtx_event import Comparison



def more(path, a, b):
    return b is None and path.startswith(("data/", "user_data/", "strings"))


# Libevtx shows no values where the template's definition is overwritten.
RULES = dict(evtx_evtxexport.RULES, more=("evtxexport lost the values, evtx2json has them", more))


def system_of(values):
    return {path: value for path, value in values.items()
            if path in {row[0] for row in evtx_event.SYSTEM}}


def payload_names(values):
    return set(values) - set(system_of(values))


def compare_event(comparison, name, ours, theirs):
    """False if only System could be compared."""
    names = payload_names(theirs)
    other = bool(names) and names != payload_names(ours)
    if other:
        ours, theirs = system_of(ours), system_of(theirs)
    comparison.compare(name, ours, theirs)
    return not other


def by_number_and_time(ours):
    """A live record may have the number and time of a salvaged one, which is meant then."""
    found = collections.defaultdict(list)
    for event in sorted(ours, key=lambda event: not event.get("recovered", False)):
        values = evtx_event.from_line(event)
        if "written" in event:
            # System is lost; what is left are values without names.
            found[str(event["log_record_id"]), event["written"][:19]].append(None)
        else:
            found[evtx_evtxexport.key(values)].append(values)
    return found


def compare_log(comparison, tool, log):
    name = os.path.basename(log)
    _status, ours = evtx_event.our_events(tool, log, "--recover=all")
    marked = sum(event.get("recovered", False) for event in ours)
    found = by_number_and_time(ours)
    run, theirs, broken = evtx_evtxexport.their_events(log, "recovered")
    other = nameless = 0
    for event in theirs:
        number, time = evtx_evtxexport.key(event)
        if found[number, time]:
            other += not compare_event(comparison, name, found[number, time][0], event)
        elif found[number, time[:19]]:
            nameless += 1
        else:
            comparison.fail(name, "record %s of %s is theirs alone" % (number, time))
    if theirs or marked:
        print("note: %s: %d salvaged, evtxexport %d%s" % (
            name, marked, len(theirs), " (it gave up)" if run.returncode else ""))
        for count, what in ((other, "with another definition"), (nameless, "ours without names"),
                            (broken, "no XML")):
            if count:
                print("note: %s: %d of evtxexport's are %s" % (name, count, what))


def main(tool, *logs):
    comparison = Comparison(RULES)
    for log in logs:
        compare_log(comparison, tool, log)
    return comparison.report("evtxexport -m recovered")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
