#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A second reading of crash dumps, after mindumpdef.h and Dump.h, in as few words as will do.

dump.py FILE...     prints a JSON line for each: what is in it, and which of the rules that hold for
                    undamaged dumps it breaks ("problems")

It reads whole files and trusts nothing but its own bounds. It is slow and shares no code with the
library, so that it is a witness of its own.
"""
import json
import struct
import sys
import uuid

FILL = b"PAGE"
U32, U64, I64 = "<I", "<Q", "<q"

# name, offset and format in the 32-bit header, in the 64-bit header
HEADER = [
    ("MajorVersion", 0x8, U32, 0x8, U32),
    ("MinorVersion", 0xC, U32, 0xC, U32),
    ("DirectoryTableBase", 0x10, U32, 0x10, U64),
    ("PfnDataBase", 0x14, U32, 0x18, U64),
    ("PsLoadedModuleList", 0x18, U32, 0x20, U64),
    ("PsActiveProcessHead", 0x1C, U32, 0x28, U64),
    ("MachineImageType", 0x20, U32, 0x30, U32),
    ("NumberProcessors", 0x24, U32, 0x34, U32),
    ("BugCheckCode", 0x28, U32, 0x38, U32),
    ("BugCheckParameter1", 0x2C, U32, 0x40, U64),
    ("BugCheckParameter2", 0x30, U32, 0x48, U64),
    ("BugCheckParameter3", 0x34, U32, 0x50, U64),
    ("BugCheckParameter4", 0x38, U32, 0x58, U64),
    ("PaeEnabled", 0x5C, "<B", None, None),
    ("KdSecondaryVersion", 0x5D, "<B", 0x104D, "<B"),
    ("KdDebuggerDataBlock", 0x60, U32, 0x80, U64),
    ("NumberOfRuns", 0x64, U32, 0x88, U32),
    ("NumberOfPages", 0x68, U32, 0x90, U64),
    ("Attributes", 0x8A0, U32, 0x1050, U32),
    ("BootId", 0x8A4, U32, 0x1054, U32),
    ("DumpType", 0xF88, U32, 0xF98, U32),
    ("MiniDumpFields", 0xF8C, U32, 0x1038, U32),
    ("SecondaryDataState", 0xF90, U32, 0x103C, U32),
    ("ProductType", 0xF94, U32, 0x1040, U32),
    ("SuiteMask", 0xF98, U32, 0x1044, U32),
    ("WriterStatus", 0xF9C, U32, 0x1048, U32),
    ("RequiredDumpSpace", 0xFA0, I64, 0xFA0, I64),
    ("SystemUpTime", 0xFB8, I64, 0x1030, I64),
    ("SystemTime", 0xFC0, I64, 0xFA8, I64),
]

# index in TRIAGE_DUMP -> name; all u32 up to 17, in both widths
TRIAGE = [
    "ServicePackBuild", "SizeOfDump", "ValidOffset", "ContextOffset", "ExceptionOffset", "MmOffset",
    "UnloadedDriversOffset", "PrcbOffset", "ProcessOffset", "ThreadOffset", "CallStackOffset",
    "SizeOfCallStack", "DriverListOffset", "DriverCount", "StringPoolOffset", "StringPoolSize",
    "BrokenDriverOffset", "TriageOptions",
]

# Where CONTEXT keeps its flags, the bit that names the machine, and instruction and stack pointer.
CONTEXT = {
    0x14C: (0, 0x10000, 0xB8, 0xC4, U32),
    0x8664: (0x30, 0x100000, 0xF8, 0x98, U64),
    0xAA64: (0, 0x400000, 0x108, 0x100, U64),
}


class Dump:
    def __init__(self, data):
        self.data = data
        self.problems = []
        self.out = {}

    def get(self, fmt, offset):
        """A number, or None where it does not lie in the file."""
        size = struct.calcsize(fmt)
        if offset < 0 or offset + size > len(self.data):
            return None
        return struct.unpack_from(fmt, self.data, offset)[0]

    def field(self, fmt, offset):
        """A number of the header, or None where nothing was stored over the fill."""
        size = struct.calcsize(fmt)
        raw = self.data[offset:offset + size]
        fill = (FILL * 4)[offset % 4:offset % 4 + size]
        return None if len(raw) < size or raw == fill else struct.unpack(fmt, raw)[0]

    def text(self, offset, size):
        raw = self.data[offset:offset + size]
        if raw == (FILL * (size // 4)):
            return None
        return raw.split(b"\0")[0].decode("latin-1")

    def rule(self, holds, what):
        if not holds:
            self.problems.append(what)

    def read(self):
        signature = self.data[:8]
        if signature not in (b"PAGEDUMP", b"PAGEDU64"):
            return {"signature": None}
        self.bits = 32 if signature == b"PAGEDUMP" else 64
        self.body = 0x1000 if self.bits == 32 else 0x2000
        self.read_header()
        self.end = None
        if len(self.data) >= self.body:
            self.read_body()
            if self.end is not None:
                self.read_blobs(self.end)
        self.out["problems"] = self.problems
        return self.out

    def read_header(self):
        header = {}
        for name, o32, f32, o64, f64 in HEADER:
            offset, fmt = (o32, f32) if self.bits == 32 else (o64, f64)
            if fmt:
                header[name] = self.field(fmt, offset)
        self.header = header
        self.out["signature"] = self.data[:8].decode()
        self.out["header"] = header
        self.page = 8192 if header["MachineImageType"] == 0x200 else 4096
        self.out["comment"] = self.text(0x820 if self.bits == 32 else 0xFB0, 128)
        self.read_runs()
        self.read_context()
        if self.bits == 64 and self.get(U32, 0x1058) == 0x298 and self.data[0x11F0:0x11F4] != FILL:
            self.out["extension"] = {
                "status": self.text(0x11F0, 256),
                "build": self.data[0x12F0:0x12FC].decode("utf-16-le", "replace").split("\0")[0],
                "ubr": self.get(U32, 0x1300),
            }

    def read_runs(self):
        count, at, most = self.header["NumberOfRuns"], (0x6C, 0x98)[self.bits == 64], (86, 43)[self.bits == 64]
        fmt, size = ("<II", 8) if self.bits == 32 else ("<QQ", 16)
        self.runs = []
        if count is None:
            return
        self.rule(count <= most, "more runs than the header has room for")
        if count <= most and at + count * size <= len(self.data):
            self.runs = [struct.unpack_from(fmt, self.data, at + i * size) for i in range(count)]
        self.out["runs"] = self.runs
        self.rule(sum(n for _, n in self.runs) == self.header["NumberOfPages"],
                  "the runs' pages are not NumberOfPages")
        behind = -1
        for base, n in self.runs:
            self.rule(n > 0 and base > behind, "runs overlap, descend or are empty")
            behind = base + n - 1

    def read_context(self):
        at = 0x320 if self.bits == 32 else 0x348
        known = CONTEXT.get(self.header["MachineImageType"])
        self.stack_pointer = None
        if not known or (known[4] == U32) != (self.bits == 32):
            return
        flags = self.get(U32, at + known[0])
        if flags is None or flags == 0x45474150 or not flags & known[1]:
            return
        self.stack_pointer = self.get(known[4], at + known[3])
        self.out["context"] = {"flags": flags, "ip": self.get(known[4], at + known[2]),
                               "sp": self.stack_pointer}

    def read_body(self):
        reader = {1: self.read_full, 2: self.read_summary, 4: self.read_triage, 5: self.read_bitmap,
                  6: self.read_bitmap, 8: self.read_rdmp, 9: self.read_rdmp, 10: self.read_rdmp,
                  3: self.read_nothing, None: self.read_full}.get(self.header["DumpType"])
        self.rule(reader is not None, "a type without a layout")
        if reader:
            reader()
        if self.end is not None:
            self.out["expected_size"] = self.end
            self.rule(self.end <= len(self.data), "the file is too short")

    def read_nothing(self):
        self.end = self.body

    def read_full(self):
        self.end = self.body + self.page * sum(n for _, n in self.runs)

    def read_summary(self):
        head = self.data[self.body:self.body + 8]
        first, bits, pages, again = (self.get(U32, self.body + o) for o in (0xC, 0x10, 0x14, 0x18))
        self.rule(head == b"SDMPDUMP", "no summary follows")
        if head == b"SDMPDUMP" and again is not None:
            self.rule(bits == again, "two numbers of bits")
            self.pages_after(first, pages, bits, self.body + (0x20 if self.bits == 32 else 0x28))

    def read_bitmap(self):
        head = self.data[self.body:self.body + 8]
        first, pages, bits = (self.get(U64, self.body + o) for o in (0x20, 0x28, 0x30))
        self.rule(head in (b"SDMPDUMP", b"FDMPDUMP"), "no bitmap follows")
        if head in (b"SDMPDUMP", b"FDMPDUMP") and bits is not None:
            self.pages_after(first, pages, bits, self.body + 0x38)

    def pages_after(self, first, pages, bits, bitmap):
        size = (bits + 7) // 8
        self.rule(bitmap + size <= first, "the first page lies before the bitmap's end")
        self.rule(bitmap + size <= len(self.data), "the bitmap is cut")
        self.end = first + self.page * pages
        self.out["layout"] = {"first": first, "pages": pages, "bits": bits}
        if bitmap + size > len(self.data):
            return
        raw = bytearray(self.data[bitmap:bitmap + size])
        if bits % 8:
            raw[-1] &= (1 << bits % 8) - 1
        count = sum(bin(byte).count("1") for byte in raw)
        self.out["layout"]["set"] = count
        self.rule(count == pages, "the bits are not the pages")

    def read_rdmp(self):
        if self.bits == 32:
            self.rule(False, "ranges in a 32-bit dump")
            return
        marker, metadata, first, total = (
            self.get(f, self.body + o) for f, o in ((U32, 0), (U64, 0x10), (U64, 0x18), (U64, 0x28)))
        self.rule(marker == 0x40 and self.data[self.body + 4:self.body + 12] == b"RDMPDUMP", "no ranges follow")
        if total is None:
            return
        self.rule(metadata - 0x20 == first - 0x2040, "first page and metadata disagree")
        ranges = []
        for at in range(self.body + 0x30, min(first, len(self.data) - 15), 16):
            pair = (self.get(U64, at), self.get(U64, at + 8))
            if pair[0] == 0:
                break
            ranges.append(pair)
        pages = sum(n for _, n in ranges)
        self.out["layout"] = {"first": first, "pages": pages, "ranges": ranges}
        if self.header["DumpType"] == 10:
            self.rule(pages == total, "the ranges are not the pages")
        self.end = first + self.page * pages

    def read_triage(self):
        at, wide = self.body, self.bits == 64
        if at + 0x80 > len(self.data):
            self.rule(False, "the structure is cut")
            return
        triage = {name: self.get(U32, at + 4 * i) for i, name in enumerate(TRIAGE)}
        triage["TopOfStack"] = self.get(U64 if wide else U32, at + 0x48)
        pairs = ("DebuggerDataOffset", 0x70, 0x58), ("DataBlocksOffset", 0x78, 0x60), \
                ("DataBlocksCount", 0x7C, 0x64)
        for name, o64, o32 in pairs:
            triage[name] = self.get(U32, at + (o64 if wide else o32))
        self.out["triage"] = triage
        valid = triage["ValidOffset"]
        self.rule(triage["SizeOfDump"] == valid + 4, "SizeOfDump is not ValidOffset + 4")
        self.rule(self.data[valid:valid + 4] == b"TRGD", "no TRGD")
        self.end = triage["SizeOfDump"]
        self.read_drivers(triage, wide)
        self.read_unloaded(triage, wide)
        self.read_data_blocks(triage)
        self.read_debugger_data(triage)
        self.read_stack(triage, wide)

    def read_drivers(self, triage, wide):
        fmt, stride = (U64, 0x90) if wide else (U32, 0x4C)
        offsets = (0x38, 0x48, 0x80, 0x88) if wide else (0x1C, 0x24, 0x44, 0x48)
        self.drivers = []
        for i in range(min(triage["DriverCount"], len(self.data) // stride)):
            at = triage["DriverListOffset"] + i * stride
            if at + stride > len(self.data):
                break
            base, size, checksum, stamp = (self.get(fmt if n == 0 else U32, at + o)
                                           for n, o in enumerate(offsets))
            self.drivers.append({"name": self.dump_string(self.get(U32, at)), "base": base,
                                 "size": size, "checksum": checksum, "time": stamp})
        self.out["drivers"] = self.drivers
        self.rule(len(self.drivers) == triage["DriverCount"], "drivers are missing")

    def dump_string(self, at):
        count = self.get(U32, at)
        if count is None or at + 4 + 2 * count + 2 > len(self.data):
            self.rule(False, "a name lies outside of the file")
            return None
        raw = self.data[at + 4:at + 4 + 2 * count]
        self.rule(self.get("<H", at + 4 + 2 * count) == 0, "a name without its NUL")
        return raw.decode("utf-16-le", "replace")

    def read_unloaded(self, triage, wide):
        at = triage["UnloadedDriversOffset"]
        count, stride = self.get(U32, at), 0x38 if wide else 0x28
        unloaded = []
        self.rule(count is not None, "the unloaded drivers are missing")
        for i in range(min(count or 0, len(self.data) // stride)):
            entry = at + (8 if wide else 4) + i * stride
            if entry + stride > len(self.data):
                break
            length = min(self.get("<H", entry), 24) & ~1
            name = entry + (16 if wide else 8)
            fmt, start = (U64, entry + 40) if wide else (U32, entry + 32)
            unloaded.append({
                "name": self.data[name:name + length].decode("utf-16-le", "replace"),
                "start": self.get(fmt, start),
                "end": self.get(fmt, start + struct.calcsize(fmt))})
        self.out["unloaded"] = unloaded
        self.rule(len(unloaded) == count, "unloaded drivers are missing")

    def read_data_blocks(self, triage):
        blocks = []
        for i in range(min(triage["DataBlocksCount"], len(self.data) // 16)):
            at = triage["DataBlocksOffset"] + 16 * i
            if at + 16 > len(self.data):
                break
            block = struct.unpack_from("<QII", self.data, at)
            self.rule(block[1] + block[2] <= len(self.data), "a data block lies outside of the file")
            blocks.append(block)
        self.out["data_blocks"] = blocks
        self.rule(len(blocks) == triage["DataBlocksCount"], "data blocks are missing")

    def read_debugger_data(self, triage):
        at = triage["DebuggerDataOffset"]
        self.rule(self.data[at + 0x10:at + 0x14] == b"KDBG", "no KDBG")
        if self.data[at + 0x10:at + 0x14] != b"KDBG" or at + 0x58 > len(self.data):
            return
        mask = (1 << self.bits) - 1
        base, modules, processes = ((self.get(U64, at + o) or 0) & mask for o in (0x18, 0x48, 0x50))
        self.out["kernel_base"] = base
        if self.drivers:
            self.rule(base == self.drivers[0]["base"], "the first driver is not the kernel")
        self.rule(modules == self.header["PsLoadedModuleList"], "PsLoadedModuleList differs")
        self.rule(processes == self.header["PsActiveProcessHead"], "PsActiveProcessHead differs")

    def read_stack(self, triage, wide):
        at, size, top = triage["CallStackOffset"], triage["SizeOfCallStack"], triage["TopOfStack"]
        fmt, width = (U64, 8) if wide else (U32, 4)
        frames = []
        self.rule(at + size <= len(self.data), "the stack is cut")
        for offset in range(0, min(size, max(len(self.data) - at, 0)) - width + 1, width):
            value = self.get(fmt, at + offset)
            for i, driver in enumerate(self.drivers):
                if driver["base"] <= value < driver["base"] + driver["size"]:
                    frames.append((top + offset, value, i))
                    break
        self.out["frames"] = frames
        if size and self.stack_pointer is not None:
            self.rule(top <= self.stack_pointer < top + size, "the stack pointer is elsewhere")

    def read_blobs(self, at):
        if self.data[at:at + 8] != b"DumpBlob":
            return
        build = self.get(U32, at + 12)
        self.rule(build is not None and (build & 0xFFFF) == (self.header["MinorVersion"] or 0) & 0xFFFF,
                  "another build")
        at += self.get(U32, at + 8) or 0
        blobs, end = [], at
        while at + 32 <= len(self.data) and self.get(U32, at) >= 0x20:
            size, pre, post = struct.unpack_from("<III", self.data, at + 0x14)
            start = at + self.get(U32, at) + pre
            following = start + size + post
            if following > len(self.data):
                self.rule(False, "a record is cut")
                break
            blobs.append({"guid": str(uuid.UUID(bytes_le=self.data[at + 4:at + 20])),
                          "offset": start, "size": size})
            at = end = following
        self.out["blobs"] = blobs
        self.out["blobs_end"] = end


def main():
    for name in sys.argv[1:]:
        with open(name, "rb") as file:
            out = Dump(file.read()).read()
        print(json.dumps(dict({"file": name.rsplit("/", 1)[-1]}, **out)))


if __name__ == "__main__":
    main()
