# SPDX-License-Identifier: MIT
"""The steps of histories: the port's and the core's, on one node.

What a step looks for in the memory map is any page, the same for both if both look for it
in the same range.
"""

import z3

from core import NODE
from events import COPIED
from execution import State
from ir import Unsupported
from lists import HEADER, List, ListExecution
from machine import NODES, ZONE_FIELDS, ZONES, Machine
from memory import Cells, record
from port import node_cells
from terms import *
from theorems import Assumption, Theorem, differences, of_execution

CORE = {
    "grow": r"14HotplugMachineV8growSpan2of",
    "shrink": r"14HotplugMachineV10shrinkSpan2of",
    "account": r"14HotplugMachineV7account",
    "span": r"10NodeExtentV7setSpan2of",
}
CALLED = {
    "lowest": r"14HotplugMachineV15lowestOnlinePFN",
    "highest": r"14HotplugMachineV16highestOnlinePFN",
    "group": r"19MemoryGroupRegistryV5index5forID",
    "add share": r"11MemoryModelV8addShare9ofGroupAt",
    "remove share": r"11MemoryModelV11removeShare9ofGroupAt",
}
SPAN = ("zone_start_pfn", "spanned_pages")
EXTENT = ("node_start_pfn", "node_spanned_pages", "node_present_pages")
MACHINE, EXTENTS, BLOCK, GROUP = 296, 120, 38, 48
COUNTERS = ("kernel", "movable")


class Step:
    """A node, a zone of it, a range, a group, and what a search comes to."""

    def __init__(self, programs, zone, has_group=False, is_early=False):
        self.programs, self.place, self.zone = programs, programs.place, zone
        self.has_group, self.is_early = has_group, is_early
        self.machine = Machine()
        self.nid, self.start, self.pages = word("nid", 32), word("start"), word("pages")
        self.zones = [{f: word("%s.%s" % (z, f)) for f in ZONE_FIELDS} for z in ZONES]
        self.extent = {n: word(n) for n in EXTENT}
        self.counters = {n: word("group." + n) for n in COUNTERS}
        self.found = word("found")
        self.facts = (z3.ULT(self.nid, NODES),)
        self.searched = {}

    def execution(self, modules):
        return ListExecution(self.machine, modules)

    # The port

    def port_state(self):
        place, step = self.place, self
        index = simple(z3.SignExt(32, self.nid))
        start = place["memory_hotplug.node_data"]
        self.node = Pointer("context", start, ((place["pglist_data"], index),))

        def row(at):
            if not at.eq(index):
                raise Unsupported("access to node %s" % at)
            cells = node_cells(place, step.nid, step.zones, step.node)
            cells |= {place["pglist_data." + n]: t for n, t in step.extent.items()}
            return record(place["pglist_data"], cells)

        group = {place["memory_group.present_%s_pages" % n]: t for n, t in self.counters.items()}
        page = {
            place["page.zone"]: number(self.zone, 32),
            place["page.nid"]: self.nid,
            place["page.early_section"]: number(int(self.is_early), 8),
        }
        self.index = index
        memory = {
            "context": List(place["pglist_data"], number(NODES), row, header=start),
            "group": Cells(record(place["memory_group"], group)),
            "page": Cells(record(place["page"], page)),
        }
        return State(memory, self.facts)

    def port(self, name):
        """Every way through a step of the port: its words, and the state."""
        place, execution = self.place, self.execution(self.programs.steps)
        execution.contracts |= {
            "page_init_poison": lambda a, s: [(None, s)],
            "memmap_init_range": lambda a, s: [(None, s)],
            "find_smallest_section_pfn": lambda a, s: self.search(1, *a[3:], s),
            "find_biggest_section_pfn": lambda a, s: self.search(2, *a[3:], s),
        }
        if name != "update_pgdat_span":
            execution.contracts["update_pgdat_span"] = self.port_hull
        state = self.port_state()
        zone = self.node.plus(place["pglist_data.node_zones"] + self.zone * place["zone"])
        arguments = [Pointer("context"), zone, self.start, self.pages]
        if name == "adjust_present_page_count":
            group = Pointer("group") if self.has_group else NULL
            arguments = [Pointer("context"), Pointer("page"), group, self.pages]
        if name == "update_pgdat_span":
            arguments = [self.node]
        ends = execution.call(name, arguments, self.searching(state))
        return execution, [(self.port_words(s), s) for _, s in ends]

    # The span of a node, by those of its zones; see the theorem `node span`

    @staticmethod
    def hull(spans):
        return [uninterpreted("hull." + n, *[64] * 11)(*spans) for n in ("start", "pages")]

    def port_hull(self, arguments, state):
        if not arguments[0].same(self.node):
            raise Unsupported("another node's span")
        place, old = self.place, state.memory["context"]
        node, start = old.at(self.index), place["pglist_data.node_zones"]
        at = [
            start + z * place["zone"] + place["zone." + m] for z in range(len(ZONES)) for m in SPAN
        ]
        for name, term in zip(EXTENT, self.hull([node.value(k, 8) for k in at])):
            node = node.stored(place["pglist_data." + name], term)
        return [(None, ListExecution.with_memory(state, "context", old.with_row(self.index, node)))]

    def core_hull(self, arguments, state):
        node, extent = arguments
        cells, old = state.memory[node.object], state.memory[extent.object]
        at = [node.offset + 8 + 40 * z + 8 * k for z in range(len(ZONES)) for k in range(2)]
        index, row = self.position, old.at(self.position)
        if not old.element(extent)[0].eq(index) or node.terms:
            raise Unsupported("another node's span")
        for k, term in enumerate(self.hull([cells.value(k, 8) for k in at])):
            row = row.stored(8 * k, term)
        return [(None, ListExecution.with_memory(state, extent.object, old.with_row(index, row)))]

    def port_words(self, state):
        place, node = self.place, state.memory["context"]
        if any(not index.eq(self.index) for index, _ in node.rows):
            raise Unsupported("another node has changed")
        node = node.at(self.index)
        words = {n: node.value(place["pglist_data." + n], 8) for n in EXTENT}
        members = (
            "zone_start_pfn",
            "spanned_pages",
            "present_pages",
            "present_early_pages",
            "cma_pages",
        )
        for z, zone in enumerate(ZONES):
            start = place["pglist_data.node_zones"] + z * place["zone"]
            for member, field in zip(members, ZONE_FIELDS):
                words[zone + "." + field] = node.value(start + place["zone." + member], 8)
        for n in COUNTERS:
            at = place["memory_group.present_%s_pages" % n]
            words["group." + n] = state.memory["group"].value(at, 8)
        return words | self.search_words(state)

    # What is looked for in the memory map

    @staticmethod
    def searching(state):
        cells = Cells({8 * k: number(0) for k in range(3)})
        return ListExecution.with_memory(state, "search", cells)

    def search(self, kind, start, end, state):
        cells = Cells({0: number(kind), 8: start, 16: end})
        return [(self.found, ListExecution.with_memory(state, "search", cells))]

    @staticmethod
    def search_words(state):
        cells = state.memory["search"]
        return {
            "search." + n: cells.value(8 * k, 8) for k, n in enumerate(("kind", "start", "end"))
        }

    # The core

    def core_state(self):
        self.position, count = word("position"), word("count")
        group = {8 * (3 + k): self.counters[n] for k, n in enumerate(COUNTERS)}
        extent = {8 * k: self.extent[n] for k, n in enumerate(EXTENT)}
        node = {0: self.nid}
        for z, zone in enumerate(self.zones):
            node |= {8 + 40 * z + 8 * k: zone[f] for k, f in enumerate(ZONE_FIELDS)}
        facts = (*self.facts, z3.ULT(count, NODES + 1), z3.ULT(self.position, count))
        # Sums are those of each node that is there; what they are is another theorem's.
        sums, groups = word("sums"), word("groups")
        facts += (z3.ULT(z3.ZeroExt(32, self.nid), sums), z3.ULE(sums, NODES))
        facts += (z3.ULT(groups, 1 << 31), z3.ULT(word("group"), groups))
        rows = {
            "nodes": (NODE, count, self.position, node),
            "extents": (32, count, self.position, extent),
            "groups": (GROUP, groups, word("group"), group),
            "sums": (32, sums, simple(z3.SignExt(32, self.nid)), {}),
        }
        lists = {n: List(s, c, self.row_at(s, i, cells)) for n, (s, c, i, cells) in rows.items()}
        pointers = {0: "nodes", 8: "groups", 104: "sums", EXTENTS: "extents"}
        machine = {at: Pointer(name) for at, name in pointers.items()}
        block = {12: word("group id", 32), 16: number(int(not self.has_group), 8)}
        block |= {32: number(int(self.is_early), 8)}
        memory = {
            **lists,
            "machine": Cells(record(MACHINE, machine)),
            "block": Cells(record(BLOCK, block)),
        }
        return State(memory, facts)

    @staticmethod
    def row_at(size, index, cells):
        whole = record(size, cells)

        def row(at):
            if not at.eq(index):
                raise Unsupported("access to another element: %s" % at)
            return whole

        return row

    def core(self, name):
        """Every way through a step of the core: its words, and the state."""
        module = self.programs.core
        names = {n: module.find(p) for n, p in {**CORE, **CALLED}.items()}
        execution = self.execution([module])
        execution.copying(*COPIED, COPIED[0].replace("4Node", "10NodeExtent"))
        nothing = lambda a, s: [(None, s)]
        execution.contracts |= {
            names["lowest"]: lambda a, s: self.core_search(1, *a[2:4], s),
            names["highest"]: lambda a, s: self.core_search(2, *a[2:4], s),
            names["group"]: self.group_contract,
            names["add share"]: nothing,
            names["remove share"]: nothing,
        }
        if name != "span":
            execution.contracts[names["span"]] = self.core_hull
        execution.apart.add(names[name])
        state = self.core_state()
        machine, zone = Pointer("machine"), number(self.zone, 8)
        arguments = [zone, self.position, self.start, self.pages, machine]
        if name == "account":
            arguments = [Pointer("block"), zone, self.position, self.pages, machine]
        if name == "span":
            execution.apart.clear()
            place = Pointer("nodes", HEADER, ((NODE, self.position),))
            arguments = [place, Pointer("extents", HEADER, ((32, self.position),))]
        ends = execution.call(names[name], arguments, self.searching(state))
        return execution, [(self.core_words(s), s) for _, s in ends]

    def core_search(self, kind, start, end, state):
        """Any page, or none if there is none."""
        ((found, after),) = self.search(kind, start, end, state)
        return [
            ((found, number(0, 8)), after),
            ((anything(64), number(1, 8)), after.knowing(found == 0)),
        ]

    def group_contract(self, arguments, state):
        if not arguments[0].eq(word("group id", 32)):
            raise Unsupported("another group")
        return [((word("group"), number(0, 8)), state)]

    def core_words(self, state):
        machine = state.memory["machine"]
        lists = {
            n: state.memory[machine.value(at, 8).object]
            for n, at in (("nodes", 0), ("groups", 8), ("extents", EXTENTS))
        }
        extent, node = (lists[n].at(self.position) for n in ("extents", "nodes"))
        words = {n: extent.value(8 * k, 8) for k, n in enumerate(EXTENT)}
        for z, zone in enumerate(ZONES):
            for k, field in enumerate(ZONE_FIELDS):
                words[zone + "." + field] = node.value(8 + 40 * z + 8 * k, 8)
        group = lists["groups"].at(word("group"))
        for k, n in enumerate(COUNTERS):
            words["group." + n] = group.value(8 * (3 + k), 8)
        return words | self.search_words(state)


def step(port, core, known, *cases):
    """Makes the queries of "a step does the same in both", in some cases."""

    def make(programs):
        facts, queries, assumed = [], [], []
        for case in cases:
            one = Step(programs, *case)
            one.facts += known(one)
            first, ours = one.port(port)
            second, theirs = one.core(core)
            parts = of_execution(one.machine, first, second)
            facts, queries, assumed = (a + b for a, b in zip((facts, queries, assumed), parts))
            queries += differences(ours, theirs, ours[0][0])
            assumed += [Assumption("an end of it", [s.facts for _, s in x]) for x in (ours, theirs)]
        return facts, queries, assumed

    return make


def step_theorems():
    def functions(programs):
        names = (
            "step_grow",
            "step_shrink",
            "update_pgdat_span",
            "adjust_present_page_count",
            "init_currently_empty_zone",
        )
        return [*names, *(programs.core.find(p) for p in (*CORE.values(), *CALLED.values()))]

    def theorem(name, statement, make):
        return Theorem(
            name,
            statement,
            "any node, any range",
            make,
            functions,
            ("events", "lists", "steps", "totals"),
        )

    # A range's end isn't behind 2^64. No block is in ZONE_DEVICE, whose span stays.
    whole = lambda one: (z3.UGE(one.start + one.pages, one.start),)
    zones = [(z,) for z in range(len(ZONES))]
    counted = [(z, g, e) for z in range(len(ZONES)) for g in (False, True) for e in (False, True)]
    return [
        theorem(
            "node span",
            "update_pgdat_span and NodeExtent.setSpan give a node the span of its zones",
            step("update_pgdat_span", "span", lambda one: (), zones[0]),
        ),
        theorem(
            "grow",
            "move_pfn_range_to_zone and growSpan give a zone and its node the same spans",
            step("step_grow", "grow", whole, *zones),
        ),
        theorem(
            "shrink",
            "remove_pfn_range_from_zone and shrinkSpan look for the same, and give a zone and"
            " its node the same spans",
            step("step_shrink", "shrink", lambda one: (), *zones[:-1]),
        ),
        theorem(
            "account",
            "adjust_present_page_count and account count the same pages",
            step("adjust_present_page_count", "account", lambda one: (), *counted),
        ),
    ]
