# SPDX-License-Identifier: MIT
"""Logs that are sound by their checksums and hostile by what they hold; see tests/scripts/evtx-hostile.sh.

    evtx_hostile.py FOLDER      writes each case into a file of its name

Each case puts a plain record in front and one behind, where there is room, so that a test sees
whether others suffer. The name of a case ends in the least number of events that must come out."""
import os
import struct
import sys

from evtx_forge import *

CASES = {}


def case(least):
    def add(make):
        CASES["%s-%d" % (make.__name__.replace("_", "-"), least)] = make
        return make

    return add


def plain(c, number, value="fine"):
    def data():
        c.element("Data", [("Name", lambda: c.text("Value"))], lambda: c.slot(0), dependency=True)

    body = event(c, lambda: c.element("EventData", (), data, dependency=True))
    c.record(number, lambda: c.instance(lambda: c.define(body), [(STRING, text(value))]))


def around(middle):
    """A chunk with a plain record in front of middle(c) and one behind."""
    c = Chunk()
    plain(c, 1, "before")
    middle(c)
    plain(c, 3, "behind")
    return [c.bytes()]


def one(c, body, values=()):
    c.record(2, lambda: c.instance(lambda: c.define(body), values))


def in_event_data(c, content):
    return event(c, lambda: c.element("EventData", (), content, dependency=True))


def in_user_data(c, content):
    return event(c, lambda: c.element("UserData", (), content, dependency=True))


def data(c, name=None, content=None):
    attributes = [] if name is None else [("Name", lambda: name() if callable(name) else c.text(name))]
    c.element("Data", attributes, content, dependency=True)


# --- instances in instances ---
def nested_value(c, definition, levels, copies=1):
    """The bytes of a value: an instance of a definition whose value is the same, levels deep."""
    inner = b""
    guid = bytes(c.b[definition + 4 : definition + 8])
    for _ in range(levels):
        value = inner * copies
        inner = (b"\x0f\x01\x01\x00\x0c\x01" + guid + struct.pack("<II", definition, 1)
                 + struct.pack("<HBB", len(value), BINXML, 0) + value)
    return inner


def hold(c, number, make):
    """A plain record behind whose end a definition lies. Returns its offset."""
    made = []

    def content():
        c.raw(b"\x0f\x01\x01\x00")
        c.element("Event", (), lambda: c.element("Held", (), None))
        c.u8(0)
        made.append(c.define(make))

    c.record(number, content)
    return made[0]


def tree_of_nothing(c, slots, levels):
    """A definition of nothing but slots for BinXML, and its instance in itself."""
    plain(c, 1, "before")
    where = hold(c, 2, lambda: [c.slot(0, BINXML) for _ in range(slots)])
    body = in_user_data(c, lambda: c.slot(0, BINXML))
    value = nested_value(c, where, levels)
    c.record(3, lambda: c.instance(lambda: c.define(body), [(BINXML, value)]))
    plain(c, 4, "behind")
    return [c.bytes()]


@case(3)
def laughs_without_nodes():
    return tree_of_nothing(Chunk(), 60, 12)


@case(3)
def laughs_deep():
    return tree_of_nothing(Chunk(), 3, 29)


@case(3)
def many_empty_instances():
    """A definition with no content, 3,000 instances of it in one value that stands 5,000 times."""
    c = Chunk()
    plain(c, 1, "before")
    empty = hold(c, 2, lambda: None)
    guid = bytes(c.b[empty + 4 : empty + 8])
    value = (b"\x0c\x01" + guid + struct.pack("<II", empty, 0)) * 2500
    body = in_user_data(c, lambda: [c.slot(0, BINXML) for _ in range(4000)])
    c.record(3, lambda: c.instance(lambda: c.define(body), [(BINXML, value)]))
    plain(c, 4, "behind")
    return [c.bytes()]


@case(2)
def many_lost_instances():
    """2,000 instances of a definition that is nowhere, in a value that stands 4,000 times."""
    def middle(c):
        value = (b"\x0c\x01\x99\x99\x99\x99" + struct.pack("<II", 60000, 0)) * 2500
        body = in_user_data(c, lambda: [c.slot(0, BINXML) for _ in range(4000)])
        one(c, body, [(BINXML, value)])
    return around(middle)


@case(4)
def nested_3000():
    """3,000 small instances behind one another in one value."""
    c = Chunk()
    plain(c, 1, "before")
    leaf = hold(c, 2, lambda: c.element("I", (), None, dependency=True))
    guid = bytes(c.b[leaf + 4 : leaf + 8])
    value = (b"\x0c\x01" + guid + struct.pack("<II", leaf, 0)) * 3000
    body = in_user_data(c, lambda: c.slot(0, BINXML))
    c.record(3, lambda: c.instance(lambda: c.define(body), [(BINXML, value)]))
    plain(c, 4, "behind")
    return [c.bytes()]


@case(2)
def lost_instances_in_tiny_records():
    c = Chunk()
    plain(c, 1, "before")
    c.fill(lambda: c.raw(b"\x0f\x01\x01\x00\x0c\x01\x77\x77\x77\x77" + struct.pack("<II", 60000, 0)))
    return [c.bytes()]


@case(1)
def lost_instances_in_all_records():
    """Each record brings 200 instances of lost definitions."""
    c = Chunk()
    plain(c, 1, "before")
    lost = b"".join(b"\x0c\x01" + struct.pack("<III", 0x77770000 + i, 60000, 0) for i in range(200))
    c.fill(lambda: c.raw(b"\x0f\x01\x01\x00" + lost))
    return [c.bytes()]


@case(2)
def template_in_itself():
    def middle(c):
        def body():
            c.raw(b"\x0c\x01\0\0\0\0" + struct.pack("<II", c.at, 0))
        c.record(2, lambda: c.instance(lambda: c.define(body)))
    return around(middle)


@case(2)
def template_of_own_record():
    """The instance's definition begins at the instance, so its body holds the instance."""
    def middle(c):
        def content():
            at = c.at
            c.raw(b"\x0c\x01" + struct.pack("<III", 1, at, 0) + bytes(6) + struct.pack("<I", 400))
            c.element("E", (), lambda: c.raw(b"\x0c\x01" + struct.pack("<III", 1, at, 0)))
            c.raw(bytes(300))
        c.record(2, content)
    return around(middle)


@case(2)
def deep_elements():
    def middle(c):
        def level(n):
            return lambda: c.element("E", (), level(n - 1) if n else None, dependency=True)
        one(c, in_user_data(c, level(300)))
    return around(middle)


@case(3)
def deep_but_allowed():
    def middle(c):
        def level(n):
            return lambda: c.element("E", (), level(n - 1) if n else None, dependency=True)
        one(c, in_user_data(c, level(50)))
    return around(middle)


# --- names ---
@case(1)
def name_at_every_offset():
    """Elements whose names begin at each byte of the chunk."""
    c = Chunk()
    plain(c, 1, "before")
    at = 512
    while c.left() > 1600 and at < 65000:
        def content():
            nonlocal at
            for _ in range(80):
                c.element(at, (), None)
                at += 1
        number = (c.ids[-1] if c.ids else 0) + 1
        c.record(number, lambda: (c.raw(b"\x0f\x01\x01\x00"), c.element("Event", (), content)))
    return [c.bytes()]


@case(2)
def huge_names():
    """Forty names of 30,000 characters, then plain records whose names are new."""
    c = Chunk()
    plain(c, 1, "before")
    base = 600
    def content():
        for i in range(60):
            at = 20000 + 2 * i
            c.element(at, (), None)
    for i in range(60):
        struct.pack_into("<HH", c.b, 20000 + 2 * i + 4, 0, 20000)
    c.record(2, lambda: (c.raw(b"\x0f\x01\x01\x00"), c.element("Event", (), content)))
    def other():
        c.element("System", (), lambda: c.element("EventID", (), lambda: c.text("7")))
        c.element("EventData", (), lambda: c.element("Fresh", (), lambda: c.text("x")))
    c.record(3, lambda: (c.raw(b"\x0f\x01\x01\x00"), c.element("Event", (), other, fresh=True)))
    # Names far away: 60 of them overlap, each 20,000 characters long.
    for i in range(60):
        struct.pack_into("<H", c.b, 20000 + 8 * i + 6, 20000)
    c2 = bytearray(c.bytes())
    return [bytes(c2)]


BAD_NAMES = ['a"b', "a'b", "a\nb", "a\0b", "a<b", "a>b", "a&b", "a b", "", "1a", "-a", "a:b:c", "a:",
             ":a", "xml", "\ud800", "a\udc00b", "\u00e9", "\U0001f600", "a\u2028b", "a\\b", "a/b",
             "@x", "#text", "a=b", "\ufffe", "\uffff", "xmlns", "a\x7f", "a\x85", "a\x1b[31m"]


@case(3)
def bad_element_names():
    def middle(c):
        def content():
            for n in BAD_NAMES:
                c.element(n, (), lambda: c.text("v"), dependency=True)
        one(c, in_user_data(c, content))
    return around(middle)


@case(3)
def bad_attribute_names():
    def middle(c):
        def content():
            c.element("E", [(n, lambda: c.text("v")) for n in BAD_NAMES], None, dependency=True)
        one(c, in_user_data(c, content))
    return around(middle)


@case(3)
def bad_data_names():
    def middle(c):
        def content():
            for n in BAD_NAMES:
                data(c, n, lambda: c.text("v"))
        one(c, in_event_data(c, content))
    return around(middle)


@case(3)
def bad_names_in_event_data():
    def middle(c):
        def content():
            for n in BAD_NAMES:
                c.element(n, (), lambda: c.text("v"), dependency=True)
                c.element(n, [(n, lambda: c.text("w"))], lambda: c.text("v"), dependency=True)
        one(c, in_event_data(c, content))
    return around(middle)


@case(3)
def bad_root_name():
    def middle(c):
        c.record(2, lambda: (c.raw(b"\x0f\x01\x01\x00"), c.element('E"\n', (), None)))
    return around(middle)


@case(3)
def bad_entities_and_instructions():
    def middle(c):
        def content():
            for n in BAD_NAMES + ["amp", "lt"]:
                c.u8(9)
                c.name(n)
            for n in BAD_NAMES + ["XML", "xMl"]:
                c.u8(0x0A)
                c.name(n)
                t = text('a?>b\n\x01??>\ufffe\uffff\ud800"')
                c.raw(b"\x0b" + struct.pack("<H", len(t) // 2) + t)
            for code in (0, 1, 9, 10, 13, 0x22, 0x26, 0x3C, 0x7F, 0x85, 0xD800, 0xDFFF, 0xFFFE, 0xFFFF):
                c.raw(struct.pack("<BH", 8, code))
            t = text("]]>\0\x02\ufffe")
            c.raw(b"\x07" + struct.pack("<H", len(t) // 2) + t)
        one(c, in_user_data(c, lambda: c.element("E", (), content, dependency=True)))
    return around(middle)


@case(3)
def repeated_attributes():
    def middle(c):
        def content():
            c.element("E", [("a", lambda: c.text("1")), ("a", lambda: c.text("2")),
                            ("b", lambda: c.slot(0, NULL)), ("b", lambda: c.text("3")),
                            ('a"', lambda: c.text("4")), ("a'", lambda: c.text("5")),
                            ("a_", lambda: c.text("6"))], None, dependency=True)
        one(c, in_user_data(c, content), [(NULL, b"")])
        # and in System and EventData
    return around(middle)


@case(3)
def repeated_attributes_everywhere():
    def middle(c):
        def two(n):
            return [(n, lambda: c.text("1")), (n, lambda: c.text("2"))]
        def content():
            c.element("System", two("x"), lambda: (
                c.element("Provider", two("Name"), None, dependency=True),
                c.element("Provider", two("Name"), None, dependency=True),
                c.element("EventID", two("Qualifiers"), lambda: c.text("5"), dependency=True),
                c.element("EventID", two("Qualifiers"), lambda: c.text("6"), dependency=True),
                c.element("Channel", (), lambda: c.text("6"), dependency=True),
                c.element("Channel", (), lambda: c.text("7"), dependency=True),
                c.element("TimeCreated", two("SystemTime"), None, dependency=True),
                c.element("Other", two("Name"), None, dependency=True)), dependency=True)
            c.element("System", two("x"), lambda: c.element("Level", (), lambda: c.text("2"), dependency=True), dependency=True)
            for _ in range(2):
                c.element("EventData", two("Name"), lambda: (
                    c.element("Data", two("Name"), lambda: c.text("v"), dependency=True),
                    c.element("Data", two("Name"), lambda: c.text("v"), dependency=True),
                    c.element("Binary", two("Name"), lambda: c.text("v"), dependency=True),
                    c.element("Binary", two("Name"), lambda: c.text("v"), dependency=True)), dependency=True)
                c.element("UserData", two("Name"), lambda: c.text("v"), dependency=True)
                c.element("RenderingInfo", two("Culture"), lambda: (
                    c.element("Message", (), lambda: c.text("v"), dependency=True),
                    c.element("Message", two("x"), lambda: c.text("v"), dependency=True),
                    c.element("Keywords", (), lambda: (
                        c.element("Keyword", (), lambda: c.text("v"), dependency=True),
                        c.element("Keyword", (), lambda: c.text("v"), dependency=True)), dependency=True)), dependency=True)
                c.element("ProcessingErrorData", (), lambda: (
                    c.element("ErrorCode", (), lambda: c.text("15"), dependency=True),
                    c.element("ErrorCode", (), lambda: c.text("15"), dependency=True)), dependency=True)
                c.element("Unknown", two("x"), lambda: c.text("v"), dependency=True)
        one(c, lambda: c.element("Event", two("xmlns"), content, dependency=True))
    return around(middle)


@case(3)
def keys_that_clash():
    """Names that are those of members of our own, and of their siblings."""
    def middle(c):
        def content():
            for n in ("a", "a_hex", "a", "a_hex", "b_hex", "b", "#text", "@Name", "#attributes", "a_1", "a_2",
                      "Data", "Data_1", "Binary", "data", "strings", "xmlns"):
                data(c, n, lambda: c.slot(0))
            data(c, None, lambda: c.slot(0))
            data(c, None, lambda: c.slot(0))
            for n in ("a", "a_hex", "#text", "Data_1", "Binary", "#attributes"):
                c.element(n, [("#text", lambda: c.slot(0)), ("Name", lambda: c.slot(0))], lambda: c.slot(0), dependency=True)
        one(c, in_event_data(c, content), [(STRING, text("x\ud800"))])
    return around(middle)


@case(3)
def keys_that_clash_in_user_data():
    def middle(c):
        def content():
            for n in ("a", "a_hex", "a", "a_hex", "b_hex", "b", "#text", "@Name", "#attributes", "#attributes_1",
                      "a_1", "a_2", "a_1_attributes", "a_attributes"):
                c.element(n, [("@Name", lambda: c.slot(0)), ("Name", lambda: c.slot(0)),
                              ("#text", lambda: c.slot(0)), ("Name_hex", lambda: c.slot(0))],
                          lambda: (c.slot(0), c.text("t"),
                                   c.element("#text", (), lambda: c.text("u"), dependency=True),
                                   c.element("#attributes", (), lambda: c.text("u"), dependency=True),
                                   c.element("@Name", (), lambda: c.text("u"), dependency=True)), dependency=True)
        one(c, in_user_data(c, content), [(STRING, text("x\ud800"))])
    return around(middle)


# --- values ---
@case(2)
def values_16000():
    """A descriptor table of 16,000 values, and a definition that shows some."""
    def middle(c):
        body = in_event_data(c, lambda: [data(c, "v%d" % i, lambda: c.slot(i * 1000, UINT8)) for i in range(10)])
        c.record(2, lambda: c.instance(lambda: c.define(body), [(NULL, b"")] * 15000))
    return around(middle)


@case(2)
def values_16000_lost():
    def middle(c):
        c.record(2, lambda: (c.raw(b"\x0f\x01\x01\x00\x0c\x01\x55\x55\x55\x55" + struct.pack("<II", 60000, 15500)
                                   + struct.pack("<HBB", 0, 1, 0) * 15500)))
    return around(middle)


@case(3)
def descriptors_of_65535():
    def middle(c):
        body = in_event_data(c, lambda: [data(c, "v%d" % i, lambda: c.slot(i)) for i in range(4)])
        c.record(2, lambda: c.instance(lambda: c.define(body), count=4, values=[])
                 or c.raw(struct.pack("<HBB", 65535, 1, 0) * 4) and c.raw(text("abcdefgh")))
    return around(middle)


@case(2)
def count_huge():
    def middle(c):
        body = in_event_data(c, lambda: data(c, "v", lambda: c.slot(0)))
        c.record(2, lambda: c.instance(lambda: c.define(body), count=0x40000001))
    return around(middle)


def every_type(c, size):
    kinds = list(range(0, 0x26)) + list(range(0x80, 0xA6)) + [0x7F, 0xFF]
    kinds = [k for k in kinds if k & 0x7F != BINXML]
    body = in_event_data(c, lambda: [data(c, "t%02x" % k, lambda: c.slot(i, k)) for i, k in enumerate(kinds)])
    filler = bytes((i * 37 + 1) & 0xFF for i in range(size))
    c.record(c.ids[-1] + 1, lambda: c.instance(lambda: c.define(body), [(k, filler) for k in kinds]))


@case(10)
def every_type_of_any_size():
    c = Chunk()
    plain(c, 1, "before")
    for size in (0, 1, 2, 3, 4, 5, 7, 8, 9, 12, 16, 17, 28):
        every_type(c, size)
    return [c.bytes()]


@case(3)
def binxml_in_attribute():
    """A substitution of BinXML where only text can stand."""
    def middle(c):
        def content():
            c.element("E", [("a", lambda: c.slot(0, BINXML)), ("b", lambda: c.text("x"))], None, dependency=True)
        made = Chunk()
        def inner():
            start = c.at
            c.element("Inner", [("q", lambda: c.text('"<&'))], lambda: c.text('">'))
            return bytes(c.b[start:c.at])
        # The element is made in place: the value of the record's instance.
        def rec():
            c.raw(b"\x0f\x01\x01\x00\x0c\x01")
            ident = c.u32(0)
            place = c.u32(0)
            d = c.define(in_user_data(c, content))
            c.patch32(place, d)
            c.b[ident:ident + 4] = c.b[d + 4:d + 8]
            c.u32(1)
            desc = c.u32(0)
            start = c.at
            c.raw(b"\x0f\x01\x01\x00")
            c.element("Inner", [("q", lambda: c.text('"<&'))], lambda: c.text('">'))
            c.u8(0)
            c.b[desc:desc + 4] = struct.pack("<HBB", c.at - start, BINXML, 0)
        c.record(2, rec)
    return around(middle)


@case(3)
def binxml_everywhere():
    """The same nested value as Data, in System, as a name, twice."""
    def middle(c):
        def content():
            c.element("System", (), lambda: (
                c.element("Provider", [("Name", lambda: c.slot(0, BINXML))], None, dependency=True),
                c.element("EventID", (), lambda: c.slot(0, BINXML), dependency=True),
                c.element("Channel", (), lambda: c.slot(0, BINXML), dependency=True)), dependency=True)
            c.element("EventData", (), lambda: (
                data(c, "x", lambda: c.slot(0, BINXML)), data(c, None, lambda: c.slot(0, BINXML)),
                data(c, lambda: c.slot(0, BINXML), lambda: c.text("y")), c.slot(0, BINXML)), dependency=True)
            c.slot(0, BINXML)
        def rec():
            c.raw(b"\x0f\x01\x01\x00\x0c\x01")
            ident = c.u32(0)
            place = c.u32(0)
            d = c.define(lambda: c.element("Event", (), content, dependency=True))
            c.patch32(place, d)
            c.b[ident:ident + 4] = c.b[d + 4:d + 8]
            c.u32(1)
            desc = c.u32(0)
            start = c.at
            c.raw(b"\x0f\x01\x01\x00")
            c.element("Inner", [("q", lambda: c.text('"<&'))], lambda: c.text('">'))
            c.u8(0)
            c.b[desc:desc + 4] = struct.pack("<HBB", c.at - start, BINXML, 0)
        c.record(2, rec)
    return around(middle)


# --- output and memory that grow ---
@case(2)
def one_value_8000_times():
    """8,000 Data of the same value of 20,000 bytes."""
    def middle(c):
        one(c, in_event_data(c, lambda: [data(c, None, lambda: c.slot(0)) for _ in range(2000)]),
            [(STRING, text("\ud800x") * 5000)])
    return around(middle)


@case(2)
def one_name_2000_times():
    """The name of 2,000 Data is a value of 20,000 bytes."""
    def middle(c):
        one(c, in_event_data(c, lambda: [data(c, lambda: c.slot(0), lambda: c.text("v")) for _ in range(900)]),
            [(STRING, text("\ud800x") * 5000)])
    return around(middle)


@case(2)
def one_name_1000_times_in_user_data():
    def middle(c):
        one(c, in_user_data(c, lambda: [c.element("E", [("Name", lambda: c.slot(0)), ("Name", lambda: c.slot(0))], lambda: c.slot(0), dependency=True) for _ in range(900)]),
            [(STRING, text("\ud800x") * 5000)])
    return around(middle)


@case(2)
def nested_markup_in_data():
    """Markup inside data, 64 deep: each level escapes what is in it."""
    def middle(c):
        def level(n):
            return lambda: c.element("E", [("a", lambda: c.text('"<'))], level(n - 1) if n else (lambda: c.text('"' * 3000)), dependency=True)
        one(c, in_event_data(c, lambda: data(c, "x", level(40))))
    return around(middle)


@case(3)
def signatures_of_one_definition():
    """More signatures than are compiled."""
    c = Chunk()
    plain(c, 1, "before")
    where = []
    body = in_event_data(c, lambda: [data(c, "v%d" % i, lambda: c.slot(i)) for i in range(40)])
    c.record(2, lambda: c.instance(lambda: where.append(c.define(body)) or where[0], [(STRING, b"")] * 40))
    n = 3
    while c.left() > 800:
        kinds = [(UINT8, b"\1") if n >> i & 1 else (STRING, text("x")) for i in range(40)]
        c.record(n, lambda: c.instance(where[0], kinds))
        n += 1
    return [c.bytes()]


def main():
    folder = sys.argv[1]
    for name, make in CASES.items():
        write(os.path.join(folder, name + ".evtx"), make())


if __name__ == "__main__":
    main()
