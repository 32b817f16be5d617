# SPDX-License-Identifier: MIT
"""A kernel tree's side: its own functions, as `automovable kernel build` cuts them.

What the library's shim stands in for is taken for what the kernel has there: nodes come in
the order of their ids, marked groups in that of theirs.
"""

import z3

from execution import Loop, State
from ir import Unsupported
from memory import Cells, Rows, record
from port import NodeWalk, node_cells
from sections import Sections, SectionWalk
from terms import *

TEST, DECIDE = "auto_movable_can_online_movable", "zone_for_pfn_range"
NOTE = "shim_note_" + TEST
# In IR, of what the shim has; the first node in the array is the one before node 0.
NODES_ARRAY, FIRST, NEXT = "@shim_nodes", "first_online_pgdat", "next_online_pgdat"
PAGE = "pfn_to_online_page"
# What a call of a range's zone is by, and what came of it.
WORDS = ("zone", "nid", "kernel_lookup", "kernel_pfn", "kernel_nr_pages")


class Nodes:
    """`shim_nodes`: the nodes by number, from -1 on."""

    def __init__(self, kernel):
        self.kernel, self.walked = kernel, {}

    def pointer(self, position):
        """A pointer to the node at a position of the list."""
        nid = z3.ZeroExt(32, self.kernel.machine.node_id(position))
        size, index = self.kernel.place["pglist_data"], simple(nid + 1)
        self.walked[index.get_id()] = (index, position)
        return Pointer(NODES_ARRAY, size, ((size, simple(nid)),))

    def asked(self):
        """A pointer to the node asked about, as `NODE_DATA` makes it of an `int`."""
        index = simple(z3.SignExt(32, self.kernel.machine.question.nid + 1))
        return Pointer(NODES_ARRAY, 0, ((self.kernel.place["pglist_data"], index),))

    def load(self, pointer, size):
        place, machine = self.kernel.place, self.kernel.machine
        index, inner = pointer.index(place["pglist_data"])
        if index.get_id() in self.walked:
            position = self.walked[index.get_id()][1]
            machine.see_node(position)
            nid, node = machine.node_id(position), self.pointer(position)
            zones = machine.zones(nid)
        elif index.eq(self.asked().terms[0][1]):
            nid, node = machine.question.nid, self.asked()
            zones = machine.zones_asked()
        else:
            raise Unsupported("access to node %s" % index)
        cells = node_cells(place, nid, zones, node)
        value, outside = Cells(record(place["pglist_data"], cells)).load(inner, size)
        return value, z3.Or(outside, z3.Not(z3.ULT(index, 1025)))


class Kernel:
    """Executions of a tree's functions on a machine."""

    def __init__(self, module, place, machine):
        self.module, self.place, self.machine = module, place, machine
        question = machine.question
        self.nodes, self.sections = Nodes(self), Sections(machine)
        # No kernel is without a node.
        machine.know(machine.node_count != 0)
        self.memory = {
            NODES_ARRAY: self.nodes,
            "groups": Rows(place["memory_group"], machine.group_count, self.group_cells),
            "pages": Rows(place["page"], machine.run_count, self.page_cells),
            "@online_policy": Cells({0: simple(z3.ZeroExt(31, question.auto_movable))}),
            "@auto_movable_ratio": Cells({0: question.ratio}),
            "@auto_movable_numa_aware": Cells({0: simple(z3.ZeroExt(7, question.numa))}),
            "@movable_node_enabled": Cells({0: simple(z3.ZeroExt(7, question.movable_node))}),
            "@shim_answer": Cells({0: Pointer("answer")}),
        }

    def group_cells(self, index):
        machine, place = self.machine, self.place
        machine.see_group(index)
        members = {
            "nid": machine.group("nid", index),
            "present_kernel_pages": machine.group("kernel", index),
            "present_movable_pages": machine.group("movable", index),
            "is_dynamic": simple(z3.ZeroExt(7, machine.group("dynamic", index))),
            "s.max_pages": machine.group("size", index),
        }
        cells = {place["memory_group." + name]: term for name, term in members.items()}
        return record(place["memory_group"], cells)

    def page_cells(self, run):
        """The first page of any section in a run."""
        zone = simple(z3.ZeroExt(24, self.machine.run["zone"](run)))
        return record(self.place["page"], {self.place["page.zone"]: zone})

    def page(self, arguments, state):
        """What `pfn_to_online_page` gives: the page if its section is online, or none."""
        section = self.sections.section_of(arguments[0])
        online = self.sections.is_online(section)
        page = Pointer("pages", 0, ((self.place["page"], self.sections.run_behind.of(section)),))
        return [(page, state.knowing(online)), (NULL, state.knowing(simple(z3.Not(online))))]

    def group_pointer(self, index):
        return Pointer("groups", 0, ((self.place["memory_group"], index),))

    def target_pointer(self):
        return NULL if self.machine.target is None else self.group_pointer(self.machine.target)

    # The ratio test

    def ratio_test(self, scope, pages):
        """Proves the tree's `auto_movable_can_online_movable` to allow what the test does."""
        machine = self.machine
        execution, function = self.machine.execution([self.module]), self.module.function(TEST)
        walk = GroupWalk(self, scope)
        execution.contracts = {
            "xa_find": walk.first,
            "xa_find_after": walk.next,
            FIRST: self.first_node,
            NEXT: self.next_node,
        }
        nodes = self.nodes_loop = NodeWalk(machine, self.nodes.pointer, self.place["pglist_data"])
        flow = execution.flow(TEST)
        execution.loops[TEST, self.header(flow, function, "xa_find_after")] = walk.loop()
        execution.loops[TEST, self.header(flow, function, NEXT)] = nodes.loop()
        # Where the groups are begun with, the zones have been added up.
        (behind,) = [x for x in flow.order if self.calls(function, [x], "xa_find")]
        phis = [phi.name for phi in function.phis(behind)]
        execution.points[TEST, behind] = dict(zip(phis, machine.sums(scope)[:2], strict=True))
        execution.canonical = list(machine.sums(scope)[2:])
        nid = number(-1, 32) if scope == "system" else machine.question.nid
        arguments = [nid, self.target_pointer(), pages]
        ends = execution.call(TEST, arguments, State(self.memory, (machine.question.ratio != 0,)))
        _, allowed = machine.ratio_test(scope, machine.own_kernel_pages(), pages)
        for value, state in ends:
            execution.oblige("result", state, (value == 1) != allowed, TEST)
        return execution

    @staticmethod
    def calls(function, labels, name):
        return any("@%s(" % name in i.line for label in labels for i in function.blocks[label])

    def header(self, flow, function, callee):
        """The header of the outermost loop that calls a function."""
        found = [h for h in flow.loops if self.calls(function, flow.loops[h], callee)]
        found = [h for h in found if len(flow.nest[h]) == 1]
        if len(found) != 1:
            raise Unsupported("%d loops call %s" % (len(found), callee))
        return found[0]

    def first_node(self, arguments, state):
        self.machine.see_node(number(0))
        return [(self.nodes.pointer(number(0)), state)]

    def next_node(self, arguments, state):
        position = self.nodes_loop.position
        if not arguments[0].same(self.nodes.pointer(position)):
            raise Unsupported("the node behind another one")
        after = simple(position + 1)
        self.machine.see_node(after)
        is_last = after == self.machine.node_count
        return [
            (NULL, state.knowing(is_last)),
            (self.nodes.pointer(after), state.knowing(z3.Not(is_last))),
        ]

    # The decision

    def decide(self):
        """Every way through the tree's `zone_for_pfn_range`: its words, and the state."""
        machine, place, question = self.machine, self.place, self.machine.question
        execution = self.oblige_in = self.machine.execution([self.module])
        execution.contracts = {
            TEST: self.ratio_contract,
            NOTE: lambda a, s: [(None, s)],
            PAGE: self.page,
        }
        execution.apart.add(DECIDE)
        if machine.target_kind == "unit":
            flow = execution.flow(DECIDE)
            header = self.header(flow, self.module.function(DECIDE), PAGE)
            execution.loops[DECIDE, header] = SectionWalk(self.sections).loop()
        answer = {place["automovable_answer." + w]: number(0) for w in WORDS[2:]}
        memory = {**self.memory, "answer": Cells(record(place["automovable_answer"], answer))}
        arguments = [
            simple(z3.ZeroExt(24, question.type)),
            question.nid,
            self.target_pointer(),
            question.start,
            question.pages,
        ]
        ends = execution.call(DECIDE, arguments, State(memory))
        return execution, [(self.words_of(v, s.memory["answer"]), s) for v, s in ends]

    def ratio_contract(self, arguments, state):
        """What a call of the ratio test gives, as `ratio_test` proves it."""
        machine = self.machine
        nid, target, pages = arguments
        scope = "system" if is_number(nid) and nid.as_signed_long() == -1 else "node"
        if scope == "node" and not nid.eq(machine.question.nid):
            raise Unsupported("a test of node %s" % nid)
        if not target.same(self.target_pointer()):
            raise Unsupported("a test of another group")
        self.oblige_in.oblige("argument", state, machine.question.ratio == 0, "ratio")
        _, allowed = machine.ratio_test(scope, machine.own_kernel_pages(), pages)
        return [(simple(bit(allowed)), state)]

    def words_of(self, zone, answer):
        place = self.place
        index, inner = zone.index(place["pglist_data"])
        number_, rest = divmod(inner.offset - place["pglist_data.node_zones"], place["zone"])
        if zone.object != NODES_ARRAY or inner.terms or rest:
            raise Unsupported("a zone at %r" % zone)
        words = {w: answer.value(place["automovable_answer." + w], 8) for w in WORDS[2:]}
        nid = simple(z3.ZeroExt(32, z3.Extract(31, 0, index - 1)))
        return {"zone": number(number_), "nid": nid, **words}


class GroupWalk:
    """The walk over marked groups; `xa_find` and `xa_find_after` give one after the other."""

    def __init__(self, kernel, scope):
        self.kernel, self.machine = kernel, kernel.machine
        self.required, self.movable = kernel.machine.group_sums[scope]

    def loop(self):
        return Loop(self.enter, self.assume, self.again, self.leave)

    def leave(self):
        count = self.machine.dynamic_count
        return [self.movable(count), self.required(count), None]

    def found(self, k, state):
        """The k-th dynamic group, or null behind the last one."""
        self.machine.see_dynamic(k)
        none = simple(k == self.machine.dynamic_count)
        pointer = self.kernel.group_pointer(simple(self.machine.dynamic(k)))
        return [(NULL, state.knowing(none)), (pointer, state.knowing(simple(z3.Not(none))))]

    def first(self, arguments, state):
        self.check(arguments)
        return self.found(number(0), state)

    def next(self, arguments, state):
        self.check(arguments)
        return self.found(simple(self.k + 1), state)

    @staticmethod
    def check(arguments):
        array, _, most, mark = arguments
        if not array.same(Pointer("@memory_groups")) or most.as_signed_long() != -1:
            raise Unsupported("a search in another array")
        if mark.as_long() != 1:
            raise Unsupported("a search for another mark")

    def holds(self, values, k):
        movable, required, pointer = values
        here = self.kernel.group_pointer(simple(self.machine.dynamic(k)))
        is_there = z3.BoolVal(pointer.same(here))
        return [
            ("group", z3.And(is_there, z3.ULT(k, self.machine.dynamic_count))),
            ("required pages", required == self.required(k)),
            ("movable pages", movable == self.movable(k)),
        ]

    def enter(self, values):
        return self.holds(values, number(0))

    def assume(self):
        self.k = word("marked group")
        self.machine.see_dynamic(self.k)
        pointer = self.kernel.group_pointer(simple(self.machine.dynamic(self.k)))
        values = [self.movable(self.k), self.required(self.k), pointer]
        return values, [c for _, c in self.holds(values, self.k)]

    def again(self, values):
        return self.holds(values, simple(self.k + 1))
