# SPDX-License-Identifier: MIT
"""Which node and which group an event changes, of those that it is given by their ids.

Events by position are proven in events.py. Here they are only counted: each has to be
called once, with the positions that belong to the ids, or not at all and something is
thrown.
"""

import z3

from core import NODE, RUN
from execution import Loop
from ir import split, take_type
from lists import ListExecution
from machine import NODES, ZONES, Machine
from memory import Cells, record
from terms import *
from theorems import ANY, Theorem, of_cases
from totals import PLACE, Totals

FOUND = {
    "node index": r"11MemoryModelV9nodeIndex2of",
    "group index": r"19MemoryGroupRegistryV5index5forID",
    "add node": r"11MemoryModelV7addNodeyyAA",
    "remove node": r"11MemoryModelV10removeNodeyyAA",
    "adjust": r"11MemoryModelV18adjustPresentPages2by2in6nodeID",
    "online block": r"11MemoryModelV11onlineBlock_2in6nodeID",
    "offline block": r"11MemoryModelV12offlineBlock_7groupID",
}
# What they call: events by position, and what checks and keeps sections.
CALLED = {
    "insert at": r"11MemoryModelV10insertNode_2at",
    "remove at": r"11MemoryModelV10removeNode2at",
    "adjust at": r"11MemoryModelV18adjustPresentPages2by2in8ofNodeAt",
    "sections": r"11MemoryModelV8sections33_\w+2of2in6nodeID",
    "online sections": r"11MemoryModelV14onlineSectionsyyAA",
    "offline sections": r"11MemoryModelV15offlineSectionsyySnys6UInt64VGF",
}
# Cases of `MemoryModelError`; what is thrown is the id, and the case behind it.
IMPOSSIBLE_NODE, NO_SUCH_NODE, NODE_EXISTS, NO_SUCH_GROUP = 0, 1, 2, 3


class PositionsExecution(ListExecution):
    """Executes functions that tell debuggers what they throw."""

    def value(self, kind, text, state):
        if kind.startswith("{") and text.strip().startswith("{"):
            return tuple(self.typed(x, state) for x in split(text.strip()[1:-1]))
        return super().value(kind, text, state)

    def typed(self, text, state):
        if text.startswith("{"):
            kind, rest = take_type(text)
            return self.value(kind, rest, state)
        if text.startswith("ptr") and "getelementptr inbounds nuw (i8" in text:
            return Pointer("metadata")
        return super().typed(text, state)


def thrown(nid, case):
    return simple(z3.ZeroExt(32, nid) | number(case << 32))


class Positions(Totals):
    """Executions of functions that are given ids."""

    def __init__(self, module, machine, asked=False):
        super().__init__(module, machine, asked)
        self.names |= {n: module.find(p) for n, p in (*FOUND.items(), *CALLED.items())}
        self.memory |= {"error": Cells({0: NULL}), "events": Cells({0: number(0)})}
        self.ends, self.run_zone = [], None

    def run_cells(self, index):
        """A run of sections; one whose zone is a number is on the node asked about."""
        if self.run_zone is None:
            return super().run_cells(index)
        run, machine = self.machine.run, self.machine
        machine.see_run(index)
        cells = {0: run["first"](index), 8: run["count"](index), 16: number(self.run_zone, 8)}
        return record(RUN, {**cells, 20: machine.question.nid})

    def begin(self, name):
        execution = self.execution = PositionsExecution(self.machine, [self.module])
        execution.never = self.never
        execution.apart.add(self.names[name])
        execution.contracts |= {
            self.names["search"]: self.node_contract,
            self.names["group"]: self.group_contract,
            self.names["conformance"]: lambda arguments, state: [(Pointer("conformance"), state)],
            "swift_willThrowTypedImpl": lambda arguments, state: [(None, state)],
        }
        return execution

    def run(self, name, arguments, memory={}):
        """Every way through a function: what it gives, whether it throws, and the state."""
        arguments = [*arguments, Pointer("model"), Pointer("error")]
        state = self.state({**self.memory, **memory})
        for value, after in self.execution.call(self.names[name], arguments, state):
            self.ends.append(after.facts)
            yield value, not after.memory["error"].value(0, 8).same(NULL), after

    def oblige(self, state, good, what):
        self.execution.oblige("result", state, z3.Not(good), what)

    # What is called

    def fails(self, state, value, fact=TRUE):
        cells = Cells({0: Pointer("an error")})
        return value, ListExecution.with_memory(state.knowing(fact), "error", cells)

    def node_index(self, arguments, state):
        """What `nodeIndex(of:)` gives, as `find_node_index` proves it."""
        machine = self.machine
        self.oblige(state, arguments[0] == machine.question.nid, "the node looked for")
        listed = machine.is_listed
        refused = self.fails(state, thrown(machine.question.nid, NO_SUCH_NODE), z3.Not(listed))
        return [(machine.rank, state.knowing(listed)), refused]

    def group_index(self, arguments, state):
        """What `MemoryGroupRegistry.index(forID:)` gives, as `find_group_index` proves it."""
        machine = self.machine
        asked = self.asked if machine.target is None else self.target_id()
        self.oblige(state, arguments[0] == asked, "the group looked for")
        if machine.target is None:
            return [((anything(64), number(1, 8)), state)]
        return [((machine.target, number(0, 8)), state)]

    # Whether memory is made of whole sections, and what is thrown if not.
    whole = z3.Bool("whole sections")
    refused = simple(z3.ZeroExt(24, word("refused sections", 40)))

    def sections(self, arguments, state):
        """What `sections(of:in:nodeID:)` gives, as `find_sections` proves it."""
        run = tuple(word("wanted." + n) for n in ("first", "count", "zone"))
        self.machine.know(self.machine.is_addressable(*run[:2]))
        refused = self.fails(state, (self.refused, *run[1:]), z3.Not(self.whole))
        return [(run, state.knowing(self.whole)), refused]

    def counted(self, expected):
        """An event by position, with the arguments that it is to have."""

        def event(arguments, state):
            for k, (given, term) in enumerate(zip(arguments, expected, strict=True)):
                if isinstance(term, Pointer):
                    self.oblige(state, z3.BoolVal(given.same(term)), "argument %d" % k)
                else:
                    self.oblige(state, given == term, "argument %d" % k)
            count = simple(state.memory["events"].value(0, 8) + 1)
            return [(None, ListExecution.with_memory(state, "events", Cells({0: count})))]

        return event

    def check(self, ends, succeeds, errors):
        """That an event happened once, or not at all and one of some errors was thrown:
        what is thrown, and when."""
        for value, throws, state in ends:
            events = state.memory["events"].value(0, 8)
            for at in (PLACE["nodes"], PLACE["groups"], PLACE["node_sums"], PLACE["shares"]):
                same_ = state.memory["model"].value(at, 8).same(self.memory["model"].value(at, 8))
                self.oblige(state, z3.BoolVal(same_), "a list of the model")
            if throws:
                value = value & (1 << 40) - 1
                one = [z3.And(what is None or what == value, when) for what, when in errors]
                self.oblige(state, z3.And(events == 0, z3.Or(*one)), "what is thrown")
            else:
                self.oblige(state, z3.And(events == 1, succeeds), "an event")
        return self.execution

    # What is proven

    def find_node_index(self):
        """`nodeIndex(of:)`."""
        machine, nid = self.machine, self.machine.question.nid
        self.begin("node index")
        for value, throws, state in self.run("node index", [nid]):
            given = z3.And(machine.is_listed, value == machine.rank)
            refused = z3.And(z3.Not(machine.is_listed), value == thrown(nid, NO_SUCH_NODE))
            self.oblige(state, refused if throws else given, "nodeIndex(of:)")
        return self.execution

    def find_group_index(self):
        """`MemoryGroupRegistry.index(forID:)`."""
        machine = self.machine
        execution = self.begin("group index")
        asked = self.asked if machine.target is None else self.target_id()
        arguments = [asked, Pointer("groups"), POISON, POISON, POISON]
        ends = execution.call(self.names["group index"], arguments, self.state(self.memory))
        for (index, is_none), state in ends:
            self.ends.append(state.facts)
            good = is_none == 1
            if machine.target is not None:
                good = z3.And(is_none == 0, index == machine.target)
            self.oblige(state, good, "index(forID:)")
        return execution

    def find_sections(self):
        """`sections(of:in:nodeID:)`: no section of it lies where no memory can be."""
        self.begin("sections")
        arguments = [word("start"), word("pages"), word("zone", 8), word("nid", 32)]
        for run, throws, state in self.run("sections", arguments):
            if not throws:
                self.oblige(state, self.machine.is_addressable(*run[:2]), "sections(of:in:nodeID:)")
        return self.execution

    def add_node(self):
        """`addNode(_:)`: the node goes where the ids before it are lower."""
        machine, nid = self.machine, word("new.id", 32)
        execution = self.begin("add node")
        is_possible = z3.ULT(nid, NODES)
        # Searches are of a possible node.
        machine.know(z3.Implies(is_possible, nid == machine.question.nid))

        def search(arguments, state):
            self.oblige(state, arguments[0] == machine.question.nid, "the node looked for")
            return self.node_contract([machine.question.nid, *arguments[1:]], state)

        execution.contracts[self.names["search"]] = search
        node = Pointer("node")
        execution.contracts[self.names["insert at"]] = self.counted(
            [node, machine.rank, Pointer("model")]
        )
        (header,) = execution.flow(self.names["add node"]).loops

        def holds(values):
            (index,) = values
            machine.see_node(index)
            return [
                ("node", z3.ULT(index, machine.node_count)),
                ("ids before are lower", z3.ULE(index, machine.rank)),
            ]

        def assume():
            index = word("node")
            return [index], [c for _, c in holds([index])]

        execution.loops[self.names["add node"], header] = Loop(holds, assume, holds)
        memory = {"node": Cells(record(NODE, {0: nid}))}
        is_new = z3.And(is_possible, z3.Not(machine.is_listed))
        errors = [
            (thrown(nid, IMPOSSIBLE_NODE), z3.Not(is_possible)),
            (thrown(nid, NODE_EXISTS), z3.And(is_possible, machine.is_listed)),
        ]
        return self.check(self.run("add node", [node], memory), is_new, errors)

    def begin_by_ids(self, name):
        execution = self.begin(name)
        execution.contracts |= {
            self.names["node index"]: self.node_index,
            self.names["group index"]: self.group_index,
        }
        return execution

    def remove_node(self):
        """`removeNode(_:)`."""
        machine, nid = self.machine, self.machine.question.nid
        execution = self.begin_by_ids("remove node")
        at = self.counted([machine.rank, Pointer("model")])
        execution.contracts[self.names["remove at"]] = at
        errors = [(thrown(nid, NO_SUCH_NODE), z3.Not(machine.is_listed))]
        return self.check(self.run("remove node", [nid]), machine.is_listed, errors)

    def adjusted(self, pages, zone, is_early):
        machine = self.machine
        target = machine.target
        position = [number(0), number(1, 8)] if target is None else [target, number(0, 8)]
        return self.counted([pages, zone, machine.rank, *position, is_early, Pointer("model")])

    def errors(self):
        """That there is no such node, or no such group."""
        machine = self.machine
        found = [(thrown(machine.question.nid, NO_SUCH_NODE), z3.Not(machine.is_listed))]
        if self.asked is not None:
            found.append((thrown(self.asked, NO_SUCH_GROUP), machine.is_listed))
        return found

    def succeeds(self):
        return z3.And(self.machine.is_listed, z3.BoolVal(self.asked is None))

    def adjust(self):
        """`adjustPresentPages(by:in:nodeID:groupID:isEarly:)`."""
        nid, pages = self.machine.question.nid, word("pages")
        zone, is_early = word("zone", 8), word("is early", 1)
        execution = self.begin_by_ids("adjust")
        execution.contracts[self.names["adjust at"]] = self.adjusted(pages, zone, is_early)
        ends = self.run("adjust", [pages, zone, nid, self.group_argument(), is_early])
        return self.check(ends, self.succeeds(), self.errors())

    def online_block(self):
        """`onlineBlock(_:in:nodeID:groupID:isEarly:)`, whatever is found of its sections."""
        machine, nid, pages = self.machine, self.machine.question.nid, word("pages")
        zone, is_early = word("zone", 8), word("is early", 1)
        execution = self.begin_by_ids("online block")
        fits = z3.Bool("sections are offline")
        wide = self.refused

        def online(arguments, state):
            return [(anything(64), state.knowing(fits)), self.fails(state, wide, z3.Not(fits))]

        execution.contracts |= {
            self.names["sections"]: self.sections,
            self.names["online sections"]: online,
            self.names["adjust at"]: self.adjusted(pages, zone, is_early),
        }
        arguments = [word("start"), pages, zone, nid, self.group_argument(), is_early]
        errors = [(wide, TRUE), *self.errors()]
        room = TRUE
        if machine.target_kind == "static":
            group = machine.target
            present = machine.group("kernel", group) + machine.group("movable", group)
            size = machine.group("size", group)
            room = z3.And(z3.ULE(present, size), z3.ULE(pages, size - present))
            errors.append((thrown(self.target_id(), 4), z3.Not(room)))
        succeeds = z3.And(self.succeeds(), self.whole, fits, room)
        return self.check(self.run("online block", arguments), succeeds, errors)

    def offline_block(self, zone):
        """`offlineBlock(_:groupID:isEarly:)`, whatever run is found, in each zone."""
        self.run_zone, pages, is_early = zone, word("pages"), word("is early", 1)
        execution = self.begin_by_ids("offline block")
        execution.contracts |= {
            self.names["sections"]: self.sections,
            self.names["first run"]: lambda arguments, state: [(word("run"), state)],
            self.names["offline sections"]: lambda arguments, state: [(None, state)],
            self.names["adjust at"]: self.adjusted(-pages, number(zone, 8), is_early),
        }
        self.machine.know(z3.ULE(word("run"), self.machine.run_count))
        ends = self.run("offline block", [word("start"), pages, self.group_argument(), is_early])
        return self.check(ends, self.succeeds(), [(None, TRUE)])


def positions(runs, target=None, asked=False):
    """Makes the queries of a function in some cases."""

    def make(programs):
        found = ((run, Positions(programs.core, Machine(target), asked)) for run in runs)
        return of_cases((one.machine, run(one), one.ends) for run, one in found)

    return make


def position_theorems():
    def functions(programs):
        return [programs.core.find(p) for p in (*FOUND.values(), *CALLED.values())]

    def theorem(name, statement, make):
        return Theorem(name, statement, ANY, make, functions, ("lists", "positions", "totals"))

    once = "changes the node and the group with the ids once, or throws and changes nothing"
    theorems = [
        theorem(
            "nodeIndex",
            "nodeIndex(of:) gives where a node is, or throws noSuchNode",
            positions([Positions.find_node_index]),
        ),
        theorem(
            "sections of a range",
            "sections(of:in:nodeID:) gives sections that can be, or throws",
            positions([Positions.find_sections]),
        ),
        theorem(
            "addNode",
            "addNode inserts a node where ids stay in order, or throws and changes nothing",
            positions([Positions.add_node]),
        ),
        theorem(
            "removeNode by id",
            "removeNode removes the node with the id, or throws and changes nothing",
            positions([Positions.remove_node]),
        ),
    ]
    zones = [lambda found, z=z: found.offline_block(z) for z in range(len(ZONES))]
    by_ids = {
        "adjustPresentPages by ids": [Positions.adjust],
        "onlineBlock": [Positions.online_block],
        "offlineBlock": zones,
    }
    for name, *case in (("none",), ("unregistered", None, True), ("static", "static"), ("dynamic", "dynamic")):
        if case:
            found = "MemoryGroupRegistry.index(forID:) gives where a group is, if anywhere"
            make = positions([Positions.find_group_index], *case)
            theorems.append(theorem("group index " + name, found, make))
        theorems += [
            theorem("%s %s" % (event, name), "%s %s" % (event.split()[0], once), positions(runs, *case))
            for event, runs in by_ids.items()
        ]
    return theorems
