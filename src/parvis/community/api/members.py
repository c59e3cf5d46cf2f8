"""Members at the desk: what is counted of them, their level, votes that go round, who helps most."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from parvis.community.actions.merit import settle_ring
from parvis.community.actions.trust import fix_trust
from parvis.community.api.endpoints import ENDPOINTS, MANAGES, MAY_NOT, MODERATES, TAKES_PART, UNWRITTEN
from parvis.community.models import Member, VoteRing
from parvis.community.reads.facts import facts_of_member
from parvis.community.reads.leaderboards import board_of_period
from parvis.community.reads.member_list import member_page, open_rings
from parvis.community.reads.member_page import badges_of
from parvis.foundation.api.cursors import cursor_of, key_of
from parvis.foundation.api.endpoints import Caller
from parvis.foundation.api.problems import not_found
from parvis.foundation.api.shapes import Answer, Body, Id, Listed, Typed, examples
from parvis.foundation.logic.typed import id_typed

Level = Annotated[int, Field(ge=0, le=4)]


class NewLevel(Body):
    level: Level
    is_fixed: bool = Field(True, description="Counting leaves it alone; the highest level always.")
    reason: Annotated[str, Field(min_length=1, max_length=500, description="The member reads it.")]

    model_config = examples({"level": 3, "is_fixed": True, "reason": "Has moderated elsewhere for years."})


class CommunityMemberOut(Answer):
    """As everybody sees them; no address and no customer's record."""

    id: int
    name: str
    trust: int = Field(description="Level, 0 to 4.")
    is_trust_fixed: bool
    is_super_user: bool
    question_count: int
    answer_count: int
    accepted_count: int
    helpful_count: int
    joined_at: datetime


class CommunityMemberList(Listed):
    items: list[CommunityMemberOut]


class MemberWithFacts(CommunityMemberOut):
    facts: dict[str, int] = Field(description="What badges and levels ask for, as counted last.")
    badges: list[str] = Field(description="Slugs of badges and rank, as they hold them now.")


class RingOut(Answer):
    id: int
    member_ids: list[int]
    inside: int = Field(description="Helpful votes among themselves in four weeks.")
    received: int
    has_one_mailbox: bool


class RingList(Answer):
    items: list[RingOut]


class LeaderOut(Answer):
    place: int
    member_id: int
    name: str
    accepted: int
    helpful: int


class LeaderList(Answer):
    period: str
    members: list[LeaderOut]
    staff: list[LeaderOut]


@ENDPOINTS.get("/community/members", **MODERATES)
def list_community_members(
    caller: Caller, q: Typed = "", level: Level | None = None, cursor: Typed = "",
    limit: Annotated[int, Field(ge=1, le=100)] = 50,
) -> CommunityMemberList:  # fmt: skip
    """Members, the newest first. q: a piece of the name; look-alikes are found too."""
    rows, after = member_page(typed=q, level=level, after=id_typed(key_of(cursor) or "") or 0, most=limit)
    items = [CommunityMemberOut.model_validate(row) for row in rows]
    return CommunityMemberList(items=items, next_cursor=cursor_of(str(after) if after else None))


@ENDPOINTS.get("/community/members/{member_id}", **MODERATES)
def get_community_member(caller: Caller, member_id: Id) -> MemberWithFacts:
    """One member with what is counted of them."""
    return _whole(existing_member(member_id))


@ENDPOINTS.put("/community/members/{member_id}/level", problems=MAY_NOT | UNWRITTEN, **MANAGES)
def give_member_level(caller: Caller, member_id: Id, given: NewLevel) -> MemberWithFacts:
    """Give a level by hand, with the reason that the member reads."""
    found = existing_member(member_id)
    fix_trust(
        found, level=given.level, is_fixed=given.is_fixed, reason=given.reason, by=caller.user, now=caller.now
    )
    return _whole(existing_member(member_id))


@ENDPOINTS.get("/community/vote-rings", **MODERATES)
def list_vote_rings(caller: Caller) -> RingList:
    """Members whose helpful votes go round among themselves, and nobody has looked yet."""
    return RingList(
        items=[
            RingOut(
                id=one.ring.pk, member_ids=one.ring.members, inside=one.ring.inside, received=one.ring.received,
                has_one_mailbox=one.ring.has_one_mailbox,
            )
            for one in open_rings(most=100)
        ]
    )  # fmt: skip


@ENDPOINTS.post("/community/vote-rings/{ring_id}/settle", status=204, **MODERATES)
def settle_vote_ring(caller: Caller, ring_id: Id) -> None:
    """Somebody looked: they simply help each other. Their votes stay bounded."""
    found = VoteRing.objects.filter(pk=ring_id).first()
    if found is None:
        raise not_found()
    settle_ring(found, by=caller.user, now=caller.now)


@ENDPOINTS.get("/community/leaders", **TAKES_PART)
def list_community_leaders(caller: Caller, period: Literal["week", "month", "all"] = "month") -> LeaderList:
    """Who helped most; employees apart."""
    found = board_of_period(period, now=caller.now)
    return LeaderList(
        period=found.period,
        members=[LeaderOut.model_validate(row) for row in found.members],
        staff=[LeaderOut.model_validate(row) for row in found.staff],
    )


def _whole(member: Member) -> MemberWithFacts:
    held = [one.badge.slug for one in badges_of(member)]
    known = CommunityMemberOut.model_validate(member).model_dump()
    return MemberWithFacts(**known, facts=facts_of_member(member.pk), badges=held)


def existing_member(member_id: int) -> Member:
    found = Member.objects.filter(pk=member_id, left_at=None).first()
    if found is None:
        raise not_found()
    return found
