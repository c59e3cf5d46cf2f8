"""A super-user's own page: the invitation, what it brings, the direct line, and the way out."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from parvis.accounts.models import User
from parvis.community.actions.direct_line import see, write_directly
from parvis.community.actions.experts import answer_invitation, end_term
from parvis.community.logic.errors import CommunityError
from parvis.community.models import DirectMessage, SuperUserTerm
from parvis.community.reads.experts import board_of_super_users, solved_by_each, solved_shares
from parvis.community.web.pages import page, taking_part
from parvis.community.web.sentences import sentence
from parvis.foundation.clock import utc_now

QUARTER = timedelta(days=90)


@page(methods=("GET", "HEAD", "POST"), members_only=True)
def expert(request: HttpRequest) -> HttpResponse:
    """Yes or no to an invitation; write to the contact; end it."""
    by, now, problem = taking_part(request), utc_now(), ""
    assert by is not None
    open_states = (SuperUserTerm.INVITED, SuperUserTerm.ACTIVE)
    term = SuperUserTerm.objects.filter(member=by, state__in=open_states).first()
    if term is None and not by.is_super_user:
        raise Http404("term")
    act = request.POST.get("act", "") if request.method == "POST" else ""
    try:
        if act in ("accept", "decline") and term is not None:
            answer_invitation(term, is_accepted=act == "accept", by=by, now=now)
            return redirect("community-me-expert" if act == "accept" else "community-home")
        if act == "end" and term is not None:
            end_term(term, by=by, now=now)
            return redirect("community-home")
        if act == "write":
            write_directly(by, request.POST.get("text", ""), now=now)
            return redirect("community-me-expert")
    except CommunityError as refused:
        problem = sentence(refused)
    if by.is_super_user:
        see(by, is_member=True, now=now)
    shown = {
        "member": by, "here": "expert", "term": term, "problem": problem, "text": request.POST.get("text", ""),
        "contact": User.objects.filter(pk=(term.contact_id if term else None) or 0, is_active=True).first(),
        "line": list(reversed(DirectMessage.objects.filter(member=by).order_by("-sent_at", "-pk")[:50])),
        "board": board_of_super_users(),
        "solved": solved_by_each(now - QUARTER).get(by.pk, 0), "shares": solved_shares(now - QUARTER),
    }  # fmt: skip
    return render(request, "community/me/expert.html", shown, status=422 if problem else 200)
