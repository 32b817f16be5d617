# SPDX-License-Identifier: MIT
"""How a virtio-mem device grows: which of its blocks are movable, and why.

The device has units of 256 MiB, two memory blocks each. Kernel memory of its own
allows more movable memory, so it can grow beyond what boot memory allows.
"""

from __future__ import annotations

from itertools import groupby
from typing import Iterator

from automovable import Error, Model, Node, OnlinePolicy, Policy, Zone, ZoneType

GIB = 262144
BLOCK = 32768


def grow(policy: Policy) -> Iterator[tuple[ZoneType, str]]:
    """The zone and the reason of each block of a device of 5 GiB."""
    with Model(policy) as model:
        model.add_node(Node(0, {ZoneType.NORMAL: Zone(GIB, GIB, GIB, GIB)}))
        device = model.register_dynamic(0, 2 * BLOCK)
        for start in range(4 * GIB, 9 * GIB, BLOCK):
            answer = model.zone_for_pfn_range(start, BLOCK, nid=0, group=device)
            model.online_block(0, answer.zone, start, BLOCK, group=device)
            yield answer.zone, answer.reason


policy = Policy(OnlinePolicy.AUTO_MOVABLE, auto_movable_ratio=301)
for (zone, reason), blocks in groupby(grow(policy)):
    print(f"{len(list(blocks)):2} blocks {zone:7}  {reason}")

try:
    policy.written("auto_movable_ratio", "lots")
except Error as error:
    print(error)
