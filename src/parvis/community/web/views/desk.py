"""The company's desk of moderation: one text after the other, decided with its reasons, by keys alone if one likes."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from parvis.accounts.permissions import account_of
from parvis.community.actions.looks import take
from parvis.community.actions.moderate import judge, let_stay, restore, withhold
from parvis.community.logic.errors import CommunityError, MayNot
from parvis.community.models import Look, Restriction, find_said
from parvis.community.reads.looks import decisions, found_by, next_look, texts_of_looks, to_decide, waiting
from parvis.community.reads.moderation import (
    ground_text,
    ground_title,
    grounds,
    open_appeals,
    texts_of,
)
from parvis.community.web.moderation_tabs import moderation_tabs
from parvis.community.web.moderation_words import FOUND_BY, KINDS, MEASURES, POINTS, REASONS
from parvis.community.web.sentences import sentence
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.typed import id_typed
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import screen


@screen(permission="community.moderate")
def moderation(request: HttpRequest) -> HttpResponse:
    """The text that waits most, or the one that was chosen; beside it what else waits."""
    user, now = account_of(request), utc_now()
    chosen = id_typed(request.GET.get("look", ""))
    look = Look.objects.select_related("author").filter(pk=chosen, outcome="").first() if chosen else None
    look = look or next_look(user, now=now, after=id_typed(request.GET.get("after", "")) or 0)
    is_mine = look is None or take(look, by=user, now=now)
    here = to_decide(look) if look is not None else None
    shown = {
        "here": here,
        "is_mine": is_mine,
        "next_url": f"?after={look.pk}" if look else "",
        "reports": [(one, ground_title(one.ground)) for one in here.reports] if here else [],
        "kind": KINDS.get(here.text.kind, here.text.kind) if here else "",
        "reasons": [REASONS.get(one, one) for one in here.look.reasons] if here else [],
        "points": [(POINTS.get(name, name), n) for name, n in sorted(here.look.points.items())]
        if here
        else [],
        "queue": [
            (one, text, REASONS.get(one.reasons[0], one.reasons[0]))
            for one, text in texts_of_looks(waiting(most=30))
        ],
        "grounds": [(one, ground_title(one), ground_text(one)) for one in grounds()],
        "tabs": moderation_tabs(request),
    }
    return render(request, "community/desk/moderation.html", shown)


@screen(permission="community.moderate", methods=("POST",))
def decide(request: HttpRequest, text_kind: str, text_id: int) -> HttpResponse:
    """Withhold a text with its ground and facts, or let it stay; then the next one."""
    text = find_said(text_kind, text_id)
    if text is None:
        raise Http404("text")
    user, now = account_of(request), utc_now()
    answer, seen = request.POST.get("answer", ""), request.POST.get("seen", "")[:64]
    if request.POST.get("decision") == "stays":
        try:
            has_stayed = let_stay(text, by=user, now=now, answer=answer, seen=seen)
        except MayNot as refused:
            say(request, sentence(refused), tone="warning")
            return redirect(_back(request))
        if has_stayed:
            say(request, _("It stays: no rule is broken."))
        else:
            say(request, _("A colleague has decided this already."), tone="information")
        return redirect("community-moderation")
    ground = grounds().filter(number=id_typed(request.POST.get("ground", ""))).first()
    if ground is None:
        say(request, _("Choose the rule that is broken."), tone="danger")
        return redirect(_back(request))
    try:
        made = withhold(
            text,
            ground=ground,
            facts=request.POST.get("facts", ""),
            found_by=found_by(text),
            measure=Restriction.REMOVED if "remove" in request.POST else Restriction.WITHHELD,
            look_id=id_typed(request.POST.get("look", "")),
            seen=seen,
            by=user,
            now=now,
        )
    except MayNot as refused:
        if refused.what == "changed-since":
            say(request, sentence(refused), tone="warning")
            return redirect(_back(request))
        say(request, _("A colleague has decided this already."), tone="information")
        return redirect("community-moderation")
    except CommunityError:
        say(request, _("Say what breaks the rule: the author reads it."), tone="danger")
        return redirect(_back(request))
    if made.by_id != user.pk:
        say(request, _("A colleague has decided this already."), tone="information")
    else:
        undo = reverse("community-restriction-undo", args=[made.pk])
        say(request, _("Withheld. The author reads the reason and can appeal."), undo_url=undo)
    return redirect("community-moderation")


@screen(permission="community.moderate")
def appeals(request: HttpRequest) -> HttpResponse:
    """Appeals, the oldest first: each judged by another than the one who decided."""
    user = account_of(request)
    found = list(open_appeals()[:50])
    texts = texts_of([one.restriction for one in found])
    rows = [
        {
            "appeal": one,
            "ground": ground_title(one.restriction.ground),
            "found_by": FOUND_BY[one.restriction.found_by],
            "measure": MEASURES[one.restriction.measure],
            "text": texts[one.restriction.pk],
            "is_mine": one.restriction.by_id == user.pk,
        }
        for one in found
    ]
    return render(request, "community/desk/appeals.html", {"rows": rows, "tabs": moderation_tabs(request)})


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
    return redirect("community-appeals")


@screen(permission="community.moderate")
def decided(request: HttpRequest) -> HttpResponse:
    """Every decision, the newest first, each with the way to undo it."""
    rows = decisions(before=id_typed(request.GET.get("before", "")) or 0)
    texts = texts_of(rows)
    shown = {
        "rows": [
            {
                "one": one,
                "ground": ground_title(one.ground),
                "measure": MEASURES[one.measure],
                "found_by": FOUND_BY[one.found_by],
                "text": texts[one.pk],
                "is_over": one.until is not None and one.until <= utc_now(),
            }
            for one in rows
        ],
        "earlier": f"?before={rows[-1].pk}" if len(rows) == 50 else "",
        "tabs": moderation_tabs(request),
    }
    return render(request, "community/desk/decided.html", shown)


@screen(permission="community.moderate", methods=("POST",))
def undo(request: HttpRequest, restriction_id: int) -> HttpResponse:
    """As it was before, with the reason that the author reads."""
    found = Restriction.objects.filter(pk=restriction_id).first()
    if found is None:
        raise Http404("restriction")
    why = request.POST.get("why", "").strip() or _("Taken back at once.")
    if restore(found, why=why, by=account_of(request), now=utc_now()):
        say(request, _("It is as it was before; the author is told."))
    return redirect("community-decided")


def _back(request: HttpRequest) -> str:
    look = id_typed(request.POST.get("look", ""))
    return reverse("community-moderation") + (f"?look={look}" if look else "")
