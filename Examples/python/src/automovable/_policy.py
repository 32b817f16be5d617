# SPDX-License-Identifier: MIT
"""The parameters of memory_hotplug."""

from __future__ import annotations

from ctypes import byref, create_string_buffer
from dataclasses import dataclass
from enum import IntEnum

from . import _library
from ._errors import InputError, checked, number


class OnlinePolicy(IntEnum):
    """The parameter ``online_policy``."""

    CONTIG_ZONES = 0
    AUTO_MOVABLE = 1


@dataclass(frozen=True)
class Policy:
    """The module parameters of memory_hotplug that steer a decision.

    What is left out has the kernel's default.
    """

    online_policy: OnlinePolicy = OnlinePolicy.CONTIG_ZONES
    #: Percent, 32 bits; 0 for none.
    auto_movable_ratio: int = 301
    auto_movable_numa_aware: bool = True
    #: The boot parameter.
    movable_node: bool = False

    def __post_init__(self) -> None:
        number(self.auto_movable_ratio, "auto_movable_ratio", 0, 2**32 - 1)

    def written(self, name: str, value: str) -> Policy:
        """The policy after ``value`` was written to the file ``name`` in
        ``/sys/module/memory_hotplug/parameters``, or given at boot.

        Raises Error if the kernel refuses the value or has no such parameter.
        """
        policy = self._c()
        if "\0" in name + value:
            raise InputError(name, "expected a text without NUL")
        checked(_library.policy_parse(byref(policy), name.encode(), value.encode()),
                f"{name}={value}")
        return policy_of(policy)

    def read(self, name: str) -> str:
        """What reading the file ``name`` gives, newline included."""
        text = create_string_buffer(64)
        policy = self._c()
        checked(_library.policy_print(byref(policy), name.encode(), text, len(text)), name)
        return text.value.decode()

    def _c(self) -> _library.CPolicy:
        return _library.CPolicy(self.online_policy, self.auto_movable_ratio,
                                self.auto_movable_numa_aware, self.movable_node)


def policy_of(policy: _library.CPolicy) -> Policy:
    return Policy(OnlinePolicy(policy.online_policy), policy.auto_movable_ratio,
                  bool(policy.auto_movable_numa_aware), bool(policy.movable_node))
