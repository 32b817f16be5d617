# SPDX-License-Identifier: MIT
"""Proves that both implementations decide alike; see docs/proof.md.

Ends with 1 if a theorem isn't proven, an assumption can't be, solvers disagree, or a
planted mistake isn't found.
"""

import argparse
import hashlib
import sys
import time

import z3

import second
from anew import anew_theorems
from apart import program
from build import ROOT, Programs
from events import event_theorems
from ir import Unsupported
from mistakes import MISTAKES, refute_other
from mutants import MUTANTS, refute_decision
from order import order_theorems
from positions import position_theorems
from runs import run_theorems
from solver import ALL, BITS, BY_BITWUZLA, BY_Z3, PATIENT, SIMPLE, WAYS, Facts, refute
from steps import step_theorems
from tasks import PROCESSORS, Kept, Task, outcome, run
from theorems import COMMON, FINAL, all_theorems, deciding
from totals import totals_theorems
from translation import compile_execution
from translation import test as test_translation

BUILD = ROOT / ".build-proof"
# The scripts of what isn't a decision.
OTHERS = ("anew", "events", "lists", "order", "positions", "runs", "steps", "totals")

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
        is_twice = check_all or query.label == FINAL
        answer = refute(known, query.path, query.bad, BY_Z3 if is_twice else WAYS)
        if answer != "proven":
            result["open"] += 1
            report("  %s: %s: %s" % (theorem.name, answer, query.label))
        elif is_twice:
            ways = BY_BITWUZLA + check_all * (PATIENT,)
            opinion = refute(known, query.path, query.bad, ways)
            result["second"] += opinion == "proven"
            result["open"] += opinion == "refuted"
            if opinion != "proven":
                report("  %s: second solver: %s: %s" % (theorem.name, opinion, query.label))
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
        assertions = [*known.about(path, ALL)[0], *path]
        for solver, limit in ((second.check, 20), (SIMPLE, 200), (BITS, 200)):
            if solver(assertions, limit) == z3.sat:
                return True
    # A loop that is never entered assumes nothing.
    way = assumption.way
    return way is not None and refute(known, way, z3.BoolVal(True)) == "proven"


HEADER = "%-38s %8s %8s %8s %8s" % ("theorem", "queries", "assumed", "second", "CPU s")


def proof(theorem, programs, check_all):
    """Proves a theorem."""
    result = prove(theorem, programs, check_all)
    counts = [result[n] for n in ("queries", "assumed", "second", "seconds")]
    return outcome(result, "%-38s %8d %8d %8d %8.1f" % (theorem.name, *counts))


def test_terms(programs, execution, inputs):
    """Tests the translator."""
    total, wrong = test_translation(programs, execution, BUILD, inputs)
    text = "translator: the compiled code answers %d of %d random inputs as the terms do"
    return {"line": text % (total - wrong, total), "wrong": wrong}


def refutation(refute_, mistake, *arguments):
    """Has a planted mistake refuted."""
    said, is_refuted = refute_(mistake, *arguments)
    new = " ".join(mistake.new.split()) or "a line less"
    line = "planted mistake: %s: %s: %s" % (mistake.theorem, new, said)
    return {"line": line, "wrong": int(not is_refuted)}


def every_theorem():
    totals = totals_theorems() + event_theorems() + position_theorems() + anew_theorems()
    return all_theorems() + totals + order_theorems() + run_theorems() + step_theorems()


def checks(programs, kept, inputs):
    """What tests that which proofs rely on: the translator, and planted mistakes."""
    by_name = {theorem.name: theorem for theorem in every_theorem()}
    scripts = ("build", "mutants", "printed", "search", "small", "translation")
    decisions = programs.digest(deciding(programs), scripts)
    functions = [f for theorem in by_name.values() for f in theorem.functions(programs)]
    others = programs.digest(functions, ("build", "mistakes", "mutants", *OTHERS))
    ir, execution = BUILD / "ir", BUILD / "execute"

    def planted(mistake, digest, refute_, *arguments):
        place = BUILD / "mistakes" / hashlib.sha256(repr(vars(mistake)).encode()).hexdigest()[:16]
        place.mkdir(parents=True, exist_ok=True)
        key = "%s %s" % (digest, place.name)
        theorem = by_name[mistake.theorem]
        return Task(key, refutation, refute_, mistake, theorem, programs, *arguments, BUILD, place)

    tasks = [Task("%s %d" % (decisions, inputs), test_terms, programs, execution, inputs)]
    tasks += [planted(m, decisions, refute_decision, execution) for m in MUTANTS]
    # Compiled once, and only if something isn't as before.
    if any(kept.result(task.key) is None for task in tasks):
        compile_execution(ROOT / "CReference", ir, ir / "core.ll", BUILD)
    return tasks + [planted(m, others, refute_other) for m in MISTAKES]


def main():
    parser = argparse.ArgumentParser(description="Proves that both implementations decide alike.")
    parser.add_argument("--all", action="store_true", help="ask the second solver every query")
    parser.add_argument("--jobs", type=int, default=PROCESSORS, help="processes that prove at once")
    parser.add_argument("--only", default="", help="theorems whose names contain this")
    parser.add_argument("--inputs", type=int, default=100_000, help="inputs for the translator")
    parser.add_argument("--no-cache", action="store_true", help="prove again what was proven")
    options = parser.parse_args()
    BUILD.mkdir(exist_ok=True)
    kept = Kept(BUILD / "proven", is_read=not (options.no_cache or options.all))
    programs = Programs.compiled(BUILD / "ir")
    theorems = [t for t in every_theorem() if options.only in t.name]
    tasks = [
        Task(
            "%s %s%s" % (t.digest(programs), t.name, " twice" * options.all),
            *(proof, t, programs, options.all),
        )
        for t in theorems
    ]
    if not options.only:
        tasks += checks(programs, kept, options.inputs)
    print(HEADER, flush=True)
    results = run(tasks, kept, options.jobs)
    open_ = sum(result["wrong"] for result in results[: len(theorems)])
    failures = ["%d of %d theorems are open" % (open_, len(theorems))] if open_ else []
    rest = results[len(theorems) :]
    if rest and rest[0]["wrong"]:
        failures.append(rest[0]["line"])
    missed = sum(result["wrong"] for result in rest[1:])
    if missed:
        failures.append("%d of %d planted mistakes weren't refuted" % (missed, len(rest) - 1))
    for failure in failures:
        print("prove: " + failure, file=sys.stderr)
    if failures:
        sys.exit(1)
    print("prove: %d theorems proven" % len(theorems), end="")
    print(", %d planted mistakes refuted" % (len(rest) - 1) if rest else "")


if __name__ == "__main__":
    with program():
        main()
