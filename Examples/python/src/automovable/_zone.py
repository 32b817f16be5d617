# SPDX-License-Identifier: MIT
"""Zones by their names."""

from __future__ import annotations

from enum import IntEnum

from . import _library


class ZoneType(IntEnum):
    """The kernel's ``enum zone_type`` with all zones configured."""

    DMA = 0
    DMA32 = 1
    NORMAL = 2
    MOVABLE = 3
    DEVICE = 4

    def __str__(self) -> str:
        """As in ``/proc/zoneinfo``."""
        name: bytes = _library.zone_name(self)
        return name.decode()

    def __format__(self, format_spec: str) -> str:
        return format(str(self), format_spec)
