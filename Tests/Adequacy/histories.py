#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Mutation testing of what histories are made of, in the C port and the Swift core.

Builds one tool that holds all mutants, each behind a test of a number, and runs it once
for each with that number in AUTOMOVABLE_MUTANT. So no mutant is compiled or linked by
itself. The golden traces, the captures, and histories of the core against the port and
of the running totals against the port judge each mutant. docs/adequacy.md has what
comes of it.

Usage: histories.py [--language c|swift] [--only SUBSTRING] [--list] [--prepare]
                    [--sample N] [--offset N] [--seconds N] [--more] [--first]
                    [--again REPORT.json] [--output REPORT.json]
                    [--captures FILES...] [--traces FILES...]

With --sample, only each Nth mutant is tried, from the one at --offset on; with --seconds,
as many as that time allows. With --more, what 10,000 histories don't tell apart gets
100,000. With --first, histories judge first, no other judge tries what one tells apart,
and mutants that are listed as equivalent come last: what survives and how soon the others
are found is known in a fraction of the time. With --again, only what survived in an
earlier report, or was slow. Lines that begin with SURVIVES, SLOW (more than 10,000
histories, or 10 s) and NO HISTORY (traces or captures alone) are what is worth a look.
The report is written on the way. --list only lists, and --prepare only builds the tool.

Exit status: 0 every mutant is killed or listed as equivalent; 1 there are survivors;
2 nothing could be built.
"""
import argparse
import collections
import hashlib
import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
TREE = ROOT / ".build-adequacy/histories"
BUILT = ROOT / ".build-adequacy/built.json"  # what the tool was built from; it is used again
SECONDS = 10  # a judge that takes more of a processor's time is taken to hang
IDLE_SECONDS = 600  # and one that takes more time without that, too
SLOW_SECONDS = 10  # from the start to the shrunk divergence
CASES = 10_000
MORE_CASES = 100_000  # for what the first ones don't tell apart

C_FILES = [f"CReference/{name}.c" for name in [
    "memory", "memory_hotplug", "sparse", "mm_init", "params", "kstrtox", "string_helpers",
    "xarray", "core"]]
# The decision is mutants.py's. No history asks for the rest: what decisions alone need, the
# command line (`memmap_on_memory` can't be set otherwise), files that say the same whatever
# happens, what frees a context, and how much room is made for what grows.
C_SKIPPED = {
    "pfn_to_online_page_run", "auto_movable_stats_account_zone",
    "auto_movable_stats_account_group", "auto_movable_can_online_movable",
    "default_kernel_zone_for_pfn", "auto_movable_zone_for_pfn", "default_zone_for_pfn",
    "zone_for_pfn_range", "memmap_append", "memory_hotplug_add_sections", "parse_one",
    "do_early_param", "unknown_bootoption", "dash2underscore", "parameqn", "parameq",
    "cmdline_parse_movable_node", "setup_memhp_default_state", "removable_show",
    "phys_device_show", "arch_get_memory_phys_device", "memory_hotplug_free",
    "destroy_memory_block_devices", "xa_destroy", "memory_hotplug_alloc", "init_pgdat",
    "set_memmap_mode", "free_memory_block_leaves", "memmap_reserve"}
# MemoryNotifications is left out: the port's notifier counts with it, too.
SWIFT_FILES = [f"Sources/AutoMovable/{name}.swift" for name in [
    "Machine/HotplugMachine", "Machine/HotplugMachine+Add", "Machine/HotplugMachine+Blocks",
    "Machine/HotplugMachine+Online", "Machine/HotplugMachine+Remove",
    "Machine/HotplugMachine+Sections", "Machine/HotplugMachine+Spans",
    "Machine/HotplugMachine+Sysfs", "Machine/BlockTable", "Machine/EarlyBlocks",
    "Machine/EarlyRange", "Machine/EarlyZones", "Machine/MemoryBlock",
    "Machine/MemoryNotifier", "Machine/NodeExtent", "Machine/OnlinedBlocks",
    "Parameters/ModuleParameters", "Parameters/KernelNumber", "Parameters/SysfsText",
    "Parameters/Span+Sysfs", "Parameters/OnlineType",
    "State/MemoryGroupRegistry", "State/PageRange", "State/PartitionPoint",
    "Totals/MemoryModel", "Totals/MemoryModel+Decision",
    "Totals/MemoryModel+Groups", "Totals/MemoryModel+Nodes", "Totals/MemoryModel+Sections",
    "Totals/RatioSums"]]
# What is for callers from outside, who make states and models or read a command line
# themselves, and what comparisons of texts themselves go by.
SWIFT_SKIPPED = {
    "restore", "restoreGroup", "reset", "validateOrder", "addNode", "setZone",
    "adjustBlockCount", "nodeIndex", "groupPosition", "onlineSections", "offlineSections",
    "removeAll", "unregister", "setWithoutValue", "=="}


class Mutant:
    def __init__(self, path, line, what, text, function=""):
        self.path, self.line, self.what, self.text = path, line, what, text.strip()
        self.function = function
        self.number = 0

    @property
    def name(self):
        return f"{self.path}:{self.line}: {self.what}"

    @property
    def change(self):
        """What equivalent mutants are known by: lines move less than their numbers."""
        return f"{self.function}: {self.text} | {self.what}"


# MARK: C

def swapped(pairs):
    return {**pairs, **{new: old for old, new in pairs.items()}}


COMPARISONS = {"<": ["<=", ">"], ">": [">=", "<"], "<=": ["<", ">="], ">=": [">", "<="],
               "==": ["!="], "!=": ["=="]}
ARITHMETIC = {"+": ["-"], "-": ["+"], "*": ["+"], "/": ["*"], "%": ["/"], "&": ["|"],
              "|": ["&"], "<<": [">>"], ">>": ["<<"]}
ASSIGNMENTS = {"+=": "-=", "-=": "+=", "|=": "&=", "&=": "|=", ">>=": "<<=", "*=": "+="}
FIELDS = swapped({"start_pfn": "end_pfn", "present_kernel_pages": "present_movable_pages",
                  "zone_start_pfn": "spanned_pages", "node_start_pfn": "node_spanned_pages"})
FIELDS |= {"present_pages": "present_early_pages", "present_early_pages": "present_pages"}
NAMES = swapped({"MEM_ONLINE": "MEM_OFFLINE", "MEM_GOING_ONLINE": "MEM_GOING_OFFLINE",
                 "MEM_CANCEL_ONLINE": "MEM_CANCEL_OFFLINE", "MMOP_ONLINE": "MMOP_OFFLINE",
                 "MMOP_ONLINE_KERNEL": "MMOP_ONLINE_MOVABLE", "ALIGN": "ALIGN_DOWN",
                 "min": "max", "PFN_UP": "PFN_DOWN"})
CALLS = {"ALIGN", "ALIGN_DOWN", "min", "max", "PFN_UP", "PFN_DOWN"}
NAMES |= {"ZONE_MOVABLE": "ZONE_NORMAL", "EINVAL": "EBUSY", "EBUSY": "EINVAL",
          "EEXIST": "EINVAL", "E2BIG": "EINVAL", "ERANGE": "EINVAL", "ENOENT": "EINVAL",
          "EACCES": "EINVAL", "PAGES_PER_SECTION": "PAGES_PER_SUBSECTION",
          "PAGES_PER_SUBSECTION": "PAGES_PER_SECTION"}


class Edit:
    """A part of a file, what takes its place, and which parts of it are edited too."""

    def __init__(self, start, end, holes, template):
        self.start, self.end, self.holes, self.template = start, end, holes, template


class CFile:
    """The mutants of a file, found in the compiler's own tree of it."""

    def __init__(self, path, clang):
        self.path = path
        self.text = (ROOT / path).read_bytes()
        done = subprocess.run(
            [clang, "-std=gnu11", "-w", f"-I{ROOT}/CReference", f"-I{ROOT}/CReference/include",
             "-fsyntax-only", "-Xclang", "-ast-dump=json", str(ROOT / path)],
            stdout=subprocess.PIPE, check=True)
        self.mutants, self.edits, self.seen, self.functions = [], [], set(), []
        for node in json.loads(done.stdout)["inner"]:
            if node["kind"] == "FunctionDecl" and "includedFrom" not in node["loc"] \
                    and node.get("name") not in C_SKIPPED and "offset" in node["loc"]:
                for part in node.get("inner", []):
                    if part["kind"] == "CompoundStmt":
                        self.functions.append((*self.span(part), node["name"]))
                        self.walk(part, True)

    def span(self, node):
        """Where a node is, or None if a macro makes it."""
        ends = []
        for side in ("begin", "end"):
            place = node.get("range", {}).get(side, {})
            if "spellingLoc" in place:
                # The argument of a macro is spelled in the file.
                if not place["expansionLoc"].get("isMacroArgExpansion"):
                    return None
                place = place["spellingLoc"]
            if "offset" not in place or "includedFrom" in place:
                return None
            ends.append((place["offset"], place["tokLen"]))
        return ends[0][0], ends[1][0] + ends[1][1]

    def line(self, offset):
        return self.text.count(b"\n", 0, offset) + 1

    def add(self, span, what):
        number = self.line(span[0])
        mutant = Mutant(self.path, number, what, self.text.split(b"\n")[number - 1].decode(),
                        self.function(span[0]))
        self.mutants.append(mutant)
        return mutant

    def function(self, offset):
        return next(name for start, end, name in self.functions if start <= offset < end)

    def edit(self, span, holes, template):
        self.edits.append(Edit(*span, holes, template))

    def source(self, span):
        return self.text[span[0]:span[1]].decode()

    def walk(self, node, is_statement):
        kind = node.get("kind")
        if kind in (None, "ConstantExpr", "DesignatedInitExpr"):
            return
        inner = [child for child in node.get("inner", []) if child.get("kind")]
        span = self.span(node)
        if kind == "DeclStmt" and any(
                part.get("storageClass") == "static" for part in inner):
            return
        if span and (span, kind) not in self.seen:
            self.seen.add((span, kind))
            self.mutate(node, kind, span, inner, is_statement)
        for index, child in enumerate(inner):
            statement = kind == "CompoundStmt" or (
                kind == "IfStmt" and index > 0 or
                kind in ("ForStmt", "WhileStmt", "CaseStmt", "DefaultStmt", "LabelStmt")
                and index == len(inner) - 1)
            self.walk(child, statement)

    def mutate(self, node, kind, span, inner, is_statement):
        parts = [self.span(child) for child in inner]
        code = self.source(span)
        if is_statement and kind in ("CallExpr", "BinaryOperator", "CompoundAssignOperator",
                                     "UnaryOperator", "ContinueStmt", "BreakStmt", "GotoStmt"):
            is_jump = kind.endswith("Stmt")
            # An `else` behind it must not become that of the test.
            if not is_jump or not re.match(rb";\s*else\b", self.text[span[1]:]):
                mutant = self.add(span, f"without `{one_line(code)}`")
                self.edit(span, [span], lambda a, m=mutant, jump=is_jump:
                          f"if (!mutant({m.number})) {a}" if jump else
                          f"(mutant({m.number}) ? (void)0 : (void)({a}))")
        if kind == "BinaryOperator" and all(parts) and len(parts) == 2:
            operator = node["opcode"]
            if operator in ("&&", "||"):
                other = "||" if operator == "&&" else "&&"
                mutant = self.add((parts[0][1], span[1]), f"`{operator}` as `{other}`")
                test = ("mutant({}) ? !_a : _a" if operator == "&&" else "mutant({}) ? _a : !_a")
                self.edit(span, parts, lambda a, b, m=mutant, t=test:
                          f"({{ _Bool _a = !!({a}); if ({t.format(m.number)}) _a = !!({b}); _a; }})")
            elif operator in COMPARISONS | ARITHMETIC and (
                    operator in COMPARISONS or "*" not in node["type"]["qualType"]):
                mutants = [(new, self.add((parts[0][1], span[1]), f"`{operator}` as `{new}`"))
                           for new in (COMPARISONS | ARITHMETIC)[operator]]
                self.edit(span, parts, lambda a, b, ms=mutants, op=operator: (
                    f"({{ __auto_type _l{ms[0][1].number} = ({a}); "
                    f"__auto_type _r{ms[0][1].number} = ({b}); "
                    + "".join(f"mutant({m.number}) ? _l{ms[0][1].number} {new} "
                              f"_r{ms[0][1].number} : " for new, m in ms)
                    + f"_l{ms[0][1].number} {op} _r{ms[0][1].number}; }})"))
        elif kind == "CompoundAssignOperator" and all(parts) and node["opcode"] in ASSIGNMENTS:
            new = ASSIGNMENTS[node["opcode"]]
            mutant = self.add(span, f"`{node['opcode']}` as `{new}`")
            self.edit(span, parts, lambda a, b, m=mutant, n=new, op=node["opcode"]:
                      f"(mutant({m.number}) ? ({a} {n} {b}) : ({a} {op} {b}))")
        elif kind in ("IfStmt", "WhileStmt") and parts and parts[0]:
            mutant = self.add(parts[0], f"`{one_line(self.source(parts[0]))}` negated")
            self.edit(parts[0], [parts[0]], lambda a, m=mutant: f"(!!({a}) != mutant({m.number}))")
        elif kind == "IntegerLiteral" and re.fullmatch(r"\d+", code):
            new = "0" if code == "1" else str(int(code) + 1)
            mutant = self.add(span, f"`{code}` as `{new}`")
            self.edit(span, [], lambda m=mutant, old=code, new=new:
                      f"(mutant({m.number}) ? {new} : {old})")
        elif kind == "MemberExpr" and node.get("name") in FIELDS and parts and parts[0] \
                and "memory_notify" not in inner[0]["type"]["qualType"]:
            name = node["name"]
            mutant = self.add(span, f"`{name}` as `{FIELDS[name]}`")
            rest = self.text[parts[0][1]:span[1] - len(name)].decode()
            self.edit(span, parts, lambda a, m=mutant, name=name, rest=rest:
                      f"(*(mutant({m.number}) ? &{a}{rest}{FIELDS[name]} : &{a}{rest}{name}))")

    def names(self):
        """Names and calls of macros, which the tree doesn't have."""
        text = re.sub(r"/\*.*?\*/", lambda m: re.sub(r"[^\n]", " ", m.group()),
                      self.text.decode(), flags=re.S)
        for match in re.finditer(r"\b(" + "|".join(NAMES) + r")\b", text):
            line = text[text.rfind("\n", 0, match.start()) + 1:text.find("\n", match.start())]
            name, end = match.group(), match.end()
            is_call = text[end:].startswith("(")
            if re.match(r"\s*case |#|\S*static|extern|\t\[", line) \
                    or not self.holds(match.start()) or is_call != (name in CALLS):
                continue
            mutant = self.add((match.start(), end), f"`{name}` as `{NAMES[name]}`")
            if not is_call:
                self.edit((match.start(), end), [], lambda m=mutant, n=name:
                          f"(mutant({m.number}) ? {NAMES[n]} : {n})")
                continue
            depth, stop = 0, end
            while depth or stop == end:
                depth += {"(": 1, ")": -1}.get(text[stop], 0)
                stop += 1
            self.edit((match.start(), stop), [(end, stop)], lambda a, m=mutant, n=name:
                      f"(mutant({m.number}) ? {NAMES[n]}{a} : {n}{a})")

    def holds(self, offset):
        """Whether a place is in a function that is mutated."""
        return any(start <= offset < end for start, end, _ in self.functions)

    def render(self, start, end, edits):
        """A part of the file with the edits in it, which lie one in another."""
        out, position = [], start
        edits = sorted(edits, key=lambda e: (e.start, -e.end))
        index = 0
        while index < len(edits):
            edit = edits[index]
            rest = [e for e in edits[index + 1:] if e.start < edit.end]
            out.append(self.text[position:edit.start].decode())
            if any(e.end > edit.end for e in rest):
                raise ValueError(f"{self.path}:{self.line(edit.start)}: edits cross")
            holes = []
            for hole in edit.holes:
                inside = [e for e in rest if hole[0] <= e.start and e.end <= hole[1]]
                holes.append(self.render(*hole, inside))
            out.append(edit.template(*holes))
            position = edit.end
            index += 1 + len(rest)
        out.append(self.text[position:end].decode())
        return "".join(out)


def one_line(code):
    return re.sub(r"\s+", " ", code)[:60]


# MARK: Swift

SWIFT_NAMES = {
    "movable": "normal", "normal": "movable", "dma32": "normal", "online": "offline",
    "offline": "online", "onlineKernel": "onlineMovable", "onlineMovable": "onlineKernel",
    "goingOnline": "goingOffline", "goingOffline": "goingOnline", "cancelOnline": "cancelOffline",
    "cancelOffline": "cancelOnline", "alreadySo": "changed", "changed": "alreadySo",
    "notAddressable": "invalidText"}
PROPERTIES = [("startPFN", "endPFN"), ("endPFN", "startPFN"), ("presentPages", "spannedPages"),
              ("spannedPages", "presentPages")]
PRECEDENCE = {
    **dict.fromkeys(["<", ">", "<=", ">=", "==", "!="], "ComparisonPrecedence"),
    **dict.fromkeys(["+", "-", "&+", "&-", "|"], "AdditionPrecedence"),
    **dict.fromkeys(["*", "/", "%", "&*", "&"], "MultiplicationPrecedence"),
    **dict.fromkeys(["<<", ">>"], "BitwiseShiftPrecedence"),
    **dict.fromkeys(["+=", "-=", "&+=", "&-="], "AssignmentPrecedence"),
    "&&": "LogicalConjunctionPrecedence", "||": "LogicalDisjunctionPrecedence"}
SWIFT_OPERATORS = {**{op: COMPARISONS[op] for op in COMPARISONS},
                   "+": ["-"], "-": ["+"], "&+": ["&-"], "&-": ["&+"], "|": ["&"],
                   "*": ["/"], "/": ["*"], "%": ["/"], "&*": ["&+"], "&": ["|"],
                   "+=": ["-="], "-=": ["+="], "&+=": ["&-="], "&-=": ["&+="],
                   "<<": [">>"], ">>": ["<<"], "&&": ["||"], "||": ["&&"]}


class SwiftFile:
    """The mutants of a file, found by the look of its lines.

    Each operator gets one of its own, so that it needs no parentheses.
    """

    def __init__(self, path):
        self.path = path
        self.text = (ROOT / path).read_text()
        self.sites = []  # (line, start, end, mutants, function of numbers to text)
        lines = self.text.split("\n")
        code = re.sub(r"//[^\n]*", lambda m: " " * len(m.group()), self.text).split("\n")
        skipped = False
        for number, line in enumerate(code):
            if line.startswith("#if !hasFeature(Embedded)"):
                skipped = True
            if line.startswith("#endif"):
                skipped = False
            if skipped or self.function(number) in SWIFT_SKIPPED or re.match(r"\s*(import|public import|@|///|infix|prefix)|.*\bstatic let", line):
                continue
            self.mutate(number, line, lines)

    def function(self, number):
        """The function that a line is in, as far as its looks tell."""
        for line in reversed(self.text.split("\n")[:number + 1]):
            match = re.match(r"(?:  )?(?:[@\w()]+ )*(?:func (\w+|==)|(init|subscript)\b|var (\w+).*\{$)",
                             line)
            if match:
                return next(filter(None, match.groups()))
        return ""

    def add(self, number, start, end, whats, template):
        text, function = self.text.split("\n")[number], self.function(number)
        mutants = [Mutant(self.path, number + 1, what, text, function) for what in whats]
        self.sites.append((number, start, end, mutants, template))

    def mutate(self, number, line, lines):
        is_case = re.match(r"\s*(case|default)\b.*:", line) or re.match(r"\s*(case|default)\b", line)
        is_declaration = re.search(r"\b(func|init|subscript)\b.*\(|^\s*(public |private |package |fileprivate |@usableFromInline )*(var|let) \w+:|enum|struct|extension", line)
        if not is_declaration and not is_case:
            for match in re.finditer(r"(?<= )([-+*/%<>=!&|]{1,3})(?=\s|$)", line):
                operator = match.group(1)
                if operator not in SWIFT_OPERATORS or not line[:match.start()].strip() and operator not in ("&&", "||", "+", "-", "&+", "&-", "==", "*", "/"):
                    continue
                news = SWIFT_OPERATORS[operator]
                self.add(number, *match.span(1), [f"`{operator}` as `{new}`" for new in news],
                         ("operator", operator, news))
            for match in re.finditer(r"(?<![\w.\"#$])(\d+)(?![\w.\"])", line):
                new = "0" if match.group() == "1" else str(int(match.group()) + 1)
                self.add(number, *match.span(), [f"`{match.group()}` as `{new}`"],
                         ("ternary", match.group(), new))
            for match in re.finditer(r"\b(true|false)\b", line):
                new = "false" if match.group() == "true" else "true"
                self.add(number, *match.span(), [f"`{match.group()}` as `{new}`"],
                         ("ternary", match.group(), new))
            for match in re.finditer(r"(?<![\w.])(min|max)(?=\()", line):
                new = "max" if match.group() == "min" else "min"
                self.add(number, *match.span(), [f"`{match.group()}` as `{new}`"],
                         ("function", match.group(), new))
            for old, new in PROPERTIES:
                for match in re.finditer(rf"(?<=[\w\])]\.){old}\b(?!:)(?! &?[-+]?= )", line):
                    self.add(number, *match.span(), [f"`{old}` as `{new}`"],
                             ("property", old, new))
            for match in re.finditer(r"(?<![\w\])])\.(" + "|".join(SWIFT_NAMES) + r")\b(?![(:])", line):
                new = SWIFT_NAMES[match.group(1)]
                self.add(number, *match.span(), [f"`{match.group()}` as `.{new}`"],
                         ("ternary", match.group(), "." + new))
            match = re.search(r"\bthrow (\.\w+)$", line.rstrip(" }"))
            if match and match.group(1)[1:] not in SWIFT_NAMES:
                self.add(number, *match.span(1), ["another error"],
                         ("ternary", match.group(1), ".notAddressable"))
            for match in re.finditer(r"(?<=[\s(,])!(?=[\w.]+(\([^()]*\))?(\s|,|$))([\w.]+(\([^()]*\))?)", line):
                self.add(number, *match.span(), [f"without `!` of `{match.group(2)}`"],
                         ("negation", match.group(), None))
        for match in re.finditer(r"^(\s*(?:\} else )?(?:if|guard|while) )(.*?)( else \{.*| \{.*)?$", line):
            position = match.start(2)
            for clause in split_clauses(match.group(2)):
                stripped = clause.strip().rstrip(",")
                start = position + clause.index(stripped) if stripped else position
                position += len(clause)
                if not stripped or re.match(r"(let|var|case|true)\b|#", stripped) or stripped.count("(") != stripped.count(")"):
                    continue
                self.add(number, start, start + len(stripped), [f"`{stripped[:50]}` negated"],
                         ("clause", stripped, None))
        match = re.match(r"^(\s+)((?:try )?[\w.\[\]: ()<$]*?(?: (?:&[-+]|[-+])?= .*|\(.*\)|\bcontinue|\bbreak))$", line)
        if match and not re.match(r"\s*(let|var|return|case|public|private|guard|if|for|while|throw|self = |self\.\w+ = |\}|func|default|\.|else|init|mutating|static)", line) \
                and balanced(line) and not deeper(lines, number) and starts_statement(lines, number):
            self.add(number, len(match.group(1)), len(line.rstrip()),
                     [f"without `{match.group(2)[:50]}`"], ("statement", match.group(2), None))

    def render(self, dropped, operators):
        """The file with its mutants but for those dropped."""
        lines = self.text.split("\n")
        by_line = collections.defaultdict(list)
        for site in self.sites:
            if site[3][0] not in dropped:
                by_line[site[0]].append(site)
        for number, sites in by_line.items():
            lines[number] = render_line(lines[number], 0, len(lines[number]),
                                        sorted(sites, key=lambda s: (s[1], -s[2])), operators)
        text = "\n".join(lines)
        return text.replace("// SPDX-License-Identifier: MIT\n",
                            "// SPDX-License-Identifier: MIT\n\npublic import Mutants\n", 1)


def render_line(line, start, end, sites, operators):
    out, position, index = [], start, 0
    while index < len(sites):
        _, first, last, mutants, (kind, old, new) = sites[index]
        inner = [s for s in sites[index + 1:] if s[1] < last]
        index += 1 + len(inner)
        out.append(line[position:first])
        position = last
        number = mutants[0].number
        body = render_line(line, first, last, [s for s in inner if s[2] <= last], operators)
        if kind == "operator":
            out.append(operators.operator(old, new, [m.number for m in mutants]))
        elif kind == "ternary":
            out.append(f"(mutant({number}) ? {new} : {old})")
        elif kind == "function":
            out.append(operators.function(old, new, number))
        elif kind == "property":
            out.append(operators.property(old, new, number))
        elif kind in ("negation", "clause"):
            out.append(f"(mutant({number}) != ({body}))")
        elif kind == "statement":
            out.append(f"if !mutant({number}) {{ {body} }}")
    out.append(line[position:end])
    return "".join(out)


def split_clauses(text):
    clauses, depth, start = [], 0, 0
    for index, character in enumerate(text):
        depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(character, 0)
        if character == "," and depth == 0:
            clauses.append(text[start:index + 1])
            start = index + 1
    return clauses + [text[start:]]


def balanced(line):
    return all(line.count(a) == line.count(b) for a, b in ("()", "[]", "{}"))


def indent(line):
    return len(line) - len(line.lstrip())


def deeper(lines, number):
    """Whether the statement goes on in the next line."""
    following = lines[number + 1] if number + 1 < len(lines) else ""
    return bool(following.strip()) and indent(following) > indent(lines[number])


def starts_statement(lines, number):
    """Whether the line before has ended."""
    before = lines[number - 1].rstrip()
    return not re.search(r"(,|\(|[-+*/%<>=&|?]|\belse|\breturn)$", before) \
        and not (before.strip() and indent(before) < indent(lines[number])
                 and not re.search(r"(\{|\bin|:)$", before))


class Operators:
    """Declarations of what mutants are made with."""

    def __init__(self):
        self.lines = []

    def operator(self, old, news, numbers):
        name = "".join(chr(0x2200 + part) for part in divmod(numbers[0], 250))
        precedence = PRECEDENCE[old]
        choice = "".join(f"if mutant({n}) {{ return l {new} r }}; "
                         for new, n in zip(news, numbers))
        head = "@inlinable @inline(__always) public"
        self.lines.append(f"infix operator {name} : {precedence}")
        if old in ("&&", "||"):
            self.lines.append(
                f"{head} func {name} (l: Bool, _ right: @autoclosure () throws -> Bool) rethrows "
                f"-> Bool {{ if mutant({numbers[0]}) {{ return try l {news[0]} right() }}; "
                f"return try l {old} right() }}")
        elif precedence == "AssignmentPrecedence":
            self.lines.append(
                f"{head} func {name} <T: FixedWidthInteger>(l: inout T, r: T) "
                f"{{ if mutant({numbers[0]}) {{ l {news[0]} r; return }}; l {old} r }}")
        elif precedence == "ComparisonPrecedence":
            needs = "Equatable" if old in ("==", "!=") else "Comparable"
            self.lines.append(f"{head} func {name} <T: {needs}>(l: T, r: T) -> Bool "
                              f"{{ {choice}return l {old} r }}")
        else:
            self.lines.append(f"{head} func {name} <T: FixedWidthInteger>(l: T, r: T) -> T "
                              f"{{ {choice}return l {old} r }}")
        return name

    def function(self, old, new, number):
        name = f"{old}_{number}"
        self.lines.append(
            f"@inlinable @inline(__always) public func {name}<T: Comparable>(_ l: T, _ r: T) -> T "
            f"{{ mutant({number}) ? {new}(l, r) : {old}(l, r) }}")
        return name

    def property(self, old, new, number):
        for type_ in (["PageRange", "Zone", "NodeExtent"] if "PFN" in old else ["Zone", "NodeExtent"]):
            self.lines.append(
                f"extension {type_} {{ @inlinable public var {old}_{number}: UInt64 "
                f"{{ mutant({number}) ? {new} : {old} }} }}")
        return f"{old}_{number}"


# MARK: Building

MUTANTS_H = """#include <stdbool.h>
extern int automovable_mutant;
static inline bool mutant(int number) { return automovable_mutant == number; }
"""
MUTANTS_C = """#include <stdlib.h>
#include "Mutants.h"
int automovable_mutant;
__attribute__((constructor)) static void choose(void)
{
\tconst char *text = getenv("AUTOMOVABLE_MUTANT");
\tautomovable_mutant = text ? atoi(text) : 0;
}
"""


def make_tree(c_files, swift_files):
    """Writes the package with all mutants in it."""
    TREE.mkdir(parents=True, exist_ok=True)
    for name in ("Sources", "CReference"):
        subprocess.run(["rsync", "-a", "--delete", "--checksum", f"{ROOT}/{name}", str(TREE)],
                       check=True) if shutil.which("rsync") else copy(ROOT / name, TREE / name)
    for name in ("Tests", "Examples"):
        if not (TREE / name).is_symlink():
            (TREE / name).symlink_to(ROOT / name)
    manifest = (ROOT / "Package.swift").read_text()
    manifest = manifest.replace("  .strictMemorySafety(),\n  .treatAllWarnings(as: .error),\n", "")
    manifest = manifest.replace(
        '.target(name: "AutoMovable", swiftSettings',
        '.target(name: "Mutants"),\n    .target(name: "AutoMovable", dependencies: ["Mutants"], '
        'swiftSettings')
    # A variable that isn't set any more must not happen to be what it was, and where there
    # is nothing a mistake has to crash, not to be taken for something that can't be.
    manifest = manifest.replace(
        'name: "CReference", path: "CReference", exclude: ["COPYING", "README.md"]',
        'name: "CReference", dependencies: ["Mutants"], path: "CReference", '
        'exclude: ["COPYING", "README.md"], '
        'cSettings: [.unsafeFlags(["-w", "-ftrivial-auto-var-init=pattern", '
        '"-fno-delete-null-pointer-checks"])]')
    (TREE / "Package.swift").write_text(manifest)
    if (ROOT / "Package.resolved").exists():
        shutil.copy(ROOT / "Package.resolved", TREE)
    include = TREE / "Sources/Mutants/include"
    include.mkdir(parents=True, exist_ok=True)
    write(include / "Mutants.h", "#pragma once\n" + MUTANTS_H)
    write(TREE / "Sources/Mutants/mutants.c", MUTANTS_C)
    for file in c_files:
        edits = [e for e in file.edits]
        text = '#include "Mutants.h"\n' + file.render(0, len(file.text), edits)
        write(TREE / file.path, text)
    write_swift(swift_files, set())


def digest(flags):
    """A digest of all that the tool is built from."""
    made = hashlib.sha256(repr(flags).encode())
    for path in sorted([HERE / "histories.py", ROOT / "Package.swift",
                        *ROOT.glob("Sources/**/*"), *ROOT.glob("CReference/**/*")]):
        if path.is_file():
            made.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return made.hexdigest()


def copy(source, target):
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)


def write(path, text):
    """Writes a file unless it says that already, so that builds are short."""
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


def write_swift(swift_files, dropped):
    operators = Operators()
    for file in swift_files:
        write(TREE / file.path, file.render(dropped, operators))
    write(TREE / "Sources/AutoMovable/State/MutantOperators.swift",
          "public import Mutants\n\n" + "\n".join(operators.lines) + "\n")


def weed_swift(swift_files):
    """Drops the mutants that don't compile, and returns them."""
    dropped = set()
    for _ in range(40):
        sources = sorted(str(path) for path in (TREE / "Sources/AutoMovable").glob("*/*.swift"))
        done = subprocess.run(
            ["swiftc", "-emit-sil", "-o", os.devnull, "-wmo", "-parse-as-library", "-swift-version", "6",
             "-suppress-warnings", "-package-name", "automovable", "-module-name", "AutoMovable",
             "-enable-upcoming-feature", "ExistentialAny",
             "-enable-upcoming-feature", "InternalImportsByDefault",
             "-enable-upcoming-feature", "MemberImportVisibility",
             "-Xcc", f"-fmodule-map-file={TREE}/Mutants.modulemap", *sources],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if done.returncode == 0:
            return dropped
        errors = set(re.findall(r"^(\S+?\.swift):(\d+):\d+: error", done.stdout, flags=re.M))
        before = len(dropped)
        for path, line in errors:
            line = int(line) - 3  # of the import, and counted from 0
            for file in swift_files:
                if path.endswith(file.path):
                    sites = [s for s in file.sites if s[3][0] not in dropped]
                    # A return is missed at the end of the function.
                    near = [s for s in sites if s[0] == line] or \
                        [s for s in sites if line - 12 <= s[0] < line
                         and s[4][0] == "statement"][-1:] or \
                        [s for s in sites if line - 2 <= s[0] <= line + 6]
                    dropped.update(m for s in near for m in s[3])
        if len(dropped) == before:
            print(done.stdout[-3000:], file=sys.stderr)
            sys.exit(2)
        write_swift(swift_files, dropped)
    sys.exit("histories.py: the Swift core with its mutants can't be built")


# MARK: Judging

def run(number, words, seconds):
    environment = {**os.environ, "SWIFT_BACKTRACE": "enable=no", "AUTOMOVABLE_MUTANT": str(number)}
    try:
        status = subprocess.run(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                timeout=IDLE_SECONDS, env=environment,
                                preexec_fn=lambda: limit(seconds)).returncode
        return "hang" if status == -signal.SIGXCPU else status
    except subprocess.TimeoutExpired:
        return "hang"


def limit(seconds):
    resource.setrlimit(resource.RLIMIT_AS, (16 << 30, 16 << 30))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))


def verdict(status):
    """How a run tells the mutant apart, or None."""
    if status == "hang":
        return "hang"
    if status < 0:
        return "crash"
    return {0: None, 1: "answer"}.get(status, "error")


def histories(tool, number, words, cases, folder):
    """The history that tells the mutant apart, or how the run ended otherwise."""
    report = folder / "report.json"
    report.unlink(missing_ok=True)
    started = time.monotonic()
    how = verdict(run(number, [tool, "diff", "--model", "histories", "--cases", str(cases),
                               "--jobs", "1", "--fail-fast", "--report", str(report), *words],
                      SECONDS * max(1, cases // CASES)))
    if how == "answer":
        seconds = time.monotonic() - started
        found = json.loads(report.read_text())["history_divergences"][0]
        return found["case"] + 1, found["strategy"], seconds
    return (how, None, None) if how else None


def judge(tool, mutant, options, folder):
    def compare(words, cases=CASES):
        return histories(tool, mutant.number, words, cases, folder)

    judges = {
        "histories": lambda: compare([]) or compare(["--strategy", "odd-boots"])
        or (compare([], MORE_CASES) if options.more else None),
        "traces": lambda: verdict(run(
            mutant.number, [tool, "verify", "--with", "both", *options.traces], SECONDS)),
        "captures": lambda: verdict(run(
            mutant.number, [tool, "replay", *options.captures], SECONDS)),
        "totals": lambda: compare(["--of", "totals", "--against", "c"])
        if mutant.path.endswith(".swift") and not result["histories"] else None}
    result = dict.fromkeys(judges)
    for name, ask in judges.items():
        if not (options.first and any(result.values())):
            result[name] = ask()
    return result


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--language", choices=["c", "swift"])
    parser.add_argument("--only", default="")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--sample", type=int, default=1)
    parser.add_argument("--offset", type=int, default=0)
    parser.add_argument("--again")
    parser.add_argument("--output")
    parser.add_argument("--seconds", type=float)
    parser.add_argument("--more", action="store_true")
    parser.add_argument("--first", action="store_true")
    parser.add_argument("--prepare", action="store_true")
    parser.add_argument("--traces", nargs="*",
                        default=sorted(map(str, (ROOT / "Vectors/traces").glob("*.jsonl"))))
    parser.add_argument("--captures", nargs="*",
                        default=sorted(map(str, (ROOT / "Vectors/live").glob("*.jsonl"))))
    options = parser.parse_args()

    clang = Path(shutil.which("swiftc")).resolve().parent / "clang"
    c_files = [CFile(path, str(clang)) for path in C_FILES]
    for file in c_files:
        file.names()
        file.edits = without_crossing(file)
    swift_files = [SwiftFile(path) for path in SWIFT_FILES]
    mutants = [m for file in c_files for m in file.mutants] + \
        [m for file in swift_files for site in file.sites for m in site[3]]
    for number, mutant in enumerate(mutants, 1):
        mutant.number = number
    unknown = set(read_reasons()) - {m.change for m in mutants}
    if unknown:
        print("histories.py: equivalent.json has what is no mutant:", *sorted(unknown),
              sep="\n  ", file=sys.stderr)
        return 2
    flags = os.environ.get("MUTANT_BUILD_FLAGS", "").split()
    source = digest(flags)
    built = json.loads(BUILT.read_text()) if BUILT.exists() else {}
    is_built = built.get("source") == source
    if is_built:
        dropped = set(built["dropped"])
    else:
        BUILT.unlink(missing_ok=True)
        make_tree(c_files, swift_files)
        (TREE / "Mutants.modulemap").write_text(
            f'module Mutants {{ header "{TREE}/Sources/Mutants/include/Mutants.h" export * }}\n')
        dropped = {m.number for m in weed_swift(swift_files)}
    mutants = [m for m in mutants if m.number not in dropped]
    print(f"{len(mutants)} mutants ({sum(m.path.endswith('.c') for m in mutants)} of the port); "
          f"{len(dropped)} more don't compile", flush=True)
    if options.list:
        print("\n".join(f"{m.number} {m.name}" for m in mutants))
        return 0
    if not is_built:
        done = subprocess.run(["swift", "build", "-c", "release", "--product", "automovable",
                               "--package-path", str(TREE), "--scratch-path",
                               str(TREE.parent / "build"), *flags])
        if done.returncode:
            return 2
        BUILT.write_text(json.dumps({"source": source, "dropped": sorted(dropped)}))
    if options.prepare:
        return 0
    with tempfile.TemporaryDirectory() as folder:
        return judge_all(mutants, options, Path(folder))


def judge_all(mutants, options, folder):
    tool = str(TREE.parent / "build/release/automovable")
    none = Mutant("none.swift", 0, "nothing", "")
    unchanged = judge(tool, none, options, folder)
    if any(unchanged.values()):
        print(f"histories.py: the unchanged code is told apart from itself: {unchanged}",
              file=sys.stderr)
        return 2
    reasons = read_reasons()
    chosen = [m for m in mutants if options.only in m.name
              and (not options.language or m.path.endswith("." + options.language))]
    if options.first:
        chosen.sort(key=lambda m: m.change in reasons)
    chosen = chosen[options.offset::options.sample]
    if options.again:
        names = {r["change"] for r in json.loads(Path(options.again).read_text())
                 if not is_killed(r) or slow(r)}
        chosen = [m for m in chosen if m.change in names]
    results, started = [], time.monotonic()
    for mutant in chosen:
        if options.seconds and time.monotonic() - started > options.seconds:
            break
        result = {"name": mutant.name, "change": mutant.change,
                  "reason": reasons.get(mutant.change), **judge(tool, mutant, options, folder)}
        results.append(result)
        if len(results) % 20 == 0:
            save(results, options.output)
        if not is_killed(result) and not result["reason"]:
            print(f"SURVIVES {mutant.name}    {mutant.text}", flush=True)
        elif slow(result):
            print(f"SLOW {mutant.name}    {mutant.text}    {result['histories']}", flush=True)
        elif is_killed(result) and not result["histories"] and not result["totals"]:
            print(f"NO HISTORY {mutant.name}    {mutant.text}", flush=True)
    save(results, options.output)
    survivors = {r["change"] for r in results if not is_killed(r)}
    for change in sorted({r["change"] for r in results if r["reason"]} - survivors):
        print(f"KILLED although it is listed as equivalent: {change}")
    return summarize(results)


def save(results, path):
    """Writes the report, whole even if the run ends meanwhile."""
    if path:
        Path(path + ".new").write_text(json.dumps(results, indent=1))
        os.replace(path + ".new", path)


def read_reasons():
    """Why mutants are equivalent, by function, line and change."""
    return json.loads((HERE / "equivalent.json").read_text()).get("histories", {})


def is_killed(result):
    return any(result[key] for key in ("traces", "captures", "histories", "totals"))


def slow(result):
    found = result["histories"]
    return bool(found) and not isinstance(found[0], str) and (
        found[0] > CASES or found[2] > SLOW_SECONDS)


def summarize(results):
    for language in (".c", ".swift"):
        own = [r for r in results if r["name"].split(":")[0].endswith(language)]
        killed = [r for r in own if is_killed(r)]
        equivalent = [r for r in own if not is_killed(r) and r["reason"]]
        numbers = sorted(0 if isinstance(r["histories"][0], str) else r["histories"][0]
                         for r in killed if r["histories"])
        print(f"{language[1:]}: {len(own)} tried, {len(killed)} killed: "
              + ", ".join(f"{sum(bool(r[key]) for r in own)} by {key}"
                          for key in ("traces", "captures", "histories", "totals"))
              + f"; {len(equivalent)} equivalent, {len(own) - len(killed) - len(equivalent)} survive")
        if numbers:
            print("  histories to kill: " + ", ".join(
                f"{sum(n <= limit for n in numbers)} within {limit:,}"
                for limit in (10, 100, 1_000, 10_000, 100_000))
                + f"; median {numbers[len(numbers) // 2]}")
        found = [r["histories"] or r["totals"] for r in killed]
        times = sorted(f[2] for f in found if f and f[2] is not None)
        if times:
            print("  from the start of the run to the shrunk divergence: median "
                  f"{1000 * times[len(times) // 2]:.0f} ms, 90 % within "
                  f"{1000 * times[len(times) * 9 // 10]:.0f} ms, slowest {1000 * times[-1]:.0f} ms, "
                  f"of {len(times)}")
    return 1 if any(not is_killed(r) and not r["reason"] for r in results) else 0


def without_crossing(file):
    """Edits that lie one in another; the later ones of those that cross are left out."""
    kept = []
    for edit in sorted(file.edits, key=lambda e: (e.start, -e.end)):
        if not any(k.start < edit.start < k.end < edit.end for k in kept):
            kept.append(edit)
    return kept


if __name__ == "__main__":
    sys.exit(main())
