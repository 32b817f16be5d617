# SPDX-License-Identifier: MIT
"""The core's running totals: `MemoryModel`, and what a walk adds up to.

The totals belong to the state if the system's sums are those of all zones and all dynamic
groups, a node's those of its zones and its groups, and each group's share is what it adds.
"""

import z3

from core import DECISION, NODE, RUN, TEST, Core
from ir import Unsupported
from lists import HEADER, List, ListExecution
from machine import NODES, Machine
from memory import Cells, record
from terms import *
from theorems import ANY, Query, Theorem, differences, of_execution, reasons

NAMES = {
    "test": r"11MemoryModelV9ratioTest6adding7groupID2in",
    "choose": r"11MemoryModelV14onlineDecision3for",
    "group": r"11MemoryGroupVRszlE13searchedIndex5forID",
    "conformance": r"16MemoryModelErrorOACs0E0AAWl",
}
MODEL, SUMS, SHARE = 120, 32, 16
# Where a model has its lists, its policy and its sums.
PLACE = {"nodes": 0, "groups": 8, "runs": 40, "geometry": 48, "policy": 56, "ratio": 60}
PLACE |= {"numa": 64, "movable_node": 65, "sums": 72, "node_sums": 104, "shares": 112}


# Where a function says that it throws, and what: an id, and the case `noSuchGroup`.
THROWN = Pointer("whether it throws"), Pointer("what it throws")
NO_SUCH_GROUP = 3


def not_thrown():
    return {THROWN[0].object: Cells({0: number(0)}), THROWN[1].object: Cells(record(5, {}))}


class ThrowingExecution(ListExecution):
    """Executes functions that throw: two operands of these are expressions."""

    def typed(self, text, state):
        if text.endswith("inttoptr (i64 1 to ptr)"):
            return number(1)
        if text.startswith("ptr") and "getelementptr inbounds nuw (i8" in text:
            return Pointer("metadata")
        return super().typed(text, state)


class Totals(Core):
    """Executions of the model's functions, whose totals belong to its state.

    `asked` is whether an id is given that no group has, if the machine has no target.
    """

    def __init__(self, module, machine, asked=False):
        super().__init__(module, machine)
        self.names |= {name: module.find(pattern) for name, pattern in NAMES.items()}
        self.asked = word("asked id", 32) if asked else None
        self.never = []
        if module.size("%T11AutoMovable11MemoryModelV")[0] != MODEL:
            raise Unsupported("the model's type has changed")
        self.make_sums()
        lists = {
            "nodes": List(NODE, machine.node_count, self.node_cells),
            "groups": List(self.stride["group"], machine.group_count, self.group_cells),
            "runs": List(RUN, machine.run_count, self.run_cells),
            "node sums": List(SUMS, self.sum_count, self.sum_cells),
            "shares": List(SHARE, machine.group_count, self.share_cells),
        }
        self.memory = {**lists, "model": Cells(self.model_cells())}

    def lists(self, *names):
        counts = {"nodes": "node_count", "groups": "group_count", "runs": "run_count"}
        return [x for n in names for x in (Pointer(n, HEADER), getattr(self.machine, counts[n]))]

    # The totals

    def make_sums(self):
        """What a walk adds up to, no group left out; see `left_out`."""
        machine = self.machine
        self.all_groups = {
            scope: [simple(s + t) for s, t in zip(machine.sums(scope)[2:], self.own_share(scope))]
            for scope in ("system", "node")
        }
        # Sums are kept up to the highest node that was seen.
        self.sum_count = word("node sums")
        nid = simple(z3.ZeroExt(32, machine.question.nid))
        none = [
            t == 0 for t in (*machine.node_sums, *machine.sums("node")[2:], *self.own_share("node"))
        ]
        self.unseen = z3.ULE(self.sum_count, nid)
        machine.know(z3.ULE(self.sum_count, NODES))
        machine.know(*(z3.Implies(self.unseen, fact) for fact in none))
        if machine.target is not None:
            # A group's node has been seen.
            seen = machine.group("nid", machine.target) != machine.question.nid
            machine.know(z3.Implies(self.unseen, seen))

    def own_share(self, scope):
        """What the target adds to the required and to the movable pages."""
        machine = self.machine
        if machine.target is None or machine.target_kind == "static":
            return number(0), number(0)
        counts = machine.group("nid", machine.target) == machine.question.nid
        share = self.share(machine.target)
        return share if scope == "system" else [z3.If(counts, t, number(0)) for t in share]

    def share(self, index):
        """What a group adds at the ratio in force."""
        machine = self.machine
        dynamic = machine.group("dynamic", index) == 1
        movable, kernel = machine.group("movable", index), machine.group("kernel", index)
        return share_of(machine, dynamic, kernel, movable)

    def sum_cells(self, index):
        machine, nid = self.machine, self.machine.question.nid
        # The same number by two terms, as it is less than 1024.
        known = z3.ZeroExt(32, nid), z3.ZeroExt(33, z3.Extract(30, 0, nid))
        if not any(index.eq(simple(term)) for term in known):
            raise Unsupported("the sums of node %s" % index)
        kernel, movable = machine.node_sums
        required, group_movable = self.all_groups["node"]
        return record(SUMS, {0: kernel, 8: movable, 16: group_movable, 24: required})

    def share_cells(self, index):
        required, movable = self.share(index)
        return record(SHARE, {0: movable, 8: required})

    def model_cells(self):
        machine, question = self.machine, self.machine.question
        kernel, movable, *_ = machine.sums("system")
        required, group_movable = self.all_groups["system"]
        at = PLACE["sums"]
        cells = {at: kernel, at + 8: movable, at + 16: group_movable, at + 24: required}
        cells |= {PLACE[n]: Pointer(n) for n in ("nodes", "groups", "runs", "shares")}
        cells[PLACE["node_sums"]] = Pointer("node sums")
        geometry = (machine.page_shift, machine.section_bits, 0b11111, 1, 1)
        cells |= {PLACE["geometry"] + k: number(b, 8) for k, b in enumerate(geometry)}
        cells[PLACE["policy"]] = simple(z3.ZeroExt(7, question.auto_movable))
        cells[PLACE["ratio"]] = question.ratio
        cells[PLACE["numa"]] = simple(z3.ZeroExt(7, question.numa))
        cells[PLACE["movable_node"]] = simple(z3.ZeroExt(7, question.movable_node))
        return record(MODEL, cells)

    def group_cells(self, index):
        if self.asked is not None:
            condition = self.machine.group("id", index) == self.asked
            here = z3.ULT(index, self.machine.group_count)
            self.machine.know(z3.Implies(here, z3.Not(condition)))
            self.never.append(simple(simple(bit(condition)) == 1))
        return record(self.stride["group"], self.group_members(index))

    # Functions

    def model_execution(self, name):
        """An execution of a function that finds the target first."""
        execution = ThrowingExecution(self.machine, [self.module])
        execution.never = self.never
        execution.contracts |= {
            self.names["search"]: self.node_contract,
            self.names["zone"]: self.zone_contract,
            self.names["group"]: self.group_contract,
            self.names["conformance"]: lambda arguments, state: [(Pointer("conformance"), state)],
            # Tells debuggers.
            "swift_willThrowTypedImpl": lambda arguments, state: [(None, state)],
        }
        execution.apart.add(name)
        if self.machine.target is not None:
            label, phi = self.found_at(name)
            execution.points[name, label] = {phi: self.machine.target}
        return execution

    def found_at(self, name):
        """Where the position of a group is known, and its phi."""
        function = self.module.function(name)
        for label, block in function.blocks.items():
            calls = [i for i in block if i.op == "call" and self.names["group"] in i.line]
            if not calls:
                continue
            pair = next(
                i.name
                for i in block
                if "extractvalue" in i.line and calls[0].name + ", 0" in i.line
            )
            for other in function.blocks:
                for phi in function.phis(other):
                    if phi.edges.get(label) == pair:
                        return other, phi.name
        raise Unsupported("how a group is found has changed")

    def group_contract(self, arguments, state):
        """What a search for a group gives, as `find_group` proves it."""
        machine = self.machine
        asked = self.target_id() if machine.target is not None else self.asked
        if not self.are(arguments, [asked, *self.lists("groups")]):
            raise Unsupported("a search for another group")
        if machine.target is None:
            return [((number(0), number(1, 8)), state)]
        return [((machine.target, number(0, 8)), state)]

    def group_argument(self):
        """`MemoryGroupID?`: the id, or a bit behind it for none."""
        if self.machine.target is None and self.asked is None:
            return number(1 << 32)
        asked = self.asked if self.machine.target is None else self.target_id()
        return simple(z3.ZeroExt(32, asked))

    def find_group(self):
        """Proves `searchedIndex(forID:)` to give where a group is, or that there is none."""
        machine, asked = self.machine, word("asked id", 32)
        target = word("position of the group")

        # Ids ascend: those before a position are lower.
        def see(index):
            here = z3.ULT(index, machine.group_count)
            fact = (machine.group("id", index) < asked) == z3.ULT(index, target)
            machine.see_group(index)
            machine.know(z3.Implies(here, fact))

        machine.know(z3.ULE(target, machine.group_count))
        see(target)
        arguments = [asked, *self.lists("groups")]
        execution, ends = self.search("group", target, machine.group_count, see, arguments)
        is_there = z3.And(z3.ULT(target, machine.group_count), machine.group("id", target) == asked)
        for (index, is_none), state in ends:
            bad = z3.Or((is_none == 0) != is_there, z3.And(is_there, index != target))
            bad = z3.Or(bad, z3.UGT(is_none, 1))
            execution.oblige("result", state, bad, "searchedIndex(forID:)")
        return execution

    def totals_test(self, scope, pages):
        """Proves `MemoryModel.ratioTest` to make the test."""
        machine, name = self.machine, self.names["test"]
        execution = self.model_execution(name)
        arguments = [
            Pointer("test"),
            pages,
            self.group_argument(),
            self.scope_argument(scope),
            Pointer("model"),
            *THROWN,
        ]
        memory = {**self.memory, **not_thrown(), "test": Cells(record(TEST, {}))}
        ends = execution.call(name, arguments, self.state(memory, machine.question.ratio != 0))
        words, _ = machine.ratio_test(scope, machine.own_kernel_pages(), pages)
        for state in self.not_refused(execution, ends):
            found = self.test_words(state.memory["test"], 0)
            for label, term in words.items():
                execution.oblige("result", state, found[label] != term, "MemoryModel: " + label)
        return execution

    def choose(self):
        """Every way through `MemoryModel.onlineDecision`: its 24 words, and the state."""
        machine, question, name = self.machine, self.machine.question, self.names["choose"]
        execution = self.oblige_in = self.model_execution(name)
        if machine.target_kind == "unit":
            execution.contracts[self.callee(name, "12UnitContentsO2of2in_")] = self.unit_contract
        arguments = [
            Pointer("decision"),
            question.start,
            question.pages,
            question.type,
            question.nid,
            self.group_argument(),
            Pointer("model"),
            *THROWN,
        ]
        memory = {**self.memory, **not_thrown(), "decision": Cells(record(DECISION, {}))}
        ends = execution.call(name, arguments, self.state(memory))
        ends = self.not_refused(execution, ends)
        return execution, [(self.words_of(s.memory["decision"]), s) for s in ends]

    def not_refused(self, execution, ends):
        """The ways on which a function gives something: all if the group is registered, or
        else none, as it throws `noSuchGroup`."""
        for _, state in ends:
            says, what = (state.memory[p.object] for p in THROWN)
            throws = says.value(0, 8) != 0
            if self.asked is None:
                execution.oblige("result", state, throws, "a group is refused")
                continue
            execution.oblige("result", state, z3.Not(throws), "a group is not refused")
            found = what.value(0, 4) != self.asked
            other = z3.Or(found, what.value(4, 1) != NO_SUCH_GROUP)
            execution.oblige("result", state, other, "it is refused for something else")
        return [state for _, state in ends] if self.asked is None else []


def share_of(machine, dynamic, kernel, movable):
    """What a group adds to the required and to the movable pages."""
    divisor = simple(z3.SignExt(32, machine.question.ratio))
    required = machine.divide(simple(movable * 100), divisor) - kernel
    required = z3.If(required > 0, required, number(0))
    return [simple(z3.If(dynamic, t, number(0))) for t in (required, movable)]


def functions(programs):
    return [programs.core.find(pattern) for pattern in NAMES.values()]


def left_out():
    """That a sum without one element is the sum of all without what it adds, by induction
    over how much was added up."""
    k, place, own, added, whole, without = (
        word(n) for n in ("k", "place", "own", "added", "whole", "without")
    )
    out = lambda at: z3.If(z3.UGT(at, place), own, number(0))
    before = whole == without + out(k)
    mine = z3.If(k == place, own, added)
    after = whole + mine == without + z3.If(k == place, number(0), added) + out(k + 1)
    small = z3.And(z3.ULT(k, 1 << 40), z3.ULT(place, 1 << 40))
    return [
        ("none added up", z3.And(small, number(0) != out(number(0)))),
        ("one more", z3.And(small, before, z3.Not(after))),
    ]


def test(target, scope, asked):
    def make(programs):
        machine = Machine(target)
        totals = Totals(programs.core, machine, asked)
        return of_execution(machine, totals.totals_test(scope, word("tested pages")))

    return make


def decision(target, asked):
    def make(programs):
        machine = Machine(target)
        first, ours = Core(programs.core, machine).decide()
        second, theirs = Totals(programs.core, machine, asked).choose()
        # What `Policy.onlineDecision` must not do is another theorem's.
        facts, queries, assumed = of_execution(machine, second)
        if not asked:
            queries += differences(ours, theirs, ours[0][0])
        return facts, queries, assumed + reasons(theirs)

    return make


def group_search(programs):
    machine = Machine()
    totals = Totals(programs.core, machine)
    return of_execution(machine, totals.find_group())


def totals_theorems():
    def theorem(name, statement, make, bound=ANY):
        return Theorem(name, statement, bound, make, functions, ("lists", "totals"))

    found = "Span<MemoryGroup>.searchedIndex(forID:) gives where a group is, if anywhere"
    decide = "MemoryModel.onlineDecision and Policy.onlineDecision give the same 24 words"
    throws = "throws noSuchGroup with the id"
    sums = "A sum without one element is that of all without what it adds"
    theorems = [
        theorem("searched group", found, group_search),
        theorem(
            "left out",
            sums,
            lambda _: ([], [Query(n, (), b) for n, b in left_out()], []),
            "any list",
        ),
    ]
    # Of no group, of one that isn't registered, and of one of each kind.
    asked = ((None, False), (None, True), ("static", False), ("dynamic", False))
    for target, is_asked in asked:
        name = "unregistered" if is_asked else target or "none"
        made = "MemoryModel.ratioTest " + (throws if is_asked else "makes the test")
        theorems += [
            theorem("totals %s %s" % (name, scope), made, test(target, scope, is_asked))
            for scope in ("system", "node")
        ]
    for target, is_asked in (*asked[:3], ("block", False), ("unit", False)):
        name = "unregistered" if is_asked else target or "none"
        given = "MemoryModel.onlineDecision " + throws if is_asked else decide
        theorems.append(theorem("totals decision " + name, given, decision(target, is_asked)))
    return theorems
