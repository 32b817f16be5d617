# SPDX-License-Identifier: MIT
"""Proves that the C port decides as a kernel tree's own functions; see docs/proof.md.

Ends with 1 if a function is refuted: the port decides otherwise on a vector, which is printed
and was put to both. Ends with 2 if a theorem is open, which says nothing.
"""

import argparse
import os
import shutil
import subprocess
import sys

from apart import program
from build import C_FLAGS, HERE, ROOT, Programs, clang, compile_port
from ir import Module
from kernel import DECIDE, TEST, WORDS, Kernel
from machine import Machine
from mistakes import is_refuted
from port import Port
from prove import BUILD, prove
from sections import Sections
from tasks import PROCESSORS, Kept, Task, outcome, run
from terms import *
from theorems import ANY, Assumption, Theorem, differences, of_execution, reasons

# A text in what was cut out of the tree, what it is to be instead, and a theorem that then
# has to fail.
MISTAKES = (
    ("kernel_early_pages <= group_stats.req_kernel_early_pages",
     "kernel_early_pages < group_stats.req_kernel_early_pages", "ratio none system"),
    ("pages -= group->present_kernel_pages", "pages += group->present_kernel_pages", "ratio none system"),
    ("movable_pages += nr_pages", "movable_pages -= nr_pages", "ratio dynamic node"),
    ("nr_pages = max_pages - online_pages", "nr_pages = max_pages", "decision static"),
    ("in_kernel ^ in_movable", "in_kernel | in_movable", "decision none"),
    ("online_pages += PAGES_PER_SECTION", "online_pages += PAGES_PER_SECTION + 1", "decision unit"),
    ("pfn < end_pfn; pfn += PAGES_PER_SECTION", "pfn < end_pfn; pfn += 2 * PAGES_PER_SECTION", "decision unit"),
    ("end_pfn = pfn + group->d.unit_pages;",
     "end_pfn = pfn + group->d.unit_pages; pfn += PAGES_PER_SECTION;", "decision unit"),
    ("if (!is_zone_movable_page(page))", "if (is_zone_movable_page(page))", "decision unit"),
)


REFUTED, OPEN, NO_PROGRAM = 1, 2, 69


def cut(tool, options, folder):
    """Lets `kernel build` cut its sources out of a tree, and gives the library."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    environment = {**os.environ, "CC": str(HERE / "kernel-compiler"), "CUT": str(folder), "COMPILER": clang()}
    library = str(folder.with_suffix(".so"))
    command = [tool, "kernel", "build", "--source", options.source, "--output", library]
    command += ["--rev", options.rev] if options.rev else []
    command += ["--config", options.config] if options.config else []
    command += ["--patch", *options.patch] if options.patch else []
    for argument in options.argument:
        command += ["--argument", argument]
    command += ["--allow-partial"] * options.allow_partial
    ended = subprocess.run(command, env=environment, stdout=sys.stderr).returncode
    if ended:
        sys.exit(ended)
    return library


def compile_kernel(sources, folder):
    """A tree's module, and where its structures have their fields."""
    folder.mkdir(parents=True, exist_ok=True)
    flags = [*(sources / "flags").read_text().split("\n")[:-1], *C_FLAGS, "-w"]
    at = lambda *words: subprocess.run([str(w) for w in words], check=True, cwd=sources)
    at(clang(), *flags, "-I.", "-S", "-emit-llvm", HERE / "kernel-functions.c", "-o", folder / "kernel.ll")
    at(clang(), *flags, "-I.", HERE / "kernel-layout.c", "xarray.c", "-o", folder / "layout")
    lines = subprocess.check_output([folder / "layout"], text=True).splitlines()
    place = {name: int(offset) for name, offset in (line.rsplit(" ", 1) for line in lines)}
    return Module(folder / "kernel.ll"), place


def digest(programs):
    """A number for all that the theorems depend on: what isn't in it may differ in trees."""
    (kernel, theirs), (port, ours) = programs["kernel"], programs["port"]
    place = {**{"tree's " + name: at for name, at in theirs.items()}, **ours}
    names = (TEST, DECIDE, "memmap_find")
    scripts = ("kernel", "prove_kernel", "sections")
    return Programs(port, place, kernel).digest(names, scripts)


def ratio(target, scope):
    def make(programs):
        machine = Machine(target)
        kernel = Kernel(*programs["kernel"], machine)
        execution = kernel.ratio_test(scope, word("tested pages"))
        return of_execution(machine, execution)

    return make


def decision(target):
    def make(programs):
        machine = Machine(target)
        port, kernel = Port(*programs["port"], machine), Kernel(*programs["kernel"], machine)
        first, ours = port.decide()
        second, theirs = kernel.decide()
        # What the port must not do is another theorem's.
        facts, queries, assumed = of_execution(machine, second)
        assumed += reasons(ours) + outcomes(theirs)
        return facts, queries + differences(ours, theirs, WORDS), assumed

    return make


def outcomes(ways):
    """That each zone can be what a tree's function gives, looked up or not."""
    by_outcome = {}
    for words, state in ways:
        name = "zone %s, looked up: %s" % (words["zone"], words["kernel_lookup"])
        by_outcome.setdefault(name, []).append(state.facts)
    return [Assumption(name, paths) for name, paths in by_outcome.items()]


def sections(programs):
    return Sections(Machine("unit")).lemmas()


def kernel_theorems():
    theorems = [
        Theorem(
            "ratio %s %s" % (target or "none", scope),
            "the tree's auto_movable_can_online_movable makes the test",
            ANY,
            ratio(target, scope),
        )
        for target in (None, "static", "dynamic")
        for scope in ("system", "node")
    ]
    theorems.append(
        Theorem("sections", "what a walk over a unit's sections comes to", ANY, sections)
    )
    return theorems + [
        Theorem(
            "decision " + (target or "none"),
            "the tree's zone_for_pfn_range gives the port's zone and looks up the same range",
            ANY,
            decision(target),
        )
        for target in (None, "static", "block", "unit")
    ]


def plant(sources, old, new, folder):
    """A copy of what was cut out, with a mistake in it."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(sources, folder)
    path = folder / "extract.c"
    text = path.read_text()
    if text.count(old) != 1:
        raise SystemExit("kernel prove: expected once in the tree: " + old)
    path.write_text(text.replace(old, new))
    return folder


def proof(theorem, programs):
    """Proves a theorem."""
    result = prove(theorem, programs, False)
    line = (theorem.name, result["queries"], result["seconds"])
    return outcome(result, "%-24s %6d queries %8.1f CPU s" % line)


def refutation(mistake, programs, sources, place):
    """Has a planted mistake refuted."""
    old, new, name = mistake
    planted = plant(sources, old, new, place / "planted")
    theorem = next(t for t in kernel_theorems() if t.name == name)
    others = {**programs, "kernel": compile_kernel(planted, place / "ir")}
    refuted = is_refuted(theorem, others)
    line = "planted mistake: %s: %s: %s" % (name, new, "refuted" if refuted else "MISSED")
    return {"line": line, "wrong": int(not refuted)}


def is_different(tool, library):
    """Looks for a decision that differs, and prints it as a vector. A library's answers are
    those of compiled code, so one that is found refutes."""
    command = [tool, "diff", "--of", "c", "--against", library, "--fail-fast", "--cases", "1000000"]
    ended = subprocess.run(command).returncode
    if ended not in (0, 1):
        sys.exit(ended)
    return ended == 1


def main():
    try:
        sys.exit(prove_tree())
    except FileNotFoundError as error:
        print("kernel prove: %s isn't there" % error.filename, file=sys.stderr)
        sys.exit(NO_PROGRAM)


def prove_tree():
    parser = argparse.ArgumentParser(description="Proves that the port decides as a kernel tree.")
    parser.add_argument("--tool", required=True, help="the automovable command")
    parser.add_argument("--source", required=True, help="a kernel tree, or a tarball of one")
    parser.add_argument("--rev", help="of a git repository: a commit, tag or branch")
    parser.add_argument("--patch", nargs="+", default=[], help="patches to apply to a copy")
    parser.add_argument("--argument", action="append", default=[], help="name=field")
    parser.add_argument("--config", help="a configuration of the tree")
    parser.add_argument("--allow-partial", action="store_true", help="take a part for the whole")
    parser.add_argument("--mistakes", action="store_true", help="refute planted mistakes too")
    parser.add_argument("--only", default="", help="theorems whose names contain this")
    options = parser.parse_args()
    folder = BUILD / "kernel"
    sources = folder / "cut"
    library = cut(options.tool, options, sources)
    # What differs is found sooner than a theorem fails; what doesn't, compiled code has shown.
    if is_different(options.tool, library):
        print("REFUTED  the tree's functions don't decide as the port does")
        return REFUTED
    programs = {
        "kernel": compile_kernel(sources, folder / "ir"),
        "port": compile_port(ROOT / "CReference", BUILD / "ir"),
    }
    theorems = [t for t in kernel_theorems() if options.only in t.name]
    key, kept = digest(programs), Kept(folder / "proven")
    tasks = [Task("%s %s" % (key, t.name), proof, t, programs) for t in theorems]
    for k, mistake in enumerate(MISTAKES):
        if options.mistakes and options.only in mistake[2]:
            place = folder / "mistakes" / str(k)
            tasks.append(Task("%s mistake %d" % (key, k), refutation, mistake, programs, sources, place))
    results = run(tasks, kept, PROCESSORS)
    open_ = sum(result["wrong"] for result in results[: len(theorems)])
    missed = sum(result["wrong"] for result in results[len(theorems) :])
    if missed:
        sys.exit("kernel prove: %d planted mistakes weren't refuted" % missed)
    if open_:
        print("OPEN  %d of %d theorems: neither proven nor refuted" % (open_, len(theorems)))
        return OPEN
    unasked = len(kernel_theorems()) - len(theorems)
    if unasked:
        print("OPEN  %d theorems are proven, %d weren't asked" % (len(theorems), unasked))
        return OPEN
    print("PROVEN  the tree's functions decide as the port does: %d theorems" % len(theorems))
    return 0


if __name__ == "__main__":
    with program():
        main()
