#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Mutation testing of the C port's or the Swift core's decision.

Makes every mutant that a fixed list of rules allows, builds each as an oracle
library, and asks which golden vectors and how many generated cases tell it apart
from the unchanged code. docs/adequacy.md explains the figures.

Usage: mutants.py --language c|swift --tool AUTOMOVABLE [--output REPORT.json]
                  [--only SUBSTRING] [--list] [--again REPORT.json] VECTORS...

With --again, only what survived in an earlier report is tried anew.

Exit status: 0 every mutant is killed by the vectors or listed as equivalent;
1 there are survivors; 2 nothing could be built.
"""
import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
SECONDS = 20  # a mutant that takes longer is taken to hang
STRATEGIES = ["plausible", "boundary", "requirement", "extreme", "zone-edges",
              "units", "odd", "uniform", "mixed"]
CASES = 100_000
AGAIN = "port_again"

# Rules: a pattern, and what takes its place, each of which is a mutant.
COMMON = [
    (r"(?<![<>=!-])<(?![<=])(?=\s)", ["<=", "==", ">"]),
    (r"(?<![<>=-])>(?![>=])(?=\s)", [">=", "!=", "<"]),
    (r"<=(?=\s)", ["<", ">=", "=="]),
    (r"(?<!>)>=(?=\s)", [">", "<=", "=="]),
    (r"(?<![=!<>&])==(?=\s)", ["!=", "<="]),
    (r"!=(?=\s)", ["==", "<"]),
    (r"&&", ["||"]),
    (r"\|\|", ["&&"]),
    (r"\b100\b", ["99", "101"]),
    (r"\btrue\b", ["false"]),
    (r"\bfalse\b", ["true"]),
]
C_RULES = COMMON + [
    (r"(?<=\s)\+=(?=\s)", ["-=", "="]),
    (r"(?<=\s)-=(?=\s)", ["+=", "="]),
    (r"(?<=\w\s)\+(?=\s)", ["-"]),
    (r"(?<=\w\s)-(?=\s)", ["+"]),
    (r"(?<=\w\s)\*(?=\s)", ["/"]),
    (r"(?<=\s)/(?=\s)", ["*"]),
    (r"(?<=\s)\^(?=\s)", ["|", "&"]),
    (r"(?<=\()!(?=[\w(])", [""]),
    (r"\bif \((?!trace)(?=.*\)$)", ["if (!"]),
    (r"\bconst int ratio\b", ["const short ratio", "const unsigned int ratio"]),
    (r"\blong pages\b", ["unsigned long pages", "int pages"]),
    (r"\bunsigned long (?=kernel_early_pages|movable_pages)", ["unsigned int "]),
    (r"\bunsigned long (?=online_pages = 0)", ["unsigned int "]),
    (r"\b= 0(?=;|,)", ["= 1"]),
    (r"\bZONE_MOVABLE\b", ["ZONE_NORMAL", "ZONE_DEVICE"]),
    (r"\bZONE_NORMAL\b", ["ZONE_DMA32", "ZONE_MOVABLE", "ZONE_DMA"]),
    (r"->present_pages\b", ["->present_early_pages", "->spanned_pages"]),
    (r"->present_early_pages\b", ["->present_pages"]),
    (r"->present_kernel_pages\b", ["->present_movable_pages"]),
    (r"->present_movable_pages\b", ["->present_kernel_pages"]),
    (r"\bNUMA_NO_NODE\b", ["0"]),
    (r"\bstats->kernel_early_pages\b", ["stats->movable_pages"]),
    (r"\bstats->movable_pages\b(?= \+= zone->present)", ["stats->kernel_early_pages"]),
    (r"\bgroup_stats\.movable_pages\b", ["group_stats.req_kernel_early_pages"]),
    (r"\bgroup_stats\.req_kernel_early_pages\b", ["group_stats.movable_pages"]),
    (r"\bALIGN_DOWN\b", ["ALIGN"]),
    (r"\bALIGN\b(?!_)", ["ALIGN_DOWN"]),
    (r"\bmin\(", ["max("]),
    (r"\bgroup, nr_pages,$", ["NULL, nr_pages,"]),
    (r"^(\t+)(?!return|goto|break|\w+ \*?\w+;)(?!.*trace)[\w>.*-]+(?: [-+]?= .*|\+\+|--);$",
     [r"\1;"]),
    (r"^(\t+)(continue|goto \w+);$", [r"\1;"]),
    (r"^(\t+)return (?!NULL)(?!.*\b(?:true|false|0);)(.*);$",
     [r"\1return (__typeof__(\2))0;"]),
]
SWIFT_RULES = COMMON + [
    (r"&\+=", ["&-=", "="]),
    (r"&-=", ["&+=", "="]),
    (r"&\+(?!=)", ["&-"]),
    (r"&-(?!=)", ["&+"]),
    (r"&\*", ["&+"]),
    (r"\bpresentPages\b", ["presentEarlyPages", "spannedPages"]),
    (r"\bpresentEarlyPages\b", ["presentPages"]),
    (r"\bcmaPages\b", ["presentPages"]),
    (r"\bpresentKernelPages\b", ["presentMovablePages"]),
    (r"\bpresentMovablePages\b", ["presentKernelPages"]),
    (r"\bInt32\(truncatingIfNeeded:", ["UInt32(truncatingIfNeeded:"]),
    (r"\bzones\[([0-4])\]", [r"zones[(\1 + 1) % 5]"]),
    (r"\.movable\b(?!\w)", [".normal"]),
    (r"\.normal\b", [".dma32", ".movable"]),
    (r"\bkernelEarlyPages\b(?= &?[-+]=)", ["movablePages"]),
    (r"\bmovablePages\b(?= &?[-+]=)", ["kernelEarlyPages"]),
    (r"^(\s+)[\w.]+ (?:&[-+])?= .*$", [r"\1"]),
    (r"^(\s+)continue$", [r"\1"]),
    (r"\bguard (?=.*\belse \{)([^,{]+) else \{", [r"guard !(\1) else {"]),
    (r"\bif (?!let|case|#)([^,{]+) \{", [r"if !(\1) {"]),
    (r" \? (.*) : (.*)$", [r" ? \2 : \1"]),
]

# Where mutants are made: a file, and the lines from one pattern to another.
C_REGIONS = [
    ("CReference/memory_hotplug.c",
     r"^static struct page \*pfn_to_online_page_run\(", r"^static int __add_pages\("),
    ("CReference/memory_hotplug.c",
     r"^static void auto_movable_stats_account_zone\(", r"^ \* adjust_present_page_count"),
    ("CReference/kernel.h", r"^static inline unsigned long zone_end_pfn\(",
     r"^#define node_spanned_pages"),
    ("CReference/kernel.h", r"^static inline bool populated_zone\(",
     r"^static inline int zone_to_nid"),
    ("CReference/kernel.h", r"pg_data_t \*node_data\(", r"^#define NODE_DATA"),
    ("CReference/kernel.h", r"^walk_dynamic_memory_groups\(", r"^#endif"),
]
SWIFT_FILES = [f"Sources/AutoMovable/{name}.swift" for name in [
    "Decision/RatioTest", "Decision/RatioQuestion", "Decision/GroupStatistics",
    "Decision/ZoneStatistics", "Decision/Policy+Decision", "Decision/Policy+Choice",
    "Decision/OnlineDecision+Settling", "State/Zone", "Decision/UnitContents",
    "Decision/RatioTarget", "State/PageRange"]]
# Lines in them that no decision comes to; histories.py makes mutants of these.
SWIFT_OTHERS = r"\bgeometry\.pageCount\b"


class Mutant:
    def __init__(self, path, line, column, old, new, text, original):
        self.path, self.line, self.column = path, line, column
        self.old, self.new, self.text, self.original = old, new, text, original

    @property
    def change(self):
        """What equivalent mutants are known by: lines move less than their numbers."""
        changed = self.text.split("\n")[self.line - 1]
        return f"{self.original.strip()} => {changed.strip()}"

    @property
    def name(self):
        return (f"{self.path}:{self.line}:{self.column}: "
                f"{self.old.strip()} -> {self.new.strip() or '(nothing)'}")


def blank_comments(text):
    return re.sub(r"/\*.*?\*/|//[^\n]*",
                  lambda m: re.sub(r"[^\n]", " ", m.group()), text, flags=re.S)


def mutants_of(path, rules, start=None, end=None):
    """Every mutant of a file or of a part of it, in order."""
    text = (ROOT / path).read_text()
    lines = text.split("\n")
    code = blank_comments(text).split("\n")
    first = next(i for i, l in enumerate(lines) if re.search(start, l)) if start else 0
    last = (next(i for i, l in enumerate(lines) if i > first and re.search(end, l))
            if end else len(lines))
    seen = set()
    for number in range(first, last):
        if re.search(r"\btrace\b.*[=?]|precondition|^\s*///?|@inline|#if|#endif"
                     r"|public (var|let)|self\.(\w+) = \2$|^    \w+: UInt64 = 0,?$"
                     r"|^\s*\.\w+ = |^\s*group_stats\.\w+(,|\);)$|\btrace_\w+\((?!trace\)\))",
                     code[number]) and "for_pfn(" not in code[number]:
            continue
        for pattern, replacements in rules:
            for match in re.finditer(pattern, code[number]):
                for replacement in replacements:
                    new = match.expand(replacement)
                    changed = (lines[number][:match.start()] + new
                               + lines[number][match.end():])
                    if (number, changed) in seen or changed == lines[number]:
                        continue
                    if pattern.startswith(r"\bif \(") and replacement == "if (!":
                        # The whole condition is negated.
                        inner = lines[number][match.end():]
                        changed = (lines[number][:match.start()] + "if (!("
                                   + inner[:-1] + "))")
                    seen.add((number, changed))
                    yield Mutant(path, number + 1, match.start() + 1, match.group(), new,
                                 "\n".join(lines[:number] + [changed] + lines[number + 1:]),
                                 lines[number])


def swift_mutants():
    return [m for path in SWIFT_FILES for m in mutants_of(path, SWIFT_RULES)
            if not re.search(SWIFT_OTHERS, m.original)]


class CBuilder:
    FLAGS = ["-std=gnu11", "-O1", "-w", "-fPIC", "-fvisibility=hidden", "-DRESULTS_ONLY"]

    def __init__(self, folder):
        self.folder = folder
        self.sources = sorted((ROOT / "CReference").glob("*.c")) + [HERE / "port.c"]
        # What has to be compiled anew: everything at first, then what a mutant changed.
        self.stale = {source.stem for source in self.sources}

    def build(self, mutant, output):
        tree = self.folder / "CReference"
        shutil.rmtree(tree, ignore_errors=True)
        shutil.copytree(ROOT / "CReference", tree)
        changed = set()
        if mutant:
            (self.folder / mutant.path).write_text(mutant.text)
            changed = {source.stem for source in self.sources
                       if mutant.path.endswith((".h", "/" + source.name))}
        todo, self.stale = self.stale | changed, self.stale | changed
        for source in self.sources:
            if source.stem not in todo:
                continue
            path = source if source.parent == HERE else tree / source.name
            if not self.compile(path, source.stem):
                return False
            if source.parent == HERE and not self.compile(path, AGAIN, "-DASK_AGAIN"):
                return False
        self.stale = changed
        stems = [source.stem for source in self.sources]
        return (self.link(stems, output)
                and self.link([AGAIN if stem == "port" else stem for stem in stems],
                              self.for_vectors(output)))

    def compile(self, path, stem, *flags):
        tree = self.folder / "CReference"
        return run(["cc", *self.FLAGS, *flags, f"-I{tree}", f"-I{tree}/include",
                    f"-I{ROOT}/Sources/OracleInterface/include",
                    "-c", str(path), "-o", str(self.folder / (stem + ".o"))])

    def link(self, stems, output):
        objects = [str(self.folder / (stem + ".o")) for stem in stems]
        return run(["cc", "-shared", "-o", str(output), *objects])

    @staticmethod
    def for_vectors(library):
        """The library that also asks of each vector what no vector can ask."""
        return library.with_name(AGAIN + ".so")


class SwiftBuilder:
    @staticmethod
    def for_vectors(library):
        return library

    FLAGS = ["-O", "-parse-as-library", "-swift-version", "6", "-suppress-warnings",
             "-package-name", "automovable", "-module-name", "CoreMutant",
             f"-I{ROOT}/Sources/OracleInterface/include"]

    def __init__(self, folder):
        self.folder = folder
        self.sources = sorted((ROOT / "Sources/AutoMovable").glob("*/*.swift"))
        self.sources.append(HERE / "core.swift")
        self.objects = None

    def build(self, mutant, output):
        if not self.objects:
            done = subprocess.run(["swiftc", "-c", *self.FLAGS, *map(str, self.sources)],
                                  cwd=self.folder)
            if done.returncode:
                return False
            self.objects = [str(self.folder / (path.stem + ".o")) for path in self.sources]
        objects = list(self.objects)
        if mutant:
            # The one file anew; without whole-module optimisation nothing of it is in others.
            changed = self.folder / Path(mutant.path).name
            changed.write_text(mutant.text)
            others = [str(path) for path in self.sources if path.name != changed.name]
            mutated = self.folder / "mutated.o"
            if not run(["swiftc", "-frontend", "-c", "-primary-file", str(changed), *others,
                        *self.FLAGS, "-o", str(mutated)], seconds=300):
                return False
            objects.remove(str(self.folder / (changed.stem + ".o")))
            objects.append(str(mutated))
        return run(["swiftc", "-emit-library", *objects, "-o", str(output)], seconds=300)


def run(command, seconds=SECONDS, capture=False):
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              timeout=seconds, env={**os.environ, "SWIFT_BACKTRACE": "enable=no"})
    except subprocess.TimeoutExpired:
        return None if capture else False
    return done if capture else done.returncode == 0


def verdict(done):
    """Whether a run tells the mutant apart, and how."""
    if done is None:
        return "hang"
    if done.returncode < 0:
        return "crash"
    return {0: None, 1: "answer"}.get(done.returncode, "error")


def judge(tool, library, for_vectors, vectors, folder):
    result = {"vectors": verdict(run([tool, "verify", "--with", for_vectors, *vectors],
                                     capture=True))}
    result["cases"] = {}
    for strategy in STRATEGIES:
        report = folder / "report.json"
        report.unlink(missing_ok=True)
        start = time.monotonic()
        done = run([tool, "diff", "--between", "c", library, "--strategy", strategy,
                    "--cases", str(CASES), "--jobs", "1", "--fail-fast",
                    "--report", str(report)], capture=True)
        how = verdict(done)
        if how == "answer":
            found = json.loads(report.read_text())["divergences"][0]
            result["cases"][strategy] = found["case"] + 1
            if strategy == "mixed" or "minimal" not in result:
                result["minimal"] = found["vector"]
            if strategy == "mixed":
                result["seconds"] = time.monotonic() - start
        elif how:
            result["cases"][strategy] = how
            if how == "hang":
                break  # the other strategies would only cost time
    return result


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--language", choices=["c", "swift"], default="c")
    parser.add_argument("--tool", required=True)
    parser.add_argument("--output")
    parser.add_argument("--only", default="")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--again")
    parser.add_argument("vectors", nargs="*")
    options = parser.parse_args()

    if options.language == "c":
        mutants = [m for path, start, end in C_REGIONS
                   for m in mutants_of(path, C_RULES, start, end)]
    else:
        mutants = swift_mutants()
    mutants = [m for m in mutants if options.only in m.name]
    if options.list:
        print("\n".join(m.name for m in mutants))
        return 0

    reasons = json.loads((HERE / "equivalent.json").read_text())[options.language]
    folder = Path(tempfile.mkdtemp(prefix="mutants-"))
    builder = (CBuilder if options.language == "c" else SwiftBuilder)(folder)
    library = folder / "mutant.so"
    if not builder.build(None, library):
        print("mutants.py: the unchanged code cannot be built", file=sys.stderr)
        return 2
    unchanged = judge(options.tool, str(library), str(builder.for_vectors(library)),
                      options.vectors, folder)
    if unchanged["vectors"] or unchanged["cases"]:
        print("mutants.py: the unchanged code is told apart from itself", file=sys.stderr)
        return 2
    earlier = {}
    if options.again:
        earlier = {r["name"]: r for r in json.loads(Path(options.again).read_text())}
    results, survivors = [], []
    for number, mutant in enumerate(mutants):
        result = earlier.get(mutant.name)
        if not result or (result["built"] and not result["vectors"]):
            library = folder / f"mutant{number}.so"
            result = {"name": mutant.name, "built": builder.build(mutant, library)}
            if result["built"]:
                result |= judge(options.tool, str(library),
                                str(builder.for_vectors(library)), options.vectors,
                                folder)
                library.unlink()
        result["reason"] = reasons.get(mutant.change)
        results.append(result)
        if options.output:  # again and again, to be taken up if interrupted
            Path(options.output).write_text(json.dumps(results, indent=1))
        if result["built"] and not result["vectors"] and not result["reason"]:
            survivors.append(result)
            print(f"SURVIVES {mutant.path}:{mutant.line}: {mutant.change}"
                  + ("" if result["cases"] else "    (and all cases)"), flush=True)
    shutil.rmtree(folder)
    summarize(results)
    return 1 if survivors else 0


def summarize(results):
    built = [r for r in results if r["built"]]
    equivalent = [r for r in built if r["reason"] and not r["vectors"]]
    rest = [r for r in built if r not in equivalent]
    killed = [r for r in rest if r["vectors"]]
    print(f"{len(results)} mutants, {len(results) - len(built)} don't compile, "
          f"{len(equivalent)} equivalent, {len(killed)} of {len(rest)} killed by the vectors")
    limits = [1_000, 10_000, 100_000]
    print(f"{'strategy':12} " + " ".join(f"{l:>8,}" for l in limits) + "    median case")
    for strategy in STRATEGIES:
        found = [r["cases"][strategy] for r in rest if strategy in r["cases"]]
        numbers = sorted(0 if isinstance(f, str) else f for f in found)
        counts = [sum(n <= limit for n in numbers) for limit in limits]
        median = numbers[len(numbers) // 2] if numbers else "-"
        print(f"{strategy:12} " + " ".join(f"{c:8}" for c in counts) + f"    {median}")
    times = sorted(r["seconds"] * 1000 for r in rest if "seconds" in r)
    if times:
        print(f"from the start of a mixed run to the shrunk divergence: median "
              f"{times[len(times) // 2]:.0f} ms, slowest {times[-1]:.0f} ms, of {len(times)}")


if __name__ == "__main__":
    sys.exit(main())
