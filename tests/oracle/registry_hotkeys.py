#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What crashcfg makes of Dump1Keys and Dump2Key, for all numbers that mean anything and some that do not.

registry_hotkeys.py TOOL TABLE    TABLE is keyboard.tsv; .reg files are written to the current folder

All indexes with one modifier, all 256 combinations of bits (and bits above) with one key, all working
combinations with a few keys: the words are derived here, from the table. The status is 1 where they
differ.
"""
import pathlib
import sys

import registry_lines

SERVICES = ("i8042prt", "kbdhid", "hyperkbd")
MODIFIERS = ((0x20, "left Ctrl"), (0x02, "right Ctrl"), (0x40, "left Alt"), (0x04, "right Alt"),
             (0x10, "left Shift"), (0x01, "right Shift"))
ALL = sum(bit for bit, _ in MODIFIERS)
SPACE, A, SYSRQ, DELETE, KATAKANA = 61, 31, 124, 76, 133
SYSRQ_ON_84_KEYS = 0x54
ARROWS = ("Left", "Right", "Up", "Down")


class Key:
    def __init__(self, index, code, name):
        self.index = index
        self.modifier = name.startswith("*")
        self.assigned = name != "-"
        self.name = spoken(name.lstrip("*"))
        # As the driver's table has it: E0 is the highest bit.
        self.code = None if not code else (
            int(code[3:], 16) | 0x80 if code.startswith("E0 ") else int(code, 16))


def spoken(name):
    """The keycap of the table as sentences say it."""
    if name.startswith("KP "):
        return "keypad " + name[3:]
    if name in ARROWS:
        return name.lower() + " arrow"
    if name.startswith("SysRq"):
        return "Print Screen (SysRq)"
    if "(JIS" in name:
        return name.split(" ")[0] + " (Japanese keyboards)"
    first, _, second = name.partition(" ")
    return first if second and len(first) == 1 else name


def read_keys(path):
    keys = {}
    for line in pathlib.Path(path).read_text().splitlines():
        if not line.startswith("#"):
            index, code, name = line.split("\t")
            keys[int(index)] = Key(int(index), code, name)
    return keys


def held(mask):
    names = [name for bit, name in MODIFIERS if mask & bit]
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def is_dead(keys, index):
    return index not in keys or not keys[index].assigned or keys[index].modifier


def expected(keys, mask, index):
    """(works, sentence or None, ids of findings, words that CD62 has to say)"""
    ids, hint = set(), []
    if mask == 0 and index == 0:
        return False, None, ids, hint
    if mask == 0 or mask & ~ALL:
        ids.add("CD63")
    if is_dead(keys, index):
        ids.add("CD62")
        meant = [k for k in keys.values() if k.code == index or
                 (k.index == SYSRQ and index == SYSRQ_ON_84_KEYS)]
        if index and meant and not meant[0].modifier:
            hint = ["scan code", meant[0].name, "0x%02X" % meant[0].index]
    if ids:
        return False, None, ids, hint
    return True, "hold %s and press %s twice" % (held(mask), keys[index].name), {"CD60"}, hint


def pairs(keys):
    for index in range(0, 0x101):
        yield 0x02, index
    yield from ((0x02, 0x10000), (0x02, 0xFFFFFFFF), (0x102, SPACE), (0x80000002, SPACE))
    for mask in range(0x100):
        yield mask, SPACE
    for mask in range(0x100):
        if mask and not mask & ~ALL:
            for index in (A, SYSRQ, DELETE, KATAKANA):
                yield mask, index


def reg_of(group):
    lines = ["Windows Registry Editor Version 5.00"]
    for service, (mask, index) in zip(SERVICES, group):
        lines += ["", "[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\%s\\crashdump]" % service,
                  '"Dump1Keys"=dword:%08x' % mask, '"Dump2Key"=dword:%08x' % index]
    return "\r\n".join(lines + [""])


def faults(keys, report, service, mask, index):
    works, sentence, ids, hint = expected(keys, mask, index)
    lines = [h for h in report.config["hotkeys"] if h["service"] == service]
    findings = [f for f in report.findings if "\\%s\\" % service in (f["path"] or "")
                and f["id"] in ("CD60", "CD62", "CD63")]
    if (works or ids) and len(lines) != 1:
        yield "%d hotkeys" % len(lines)
    for line in lines:
        if line["works"] != works:
            yield "works is %s" % line["works"]
        if works and line["keys"] != sentence:
            yield "says '%s', not '%s'" % (line["keys"], sentence)
    if {f["id"] for f in findings} != ids:
        yield "findings are %s, not %s" % (sorted(f["id"] for f in findings), sorted(ids))
    for finding in findings:
        said = finding["message"] + " " + finding["remedy"]
        if finding["id"] == "CD60" and sentence not in said:
            yield "CD60 says: " + said
        if finding["id"] == "CD62" and not all(word in said for word in hint):
            yield "CD62 does not say %s: %s" % (hint, said)
        if finding["id"] == "CD62" and not hint and "scan code" in said:
            yield "CD62 has a hint: " + said


def main():
    keys = read_keys(sys.argv[2])
    todo = list(pairs(keys))
    groups = {}
    for at in range(0, len(todo), len(SERVICES)):
        name = "keys-%04d.reg" % at
        groups[name] = todo[at:at + len(SERVICES)]
        pathlib.Path(name).write_text(reg_of(groups[name]), newline="")
    status, reports, errors = registry_lines.run(
        sys.argv[1], ["--now=2024-06-01T00:00:00Z"], list(groups))
    if status != 0 or errors:
        print("status %d: %s" % (status, errors))
        return 1
    wrong = 0
    for name, group in groups.items():
        for service, (mask, index) in zip(SERVICES, group):
            for fault in faults(keys, reports[name], service, mask, index):
                wrong += 1
                print("Dump1Keys 0x%x, Dump2Key 0x%x: %s" % (mask, index, fault))
    print("hotkeys: %d keys, %d combinations, %d faults" % (len(keys), len(todo), wrong))
    return 1 if wrong or len(keys) != 134 else 0


sys.exit(main())
