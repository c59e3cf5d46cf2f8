"""Members at the desk: who is here, at which level and why, and whose votes go round."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from parvis.accounts.permissions import account_of
from parvis.community.actions.merit import settle_ring
from parvis.community.actions.trust import fix_trust
from parvis.community.logic.errors import CommunityError, EmptyText
from parvis.community.models import Member, VoteRing
from parvis.community.reads.member_list import member_page, of_the_same_mailbox, open_rings
from parvis.community.reads.member_page import badges_of, standing_of
from parvis.community.web.reputation_words import (
    FACT_NAMES,
    badge_name,
    change_words,
    level_words,
    missing_words,
)
from parvis.community.web.sentences import sentence
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.typed import id_typed
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import screen


@screen(permission="community.moderate")
def members(request: HttpRequest) -> HttpResponse:
    """?q= name, ?level=, ?kind=; rings of votes above the list while somebody has to look at them."""
    typed, kind, level = (request.GET.get(name, "") for name in ("q", "kind", "level"))
    rows, after = member_page(
        typed=typed, kind=kind, level=int(level) if level in tuple("01234") else None,
        after=id_typed(request.GET.get("after", "")) or 0,
    )  # fmt: skip
    kinds = (
        ("", pgettext("members", "everybody")), ("super", pgettext("members", "super-users")),
        ("new", pgettext("members", "wrote nothing yet")), ("staff", pgettext("members", "employees")),
    )  # fmt: skip
    shown = {
        "rows": [(one, level_words(one.trust)) for one in rows], "after": after or None, "typed": typed, "kind": kind,
        "level": level, "levels": [(str(number), level_words(number)) for number in range(5)], "kinds": kinds,
        "rings": open_rings() if not (typed or kind or level or request.GET.get("after")) else [],
    }  # fmt: skip
    return render(request, "community/desk/members.html", shown)


@screen(permission="community.moderate", methods=("GET", "HEAD", "POST"))
def standing(request: HttpRequest, member_id: int) -> HttpResponse:
    """One member: what is counted, the level and how it came, and giving a level by hand with its reason."""
    found = Member.objects.filter(pk=member_id, left_at=None).first()
    if found is None:
        raise Http404("member")
    now, problem = utc_now(), ""
    may_fix = account_of(request).may("community.manage")
    if request.method == "POST" and may_fix:
        wanted = request.POST.get("level", "")
        try:
            fix_trust(
                found, level=int(wanted) if wanted in tuple("01234") else -1,
                is_fixed="is_fixed" in request.POST, reason=request.POST.get("reason", ""),
                by=account_of(request), now=now,
            )  # fmt: skip
        except EmptyText:
            problem = _("Say why: the member reads it.")
        except CommunityError as refused:
            problem = sentence(refused)
        else:
            say(request, _("Kept. The member reads level and reason on their page."))
            return redirect("community-desk-standing", member_id=found.pk)
    known = standing_of(found, now=now)
    shown = {
        "found": found, "words": level_words(found.trust), "standing": known, "may_fix": may_fix, "problem": problem,
        "reason": request.POST.get("reason", ""),
        "missing": [missing_words(one) for one in known.missing or ()],
        "changes": [(change_words(one), one) for one in known.changes],
        "facts": [(words, known.facts.get(name, 0)) for name, words in FACT_NAMES.items() if name != "trust"],
        "badges": [badge_name(one.badge) for one in badges_of(found)],
        "same": of_the_same_mailbox(found),
        "levels": [(str(number), level_words(number), number == found.trust) for number in range(5)],
    }  # fmt: skip
    return render(request, "community/desk/standing.html", shown, status=422 if problem else 200)


@screen(permission="community.moderate", methods=("POST",))
def settle(request: HttpRequest, ring_id: int) -> HttpResponse:
    """Somebody looked: harmless."""
    found = VoteRing.objects.filter(pk=ring_id).first()
    if found is None:
        raise Http404("ring")
    settle_ring(found, by=account_of(request), now=utc_now())
    say(request, _("Noted. Their votes stay bounded; they are not shown here again."))
    return redirect("community-desk-members")
