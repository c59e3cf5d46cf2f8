"""What each purpose rests on, and the words it is asked with."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from parvis.foundation.access import UnknownPurpose
from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.problems import Problem, not_found
from parvis.foundation.api.shapes import Answer, Body, Line, Typed, examples
from parvis.people.actions.purposes import decide_purpose, write_wording
from parvis.people.api.endpoints import ENDPOINTS
from parvis.people.logic.errors import RuleRefused
from parvis.people.reads.purposes import (
    RuleInForce,
    asked_facts,
    rules_in_force,
    versions_of,
    wordings_in_force,
)

REFUSED = {
    "basis-not-possible": (422, "This purpose cannot rest on that."),
    "exception-not-possible": (422, "The law knows no such exception for this purpose and channel."),
    "reason-missing": (422, "Nothing beyond consent is allowed without its reason in writing."),
    "jurisdiction-missing": (422, "Name the country whose law was checked."),
    "months": (422, "Between 1 and 120 months for a consent, between 1 and 600 for keeping."),
    "language": (422, "The words are asked for in the languages of the interface."),
    "words-missing": (422, "Write the words that a person is shown."),
    "words-too-long": (422, "At most 2,000 characters."),
}


class PurposeOut(Answer):
    code: str
    basis: str
    is_on: bool
    exceptions: list[str]
    note: str
    jurisdiction: str
    valid_months: int
    keeps_months: int
    changed_at: datetime | None


class PurposeList(Answer):
    items: list[PurposeOut]


class PurposeDecided(Body):
    is_on: bool = True
    basis: Literal["consent", "legitimate_interest"] = "consent"
    allows_existing_customers: bool = False
    allows_professionals: bool = False
    note: Annotated[str, Field(max_length=10_000, description="The balancing, or why it may be used.")] = ""
    jurisdiction: Annotated[str, Field(max_length=120)] = ""
    valid_months: Annotated[int, Field(ge=1, le=120)] = 36
    keeps_months: Annotated[int, Field(ge=1, le=600)] = 36

    model_config = examples(
        {
            "basis": "legitimate_interest",
            "note": "We ask buyers once, within a month, and each letter says how to object.",
            "valid_months": 36,
            "keeps_months": 36,
        }
    )


class WordingOut(Answer):
    code: str
    language: str
    version: str
    text: str
    at: datetime | None


class Wordings(Answer):
    """in_force: what people are shown now, {company} filled in; versions: what the house wrote, the newest first."""

    in_force: list[WordingOut]
    versions: list[WordingOut]


class WordingWritten(Body):
    language: Line
    text: Annotated[str, Field(max_length=4000)]

    model_config = examples(
        {"language": "en", "text": "{company} may send me its offers by e-mail, once a month."}
    )


@ENDPOINTS.get("/purposes", permission="privacy.manage")
def list_purposes(caller: Caller) -> PurposeList:
    """Why persons may be read, and what each purpose rests on."""
    return PurposeList(items=[_purpose_out(rule) for rule in rules_in_force().values()])


@ENDPOINTS.put("/purposes/{purpose_code}", permission="privacy.manage", problems=REFUSED)
def decide_one_purpose(caller: Caller, purpose_code: Typed, given: PurposeDecided) -> PurposeOut:
    """Decide what a purpose rests on. It holds at once, for every screen, export and job."""
    try:
        decide_purpose(purpose_code, **given.model_dump(), by=caller.actor, now=caller.now)
    except RuleRefused as refused:
        raise _problem(refused) from refused
    except UnknownPurpose as error:
        raise not_found() from error
    return _purpose_out(rules_in_force()[purpose_code])


@ENDPOINTS.get("/purposes/{purpose_code}/wordings", permission="privacy.manage")
def list_purpose_wordings(caller: Caller, purpose_code: Typed) -> Wordings:
    """The words people are shown, in each language, and every version that was written."""
    if purpose_code not in {fact.code for fact in asked_facts()}:
        raise not_found()
    return _wordings(purpose_code)


@ENDPOINTS.post(
    "/purposes/{purpose_code}/wordings", permission="privacy.manage", status=201, problems=REFUSED
)
def write_purpose_wording(caller: Caller, purpose_code: Typed, given: WordingWritten) -> Wordings:
    """Write a new version. Consents that were given before go on naming theirs."""
    try:
        write_wording(purpose_code, language=given.language, text=given.text, by=caller.actor, now=caller.now)
    except RuleRefused as refused:
        raise _problem(refused) from refused
    except UnknownPurpose as error:
        raise not_found() from error
    return _wordings(purpose_code)


def _wordings(code: str) -> Wordings:
    return Wordings(
        in_force=[WordingOut.model_validate(wordings_in_force(language)[code]) for language in ("en", "fr")],
        versions=[
            WordingOut(
                code=one.code, language=one.language, version=str(one.version), text=one.text, at=one.at
            )
            for one in versions_of(code)
        ],
    )


def _purpose_out(rule: RuleInForce) -> PurposeOut:
    names = [name for name in PurposeOut.model_fields if name != "exceptions"]
    return PurposeOut(**{name: getattr(rule, name) for name in names}, exceptions=list(rule.exceptions))


def _problem(refused: RuleRefused) -> Problem:
    status, sentence = REFUSED[refused.code]
    return Problem(status, refused.code, sentence)
