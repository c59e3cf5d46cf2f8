"""`parvis run`: one small process that starts everything, watches over it and stops it.

It imports neither Django nor a database driver, so that it stays under 25 MB; what needs them is a stage.
"""

import contextlib
import fcntl
import json
import os
import shutil
import signal
import time
from collections.abc import Iterator
from types import FrameType
from typing import NoReturn

from parvis.project import children, log_files, postgres, service_manager, stages
from parvis.project.children import Child, python_module
from parvis.project.database import is_embedded, reach_database
from parvis.project.environment import Addresses, listening_addresses, process_environment
from parvis.project.paths import Paths
from parvis.project.ports import is_served, require_free
from parvis.project.postgres.account import database_account
from parvis.project.postgres.cluster import SPACE_FOR_A_START, disk_full, prepare_folders
from parvis.project.postgres.roles import DatabaseAddresses
from parvis.project.problems import Problem
from parvis.project.secret_file import read_or_create_secrets
from parvis.project.telemetry import require_parts

_STOP_SIGNALS = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
_FIRST_PAGE_SECONDS = 90
_DATABASE_ATTEMPTS = 5
_LOGS_SECONDS = 60


class _StopAsked(BaseException):
    """Ctrl-C or SIGTERM while the start is still going on."""


def run(paths: Paths) -> None:
    """Run the installation until it is asked to stop. Raises Problem where it cannot run."""
    for number in _STOP_SIGNALS:
        # Explicitly: a shell starts background commands with SIGINT ignored.
        signal.signal(number, _ask_to_stop)
    addresses = listening_addresses()
    require_parts()
    prepare_folders(paths, database_account() if is_embedded() else None)
    started: list[Child] = []
    with _only_supervisor(paths, addresses):
        try:
            if "web" in chosen_processes():
                require_free(addresses.host, addresses.port, variable="PARVIS_PORT")
            if "live" in chosen_processes():
                require_free(addresses.host, addresses.live_port, variable="PARVIS_LIVE_PORT")
            shutil.rmtree(paths.data / "measures", ignore_errors=True)
            databases = reach_database(paths, follow_parent=True)
            _carry_out_request(paths, databases)
            log_ins = stages.prepare_database(paths, databases)
            started += _describe_children(paths, addresses, databases)
            # Pages first: on few cores the others would load what they need in the time of the first page.
            pages = [child for child in started if child.name == "web"]
            for child in pages:
                children.start(child)
                _wait_for_first_page(pages, addresses)
            for child in started:
                if child not in pages:
                    children.start(child)
            if pages:
                _say_where(addresses, log_ins)
            else:
                say(f"Parvis is ready: {', '.join(chosen_processes())} at work.\nCtrl-C stops it.")
            service_manager.tell("READY=1")
            _watch(started, paths, databases)
        except _StopAsked:
            service_manager.tell("STOPPING=1")
            say("Stopping")
        finally:
            # Nothing may interrupt the way out, a second Ctrl-C neither.
            signal.pthread_sigmask(signal.SIG_BLOCK, _STOP_SIGNALS)
            children.stop_all(started)
            if is_embedded():
                postgres.stop(paths, although_used=True)
    say("Stopped; everything is kept.")


def say(sentence: str) -> None:
    print(sentence, flush=True)


def _ask_to_stop(number: int, frame: FrameType | None) -> NoReturn:
    raise _StopAsked


def _describe_children(paths: Paths, addresses: Addresses, databases: DatabaseAddresses) -> list[Child]:
    environment = process_environment(
        paths, read_or_create_secrets(paths.secrets), addresses, databases=databases
    )
    web_processes = os.environ.get("PARVIS_WEB_PROCESSES", "2")
    commands = {
        "web": python_module(
            "granian", "--interface", "wsgi", "--host", addresses.host, "--port", str(addresses.port),
            "--workers", web_processes, "--blocking-threads", os.environ.get("PARVIS_WEB_THREADS", "4"),
            "--no-ws", "--respawn-failed-workers", "--workers-kill-timeout", "8", "--log-level", "warning",
            "parvis.project.wsgi:application",
        ),
        "live": python_module(
            "uvicorn", "--host", addresses.host, "--port", str(addresses.live_port),
            # Open streams would hold the stop up for ever.
            "--timeout-graceful-shutdown", "2", "--log-level", "warning", "--no-access-log",
            "parvis.project.live:application",
        ),
        "worker": python_module("parvis.project.worker"),
    }  # fmt: skip
    asked = chosen_processes()
    return [
        Child(
            name,
            command,
            environment,
            log=paths.log / f"{name}.log",
            end_by=signal.SIGTERM if name == "web" else signal.SIGKILL,
        )
        for name, command in commands.items()
        if name in asked
    ]


def chosen_processes() -> tuple[str, ...]:
    """PARVIS_PROCESSES: which of them this machine runs, where several share the work. Raises Problem."""
    given = os.environ.get("PARVIS_PROCESSES", "web,live,worker").replace(" ", "").split(",")
    if not given or not set(given) <= {"web", "live", "worker"}:
        raise Problem(
            f"PARVIS_PROCESSES is {os.environ['PARVIS_PROCESSES']!r}.", "It takes some of web, live, worker."
        )
    return tuple(given)


def _wait_for_first_page(started: list[Child], addresses: Addresses) -> None:
    deadline = time.monotonic() + _FIRST_PAGE_SECONDS
    while not is_served(addresses.host, addresses.port):
        for child in started:
            if children.has_died(child):
                if child.deaths >= 3 or time.monotonic() > deadline:
                    raise Problem(
                        f"The {child.name} process ends as soon as it starts: {children.last_words(child)}",
                        f"See {child.log}; `parvis doctor` looks for the usual reasons.",
                    )
            elif children.is_due(child):
                children.start(child)
        if time.monotonic() > deadline:
            raise Problem(
                f"No page is served after {_FIRST_PAGE_SECONDS} seconds: {children.last_words(started[0])}",
                f"See {started[0].log}.",
            )
        time.sleep(0.05)


def _say_where(addresses: Addresses, log_ins: list[dict[str, str]]) -> None:
    say(f"\nParvis is ready: {addresses.page_url}\n")
    if log_ins:
        say("It opens with a fictitious company. Log in as one of its staff:")
        for log_in in log_ins:
            say(f"  {log_in['email']:<36} {log_in['password']:<16} {log_in['job']}")
        say("\nYour own data instead: the screen “Start with my own data”, or `parvis demo --remove`.")
    else:
        say("Log in with your account; this creates one: .venv/bin/parvis user add you@example.com")
    say("Ctrl-C stops everything.")


def _watch(started: list[Child], paths: Paths, databases: DatabaseAddresses) -> None:
    """Until asked to stop: restart what died, carry out what a screen asked for."""
    watched = _STOP_SIGNALS | {signal.SIGCHLD}
    signal.pthread_sigmask(signal.SIG_BLOCK, watched)
    attempts, is_full, looked_at_logs = 0, False, 0.0
    while True:
        arrived = signal.sigtimedwait(watched, 1)
        if arrived and arrived.si_signo in _STOP_SIGNALS:
            raise _StopAsked
        if is_embedded() and postgres.postmaster_pid(paths) is None:
            attempts = _restart_database(paths, attempts)
            continue
        attempts = 0
        is_full = _say_once_when_full(paths, was_full=is_full)
        if time.monotonic() - looked_at_logs > _LOGS_SECONDS:
            looked_at_logs = time.monotonic()
            log_files.turn_over(paths.log)
        for child in started:
            if children.has_died(child):
                say(f"The {child.name} process ended ({children.last_words(child)}); starting it again.")
            if children.is_due(child):
                children.start(child)
        if stages.requested_new_beginning(paths):
            children.stop_all(started)
            _carry_out_request(paths, databases)


def _say_once_when_full(paths: Paths, *, was_full: bool) -> bool:
    """The database goes on reading on a full disk and refuses what is written; said before that is reached."""
    is_full = shutil.disk_usage(paths.data).free < SPACE_FOR_A_START
    if is_full and not was_full:
        say(str(disk_full(paths)))
    return is_full


def _restart_database(paths: Paths, attempts: int) -> int:
    say("The database stopped; starting it again. What was committed is kept.")
    try:
        reach_database(paths, follow_parent=True)
    except Problem as problem:
        if attempts + 1 >= _DATABASE_ATTEMPTS:
            raise
        say(str(problem))
        signal.sigtimedwait({signal.SIGCHLD}, children.pause_before_start(attempts + 2))
        return attempts + 1
    return 0


def _carry_out_request(paths: Paths, databases: DatabaseAddresses) -> None:
    request = stages.requested_new_beginning(paths)
    if request is None:
        return
    say("Removing the demo company and beginning with an empty database")
    try:
        email = stages.carry_out_new_beginning(request, paths=paths, databases=databases)
    except Problem as problem:
        # It would fail again at each start; the installation goes on with what it has.
        request.replace(request.with_suffix(".failed"))
        say(f"This did not work: {problem}")
        return
    say(f"Empty, and yours: log in as {email}.")


@contextlib.contextmanager
def _only_supervisor(paths: Paths, addresses: Addresses) -> Iterator[None]:
    descriptor = os.open(paths.supervisor, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Problem(
                f"Parvis already runs on {paths.data}: {_running(descriptor)}.",
                "Use it, stop it with Ctrl-C where it was started, or choose another PARVIS_DATA.",
            ) from error
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps({"pid": os.getpid(), "url": addresses.page_url}).encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _running(descriptor: int) -> str:
    try:
        known = json.loads(os.pread(descriptor, 1000, 0))
        return f"{known['url']} (process {known['pid']})"
    except (ValueError, KeyError):
        return "another process holds it"


def require_stopped(paths: Paths) -> None:
    """For commands that nobody may work beside: neither on this data folder nor, on a server of yours, elsewhere.
    Raises Problem."""
    if is_supervised(paths):
        raise Problem("Parvis is running on this data.", "Stop it first (Ctrl-C where it was started).")
    if is_embedded() or not paths.secrets.exists():
        return
    from parvis.project.own_server import sessions_at_work

    databases = reach_database(paths)
    sessions = sessions_at_work(databases.owner_url or databases.app_url, app_url=databases.app_url)
    if sessions:
        raise Problem(
            f"Parvis is at work on this database from elsewhere: {sessions} sessions of its role.",
            "Stop its services on all machines first.",
        )


def is_supervised(paths: Paths) -> bool:
    """Whether `parvis run` is at work on this data folder."""
    try:
        descriptor = os.open(paths.supervisor, os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return False
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
