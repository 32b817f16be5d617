# SPDX-License-Identifier: MIT
"""What the library holds for a Python object."""

from __future__ import annotations

from contextlib import contextmanager
from ctypes import c_void_p
from threading import Lock
from types import TracebackType
from typing import Callable, Iterator, NoReturn, Optional, TypeVar
from weakref import finalize

_Self = TypeVar("_Self", bound="Handle")


class Handle:
    """Memory of the library's, which ends with the object, with close() or with ``with``.

    Threads may share it: each call has it for itself.
    """

    def __init__(self, handle: c_void_p, destroy: Callable[[c_void_p], object]) -> None:
        self._lock = Lock()
        self._handle: Optional[c_void_p] = handle
        self._finalizer = finalize(self, destroy, handle)

    def __reduce__(self) -> NoReturn:
        # A copy would have the same memory, and give it back once more.
        raise TypeError(f"a {type(self).__name__} can't be copied")

    def __enter__(self: _Self) -> _Self:
        return self

    def __exit__(self, kind: Optional[type[BaseException]], error: Optional[BaseException],
                 trace: Optional[TracebackType]) -> None:
        self.close()

    def close(self) -> None:
        """Give the memory back, once or more often."""
        with self._lock:
            self._handle = None
            self._finalizer()

    @contextmanager
    def _open(self) -> Iterator[c_void_p]:
        with self._lock:
            if self._handle is None:
                raise ValueError(f"expected a {self._noun} that is not closed")
            yield self._handle

    #: What messages call it.
    _noun = "handle"
