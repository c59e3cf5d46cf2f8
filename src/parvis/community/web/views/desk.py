"""The company's desk for the community: what waits for a moderator, decided one by one with its reasons."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from parvis.accounts.permissions import account_of
from parvis.community.actions.moderate import let_stay, judge, withhold
from parvis.community.logic.errors import CommunityError
from parvis.community.models import Restriction, find_said
from parvis.community.reads.moderation import (
    ground_text,
    ground_title,
    grounds,
    open_appeals,
    reported,
    texts_of,
)
from parvis.community.web.moderation_words import FOUND_BY
from parvis.community.web.sentences import sentence
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.typed import id_typed
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import screen


@screen(permission="community.moderate")
def moderation(request: HttpRequest) -> HttpResponse:
    """Reported texts, the longest waiting first, and appeals that another judges."""
    user = account_of(request)
    appeals = list(open_appeals()[:50])
    texts = texts_of([one.restriction for one in appeals])
    shown = {
        "reported": [
            {
                "one": one,
                "reports": [(each, ground_title(each.ground)) for each in one.reports],
            }
            for one in reported()
        ],
        "appeals": [
            {
                "appeal": one,
                "ground": ground_title(one.restriction.ground),
                "found_by": FOUND_BY[one.restriction.found_by],
                "text": texts[one.restriction.pk],
                "is_mine": one.restriction.by_id == user.pk,
            }
            for one in appeals
        ],
        "grounds": [(one, ground_title(one), ground_text(one)) for one in grounds()],
    }
    return render(request, "community/desk/moderation.html", shown)


@screen(permission="community.moderate", methods=("POST",))
def decide(request: HttpRequest, kind: str, text_id: int) -> HttpResponse:
    """Withhold a text with its ground and facts, or let it stay."""
    text = find_said(kind, text_id)
    if text is None:
        raise Http404("text")
    user, now = account_of(request), utc_now()
    if request.POST.get("decision") == "stays":
        let_stay(text, by=user, now=now)
        say(request, _("It stays: no rule is broken."))
        return redirect("community-moderation")
    ground = grounds().filter(number=id_typed(request.POST.get("ground", ""))).first()
    if ground is None:
        say(request, _("Choose the rule that is broken."), tone="danger")
        return redirect("community-moderation")
    try:
        withhold(
            text,
            ground=ground,
            facts=request.POST.get("facts", ""),
            found_by=Restriction.REPORT,
            by=user,
            now=now,
        )
    except CommunityError:
        say(request, _("Say what breaks the rule: the author reads it."), tone="danger")
    else:
        say(request, _("Withheld. The author reads the reason and can appeal."))
    return redirect("community-moderation")


@screen(permission="community.moderate", methods=("POST",))
def judge_appeal(request: HttpRequest, appeal_id: int) -> HttpResponse:
    found = open_appeals().filter(pk=appeal_id).first()
    if found is None:
        raise Http404("appeal")
    try:
        judge(
            found,
            is_granted=request.POST.get("decision") == "granted",
            judgement=request.POST.get("judgement", ""),
            by=account_of(request),
            now=utc_now(),
        )
    except CommunityError as refused:
        say(request, sentence(refused), tone="danger")
    else:
        say(request, _("Decided. The author reads your reasons."))
    return redirect("community-moderation")
