# SPDX-License-Identifier: MIT
"""Texts that go to libautomovable-plan and come back."""

from __future__ import annotations

import json
from ctypes import byref, c_void_p, string_at
from typing import Any, Callable

from . import _library
from ._errors import InputError, checked


def encoded(value: object) -> bytes:
    return json.dumps(value, allow_nan=False, ensure_ascii=False).encode()


def answered(call: Callable[[Any], int]) -> str:
    """The text that a function makes. Raises InputError with what it says is wrong."""
    answer = c_void_p()
    try:
        result = call(byref(answer))
        text = string_at(answer.value).decode() if answer.value else ""
    finally:
        _library.text_free(answer)
    if result < 0 and text:
        error = json.loads(text)["error"]
        raise InputError(error["field"], error["message"])
    checked(result)
    return text
