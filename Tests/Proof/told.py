# SPDX-License-Identifier: MIT
"""Facts that are told to each other: the same in fewer words."""

import z3


def parts(fact):
    """Facts that together say what one does."""
    if z3.is_and(fact):
        return [p for child in fact.children() for p in parts(child)]
    if z3.is_implies(fact):
        return [z3.Implies(fact.arg(0), p) for p in parts(fact.arg(1))]
    return [fact]


class Known:
    """Terms, and what stands for them: true, false, or a value. Or any term, if what has a
    name of its own is to be replaced by what it is equal to."""

    def __init__(self, are_replaced):
        self.terms, self.others, self.are_replaced = [], [], are_replaced

    def learn(self, fact):
        term, other = fact, z3.BoolVal(True)
        if z3.is_not(fact):
            term, other = fact.arg(0), z3.BoolVal(False)
        elif z3.is_eq(fact):
            for one, two in (fact.children(), fact.children()[::-1]):
                if z3.is_bv_value(two) or self.are_replaced and is_name(one) and not is_name(two):
                    term, other = one, two
        self.terms.append(term)
        self.others.append(other)

    def put_into(self, fact):
        # z3.substitute() looks at the sorts of all pairs, for longer than z3 substitutes.
        count, context = len(self.terms), fact.ctx
        from_, to = ((z3.Ast * count)(*[t.as_ast() for t in x]) for x in (self.terms, self.others))
        found = z3.Z3_substitute(context.ref(), fact.as_ast(), count, from_, to)
        return z3.simplify(z3.BoolRef(found, context))


def is_name(term):
    return z3.is_app_of(term, z3.Z3_OP_UNINTERPRETED)


def told(facts, bad, are_replaced=False):
    """Facts and something bad, each told what the facts before it say. Together they say what
    they said before. Solvers don't all see through what is said twice."""
    found, known = [], Known(are_replaced)
    for fact in facts:
        for part in parts(known.put_into(fact)):
            if not z3.is_true(part):
                found.append(part)
                known.learn(part)
    return found, known.put_into(bad)
