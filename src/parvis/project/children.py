"""The processes of an installation: started, watched, restarted, stopped so that none outlives us."""

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)

_LONGEST_PAUSE_SECONDS = 30
_STABLE_SECONDS = 60
_GRACE_SECONDS = 12
_LOG_SIZE_LIMIT = 10 * 1024 * 1024


@dataclass
class Child:
    """One process that is to run all the time."""

    name: str
    command: list[str]
    environment: dict[str, str]
    log: Path
    # What the kernel sends it when we are killed. A server with workers of its own has to end them.
    end_by: signal.Signals = signal.SIGKILL
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0
    deaths: int = 0
    start_again_at: float = field(default=0)


def death_follows_parent(how: signal.Signals | None) -> Callable[[], None]:
    """For `preexec_fn`: the kernel sends `how` when the parent dies, even of `kill -9`; None: never.

    Called after the change of account, which would reset it. The supervisor blocks its signals while it
    waits for them; a child must not inherit that, nor that Ctrl-C is ignored in the background of a shell.
    """

    def prepare() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        if how is not None:
            _libc.prctl(_PR_SET_PDEATHSIG, int(how), 0, 0, 0)

    return prepare


def start(child: Child) -> None:
    if child.log.exists() and child.log.stat().st_size > _LOG_SIZE_LIMIT:
        child.log.replace(child.log.with_suffix(".log.1"))
    with child.log.open("ab") as log:
        child.process = subprocess.Popen(
            child.command, env=child.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            # A group of its own: Ctrl-C reaches only us, and what a killed child leaves can be found.
            start_new_session=True,
            preexec_fn=death_follows_parent(child.end_by),
        )  # fmt: skip
    child.started_at = time.monotonic()


def has_died(child: Child) -> bool:
    """Whether it ended since it was last asked; then its left-overs are gone and its next start is set."""
    if child.process is None or child.process.poll() is None:
        return False
    _kill_group(child)
    child.process = None
    now = time.monotonic()
    child.deaths = 1 if now - child.started_at > _STABLE_SECONDS else child.deaths + 1
    child.start_again_at = now + pause_before_start(child.deaths)
    return True


def pause_before_start(deaths: int) -> float:
    """Seconds: at once, then 1, 2, 4 … up to half a minute."""
    return 0 if deaths <= 1 else min(2.0 ** (deaths - 2), _LONGEST_PAUSE_SECONDS)


def is_due(child: Child) -> bool:
    return child.process is None and time.monotonic() >= child.start_again_at


def stop_all(children: Iterable[Child]) -> None:
    """Ask all at once, wait for all, then leave no process of theirs."""
    running = [child for child in children if child.process is not None]
    for child in running:
        with contextlib.suppress(ProcessLookupError):
            child.process.terminate()  # type: ignore[union-attr]
    deadline = time.monotonic() + _GRACE_SECONDS
    for child in running:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.process.wait(max(0, deadline - time.monotonic()))  # type: ignore[union-attr]
        _kill_group(child)
        child.process.wait()  # type: ignore[union-attr]
        child.process, child.deaths, child.start_again_at = None, 0, 0


def last_words(child: Child) -> str:
    """The last line of its log, for a sentence."""
    try:
        with child.log.open("rb") as log:
            log.seek(max(0, log.seek(0, os.SEEK_END) - 4000))
            lines = [line.strip() for line in log.read().decode(errors="replace").splitlines()]
    except OSError:
        return ""
    last = next((line for line in reversed(lines) if line), "")
    try:
        line = json.loads(last)
        return " ".join(filter(None, [line["message"], line.get("exception", {}).get("type")]))
    except (ValueError, KeyError, TypeError):
        return last


def python_module(module: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", module, *arguments]


def _kill_group(child: Child) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.process.pid, signal.SIGKILL)  # type: ignore[union-attr]
