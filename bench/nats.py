"""Posts through NATS JetStream to workers on three machines, one of which is cut off in the middle.

    python -m bench.nats [--posts N]

Each machine (a network namespace) has a server of the log and `parvis run` with a worker; the log is kept three times
and small, so that it fills. PostgreSQL and whoever holds the stream stand in a fourth place. The stream repeats some
pages, changes some posts and takes some back. At the end every post is accounted for. Needs root, `ip`, nats-server.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.firehose import QUERIES, brand, lines, query_texts, real_texts
from bench.load.machines import HUB, NET, Machine, are_possible, connected

if TYPE_CHECKING:
    from parvis.channels.logic.items import InboundItem, Page
    from parvis.channels.models import Connection

REPOSITORY = Path(__file__).resolve().parents[1]
NUMBERS = {"n1": 31, "n2": 32, "n3": 33}
A_PAGE = 500
LOG_MEBIBYTES = 4
ACK_SECONDS = 10


@dataclass
class Said:
    """What the stream told, for the reckoning."""

    posts: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)
    repeated: int = 0


def item_of(line: str) -> InboundItem:
    from parvis.channels.logic.items import Author, InboundItem

    plain = json.loads(line)
    return InboundItem(
        external_id=plain["id"],
        text=plain["text"],
        published_at=datetime.fromtimestamp(plain["at"], UTC),
        addressed=False,
        author=Author(plain["author"], followers=plain["followers"]),
        engagement=plain["engagement"],
    )


def pages(path: Path, said: Said) -> Iterator[Page]:
    """Every twentieth page comes twice; of every tenth some posts are changed at once and some taken back."""
    from dataclasses import replace

    from parvis.channels.logic.items import Page

    items: list[InboundItem] = []
    number = 0
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            items.append(item_of(line))
            if len(items) < A_PAGE:
                continue
            number += 1
            said.posts |= {item.external_id for item in items}
            changed = (
                [replace(item, text=f"{item.text} changed") for item in items[:5]] if number % 10 == 0 else []
            )
            deleted = [item.external_id for item in items[5:15]] if number % 10 == 0 else []
            said.changed |= {item.external_id for item in changed}
            said.deleted |= set(deleted)
            page = Page(tuple(items), {"page": number}, changed=tuple(changed), deleted=tuple(deleted))
            yield page
            if number % 20 == 0:
                said.repeated += len(items)
                yield page
            items = []


def start_log(machine: Machine, said: Path) -> subprocess.Popen[bytes]:
    """This machine's server of the log, in a cluster with the others."""
    routes = ",".join(f"nats://{NET}.{number}:6222" for number in NUMBERS.values())
    with said.open("ab") as out:
        return subprocess.Popen(
            ["ip", "netns", "exec", machine.namespace, "nats-server", "-a", machine.address, "-p", "4222", "-js",
             "-sd", str(machine.data / "log"), "-n", machine.name, "--cluster_name", "parvis",
             "--cluster", f"nats://{machine.address}:6222", "--routes", routes],
            stdout=out, stderr=out, stdin=subprocess.DEVNULL,
        )  # fmt: skip


def drive(folder: Path, *, posts: int, data: Path) -> dict[str, Any]:
    """In the hub's namespace: database, stream, fault, reckoning."""
    from bench.load.drive import migrate, prepare_machine, start_database
    from parvis.project.paths import Paths

    database = Paths(folder / "database")
    addresses = start_database(database)
    machines = [Machine(name, number, folder / name) for name, number in NUMBERS.items()]
    servers = ",".join(f"nats://{machine.address}:4222" for machine in machines)
    log_settings = {
        "PARVIS_NATS_URL": servers,
        "PARVIS_NATS_REPLICAS": "3",
        "PARVIS_NATS_MEBIBYTES": str(LOG_MEBIBYTES),
        "PARVIS_NATS_ACK_SECONDS": str(ACK_SECONDS),
    }
    for machine in machines:
        prepare_machine(machine, database, addresses, processes="worker")
        machine.environment |= log_settings
    migrate(machines[0])
    secrets = json.loads((machines[0].data / "secrets.json").read_text())
    os.environ.update(
        machines[0].environment
        | {"DJANGO_SETTINGS_MODULE": "parvis.project.settings", "PARVIS_SECRET_KEY": secrets["secret_key"],
           "PARVIS_FIELD_KEY": secrets["field_key"]}
    )  # fmt: skip
    import django

    django.setup()
    source = prepare_listening()
    logs = [start_log(machine, folder / f"{machine.name}-log.txt") for machine in machines]
    path = folder / "posts.jsonl"
    lines(path, count=posts, seed=9, texts=real_texts(data))
    for machine in machines:
        machine.start()
    try:
        return run(source, path, machines)
    finally:
        for log in logs:
            log.kill()
            log.wait(10)


def prepare_listening() -> Connection:
    from parvis.channels.actions.connections import create_connection
    from parvis.foundation.audit import SYSTEM
    from parvis.foundation.clock import utc_now
    from parvis.listening.actions.rules import set_source_rule
    from parvis.listening.models import Query

    now = utc_now()
    Query.objects.bulk_create(
        Query(name=brand(n), reference=brand(n), text=text, created_at=now, changed_at=now)
        for n, text in enumerate(query_texts())
    )
    source = create_connection(kind="file", name="stream", channel="x", by=SYSTEM, now=now)
    set_source_rule(source, keeps_only_matches=True, by=SYSTEM, now=now)
    return source


def run(source: Connection, path: Path, machines: list[Machine]) -> dict[str, Any]:
    from django.db import close_old_connections

    from parvis.channels.models import Receipt
    from parvis.foundation.clock import utc_now
    from parvis.project.relay import relayed

    stop, said, told = threading.Event(), Said(), {"publishing": 0.0}
    wait(lambda: all(machine.has_said("Parvis is ready") for machine in machines), 120)
    with relayed(stop) as hand_on:
        hand_on(
            source, first_page(path), now=utc_now()
        )  # every machine has read its models when this is stored
        wait(lambda: Receipt.objects.exists(), 120)
        began = time.monotonic()

        def publish() -> None:
            for page in pages(path, said):
                hand_on(source, page, now=utc_now())
            told["publishing"] = time.monotonic() - began
            close_old_connections()

        publisher = threading.Thread(target=publish)
        publisher.start()
        total = sum(1 for _ in path.open())
        wait(lambda: Receipt.objects.count() > total / 3, 600)
        machines[0].cut_off()
        cut_at, cut_stored = time.monotonic() - began, Receipt.objects.count()
        wait(lambda: Receipt.objects.count() > total * 2 / 3, 600)
        machines[0].join_again()
        joined_at = time.monotonic() - began
        wait(lambda: Receipt.objects.count() >= total, 600)
        stored = time.monotonic() - began
        publisher.join(timeout=120)
        wait(is_log_empty, 120)
        seconds = time.monotonic() - began
    return reckon(said) | {
        "posts": total,
        "posts_per_second": round(total / stored),
        "published_in_seconds": round(told["publishing"], 1),
        "emptied_after_seconds": round(seconds, 1),
        "cut_off": [machines[0].name, f"after {cut_stored} posts", f"{cut_at:.1f} to {joined_at:.1f} s"],
        "peak_mib_of_a_worker": peak_memory(machines),
    }


def first_page(path: Path) -> Page:
    from parvis.channels.logic.items import Page

    with path.open(encoding="utf-8") as stream:
        return Page((item_of(next(stream)),), {})


def is_log_empty() -> bool:
    import asyncio

    from parvis.project.jetstream import STREAM, opened

    async def ask() -> bool:
        async with opened("reckoning") as log:
            return (await log.stream.stream_info(STREAM)).state.messages == 0

    return asyncio.run(ask())


def reckon(said: Said) -> dict[str, Any]:
    from django.db.models import Sum

    from parvis.channels.models import Receipt
    from parvis.foundation.events import deliver_now
    from parvis.foundation.models import StoredEvent
    from parvis.listening.actions.fold import fold_deltas
    from parvis.listening.models import DayCell, Dropped, Match, Mention

    # Workers of the jobs do this as well; here nobody need wait for them.
    for event in StoredEvent.objects.filter(name__regex="Items(Changed|Withdrawn|Received)$").order_by("pk"):
        deliver_now(event.pk)
    fold_deltas()
    kept = list(Mention.objects.values_list("external_id", flat=True))
    dropped = sum(Dropped.objects.values_list("count", flat=True))
    received = set(Receipt.objects.values_list("external_id", flat=True))
    changed = Mention.objects.filter(external_id__in=said.changed)
    counted = {is_all: DayCell.objects.filter(**({"query_id": 0} if is_all else {"query_id__gt": 0})).aggregate(
        n=Sum("mentions"))["n"] or 0 for is_all in (True, False)}  # fmt: skip
    withdrawn = len(received) - len(kept) - dropped
    return {
        "repeated_by_the_stream": said.repeated,
        "lost": len(said.posts - received),
        "twice": len(kept) - len(set(kept)),
        "kept": len(kept),
        "dropped_as_no_match": dropped,
        # Of those taken back, some had been kept: these are gone, and nothing else is missing.
        "taken_back": len(said.deleted),
        "taken_back_but_still_there": len(said.deleted & set(kept)),
        "missing_otherwise": max(0, withdrawn - len(said.deleted)),
        "changed": len(said.changed),
        "changed_with_old_words": changed.exclude(text__endswith=" changed").count(),
        "figures_differ_from_rows": counted[True] != len(kept) or counted[False] != Match.objects.count(),
    }


def peak_memory(machines: list[Machine]) -> int:
    """Of the processes that take posts from the log, on every machine."""
    from bench.load.machines import ip

    peaks = [0]
    for machine in machines:
        for pid in ip("netns", "pids", machine.namespace).split():
            with contextlib.suppress(OSError):
                if b"stream_worker" in Path(f"/proc/{pid}/cmdline").read_bytes():
                    status = Path(f"/proc/{pid}/status").read_text()
                    peaks.append(int(status.split("VmHWM:")[1].split()[0]) // 1024)
    return max(peaks)


def wait(condition: Any, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "too slow; see what the machines said"
        time.sleep(0.1)


def main(posts: int, data: Path) -> int:
    if not are_possible() or shutil.which("nats-server") is None:
        print(
            "Needs root, the program ip, network namespaces and nats-server (Debian: apt-get install nats-server)."
        )
        return 2
    from parvis.project import postgres
    from parvis.project.paths import ROOT_FOLDER, Paths

    folder = ROOT_FOLDER / f"nats-{uuid.uuid4().hex[:8]}"
    folder.mkdir(mode=0o755, parents=True)
    machines = [Machine(name, number, folder / name) for name, number in NUMBERS.items()]
    try:
        with connected(machines):
            done = subprocess.run(
                ["ip", "netns", "exec", HUB, sys.executable, "-m", "bench.nats", "--drive", str(folder),
                 "--posts", str(posts), "--data", str(data.resolve())],
                cwd=REPOSITORY, env={**os.environ, "PARVIS_LOAD_PREFIX": HUB.removesuffix("hub")},
                stdout=subprocess.PIPE, text=True, check=False,
            )  # fmt: skip
            postgres.stop(Paths(folder / "database"), although_used=True)
        if done.returncode:
            for said in sorted(folder.glob("*.txt")):
                print(said.name, said.read_text()[-3000:], sep="\n", file=sys.stderr)
            return 1
        told = json.loads(done.stdout.splitlines()[-1])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(json.dumps(told, indent=1))
    bad = ("lost", "twice", "missing_otherwise", "taken_back_but_still_there", "changed_with_old_words")
    is_well = not any(told[name] for name in (*bad, "figures_differ_from_rows"))
    print(
        f"nats: {told['posts_per_second']:,} posts/s through JetStream to three machines, {QUERIES:,} queries, "
        + ("nothing lost, nothing twice, what was taken back is gone" if is_well else "FAILED: see above")
    )
    return 0 if is_well else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=200_000)
    parser.add_argument("--drive", type=Path, default=None)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    given = parser.parse_args()
    if given.drive:
        os.environ.setdefault("PARVIS_DATA", tempfile.mkdtemp(prefix="parvis-bench-"))
        print(json.dumps(drive(given.drive, posts=given.posts, data=given.data)))
    else:
        raise SystemExit(main(given.posts, given.data))
