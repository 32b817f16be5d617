# SPDX-License-Identifier: MIT
"""The Swift core's side: how it keeps a machine, its loops, and what its functions give."""

import re
from dataclasses import replace

import z3

from execution import Loop, State
from ir import Unsupported
from machine import ZONE_FIELDS
from memory import Cells, Rows, record
from terms import *

NAMES = {
    "decide": r"6PolicyV14onlineDecision3for0D4Type6nodeID5group5nodes6groups8sections.*VtF$",
    "ratio": r"9RatioTestV6adding6target2in5nodes6groups5ratio.*tcfC$",
    "search": r"4NodeVRszlE13searchedIndex5forID",
    "zone": r"4NodeVRszlE10kernelZone3for6nodeID",
    "searched zone": r"4NodeVRszlE18searchedKernelZone3for6nodeID",
    "first run": r"10SectionRunVRszlE10firstIndex11endingAfter",
}
TEST_WORDS = (
    "kernel_early",
    "movable",
    "group_movable",
    "required",
    "kernel",
    "online_movable",
    "limit",
)
SYSTEM = 1 << 32
# Of `OnlineDecision.Reason`, those for which no kernel zone is looked up.
WITHOUT_LOOKUP = (1, 8)
DECISION, TEST, GROUP, NODE, RUN = 169, 57, 44, 208, 24


class Core:
    """Executions of the core's functions on a machine."""

    def __init__(self, module, machine):
        self.module, self.machine = module, machine
        self.find_names()
        self.memory = {
            "nodes": Rows(NODE, machine.node_count, self.node_cells),
            "groups": Rows(48, machine.group_count, self.group_cells),
            "runs": Rows(RUN, machine.run_count, self.run_cells),
            "group": Cells(self.optional_group()),
        }

    def find_names(self):
        module = self.module
        self.names = {name: module.find(pattern) for name, pattern in NAMES.items()}
        # The optimizer may have made variants of a function; the one that is called counts.
        self.names["unit"] = self.callee(self.names["decide"], "12UnitContentsO2of2in_")
        self.stride = {
            "node": module.size("%T11AutoMovable4NodeV")[0],
            "group": (module.size("%T11AutoMovable11MemoryGroupV")[0] + 7) // 8 * 8,
            "run": module.size("%T11AutoMovable10SectionRunV")[0],
        }
        sizes = [module.size("%T11AutoMovable" + t)[0] for t in ("14OnlineDecisionV", "9RatioTestV")]
        if [*self.stride.values(), *sizes] != [NODE, 48, RUN, DECISION, TEST]:
            raise Unsupported("the core's types have changed: %s %s" % (self.stride, sizes))

    def callee(self, name, pattern):
        """The one function with a pattern in its name that a function calls."""
        calls = (i for block in self.module.function(name).blocks.values() for i in block)
        calls = (re.search('@"([^"]+)"', i.line) for i in calls if i.op == "call")
        found = {match[1] for match in calls if match and pattern in match[1]}
        if len(found) != 1:
            raise Unsupported("%d functions with %s are called" % (len(found), pattern))
        return found.pop()

    # Memory

    def node_cells(self, index):
        machine = self.machine
        machine.see_node(index)
        nid = machine.node_id(index)
        cells = {0: nid}
        for z, zone in enumerate(machine.zones(nid)):
            cells |= {8 + 40 * z + 8 * k: zone[f] for k, f in enumerate(ZONE_FIELDS)}
        return record(NODE, cells)

    def group_members(self, index):
        machine = self.machine
        machine.see_group(index)
        return {
            0: machine.group("id", index),
            4: machine.group("nid", index),
            8: machine.group("size", index),
            16: simple(z3.ZeroExt(7, machine.group("dynamic", index))),
            24: machine.group("kernel", index),
            32: machine.group("movable", index),
            40: machine.group("blocks", index),
        }

    def group_cells(self, index):
        return record(48, self.group_members(index))

    def optional_group(self):
        if self.machine.target is None:
            # 255 in the place of the kind is nil.
            return record(GROUP, {16: number(255, 8)})
        return record(GROUP, self.group_members(self.machine.target))

    def run_cells(self, index):
        machine = self.machine
        machine.see_run(index)
        run = {name: f(index) for name, f in machine.run.items()}
        return record(RUN, {0: run["first"], 8: run["count"], 16: run["zone"], 20: run["nid"]})

    # Functions

    def state(self, memory, *facts):
        return State(memory, facts)

    def lists(self, *names):
        counts = {"nodes": "node_count", "groups": "group_count", "runs": "run_count"}
        return [x for n in names for x in (Pointer(n), getattr(self.machine, counts[n]))]

    def search(self, name, target, count, see, arguments):
        """Executes a binary search for a position that is known to be between bounds."""
        execution = self.machine.execution([self.module])
        (header,) = execution.flow(self.names[name]).loops

        def holds(values):
            high, low = values
            inside = z3.And(z3.ULE(low, target), z3.ULE(target, high))
            return [("bounds", z3.And(inside, z3.ULE(high, count), z3.ULT(low, high)))]

        def assume():
            values = [word("upper"), word("lower")]
            see(simple(z3.UDiv(values[0] + values[1], number(2))))
            return values, [c for _, c in holds(values)]

        execution.loops[self.names[name], header] = Loop(holds, assume, holds)
        return execution, execution.call(self.names[name], arguments, self.state(self.memory))

    def find_node(self):
        """Proves `searchedIndex(forID:)` to give where the node asked about is listed."""
        machine = self.machine
        arguments = [machine.question.nid, *self.lists("nodes")]
        execution, ends = self.search(
            "search", machine.rank, machine.node_count, machine.see_node, arguments
        )
        for (index, is_none), state in ends:
            listed = machine.is_listed
            bad = z3.Or((is_none == 0) != listed, z3.And(listed, index != machine.rank))
            bad = z3.Or(bad, z3.UGT(is_none, 1))
            execution.oblige("result", state, bad, "searchedIndex(forID:)")
        return execution

    def node_contract(self, arguments, state):
        if not self.are(arguments, [self.machine.question.nid, *self.lists("nodes")]):
            raise Unsupported("a search for another node")
        listed = self.machine.is_listed
        unlisted = (number(0), number(1, 8))
        return [
            ((self.machine.rank, number(0, 8)), state.knowing(listed)),
            (unlisted, state.knowing(z3.Not(listed))),
        ]

    @staticmethod
    def are(arguments, expected):
        return len(arguments) == len(expected) and all(map(same, arguments, expected))

    def find_first_run(self):
        """Proves `firstIndex(endingAfter:)` to give the unit's first run."""
        machine = self.machine
        arguments = [machine.unit_first, *self.lists("runs")]
        execution, ends = self.search(
            "first run", machine.unit_run, machine.run_count, machine.see_run, arguments
        )
        for index, state in ends:
            execution.oblige("result", state, index != machine.unit_run, "firstIndex(endingAfter:)")
        return execution

    def first_run_contract(self, arguments, state):
        section, *runs = arguments
        if not self.are(runs, self.lists("runs")):
            raise Unsupported("a search in other runs")
        self.oblige_in.oblige("argument", state, section != self.machine.unit_first, "first run")
        return [(self.machine.unit_run, state)]

    def look_at_unit(self):
        """Proves `UnitContents.init` to say what is online in the unit."""
        machine, name = self.machine, self.names["unit"]
        execution = self.oblige_in = self.machine.execution([self.module])
        execution.contracts[self.names["first run"]] = self.first_run_contract
        (header,) = execution.flow(name).loops

        def holds(values):
            index, sections = values
            machine.see_run(index)
            inside = z3.And(z3.ULT(index, machine.run_count), machine.in_walk(index))
            return [("run", inside), ("sections", sections == machine.unit_sections(index))]

        def assume():
            index = word("run")
            machine.see_run(index)
            values = [index, machine.unit_sections(index)]
            return values, [c for _, c in holds(values)]

        execution.loops[name, header] = Loop(holds, assume, holds)
        ends = execution.call(name, self.unit_arguments(), self.state(self.memory))
        for (pages, is_movable), state in ends:
            good = z3.And(
                pages == z3.If(machine.has_kernel, machine.kernel_pfn, machine.unit_movable),
                is_movable == z3.If(machine.has_kernel, number(0, 8), number(1, 8)),
            )
            execution.oblige("result", state, z3.Not(good), "UnitContents.init")
        return execution

    def unit_arguments(self):
        machine = self.machine
        sizes = [number(machine.page_shift, 8), number(machine.section_bits, 8)]
        size = machine.group("size", machine.target)
        return [machine.unit()[0], size, *self.lists("runs"), *sizes]

    def unit_contract(self, arguments, state):
        if not self.are(arguments, self.unit_arguments()):
            raise Unsupported("another unit: %s" % arguments)
        machine = self.machine
        return [
            ((machine.kernel_pfn, number(0, 8)), state.knowing(machine.has_kernel)),
            ((machine.unit_movable, number(1, 8)), state.knowing(z3.Not(machine.has_kernel))),
        ]

    def find_zone(self, name):
        """Proves `kernelZone(for:nodeID:)` to give the zone of any range, as the kernel."""
        start, pages = word("start"), word("pages")
        execution = self.machine.execution([self.module])
        execution.contracts[self.names["search"]] = self.node_contract
        if name == "zone":
            execution.contracts[self.names["searched zone"]] = self.zone_contract
        ends = execution.call(self.names[name], self.zone_arguments(start, pages), self.state(self.memory))
        for zone, state in ends:
            execution.oblige("result", state, zone != self.kernel_zone(start, pages), name)
        return execution

    def zone_arguments(self, start, pages):
        return [start, pages, self.machine.question.nid, *self.lists("nodes")]

    def kernel_zone(self, start, pages):
        """The first of the DMA zones whose span a range meets, or the normal zone."""
        machine = self.machine

        def meets(zone):
            end = zone["start"] + zone["spanned"]
            is_met = z3.And(z3.ULT(start, end), z3.UGT(start + pages, zone["start"]))
            return z3.And(machine.is_listed, zone["spanned"] != 0, is_met)

        dma, dma32 = machine.zones(machine.question.nid)[:2]
        other = z3.If(meets(dma32), number(1, 8), number(2, 8))
        return simple(z3.If(meets(dma), number(0, 8), other))

    def zone_contract(self, arguments, state):
        start, pages = arguments[:2]
        if not self.are(arguments, self.zone_arguments(start, pages)):
            raise Unsupported("a zone of another node")
        return [(self.kernel_zone(start, pages), state)]

    # The ratio test

    def scope_argument(self, scope):
        if scope == "system":
            return number(SYSTEM)
        return simple(z3.ZeroExt(32, self.machine.question.nid))

    def target_id(self):
        machine = self.machine
        return number(-1, 32) if machine.target is None else machine.group("id", machine.target)

    def ratio_test(self, scope, pages):
        """Proves `RatioTest.init` to make the test."""
        machine, name = self.machine, self.names["ratio"]
        execution = self.machine.execution([self.module])
        execution.contracts[self.names["search"]] = self.node_contract
        headers = sorted(
            execution.flow(name).loops, key=lambda h: execution.flow(name).position[h]
        )
        if len(headers) != 2:
            raise Unsupported("the loops of RatioTest.init have changed")
        groups = next(h for h in headers if self.reads_groups(name, h, execution))
        nodes = next(h for h in headers if h != groups)
        execution.canonical = [*machine.sums(scope)[2:], machine.rank]
        execution.loops[name, groups] = self.group_loop(scope)
        if scope == "system":
            execution.loops[name, nodes] = self.node_loop()
        own = machine.own_kernel_pages()
        arguments = [
            Pointer("test"),
            pages,
            self.target_id(),
            own,
            self.scope_argument(scope),
            *self.lists("nodes", "groups"),
            machine.question.ratio,
        ]
        memory = {**self.memory, "test": Cells(record(TEST, {}))}
        ends = execution.call(name, arguments, self.state(memory, machine.question.ratio != 0))
        words, _ = machine.ratio_test(scope, own, pages)
        for _, state in ends:
            found = self.test_words(state.memory["test"], 0)
            for label, term in words.items():
                execution.oblige("result", state, found[label] != term, "RatioTest: " + label)
        return execution

    def reads_groups(self, name, header, execution):
        lines = [i.line for x in execution.flow(name).loops[header] for i in self.module.function(name).blocks[x]]
        return any("udiv" in line for line in lines)

    def group_loop(self, scope):
        machine = self.machine
        required, movable = machine.group_sums[scope]

        def holds(values):
            more, moved, index = values
            machine.see_group(index)
            rank = machine.group_rank(index)
            return [
                ("group", z3.ULT(index, machine.group_count)),
                ("required pages", more == required(rank)),
                ("movable pages", moved == movable(rank)),
            ]

        def assume():
            index = word("group")
            machine.see_group(index)
            rank = simple(machine.group_rank(index))
            machine.see_dynamic(rank)
            values = [required(rank), movable(rank), index]
            return values, [c for _, c in holds(values)]

        def leave():
            count = machine.dynamic_count
            return [required(count), movable(count)]

        return Loop(holds, assume, holds, leave)

    def node_loop(self):
        machine = self.machine

        def holds(values):
            movable, kernel, index = values
            machine.see_node(index)
            return [
                ("node", z3.ULT(index, machine.node_count)),
                ("kernel pages", kernel == machine.zone_sums[0](index)),
                ("movable pages", movable == machine.zone_sums[1](index)),
            ]

        def assume():
            index = word("node")
            values = [machine.zone_sums[1](index), machine.zone_sums[0](index), index]
            return values, [c for _, c in holds(values)]

        def leave():
            kernel, movable = (s(machine.node_count) for s in machine.zone_sums)
            return [movable, kernel]

        return Loop(holds, assume, holds, leave)

    def test_words(self, cells, start):
        """The words of a test, in a record."""
        words = {n: cells.value(start + 8 * k, 8) for k, n in enumerate(TEST_WORDS)}
        return {"exit": simple(z3.ZeroExt(56, cells.value(start + 56, 1))), **words}

    def ratio_contract(self, arguments, state):
        """What `RatioTest.init` does, as `ratio_test` proves it."""
        machine = self.machine
        place, pages, target, own, scope, *rest = arguments
        names = {n for n in ("system", "node") if same(scope, self.scope_argument(n))}
        expected = [*self.lists("nodes", "groups"), machine.question.ratio]
        if len(names) != 1 or not self.are(rest, expected):
            raise Unsupported("a test of another scope")
        self.oblige_in.oblige("argument", state, machine.question.ratio == 0, "ratio")
        self.oblige_in.oblige("argument", state, target != self.target_id(), "group")
        self.oblige_in.oblige("argument", state, own != machine.own_kernel_pages(), "own pages")
        words, _ = machine.ratio_test(names.pop(), machine.own_kernel_pages(), pages)
        cells = state.memory[place.object]
        for k, name in enumerate(TEST_WORDS):
            cells = cells.stored(place.offset + 8 * k, words[name])
        cells = cells.stored(place.offset + 56, simple(z3.Extract(7, 0, words["exit"])))
        return [(None, replace(state, memory={**state.memory, place.object: cells}))]

    # The decision

    def decide(self):
        """Every way through `Policy.onlineDecision`: its 24 words, and the state."""
        machine = self.machine
        execution = self.oblige_in = self.machine.execution([self.module])
        execution.contracts = {
            self.names["search"]: self.node_contract,
            self.names["zone"]: self.zone_contract,
            self.names["ratio"]: self.ratio_contract,
        }
        execution.apart.add(self.names["decide"])
        if machine.target_kind == "unit":
            execution.contracts[self.names["unit"]] = self.unit_contract
        memory = {**self.memory, "decision": Cells(record(DECISION, {}))}
        ends = execution.call(self.names["decide"], self.decide_arguments(), self.state(memory))
        return execution, [(self.words_of(s.memory["decision"]), s) for _, s in ends]

    def decide_arguments(self):
        """What `Policy.onlineDecision` gets, as the calling convention packs it."""
        machine, question = self.machine, self.machine.question
        geometry = machine.page_shift | machine.section_bits << 8 | 0b11111 << 16
        geometry |= 1 << 24 | 1 << 32
        policy = z3.Concat(question.ratio, number(0, 31), question.auto_movable)
        switches = z3.Concat(number(0, 7), question.movable_node, number(0, 7), question.numa)
        return [
            Pointer("decision"),
            question.start,
            question.pages,
            question.type,
            question.nid,
            Pointer("group"),
            *self.lists("nodes", "groups", "runs"),
            number(geometry),
            simple(policy),
            simple(switches),
        ]

    def words_of(self, cells):
        """The words of a decision, as `OnlineDecision` and `RatioTest` give them out."""
        small = lambda at: simple(z3.ZeroExt(56, cells.value(at, 1)))
        reason = small(8)
        without = z3.Or(*(reason == number(r) for r in WITHOUT_LOOKUP))
        lookup = [z3.If(without, number(0), cells.value(at, 8)) for at in (32, 40)]
        words = {
            "zone": small(0),
            "nid": simple(z3.ZeroExt(32, cells.value(4, 4))),
            "exit": reason,
            "kernel_lookup": simple(z3.If(without, number(0), number(1))),
            "kernel_pfn": simple(lookup[0]),
            "kernel_nr_pages": simple(lookup[1]),
            "online_pages": cells.value(16, 8),
            "tested_pages": cells.value(24, 8),
        }
        for scope, start in (("system", 48), ("node", 112)):
            test = self.test_words(cells, start)
            words |= {"%s.%s" % (scope, label): term for label, term in test.items()}
        return words
