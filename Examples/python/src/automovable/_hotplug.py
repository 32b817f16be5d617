# SPDX-License-Identifier: MIT
"""A machine whose memory comes and goes."""

from __future__ import annotations

import json
from ctypes import byref, c_void_p
from typing import Any, Mapping, NamedTuple, Optional

from . import _library
from ._handle import Handle
from ._json import answered, encoded


class Outcome(NamedTuple):
    """What an operation returned."""

    #: As in a trace, with ``returns``, ``text``, ``zones`` and so on.
    result: Mapping[str, Any]
    #: Which rule of the kernel it breaks, if it was refused.
    reason: Optional[str]


class Hotplug(Handle):
    """A machine whose memory is added, onlined, offlined and removed, as the kernel does it.

    Takes a machine of a trace, as docs/formats.md describes it, without the object around.
    Raises InputError, with the field. Threads may share it: each operation has it for itself.
    """

    _noun = "machine"

    def __init__(self, machine: Mapping[str, Any]) -> None:
        line = encoded({"machine": machine})
        hotplug = c_void_p()
        answered(lambda answer: int(_library.hotplug_boot(line, len(line), byref(hotplug), answer)))
        super().__init__(hotplug, _library.hotplug_destroy)

    def apply(self, op: str, **fields: Any) -> Outcome:
        """Apply an operation: ``apply("write_state", block=40, value="online")``.

        A line of a trace fits as well: ``apply(**line)``. What the kernel refuses is an
        outcome. Raises InputError if this is no operation.
        """
        line = encoded({"op": op, **fields})
        with self._open() as hotplug:
            text = answered(
                lambda answer: int(_library.hotplug_apply(hotplug, line, len(line), answer)))
        answer = json.loads(text)
        return Outcome(answer["result"], answer.get("reason"))
