# SPDX-License-Identifier: MIT
"""A machine: nodes, groups and sections, and decisions on them."""

from __future__ import annotations

from ctypes import byref, create_string_buffer
from dataclasses import dataclass
from types import MappingProxyType
from typing import Iterable, Mapping, NamedTuple, Optional

from . import _library
from ._answer import Answer, OnlineType, RatioTest, answer_of, ratio_test_of
from ._errors import InputError, checked, node_id, number, pages
from ._policy import Policy
from ._zone import ZoneType


class Zone(NamedTuple):
    """A zone: the fields of ``struct zone`` that the policy reads, in pages of 4 KiB."""

    start_pfn: int = 0
    #: Size of the span, holes included.
    spanned_pages: int = 0
    present_pages: int = 0
    #: Pages that were there at boot.
    present_early_pages: int = 0
    #: Set aside for contiguous allocation.
    cma_pages: int = 0


class Node(NamedTuple):
    """An online node. Zones that are left out are empty."""

    #: 0 to 1023.
    nid: int
    zones: Mapping[ZoneType, Zone] = MappingProxyType({})


class Group(NamedTuple):
    """A memory group that is registered: a DIMM, or a virtio-mem device if dynamic."""

    #: 0 to 1023.
    nid: int
    #: Of a static group the most that it can have; of a dynamic one those of a unit, a power
    #: of two of 32768 or more.
    pages: int
    is_dynamic: bool = False
    present_kernel_pages: int = 0
    present_movable_pages: int = 0

    @classmethod
    def static(cls, nid: int, max_pages: int) -> Group:
        """A group such as a DIMM's, without memory yet."""
        return cls(nid, max_pages)

    @classmethod
    def dynamic(cls, nid: int, unit_pages: int) -> Group:
        """A group such as a virtio-mem device's, without memory yet."""
        return cls(nid, unit_pages, is_dynamic=True)


@dataclass(frozen=True)
class Sections:
    """Online sections in a row, of 32768 pages each, that belong to the same zone."""

    #: The number of the first, its page frame number / 32768.
    first: int
    count: int
    nid: int
    zone: ZoneType


class Machine:
    """A machine that was checked: nodes and sections ascend, and all is in its range.

    Raises InputError, with the field that isn't as described.
    """

    def __init__(self, nodes: Iterable[Node] = (), groups: Iterable[Group] = (),
                 sections: Iterable[Sections] = ()) -> None:
        self.nodes = tuple(nodes)
        self.groups = tuple(groups)
        self.sections = tuple(sections)
        # The library keeps pointers to these arrays; so must the machine.
        c_nodes = (_library.CNode * len(self.nodes))(
            *(c_node_of(node, f"nodes[{place}]") for place, node in enumerate(self.nodes)))
        c_groups = (_library.CGroup * len(self.groups))(
            *(c_group_of(group, f"groups[{place}]") for place, group in enumerate(self.groups)))
        c_sections = (_library.CSections * len(self.sections))(
            *(c_sections_of(run, f"sections[{place}]") for place, run in enumerate(self.sections)))
        self._arrays = c_nodes, c_groups, c_sections
        self._machine = _library.CMachine(
            len(self.nodes), len(self.groups), len(self.sections), c_nodes, c_groups, c_sections)
        self._checked = _library.CCheckedMachine()
        if _library.machine_check(byref(self._machine), byref(self._checked)) < 0:
            text = create_string_buffer(256)
            checked(_library.machine_fault(byref(self._machine), text, len(text)))
            field, _, message = text.value.decode().partition(": ")
            raise InputError(field, message)

    def can_online_movable(self, policy: Policy, nr_pages: int, *, nid: Optional[int] = None,
                           group: Optional[int] = None) -> RatioTest:
        """May so many pages become movable, on a node or on all of them?

        ``auto_movable_can_online_movable()`` of the kernel. ``group`` is a position.
        """
        test = _library.CTest()
        c_policy = policy._c()
        allowed = checked(_library.checked_can_online_movable(
            byref(c_policy), byref(self._checked), node_or_all(nid), group_or_none(group),
            pages(nr_pages, "nr_pages"), byref(test)))
        return ratio_test_of(test, bool(allowed))

    def zone_for_pfn_range(self, policy: Policy, start_pfn: int, nr_pages: int, *, nid: int,
                           group: Optional[int] = None,
                           online_type: OnlineType = OnlineType.ONLINE) -> Answer:
        """Which zone does a memory block get, and why?

        ``zone_for_pfn_range()`` of the kernel. ``group`` is a position.
        """
        answer = _library.CAnswer()
        c_policy = policy._c()
        checked(_library.checked_zone_for_pfn_range(
            byref(c_policy), byref(self._checked), online_type, node_id(nid), group_or_none(group),
            pages(start_pfn, "start_pfn"), pages(nr_pages, "nr_pages"), byref(answer)))
        return answer_of(answer)


def node_or_all(nid: Optional[int]) -> int:
    return _library.ALL_NODES if nid is None else number(nid, "nid", 0, 2**31 - 1)


def group_or_none(group: Optional[int]) -> int:
    return _library.NO_GROUP if group is None else number(group, "group", 0, 2**31 - 1)


def c_zone_of(zone: Zone, field: str) -> _library.CZone:
    return _library.CZone(*(pages(value, f"{field}.{name}")
                            for name, value in zip(Zone._fields, zone)))


def c_node_of(node: Node, field: str = "node") -> _library.CNode:
    c_node = _library.CNode(nid=node_id(node.nid, f"{field}.nid"))
    for zone_type, zone in node.zones.items():
        place = number(zone_type, f"{field}.zones", 0, _library.ZONES - 1)
        c_node.zones[place] = c_zone_of(zone, f"{field}.zones[{zone_type}]")
    return c_node


def c_group_of(group: Group, field: str) -> _library.CGroup:
    return _library.CGroup(
        pages(group.pages, f"{field}.pages"),
        pages(group.present_kernel_pages, f"{field}.present_kernel_pages"),
        pages(group.present_movable_pages, f"{field}.present_movable_pages"),
        node_id(group.nid, f"{field}.nid"), bool(group.is_dynamic))


def c_sections_of(run: Sections, field: str = "sections") -> _library.CSections:
    return _library.CSections(
        pages(run.first, f"{field}.first"), pages(run.count, f"{field}.count"),
        node_id(run.nid, f"{field}.nid"), number(run.zone, f"{field}.zone", 0, _library.ZONES - 1))


def node_of(c_node: _library.CNode) -> Node:
    zones = {zone_type: Zone(*(getattr(c_node.zones[zone_type], name) for name in Zone._fields))
             for zone_type in ZoneType}
    return Node(c_node.nid, {zone_type: zone for zone_type, zone in zones.items() if any(zone)})


def group_of(c_group: _library.CGroup) -> Group:
    return Group(c_group.nid, c_group.pages, bool(c_group.is_dynamic),
                 c_group.present_kernel_pages, c_group.present_movable_pages)
