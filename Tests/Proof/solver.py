# SPDX-License-Identifier: MIT
"""Questions to solvers: whether what is known refutes something.

A question is asked with the facts nearest to it first: those that have a term in common
with it, then those that have one in common with these, and so on. Fewer facts refute
less, so what is refuted that way is refuted.
"""

from collections import Counter
from dataclasses import dataclass

import z3

import second
from told import parts, told

ALL = 99


def z3_solver(make):
    """A solver that is limited by its own steps, in millions: some 10^6 take a second. In
    seconds it would depend on what else runs."""

    def ask(assertions, millions):
        solver = make()
        solver.set("rlimit", millions * 1_000_000)
        solver.add(*assertions)
        return solver.check()

    return ask


def told_bitwuzla(assertions, seconds):
    """bitwuzla, told facts as well as paths: it finds less by itself."""
    facts, bad = told(assertions[:-1], assertions[-1], are_replaced=True)
    return second.check([*facts, bad], seconds)


SIMPLE, BITS = z3_solver(z3.SimpleSolver), z3_solver(lambda: z3.SolverFor("QF_UFBV"))
BITWUZLA, TOLD = second.check, told_bitwuzla
# Whether this is true or false is tried apart where that helps.
CASE = z3.Bool("the node is listed")


@dataclass(frozen=True)
class Way:
    """A way to ask: with the facts of so many rounds, by a solver, for so long, and all cases
    together or each by itself."""

    rounds: int
    solver: object
    limit: int
    is_apart: bool = False

    def price(self):
        """What it costs at most, in millions of z3's steps: bitwuzla's seconds are some three."""
        each = 3 * self.limit if self.solver in (BITWUZLA, TOLD) else self.limit
        return each * len(self.cases())

    def cases(self):
        return ((CASE,), (z3.Not(CASE),)) if self.is_apart else ((),)


# Which way helps differs from question to question, and not by how hard they look.
WAYS = (
    Way(1, BITS, 1),
    Way(1, SIMPLE, 1),
    Way(2, BITS, 1, True),
    Way(0, BITWUZLA, 1),
    Way(2, BITS, 4, True),
    Way(1, SIMPLE, 8),
    Way(ALL, SIMPLE, 8),
    Way(1, BITWUZLA, 3),
    Way(1, TOLD, 3),
    Way(3, BITS, 10),
    Way(1, TOLD, 2, True),
    Way(ALL, BITWUZLA, 6),
    Way(3, SIMPLE, 10, True),
    Way(3, BITS, 10, True),
    Way(1, BITWUZLA, 4, True),
    Way(ALL, SIMPLE, 30),
    Way(ALL, BITS, 40),
    Way(ALL, SIMPLE, 40, True),
    Way(ALL, BITS, 40, True),
    Way(ALL, BITWUZLA, 20, True),
    Way(ALL, BITWUZLA, 60),
    Way(ALL, SIMPLE, 400, True),
    Way(ALL, BITS, 400, True),
)
BY_Z3 = tuple(way for way in WAYS if way.solver not in (BITWUZLA, TOLD))
BY_BITWUZLA = tuple(way for way in WAYS if way not in BY_Z3)
PATIENT = Way(ALL, BITWUZLA, 600)
# For what is mostly wrong.
SHORT = tuple(way for way in WAYS if way.price() < 20)


class Symbols:
    """The applications and constants of a term that tell what it is about."""

    def __init__(self, common):
        self.common, self.cache = common, {}

    def of(self, term):
        key = term.get_id()
        if key in self.cache:
            return self.cache[key][1]
        found = set()
        for child in term.children():
            found |= self.of(child)
        if z3.is_app_of(term, z3.Z3_OP_UNINTERPRETED):
            # What is said of fixed elements, or of what nearly all facts have, isn't
            # worth a look at what else has it.
            if not all(map(z3.is_bv_value, term.children())) or (
                term.num_args() == 0 and term.decl().name() not in self.common
            ):
                found = found | {key}
        self.cache[key] = (term, frozenset(found))
        return self.cache[key][1]


class Facts:
    """What is known of a machine."""

    def __init__(self, facts, common=()):
        self.symbols = Symbols(set(common))
        self.facts, seen = [], set()
        # How often each way helped, and how often it took all its time and didn't.
        self.helped, self.failed = Counter(), Counter()
        for fact in facts:
            for part in map(z3.simplify, parts(fact)):
                if part.get_id() not in seen and not z3.is_true(part):
                    seen.add(part.get_id())
                    self.facts.append((part, self.symbols.of(part)))

    def about(self, terms, rounds):
        """The facts that are near to some terms, and whether these are all of them."""
        near, chosen = frozenset(), set()
        for term in terms:
            near |= self.symbols.of(term)
        for _ in range(rounds):
            new = [
                k
                for k, (_, symbols) in enumerate(self.facts)
                if k not in chosen and (not symbols or symbols & near or rounds == ALL)
            ]
            if not new:
                break
            chosen |= set(new)
            for k in new:
                near |= self.facts[k][1]
        return [self.facts[k][0] for k in sorted(chosen)], len(chosen) == len(self.facts)

    def cost(self, way):
        """What a way is expected to cost for each question that it answers."""
        return way.price() * (self.failed[way] + self.helped[way] + 1) / (self.helped[way] + 1)


def refute(facts, path, bad, ways=WAYS):
    """Asks whether facts and what is known on a path refute something bad: "proven",
    "refuted" or "unknown"."""
    path, bad = told(path, bad)
    too_few = -1
    for way in sorted(ways, key=facts.cost):
        if way.rounds <= too_few and not way.is_apart:
            continue
        result, is_all = ask(facts, path, bad, way)
        facts.failed[way] += result == z3.unknown
        if result == z3.unsat:
            facts.helped[way] += 1
            return "proven"
        if result == z3.sat and is_all:
            return "refuted"
        if result == z3.sat and not way.is_apart:
            too_few = max(too_few, way.rounds)
    return "unknown"


def ask(facts, path, bad, way):
    """What a solver says, and whether it was told all facts."""
    for case in way.cases():
        chosen, is_all = facts.about([*path, *case, bad], way.rounds)
        result = way.solver([*path, *case, *chosen, bad], way.limit)
        if result != z3.unsat:
            break
    return result, is_all
