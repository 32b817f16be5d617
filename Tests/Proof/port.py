# SPDX-License-Identifier: MIT
"""The C port's side: how it keeps a machine, its loops, and what its functions give."""

from dataclasses import replace

import z3

from execution import Loop, State
from ir import Unsupported
from machine import NODES, ZONE_FIELDS, RunsBehind
from memory import Cells, Choice, Rows, record
from terms import *

ZONE_MEMBERS = (
    "zone_start_pfn",
    "spanned_pages",
    "present_pages",
    "present_early_pages",
    "cma_pages",
)
TEST_MEMBERS = {
    "exit": "exit",
    "kernel_early": "kernel_early_pages",
    "movable": "movable_pages",
    "required": "req_kernel_early_pages",
    "group_movable": "group_movable_pages",
    "kernel": "kernel_pages",
    "online_movable": "online_movable_pages",
    "limit": "limit",
}


def node_cells(place, nid, zones, pointer):
    """The cells of a node: its number, and its zones' fields, each zone with a way back."""
    cells = {place["pglist_data.node_id"]: nid}
    for z, fields in enumerate(zones):
        start = place["pglist_data.node_zones"] + z * place["zone"]
        cells[start + place["zone.zone_pgdat"]] = pointer
        for name, member in zip(ZONE_FIELDS, ZONE_MEMBERS):
            cells[start + place["zone." + member]] = simple(fields[name])
    return cells


class Slots:
    """`xa_slots`: where the lowest mark of a word is, the group that it stands for."""

    def __init__(self, port):
        self.port = port

    def load(self, pointer, size):
        words = [t for c, t in pointer.terms if c == 512]
        bits = [t for c, t in pointer.terms if c == 8]
        if pointer.offset or len(words) != 1 or len(bits) != 1 or len(pointer.terms) != 2:
            raise Unsupported("access to a slot at %r" % pointer)
        at = words[0]
        marks = bits[0].arg(0)
        k = simple(self.port.group_after(at, marks))
        self.port.machine.see_dynamic(k)
        found = self.port.group_pointer(simple(self.port.machine.dynamic(k)))
        is_slot = z3.And(marks != 0, self.port.is_rest(marks, at), z3.ULT(at * 64, self.port.end))
        return found, z3.Not(is_slot)


class Context:
    """`struct memory_hotplug`: a header, and the nodes by number."""

    def __init__(self, port, header):
        self.port, self.header, self.nodes = port, header, {}

    def walked(self, index):
        """A pointer to the node at a position of the list."""
        number_ = simple(z3.ZeroExt(32, self.port.machine.node_id(index)))
        self.nodes[number_.get_id()] = (number_, index)
        return self.port.node_pointer(number_)

    def load(self, pointer, size):
        place, machine = self.port.place, self.port.machine
        if not pointer.terms:
            return self.header.load(pointer, size)
        if pointer.offset < place["memory_hotplug.node_data"]:
            # Before the node that it points to.
            return POISON, TRUE
        inner = pointer.plus(-place["memory_hotplug.node_data"])
        index, inner = inner.index(place["pglist_data"])
        nid = simple(z3.Extract(31, 0, index))
        zones = machine.zones(nid)
        if index.get_id() in self.nodes:
            position = self.nodes[index.get_id()][1]
            machine.see_node(position)
            machine.see_node(simple(position + 1))
            is_last = simple(position + 1 == machine.node_count)
            behind = self.walked(simple(position + 1))
            ways = Choice([(is_last, NULL), (simple(z3.Not(is_last)), behind)])
            if inner.offset == place["pglist_data.next_online_pgdat"] and not inner.terms:
                return ways, FALSE
        elif nid.eq(machine.question.nid):
            zones = machine.zones_asked()
        else:
            raise Unsupported("access to node %s" % nid)
        cells = node_cells(place, nid, zones, self.port.node_pointer(index))
        value, outside = Cells(record(place["pglist_data"], cells)).load(inner, size)
        return value, z3.Or(outside, z3.Not(z3.ULT(index, NODES)))


class Port:
    """Executions of the port's functions on a machine."""

    def __init__(self, modules, place, machine):
        self.modules, self.place, self.machine = modules, place, machine
        # `xa_end`, the marks by words, and the dynamic groups before a word.
        self.end, self.words = word("xa_end"), word("xa_words")
        self.marks = uninterpreted("marks", 64, 64)
        self.groups_before = uninterpreted("groups before a word", 64, 64)
        # And those before what is left of a word's marks, the lowest ones cleared.
        self.before_rest = uninterpreted("groups before a rest", 64, 64, 64)
        self.lowest = uninterpreted("lowest set bit", 64, 64)
        end = lambda index: machine.run_end(index) << machine.shift
        self.run_behind = RunsBehind(machine, "first run behind a page", end)
        machine.know(
            z3.ULE(self.end, 1 << 31),
            self.words == z3.LShR(self.end + 63, 6),
            self.groups_before(number(0)) == 0,
            z3.Implies(self.end == 0, machine.dynamic_count == 0),
        )
        self.memory = self.make_memory()

    def execution(self):
        execution = self.machine.execution(self.modules)
        execution.trailing_zeros = self.lowest
        return execution

    # Memory

    def make_memory(self):
        place, machine = self.place, self.machine
        question = machine.question
        at = lambda member: place["memory_hotplug." + member]
        header = {
            at("page_shift"): number(machine.page_shift, 32),
            at("section_size_bits"): number(machine.section_bits, 32),
            at("online_policy"): simple(z3.ZeroExt(31, question.auto_movable)),
            at("auto_movable_ratio"): question.ratio,
            at("auto_movable_numa_aware"): simple(z3.ZeroExt(7, question.numa)),
            at("movable_node_enabled"): simple(z3.ZeroExt(7, question.movable_node)),
            at("memmap.runs"): Pointer("port runs"),
            at("memmap.nr_runs"): machine.run_count,
            at("memory_groups.xa_slots"): Pointer("slots"),
            at("memory_groups.xa_marks[XA_MARK_1]"): Pointer("marks"),
            at("memory_groups.xa_end"): self.end,
        }
        # Which node is first, if any, is asked for as that of a walk is.
        self.context = Context(self, None)
        none = simple(machine.node_count == 0)
        machine.see_node(number(0))
        first = Choice([(none, NULL), (simple(z3.Not(none)), self.context.walked(number(0)))])
        header[at("first_online_pgdat")] = FirstNode(first)
        self.context.header = Header(header, at("node_data"))
        return {
            "context": self.context,
            "port groups": Rows(place["memory_group"], machine.group_count, self.group_cells),
            "port runs": Rows(place["memmap_run"], machine.run_count, self.run_cells),
            "slots": Slots(self),
            "marks": Rows(8, self.words, self.mark_cells),
        }

    def node_pointer(self, index):
        return Pointer(
            "context", self.place["memory_hotplug.node_data"], ((self.place["pglist_data"], index),)
        )

    def group_pointer(self, index):
        return Pointer("port groups", 0, ((self.place["memory_group"], index),))

    def target_pointer(self):
        return NULL if self.machine.target is None else self.group_pointer(self.machine.target)

    def group_cells(self, index):
        machine, place = self.machine, self.place
        machine.see_group(index)
        members = {
            "nid": machine.group("nid", index),
            "nr_memory_blocks": machine.group("blocks", index),
            "present_kernel_pages": machine.group("kernel", index),
            "present_movable_pages": machine.group("movable", index),
            "is_dynamic": simple(z3.ZeroExt(7, machine.group("dynamic", index))),
            "s.max_pages": machine.group("size", index),
        }
        cells = {place["memory_group." + name]: term for name, term in members.items()}
        return record(place["memory_group"], cells)

    def run_cells(self, index):
        machine, place = self.machine, self.place
        machine.see_run(index)
        members = {
            "start_pfn": machine.run["first"](index) << machine.shift,
            "end_pfn": machine.run_end(index) << machine.shift,
            "page.zone": z3.ZeroExt(24, machine.run["zone"](index)),
            "page.nid": machine.run["nid"](index),
            "page.early_section": z3.ZeroExt(7, machine.run["early"](index)),
            "online": number(1, 8),
            "hole": number(0, 8),
        }
        cells = {place["memmap_run." + name]: simple(term) for name, term in members.items()}
        return record(place["memmap_run"], cells)

    def mark_cells(self, at):
        self.see_word(at)
        return {0: self.marks(at)}

    # Marks

    def see_word(self, at):
        if not self.machine.first_time("word", at):
            return
        after = simple(at + 1)
        before, behind = self.groups_before(at), self.groups_before(after)
        known = [
            self.before_rest(at, self.marks(at)) == before,
            self.before_rest(at, number(0)) == behind,
            z3.ULE(before, behind),
            z3.ULE(behind, self.machine.dynamic_count),
            z3.Implies(z3.UGE(after * 64, self.end), behind == self.machine.dynamic_count),
        ]
        here = z3.ULT(at, self.words)
        self.machine.know(*(z3.Implies(here, fact) for fact in known))

    def is_rest(self, bits, at):
        """Whether bits are the marks of a word without some of the lowest ones."""
        return is_rest(bits, self.marks(at))

    def see_rest(self, bits, at):
        """Notes what is known of a rest and of the next one, the lowest mark cleared."""
        next_ = simple(bits & (bits - 1))
        here, there = self.before_rest(at, bits), self.before_rest(at, next_)
        before_word = self.groups_before(simple(at + 1))
        known = z3.And(there == here + 1, z3.ULT(here, before_word), self.is_rest(next_, at))
        self.machine.know(z3.Implies(z3.And(bits != 0, self.is_rest(bits, at)), known))

    def group_after(self, at, bits):
        """How many dynamic groups come before the one that the lowest of bits stands for."""
        return self.before_rest(at, bits)

    # Functions

    def ratio_test(self, scope, pages):
        """Proves `auto_movable_can_online_movable` to make the test."""
        machine, place = self.machine, self.place
        name = "auto_movable_can_online_movable"
        execution = self.execution()
        self.add_ratio_loops(execution, name, scope)
        memory = {**self.memory, "trace": Cells(record(place["auto_movable_trace"], {}))}
        nid = number(-1, 32) if scope == "system" else machine.question.nid
        arguments = [Pointer("context"), nid, self.target_pointer(), pages, Pointer("trace")]
        ends = execution.call(name, arguments, self.state(memory))
        words, allowed = machine.ratio_test(scope, self.machine.own_kernel_pages(), pages)
        for value, state in ends:
            found = self.test_words(state.memory["trace"], 0)
            for label, term in words.items():
                execution.oblige("result", state, found[label] != term, name + ": " + label)
            execution.oblige("result", state, (value == 1) != allowed, name + ": allowed")
        return execution

    def state(self, memory):
        facts = () if self.ratio_may_be_zero else (self.machine.question.ratio != 0,)
        return State(memory, facts)

    ratio_may_be_zero = False

    def test_words(self, cells, start):
        """The words of a test, in a trace."""
        words = {}
        for label, member in TEST_MEMBERS.items():
            size = 4 if member == "exit" else 8
            term = cells.value(start + self.place["auto_movable_trace." + member], size)
            words[label] = simple(z3.ZeroExt(32, term)) if size == 4 else term
        return words

    def ratio_contract(self, arguments, state):
        """What a call of the ratio test does, as `ratio_test` proves it."""
        machine, place = self.machine, self.place
        context, nid, target, pages, trace = arguments
        scope = "system" if is_number(nid) and nid.as_signed_long() == -1 else "node"
        if scope == "node" and not nid.eq(machine.question.nid):
            raise Unsupported("a test of node %s" % nid)
        if not (context.same(Pointer("context")) and target.same(self.target_pointer())):
            raise Unsupported("a test of another machine or group")
        self.oblige_in.oblige("argument", state, machine.question.ratio == 0, "ratio")
        words, allowed = machine.ratio_test(scope, machine.own_kernel_pages(), pages)
        cells = state.memory[trace.object]
        for label, member in TEST_MEMBERS.items():
            term = words[label]
            term = simple(z3.Extract(31, 0, term)) if member == "exit" else term
            cells = cells.stored(trace.offset + place["auto_movable_trace." + member], term)
        memory = {**state.memory, trace.object: cells}
        return [(simple(bit(allowed)), replace(state, memory=memory))]

    def add_ratio_loops(self, execution, name, scope):
        function = self.modules[0].function(name)
        flow = execution.flow(name)
        by_phis = {}
        for header in flow.loops:
            by_phis.setdefault(len(function.phis(header)), []).append(header)
        outer = [h for h in flow.loops if len(flow.nest[h]) == 1]
        nodes = [h for h in outer if any(h in flow.nest[x] for x in by_phis[3] if x != h)]
        nodes = [h for h in nodes if len(function.phis(h)) == 3]
        words = [h for h in outer if len(function.phis(h)) == 4]
        bits = [h for h in by_phis[3] if flow.nest[h][0] in words]
        skips = {len(flow.nest[h]): h for h in by_phis[1]}
        if [len(nodes), len(words), len(bits), sorted(skips)] != [1, 1, 1, [1, 2]]:
            raise Unsupported("the loops of %s have changed" % name)
        loops = GroupLoops(self, scope)
        sums = dict(zip(("kernel", "movable", "required", "group movable"), self.machine.sums(scope)))
        zones, groups = (self.behind(function, flow, h) for h in (nodes[0], words[0]))
        for label, names in ((zones, ("kernel", "movable")), (groups, ("group movable", "required"))):
            phis = [phi.name for phi in function.phis(label)]
            execution.points[name, label] = {p: sums[n] for p, n in zip(phis, names, strict=True)}
        execution.loops[name, nodes[0]] = NodeWalk(self.machine, self.context.walked, self.place["pglist_data"]).loop()
        execution.loops[name, skips[1]] = Loop(loops.enter_skip, loops.assume_skip, loops.again_skip)
        execution.loops[name, words[0]] = Loop(loops.word, loops.assume_word, loops.word)
        rest = Loop(loops.rest, loops.assume_rest, loops.rest, loops.leave_rest)
        execution.loops[name, bits[0]] = rest
        execution.loops[name, skips[2]] = Loop(loops.skip, loops.assume_next, loops.skip)

    @staticmethod
    def behind(function, flow, header):
        """The one block that ways out of a loop lead to."""
        body = flow.loops[header]
        (label,) = {x for block in body for x in flow.successors[block] if x not in body}
        return label

    def find_run(self):
        """Proves `memmap_find` to give the first run that ends behind a page, if any."""
        execution, name, pfn = self.execution(), "memmap_find", word("pfn")
        header, = execution.flow(name).loops
        found = self.run_behind.of(pfn)
        bounds = []

        def holds(values):
            low, high = values
            self.run_behind.see(pfn, low)
            inside = z3.And(z3.ULE(low, found), z3.ULE(found, high))
            return [("bounds", z3.And(inside, z3.ULE(high, self.machine.run_count), z3.ULT(low, high)))]

        def assume():
            bounds[:] = word("lower"), word("upper")
            low, high = bounds
            middle = simple(z3.LShR(high - low, 1) + low)
            self.run_behind.see(pfn, middle)
            return bounds, [c for _, c in holds(bounds)]

        execution.loops[name, header] = Loop(holds, assume, holds)
        for value, state in execution.call(name, [Pointer("context"), pfn], self.state(self.memory)):
            is_none = found == self.machine.run_count
            if value.same(NULL):
                bad = z3.Not(is_none)
            else:
                index, inner = value.index(self.place["memmap_run"])
                bad = z3.Or(is_none, index != found, z3.BoolVal(inner.offset != 0))
            execution.oblige("result", state, bad, name)
        return execution

    def run_contract(self, arguments, state):
        """What a call of `memmap_find` gives, as `find_run` proves it."""
        context, pfn = arguments
        if not context.same(Pointer("context")):
            raise Unsupported("the runs of another machine")
        found = self.run_behind.of(pfn)
        none = simple(found == self.machine.run_count)
        pointer = Pointer("port runs", 0, ((self.place["memmap_run"], found),))
        return [
            (NULL, state.knowing(none)),
            (pointer, state.knowing(simple(z3.Not(none)))),
        ]

    def decide(self):
        """Every way through `zone_for_pfn_range`: its 24 words, and the state."""
        machine, place, name = self.machine, self.place, "zone_for_pfn_range"
        question = machine.question
        execution = self.oblige_in = self.execution()
        execution.contracts["auto_movable_can_online_movable"] = self.ratio_contract
        execution.contracts["memmap_find"] = self.run_contract
        execution.apart.add(name)
        function = self.modules[0].function(name)
        for header in execution.flow(name).loops:
            if self.calls_in(function, execution.flow(name).loops[header], "memmap_find"):
                if machine.target_kind == "unit":
                    execution.loops[name, header] = UnitLoop(self).loop()
        memory = {**self.memory, "trace": Cells(record(place["zone_trace"], {}))}
        arguments = [
            Pointer("context"),
            simple(z3.ZeroExt(24, question.type)),
            question.nid,
            self.target_pointer(),
            question.start,
            question.pages,
            Pointer("trace"),
        ]
        self.ratio_may_be_zero = True
        ends = execution.call(name, arguments, self.state(memory))
        self.ratio_may_be_zero = False
        return execution, self.decisions(execution, ends)

    def decisions(self, execution, ends):
        """The words of each way's decision, and its state."""
        found = []
        for value, state in ends:
            if value.object is None:
                execution.oblige("no zone", state, TRUE, "zone_for_pfn_range")
            else:
                found.append((self.words_of(value, state.memory["trace"]), state))
        return found

    @staticmethod
    def calls_in(function, labels, name):
        return any("@%s(" % name in i.line for label in labels for i in function.blocks[label])

    def zone_at(self, offset):
        """The zone at an offset into a node's, and a number that no zone has if none is."""
        size = number(self.place["zone"])
        return simple(z3.If(z3.URem(offset, size) == 0, z3.UDiv(offset, size), number(-1)))

    def words_of(self, zone, trace):
        """The words of a decision: a pointer to a zone, and what was traced."""
        place = self.place
        inner = zone.plus(-place["memory_hotplug.node_data"] - place["pglist_data.node_zones"])
        nid, inner = inner.index(place["pglist_data"])
        if zone.object != "context":
            raise Unsupported("a zone at %r" % zone)
        at = lambda member, size: trace.value(place["zone_trace." + member], size)
        words = {
            "zone": self.zone_at(inner.distance()),
            "nid": simple(z3.ZeroExt(32, z3.Extract(31, 0, nid))),
            "exit": simple(z3.ZeroExt(32, at("exit", 4))),
            "kernel_lookup": simple(z3.ZeroExt(56, at("kernel_lookup", 1))),
        }
        for member in ("kernel_pfn", "kernel_nr_pages", "online_pages", "tested_pages"):
            words[member] = at(member, 8)
        for scope in ("system", "node"):
            test = self.test_words(trace, place["zone_trace." + scope])
            words |= {"%s.%s" % (scope, label): term for label, term in test.items()}
        return words


class FirstNode:
    """A cell with a pointer that is one of two."""

    def __init__(self, choice):
        self.choice = choice


class Header:
    """What a context has before its nodes."""

    def __init__(self, cells, size):
        self.choices = {a: c.choice for a, c in cells.items() if isinstance(c, FirstNode)}
        self.cells = Cells(
            record(size, {a: c for a, c in cells.items() if not isinstance(c, FirstNode)})
        )

    def load(self, pointer, size):
        if pointer.offset in self.choices and size == 8:
            return self.choices[pointer.offset], FALSE
        return self.cells.load(pointer, size)


def is_rest(bits, marks):
    lowest = bits & -bits
    return z3.And(bits & ~marks == 0, z3.Or(bits == 0, z3.ULT(marks & ~bits, lowest)))


class NodeWalk:
    """The walk over all zones of all nodes, cut where a node begins: sums of those before.

    `place(position)` is a pointer to the node at a position of the list.
    """

    def __init__(self, machine, place, size):
        self.machine, self.place, self.size = machine, place, size

    def loop(self):
        return Loop(self.enter, self.assume, self.again, is_cut=self.is_cut)

    def is_cut(self, values):
        return values[0].index(self.size)[1].same(self.place(number(0)).index(self.size)[1])

    def holds(self, values, position):
        pointer, movable, kernel = values
        sums = [s(position) for s in self.machine.zone_sums]
        is_there = z3.BoolVal(pointer.same(self.place(position)))
        return [
            ("node", z3.And(is_there, z3.ULT(position, self.machine.node_count))),
            ("kernel pages", kernel == sums[0]),
            ("movable pages", movable == sums[1]),
        ]

    def enter(self, values):
        return self.holds(values, number(0))

    def assume(self):
        self.position = word("node")
        self.machine.see_node(self.position)
        kernel, movable = (s(self.position) for s in self.machine.zone_sums)
        values = [self.place(self.position), movable, kernel]
        return values, [c for _, c in self.holds(values, self.position)]

    def again(self, values):
        return self.holds(values, simple(self.position + 1))


class GroupLoops:
    """The walk over marked slots, by words and by the bits of a word."""

    def __init__(self, port, scope):
        self.port, self.machine = port, port.machine
        self.required, self.movable = port.machine.group_sums[scope]

    def is_word(self, at):
        self.port.see_word(at)
        inside = z3.And(z3.ULT(at, self.port.words), z3.ULT(at * 64, self.port.end))
        return ("word", z3.And(inside, z3.ULT(at, 1 << 26)))

    # Words without marks, before all others.

    def enter_skip(self, values):
        return [self.is_word(values[0]), ("none", self.port.groups_before(values[0]) == 0)]

    again_skip = enter_skip

    def assume_skip(self):
        values = [word("skipped word")]
        return values, [c for _, c in self.enter_skip(values)]

    # A word with marks, at its first one.

    def word(self, values):
        required, movable, at, bits = values
        before = self.port.groups_before(at)
        return [
            self.is_word(at),
            ("marks", z3.And(bits == self.port.marks(at), bits != 0)),
            ("required pages", required == self.required(before)),
            ("movable pages", movable == self.movable(before)),
        ]

    def assume_word(self):
        self.at = word("word")
        before = self.port.groups_before(self.at)
        marks = self.port.marks(self.at)
        values = [self.required(before), self.movable(before), self.at, marks]
        return values, [c for _, c in self.word(values)]

    # The marks of a word that are still to come.

    def rest(self, values):
        required, movable, bits = values
        before = self.port.group_after(self.at, bits)
        return [
            ("marks", z3.And(bits != 0, self.port.is_rest(bits, self.at))),
            ("required pages", required == self.required(before)),
            ("movable pages", movable == self.movable(before)),
        ]

    def assume_rest(self):
        bits = word("bits")
        self.port.see_rest(bits, self.at)
        before = simple(self.port.group_after(self.at, bits))
        self.machine.see_dynamic(before)
        values = [self.required(before), self.movable(before), bits]
        return values, [c for _, c in self.rest(values)]

    def leave_rest(self):
        before = self.port.groups_before(self.at + 1)
        return [self.required(before), self.movable(before)]

    # Words without marks, behind one with marks.

    def skip(self, values):
        same = self.port.groups_before(values[0]) == self.port.groups_before(self.at + 1)
        return [self.is_word(values[0]), ("none", same)]

    def assume_next(self):
        values = [word("next word")]
        return values, [c for _, c in self.skip(values)]


class UnitLoop:
    """The walk over the sections of a unit, from run to run."""

    def __init__(self, port):
        self.port, self.machine = port, port.machine

    def loop(self):
        return Loop(self.enter, self.assume, self.again, self.leave, self.stop, self.outcome)

    def enter(self, values):
        pfn = simple(values[0])
        index = self.port.run_behind.of(pfn)
        self.port.run_behind.see(pfn, self.machine.unit_run)
        return [("first run", index == self.machine.unit_run), *self.holds(values)]

    def again(self, values):
        """Step by step: it went on to the run looked at, or through it to the next one."""
        pfn, online = values
        old_pfn, old_online, old = self.assumed
        machine = self.machine
        index, next_ = self.port.run_behind.of(simple(pfn)), simple(old + 1)
        for run in (old, next_):
            self.port.run_behind.see(simple(pfn), run)
        self.port.run_behind.see(old_pfn, index)
        low, high = (term << machine.shift for term in machine.clipped(old))
        went_on, went_through = index == old, z3.And(index == next_, index != old)
        return [
            ("which run", z3.Or(went_on, index == next_)),
            ("no pages", z3.Implies(went_on, online == old_online)),
            ("through", z3.Implies(went_through, z3.Not(machine.ends_walk(old)))),
            ("not the last", z3.Implies(went_through, z3.ULT(old, machine.last_run))),
            ("from", z3.Implies(went_through, old_pfn == low)),
            ("to", z3.Implies(went_through, pfn == high)),
            ("more pages", z3.Implies(went_through, online == old_online + (pfn - old_pfn))),
            *self.holds(values),
        ]

    def leave(self):
        """At the end of the unit: no section was another than a movable one."""
        return [self.machine.unit()[1], self.machine.unit_movable]

    def stop(self):
        """At the first section that isn't movable."""
        return [self.machine.kernel_pfn, None]

    def outcome(self, values, is_behind):
        machine, (_, old_online, index) = self.machine, self.assumed
        last, online = machine.last_run, values[1]
        if not is_behind:
            return [("the last run", index == last), ("kernel section", machine.has_kernel)]
        # Either the last run begins behind the unit, or the one before it was gone through.
        is_last, is_next = index == last, z3.And(index != last, index + 1 == last)
        low, high = (term << machine.shift for term in machine.clipped(index))
        behind = machine.unit_sections(index + 1) << machine.shift
        return [
            ("the last run", z3.Or(is_last, is_next)),
            ("no pages", z3.Implies(is_last, online == old_online)),
            ("no more", z3.Implies(is_last, old_online == machine.unit_movable)),
            ("more pages", z3.Implies(is_next, online == old_online + high - low)),
            ("all pages", z3.Implies(is_next, online == behind)),
            ("no more", z3.Implies(is_next, behind == machine.unit_movable)),
            ("no kernel section", z3.Not(machine.has_kernel)),
        ]

    def holds(self, values):
        pfn, online = values
        machine, port = self.machine, self.port
        shift = machine.shift
        begin, end = machine.unit_first << shift, machine.unit_end << shift
        index = port.run_behind.of(simple(pfn))
        machine.see_run(simple(index + 1))
        low = machine.clipped(index)[0] << shift
        return [
            ("place", z3.And(z3.UGE(pfn, begin), z3.ULT(pfn, end), pfn & (1 << shift) - 1 == 0)),
            ("run", machine.in_walk(index)),
            ("start", z3.Implies(z3.ULT(index, machine.run_count), z3.ULE(pfn, low))),
            ("pages", online == machine.unit_sections(index) << shift),
        ]

    def assume(self):
        values = [word("pfn"), word("online pages")]
        pfn = values[0]
        index = self.port.run_behind.of(pfn)
        self.machine.see_run(simple(index + 1))
        self.machine.see_run(simple(index - 1))
        self.assumed = [*values, index]
        return values, [c for _, c in self.holds(values)]
