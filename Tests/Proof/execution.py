# SPDX-License-Identifier: MIT
"""Symbolic execution of functions.

Blocks are executed in an order in which all ways to a block come before it. Where ways
meet, their states become one, a value that differs a choice between two terms, unless
pointers differ. A loop with an invariant is cut at its header: the invariant is to hold
on the way in and after an iteration, and an iteration begins with any values for which
it holds. Other loops are unrolled until their end is decided.

What must not happen is an obligation: it is to be refuted from what is known there.
"""

from dataclasses import dataclass, field, replace

import z3

from flow import Flow
from instructions import Instructions
from ir import Unsupported
from terms import *

__all__ = ["Execution", "Loop", "State"]
MAXIMUM_ITERATIONS = 80


@dataclass
class Obligation:
    """That `bad` is false wherever `facts` are true."""

    kind: str
    where: str
    facts: tuple
    bad: z3.ExprRef


@dataclass
class State:
    """A way to an instruction: values, memory, and what is known to be true there."""

    memory: dict
    facts: tuple = ()
    values: dict = field(default_factory=dict)
    block: str = ""
    iterations: dict = field(default_factory=dict)
    # Memory, and what was known, on the way into each loop with an invariant.
    heads: dict = field(default_factory=dict)

    def knowing(self, condition):
        return replace(self, values=dict(self.values), facts=self.facts + (condition,))


def is_as(first, second, live):
    """Whether nothing tells two states apart that is used from there on."""
    return (
        same(first.facts, second.facts)
        and all(first.memory[n] is second.memory.get(n) for n in first.memory)
        and all(same(first.values.get(n), second.values.get(n)) for n in live)
    )


@dataclass(eq=False)
class Loop:
    """What ends a loop.

    `enter(values)` and `again(values)` give what has to hold of the phis' values, as
    (label, condition), on the way in and after an iteration. `assume()` gives the values
    of any iteration, and what is known of them. Where a loop is left behind an iteration,
    `leave()` gives what the phis would be next by other terms, or None: they are to be
    equal, and the terms are used from there on. Where it is left within one, `stop()` does
    so of what they are. `outcome(values, is_behind)` gives what is to hold then, as (label,
    condition), each proven from those before; the last one takes the place of all that was
    found out in the loop. Iterations for which `is_cut(values)` is false are unrolled.
    """

    enter: object
    assume: object
    again: object
    leave: object = list
    stop: object = list
    outcome: object = lambda values, is_behind: []
    is_cut: object = lambda values: True


class Execution(Instructions):
    """Executes functions of some modules."""

    def __init__(self, modules):
        self.modules = modules
        # Functions, by parts of their names, in whose loops a solver is asked which ways
        # there are, and what it may rely on.
        self.pruned, self.given = (), []
        self.contracts, self.loops, self.obligations, self.flows = {}, {}, [], {}
        # What the phis of a block are by other terms, as where a loop is left; terms that
        # all else is to be equal to where ways meet; and the functions in which ways
        # aren't joined.
        self.points, self.canonical, self.apart = {}, [], set()
        self.steps, self.entered, self.assumed = 0, [], []

    def flow(self, name):
        if name not in self.flows:
            self.flows[name] = Flow(self.module_of(name).function(name))
        return self.flows[name]

    def module_of(self, name):
        return next((m for m in self.modules if name in m.text), None)

    def oblige(self, kind, state, bad, where):
        bad = simple(bad)
        if not z3.is_false(bad):
            self.obligations.append(Obligation(kind, where[:90], state.facts, bad))

    def call(self, name, arguments, state):
        """Every way through a function: what is returned, and the state then."""
        module = self.module_of(name)
        function = module.function(name)
        if len(function.parameters) != len(arguments):
            raise Unsupported("%s has %d parameters" % (name, len(function.parameters)))
        inner = State(
            state.memory, state.facts, dict(zip(function.parameters, arguments)), function.entry
        )
        ends = []
        waiting = [inner]
        flow = self.flow(name)
        while waiting:
            first = min(waiting, key=lambda s: self.place(flow, s))
            place = self.place(flow, first)
            here = [s for s in waiting if self.place(flow, s) == place]
            waiting = [s for s in waiting if self.place(flow, s) != place]
            join = self.distinct if name in self.apart else self.joined
            here = join(here, flow.live[first.block])
            for one in here:
                waiting += self.enter_block(module, function, flow, one, ends)
        if name in self.apart:
            return [(v, replace(state, memory=s.memory, facts=s.facts)) for v, s in ends]
        return self.joined_ends(ends, state)

    @staticmethod
    def place(flow, state):
        """Where a state is in the order of execution, loops unrolled."""
        place = []
        for header in flow.nest[state.block]:
            place += [flow.position[header], state.iterations.get(header, 0)]
        return tuple(place) + (flow.position[state.block],)

    # Joining

    @staticmethod
    def distinct(states, live):
        """States without those that are as another one."""
        result = []
        for state in states:
            if not any(is_as(state, other, live) for other in result):
                result.append(state)
        return result

    def joined(self, states, live):
        result = []
        for state in states:
            for k, other in enumerate(result):
                try:
                    result[k] = self.join(other, state, live)
                    break
                except Apart:
                    continue
            else:
                result.append(state)
        return result

    def join(self, first, second, live):
        if self.canonical:
            first, second = self.agreed(first, second, live)
        common = 0
        for a, b in zip(first.facts, second.facts):
            if not a.eq(b):
                break
            common += 1
        ways = [z3.And(*s.facts[common:], TRUE) for s in (first, second)]
        condition = simple(ways[0])
        values = {
            name: merged(condition, first.values[name], second.values[name])
            for name in live
            if name in first.values and name in second.values
        }
        memory = {}
        for name in first.memory:
            mine, theirs = first.memory[name], second.memory.get(name)
            if theirs is None:
                continue
            memory[name] = mine if mine is theirs else mine.merged(condition, theirs)
        either = simple(z3.Or(*ways))
        facts = first.facts[:common] + (() if z3.is_true(either) else (either,))
        return replace(first, memory=memory, facts=facts, values=values)

    def agreed(self, first, second, live):
        """Two states with the canonical terms in the place of what is to be equal to them."""
        for name in live:
            for one, other in ((first, second), (second, first)):
                term, value = one.values.get(name), other.values.get(name)
                if value is None or not any(same(term, c) for c in self.canonical):
                    continue
                if not same(term, value):
                    self.oblige("result", other, value != term, "where ways meet: %s" % name)
                    other.values[name] = term
        return first, second

    def joined_ends(self, ends, caller):
        states = [replace(s, values={"": v}, block="") for v, s in ends]
        ways = self.joined(states, [""])
        return [(s.values[""], replace(caller, memory=s.memory, facts=s.facts)) for s in ways]

    # Blocks

    def enter_block(self, module, function, flow, state, ends):
        loop = self.loops.get((function.name, state.block))
        if loop and not state.iterations.get(state.block):
            # A loop that remembers what it assumed does so for one way only.
            if loop in self.entered and function.name not in self.apart:
                raise Unsupported("a loop entered in two ways: " + function.name)
            self.entered.append(loop)
            names = [phi.name for phi in function.phis(state.block)]
            where = "%s, loop %s" % (function.name[:40], state.block)
            for label, holds in loop.enter([state.values[n] for n in names]):
                self.oblige("invariant", state, z3.Not(holds), where + ", in: " + label)
            values, facts = loop.assume()
            way = state.facts
            state = replace(
                state,
                values={**state.values, **dict(zip(names, values))},
                facts=state.facts + tuple(facts),
                heads={**state.heads, state.block: (state.memory, way)},
            )
            self.assumed.append((where, way, state.facts))
        return self.run(module, function, flow, state, 0, ends)

    def run(self, module, function, flow, state, at, ends):
        """Executes a block from an instruction on; gives the states behind it."""
        block = function.blocks[state.block]
        for k in range(at, len(block)):
            instruction = block[k]
            if instruction.op == "phi":
                continue
            self.steps += 1
            if instruction.op == "br":
                return self.branch(function, flow, state, self.ways(instruction, state))
            if instruction.op == "switch":
                return self.branch(function, flow, state, self.cases(instruction, state))
            if instruction.op == "ret":
                value = None
                if instruction.rest != "void":
                    value = self.typed(instruction.rest, state)
                ends.append((value, state))
                return []
            if instruction.op == "unreachable":
                self.oblige("unreachable", state, TRUE, function.name)
                return []
            ways = self.execute(module, instruction, state)
            if ways is not None:
                result = []
                for value, after in ways:
                    after = replace(state, memory=after.memory, facts=after.facts)
                    after.values = dict(state.values)
                    if instruction.name:
                        after.values[instruction.name] = value
                    result += self.run(module, function, flow, after, k + 1, ends)
                return result
        raise Unsupported("block without an end")

    def branch(self, function, flow, state, ways):
        """The states at the blocks that a terminator may lead to."""
        result, rest = [], state
        for condition, label in ways:
            condition = self.known(simple(condition), rest.facts)
            if z3.is_false(condition):
                continue
            if z3.is_true(condition):
                taken, rest = rest, None
            else:
                taken = rest.knowing(condition)
                rest = rest.knowing(simple(z3.Not(condition)))
            if flow.nest[state.block] and any(part in function.name for part in self.pruned):
                if not self.is_possible(taken.facts):
                    continue
            result += self.follow(function, flow, taken, label)
            if rest is None:
                break
        return result

    def leave_loops(self, function, flow, state, label):
        """Calls by their names what a loop has come to, on a way out of it."""
        for header in flow.nest[state.block]:
            loop = self.loops.get((function.name, header))
            if not loop or label in flow.loops[header]:
                continue
            is_behind = header in flow.successors[state.block]
            where = "%s, left loop %s: " % (function.name[:40], header)
            phis = function.phis(header)
            names = [phi.edges[state.block] if is_behind else phi.name for phi in phis]
            kept = ()
            values = [state.values.get(name) for name in names]
            for text, holds in loop.outcome(values, is_behind):
                self.oblige("result", state, z3.Not(holds), where + text)
                kept = (simple(holds),)
                state.facts += kept
            for name, term in zip(names, loop.leave() if is_behind else loop.stop()):
                if term is not None:
                    self.oblige("result", state, state.values[name] != term, where + name)
                    state.values[name] = term
            if kept:
                state.facts = state.heads[header][1] + kept

    def is_possible(self, facts):
        solver = z3.SolverFor("QF_BV")
        solver.set("rlimit", 5_000_000)
        solver.add(*self.given, *facts)
        return solver.check() != z3.unsat

    @staticmethod
    def known(condition, facts):
        """A condition, or true or false where a fact says so in the same words."""
        opposite = simple(z3.Not(condition))
        for fact in facts:
            if fact.eq(condition):
                return TRUE
            if fact.eq(opposite):
                return FALSE
        return condition

    def follow(self, function, flow, state, label):
        source = state.block
        self.leave_loops(function, flow, state, label)
        phis = {
            phi.name: self.value(phi.type, phi.edges[source], state)
            for phi in function.phis(label)
        }
        for name, term in self.points.get((function.name, label), {}).items():
            where = "%s at %s: %s" % (function.name[:40], label, name)
            self.oblige("result", state, phis[name] != term, where)
            phis[name] = term
        state = replace(state, values={**state.values, **phis}, block=label)
        if source in flow.loops.get(label, ()):
            loop = self.loops.get((function.name, label))
            names = [phi.name for phi in function.phis(label)]
            if loop and loop.is_cut([state.values[n] for n in names]):
                where = "%s, loop %s" % (function.name[:40], label)
                # What is proven first may be relied on next.
                for text, holds in loop.again([state.values[n] for n in names]):
                    self.oblige("invariant", state, z3.Not(holds), where + ", again: " + text)
                    state = state.knowing(simple(holds))
                before, _ = state.heads[label]
                if any(state.memory[n] is not before[n] for n in before):
                    raise Unsupported("a store in a loop with an invariant: " + where)
                return []
            count = state.iterations.get(label, 0) + 1
            if count > MAXIMUM_ITERATIONS:
                raise Unsupported("a loop without an end: %s, %s" % (function.name, label))
        else:
            count = 0
        inside = {h: state.iterations.get(h, 0) for h in flow.nest[label]}
        if label in flow.loops:
            inside[label] = count
        return [replace(state, iterations=inside)]
