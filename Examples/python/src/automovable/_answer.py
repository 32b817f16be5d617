# SPDX-License-Identifier: MIT
"""What decisions answer."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple, Optional

from . import _library
from ._zone import ZoneType


class OnlineType(IntEnum):
    """What is wished for when memory is onlined."""

    #: Taken for ONLINE.
    OFFLINE = 0
    #: Left to the policy.
    ONLINE = 1
    ONLINE_KERNEL = 2
    ONLINE_MOVABLE = 3


class TestExit(IntEnum):
    """How a ratio test ended."""

    __test__ = False  # pytest

    #: Kernel memory that was there at boot doesn't exceed what groups require.
    REQUIREMENT = 1
    COMPARED = 2

    def __str__(self) -> str:
        text: bytes = _library.test_exit_text(self)
        return text.decode()


class ZoneExit(IntEnum):
    """The step that settled a zone."""

    KERNEL_REQUESTED = 0
    MOVABLE_REQUESTED = 1
    CONTIG_ZONES = 2
    RATIO_ZERO = 3
    GROUP_KERNEL_PAGES = 4
    UNIT_KERNEL_SECTION = 5
    REFUSED_SYSTEM = 6
    REFUSED_NODE = 7
    MOVABLE = 8

    def __str__(self) -> str:
        """What it means, in a few words."""
        text: bytes = _library.zone_exit_text(self)
        return text.decode()


class RatioTest(NamedTuple):
    """What a call of ``auto_movable_can_online_movable()`` saw, in pages."""

    allowed: bool
    exit: TestExit
    #: Summed over the zones.
    kernel_early_pages: int
    movable_pages: int
    #: Summed over the other groups.
    req_kernel_early_pages: int
    group_movable_pages: int
    #: Of the last comparison; 0 unless COMPARED.
    kernel_pages: int
    #: nr_pages included.
    online_movable_pages: int
    #: Allowed if online_movable_pages is no more than this.
    limit: int

    def __bool__(self) -> bool:
        return self.allowed


class KernelLookup(NamedTuple):
    """A range that ``default_kernel_zone_for_pfn()`` was asked about."""

    start_pfn: int
    nr_pages: int


class Answer(NamedTuple):
    """A zone and why."""

    zone: ZoneType
    #: The node of the zone.
    nid: int
    exit: ZoneExit
    kernel_lookup: Optional[KernelLookup]
    #: Movable already, of the device or unit.
    online_pages: int
    #: nr_pages of the ratio tests; 0 if none.
    tested_pages: int
    #: The test of all nodes, if it was made.
    system: Optional[RatioTest]
    #: That of the node, under numa_aware and if the other one allowed it.
    node: Optional[RatioTest]

    @property
    def is_movable(self) -> bool:
        return self.zone is ZoneType.MOVABLE

    @property
    def reason(self) -> str:
        return str(self.exit)


def ratio_test_of(test: _library.CTest, allowed: bool) -> RatioTest:
    return RatioTest(allowed, TestExit(test.exit),
                     *(getattr(test, name) for name in RatioTest._fields[2:]))


def test_made(test: _library.CTest, allowed: bool) -> Optional[RatioTest]:
    return ratio_test_of(test, allowed) if test.exit else None


def answer_of(answer: _library.CAnswer) -> Answer:
    zone_exit = ZoneExit(answer.exit)
    return Answer(
        ZoneType(answer.result), answer.nid, zone_exit,
        KernelLookup(answer.kernel_pfn, answer.kernel_nr_pages) if answer.kernel_lookup else None,
        answer.online_pages, answer.tested_pages,
        test_made(answer.system, zone_exit is not ZoneExit.REFUSED_SYSTEM),
        test_made(answer.node, zone_exit is not ZoneExit.REFUSED_NODE))
