# SPDX-License-Identifier: MIT
"""That a model's lists are in order, as all other theorems take them to be: what a state is
checked for. What holds of any element and of any two neighbours holds of all.
"""

import z3

from core import NODE, RUN
from execution import Loop, State
from ir import Unsupported
from lists import List
from machine import NODES, Machine
from memory import Cells, record
from positions import IMPOSSIBLE_NODE, PositionsExecution, thrown
from terms import *
from theorems import ANY, Theorem, of_cases

CHECKED = r"11MemoryStateV13validateOrder"
# A state's size, and where it has the number of a section's bits.
STATE, SECTION_BITS = 53, 49
# Cases of `MemoryModelError` without an id.
UNORDERED_NODES, NOT_ADDRESSABLE, OVERLAPS_MEMORY = (thrown(number(k, 32), 5) for k in range(3))


class Checked:
    """A state of lists that may be in any order, or that are in order as far as is seen."""

    def __init__(self, module, name, is_ordered):
        self.module, self.machine, self.ends = module, Machine(), []
        term = lambda field, bits=64: uninterpreted("%s.%s" % (name, field), 64, bits)
        self.id, self.first, self.count = term("id", 32), term("first"), term("count")
        self.nodes, self.runs = word(name + ".nodes"), word(name + ".runs")
        self.node, self.run = word(name + ".any node"), word(name + ".any run")
        self.is_ordered = is_ordered
        # No list has more elements.
        self.machine.know(*(z3.ULT(n, 1 << 40) for n in (self.nodes, self.runs)))

    def end(self, index):
        return simple(self.first(index) + self.count(index))

    def node_is_good(self, index):
        ascends = z3.Or(index == 0, self.id(index - 1) < self.id(index))
        return z3.And(z3.ULT(self.id(index), NODES), ascends)

    def run_is_good(self, index):
        ascends = z3.Or(index == 0, z3.UGE(self.first(index), self.end(index - 1)))
        return z3.And(self.machine.is_addressable(self.first(index), self.count(index)), ascends)

    def node_cells(self, index):
        if self.is_ordered:
            self.machine.know(z3.Implies(z3.ULT(index, self.nodes), self.node_is_good(index)))
        return record(NODE, {0: self.id(index)})

    def run_cells(self, index):
        if self.is_ordered:
            self.machine.know(z3.Implies(z3.ULT(index, self.runs), self.run_is_good(index)))
        return record(RUN, {0: self.first(index), 8: self.count(index)})

    def node_loop(self):
        def holds(values):
            (index,) = values
            seen = z3.Implies(z3.ULT(self.node, index), self.node_is_good(self.node))
            inside = z3.And(index != 0, z3.ULT(index, self.nodes))
            return [("node", inside), ("nodes so far", seen)]

        def assume():
            values = [word("node")]
            return values, [c for _, c in holds(values)]

        return Loop(holds, assume, holds)

    def run_loop(self):
        def holds(values):
            index, end = values
            seen = z3.Implies(z3.ULT(self.run, index), self.run_is_good(self.run))
            last = z3.If(index == 0, number(0), self.end(index - 1))
            return [
                ("run", z3.ULT(index, self.runs)),
                ("runs so far", seen),
                ("end", end == last),
            ]

        def assume():
            values = [word("run"), word("end")]
            return values, [c for _, c in holds(values)]

        return Loop(holds, assume, holds)

    def check(self):
        """`validateOrder()`: it throws if lists are out of order, and only then."""
        name = self.module.find(CHECKED)
        execution = PositionsExecution(self.machine, [self.module])
        execution.apart.add(name)
        execution.contracts |= {
            self.module.find(r"16MemoryModelErrorOACs0E0AAWl"): lambda arguments, state: [
                (Pointer("conformance"), state)
            ],
            "swift_willThrowTypedImpl": lambda arguments, state: [(None, state)],
        }
        flow = execution.flow(name)
        headers = sorted(flow.loops, key=lambda header: flow.position[header])
        if len(headers) != 2:
            raise Unsupported("the loops of validateOrder have changed")
        for header, loop in zip(headers, (self.node_loop(), self.run_loop())):
            execution.loops[name, header] = loop
        cells = {0: Pointer("nodes"), 40: Pointer("runs"), SECTION_BITS: number(self.machine.section_bits, 8)}
        memory = {
            "nodes": List(NODE, self.nodes, self.node_cells),
            "runs": List(RUN, self.runs, self.run_cells),
            "state": Cells(record(STATE, cells)),
            "error": Cells({0: NULL}),
        }
        ends = execution.call(name, [Pointer("state"), Pointer("error")], State(memory))
        node, run = (z3.ULT(i, n) for i, n in ((self.node, self.nodes), (self.run, self.runs)))
        good = z3.And(
            z3.Implies(node, self.node_is_good(self.node)),
            z3.Implies(run, self.run_is_good(self.run)),
        )
        for value, state in ends:
            throws = not state.memory["error"].value(0, 8).same(NULL)
            if not throws:
                self.ends.append(state.facts)
                execution.oblige("result", state, z3.Not(good), "a list out of order is accepted")
            elif self.is_ordered:
                execution.oblige("result", state, TRUE, "lists in order are refused")
            else:
                self.ends.append(state.facts)
                known = [UNORDERED_NODES, NOT_ADDRESSABLE, OVERLAPS_MEMORY]
                is_id = z3.LShR(value, 32) == IMPOSSIBLE_NODE
                is_known = z3.Or(is_id, *(value == error for error in known))
                execution.oblige("result", state, z3.Not(is_known), "what is thrown")
        return execution


def order(programs):
    cases = (Checked(programs.core, n, n == "ordered") for n in ("any", "ordered"))
    return of_cases((checked.machine, checked.check(), checked.ends) for checked in cases)


def order_theorems():
    statement = "validateOrder() throws unless lists are in order"
    functions = lambda programs: [programs.core.find(CHECKED)]
    scripts = ("lists", "order", "positions", "totals")
    return [Theorem("validateOrder", statement, ANY, order, functions, scripts)]
