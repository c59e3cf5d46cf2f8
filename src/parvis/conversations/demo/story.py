"""Ninety days of letters, forms and posts to the company, answered as well as a good team manages.

The exchanges go through the same door as any import; who answered, how it ended and what still waits is
written afterwards.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from parvis.accounts.models import Team, User
from parvis.channels.actions.receive import receive_items
from parvis.channels.logic.items import Author, InboundItem
from parvis.channels.models import Connection
from parvis.conversations.actions.recount import recount
from parvis.conversations.demo import scripts_en, scripts_fr
from parvis.conversations.models import Conversation, Message, Queue, Status
from parvis.foundation.demo import CRISIS_DAY, DAYS, DOMAIN, DemoCompany, DemoCustomer, customers
from parvis.foundation.events import deliver_now

AGENTS = {"fr": ("lea.bonnet", "karim.haddad", "lea.bonnet", "hugo.lemaire"), "en": ("emma.clarke",)}
OF_NETWORKS = "julie.moreau"


@dataclass
class Exchange:
    """One script played between a customer and an adviser."""

    connection_slug: str
    agent: str
    items: list[InboundItem] = field(default_factory=list)
    notes: list[tuple[datetime, str]] = field(default_factory=list)
    is_over: bool = True


def load(company: DemoCompany) -> None:
    """Write the chapter: queues, about 330 conversations, the state they are in today."""
    _make_queues(company)
    connections = {c.slug: c for c in Connection.objects.all()}
    agents = {user.email.split("@")[0]: user for user in User.objects.all()}
    exchanges = list(_exchanges(company))
    for slug, connection in connections.items():
        items = sorted(
            (item for e in exchanges if e.connection_slug == slug for item in e.items),
            key=lambda item: item.published_at,
        )
        if items:
            received = receive_items(connection, items, cursor=None, now=company.now)
            for event_id in received.event_ids:
                deliver_now(event_id)
    _finish(company, exchanges, connections, agents)


def _make_queues(company: DemoCompany) -> None:
    teams = {team.name: team for team in Team.objects.all()}
    by_slug = {c.slug: c for c in Connection.objects.all()}
    for name, team, slugs, is_default in (
        ("Service client", "Service client", ("demo-mail", "velostral"), True),
        ("Réseaux sociaux", "Réseaux et communauté", ("demo-x", "demo-mastodon"), False),
        ("Réparateurs", "Réparateurs agréés", (), False),
    ):
        queue = Queue.objects.create(
            name=name, team=teams[team], is_default=is_default, created_at=company.day(0)
        )
        queue.connections.set([by_slug[slug] for slug in slugs])


def _exchanges(company: DemoCompany) -> Iterator[Exchange]:
    dice = company.chance("conversations")
    people = customers(company)
    number = 0
    for day in range(DAYS):
        since_crisis = day - CRISIS_DAY
        usual = dice.randint(2, 4) if company.day(day).weekday() < 5 else dice.randint(0, 2)
        if day >= DAYS - 3:
            usual += 7  # whatever day of the week the demo is opened on, the inbox is alive
        anxious = round(14 * 0.82**since_crisis) if since_crisis >= 0 else 0
        for position in range(usual + anxious):
            number += 1
            yield _play(company, day, number, position >= usual, dice, dice.choice(people))


def _play(
    company: DemoCompany, day: int, number: int, is_anxious: bool, dice: random.Random, who: DemoCustomer
) -> Exchange:
    scripts = scripts_fr if who.language == "fr" else scripts_en
    topic, subject, lines = dice.choice(scripts.CRISIS if is_anxious else scripts.USUAL)
    slug = dice.choices(("demo-mail", "velostral", "demo-x", "demo-mastodon"), (6, 2, 3, 1))[0]
    is_public = slug in ("demo-x", "demo-mastodon")
    agent = OF_NETWORKS if is_public and dice.random() < 0.7 else dice.choice(AGENTS[who.language])
    words = {
        "prenom": who.given_name,
        # Whoever asks which bike to buy compares with the Bora, so they ask about another.
        "p": "Bora" if is_anxious else "Mistral" if topic == "price" else who.product,
        "n": f"{dice.randint(100_000, 999_999)}",
        "v": who.city,
        "j": str(dice.randint(9, 21)),
        "agent": agent.split(".")[0].capitalize().replace("Lea", "Léa"),
    }
    exchange = Exchange(slug, agent)
    at = company.day(day) + timedelta(minutes=dice.randint(7 * 60 + 30, 20 * 60))
    # In the first days of the crisis everybody waits four times as long.
    slowness = 4.0 if is_anxious and day - CRISIS_DAY < 6 else 1.0
    last_id = ""
    for turn, line in enumerate(lines):
        side, text = line[0], line[2:].format(**words)
        if turn:
            usual_wait = {"a": 150, "c": 240, "n": 40}[side] * (0.4 if is_public else 1.0)
            at += timedelta(minutes=3 + dice.expovariate(1 / (usual_wait * slowness)))
        if at >= company.now:
            exchange.is_over = False
            break
        if side == "n":
            exchange.notes.append((at, text))
            continue
        external_id = f"<demo-{number}-{turn}@{DOMAIN}>"
        exchange.items.append(
            InboundItem(
                external_id=external_id,
                text=text,
                title=subject.format(**words) if not is_public else "",
                published_at=at,
                addressed=True,
                outbound=side == "a",
                author=Author(who.handle if is_public else who.email, f"{who.given_name} {who.family_name}")
                if side == "c"
                else Author(f"@{company.name.lower()}" if is_public else f"bonjour@{DOMAIN}"),
                in_reply_to=last_id,
            )
        )
        last_id = external_id
    # In the last two days not everything is answered yet.
    if day >= DAYS - 2 and len(exchange.items) > 1 and dice.random() < 0.6:
        exchange.items = exchange.items[:1]
        exchange.notes = []
        exchange.is_over = False
    return exchange


def _finish(
    company: DemoCompany,
    exchanges: Sequence[Exchange],
    connections: dict[str, Connection],
    agents: dict[str, User],
) -> None:
    """Who answered, what was noted, how it stands today."""
    dice = company.chance("outcomes")
    home = {
        (m.connection_id, m.external_id): m.conversation_id
        for m in Message.objects.only("connection_id", "external_id", "conversation_id")
    }
    outcomes: dict[int, dict[str, object]] = {}
    for exchange in exchanges:
        if not exchange.items:
            continue
        connection = connections[exchange.connection_slug]
        conversation_id = home[connection.pk, exchange.items[0].external_id]
        agent = agents[exchange.agent]
        Message.objects.filter(conversation_id=conversation_id, kind=Message.OUTBOUND).update(author=agent)
        Message.objects.bulk_create(
            Message(
                conversation_id=conversation_id,
                kind=Message.NOTE,
                author=agent,
                text=text,
                sent_at=at,
                created_at=at,
            )
            for at, text in exchange.notes
        )
        outcomes[conversation_id] = _outcome(company, exchange, agent, dice)
    recount(list(outcomes))
    for conversation_id, outcome in outcomes.items():
        Conversation.objects.filter(pk=conversation_id).update(**outcome)


def _outcome(company: DemoCompany, exchange: Exchange, agent: User, dice: random.Random) -> dict[str, object]:
    last = exchange.items[-1].published_at
    age = company.now - last
    if not any(item.outbound for item in exchange.items):
        return {"assignee": agent if dice.random() < 0.3 else None}
    if age > timedelta(days=3):
        return {
            "assignee": agent,
            "status": Status.RESOLVED,
            "resolved_at": last + timedelta(minutes=20),
            "waiting_since": None,
        }
    if not exchange.is_over and dice.random() < 0.5:
        return {"assignee": agent, "status": Status.PENDING, "waiting_since": None}
    if dice.random() < 0.15:
        return {
            "assignee": agent,
            "status": Status.SNOOZED,
            "snoozed_until": company.now + timedelta(days=dice.randint(1, 3)),
        }
    return {"assignee": agent}
