#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Damaged registries, always the same ones: crashcfg prints JSON lines and ends with 0, 1 or 3, soon.

registry_damage.py TOOL bytes HIVE      each byte of the hive changed, one at a time; those of the base
                                        block also with a checksum that is right
registry_damage.py TOOL cuts HIVE       cut at each multiple of 512 bytes (large hives: at some of them)
registry_damage.py TOOL random HIVE     some bytes, words and stretches changed
registry_damage.py TOOL logs HIVE       the same in the logs beside the hive, with hashes that are right
                                        and that are not
registry_damage.py TOOL text FILE       the same in a .reg file

--rounds=N    how many damaged files, where that is not given by the size (default 300)
--seconds=N   how long one run over up to 200 files may take (default 60)

Files are written to the current folder. The status is 1 where anything was wrong.
"""
import argparse
import json
import pathlib
import random
import struct
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "oracle"))
import regf_replay  # noqa: E402

BATCH, BATCH_BYTES = 200, 64 << 20
STATUSES = (0, 1, 3)
TYPES = {"crashcfg", "finding", "diagnostic"}
SECTOR = regf_replay.SECTOR
INTERESTING = (0, 1, 4, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFF8, 0xFFFFFFFF)


class Try:
    """One damaged input: what was done, and the files it needs."""

    def __init__(self, what, data, logs=()):
        self.what, self.data, self.logs = what, data, logs


def sealed(data):
    return regf_replay.with_checksum(data) if len(data) >= SECTOR else data


def damaged(data, rng):
    """A copy with some damage."""
    data = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 3, 8, 40))):
        at = rng.randrange(len(data))
        kind = rng.randrange(4)
        if kind == 0:
            data[at] ^= 1 << rng.randrange(8)
        elif kind == 1:
            at = at // 4 * 4
            data[at:at + 4] = struct.pack("<I", rng.choice(INTERESTING))[:len(data) - at]
        elif kind == 2:
            size = rng.choice((4, 16, 64, 512))
            data[at:at + size] = bytes([rng.choice((0, 0xFF, 0x41))]) * len(data[at:at + size])
        else:
            size, other = rng.choice((4, 8, 32)), rng.randrange(len(data))
            data[at:at + size] = data[other:other + len(data[at:at + size])]
    return bytes(data)


def with_hashes(log):
    """The same log with a right checksum and right hashes, as far as entries can be found."""
    log, at = bytearray(sealed(log)), SECTOR
    while log[at:at + 4] == b"HvLE" and at + 40 <= len(log):
        size, = struct.unpack_from("<I", log, at + 4)
        if size < 40 or size % SECTOR or at + size > len(log):
            break
        struct.pack_into("<Q", log, at + 24, regf_replay.marvin32(bytes(log[at + 40:at + size])))
        struct.pack_into("<Q", log, at + 32, regf_replay.marvin32(bytes(log[at:at + 32])))
        at += size
    return bytes(log)


def tries_bytes(data, _):
    for at in range(len(data)):
        changed = data[:at] + bytes([data[at] ^ (0xFF if at % 3 else 0x01)]) + data[at + 1:]
        yield Try("byte 0x%x" % at, changed)
        if at < 508:
            yield Try("byte 0x%x, sealed" % at, sealed(changed))


def tries_cuts(data, args):
    step = max(512, len(data) // 512 // args.rounds * 512)
    for size in range(0, len(data), step):
        yield Try("cut at 0x%x" % size, data[:size])
        yield Try("cut at 0x%x" % (size + 1), data[:size + 1])


def tries_random(data, args):
    rng = random.Random(1)
    for i in range(args.rounds):
        changed = damaged(data, rng)
        yield Try("damage %d" % i, sealed(changed) if i % 2 else changed)


def tries_logs(data, args):
    rng = random.Random(2)
    for i in range(args.rounds):
        which = rng.randrange(len(args.logs))
        suffix, log = args.logs[which]
        changed = damaged(log, rng)
        changed = with_hashes(changed) if i % 3 else changed
        if i % 10 == 0:
            changed = changed[:rng.randrange(len(changed))]
        others = [pair for at, pair in enumerate(args.logs) if at != which]
        yield Try("damage %d in %s" % (i, suffix), data, [(suffix, changed), *others])


MAKERS = {"bytes": tries_bytes, "cuts": tries_cuts, "random": tries_random, "logs": tries_logs,
          "text": tries_random}


def write(batch):
    names = {}
    for i, one in enumerate(batch):
        name = "damaged%d" % i
        pathlib.Path(name).write_bytes(one.data)
        for suffix in (".LOG", ".LOG1", ".LOG2"):
            pathlib.Path(name + suffix).unlink(missing_ok=True)
        for suffix, log in one.logs:
            pathlib.Path(name + suffix).write_bytes(log)
        names[name] = one.what
    return names


def line_faults(output, names):
    """What is wrong with the lines of these inputs."""
    told = dict.fromkeys(names, 0)
    for line in output.splitlines():
        try:
            record = json.loads(line.decode())
        except ValueError as error:
            yield "not a JSON line: %s: %r" % (error, line[:200])
            continue
        if record["type"] not in TYPES:
            yield "a line of type " + record["type"]
        elif record["file"] in told:
            told[record["file"]] += 1
        elif not record["file"].endswith((".LOG", ".LOG1", ".LOG2")):
            yield "a line about " + record["file"]
    for name, count in told.items():
        if count == 0:
            yield "nothing was said of %s (%s)" % (name, names[name])


def run(tool, names, seconds):
    command = [tool, "--diagnostics=json", "--now=2024-06-01T00:00:00Z", "--ram=16G", *names]
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        yield "longer than %d s" % seconds
        return
    if done.returncode not in STATUSES:
        yield "status %d: %s" % (done.returncode, done.stderr[-1000:].decode("utf-8", "replace"))
    if done.stderr:
        yield "on standard error: " + done.stderr[:1000].decode("utf-8", "replace")
    yield from line_faults(done.stdout, names)


def faults_of(tool, batch, seconds):
    names = write(batch)
    faults = list(run(tool, names, seconds))
    if not faults or len(batch) == 1:
        return [(list(names.values())[0] if len(batch) == 1 else "", f) for f in faults]
    # Which one was it?
    single = [f for one in batch for f in faults_of(tool, [one], seconds)]
    return single or [("together only", f) for f in faults]


def batches(tries):
    batch, size = [], 0
    for one in tries:
        batch.append(one)
        size += len(one.data)
        if len(batch) == BATCH or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tool")
    parser.add_argument("kind", choices=MAKERS)
    parser.add_argument("file", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--seconds", type=int, default=60)
    args = parser.parse_args()
    args.logs = [(s, args.file.with_name(args.file.name + s).read_bytes())
                 for s in (".LOG", ".LOG1", ".LOG2")
                 if args.file.with_name(args.file.name + s).exists()]
    if args.kind == "logs" and not args.logs:
        sys.exit("%s has no logs beside it" % args.file)
    count = wrong = 0
    for batch in batches(MAKERS[args.kind](args.file.read_bytes(), args)):
        count += len(batch)
        for what, fault in faults_of(args.tool, batch, args.seconds):
            wrong += 1
            print("%s: %s: %s" % (args.file, what, fault))
    print("%s, %s: %d damaged, %d faults" % (args.file.name, args.kind, count, wrong))
    return 1 if wrong or not count else 0


sys.exit(main())
