# SPDX-License-Identifier: MIT
"""A machine of any size, and what is asked of it.

Lists are functions of a position. Sums over a list are functions of how much of it was
added up: `sum(k + 1) = sum(k) + what element k adds`. What is known of an element is put
among the facts when it is first looked at, so that no fact has a quantifier.
"""

import z3

from execution import Execution
from terms import *

ZONES = ("DMA", "DMA32", "Normal", "Movable", "Device")
ZONE_FIELDS = ("start", "spanned", "present", "early", "cma")
NODES = 1024


class Question:
    """The policy and a question, every value free."""

    def __init__(self):
        self.auto_movable, self.numa, self.movable_node = (
            word("policy." + name, 1) for name in ("auto_movable", "numa_aware", "movable_node")
        )
        self.ratio, self.type = word("policy.ratio", 32), word("query.online_type", 8)
        self.nid = word("query.nid", 32)
        self.start, self.pages = word("query.start_pfn"), word("query.nr_pages")
        self.facts = [z3.ULT(self.type, 4), z3.ULT(self.nid, NODES)]


class Machine:
    """Nodes, groups and runs of sections, and the group asked about.

    `target` is None, "static", "dynamic", "block" (a dynamic group whose unit is as large
    as what is asked about) or "unit" (a dynamic group with another unit).
    """

    def __init__(self, target=None, page_shift=12, section_bits=27):
        self.question = Question()
        self.page_shift, self.section_bits = page_shift, section_bits
        self.shift = section_bits - page_shift
        self.facts, self.noted = list(self.question.facts), set()
        self.products = {}
        self.target_kind = target
        self.target = None if target is None else simple(z3.ZeroExt(33, word("target", 31)))
        self.make_nodes()
        self.make_groups()
        self.make_runs()

    def know(self, *facts):
        self.facts += facts

    def first_time(self, what, index):
        key = (what, index.get_id())
        if key in self.noted:
            return False
        # Kept, so that its number isn't given to another term.
        self.noted |= {key, index}
        return True

    def execution(self, modules):
        """An execution on this machine, with its products and quotients."""
        execution = Execution(modules)
        own = {"mul": self.multiply, "udiv": self.divide}
        execution.arithmetic = {**execution.arithmetic, **own}
        return execution

    # Products and quotients of two unknowns are any functions: what holds for all of
    # them holds for these.

    def multiply(self, a, b):
        if is_number(a) or is_number(b):
            return a * b
        a, b = sorted((a, b), key=lambda term: term.get_id())
        product = self.products.setdefault("*", uninterpreted("product", 64, 64, 64))
        self.know(product(a, b) == product(b, a))
        return product(a, b)

    def divide(self, a, b):
        if is_number(a) and is_number(b):
            return z3.UDiv(a, b)
        return uninterpreted("quotient", 64, 64, 64)(a, b)

    # Nodes

    def make_nodes(self):
        asked = self.question.nid
        self.node_count, self.rank = word("nodes"), word("rank of the node")
        self.node_id = uninterpreted("node.id", 64, 32)
        self.fields = [
            {f: uninterpreted("%s.%s" % (zone, f), 32, 64) for f in ZONE_FIELDS} for zone in ZONES
        ]
        self.zone_sums = [uninterpreted(n, 64, 64) for n in ("zones.kernel_early", "zones.movable")]
        self.is_listed = z3.And(
            z3.ULT(self.rank, self.node_count), self.node_id(self.rank) == asked
        )
        self.know(z3.ULE(self.node_count, NODES), z3.ULE(self.rank, self.node_count))
        self.know(*(s(number(0)) == 0 for s in self.zone_sums))
        self.see_node(self.rank)
        listed = z3.Bool("the node is listed")
        self.know(listed == self.is_listed)
        self.is_listed = listed
        self.node_sums = [word("node." + n) for n in ("kernel_early", "movable")]
        for name, term in zip(self.node_sums, self.added_by(asked)):
            self.know(name == z3.If(listed, term, number(0)))

    def zones(self, nid):
        return [{f: zone[f](nid) for f in ZONE_FIELDS} for zone in self.fields]

    def zones_asked(self):
        """Those of the node asked about; the zones of a node that isn't online are empty."""
        zones = self.zones(self.question.nid)
        return [{f: z3.If(self.is_listed, t, number(0)) for f, t in z.items()} for z in zones]

    def added_by(self, nid):
        """What a node adds to the early kernel pages and to the movable pages."""
        kernel, movable = number(0), number(0)
        for name, zone in zip(ZONES, self.zones(nid)):
            is_there = zone["present"] != 0
            if name == "Movable":
                movable = movable + zone["present"]
            else:
                kernel = kernel + z3.If(is_there, zone["early"] - zone["cma"], number(0))
                movable = movable + z3.If(is_there, zone["cma"], number(0))
        return kernel, movable

    def see_node(self, index):
        if not self.first_time("node", index):
            return
        asked, nid = self.question.nid, self.node_id(index)
        known = [
            z3.ULT(nid, NODES),
            z3.ULT(nid, asked) == z3.ULT(index, self.rank),
            z3.Implies(nid == asked, index == self.rank),
        ]
        known += [
            s(index + 1) == s(index) + term for s, term in zip(self.zone_sums, self.added_by(nid))
        ]
        self.know(*(z3.Implies(z3.ULT(index, self.node_count), fact) for fact in known))

    # Groups

    def make_groups(self):
        self.group_count, self.dynamic_count = word("groups"), word("dynamic groups")
        kinds = {"id": 32, "nid": 32, "dynamic": 1, "blocks": 32}
        kinds |= {"kernel": 64, "movable": 64, "size": 64}
        self.group_fields = {f: uninterpreted("group." + f, 64, b) for f, b in kinds.items()}
        # How many dynamic groups there are before a group, and where the k-th one is.
        self.group_rank = uninterpreted("group.rank", 64, 64)
        self.dynamic = uninterpreted("dynamic.position", 64, 64)
        self.group_sums = {
            scope: [uninterpreted("groups.%s.%s" % (scope, n), 64, 64) for n in ("required", "movable")]
            for scope in ("system", "node")
        }
        self.know(
            z3.ULT(self.group_count, 1 << 31),
            self.group_rank(number(0)) == 0,
            self.group_rank(self.group_count) == self.dynamic_count,
            z3.ULE(self.dynamic_count, self.group_count),
        )
        self.know(*(s(number(0)) == 0 for sums in self.group_sums.values() for s in sums))
        if self.target is None:
            return
        self.know(z3.ULT(self.target, self.group_count))
        self.see_group(self.target)
        dynamic = self.group_fields["dynamic"](self.target)
        self.know(dynamic == int(self.target_kind != "static"))
        if self.target_kind in ("block", "unit"):
            is_block = self.group_fields["size"](self.target) == self.question.pages
            self.know(is_block == (self.target_kind == "block"))

    def group(self, name, index):
        """A field of a group; of the target what is known of it."""
        if self.target is not None and index.eq(self.target):
            if name == "dynamic":
                return number(int(self.target_kind != "static"), 1)
            if name == "size" and self.target_kind == "block":
                return self.question.pages
        return self.group_fields[name](index)

    def see_group(self, index):
        if not self.first_time("group", index):
            return
        fields = {name: f(index) for name, f in self.group_fields.items()}
        dynamic, size = fields["dynamic"] == 1, fields["size"]
        block = 1 << self.shift
        known = [
            fields["id"] >= 0,
            size != 0,
            z3.Implies(dynamic, z3.And(size & (size - 1) == 0, z3.UGE(size, block))),
            self.group_rank(index + 1) == self.group_rank(index) + z3.ZeroExt(63, fields["dynamic"]),
            z3.Implies(dynamic, self.dynamic(self.group_rank(index)) == index),
            z3.ULE(self.group_rank(index), self.dynamic_count),
        ]
        rank = self.group_rank(index)
        for scope, sums in self.group_sums.items():
            added = zip(sums, self.added_by_group(scope, index))
            known += [z3.Implies(dynamic, s(rank + 1) == s(rank) + term) for s, term in added]
        if self.target is not None:
            same = fields["id"] == self.group_fields["id"](self.target)
            known.append(same == (index == self.target))
        self.know(*(z3.Implies(z3.ULT(index, self.group_count), fact) for fact in known))

    def see_dynamic(self, k):
        """Notes what is known of the k-th dynamic group, and what it adds to the sums."""
        if not self.first_time("dynamic", k):
            return
        index = simple(self.dynamic(k))
        self.see_group(index)
        here = z3.ULT(k, self.dynamic_count)
        known = [
            z3.ULT(index, self.group_count),
            self.group_fields["dynamic"](index) == 1,
            self.group_rank(index) == k,
        ]
        for scope, sums in self.group_sums.items():
            added = zip(sums, self.added_by_group(scope, index))
            known += [s(k + 1) == s(k) + term for s, term in added]
        self.know(*(z3.Implies(here, fact) for fact in known))

    def added_by_group(self, scope, index):
        """What a dynamic group adds to the required and to the movable pages."""
        group = {name: f(index) for name, f in self.group_fields.items()}
        counts = TRUE if scope == "system" else group["nid"] == self.question.nid
        if self.target is not None:
            counts = z3.And(counts, index != self.target)
        divisor = simple(z3.SignExt(32, self.question.ratio))
        required = self.divide(simple(group["movable"] * 100), divisor) - group["kernel"]
        required = z3.If(required > 0, required, number(0))
        return z3.If(counts, required, number(0)), z3.If(counts, group["movable"], number(0))

    # The ratio test

    def sums(self, scope):
        """Early kernel and movable pages of zones; required and movable ones of groups."""
        zones = [s(self.node_count) for s in self.zone_sums]
        if scope == "node":
            zones = self.node_sums
        return (*zones, *(s(self.dynamic_count) for s in self.group_sums[scope]))

    def ratio_test(self, scope, own, pages):
        """The eight words of a test, and whether it allows the pages."""
        kernel_early, zone_movable, required, group_movable = self.sums(scope)
        compared = z3.UGT(kernel_early, required)
        kernel = kernel_early - required + own
        movable = zone_movable - group_movable + pages
        product = self.multiply(simple(z3.ZeroExt(32, self.question.ratio)), simple(kernel))
        limit = self.divide(simple(product), number(100))
        values = {
            "exit": z3.If(compared, number(2), number(1)),
            "kernel_early": kernel_early,
            "movable": zone_movable,
            "required": required,
            "group_movable": group_movable,
        }
        for name, term in (("kernel", kernel), ("online_movable", movable), ("limit", limit)):
            values[name] = z3.If(compared, term, number(0))
        return {n: simple(t) for n, t in values.items()}, z3.And(compared, z3.ULE(movable, limit))

    def own_kernel_pages(self):
        """What a dynamic group may build on."""
        if self.target_kind in (None, "static"):
            return number(0)
        return self.group("kernel", self.target)

    # Runs of sections, and the unit of the target

    def make_runs(self):
        self.run_count = word("runs")
        kinds = {"first": 64, "count": 64, "zone": 8, "nid": 32, "early": 1}
        self.run = {f: uninterpreted("run." + f, 64, b) for f, b in kinds.items()}
        self.know(z3.ULT(self.run_count, 1 << 40))
        if self.target_kind != "unit":
            return
        shift = self.shift
        begin, end = self.unit()
        # The unit's sections; see `unit_lemmas`.
        self.unit_first, self.unit_end = word("unit.first"), word("unit.end")
        self.know(
            z3.ULT(self.unit_first, 1 << 64 - shift),
            z3.ULT(self.unit_end, 1 << 64 - shift),
            begin == self.unit_first << shift,
            end == self.unit_end << shift,
            z3.Or(self.unit_end == 0, z3.ULT(self.unit_first, self.unit_end)),
        )
        # The first run that ends in or behind the unit, the one at which the walk ends,
        # and the movable sections in the runs so far.
        self.unit_run, self.last_run = word("unit.run"), word("unit.last_run")
        self.unit_sections = uninterpreted("unit.sections", 64, 64)
        self.know(
            z3.ULE(self.unit_run, self.last_run),
            z3.ULE(self.last_run, self.run_count),
            self.unit_sections(self.unit_run) == 0,
        )
        last = self.last_run
        self.know(z3.Implies(z3.ULT(last, self.run_count), self.ends_walk(last)))
        self.see_run(last)
        self.see_run(self.unit_run)
        self.has_kernel = z3.Bool("the unit has a kernel section")
        self.kernel_pfn, self.unit_movable = word("unit.kernel_pfn"), word("unit.movable_pages")
        inside = z3.And(
            z3.ULT(last, self.run_count), z3.ULT(self.run["first"](last), self.unit_end)
        )
        self.know(
            self.has_kernel == z3.And(inside, self.run["zone"](last) != 3),
            self.kernel_pfn == self.clipped(last)[0] << shift,
            self.unit_movable == self.unit_sections(last) << shift,
        )

    def empty_unit(self):
        """That a unit whose end wraps has no section: it is to be proven before it is known."""
        begin, end = self.unit()
        is_empty = z3.And(self.unit_movable == 0, z3.Not(self.has_kernel))
        return z3.Implies(z3.UGE(begin, end), is_empty)

    def unit(self):
        """The unit that the range asked about lies in, as page frame numbers."""
        size, start = self.group("size", self.target), self.question.start
        return simple(start & -size), simple((start & -size) + size)

    def run_end(self, index):
        return self.run["first"](index) + self.run["count"](index)

    def clipped(self, index):
        """The part of a run that lies in the unit, as sections."""
        first, end = self.run["first"](index), self.run_end(index)
        low = z3.If(z3.ULT(first, self.unit_first), self.unit_first, first)
        return low, z3.If(z3.ULT(self.unit_end, end), self.unit_end, end)

    def ends_walk(self, index):
        return z3.Or(
            z3.UGE(self.run["first"](index), self.unit_end), self.run["zone"](index) != 3
        )

    def in_walk(self, index):
        return z3.And(z3.ULE(self.unit_run, index), z3.ULE(index, self.last_run))

    def is_addressable(self, first, count):
        """`SectionRun.isAddressable(in:)`."""
        sections = number(1 << 52 - self.section_bits)
        return z3.And(z3.ULT(first, sections), count != 0, z3.ULE(count, sections - first))

    def run_is_valid(self, index):
        run = self.run
        can_be = self.is_addressable(run["first"](index), run["count"](index))
        return z3.And(can_be, z3.ULT(run["zone"](index), 5))

    def see_run(self, index):
        if not self.first_time("run", index):
            return
        after = index + 1
        here = z3.ULT(index, self.run_count)
        self.know(z3.Implies(here, self.run_is_valid(index)))
        self.know(
            z3.Implies(
                z3.ULT(after, self.run_count),
                z3.And(
                    self.run_is_valid(after),
                    z3.ULE(self.run_end(index), self.run["first"](after)),
                ),
            )
        )
        if self.target_kind != "unit":
            return
        low, high = self.clipped(index)
        pages = lambda sections: sections << self.shift
        between = z3.And(z3.UGE(index, self.unit_run), z3.ULT(index, self.last_run))
        known = [
            z3.UGT(self.run_end(index), self.unit_first) == z3.UGE(index, self.unit_run),
            z3.Implies(between, z3.Not(self.ends_walk(index))),
            z3.Implies(index == self.last_run, self.ends_walk(index)),
            self.unit_sections(after) == self.unit_sections(index) + high - low,
            # The same in pages; see `unit_lemmas`.
            pages(self.unit_sections(after)) == pages(self.unit_sections(index)) + pages(high) - pages(low),
        ]
        self.know(*(z3.Implies(here, fact) for fact in known))


class RunsBehind:
    """The position of the first run that ends behind a place, by the place; `end(index)` is
    the place at which a run ends."""

    def __init__(self, machine, name, end):
        self.machine, self.name, self.end = machine, name, end
        self.position = uninterpreted(name, 64, 64)

    def of(self, place):
        found = simple(self.position(place))
        if self.machine.first_time(self.name, place):
            self.machine.know(z3.ULE(found, self.machine.run_count))
            self.see(place, found)
            self.see(place, simple(found - 1))
        return found

    def see(self, place, index):
        """Notes whether a run ends behind a place."""
        self.machine.see_run(index)
        fact = z3.UGT(self.end(index), place) == z3.UGE(index, self.position(place))
        self.machine.know(z3.Implies(z3.ULT(index, self.machine.run_count), fact))
