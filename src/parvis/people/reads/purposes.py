"""What each purpose rests on now, and the words it is asked with: the officer's decisions over what Parvis brings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from parvis.foundation.installation import company_name
from parvis.foundation.plugs import plugged
from parvis.people.logic.purposes import (
    CONSENT,
    EXISTING_CUSTOMER,
    INTEREST,
    PROFESSIONAL,
    PurposeFact,
    asked,
)
from parvis.people.logic.wordings import SHIPPED, shipped_wording, spoken
from parvis.people.models import PurposeRule, Wording


@dataclass(frozen=True, slots=True)
class RuleInForce:
    """One purpose as it may be used now. changed_at is None while nobody has decided anything about it."""

    fact: PurposeFact
    basis: str
    is_on: bool
    exceptions: tuple[str, ...]
    note: str
    jurisdiction: str
    valid_months: int
    keeps_months: int
    changed_at: datetime | None

    @property
    def code(self) -> str:
        return self.fact.code

    @property
    def noted_bases(self) -> tuple[str, ...]:
        """On what a person's "yes" may rest."""
        return (CONSENT, *self.exceptions) if self.is_on else ()

    @property
    def is_interest(self) -> bool:
        return self.is_on and self.basis == INTEREST


@dataclass(frozen=True, slots=True)
class WordingInForce:
    """The words as a person reads them. id is None for those that Parvis brings."""

    code: str
    language: str
    text: str
    version: str
    id: int | None
    at: datetime | None = None
    by_name: str = ""


def purpose_facts() -> list[PurposeFact]:
    """What every capability declares, by settings.PURPOSE_FACTS."""
    return [fact for facts in plugged("PURPOSE_FACTS") for fact in facts]


def asked_facts() -> list[PurposeFact]:
    return asked(purpose_facts())


def purpose_fact(code: str) -> PurposeFact | None:
    return next((fact for fact in purpose_facts() if fact.code == code), None)


def rules_in_force() -> dict[str, RuleInForce]:
    """Every purpose by its code, in one statement."""
    rules = {rule.code: rule for rule in PurposeRule.objects.all()}
    return {fact.code: _in_force(fact, rules.get(fact.code)) for fact in purpose_facts()}


def _in_force(fact: PurposeFact, rule: PurposeRule | None) -> RuleInForce:
    if rule is None:
        return RuleInForce(
            fact, fact.basis, not fact.is_off, (), "", "", fact.valid_months, fact.keeps_months, None
        )
    allowed = {
        EXISTING_CUSTOMER: rule.allows_existing_customers,
        PROFESSIONAL: rule.allows_professionals,
    }
    return RuleInForce(
        fact, rule.basis, rule.is_on, tuple(basis for basis, is_allowed in allowed.items() if is_allowed),
        rule.note, rule.jurisdiction, rule.valid_months, rule.keeps_months, rule.changed_at,
    )  # fmt: skip


def wordings_in_force(language: str) -> dict[str, WordingInForce]:
    """code → the newest words in this language, for every purpose that is asked; in one statement."""
    newest = (
        Wording.objects.filter(language=language)
        .order_by("code", "-version")
        .distinct("code")
        .in_bulk(field_name="id")
    )
    own = {wording.code: wording for wording in newest.values()}
    company = company_name()
    return {
        fact.code: _as_spoken(own[fact.code], company)
        if fact.code in own
        else WordingInForce(
            fact.code, language, spoken(shipped_wording(fact.code, language), company=company), SHIPPED, None
        )
        for fact in asked_facts()
    }


def wording_shown(code: str, language: str, version: str) -> WordingInForce | None:
    """The words of a version that a page once showed; None when there was never such a one."""
    if version == SHIPPED:
        text = shipped_wording(code, language)
        return (
            WordingInForce(code, language, spoken(text, company=company_name()), SHIPPED, None)
            if text
            else None
        )
    if not version.isdecimal() or len(version) > 9:
        return None
    wording = Wording.objects.filter(code=code, language=language, version=int(version)).first()
    return _as_spoken(wording, company_name()) if wording else None


def versions_of(code: str) -> list[Wording]:
    """Every version the house wrote, the newest first."""
    return list(Wording.objects.filter(code=code).order_by("-at", "-pk")[:200])


def _as_spoken(wording: Wording, company: str) -> WordingInForce:
    return WordingInForce(
        wording.code, wording.language, spoken(wording.text, company=company), str(wording.version), wording.pk,
        wording.at, wording.by_name,
    )  # fmt: skip
