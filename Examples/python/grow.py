# SPDX-License-Identifier: MIT
"""How a virtio-mem device grows: which of its blocks are movable, and why.

The device has units of 256 MiB, two memory blocks each. Kernel memory of its own
allows more movable memory, so it can grow beyond what boot memory allows.
"""

from itertools import groupby

from automovable import ZONES, Error, Model, Node, Zone, zone_exit_text

GIB = 262144
BLOCK = 32768


def grow(ratio):
    """The zone and the reason of each block of a device of 5 GiB."""
    with Model(online_policy="auto-movable", auto_movable_ratio=ratio) as model:
        node = Node(nid=0)
        node.zones[2] = Zone(GIB, GIB, GIB, GIB, 0)
        model.add_node(node)
        device = model.register_dynamic(0, 2 * BLOCK)
        for start in range(4 * GIB, 9 * GIB, BLOCK):
            answer = model.zone(0, device, start, BLOCK)
            model.online(0, answer.result, device, start, BLOCK)
            yield ZONES[answer.result], zone_exit_text(answer.exit).decode()


for (zone, reason), blocks in groupby(grow(301)):
    print(f"{len(list(blocks)):2} blocks {zone:7}  {reason}")

try:
    Model(auto_movable_ratio="lots")
except Error as error:
    print(f"a ratio of 'lots': {error}")
