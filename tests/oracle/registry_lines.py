# SPDX-License-Identifier: MIT
"""What crashcfg prints, grouped by input. Shared by the scripts of crashcfg."""
import json
import subprocess

LINE_TYPES = ("crashcfg", "finding", "diagnostic")


class Report:
    """The lines of one input."""

    def __init__(self):
        self.config = None
        self.findings = []
        self.diagnostics = []

    def ids(self):
        return {f["id"] for f in self.findings}


def run(tool, options, names):
    """(status, {name: Report}, what went to standard error) of one run on these files."""
    done = subprocess.run([tool, "--diagnostics=json", *options, "--files0-from=-"],
                          input="\0".join(names), capture_output=True, text=True, check=False)
    return done.returncode, group(done.stdout), done.stderr


def group(text):
    reports = {}
    for line in text.splitlines():
        record = json.loads(line)
        if record["type"] not in LINE_TYPES:
            raise ValueError("a line of type " + record["type"])
        report = reports.setdefault(record.get("file"), Report())
        if record["type"] == "crashcfg":
            report.config = record
        elif record["type"] == "finding":
            report.findings.append(record)
        else:
            report.diagnostics.append(record)
    return reports
