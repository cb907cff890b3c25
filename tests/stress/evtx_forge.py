# SPDX-License-Identifier: MIT
"""Makes chunks of event logs byte by byte, for inputs that no description of fixtures/src/evtx can
say: every offset, count and size is the caller's. Checksums are right unless the caller says else.

    c = Chunk()
    c.record(1, lambda: c.instance(c.define(body), [(STRING, text("x"))]))
    write("x.evtx", [c.bytes()])
"""
import struct
import sys
import zlib

CHUNK = 65536
NULL, STRING, ANSI, UINT8, UINT16, UINT32, UINT64 = 0, 1, 2, 4, 6, 8, 10
BINARY, GUID, FILETIME, SID, HEX32, BINXML = 0x0E, 0x0F, 0x11, 0x13, 0x14, 0x21
STRINGS = 0x81
WRITTEN = 132000000000000000


def text(s):
    """UTF-16LE; lone surrogates may stand in s."""
    return s.encode("utf-16-le", "surrogatepass")


class Chunk:
    def __init__(self, first_id=1):
        self.b = bytearray(CHUNK)
        self.at = 512
        self.names = {}
        self.ids = []
        self.first_id = first_id
        self.last = 0
        self.definitions = 0

    # --- bytes ---
    def raw(self, data):
        if self.at + len(data) > CHUNK:
            raise OverflowError("chunk is full")
        self.b[self.at : self.at + len(data)] = data
        self.at += len(data)
        return self.at - len(data)

    def u8(self, v):
        return self.raw(struct.pack("<B", v))

    def u16(self, v):
        return self.raw(struct.pack("<H", v))

    def u32(self, v):
        return self.raw(struct.pack("<I", v))

    def u64(self, v):
        return self.raw(struct.pack("<Q", v))

    def patch32(self, at, v):
        self.b[at : at + 4] = struct.pack("<I", v)

    def left(self):
        return CHUNK - self.at

    # --- binary XML ---
    def name(self, s, fresh=False):
        """The offset field of a name, and the name itself where it is new (or fresh)."""
        if isinstance(s, int):
            return self.u32(s)
        if s in self.names and not fresh:
            return self.u32(self.names[s])
        self.names[s] = self.at + 4
        self.u32(self.at + 4)
        units = text(s)
        h = 0
        for (unit,) in struct.iter_unpack("<H", units):
            h = (h * 65599 + unit) & 0xFFFFFFFF
        return self.raw(struct.pack("<IHH", 0, h & 0xFFFF, len(units) // 2) + units + b"\0\0")

    def element(self, name, attributes=(), content=None, dependency=False, fresh=False):
        """attributes: (name, callable); content: a callable, or None for an empty element."""
        self.u8(0x41 if attributes else 0x01)
        if dependency:
            self.u16(0xFFFF)
        size = self.u32(0)
        self.name(name, fresh)
        if attributes:
            at = self.u32(0)
            for i, (key, value) in enumerate(attributes):
                self.u8(0x46 if i + 1 < len(attributes) else 0x06)
                self.name(key)
                value()
            self.patch32(at, self.at - at - 4)
        if content is None:
            self.u8(3)
        else:
            self.u8(2)
            content()
            self.u8(4)
        self.patch32(size, self.at - size - 4)

    def text(self, s):
        units = text(s) if isinstance(s, str) else s
        self.raw(struct.pack("<BBH", 5, 1, len(units) // 2) + units)

    def slot(self, index, kind=STRING, optional=False):
        self.raw(struct.pack("<BHB", 0x0E if optional else 0x0D, index, kind))

    def define(self, body, guid=None, size=None):
        """A definition here, wherever that is; body: a callable. Returns its offset."""
        self.definitions += 1
        at = self.u32(0)
        self.raw(guid or struct.pack("<IIII", 0x5EED0000 + self.definitions, 1, 2, 3))
        place = self.u32(0)
        self.raw(b"\x0f\x01\x01\x00")
        body()
        self.u8(0)
        self.patch32(place, self.at - place - 4 if size is None else size)
        return at

    def instance(self, definition, values=(), header=True, count=None, table=None):
        """definition: its offset; or a callable that makes it right here."""
        if header:
            self.raw(b"\x0f\x01\x01\x00")
        self.raw(b"\x0c\x01")
        identifier = self.u32(0)
        place = self.u32(0)
        if callable(definition):
            definition = definition()
        self.patch32(place, definition)
        if definition + 8 <= CHUNK:
            self.b[identifier : identifier + 4] = self.b[definition + 4 : definition + 8]
        self.u32(len(values) if count is None else count)
        for kind, data in values:
            self.raw(struct.pack("<HBB", min(len(data), 65535), kind, 0))
        for _, data in values:
            self.raw(data)

    # --- records ---
    def record(self, number, content, written=WRITTEN):
        start = self.at
        try:
            self.raw(b"**\0\0")
            size = self.u32(0)
            self.u64(number)
            self.u64(written + number)
            content()
            self.u8(0)
            self.raw(bytes(-(self.at + 4) % 8))
            self.u32(self.at + 4 - start)
        except OverflowError:
            self.b[start:] = bytes(CHUNK - start)
            self.at = start
            raise
        self.patch32(size, self.at - start)
        self.ids.append(number)
        self.last = start

    def fill(self, content, number=None):
        """As many records as there is room for. Returns how many."""
        count = 0
        number = number or (self.ids[-1] + 1 if self.ids else self.first_id)
        try:
            while True:
                self.record(number + count, content)
                count += 1
        except OverflowError:
            return count

    def bytes(self):
        b = self.b
        first, last = (self.ids[0], self.ids[-1]) if self.ids else (1, 0)
        b[0:8] = b"ElfChnk\0"
        struct.pack_into("<QQQQIII", b, 8, first, last, first, last, 128, self.last, self.at)
        struct.pack_into("<I", b, 120, 1)
        return reseal(b)


def reseal(chunk):
    """The same chunk with both checksums right for what its header says."""
    b = bytearray(chunk)
    end = struct.unpack_from("<I", b, 48)[0]
    if 512 <= end <= len(b):
        struct.pack_into("<I", b, 52, zlib.crc32(bytes(b[512:end])))
    struct.pack_into("<I", b, 124, zlib.crc32(bytes(b[128:512]), zlib.crc32(bytes(b[:120]))))
    return bytes(b)


def header(count):
    b = bytearray(4096)
    struct.pack_into("<8sQQQIHHHH", b, 0, b"ElfFile\0", 0, max(count - 1, 0), 1, 128, 1, 3, 4096,
                     min(count, 65535))
    struct.pack_into("<I", b, 124, zlib.crc32(bytes(b[:120])))
    return bytes(b)


def write(path, chunks, repeat=1):
    """path: '-' for standard output. chunks is written repeat times over."""
    out = sys.stdout.buffer if path == "-" else open(path, "wb")
    out.write(header(len(chunks) * repeat))
    for _ in range(repeat):
        for chunk in chunks:
            out.write(chunk)
    out.flush()


def system(c, slot=None, event_id=1, provider="Forged"):
    """The element System of a plain event, inside Event."""

    def content():
        c.element("Provider", [("Name", lambda: c.text(provider))], dependency=True)
        c.element("EventID", (), lambda: c.text(str(event_id)), dependency=True)
        if slot is not None:
            c.element("EventRecordID", (), lambda: c.slot(slot, UINT64), dependency=True)

    c.element("System", (), content, dependency=True)


def event(c, inside=None, **of_system):
    """A callable: the body of a definition of Event with System, and what inside() adds."""

    def content():
        system(c, **of_system)
        if inside:
            inside()

    return lambda: c.element("Event", (), content, dependency=True)
