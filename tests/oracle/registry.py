# SPDX-License-Identifier: MIT
"""Registries as trees of plain values, read from .reg text and written in other forms of it.

A tree is a list of (path, values), paths as they stand; values are (name, type, bytes), names as they
stand, "" the default one. Shared by the scripts of crashcfg; knows nothing of its code.
"""
import re

SZ, EXPAND, BINARY, DWORD, MULTI, QWORD = 1, 2, 3, 4, 7, 11
TYPES = {0: "REG_NONE", 1: "REG_SZ", 2: "REG_EXPAND_SZ", 3: "REG_BINARY", 4: "REG_DWORD",
         7: "REG_MULTI_SZ", 11: "REG_QWORD"}
QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"', re.S)


class Unsuitable(Exception):
    """The tree holds something that a form cannot express."""


def text_of(data):
    """The text of .reg bytes, by their byte order mark."""
    if data.startswith(b"\xff\xfe"):
        return data[2:].decode("utf-16-le", "surrogatepass")
    return data.decode("utf-8-sig")


def unescape(text):
    return re.sub(r"\\(.)", r"\1", text, flags=re.S)


def value_of(text):
    """(type, bytes) of what stands behind "=" in version 5 of the form."""
    if text.startswith('"'):
        return SZ, (unescape(QUOTED.match(text)[1]) + "\0").encode("utf-16-le", "surrogatepass")
    if text.startswith("dword:"):
        return DWORD, int(text[6:], 16).to_bytes(4, "little")
    kind, _, digits = text.partition(":")
    type_of = int(kind[4:-1], 16) if kind.startswith("hex(") else BINARY
    return type_of, bytes(int(d, 16) for d in digits.split(",") if d.strip())


def read(data):
    """The tree of .reg bytes, as mkhive and hivexregedit write them."""
    tree = []
    # Folded lines first; line ends are CR LF or LF, and nothing else.
    text = text_of(data).replace("\r\n", "\n").replace(",\\\n  ", ",")
    for line in text.split("\n"):
        if line.startswith("[") and line.endswith("]"):
            tree.append((line[1:-1].rstrip("\\"), []))
        elif line.startswith("@="):
            tree[-1][1].append(("",) + value_of(line[2:]))
        elif line.startswith('"'):
            name = QUOTED.match(line)
            if not name:
                raise Unsuitable("a name over several lines")
            tree[-1][1].append((unescape(name[1]),) + value_of(line[name.end() + 1:]))
    return tree


def flat(tree, root):
    """{(path below root, name) in lower case: (type, bytes)}; root in lower case, or ""."""
    found = {}
    for path, values in tree:
        path = path.lower()
        if root:
            if path != root and not path.startswith(root + "\\"):
                continue
            path = path[len(root) + 1:]
        for name, kind, data in values:
            found[path.strip("\\"), name.lower()] = kind, data
    return found


def string_of(data):
    """The text of a string that is stored as it should be, without its NUL."""
    if len(data) < 2 or len(data) % 2 or not data.endswith(b"\0\0"):
        raise Unsuitable("a string that is not terminated")
    text = data[:-2].decode("utf-16-le")
    if any(ord(c) < 32 for c in text):
        raise Unsuitable("a string with control characters")
    return text


def strings_of(data):
    """The texts of a list of strings."""
    if data == b"\0\0":
        return []
    if len(data) < 4 or len(data) % 2 or not data.endswith(b"\0\0\0\0"):
        raise Unsuitable("a list that is not terminated")
    texts = data[:-4].decode("utf-16-le").split("\0")
    if not all(texts) or any(ord(c) < 32 for t in texts for c in t):
        raise Unsuitable("a list with empty strings or control characters")
    return texts


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def hex_list(data):
    return ",".join("%02x" % b for b in data)


def folded(line, width=77):
    """A long list of bytes over several lines."""
    out, rest = [], line
    while len(rest) > width and "," in rest[width:]:
        cut = rest.index(",", width - 2) + 1
        if cut >= len(rest):
            break
        out.append(rest[:cut] + "\\")
        rest = "  " + rest[cut:]
    return "\r\n".join(out + [rest])


def reg_value(kind, data, ansi):
    """The right side of a line; ansi: strings in hexadecimal digits are bytes of a code page."""
    if kind == DWORD and len(data) == 4:
        return "dword:%08x" % int.from_bytes(data, "little")
    if kind == SZ:
        return quoted(string_of(data))
    if ansi and kind in (EXPAND, MULTI):
        texts = strings_of(data) if kind == MULTI else [string_of(data)]
        data = b"".join(t.encode("cp1252") + b"\0" for t in texts) + (b"\0" if kind == MULTI else b"")
    return ("hex:" if kind == BINARY else "hex(%x):" % kind) + hex_list(data)


def reg_text(tree, first_line, ansi=False):
    lines = [first_line] if first_line else []
    for path, values in tree:
        lines += ["", "[" + path + "]"]
        for name, kind, data in values:
            left = quoted(name) if name else "@"
            lines.append(folded(left + "=" + reg_value(kind, data, ansi)))
    return "\r\n".join(lines + ["", ""])


def query_value(kind, data):
    """As "reg query" prints data."""
    if kind in (SZ, EXPAND):
        return string_of(data)
    if kind == MULTI:
        return "\\0".join(strings_of(data))
    if kind == DWORD and len(data) == 4 or kind == QWORD and len(data) == 8:
        return "0x%x" % int.from_bytes(data, "little")
    if kind in (DWORD, QWORD):
        raise Unsuitable("a number of an odd length")
    return data.hex().upper()


def query_text(tree):
    lines = []
    for path, values in tree:
        lines += ["", path]
        for name, kind, data in values:
            if any(ord(c) < 32 for c in name) or kind not in TYPES:
                raise Unsuitable("a name with control characters, or an unknown type")
            lines.append("    %s    %s    %s" % (name or "(Default)", TYPES[kind],
                                                 query_value(kind, data)))
    return "\r\n".join(lines + ["", ""])


def with_path(tree, old, new):
    return [(new + path[len(old):] if path.lower().startswith(old.lower()) else path, values)
            for path, values in tree]


def one_set(tree):
    if any(re.match(r"hkey_local_machine\\system\\controlset(?!001)", path.lower())
           for path, _ in tree):
        raise Unsuitable("several control sets")
    return tree


SET_1 = "HKEY_LOCAL_MACHINE\\SYSTEM\\ControlSet001"
CURRENT = "HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet"
VERSION_5 = "Windows Registry Editor Version 5.00"


def renderings(data):
    """{form: bytes} of what mkhive --reg wrote; forms that cannot hold it are left out."""
    try:
        tree = read(data)
    except Unsuitable:
        return {}
    forms = {
        "utf8": lambda: reg_text(tree, VERSION_5).encode(),
        "utf8-bom": lambda: b"\xef\xbb\xbf" + reg_text(tree, VERSION_5).encode(),
        "utf8-lf": lambda: reg_text(tree, VERSION_5).replace("\r\n", "\n").encode(),
        "no-header": lambda: reg_text(tree, "").lstrip("\r\n").encode(),
        "regedit4": lambda: reg_text(tree, "REGEDIT4", ansi=True).encode("cp1252"),
        "query": lambda: query_text(tree).encode("cp1252"),
        "query-utf16": lambda: b"\xff\xfe" + query_text(tree).encode("utf-16-le"),
        "abbreviated": lambda: reg_text(
            with_path(tree, "HKEY_LOCAL_MACHINE", "HKLM"), VERSION_5).encode(),
        # What an export of the running machine looks like, where only one control set is.
        "running": lambda: reg_text(
            with_path(one_set(tree), SET_1, CURRENT), VERSION_5).encode(),
        "mounted": lambda: reg_text(
            with_path(tree, "HKEY_LOCAL_MACHINE\\SYSTEM", "HKEY_LOCAL_MACHINE\\offline-system"),
            VERSION_5).encode(),
    }
    made = {}
    for form, write in forms.items():
        try:
            made[form] = write()
        except (Unsuitable, UnicodeError):
            pass
    return made
