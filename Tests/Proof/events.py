# SPDX-License-Identifier: MIT
"""Events of `MemoryModel`: each leaves totals that belong to the new state.

A sum over a list in which one element was changed, added or removed is the old one with
what the element adds instead; see `one_changed`. So the sums of the new state are known by
those of the old one, whatever they are.
"""

from types import SimpleNamespace

import z3

from core import NODE
from execution import State
from ir import Unsupported
from lists import List, ListExecution
from machine import NODES, ZONE_FIELDS, ZONES, Machine
from memory import Cells, record
from terms import *
from theorems import ANY, Query, Theorem, of_cases
from totals import PLACE, SHARE, SUMS, Totals, share_of

EVENTS = {
    "adjust": r"11MemoryModelV18adjustPresentPages2by2in8ofNodeAt",
    "set zone": r"11MemoryModelV7setZone_6nodeID2to",
    "insert node": r"11MemoryModelV10insertNode_2at",
    "remove node": r"11MemoryModelV10removeNode2at",
    "add group": r"11MemoryModelV12restoreGroup",
    "register": r"11MemoryModelV13registerGroup_6nodeID",
    "remove group": r"11MemoryModelV15unregisterGroup",
}
# What events call, of the registry and of the standard library.
CALLED = {
    "node index": r"11MemoryModelV9nodeIndex2of",
    "registry restores": r"19MemoryGroupRegistryV7restore",
    "registry registers": r"19MemoryGroupRegistryV8register_6nodeID",
    "registry removes": r"19MemoryGroupRegistryV6removeySi8position",
    "node inserted": r"Sa15replaceSubrange_4with.*4NodeV_s15CollectionOfOneV.*Tg5$",
    "share inserted": r"Sa15replaceSubrange_4with.*15GroupStatisticsV_s15CollectionOfOneV.*Tg5$",
    "node removed": r"Sa6remove2atxSi_tF11AutoMovable4NodeV_Tg5$",
    "share removed": r"Sa6remove2atxSi_tF11AutoMovable15GroupStatisticsV_Tg5$",
    "add share": r"11MemoryModelV8addShare9ofGroupAt",
    "remove share": r"11MemoryModelV11removeShare9ofGroupAt",
    "sums appended": r"Sa6append10contentsOf.*9RatioSumsV_s8RepeatedV",
}
COPIED = [
    r"_ContiguousArrayBufferV20_consumeAndCreateNewAByxGyF11AutoMovable%sV_Tg5$" % name
    for name in ("4Node", "9RatioSums", "15GroupStatistics", "11MemoryGroup")
]


def added_by(zones):
    """What zones add to the early kernel pages and to the movable ones."""
    return Machine.added_by(SimpleNamespace(zones=lambda _: zones), None)


class Walk:
    """What a walk adds up to: the system's zones and groups, and those of a probed node."""

    def __init__(self, zones, groups, node_zones, node_groups):
        self.zones, self.groups = list(zones), list(groups)
        self.node_zones, self.node_groups = list(node_zones), list(node_groups)

    def with_zones(self, is_node, old, new):
        """With a node's zones in the place of those that it had."""
        self.zones = [t - a + b for t, a, b in zip(self.zones, old, new)]
        self.node_zones = [z3.If(is_node, b, t) for t, b in zip(self.node_zones, new)]
        return self

    def with_share(self, is_node, old, new):
        """With a group's share in the place of the one that it had."""
        self.groups = [t - a + b for t, a, b in zip(self.groups, old, new)]
        self.node_groups = [
            t + z3.If(is_node, b - a, number(0)) for t, a, b in zip(self.node_groups, old, new)
        ]
        return self


NONE = (number(0), number(0))


class Events(Totals):
    """Executions of events on a model of any state. The node asked about is any node: what
    is proven of its sums holds for every node's."""

    def __init__(self, module, machine):
        super().__init__(module, machine)
        found = {n: module.find(p) for n, p in (*EVENTS.items(), *CALLED.items())}
        self.names |= found

    def make_sums(self):
        machine = self.machine
        self.sum_count = word("node sums")
        names = ("zones.kernel", "zones.movable", "groups.required", "groups.movable")
        self.walked = [uninterpreted("walk.%s of a node" % n, 64, 64) for n in names]
        self.all_groups = {"system": [word("all." + n) for n in ("required", "movable")]}
        self.probe = simple(z3.ZeroExt(32, machine.question.nid))
        machine.know(z3.ULE(self.sum_count, NODES))
        # Of a node that wasn't seen so far, nothing is there.
        unseen = z3.ULE(self.sum_count, self.probe)
        machine.know(*(z3.Implies(unseen, f(self.probe) == 0) for f in self.walked))
        if machine.target is not None:
            self.see_place(self.place_of(machine.group("nid", machine.target)))

    def place_of(self, nid):
        """A node's number as the position of its sums."""
        return simple(z3.SignExt(32, nid))

    def see_place(self, place):
        """Notes that a node has sums."""
        self.machine.know(z3.ULT(place, self.sum_count))

    def see_listed(self, index):
        """Notes of a node that is listed that its sums are those of its zones."""
        machine = self.machine
        machine.see_node(index)
        nid = machine.node_id(index)
        place = self.place_of(nid)
        here = z3.ULT(index, machine.node_count)
        terms = zip(self.walked, added_by(machine.zones(nid)))
        machine.know(*(z3.Implies(here, f(place) == t) for f, t in terms))
        machine.know(z3.Implies(here, z3.ULT(place, self.sum_count)))
        return nid, place

    def share(self, index):
        machine = self.machine
        fields = [machine.group(n, index) for n in ("dynamic", "kernel", "movable")]
        return self.share_with(fields[0] == 1, *fields[1:])

    def share_with(self, dynamic, kernel, movable):
        has_ratio = self.machine.question.ratio != 0
        return share_of(self.machine, simple(z3.And(dynamic, has_ratio)), kernel, movable)

    def sum_cells(self, index):
        kernel, movable, required, group_movable = (f(index) for f in self.walked)
        return record(SUMS, {0: kernel, 8: movable, 16: group_movable, 24: required})

    def before(self):
        machine = self.machine
        walked = [f(self.probe) for f in self.walked]
        sums = machine.sums("system")
        return Walk(sums[:2], self.all_groups["system"], walked[:2], walked[2:])

    # Executions

    executes = ListExecution

    def event(self, name):
        execution = self.events = self.executes(self.machine, [self.module])
        self.ends = []
        execution.apart |= set(self.names.values())
        execution.copying(*COPIED)
        execution.contracts |= {
            self.names["sums appended"]: self.appended,
            self.names["node inserted"]: self.node_inserted,
            self.names["node removed"]: self.node_removed,
            self.names["share inserted"]: self.share_inserted,
            self.names["share removed"]: self.share_removed,
            self.names["node index"]: self.index_contract,
            self.names["registry restores"]: self.registered,
            self.names["registry registers"]: self.registered,
            self.names["registry removes"]: self.unregistered,
            self.names["add share"]: lambda a, s: [(None, self.with_share(s, a[0], True))],
            self.names["remove share"]: lambda a, s: [(None, self.with_share(s, a[0], False))],
        }
        # What is proven of isn't taken for what it is to do.
        execution.contracts.pop(self.names[name], None)
        return execution

    def with_share(self, state, position, adds):
        """What `addShare(ofGroupAt:)` and `removeShare(ofGroupAt:)` do; see `shares`."""
        model = state.memory["model"]
        lists = {
            n: state.memory[model.value(PLACE[n], 8).object]
            for n in ("groups", "shares", "node_sums")
        }
        group, shares, sums = lists["groups"].at(position), lists["shares"], lists["node_sums"]
        place = self.place_of(group.value(4, 4))
        counts = (lists["groups"].count, shares.count)
        self.trap(
            state, z3.Or(*(z3.UGE(position, c) for c in counts), place < 0), "a share's place"
        )
        if adds:
            kernel, movable = group.value(24, 8), group.value(32, 8)
            terms = self.share_with(group.value(16, 1) == 1, kernel, movable)[::-1]
            state = self.storing(state, "shares", position, dict(zip((0, 8), terms)))
            count = simple(z3.If(z3.UGT(sums.count, place), sums.count, place + 1))
            zeros = Cells({8 * k: number(0) for k in range(4)})
            extend = lambda old: old.extended(count, zeros)
            state = self.events.replaced(Pointer("model", PLACE["node_sums"]), state, extend)
            sums = state.memory[state.memory["model"].value(PLACE["node_sums"], 8).object]
            zeros_or_sums = sums.at(place)
        else:
            terms = [-shares.at(position).value(k, 8) for k in (0, 8)]
            self.trap(state, z3.UGE(place, sums.count), "a node's sums")
            zeros_or_sums = sums.at(place)
        cells = {
            16 + 8 * k: simple(zeros_or_sums.value(16 + 8 * k, 8) + t) for k, t in enumerate(terms)
        }
        state = self.storing(state, "node_sums", place, cells)
        for k, term in enumerate(terms):
            at = PLACE["sums"] + 16 + 8 * k
            model = state.memory["model"]
            model = model.stored(at, simple(model.value(at, 8) + term))
            state = ListExecution.with_memory(state, "model", model)
        return state

    def storing(self, state, name, index, cells):
        """Puts something into an element of one of the model's lists."""
        pointer = state.memory["model"].value(PLACE[name], 8)
        old = state.memory[pointer.object]
        row = old.at(index)
        for at, term in cells.items():
            row = row.stored(at, term)
        return ListExecution.with_memory(state, pointer.object, old.with_row(index, row))

    def change_share(self, adds):
        """Proves `addShare` and `removeShare` to do what `with_share` says."""
        name = self.names["add share" if adds else "remove share"]
        execution, position = (
            self.event("add share" if adds else "remove share"),
            self.machine.target,
        )
        # A share is anything before it is added.
        self.memory["shares"] = List(SHARE, self.machine.group_count, self.any_share)
        after = self.with_share(State(self.memory), position, adds)
        for _, state in execution.call(name, [position, Pointer("model")], State(self.memory)):
            self.ends.append(state.facts)
            self.compare(execution, state, after)
        return execution

    @staticmethod
    def any_share(index):
        return {8 * k: uninterpreted("any.%d" % k, 64, 64)(index) for k in range(2)}

    def compare(self, execution, state, after):
        """That two states have the same sums, and the same shares."""
        ours, theirs = state.memory["model"], after.memory["model"]
        for k in range(4):
            at = PLACE["sums"] + 8 * k
            bad = ours.value(at, 8) != theirs.value(at, 8)
            execution.oblige("result", state, bad, "the system's sums")
        for name, stride in (("node_sums", SUMS), ("shares", SHARE)):
            one, other = (
                s.memory[m.value(PLACE[name], 8).object]
                for s, m in ((state, ours), (after, theirs))
            )
            execution.oblige("result", state, one.count != other.count, "the number of " + name)
            probe = self.probe if name == "node_sums" else word("probed share")
            inside = state.knowing(simple(z3.ULT(probe, one.count)))
            for at in range(0, stride, 8):
                bad = one.at(probe).value(at, 8) != other.at(probe).value(at, 8)
                execution.oblige("result", inside, bad, "an element of " + name)
        if any(ours.value(PLACE[n], 8).object != n for n in ("nodes", "groups", "runs")):
            raise Unsupported("another list has changed")

    def trap(self, state, bad, what):
        self.events.oblige("trap", state, bad, what)

    def appended(self, arguments, state):
        repeated, place = arguments
        cells = state.memory[repeated.object]
        more = cells.value(repeated.offset, 8)
        element = Cells({8 * k: cells.value(repeated.offset + 8 + 8 * k, 8) for k in range(4)})
        self.trap(state, more < 0, "append(contentsOf:)")
        extend = lambda old: old.extended(simple(old.count + more), element)
        return [(None, self.events.replaced(place, state, extend))]

    def node_inserted(self, arguments, state):
        index, end, node, place = arguments
        return self.events.inserted(index, end, Cells(state.memory[node.object].cells), place, state)

    def share_inserted(self, arguments, state):
        index, end, movable, required, place = arguments
        return self.events.inserted(index, end, Cells({0: movable, 8: required}), place, state)

    def node_removed(self, arguments, state):
        _, index, place = arguments
        return [(None, self.events.removed(index, place, state)[1])]

    def share_removed(self, arguments, state):
        cells, after = self.events.removed(*arguments, state)
        return [((cells.value(0, 8), cells.value(8, 8)), after)]

    def index_contract(self, arguments, state):
        """What `nodeIndex(of:)` gives: where a node is listed, or an error."""
        nid, _, error = arguments
        if not nid.eq(self.machine.node_id(self.index)):
            raise Unsupported("another node")
        is_listed = simple(z3.ULT(self.index, self.machine.node_count))
        return [(self.index, state.knowing(is_listed)), self.failed(error, state)]

    def failed(self, error, state):
        """The way on which a function throws an error."""
        state = state.knowing(simple(z3.Not(self.succeeds)))
        cells = Cells({0: Pointer("an error")})
        return (anything(64), ListExecution.with_memory(state, error.object, cells))

    # Whether a function that an event calls throws no error.
    succeeds = z3.Bool("no error")

    def registered(self, arguments, state):
        """What `MemoryGroupRegistry.restore` and `register` do with the group that is new."""
        *_, registry, error = arguments
        if not registry.same(Pointer("model", PLACE["groups"])):
            raise Unsupported("another registry")
        index, members = self.new_group
        element = Cells(record(48, members))
        known = state.knowing(self.succeeds)
        after = self.events.replaced(registry, known, lambda old: old.inserted(index, element))
        return [(simple(z3.ZeroExt(32, members[0])), after), self.failed(error, state)]

    def unregistered(self, arguments, state):
        """What `MemoryGroupRegistry.remove` does: it gives the group and where it was."""
        result, _, registry, error, _ = arguments
        target = self.machine.target
        if not registry.same(Pointer("model", PLACE["groups"])):
            raise Unsupported("another registry")
        known = state.knowing(self.succeeds)
        after = self.events.replaced(registry, known, lambda old: old.removed(target))
        cells = after.memory[result.object].stored(result.offset, target)
        for at, term in self.group_members(target).items():
            cells = cells.stored(result.offset + 8 + at, term)
        after = ListExecution.with_memory(after, result.object, cells)
        return [(None, after), (None, self.failed(error, state)[1])]

    # What is to hold after an event

    def check(self, execution, state, walk, **changed):
        """That totals are those of a walk, and that lists are as they were but for what
        has `changed`: a count and the cells of an element at a position, by name."""
        memory, oblige = state.memory, execution.oblige
        self.ends.append(state.facts)
        model = memory["model"]
        list_at = lambda name: memory[model.value(PLACE[name], 8).object]
        at = PLACE["sums"]
        system = [model.value(at + k, 8) for k in (0, 8, 24, 16)]
        for term, sum_ in zip(system, (*walk.zones, *walk.groups)):
            oblige("result", state, term != sum_, "the system's sums")
        sums = list_at("node_sums")
        is_seen = z3.ULT(self.probe, sums.count)
        here, beyond = (state.knowing(simple(c)) for c in (is_seen, z3.Not(is_seen)))
        cells = sums.at(self.probe)
        node = [cells.value(k, 8) for k in (0, 8, 24, 16)]
        for term, sum_ in zip(node, (*walk.node_zones, *walk.node_groups)):
            oblige("result", here, term != sum_, "a node's sums")
            oblige("result", beyond, sum_ != 0, "a node without sums")
        oblige("result", state, z3.UGT(self.sum_count, sums.count), "fewer sums")
        oblige("result", state, z3.UGT(sums.count, NODES), "more sums than nodes")
        for name, width in (("nodes", 8), ("groups", 4), ("shares", 8)):
            old, new = self.memory[name], list_at(name)
            count, row = changed.get(name, (old.count, self.known(name)))
            probe = word("probed place in " + name)
            inside = state.knowing(simple(z3.ULT(probe, count)))
            oblige("result", state, new.count != count, "the number of " + name)
            self.machine.know(z3.ULT(probe, 1 << 32))
            found = new.at(probe)
            for offset, term in row(probe).items():
                value = found.value(offset, term.size() // 8)
                oblige("result", inside, value != term, "an element of %s at %d" % (name, offset))

    def known(self, name):
        """What is known of each element of a list."""
        if name == "groups":
            return self.group_members
        if name == "nodes":
            return self.node_members
        return lambda at: dict(zip((8, 0), self.share(at)))

    # Events

    def adjust(self, zone, is_early):
        """`adjustPresentPages(by:in:ofNodeAt:groupAt:isEarly:)`."""
        machine, name = self.machine, self.names["adjust"]
        execution, pages = self.event("adjust"), word("pages")
        index = self.index = word("node")
        machine.know(z3.ULT(index, machine.node_count))
        nid, place = self.see_listed(index)
        old = machine.zones(nid)
        new = [dict(fields) for fields in old]
        new[zone]["present"] = simple(old[zone]["present"] + pages)
        if is_early:
            new[zone]["early"] = simple(old[zone]["early"] + pages)
        is_node = place == self.probe
        walk = self.before().with_zones(is_node, added_by(old), added_by(new))
        changed = {
            "nodes": (machine.node_count, self.with_row("nodes", index, self.members_of(nid, new)))
        }
        target = machine.target
        if target is not None:
            group = self.group_members(target)
            field = 32 if ZONES[zone] == "Movable" else 24
            group[field] = simple(group[field] + pages)
            walk, more = self.with_group(walk, target, group)
            changed |= more
        position = number(0) if target is None else target
        arguments = [
            pages,
            number(zone, 8),
            index,
            position,
            number(int(target is None), 8),
            number(int(is_early), 1),
            Pointer("model"),
        ]
        for _, state in execution.call(name, arguments, State(self.memory)):
            self.check(execution, state, walk, **changed)
        return execution

    def node_members(self, index):
        nid = self.machine.node_id(index)
        return self.members_of(nid, self.machine.zones(nid))

    @staticmethod
    def members_of(nid, zones):
        fields = [
            (z, k, zone[f]) for z, zone in enumerate(zones) for k, f in enumerate(ZONE_FIELDS)
        ]
        return {0: nid, **{8 + 40 * z + 8 * k: term for z, k, term in fields}}

    def with_row(self, name, index, members):
        """A list in which one element is another."""

        def row(at):
            other = self.known(name)(at)
            return {k: simple(z3.If(at == index, t, other[k])) for k, t in members.items()}

        return row

    def with_group(self, walk, position, members):
        """A walk with another group in the place of one, and what that changes."""
        machine = self.machine
        old = self.share(position)
        new = self.share_with(members[16] == 1, members[24], members[32])
        is_node = self.place_of(members[4]) == self.probe
        walk.with_share(is_node, old, new)
        changed = {"groups": members, "shares": dict(zip((8, 0), new))}
        count = machine.group_count
        return walk, {n: (count, self.with_row(n, position, m)) for n, m in changed.items()}

    def zone_set(self, zone):
        """`setZone(_:nodeID:to:)`."""
        machine, name = self.machine, self.names["set zone"]
        execution, index = self.event("set zone"), word("node")
        self.index = index
        nid, place = self.see_listed(index)
        self.succeeds = simple(z3.ULT(index, machine.node_count))
        new = [dict(fields) for fields in machine.zones(nid)]
        new[zone] = {f: word("new." + f) for f in ZONE_FIELDS}
        fields = {8 * k: new[zone][f] for k, f in enumerate(ZONE_FIELDS)}
        memory = {**self.memory, "zone": Cells(fields), "error": Cells({0: NULL})}
        arguments = [number(zone, 8), nid, Pointer("zone"), Pointer("model"), Pointer("error")]
        old = added_by(machine.zones(nid))
        walk = self.before().with_zones(place == self.probe, old, added_by(new))
        row = self.with_row("nodes", index, self.members_of(nid, new))
        ends = execution.call(name, arguments, State(memory))
        self.check_thrown(execution, ends, walk, nodes=(machine.node_count, row))
        return execution

    def check_thrown(self, execution, ends, walk, **changed):
        """As `check`, but that nothing has changed where an error was thrown."""
        for _, state in ends:
            if state.memory["error"].value(0, 8).same(NULL):
                self.check(execution, state, walk, **changed)
            else:
                self.check(execution, state, self.before())

    def see_new(self, nid, *walked):
        """Notes that a node is possible, and that some sums of it are 0."""
        place = self.place_of(nid)
        unseen = z3.ULE(self.sum_count, place)
        self.machine.know(z3.ULT(nid, NODES), *(f(place) == 0 for f in walked))
        self.machine.know(*(z3.Implies(unseen, f(place) == 0) for f in self.walked))
        return place

    def inserted_row(self, name, index, members):
        def row(at):
            before, behind = self.known(name)(at), self.known(name)(simple(at - 1))
            rest = {k: z3.If(z3.UGT(at, index), behind[k], before[k]) for k in members}
            return {k: simple(z3.If(at == index, t, rest[k])) for k, t in members.items()}

        return row

    def removed_row(self, name, index):
        def row(at):
            here, behind = self.known(name)(at), self.known(name)(simple(at + 1))
            return {k: simple(z3.If(z3.UGE(at, index), behind[k], here[k])) for k in here}

        return row

    def node_comes(self):
        """`insertNode(_:at:)`, of a node that isn't listed."""
        machine, name = self.machine, self.names["insert node"]
        execution, index, nid = self.event("insert node"), word("place"), word("new.id", 32)
        machine.know(z3.ULE(index, machine.node_count))
        place = self.see_new(nid, *self.walked[:2])
        zones = [{f: word("new.%s.%s" % (z, f)) for f in ZONE_FIELDS} for z in ZONES]
        members = self.members_of(nid, zones)
        memory = {**self.memory, "node": Cells(record(NODE, members))}
        walk = self.before().with_zones(place == self.probe, NONE, added_by(zones))
        nodes = simple(machine.node_count + 1), self.inserted_row("nodes", index, members)
        for _, state in execution.call(
            name, [Pointer("node"), index, Pointer("model")], State(memory)
        ):
            self.check(execution, state, walk, nodes=nodes)
        return execution

    def node_goes(self):
        """`removeNode(at:)`."""
        machine, name = self.machine, self.names["remove node"]
        execution, index = self.event("remove node"), word("node")
        machine.know(z3.ULT(index, machine.node_count))
        nid, place = self.see_listed(index)
        walk = self.before().with_zones(place == self.probe, added_by(machine.zones(nid)), NONE)
        nodes = simple(machine.node_count - 1), self.removed_row("nodes", index)
        for _, state in execution.call(name, [index, Pointer("model")], State(self.memory)):
            self.check(execution, state, walk, nodes=nodes)
        return execution

    def group_comes(self, event, dynamic):
        """`restoreGroup(_:)`, which appends, and `registerGroup(_:nodeID:)`."""
        machine, name = self.machine, self.names[event]
        execution, nid, id_ = self.event(event), word("new.nid", 32), word("new.group", 32)
        place, is_new = self.see_new(nid), event == "register"
        index = simple(z3.SignExt(32, id_)) if is_new else machine.group_count
        machine.know(z3.ULE(index, machine.group_count), id_ >= 0)
        counters = [number(0)] * 2 if is_new else [word("new.kernel"), word("new.movable")]
        members = {0: id_, 4: nid, 8: word("new.size"), 16: number(int(dynamic), 8)}
        members |= {
            24: counters[0],
            32: counters[1],
            40: number(0, 32) if is_new else word("new.blocks", 32),
        }
        self.new_group = index, members
        memory = {**self.memory, "group": Cells(record(48, members)), "error": Cells({0: NULL})}
        arguments = [members[8], members[16], nid] if is_new else [Pointer("group")]
        share = self.share_with(z3.BoolVal(dynamic), *counters)
        walk = self.before().with_share(place == self.probe, NONE, share)
        count, added = simple(machine.group_count + 1), dict(zip((8, 0), share))
        rows = {"groups": members, "shares": added}
        changed = {n: (count, self.inserted_row(n, index, m)) for n, m in rows.items()}
        ends = execution.call(name, [*arguments, Pointer("model"), Pointer("error")], State(memory))
        self.check_thrown(execution, ends, walk, **changed)
        return execution

    def group_goes(self):
        """`unregisterGroup(_:)`."""
        machine, name = self.machine, self.names["remove group"]
        execution, target = self.event("remove group"), self.machine.target
        memory = {**self.memory, "error": Cells({0: NULL})}
        is_node = self.place_of(machine.group("nid", target)) == self.probe
        walk = self.before().with_share(is_node, self.share(target), NONE)
        count = simple(machine.group_count - 1)
        changed = {n: (count, self.removed_row(n, target)) for n in ("groups", "shares")}
        arguments = [machine.group("id", target), Pointer("model"), Pointer("error")]
        self.check_thrown(
            execution, execution.call(name, arguments, State(memory)), walk, **changed
        )
        return execution


def one_changed():
    """How a sum changes with one element, by induction over how much was added up: by how
    much it grows from k to k + 1, where k is before, at or behind the place of the element
    that is changed, added or removed."""
    old, before, here, behind, other, there = (
        word(n) for n in ("sum", "term k - 1", "term k", "term k + 1", "other", "term at the place")
    )
    queries = []
    for place in ("behind k", "k", "before k"):
        out = {"behind k": (0, 0), "k": (0, 1), "before k": (1, 1)}[place]
        there = here if place == "k" else there
        changed = [old + other * a - there * a + here * k for k, a in enumerate(out)]
        added = [
            (old - before + here * k + other) if a and not k else old + (other if a else here * k)
            for k, a in enumerate(out)
        ]
        removed = [
            old + here * k + (here * (1 - k) + behind * k - there) * a for k, a in enumerate(out)
        ]
        terms = {
            "changed": (changed, other if place == "k" else here),
            "added": (added, {"behind k": here, "k": other, "before k": before}[place]),
            "removed": (removed, here if place == "behind k" else behind),
        }
        for kind, ((first, second), term) in terms.items():
            queries.append(Query("%s, place %s" % (kind, place), (), second != first + term))
    return queries


def event(*cases):
    """Makes the queries of an event in some cases, each a kind of target and what to run."""

    def make(programs):
        made = ((run, Events(programs.core, Machine(target))) for target, run in cases)
        return of_cases((events.machine, run(events), events.ends) for run, events in made)

    return make


def event_theorems():
    def functions(programs):
        return [programs.core.find(p) for p in (*EVENTS.values(), *CALLED.values())]

    def theorem(name, statement, make, bound=ANY):
        return Theorem(name, statement, bound, make, functions, ("events", "lists", "totals"))

    belong = "leaves totals that belong to the state"
    zones, kinds = range(len(ZONES)), ("static", "dynamic")
    theorems = [
        theorem(
            "one changed",
            "How a sum changes with one element",
            lambda _: ([], one_changed(), []),
            "any list",
        )
    ]
    for kind in kinds:
        cases = [(kind, lambda e, a=adds: e.change_share(a)) for adds in (True, False)]
        theorems.append(
            theorem("shares " + kind, "addShare and removeShare do what they say", event(*cases))
        )
    for kind in (None, *kinds):
        cases = [(kind, lambda e, z=z, b=b: e.adjust(z, b)) for z in zones for b in (False, True)]
        name = "adjustPresentPages " + (kind or "none")
        theorems.append(theorem(name, "adjustPresentPages " + belong, event(*cases)))
    events = {
        "setZone": [(None, lambda e, z=z: e.zone_set(z)) for z in zones],
        "insertNode": [(None, Events.node_comes)],
        "removeNode": [(None, Events.node_goes)],
        **{"unregisterGroup " + kind: [(kind, Events.group_goes)] for kind in kinds},
    }
    for name, event_ in (("restoreGroup", "add group"), ("registerGroup", "register")):
        cases = [lambda e, n=event_, d=d: e.group_comes(n, d) for d in (False, True)]
        events[name] = [(None, run) for run in cases]
    return theorems + [
        theorem(name, "%s %s" % (name, belong), event(*cases)) for name, cases in events.items()
    ]
