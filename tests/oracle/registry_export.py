#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Real hives against what hivexregedit exports of them: crashcfg has to say the same of both.

registry_export.py TOOL HIVE...   each HIVE is exported in several forms, to the current folder

A hive that hivexregedit refuses is left out, and named. Differences are printed; the last line has the
totals, and the status is 1 where something differs or nothing was compared.
"""
import pathlib
import subprocess
import sys

import registry_lines

OPTIONS = ["--no-replay", "--ram=16G", "--now=2024-01-20T00:00:00Z"]
# What tells of the input, not of what it says.
LEFT_OUT = {"source", "fragment", "dirty", "replayed", "hive", "file", "offset", "key_time", "line"}
ABOUT_THE_FILE = {"CD01", "CD06"}
MOUNT = "HKEY_LOCAL_MACHINE\\SYSTEM"


def export(hive, *options):
    done = subprocess.run(["hivexregedit", "--export", *options, hive, "\\"],
                          capture_output=True, check=False)
    return done.stdout if done.returncode == 0 else None


def forms_of(hive):
    """{form: bytes}, or None."""
    plain, mounted = export(hive), export(hive, "--prefix", MOUNT)
    if plain is None or mounted is None:
        return None
    text = mounted.decode("utf-8", "replace")
    return {
        "plain.reg": plain,
        "mounted.reg": mounted,
        "utf16.reg": "\ufeff".encode("utf-16-le") + text.replace("\n", "\r\n").encode("utf-16-le"),
        "no-header.reg": mounted.partition(b"\n")[2],
    }


def plain(member):
    if isinstance(member, dict):
        return {k: plain(v) for k, v in member.items() if k not in LEFT_OUT}
    if isinstance(member, list):
        return [plain(v) for v in member]
    return member


def gist(report):
    said = plain(report.config) if report.config else {}
    # Hives keep values in another order than exports.
    if "values" in said:
        said["values"] = sorted(map(str, said["values"]))
    said["findings"] = [plain(f) for f in report.findings if f["id"] not in ABOUT_THE_FILE]
    return said


def compare(what, expected, found):
    differ = 0
    for member in sorted(expected.keys() | found.keys()):
        if expected.get(member) != found.get(member):
            differ += 1
            print("%s: %s\n  hive: %s\n  here: %s" % (what, member, expected.get(member),
                                                  found.get(member)))
    return differ


def main():
    tool, hives = sys.argv[1], sys.argv[2:]
    compared = differ = values = 0
    for hive in hives:
        forms = forms_of(hive)
        if forms is None:
            print("SKIPPED in part: hivexregedit refuses %s" % hive)
            continue
        names = [hive]
        for form, data in forms.items():
            names.append("%s.%s" % (pathlib.Path(hive).name, form))
            pathlib.Path(names[-1]).write_bytes(data)
        _, reports, _ = registry_lines.run(tool, OPTIONS, names)
        expected = gist(reports.get(hive, registry_lines.Report()))
        values += len(expected.get("values", ()))
        for name in names[1:]:
            compared += 1
            report = reports.get(name, registry_lines.Report())
            differ += compare(name, expected, gist(report))
            for told in report.diagnostics:
                differ += 1
                print("%s: %s" % (name, told))
    print("exports: %d compared, %d values, %d differences" % (compared, values, differ))
    return 1 if differ or not values else 0


sys.exit(main())
