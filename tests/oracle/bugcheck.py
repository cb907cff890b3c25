# SPDX-License-Identifier: MIT
"""Does bcdecode know what the reference tables know of bug checks?

bugcheck.py BCDECODE TABLES LEFT_OUT DECODES

TABLES is a folder of tables that were read off public pages and headers: all-codes.tsv (codes,
names, aliases, kinds), params.jsonl (what the parameters are, a cell each), subvalues.tsv (what
values of them mean, a row each), and fastfail.tsv, ntstatus.tsv, irql.tsv (names of values). Each
code, name, cell and row is asked for, and what bcdecode says has to share decisive words with it:
our texts are our own, so words are compared, not sentences. LEFT_OUT tells which rows are reached
in another way than the tables have it, or not at all, and why. DECODES holds whole decodes (input,
code, name, phrases that have to be said).

TABLES or DECODES may be "-": then that part is not done.
"""
import collections
import csv
import json
import re
import subprocess
import sys

# kind in the tables -> kind and also in the output
KINDS = {
    "bugcheck": ("bugcheck", None),
    "M-variant": ("bugcheck", None),
    "both": ("bugcheck", "live_dump"),
    "livedump": ("live_dump", None),
    "windows-phone": ("phone", None),
    "xbox": ("xbox", None),
    "string/marker": ("marker", None),
}
PARAMETERS = (1, 2, 3, 4)
BETTER = 0.22  # of 2: so much better may another row's text fit a row
SHARE = 1 / 2  # of the table's decisive words have to be in our text
STEM = 5  # letters of a word that count: "corrupt" and "corruption"
LONG = 5  # letters of a word that is decisive
SHORT = 2  # where there is no such word
MANY = 6  # rows of a code, from which on words of a third of them are not decisive
WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
TOKEN = re.compile(r"\w+")
# Words that tell nothing, or that are in half of the texts.
COMMON = frozenset(
    "a about address an and are as at be been below by can cannot contains could driver first for "
    "from has have if in into is it its may more must not of on only or other parameter parameters "
    "pointer possible should structure system table than that the their there these this to value "
    "values was were when which with".split())
MISPRINTS = {"FLT_FILE_NAME_INFORMATIONN": "FLT_FILE_NAME_INFORMATION"}
# Cells that say that there is nothing, or that it is said elsewhere.
NOTHING = re.compile(
    r"(((always|set to) )?(reserved|unused|not used|zero|none|unknown|0|1)[\s.()0-]*)*\Z", re.I)
ELSEWHERE = re.compile(r"\(?(see|refer to|per parameter)\b", re.I)
DEPENDS = re.compile(r"If Parameter \d |.* depends on the value of Parameter", re.I)
LIST = re.compile(r"(?:^|\s)(?:0x[0-9A-Fa-f]+|\d+)\s*[:=-]\s")
# Within a row's text: "Parameter 2 contains the MDL.", "/ 0x02 : The tag has been modified. /".
PROSE_CELL = re.compile(r"Param(?:eter)? ([2-4]) (?:-|is|contains) ([^./]+)")
PROSE_VALUE = re.compile(r"(?:/|Value:|:|\.) (0x[0-9A-Fa-f]+)\s*[:-]\s+([^/]+)")


class Ask:
    """One line for the filter, and the answer."""

    def __init__(self, code, values):
        self.code = code
        self.values = values
        self.info = {}

    def line(self):
        parameters = [None if v is None else f"0x{v:x}" for v in self.values]
        return json.dumps({"bugcheck": {"code": f"0x{self.code:08x}", "parameters": parameters}})

    def told(self, number):
        """What is said of a parameter: what it is, and what its value means."""
        for parameter in self.info.get("parameters", ()):
            if parameter["n"] == number:
                return parameter.get("meaning", ""), parameter.get("decoded", "")
        return "", ""


class Item:
    """A row or a page's set of cells: asks, of which each demand has to be met by one."""

    def __init__(self, label, asks, source, mapped):
        self.label = label
        self.asks = asks
        self.source = source
        self.mapped = mapped


def table(path, quoting):
    with open(path, encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        return list(csv.DictReader(lines, delimiter="\t", quoting=quoting))


def run(*command, text=""):
    done = subprocess.run(command, input=text, capture_output=True, text=True, encoding="utf-8",
                          check=False)
    if done.returncode not in (0, 1):  # 1: a code is not known
        print(f"FAIL {' '.join(command)}: status {done.returncode}: {done.stderr}")
    return done.stdout


def json_lines(text):
    return [json.loads(line) for line in text.splitlines()]


def filtered(tool, lines):
    answers = json_lines(run(tool, text="".join(line + "\n" for line in lines)))
    if len(answers) != len(lines):
        sys.exit(f"{len(lines)} lines became {len(answers)}")
    return [answer.get("bugcheck_info", {}) for answer in answers]


# --- words ---

def stem(word):
    word = MISPRINTS.get(word, word).lower()
    return word if "_" in word else word[:STEM]


def decisive(text, usual=frozenset()):
    """The words of a text that say something, cut: the long ones, else shorter ones, else all."""
    words = WORD.findall(text)
    for letters in (LONG, SHORT):
        telling = {stem(w) for w in words if len(w) >= letters and w.lower() not in COMMON}
        if telling:
            return telling - usual or telling
    return {stem(w) for w in words}


def stems(text):
    return {stem(w) for w in TOKEN.findall(text)}


def fitness(wanted, have):
    return sum(len(words & have) / len(words) for words in wanted if words)


def constants(text):
    return {w for w in WORD.findall(text) if w.upper() == w and "_" in w.strip("_")}


def parts(text):
    """The whole, and its first sentence: remarks and lists of values may follow it."""
    first = LIST.split(text)[0] if text[:1].isalpha() else text
    first = re.split(r"(?<=[a-z)])[.;] | / ", first)[0]
    return (text, first) if first.strip() else (text,)


def share(theirs, ours, usual=frozenset()):
    """How much of a text, or of its first sentence, is in ours: 0 to 1."""
    have = {stem(w) for w in WORD.findall(ours)}
    wanted = [decisive(part, usual) for part in parts(theirs)]
    return max((len(words & have) / len(words) for words in wanted if words), default=1.0)


def says(theirs, ours, telling, usual=frozenset()):
    """Do they mean the same? telling: constants of theirs of which one is enough."""
    if NOTHING.match(theirs):
        return bool(ours)
    return bool(telling & constants(ours)) or share(theirs, ours, usual) >= SHARE


# --- codes ---

def check_codes(tool, rows, failures):
    """Code, name, kind and aliases; then the way back, from names to codes."""
    known = {int(answer["bugcheck"]["code"], 16): answer["bugcheck"] | answer
             for answer in json_lines(run(tool, "--list"))}
    names = {}
    for row in rows:  # of codes that share a name the lowest has it
        names.setdefault(row["name"], int(row["code"], 16))
    asked = []
    for row in rows:
        code = int(row["code"], 16)
        info = known.get(code, {})
        told = (info.get("name"), info.get("kind"), info.get("also"))
        if told != (row["name"], *KINDS[row["kind"]]):
            failures.append(f"code {row['code']}: {row['name']} ({row['kind']}) is told as {told}")
        for alias in filter(None, re.split(r"[,;|\s]+", row["aliases"])):
            asked.append((alias, names.get(alias, code)))
            if alias not in names and alias not in info.get("aliases", ()):
                failures.append(f"code {row['code']}: alias {alias} is not told")
        if row["kind"] != "string/marker":
            asked.append((row["name"], names[row["name"]]))
    answers = filtered(tool, [json.dumps({"bugcheck": name.swapcase()}) for name, _ in asked])
    for (name, code), info in zip(asked, answers):
        if info.get("code") != f"0x{code:08x}":
            failures.append(f"name {name}: 0x{code:X} expected, not {info.get('code')}")
    return len(asked)


# --- rows ---

def number(text):
    value = int(text, 16)
    return value if value >= 0 else value + (1 << 64)


def row_label(row):
    value = row["sel_value"] or row["raw_value"]
    return " ".join(filter(None, [row["cond"], f"P{row['sel_param'] or '?'}={value}"]))


def row_values(row):
    """Parameters that meet a row's condition and its value; None where the table has none."""
    values = [None] * len(PARAMETERS)
    for condition in filter(None, row["cond"].split(",")):
        found = re.fullmatch(r"p([1-4])=(0x[0-9A-Fa-f]+)", condition)
        if not found:
            return None
        values[int(found[1]) - 1] = number(found[2])
    if not row["sel_param"] or not row["sel_value"]:
        return None
    values[int(row["sel_param"]) - 1] = number(row["sel_value"])
    return values


def items(code, label, values, source, left_out, failures):
    """The item of a row or page, unless it is left out."""
    ways = left_out.get((code, label))
    if ways is not None:
        ways["seen"] = True
        values = ways["values"]
    elif values is None:
        failures.append(f"0x{code:X} {label}: has no value, and nothing says how it is reached")
        values = []
    else:
        values = [values]
    if values:
        yield Item(f"0x{code:X} {label}", [Ask(code, v) for v in values], source, ways is not None)


def with_prose(rows):
    """The rows, and what their texts say of other parameters: as cells, or rows of parameter 2."""
    for row in rows:
        values = PROSE_VALUE.findall(row["text"])
        for n, cell in () if values else PROSE_CELL.findall(row["text"]):
            row[f"p{n}"] = row[f"p{n}"] or cell
        yield row
        for value, text in values:
            yield row | {"cond": f"p{row['sel_param']}={row['sel_value']}", "sel_param": "2",
                         "sel_value": value, "text": text, "p2": "", "p3": "", "p4": ""}


def row_items(rows, left_out, failures):
    for row in rows:
        yield from items(int(row["code"], 16), row_label(row), row_values(row), row, left_out,
                         failures)


class Code:
    """What the rows of a code have in common, and what each has alone."""

    def __init__(self, rows):
        texts = {row["text"] for row in rows}
        every = [constant for text in texts for constant in constants(text)]
        words = [word for text in texts for word in decisive(text)]
        self.own = {c for c, times in collections.Counter(every).items() if times == 1}
        self.usual = frozenset(w for w, times in collections.Counter(words).items()
                               if len(texts) >= MANY and times > len(texts) / 3)


def check_row(item, code, failures):
    row = item.source
    own = constants(row["text"]) & code.own
    if item.mapped:  # then what it says may stand anywhere
        told = ["; ".join("; ".join(ask.told(n)) for n in PARAMETERS) for ask in item.asks]
    else:
        told = [ask.told(int(row["sel_param"]))[1] for ask in item.asks]
    if row["text"] and not ELSEWHERE.match(row["text"]) and not any(
            text.strip("; ") and says(row["text"], text, own, code.usual) for text in told):
        failures.append(f"row {item.label}: {row['text']!r} is told as {told!r}")
    for n in PARAMETERS:
        cell = row[f"p{n}"]
        if cell and str(n) != row["sel_param"]:
            check_cell(item, n, cell, "row", failures)


def check_fit(of_rows, failures):
    """Is the text of a row that of another one, of the same parameter and condition?"""
    lists = {}
    for item in of_rows:
        row = item.source
        if row["text"] and not item.mapped and not ELSEWHERE.match(row["text"]):
            key = (row["code"], row["sel_param"], row["cond"])
            lists.setdefault(key, []).append((item, item.asks[0].told(int(row["sel_param"]))[1]))
    for fellows in lists.values():
        have = [(stems(told), told, item.source["text"]) for item, told in fellows]
        for (item, told), (own, _, text) in zip(fellows, have):
            wanted = [stems(part) for part in parts(text)]
            fit = fitness(wanted, own)
            for other, other_told, other_text in have:
                if told != other_told and text != other_text and (
                        fitness(wanted, other) > fit + BETTER):
                    failures.append(f"row {item.label}: {text!r} is told as {told!r}, "
                                    f"yet {other_told!r} fits better")
                    break


# --- cells ---

def page_items(pages, left_out, of_code, failures):
    """An item for each variant of a page's parameters; the code's rows may meet its demands too."""
    for page in pages:
        code = int(page["code"], 16)
        for i, variant in enumerate(page["variants"], 1):
            label = f"variant {i}" if len(page["variants"]) > 1 else "variant"
            for item in items(code, label, [None] * len(PARAMETERS), variant["params"], left_out,
                              failures):
                if not item.mapped:
                    item.asks += [ask for row in of_code.get(code, ()) for ask in row.asks]
                yield item


def check_cell(item, n, cell, kind, failures):
    for ask in item.asks:
        meaning, decoded = ask.told(n)
        if meaning and (ELSEWHERE.match(cell) or LIST.search(cell) or DEPENDS.match(cell) or
                        says(cell, meaning + "; " + decoded, constants(cell))):
            return
    failures.append(f"{kind} {item.label}, P{n}: {cell!r} is told as {item.asks[0].told(n)!r}")


# --- values that have names ---

def check_named(tool, code, n, named, failures):
    """named: value and names, of which one has to be said of parameter n of this code."""
    lines = [Ask(code, [value if i == n else None for i in PARAMETERS]) for value, _ in named]
    for ask, info, (value, names) in zip(lines, filtered(tool, [a.line() for a in lines]), named):
        ask.info = info
        if not set(WORD.findall(ask.told(n)[1])) & set(names):
            failures.append(f"value 0x{value:x}: {names} expected, not {ask.told(n)[1]!r}")
    return len(named)


def check_values(tool, tables, failures):
    fast = [(int(row["value"]), [row["name"]])
            for row in table(f"{tables}/fastfail.tsv", csv.QUOTE_MINIMAL)]
    # Of the statuses those whose names anybody may use.
    every = table(f"{tables}/ntstatus.tsv", csv.QUOTE_MINIMAL)
    statuses = [(number(row["value"]), [row["name"]] + re.split(r"[,;|\s]+", row["aliases"]))
                for row in every if "1" in (row["in_mingw_pd"], row["in_zigwin32_mit"])]
    levels = [(int(row["value"]), WORD.findall(row["name"])[:1])
              for row in table(f"{tables}/irql.tsv", csv.QUOTE_MINIMAL)]
    told = (check_named(tool, 0x139, 1, fast, failures),
            check_named(tool, 0x7e, 1, statuses, failures),
            check_named(tool, 0xd1, 2, levels, failures))
    print(f"{told[0]} fast fail codes, {told[1]} of {len(every)} statuses, {told[2]} levels")


# --- whole decodes ---

def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for member in value.values():
            yield from strings(member)
    elif isinstance(value, list):
        for element in value:
            yield from strings(element)


def is_operands(text):
    """A code and up to four parameters, and no text that mentions one?"""
    words = text.split()
    digits = re.compile(r"(0[xn])?[0-9A-Fa-f`]+")
    return len(words) <= 1 + len(PARAMETERS) and all(map(digits.fullmatch, words[1:])) and (
        re.fullmatch(r"\w+_\w+", words[0]) or digits.fullmatch(words[0]))


def check_decode(tool, row, failures):
    """Checks what is said of an input, and returns the bug check that was read out of it."""
    words = row["input"].split() if is_operands(row["input"]) else ["--line", row["input"]]
    answers = json_lines(run(tool, *words))
    if len(answers) != 1:
        failures.append(f"decode {row['input']!r}: {len(answers)} lines")
        return None
    told = answers[0]["bugcheck"]
    if (int(told["code"], 16), told.get("name", "")) != (int(row["code"], 16), row["name"]):
        failures.append(f"decode {row['input']!r}: {told['code']} {told.get('name')}")
    check_phrases(row, "\n".join(strings(answers[0])), "", failures)
    return told


def check_phrases(row, text, where, failures):
    for phrase in filter(None, row["phrases"].split("|")):
        if phrase.lower() not in text.lower():
            failures.append(f"decode {row['input']!r}: {phrase!r} is not said{where}")


def check_decodes(tool, rows, failures):
    read = [(row, told) for row in rows if (told := check_decode(tool, row, failures))]
    lines = "".join(json.dumps({"bugcheck": told}) + "\n" for _, told in read)
    reports = run(tool, "--text", text=lines).split("\n\n")
    if len(reports) != len(read):
        failures.append(f"{len(read)} lines became {len(reports)} reports")
    for (row, _), report in zip(read, reports):
        check_phrases(row, " ".join(report.split()), " by --text", failures)  # lines are wrapped
    print(f"{len(rows)} decodes")


def read_left_out(path):
    """(code, row) -> the parameters to reach it by; none where it is not reached."""
    out = {}
    for row in table(path, csv.QUOTE_NONE):
        key = (int(row["code"], 16), row["row"])
        ways = out.setdefault(key, {"values": [], "seen": False})
        values = [None if v == "-" else number(v) for v in row["parameters"].split()]
        if values:
            ways["values"].append(values + [None] * (len(PARAMETERS) - len(values)))
        if not row["why"]:
            sys.exit(f"{path}: {row['code']} {row['row']}: no reason")
    return out


def check_tables(tool, tables, left_out, failures):
    codes = table(f"{tables}/all-codes.tsv", csv.QUOTE_MINIMAL)
    rows = table(f"{tables}/subvalues.tsv", csv.QUOTE_MINIMAL)
    with open(f"{tables}/params.jsonl", encoding="utf-8") as file:
        pages = [json.loads(line) for line in file]
    names = check_codes(tool, codes, failures)

    prose = len(rows)
    rows = list(with_prose(rows))
    prose = len(rows) - prose
    of_rows = list(row_items(rows, left_out, failures))
    of_code = {}
    for item in of_rows:
        of_code.setdefault(item.asks[0].code, []).append(item)
    of_pages = list(page_items(pages, left_out, of_code, failures))
    asks = list({id(ask): ask for item in of_rows + of_pages for ask in item.asks}.values())
    for ask, info in zip(asks, filtered(tool, [ask.line() for ask in asks])):
        ask.info = info

    of_table = {code: Code([item.source for item in of_code[code]]) for code in of_code}
    for item in of_rows:
        check_row(item, of_table[item.asks[0].code], failures)
    check_fit(of_rows, failures)
    for item in of_pages:
        for n, cell in item.source.items():
            check_cell(item, int(n), cell, "cell", failures)
    for (code, label), ways in left_out.items():
        if not ways["seen"]:
            failures.append(f"0x{code:X} {label}: no such row, yet there is an excuse for it")

    cells = sum(len(variant["params"]) for page in pages for variant in page["variants"])
    reached = sum(len(item.source) for item in of_pages)
    others = sum(item.mapped for item in of_rows + of_pages)
    print(f"{len(codes)} codes, {names} names, {reached} of {cells} cells, {len(of_rows)} of "
          f"{len(rows)} rows ({prose} of them in prose); {len(asks)} bug checks asked, "
          f"{others} rows reached in another way")


def main(tool, tables, left_out, decodes):
    failures = []
    if tables != "-":
        check_tables(tool, tables, read_left_out(left_out), failures)
        check_values(tool, tables, failures)
    if decodes != "-":
        check_decodes(tool, table(decodes, csv.QUOTE_NONE), failures)
    for failure in failures:
        print(f"FAIL {failure}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
