"""What a person allows: the state, the whole ledger with its words, and noting a new word."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from parvis.accounts.models import User
from parvis.accounts.permissions import account_of
from parvis.foundation.access import UnknownPurpose
from parvis.foundation.clock import utc_now
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of
from parvis.people.actions.consents import give_consent, withdraw_consent
from parvis.people.permissions import can_edit_people, person_for
from parvis.people.reads.consents import consent_ledger, consent_states
from parvis.people.web.forms import CONSENT_CHANNELS, CONSENT_PURPOSES, ConsentForm
from parvis.people.web.screens import person_screen


@person_screen(methods=("GET", "HEAD", "POST"))
def person_consents(request: HttpRequest, person_id: int) -> HttpResponse:
    """POST with withdraw=1 takes back; otherwise it notes a consent with its words and their proof."""
    user = account_of(request)
    found = person_for(user, person_id)
    may_note = _may_note(user)
    form = ConsentForm()
    if request.method == "POST":
        if not may_note:
            raise PermissionDenied("people.edit")
        if request.POST.get("withdraw"):
            try:
                withdraw_consent(
                    found,
                    purpose=request.POST.get("purpose", ""),
                    channel=request.POST.get("channel", "")[:40],
                    proof={"noted_by": user.pk},
                    by=actor_of(request),
                    now=utc_now(),
                )
            except UnknownPurpose as error:
                raise PermissionDenied(str(error)) from error
            say(request, _("Noted: withdrawn from now on."))
            return redirect("person-consents", found.pk)
        form = ConsentForm(request.POST)
        if form.is_valid():
            give_consent(
                found,
                purpose=form.cleaned_data["purpose"],
                channel=form.cleaned_data["channel"],
                wording=form.cleaned_data["wording"],
                wording_version="as noted",
                language=found.language or get_language() or "en",
                proof={"source": form.cleaned_data["source"], "noted_by": user.pk},
                by=actor_of(request),
                now=utc_now(),
            )
            say(request, _("Noted, with its words."))
            return redirect("person-consents", found.pk)
    channels = dict(CONSENT_CHANNELS)
    return render(
        request,
        "people/consents/index.html",
        {
            "person": found,
            "form": form,
            "may_note": may_note,
            "states": [
                {"state": state, "purpose": CONSENT_PURPOSES.get(state.purpose, state.purpose),
                 "channel": channels.get(state.channel, state.channel)}
                for state in consent_states(found.pk)
            ],
            "ledger": [
                {"row": row, "purpose": CONSENT_PURPOSES.get(row.purpose, row.purpose),
                 "channel": channels.get(row.channel, row.channel)}
                for row in consent_ledger(found.pk)
            ],
        },
        status=400 if form.errors else 200,
    )  # fmt: skip


def _may_note(user: User) -> bool:
    return can_edit_people(user) or user.may("privacy.manage")
