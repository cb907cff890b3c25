#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A second opinion on transaction logs: applies those beside a hive, by the regf specification.

regf_replay.py HIVE OUTPUT    reads HIVE.LOG, HIVE.LOG1 and HIVE.LOG2 where they exist, writes the hive as
                              Windows would have it, and prints how many entries and pages were applied
"""
import pathlib
import struct
import sys

BASE, SECTOR, PAGE = 4096, 512, 4096
OLD, NEW = (1, 2), 6


def turn(v, bits):
    return (v << bits | v >> (32 - bits)) & 0xFFFFFFFF


def marvin32(data):
    low, high = 0x7A4E55C5, 0x82EF4D88
    for (word,) in [*struct.iter_unpack("<I", data), (0x80,), (0,)]:
        low = (low + word) & 0xFFFFFFFF
        high ^= low
        low = (turn(low, 20) + high) & 0xFFFFFFFF
        high = turn(high, 9) ^ low
        low = (turn(low, 27) + high) & 0xFFFFFFFF
        high = turn(high, 19)
    return high << 32 | low


def checksum(block):
    total = 0
    for (word,) in struct.iter_unpack("<I", block[:508]):
        total ^= word
    return {0: 1, 0xFFFFFFFF: 0xFFFFFFFE}.get(total, total)


class Block:
    """A base block."""

    def __init__(self, data):
        self.data = data[:SECTOR]
        self.valid = (len(data) >= SECTOR and data[:4] == b"regf" and
                      struct.unpack_from("<I", data, 508)[0] == checksum(data))
        if self.valid:
            self.primary, self.secondary, self.written = struct.unpack_from("<IIQ", data, 4)
            self.kind, = struct.unpack_from("<I", data, 28)


def entries(log):
    """(sequence, size of the bins, [(offset, page)]) of the entries that follow one another."""
    at, expected = SECTOR, Block(log).primary
    while log[at:at + 4] == b"HvLE" and at + 40 <= len(log):
        size, _, sequence, bins, count, hash_1, hash_2 = struct.unpack_from("<IIIIIQQ", log, at + 4)
        entry = log[at:at + size]
        if (len(entry) < size or size < 40 or size % SECTOR or sequence != expected or
                bins % PAGE or marvin32(entry[40:]) != hash_1 or marvin32(entry[:32]) != hash_2):
            return
        pages, data = [], 40 + 8 * count
        if data > size:
            return
        for offset, length in struct.iter_unpack("<II", entry[40:data]):
            if data + length > size or offset + length > bins:
                return
            pages.append((offset, entry[data:data + length]))
            data += length
        yield sequence, bins, pages
        at, expected = at + size, sequence + 1


def old_pages(log):
    """The pages of a log of the old format; None where it is cut."""
    bins, = struct.unpack_from("<I", log, 40)
    bits = log[SECTOR + 4:SECTOR + 4 + bins // SECTOR // 8]
    if log[SECTOR:SECTOR + 4] != b"DIRT":
        return None
    at = SECTOR + (4 + len(bits) + SECTOR - 1) // SECTOR * SECTOR
    pages = []
    for i in range(8 * len(bits)):
        if bits[i // 8] >> i % 8 & 1:
            page = log[at:at + SECTOR]
            if len(page) < SECTOR:
                return None
            pages.append((i * SECTOR, page))
            at += SECTOR
    return pages


class Hive:
    def __init__(self, data):
        self.data = bytearray(data)
        self.entries = self.pages = 0
        self.changed = False

    def apply(self, bins, pages):
        if len(self.data) < BASE + bins:
            self.data += bytes(BASE + bins - len(self.data))
        struct.pack_into("<I", self.data, 40, bins)
        for offset, page in pages:
            self.data[BASE + offset:BASE + offset + len(page)] = page
        self.changed = True
        self.pages += len(pages)

    def recover_base(self, block):
        self.data[:SECTOR] = block.data
        struct.pack_into("<I", self.data, 28, 0)

    def seal(self, sequence):
        struct.pack_into("<II", self.data, 4, sequence, sequence)
        self.data = bytearray(with_checksum(self.data))


def with_checksum(data):
    return data[:508] + struct.pack("<I", checksum(data)) + data[512:]


def replay_new(hive, base, logs):
    """All logs in the order of their entries; only the latest where the base block is lost."""
    logs = sorted(logs, key=lambda log: Block(log).primary)
    if not base.valid:
        logs = logs[-1:]
        hive.recover_base(Block(logs[0]))
    last = None
    for log in logs:
        first = Block(log).primary
        if (base.valid and first < base.secondary) or (last is not None and first != last + 1):
            continue
        for last, bins, pages in entries(log):
            hive.apply(bins, pages)
            hive.entries += 1
    if last is not None:
        hive.seal(last)


def replay_old(hive, base, logs):
    written = base.written if base.valid else struct.unpack_from("<Q", hive.data, BASE + 20)[0]
    for log in logs:
        block, pages = Block(log), old_pages(log)
        if block.primary == block.secondary and block.written == written and pages is not None:
            if not base.valid:
                hive.recover_base(block)
            hive.apply(struct.unpack_from("<I", log, 40)[0], pages)
            hive.seal(block.primary)
            return


def replay(hive_data, logs):
    """A Hive as it is with its logs."""
    hive, base = Hive(hive_data), Block(hive_data)
    if base.valid and base.primary == base.secondary:
        return hive
    valid = [log for log in logs if Block(log).valid]
    new = [log for log in valid if Block(log).kind == NEW]
    old = [log for log in valid if Block(log).kind in OLD]
    if new:
        replay_new(hive, base, new)
    elif old:
        replay_old(hive, base, old)
    return hive


def main():
    path = pathlib.Path(sys.argv[1])
    logs = [path.with_name(path.name + s) for s in (".LOG1", ".LOG2", ".LOG")]
    hive = replay(path.read_bytes(), [log.read_bytes() for log in logs if log.exists()])
    pathlib.Path(sys.argv[2]).write_bytes(hive.data)
    print(hive.entries, hive.pages)


if __name__ == "__main__":
    main()
