# SPDX-License-Identifier: MIT
"""libautomovable by ctypes: models, and what they answer."""

import ctypes
from ctypes import POINTER, byref, c_char_p, c_int32, c_int64, c_uint32, c_uint64, c_void_p

NO_GROUP = -1
ONLINE = 1
ZONES = ("DMA", "DMA32", "Normal", "Movable", "Device")


def words(name, *fields, kind=c_uint64):
    """A struct of fields that are all of one kind, unless they say otherwise."""
    pairs = [field if isinstance(field, tuple) else (field, kind) for field in fields]
    return type(name, (ctypes.Structure,), {"_fields_": pairs})


Policy = words("Policy", "online_policy", "auto_movable_ratio", "auto_movable_numa_aware",
               "movable_node", kind=c_uint32)
Zone = words("Zone", "start_pfn", "spanned_pages", "present_pages", "present_early_pages",
             "cma_pages")
Node = words("Node", ("zones", Zone * len(ZONES)), ("nid", c_int32), ("reserved", c_uint32))
Group = words("Group", "pages", "present_kernel_pages", "present_movable_pages",
              ("nid", c_int32), ("is_dynamic", c_uint32))
Sections = words("Sections", "first", "count", ("nid", c_int32), ("zone", c_uint32))
Test = words("Test", "exit", "kernel_early_pages", "movable_pages", "req_kernel_early_pages",
             "group_movable_pages", "kernel_pages", "online_movable_pages", "limit")
Answer = words("Answer", "result", "nid", "exit", "kernel_lookup", "kernel_pfn",
               "kernel_nr_pages", "online_pages", "tested_pages", ("system", Test),
               ("node", Test))

# The number in the name is that of the binary interface.
library = ctypes.CDLL("libautomovable.so.1")


def function(name, *arguments, result=c_int32):
    """A function of the library; without this, numbers would be taken for C's int."""
    found = getattr(library, "automovable_" + name)
    found.argtypes, found.restype = arguments, result
    return found


error_text = function("error_text", c_int32, result=c_char_p)
zone_exit_text = function("zone_exit_text", c_uint32, result=c_char_p)
policy_init = function("policy_init", POINTER(Policy))
policy_parse = function("policy_parse", POINTER(Policy), c_char_p, c_char_p)
create = function("model_create", POINTER(Policy), c_void_p, POINTER(c_void_p))
destroy = function("model_destroy", c_void_p, result=None)
set_policy = function("model_set_policy", c_void_p, POINTER(Policy))
add_node = function("model_add_node", c_void_p, POINTER(Node))
register_dynamic = function("model_register_dynamic", c_void_p, c_int32, c_uint64)
online_block = function("model_online_block", c_void_p, c_int32, c_uint32, c_int32, c_uint64,
                        c_uint64, c_uint32)
zone_for_pfn_range = function("model_zone_for_pfn_range", c_void_p, c_uint32, c_int32, c_int32,
                              c_uint64, c_uint64, POINTER(Answer))


class Error(Exception):
    """What a function of the library refuses."""


def checked(result):
    if result < 0:
        raise Error(error_text(result).decode())
    return result


class Model:
    """A machine that follows events, with the kernel's parameters by their names."""

    def __init__(self, **parameters):
        policy = Policy()
        checked(policy_init(byref(policy)))
        for name, value in parameters.items():
            checked(policy_parse(byref(policy), name.encode(), str(value).encode()))
        self._model = c_void_p()
        checked(create(byref(policy), None, byref(self._model)))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        destroy(self._model)
        self._model = None

    def add_node(self, node):
        checked(add_node(self._model, byref(node)))

    def register_dynamic(self, nid, unit_pages):
        return checked(register_dynamic(self._model, nid, unit_pages))

    def zone(self, nid, group, start_pfn, nr_pages):
        answer = Answer()
        checked(zone_for_pfn_range(self._model, ONLINE, nid, group, start_pfn, nr_pages,
                                   byref(answer)))
        return answer

    def online(self, nid, zone, group, start_pfn, nr_pages):
        """Onlines memory blocks in a zone."""
        checked(online_block(self._model, nid, zone, group, start_pfn, nr_pages, 0))
