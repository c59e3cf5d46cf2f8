"""Super-users at the desk: candidates with their evidence, invitations, terms, the direct line, and their share."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from parvis.accounts.models import User
from parvis.accounts.permissions import account_of
from parvis.community.actions.direct_line import see, write_directly
from parvis.community.actions.experts import end_term, invite, name_contact, withdraw_invitation
from parvis.community.logic.errors import CommunityError
from parvis.community.logic.experts import LEAST_ANSWERS, LEAST_DECIDED, LEAST_HELPED
from parvis.community.models import DirectMessage, ExpertFigures, Member, SuperUserTerm
from parvis.community.reads.direct_line import contacts, lines_of
from parvis.community.reads.experts import candidates_found, solved_by_each, solved_shares, terms_now
from parvis.community.web.sentences import sentence
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.intervals import share
from parvis.foundation.logic.typed import id_typed
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import screen

QUARTER = timedelta(days=90)


@screen(permission="community.manage")
def experts(request: HttpRequest) -> HttpResponse:
    """Who is one, who could be, and what they solve."""
    since = utc_now() - QUARTER
    solved, terms = solved_by_each(since), list(terms_now()[:200])
    names = dict(
        User.objects.filter(pk__in=[one.contact_id for one in terms if one.contact_id]).values_list(
            "pk", "name"
        )
    )
    rows = [(one, names.get(one.contact_id or 0, ""), solved.get(one.member_id, 0)) for one in terms]
    shown = {
        "candidates": [(one, share(one.accepted, one.decided)) for one in candidates_found()[:50]],
        "measured": ExpertFigures.objects.order_by("-measured_at").first(),
        "active": [row for row in rows if row[0].state == SuperUserTerm.ACTIVE],
        "invited": [row for row in rows if row[0].state == SuperUserTerm.INVITED],
        "ended": [row for row in rows if row[0].state not in (SuperUserTerm.ACTIVE, SuperUserTerm.INVITED)][:20],
        "shares": solved_shares(since), "contacts": contacts(), "me": account_of(request).pk,
        "least": (LEAST_ANSWERS, LEAST_HELPED, LEAST_DECIDED),
    }  # fmt: skip
    return render(request, "community/desk/experts.html", shown)


@screen(permission="community.manage", methods=("POST",))
def invite_one(request: HttpRequest, member_id: int) -> HttpResponse:
    found = Member.objects.filter(pk=member_id).first()
    if found is None:
        raise Http404("member")
    by = account_of(request)
    try:
        invite(
            found, words=request.POST.get("words", ""), contact=_contact(request) or by, by=by, now=utc_now()
        )
    except CommunityError as refused:
        say(request, sentence(refused), tone="danger")
    else:
        say(request, _("Invited by mail. They become a super-user when they say yes."))
    return redirect("community-desk-experts")


@screen(permission="community.manage", methods=("POST",))
def act(request: HttpRequest, term_id: int) -> HttpResponse:
    """withdraw, end (with thanks) or contact."""
    term = SuperUserTerm.objects.filter(pk=term_id).first()
    if term is None:
        raise Http404("term")
    by, now, what = account_of(request), utc_now(), request.POST.get("act", "")
    if what == "withdraw" and withdraw_invitation(term, by=by, now=now):
        say(request, _("The invitation is withdrawn."))
    elif what == "end" and end_term(term, by=by, thanks=request.POST.get("thanks", ""), now=now):
        say(request, _("Ended. Your thanks go to them by mail."))
    elif what == "contact" and (contact := _contact(request)) is not None:
        name_contact(term, contact=contact, by=by, now=now)
        say(request, _("%(name)s answers them from now on.") % {"name": contact.name})
    return redirect("community-desk-experts")


@screen(permission="community.answer", methods=("GET", "HEAD", "POST"))
def line(request: HttpRequest, member_id: int) -> HttpResponse:
    """One direct line, for the employee who was named, and for those who manage the community."""
    user, now, problem = account_of(request), utc_now(), ""
    found = lines_of(user).filter(pk=member_id).first()
    if found is None:
        raise Http404("line")
    if request.method == "POST":
        try:
            write_directly(found, request.POST.get("text", ""), by=user, now=now)
        except CommunityError as refused:
            problem = sentence(refused)
        else:
            return redirect("community-direct-line", member_id=found.pk)
    else:
        see(found, is_member=False, now=now)
    said = list(reversed(DirectMessage.objects.filter(member=found).order_by("-sent_at", "-pk")[:100]))
    names = dict(
        User.objects.filter(pk__in=[one.by_id for one in said if one.by_id]).values_list("pk", "name")
    )
    shown = {
        "found": found, "said": [(one, names.get(one.by_id or 0, "")) for one in said], "problem": problem,
        "text": request.POST.get("text", ""), "lines": lines_of(user)[:50],
        "manages": user.may("community.manage"),
    }  # fmt: skip
    return render(request, "community/desk/line.html", shown, status=422 if problem else 200)


def _contact(request: HttpRequest) -> User | None:
    wanted = id_typed(request.POST.get("contact", ""))
    return next((one for one in contacts() if one.pk == wanted), None)
