# SPDX-License-Identifier: MIT
"""Questions to z3: whether what is known refutes something.

A question is asked with the facts nearest to it first: those that have a term in common
with it, then those that have one in common with these, and so on. Fewer facts refute
less, so what is refuted that way is refuted.
"""

import time

import z3

ALL = 99
# The rounds of facts to try, and z3's steps that each may take: some 10^6 a second. In
# seconds it would depend on what else runs.
PLAN = ((1, 2), (2, 4), (3, 10), (ALL, 40))


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
        for fact in facts:
            for part in map(z3.simplify, self.parts(fact)):
                if part.get_id() not in seen and not z3.is_true(part):
                    seen.add(part.get_id())
                    self.facts.append((part, self.symbols.of(part)))

    @classmethod
    def parts(cls, fact):
        if z3.is_and(fact):
            return [p for child in fact.children() for p in cls.parts(child)]
        if z3.is_implies(fact):
            return [z3.Implies(fact.arg(0), p) for p in cls.parts(fact.arg(1))]
        return [fact]

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


class Answer:
    """What came of a question: "proven", "refuted" or "unknown", and how."""

    def __init__(self, outcome, seconds, assertions, solver=None):
        self.outcome, self.seconds, self.assertions = outcome, seconds, assertions
        self.solver = solver


# Whether this is true or false is tried apart where nothing else helps.
CASE = z3.Bool("the node is listed")


def refute(facts, path, bad, plan=PLAN):
    """Asks whether facts and what is known on a path refute something bad."""
    answer = refute_at_once(facts, path, bad, plan[:-1])
    if answer.outcome == "proven":
        return answer
    halves = [refute_at_once(facts, (*path, c), bad, plan) for c in (CASE, z3.Not(CASE))]
    seconds = answer.seconds + sum(half.seconds for half in halves)
    worst = next((half for half in halves if half.outcome != "proven"), halves[0])
    assertions = [z3.Or(*(z3.And(*half.assertions) for half in halves))]
    return Answer(worst.outcome, seconds, assertions, worst.solver)


def refute_at_once(facts, path, bad, plan):
    """As `refute`, all cases together."""
    begin, last = time.process_time(), None
    path, bad = [z3.simplify(fact) for fact in path], z3.simplify(bad)
    for rounds, millions in plan:
        chosen, is_all = facts.about([*path, bad], rounds)
        if last == len(chosen):
            continue
        last = len(chosen)
        for make in (lambda: z3.SolverFor("QF_UFBV"), z3.SimpleSolver):
            solver = make()
            solver.set("rlimit", millions * 1_000_000)
            assertions = [*chosen, *path, bad]
            solver.add(*assertions)
            result = solver.check()
            spent = time.process_time() - begin
            if result == z3.unsat:
                return Answer("proven", spent, assertions)
            if result == z3.sat:
                break
        if result == z3.sat and is_all:
            return Answer("refuted", spent, assertions, solver)
    return Answer("unknown" if result == z3.unknown else "refuted", spent, assertions, solver)
