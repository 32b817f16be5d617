# SPDX-License-Identifier: MIT
"""That changed code decides as the code as it is: for mutants that are called equivalent.

One side is compared with itself, so all that wasn't changed is the same term. The port has
to give the same 24 words. The core has to give the same zone: what is called equivalent
there may be told by the record of how it came about.
"""

import z3

from core import Core
from machine import NODES, Machine
from port import Port
from terms import *
from theorems import ANY, Theorem, differences, lemmas, of_execution

TARGETS = (None, "static", "block", "unit")


class OrderedMachine(Machine):
    """A machine of which more is known: ids ascend from 0, so none is below its position.
    That follows from the order; see `order_lemmas`."""

    def see_node(self, index):
        if self.first_time("order", index):
            here = z3.ULT(index, self.node_count)
            self.know(z3.Implies(here, z3.UGE(z3.ZeroExt(32, self.node_id(index)), index)))
        super().see_node(index)


def order_lemmas():
    """That ids that ascend from 0 aren't below their positions, by induction."""
    position, ident, following = word("position"), word("id", 32), word("next id", 32)
    wide = lambda term: z3.ZeroExt(32, term)
    holds = z3.And(z3.ULE(position, NODES), z3.UGE(wide(ident), position))
    ascends = z3.ULT(ident, following)
    return [
        ("the first", z3.ULT(wide(ident), number(0))),
        ("the next", z3.And(holds, ascends, z3.ULT(wide(following), position + 1))),
    ]


def decision(is_port, target, before):
    """Makes the queries of "what was changed decides as the programs before"."""

    def make(programs):
        machine = OrderedMachine(target)
        if is_port:
            one, other = (Port(p.port, p.place, machine) for p in (before, programs))
        else:
            one, other = (Core(p.core, machine) for p in (before, programs))
        (first, ours), (second, theirs) = one.decide(), other.decide()
        facts, queries, assumed = of_execution(machine, first, second)
        names = list(ours[0][0]) if is_port else ["zone"]
        return facts, queries + differences(ours, theirs, names), assumed

    return make


def kernel_zone(programs):
    machine = OrderedMachine()
    return of_execution(machine, Core(programs.core, machine).find_zone("zone"))


def same_theorems(is_port, before):
    """What has to hold of changed code."""
    theorems = [
        Theorem("decision " + (t or "none"), "The decision is as before", ANY, decision(is_port, t, before))
        for t in TARGETS
    ]
    if not is_port:
        order = Theorem("node order", "Ids aren't below positions", "any list", lemmas(order_lemmas))
        zone = Theorem("kernelZone", "Span<Node> gives the kernel zone", ANY, kernel_zone)
        theorems += [order, zone]
    return theorems
