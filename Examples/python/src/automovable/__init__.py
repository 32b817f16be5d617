# SPDX-License-Identifier: MIT
"""Where Linux puts hotplugged memory under ``memory_hotplug.online_policy=auto-movable``,
and why.

* Machine decides on nodes, groups and sections that are given.
* Model follows events and decides in constant time.
* Hotplug adds, onlines, offlines and removes memory as the kernel does it.
* plan() tells what a scenario will give.

Numbers are pages of 4 KiB unless said otherwise. Section numbers are page frame numbers
/ 32768.
"""

from ._answer import Answer, KernelLookup, OnlineType, RatioTest, TestExit, ZoneExit
from ._errors import Error, InputError
from ._hotplug import Hotplug, Outcome
from ._machine import Group, Machine, Node, Sections, Zone
from ._model import Model
from ._plan import Plan, plan
from ._policy import OnlinePolicy, Policy
from ._zone import ZoneType

__version__ = "0.1.0"

# Users meet these names, not the files' names.
for _each in (Error, InputError):
    _each.__module__ = __name__

__all__ = [
    "Answer", "Error", "Group", "Hotplug", "InputError", "KernelLookup", "Machine", "Model", "Node",
    "OnlinePolicy", "OnlineType", "Outcome", "Plan", "Policy", "RatioTest", "Sections",
    "TestExit", "Zone", "ZoneExit", "ZoneType", "plan",
]
