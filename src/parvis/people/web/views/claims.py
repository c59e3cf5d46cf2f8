"""Letting a person prove that a handle is theirs: a code sent back or shown in the profile, or their own site."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from parvis.accounts.permissions import account_of
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.typed import id_typed
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of
from parvis.people.actions.claims import begin_claim, refuse_link, settle_profile, withdraw_claim
from parvis.people.actions.proof_networks import networks_for
from parvis.people.actions.site_proof import can_read_profile, link_by_site, profile_of
from parvis.people.logic.errors import ClaimRefused
from parvis.people.models import Claim
from parvis.people.permissions import can_edit_people, identity_for, person_for
from parvis.people.reads.behind import person_behind
from parvis.people.web.claim_words import STATES, WAYS, claim_refused
from parvis.people.web.screens import person_screen
from parvis.people.web.sentences import Refused, refusal
from parvis.people.web.views.identities import found_persons
from parvis.people.web.views.person_form import way_back


@person_screen(permission="people.edit", methods=("GET", "HEAD", "POST"))
def identity_claim(request: HttpRequest, identity_id: int) -> HttpResponse:
    """`q` searches records; POST begins the proof that the handle is the chosen one's."""
    user = account_of(request)
    found = identity_for(user, identity_id)
    if request.method == "POST":
        chosen = person_for(user, id_typed(request.POST.get("person", "")))
        way = request.POST.get("way", "")
        try:
            if way == "site":
                link_by_site(
                    found,
                    person=chosen,
                    site=request.POST.get("site", "")[:500],
                    by=actor_of(request),
                    now=utc_now(),
                )
                say(request, _("The site and the profile name each other: linked."))
                return redirect("identity", found.pk)
            if way not in WAYS:
                raise Http404
            begin_claim(found, person=chosen, way=way, by=actor_of(request), now=utc_now())
        except ClaimRefused as error:
            say(request, claim_refused(error), tone="danger")
        except Refused as error:
            say(request, refusal(error), tone="danger")
        else:
            say(
                request,
                _("The link is on its way to %(name)s.") % {"name": chosen}
                if way == Claim.LOG_IN
                else _("The code is on its way to %(name)s.") % {"name": chosen},
            )
        return redirect("identity-claim", found.pk)
    typed = (request.GET.get("q") or "").replace("\x00", "").strip()[:200]
    shown: dict[str, Any] = {
        "identity": found,
        "person": person_behind(found.pk),
        "persons": found_persons(request, typed or found.display_name) if typed or found.display_name else [],
        "typed": typed,
        "can_read_profile": can_read_profile(found.channel),
        "can_log_in": bool(networks_for(found)),
        "claims": [
            {
                "claim": one,
                "state": STATES[one.state],
                "way": WAYS[one.way],
                "is_open": one.state == Claim.OPEN,
            }
            for one in Claim.objects.filter(identity=found).select_related("person").order_by("-made_at")[:20]
        ],
    }
    return render(request, "people/identity/claim.html", shown)


@person_screen(permission="people.edit", methods=("POST",))
def claim_check(request: HttpRequest, claim_id: int) -> HttpResponse:
    """Read the profile now and look for the code."""
    claim = claim_for(request, claim_id)
    try:
        is_there = settle_profile(
            claim, text=profile_of(claim.identity).text, by=actor_of(request), now=utc_now()
        )
    except ClaimRefused as error:
        say(request, claim_refused(error), tone="danger")
    else:
        if is_there:
            say(request, _("The code stands in the profile: linked."))
            return redirect("identity", claim.identity_id)
        say(request, _("The code is not in the profile yet."), tone="warning")
    return redirect("identity-claim", claim.identity_id)


@person_screen(permission="people.edit", methods=("POST",))
def claim_withdraw(request: HttpRequest, claim_id: int) -> HttpResponse:
    claim = claim_for(request, claim_id)
    withdraw_claim(claim, by=actor_of(request), now=utc_now())
    say(request, _("Taken back. The code no longer counts."))
    return redirect("identity-claim", claim.identity_id)


@person_screen(permission="people.edit", methods=("POST",))
def link_refuse(request: HttpRequest, identity_id: int) -> HttpResponse:
    """A number that was quoted names somebody else: do not propose the two again."""
    user = account_of(request)
    found = identity_for(user, identity_id)
    person = person_for(user, id_typed(request.POST.get("person", "")))
    refuse_link(found, person=person, by=actor_of(request), now=utc_now())
    say(request, _("Noted: this handle is not proposed for %(name)s again.") % {"name": person})
    return redirect(way_back(request) or "identity", *([] if way_back(request) else [found.pk]))


def claim_for(request: HttpRequest, claim_id: int) -> Claim:
    """Raises Http404."""
    user = account_of(request)
    found = (
        Claim.objects.select_related("identity", "person").filter(pk=claim_id).first()
        if can_edit_people(user)
        else None
    )
    if found is None:
        raise Http404
    return found
