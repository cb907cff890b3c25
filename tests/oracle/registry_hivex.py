#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Holds what crashcfg says of hives against what libhivex's tools (hivexget, hivexregedit) say.

registry_hivex.py TOOL SETTINGS HIVE...   SETTINGS is lib/registry/setting_list.h: the names that crashcfg
                                          promises to report

Each hive is read as it is (--no-replay), and, where logs lie beside it, once more with them, against
the file that regf_replay.py makes of it. Of each "crashcfg" line every value has to have the type and
the bytes that libhivex gives, and every setting that libhivex has, has to be there. Files are written
to the current folder. Differences are printed; the status is 1 where there are any.
"""
import pathlib
import re
import subprocess
import sys

import regf_replay
import registry
import registry_lines

TYPE_NAMES = registry.TYPES | {5: "REG_DWORD_BIG_ENDIAN", 6: "REG_LINK"}
# What is parted by keys of its own below these is too much to export for one value.
TOO_LARGE = {"control", "services\\i8042prt", "services\\kbdhid", "services\\hyperkbd"}
# Bytes of a hive that is exported as a whole.
SMALL = 1 << 20
LINE = re.compile(r'^(?:"((?:[^"\\]|\\.)*)"|@)=', re.M)


def settings_of(path):
    """[(path below a control set, name)]"""
    text = pathlib.Path(path).read_text()
    keys = dict(re.findall(r'^KEY\((\w+), "(.*)"\)', text, re.M))
    named = re.findall(r'^SETTING\(\w+, (\w+), "(.*?)",', re.sub(r",\s*\n\s+", ", ", text), re.M)
    return [(keys[key].replace("\\\\", "\\"), name) for key, name in named]


def decoded(line):
    """hivexregedit prints names that fit into Latin-1 in Latin-1, all others in UTF-8."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("latin-1")


def run(*command):
    done = subprocess.run(command, capture_output=True, check=False)
    return "".join(map(decoded, done.stdout.splitlines(True))) if done.returncode == 0 else None


def from_hivexget(hive, path):
    """{name in lower case: (type, bytes or text)} of one key."""
    text, values = run("hivexget", hive, path), {}
    if text is None:
        return None
    starts = list(LINE.finditer(text))
    for match, following in zip(starts, starts[1:] + [None]):
        data = text[match.end():following.start() - 1 if following else len(text) - 1]
        kind, value = 1, data
        if data.startswith("str("):
            kind, value = int(data[4:data.index(")")], 10), data[data.index(":") + 1:]
        if value.startswith('"'):
            found = kind, registry.unescape(value[1:-1])
        else:
            found = registry.value_of(data)
        values[registry.unescape(match[1] or "").lower()] = found
    return values


class Libhivex:
    """The values of a hive, by key, as libhivex's tools print them."""

    def __init__(self, path):
        data = path.read_bytes()
        if not regf_replay.Block(data).valid:
            # They refuse hives with a wrong checksum.
            path = pathlib.Path(path.name + ".sealed")
            path.write_bytes(regf_replay.with_checksum(data))
        self.path = str(path)
        self.known = {}
        self.whole = len(data) < SMALL and self.exported("")
        if self.whole:
            self.known = self.whole

    def exported(self, path):
        """{key in lower case: {name in lower case: (type, bytes)}}, of a key and all below."""
        text = run("hivexregedit", "--unsafe", "--export", "--prefix", "X", self.path,
                   "\\" + path)
        if text is None:
            return {}
        keys = {}
        for (key, name), value in registry.flat(registry.read(text.encode()), "x").items():
            keys.setdefault(key, {})[name] = value
        return keys

    def values(self, path):
        """{name in lower case: (type, bytes or text)}; None where they cannot read the key, or have
        no such key."""
        path = path.lower()
        if path not in self.known and not self.whole:
            if path.partition("\\")[2] not in TOO_LARGE:
                self.known.update(self.exported(path))
            if path not in self.known:
                self.known[path] = from_hivexget(self.path, path)
        return self.known.get(path)


def same_bytes(raw, size, expected):
    if isinstance(expected, str):
        expected = (expected + "\0").encode("utf-16-le", "replace")
        raw = raw[:len(expected)]
        size = len(expected)
    return raw == expected[:len(raw)] and size == len(expected)


def value_faults(hive, config, damaged=False):
    for value in config["values"]:
        path, name = value["path"], value["name"]
        if value["state"] != "present":
            if not damaged:
                yield "%s\\%s is unreadable" % (path, name)
            continue
        expected = (hive.values(path) or {}).get(name.lower())
        if expected is None and damaged and hive.values(path) is None:
            continue
        if expected is None:
            yield "%s\\%s: libhivex has none" % (path, name)
            continue
        raw = bytes.fromhex(value["raw"])
        if value["value_type"] != TYPE_NAMES.get(expected[0], "0x%08x" % expected[0]):
            yield "%s\\%s: type %s, not %d" % (path, name, value["value_type"], expected[0])
        if not same_bytes(raw, value.get("raw_size", len(raw)), expected[1]):
            yield "%s\\%s: %s, not %r" % (path, name, value["raw"][:80], expected[1][:40])


def setting_faults(hive, config, settings):
    reported = {(v["path"].lower(), v["name"].lower()) for v in config["values"]}
    current = config["control_set"]
    for path, name in settings if current else []:
        path = current + "\\" + path
        if name.lower() in (hive.values(path) or {}) and (path.lower(), name.lower()) not in reported:
            yield "%s\\%s is not reported" % (path, name)


def read_with(tool, options, hive):
    status, reports, errors = registry_lines.run(
        tool, ["--now=2024-06-01T00:00:00Z", *options], [str(hive)])
    if status not in (0, 3) or errors or str(hive) not in reports:
        raise ValueError("%s: status %d %s" % (hive, status, errors))
    return reports[str(hive)]


def logs_of(hive):
    names = [hive.with_name(hive.name + suffix) for suffix in (".LOG1", ".LOG2", ".LOG")]
    return [name.read_bytes() for name in names if name.exists()]


def replay_faults(hive, report, applied):
    said = report.config.get("hive") or {}
    if said.get("log_entries") != applied.entries:
        yield "%s log entries, not %d" % (said.get("log_entries"), applied.entries)
    if report.config["replayed"] != applied.changed:
        yield "replayed is %s" % report.config["replayed"]
    ids = {f["id"] for f in report.findings}
    if not applied.changed and report.config["dirty"] and "CD01" not in ids:
        yield "dirty, and no CD01"


def faults_of(tool, settings, hive):
    raw = read_with(tool, ["--no-replay"], hive)
    theirs = Libhivex(hive)
    yield from value_faults(theirs, raw.config, "CD06" in raw.ids())
    yield from setting_faults(theirs, raw.config, settings)
    logs = logs_of(hive)
    if not logs:
        return
    applied = regf_replay.replay(hive.read_bytes(), logs)
    replayed = pathlib.Path(hive.name + ".replayed")
    replayed.write_bytes(applied.data)
    with_logs = read_with(tool, [], hive)
    yield from replay_faults(hive, with_logs, applied)
    theirs = Libhivex(replayed)
    yield from value_faults(theirs, with_logs.config)
    yield from setting_faults(theirs, with_logs.config, settings)


def main():
    tool, settings = sys.argv[1], settings_of(sys.argv[2])
    wrong = 0
    for name in sys.argv[3:]:
        for fault in faults_of(tool, settings, pathlib.Path(name)):
            wrong += 1
            print("%s: %s" % (name, fault))
    print("hivex: %d hives, %d settings, %d faults" % (len(sys.argv) - 3, len(settings), wrong))
    return 1 if wrong or len(sys.argv) < 4 else 0


sys.exit(main())
