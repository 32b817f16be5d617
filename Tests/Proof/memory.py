# SPDX-License-Identifier: MIT
"""Objects in memory. None is changed in place."""

import bisect

import z3

from ir import Unsupported
from terms import *


class Cells:
    """An object of a known size: terms and pointers by offset, which cover it."""

    def __init__(self, cells):
        self.cells = cells
        self.offsets = sorted(cells)

    @staticmethod
    def width(cell):
        return 8 if isinstance(cell, Pointer) else cell.size() // 8

    def size(self):
        return self.offsets[-1] + self.width(self.cells[self.offsets[-1]]) if self.offsets else 0

    def value(self, offset, size):
        """What is in some bytes."""
        cell = self.cells.get(offset)
        if cell is not None and self.width(cell) == size:
            return cell
        at, parts = bisect.bisect_right(self.offsets, offset) - 1, []
        while size:
            start = self.offsets[at]
            cell = self.cells[start]
            if isinstance(cell, Pointer):
                raise Unsupported("part of a pointer")
            length = min(size, start + self.width(cell) - offset)
            low = 8 * (offset - start)
            parts.append(z3.Extract(low + 8 * length - 1, low, cell))
            offset, size, at = offset + length, size - length, at + 1
        return simple(z3.Concat(*reversed(parts)) if len(parts) > 1 else parts[0])

    def load(self, pointer, size):
        """What a pointer points to, and when that is outside of the object."""
        if not pointer.terms:
            fits = 0 <= pointer.offset <= self.size() - size
            return (self.value(pointer.offset, size) if fits else POISON), z3.BoolVal(not fits)
        factor = pointer.terms[0][0]
        if factor <= 0 or any(other != factor for other, _ in pointer.terms):
            raise Unsupported("access to %r" % pointer)
        term = simple(sum((term for _, term in pointer.terms[1:]), pointer.terms[0][1]))
        value, here = None, []
        for k in range((self.size() - size - pointer.offset) // factor, -1, -1):
            offset = pointer.offset + factor * k
            if offset < 0:
                raise Unsupported("access to %r" % pointer)
            found = self.value(offset, size)
            here.append(term == number(k))
            value = found if value is None else merged(term == number(k), found, value)
        return value, z3.Not(z3.Or(here))

    def without(self, offset, size):
        """The cells outside of some bytes."""
        cells = {}
        for start, cell in self.cells.items():
            end = start + self.width(cell)
            if end <= offset or start >= offset + size:
                cells[start] = cell
                continue
            if start < offset:
                cells[start] = self.value(start, offset - start)
            if end > offset + size:
                cells[offset + size] = self.value(offset + size, end - offset - size)
        return cells

    def stored(self, offset, value):
        if not isinstance(value, Pointer) and value.size() % 8:
            value = z3.ZeroExt(-value.size() % 8, value)
        return Cells({**self.without(offset, self.width(value)), offset: value})

    def zeroed(self, offset, size):
        words = {offset + 8 * k: number(0) for k in range(size // 8)}
        rest = {offset + k: number(0, 8) for k in range(size // 8 * 8, size)}
        return Cells({**self.without(offset, size), **words, **rest})

    def merged(self, condition, other):
        edges = sorted(set(self.offsets) | set(other.offsets) | {self.size()})
        return Cells(
            {
                a: merged(condition, self.value(a, b - a), other.value(a, b - a))
                for a, b in zip(edges, edges[1:])
            }
        )


class Choice:
    """One of several pointers, each under a condition; together they are all there is."""

    def __init__(self, ways):
        self.ways = ways


class Rows:
    """A list of any length, to be read: `row(index)` has the cells of an element."""

    def __init__(self, stride, count, row):
        self.stride, self.count, self.row = stride, count, row

    def load(self, pointer, size):
        index, inner = pointer.index(self.stride)
        value, outside = Cells(self.row(index)).load(inner, size)
        return value, z3.Or(outside, z3.Not(z3.ULT(index, self.count)))


def record(size, known):
    """The cells of a structure: what is known of it, and anything elsewhere."""
    cells, offset = dict(known), 0
    for start in sorted(known) + [size]:
        for at in range(offset, start):
            cells[at] = anything(8)
        offset = start + (Cells.width(known[start]) if start < size else 0)
    return cells
