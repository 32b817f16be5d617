# SPDX-License-Identifier: MIT
"""Proves that both implementations decide alike; see docs/proof.md.

Ends with 1 if a theorem isn't proven, an assumption can't be, solvers disagree, or a
planted mistake isn't found.
"""

import argparse
import json
import os
import sys
import time
from multiprocessing import Pool

import z3

from anew import anew_theorems
from build import ROOT, Programs
from events import event_theorems
from ir import Unsupported
from positions import position_theorems
from second import opinion
from solver import ALL, Facts, refute
from steps import step_theorems
from theorems import COMMON, FINAL, all_theorems, deciding
from totals import totals_theorems
from translation import compile_execution
from translation import test as test_translation

BUILD = ROOT / ".build-proof"
# The scripts of what isn't a decision.
OTHERS = ("anew", "events", "lists", "positions", "steps", "totals")
# What is proven of, for the processes that prove.
PROGRAMS = None


class Cache:
    """What was proven before, by a digest of all that a theorem depends on."""

    def __init__(self, path):
        self.path = path
        self.results = json.loads(path.read_text()) if path.exists() else {}

    def save(self):
        new = self.path.with_suffix(".new")
        new.write_text(json.dumps(self.results, indent=1) + "\n")
        os.replace(new, self.path)


NOTHING = {"queries": 0, "open": 0, "assumed": 0, "second": 0}


def prove(theorem, programs, check_all, report=print):
    """Asks all queries of a theorem. Gives what is to be kept of it."""
    begin = time.process_time()
    try:
        facts, queries, assumed = theorem.queries(programs)
    except Unsupported as error:
        report("  %s: not translated: %s" % (theorem.name, error))
        return {**NOTHING, "open": 1, "seconds": time.process_time() - begin}
    known = Facts(facts, COMMON)
    result = {**NOTHING, "queries": len(queries)}
    for query in queries:
        answer = refute(known, query.path, query.bad)
        if answer.outcome != "proven":
            result["open"] += 1
            report("  %s: %s: %s" % (theorem.name, answer.outcome, query.label))
        elif check_all or query.label == FINAL:
            second = opinion(answer.assertions)
            result["second"] += second == "agrees"
            if second == "disagrees":
                result["open"] += 1
            if second != "agrees":
                report("  %s: second solver: %s: %s" % (theorem.name, second, query.label))
    for assumption in assumed:
        if not is_possible(known, assumption):
            result["open"] += 1
            report("  %s: nothing satisfies what is assumed: %s" % (theorem.name, assumption.where))
        result["assumed"] += 1
    result["seconds"] = time.process_time() - begin
    return result


def is_possible(known, assumption):
    """Whether all facts and one of an assumption's paths can be true at once."""
    for path in assumption.paths:
        facts, _ = known.about(path, ALL)
        for make in (z3.SimpleSolver, lambda: z3.SolverFor("QF_UFBV")):
            solver = make()
            solver.set("rlimit", 200_000_000)
            solver.add(*facts, *path)
            if solver.check() == z3.sat:
                return True
    # A loop that is never entered assumes nothing.
    way = assumption.way
    return way is not None and refute(known, way, z3.BoolVal(True)).outcome == "proven"


def run_theorems(theorems, programs, cache, options):
    """Proves theorems and prints a line for each. Gives how many are open."""
    keys = {
        t.name: "%s %s%s" % (t.digest(programs), t.name, " twice" * options.all) for t in theorems
    }
    new = [t for t in theorems if keys[t.name] not in cache.results]
    print("%-38s %8s %8s %8s %8s  %s" % ("theorem", "queries", "assumed", "second", "CPU s", ""))
    open_ = 0
    # A process each: what a solver finds depends on all that it was asked before.
    with Pool(options.jobs, maxtasksperchild=1) as pool:
        asked = [pool.apply_async(prove_named, (t.name, options.all)) for t in new]
        waiting = iter(asked)
        for theorem in theorems:
            result = cache.results.get(keys[theorem.name])
            was_kept = result is not None
            if not was_kept:
                result = next(waiting).get()
                if not result["open"]:
                    cache.results[keys[theorem.name]] = result
                    cache.save()
            open_ += bool(result["open"])
            outcome = "OPEN (%d)" % result["open"] if result["open"] else "proven"
            outcome += ", as before" * was_kept
            counts = [result[n] for n in ("queries", "assumed", "second")]
            line = (theorem.name, *counts, result["seconds"], outcome)
            print("%-38s %8d %8d %8d %8.1f  %s" % line, flush=True)
    return open_


def every_theorem():
    totals = totals_theorems() + event_theorems() + position_theorems() + anew_theorems()
    return all_theorems() + totals + step_theorems()


def prove_named(name, check_all):
    """What a process of the pool does: it has the programs from its parent."""
    theorem = next(t for t in every_theorem() if t.name == name)
    return prove(theorem, PROGRAMS, check_all)


def check_tools(programs, cache, options):
    """Tests what the proofs rely on. Gives what is wrong with it."""
    from mistakes import MISTAKES, missed
    from mutants import MUTANTS, refute_all

    theorems, failures = every_theorem(), []
    ir = BUILD / "ir"
    program = []

    def execution():
        # Compiled once, and only if something isn't as before.
        if not program:
            program.append(compile_execution(ROOT / "CReference", ir, ir / "core.ll", BUILD))
        return program[0]

    def translator():
        total, wrong = test_translation(programs, execution(), BUILD, options.inputs)
        return "translator: the compiled code answers %d of %d random inputs as the terms do", total, wrong

    def decisions():
        left = refute_all(MUTANTS, theorems, programs, execution(), BUILD)
        return "planted mistakes in decisions: %d of %d refuted", len(MUTANTS), left

    def others():
        left = missed(MISTAKES, theorems, programs, BUILD)
        return "planted mistakes in totals and steps: %d of %d refuted", len(MISTAKES), left

    functions = [f for t in theorems for f in t.functions(programs)]
    checks = (
        (translator, deciding(programs), ("build", "printed", "small", "translation")),
        (decisions, deciding(programs), ("build", "mutants", "printed", "search", "small", "translation")),
        (others, functions, ("build", "mistakes", "mutants", *OTHERS)),
    )
    for check, names, scripts in checks:
        key = "%s %s %d" % (programs.digest(names, scripts), check.__name__, options.inputs)
        if key in cache.results:
            print(cache.results[key] + ", as before", flush=True)
            continue
        text, total, wrong = check()
        said = text % (total - wrong, total)
        print(said, flush=True)
        if wrong:
            failures.append(said)
        else:
            cache.results[key] = said
            cache.save()
    return failures


def main():
    parser = argparse.ArgumentParser(description="Proves that both implementations decide alike.")
    parser.add_argument("--all", action="store_true", help="ask the second solver every query")
    processors = len(os.sched_getaffinity(0))
    parser.add_argument("--jobs", type=int, default=processors, help="processes that prove at once")
    parser.add_argument("--only", default="", help="theorems whose names contain this")
    parser.add_argument("--inputs", type=int, default=100_000, help="inputs for the translator")
    parser.add_argument("--no-cache", action="store_true", help="prove again what was proven")
    options = parser.parse_args()
    BUILD.mkdir(exist_ok=True)
    cache = Cache(BUILD / "proven.json")
    if options.no_cache or options.all:
        cache.results = {}
    global PROGRAMS
    programs = PROGRAMS = Programs.compiled(BUILD / "ir")
    theorems = [t for t in every_theorem() if options.only in t.name]
    failures = []
    open_ = run_theorems(theorems, programs, cache, options)
    if open_:
        failures.append("%d of %d theorems are open" % (open_, len(theorems)))
    if not options.only:
        failures += check_tools(programs, cache, options)
    for failure in failures:
        print("prove: " + failure, file=sys.stderr)
    if failures:
        sys.exit(1)
    print("prove: %d theorems proven" % len(theorems))


if __name__ == "__main__":
    main()
