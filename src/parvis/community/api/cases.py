"""Questions that the house looks after."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from parvis.community.actions.cases import MOST_HOURS, send_to_inbox, set_unanswered_hours, unanswered_hours
from parvis.community.actions.mailbox import choose_mailbox
from parvis.community.api.endpoints import ENDPOINTS, MAY_NOT
from parvis.community.models import Case
from parvis.community.permissions import get_question
from parvis.community.reads.cases import cases_page
from parvis.community.reads.members import member_of_account
from parvis.community.reads.notice_links import asks_for_checks, mailbox, mailbox_address
from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.shapes import Answer, Body, Id, examples


class CaseWords(Body):
    words: Annotated[str, Field(max_length=500, description="For colleagues; a private note.")] = ""

    model_config = examples({"words": "She is right: the manual is wrong here."})


class CaseHours(Body):
    hours: Annotated[int, Field(ge=0, le=MOST_HOURS, description="0: never by itself.")]

    model_config = examples({"hours": 24})


class CaseOut(Answer):
    id: int
    question_id: int
    why: Annotated[str, Field(description="unanswered, difficulty or sent")]
    opened_at: datetime
    closed_at: datetime | None
    outcome: Annotated[str, Field(description="empty, or solved: the asker accepted an answer")]


class CaseList(Answer):
    items: list[CaseOut]
    before: Annotated[int | None, Field(description="Key of the next page.")]


class CaseHoursOut(Answer):
    hours: int


class MailboxChoice(Body):
    connection_id: Annotated[
        Id | None, Field(description="A connected mailbox; null: nobody writes by mail.")
    ]

    asks_for_checks: bool = Field(
        False, description="Refuse a mail whose sender the receiving server did not confirm (DMARC)."
    )

    model_config = examples({"connection_id": None})


class MailboxOut(Answer):
    connection_id: int | None
    address: str
    asks_for_checks: bool


@ENDPOINTS.get("/community/cases", permission="community.moderate")
def list_cases(caller: Caller, before: Id | None = None) -> CaseList:
    """Questions that went to the inbox, the newest first."""
    page = cases_page(before=before)
    return CaseList(items=[_out(one) for one in page.rows], before=page.before or None)


@ENDPOINTS.post("/community/questions/{question_id}/case", permission="community.answer", purpose="service")
def send_question_to_inbox(caller: Caller, question_id: Id, given: CaseWords) -> CaseOut:
    """Pass a question to the inbox with its thread; what is answered there is published under it."""
    question = get_question(member_of_account(caller.user), question_id)
    return _out(send_to_inbox(question, words=given.words, by=caller.user, now=caller.now))


@ENDPOINTS.get("/community/case-hours", permission="community.moderate")
def get_case_hours(caller: Caller) -> CaseHoursOut:
    """After how many hours without an answer a question goes to the inbox."""
    return CaseHoursOut(hours=unanswered_hours())


@ENDPOINTS.put("/community/case-hours", permission="community.manage")
def replace_case_hours(caller: Caller, given: CaseHours) -> CaseHoursOut:
    """Set it."""
    set_unanswered_hours(given.hours, by=caller.user, now=caller.now)
    return CaseHoursOut(hours=unanswered_hours())


@ENDPOINTS.get("/community/mailbox", permission="community.manage")
def get_community_mailbox(caller: Caller) -> MailboxOut:
    """By which mailbox members reply and ask by mail."""
    return _mailbox()


@ENDPOINTS.put("/community/mailbox", permission="community.manage", problems=MAY_NOT)
def replace_community_mailbox(caller: Caller, given: MailboxChoice) -> MailboxOut:
    """Choose it."""
    choose_mailbox(given.connection_id, asks_for_checks=given.asks_for_checks, by=caller.user, now=caller.now)
    return _mailbox()


def _mailbox() -> MailboxOut:
    found = mailbox()
    return MailboxOut(
        connection_id=found.pk if found else None,
        address=mailbox_address(),
        asks_for_checks=asks_for_checks(),
    )


def _out(case: Case) -> CaseOut:
    return CaseOut(
        id=case.pk, question_id=case.question_id, why=case.why, opened_at=case.opened_at, closed_at=case.closed_at,
        outcome=case.outcome,
    )  # fmt: skip
