# SPDX-License-Identifier: MIT
"""Holds JSON lines, golden and live, against the schemas, and the schemas against sources and page.

schema.py TOP WORK: TOP is the source tree; WORK holds TOOL.jsonl, live output of the tools.
"""
import json
import pathlib
import re
import shlex
import sys

import jsonschema

TOOLS = ("dslog-parse", "evtx2json", "bcdecode", "dumpstat", "crashcfg")
# Options that make the output something else than JSON lines of the contract.
NO_JSON = ("--text", "--annotate", "--explain", "--shape", "-h", "--help", "-V", "--version",
           "--completion", "-s", "--silent", "--fix")

top, work = map(pathlib.Path, sys.argv[1:])
counts = {"lines": 0, "cases": 0, "failed": 0}


def fail(where, what):
    counts["failed"] += 1
    if counts["failed"] <= 50:
        print(f"FAIL {where}: {what}")


def inline(node, defs):
    """The schema without $ref: jsonschema follows references slowly, and there are many lines."""
    if isinstance(node, list):
        return [inline(item, defs) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return inline(defs[node["$ref"].rpartition("/")[2]], defs)
    return {key: inline(value, defs) for key, value in node.items()}


class Schema:
    def __init__(self, tool):
        path = top / "man" / "schema" / f"{tool}.schema.json"
        self.whole = json.loads(path.read_text(encoding="utf-8"))
        jsonschema.Draft202012Validator.check_schema(self.whole)
        self.validator = jsonschema.Draft202012Validator(self.whole)
        self.branches = {}
        self.tried = set()
        for branch in self.whole["oneOf"]:
            flat = inline(branch, self.whole["$defs"])
            word = flat["properties"]["type"].get("const")
            validator = jsonschema.Draft202012Validator(flat)
            self.branches.setdefault(word, []).append((flat, validator))

    def problem(self, record):
        """What is wrong with a record; None if nothing is."""
        if not isinstance(record, dict):
            return "not an object"
        candidates = self.branches.get(record.get("type")) or self.branches.get(None)
        if not candidates:
            return f"unknown type {record.get('type')!r}"
        problems = []
        for flat, validator in candidates:
            error = jsonschema.exceptions.best_match(validator.iter_errors(record))
            if error is None:
                return order_problem(record, flat, "") or self.whole_problem(record)
            path = "/".join(map(str, error.absolute_path))
            problems.append(f"{path}: {error.message[:200]}")
        return "; or ".join(problems)

    def whole_problem(self, record):
        """The first record of each set of members goes through the schema as a user would use it."""
        shape = (record.get("type"), tuple(record))
        if shape in self.tried:
            return None
        self.tried.add(shape)
        error = jsonschema.exceptions.best_match(self.validator.iter_errors(record))
        return error and error.message[:200]


def has_constants(value, schema):
    """Has an object the values by which a schema tells its kind from others?"""
    constants = {key: node["const"] for key, node in schema["properties"].items()
                 if "const" in node and key in schema.get("required", [])}
    return isinstance(value, dict) and constants.items() <= value.items()


def order_problem(value, schema, path):
    """Members have to stand in the order of the schema, which is the order of the page."""
    if isinstance(value, list):
        problems = [order_problem(v, schema.get("items", {}), path + "[]") for v in value]
        return next(filter(None, problems), None)
    for choice in schema.get("anyOf", []):
        if "properties" in choice and has_constants(value, choice):
            schema = choice
    properties = schema.get("properties")
    if not isinstance(value, dict) or not properties:
        return None
    if schema.get("additionalProperties", True) is False:
        if list(value) != [key for key in properties if key in value]:
            return f"{path}: members in another order: {' '.join(value)}"
    problems = [order_problem(v, properties[k], f"{path}/{k}") for k, v in value.items()
                if k in properties]
    return next(filter(None, problems), None)


def check_lines(where, text, schema, copied=""):
    """copied: texts whose lines a filter may pass on as they are, whatever they hold."""
    for number, line in enumerate(text.split("\n"), 1):
        if not line or (copied and line in copied):
            continue
        counts["lines"] += 1
        try:
            record = json.loads(line)
        except ValueError as error:
            fail(f"{where}:{number}", f"not JSON: {error}")
            continue
        problem = schema.problem(record)
        if problem:
            fail(f"{where}:{number}", problem)


def read(path):
    return path.read_text(encoding="utf-8", errors="surrogateescape") if path.exists() else ""


def prints_json(case):
    args = read(case / "args")
    try:
        words = shlex.split(args)
    except ValueError:
        words = args.split()
    return not any(word.partition("=")[0] in NO_JSON for word in words)


def check_cases(tool, schema):
    for case in sorted((top / "tests" / "cases" / tool).glob("*/")):
        out = read(case / "out")
        if not out or not prints_json(case):
            continue
        counts["cases"] += 1
        # Only bcdecode copies lines: from standard input, or from files that the case's setup makes.
        copied = read(case / "in") + read(case / "setup") if tool == "bcdecode" else ""
        check_lines(f"{tool}/{case.name}/out", out, schema, copied)


def member_names(node):
    if isinstance(node, list):
        for item in node:
            yield from member_names(item)
    elif isinstance(node, dict):
        yield from node.get("properties", {})
        for value in node.values():
            yield from member_names(value)


def check_documents(schemas):
    """What sources and schemas name has to stand in the pages and schemas."""
    def missing_in(names, text, where):
        for name in sorted(set(names)):
            if not re.search(rf"(?<![\w.]){re.escape(name)}(?![\w]|\.\w)", text):
                fail(where, f"{name} is missing")

    def page(name):
        text = read(top / "man" / name)
        return text.replace("\\-", "-").replace("\\&", "").replace("\\e", "\\")

    contract = page("bsodutils-json.5")
    codes = re.findall(r'^DIAG\(\w+,\s*"([^"]+)"', read(top / "lib/base/diag_list.h"), re.M)
    rules = re.findall(r'^FINDING\(\w+,\s*"([^"]+)"', read(top / "lib/dslog/finding_list.h"), re.M)
    settings = re.findall(r'^SETTING\(\w+, \w+, "([^"]+)"', read(top / "lib/registry/setting_list.h"), re.M)
    if not codes or not rules or not settings:
        fail("schema.py", "the lists of codes and rules cannot be read")
    texts = {tool: json.dumps(schema.whole) for tool, schema in schemas.items()}
    missing_in(codes, " ".join(texts.values()), "man/schema")
    missing_in(rules, texts["dslog-parse"], "man/schema/dslog-parse.schema.json")
    missing_in(codes, contract, "man/bsodutils-json.5")
    for name, families in (("dslog-parse.1", ("input", "dslog")),
                           ("evtx2json.1", ("input", "evtx", "eventxml")),
                           ("crashcfg.1", ("input", "registry"))):
        own = [code for code in codes if code.partition(".")[0] in families]
        missing_in(own, page(name), f"man/{name}")
    missing_in(rules, page("dslog-parse.1"), "man/dslog-parse.1")
    missing_in(settings, page("crashcfg.1"), "man/crashcfg.1")
    for tool, schema in schemas.items():
        names = [name for name in member_names(schema.whole) if not name.endswith("_hex")]
        names += [word for word in schema.branches if word]
        missing_in(names, contract, f"man/bsodutils-json.5 ({tool})")


def main():
    schemas = {tool: Schema(tool) for tool in TOOLS}
    for tool, schema in schemas.items():
        check_cases(tool, schema)
        live = work / f"{tool}.jsonl"
        check_lines(live.name, read(live), schema)
    check_documents(schemas)
    print(f"schema: {counts['lines']} lines of {counts['cases']} cases and live output, "
          f"{counts['failed']} failed")
    return 1 if counts["failed"] or not counts["lines"] else 0


sys.exit(main())
