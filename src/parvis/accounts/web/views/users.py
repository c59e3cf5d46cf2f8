"""Settings → People who work here."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from parvis.accounts.actions.users import change_user, create_user, disable_user, enable_user, set_password
from parvis.accounts.logic.refusals import AccountRefused
from parvis.accounts.models import User
from parvis.accounts.permissions import account_of, user_for, visible_to
from parvis.accounts.reads.invitations import open_invitations
from parvis.accounts.reads.second_step import has_second_step
from parvis.accounts.reads.sessions import sessions_of
from parvis.accounts.reads.users import active_users, page_of_users
from parvis.accounts.web.forms import ColleagueForm, NewColleagueForm, PasswordForm, refuse
from parvis.accounts.web.views.sessions import session_row
from parvis.accounts.web.words import REFUSALS, role_sentences
from parvis.foundation.clock import utc_now
from parvis.foundation.logic.typed import id_typed
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of, screen

_FORM = ("GET", "HEAD", "POST")


@screen(permission="users.manage")
def users(request: HttpRequest) -> HttpResponse:
    """Everybody who works here, by name."""
    typed = request.GET.get("q", "").strip()[:100]
    page = page_of_users(visible_to(account_of(request)), typed=typed, after=request.GET.get("after", ""))
    waiting = open_invitations(now=utc_now())
    return render(request, "accounts/users/index.html", {"page": page, "typed": typed, "invitations": waiting})


@screen(permission="users.manage", methods=_FORM, confirmed=True)
def add_user(request: HttpRequest) -> HttpResponse:
    """A new account."""
    form = NewColleagueForm(
        request.POST or None, initial={"roles": ["agent"], "language": request.LANGUAGE_CODE}
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = create_user(**form.cleaned_data, by=actor_of(request), now=utc_now())
        except AccountRefused as refused:
            refuse(form, refused.code)
        except ValidationError as weak:
            form.add_error("password", weak)
        else:
            say(request, _("%(name)s can log in now.") % {"name": made.name})
            return redirect("users")
    return render(request, "accounts/users/add.html", {"form": form, "role_sentences": role_sentences()})


@screen(permission="users.manage", methods=_FORM, confirmed=True)
def user(request: HttpRequest, user_id: int) -> HttpResponse:
    """One account: change, another password, close."""
    account = user_for(account_of(request), user_id)
    stored = {name: getattr(account, name) for name in ColleagueForm.base_fields}
    form = ColleagueForm(request.POST or None, initial=stored)
    if request.method == "POST" and form.is_valid():
        try:
            change_user(account, **form.cleaned_data, by=actor_of(request), now=utc_now())
        except AccountRefused as refused:
            refuse(form, refused.code)
        else:
            say(request, _("Saved"))
            return redirect("users")
    return _render_user(request, account, form, PasswordForm())


@screen(permission="users.manage", methods=("POST",), confirmed=True)
def new_password(request: HttpRequest, user_id: int) -> HttpResponse:
    """Give somebody who lost theirs another password."""
    account = user_for(account_of(request), user_id)
    form = PasswordForm(request.POST)
    if form.is_valid():
        try:
            set_password(account, password=form.cleaned_data["password"], by=actor_of(request), now=utc_now())
        except ValidationError as weak:
            form.add_error("password", weak)
        else:
            say(
                request, _("%(name)s has a new password. Give it to them in person.") % {"name": account.name}
            )
            return redirect("user", user_id)
    stored = {name: getattr(account, name) for name in ColleagueForm.base_fields}
    return _render_user(request, account, ColleagueForm(initial=stored), form)


@screen(permission="users.manage", methods=("POST",), confirmed=True)
def disable(request: HttpRequest, user_id: int) -> HttpResponse:
    """Close an account. Nobody closes the one they are using."""
    account = user_for(account_of(request), user_id)
    try:
        if account.pk == request.user.pk:
            raise AccountRefused("own-account")
        heir = None
        if request.POST.get("heir"):
            heir = user_for(account_of(request), id_typed(request.POST["heir"]))
        disable_user(account, heir=heir, by=actor_of(request), now=utc_now())
    except AccountRefused as refused:
        say(request, REFUSALS[refused.code], tone="danger")
    else:
        say(request, _("%(name)s can no longer log in.") % {"name": account.name})
    return redirect("user", user_id)


@screen(permission="users.manage", methods=("POST",), confirmed=True)
def enable(request: HttpRequest, user_id: int) -> HttpResponse:
    """Open a closed account again."""
    account = user_for(account_of(request), user_id)
    enable_user(account, by=actor_of(request), now=utc_now())
    say(request, _("%(name)s can log in now.") % {"name": account.name})
    return redirect("user", user_id)


def _render_user(
    request: HttpRequest, account: User, form: ColleagueForm, password_form: PasswordForm
) -> HttpResponse:
    return render(
        request,
        "accounts/users/user.html",
        {
            "account": account,
            "form": form,
            "password_form": password_form,
            "role_sentences": role_sentences(),
            "heirs": active_users().filter(owner=None).exclude(pk=account.pk),
            "has_second_step": has_second_step(account),
            "sessions": [session_row(session, here=None) for session in sessions_of(account, now=utc_now())],
        },
    )
