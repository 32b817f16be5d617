# SPDX-License-Identifier: MIT
"""Machines of a few nodes, groups and runs: their numbers are fixed, every value is free.

Nothing is taken for granted of any function here, all loops are unrolled, and products
and quotients are exact. So terms can be compared with what the compiled code answers, and
a solver can find a machine on which a planted mistake shows.
"""

import z3

from core import DECISION, GROUP, NODE, RUN, Core
from execution import Execution, State
from ir import Unsupported
from machine import ZONE_FIELDS, ZONES, Question
from memory import Cells, record
from port import Port, node_cells
from terms import *

PRUNED = ("zone_for_pfn_range", "memmap_find", "firstIndex", "UnitContentsO2of2in")


class SmallMachine:
    """`groups` has a kind for each group; `target` is the number of one of them or None."""

    def __init__(self, nodes=(0,), groups=(), runs=0, target=None, nid=0):
        self.question = Question()
        self.question.nid = number(nid, 32)
        self.page_shift, self.section_bits, self.shift = 12, 27, 15
        self.nids, self.kinds, self.target_kind = nodes, groups, None
        self.target = target
        self.variables = {}
        names = ("policy.auto_movable", "policy.ratio", "policy.numa_aware", "policy.movable_node")
        for name in (*names, "query.online_type", "query.start_pfn", "query.nr_pages"):
            bits = {"policy.ratio": 32, "query.online_type": 8}.get(name, 1)
            self.variables[name] = word(name, 64 if name[-1] in "sn" and "query" in name else bits)
        self.nodes = [
            [
                {f: self.new("node%d.%s.%s" % (nid, zone, f)) for f in ZONE_FIELDS}
                for zone in ZONES
            ]
            for nid in nodes
        ]
        self.groups = [
            {
                "nid": self.new("group%d.nid" % k, 32),
                **{f: self.new("group%d.%s" % (k, f)) for f in ("kernel", "movable", "size")},
            }
            for k in range(len(groups))
        ]
        self.runs = [
            {
                "first": self.new("run%d.first" % k),
                "count": self.new("run%d.count" % k),
                "zone": self.new("run%d.zone" % k, 8),
                "nid": self.new("run%d.nid" % k, 32),
            }
            for k in range(runs)
        ]

    def new(self, name, bits=64):
        self.variables[name] = word(name, bits)
        return self.variables[name]

    def valid(self):
        """What a machine has to be."""
        sections = number(1 << 52 - self.section_bits)
        facts = [z3.ULT(self.question.type, 4)]
        for kind, group in zip(self.kinds, self.groups):
            size = group["size"]
            facts += [size != 0, z3.ULT(group["nid"], 1024)]
            if kind == "dynamic":
                facts += [size & (size - 1) == 0, z3.UGE(size, 1 << self.shift)]
        for run in self.runs:
            first, count = run["first"], run["count"]
            facts += [z3.ULT(first, sections), count != 0, z3.ULE(count, sections - first)]
            facts += [z3.ULT(run["zone"], 5), z3.ULT(run["nid"], 1024)]
        for run, other in zip(self.runs, self.runs[1:]):
            facts.append(z3.ULE(run["first"] + run["count"], other["first"]))
        return facts

    def execution(self, modules):
        execution = Execution(modules)
        is_unit = self.target is not None and self.kinds[self.target] == "dynamic"
        execution.pruned = PRUNED if is_unit else ()
        return execution


class SmallContext:
    """`struct memory_hotplug`, read at places that are numbers."""

    def __init__(self, header, nodes, place):
        self.header, self.nodes, self.place = header, nodes, place

    def load(self, pointer, size):
        start = self.place["memory_hotplug.node_data"]
        if pointer.terms:
            raise Unsupported("access to %r" % pointer)
        if pointer.offset < start:
            return self.header.load(pointer, size)
        nid, offset = divmod(pointer.offset - start, self.place["pglist_data"])
        return self.nodes[nid].load(Pointer(None, offset), size)


class SmallPort(Port):
    """The port's side."""

    def __init__(self, modules, place, machine):
        self.modules, self.place, self.machine = modules, place, machine
        self.memory = self.small_memory()

    def node_pointer(self, nid):
        start = self.place["memory_hotplug.node_data"]
        return Pointer("context", start + self.place["pglist_data"] * nid)

    def small_memory(self):
        place, machine, question = self.place, self.machine, self.machine.question
        at = lambda member: place["memory_hotplug." + member]
        marks = sum(1 << k for k, kind in enumerate(machine.kinds) if kind == "dynamic")
        header = {
            at("page_shift"): number(machine.page_shift, 32),
            at("section_size_bits"): number(machine.section_bits, 32),
            at("online_policy"): simple(z3.ZeroExt(31, question.auto_movable)),
            at("auto_movable_ratio"): question.ratio,
            at("auto_movable_numa_aware"): simple(z3.ZeroExt(7, question.numa)),
            at("movable_node_enabled"): simple(z3.ZeroExt(7, question.movable_node)),
            at("memmap.runs"): Pointer("port runs"),
            at("memmap.nr_runs"): number(len(machine.runs)),
            at("memory_groups.xa_slots"): Pointer("slots"),
            at("memory_groups.xa_marks[XA_MARK_1]"): Pointer("marks"),
            at("memory_groups.xa_end"): number(len(machine.groups)),
            at("first_online_pgdat"): self.node_pointer(machine.nids[0]),
        }
        nodes = {}
        for k, nid in enumerate(machine.nids):
            behind = machine.nids[k + 1 : k + 2]
            cells = node_cells(place, number(nid, 32), machine.nodes[k], self.node_pointer(nid))
            cells[place["pglist_data.next_online_pgdat"]] = (
                self.node_pointer(behind[0]) if behind else NULL
            )
            nodes[nid] = Cells(record(place["pglist_data"], cells))
        asked = machine.question.nid.as_long()
        if asked not in nodes:
            # The zones of a node that isn't online are empty.
            cells = {at_: number(0) for at_ in range(0, place["pglist_data"], 8)}
            for z in range(len(ZONES)):
                start = place["pglist_data.node_zones"] + z * place["zone"]
                cells[start + place["zone.zone_pgdat"]] = self.node_pointer(asked)
            nodes[asked] = Cells(cells)
        context = SmallContext(Cells(record(at("node_data"), header)), nodes, place)
        memory = {
            "context": context,
            "slots": Cells({8 * k: Pointer("group %d" % k) for k in range(len(machine.groups))}),
            "marks": Cells({0: number(marks)}),
            "port runs": Cells(self.small_runs()),
        }
        for k, (kind, group) in enumerate(zip(machine.kinds, machine.groups)):
            members = {
                "nid": group["nid"],
                "present_kernel_pages": group["kernel"],
                "present_movable_pages": group["movable"],
                "is_dynamic": number(int(kind == "dynamic"), 8),
                "s.max_pages": group["size"],
            }
            cells = {place["memory_group." + name]: term for name, term in members.items()}
            memory["group %d" % k] = Cells(record(place["memory_group"], cells))
        return memory

    def small_runs(self):
        place, machine, cells = self.place, self.machine, {}
        for k, run in enumerate(machine.runs):
            members = {
                "start_pfn": simple(run["first"] << machine.shift),
                "end_pfn": simple((run["first"] + run["count"]) << machine.shift),
                "page.zone": simple(z3.ZeroExt(24, run["zone"])),
                "page.nid": run["nid"],
                "page.early_section": number(0, 8),
                "online": number(1, 8),
                "hole": number(0, 8),
            }
            known = {place["memmap_run." + name]: term for name, term in members.items()}
            whole = record(place["memmap_run"], known)
            cells |= {k * place["memmap_run"] + at: term for at, term in whole.items()}
        return cells

    def small_decision(self):
        machine, question = self.machine, self.machine.question
        execution = machine.execution(self.modules)
        trace = Cells(record(self.place["zone_trace"], {}))
        group = NULL if machine.target is None else Pointer("group %d" % machine.target)
        arguments = [
            Pointer("context"),
            simple(z3.ZeroExt(24, question.type)),
            question.nid,
            group,
            question.start,
            question.pages,
            Pointer("trace"),
        ]
        ends = execution.call("zone_for_pfn_range", arguments, State({**self.memory, "trace": trace}))
        return self.decisions(execution, ends)


class SmallCore(Core):
    """The core's side."""

    def __init__(self, module, machine):
        self.module, self.machine = module, machine
        self.find_names()
        machine.node_count, machine.group_count, machine.run_count = (
            number(len(x)) for x in (machine.nodes, machine.groups, machine.runs)
        )
        self.memory = {
            "nodes": self.list_of(NODE, [self.small_node(k) for k in range(len(machine.nodes))]),
            "groups": self.list_of(48, [self.small_group(k) for k in range(len(machine.groups))]),
            "runs": self.list_of(RUN, [self.small_run(run) for run in machine.runs]),
        }
        known = {16: number(255, 8)}
        if machine.target is not None:
            known = self.small_group(machine.target)
        self.memory["group"] = Cells(record(GROUP, known))

    @staticmethod
    def list_of(stride, elements):
        cells = {}
        for k, known in enumerate(elements):
            cells |= {k * stride + at: term for at, term in record(stride, known).items()}
        return Cells(cells)

    def small_node(self, k):
        cells = {0: number(self.machine.nids[k], 32)}
        for z, zone in enumerate(self.machine.nodes[k]):
            cells |= {8 + 40 * z + 8 * n: zone[f] for n, f in enumerate(ZONE_FIELDS)}
        return cells

    def small_group(self, k):
        group = self.machine.groups[k]
        return {
            0: number(k, 32),
            4: group["nid"],
            8: group["size"],
            16: number(int(self.machine.kinds[k] == "dynamic"), 8),
            24: group["kernel"],
            32: group["movable"],
            40: number(0, 32),
        }

    @staticmethod
    def small_run(run):
        return {0: run["first"], 8: run["count"], 16: run["zone"], 20: run["nid"]}

    def small_decision(self):
        execution = self.machine.execution([self.module])
        decision = Cells(record(DECISION, {}))
        ends = execution.call(
            self.names["decide"], self.decide_arguments(), State({**self.memory, "decision": decision})
        )
        return [(self.words_of(s.memory["decision"]), s) for _, s in ends]
