"""Keeping a member from writing for a time: what they are told stands on the form."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.accounts.permissions import account_of
from parvis.community.actions.suspensions import suspend, suspension_of
from parvis.community.logic.errors import CommunityError
from parvis.community.models import Member
from parvis.community.reads.moderation import ground_title, grounds, restrictions_of, texts_of
from parvis.community.web.moderation_words import MEASURES
from parvis.community.web.sentences import sentence
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.typed import id_typed
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import screen

DAYS = (1, 7, 30, 365)


@screen(permission="community.moderate", methods=("GET", "HEAD", "POST"))
def member(request: HttpRequest, member_id: int) -> HttpResponse:
    """What was decided about a member's texts, and the form that keeps them from writing for a time."""
    found = Member.objects.filter(pk=member_id).first()
    if found is None:
        raise Http404("member")
    now, problem = utc_now(), ""
    if request.method == "POST":
        ground = grounds().filter(number=id_typed(request.POST.get("ground", ""))).first()
        if ground is None:
            raise Http404("ground")
        days = id_typed(request.POST.get("days", ""))
        try:
            made = suspend(
                found,
                ground=ground,
                facts=request.POST.get("facts", ""),
                until=now + timedelta(days=days) if days in DAYS else None,
                by=account_of(request),
                now=now,
            )
        except CommunityError as refused:
            problem = sentence(refused)
        else:
            undo = reverse("community-restriction-undo", args=[made.pk])
            say(
                request,
                _("Done. The member reads ground, facts, how long, and how to appeal."),
                undo_url=undo,
            )
            return redirect("community-desk-member", member_id=found.pk)
    rows = list(restrictions_of(found)[:20])
    texts = texts_of(rows)
    shown = {
        "member": found,
        "suspension": suspension_of(found, now=now),
        "rows": [(one, MEASURES[one.measure], ground_title(one.ground), texts[one.pk]) for one in rows],
        "grounds": [(one, ground_title(one)) for one in grounds()],
        "days": DAYS,
        "problem": problem,
        "facts": request.POST.get("facts", ""),
    }
    return render(request, "community/desk/suspend.html", shown, status=422 if problem else 200)
