"""Reporting, what an author was told, the appeal, the charter and the public register."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from parvis.community.actions.moderate import appeal as ask_again
from parvis.community.actions.moderate import report as make_report
from parvis.community.actions.notice_by_anyone import give_notice, number_of
from parvis.community.logic.errors import CommunityError
from parvis.community.models import Member, Restriction
from parvis.community.permissions import get_said
from parvis.community.reads.looks import points_of, reports_of, waiting_of
from parvis.community.reads.moderation import (
    ground_text,
    ground_title,
    grounds,
    restrictions_of,
    texts_of,
)
from parvis.community.reads.moderation import register as newest_decisions
from parvis.community.reads.moderation_figures import moderation_figures
from parvis.community.web.moderation_words import (
    DECIDED_BY,
    FOUND_BY,
    MEASURES,
    OUTCOMES,
    POINTS,
    REASONS,
    REPORT_STATES,
)
from parvis.community.web.pages import page, taking_part
from parvis.community.web.sentences import sentence
from parvis.community.web.sessions import member_of
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.typed import id_typed


@page(methods=("GET", "HEAD", "POST"), members_only=True)
def report(request: HttpRequest, text_kind: str, text_id: int) -> HttpResponse:
    """Say that a text breaks a rule of the charter, with the reason."""
    by = taking_part(request)
    assert by is not None
    text = get_said(by, text_kind, text_id)
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


@never_cache
@page(methods=("GET", "HEAD", "POST"))
def notice(request: HttpRequest) -> HttpResponse:
    """A notice of anybody, without an account (art. 16 DSA). Who is logged in may use it as well."""
    names = ("address", "ground", "reasons", "name", "email")
    given = {name: request.POST.get(name, request.GET.get(name, ""))[:2000].strip() for name in names}
    if given["address"].startswith("/"):
        given["address"] = settings.ORIGIN + given["address"]
    problem, number = "", ""
    if request.method == "POST":
        ground = grounds().filter(number=id_typed(given["ground"])).first()
        try:
            validate_email(given["email"][:254])
            if ground is None:
                problem = _("Choose the rule that is broken.")
            elif request.POST.get("good_faith") != "1":
                problem = _("Confirm that what you say is true to the best of your knowledge.")
            else:
                made = give_notice(
                    address=given["address"], ground=ground, reasons=given["reasons"], name=given["name"],
                    email=given["email"], language=get_language() or "en", now=utc_now(),
                )  # fmt: skip
                number = number_of(made)
        except ValidationError:
            problem = _("This is no complete e-mail address. It looks like name@example.org.")
        except CommunityError as refused:
            problem = sentence(refused)
    shown = {
        "member": member_of(request), "given": given, "problem": problem, "number": number,
        "grounds": [(one, ground_title(one), ground_text(one)) for one in grounds()],
    }  # fmt: skip
    return render(request, "community/moderation/notice.html", shown, status=422 if problem else 200)


@page(members_only=True)
def told(request: HttpRequest) -> HttpResponse:
    """Everything that was withheld of the member's texts, each with its reasons and the way to appeal."""
    by = taking_part(request)
    assert by is not None
    return render(request, "community/moderation/told.html", _decisions(by))


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
        shown = {**_decisions(by), "problem": sentence(refused)}
        return render(request, "community/moderation/told.html", shown, status=422)
    return redirect("community-told")


@page()
def charter(request: HttpRequest) -> HttpResponse:
    rows = [(one, ground_title(one), ground_text(one)) for one in grounds()]
    return render(request, "community/moderation/charter.html", {"member": member_of(request), "rows": rows})


@page()
def register(request: HttpRequest) -> HttpResponse:
    """Every decision, without a name and without the text."""
    now = utc_now()
    shown = {
        "member": member_of(request),
        "rows": [
            (
                row,
                MEASURES[row.measure],
                FOUND_BY[row.found_by],
                DECIDED_BY[row.is_automated],
                OUTCOMES.get(row.appeal, ""),
            )
            for row in newest_decisions()
        ],
        "figures": (figures := moderation_figures(now - timedelta(days=365), now)),
        "grounds": [(one, ground_title(one.ground)) for one in figures.grounds],
    }
    return render(request, "community/moderation/register.html", shown)


def _decisions(by: Member) -> dict[str, object]:
    """What waits, what was decided about the member's texts and about what they reported."""
    return {
        "member": by,
        "rows": _told(list(restrictions_of(by)[:50])),
        "waiting": [
            (look, text, [REASONS.get(one, one) for one in look.reasons]) for look, text in waiting_of(by)
        ],
        "reports": [(one, text, REPORT_STATES[one.state]) for one, text in reports_of(by)],
    }


def _told(restrictions: list[Restriction]) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    texts = texts_of(restrictions)
    for one in restrictions:
        made = getattr(one, "appeal", None)
        text = texts[one.pk]
        rows.append(
            {
                "restriction": one,
                "ground": ground_title(one.ground),
                "ground_text": ground_text(one.ground),
                "measure": MEASURES[one.measure],
                "found_by": FOUND_BY[one.found_by],
                "decided_by": DECIDED_BY[one.is_automated],
                "text": text,
                "points": [(POINTS.get(name, name), n) for name, n in sorted(points_of(one).items())],
                "appeal": made,
                "outcome": OUTCOMES[made.state] if made else "",
                "may_appeal": made is None and one.undone_at is None,
            }
        )
    return rows
