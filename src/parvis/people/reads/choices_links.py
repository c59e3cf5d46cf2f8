"""Addresses under which a person reaches their choices, or stops one thing at once, without a log-in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from parvis.foundation.secrets import derived_key
from parvis.people.logic.choices_link import CHOICES, CHOICES_FOR, STOP, STOP_FOR, Link, read, written
from parvis.people.models import ChoicesLink, Person

SIGNED_WITH = "choices-links"


@dataclass(frozen=True, slots=True)
class Opened:
    """A link that opens. person is None where the record was erased since: there is nothing left to stop."""

    link: Link
    person: Person | None


def choices_url(person_id: int, *, now: datetime, lasts: timedelta = CHOICES_FOR) -> str:
    """The page with all choices. Whoever has the address may choose: it goes to the person alone."""
    return _url("choices", person_id, CHOICES, until=now + lasts)


def stop_url(person_id: int, code: str, *, now: datetime) -> str:
    """The address that stops this purpose at once (RFC 8058)."""
    return _url("choices-stop", person_id, f"{STOP}:{code}", until=now + STOP_FOR)


def opened(text: str, *, now: datetime) -> Opened | None:
    """None for whatever does not open: guessed, changed, over, closed. Needs a legal duty."""
    link = read(text, key=derived_key(SIGNED_WITH), now=now)
    if link is None or _generation(link.person_id) != link.generation:
        return None
    return Opened(link, Person.objects.filter(pk=link.person_id).exclude(origin="erased").first())


def _url(name: str, person_id: int, use: str, *, until: datetime) -> str:
    link = Link(person_id, use, until, _generation(person_id))
    return settings.ORIGIN + reverse(name, args=[written(link, key=derived_key(SIGNED_WITH))])


def _generation(person_id: int) -> int:
    return ChoicesLink.objects.filter(person_id=person_id).values_list("generation", flat=True).first() or 0
