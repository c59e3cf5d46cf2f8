"""Thirty weeks of questions and answers of the demo’s members."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from parvis.community.demo.words_asked import ASKED
from parvis.community.demo.words_square import BOARDS, MEMBERS_EN, MEMBERS_FR
from parvis.foundation.demo import DemoCompany

Answers = tuple[tuple[str, ...], ...]
WEEKS = 30
# Questions a week on a board that lives; "remorques" had some, and hears nothing since ten weeks.
A_WEEK = {"batteries": 3.0, "entretien": 2.6, "trajets": 1.9, "riders": 1.4, "remorques": 0.9}
SILENT_SINCE = 10
# The few who answer most, as everywhere.
EXPERTS_FR = ("PapiCycliste", "Bastien_velo", "Ludo des Alpes")
EXPERT_EN = "Old Spokes"


def lines(company: DemoCompany, chance: random.Random) -> Iterator[dict[str, Any]]:
    """Thirty weeks of questions and answers in the format of the exchange (docs/operator/community-exchange.md)."""
    for key, name, about, language in BOARDS:
        yield {"type": "board", "id": key, "name": name, "about": about, "language": language}
    begin = company.now - timedelta(weeks=WEEKS)
    for number, name in enumerate((*MEMBERS_FR, *MEMBERS_EN)):
        joined = begin + timedelta(days=number * WEEKS * 7 * 0.8 / len(MEMBERS_FR))
        language = "fr" if name in MEMBERS_FR else "en"
        yield {
            "type": "member", "id": name, "name": name, "language": language,
            "joined_at": (begin if name in (*EXPERTS_FR, EXPERT_EN) else joined).isoformat(),
            "trust": (0, 2, 2, 2)[number % 4],
        }  # fmt: skip
    moments = []
    for key, rate in A_WEEK.items():
        for week in range(WEEKS - (SILENT_SINCE if key == "remorques" else 0)):
            # A place that lives grows a little.
            count = int(rate * (0.7 + week / WEEKS * 0.6) + chance.random())
            moments += [
                (begin + timedelta(weeks=week, hours=chance.uniform(0, 168)), key) for _ in range(count)
            ]
    left: dict[str, list[tuple[str, str, str, Answers]]] = {}
    for number, (at, key) in enumerate(sorted(moments)):
        if at < company.now - timedelta(hours=1):
            # In words that were not used yet, as long as there are some.
            left[key] = left.get(key) or _ways_to_ask(key, company, chance)
            yield from _thread(f"{number}", key, at, left[key].pop(), company=company, chance=chance)


def _ways_to_ask(
    board: str, company: DemoCompany, chance: random.Random
) -> list[tuple[str, str, str, Answers]]:
    """(title, text, product, answers), each title once, in no order."""
    found = {
        title % {"product": product}: (chance.choice(texts), product, answers)
        for titles, texts, answers in ASKED[board]
        for title in titles
        for product in company.products
    }
    ways = [(title, *said) for title, said in found.items()]
    chance.shuffle(ways)
    return ways


def _thread(
    key: str,
    board: str,
    at: datetime,
    way: tuple[str, str, str, Answers],
    *,
    company: DemoCompany,
    chance: random.Random,
) -> Iterator[dict[str, Any]]:
    title, text, name, answers = way
    product = {"product": name}
    people = MEMBERS_EN if board == "riders" else MEMBERS_FR
    experts = (EXPERT_EN,) if board == "riders" else EXPERTS_FR
    asker = chance.choice(people[3:])
    language = "en" if board == "riders" else "fr"
    yield {
        "type": "question", "id": key, "board": board, "author": asker, "title": title,
        "text": _filled(text, product), "language": language, "asked_at": at.isoformat(),
        "tags": [product["product"].lower()], "views": int(chance.expovariate(1 / 60)) + 3,
    }  # fmt: skip
    then = at
    for place, wordings in enumerate(answers):
        # One question in eight hears nothing; on the board that dies, two in three.
        if place == 0 and chance.random() < (0.66 if board == "remorques" else 0.12):
            return
        then += timedelta(hours=chance.expovariate(1 / (30 if board == "remorques" else 5)))
        if then > company.now:
            return
        by = chance.choice(experts) if place == 0 and chance.random() < 0.55 else chance.choice(people)
        if by == asker:
            by = experts[0]
        yield {
            "type": "answer", "id": f"{key}.{place}", "question": key, "author": by,
            "text": _filled(chance.choice(wordings), product), "written_at": then.isoformat(),
        }  # fmt: skip
        for voter in chance.sample(people, chance.randrange(4)):
            if voter != by:
                yield {"type": "vote", "answer": f"{key}.{place}", "member": voter, "at": then.isoformat()}
    if chance.random() < 0.7:
        done = min(then + timedelta(hours=chance.expovariate(1 / 20)), company.now)
        yield {"type": "accepted", "question": key, "answer": f"{key}.0", "at": done.isoformat()}


def _filled(text: str, product: dict[str, str]) -> str:
    return text % product
