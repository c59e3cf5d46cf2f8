"""The register of processing (art. 30 GDPR), put together from what is configured, as plain values.

One activity a purpose. What an installation does is read from it: purposes, tables with their reasons, connections
and webhooks, periods, and the security that is switched on. What it cannot know stands in the controller's settings.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from parvis.foundation.plugs import plugged
from parvis.foundation.secrets import field_keys
from parvis.people.reads.controller import Controller, controller
from parvis.people.reads.erasures import recipients
from parvis.people.reads.purposes import rules_in_force
from parvis.people.reads.register_words import about_purpose, basis_in_words
from parvis.people.reads.retention import days_of, retention_rules, sources_of


@dataclass(frozen=True, slots=True)
class Activity:
    code: str
    purpose: str
    basis: str
    persons: str
    data: tuple[str, ...]
    channels: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()  # the balancing, or why it may be used at all
    keeps_months: int | None = None


@dataclass(frozen=True, slots=True)
class Register:
    controller: Controller
    day: date
    activities: tuple[Activity, ...]
    categories: tuple[tuple[str, str], ...]  # what is kept, why
    recipients: tuple[tuple[str, str, str], ...]  # name, kind, what for
    sources: tuple[str, ...]
    periods: tuple[tuple[str, str, int], ...]  # what, of which source, days
    measures: tuple[str, ...]

    def as_plain(self) -> dict[str, Any]:
        return {
            "format": "parvis-register",
            "version": 1,
            "day": self.day.isoformat(),
            "controller": asdict(self.controller),
            "activities": [asdict(one) for one in self.activities],
            "categories": [{"what": what, "why": why} for what, why in self.categories],
            "recipients": [
                {"name": name, "kind": kind, "what_for": why} for name, kind, why in self.recipients
            ],
            "sources": list(self.sources),
            "periods": [
                {"what": what, "source": source, "days": days} for what, source, days in self.periods
            ],
            "measures": list(self.measures),
        }


def register_now(*, today: date) -> Register:
    house = controller()
    everybody = recipients()
    told = [(one.name, one.kind, str(one.what_for)) for one in everybody if one.gets_persons]
    told += [(line.strip(), "processor", "") for line in house.processors.splitlines() if line.strip()]
    return Register(
        controller=house,
        day=today,
        activities=tuple(_activities()),
        categories=tuple(
            (str(title), declared.tables.get(table, ""))
            for declared in plugged("PERSONAL_DATA")
            for table, title in declared.titles.items()
        ),
        recipients=tuple(told),
        sources=tuple(one.name for one in everybody if not one.gets_persons),
        periods=tuple(
            (str(rule.title), name, days_of(rule, key))
            for rule in retention_rules()
            for key, name in sources_of(rule)
        ),
        measures=(*_measures(), *filter(None, map(str.strip, house.measures.splitlines()))),
    )


def _activities() -> list[Activity]:
    """One a purpose that is in use; its channels inside it, as the officer decided them."""
    rules = rules_in_force()
    found = []
    for code, words in settings.PURPOSES.items():
        if "." in code:
            continue
        own = [rule for rule in rules.values() if rule.fact.purpose == code]
        in_use = [rule for rule in own if rule.is_on]
        if own and not in_use:
            continue  # switched off: nothing is processed for it
        persons, data = about_purpose(code)
        bases = dict.fromkeys(basis for rule in in_use for basis in (rule.basis, *rule.exceptions))
        if not own:
            bases = {"legitimate_interest" if code == "listening" else "legal_duty": None}
        found.append(
            Activity(
                code=code,
                purpose=str(words),
                basis="; ".join(basis_in_words(basis) for basis in bases),
                persons=persons,
                data=data,
                channels=tuple(
                    str(settings.PURPOSES[rule.code])
                    for rule in in_use
                    if rule.fact.channel and rule.code in settings.PURPOSES
                ),
                notes=tuple(dict.fromkeys(rule.note for rule in in_use if rule.note)),
                keeps_months=max((rule.keeps_months for rule in in_use), default=None),
            )
        )
    return found


def _measures() -> list[str]:
    """What this installation itself shows to hold."""
    found = [
        _("Each query declares its purpose; the database shows only the persons that purpose may see."),
        _(
            "Roles with the least rights; every act on personal data stands in an audit log that nobody can change."
        ),
        _("Passwords of mailboxes and second factors lie encrypted, their keys outside the database."),
        _("Addresses are compared by keyed hashes; erased people are recognised by keyed hashes alone."),
        _("Copies for people lie encrypted, behind links that open once."),
        _("Backups are checked when they are written; a restored one forgets again what was erased since."),
    ]
    if settings.IS_SECURE:
        found.append(_("Pages are served over TLS only."))
    if len(field_keys()) > 1:
        found.append(_("Keys have been rotated."))
    return found
