"""Inviting colleagues, and what the invited one sees."""

from __future__ import annotations

import logging
from typing import cast

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from parvis.accounts.actions.invitations import (
    accept_invitation,
    invite,
    invite_again,
    open_invitation,
    revoke_invitation,
)
from parvis.accounts.logic.refusals import AccountRefused
from parvis.accounts.models import Invitation
from parvis.accounts.permissions import account_of
from parvis.accounts.web.forms import AcceptForm, InvitationForm, refuse
from parvis.accounts.web.words import REFUSALS, role_sentences
from parvis.foundation.clock import utc_now
from parvis.foundation.installation import company_name
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of, screen

logger = logging.getLogger(__name__)


@screen(permission="users.manage", methods=("GET", "HEAD", "POST"), confirmed=True)
def invite_colleague(request: HttpRequest) -> HttpResponse:
    """Who may make an account here, with which roles."""
    form = InvitationForm(
        request.POST or None, initial={"roles": ["agent"], "language": request.LANGUAGE_CODE}
    )
    if request.method == "POST" and form.is_valid():
        try:
            invitation, token = invite(**form.cleaned_data, by=actor_of(request), now=utc_now())
        except AccountRefused as refused:
            refuse(form, refused.code)
        else:
            return _sent(request, invitation, token)
    return render(
        request, "accounts/invitations/invite.html", {"form": form, "role_sentences": role_sentences()}
    )


@screen(permission="users.manage", methods=("POST",), confirmed=True)
def again(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """A new link for another week."""
    invitation = _invitation(invitation_id)
    try:
        token = invite_again(invitation, by=actor_of(request), now=utc_now())
    except AccountRefused as refused:
        say(request, REFUSALS[refused.code], tone="danger")
        return redirect("users")
    return _sent(request, invitation, token)


@screen(permission="users.manage", methods=("POST",))
def revoke(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Take an invitation back."""
    if revoke_invitation(_invitation(invitation_id), by=actor_of(request), now=utc_now()):
        say(request, _("The invitation no longer opens anything."))
    return redirect("users")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """The invited one says their name and chooses a password."""
    invitation = open_invitation(token, now=utc_now())
    if invitation is None:
        return render(request, "accounts/invitations/over.html", status=404)
    with override(invitation.language):
        form = AcceptForm(request.POST or None, initial={"name": invitation.name})
        if request.method == "POST" and form.is_valid():
            try:
                user = accept_invitation(token, **form.cleaned_data, now=utc_now())
            except ValidationError as weak:
                form.add_error("password", weak)
            except AccountRefused as refused:
                form.add_error(None, REFUSALS[refused.code])
            else:
                record_authentication(request, user, method="password")
                return cast(HttpResponse, perform_login(request, Login(user=user)))
        page = render(request, "accounts/invitations/accept.html", {"form": form, "invitation": invitation})
    # The link is a key: it must not travel to other pages.
    page["Referrer-Policy"] = "no-referrer"
    return page


def _sent(request: HttpRequest, invitation: Invitation, token: str) -> HttpResponse:
    """The link is shown where no mail could carry it: whoever invites passes it on."""
    path = reverse("invitation-accept", args=(token,))
    link = f"{settings.ORIGIN}{path}" if settings.ORIGIN else request.build_absolute_uri(path)
    is_mailed = _mail(invitation, link, inviter=account_of(request).name)
    page = {"invitation": invitation, "link": link, "is_mailed": is_mailed}
    return render(request, "accounts/invitations/sent.html", page)


def _mail(invitation: Invitation, link: str, *, inviter: str) -> bool:
    context = {"invitation": invitation, "link": link, "inviter": inviter, "company": company_name()}
    with override(invitation.language):
        subject = _("%(inviter)s invites you to %(company)s") % {
            "inviter": inviter,
            "company": context["company"],
        }
        body = render_to_string("accounts/invitations/mail.txt", context)
    try:
        # A line break in a name would make headers of it.
        return bool(send_mail(" ".join(subject.split()), body, None, [invitation.email]))
    except OSError as error:  # refusals of mail servers are among them
        logger.warning("an invitation could not be mailed: %s", type(error).__name__)
        return False


def _invitation(invitation_id: int) -> Invitation:
    found = Invitation.objects.filter(pk=invitation_id).first()
    if found is None:
        raise Http404
    return found
