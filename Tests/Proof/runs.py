# SPDX-License-Identifier: MIT
"""What events make of the runs of sections. What holds of any run, of any two neighbours and of
any section holds of all.
"""

import z3

from anew import Anew, StoringExecution
from core import RUN
from ir import Unsupported
from lists import HEADER, List, ListExecution
from machine import Machine
from memory import Cells, record
from order import NOT_ADDRESSABLE, OVERLAPS_MEMORY
from positions import Positions
from terms import *
from theorems import ANY, Theorem, of_cases
from totals import PLACE

CHANGED = {
    "online sections": r"11MemoryModelV14onlineSectionsyyAA",
    "insert": r"10SectionRunVRszlE06insertD0yyACF$",
    "remove part": r"10SectionRunVRszlE10removePart",
    "offline sections": r"11MemoryModelV15offlineSectionsyySnys6UInt64VGF",
}
# What these call of the standard library.
CALLED = {
    "inserted": r"Sa15replaceSubrange_4with.*10SectionRunV_s15CollectionOfOneV.*Tg5$",
    "removed": r"Sa6remove2atxSi_tF11AutoMovable10SectionRunV_Tg5$",
}
COPIED = r"_ContiguousArrayBufferV20_consumeAndCreateNewAByxGyF11AutoMovable10SectionRunV_Tg5$"


class OrderedRuns(Machine):
    """A machine whose runs that end behind a section are those from a position on."""

    def __init__(self):
        self.section, self.position = word("section"), word("first run behind it")
        super().__init__()
        self.know(z3.ULE(self.position, self.run_count))

    def see_run(self, index):
        if not self.first_time("section", index):
            return
        is_behind = z3.UGT(self.run_end(index), self.section)
        here, there = (z3.ULT(k, self.run_count) for k in (index, self.position))
        self.know(z3.Implies(here, is_behind == z3.UGE(index, self.position)))
        # Runs ascend, not only neighbours.
        first, end = self.run["first"], self.run_end
        below = z3.And(there, z3.ULT(index, self.position))
        above = z3.And(here, z3.ULT(self.position, index))
        self.know(
            z3.Implies(below, z3.ULE(end(index), first(self.position))),
            z3.Implies(above, z3.ULE(end(self.position), first(index))),
        )
        super().see_run(index)


class SectionEvents(Positions):
    """Executions of what changes the runs of sections."""

    def __init__(self, module):
        super().__init__(module, OrderedRuns())
        self.names |= {n: module.find(p) for n, p in (*CHANGED.items(), *CALLED.items())}
        self.memory["variable"] = Cells({0: Pointer("runs")})
        # Any run, and any section.
        self.any, self.probe = word("any run"), word("any section")

    def start(self, name):
        execution = self.begin(name)
        if name != "online sections":
            # It throws nothing: ways that give the same may go on as one.
            execution.apart.discard(self.names[name])
        execution.contracts |= {
            # What is copied isn't looked at again, so the copy may be where it was.
            self.module.find(COPIED): lambda arguments, state: [(arguments[-1], state)],
            self.names["first run"]: self.first_run,
            self.names["inserted"]: self.run_inserted,
            self.names["removed"]: self.run_removed,
        }
        return execution

    def first_run(self, arguments, state):
        """What `firstIndex(endingAfter:)` gives, as `firstIndex` proves it."""
        machine = self.machine
        if not self.are(arguments, [machine.section, *self.lists("runs")]):
            raise Unsupported("a search for another section: %s" % arguments)
        return [(machine.position, state)]

    def list_at(self, place, state):
        return state.memory[state.memory[place.object].value(place.offset, 8).object]

    def run_inserted(self, arguments, state):
        index, end, first, count, rest, place = arguments
        zone, nid = z3.Extract(7, 0, rest), z3.Extract(63, 32, rest)
        cells = Cells(record(RUN, {0: first, 8: count, 16: zone, 20: nid}))
        return self.execution.inserted(index, end, cells, place, state)

    def run_removed(self, arguments, state):
        _, after = self.execution.removed(*arguments, state)
        return [(tuple(anything(64) for _ in range(3)), after)]

    # What is to hold of the runs

    @staticmethod
    def holds(cells, section):
        first, count = cells.value(0, 8), cells.value(8, 8)
        return z3.And(z3.ULE(first, section), z3.ULT(section, first + count))

    @staticmethod
    def are_alike(one, other):
        return z3.And(one.value(16, 1) == other.value(16, 1), one.value(20, 4) == other.value(20, 4))

    def is_near(self, cells, index, list_):
        """That the section is in a list beside an index, and as cells say."""
        near = [simple(index - 1), index, simple(index + 1)]
        return z3.Or(
            *(
                z3.And(z3.ULT(k, list_.count), self.holds(at, self.probe), self.are_alike(at, cells))
                for k in near
                for at in [list_.at(k)]
            )
        )

    def check_runs(self, state, place, index, added=None, removed=FALSE):
        """That the runs are in order, and have the sections that they had, but for those
        that are `added` as a run or `removed`: beside an index, and elsewhere nothing is
        another run."""
        before, after = self.memory["runs"], self.list_at(place, state)
        for k in (simple(index + n) for n in range(-2, 3)):
            self.check_order(state, after, k)
            self.check_kept(state, before, after, k, removed)
            self.check_new(state, before, after, k, added, removed)
        self.check_others(state, before, after, index)
        if added is not None:
            found = self.is_near(added, index, after)
            is_added = self.holds(added, self.probe)
            self.oblige(state, z3.Implies(is_added, found), "a section is added")

    def check_others(self, state, before, after, index):
        k, more = self.any, simple(after.count - before.count)
        self.oblige(state, z3.Or(more == 0, more == 1, more == -1), "so many runs")
        is_run = z3.ULT(k, after.count)
        below, above = (z3.And(is_run, c) for c in (z3.ULT(k + 1, index), z3.UGT(k, index + 1)))
        for where, old in ((below, k), (above, simple(k - more))):
            fields = ((0, 8), (8, 8), (16, 1), (20, 4))
            pairs = [(cells.value(*f) for cells in (after.at(k), before.at(old))) for f in fields]
            as_before = z3.And(*(x == y for x, y in pairs))
            self.oblige(state, z3.Implies(where, as_before), "the other runs")

    def check_order(self, state, after, k):
        here, behind = after.at(k), after.at(simple(k + 1))
        first, count = here.value(0, 8), here.value(8, 8)
        is_run = z3.ULT(k, after.count)
        self.oblige(state, z3.Implies(is_run, self.machine.is_addressable(first, count)), "a run")
        is_followed = z3.ULT(k + 1, after.count)
        follows = z3.ULE(first + count, behind.value(0, 8))
        self.oblige(state, z3.Implies(z3.And(is_run, is_followed), follows), "runs in order")

    def check_kept(self, state, before, after, k, removed):
        was = before.at(k)
        was_there = z3.And(z3.ULT(k, before.count), self.holds(was, self.probe), z3.Not(removed))
        kept = self.is_near(was, k, after)
        self.oblige(state, z3.Implies(was_there, kept), "a section is kept")

    def check_new(self, state, before, after, k, added, removed):
        here = after.at(k)
        is_there = z3.And(z3.ULT(k, after.count), self.holds(here, self.probe))
        known = z3.And(self.is_near(here, k, before), z3.Not(removed))
        if added is not None:
            is_added = z3.And(self.holds(added, self.probe), self.are_alike(added, here))
            known = z3.Or(known, is_added)
        self.oblige(state, z3.Implies(is_there, known), "no other section is there")

    def new_run(self):
        """A run that can be, its zone and node in a word, and its cells."""
        first, count, zone, nid = self.machine.section, word("count"), word("zone", 8), word("nid", 32)
        rest = simple(z3.ZeroExt(56, zone) | z3.ZeroExt(32, nid) << 32)
        return (first, count, rest), Cells(record(RUN, {0: first, 8: count, 16: zone, 20: nid}))

    def is_free(self, first, count):
        """That no section of a run is there: the first run behind it begins behind it."""
        machine = self.machine
        machine.see_run(machine.position)
        next_ = machine.run["first"](machine.position)
        return z3.Or(machine.position == machine.run_count, z3.UGE(next_, first + count))

    def is_part(self, lower, upper, index):
        """That sections, of which there are some, are those of a run: what has to hold where
        `removePart(_:ofRunAt:)` is called."""
        machine = self.machine
        machine.see_run(index)
        inside = z3.And(z3.ULE(machine.run["first"](index), lower), z3.ULE(upper, machine.run_end(index)))
        return z3.And(z3.ULT(index, machine.run_count), z3.ULT(lower, upper), inside)

    def is_among(self, lower, upper):
        """That the section is one of some."""
        return z3.And(z3.ULE(lower, self.probe), z3.ULT(self.probe, upper))

    # What is proven

    def insert(self):
        """`insertRun(_:)`, of sections that can be and aren't there."""
        (first, count, rest), cells = self.new_run()
        execution, machine, place = self.start("insert"), self.machine, Pointer("variable")
        machine.know(machine.is_addressable(first, count), z3.ULT(cells.value(16, 1), 5))
        machine.know(self.is_free(first, count))
        # What is found out of the run before.
        machine.see_run(simple(machine.position - 1))
        ends = execution.call(self.names["insert"], [first, count, rest, place], self.state(self.memory))
        for _, state in ends:
            self.ends.append(state.facts)
            self.check_runs(state, place, machine.position, added=cells)
        return execution

    def remove(self):
        """`removePart(_:ofRunAt:)`, of sections of that run."""
        execution, machine, place = self.start("remove part"), self.machine, Pointer("variable")
        lower, upper, index = machine.section, word("upper"), machine.position
        machine.know(self.is_part(lower, upper, index))
        removed = self.is_among(lower, upper)
        name = self.names["remove part"]
        for _, state in execution.call(name, [lower, upper, index, place], self.state(self.memory)):
            self.ends.append(state.facts)
            self.check_runs(state, place, index, removed=removed)
        return execution

    def online(self):
        """`onlineSections(_:)`: it inserts a run of sections that can be and aren't there."""
        (first, count, rest), _ = self.new_run()
        execution = self.start("online sections")
        given = [first, count, rest, Pointer("model", PLACE["runs"])]
        execution.contracts[self.names["insert"]] = self.counted(given)
        can_be, is_free = self.machine.is_addressable(first, count), self.is_free(first, count)
        errors = [
            (NOT_ADDRESSABLE, z3.Not(can_be)),
            (OVERLAPS_MEMORY, z3.And(can_be, z3.Not(is_free))),
        ]
        ends = self.run("online sections", [first, count, rest])
        return self.check(ends, z3.And(can_be, is_free), errors)


    def offline(self):
        """`offlineSections(_:)`: it removes part after part, until no section of its range is
        in a run."""
        machine, name = self.machine, self.names["offline sections"]
        execution = self.execution = StoringExecution(machine, [self.module])
        execution.apart.add(name)
        going = Offlining(self)
        execution.contracts |= {
            self.names["first run"]: self.first_run,
            self.names["remove part"]: going.part_removed,
        }
        (header,) = execution.flow(name).loops
        execution.storing[name, header] = going
        memory = {**self.memory, "probe": Cells({0: going.before})}
        arguments = [machine.section, going.upper, Pointer("model")]
        for _, state in execution.call(name, arguments, self.state(memory)):
            self.ends.append(state.facts)
            found, what = state.memory["probe"].value(0, 8), going.before
            good = found == z3.If(going.is_in_range(), number(0), what)
            self.oblige(state, good, "what is online of a section")
            for text, holds in going.same_model(state.memory["model"], memory["model"]):
                self.oblige(state, holds, text)
        return execution


class Offlining:
    """The loop of `offlineSections`, of any section: it is in the list of runs until a part
    with it is removed, which is one of the range. The list is one in order in each round.

    What the section is, its zone and its node, is a number, and 0 if it isn't online.
    """

    def __init__(self, events):
        self.events, self.machine = events, events.machine
        self.upper = word("upper")
        self.before, self.now = word("online before"), word("online now")
        self.machine.know(z3.ULE(self.machine.section, self.upper))
        # What is online is in a run.
        run, runs = word("run of the section"), events.memory["runs"]
        self.machine.see_run(self.machine.position)
        self.is_found = z3.And(z3.ULT(run, runs.count), events.holds(runs.at(run), events.probe))

    def is_in_range(self):
        return self.events.is_among(self.machine.section, self.upper)

    @staticmethod
    def same_model(model, old):
        return Anew.same_model(model, old, {PLACE["runs"]: model.value(PLACE["runs"], 8)})

    def values(self, list_):
        return [list_.plus(HEADER), list_]

    def holds(self, values, memory, head):
        list_, online = memory["model"].value(PLACE["runs"], 8), memory["probe"].value(0, 8)
        if not all(map(same, values, self.values(list_))):
            raise Unsupported("the loop of offlineSections has changed: %s" % values)
        yield "an empty range", self.machine.section != self.upper
        yield from self.same_model(memory["model"], head["model"])
        kept = z3.Implies(z3.Not(self.is_in_range()), online == self.before)
        yield "a section is kept", kept
        yield "no other section is there", z3.Or(online == self.before, online == 0)

    def assume(self, head):
        list_ = Pointer("runs")
        model = head["model"].stored(PLACE["runs"], list_)
        memory = {**head, "model": model, "probe": Cells({0: self.now})}
        memory["runs"] = self.events.memory["runs"]
        facts = [c for _, c in self.holds(self.values(list_), memory, head)]
        return self.values(list_), memory, (*facts, z3.Implies(self.now != 0, self.is_found))

    def part_removed(self, arguments, state):
        """What `removePart(_:ofRunAt:)` does with a part of one run, as `remove` proves it."""
        lower, upper, index, place = arguments
        events, oblige = self.events, self.events.oblige
        oblige(state, z3.BoolVal(place.same(Pointer("model", PLACE["runs"]))), "other runs")
        oblige(state, events.is_part(lower, upper, index), "no part of a run")
        within = z3.And(z3.ULE(self.machine.section, lower), z3.ULE(upper, self.upper))
        oblige(state, within, "other sections")
        online = state.memory["probe"].value(0, 8)
        online = simple(z3.If(events.is_among(lower, upper), number(0), online))
        shorter = Pointer("runs, part removed")
        memory = {
            "probe": Cells({0: online}),
            "model": state.memory["model"].stored(PLACE["runs"], shorter),
            # Of it nothing is used but that it is in order, in the next round.
            shorter.object: List(RUN, anything(64), lambda index: record(RUN, {})),
        }
        for name, value in memory.items():
            state = ListExecution.with_memory(state, name, value)
        return [(None, state)]


SCRIPTS = ("anew", "events", "lists", "order", "positions", "runs", "totals")


def sections(run):
    def make(programs):
        events = SectionEvents(programs.core)
        return of_cases([(events.machine, run(events), events.ends)])

    return make


def run_theorems():
    def functions(programs):
        patterns = (*CHANGED.values(), *CALLED.values(), COPIED)
        return [programs.core.find(pattern) for pattern in patterns]

    def theorem(name, statement, make):
        return Theorem(name, statement, ANY, make, functions, SCRIPTS)

    return [
        theorem(
            "insertRun",
            "insertRun adds the sections of a run; runs stay in order",
            sections(SectionEvents.insert),
        ),
        theorem(
            "removePart",
            "removePart removes sections of a run; runs stay in order",
            sections(SectionEvents.remove),
        ),
        theorem(
            "onlineSections",
            "onlineSections inserts a run that can be and isn't there, or throws",
            sections(SectionEvents.online),
        ),
        theorem(
            "offlineSections",
            "offlineSections removes the sections of its range, and no others",
            sections(SectionEvents.offline),
        ),
    ]
