# SPDX-License-Identifier: MIT
"""Planted mistakes: a proof that one of them passes proves nothing."""

import json
import shutil
import subprocess

from build import ROOT, Programs, compile_core, compile_port, compile_steps
from machine import ZONES
from search import Search
from solver import Facts, refute
from theorems import COMMON
from translation import compile_execution


class Mutant:
    """A text in a file, what it is to be instead, a theorem that has to fail, and the
    machines on which it may show."""

    def __init__(self, file, old, new, theorem, shapes):
        self.file, self.old, self.new, self.theorem, self.shapes = file, old, new, theorem, shapes
        self.is_port = file.startswith("CReference")


PLAIN = {"nodes": (0,)}
GROUP = {"nodes": (0,), "groups": ("dynamic",)}
STATIC = {"nodes": (0,), "groups": ("static",), "target": 0}
TARGET = {"nodes": (0,), "groups": ("dynamic",), "target": 0}
UNIT = {"nodes": (0,), "groups": ("dynamic",), "target": 0, "runs": 1}

MUTANTS = (
    Mutant(
        "CReference/memory_hotplug.c",
        "if (kernel_early_pages <= group_stats.req_kernel_early_pages)",
        "if (kernel_early_pages < group_stats.req_kernel_early_pages)",
        "can_online_movable none system",
        (PLAIN,),
    ),
    Mutant(
        "CReference/memory_hotplug.c",
        "pages -= group->present_kernel_pages;",
        "pages -= 0;",
        "can_online_movable none system",
        (GROUP,),
    ),
    Mutant(
        "CReference/memory_hotplug.c",
        "nr_pages = max_pages - online_pages;",
        "nr_pages = max_pages;",
        "decision static",
        (STATIC,),
    ),
    Mutant(
        "CReference/memory_hotplug.c",
        "if (in_kernel ^ in_movable)",
        "if (in_kernel | in_movable)",
        "decision none",
        (PLAIN,),
    ),
    Mutant(
        "CReference/memory_hotplug.c",
        "pfn = ALIGN_DOWN(pfn, group->d.unit_pages);\n\t\tend_pfn = pfn + group->d.unit_pages;",
        "end_pfn = pfn + group->d.unit_pages;",
        "decision unit",
        (UNIT,),
    ),
    Mutant(
        "CReference/memory_hotplug.c",
        "kernel_early_pages += group->present_kernel_pages;",
        "kernel_early_pages += group->present_movable_pages;",
        "can_online_movable dynamic system",
        (TARGET,),
    ),
    Mutant(
        "Sources/AutoMovable/Decision/RatioTest.swift",
        "guard zones.kernelEarlyPages > otherGroups",
        "guard zones.kernelEarlyPages >= otherGroups",
        "RatioTest none system",
        (PLAIN,),
    ),
    Mutant(
        "Sources/AutoMovable/Decision/UnitContents.swift",
        "min(sections[index].endSection, end) &- start",
        "sections[index].endSection &- start",
        "UnitContents",
        (UNIT,),
    ),
    Mutant(
        "Sources/AutoMovable/State/Zone.swift",
        "range.endPFN > startPFN",
        "range.endPFN >= startPFN",
        "kernelZone",
        (PLAIN,),
    ),
)


def planted(mutant, folder):
    """A copy of the sources with the mistake in them."""
    top = "/".join(mutant.file.split("/")[: 1 if mutant.is_port else 2])
    shutil.rmtree(folder / top, ignore_errors=True)
    shutil.copytree(ROOT / top, folder / top)
    path = folder / mutant.file
    text = path.read_text()
    if text.count(mutant.old) != 1:
        raise SystemExit("%s: expected once: %s" % (mutant.file, mutant.old))
    path.write_text(text.replace(mutant.old, mutant.new))
    return folder / top


def first_open(theorem, programs):
    """The first query of a theorem that isn't proven, or None."""
    facts, queries, _ = theorem.queries(programs)
    known = Facts(facts, COMMON)
    # The results first: that is where a mistake shows.
    queries.sort(key=lambda q: not q.label.startswith(("result", "the words", "invariant")))
    for query in queries:
        answer = refute(known, query.path, query.bad)
        if answer != "proven":
            return "%s: %s" % (query.label, answer)
    return None


def vector(machine, value):
    """A decision vector, as `automovable evaluate` reads it."""
    zone_fields = {
        "present_pages": "present",
        "present_early_pages": "early",
        "cma_pages": "cma",
        "zone_start_pfn": "start",
        "spanned_pages": "spanned",
    }
    types = ("offline", "online", "online_kernel", "online_movable")
    nodes = [
        {
            "nid": nid,
            "zones": [
                {"zone": z, **fields}
                for z in ZONES
                if (
                    fields := {
                        k: value["node%d.%s.%s" % (nid, z, f)]
                        for k, f in zone_fields.items()
                        if value["node%d.%s.%s" % (nid, z, f)]
                    }
                )
            ],
        }
        for nid in machine.nids
    ]
    groups = [
        {
            "mgid": k,
            "nid": value["group%d.nid" % k],
            "is_dynamic": kind == "dynamic",
            "unit_pages" if kind == "dynamic" else "max_pages": value["group%d.size" % k],
            "present_kernel_pages": value["group%d.kernel" % k],
            "present_movable_pages": value["group%d.movable" % k],
        }
        for k, kind in enumerate(machine.kinds)
    ]
    sections = [
        {
            "first": value["run%d.first" % k],
            "count": value["run%d.count" % k],
            "zone": ZONES[value["run%d.zone" % k]],
            "nid": value["run%d.nid" % k],
        }
        for k in range(len(machine.runs))
    ]
    query = {
        "function": "zone_for_pfn_range",
        "online_type": types[value["query.online_type"]],
        "nid": machine.question.nid.as_long(),
        "mgid": machine.target,
        "start_pfn": value["query.start_pfn"],
        "nr_pages": value["query.nr_pages"],
    }
    policy = "auto-movable" if value["policy.auto_movable"] else "contig-zones"
    return {
        "id": "refuted",
        "params": {
            "online_policy": policy,
            "auto_movable_ratio": value["policy.ratio"],
            "auto_movable_numa_aware": bool(value["policy.numa_aware"]),
            "movable_node": bool(value["policy.movable_node"]),
        },
        "nodes": nodes,
        "groups": groups,
        "sections": sections,
        "query": query,
    }


def changed(programs, ir, is_port, source, place):
    """The programs with one side compiled from other sources, and what their execution is
    compiled of; `ir` has the code as it is."""
    if is_port:
        port, layout = compile_port(source, place)
        others = Programs(port, layout, programs.core, compile_steps(source, place))
        return others, (source, place, ir / "core.ll")
    core = compile_core(source, place)
    others = Programs(programs.port, programs.place, core, programs.steps)
    return others, (ROOT / "CReference", ir, place / "core.ll")


def answer(program, line):
    """The words of a program's answer; none if it traps or doesn't end."""
    text = " ".join(map(str, line)) + "\n"
    try:
        ran = subprocess.run([program], input=text, capture_output=True, text=True, timeout=20)
    except subprocess.TimeoutExpired:
        return []
    return ran.stdout.split()


def shows(line, execution, files, is_port, place):
    """Whether compiled code with a mistake answers a line otherwise than the code as it is."""
    mutated, half = compile_execution(*files, place), slice(0, 24) if is_port else slice(24, 48)
    return answer(execution, line)[half] != answer(mutated, line)[half]


def refute_decision(mutant, theorem, programs, execution, folder, place):
    """What is said of a mutant, and whether it was refuted: its theorem fails, and compiled
    code shows it by a vector."""
    others, files = changed(programs, folder / "ir", mutant.is_port, planted(mutant, place), place)
    where = first_open(theorem, others)
    found = Search(programs).find(mutant.is_port, others, mutant.shapes, zone_first=True)
    if where is None or found is None:
        return "MISSED: %s" % ("it was proven" if where is None else "it shows nowhere"), False
    machine, value, line = found
    if not shows(line, execution, files, mutant.is_port, place):
        return "MISSED: the compiled code answers the same", False
    return "refuted: %s\n  %s" % (where, json.dumps(vector(machine, value))), True
