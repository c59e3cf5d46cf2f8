"""What a person chooses by themselves, on the page they reach by a link or by one click in their mail program.

They speak for all records that were joined into one of theirs: each gets its own word, so that taking the records
apart again loses none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from parvis.foundation.access import purpose as declared
from parvis.foundation.audit import Actor, record
from parvis.people.actions.consents import PURPOSES_ON_CONSENT, give_consent, withdraw_consent
from parvis.people.logic.errors import WordsOutdated
from parvis.people.models import ChoicesLink, CurrentConsent, Person
from parvis.people.reads.canonical import record_ids
from parvis.people.reads.choices import choices_of
from parvis.people.reads.purposes import wording_shown


@dataclass(frozen=True, slots=True)
class Spoken:
    """Where and how the person said it; address and agent already minimised (logic/proofs.py)."""

    form: str
    act: str
    address: str = ""
    agent: str = ""


def choose(
    person: Person,
    wanted: Mapping[str, bool],
    *,
    shown: Mapping[str, str],
    language: str,
    spoken: Spoken,
    by: Actor,
    now: datetime,
) -> list[str]:
    """Bring what holds to what is wanted. Returns the codes that changed; what is as wanted gets no new word.

    shown: for each code the version of the words that stood beside it. Raises WordsOutdated when those were none
    that were ever in force: nothing is noted then.
    """
    with declared("legal_duty"), transaction.atomic():
        changed = []
        for choice in choices_of(person.pk, language=language):
            code, fact = choice.code, choice.rule.fact
            if code not in wanted or wanted[code] == choice.is_allowed:
                continue
            words = wording_shown(code, language, shown.get(code, ""))
            if wanted[code] and words is None:
                raise WordsOutdated
            for one in _records(person):
                if wanted[code] and words is not None:
                    give_consent(
                        one, purpose=fact.purpose, channel=fact.channel, wording=words.text,
                        wording_version=words.version, agreed_id=words.id, language=language, by=by, now=now,
                        **asdict(spoken),
                    )  # fmt: skip
                else:
                    withdraw_consent(
                        one, purpose=fact.purpose, channel=fact.channel, by=by, now=now, **asdict(spoken)
                    )
            changed.append(code)
        return changed


def stop(person: Person, code: str, *, spoken: Spoken, by: Actor, now: datetime) -> bool:
    """One click: this purpose is over. Whether anything changed: said twice, it is noted once."""
    purpose, _, channel = code.partition(".")
    with declared("legal_duty"), transaction.atomic():
        changed = False
        for one in _records(person):
            if not _has_refused(one, purpose, channel):
                withdraw_consent(one, purpose=purpose, channel=channel, by=by, now=now, **asdict(spoken))
                changed = True
        return changed


def withdraw_everything(
    person: Person, *, objects: bool = False, spoken: Spoken, by: Actor, now: datetime
) -> list[str]:
    """Take every "yes" back; with `objects`, say "no" to every purpose (art. 21), also where nobody ever asked.

    Returns the purposes for which something changed.
    """
    with declared("legal_duty"), transaction.atomic():
        changed = []
        for purpose in PURPOSES_ON_CONSENT:
            for one in _records(person):
                said = CurrentConsent.objects.filter(person=one, purpose=purpose)
                is_open = said.filter(is_given=True).exists()
                if is_open or (objects and not _has_refused(one, purpose, "")):
                    withdraw_consent(one, purpose=purpose, by=by, now=now, **asdict(spoken))
                    changed.append(purpose)
        return list(dict.fromkeys(changed))


def close_links(person: Person, *, by: Actor, now: datetime) -> None:
    """No link to this person's choices that is out opens any more; new ones do."""
    with transaction.atomic():
        held = ChoicesLink.objects.select_for_update().filter(person=person).first()
        generation = held.generation + 1 if held else 1
        ChoicesLink.objects.update_or_create(
            person=person, defaults={"generation": generation % 65_536, "changed_at": now}
        )
        record("choices_links.closed", person, by=by, now=now)


def _records(person: Person) -> list[Person]:
    return list(Person.objects.filter(pk__in=record_ids(person.pk)).order_by("pk"))


def _has_refused(person: Person, purpose: str, channel: str) -> bool:
    """Whether the word that holds for this channel is a "no"."""
    said = dict(
        CurrentConsent.objects.filter(person=person, purpose=purpose).values_list("channel", "is_given")
    )
    if not channel:
        return said.get("") is False and not any(said.values())
    return said.get(channel, said.get("")) is False
