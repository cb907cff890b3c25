# SPDX-License-Identifier: MIT
"""Damages event logs by a seed and looks at what evtx2json still delivers.

    evtx_damage.py [--mutants=N] [--seed=N] --peak=PROGRAM [--plain=PROGRAM] [--checked=PROGRAM] [--export=PROGRAM] [--paths=1] [--memory=MIB] [--keep=FOLDER] LOG...

Each mutant of each log (a window of at most WINDOW chunks of it) is read by --plain (an ordinary
build: time, memory, records), --checked (a build with sanitizers: reports) and --export (evtxexport,
for comparison). A record is untouched if no byte of its own, nor of a definition or a name that it
reaches, was changed; where they lie is found out by the small reader of BinXML below, which shares
nothing with lib/evtx. The links of hash chains are nobody's: no record needs them.

Exit status 1: a crash, a report, a time-out, too much memory, or less than 99 % of all untouched records."""
import bisect
import json
import os
import random
import re
import struct
import subprocess
import sys
import tempfile

from evtx_forge import CHUNK, reseal

WINDOW = 4
SECONDS = 20
MEMORY_MIB = 64
SHARE = 0.99
KINDS = ("bits", "cut", "sectors", "swapped", "counts", "links", "records", "mixed")


# --- the small reader ---
class Unreadable(Exception):
    pass


class Reach:
    """What a record of a chunk reaches: byte ranges in the chunk."""

    def __init__(self, chunk):
        self.c = chunk
        self.definitions = {}

    def u16(self, at):
        return struct.unpack_from("<H", self.c, at)[0]

    def u32(self, at):
        return struct.unpack_from("<I", self.c, at)[0]

    def name(self, at, found):
        """The name that the field at at refers to. Returns the offset behind field and name."""
        where = self.u32(at)
        end = where + 8 + 2 * self.u16(where + 6) + 2
        if where == at + 4:
            found["links"].append(where)
            return end
        found["ranges"].append((where + 4, end))
        return at + 4

    def definition(self, where, found):
        if where not in self.definitions:
            mine = {"ranges": [], "links": []}
            self.definitions[where] = mine
            size = self.u32(where + 20)
            mine["ranges"].append((where + 4, where + 24 + size))
            self.content(where + 24, where + 24 + size, True, mine)
        mine = self.definitions[where]
        found["ranges"] += mine["ranges"]
        found["links"] += mine["links"]

    def instance(self, at, end, found):
        where = self.u32(at + 6)
        at += 10
        self.definition(where, found)
        if where == at:
            found["links"].append(at)
            at += 24 + self.u32(at + 20)
        count = self.u32(at)
        if count > 5000:
            raise Unreadable
        table = at + 4
        at = table + 4 * count
        for i in range(count):
            size, kind = self.u16(table + 4 * i), self.c[table + 4 * i + 2]
            if kind == 0x21 and size:
                self.content(at, at + size, False, found)
            at += size
        if at > end:
            raise Unreadable
        return at

    def text(self, at):
        return at + 2 + 2 * self.u16(at)

    def content(self, at, end, in_definition, found, depth=0):
        """Returns the offset behind the end token of the element, or of the fragment."""
        if depth > 40:
            raise Unreadable
        while at < end:
            token = self.c[at] & ~0x40
            if token == 0:
                return at + 1
            if token == 4:
                return at + 1
            if token == 0x0F:
                at += 4
            elif token == 0x0C:
                at = self.instance(at, end, found)
            elif token == 1:
                at = self.element(at, end, in_definition, found, depth)
            elif token == 5:
                if self.c[at + 1] != 1:
                    raise Unreadable
                at = self.text(at + 2)
            elif token == 7:
                at = self.text(at + 1)
            elif token == 8:
                at += 3
            elif token == 9:
                at = self.name(at + 1, found)
            elif token == 0x0A:
                at = self.name(at + 1, found)
            elif token == 0x0B:
                at = self.text(at + 1)
            elif token in (0x0D, 0x0E):
                at += 4
            else:
                raise Unreadable
        return at

    def element(self, at, end, in_definition, found, depth):
        more = self.c[at] & 0x40
        at = self.name(at + (7 if in_definition else 5), found)
        if more:
            stop = at + 4 + self.u32(at)
            at += 4
            while at < stop and self.c[at] & ~0x40 == 6:
                at = self.name(at + 1, found)
                while at < stop and self.c[at] & ~0x40 in (5, 8, 9, 0x0D, 0x0E):
                    token = self.c[at] & ~0x40
                    if token == 5:
                        at = self.text(at + 2)
                    elif token == 9:
                        at = self.name(at + 1, found)
                    else:
                        at += 3 if token == 8 else 4
        if self.c[at] == 3:
            return at + 1
        if self.c[at] != 2:
            raise Unreadable
        return self.content(at + 1, end, in_definition, found, depth + 1)

    def record(self, at, size):
        """The ranges of a record, without the links that nobody needs."""
        found = {"ranges": [(at, at + size)], "links": []}
        try:
            self.content(at + 24, at + size - 4, False, found)
        except (Unreadable, struct.error, IndexError):
            return [(512, CHUNK)]
        ranges = []
        for start, end in set(found["ranges"]):
            for link in sorted(x for x in set(found["links"]) if start <= x < end):
                ranges.append((start, link))
                start = link + 4
            ranges.append((start, end))
        return ranges


def live_records(chunk):
    """Offset and size of each record of an undamaged chunk."""
    if chunk[:7] != b"ElfChnk":
        return
    at, end = 512, struct.unpack_from("<I", chunk, 48)[0]
    while at + 28 <= min(end, len(chunk)) and chunk[at : at + 4] == b"**\0\0":
        size = struct.unpack_from("<I", chunk, at + 4)[0]
        if size < 28 or at + size > len(chunk) or struct.unpack_from("<I", chunk, at + size - 4)[0] != size:
            return
        yield at, size
        at += size


# --- mutants ---
class Log:
    """A window of a log: the header block and some chunks, and what each record reaches."""

    def __init__(self, path, first, plain):
        data = open(path, "rb").read()
        self.name = os.path.basename(path)
        self.header = data[:4096]
        at = 4096 + first * CHUNK
        body = data[at : at + WINDOW * CHUNK]
        self.chunks = [body[i : i + CHUNK] for i in range(0, len(body), CHUNK)]
        self.records = []
        for i, chunk in enumerate(self.chunks):
            reach = Reach(chunk)
            for offset, size in live_records(chunk):
                self.records.append((i, offset, reach.record(offset, size), struct.unpack_from("<Q", chunk, offset + 8)[0]))
        lines = self.lines(plain, self.header + body)
        # Only what is delivered of the whole log can be asked for of a damaged one.
        self.records = [r for r in self.records if 4096 + r[0] * CHUNK + r[1] in lines]
        self.expected = {(r[0], r[1]): lines[4096 + r[0] * CHUNK + r[1]] for r in self.records}

    @staticmethod
    def lines(plain, data):
        with tempfile.NamedTemporaryFile() as f:
            f.write(data)
            f.flush()
            out = subprocess.run([plain, "-q", "-j1", f.name], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
        return by_offset(out)


TAIL = re.compile(rb',"file":"[^"]*","offset":([0-9]+)\}$')


def by_offset(out):
    """The lines by their offset, without what may differ: whether they were salvaged, and the file."""
    found = {}
    for line in out.splitlines():
        m = TAIL.search(line)
        if m:
            found[int(m.group(1))] = line[: m.start()].replace(b',"recovered":true', b"")
    return found


class Mutant:
    def __init__(self, log, rng, kind):
        self.header = bytearray(log.header)
        self.chunks = [bytearray(c) for c in log.chunks]
        self.order = list(range(len(self.chunks)))
        self.length = None
        kinds = rng.sample(KINDS[:-1], 2) if kind == "mixed" else [kind]
        for each in kinds:
            getattr(self, each)(rng)
        self.changed = []
        for i, (old, new) in enumerate(zip(log.chunks, self.chunks)):
            self.changed.append([at for at in range(0, len(old), 64) if old[at : at + 64] != new[at : at + 64]
                                 for at in range(at, min(at + 64, len(old))) if old[at] != new[at]])

    def any_chunk(self, rng):
        return self.chunks[rng.randrange(len(self.chunks))]

    def bits(self, rng):
        share = 10 ** rng.uniform(-4, -2)
        for c in self.chunks:
            for _ in range(max(1, int(len(c) * 8 * share))):
                bit = rng.randrange(len(c) * 8)
                c[bit // 8] ^= 1 << bit % 8

    def cut(self, rng):
        total = 4096 + sum(map(len, self.chunks))
        self.length = rng.randrange(1, total)

    def sectors(self, rng):
        for _ in range(rng.randrange(1, 24)):
            c = self.any_chunk(rng)
            at = rng.randrange(len(c) // 512) * 512
            n = 512 * rng.choice((1, 1, 1, 2, 8))
            c[at : at + n] = bytes(len(c[at : at + n]))

    def swapped(self, rng):
        rng.shuffle(self.order)

    def counts(self, rng):
        fields = ((8, 8), (16, 8), (24, 8), (32, 8), (40, 4), (44, 4), (48, 4), (52, 4), (120, 4), (124, 4))
        for i, c in enumerate(self.chunks):
            if rng.random() < 0.7:
                for at, size in rng.sample(fields, rng.randrange(1, 4)):
                    old = int.from_bytes(c[at : at + size], "little")
                    new = rng.choice((0, 1, old + 1, max(old, 1) - 1, old ^ 1 << rng.randrange(size * 8), (1 << size * 8) - 1,
                                      rng.randrange(1 << 16)))
                    c[at : at + size] = (new % (1 << size * 8)).to_bytes(size, "little")
                if rng.random() < 0.5:
                    self.chunks[i] = bytearray(reseal(c))
        for at in rng.sample((8, 16, 24, 32, 36, 38, 40, 42, 120, 124), 3):
            self.header[at] ^= 1 << rng.randrange(8)

    def links(self, rng):
        """Cycles and rubbish in the chains of names and definitions."""
        for c in self.chunks:
            if c[:7] != b"ElfChnk":
                continue
            for at in rng.sample(range(128, 512, 4), 40):
                struct.pack_into("<I", c, at, rng.choice((rng.randrange(CHUNK), at, 0xFFFFFFFF, 512)))
            places = [struct.unpack_from("<I", self.chunks[0], at)[0] for at in range(128, 512, 4)]
            for where in rng.sample(places, 40):
                if 512 <= where <= len(c) - 4:
                    struct.pack_into("<I", c, where, rng.choice((where, rng.choice(places), rng.randrange(1 << 32))))

    def records(self, rng):
        """Wrong sizes, magics and references to definitions."""
        for c in self.chunks:
            there = list(live_records(bytes(c)))
            for offset, size in rng.sample(there, min(len(there), rng.randrange(1, 6))):
                at, n = rng.choice(((0, 4), (4, 4), (size - 4, 4), (34, 4), (30, 4), (8, 8), (16, 8)))
                new = rng.choice((0, 1, rng.randrange(CHUNK), offset, offset + 28, rng.randrange(1 << 32), 0xFFFFFFFF, 0x7FFFFFFF))
                c[offset + at : offset + at + n] = new.to_bytes(n, "little")

    def bytes(self):
        data = bytes(self.header) + b"".join(bytes(self.chunks[i]) for i in self.order)
        return data if self.length is None else data[: self.length]

    def untouched(self, log):
        """(chunk, offset) of the log and the offset in the mutant of each record nothing of which changed."""
        place = {chunk: 4096 + sum(len(self.chunks[j]) for j in self.order[:i]) for i, chunk in enumerate(self.order)}
        for chunk, offset, ranges, number in log.records:
            changed = self.changed[chunk]
            start = place[chunk]
            if self.length is not None and any(start + end > self.length for _, end in ranges):
                continue
            if all(bisect.bisect_left(changed, a) == bisect.bisect_left(changed, b) for a, b in ranges):
                yield chunk, offset, start + offset, number


# --- runs ---
def run(peak, command, out):
    """Status (124: time-out), seconds, KiB of memory."""
    with open(out, "wb") as stdout, open(out + ".err", "wb") as stderr:
        subprocess.run([peak, out + ".peak", str(SECONDS), *command], stdout=stdout, stderr=stderr, check=True)
    with open(out + ".peak", encoding="ascii") as f:
        status, milliseconds, memory = map(int, f.read().split())
    return status, milliseconds / 1000, memory


NUMBER = re.compile(rb"<EventRecordID>([0-9]+)<")


class Tally:
    def __init__(self):
        self.mutants = self.untouched = self.delivered = self.exported = self.faults = self.numbered = 0
        self.export_aborts = self.memory = 0
        self.seconds = 0.0

    def add(self, other):
        for key, value in vars(other).items():
            mine = getattr(self, key)
            setattr(self, key, max(mine, value) if key in ("memory", "seconds") else mine + value)

    def line(self, name):
        def share(a, b):
            return "%7.3f %%" % (100 * a / b) if b else "      -  "
        return "%-34.34s %5d mutants %8d untouched %s ours %s evtxexport (aborts %d)  %d faults  %.2f s  %d KiB" % (
            name, self.mutants, self.untouched, share(self.delivered, self.untouched), share(self.exported, self.numbered),
            self.export_aborts, self.faults, self.seconds, self.memory)


class Trial:
    def __init__(self, options, folder):
        self.o, self.folder = options, folder
        self.kinds = {k: Tally() for k in KINDS}
        self.shown = 0

    def fault(self, tally, what, path, detail=b""):
        tally.faults += 1
        print("FAULT %s: %s %s" % (what, path, detail[:400].decode("utf-8", "replace")), flush=True)
        if self.o["keep"]:
            os.makedirs(self.o["keep"], exist_ok=True)
            subprocess.run(["cp", os.path.join(self.folder, "m.evtx"), os.path.join(self.o["keep"], path + ".evtx")], check=False)

    @staticmethod
    def good(options):
        return (0, 1, 3) if "--validate" in options else (0, 3)

    def read_plain(self, path, tally, options, label):
        out = os.path.join(self.folder, "plain")
        status, seconds, memory = run(self.o["peak"], [self.o["plain"], *options, path], out)
        tally.seconds, tally.memory = max(tally.seconds, seconds), max(tally.memory, memory)
        if status not in self.good(options):
            self.fault(tally, "status %s %s" % (status, options), label, open(out + ".err", "rb").read())
        if memory > self.o["memory"] << 10:
            self.fault(tally, "%d KiB" % memory, label)
        return open(out, "rb").read()

    def read_checked(self, path, tally, options, label):
        out = os.path.join(self.folder, "checked")
        status, _, _ = run(self.o["peak"], [self.o["checked"], *options, path], out)
        err = open(out + ".err", "rb").read()
        if status not in self.good(options) or b"runtime error" in err or b"Sanitizer" in err:
            self.fault(tally, "checked: status %s %s" % (status, options), label, err[:600])

    def export(self, path, tally, wanted):
        out = os.path.join(self.folder, "export")
        status, _, _ = run(self.o["peak"], [self.o["export"], "-f", "xml", "-m", "all", path], out)
        tally.export_aborts += status != 0
        there = set(map(int, NUMBER.findall(open(out, "rb").read())))
        with open(os.path.join(self.folder, "whole"), "rb") as f:
            known = set(map(int, NUMBER.findall(f.read())))
        # Only records that it reads of the whole log as well count.
        wanted = [n for n in wanted if n in known]
        tally.numbered += len(wanted)
        tally.exported += sum(n in there for n in wanted)

    def mutant(self, log, rng, kind, label):
        tally = Tally()
        m = Mutant(log, rng, kind)
        path = os.path.join(self.folder, "m.evtx")
        with open(path, "wb") as f:
            f.write(m.bytes())
        tally.mutants = 1
        lines = by_offset(self.read_plain(path, tally, ["-q", "-j1"], label))
        wanted = list(m.untouched(log))
        tally.untouched = len(wanted)
        lost = [w for w in wanted if lines.get(w[2]) != log.expected[w[0], w[1]]]
        tally.delivered = len(wanted) - len(lost)
        if lost and self.shown < self.o["show"]:
            self.shown += 1
            print("lost %d of %d: %s, first chunk %d offset %d" % (len(lost), len(wanted), label, *lost[0][:2]), flush=True)
        shape = rng.choice((["--shape=xml"], ["--shape=evtx_dump"], ["--recover=all"], ["--validate"], ["--recover=off", "-j3"], ["--epoch"]))
        if self.o["checked"]:
            self.read_checked(path, tally, shape, label)
        if self.o["paths"]:
            self.both_paths(path, tally, [s for s in shape if s != "--validate"], label)
        if self.o["export"]:
            self.export(path, tally, [w[3] for w in wanted])
        self.kinds[kind].add(tally)
        return tally

    def both_paths(self, path, tally, options, label):
        def read(which):
            return subprocess.run([self.o["plain"], "-j1", *options, path], capture_output=True, check=False,
                                  env={**os.environ, "BSODUTILS_EVTX_PATH": which})
        a, b = read("compiled"), read("tree")
        if (a.stdout, a.stderr) != (b.stdout, b.stderr):
            self.fault(tally, "paths differ %s" % options, label)

    def log(self, path):
        total = Tally()
        size = (os.path.getsize(path) - 4096 + CHUNK - 1) // CHUNK
        windows = {}
        for i in range(self.o["mutants"]):
            rng = random.Random("%s %d %d" % (os.path.basename(path), self.o["seed"], i))
            first = rng.randrange(0, max(1, size - WINDOW + 1))
            if first not in windows:
                windows[first] = Log(path, first, self.o["plain"])
            log = windows[first]
            if self.o["export"]:
                with open(os.path.join(self.folder, "w.evtx"), "wb") as f:
                    f.write(log.header + b"".join(log.chunks))
                if self.o.get("last") != (path, first):
                    run(self.o["peak"], [self.o["export"], "-f", "xml", "-m", "all", os.path.join(self.folder, "w.evtx")],
                        os.path.join(self.folder, "whole"))
                    self.o["last"] = (path, first)
            label = "%s-%d-%d" % (os.path.basename(path)[:40], self.o["seed"], i)
            total.add(self.mutant(log, rng, KINDS[i % len(KINDS)], label))
        print(total.line(os.path.basename(path)), flush=True)
        return total


def options_of(argv):
    o = {"mutants": 200, "seed": 1, "plain": "evtx2json", "peak": "peak", "checked": None, "export": None, "keep": None, "show": 20, "paths": 0, "memory": MEMORY_MIB}
    logs = []
    for a in argv:
        if a.startswith("--"):
            key, value = a[2:].split("=", 1)
            o[key] = int(value) if key in ("mutants", "seed", "show", "paths", "memory") else value
        else:
            logs.append(a)
    return o, logs


def main():
    o, logs = options_of(sys.argv[1:])
    total = Tally()
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(o, folder)
        for path in logs:
            total.add(trial.log(path))
        for kind, tally in trial.kinds.items():
            print(tally.line("kind " + kind))
    print(total.line("all"))
    good = total.faults == 0 and total.delivered >= SHARE * total.untouched
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
