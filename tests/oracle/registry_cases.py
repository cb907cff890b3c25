#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Verdicts and findings of crashcfg on whole configurations.

registry_cases.py TOOL made FOLDER TABLE   the cases of TABLE (crashcfg-cases.json), whose fixtures are
                                           FOLDER/FIXTURE.hive and .reg
registry_cases.py TOOL given FOLDER        FOLDER/*.json, each beside a .reg file or hive, or both

A case has args (options), verdict (members below), must and must_not (ids of findings; words behind an
id are for people), and may have only, errors, warnings, notes_only (all ids of that kind) and messages
(words that the findings of an id have to hold). Prints what is wrong; the status is 1 then.
"""
import json
import pathlib
import sys

import registry_lines

MIB = 1 << 20
# What cases call it, and what the line has.
MEMBERS = {"will_dump": "will_dump", "type": "configured_type", "backing": "backing",
           "backing_size": "backing_size", "final": "dump_path", "control_set": "control_set"}
SIZES = {"required_min_mb": "required_bytes", "configured_max_mb": "available_bytes"}


def verdict_faults(verdict, config):
    for key, wanted in verdict.items():
        if key in SIZES:
            found = config.get(SIZES[key])
            wanted = wanted * MIB
        else:
            found = config.get(MEMBERS[key])
        if found != wanted:
            yield "%s is %r, not %r" % (key, found, wanted)


def ids_of(findings, severity):
    return {f["id"] for f in findings if f["severity"] == severity}


def finding_faults(case, report):
    ids = report.ids()
    for rule in case.get("must", []):
        if rule.split()[0] not in ids:
            yield rule + " is missing"
    for rule in case.get("must_not", []):
        if rule.split()[0] in ids:
            yield rule + " is there"
    if "only" in case and ids != set(case["only"]):
        yield "findings are %s, not %s" % (sorted(ids), case["only"])
    for member, severity in (("errors", "error"), ("warnings", "warning")):
        found = ids_of(report.findings, severity)
        if member in case and found != set(case[member]):
            yield "%s are %s, not %s" % (member, sorted(found), case[member])
    for rule in case.get("notes_only", []):
        if {f["severity"] for f in report.findings if f["id"] == rule} != {"note"}:
            yield rule + " is not a note"
    for rule, words in case.get("messages", {}).items():
        said = " ".join(f["message"] + " " + (f.get("remedy") or "")
                        for f in report.findings if f["id"] == rule)
        for word in words:
            if word.lower() not in said.lower():
                yield "%s does not say %s: %s" % (rule, word, said)


def try_case(tool, case, path):
    options = ["--%s=%s" % (k, v) for k, v in case["args"].items()]
    if "now" not in case["args"]:
        options.append("--now=2024-06-01T00:00:00Z")
    status, reports, errors = registry_lines.run(tool, options, [str(path)])
    report = reports.get(str(path))
    if status not in (0, 3) or errors or report is None or report.config is None:
        return ["status %d, %s" % (status, errors or "no line")]
    if status == 3 and not report.diagnostics:
        return ["status 3 without a diagnostic"]
    return [*verdict_faults(case["verdict"], report.config), *finding_faults(case, report)]


def cases_of(argv):
    folder = pathlib.Path(argv[3])
    if argv[2] == "made":
        for case in json.loads(pathlib.Path(argv[4]).read_text()):
            yield case, [folder / (case["fixture"] + s) for s in (".hive", ".reg")]
        return
    for path in sorted(folder.glob("*.json")):
        twins = [path.with_suffix(s) for s in (".hive", ".reg")]
        yield json.loads(path.read_text()), [t for t in twins if t.exists()]


def main():
    wrong = inputs = 0
    for case, paths in cases_of(sys.argv):
        for path in paths:
            inputs += 1
            for fault in try_case(sys.argv[1], case, path):
                wrong += 1
                print("%s: %s" % (path, fault))
    print("cases: %d inputs, %d faults" % (inputs, wrong))
    return 1 if wrong or not inputs else 0


sys.exit(main())
