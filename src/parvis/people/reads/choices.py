"""What a person allows, purpose by purpose, as the database itself would decide it at this moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from parvis.foundation.access import purpose as declared
from parvis.people.logic.purposes import CONSENT, INTEREST
from parvis.people.models import CurrentConsent, Person
from parvis.people.reads.canonical import record_ids
from parvis.people.reads.purposes import RuleInForce, WordingInForce, rules_in_force, wordings_in_force


@dataclass(frozen=True, slots=True)
class Choice:
    """One purpose with the words it is asked with. basis: what the "yes" rests on; empty for a "no".

    is_spoken: whether there is a word of the person about it at all. since and valid_until belong to that word.
    """

    rule: RuleInForce
    wording: WordingInForce
    is_allowed: bool
    basis: str
    is_spoken: bool
    since: datetime | None
    valid_until: datetime | None

    @property
    def code(self) -> str:
        return self.rule.code


def choices_of(person_id: int, *, language: str) -> list[Choice]:
    """For each purpose about which a person is asked, in the order of the facts. Needs service or a legal duty.

    Whether it is allowed is asked of the row-level policy, under that purpose: the page says what is enforced.
    """
    ids = record_ids(person_id)
    words = _words(ids)
    wordings = wordings_in_force(language)
    found = []
    for code, rule in rules_in_force().items():
        if code not in wordings or not rule.is_on:
            continue
        is_allowed = is_permitted(ids, code)
        word = words.get((rule.fact.purpose, rule.fact.channel)) or words.get((rule.fact.purpose, ""))
        basis = (word.basis if word and word.is_given else INTEREST) if is_allowed else ""
        found.append(
            Choice(
                rule=rule,
                wording=wordings[code],
                is_allowed=is_allowed,
                basis=basis,
                is_spoken=word is not None,
                since=word.consent.at if word else None,
                valid_until=word.valid_until if word and basis == CONSENT else None,
            )
        )
    return found


def is_permitted(person_ids: tuple[int, ...], code: str) -> bool:
    """Whether one of these records may be seen for the purpose."""
    with declared(code):
        return Person.objects.filter(pk__in=person_ids).exists()


def _words(ids: tuple[int, ...]) -> dict[tuple[str, str], CurrentConsent]:
    """The word that holds for each purpose and channel: of joined records a refusal first, then the newest."""
    rows = CurrentConsent.objects.filter(person_id__in=ids).select_related("consent")
    held: dict[tuple[str, str], CurrentConsent] = {}
    for row in sorted(rows, key=lambda row: (row.is_given, -row.consent.at.timestamp())):
        held.setdefault((row.purpose, row.channel), row)
    return held
