"""Settings → Log-in and security."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from parvis.accounts.actions.second_step import require_second_step, reset_second_step
from parvis.accounts.permissions import account_of, user_for
from parvis.accounts.reads.providers import providers
from parvis.accounts.reads.second_step import roles_with_second_step
from parvis.accounts.web.forms import SecondStepForm
from parvis.foundation.clock import utc_now
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of, screen


@screen(permission="installation.manage", methods=("GET", "HEAD", "POST"), confirmed=True)
def security(request: HttpRequest) -> HttpResponse:
    """Which roles must use a second step, and which log-ins are offered."""
    form = SecondStepForm(request.POST or None, initial={"roles": roles_with_second_step()})
    if request.method == "POST":
        form = SecondStepForm(request.POST)
        if form.is_valid():
            require_second_step(form.cleaned_data["roles"], by=actor_of(request), now=utc_now())
            say(request, _("Saved"))
            return redirect("security")
    return render(request, "accounts/security/index.html", {"form": form, "providers": providers()})


@screen(permission="users.manage", methods=("POST",), confirmed=True)
def reset(request: HttpRequest, user_id: int) -> HttpResponse:
    """Take the second step off a colleague's account who lost it."""
    account = user_for(account_of(request), user_id)
    if reset_second_step(account, by=actor_of(request), now=utc_now()):
        sentence = _("%(name)s logs in with the password alone, until they set up a new second step.")
        say(request, sentence % {"name": account.name})
    return redirect("user", user_id)
