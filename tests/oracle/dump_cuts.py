#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Cuts made dumps at every boundary that their maker names, and a byte before and behind it, and
demands that dumpstat tells of each that it is cut, and where.

dump_cuts.py DUMPSTAT MKDUMP SOURCES FIXTURES WORK
"""
import bisect
import json
import pathlib
import subprocess
import sys

HEADER = "the file ends inside the dump's header"
STRUCTURES = "the file ends inside the structures that tell what it holds"
PAGES = "the file ends before the last page of memory"
SMALL = "the file ends before the small dump does"
BLOBS = "the file ends inside the secondary data of drivers"
SPACE = "the file is shorter than the space that Windows took for the dump (RequiredDumpSpace)"

# The fixture, and whether Windows wrote it: then the header tells the size of all of it. Of others
# nothing tells that records of secondary data are missing, if the file ends between two of them.
FIXTURES = [
    ("good-header-x64", True),
    ("good-full-x64", False),
    ("good-full-x86", True),
    ("good-full-ia64", True),
    ("good-full-secondary-data", True),
    ("good-summary-x64", True),
    ("good-summary-x86", True),
    ("good-bitmap-full", True),
    ("good-bitmap-kernel", True),
    ("good-bitmap-kernel-x86", True),
    ("good-rdmp-full", False),
    ("good-rdmp-kernel", False),
    ("good-rdmp-kernel-active", False),
    ("good-triage-kernel-26100", True),
    ("good-triage-kernel-arm64", True),
    ("good-triage-kernel-x86", True),
    ("good-triage-dbgeng-x64", False),
    ("good-triage-dbgeng-x86", False),
    ("good-triage-data-page", False),
]

dumpstat, mkdump, sources, fixtures, work = sys.argv[1:]
failed = 0


def fail(what):
    global failed
    failed += 1
    if failed <= 20:
        print(f"FAIL {what}")


class Places:
    """Offsets by the names of the maker."""

    def __init__(self, name):
        listing = subprocess.run([mkdump, "--places", f"{sources}/{name}.dumpt"], check=True,
                                 capture_output=True, text=True).stdout
        self.at, self.end = {}, {}
        for line in listing.splitlines():
            offset, size, place = line.split(" ", 2)
            self.at[place] = int(offset)
            self.end[place] = int(offset) + int(size)
        self.boundaries = sorted(set(self.at.values()) | set(self.end.values()))
        self.small = "triage" in self.at
        self.header = self.end["header"]
        self.structures = next((self.end[p] for p in ("triage", "rdmp", "bits") if p in self.at), self.header)
        if "summary" in self.at:
            self.structures = self.at["page:1"]
        self.dump = self.end["valid"] if self.small else self.at.get("pages-end", self.header)
        blobs = sorted(at for place, at in self.at.items() if place.startswith("blob:"))
        self.chain = self.end.get("blobs-end", self.dump)
        self.between = blobs + [at for at in (self.at.get("blobs-end"), self.dump) if at is not None]

    def wanted(self, size, by_windows):
        """What is to be said of the first bytes: complete and reason."""
        if size < self.header:
            return False, HEADER
        if size < self.structures:
            return False, STRUCTURES
        if size < self.dump:
            return False, SMALL if self.small else PAGES
        last = self.at.get("blobs-end", self.dump)
        # A byte is no record yet.
        if size < last and size not in self.between and size - 1 not in self.between:
            return False, BLOBS
        return (False, SPACE) if by_windows else (True, None)


def sizes_of(places, total):
    sizes = {at + d for at in places.boundaries for d in (-1, 0, 1)}
    return sorted(size for size in sizes if 8 <= size < total)


def cut_all():
    wanted = {}
    for name, by_windows in FIXTURES:
        data = (pathlib.Path(fixtures) / f"{name}.dmp").read_bytes()
        places = Places(name)
        for size in sizes_of(places, len(data)):
            path = f"{work}/{name}-{size}"
            pathlib.Path(path).write_bytes(data[:size])
            nearest = places.boundaries[bisect.bisect(places.boundaries, size) - 1]
            names = [p for p, at in places.at.items() if at == nearest] or ["?"]
            wanted[path] = (*places.wanted(size, by_windows), size, names[0])
    return wanted


def main():
    wanted = cut_all()
    (pathlib.Path(work) / "list").write_bytes("\0".join(wanted).encode())
    run = subprocess.run([dumpstat, "-q", f"--files0-from={work}/list"], capture_output=True,
                         text=True, check=False)
    if run.returncode != 3:
        fail(f"status {run.returncode}")
    lines = {line["file"]: line for line in map(json.loads, run.stdout.splitlines())}
    for path, (complete, reason, size, place) in wanted.items():
        what = f"{pathlib.Path(path).name} (at {place})"
        line = lines.get(path)
        if not line:
            fail(f"{what}: no line")
            continue
        if (line["complete"], line.get("incomplete_reason")) != (complete, reason):
            fail(f"{what}: {line['complete']}, {line.get('incomplete_reason')!r}; not {complete}, {reason!r}")
        if line["file_size"] != size or (line["used_end"] or 0) > size:
            fail(f"{what}: file_size {line['file_size']}, used_end {line['used_end']}")
    print(f"{len(wanted)} cuts of {len(FIXTURES)} dumps, {failed} failed")
    sys.exit(1 if failed or len(wanted) < 1000 else 0)


main()
