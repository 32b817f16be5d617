# SPDX-License-Identifier: MIT
"""What a scenario will give."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Mapping, Optional, Sequence

from . import _library
from ._json import answered, encoded


@dataclass(frozen=True)
class Plan:
    """A plan. docs/formats.md has the fields of its layout."""

    #: What ``automovable plan --json`` prints, read.
    layout: Mapping[str, Any]
    #: The same as a line.
    json: str
    #: What the tool says in words.
    text: str

    @property
    def movable_bytes(self) -> int:
        """Hotplugged memory that is movable after the last step."""
        return int(self.layout["movable_bytes"])

    @property
    def kernel_bytes(self) -> int:
        """Hotplugged memory that is kernel memory after the last step."""
        return int(self.layout["kernel_bytes"])

    @property
    def solution(self) -> Optional[int]:
        """The ratio or the bytes that were looked for; None if no value does."""
        found = self.layout.get("solve", {}).values()
        return next(iter(found), None)


def plan(scenario: Mapping[str, Any], *, name: Optional[str] = None,
         kernel: Optional[str] = None, geometry: Optional[str] = None,
         block_size: Optional[str] = None, absent: Optional[int] = None,
         solve: Optional[str] = None, want: Optional[str] = None,
         trials: Optional[Sequence[str]] = None, sweep: Optional[str] = None) -> Plan:
    """Plan a scenario, as docs/live.md describes its file.

    ``kernel`` is a version, as "6.1", ``geometry`` the architecture, as "arm64-64k",
    ``block_size`` that of a memory block, as "128M", ``absent`` are pages of boot memory that
    the firmware keeps, and ``solve`` is "ratio", "hotplug" or "boot". ``want`` is a goal, as
    "movable>=90%", ``trials`` are other settings, each as the tool's ``--try`` takes it, and
    ``sweep`` values, as "ratio=100..800:25". What is left out is as the tool has it.

    Raises InputError, with the field of the scenario.
    """
    options: Mapping[str, Any] = {"name": name, "kernel": kernel, "geometry": geometry,
                                  "block_size": block_size, "absent": absent, "solve": solve,
                                  "want": want, "try": trials, "sweep": sweep}
    given = {option: value for option, value in options.items() if value is not None}
    request = encoded({"scenario": scenario, **given})
    text = answered(lambda answer: int(_library.plan(request, len(request), answer)))
    line, words = text.splitlines(keepends=True)
    return Plan(json.loads(line), line, json.loads(words)["text"])
