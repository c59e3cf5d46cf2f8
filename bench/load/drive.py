"""The hub: PostgreSQL, the clients, the faults, and the reckoning at the end. Runs inside the hub's namespace."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import psycopg

from bench.load.clients import HOST, ORIGIN, Page, Writes, keep_page_open, send_forms
from bench.load.machines import HUB_ADDRESS, NET, Machine
from parvis.project import postgres
from parvis.project.paths import Paths
from parvis.project.postgres.roles import DatabaseAddresses
from parvis.project.secret_file import read_or_create_secrets

WRITERS, PAUSE_SECONDS, PAGES = 6, 0.4, 4
_SERVER = {
    "listen_addresses": HUB_ADDRESS,
    "max_connections": "100",
    # A machine that is cut off may hold locks: the server has to notice that it is gone.
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "10000",
}


@dataclass
class Fault:
    what: str
    at_seconds: float
    lasts_seconds: float
    begin: Callable[[], None]
    end: Callable[[], None]


def faults(web: list[Machine], workers: list[Machine], database: Paths, *, is_short: bool) -> list[Fault]:
    def kill(machine: Machine, at: float, lasts: float) -> Fault:
        return Fault(f"{machine.name} killed", at, lasts, machine.kill, machine.start)

    def cut(machine: Machine, at: float, lasts: float) -> Fault:
        return Fault(f"{machine.name} cut off", at, lasts, machine.cut_off, machine.join_again)

    def stop_server() -> None:
        postgres.stop(database, although_used=True)

    def kill_server() -> None:
        os.kill(postgres.postmaster_pid(database) or 0, signal.SIGKILL)

    def start_server() -> None:
        postgres.ensure_running(database, settings=_SERVER)

    if is_short:
        return [
            kill(web[0], 2, 3),
            kill(workers[0], 4, 3),
            Fault("database restarted", 9, 1, stop_server, start_server),
        ]
    return [
        kill(web[0], 5, 8),
        kill(web[1], 23, 8),
        kill(workers[0], 41, 8),
        kill(workers[1], 55, 8),
        cut(web[0], 70, 14),
        cut(workers[0], 92, 14),
        Fault("database restarted", 114, 2, stop_server, start_server),
        Fault("database killed", 126, 2, kill_server, start_server),
    ]


def drive(folder: Path, *, is_short: bool) -> dict[str, Any]:
    """Everything, from the database to the figures; raises AssertionError where something was lost."""
    database = Paths(folder / "database")
    web = [Machine(f"w{n}", 10 + n, folder / f"w{n}") for n in (1, 2)]
    workers = [Machine(f"j{n}", 20 + n, folder / f"j{n}") for n in (1, 2)]
    addresses = start_database(database)
    for machine in (*web, *workers):
        prepare_machine(machine, database, addresses, processes="web,live" if machine in web else "worker")
    migrate(web[0])
    for machine in (*web, *workers):
        machine.start()
    cookie, slug, opening = _prepare_content(web[0])
    _wait(lambda: all(machine.has_said("Parvis is ready") for machine in (*web, *workers)), 90)
    return asyncio.run(
        _run(
            web, faults(web, workers, database, is_short=is_short), addresses, cookie, slug, opening, is_short
        )
    )


async def _run(
    web: list[Machine],
    planned: list[Fault],
    addresses: DatabaseAddresses,
    cookie: str,
    slug: str,
    opening: Callable[[str], str],
    is_short: bool,
) -> dict[str, Any]:
    writes, pages = Writes(), [Page() for _ in range(PAGES)]
    load_over, all_over = asyncio.Event(), asyncio.Event()
    places = [machine.address for machine in web]
    open_pages = [
        asyncio.create_task(keep_page_open(page, cookie=cookie, addresses=places, until=all_over))
        for page in pages
    ]
    await _until(lambda: True, 1)
    began = time.monotonic()
    writers = [
        asyncio.create_task(
            send_forms(
                writes,
                slug=slug,
                opening=opening,
                addresses=places,
                pause_seconds=PAUSE_SECONDS,
                until=load_over,
            )
        )
        for _ in range(WRITERS)
    ]
    log = await _carry_out(planned, began)
    await asyncio.sleep(3 if is_short else 6)
    load_over.set()
    await asyncio.gather(*writers)
    load_seconds = time.monotonic() - began
    owner = addresses.owner_url
    drained = await _drain(owner)
    await asyncio.sleep(2)
    announced = _ids(owner, "SELECT id FROM foundation_live_announcement WHERE audience ~ '^queue:'")
    await _until(lambda: all(announced <= page.heard for page in pages), 40)
    all_over.set()
    for task in open_pages:
        task.cancel()
    await asyncio.gather(*open_pages, return_exceptions=True)
    return _reckon(writes, pages, announced, owner, log, load_seconds, drained, began)


async def _carry_out(planned: list[Fault], began: float) -> list[tuple[str, float, float]]:
    """Each fault in its time, in a thread: the clients go on. Returns (what, begun, ended) on the clock."""
    log: list[tuple[str, float, float]] = []

    async def one(fault: Fault) -> None:
        await asyncio.sleep(max(0, began + fault.at_seconds - time.monotonic()))
        started = time.monotonic()
        await asyncio.to_thread(fault.begin)
        await asyncio.sleep(fault.lasts_seconds)
        await asyncio.to_thread(fault.end)
        log.append((fault.what, started, time.monotonic()))

    await asyncio.gather(*map(one, planned))
    return log


async def _drain(owner: str) -> float:
    """Seconds until no job of an event waits or runs; what a killed worker had in hand is freed after 30 s."""
    began = time.monotonic()

    def is_done() -> bool:
        with contextlib.suppress(psycopg.OperationalError), psycopg.connect(owner) as connection:
            row = connection.execute(
                "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') "
                "AND task_name = 'foundation.handle_event'"
            ).fetchone()
            return row == (0,)
        return False

    await _until(is_done, 90)
    return time.monotonic() - began


def _reckon(
    writes: Writes,
    pages: list[Page],
    announced: set[int],
    owner: str,
    log: list[tuple[str, float, float]],
    load_seconds: float,
    drained_seconds: float,
    began: float,
) -> dict[str, Any]:
    with psycopg.connect(owner) as connection:
        stored = dict(
            connection.execute(
                "SELECT substring(text FROM 'order ([0-9a-f]{32})'), count(*) FROM conversations_message GROUP BY 1"
            ).fetchall()
        )
        events = connection.execute(
            "SELECT count(*) FROM foundation_event WHERE name LIKE '%ItemsReceived'"
        ).fetchone()
        unhandled = connection.execute(
            "SELECT count(*) FROM foundation_event e WHERE name LIKE '%ItemsReceived' AND NOT EXISTS "
            "(SELECT FROM foundation_handled_event h WHERE h.event_id = e.id AND h.handler LIKE 'parvis.conv%')"
        ).fetchone()
        told = connection.execute(
            "SELECT percentile_cont(ARRAY[0.5, 0.95, 1]) WITHIN GROUP "
            "(ORDER BY extract(epoch FROM h.handled_at - e.created_at)::float) "
            "FROM foundation_handled_event h JOIN foundation_event e ON e.id = h.event_id"
        ).fetchone()
        dead = connection.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'"
        ).fetchone()
    accepted = set(writes.accepted)
    times = sorted(writes.accepted.values())
    return {
        "load_seconds": round(load_seconds, 1),
        "accepted_writes": len(accepted),
        "writes_per_second": round(len(accepted) / load_seconds, 1),
        "attempts": writes.attempts,
        "failed_attempts": writes.failed_attempts,
        "given_up": len(writes.given_up),
        "lost_writes": len(accepted - stored.keys()),
        "doubled_writes": sum(count > 1 for count in stored.values()),
        "events": events[0] if events else None,
        "unhandled_events": unhandled[0] if unhandled else None,
        "dead_jobs": dead[0] if dead else None,
        "drained_seconds": round(drained_seconds, 1),
        "accepted_after_seconds": {
            "p50": round(statistics.median(times), 3),
            "p95": round(times[int(len(times) * 0.95)], 3),
            "longest": round(times[-1], 1),
        },
        "handled_after_seconds": [round(value, 2) for value in told[0]] if told else None,
        "announcements": len(announced),
        "pages": [{"missed": len(announced - page.heard), "streams_lost": page.losses} for page in pages],
        "faults": [
            {
                "what": what,
                "at_seconds": round(start - began, 1),
                "lasted_seconds": round(end - start, 1),
                "pages_silent_seconds": round(max(_silence(page, start, end + 15) for page in pages), 1),
            }
            for what, start, end in sorted(log, key=lambda entry: entry[1])
        ],
    }


def _silence(page: Page, start: float, end: float) -> float:
    """The longest time in which this page heard nothing."""
    moments = [start, *(at for at in page.heard_at if start <= at <= end), end]
    return max((later - earlier for earlier, later in pairwise(moments)), default=0.0)


def start_database(database: Paths) -> DatabaseAddresses:
    """The embedded server with an address on the bridge. It writes to the disk before it says so."""
    postgres.ensure_running(database, hurry=True)
    postgres.stop(database)
    with (database.cluster / "pg_hba.conf").open("a") as file:
        file.write(f"host all all {NET}.0/24 scram-sha-256\n")
    addresses = postgres.ensure_running(database, settings=_SERVER)
    secrets = read_or_create_secrets(database.secrets)
    place = f"{HUB_ADDRESS}:5432/parvis"
    assert addresses
    return DatabaseAddresses(
        f"postgresql://parvis_owner:{secrets.owner_password}@{place}",
        f"postgresql://parvis_app:{secrets.app_password}@{place}",
    )


def prepare_machine(
    machine: Machine, database: Paths, addresses: DatabaseAddresses, *, processes: str
) -> None:
    machine.data.mkdir(mode=0o700)
    shutil.copy(database.secrets, machine.data / "secrets.json")
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(("PARVIS_", "PG", "DJANGO"))
    }
    machine.environment = inherited | {
        "PARVIS_DATA": str(machine.data),
        "PARVIS_FILES": str(database.files),
        "DATABASE_URL": addresses.owner_url,
        "PARVIS_APP_DATABASE_URL": addresses.app_url,
        "PARVIS_PROCESSES": processes,
        "PARVIS_HOST": machine.address,
        "PARVIS_ORIGIN": ORIGIN,
        "PARVIS_LIVE_ORIGIN": f"http://{HOST}:8001",
        "PARVIS_WEB_PROCESSES": "1",
        "PARVIS_WITHOUT_DEMO": "1",
        "PARVIS_WORKER_CONCURRENCY": "2",
    }


def migrate(machine: Machine) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "parvis.project.command_line", "migrate"],
        env=machine.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def _prepare_content(machine: Machine) -> tuple[str, str, Callable[[str], str]]:
    """(session of somebody who hears every queue, the form's name, how a form is opened)."""
    secrets = json.loads((machine.data / "secrets.json").read_text())
    os.environ.update(
        machine.environment
        | {
            "DJANGO_SETTINGS_MODULE": "parvis.project.settings",
            "PARVIS_SECRET_KEY": secrets["secret_key"],
            "PARVIS_FIELD_KEY": secrets["field_key"],
        }
    )
    import django

    django.setup()
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.cached_db import SessionStore
    from django.core import signing
    from django.db import connections

    from parvis.accounts.models import User
    from parvis.channels.actions.connections import create_connection
    from parvis.foundation.audit import SYSTEM
    from parvis.foundation.clock import utc_now

    user = User(email="watcher@example.org", name="Watcher", roles=["administrator"])
    user.set_unusable_password()
    user.save()
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    form = create_connection(kind="form", name="Load", channel="form", by=SYSTEM, now=utc_now())
    # A stream hears the queues there were when it was opened: the one that messages go to must be there.
    from parvis.conversations.models import Queue

    Queue.objects.get_or_create(is_default=True, defaults={"name": "Load", "created_at": utc_now()})
    connections.close_all()

    def opening(name: str) -> str:
        return signing.dumps({"at": time.time() - 60, "name": name}, salt="channels.contact")

    return str(session.session_key), form.slug, opening


def _ids(owner: str, question: str) -> set[int]:
    with psycopg.connect(owner) as connection:
        return {row[0] for row in connection.execute(question).fetchall()}  # type: ignore[call-overload]


def _wait(condition: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "the machines did not start; see their logs"
        time.sleep(0.1)


async def _until(condition: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        await asyncio.sleep(0.2)


if __name__ == "__main__":
    outcome = drive(Path(sys.argv[1]), is_short="--short" in sys.argv)
    print(json.dumps(outcome))
