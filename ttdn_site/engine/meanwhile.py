"""A question answered in a process of its own while this one goes on."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable

_YES = b"y"
_NO = b"n"


def can_fork() -> bool:
    """Whether forking is offered and safe: a second thread may hold a lock that the child would wait for."""
    return sys.platform.startswith("linux") and threading.active_count() == 1


def meanwhile(ask: Callable[[], bool]) -> Callable[[], bool]:
    """The question as it was, to be asked for its answer later; once it is needed at the latest it is asked here.

    What is returned has to be called once, or a process is left unwaited for until this one ends.
    """
    if not can_fork():
        return ask
    here, there = os.pipe()
    child = os.fork()
    if child == 0:
        # Whatever happens in here, nothing of the parent's may be run to its end a second time.
        try:
            os.write(there, _YES if ask() else _NO)
        finally:
            os._exit(0)
    os.close(there)

    def answer() -> bool:
        told = os.read(here, 1)
        os.close(here)
        os.waitpid(child, 0)
        return told == _YES if told else ask()

    return answer
