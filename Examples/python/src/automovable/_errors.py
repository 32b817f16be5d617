# SPDX-License-Identifier: MIT
"""What goes wrong."""

from __future__ import annotations

from . import _library


class Error(Exception):
    """A function of the library refuses. ``errno`` is Linux's number, as ``errno.ENOENT``."""

    def __init__(self, errno: int, message: str) -> None:
        super().__init__(message)
        self.errno = errno


class InputError(Error):
    """Something that was given isn't as described. ``field`` says where, as ``nodes[3].nid``
    or ``actions[2].grow``, and ``message`` what was expected."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(22, f"{field}: {message}" if field else message)
        self.field = field
        self.message = message


def checked(result: int, what: str = "") -> int:
    """The result of a function, if it isn't an error number."""
    if result >= 0:
        return result
    if result == -12:
        raise MemoryError
    text = _library.error_text(result).decode()
    raise Error(-result, f"{what}: {text}" if what else text)


def number(value: int, field: str, lowest: int, highest: int) -> int:
    """A number in its range. ctypes would cut it off."""
    if not lowest <= value <= highest:
        raise InputError(field, f"expected {lowest} to {highest}, found {value}")
    return value


def pages(value: int, field: str) -> int:
    """A number of 64 bits."""
    return number(value, field, 0, 2**64 - 1)


def node_id(value: int, field: str = "nid") -> int:
    """A number of 32 bits; the library says which nodes there can be."""
    return number(value, field, -(2**31), 2**31 - 1)
