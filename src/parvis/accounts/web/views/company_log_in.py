"""The way to the company's own log-in and back, and its settings."""

from __future__ import annotations

import hmac
import secrets
import time
from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from parvis.accounts.actions.company_log_in import (
    LogInRefused,
    account_for,
    ask_metadata,
    claims_of_answer,
    save_provider,
)
from parvis.accounts.logic.oidc import LEEWAY_SECONDS, asked_at, question_address
from parvis.accounts.logic.refusals import AccountRefused
from parvis.accounts.models import LoginProvider
from parvis.accounts.web.confirmed import COMPANY
from parvis.accounts.web.forms import ProviderForm, refuse
from parvis.accounts.web.second_step import BY_COMPANY
from parvis.accounts.web.words import LOG_IN_REFUSALS
from parvis.foundation.clock import utc_now
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of, screen

_QUESTION = "company_log_in"
_ANSWER_WITHIN_SECONDS = 15 * 60


@never_cache
@require_safe
def ask(request: HttpRequest, provider_id: int) -> HttpResponse:
    """Off to the company's log-in; what binds its answer to this browser stays in the session."""
    provider = LoginProvider.objects.filter(pk=provider_id, is_active=True).first()
    if provider is None:
        raise Http404
    try:
        metadata = ask_metadata(provider.issuer)
    except LogInRefused as refused:
        return _refuse(request, refused)
    question = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
    request.session[_QUESTION] = {
        **question,
        "provider": provider.pk,
        "next": _next(request),
        "at": time.time(),
        "again": (asks_again := "again" in request.GET and request.user.is_authenticated),
    }
    return HttpResponseRedirect(
        question_address(
            metadata,
            client_id=provider.client_id,
            redirect_uri=return_address(request),
            asks_again=asks_again,
            **question,
        )
    )


@never_cache
@require_safe
def answer(request: HttpRequest) -> HttpResponse:
    """Back from there. One question is answered once, in the browser that asked it."""
    question: dict[str, Any] = request.session.pop(_QUESTION, {})
    state = str(question.get("state", ""))
    if (
        not state
        or not hmac.compare_digest(state.encode(), request.GET.get("state", "").encode())
        or time.time() - question["at"] > _ANSWER_WITHIN_SECONDS
    ):
        return _refuse(request, LogInRefused("answer-refused", "state"))
    provider = LoginProvider.objects.filter(pk=question["provider"], is_active=True).first()
    if provider is None:
        return _refuse(request, LogInRefused("answer-refused", "provider"))
    try:
        if "code" not in request.GET:
            raise LogInRefused("answer-refused", request.GET.get("error", "no code")[:80])
        claims, metadata = claims_of_answer(
            provider,
            issuer=provider.issuer,
            code=request.GET["code"],
            named_issuer=request.GET.get("iss"),
            verifier=question["verifier"],
            nonce=question["nonce"],
            redirect_uri=return_address(request),
        )
        if question.get("again"):
            return _confirm(
                request, provider, claims, question, at=asked_at(claims, metadata, now=time.time())
            )
        user = account_for(provider, claims, now=utc_now())
    except LogInRefused as refused:
        return _refuse(request, refused)
    if provider.trusts_second_step:
        request.session[BY_COMPANY] = True
    facts = {"provider": provider.pk, "auth_time": asked_at(claims, metadata, now=time.time())}
    record_authentication(request, user, method=COMPANY, **facts)
    response: HttpResponse = perform_login(request, Login(user=user, redirect_url=question["next"] or None))
    return response


def _confirm(
    request: HttpRequest,
    provider: LoginProvider,
    claims: dict[str, Any],
    question: dict[str, Any],
    *,
    at: float,
) -> HttpResponse:
    """Whoever is logged in here showed there that it is them. Raises LogInRefused."""
    user = request.user
    if not (
        user.is_authenticated and provider.identities.filter(subject=claims["sub"], user_id=user.pk).exists()
    ):
        raise LogInRefused("somebody-else")
    # By the provider's own word: "ask again" in the address could have been taken away in the browser.
    if at < question["at"] - LEEWAY_SECONDS:
        raise LogInRefused("not-asked-again")
    facts = {"provider": provider.pk, "auth_time": at, "reauthenticated": True}
    record_authentication(request, user, method=COMPANY, **facts)
    return HttpResponseRedirect(question["next"] or "/")


@screen(permission="installation.manage", methods=("GET", "HEAD", "POST"), confirmed=True)
def provider(request: HttpRequest, provider_id: int = 0) -> HttpResponse:
    """One provider: where it is, what it may decide."""
    stored = LoginProvider.objects.filter(pk=provider_id).first()
    if provider_id and stored is None:
        raise Http404
    form = ProviderForm(request.POST or None, provider=stored)
    if request.method == "POST" and form.is_valid():
        try:
            ask_metadata(form.cleaned_data["issuer"])
            save_provider(stored, form.settings(), by=actor_of(request), now=utc_now())
        except LogInRefused as refused:
            form.add_error("issuer", f"{LOG_IN_REFUSALS[refused.code]} ({refused.detail})")
        except AccountRefused as refused:
            refuse(form, refused.code)
        else:
            say(request, _("Saved"))
            return redirect("security")
    return render(
        request,
        "accounts/security/provider.html",
        {"form": form, "provider": stored, "return_address": return_address(request)},
    )


def return_address(request: HttpRequest) -> str:
    """What the provider must know as ours."""
    path = reverse("company-log-in-answer")
    return f"{settings.ORIGIN}{path}" if settings.ORIGIN else request.build_absolute_uri(path)


def _refuse(request: HttpRequest, refused: LogInRefused) -> HttpResponse:
    return render(
        request,
        "accounts/security/refused.html",
        {"sentence": LOG_IN_REFUSALS[refused.code], "detail": refused.detail},
        status=403,
    )


def _next(request: HttpRequest) -> str:
    wanted = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else ""
