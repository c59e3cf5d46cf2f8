"""The desk of the community: what waits for the house, each list with its act."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.accounts.permissions import account_of
from parvis.community.actions.assign import assign
from parvis.community.logic.errors import CommunityError
from parvis.community.models import Look, Member, Question
from parvis.community.reads.desk import (
    AGES,
    assigned_to,
    helpers,
    hot,
    unanswered,
    unanswered_by_age,
    waiting_for_acceptance,
    worth_an_article,
)
from parvis.community.reads.idea_desk import ideas_due
from parvis.community.reads.looks import texts_of_looks
from parvis.community.reads.members import member_of_account
from parvis.community.reads.reviews import count_waiting
from parvis.community.web.desk_tabs import LISTS, desk_tabs, labels_of_lists
from parvis.community.web.sentences import sentence
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.typed import id_typed
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import screen


@screen(permission="community.answer")
def overview(request: HttpRequest) -> HttpResponse:
    """One list at a time; the unanswered, oldest first, before all."""
    now, chosen = utc_now(), request.GET.get("list", "")
    chosen = chosen if chosen in LISTS else "unanswered"
    ages = unanswered_by_age(now=now)
    wanted = id_typed(request.GET.get("age", ""))
    age = None if request.GET.get("age") == "older" else wanted if wanted in AGES else AGES[-1]
    labels = labels_of_lists()
    total = ages[-2][1] + ages[-1][1]
    people = helpers()
    me = member_of_account(account_of(request))
    first: list[Look] = []
    rows = []
    if chosen == "unanswered":
        rows = unanswered(now=now, under=age)
    elif chosen == "mine":
        rows = assigned_to(me)
    elif chosen == "waiting":
        rows = waiting_for_acceptance(now=now)
    elif chosen == "hot":
        rows = hot(now=now)
    elif chosen == "articles":
        rows = worth_an_article()
    else:
        first = list(
            Look.objects.filter(outcome="", reasons__contains=["first-post"])
            .select_related("author")
            .order_by("at")[:25]
        )
    user = account_of(request)
    shown = {
        "late_ideas": ideas_due(user, now=now).late,
        "reviews_waiting": count_waiting(),
        "tabs": desk_tabs(request, chosen=chosen, unanswered=total),
        "chosen": chosen,
        "heading": labels[chosen],
        "rows": rows,
        "first": texts_of_looks(first),
        "ages": ages if chosen == "unanswered" and total else [],
        "age": age,
        "helpers": people,
        "names": {one.pk: one.name for one in people},
        "is_new": not rows and not Question.objects.exists(),
        "may_manage": account_of(request).may("community.manage"),
    }
    return render(request, "community/desk/overview.html", shown)


@screen(permission="community.answer", methods=("POST",))
def assign_question(request: HttpRequest, question_id: int) -> HttpResponse:
    """Ask a colleague or a super-user to answer."""
    question = Question.objects.filter(pk=question_id).first()
    if question is None:
        raise Http404("question")
    wanted = id_typed(request.POST.get("member", ""))
    to = Member.objects.filter(pk=wanted).first() if wanted else None
    try:
        if assign(question, to=to, by=account_of(request), now=utc_now()):
            say(
                request,
                _("%(name)s is asked to answer.") % {"name": to.name}
                if to
                else _("Nobody in particular is asked now."),
            )
    except CommunityError as refused:
        say(request, sentence(refused), tone="danger")
    # Back to the same list, at the same row: whoever works by keyboard goes on where they were.
    chosen, age = request.POST.get("list", ""), request.POST.get("age", "")
    where = {"list": chosen if chosen in LISTS else LISTS[0], "age": age if age == "older" else id_typed(age)}
    given = urlencode({name: value for name, value in where.items() if value})
    return redirect(f"{reverse('community-desk')}?{given}#question-{question.pk}")
