"""Ideas at the company's desk: what waits for an answer, by when, in whose charge; answering, merging, the promise."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from parvis.accounts.models import User
from parvis.accounts.permissions import account_of
from parvis.community.actions.idea_comments import mark_extension
from parvis.community.actions.idea_merge import merge_ideas, undo_idea_merge
from parvis.community.actions.idea_promise import set_idea_promise
from parvis.community.actions.idea_status import put_in_charge, set_idea_status
from parvis.community.actions.join import member_of_staff
from parvis.community.logic.errors import CommunityError, SaidMeanwhile
from parvis.community.logic.ideas import SAID_STATUSES, IdeaPromise
from parvis.community.models import Idea, IdeaComment, IdeaMerge
from parvis.community.permissions import can_steer
from parvis.community.reads.idea_desk import (
    VIEWS,
    can_take_charge,
    desk_counts,
    desk_idea,
    desk_ideas,
)
from parvis.community.reads.idea_page import (
    comments,
    credits,
    duplicates,
    newcomers_among,
    status_changes,
    where_it_leads,
)
from parvis.community.reads.idea_promise import idea_promise
from parvis.community.reads.idea_search import search_ideas, similar_ideas
from parvis.community.web.idea_words import STATUSES, TONES, clock_at_desk
from parvis.community.web.idea_words import VIEWS as VIEW_WORDS
from parvis.community.web.sentences import sentence
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.typed import id_typed
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.components.places import Tab
from parvis.foundation.web.screens import actor_of, screen

NEWCOMERS_SINCE = timedelta(days=7)


@screen(permission="community.answer")
def ideas(request: HttpRequest) -> HttpResponse:
    """What is due first comes first."""
    user, now = account_of(request), utc_now()
    view = request.GET.get("view", "due")
    view = view if view in VIEWS else "due"
    listed = desk_ideas(user, view=view, now=now, after=request.GET.get("after", ""))
    counts = desk_counts(user, now=now)
    shown = {
        "rows": [_row(one, now=now) for one in listed.ideas],
        "after": listed.after,
        "view": view,
        "views": [
            Tab(VIEW_WORDS[one], f"?view={one}", one == view, counts.get(one) or None) for one in VIEWS
        ],
        "promise": idea_promise(),
        "may_manage": user.may("community.manage"),
    }
    return render(request, "community/desk/ideas.html", shown)


@screen(permission="community.manage", methods=("POST",))
def promise(request: HttpRequest) -> HttpResponse:
    """Within how many days an idea that so many want is answered."""
    wanted = IdeaPromise(
        id_typed(request.POST.get("votes", "").strip()), id_typed(request.POST.get("days", "").strip())
    )
    try:
        has_changed = set_idea_promise(wanted, by=actor_of(request), now=utc_now())
    except CommunityError as problem:
        say(request, sentence(problem), tone="danger")
    else:
        if has_changed:
            say(request, _("Kept. Dates that were told already stay."))
    return redirect("community-desk-ideas")


@screen(permission="community.answer")
def idea(request: HttpRequest, idea_id: int) -> HttpResponse:
    return _shown(request, desk_idea(idea_id))


@screen(permission="community.answer", methods=("POST",))
def act(request: HttpRequest, idea_id: int) -> HttpResponse:
    """status, charge, extension, merge, undo: what the button was pressed for."""
    user, now, here, given = account_of(request), utc_now(), desk_idea(idea_id), request.POST
    try:
        match given.get("what", ""):
            case "status":
                seen = id_typed(given.get("seen", ""))
                set_idea_status(
                    here,
                    status=given.get("status", ""),
                    reason=given.get("reason", ""),
                    seen=seen,
                    by=user,
                    now=now,
                )
                told = _("Answered. Everybody who follows this idea is told.")
            case "charge":
                put_in_charge(here, whom=_whom(given.get("user", ""), user), by=user, now=now)
                told = _("Kept. The name stands on the idea's page.")
            case "extension":
                said = IdeaComment.objects.filter(idea=here, pk=id_typed(given.get("comment", ""))).first()
                if said is None:
                    raise Http404("comment")
                is_extension = given.get("on", "1") == "1"
                mark_extension(said, by=member_of_staff(user, now=now), is_extension=is_extension, now=now)
                told = (
                    _("Marked as an extension. Its author is credited.")
                    if is_extension
                    else _("No longer marked.")
                )
            case "merge":
                into = Idea.objects.filter(pk=id_typed(given.get("into", ""))).first()
                if into is None:
                    say(request, _("Choose the idea that stays."), tone="danger")
                    return _shown(request, here)
                made = merge_ideas(here, into=into, reason=given.get("reason", ""), by=user, now=now)
                told = _("Merged: %(n)d votes moved. Everybody who voted is told.") % {"n": made.moved_votes}
            case "undo":
                merge = IdeaMerge.objects.filter(merged=here, undone_at=None).first()
                if merge is not None:
                    undo_idea_merge(merge, reason=given.get("reason", ""), by=user, now=now)
                told = _("Taken apart again: each idea has its own votes.")
            case _:
                raise Http404("act")
    except SaidMeanwhile as problem:
        return _shown(request, desk_idea(here.pk), problem=sentence(problem), status=409)
    except CommunityError as problem:
        return _shown(request, desk_idea(here.pk), problem=sentence(problem), status=422)
    say(request, told)
    return redirect("community-desk-idea", idea_id=here.pk)


def _whom(typed: str, user: User) -> User | None:
    """ "me", the id of an account, or nobody."""
    if typed == "me":
        return user
    wanted = id_typed(typed)
    if not wanted:
        return None
    found = User.objects.filter(pk=wanted).first()
    if found is None:
        raise Http404("user")
    return found


def _row(one: Idea, *, now: Any) -> dict[str, Any]:
    clock, words = clock_at_desk(due_at=one.due_at, answered_at=one.answered_at, status=one.status, now=now)
    return {
        "idea": one, "status": STATUSES[one.status], "tone": TONES[one.status], "clock": clock, "clock_words": words
    }  # fmt: skip


def _shown(request: HttpRequest, here: Idea, *, problem: str = "", status: int = 200) -> HttpResponse:
    user, now = account_of(request), utc_now()
    given = request.POST if request.method == "POST" else {}
    may_manage = user.may("community.manage")
    typed = request.GET.get("find", "").strip()
    others = []
    if may_manage and here.status != Idea.MERGED:
        found = search_ideas(None, typed) if typed else similar_ideas(None, here.title, but=here.pk)
        others = [one for one in found if one.id != here.pk][:10]
    charge = here.in_charge.staff_id if here.in_charge else None
    shown = {
        **_row(here, now=now),
        "problem": problem,
        "may_steer": can_steer(user, here) and here.status != Idea.MERGED,
        "may_manage": may_manage,
        "is_mine": charge == user.pk,
        "is_free": charge is None,
        "statuses": [(one, STATUSES[one]) for one in SAID_STATUSES],
        "chosen": given.get("status") or (here.status if here.status in SAID_STATUSES else ""),
        "reason": given.get("reason", "") if problem else "",
        "colleagues": can_take_charge() if may_manage else [],
        "charge": charge,
        "changes": [(one, STATUSES[one.after], TONES[one.after]) for one in status_changes(here)],
        "page": comments(here, None, at_desk=True, page=id_typed(request.GET.get("page", "1")) or 1),
        "credited": credits(here),
        "duplicates": duplicates(here, None, at_desk=True)[:20],
        "others": others,
        "typed": typed,
        "newcomers": newcomers_among(here, since=now - NEWCOMERS_SINCE),
        "leads_to": Idea.objects.filter(pk=where_it_leads(here.pk)).first()
        if here.status == Idea.MERGED
        else None,
    }
    return render(request, "community/desk/idea.html", shown, status=status)
