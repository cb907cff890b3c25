#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The same keys and values, in all forms that crashcfg reads, have to mean the same.

registry_twins.py TOOL FOLDER NAME...   FOLDER/NAME.hive and FOLDER/NAME.reg, and further forms of the
                                        latter, which are written to the current folder

Verdict, settings and findings of each form are held against those of the .reg file; what only a hive
can tell (its state, when its keys were written, CD01, CD06) is left out. Differences are printed, the
last line has the totals, and the status is 1 where something differs or nothing was compared.
"""
import pathlib
import sys

import registry
import registry_lines

OPTIONS = ["--ram=16G", "--now=2024-01-20T00:00:00Z", "--bitlocker=no"]
ABOUT_THE_FILE = {"CD01", "CD06"}
# Members that tell of the input, not of what it says.
CONFIG_LEFT_OUT = {"type", "source", "fragment", "dirty", "replayed", "hive", "values", "file", "tags",
                   "offset"}
VALUE_MEMBERS = ("path", "name", "state", "value_type", "value", "raw", "decoded", "default")
# Whether "reg query" was asked for all that is below a key cannot be seen in what it printed, so
# that less is known to be absent.
QUERY_LEFT_OUT = {"other_control_sets"}
NOT_AS_QUERY = {"good-cd20-paging-files-missing"}
# In "running" everything stands in CurrentControlSet.
RUNNING_COMPARED = {"configured_type", "will_dump", "required_bytes", "available_bytes", "backing",
                    "backing_size", "dump_path", "page_files", "dedicated", "filters", "settings",
                    "hotkeys", "power_button", "encryption", "ids"}
FINDING_MEMBERS = ("id", "rule", "severity", "path", "value", "message", "remedy")


def without_times(member):
    """A member without the time stamps of keys, which texts do not have."""
    if isinstance(member, dict):
        return {k: without_times(v) for k, v in member.items() if k != "key_time"}
    if isinstance(member, list):
        return [without_times(v) for v in member]
    return member


def gist(report):
    config = report.config
    if config is None:
        return {"crashcfg": None}
    said = {k: without_times(v) for k, v in config.items() if k not in CONFIG_LEFT_OUT}
    said["values"] = sorted(str([v.get(m) for m in VALUE_MEMBERS]) for v in config["values"])
    said["findings"] = [[f.get(m) for m in FINDING_MEMBERS] for f in report.findings
                        if f["id"] not in ABOUT_THE_FILE]
    said["ids"] = [[f[0], f[2]] for f in said["findings"]]
    return said


def is_compared(name, form, member):
    if form.startswith("query"):
        return name not in NOT_AS_QUERY and member not in QUERY_LEFT_OUT
    return form != "running" or member in RUNNING_COMPARED


def differences(a, b):
    for member in sorted(a.keys() | b.keys()):
        if a.get(member) != b.get(member):
            yield member, a.get(member), b.get(member)


def write_forms(folder, names):
    """{name: {form: path}}"""
    forms = {}
    for name in names:
        reg, hive = folder / (name + ".reg"), folder / (name + ".hive")
        forms[name] = {"reg": str(reg), "hive": str(hive)}
        for form, data in registry.renderings(reg.read_bytes()).items():
            path = pathlib.Path(name + "." + form)
            path.write_bytes(data)
            forms[name][form] = str(path)
    return forms


def main():
    tool, folder, names = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3:]
    forms = write_forms(folder, names)
    paths = [path for made in forms.values() for path in made.values()]
    status, reports, errors = registry_lines.run(tool, OPTIONS, paths)
    if status not in (0, 3) or errors:
        print("status %d: %s" % (status, errors))
        return 1
    compared = differ = 0
    for name, made in forms.items():
        expected = gist(reports[made["reg"]])
        for form, path in made.items():
            compared += 1
            found = gist(reports.get(path, registry_lines.Report()))
            for member, a, b in differences(expected, found):
                if not is_compared(name, form, member):
                    continue
                differ += 1
                print("%s: %s: %s\n  reg:  %s\n  here: %s" % (name, form, member, a, b))
    print("twins: %d inputs, %d forms, %d differences" % (len(forms), compared, differ))
    return 1 if differ or not compared else 0


sys.exit(main())
