# SPDX-License-Identifier: MIT
"""Are the lines of a file UTF-8, and JSON objects without repeated keys, or well-formed XML?

    evtx_lines.py PROGRAM [OPTION]... -- LOG...

What PROGRAM prints of each log with these options, in each shape. Exit status 1, and the first faults,
if not."""
import io
import json
import subprocess
import sys
import xml.sax


def unique(pairs):
    keys = [key for key, _ in pairs]
    if len(set(keys)) != len(keys):
        raise ValueError("repeated key %r" % [k for k in keys if keys.count(k) > 1][0])
    return dict(pairs)


def check(shape, line):
    line.decode("utf-8")
    if shape == "xml":
        xml.sax.parse(io.BytesIO(line), xml.sax.ContentHandler())
    else:
        value = json.loads(line, object_pairs_hook=unique)
        if not isinstance(value, dict):
            raise ValueError("not an object")


def faults_of(shape, lines):
    for number, line in enumerate(lines, 1):
        try:
            if not line.endswith(b"\n"):
                raise ValueError("no line feed at the end")
            check(shape, line)
        except (ValueError, xml.sax.SAXException) as fault:
            yield "line %d: %s: %.200r" % (number, fault, line)


def main():
    end = sys.argv.index("--")
    lines = faults = 0
    for log in sys.argv[end + 1 :]:
        for shape in ("default", "evtx_dump", "xml"):
            command = [*sys.argv[1:end], "--shape=" + shape, log]
            out = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout
            found = list(faults_of(shape, io.BytesIO(out)))
            lines += out.count(b"\n")
            faults += len(found)
            for fault in found[:3]:
                print("%s, %s: %s" % (log, shape, fault))
    print("%d lines, %d faults" % (lines, faults))
    return 1 if faults or not lines else 0


if __name__ == "__main__":
    sys.exit(main())
