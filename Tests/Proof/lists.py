# SPDX-License-Identifier: MIT
"""Swift's arrays in memory, read and written by position.

What the standard library does with an array is taken for what it says it does.
"""

import z3

from execution import Execution, State
from ir import Unsupported
from memory import Cells
from terms import *

# Before the elements, an array has its count and its capacity.
HEADER, COUNT, CAPACITY = 32, 16, 24


class List:
    """An array's storage: `row(index)` has the cells of an element, as it was before
    `rows` were written, the last one first."""

    def __init__(self, stride, count, row, rows=(), header=HEADER):
        self.stride, self.count, self.row, self.rows = stride, count, row, rows
        self.capacity, self.header = anything(64), header

    def at(self, index):
        """The cells of an element."""
        here, earlier = [], None
        for place, cells in self.rows:
            if place.eq(index):
                earlier = cells
                break
            here.append((place, cells))
        if earlier is None:
            earlier = Cells(self.row(index))
        for place, cells in reversed(here):
            earlier = cells.merged(index == place, earlier)
        return earlier

    def element(self, pointer):
        """Which element a pointer points into, and where in it."""
        return pointer.plus(-self.header).index(self.stride)

    def load(self, pointer, size):
        if not pointer.terms and pointer.offset < self.header:
            words = {COUNT: self.count, CAPACITY: self.capacity}
            if size != 8 or pointer.offset not in words:
                raise Unsupported("access to the header at %r" % pointer)
            return words[pointer.offset], FALSE
        index, inner = self.element(pointer)
        value, outside = self.at(index).load(inner, size)
        return value, z3.Or(outside, z3.Not(z3.ULT(index, self.count)))

    def stored(self, pointer, change):
        """The list with another element, and when that is out of bounds."""
        index, inner = self.element(pointer)
        if inner.terms or pointer.offset < self.header and not pointer.terms:
            raise Unsupported("store to %r" % pointer)
        old = self.at(index)
        new = change(old, inner.offset)
        if inner.offset < 0 or new.size() != old.size():
            raise Unsupported("store across elements at %r" % pointer)
        return self.with_row(index, new), z3.Not(z3.ULT(index, self.count))

    def with_row(self, index, cells):
        rows = ((index, cells), *(r for r in self.rows if not r[0].eq(index)))
        return List(self.stride, self.count, self.row, rows, self.header)

    def merged(self, condition, other):
        if self.row is not other.row or not self.count.eq(other.count):
            raise Apart
        places = {place.get_id(): place for place, _ in (*self.rows, *other.rows)}.values()
        rows = tuple((p, self.at(p).merged(condition, other.at(p))) for p in places)
        return List(self.stride, self.count, self.row, rows, self.header)

    def inserted(self, index, cells):
        """The list with one more element."""

        def row(at):
            before, behind = self.at(at), self.at(simple(at - 1))
            rest = behind.merged(z3.UGT(at, index), before)
            return cells.merged(at == index, rest).cells

        return List(self.stride, simple(self.count + 1), row)

    def removed(self, index):
        def row(at):
            return self.at(simple(at + 1)).merged(z3.UGE(at, index), self.at(at)).cells

        return List(self.stride, simple(self.count - 1), row)

    def extended(self, count, cells):
        """The list with copies of an element behind its last one."""
        old = self.count

        def row(at):
            return self.at(at).merged(z3.ULT(at, old), cells).cells

        return List(self.stride, count, row)


class ListExecution(Execution):
    """Executes functions that read and write arrays."""

    def __init__(self, machine, modules):
        super().__init__(modules)
        own = {"mul": machine.multiply, "udiv": machine.divide}
        self.arithmetic = {**self.arithmetic, **own}
        # Conditions that can't be: each is refuted wherever a way depends on it.
        self.never, self.copies = [], 0
        self.contracts["swift_isUniquelyReferenced_nonNull_native"] = lambda arguments, state: [
            (anything(1), state)
        ]

    def copying(self, *names):
        """Takes functions, by parts of their names, for ones that copy an array's storage."""
        for name in names:
            self.contracts[self.modules[0].find(name)] = self.copy

    def copy(self, arguments, state):
        self.copies += 1
        old = arguments[-1]
        new = Pointer("%s, copied %d" % (old.object, self.copies))
        return [(new, self.with_memory(state, new.object, state.memory[old.object]))]

    # What the standard library does with an array that a variable has

    def replaced(self, place, state, make):
        """Puts another list in the place of the one that a variable has."""
        old, _ = state.memory[place.object].load(place, 8)
        self.copies += 1
        new = Pointer("%s, changed %d" % (old.object, self.copies))
        after = self.with_memory(state, new.object, make(state.memory[old.object]))
        self.change(place, after, "a list", lambda cells, at: cells.stored(at, new))
        return after

    def inserted(self, index, end, cells, place, state):
        """`replaceSubrange(index..<index, with: CollectionOfOne(_:))`."""
        if not same(index, end):
            raise Unsupported("a range is replaced")

        def make(old):
            self.oblige("trap", state, z3.UGT(index, old.count), "replaceSubrange")
            return old.inserted(index, cells)

        return [(None, self.replaced(place, state, make))]

    def removed(self, index, place, state):
        """`remove(at:)`: the element, and the state without it."""
        old = state.memory[state.memory[place.object].load(place, 8)[0].object]
        self.oblige("trap", state, z3.UGE(index, old.count), "remove(at:)")
        return old.at(index), self.replaced(place, state, lambda list_: list_.removed(index))

    @staticmethod
    def with_memory(state, name, value):
        state = state.knowing(TRUE)
        state.facts = state.facts[:-1]
        state.memory = {**state.memory, name: value}
        return state

    def known(self, condition, facts):
        if any(condition.eq(x) for x in self.never):
            self.oblige("result", State({}, facts), condition, "what can't be")
            return FALSE
        return super().known(condition, facts)

    def calculate(self, op, first, second, flags, state, where):
        if op == "and" and isinstance(first, Pointer) and is_number(second):
            # Storage is aligned, and so are its elements.
            offsets = [first.offset, *(factor for factor, _ in first.terms)]
            if second.as_long() == 7 and not any(offset % 8 for offset in offsets):
                return number(0)
        return super().calculate(op, first, second, flags, state, where)

    def value(self, kind, text, state):
        if kind == "ptr" and text.startswith("inttoptr"):
            # A number as an address stands for some error.
            return Pointer("an error")
        return super().value(kind, text, state)

    def change(self, pointer, state, where, new):
        old = state.memory.get(pointer.object)
        if not isinstance(old, List):
            return super().change(pointer, state, where, new)
        changed, outside = old.stored(pointer, new)
        self.oblige("out of bounds", state, outside, where)
        state.memory = {**state.memory, pointer.object: changed}
