"""Spreading work over processes.

Workers are forked from a process that holds everything they need, so nothing has to be sent to them; what they find
comes back through a pipe in small portions. Where forking is not offered (Windows, macOS by default) or not safe (in a
process with several threads) the work is done here, one piece after the other, with the same result.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import traceback
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from typing import TypeVar

from ttdn_site.engine.meanwhile import can_fork

Task = TypeVar("Task")
Result = TypeVar("Result")

PORTION = 16
# Fewer tasks than this are done sooner than workers are started.
WORTH_FORKING = 64


class WorkerFailed(RuntimeError):
    """A worker ended without its results; the text is the traceback there."""


def default_workers() -> int:
    """The processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return max(1, os.cpu_count() or 1)


def spread(
    tasks: Sequence[Task],
    start: Callable[[int], Callable[[Task], Result]],
    workers: int,
    *,
    worth: int = WORTH_FORKING,
) -> Iterator[tuple[int, Result]]:
    """The results with the places of their tasks, in no particular order.

    start: called once in each process with its number, gives the function that does a task. Raises what a task raises
    when it was done here or when it can cross processes, else WorkerFailed.
    """
    workers = min(workers, len(tasks))
    if workers < 2 or len(tasks) < worth or not can_fork():
        if tasks:
            work = start(0)
            for place, task in enumerate(tasks):
                yield place, work(task)
        return
    context = multiprocessing.get_context("fork")
    # What is there already is not looked at again by any collector: its pages stay shared.
    gc.freeze()
    processes = []
    connections: list[Connection] = []
    try:
        for number in range(workers):
            here, there = context.Pipe(duplex=False)
            process = context.Process(target=_work, args=(number, workers, tasks, start, there), daemon=True)
            process.start()
            there.close()
            processes.append(process)
            connections.append(here)
        gc.unfreeze()
        yield from _received(connections)
    finally:
        for process in processes:
            if process.is_alive():
                process.terminate()
        for process in processes:
            process.join()
        for connection in connections:
            connection.close()


def _received(connections: Sequence[Connection]) -> Iterator[tuple[int, Result]]:
    waiting = list(connections)
    while waiting:
        for ready in wait(waiting):
            assert isinstance(ready, Connection)
            try:
                message = ready.recv()
            except EOFError:
                raise WorkerFailed("a worker was ended from outside") from None
            if message is None:
                waiting.remove(ready)
            elif isinstance(message, BaseException):
                raise message
            else:
                yield from message


def _work(
    number: int,
    workers: int,
    tasks: Sequence[Task],
    start: Callable[[int], Callable[[Task], Result]],
    connection: Connection,
) -> None:
    """What a worker does: each `workers`-th task, its results in portions, at last None or what went wrong."""
    try:
        work = start(number)
        portion: list[tuple[int, Result]] = []
        for place in range(number, len(tasks), workers):
            portion.append((place, work(tasks[place])))
            if len(portion) == PORTION:
                connection.send(portion)
                portion = []
        connection.send(portion)
        connection.send(None)
    except KeyboardInterrupt:
        pass
    except Exception as error:
        with contextlib.suppress(BrokenPipeError):
            try:
                connection.send(error)
            except Exception:  # an error that cannot be pickled still has to be told
                connection.send(WorkerFailed(traceback.format_exc()))
    finally:
        connection.close()
