# SPDX-License-Identifier: MIT
"""Puts the mutants of `make mutants` to the proof; see docs/proof.md.

A mutant is refuted if a query has a model, with all that is known; proven if all theorems
about what it changes are proven, or if its code is the same; and open otherwise, as where
the invariants speak of another loop. First a machine is looked for on which it shows, its
numbers as small as can be, and the compiled code has to answer otherwise there: such a
vector refutes what is open, too, and then fewer queries are asked. Ends with 1 if a mutant that is
called equivalent, or that no decision shows, isn't proven to be; or if another one isn't
refuted or has no vector.
"""

import argparse
import collections
import contextlib
import importlib.util
import itertools
import json
import os
import re
import shutil
import subprocess
import sys

import z3

import terms
from apart import apart, program
from build import ROOT, Programs
from core import NAMES
from ir import Unsupported
from mutants import changed, shows, vector
from prove import BUILD
from same import same_theorems
from search import Search
from solver import SHORT, Facts, refute
from theorems import COMMON, all_theorems
from translation import compile_execution

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
# What no decision shows that can be asked for, by what a line becomes. It has to be proven
# as what is called equivalent is; `make mutants` kills it by questions beyond.
BEYOND = (
    # Runs are whole sections.
    " ALIGN_DOWN(min(run->start_pfn, end_pfn),",
    " ALIGN_DOWN(min(run->end_pfn, end_pfn), PAGES_PER_SECTION) - pfn;",
    # A node that is asked about is possible, or it is NUMA_NO_NODE.
    "if (nid <= NUMA_NO_NODE) {",
    "if (nid < 0 || nid > MAX_NUMNODES)",
    "if (nid < 0 || nid == MAX_NUMNODES)",
    "if (nid < 0 && nid >= MAX_NUMNODES)",
    # No caller looks at what a walk returns.
    "return (__typeof__(ret))0;",
)
# What reads behind a node's zones, where a decision's machine has nothing: it is refuted as
# an access out of bounds, and no vector shows it.
OUT_OF_BOUNDS = ("for (i = 0; i <= MAX_NR_ZONES; i++) {",)
# Of a mutant that a vector shows, so many queries are asked of each theorem.
MOST = 100
# The machines that a mutant may show on, small ones first, and the seconds of a processor
# that the search for one may take.
SHAPES = (
    {"nodes": (0,)},
    {"nodes": (0,), "groups": ("static",), "target": 0},
    {"nodes": (0, 1)},
    {"nodes": (0,), "nid": 1},
    {"nodes": (0,), "groups": ("dynamic",)},
    {"nodes": (0,), "groups": ("dynamic", "dynamic")},
    {"nodes": (0,), "groups": ("dynamic",), "target": 0},
    {"nodes": (0,), "groups": ("dynamic",), "target": 0, "runs": 1},
    {"nodes": (0,), "groups": ("dynamic", "dynamic"), "target": 0},
    {"nodes": (0,), "groups": ("dynamic", "dynamic"), "target": 1},
    {"nodes": (0,), "groups": ("dynamic",), "target": 0, "runs": 2},
)
SEARCH_SECONDS = 600
# And those that a theorem may take of a mutant that a vector shows, and of another.
SHOWN_SECONDS, THEOREM_SECONDS = 120, 1200
COMPILES_NOT = "doesn't compile"
# What is raised where code is of a kind that the translator doesn't know.
UNTRANSLATED = (Unsupported, KeyError, ValueError, z3.Z3Exception)
COMPARED = ("decision ", "kernelZone")
OPEN = {"refuted": "refuted", "unknown": "open"}


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


def about(shown):
    """Whether a theorem is about the memory that a vector asks about."""
    query, groups = shown["query"], {g["mgid"]: g for g in shown["groups"]}
    group = groups.get(query.get("mgid"))
    if group is None:
        words = {"none"}
    elif not group["is_dynamic"]:
        words = {"static"}
    else:
        words = {"dynamic", "block" if group["unit_pages"] == query["nr_pages"] else "unit"}
    others = {"none", "static", "dynamic", "block", "unit"} - words
    return lambda theorem: not others.intersection(theorem.name.split())


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


def outcome(theorem, programs, unchanged, most=None):
    """Whether a theorem is "refuted", "proven" or "open", and by which query. Only queries
    that the code as it is doesn't come to are asked, and not more of them than `most`."""
    try:
        facts, queries = asked(theorem, programs)
        known, unknown = Facts(facts, COMMON), []
        queries = [q for q in queries if key(q) not in unchanged.of(theorem)]
        queries.sort(key=lambda q: not q.label.startswith(("result", "the words", "invariant")))
        if most is not None and len(queries) > most:
            unknown.append("%d queries weren't asked" % (len(queries) - most))
        for query in queries[:most]:
            answer = refute(known, query.path, query.bad, SHORT)
            if answer == "refuted":
                return "refuted", query.label
            if answer != "proven":
                unknown.append(query.label)
                break
    except UNTRANSLATED as error:
        return "open", "not translated: %s" % error
    return ("open", unknown[0]) if unknown else ("proven", "%d other queries" % len(queries))


@contextlib.contextmanager
def silence():
    """Keeps from standard error what compilers say of mutants."""
    sys.stderr.flush()
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


class Judge:
    """Says what becomes of mutants, and where."""

    def __init__(self, place):
        self.place, self.ir = place, place / "right"
        self.programs = programs = Programs.compiled(self.ir)
        self.unchanged, self.search = Unchanged(programs), Search(programs)
        core = self.ir / "core.ll"
        self.right = compile_execution(ROOT / "CReference", self.ir, core, self.ir)

    def of(self, mutant, is_same):
        """An outcome, where it was found, and a vector if there is one."""
        is_port = mutant.path.startswith("CReference")
        top = "/".join(mutant.path.split("/")[: 1 if is_port else 2])
        source, place = self.place / top, self.place
        shutil.rmtree(source, ignore_errors=True)
        shutil.copytree(ROOT / top, source)
        (place / mutant.path).write_text(mutant.text)
        try:
            with silence():
                others, files = changed(self.programs, self.ir, is_port, source, place)
        except subprocess.CalledProcessError:
            return COMPILES_NOT, "", None
        found = None
        if not is_same:
            for shape in SHAPES:
                # Kept here, as what a child keeps is gone with it.
                self.search.right(is_port, shape)
            found = apart(self.shown, others, is_port, files, seconds=SEARCH_SECONDS)
        try:
            theorems = changed_theorems(self.programs, others, is_port)
            if found:
                theorems = list(filter(about(found), theorems))
            if is_same:
                result, where = self.by_comparison(theorems, others, is_port)
            else:
                result, where = self.by_theorems(theorems, others, found is not None)
        except UNTRANSLATED as error:
            result, where = "open", "not translated: %s" % error
        # Whoever calls it proven although it shows is wrong.
        return ("refuted" if found and result == "open" else result), where, found

    def outcome(self, theorem, others, is_shown=False):
        """What becomes of a theorem, asked in a process of its own."""
        # Kept here, as what a child keeps is gone with it.
        self.unchanged.of(theorem)
        most, seconds = (MOST, SHOWN_SECONDS) if is_shown else (None, THEOREM_SECONDS)
        found = apart(outcome, theorem, others, self.unchanged, most, seconds=seconds)
        return found or ("open", "not done in %d s" % seconds)

    def by_theorems(self, theorems, others, is_shown):
        """What the theorems say that `make prove` proves of the code as it is."""
        results = {}
        for theorem in theorems:
            result, where = self.outcome(theorem, others, is_shown)
            if result == "refuted":
                return result, "%s: %s" % (theorem.name, where)
            results.setdefault(result, "%s: %s" % (theorem.name, where))
        if "open" in results:
            return "open", results["open"]
        return "proven", "%d theorems" % len(theorems) if theorems else "the same code"

    def by_comparison(self, theorems, others, is_port):
        """Whether code that is called equivalent decides as the code as it is."""
        if not theorems:
            return "proven", "the same code"
        for theorem in theorems:
            # What is compared takes what is called for what its theorem says.
            if not theorem.name.startswith(COMPARED):
                result, where = self.outcome(theorem, others)
                if result != "proven":
                    return result, "%s: %s" % (theorem.name, where)
        for theorem in same_theorems(is_port, self.programs):
            facts, queries, _ = theorem.queries(others)
            known = Facts(facts, COMMON)
            for query in queries:
                answer = refute(known, query.path, query.bad)
                if answer != "proven":
                    return OPEN[answer], "as before: %s: %s" % (theorem.name, query.label)
        return "proven", "as before" if is_port else "the zone as before"

    def shown(self, others, is_port, files):
        """A vector that the compiled code answers in another way, or None."""
        found = self.search.find(is_port, others, SHAPES)
        if found is None:
            return None
        machine, value, line = found
        is_shown = shows(line, self.right, files, is_port, self.place)
        return vector(machine, value) if is_shown else None


def main():
    parser = argparse.ArgumentParser(description="Puts mutants of decisions to the proof.")
    parser.add_argument("--language", choices=["c", "swift"], default="c")
    parser.add_argument("--only", default="", help="mutants whose names contain this")
    parser.add_argument(
        "--shard", default="1/1", metavar="I/N", help="every N-th, from the I-th on"
    )
    parser.add_argument("--equivalent", action="store_true", help="only those that are to be proven")
    options = parser.parse_args()
    rules, equivalent = adequacy()
    if options.language == "c":
        mutants = [
            m for p, a, b in rules.C_REGIONS for m in rules.mutants_of(p, rules.C_RULES, a, b)
        ]
    else:
        mutants = rules.swift_mutants()
    reasons = equivalent[options.language]
    first, step = map(int, options.shard.split("/"))
    mutants = [m for m in mutants if options.only in m.name][first - 1 :: step]
    if options.equivalent:
        mutants = [m for m in mutants if m.change in reasons or m.change.endswith(BEYOND)]
    # Of its own: shards may run at the same time.
    place = BUILD / "mutants" / options.language / options.shard.replace("/", "-of-")
    place.mkdir(parents=True, exist_ok=True)
    judge = Judge(place)
    counts, wrong = collections.Counter(), 0
    vectors = place / "vectors.jsonl"
    vectors.write_text("")
    for mutant in mutants:
        is_equivalent = mutant.change in reasons
        is_beyond = mutant.change.endswith(BEYOND)
        result, where, shown = judge.of(mutant, is_equivalent or is_beyond)
        has_vector = shown is not None or mutant.change.endswith(OUT_OF_BOUNDS)
        if is_equivalent or is_beyond:
            is_wrong = result != "proven"
        else:
            is_wrong = result != COMPILES_NOT and not (result == "refuted" and has_vector)
        wrong += is_wrong
        kind = " and called equivalent" * is_equivalent + ", shown by no decision" * is_beyond
        counts[result + kind] += 1
        counts["with a vector"] += shown is not None
        name, mark = mutant.name.split("/")[-1], "!! " * is_wrong
        print("%s%-8s %s (%s%s)" % (mark, result, name, where, "; a vector" * bool(shown)), flush=True)
        if shown:
            with vectors.open("a") as file:
                file.write(json.dumps({**shown, "id": name}) + "\n")
    print(", ".join("%d %s" % (n, text) for text, n in counts.most_common()))
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    with program():
        main()
