"""API tokens of one's own, and the accounts of programs with theirs. A token is shown once, when it is made."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from parvis.accounts.actions.tokens import create_service_account, create_token, revoke_token
from parvis.accounts.logic.refusals import AccountRefused
from parvis.accounts.logic.roles import PERMISSIONS
from parvis.accounts.models import User
from parvis.accounts.permissions import account_of, service_account_for, token_for
from parvis.accounts.reads.role_table import granted_by
from parvis.accounts.reads.tokens import service_accounts, tokens_of
from parvis.accounts.web.forms import ServiceAccountForm, TokenForm
from parvis.accounts.web.words import REFUSALS
from parvis.foundation.clock import utc_now
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of, screen

_FORM = ("GET", "HEAD", "POST")


@screen(methods=_FORM, confirmed=True)
def my_tokens(request: HttpRequest) -> HttpResponse:
    """The keys of my own programs."""
    return _tokens_page(request, User.objects.get(pk=account_of(request).pk), "accounts/tokens/mine.html")


@screen(permission="users.manage", methods=_FORM, confirmed=True)
def service_account_list(request: HttpRequest) -> HttpResponse:
    """Accounts of programs, each with somebody who answers for it."""
    form = ServiceAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = create_service_account(
            **form.cleaned_data, owner=account_of(request), by=actor_of(request), now=utc_now()
        )
        say(request, _("%(name)s is there. Now give it a token.") % {"name": made.name})
        return redirect("service-account", made.pk)
    shown = {"accounts": service_accounts(now=utc_now()), "form": form}
    return render(request, "accounts/tokens/services.html", shown)


@screen(permission="users.manage", methods=_FORM, confirmed=True)
def service_account(request: HttpRequest, user_id: int) -> HttpResponse:
    """One program's account with its tokens."""
    return _tokens_page(
        request, service_account_for(account_of(request), user_id), "accounts/tokens/service.html"
    )


@screen(methods=("POST",))
def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """End a token at once."""
    found = token_for(account_of(request), token_id)
    revoke_token(found, by=actor_of(request), now=utc_now())
    say(request, _("The token %(name)s opens nothing any more.") % {"name": found.name})
    return redirect("service-account", found.user_id) if found.user.is_service else redirect("my-tokens")


def _tokens_page(request: HttpRequest, owner: User, template: str) -> HttpResponse:
    held = granted_by(owner.roles)
    granted = [name for name in PERMISSIONS if name in held]
    form = TokenForm(request.POST or None, scopes=granted)
    made: dict[str, Any] = {}
    now = utc_now()
    if request.method == "POST" and form.is_valid():
        days = form.cleaned_data["days"]
        try:
            token, text = create_token(
                owner,
                name=form.cleaned_data["name"],
                scopes=form.cleaned_data["scopes"],
                expires_at=now + timedelta(days=int(days)) if days else None,
                by=actor_of(request),
                now=now,
            )
        except AccountRefused as error:
            form.add_error(None, REFUSALS[error.code])
        else:
            # Answered at once instead of by another page: the text is in no session and in no log.
            made = {"made": token, "text": text}
            form = TokenForm(scopes=granted)
    shown = {"owner": owner, "tokens": tokens_of(owner), "form": form, "now": now, **made}
    return render(request, template, shown)
