# SPDX-License-Identifier: MIT
"""The C interfaces, as automovable.h and automovable_plan.h declare them."""

from __future__ import annotations

import ctypes
from ctypes import (POINTER, c_char_p, c_int32, c_int64, c_size_t, c_uint32, c_uint64, c_void_p)
from pathlib import Path
from typing import Any

ZONES = 5
ALL_NODES = -1
NO_GROUP = -1


class CZone(ctypes.Structure):
    _fields_ = [("start_pfn", c_uint64), ("spanned_pages", c_uint64), ("present_pages", c_uint64),
                ("present_early_pages", c_uint64), ("cma_pages", c_uint64)]


class CNode(ctypes.Structure):
    _fields_ = [("zones", CZone * ZONES), ("nid", c_int32), ("reserved", c_uint32)]


class CGroup(ctypes.Structure):
    _fields_ = [("pages", c_uint64), ("present_kernel_pages", c_uint64),
                ("present_movable_pages", c_uint64), ("nid", c_int32), ("is_dynamic", c_uint32)]


class CSections(ctypes.Structure):
    _fields_ = [("first", c_uint64), ("count", c_uint64), ("nid", c_int32), ("zone", c_uint32)]


class CMachine(ctypes.Structure):
    _fields_ = [("nr_nodes", c_uint64), ("nr_groups", c_uint64), ("nr_sections", c_uint64),
                ("nodes", POINTER(CNode)), ("groups", POINTER(CGroup)),
                ("sections", POINTER(CSections))]


class CCheckedMachine(ctypes.Structure):
    _fields_ = [("machine", CMachine)]


class CPolicy(ctypes.Structure):
    _fields_ = [("online_policy", c_uint32), ("auto_movable_ratio", c_uint32),
                ("auto_movable_numa_aware", c_uint32), ("movable_node", c_uint32)]


class CTest(ctypes.Structure):
    _fields_ = [("exit", c_uint64), ("kernel_early_pages", c_uint64), ("movable_pages", c_uint64),
                ("req_kernel_early_pages", c_uint64), ("group_movable_pages", c_uint64),
                ("kernel_pages", c_uint64), ("online_movable_pages", c_uint64),
                ("limit", c_uint64)]


class CAnswer(ctypes.Structure):
    _fields_ = [("result", c_uint64), ("nid", c_uint64), ("exit", c_uint64),
                ("kernel_lookup", c_uint64), ("kernel_pfn", c_uint64),
                ("kernel_nr_pages", c_uint64), ("online_pages", c_uint64),
                ("tested_pages", c_uint64), ("system", CTest), ("node", CTest)]


def _loaded(kind: type[ctypes.CDLL], name: str) -> ctypes.CDLL:
    """The library that came with the package, or else the system's.

    The number in the name is that of the binary interface.
    """
    inside = Path(__file__).with_name(name)
    return kind(str(inside) if inside.exists() else name)


# A decision takes less time than to give the interpreter's lock away and take it back. A
# plan may take seconds.
_decisions = _loaded(ctypes.PyDLL, "libautomovable.so.1")
_plans = _loaded(ctypes.CDLL, "libautomovable-plan.so.1")


def _function(library: ctypes.CDLL, name: str, *arguments: Any, result: Any = c_int32) -> Any:
    """A function. Without the types of its arguments, numbers would be taken for C's int."""
    function = getattr(library, "automovable_" + name)
    function.argtypes, function.restype = arguments, result
    return function


def _decision(name: str, *arguments: Any, result: Any = c_int32) -> Any:
    return _function(_decisions, name, *arguments, result=result)


_model, _policy, _machine = c_void_p, POINTER(CPolicy), POINTER(CMachine)
_checked, _answer, _test = POINTER(CCheckedMachine), POINTER(CAnswer), POINTER(CTest)
_can_online = (c_int32, c_int32, c_uint64, _test)
_zone_for = (c_uint32, c_int32, c_int32, c_uint64, c_uint64, _answer)

version = _decision("version", result=c_uint32)
zone_name = _decision("zone_name", c_uint32, result=c_char_p)
zone_exit_text = _decision("zone_exit_text", c_uint32, result=c_char_p)
test_exit_text = _decision("test_exit_text", c_uint32, result=c_char_p)
error_text = _decision("error_text", c_int32, result=c_char_p)
policy_init = _decision("policy_init", _policy)
policy_parse = _decision("policy_parse", _policy, c_char_p, c_char_p)
policy_print = _decision("policy_print", _policy, c_char_p, c_char_p, c_size_t)
can_online_movable = _decision("can_online_movable", _policy, _machine, *_can_online)
zone_for_pfn_range = _decision("zone_for_pfn_range", _policy, _machine, *_zone_for)
machine_check = _decision("machine_check", _machine, _checked)
machine_fault = _decision("machine_fault", _machine, c_char_p, c_size_t)
checked_can_online_movable = _decision(
    "checked_can_online_movable", _policy, _checked, *_can_online)
checked_zone_for_pfn_range = _decision(
    "checked_zone_for_pfn_range", _policy, _checked, *_zone_for)
model_create = _decision("model_create", _policy, _machine, POINTER(c_void_p))
model_destroy = _decision("model_destroy", _model, result=None)
model_load = _decision("model_load", _model, _policy, _machine)
model_reserve = _decision("model_reserve", _model, c_uint64, c_uint64, c_uint64)
model_set_policy = _decision("model_set_policy", _model, _policy)
model_add_node = _decision("model_add_node", _model, POINTER(CNode))
model_remove_node = _decision("model_remove_node", _model, c_int32)
model_set_zone = _decision("model_set_zone", _model, c_int32, c_uint32, POINTER(CZone))
model_online_block = _decision(
    "model_online_block", _model, c_int32, c_uint32, c_int32, c_uint64, c_uint64, c_uint32)
model_offline_block = _decision(
    "model_offline_block", _model, c_int32, c_uint64, c_uint64, c_uint32)
model_adjust_present_pages = _decision(
    "model_adjust_present_pages", _model, c_int32, c_uint32, c_int32, c_int64, c_uint32)
model_register_static = _decision("model_register_static", _model, c_int32, c_uint64)
model_register_dynamic = _decision("model_register_dynamic", _model, c_int32, c_uint64)
model_adjust_blocks = _decision("model_adjust_blocks", _model, c_int32, c_int32)
model_unregister = _decision("model_unregister", _model, c_int32)
model_online_sections = _decision("model_online_sections", _model, POINTER(CSections))
model_offline_sections = _decision("model_offline_sections", _model, c_uint64, c_uint64)
model_policy = _decision("model_policy", _model, _policy)
model_node = _decision("model_node", _model, c_int32, POINTER(CNode))
model_group = _decision("model_group", _model, c_int32, POINTER(CGroup))
model_can_online_movable = _decision("model_can_online_movable", _model, *_can_online)
model_zone_for_pfn_range = _decision("model_zone_for_pfn_range", _model, *_zone_for)

# Texts come as addresses, since they have to be given back.
_text = POINTER(c_void_p)
text_free = _function(_plans, "text_free", c_void_p, result=None)
plan = _function(_plans, "plan", c_char_p, c_size_t, _text)
hotplug_boot = _function(_plans, "hotplug_boot", c_char_p, c_size_t, POINTER(c_void_p), _text)
hotplug_destroy = _function(_plans, "hotplug_destroy", c_void_p, result=None)
hotplug_apply = _function(_plans, "hotplug_apply", c_void_p, c_char_p, c_size_t, _text)
