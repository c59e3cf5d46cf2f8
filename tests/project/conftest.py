"""Installations of their own for the tests of the runtime: real servers, real processes, bounded in time."""

from __future__ import annotations

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from parvis.project import postgres
from parvis.project.paths import ROOT_FOLDER, Paths, test_paths
from parvis.project.postgres.account import database_account
from parvis.project.postgres.programs import programs_folder
from tests.databases import ensure_template, renamed, schema_hash
from tests.processes import wait_until

Run = subprocess.Popen[str]


@pytest.fixture
def paths(tmp_path: Path) -> Iterator[Paths]:
    """A data folder not made yet; root's temporary folders are closed to the database's account."""
    data = ROOT_FOLDER / f"test-{uuid.uuid4().hex[:8]}" if os.geteuid() == 0 else tmp_path / "data"
    yield Paths(data)
    if (data / "run").exists():
        postgres.stop(Paths(data), although_used=True)
    shutil.rmtree(data, ignore_errors=True)


@pytest.fixture
def installed(paths: Paths) -> Paths:
    """The data folder of an installation that exists: a copy, where its making is not what is tested. A cluster and
    two hundred migrations cost ten seconds of processor, a copy a third of one."""
    subprocess.run(["cp", "-a", "--reflink=auto", made_installation(), paths.data], check=True)
    return paths


def made_installation() -> Path:
    """A migrated installation that nothing runs on, made once per state of the schema by whoever comes first. Its
    tables come out of the tests' own template: migrating anew takes five times as long."""
    place = test_paths().data.parent
    place.mkdir(parents=True, exist_ok=True)
    name = test_paths().data.name
    made = place / f"{name}-made-{schema_hash()}"
    with (place / f"{name}-made.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            for older in place.glob(f"{name}-made-*"):
                shutil.rmtree(older)
            half = Paths(made.with_name(f"{made.name}-half"))
            tests = postgres.start_for_tests()
            template = ensure_template(tests.owner_url, tests.app_url)
            copy_tables(renamed(tests.owner_url, template), postgres.start_for_tests(half.data).owner_url)
            postgres.stop(half, although_used=True)
            own = {
                name: value for name, value in os.environ.items() if not name.startswith(("PARVIS_", "PG"))
            }
            own |= {"PARVIS_DATA": str(half.data), "PARVIS_WITHOUT_DEMO": "1"}
            done = subprocess.run(
                parvis("migrate"), env=own, check=True, capture_output=True, timeout=600, text=True
            )
            assert done.stdout == "Nothing to migrate.\n", done.stdout
            half.data.rename(made)
    return made


def copy_tables(source: str, target: str) -> None:
    programs = programs_folder(database_account())
    with tempfile.TemporaryFile() as script:
        subprocess.run([programs / "pg_dump", "--dbname", source], stdout=script, check=True)
        script.seek(0)
        into = [programs / "psql", "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--dbname", target]
        subprocess.run(into, stdin=script, stdout=subprocess.DEVNULL, check=True)


@pytest.fixture
def settings_of_run(paths: Paths) -> dict[str, str]:
    """The environment of an operator who starts Parvis on this folder; nothing of the test suite's own."""
    own = {
        name: value for name, value in os.environ.items() if not name.startswith(("PARVIS_", "DJANGO_", "PG"))
    }
    port = free_port_pair()
    return own | {
        "PARVIS_DATA": str(paths.data),
        "PARVIS_PORT": str(port),
        "PARVIS_LIVE_PORT": str(port + 1),
        "PARVIS_WEB_PROCESSES": "1",
        "PARVIS_WITHOUT_DEMO": "1",
    }


@pytest.fixture
def start(settings_of_run: dict[str, str], paths: Paths, tmp_path: Path) -> Iterator[Callable[..., Run]]:
    """Start `parvis run`; whatever is left of it at the end of the test is killed."""
    runs: list[Run] = []

    def start_run(**more: str) -> Run:
        with (tmp_path / f"run-{len(runs)}.txt").open("w") as out:
            run = subprocess.Popen(
                parvis("run"),
                env=settings_of_run | more,
                stdout=out,
                stderr=out,
                text=True,
                start_new_session=True,
            )
        runs.append(run)
        return run

    yield start_run
    for run in runs:
        run.kill()
        run.wait()
    for pid in processes_of(paths):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def parvis(*words: str) -> list[str]:
    return [sys.executable, "-m", "parvis.project.command_line", *words]


def said(tmp_path: Path, number: int = 0) -> str:
    """What the run of this number has printed so far."""
    return (tmp_path / f"run-{number}.txt").read_text()


def wait_until_ready(run: Run, tmp_path: Path, number: int = 0, *, seconds: float = 150) -> None:
    wait_until(lambda: "Parvis is ready" in said(tmp_path, number) or run.poll() is not None, seconds=seconds)
    assert "Parvis is ready" in said(tmp_path, number), said(tmp_path, number)


def processes_of(paths: Paths) -> set[int]:
    """Ids of all live processes that work in the data folder or were told of it; zombies are none."""
    found = set()
    mark = f"PARVIS_DATA={paths.data}\0".encode()
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if int(process.name) == os.getpid():
                continue
            if (process / "cwd").readlink().is_relative_to(paths.data) or mark in (
                process / "environ"
            ).read_bytes():
                found.add(int(process.name))
    return found


def free_port_pair() -> int:
    """A port that is free together with the next one."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = int(first.getsockname()[1])
            with suppress(OSError, OverflowError):
                second.bind(("127.0.0.1", port + 1))
                return port
