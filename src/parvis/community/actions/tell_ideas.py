"""Who is told what came of a theme, and the employees whose ideas wait for an answer.

Employees are told on their page of the community and, by count, on Today and at the desk; they have no address here.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from parvis.community.actions.notices import tell
from parvis.community.logic.notices import IDEAS, NAMED
from parvis.community.models import Idea, IdeaFollow, IdeaSession, IdeaVote, Member

MEMBERS_AT_ONCE = 500


def tell_of_outcome(session_id: int, *, now: datetime) -> None:
    """Who proposed, wanted or follows an idea of the theme; nobody who said that they want to hear nothing."""
    session = IdeaSession.objects.filter(pk=session_id).exclude(outcome_at=None).first()
    if session is None:
        return
    shown = Idea.objects.filter(session=session, state__in=Idea.SHOWN_STATES)
    heard_of = Q(idea__in=shown)
    follows = IdeaFollow.objects.filter(heard_of)
    told = {
        *shown.values_list("author_id", flat=True),
        *IdeaVote.objects.filter(heard_of).values_list("member_id", flat=True),
        *follows.filter(is_wanted=True).values_list("member_id", flat=True),
    }
    # Who muted one idea of it still hears by way of another.
    muted = set(follows.filter(is_wanted=False).values_list("member_id", flat=True))
    others = IdeaVote.objects.filter(heard_of, member__in=muted).exclude(
        idea__in=follows.filter(is_wanted=False).values("idea")
    )
    quiet = (
        muted
        - set(others.values_list("member_id", flat=True))
        - set(shown.values_list("author_id", flat=True))
    )
    about = {"what": "outcome", "theme": session.title}
    members = sorted(told - quiet)
    for start in range(0, len(members), MEMBERS_AT_ONCE):
        tell(members[start : start + MEMBERS_AT_ONCE], kind=IDEAS.key, path=session.url, about=about, now=now)


def tell_in_charge(idea_id: int, member_id: int, *, by_account: int, now: datetime) -> None:
    """Somebody was put in charge by a colleague; who took it themselves knows."""
    idea = Idea.objects.select_related("in_charge").filter(pk=idea_id, in_charge=member_id or None).first()
    if idea is None or idea.in_charge is None or idea.in_charge.staff_id == by_account:
        return
    tell([member_id], kind=NAMED.key, path=_at_the_desk(idea), text=idea, about={"what": "charge"}, now=now)


def tell_of_overdue(idea_id: int, *, now: datetime) -> None:
    """The answer that its page promised is late: who is in charge, else every colleague who manages ideas here."""
    idea = Idea.objects.filter(pk=idea_id, answered_at=None).first()
    if idea is None or not idea.is_shown:
        return
    if idea.in_charge_id is not None:
        whom = [idea.in_charge_id]
    else:
        staff = Member.objects.filter(staff__is_active=True, left_at=None).select_related("staff")
        whom = [one.pk for one in staff if one.staff is not None and one.staff.may("community.manage")]
    tell(whom, kind=IDEAS.key, path=_at_the_desk(idea), text=idea, about={"what": "overdue"}, now=now)


def _at_the_desk(idea: Idea) -> str:
    return f"/community/desk/ideas/{idea.pk}/"
