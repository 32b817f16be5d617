# SPDX-License-Identifier: MIT
"""What is proven, and how the proofs depend on each other.

A theorem about a function takes what it calls for what another theorem says of it.
"""

import random

import z3

from core import Core
from machine import Machine
from port import Port, is_rest
from terms import *
from told import told

# Terms that nearly all facts have.
COMMON = (
    *("nodes", "groups", "runs", "target", "dynamic groups", "xa_end", "xa_words"),
    *("query.nid", "query.start_pfn", "query.nr_pages", "policy.ratio", "rank of the node"),
    *("unit.run", "unit.last_run", "unit.first", "unit.end"),
)
# What every decision theorem comes to in the end.
FINAL = "the words are the same"
ANY = "any number of nodes, groups and runs"


class Query:
    """That facts, a path and something bad exclude each other."""

    def __init__(self, label, path, bad):
        self.label, self.path, self.bad = label, tuple(path), bad


class Assumption:
    """What can be assumed only if one of some paths is possible, or a way to it isn't."""

    def __init__(self, where, paths, way=None):
        self.where, self.paths, self.way = where, paths, way


def deciding(programs):
    """The functions that decide, by name."""
    core = programs.core.find("6PolicyV14onlineDecision3for0D4Type6nodeID5group5nodes6groups8sec")
    return ("zone_for_pfn_range", "auto_movable_can_online_movable", "memmap_find", core)


class Theorem:
    """A statement with a bound, and the queries that it comes to.

    `functions(programs)` gives the functions that it depends on with all that they call,
    `scripts` the scripts, besides those that all theorems depend on.
    """

    def __init__(self, name, statement, bound, make, functions=deciding, scripts=()):
        self.name, self.statement, self.bound = name, statement, bound
        self.make, self.functions, self.scripts = make, functions, scripts

    def digest(self, programs):
        return programs.digest(self.functions(programs), self.scripts)

    def queries(self, programs):
        """Facts, queries, and what is assumed on the way: each is to be satisfiable."""
        return self.make(programs)


def sides(programs, target, **geometry):
    machine = Machine(target, **geometry)
    return machine, Port(programs.port, programs.place, machine), Core(programs.core, machine)


def of_execution(machine, *executions):
    queries = [
        Query("%s: %s" % (o.kind, o.where), o.facts, o.bad)
        for execution in executions
        for o in execution.obligations
    ]
    assumed = [
        Assumption(where, [path], way)
        for execution in executions
        for where, way, path in execution.assumed
    ]
    return machine.facts, queries, [Assumption("what is known", [()]), *assumed]


def of_cases(cases):
    """The queries of several cases, each a machine, an execution and the ways to its end."""
    facts, queries, assumed = [], [], []
    for machine, execution, ends in cases:
        parts = of_execution(machine, execution)
        facts, queries, assumed = (a + b for a, b in zip((facts, queries, assumed), parts))
        assumed.append(Assumption("an end of it", ends))
    return facts, queries, assumed


def function(target, prove, **geometry):
    """Makes the queries of one function's theorem."""

    def make(programs):
        machine, port, core = sides(programs, target, **geometry)
        return of_execution(machine, prove(port, core))

    return make


def decision(target, **geometry):
    """Makes the queries of "both give the same 24 words"."""

    def make(programs):
        machine, port, core = sides(programs, target, **geometry)
        if target == "unit":
            machine.know(machine.empty_unit())
        first, ours = port.decide()
        second, theirs = core.decide()
        facts, queries, assumed = of_execution(machine, first, second)
        assumed += reasons(ours) + reasons(theirs)
        # Of code that never decides, nothing is compared.
        for words, _ in ours[:1]:
            queries += differences(ours, theirs, words)
        return facts, queries, assumed

    return make


def reasons(ways):
    """That each reason for a decision can be."""
    by_reason = {}
    for words, state in ways:
        by_reason.setdefault(str(words["exit"]), []).append(state.facts)
    return [Assumption("reason " + r, paths) for r, paths in by_reason.items()]


def differences(ours, theirs, names):
    """Queries of two sides' words, for ways that no fact keeps apart."""
    queries = []
    for words, state in ours:
        # The terms are kept: the number of one that isn't is given to another.
        against = {x.get_id(): x for x in (simple(z3.Not(simple(f))) for f in state.facts)}
        for others, other in theirs:
            if any(simple(fact).get_id() in against for fact in other.facts):
                continue
            differ = [words[n] != others[n] for n in names if not words[n].eq(others[n])]
            if differ:
                queries.append(Query(FINAL, (*state.facts, *other.facts), z3.Or(*differ)))
    return queries


def lemmas(items):
    return lambda programs: ([], [Query(label, (), bad) for label, bad in items()], [])


def bit_lemmas():
    """How marks are gone through: what `Port` takes for granted of a word."""
    marks, bits = word("marks"), word("bits")
    rest, next_ = z3.And(bits != 0, is_rest(bits, marks)), bits & (bits - 1)
    return [
        ("all marks are a rest", z3.Not(is_rest(marks, marks))),
        ("the next rest is one", z3.And(rest, z3.Not(is_rest(next_, marks)))),
        ("the next rest is smaller", z3.And(rest, z3.UGE(next_, bits))),
        ("the lowest is marked", z3.And(rest, marks & bits & -bits == 0)),
        ("marks before the lowest are no rest", z3.And(rest, marks & ~bits & -(bits & -bits) != 0)),
    ]


def unit_lemmas(shift):
    """Where units lie, for each size that one can have."""

    def items():
        start, found = word("start"), []
        for k in range(shift, 64):
            size = number(1 << k)
            begin, end = start & -size, (start & -size) + size
            ends_well = z3.Or(end == 0, z3.ULT(begin, end))
            whole = z3.And(begin & (1 << shift) - 1 == 0, end & (1 << shift) - 1 == 0)
            found.append(("units of 2^%d pages" % k, z3.Not(z3.And(ends_well, whole))))
        a, b, c = (word(name) for name in ("sections", "high", "low"))
        pages = lambda sections: sections << shift
        found.append(("pages of sums", pages(a + b - c) != pages(a) + pages(b) - pages(c)))
        return found

    return items


def told_lemmas():
    """That facts say the same together when each was told the others: of some at random."""
    choose = random.Random(0)
    flags, words = z3.Bools("p q r"), [word(name, 2) for name in ("a", "b", "c")]

    def term(depth):
        if depth == 0:
            return choose.choice([*words, number(choose.randrange(4), 2)])
        first, second = term(depth - 1), term(depth - 1)
        return choose.choice([first + second, z3.If(fact(depth - 1), first, second)])

    def fact(depth):
        if depth == 0:
            return choose.choice([*flags, choose.choice(words) == choose.randrange(4)])
        first, second = fact(depth - 1), fact(depth - 1)
        same, lower = term(depth - 1) == term(depth - 1), z3.ULT(term(depth - 1), term(depth - 1))
        kinds = [z3.And(first, second), z3.Or(first, second), z3.Implies(first, second)]
        return choose.choice([*kinds, z3.Not(first), same, lower])

    found = []
    for k in range(500):
        path, bad = [fact(choose.randrange(3)) for _ in range(5)], fact(3)
        facts, last = told(path, bad, are_replaced=bool(k % 2))
        found.append(("facts %d" % k, z3.And(*path, bad) != z3.And(*facts, last)))
    return found


def empty_unit(programs):
    machine = Machine("unit")
    return machine.facts, [Query("no section", (), z3.Not(machine.empty_unit()))], []


def all_theorems():
    shift = 15
    theorems = [
        Theorem("told", "Facts that are told each other", "some facts", lemmas(told_lemmas)),
        Theorem("marks", "How marked slots are gone through", "any word", lemmas(bit_lemmas)),
        Theorem("units", "Where units lie", "any start, any size", lemmas(unit_lemmas(shift))),
    ]

    def add(name, statement, make, bound=ANY):
        theorems.append(Theorem(name, statement, bound, make))

    add(
        "memmap_find",
        "memmap_find gives the first run that ends behind a page",
        function(None, lambda port, core: port.find_run()),
    )
    add(
        "searchedIndex",
        "Span<Node>.searchedIndex(forID:) gives where the node is listed",
        function(None, lambda port, core: core.find_node()),
    )
    for name in ("searched zone", "zone"):
        add(
            {"zone": "kernelZone", "searched zone": "searchedKernelZone"}[name],
            "Span<Node> gives the zone that default_kernel_zone_for_pfn is to give",
            function(None, lambda port, core, name=name: core.find_zone(name)),
        )
    add(
        "firstIndex",
        "Span<SectionRun>.firstIndex(endingAfter:) gives the first run of the unit",
        function("unit", lambda port, core: core.find_first_run()),
    )
    add("empty unit", "A unit whose end wraps has no section", empty_unit)
    add(
        "UnitContents",
        "UnitContents.init finds what is online in the unit",
        function("unit", lambda port, core: core.look_at_unit()),
    )
    for target in (None, "static", "dynamic"):
        for scope in ("system", "node"):
            suffix = " %s %s" % (target or "none", scope)
            add(
                "RatioTest" + suffix,
                "RatioTest.init makes the test",
                function(target, lambda p, c, s=scope: c.ratio_test(s, word("tested pages"))),
            )
            add(
                "can_online_movable" + suffix,
                "auto_movable_can_online_movable makes the test",
                function(target, lambda p, c, s=scope: p.ratio_test(s, word("tested pages"))),
            )
    for target in (None, "static", "block", "unit"):
        add(
            "decision " + (target or "none"),
            "zone_for_pfn_range and Policy.onlineDecision give the same 24 words",
            decision(target),
        )
    return theorems
