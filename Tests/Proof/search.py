# SPDX-License-Identifier: MIT
"""Looks for machines on which a mistake shows, their numbers as small as can be."""

import re

import z3

from core import NAMES
from execution import Execution
from instructions import COMPARISONS
from ir import Unsupported, take_type
from small import SmallCore, SmallMachine, SmallPort
from terms import *
from translation import names_of

# After so many iterations, more than a machine has of anything, a loop is left.
ITERATIONS = 5


class WrongExecution(Execution):
    """Executes code that may be wrong: that reads from null, or never ends."""

    def __init__(self, modules):
        super().__init__(modules)
        self.left = []

    def enter_block(self, module, function, flow, state, ends):
        if state.iterations.get(state.block, 0) > ITERATIONS:
            self.left.append(state.facts)
            return []
        return super().enter_block(module, function, flow, state, ends)

    def branch(self, function, flow, state, ways):
        # One by one, as any of them may be impossible.
        result = []
        for condition, label in ways:
            result += super().branch(function, flow, state, [(condition, label)])
            rest = self.known(simple(z3.Not(condition)), state.facts)
            if z3.is_false(rest):
                break
            state = state.knowing(rest)
        return result

    def value(self, kind, text, state):
        bits = re.fullmatch(r"i(\d+)", kind)
        if bits and text.strip() in ("poison", "undef"):
            return word("anything", int(bits[1]))
        return super().value(kind, text, state)

    def load(self, rest, state, where):
        value = super().load(rest, state, where)
        if value is not POISON:
            return value
        # Behind a read that fails anything may be.
        kind = take_type(rest)[0]
        return NULL if kind == "ptr" else word("anything", int(kind[1:]))

    def order(self, predicate, first, second):
        # As they are allocated, one after the other; compiled code has to show it.
        ranks = [self.rank(pointer) for pointer in (first, second)]
        if None in ranks:
            return super().order(predicate, first, second)
        return bit(COMPARISONS[predicate](*(number(rank) for rank in ranks)))

    @staticmethod
    def rank(pointer):
        if pointer is NULL:
            return 0
        group = re.fullmatch(r"group (\d+)", str(pointer.object))
        return 1 + int(group[1]) if group and not pointer.terms else None

    def failures(self):
        """That it traps, reads what isn't there, or goes on for too long."""
        traps = [z3.And(*o.facts, o.bad) for o in self.obligations]
        return z3.Or(*traps, *(z3.And(*facts) for facts in self.left))


class TriedMachine(SmallMachine):
    """A machine on which code that may be wrong is tried."""

    def execution(self, modules):
        execution = self.last = WrongExecution(modules)
        execution.pruned = super().execution(modules).pruned
        # Which run it finds is a number then.
        execution.apart = {"memmap_find"}
        return execution


class WrongCore(SmallCore):
    """The core's side; of code that may be wrong only the decision has to be there."""

    def find_names(self):
        self.names = {"decide": self.module.find(NAMES["decide"])}


class Search:
    """Looks for what programs give otherwise than the code as it is."""

    def __init__(self, programs):
        self.programs, self.kept = programs, {}

    @staticmethod
    def decide(is_port, programs, machine):
        if is_port:
            return SmallPort(programs.port, programs.place, machine).small_decision()
        return WrongCore(programs.core, machine).small_decision()

    def right(self, is_port, shape):
        """A machine, and what the code as it is decides on it; None if it can't be said."""
        key = (is_port, *sorted(shape.items()))
        if key not in self.kept:
            machine = TriedMachine(**shape)
            try:
                self.kept[key] = machine, self.decide(is_port, self.programs, machine)
            except Unsupported:
                self.kept[key] = None
        return self.kept[key]

    def find(self, is_port, others, shapes, zone_first=False):
        """A machine of the first shape that can tell others apart, or None: by another
        zone if there can be one and that is asked for, by any word, or by no answer."""
        for shape in shapes:
            kept = self.right(is_port, shape)
            if kept is None:
                continue
            machine, ours = kept
            try:
                theirs = self.decide(is_port, others, machine)
            except (Unsupported, z3.Z3Exception):
                continue
            words = differ(ours, theirs, list(ours[0][0]))
            any_ = z3.Or(words, machine.last.failures())
            if ask(machine, any_, 64)[0] == z3.unsat:
                continue
            zone = [differ(ours, theirs, ["zone"])] if zone_first else []
            for condition in (*zone, any_):
                found = smallest(machine, condition)
                if found:
                    return found
        return None


def differ(ours, theirs, names):
    """That two ways that are taken give different words."""
    ways = [
        z3.And(*a.facts, *b.facts, z3.Or(*(words[n] != others[n] for n in names)))
        for words, a in ours
        for others, b in theirs
    ]
    return z3.Or(*ways)


def ask(machine, condition, bits):
    """Whether a condition can hold on a machine with numbers of so many bits."""
    unbounded = [n for n in machine.variables if n.endswith("size")]
    small = [t for n, t in machine.variables.items() if n not in unbounded]
    solver = z3.SolverFor("QF_BV")
    solver.set("rlimit", 10_000_000)
    solver.add(*machine.valid(), condition, machine.question.type != 0)
    solver.add(*(z3.ULT(t, 1 << bits) for t in small if t.size() > bits))
    return solver.check(), solver


def smallest(machine, condition):
    """A machine for which a condition holds, its values and its line, or None."""
    # Products with a number are easier to find than with a term; the last two are negative as
    # a short and as an int.
    for of_ratio in (TRUE, *(machine.question.ratio == r for r in (100, 1 << 15, 1 << 31))):
        for bits in (1, 2, 4, 8, 12, 16, 20, 32, 36, 64):
            result, solver = ask(machine, z3.And(condition, of_ratio), bits)
            if result == z3.sat:
                return values(machine, solver.model())
    return None


def values(machine, model):
    """A machine, its values in a model, and its line."""
    value = {n: model.eval(t, True).as_long() for n, t in machine.variables.items()}
    line = [n % 2**64 if isinstance(n, int) else value[n] for n in names_of(machine)]
    return machine, value, line
