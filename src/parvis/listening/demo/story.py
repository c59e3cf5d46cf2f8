"""Ninety days of public talk: a usual murmur with quiet Sundays, a crisis, its answer, a recovery.

The texts go through the same door as any import and are labelled by the model that ships, so that the
figures of the demo are what Parvis really computes, errors included.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from parvis.channels.actions.receive import receive_items
from parvis.channels.logic.items import Author, InboundItem
from parvis.channels.models import Connection
from parvis.foundation.demo import (
    CRISIS_DAY,
    DAYS,
    RECALL_DAY,
    RECOVERY_DAY,
    DemoCompany,
    DemoCustomer,
    customers,
)
from parvis.foundation.events import deliver_now
from parvis.listening.actions.fold import fold_deltas, refresh_top_authors
from parvis.listening.demo import words_en, words_fr
from parvis.listening.demo.alerts import load_alerts
from parvis.listening.demo.places import load_places
from parvis.listening.demo.queries import load_queries, note_days

# Where a topic is talked about: connection slugs with their weight.
PLACES = {"press": (("demo-press", 1),), "review": (("demo-reviews", 1),)}
ANYWHERE = (("demo-x", 6), ("demo-mastodon", 2), ("demo-forum", 3))
SITES = {
    "demo-x": "x.example",
    "demo-mastodon": "velo.social.example",
    "demo-forum": "forum.roues-electriques.example",
    "demo-reviews": "avis.example",
}
PRESS = ("ouest-velo.example", "cyclemag.example", "le-guidon.example")
PASSERS_BY = (
    "roulelibre velotaf44 grandbraquet mamanpedale guidon_bleu dynamo cyclomax petitplateau lacorde "
    "rayonvert bikefan gearhead pedalpusher tandemtoo mudguard chainring windandwheels slowlane"
).split()


def load(company: DemoCompany) -> None:
    """Write the chapter: queries, a market, and about 2,600 mentions through the ordinary door."""
    load_queries(company)
    dice = company.chance("mentions")
    people = customers(company)
    by_slug: dict[str, list[InboundItem]] = {}
    number = 0
    for day in range(DAYS):
        for _ in range(_loudness(day, company.day(day), dice)):
            number += 1
            slug, item = _one(company, day, number, dice, people)
            if item.published_at < company.now:
                by_slug.setdefault(slug, []).append(item)
    for connection in Connection.objects.filter(slug__in=by_slug):
        items = sorted(by_slug[connection.slug], key=lambda item: item.published_at)
        received = receive_items(connection, items, cursor=None, now=company.now)
        for event_id in received.event_ids:
            deliver_now(event_id)
    note_days(company, list(Connection.objects.filter(slug__in=by_slug).values_list("pk", flat=True)))
    load_places(company)
    fold_deltas()
    refresh_top_authors(most=10_000)
    load_alerts(company)


def _loudness(day: int, date: datetime, dice: random.Random) -> int:
    usual = 15 if date.weekday() < 5 else 9
    crisis = 150 * math.exp(-((day - CRISIS_DAY) / 4.5)) if day >= CRISIS_DAY else 0
    recovery = 16 * math.exp(-(((day - RECOVERY_DAY - 6) / 6) ** 2)) if day >= RECOVERY_DAY else 0
    return round((usual + crisis + recovery) * dice.uniform(0.8, 1.2))


def _one(
    company: DemoCompany, day: int, number: int, dice: random.Random, people: Sequence[DemoCustomer]
) -> tuple[str, InboundItem]:
    words = words_fr if dice.random() < 0.72 else words_en
    topic, text = dice.choice(_lines(words, day, dice))
    speaker = dice.choice(people)
    slug = _drawn(PLACES.get(topic, ANYWHERE), dice)
    text = text.format(
        p="Bora" if topic == "battery" else dice.choice(company.products),
        v=speaker.city,
        k=dice.randint(12, 84),
        j=dice.randint(9, 26),
        c=dice.choice(company.competitors),
    )
    is_press = topic == "press"
    # Most who talk are passers-by; about one in three is a customer, who knows it or not.
    handle = speaker.handle if dice.random() < 0.35 else f"{dice.choice(PASSERS_BY)}{dice.randint(1, 60)}"
    site = dice.choice(PRESS) if is_press else SITES[slug]
    return slug, InboundItem(
        external_id=f"demo-{number}",
        text=text,
        title=text if is_press else "",
        published_at=_moment(company.day(day), dice),
        addressed=False,
        author=Author(
            site if is_press else handle,
            followers=int(dice.lognormvariate(5.2, 1.4)) if slug in ("demo-x", "demo-mastodon") else None,
        ),
        recipient_handle=company.name,
        url=f"https://{site}/{number}",
        site=site,
        engagement=int(dice.expovariate(1 / (40 if is_press else 6))),
        is_repost=text.startswith("RT"),
    )


def _lines(words: object, day: int, dice: random.Random) -> tuple[tuple[str, str], ...]:
    """Which part of the story speaks: the usual murmur never stops."""
    usual, crisis, recall, recovery = (
        getattr(words, name) for name in ("USUAL", "CRISIS", "RECALL", "RECOVERY")
    )
    if day < CRISIS_DAY or dice.random() < 0.12:
        return tuple(usual)
    if day < RECALL_DAY:
        return tuple(crisis)
    if day < RECOVERY_DAY:
        return tuple(crisis if dice.random() < 0.75 - (day - RECALL_DAY) * 0.06 else recall)
    fading = 0.75 * math.exp(-(day - RECOVERY_DAY) / 14)
    return tuple(recovery if dice.random() < fading else usual)


def _drawn(places: Sequence[tuple[str, int]], dice: random.Random) -> str:
    return dice.choices([slug for slug, _ in places], [weight for _, weight in places])[0]


def _moment(midnight: datetime, dice: random.Random) -> datetime:
    """Talk peaks at lunch and after work."""
    weights = (1, 1, 0, 0, 0, 1, 3, 6, 8, 7, 6, 7, 10, 8, 6, 6, 7, 10, 12, 11, 9, 8, 5, 2)
    hour = dice.choices(range(24), weights)[0]
    return midnight + timedelta(hours=hour, minutes=dice.randint(0, 59), seconds=dice.randint(0, 59))
