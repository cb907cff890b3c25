# SPDX-License-Identifier: MIT
"""One event as a flat table of values, whoever read it.

from_line() takes a line of evtx2json, from_xml() event XML as evtxexport and python-evtx print it;
both give {path: value}, where value is a string, or a list of strings for what repeats.
A Comparison compares two of them; a table of rules says what may differ, and why.
"""
import json
import os
import re
import subprocess
import xml.etree.ElementTree as ElementTree
import xml.parsers.expat

NOT_XML = xml.parsers.expat.ExpatError
INVALID_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

# Members of a line that are no values of the event, or are made from such (bugcheck, crash).
# log_record_id and written come from the header of the record.
OTHER_MEMBERS = {"type", "tags", "file", "offset", "recovered", "log_record_id", "written",
                 "bugcheck", "crash", "time_unix_ms"}

SYSTEM = [
    ("provider", "Provider", "Name"),
    ("provider_guid", "Provider", "Guid"),
    ("event_source", "Provider", "EventSourceName"),
    ("event_id", "EventID", None),
    ("qualifiers", "EventID", "Qualifiers"),
    ("version", "Version", None),
    ("level", "Level", None),
    ("task", "Task", None),
    ("opcode", "Opcode", None),
    ("keywords", "Keywords", None),
    ("time", "TimeCreated", "SystemTime"),
    ("record_id", "EventRecordID", None),
    ("activity_id", "Correlation", "ActivityID"),
    ("related_activity_id", "Correlation", "RelatedActivityID"),
    ("process_id", "Execution", "ProcessID"),
    ("thread_id", "Execution", "ThreadID"),
    ("channel", "Channel", None),
    ("computer", "Computer", None),
    ("user_sid", "Security", "UserID"),
]


def flatten(values, path, value):
    """Adds a JSON value: members by path, an array's items by their number where they are trees."""
    if isinstance(value, dict):
        for name, inner in value.items():
            flatten(values, path + "/" + name, inner)
    elif isinstance(value, list):
        if any(isinstance(inner, (dict, list)) for inner in value):
            for number, inner in enumerate(value):
                flatten(values, "%s[%d]" % (path, number), inner)
        else:
            values[path] = [str(inner) for inner in value]
    elif value is None:
        values[path] = "null"
    else:
        values[path] = str(value)


def from_line(event):
    values = {}
    for name, value in event.items():
        if name not in OTHER_MEMBERS:
            flatten(values, name, value)
    return {path: value for path, value in values.items() if not is_raw(path, values)}


def is_raw(path, values):
    """Is it the bytes of a text that was no valid text?"""
    return path.endswith("_hex") and path[:-4] in values


def text_of(element):
    """The text of an element; between elements only what is no indentation."""
    parts = [element.text or ""] + [child.tail or "" for child in element]
    if len(element):
        parts = [part for part in parts if part.strip()]
    return "".join(parts)


def add(members, name, value):
    """Adds one of the members of an element; a name that occurs twice makes an array."""
    if name not in members:
        members[name] = value
    elif isinstance(members[name], list):
        members[name].append(value)
    else:
        members[name] = [members[name], value]


def tree_of(element):
    """An element as a value: its text if it has nothing else, or its members."""
    members = {}
    for name, value in element.attrib.items():
        members["@" + name] = value
    for child in element:
        add(members, child.tag, tree_of(child))
    text = text_of(element)
    if not members:
        return text
    if text:
        members["#text"] = text
    return members


def system_values(system):
    for member, name, attribute in SYSTEM:
        for element in system:
            if element.tag != name:
                continue
            text = element.attrib.get(attribute) if attribute else element.text
            if text:
                yield member, text.strip() if not attribute else text
            break


def event_data(event, element):
    data, strings, attributes = {}, [], {}
    for name, value in element.attrib.items():
        if name != "xmlns":
            attributes[name] = value
    for child in element:
        name = child.tag
        if name == "Binary" and "binary" not in event and not child.attrib:
            event["binary"] = child.text or ""
        elif name in ("Data", "ComplexData") and "Name" in child.attrib:
            add(data, child.attrib["Name"], child_text(child))
        elif name in ("Data", "ComplexData"):
            strings.append(child_text(child))
        else:
            add(data, name, tree_of(child))
    if text_of(element).strip():
        strings.append(text_of(element))
    if data:
        event["data"] = data
    if strings:
        event["strings"] = strings
    if attributes:
        event["data_attributes"] = attributes


def child_text(element):
    """The text of a Data; elements inside as XML text, without the line breaks between them."""
    if not len(element):
        return element.text or ""
    parts = [] if blank(element.text) else [escape(element.text)]
    for child in element:
        parts.append(xml_text(child))
        if not blank(child.tail):
            parts.append(escape(child.tail))
    return "".join(parts)


def blank(text):
    return not (text or "").strip()


def escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def xml_text(element):
    attributes = "".join(
        ' %s="%s"' % (name, escape(value).replace('"', "&quot;"))
        for name, value in element.attrib.items()
    )
    inner = child_text(element) if len(element) else escape(element.text or "")
    if inner:
        return "<%s%s>%s</%s>" % (element.tag, attributes, inner, element.tag)
    return "<%s%s/>" % (element.tag, attributes)


def parse(text):
    """Event XML to its root; line ends and characters that XML cannot hold are kept through it.

    Prefixes stay as they are: values that are XML of their own may use some that are not bound.
    """
    builder = ElementTree.TreeBuilder()
    parser = xml.parsers.expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    text = INVALID_IN_XML.sub("\ufffd", text).replace("\r", "&#13;")
    parser.Parse(text.encode("utf-8", "replace"), True)
    return builder.close()


def from_xml(text):
    root = parse(text)
    event, user_data = {}, {}
    for child in root:
        name = child.tag
        if name == "System":
            event.update(system_values(child))
        elif name == "EventData":
            event_data(event, child)
        elif name == "UserData":
            inner = tree_of(child)
            if isinstance(inner, dict):
                user_data.update((n, v) for n, v in inner.items() if not n.startswith("@"))
            elif inner:
                user_data["#text"] = inner
        elif name == "RenderingInfo":
            event["rendering"] = tree_of(child)
        elif name == "ProcessingErrorData":
            event["processing_error"] = tree_of(child)
        else:
            add(user_data, name, tree_of(child))
    if user_data:
        event["user_data"] = user_data
    values = {}
    for name, value in event.items():
        flatten(values, name, value)
    return values


GUID = re.compile(r"^\{?([0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})\}?$")


def system_form(path, value):
    """A value of System in the form that lines have."""
    if path in ("provider_guid", "activity_id", "related_activity_id") and GUID.match(value):
        return GUID.match(value).group(1).lower()
    if path == "binary" and re.match("^[0-9A-F]+$", value):
        return value.lower()
    if path == "keywords":
        try:
            return "0x%016x" % int(value, 0)
        except ValueError:
            return value
    if path in ("event_id", "qualifiers", "version", "level", "task", "opcode", "record_id",
                "process_id", "thread_id"):
        try:
            return str(int(value, 0))
        except ValueError:
            return value
    return value


def as_list(value):
    return value if isinstance(value, list) else [value]


def pairs(ours, theirs):
    """The values of one path, item by item where both have as many; else as a whole."""
    if ours is None or theirs is None or len(as_list(ours)) != len(as_list(theirs)):
        return [(ours, theirs)]
    return list(zip(as_list(ours), as_list(theirs)))


class Comparison:
    """Compares events by a table of rules {name: (why, allows(path, ours, theirs))}."""

    def __init__(self, rules):
        self.rules = rules
        self.events = self.equal = self.failed = 0
        self.used = {name: 0 for name in rules}

    def fail(self, log, what):
        self.failed += 1
        if self.failed <= 20:
            print("FAIL %s: %s" % (log, what))

    def allowed(self, path, ours, theirs):
        for name, (_why, allows) in self.rules.items():
            if allows(path, ours, theirs):
                self.used[name] += 1
                return True
        return False

    def compare(self, log, ours, theirs):
        self.events += 1
        for path in sorted(set(ours) | set(theirs)):
            other = theirs.get(path)
            if isinstance(other, str):
                other = system_form(path, other)
            for a, b in pairs(ours.get(path), other):
                if a == b:
                    self.equal += 1
                elif not self.allowed(path, a, b):
                    self.differs(log, ours.get("record_id"), path, a, b)

    def differs(self, log, record, path, a, b):
        """Shows both from where they begin to differ."""
        same = len(os.path.commonprefix([a, b])) if texts(a, b) else 0
        if same > 40:
            a, b = "..." + a[same - 20:], "..." + b[same - 20:]
        self.fail(log, "record %s: %s: %.120r, theirs %.120r" % (record, path, a, b))

    def report(self, whom):
        print("%s: %d events, %d values equal, %d differences not explained"
              % (whom, self.events, self.equal, self.failed))
        for name, count in self.used.items():
            if count:
                print("  %d allowed as %s: %s" % (count, name, self.rules[name][0]))
        return 1 if self.failed or not self.events else 0


# --- rules that several programs need ---

HEX = re.compile(r"^0x([0-9a-f]+)$")
MOMENT = re.compile(r"^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(?:Z|\+00:00)?$")


def texts(a, b):
    return isinstance(a, str) and isinstance(b, str)


def guid_case(_path, a, b):
    return texts(a, b) and GUID.match(b) and b.lower() == a


def size_in_decimal(_path, a, b):
    return texts(a, b) and HEX.match(a) and b.isdigit() and int(a, 16) == int(b)


def padded_hex(_path, a, b):
    return (texts(a, b) and HEX.match(a) and HEX.match(b) and len(b) in (10, 18)
            and int(a, 16) == int(b, 16))


def no_xml_character(_path, a, b):
    return texts(a, b) and INVALID_IN_XML.sub("\ufffd", a) == b


def second_element(path, _a, b):
    return path.startswith("rendering/") and b is None


# --- our side ---


def our_events(tool, log, *options):
    """Exit status and events of evtx2json, as objects."""
    run = subprocess.run([tool, *options, log], capture_output=True, check=False)
    return run.returncode, [json.loads(line) for line in run.stdout.split(b"\n") if line]
