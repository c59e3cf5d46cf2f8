"""Reporting, what an author was told, the appeal, the charter and the public register."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from parvis.community.actions.moderate import appeal as ask_again
from parvis.community.actions.moderate import report as make_report
from parvis.community.logic.errors import CommunityError
from parvis.community.models import Restriction
from parvis.community.permissions import get_said
from parvis.community.reads.moderation import (
    ground_text,
    ground_title,
    grounds,
    register_counts,
    restrictions_of,
    texts_of,
)
from parvis.community.reads.moderation import register as newest_decisions
from parvis.community.web.moderation_words import FOUND_BY, OUTCOMES
from parvis.community.web.pages import page, taking_part
from parvis.community.web.sentences import sentence
from parvis.community.web.sessions import member_of
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.typed import id_typed


@page(methods=("GET", "HEAD", "POST"), members_only=True)
def report(request: HttpRequest, kind: str, text_id: int) -> HttpResponse:
    """Say that a text breaks a rule of the charter, with the reason."""
    by = taking_part(request)
    assert by is not None
    text = get_said(by, kind, text_id)
    given, problem = {"ground": "", "reasons": ""}, ""
    if request.method == "POST":
        given = {name: request.POST.get(name, "") for name in given}
        ground = grounds().filter(number=id_typed(given["ground"])).first()
        if ground is None:
            raise Http404("ground")
        try:
            make_report(text, ground=ground, reasons=given["reasons"], by=by, now=utc_now())
        except CommunityError as refused:
            problem = sentence(refused)
        else:
            return render(request, "community/moderation/thanks.html", {"member": by, "text": text})
    shown = {
        "member": by, "text": text, "problem": problem, **given,
        "grounds": [(one, ground_title(one), ground_text(one)) for one in grounds()],
    }  # fmt: skip
    return render(request, "community/moderation/report.html", shown, status=422 if problem else 200)


@page(members_only=True)
def told(request: HttpRequest) -> HttpResponse:
    """Everything that was withheld of the member's texts, each with its reasons and the way to appeal."""
    by = taking_part(request)
    assert by is not None
    return render(
        request,
        "community/moderation/told.html",
        {"member": by, "rows": _told(list(restrictions_of(by)[:50]))},
    )


@page(methods=("POST",), members_only=True)
def appeal(request: HttpRequest, restriction_id: int) -> HttpResponse:
    by = taking_part(request)
    assert by is not None
    found = restrictions_of(by).filter(pk=restriction_id).first()
    if found is None:
        raise Http404("restriction")
    try:
        ask_again(found, words=request.POST.get("words", ""), by=by, now=utc_now())
    except CommunityError as refused:
        shown = {"member": by, "rows": _told(list(restrictions_of(by)[:50])), "problem": sentence(refused)}
        return render(request, "community/moderation/told.html", shown, status=422)
    return redirect("community-told")


@page()
def charter(request: HttpRequest) -> HttpResponse:
    rows = [(one, ground_title(one), ground_text(one)) for one in grounds()]
    return render(request, "community/moderation/charter.html", {"member": member_of(request), "rows": rows})


@page()
def register(request: HttpRequest) -> HttpResponse:
    """Every decision, without a name and without the text."""
    titles = {one.number: ground_title(one) for one in grounds()}
    shown = {
        "member": member_of(request),
        "rows": [(row, FOUND_BY[row.found_by], OUTCOMES.get(row.appeal, "")) for row in newest_decisions()],
        "counts": [(number, titles.get(number, ""), *rest) for number, *rest in register_counts()],
    }
    return render(request, "community/moderation/register.html", shown)


def _told(restrictions: list[Restriction]) -> list[dict[str, object]]:
    rows, texts = [], texts_of(restrictions)
    for one in restrictions:
        made = getattr(one, "appeal", None)
        rows.append(
            {
                "restriction": one,
                "ground": ground_title(one.ground),
                "ground_text": ground_text(one.ground),
                "found_by": FOUND_BY[one.found_by],
                "text": texts[one.pk],
                "appeal": made,
                "outcome": OUTCOMES[made.state] if made else "",
                "may_appeal": made is None and one.undone_at is None,
            }
        )
    return rows
