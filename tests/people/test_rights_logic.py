"""The clock of a request, the grounds of a refusal, and what is struck out of others' words: pure values."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from parvis.people.logic.rights import REFUSAL_GROUNDS, RightsRefused, require_ground
from parvis.people.logic.rights_clock import (
    due_on,
    easter_sunday,
    holidays,
    may_extend,
    months_after,
    next_working_day,
)
from parvis.people.logic.struck_words import MARK, pattern_of

# received, due, due when extended; with the reason where it is not the same day of the month.
CLOCKS = [
    ("2026-03-05", "2026-04-07", "2026-06-05"),  # 5 April is Easter Sunday, 6 April Easter Monday
    ("2026-08-31", "2026-09-30", "2026-11-30"),  # September has no 31st (EDPB 01/2022, § 158)
    ("2026-01-31", "2026-03-02", "2026-04-30"),  # 28 February is a Saturday
    ("2024-01-31", "2024-02-29", "2024-04-30"),  # a leap year
    ("2026-10-01", "2026-11-02", "2027-01-04"),  # All Saints on a Sunday; 1 January, then a weekend
    ("2026-04-14", "2026-05-15", "2026-07-15"),  # Ascension on 14 May; the national day on 14 July
    ("2025-11-25", "2025-12-26", "2026-02-25"),  # Christmas
    ("2026-06-22", "2026-07-22", "2026-09-22"),
]


@pytest.mark.parametrize(("received", "due", "extended"), CLOCKS)
def test_the_clock(received: str, due: str, extended: str) -> None:
    day = date.fromisoformat(received)
    assert due_on(day).isoformat() == due
    assert due_on(day, is_extended=True).isoformat() == extended
    assert may_extend(day, today=date.fromisoformat(due))
    assert not may_extend(day, today=date.fromordinal(date.fromisoformat(due).toordinal() + 1))


def test_every_day_of_ten_years_has_a_due_day_that_is_worked() -> None:
    for ordinal in range(date(2024, 1, 1).toordinal(), date(2034, 1, 1).toordinal()):
        day = date.fromordinal(ordinal)
        due = due_on(day)
        assert months_after(day, 1) <= due <= date.fromordinal(months_after(day, 1).toordinal() + 4)
        assert due.weekday() < 5 and due not in holidays(due.year)
        assert due_on(day, is_extended=True) > due


def test_easter_of_known_years() -> None:
    # Nautical Almanac Office tables.
    known = {
        1961: (4, 2),
        2000: (4, 23),
        2008: (3, 23),
        2024: (3, 31),
        2025: (4, 20),
        2026: (4, 5),
        2038: (4, 25),
    }
    assert {year: (easter_sunday(year).month, easter_sunday(year).day) for year in known} == known
    assert len(holidays(2026)) == 11 and next_working_day(date(2026, 5, 1)) == date(2026, 5, 4)


@pytest.mark.parametrize("ground", REFUSAL_GROUNDS)
def test_a_ground_serves_the_rights_the_law_names(ground: str) -> None:
    for right in ("access", "portability", "rectification", "erasure", "restriction", "objection"):
        if right in REFUSAL_GROUNDS[ground]:
            require_ground(right, ground, purposes=["research"])
        else:
            with pytest.raises(RightsRefused, match="ground-unfit"):
                require_ground(right, ground, purposes=[])
    for purposes in ([], ["prospecting"], ["prospecting.email", "research"], ["profiling"]):
        with pytest.raises(RightsRefused, match="objection-absolute"):
            require_ground("objection", "compelling", purposes=purposes)


STRUCK = [
    ("@lea_roux", "Ask @lea_roux, or @Lea_Roux!", f"Ask {MARK}, or {MARK}!"),
    ("@lea_roux", "lea_roux and lea_roux2 and @lea_rouxel", f"{MARK} and lea_roux2 and @lea_rouxel"),
    ("@lea_roux", "Lea_Roux's, my_lea_roux, x.lea_roux", f"{MARK}'s, my_lea_roux, x.lea_roux"),
    ("@lea@m.example", "write lea@m.example, not alea@m.example", f"write {MARK}, not alea@m.example"),
    ("@_lea__", "_lea__ or 1_2345", "_lea__ or 1_2345"),  # a word between underlines is a word
    ("@a_b", "a_b is short", "a_b is short"),
    ("@lea@mastodon.example", "See @lea@mastodon.example or @lea", f"See {MARK} or {MARK}"),
    ("@lea", "https://x.example/lea and https://x.example/leatherman", f"https://x.example{MARK} and https://x.example/leatherman"),
    ("@lea", "on reddit u/lea wrote", f"on reddit {MARK} wrote"),
    ("@paris", "I love Paris, paris!", "I love Paris, paris!"),  # an everyday word
    ("lea@exemple.fr", "Write to lea@exemple.fr.", f"Write to {MARK}."),
    ("lea@exemple.fr", "not alea@exemple.fr nor lea@exemple.fri", "not alea@exemple.fr nor lea@exemple.fri"),
    ("0612345678", "06 12 34 56 78 or 06.12.34.56.78", f"{MARK} or {MARK}"),
    ("+33612345678", "+33 6 12 34 56 78", MARK),
    ("0612345678", "order 90612345678", "order 90612345678"),
    ("@a", "@a is too short to be told apart", "@a is too short to be told apart"),
    ("@x.y+(z)", "regular @x.y+(z) signs @xay", f"regular {MARK} signs @xay"),
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(("word", "text", "left"), STRUCK)
def test_what_is_struck_from_others_words(word: str, text: str, left: str) -> None:
    pattern = pattern_of([word])
    if not pattern:
        assert text == left
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT regexp_replace(%s, %s, %s, 'gi')", [text, pattern, MARK])
        assert cursor.fetchone()[0] == left
