# SPDX-License-Identifier: MIT
"""Writes a log of many chunks that want much memory or time, to a file or a pipe.

    evtx_flood.py CASE CHUNKS [FILE]     FILE: - (default) is standard output
    evtx_flood.py --list                 the cases, one a line"""
import struct
import sys

from evtx_forge import *
from evtx_hostile import data, hold, in_event_data, in_user_data, one, plain


def huge_template():
    """Tiny records that all instantiate one template of 32 KiB."""
    c = Chunk()
    where = []
    body = in_event_data(c, lambda: [data(c, "Value%04d" % i, lambda: c.text("\x01" * 8)) for i in range(380)])
    c.record(1, lambda: c.instance(lambda: where.append(c.define(body)) or where[0]))
    c.fill(lambda: c.instance(where[0]))
    return [c.bytes()]


def huge_names():
    """Tiny records of a template whose elements all have one name of 16,000 characters."""
    c = Chunk()
    long = "N" * 8000
    body = in_user_data(c, lambda: [c.element(long, (), None, dependency=True) for _ in range(60)])
    where = hold(c, 1, body)
    c.fill(lambda: c.instance(where))
    return [c.bytes()]


def huge_general():
    """The same in the general path: markup in data cannot be compiled."""
    c = Chunk()
    def content():
        for i in range(300):
            data(c, "Value%04d" % i, lambda: c.element("Inner", (), lambda: c.text("\"\x01&<>" * 4), dependency=True))
    where = hold(c, 1, in_event_data(c, content))
    c.fill(lambda: c.instance(where))
    return [c.bytes()]


def most_nodes():
    """Tiny records of a template of as many nodes as can be."""
    c = Chunk()
    where = hold(c, 1, in_user_data(c, lambda: [c.slot(0, NULL, True) for _ in range(12000)] + [c.u8(8) and c.u16(65) for _ in range(1)]))
    c.fill(lambda: c.instance(where))
    return [c.bytes()]


def most_attributes():
    c = Chunk()
    where = hold(c, 1, in_user_data(c, lambda: c.element("E", [("a", lambda: None)] * 9000, None, dependency=True)))
    c.fill(lambda: c.instance(where))
    return [c.bytes()]


def overlapping_definitions():
    """Each record has a definition of its own; all bodies reach to the end of the chunk."""
    c = Chunk()
    plain(c, 1)
    places = []
    def holder():
        c.raw(b"\x0f\x01\x01\x00")
        c.element("Event", (), lambda: c.element("Held", (), None))
        c.u8(0)
        for i in range(600):
            at = c.at
            places.append(at)
            c.define(lambda: c.element("Event", (), None, dependency=True), size=CHUNK - at - 24)
    c.record(2, holder)
    for i, where in enumerate(places):
        try:
            c.record(3 + i, lambda: c.instance(where))
        except OverflowError:
            break
    return [c.bytes()]


def many_signatures():
    """Of a template with a long name in many places, 64 signatures."""
    c = Chunk()
    long = "N" * 4000
    def content():
        for i in range(12):
            data(c, "v%d" % i, lambda: c.slot(i))
        for _ in range(50):
            c.element(long, (), None, dependency=True)
    where = hold(c, 1, in_event_data(c, content))
    n = 2
    try:
        while True:
            kinds = [(UINT8, b"\1") if n >> i & 1 else (STRING, text("x")) for i in range(12)]
            c.record(n, lambda: c.instance(where, kinds))
            n += 1
    except OverflowError:
        pass
    return [c.bytes()]


def growing_values():
    """Values that grow from chunk to chunk by a little."""
    chunks = []
    for i in range(200):
        c = Chunk()
        one(c, in_event_data(c, lambda: data(c, lambda: c.slot(0), lambda: c.slot(0))), [(STRING, text("\u20ac" * (20000 + 40 * i)))])
        chunks.append(c.bytes())
    return chunks


def one_name_many_times():
    c = Chunk()
    one(c, in_event_data(c, lambda: [data(c, lambda: c.slot(0), lambda: c.text("v")) for _ in range(900)]),
        [(STRING, text("\ud800x") * 5000)])
    return [c.bytes()]


def one_value_many_times():
    c = Chunk()
    one(c, in_event_data(c, lambda: [data(c, None, lambda: c.slot(0)) for _ in range(2000)]), [(STRING, text("\ud800x") * 5000)])
    return [c.bytes()]


def lost_definitions():
    """Tiny records of a template whose values hold lost instances."""
    c = Chunk()
    plain(c, 1)
    c.fill(lambda: c.raw(b"\x0f\x01\x01\x00\x0c\x01\x77\x77\x77\x77" + struct.pack("<II", 60000, 0)))
    return [c.bytes()]


def plain_chunks():
    c = Chunk()
    n = 1
    try:
        while True:
            plain(c, n, "value %d of a plain record with text that is as long as usual" % n)
            n += 1
    except OverflowError:
        pass
    return [c.bytes()]


def faulty_records():
    """A chunk of the smallest records, none of which can be read."""
    c = Chunk()
    c.fill(lambda: c.raw(b"\x0c\x01"))
    return [c.bytes()]


CASES = (huge_template, huge_names, huge_general, most_nodes, most_attributes, overlapping_definitions, many_signatures,
         growing_values, one_name_many_times, one_value_many_times, lost_definitions, plain_chunks, faulty_records)


def main():
    names = {f.__name__.replace("_", "-"): f for f in CASES}
    if sys.argv[1] == "--list":
        print("\n".join(names))
        return
    chunks = names[sys.argv[1]]()
    write(sys.argv[3] if len(sys.argv) > 3 else "-", chunks, max(1, int(sys.argv[2]) // len(chunks)))


if __name__ == "__main__":
    main()
