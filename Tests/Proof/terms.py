# SPDX-License-Identifier: MIT
"""Values: z3's bit-vectors, pointers, tuples of either, and poison."""

import itertools

import z3

TRUE, FALSE = z3.BoolVal(True), z3.BoolVal(False)
POISON = object()


def number(value, bits=64):
    return z3.BitVecVal(value, bits)


def word(name, bits=64):
    return z3.BitVec(name, bits)


unknown = itertools.count()


def anything(bits):
    """A term that nothing is known of."""
    return word("unknown.%d" % next(unknown), bits)


def simple(term):
    return z3.simplify(term)


def bit(condition):
    return z3.If(condition, number(1, 1), number(0, 1))


def is_number(term):
    return z3.is_bv_value(term)


def uninterpreted(name, *bits):
    return z3.Function(name, *[z3.BitVecSort(b) for b in bits])


def choice(condition, first, second):
    """One of two terms. Addends that both have stay outside, so that sums stay sums."""
    if first.eq(second):
        return first
    ours, theirs = addends(first), addends(second)
    common = []
    if first.size() > 8 and (len(ours) > 1 or len(theirs) > 1):
        for term in list(ours):
            match = next((x for x in theirs if x.eq(term)), None)
            if match is not None:
                ours.remove(term)
                theirs.remove(match)
                common.append(term)
    if not common:
        return simple(z3.If(condition, first, second))
    return simple(total(common, first) + choice(condition, total(ours, first), total(theirs, first)))


def addends(term):
    if is_number(term) and term.as_long() == 0:
        return []
    return list(term.children()) if z3.is_app_of(term, z3.Z3_OP_BADD) else [term]


def total(terms, like):
    return simple(sum(terms, number(0, like.size())))


def linear(term, factor=1):
    """A 64-bit term as a number and multiples of terms."""
    term = simple(term)
    if is_number(term):
        return factor * term.as_signed_long(), []
    if z3.is_app_of(term, z3.Z3_OP_BADD):
        offset, terms = 0, []
        for child in term.children():
            more, others = linear(child, factor)
            offset, terms = offset + more, terms + others
        return offset, terms
    if z3.is_app_of(term, z3.Z3_OP_BMUL) and term.num_args() == 2 and is_number(term.arg(0)):
        return linear(term.arg(1), factor * term.arg(0).as_signed_long())
    return 0, [(factor, term)]


class Pointer:
    """An object's name, and an offset: a number and multiples of 64-bit terms."""

    __slots__ = ("object", "offset", "terms")

    def __init__(self, name, offset=0, terms=()):
        self.object, self.offset, self.terms = name, offset, tuple(terms)

    def plus(self, offset, terms=()):
        factors = {t.get_id(): (c, t) for c, t in self.terms}
        for factor, term in terms:
            old = factors.get(term.get_id(), (0, term))[0]
            factors[term.get_id()] = (old + factor, term)
        kept = [(c, t) for c, t in factors.values() if c]
        # An offset of 2^64 is none.
        offset = (self.offset + offset + 2**63) % 2**64 - 2**63
        return Pointer(self.object, offset, sorted(kept, key=lambda x: x[1].get_id()))

    def same(self, other):
        return (
            isinstance(other, Pointer)
            and (self.object, self.offset, len(self.terms))
            == (other.object, other.offset, len(other.terms))
            and all(a[0] == b[0] and a[1].eq(b[1]) for a, b in zip(self.terms, other.terms))
        )

    def distance(self):
        """The offset as a term."""
        return simple(sum((number(c) * t for c, t in self.terms), number(self.offset)))

    def index(self, stride):
        """Of what has elements of a size, which one this points into, and where in it."""
        inner = [(c, t) for c, t in self.terms if c % stride]
        outer = [number(c // stride) * t for c, t in self.terms if c % stride == 0]
        index = simple(sum(outer, number(self.offset // stride)))
        return index, Pointer(None, self.offset % stride, inner)

    def __repr__(self):
        return "%s+%d%s" % (self.object, self.offset, "".join("+%d*%s" % x for x in self.terms))


NULL = Pointer(None)


def same(first, second):
    """Whether two values are the same for sure."""
    if first is second:
        return True
    if isinstance(first, tuple) and isinstance(second, tuple):
        return len(first) == len(second) and all(map(same, first, second))
    if isinstance(first, Pointer):
        return first.same(second)
    return isinstance(first, z3.ExprRef) and isinstance(second, z3.ExprRef) and first.eq(second)


class Apart(Exception):
    """Two values that can't be made one."""


def merged(condition, first, second):
    """One of two values; in the place of poison, anything."""
    if same(first, second):
        return first
    if first is POISON and isinstance(second, z3.BitVecRef):
        first = anything(second.size())
    if second is POISON and isinstance(first, z3.BitVecRef):
        second = anything(first.size())
    if first is POISON or second is POISON:
        raise Apart
    if isinstance(first, tuple):
        return tuple(merged(condition, a, b) for a, b in zip(first, second))
    if isinstance(first, Pointer) or isinstance(second, Pointer):
        raise Apart
    return choice(condition, first, second)
