"""What a person allows: what the database enforces, the whole ledger with its proofs, and noting a new word."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from parvis.accounts.models import User
from parvis.accounts.permissions import account_of
from parvis.foundation.access import UnknownPurpose
from parvis.foundation.audit import record
from parvis.foundation.clock import utc_now
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of
from parvis.people.actions.choices import close_links
from parvis.people.actions.consents import give_consent, withdraw_consent
from parvis.people.logic.errors import BasisRefused, ObjectedBefore
from parvis.people.models import Person
from parvis.people.permissions import can_edit_people, person_for
from parvis.people.reads.canonical import record_ids
from parvis.people.reads.choices import Choice, choices_of
from parvis.people.reads.choices_links import choices_url
from parvis.people.reads.proofs import Proof, proofs_of
from parvis.people.web.forms import CONSENT_CHANNELS, CONSENT_PURPOSES, ConsentForm
from parvis.people.web.purpose_words import BASES
from parvis.people.web.screens import person_screen


@person_screen(methods=("GET", "HEAD", "POST"))
def person_consents(request: HttpRequest, person_id: int) -> HttpResponse:
    """POST with withdraw=1 takes back; otherwise it notes a consent with its words and their proof."""
    user = account_of(request)
    found = person_for(user, person_id)
    form = ConsentForm()
    if request.method == "POST":
        _require_may_note(user)
        if request.POST.get("withdraw"):
            return _withdrawn(request, found)
        form = ConsentForm(request.POST)
        if form.is_valid() and _is_noted(request, found, form):
            say(request, _("Noted, with its words."))
            return redirect("person-consents", found.pk)
    return _page(request, found, form)


@person_screen(methods=("POST",))
def person_choices_link(request: HttpRequest, person_id: int) -> HttpResponse:
    """A link to the person's own choices, shown once: for a letter, a call, a mail that a colleague writes."""
    user = account_of(request)
    found = person_for(user, person_id)
    _require_may_note(user)
    now = utc_now()
    link = choices_url(found.pk, now=now)
    if link.startswith("/"):
        link = request.build_absolute_uri(link)
    record("choices_link.made", found, by=actor_of(request), now=now)
    return _page(request, found, ConsentForm(), link=link)


@person_screen(methods=("POST",))
def person_choices_close(request: HttpRequest, person_id: int) -> HttpResponse:
    """No link that is out opens any more: a mail was sent on, an address was taken over."""
    user = account_of(request)
    found = person_for(user, person_id)
    _require_may_note(user)
    close_links(found, by=actor_of(request), now=utc_now())
    say(request, _("Closed: no link to these choices that was sent so far opens any more."))
    return redirect("person-consents", found.pk)


def _is_noted(request: HttpRequest, found: Person, form: ConsentForm) -> bool:
    said = form.cleaned_data
    try:
        give_consent(
            found,
            purpose=said["purpose"],
            channel=said["channel"],
            basis=said["basis"] or "consent",
            wording=said["wording"],
            wording_version="as noted",
            language=found.language or get_language() or "en",
            act="noted",
            proof={"source": said["source"], "noted_by": account_of(request).pk},
            by=actor_of(request),
            now=utc_now(),
        )
    except UnknownPurpose:
        form.add_error("channel", _("This purpose has no such channel."))
    except BasisRefused:
        form.add_error(
            "basis", _("Your data-protection officer has not allowed this for the purpose and channel.")
        )
    except ObjectedBefore:
        form.add_error("basis", _("They said no to this. Only their own consent stands above that."))
    return not form.errors


def _withdrawn(request: HttpRequest, found: Person) -> HttpResponse:
    try:
        withdraw_consent(
            found,
            purpose=request.POST.get("purpose", ""),
            channel=request.POST.get("channel", "")[:40],
            act="noted",
            proof={"noted_by": account_of(request).pk},
            by=actor_of(request),
            now=utc_now(),
        )
    except UnknownPurpose as error:
        raise PermissionDenied(str(error)) from error
    say(request, _("Noted: withdrawn from now on."))
    return redirect("person-consents", found.pk)


def _page(request: HttpRequest, found: Person, form: ConsentForm, *, link: str = "") -> HttpResponse:
    user = account_of(request)
    proofs = [proof for one in record_ids(found.pk) for proof in proofs_of(one)]
    proofs.sort(key=lambda proof: (proof.consent.at, proof.consent.pk), reverse=True)
    return render(
        request,
        "people/consents/index.html",
        {
            "person": found,
            "form": form,
            "link": link,
            "may_note": _may_note(user),
            "choices": [_shown_choice(one) for one in choices_of(found.pk, language=get_language() or "en")],
            "ledger": [_shown_proof(proof) for proof in proofs[:200]],
            "is_broken": any(proof.verdict == "broken" for proof in proofs),
        },
        status=400 if form.errors else 200,
    )


def _shown_choice(choice: Choice) -> dict[str, Any]:
    fact = choice.rule.fact
    return {
        "choice": choice,
        "purpose": CONSENT_PURPOSES.get(fact.purpose, fact.purpose),
        "channel": dict(CONSENT_CHANNELS)[fact.channel] if fact.channel else "",
        "basis": BASES.get(choice.basis, "") if choice.is_allowed and choice.basis != "consent" else "",
    }


def _shown_proof(proof: Proof) -> dict[str, Any]:
    row = proof.consent
    return {
        "row": row,
        "verdict": proof.verdict,
        "where": row.form or row.proof.get("source", "") or row.proof.get("form", ""),
        "purpose": CONSENT_PURPOSES.get(row.purpose, row.purpose),
        "channel": dict(CONSENT_CHANNELS).get(row.channel, row.channel),
        "basis": BASES.get(row.basis, "") if row.is_given and row.basis != "consent" else "",
    }


def _may_note(user: User) -> bool:
    return can_edit_people(user) or user.may("privacy.manage")


def _require_may_note(user: User) -> None:
    if not _may_note(user):
        raise PermissionDenied("people.edit")
