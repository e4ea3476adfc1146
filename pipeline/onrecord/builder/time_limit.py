"""Limits the time that a document may take."""

from __future__ import annotations

import ctypes
import signal
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from types import FrameType


def at_most(seconds: float) -> AbstractContextManager[None]:
    """Raise TimeoutError in the block when it takes longer; a call of a C library is interrupted when it returns."""
    in_main_thread = threading.current_thread() is threading.main_thread()
    return _by_alarm(seconds) if in_main_thread and hasattr(signal, "SIGALRM") else _by_timer(seconds)


def _too_late(seconds: float) -> type[TimeoutError]:
    """The error as a class without arguments: no other can be raised in another thread."""

    def with_message(self: TimeoutError) -> None:
        TimeoutError.__init__(self, f"it took longer than {seconds:g} seconds")

    return type("TimeoutError", (TimeoutError,), {"__init__": with_message})


@contextmanager
def _by_alarm(seconds: float) -> Iterator[None]:
    def give_up(number: int, frame: FrameType | None) -> None:
        raise _too_late(seconds)

    previous = signal.signal(signal.SIGALRM, give_up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)


@contextmanager
def _by_timer(seconds: float) -> Iterator[None]:
    """Raise the error from a timer, in a thread of a cluster's worker, which gets no signals."""
    thread, lock, is_over = threading.get_ident(), threading.Lock(), False

    def give_up() -> None:
        with lock:  # the error never reaches what comes after the block
            if not is_over:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(_too_late(seconds)))

    timer = threading.Timer(seconds, give_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        with lock:
            is_over = True
        timer.cancel()
