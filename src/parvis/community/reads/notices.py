"""The notices of a member, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from parvis.community.logic.notices import ANSWERS
from parvis.community.models import Answer, Member, MemberContact, Notice
from parvis.community.reads.question_page import place_of
from parvis.foundation.access import purpose

PAGE = 30


@dataclass(frozen=True, slots=True)
class NoticesPage:
    """after: key of the next page, or empty."""

    rows: list[Notice]
    after: str


def notices_page(member: Member, *, after: str = "", most: int = PAGE) -> NoticesPage:
    """One page; a nonsense key is the first one."""
    found = Notice.objects.filter(member=member).order_by("-at", "-pk")
    at, _, number = after.partition("~")
    try:
        key = datetime.fromisoformat(at), int(number)
    except ValueError:
        key = None
    if key is not None and key[0].tzinfo is not None and 0 <= key[1] < 2**63:
        found = found.filter(at__lte=key[0]).exclude(at=key[0], pk__gte=key[1])
    rows = list(found[: most + 1])
    last = rows[most - 1] if len(rows) > most else None
    return NoticesPage(rows[:most], f"{last.at.isoformat()}~{last.pk}" if last else "")


def where_of(notice: Notice) -> str:
    """Where it leads: to the first text that is new, on the page of its question on which it stands."""
    if notice.kind != ANSWERS.key or notice.question_id is None:
        return notice.path
    new = Answer.objects.filter(
        question_id=notice.question_id, position__gte=notice.first_position, state="shown"
    )
    first = new.exclude(author_id=notice.member_id).select_related("parent").order_by("position").first()
    if first is None:
        return notice.path
    return place_of(first)


def contact_of(member: Member) -> MemberContact | None:
    """None for employees, who are reached by their account."""
    with purpose("membership"):
        return MemberContact.objects.filter(member=member).first()
