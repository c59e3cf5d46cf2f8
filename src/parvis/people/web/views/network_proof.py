"""/choices/<link>/show/ and /choices/back/: a customer logs in at a network and comes back with the account shown.

Whoever has the link may begin; what binds the answer to the same browser is a cookie of its own, for ten minutes.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from parvis.foundation.access import purpose
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.typed import id_typed
from parvis.people.actions.network_proof import account_behind, ask_network, settle_log_in, take_question
from parvis.people.actions.proof_networks import serves
from parvis.people.logic.choices_link import CHOICES
from parvis.people.logic.errors import ProofRefused
from parvis.people.logic.network_accounts import QUESTION_LIVES
from parvis.people.models import Claim, Person, ProofNetwork
from parvis.people.reads.choices_links import opened
from parvis.people.web.accounts_shown import open_claims
from parvis.people.web.choices_answers import is_too_often, language_for, nothing_opens, too_often
from parvis.people.web.claim_words import proof_refused

COOKIE = "parvis_proof"
MOST_TRIES = 30  # of one link within ten minutes

View = Callable[..., HttpResponse]


def _private(view: View) -> View:
    """Kept by nobody, found by no search engine; no address of these travels to the network or back."""

    @never_cache
    @require_safe
    @wraps(view)
    def guarded(request: HttpRequest, **given: Any) -> HttpResponse:
        page = view(request, **given)
        page["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        page["Referrer-Policy"] = "no-referrer"
        page["Cache-Control"] = "private, no-store"
        return page

    return guarded


@_private
def choices_show(request: HttpRequest, token: str) -> HttpResponse:
    """Off to the network (`network`), to show any account there or the one that is asked about (`claim`)."""
    now = utc_now()
    with purpose("legal_duty"):
        person = _person(token, now=now)
        if person is None:
            return nothing_opens(request)
        if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
            # Another site sent them here, where a network that knows them might agree unasked: they choose themselves.
            return redirect(f"{reverse('choices', args=[token])}#accounts")
        if is_too_often(f"choices-show:{token}", MOST_TRIES):
            return too_often(request)
        network = ProofNetwork.objects.filter(
            pk=id_typed(request.GET.get("network", "")), is_active=True
        ).first()
        claim = _claim(request, person)
        if network is None or (
            "claim" in request.GET and (claim is None or not serves(network, claim.identity))
        ):
            return _refused(request, ProofRefused("over"), person=person, token=token)
    try:
        asked = ask_network(
            network, person=person, claim=claim, page=token, redirect_uri=return_address(request),
            asks_again="again" in request.GET, now=now,
        )  # fmt: skip
    except ProofRefused as refused:
        with purpose("legal_duty"):
            return _refused(request, refused, person=person, token=token)
    away = HttpResponseRedirect(asked.address)
    away.set_cookie(
        COOKIE,
        asked.browser,
        max_age=int(QUESTION_LIVES.total_seconds()),
        path=reverse("choices-back"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return away


@_private
def choices_back(request: HttpRequest) -> HttpResponse:
    """Back from the network. One question is answered once, in the browser that asked it."""
    response = _answered(request)
    response.delete_cookie(COOKIE, path=reverse("choices-back"), samesite="Lax")
    return response


def _answered(request: HttpRequest) -> HttpResponse:
    now = utc_now()
    with purpose("legal_duty"):
        try:
            question, token = take_question(
                request.GET.get("state", "")[:300], browser=request.COOKIES.get(COOKIE, ""), now=now
            )
        except ProofRefused as refused:
            if is_too_often(f"choices-back:{request.META.get('REMOTE_ADDR', '')}", MOST_TRIES):
                return too_often(request)
            return _refused(request, refused)
    try:
        if "code" not in request.GET:
            raise ProofRefused(
                "declined" if request.GET.get("error") == "access_denied" else "answer-refused"
            )
        handles = account_behind(
            question,
            code=request.GET["code"][:2000],
            issuer=request.GET.get("iss", ""),
            redirect_uri=return_address(request),
        )
    except ProofRefused as refused:
        with purpose("legal_duty"):
            return _refused(request, refused, person=question.person, token=token)
    with purpose("legal_duty"):
        # Their links may have been closed, or the record erased, while they were away.
        if _person(token, now=now) is None:
            return _refused(request, ProofRefused("over"))
        try:
            shown = settle_log_in(question, handles, now=now)
        except ProofRefused as refused:  # caught inside: what was noted for a colleague stays
            again = f"network={question.network_id}&claim={question.claim_id}&again=1"
            is_other = refused.reason == "other-account"
            return _refused(
                request, refused, person=question.person, token=token, again=again if is_other else ""
            )
    done = "shown" if shown.is_new else "known"
    return redirect(f"{reverse('choices', args=[token])}?done={done}#accounts")


def return_address(request: HttpRequest) -> str:
    """What the network must know as ours."""
    path = reverse("choices-back")
    return f"{settings.ORIGIN}{path}" if settings.ORIGIN else request.build_absolute_uri(path)


def _person(token: str, *, now: Any) -> Person | None:
    found = opened(token, now=now)
    return found.person if found and found.link.use == CHOICES else None


def _claim(request: HttpRequest, person: Person) -> Claim | None:
    wanted = id_typed(request.GET.get("claim", ""))
    return next((one for one in open_claims(person) if one.pk == wanted), None)


def _refused(
    request: HttpRequest,
    refused: ProofRefused,
    *,
    person: Person | None = None,
    token: str = "",
    again: str = "",
) -> HttpResponse:
    """again: the query of an address that asks the network to let them choose the account anew."""
    with override(language_for(request, person)):
        return render(
            request,
            "people/choices/proof_refused.html",
            {
                "sentence": proof_refused(refused),
                "page_url": reverse("choices", args=[token]) + "#accounts" if token else "",
                "again_url": f"{reverse('choices-show', args=[token])}?{again}" if again else "",
            },
            status=403,
        )
