# SPDX-License-Identifier: MIT
"""A machine that follows events."""

from __future__ import annotations

from ctypes import byref, c_void_p
from typing import Optional

from . import _library
from ._answer import Answer, OnlineType, RatioTest, answer_of, ratio_test_of
from ._errors import checked, node_id, number, pages
from ._handle import Handle
from ._machine import (Group, Machine, Node, Sections, Zone, c_node_of, c_sections_of, c_zone_of,
                       group_or_none, node_of, node_or_all, group_of)
from ._policy import Policy, policy_of
from ._zone import ZoneType


class Model(Handle):
    """A machine that follows events and decides in constant time.

    Nothing has changed after an error. Threads may share a model: each call has it for itself.
    It ends with the last reference, with close() or with its ``with`` statement.
    """

    _noun = "model"

    def __init__(self, policy: Policy = Policy(), machine: Optional[Machine] = None) -> None:
        model = c_void_p()
        c_policy = policy._c()
        checked(_library.model_create(
            byref(c_policy), byref(machine._machine) if machine else None, byref(model)))
        super().__init__(model, _library.model_destroy)

    @property
    def policy(self) -> Policy:
        """The parameters. Another ratio takes a walk over all groups."""
        policy = _library.CPolicy()
        with self._open() as model:
            checked(_library.model_policy(model, byref(policy)))
        return policy_of(policy)

    @policy.setter
    def policy(self, policy: Policy) -> None:
        c_policy = policy._c()
        with self._open() as model:
            checked(_library.model_set_policy(model, byref(c_policy)))

    def load(self, policy: Policy, machine: Machine) -> None:
        """Become the model of another machine."""
        c_policy = policy._c()
        with self._open() as model:
            checked(_library.model_load(model, byref(c_policy), byref(machine._machine)))

    def reserve(self, *, nodes: int = 0, groups: int = 0, sections: int = 0) -> None:
        """Make room for so many in all. Up to these numbers no event raises MemoryError."""
        with self._open() as model:
            checked(_library.model_reserve(model, pages(nodes, "nodes"), pages(groups, "groups"),
                                           pages(sections, "sections")))

    def add_node(self, node: Node) -> None:
        """A node goes online, with what its zones have."""
        c_node = c_node_of(node)
        with self._open() as model:
            checked(_library.model_add_node(model, byref(c_node)), f"node {node.nid}")

    def remove_node(self, nid: int) -> None:
        """A node goes offline, with what its zones had; its groups stay."""
        with self._open() as model:
            checked(_library.model_remove_node(model, node_id(nid)), f"node {nid}")

    def set_zone(self, nid: int, zone_type: ZoneType, zone: Zone) -> None:
        """A zone gets other counters and another span."""
        c_zone = c_zone_of(zone, "zone")
        with self._open() as model:
            checked(_library.model_set_zone(model, node_id(nid), zone_type, byref(c_zone)),
                    f"node {nid}")

    def register_static(self, nid: int, max_pages: int) -> int:
        """A DIMM is plugged, say. Returns the group's id, the lowest that is free."""
        with self._open() as model:
            return checked(_library.model_register_static(
                model, node_id(nid), pages(max_pages, "max_pages")))

    def register_dynamic(self, nid: int, unit_pages: int) -> int:
        """A virtio-mem device is plugged. Returns the group's id, the lowest that is free."""
        with self._open() as model:
            return checked(_library.model_register_dynamic(
                model, node_id(nid), pages(unit_pages, "unit_pages")))

    def adjust_blocks(self, group: int, nr_blocks: int) -> None:
        """Memory blocks were added to a group, or removed from it if negative."""
        with self._open() as model:
            checked(_library.model_adjust_blocks(
                model, group_or_none(group), number(nr_blocks, "nr_blocks", -(2**31), 2**31 - 1)))

    def unregister(self, group: int) -> None:
        """A device is gone."""
        with self._open() as model:
            checked(_library.model_unregister(model, group_or_none(group)), f"group {group}")

    def online_block(self, nid: int, zone: ZoneType, start_pfn: int, nr_pages: int, *,
                     group: Optional[int] = None, early: bool = False) -> None:
        """A memory block has gone online; ``early`` if it was there at boot."""
        with self._open() as model:
            checked(_library.model_online_block(
                model, node_id(nid), zone, group_or_none(group), pages(start_pfn, "start_pfn"),
                pages(nr_pages, "nr_pages"), bool(early)))

    def offline_block(self, start_pfn: int, nr_pages: int, *, group: Optional[int] = None,
                      early: bool = False) -> None:
        """It has gone offline, in the zone and node in which it went online."""
        with self._open() as model:
            checked(_library.model_offline_block(
                model, group_or_none(group), pages(start_pfn, "start_pfn"),
                pages(nr_pages, "nr_pages"), bool(early)))

    def adjust_present_pages(self, nid: int, zone: ZoneType, nr_pages: int, *,
                             group: Optional[int] = None, early: bool = False) -> None:
        """Half of a block's event: its pages, offline if negative. Counters may wrap."""
        with self._open() as model:
            checked(_library.model_adjust_present_pages(
                model, node_id(nid), zone, group_or_none(group),
                number(nr_pages, "nr_pages", -(2**63), 2**63 - 1), bool(early)))

    def online_sections(self, sections: Sections) -> None:
        """The other half: sections go online in a zone."""
        run = c_sections_of(sections)
        with self._open() as model:
            checked(_library.model_online_sections(model, byref(run)))

    def offline_sections(self, first: int, count: int) -> None:
        """Sections go offline; those that are already stay so."""
        with self._open() as model:
            checked(_library.model_offline_sections(
                model, pages(first, "first"), pages(count, "count")))

    def node(self, nid: int) -> Node:
        """An online node."""
        c_node = _library.CNode()
        with self._open() as model:
            checked(_library.model_node(model, node_id(nid), byref(c_node)), f"node {nid}")
        return node_of(c_node)

    def group(self, group: int) -> Group:
        """A registered group."""
        c_group = _library.CGroup()
        with self._open() as model:
            checked(_library.model_group(model, group_or_none(group), byref(c_group)),
                    f"group {group}")
        return group_of(c_group)

    def can_online_movable(self, nr_pages: int, *, nid: Optional[int] = None,
                           group: Optional[int] = None) -> RatioTest:
        """May so many pages become movable? As Machine.can_online_movable(), by group id."""
        test = _library.CTest()
        with self._open() as model:
            allowed = checked(_library.model_can_online_movable(
                model, node_or_all(nid), group_or_none(group), pages(nr_pages, "nr_pages"),
                byref(test)))
        return ratio_test_of(test, bool(allowed))

    def zone_for_pfn_range(self, start_pfn: int, nr_pages: int, *, nid: int,
                           group: Optional[int] = None,
                           online_type: OnlineType = OnlineType.ONLINE) -> Answer:
        """Which zone, and why? As Machine.zone_for_pfn_range(), by group id."""
        answer = _library.CAnswer()
        with self._open() as model:
            checked(_library.model_zone_for_pfn_range(
                model, online_type, node_id(nid), group_or_none(group),
                pages(start_pfn, "start_pfn"), pages(nr_pages, "nr_pages"), byref(answer)))
        return answer_of(answer)
