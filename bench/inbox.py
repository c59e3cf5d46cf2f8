"""Inbox list, conversation page and search at volume, beside the same list by OFFSET and COUNT(*).

python -m bench.inbox [--conversations N] [--messages N] [--data DIR]
"""

from __future__ import annotations

import argparse
import csv
import gzip
import os
import random
import re
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

from bench.scratch import scratch_database

PAGES = 120
LIST_MS, CONVERSATION_MS, SEARCH_MS = 60.0, 60.0, 150.0
NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
CHANNELS = ("email", "twitter", "mastodon", "form", "sms")
MOODS = ("negative", "neutral", "positive", "")


def texts_of(data: Path) -> list[tuple[str, str]]:
    """(language, text): real posts where they are, otherwise made ones."""
    found: list[tuple[str, str]] = []
    for name, language in (("twcs/dialogues_dev.csv.gz", "en"), ("free_telecom_fr/tweets_dev.csv.gz", "fr")):
        if (data / name).exists():
            with gzip.open(data / name, "rt", encoding="utf-8", newline="") as stream:
                found += [(language, row["text"].replace("\x00", "")) for row in csv.DictReader(stream)]
    words = ["parcel", "late", "refund", "invoice", "station", "door", "colis", "facture", "retard", "quai"]
    return found or [("en", " ".join(random.sample(words, 6))) for _ in range(20_000)]


def fill(owner_url: str, *, conversations: int, messages: int, data: Path) -> dict[str, Any]:
    """Queues, identities, conversations and messages by COPY; the index over words is made afterwards."""
    import psycopg

    from parvis.accounts.models import User
    from parvis.channels.actions.connections import create_connection
    from parvis.conversations.models import Queue
    from parvis.foundation.audit import SYSTEM
    from parvis.foundation.database import copy_rows

    random.seed(7)
    texts = texts_of(data)
    agents = [
        User.objects.create(email=f"agent{n}@example.org", name=f"Agent {n}", roles=["agent"])
        for n in range(20)
    ]
    queues = [Queue.objects.create(name=f"Queue {n}", is_default=n == 0, created_at=NOW) for n in range(8)]
    sources = [
        create_connection(kind="email", name=f"Source {c}", channel=c, by=SYSTEM, now=NOW) for c in CHANNELS
    ]
    first_queue, first_agent, first_source = queues[0].pk, agents[0].pk, sources[0].pk
    starts = [NOW - timedelta(minutes=random.expovariate(1 / 120_000)) for _ in range(conversations)]
    each = messages // conversations

    def identities() -> Iterator[tuple[Any, ...]]:
        for n in range(conversations):
            channel = CHANNELS[n % 5]
            yield n + 1, channel, f"customer{n}", f"customer{n}", f"Customer {n}", False, starts[n], starts[n]

    def threads() -> Iterator[tuple[Any, ...]]:
        for n in range(conversations):
            status = random.choices(("open", "pending", "resolved"), (3, 2, 15))[0]
            last = starts[n] + timedelta(minutes=17 * (each - 1))
            language, text = texts[n % len(texts)]
            is_waiting = status == "open" and n % 3 == 0
            yield (
                n + 1, f"Order {n}", status, first_queue + n % 8, n + 1, first_source + n % 5, CHANNELS[n % 5],
                starts[n], last, last if is_waiting else None, starts[n], starts[n] + timedelta(minutes=17), each,
                text[:200], language, MOODS[n % 4], first_agent + n % 20 if n % 2 else None, "",
            )  # fmt: skip

    def said() -> Iterator[tuple[Any, ...]]:
        number = 0
        for n in range(conversations):
            for step in range(each):
                number += 1
                language, text = texts[(number * 31) % len(texts)]
                at = starts[n] + timedelta(minutes=17 * step)
                inbound = step % 2 == 0
                yield (
                    number, n + 1, "inbound" if inbound else "outbound", n + 1 if inbound else None,
                    None if inbound else first_agent + n % 20, first_source + n % 5, CHANNELS[n % 5],
                    f"m{number}", "", "", f"{text} ref{n}", "", at, at, "" if inbound else "sent", "", False,
                    language, MOODS[number % 4], "bench",
                )  # fmt: skip

    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute("DROP INDEX message_search")
        copy_rows("people_identity", ("id", "channel", "handle", "handle_key", "display_name", "is_ours",
                                      "first_seen_at", "last_seen_at"), identities())  # fmt: skip
        copy_rows("conversations_conversation", (
            "id", "subject", "status", "queue_id", "identity_id", "connection_id", "channel", "created_at",
            "last_message_at", "waiting_since", "first_inbound_at", "first_reply_at", "message_count", "preview",
            "language", "sentiment", "assignee_id", "brand"), threads())  # fmt: skip
        copy_rows("conversations_message", (
            "id", "conversation_id", "kind", "identity_id", "author_id", "connection_id", "channel", "external_id",
            "in_reply_to", "subject", "text", "html", "sent_at", "created_at", "delivery", "delivery_detail",
            "is_automatic", "language", "sentiment", "model_version"), said())  # fmt: skip
        owner.execute("SET maintenance_work_mem = '512MB'")
        owner.execute(
            "CREATE INDEX message_search ON conversations_message USING gin (search) WITH (fastupdate = off)"
        )
        owner.execute("VACUUM ANALYZE")
    return {"agent": agents[3], "queues": queues, "texts": texts}


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def measure(
    name: str, addresses: list[str], get: Callable[[str], Any], *, most_ms: float
) -> tuple[float, bool]:
    """Milliseconds of every address after one warm-up, and whether each asked the same number of queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    get(addresses[0])
    spent, own = [], []
    for address in addresses:
        began, began_own = time.perf_counter(), time.process_time()
        answer = get(address)
        spent.append((time.perf_counter() - began) * 1000)
        own.append((time.process_time() - began_own) * 1000)
        assert answer.status_code == 200, (address, answer.status_code)
    counts = set()
    for address in addresses[:: max(1, len(addresses) // 12)]:
        with CaptureQueriesContext(connection) as queries:
            get(address)
        counts.add(len(queries))
    p50, p95 = percentile(spent, 0.5), percentile(spent, 0.95)
    print(
        f"{name:<34} p50 {p50:6.1f} ms · p95 {p95:6.1f} ms · slowest {max(spent):6.1f} ms · "
        f"of it in Python p95 {percentile(own, 0.95):5.1f} ms · {len(addresses)} pages · "
        f"queries {min(counts)}{'' if len(counts) == 1 else f'–{max(counts)}'} · "
        f"(at most {most_ms:.0f} ms: {'met' if p95 <= most_ms else 'MISSED'})",
        flush=True,
    )
    return p95, p95 <= most_ms


def list_addresses(get: Callable[[str], Any], queues: list[Any]) -> list[str]:
    """Different pages: views and filters, each followed some pages down."""
    starts = ["?", "?status=resolved", "?status=any", "?status=pending", "?assignee=me", "?assignee=none",
              "?waiting=1", "?sentiment=negative", "?channel=sms&status=any", "?assignee=me&status=any",
              "?status=resolved&sentiment=positive&channel=form",
              *(f"?queue={queue.pk}&status=resolved" for queue in queues)]  # fmt: skip
    addresses = []
    for start in starts:
        query = start
        for _ in range(PAGES // len(starts) + 1):
            addresses.append("/inbox/" + query)
            further = re.search(r'rel="next" href="([^"]+)"', get("/inbox/" + query).content.decode())
            if further is None:
                break
            query = unescape(further[1])
    return addresses


def by_offset(conversations: int) -> float:
    """The same list the usual way: ORM, COUNT(*) for the number of pages, OFFSET for the page."""
    from parvis.conversations.models import Conversation

    spent = []
    for _ in range(30):
        began = time.perf_counter()
        rows = Conversation.objects.filter(status="resolved", merged_into=None)
        total = rows.count()
        start = random.randrange(0, max(1, total - 50))
        ordered = rows.select_related("identity", "assignee", "queue").order_by("-last_message_at", "-id")
        assert len(list(ordered[start : start + 50])) > 0
        spent.append((time.perf_counter() - began) * 1000)
    return percentile(spent, 0.95)


def main(options: argparse.Namespace) -> int:
    with scratch_database("bench_inbox") as (owner_url, _):
        from django.conf import settings
        from django.test import Client

        settings.ALLOWED_HOSTS = ["testserver"]
        Path(os.environ["PARVIS_DATA"], "static").mkdir(parents=True, exist_ok=True)
        client = Client()
        client.get("/")  # every module is loaded before anything is measured
        began = time.perf_counter()
        made = fill(
            owner_url, conversations=options.conversations, messages=options.messages, data=options.data
        )
        print(
            f"{options.conversations:,} conversations, {options.messages:,} messages, 8 queues: "
            f"made in {time.perf_counter() - began:.0f} s",
            flush=True,
        )
        client.force_login(made["agent"])
        get = client.get
        words = words_to_find(made["texts"])
        lists, list_met = measure("inbox list", list_addresses(get, made["queues"]), get, most_ms=LIST_MS)
        some = random.sample(range(1, options.conversations + 1), PAGES)
        _, page_met = measure(
            "conversation page", [f"/inbox/{n}/" for n in some], get, most_ms=CONVERSATION_MS
        )
        _, found_met = measure(
            "search in the inbox", [f"/inbox/?q={w}" for w in words], get, most_ms=SEARCH_MS
        )
        _, all_met = measure("search everywhere", [f"/search/?q={w}" for w in words], get, most_ms=SEARCH_MS)
        offset = by_offset(options.conversations)
        print(
            f"the list's queries by OFFSET and COUNT(*), no page rendered: p95 {offset:.1f} ms · "
            f"ratio {offset / lists:.1f} to the whole page of ours"
        )
    return 0 if list_met and page_met and found_met and all_met else 1


def words_to_find(texts: list[tuple[str, str]]) -> list[str]:
    """A hundred different ones: the most frequent, the usual, the rare, two together, accents left out."""
    counts: dict[str, int] = {}
    for _, text in texts:
        for word in {w.strip(".,!?:;\"'()").lower() for w in text.split()}:
            if word.isalpha() and len(word) > 3:
                counts[word] = counts.get(word, 0) + 1
    ordered = sorted(counts, key=lambda word: (-counts[word], word))
    usual = ordered[:40] + ordered[200:230] + ordered[3000:3020]
    pairs = [f"{one}+{other}" for one, other in zip(ordered[5:25], ordered[60:80], strict=False)]
    return usual + pairs + ["ref77", "ref123", "%23500", "customer77", "probleme+reseau"]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--conversations", type=int, default=200_000)
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main(arguments()))
