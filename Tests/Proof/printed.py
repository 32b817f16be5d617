# SPDX-License-Identifier: MIT
"""Terms as C, so that many inputs can be put to them."""

import z3

from ir import Unsupported

SIMPLE = {
    z3.Z3_OP_BADD: "+",
    z3.Z3_OP_BSUB: "-",
    z3.Z3_OP_BMUL: "*",
    z3.Z3_OP_BAND: "&",
    z3.Z3_OP_BOR: "|",
    z3.Z3_OP_BXOR: "^",
    z3.Z3_OP_AND: "&",
    z3.Z3_OP_OR: "|",
}
ORDER = {z3.Z3_OP_ULT: "<", z3.Z3_OP_ULEQ: "<=", z3.Z3_OP_UGT: ">", z3.Z3_OP_UGEQ: ">="}
SIGNED = {z3.Z3_OP_SLT: "<", z3.Z3_OP_SLEQ: "<=", z3.Z3_OP_SGT: ">", z3.Z3_OP_SGEQ: ">="}


class Printer:
    """Prints terms as statements, each once: `t7 = t3 + t5;`."""

    def __init__(self, variables):
        self.variables, self.names, self.lines = variables, {}, []

    def name(self, term):
        """The name of what has the value of a term."""
        todo = [term]
        while todo:
            here = todo[-1]
            if here.get_id() in self.names:
                todo.pop()
                continue
            missing = [c for c in here.children() if c.get_id() not in self.names]
            if missing:
                todo += missing
                continue
            todo.pop()
            text = self.text(here, [self.names[c.get_id()] for c in here.children()])
            name = "t%d" % len(self.names)
            self.names[here.get_id()] = name
            self.lines.append("  uint64_t %s = %s;" % (name, text))
            self.variables.setdefault("", []).append(here)  # keeps its number from reuse
        return self.names[term.get_id()]

    @staticmethod
    def bits(term):
        return term.size() if z3.is_bv(term) else 1

    def cut(self, term, text):
        """A value without what is above its bits."""
        bits = self.bits(term)
        return text if bits == 64 else "(%s) & %dUL" % (text, (1 << bits) - 1)

    def signed(self, term, name):
        bits = self.bits(term)
        return "(int64_t)(%s << %d) >> %d" % (name, 64 - bits, 64 - bits)

    def text(self, term, names):
        kind, children = term.decl().kind(), term.children()
        if self.bits(term) > 64:
            raise Unsupported("%d bits" % self.bits(term))
        if z3.is_bv_value(term):
            return "%dUL" % term.as_long()
        if z3.is_true(term) or z3.is_false(term):
            return str(int(z3.is_true(term)))
        if not children:
            place = self.variables.get(term.decl().name())
            return "0" if place is None else "v[%d]" % place
        if kind in SIMPLE:
            return self.cut(term, (" %s " % SIMPLE[kind]).join(names))
        if kind in ORDER:
            return "%s %s %s" % (names[0], ORDER[kind], names[1])
        if kind in SIGNED:
            first, second = (self.signed(c, n) for c, n in zip(children, names))
            return "(%s) %s (%s)" % (first, SIGNED[kind], second)
        if kind == z3.Z3_OP_EQ:
            return "%s == %s" % (names[0], names[1])
        if kind == z3.Z3_OP_DISTINCT:
            return "%s != %s" % (names[0], names[1])
        if kind == z3.Z3_OP_NOT:
            return "!" + names[0]
        if kind == z3.Z3_OP_ITE:
            return "%s ? %s : %s" % tuple(names)
        if kind in (z3.Z3_OP_BNEG, z3.Z3_OP_BNOT):
            return self.cut(term, ("-" if kind == z3.Z3_OP_BNEG else "~") + names[0])
        if kind in (z3.Z3_OP_BUDIV, z3.Z3_OP_BUDIV_I):
            return "%s ? %s / %s : %d" % (names[1], *names, (1 << self.bits(term)) - 1)
        if kind == z3.Z3_OP_EXTRACT:
            return self.cut(term, "%s >> %d" % (names[0], term.params()[1]))
        if kind == z3.Z3_OP_ZERO_EXT:
            return names[0]
        if kind == z3.Z3_OP_SIGN_EXT:
            return self.cut(term, self.signed(children[0], names[0]))
        if kind == z3.Z3_OP_CONCAT:
            text = names[0]
            for child, name in zip(children[1:], names[1:]):
                text = "(%s) << %d | %s" % (text, self.bits(child), name)
            return text
        if kind in (z3.Z3_OP_BSHL, z3.Z3_OP_BLSHR):
            shift = "<<" if kind == z3.Z3_OP_BSHL else ">>"
            bits = self.bits(term)
            return self.cut(term, "%s < %d ? %s %s %s : 0" % (names[1], bits, names[0], shift, names[1]))
        raise Unsupported("term %s" % term.decl())
