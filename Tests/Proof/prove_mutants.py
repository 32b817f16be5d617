# SPDX-License-Identifier: MIT
"""Puts the mutants of `make mutants` to the proof; see docs/proof.md.

A mutant is refuted if a query has a model, with all that is known; proven if all theorems
about what it changes are proven, or if its code is the same; and open otherwise. Ends with
1 if one that is called equivalent is refuted, or one that isn't is proven and not listed
below.
"""

import argparse
import collections
import importlib.util
import itertools
import json
import re
import shutil
import subprocess
import sys

import terms
from build import ROOT, Programs, compile_core, compile_port
from core import NAMES
from ir import Unsupported
from prove import BUILD
from solver import Facts, refute
from theorems import COMMON, all_theorems

# The function that theorems are about, by the start of their names; what it calls is
# another theorem's if it is here too.
PORT = {
    "auto_movable_can_online_movable": ("can_online_movable ",),
    "zone_for_pfn_range": ("decision ",),
    "memmap_find": ("memmap_find",),
}
CORE = {
    "ratio": ("RatioTest ",),
    "decide": ("decision ",),
    "unit": ("UnitContents",),
    "first run": ("firstIndex",),
    "zone": ("kernelZone",),
    "searched zone": ("searchedKernelZone",),
    "search": ("searchedIndex",),
}
UNIT = r"12UnitContentsO2of2in_"
# After so many queries without an answer a theorem is open.
PATIENCE = 3
# As the prover's, but shorter: most mutants are refuted at once.
PLAN = ((1, 2), (2, 4), (99, 10))


def adequacy():
    path = ROOT / "Tests" / "Adequacy" / "mutants.py"
    spec = importlib.util.spec_from_file_location("adequacy", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module, json.loads((path.parent / "equivalent.json").read_text())


def plain(lines):
    """A function's text without the numbers of metadata and attributes."""
    return [re.sub(r", ![\w.]+ !\d+| #\d+\b|, !\w+ !\{.*?\}", "", line) for line in lines]


def reached(module, name, others):
    """The text of a function and of all that it calls, but for others."""
    found, todo = {}, [name]
    while todo:
        here = todo.pop()
        if here in found or here not in module.text or here in others and here != name:
            continue
        found[here] = plain(module.text[here][1:])
        called = re.findall(r'@"([^"]+)"|@([-\w.$]+)', "\n".join(module.text[here][1:]))
        todo += [a or b for a, b in called]
    return found


def roots(programs, is_port):
    """Which theorems are about which function."""
    if is_port:
        return programs.port, {n: starts for n, starts in PORT.items()}
    core, names = programs.core, {}
    for name, starts in CORE.items():
        if name == "unit":
            calls = "\n".join(core.text[core.find(NAMES["decide"])])
            (found,) = {n for n in re.findall(r'@"([^"]+)"', calls) if re.search(UNIT, n)}
        else:
            found = core.find(NAMES[name])
        names[found] = starts
    return [core], names


def changed_theorems(programs, others, is_port):
    """The theorems that a mutant concerns, those first that tell most apart."""
    modules, names = roots(programs, is_port)
    theirs, other_names = roots(others, is_port)
    by_starts = {starts: name for name, starts in other_names.items()}
    starts_ = []
    for name, starts in names.items():
        ours = [reached(m, name, names) for m in modules]
        if ours != [reached(m, by_starts[starts], other_names) for m in theirs]:
            starts_ += starts
    found = [t for t in all_theorems() if t.name.startswith(tuple(starts_))]
    order = ("block", "dynamic node", "dynamic", "none", "static", "unit")
    rank = lambda t: next((k for k, word in enumerate(order) if word in t.name), 0)
    return sorted(found, key=rank)


def asked(theorem, programs):
    """What is known, and the queries, with names that don't depend on what was asked before."""
    terms.unknown = itertools.count()
    facts, queries, _ = theorem.queries(programs)
    return facts, queries


def key(query):
    return tuple(fact.get_id() for fact in query.path), query.bad.get_id()


class Unchanged:
    """The queries of the code as it is, which `make prove` proves."""

    def __init__(self, programs):
        self.programs, self.queries, self.keys = programs, {}, {}

    def of(self, theorem):
        if theorem.name not in self.queries:
            # Kept, so that no number is given to another term.
            self.queries[theorem.name] = asked(theorem, self.programs)[1]
            self.keys[theorem.name] = set(map(key, self.queries[theorem.name]))
        return self.keys[theorem.name]


def outcome(theorem, programs, unchanged):
    """Whether a theorem is "refuted", "proven" or "open", and by which query. Only queries
    that the code as it is doesn't come to are asked."""
    before = unchanged.of(theorem)
    try:
        facts, queries = asked(theorem, programs)
    except (Unsupported, KeyError, ValueError) as error:
        return "open", "not translated: %s" % error
    known, unknown = Facts(facts, COMMON), []
    queries = [q for q in queries if key(q) not in before]
    queries.sort(key=lambda q: not q.label.startswith(("result", "the words", "invariant")))
    for query in queries:
        answer = refute(known, query.path, query.bad, PLAN).outcome
        if answer == "refuted":
            return "refuted", query.label
        if answer != "proven":
            unknown.append(query.label)
            if len(unknown) == PATIENCE:
                break
    return ("open", unknown[0]) if unknown else ("proven", "%d other queries" % len(queries))


def judge(mutant, programs, place, unchanged):
    """What becomes of a mutant, and where."""
    is_port = mutant.path.startswith("CReference")
    top = "/".join(mutant.path.split("/")[: 1 if is_port else 2])
    shutil.rmtree(place / top, ignore_errors=True)
    shutil.copytree(ROOT / top, place / top)
    (place / mutant.path).write_text(mutant.text)
    try:
        if is_port:
            others = Programs(*compile_port(place / top, place), programs.core)
        else:
            others = Programs(programs.port, programs.place, compile_core(place / top, place))
    except subprocess.CalledProcessError:
        return "doesn't compile", ""
    try:
        theorems = changed_theorems(programs, others, is_port)
    except (Unsupported, ValueError) as error:
        return "open", "not translated: %s" % error
    results = {}
    for theorem in theorems:
        result, where = outcome(theorem, others, unchanged)
        if result == "refuted":
            return result, "%s: %s" % (theorem.name, where)
        results.setdefault(result, "%s: %s" % (theorem.name, where))
    if "open" in results:
        return "open", results["open"]
    return ("proven", "%d theorems" % len(theorems)) if theorems else ("proven", "the same code")


def main():
    parser = argparse.ArgumentParser(description="Puts mutants of decisions to the proof.")
    parser.add_argument("--language", choices=["c", "swift"], default="c")
    parser.add_argument("--only", default="", help="mutants whose names contain this")
    parser.add_argument(
        "--shard", default="1/1", metavar="I/N", help="every N-th, from the I-th on"
    )
    parser.add_argument("--equivalent", action="store_true", help="only those that are called so")
    options = parser.parse_args()
    rules, equivalent = adequacy()
    if options.language == "c":
        mutants = [
            m for p, a, b in rules.C_REGIONS for m in rules.mutants_of(p, rules.C_RULES, a, b)
        ]
    else:
        mutants = [m for p in rules.SWIFT_FILES for m in rules.mutants_of(p, rules.SWIFT_RULES)]
    reasons = equivalent[options.language]
    first, step = map(int, options.shard.split("/"))
    mutants = [m for m in mutants if options.only in m.name][first - 1 :: step]
    if options.equivalent:
        mutants = [m for m in mutants if m.change in reasons]
    programs = Programs.compiled(BUILD / "ir")
    place = BUILD / "mutant"
    place.mkdir(exist_ok=True)
    counts, wrong, unchanged = collections.Counter(), 0, Unchanged(programs)
    for mutant in mutants:
        result, where = judge(mutant, programs, place, unchanged)
        is_equivalent = mutant.change in reasons
        is_wrong = result in ("refuted" if is_equivalent else "proven",)
        wrong += is_wrong
        counts[result + " and called equivalent" * is_equivalent] += 1
        mark = "!! " * is_wrong
        print("%s%-8s %s (%s)" % (mark, result, mutant.name.split("/")[-1], where), flush=True)
    print(", ".join("%d %s" % (n, text) for text, n in counts.most_common()))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
