"""Several processes at work on one stream: answers in the order of what was asked, in bounded memory."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any, TypeVar

AHEAD = 3  # a process; read ahead of what has been written, so memory stays bounded

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


def in_order(
    work: Callable[[Asked], Answer],
    asked: Iterator[Asked],
    *,
    jobs: int,
    begin: Callable[..., object] | None = None,
    given: tuple[Any, ...] = (),
) -> Iterator[Answer]:
    """begin, given: called once in each process, before its first work."""
    # Spawned, not forked: a child that inherits half a lock of another thread would hang.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, initializer=_begin, initargs=(begin, given)) as pool:
        running: deque[Future[Answer]] = deque()
        try:
            for each in asked:
                running.append(pool.submit(work, each))
                if len(running) >= jobs * AHEAD:
                    yield running.popleft().result()
            while running:
                yield running.popleft().result()
        finally:
            for future in running:
                future.cancel()


def _begin(begin: Callable[..., object] | None, given: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # interrupts are the parent's
    if begin is not None:
        begin(*given)
