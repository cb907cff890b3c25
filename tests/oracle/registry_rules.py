#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every rule of crashcfg hits where it should, and only there.

registry_rules.py TOOL FOLDER TABLE

TABLE: rule, severity of the finding or "-" (no finding of that rule), fixture in FOLDER, options, parted
by tabs. Each fixture is read with its options; hives are, and .reg files too where the name in the
table has no suffix. The table has to have a hit for each severity of each rule that TOOL --list-rules
prints, and a miss for each rule. Prints what is wrong; the status is 1 then.
"""
import collections
import json
import pathlib
import subprocess
import sys

import registry_lines

SEVERITIES = ("error", "warning", "note")


def read_table(path):
    for number, line in enumerate(pathlib.Path(path).read_text().splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        fields = line.split("\t")
        if len(fields) not in (3, 4) or fields[1] not in SEVERITIES + ("-",):
            sys.exit("%s:%d: not rule, severity, fixture, options" % (path, number))
        rule, severity, fixture = fields[:3]
        yield rule, severity, fixture, tuple(fields[3].split()) if len(fields) == 4 else ()


def files_of(folder, fixture):
    if "." in fixture:
        return [str(folder / fixture)]
    return [str(folder / (fixture + suffix)) for suffix in (".hive", ".reg")]


def listed_rules(tool):
    """{id: severities}"""
    done = subprocess.run([tool, "--list-rules"], capture_output=True, text=True, check=True)
    return {r["id"]: set(severities_of(r)) for r in map(json.loads, done.stdout.splitlines())}


def severities_of(rule):
    """A rule has one severity, several, or findings with one each."""
    if "findings" in rule:
        return [f["severity"] for f in rule["findings"]]
    return rule.get("severities") or [rule["severity"]]


def read_all(tool, folder, rows):
    """{(fixture's file, options): Report}, with as few runs as there are sets of options."""
    names = collections.defaultdict(set)
    for _, _, fixture, options in rows:
        names[options].update(files_of(folder, fixture))
    reports = {}
    for options, files in names.items():
        # --now keeps the clock out of it.
        given = list(options) if any(o.startswith("--now") for o in options) else [
            *options, "--now=2024-06-01T00:00:00Z"]
        status, found, errors = registry_lines.run(tool, given, sorted(files))
        if status not in (0, 3) or errors:
            sys.exit("status %d with %s: %s" % (status, options, errors))
        reports.update({(name, options): report for name, report in found.items()})
    return reports


def main():
    tool, folder, table = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3]
    rows = list(read_table(table))
    rules, reports, wrong = listed_rules(tool), read_all(tool, folder, rows), 0
    for rule, severity, fixture, options in rows:
        for name in files_of(folder, fixture):
            report = reports.get((name, options))
            found = [] if report is None else [
                f["severity"] for f in report.findings if f["id"] == rule]
            if (severity in found) if severity != "-" else (report is not None and not found):
                continue
            wrong += 1
            print("%s %s: %s %s: found %s" % (
                rule, severity, name, " ".join(options), found if report else "no lines"))
    had = {(rule, severity) for rule, severity, _, _ in rows}
    for rule, severities in rules.items():
        for missing in sorted((severities | {"-"}) - {s for r, s in had if r == rule}):
            wrong += 1
            print("%s: the table has no row with '%s'" % (rule, missing))
    for rule in sorted({row[0] for row in rows} - rules.keys()):
        wrong += 1
        print("%s: in the table, but no rule" % rule)
    print("rules: %d rules, %d rows, %d wrong" % (len(rules), len(rows), wrong))
    return 1 if wrong or not rows else 0


sys.exit(main())
