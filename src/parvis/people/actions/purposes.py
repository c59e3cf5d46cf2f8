"""What the data-protection officer decides about a purpose, and the words it is asked with.

Nothing is allowed by silence: a basis beyond consent needs its reasons in writing first, and the database holds the
same rule (people_purpose_rule's constraints).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max

from parvis.foundation.access import UnknownPurpose, purpose
from parvis.foundation.audit import Actor, changed, record
from parvis.people.logic.errors import RuleRefused
from parvis.people.logic.purposes import CONSENT, EXISTING_CUSTOMER, INTEREST, PROFESSIONAL, PurposeFact
from parvis.people.models import PurposeRule, Wording
from parvis.people.reads.purposes import purpose_fact, wordings_in_force

LEAST_REASON = 20  # characters: "ok" is no balancing
MOST_WORDS = 2000


def decide_purpose(
    code: str,
    *,
    basis: str,
    is_on: bool = True,
    allows_existing_customers: bool = False,
    allows_professionals: bool = False,
    note: str = "",
    jurisdiction: str = "",
    valid_months: int,
    keeps_months: int,
    by: Actor,
    now: datetime,
) -> PurposeRule:
    """Decide what a purpose rests on. Raises UnknownPurpose; RuleRefused with what is missing or not possible."""
    fact = _asked_fact(code)
    wanted: dict[str, Any] = {
        "basis": basis, "is_on": is_on, "allows_existing_customers": allows_existing_customers,
        "allows_professionals": allows_professionals, "note": note.strip(), "jurisdiction": jurisdiction.strip(),
        "valid_months": valid_months, "keeps_months": keeps_months,
    }  # fmt: skip
    _refuse_impossible(fact, wanted)
    with purpose("legal_duty"):
        rule = PurposeRule.objects.select_for_update().filter(code=code).first()
        before = {name: getattr(rule, name) for name in wanted} if rule else {}
        rule, _ = PurposeRule.objects.update_or_create(code=code, defaults={**wanted, "changed_at": now})
        if what := changed(before, wanted):
            record("purpose.decided", rule, by=by, now=now, code=code, **what)
        return rule


def _refuse_impossible(fact: PurposeFact, wanted: dict[str, Any]) -> None:
    if wanted["basis"] not in (fact.choices or (CONSENT,)):
        raise RuleRefused("basis-not-possible")
    if wanted["allows_existing_customers"] and EXISTING_CUSTOMER not in fact.exceptions:
        raise RuleRefused("exception-not-possible")
    if wanted["allows_professionals"] and PROFESSIONAL not in fact.exceptions:
        raise RuleRefused("exception-not-possible")
    goes_further = (
        wanted["basis"] == INTEREST
        or wanted["allows_existing_customers"]
        or wanted["allows_professionals"]
        or (fact.is_off and wanted["is_on"])
    )
    if goes_further and len(wanted["note"]) < LEAST_REASON:
        raise RuleRefused("reason-missing")
    if fact.needs_jurisdiction and wanted["is_on"] and not wanted["jurisdiction"]:
        raise RuleRefused("jurisdiction-missing")
    if not 1 <= wanted["valid_months"] <= 120 or not 1 <= wanted["keeps_months"] <= 600:
        raise RuleRefused("months")


def write_wording(code: str, *, language: str, text: str, by: Actor, now: datetime) -> Wording | None:
    """A new version of the words. None when they are the ones in force: a version says that something changed.

    Consents given before keep naming the version they were given to. Raises UnknownPurpose, RuleRefused.
    """
    _asked_fact(code)
    text = text.strip()
    if language not in dict(settings.LANGUAGES):
        raise RuleRefused("language")
    if not text or len(text) > MOST_WORDS:
        raise RuleRefused("words-missing" if not text else "words-too-long")
    with transaction.atomic():
        # One version after the other; whoever comes second gets the next number.
        rows = Wording.objects.filter(code=code, language=language)
        last = rows.aggregate(last=Max("version"))["last"] or 0
        newest = rows.filter(version=last).values_list("text", flat=True).first()
        if text == newest or (newest is None and text == wordings_in_force(language)[code].text):
            return None
        wording = Wording.objects.create(
            code=code, language=language, version=last + 1, text=text, at=now, by_name=by.name
        )
        record(
            "wording.written", wording, by=by, now=now, code=code, language=language, version=wording.version
        )
        return wording


def _asked_fact(code: str) -> PurposeFact:
    fact = purpose_fact(code)
    if fact is None or not fact.is_asked or fact.code == "security":
        raise UnknownPurpose(code)
    return fact
