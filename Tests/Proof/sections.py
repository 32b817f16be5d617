# SPDX-License-Identifier: MIT
"""A unit's sections, one by one, as a kernel goes over them.

The port goes from run to run. What a walk over sections comes to is said here of one section
and the next, in functions of a section: whether it gets to one, and how many movable pages
it has seen before. `lemmas` proves that with these functions put in terms of runs.
"""

import z3

from execution import Loop
from machine import RunsBehind
from terms import *
from theorems import Assumption, Query


class Sections:
    """The sections of a machine's unit."""

    def __init__(self, machine):
        self.machine = machine
        self.run_behind = RunsBehind(machine, "first run behind a section", machine.run_end)
        self.reached = z3.Function("sections.reached", z3.BitVecSort(64), z3.BoolSort())
        self.pages = uninterpreted("sections.pages", 64, 64)
        # Where the walk is, if it is somewhere: in the unit, so that no bits are lost.
        self.walked = None

    def pfn(self, section):
        """A section's first page."""
        return simple(section << self.machine.shift)

    def section_of(self, pfn):
        """The section that a page is in; that of the walk by its name."""
        if self.walked is not None and pfn.eq(self.pfn(self.walked)):
            return self.walked
        return simple(z3.LShR(pfn, self.machine.shift))

    # Which sections are online

    def is_online(self, section):
        run = self.run_behind.of(section)
        is_there = z3.ULT(run, self.machine.run_count)
        return simple(z3.And(is_there, z3.ULE(self.machine.run["first"](run), section)))

    # A walk over them

    def first(self, reached, pages):
        """What is known of the unit's first section."""
        first = self.machine.unit_first
        is_any = z3.ULT(first, self.machine.unit_end)
        return z3.Implies(is_any, z3.And(reached(first), pages(first) == 0))

    def next(self, section, reached, pages):
        """What is known of a section and the next one, as (label, condition)."""
        machine, after = self.machine, simple(section + 1)
        online = self.is_online(section)
        is_movable = machine.run["zone"](self.run_behind.of(section)) == 3
        here = reached(section)
        goes_on = z3.And(here, z3.Or(z3.Not(online), is_movable))
        stops = z3.And(here, online, z3.Not(is_movable))
        is_last = after == machine.unit_end
        more = z3.If(online, number(1 << machine.shift), number(0))
        is_kernel = z3.And(machine.has_kernel, machine.kernel_pfn == self.pfn(section))
        is_done = z3.And(z3.Not(machine.has_kernel), pages(after) == machine.unit_movable)
        inside = z3.And(z3.ULE(machine.unit_first, section), z3.ULT(section, machine.unit_end))
        return [
            ("in the unit", z3.Implies(here, inside)),
            ("kernel section", z3.Implies(stops, is_kernel)),
            ("pages", z3.Implies(goes_on, pages(after) == pages(section) + more)),
            ("the next section", z3.Implies(z3.And(goes_on, z3.Not(is_last)), reached(after))),
            ("the last section", z3.Implies(z3.And(goes_on, is_last), is_done)),
        ]

    def see(self, section):
        """Notes what is known of a section and the next one."""
        if self.machine.first_time("walk", section):
            self.machine.know(self.first(self.reached, self.pages))
            self.machine.know(*(c for _, c in self.next(section, self.reached, self.pages)))

    # The same by runs

    def reached_by_runs(self, section):
        machine, run = self.machine, self.run_behind.of(section)
        inside = z3.And(z3.ULE(machine.unit_first, section), z3.ULT(section, machine.unit_end))
        begun = z3.And(z3.ULT(run, machine.run_count), z3.UGT(section, machine.clipped(run)[0]))
        return z3.And(
            inside, machine.in_walk(run), z3.Implies(begun, z3.Not(machine.ends_walk(run)))
        )

    def pages_by_runs(self, section):
        machine, run = self.machine, self.run_behind.of(section)
        low = machine.clipped(run)[0]
        begun = z3.And(z3.ULT(run, machine.run_count), z3.UGT(section, low))
        part = z3.If(begun, section - low, number(0))
        return self.pfn(machine.unit_sections(run) + part)

    def lemmas(self):
        """Queries for what is known of any section, and that each case can be."""
        machine, section, first = self.machine, word("section"), self.machine.unit_first
        functions = self.reached_by_runs, self.pages_by_runs
        run, after = self.run_behind.of(section), simple(section + 1)
        self.run_behind.see(first, machine.unit_run)
        for other in (run, simple(run + 1)):
            self.run_behind.see(after, other)
        self.run_behind.see(section, self.run_behind.of(after))
        here, online = self.reached_by_runs(section), self.is_online(section)
        ends = machine.run_end(run) == after
        sections, part = machine.unit_sections, section - machine.clipped(run)[0]
        queries = [Query("first section", (), z3.Not(self.first(*functions)))]
        cases = {
            "offline": (here, z3.Not(online)),
            "in a run": (here, online, z3.Not(ends)),
            "last of a run": (here, online, ends),
        }
        queries.append(Query("not reached", (z3.Not(here),), z3.Or(*self.failing(section, functions))))
        for case, path in cases.items():
            which = self.run_behind.of(after) == (run + 1 if case == "last of a run" else run)
            so_far = sections(run) + part
            steps = [
                ("which run", which),
                ("so far", z3.Implies(online, self.pages_by_runs(section) == self.pfn(so_far))),
                ("one more", self.pfn(so_far + 1) == self.pfn(so_far) + self.pfn(number(1))),
            ]
            if case == "last of a run":
                steps += [
                    ("the whole run", sections(run + 1) == so_far + 1),
                    ("none of the next", self.pages_by_runs(after) == self.pfn(sections(run + 1))),
                    ("and this", self.pages_by_runs(after) == self.pfn(so_far + 1)),
                ]
            # What is proven first may be relied on next.
            for label, holds in (*steps, *self.next(section, *functions)):
                queries.append(Query("%s: %s" % (case, label), path, z3.Not(holds)))
                path = (*path, holds)
        assumed = [Assumption(case, [path]) for case, path in cases.items()]
        return machine.facts, queries, [Assumption("what is known", [()]), *assumed]

    def failing(self, section, functions):
        return [z3.Not(holds) for _, holds in self.next(section, *functions)]


class SectionWalk:
    """The kernel's loop over a unit's sections: where it is, and the movable pages so far."""

    def __init__(self, sections):
        self.sections, self.machine = sections, sections.machine
        self.section = word("section")

    def loop(self):
        return Loop(self.enter, self.assume, self.again, self.leave, self.stop, self.outcome)

    def holds(self, values, section):
        pfn, online = values
        return [
            ("section", pfn == self.sections.pfn(section)),
            ("reached", self.sections.reached(section)),
            ("pages", online == self.sections.pages(section)),
        ]

    def enter(self, values):
        self.sections.see(self.machine.unit_first)
        return self.holds(values, self.machine.unit_first)

    def assume(self):
        self.sections.see(self.section)
        self.sections.walked = self.section
        values = [self.sections.pfn(self.section), self.sections.pages(self.section)]
        return values, [self.sections.reached(self.section)]

    def again(self, values):
        return self.holds(values, simple(self.section + 1))

    def outcome(self, values, is_behind):
        """How the walk ended: behind the last section, or at one that isn't movable."""
        machine = self.machine
        if not is_behind:
            return [("kernel section", machine.has_kernel)]
        is_last = self.section + 1 == machine.unit_end
        return [("the last section", is_last), ("no kernel section", z3.Not(machine.has_kernel))]

    def leave(self):
        return [self.machine.unit()[1], self.machine.unit_movable]

    def stop(self):
        return [self.machine.kernel_pfn, None]
