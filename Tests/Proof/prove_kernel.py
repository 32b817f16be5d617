# SPDX-License-Identifier: MIT
"""Proves that the C port decides as a kernel tree's own functions; see docs/proof.md.

Ends with 1 if a theorem isn't proven or a planted mistake isn't found.
"""

import argparse
import os
import shutil
import subprocess
import sys

import z3

from build import C_FLAGS, HERE, ROOT, clang, compile_port, run
from ir import Module
from kernel import WORDS, Kernel
from machine import Machine
from mistakes import is_refuted
from port import Port
from prove import BUILD, prove
from terms import *
from theorems import ANY, COMMON, Theorem, differences, of_execution

# A text in what was cut out of the tree, what it is to be instead, and a theorem that then
# has to fail.
MISTAKES = (
    ("kernel_early_pages <= group_stats.req_kernel_early_pages",
     "kernel_early_pages < group_stats.req_kernel_early_pages", "ratio none system"),
    ("pages -= group->present_kernel_pages", "pages += group->present_kernel_pages", "ratio none system"),
    ("movable_pages += nr_pages", "movable_pages -= nr_pages", "ratio dynamic node"),
    ("nr_pages = max_pages - online_pages", "nr_pages = max_pages", "decision static"),
    ("in_kernel ^ in_movable", "in_kernel | in_movable", "decision none"),
)


def cut(tool, source, folder):
    """Lets `kernel build` cut its sources out of a tree."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    environment = {**os.environ, "CC": str(HERE / "kernel-compiler"), "CUT": str(folder), "COMPILER": clang()}
    command = [tool, "kernel", "build", "--source", source, "--output", folder.with_suffix(".so")]
    subprocess.run([str(x) for x in command], check=True, env=environment)


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
        return facts, queries + differences(ours, theirs, WORDS), assumed

    return make


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
    return theorems + [
        Theorem(
            "decision " + (target or "none"),
            "the tree's zone_for_pfn_range gives the port's zone and looks up the same range",
            ANY,
            decision(target),
        )
        for target in (None, "static", "block")
    ]


def plant(sources, old, new, folder):
    """A copy of what was cut out, with a mistake in it."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(sources, folder)
    path = folder / "extract.c"
    text = path.read_text()
    if text.count(old) != 1:
        raise SystemExit("prove-kernel: expected once in the tree: " + old)
    path.write_text(text.replace(old, new))
    return folder


def main():
    parser = argparse.ArgumentParser(description="Proves that the port decides as a kernel tree.")
    parser.add_argument("--tool", required=True, help="the automovable command")
    parser.add_argument("--source", required=True, help="a kernel tree, or a tarball of one")
    parser.add_argument("--only", default="", help="theorems whose names contain this")
    options = parser.parse_args()
    folder = BUILD / "kernel"
    sources = folder / "cut"
    cut(options.tool, options.source, sources)
    programs = {
        "kernel": compile_kernel(sources, folder / "ir"),
        "port": compile_port(ROOT / "CReference", BUILD / "ir"),
    }
    theorems = [t for t in kernel_theorems() if options.only in t.name]
    failures = 0
    for theorem in theorems:
        result = prove(theorem, programs, False)
        failures += bool(result["open"])
        outcome = "OPEN (%d)" % result["open"] if result["open"] else "proven"
        line = (theorem.name, result["queries"], result["seconds"], outcome)
        print("%-24s %6d queries %8.1f CPU s  %s" % line, flush=True)
    for old, new, name in MISTAKES:
        if options.only not in name:
            continue
        planted = plant(sources, old, new, folder / "planted")
        theorem = next(t for t in kernel_theorems() if t.name == name)
        others = {**programs, "kernel": compile_kernel(planted, folder / "planted-ir")}
        refuted = is_refuted(theorem, others)
        failures += not refuted
        print("%s: %s: %s" % (name, new, "refuted" if refuted else "MISSED"), flush=True)
    if failures:
        sys.exit("prove-kernel: %d theorems or planted mistakes failed" % failures)
    print("prove-kernel: %d theorems proven" % len(theorems))


if __name__ == "__main__":
    main()
