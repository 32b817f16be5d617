# SPDX-License-Identifier: MIT
"""Totals that are summed up anew: for another ratio, and of a whole state.

Loops store into lists here. What such a loop has come to after some rounds is said of every
element of the groups' shares, and of the sums of any one node.
"""

from dataclasses import replace
from types import SimpleNamespace

import z3

from events import CALLED, EVENTS, Events, Walk
from execution import State, is_as
from ir import Unsupported
from lists import COUNT, List, ListExecution
from machine import NODES, Machine
from memory import Cells, record
from positions import PositionsExecution
from terms import *
from theorems import ANY, Assumption, Theorem, of_execution
from totals import MODEL, PLACE, SHARE, SUMS

ANEW = {
    "sum groups": r"11MemoryModelV9sumGroups",
    "set policy": r"11MemoryModelV6policyAA6PolicyVvs$",
    "change policy": r"11MemoryModelV6policyAA6PolicyVvM$",
    "policy changed": r"11MemoryModelV6policyAA6PolicyVvM\.resume\.0$",
    "load": r"11MemoryModelV4load",
}
EMPTIED = r"Sa15replaceSubrange_4with.*%s_s15EmptyCollection"
NEW = r"_ContiguousArrayBufferV19_uninitializedCount15minimumCapacity.*%s_Tt1g5"
GROWN = r"_consumeAndCreateNew14bufferIsUnique15minimumCapacity13growForAppend.*11AutoMovable%s_Tg5"
# A coroutine's frame, as its caller allocates it.
COROUTINE = 32
# A state's size, and where a model has its lists that are stored into.
STATE = 53
STORED = {"node_sums": SUMS, "shares": SHARE}


class StoringExecution(ListExecution):
    """Executes functions with loops that store: `storing` has these by function and header."""

    def __init__(self, machine, modules):
        super().__init__(machine, modules)
        self.storing, self.ways_into = {}, {}

    def enter_block(self, module, function, flow, state, ends):
        loop = self.storing.get((function.name, state.block))
        if loop is None:
            return super().enter_block(module, function, flow, state, ends)
        names = [phi.name for phi in function.phis(state.block)]
        where = "%s, loop %s" % (function.name[:40], state.block)
        values, head = [state.values[n] for n in names], state.memory
        for label, holds in loop.holds(values, head, head):
            self.oblige("invariant", state, z3.Not(holds), where + ", in: " + label)
        values, memory, facts = loop.assume(head)
        self.assumed.append((where, state.facts, state.facts + facts))
        # What was found out on the way into a loop isn't needed in it.
        state = replace(
            state,
            memory=memory,
            facts=facts,
            values={**state.values, **dict(zip(names, values))},
            heads={**state.heads, state.block: (head, state.facts)},
        )
        others = self.ways_into.setdefault((function.name, state.block), [])
        if any(is_as(state, other, flow.live[state.block]) for other in others):
            return []
        others.append(state)
        return self.run(module, function, flow, state, 0, ends)

    def follow(self, function, flow, state, label):
        loop = self.storing.get((function.name, label))
        if loop is None or state.block not in flow.loops[label]:
            return super().follow(function, flow, state, label)
        phis = function.phis(label)
        values = [self.value(phi.type, phi.edges[state.block], state) for phi in phis]
        where = "%s, loop %s" % (function.name[:40], label)
        for text, holds in loop.holds(values, state.memory, state.heads[label][0]):
            self.oblige("invariant", state, z3.Not(holds), where + ", again: " + text)
        return []

    def change(self, pointer, state, where, new):
        old = state.memory.get(pointer.object)
        if not isinstance(old, List) or pointer.terms or pointer.offset != COUNT:
            super().change(pointer, state, where, new)
            return
        # One more element is counted, and it is anything so far.
        count = new(Cells({COUNT: old.count}), COUNT).value(COUNT, 8)
        if not simple(count - old.count - 1).eq(number(0)):
            raise Unsupported("another count: " + where)
        full = z3.ULE(z3.LShR(old.capacity, 1), old.count)
        self.oblige("out of bounds", state, full, where)
        longer = old.extended(count, Cells(record(old.stride, {})))
        state.memory = {**state.memory, pointer.object: longer}


class AnewExecution(PositionsExecution, StoringExecution):
    """Executes functions that store in loops, and those that give a pair with a constant."""


def is_local(name):
    return name.startswith("stack ")


class StoringLoop:
    """A loop that stores into the model and its lists.

    `after(k)` gives what there is after k of `rounds`: `phis`, the first of which is k;
    `cells` of the model; `node`, the sums of the node asked about; and how many `shares`
    there are, if it stores these. `grows` is whether nodes get sums.
    """

    def __init__(self, anew, name, rounds, after, grows=True):
        self.anew, self.name, self.rounds, self.after = anew, name, rounds, after
        self.grows, self.assumed = grows, []
        self.k = word("round, " + name)

    def place_of(self, memory, kind):
        """The object with the storage of a list: the last one that the function has got."""
        return [n for n, x in memory.items() if isinstance(x, List) and x.stride == STORED[kind]][-1]

    def places(self, memory):
        """The objects with the storage of what it stores into, by kind."""
        kinds = ("node_sums",) if self.after(number(0)).shares is None else STORED
        return {kind: self.place_of(memory, kind) for kind in kinds}

    def assume(self, head):
        """Any round: the phis' values, memory, and what is known of them."""
        for other, result in self.assumed:
            if self.is_same(head, other):
                return result
        k, anew, places = self.k, self.anew, self.places(head)
        after, old, facts = self.after(k), head[places["node_sums"]], (z3.ULT(k, self.rounds),)
        count = word("node sums, " + self.name) if self.grows else old.count
        if self.grows:
            facts += (z3.ULE(old.count, count), z3.ULE(count, NODES))
            facts += tuple(c for _, c in anew.unseen(count, after.node))
        # What is on the stack is anything.
        memory = {n: Cells(record(x.size(), {})) if is_local(n) else x for n, x in head.items()}
        lists = {"node_sums": anew.node_list(self.name, count, after.node)}
        if after.shares is not None:
            lists["shares"] = anew.share_list(after.shares)
        model = head["model"]
        for at, term in after.cells.items():
            model = model.stored(at, term)
        for kind, list_ in lists.items():
            place = "%s, %s" % (kind, self.name) if self.grows else places[kind]
            memory[place] = list_
            if self.grows:
                del memory[places[kind]]
                model = model.stored(PLACE[kind], Pointer(place))
        result = after.phis, {**memory, "model": model}, facts
        self.assumed.append((head, result))
        return result

    def is_same(self, head, other):
        """Whether any round is as if the loop had been entered with another memory."""
        if not self.grows or len(head) != len(other):
            return False
        ours, theirs = self.places(head), self.places(other)
        rest = [n for n in head if n not in (*ours.values(), "model") and not is_local(n)]
        if any(head[n] is not other.get(n) for n in rest):
            return False
        own = {PLACE[kind]: Pointer(name) for kind, name in ours.items()}
        cells = {**self.after(number(0)).cells, **own}
        cells = {at: head["model"].value(at, 8) for at in cells}
        is_model = not [*self.anew.same_model(head["model"], other["model"], cells)]
        counts = (m[p["node_sums"]].count for m, p in ((head, ours), (other, theirs)))
        return is_model and same(*counts)

    def holds(self, values, memory, head):
        anew, k = self.anew, values[0]
        after = self.after(k)
        # What is proven of any one element and of any one node holds of all.
        yield "round", z3.ULT(k, self.rounds)
        for value, term in zip(values, after.phis, strict=True):
            yield "sum", value == term
        names, old = self.places(memory), self.places(head)
        others = (n for n in head if n not in (*old.values(), "model") and not is_local(n))
        if any(memory[n] is not head[n] for n in others):
            raise Unsupported("another store in a loop: " + self.name)
        model, pointers = memory["model"], {}
        if self.grows:
            pointers = {PLACE[kind]: Pointer(name) for kind, name in names.items()}
        yield from anew.same_model(model, head["model"], {**after.cells, **pointers})
        sums = memory[names["node_sums"]]
        yield from anew.node_holds(sums, after.node)
        if self.grows:
            yield "more sums than nodes", z3.ULE(sums.count, NODES)
            yield "fewer sums", z3.UGE(sums.count, head[old["node_sums"]].count)
            yield from anew.unseen(sums.count, after.node)
        else:
            yield "as many sums", sums.count == head[old["node_sums"]].count
        if after.shares is not None:
            yield from anew.share_holds(memory[names["shares"]], after.shares)


class Anew(Events):
    """Executions of what sums up anew, on a model whose zones' sums belong to its state.

    `kept` is when the groups' do, too; else what was of them before is anything.
    """

    executes = AnewExecution

    def __init__(self, module, machine, kept=FALSE):
        self.kept = kept
        super().__init__(module, machine)
        self.names |= {name: module.find(pattern) for name, pattern in ANEW.items()}
        count, anything_else = machine.group_count, word("shares before")
        count = simple(z3.If(kept, count, anything_else))
        self.memory["shares"] = List(SHARE, count, self.old_share)
        old = [uninterpreted("before." + n, 64, 64)(self.probe) for n in ("required", "movable")]
        groups = [z3.If(kept, t, o) for t, o in zip(self.node_groups(self.all), old)]
        self.old_node = [*machine.node_sums, *map(simple, groups)]
        self.memory["node sums"] = self.node_list("before", self.sum_count, self.old_node)

    @property
    def all(self):
        return self.machine.group_count

    def make_sums(self):
        machine = self.machine
        self.sum_count = word("node sums")
        self.probe = simple(z3.ZeroExt(32, machine.question.nid))
        machine.know(z3.ULE(self.sum_count, NODES))
        machine.know(*(c for _, c in self.unseen(self.sum_count, machine.node_sums)))
        groups = self.unseen(self.sum_count, self.node_groups(self.all))
        machine.know(*(z3.Implies(self.kept, c) for _, c in groups))
        old = [word("before." + n) for n in ("required", "movable")]
        ours = zip(self.groups("system", self.all), old)
        self.all_groups = {"system": [simple(z3.If(self.kept, t, o)) for t, o in ours]}

    def group_members(self, index):
        machine = self.machine
        here = z3.ULT(index, machine.group_count)
        # A registry has groups of possible nodes only.
        machine.know(z3.Implies(here, z3.ULT(machine.group("nid", index), NODES)))
        return super().group_members(index)

    # Sums

    def groups(self, scope, k):
        """What the first k groups add up to: those of them that are dynamic."""
        machine = self.machine
        rank = simple(machine.group_rank(k))
        has_ratio = machine.question.ratio != 0
        return [simple(z3.If(has_ratio, s(rank), number(0))) for s in machine.group_sums[scope]]

    def node_groups(self, k):
        return self.groups("node", k)

    def walk(self):
        """What a walk over the whole state adds up to."""
        machine = self.machine
        zones = machine.sums("system")[:2]
        groups = self.groups("system", self.all)
        return Walk(zones, groups, machine.node_sums, self.node_groups(self.all))

    @staticmethod
    def sum_row(terms):
        """The cells of sums: kernel, movable, required and the groups' movable pages."""
        return dict(zip((0, 8, 24, 16), terms))

    def group_cells_of_model(self, k):
        required, movable = self.groups("system", k)
        at = PLACE["sums"]
        return {at + 24: required, at + 16: movable}

    def node_list(self, name, count, terms):
        """Nodes' sums: those of the node asked about, and any of the others."""

        def row(index):
            others = [uninterpreted("%s.%d" % (name, k), 64, 64)(index) for k in range(4)]
            mine = index == self.probe
            return self.sum_row([simple(z3.If(mine, t, o)) for t, o in zip(terms, others)])

        return List(SUMS, count, row)

    def node_holds(self, found, terms):
        here, cells = z3.ULT(self.probe, found.count), found.at(self.probe)
        for at, term in self.sum_row(terms).items():
            yield "a node's sums", z3.Implies(here, cells.value(at, 8) == term)

    def unseen(self, count, terms):
        """Of a node that no sums are kept of, they are 0."""
        beyond = z3.ULE(count, self.probe)
        return [("a node without sums", z3.Implies(beyond, term == 0)) for term in terms]

    def share(self, index):
        """What a group adds, by a name: of most groups nothing else matters."""
        return [uninterpreted("share." + n, 64, 64)(index) for n in ("required", "movable")]

    def see_share(self, index):
        """Notes what a group adds."""
        self.machine.see_group(index)
        terms = zip(self.share(index), super().share(index))
        self.machine.know(*(name == term for name, term in terms))

    def share_row(self, index):
        return dict(zip((8, 0), self.share(index)))

    def old_share(self, index):
        old = self.any_share(index)
        return {k: simple(z3.If(self.kept, t, old[k])) for k, t in self.share_row(index).items()}

    def share_list(self, count):
        return List(SHARE, count, self.share_row)

    def share_holds(self, found, count):
        probe = word("probed share")
        inside, cells = z3.ULT(probe, count), found.at(probe)
        yield "the number of shares", found.count == count
        for at, term in self.share_row(probe).items():
            yield "a share", z3.Implies(inside, cells.value(at, 8) == term)

    @staticmethod
    def same_model(model, old, cells):
        """That a model is as it was, but for some cells."""
        expected = old
        for at, term in cells.items():
            expected = expected.stored(at, term)
        for at in expected.offsets:
            cell = expected.cells[at]
            if isinstance(cell, Pointer):
                if not cell.same(model.value(at, 8)):
                    raise Unsupported("another list at %d of the model" % at)
            else:
                value = model.value(at, Cells.width(cell))
                if not value.eq(cell):
                    yield "the model at %d" % at, value == cell

    # Executions

    def event(self, name):
        execution = super().event(name)
        find = self.module.find
        released = lambda arguments, state: [(None, state)]
        execution.contracts |= {
            self.names["sum groups"]: self.summed,
            "swift_release": released,
            # It retains what the copy has, which nothing reads.
            find(r"11MemoryStateVWOc$"): lambda arguments, state: [(arguments[1], state)],
        }
        for kind, stride in (("9RatioSumsV", SUMS), ("15GroupStatisticsV", SHARE)):
            contracts = {EMPTIED: self.emptied, NEW: self.new(stride), GROWN: self.grown}
            execution.contracts |= {find(p % kind): c for p, c in contracts.items()}
        execution.contracts.pop(self.names[name], None)
        return execution

    @staticmethod
    def no_elements(stride):
        return List(stride, number(0), lambda index: record(stride, {}))

    def emptied(self, arguments, state):
        """What `removeAll(keepingCapacity:)` of storage that isn't shared does."""
        first, end, place = arguments

        def make(old):
            self.trap(state, z3.Or(first != 0, end != old.count), "removeAll")
            return self.no_elements(old.stride)

        return [(None, self.events.replaced(place, state, make))]

    def new(self, stride):
        """Makes what gives storage without elements."""

        def give(arguments, state):
            if not same(arguments[0], number(0)):
                raise Unsupported("storage with elements")
            self.events.copies += 1
            place = Pointer("new %d of %d" % (self.events.copies, stride))
            empty = self.no_elements(stride)
            return [(place, ListExecution.with_memory(state, place.object, empty))]

        return give

    def grown(self, arguments, state):
        """What gives storage with the same elements and room for some number of them."""
        _, least, _, old = arguments
        [(place, after)] = self.events.copy([old], state)
        list_ = after.memory[place.object]
        list_ = List(list_.stride, list_.count, list_.row, list_.rows)
        after = ListExecution.with_memory(after, place.object, list_)
        return [(place, after.knowing(z3.UGE(z3.LShR(list_.capacity, 1), least)))]

    def summed(self, arguments, state):
        """What `sumGroups` does, as `sum_groups` proves it."""
        machine, oblige = self.machine, self.events.oblige
        if not self.are(arguments, [Pointer("model")]):
            raise Unsupported("another model")
        model = state.memory["model"]
        sums = state.memory[model.value(PLACE["node_sums"], 8).object]
        zones = zip((0, 8), machine.sums("system"))
        cells = {PLACE[n]: Pointer(n) for n in ("nodes", "groups", "runs")}
        cells |= {PLACE["sums"] + at: term for at, term in zones}
        cells |= {PLACE["ratio"]: machine.question.ratio}
        before = [*self.same_model(model, model, cells)]
        before += [("more sums than nodes", z3.ULE(sums.count, NODES))]
        before += [*self.node_holds(sums, machine.node_sums)]
        before += self.unseen(sums.count, machine.node_sums)
        for text, holds in before:
            oblige("argument", state, z3.Not(holds), "sumGroups: " + text)
        count, node = word("node sums, summed"), self.walk()
        node = [*node.node_zones, *node.node_groups]
        facts = [z3.ULE(sums.count, count), z3.ULE(count, NODES)]
        facts += [c for _, c in self.unseen(count, node)]
        for at, term in self.group_cells_of_model(self.all).items():
            model = model.stored(at, term)
        lists = {"node_sums": self.node_list("summed", count, node)}
        lists |= {"shares": self.share_list(self.all)}
        memory = {**state.memory, **{n + ", summed": x for n, x in lists.items()}}
        for kind in lists:
            model = model.stored(PLACE[kind], Pointer(kind + ", summed"))
        memory["model"] = model
        return [(None, replace(state, memory=memory, facts=(*state.facts, *facts)))]

    def belongs(self, execution, state, expected):
        """That totals belong to the state, and that a model has what is `expected` of it,
        its sums aside."""
        places = {at: state.memory["model"].value(at, 8) for at in self.own}
        for text, holds in self.same_model(state.memory["model"], expected, places):
            execution.oblige("result", state, z3.Not(holds), text)
        shares = (self.all, self.known("shares"))
        self.check(execution, state, self.walk(), shares=shares)

    # Where a model has sums, and lists of them.
    own = (*range(PLACE["sums"], PLACE["sums"] + SUMS, 8), PLACE["node_sums"], PLACE["shares"])

    # What is proven

    def sum_groups(self):
        """`sumGroups()`."""
        machine, name = self.machine, self.names["sum groups"]
        execution = self.event("sum groups")
        flow = execution.flow(name)
        headers = sorted(flow.loops, key=lambda h: flow.position[h])
        if len(headers) != 2:
            raise Unsupported("the loops of sumGroups have changed")
        cleared, added = headers
        rounds = self.sum_count

        def without(k):
            groups = [z3.If(z3.ULT(self.probe, k), number(0), t) for t in self.old_node[2:]]
            node = [*machine.node_sums, *map(simple, groups)]
            return SimpleNamespace(phis=[k], cells={}, node=node, shares=None)

        def so_far(k):
            self.see_share(k)
            node = [*machine.node_sums, *self.node_groups(k)]
            cells = self.group_cells_of_model(k)
            return SimpleNamespace(phis=[k], cells=cells, node=node, shares=k)

        execution.storing |= {
            (name, cleared): StoringLoop(self, "cleared", rounds, without, grows=False),
            (name, added): StoringLoop(self, "added", self.all, so_far),
        }
        for _, state in execution.call(name, [Pointer("model")], State(self.memory)):
            self.belongs(execution, state, self.memory["model"])
        return execution

    def policy_arguments(self):
        *_, policy, switches = self.decide_arguments()
        return [policy, switches]

    def policy_cells(self):
        """A model's policy, as `model_cells` has it."""
        model = self.memory["model"]
        places = {PLACE[n]: w for n, w in (("policy", 1), ("ratio", 4), ("numa", 1))}
        places[PLACE["movable_node"]] = 1
        return {at: model.value(at, width) for at, width in places.items()}

    def with_another_policy(self):
        """Memory in which the model has any policy: that of `policy_cells` is the new one."""
        old = self.memory["model"]
        for at, term in self.policy_cells().items():
            is_ratio = at == PLACE["ratio"]
            old = old.stored(at, self.old_ratio if is_ratio else anything(term.size()))
        return {**self.memory, "model": old}

    def set_policy(self):
        """Setting `policy`."""
        execution, name = self.event("set policy"), self.names["set policy"]
        arguments = [*self.policy_arguments(), Pointer("model")]
        for _, state in execution.call(name, arguments, State(self.with_another_policy())):
            self.belongs(execution, state, self.memory["model"])
        return execution

    def change_policy(self):
        """Changing `policy` in place: whoever changes it is given a copy of the policy, and
        when that is done the copy becomes the model's."""
        execution, frame, model = self.event("change policy"), Pointer("frame"), Pointer("model")
        memory = {**self.with_another_policy(), "frame": Cells(record(COROUTINE, {}))}
        ends = execution.call(self.names["change policy"], [frame, model], State(memory))
        for (rest, copy), state in ends:
            if rest.object.strip('@"') != self.names["policy changed"]:
                raise Unsupported("how a policy is changed in place")
            for at, term in self.policy_cells().items():
                there, width = copy.plus(at - PLACE["policy"]), Cells.width(term)
                given = state.memory[there.object].load(there, width)[0]
                was = memory["model"].value(at, width)
                if width == 1 and at != PLACE["policy"]:
                    # Of a Boolean, a bit.
                    given, was = (z3.Extract(0, 0, byte) for byte in (given, was))
                execution.oblige("result", state, given != was, "another policy is given")
                execution.change(there, state, "a policy", lambda c, k, t=term: c.stored(k, t))
            name = self.names["policy changed"]
            for _, after in execution.call(name, [frame, anything(1)], state):
                self.belongs(execution, after, self.memory["model"])
        return execution

    # The ratio before another policy was set.
    old_ratio = word("ratio before", 32)

    def load(self):
        """`load(_:_:)`: whatever a model was, it becomes that of a state."""
        machine, name = self.machine, self.names["load"]
        execution = self.event("load")
        flow, function = execution.flow(name), self.module.function(name)
        (header,) = flow.loops
        # What zones add up to gets a name where the last one was looked at.
        execution.apart.discard(name)
        added = [uninterpreted("added by a node." + n, 32, 64) for n in ("kernel", "movable")]
        looked = [x for x in flow.loops[header] if x != header and len(function.phis(x)) == 2]
        last = max(looked, key=lambda x: flow.position[x], default=header)

        def so_far(k):
            machine.see_node(k)
            is_in = z3.ULT(machine.rank, k)
            node = [simple(z3.If(is_in, t, number(0))) for t in machine.node_sums]
            kernel, movable = (s(k) for s in machine.zone_sums)
            phis, node = [k, movable, kernel], [*node, number(0), number(0)]
            return SimpleNamespace(phis=phis, cells={}, node=node, shares=None)

        loop = StoringLoop(self, "nodes", machine.node_count, so_far)
        execution.storing[name, header] = loop
        nid, here = machine.node_id(loop.k), z3.ULT(loop.k, machine.node_count)
        terms = [f(nid) for f in added]
        for known in (nid, machine.question.nid):
            sums = zip(added, machine.added_by(known))
            machine.know(*(f(known) == term for f, term in sums))
        sums = zip(machine.zone_sums, terms)
        machine.know(*(z3.Implies(here, s(loop.k + 1) == s(loop.k) + t) for s, t in sums))
        phis = [phi.name for phi in function.phis(last)]
        execution.points[name, last] = dict(zip(phis, terms[::-1]))
        ours = self.memory["model"].cells
        state = {at: cell for at, cell in ours.items() if at < STATE}
        cells = {PLACE[n]: Pointer("old " + n) for n in ("nodes", "groups", "runs")}
        cells |= {PLACE["node_sums"]: Pointer("node sums"), PLACE["shares"]: Pointer("shares")}
        expected = old = Cells(record(MODEL, cells))
        for at, cell in {**state, **self.policy_cells()}.items():
            expected = expected.stored(at, cell)
        memory = {**self.memory, "model": old, "state": Cells(state)}
        # Sums are kept of no node before.
        self.sum_count = number(0)
        arguments = [Pointer("state"), *self.policy_arguments(), Pointer("model")]
        for _, after in execution.call(name, arguments, State(memory)):
            self.belongs(execution, after, expected)
        return execution


def anew_theorems():
    def functions(programs):
        patterns = (*EVENTS.values(), *CALLED.values(), *ANEW.values())
        return [programs.core.find(p) for p in patterns]

    def theorem(name, statement, run, kept=lambda question: FALSE):
        def make(programs):
            machine = Machine()
            anew = Anew(programs.core, machine, kept(machine.question))
            facts, queries, assumed = of_execution(machine, run(anew))
            return facts, queries, [*assumed, Assumption("an end of it", anew.ends)]

        return Theorem(name, statement, ANY, make, functions, ("anew", "events", "lists", "positions", "totals"))

    belong = "leaves totals that belong to the state"
    is_kept = lambda question: Anew.old_ratio == question.ratio
    return [
        theorem("sumGroups", "sumGroups " + belong, Anew.sum_groups),
        theorem("policy", "Another policy " + belong, Anew.set_policy, is_kept),
        theorem("policy in place", "A changed policy " + belong, Anew.change_policy, is_kept),
        theorem("load", "load " + belong, Anew.load),
    ]
