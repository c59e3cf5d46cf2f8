"""Logging in as a member: an address, a code sent to it, and at the first time a name."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from parvis.community.actions.join import join, new_code, place_hash, use_code
from parvis.community.logic.errors import CommunityError
from parvis.community.reads.notice_mail import sender
from parvis.community.web.devices import forget_here
from parvis.community.web.log_ins import (
    HOME,
    back_of,
    confirmed_address,
    confirmed_word,
    elsewhere_of,
    keep_elsewhere,
    welcome,
)
from parvis.community.web.pages import may_begin, page, taking_part
from parvis.community.web.sentences import sentence
from parvis.community.web.sessions import log_out as drop_cookie
from parvis.community.web.sessions import member_of
from parvis.foundation.clock import utc_now
from parvis.foundation.installation import company_name


@never_cache
@page(methods=("GET", "HEAD", "POST"), purpose="membership")
def log_in(request: HttpRequest) -> HttpResponse:
    """First the address; then, whether it is known or not, the same answer: a code is under way."""
    back = back_of(request)
    if may_begin(request):
        # Who is logged in as an employee takes part as one: not as a customer with the house's address.
        taking_part(request)
        return redirect(back)
    if request.method != "POST":
        return render(request, "community/members/log_in.html", {"next": back})
    email = request.POST.get("email", "").strip()[:254]
    shown = {"next": back, "email": email, "elsewhere": request.POST.get("elsewhere", "")}
    try:
        validate_email(email)
        code = new_code(email, asked_from=place_hash(request.META.get("REMOTE_ADDR", "")), now=utc_now())
    except ValidationError:
        problem = _("This is no complete e-mail address. It looks like name@example.org.")
        return render(request, "community/members/log_in.html", {**shown, "problem": problem}, status=422)
    except CommunityError as refused:
        shown["problem"] = sentence(refused)
        return render(request, "community/members/log_in.html", shown, status=422)
    _send(email, code)
    return render(request, "community/members/code.html", shown)


@never_cache
@page(methods=("POST",), purpose="membership")
def code(request: HttpRequest) -> HttpResponse:
    """The code that was sent. Who has no name yet chooses one next."""
    email, back, now = request.POST.get("email", "").strip()[:254], back_of(request), utc_now()
    shown = {"next": back, **elsewhere_of(request)}
    try:
        member = use_code(email, request.POST.get("code", "")[:20], now=now)
    except CommunityError as refused:
        shown |= {"email": email, "problem": sentence(refused)}
        return render(request, "community/members/code.html", shown, status=422)
    if member is not None:
        keep_elsewhere(request, member, now=now)
        return welcome(member, back)
    shown["proof"] = confirmed_word(email)
    return render(request, "community/members/name.html", shown)


@never_cache
@page(methods=("POST",), purpose="membership")
def name(request: HttpRequest) -> HttpResponse:
    """The first time: the name that others will read."""
    proof, back, now = request.POST.get("proof", ""), back_of(request), utc_now()
    email = confirmed_address(proof)
    if not email:
        return redirect("community-log-in")
    wanted = request.POST.get("name", "")[:100]
    try:
        member = join(
            email=email, name=wanted, language=get_language() or "en",
            joined_from=place_hash(request.META.get("REMOTE_ADDR", "")), now=now,
        )  # fmt: skip
    except CommunityError as refused:
        shown = {
            **elsewhere_of(request),
            "proof": proof,
            "next": back,
            "name": wanted,
            "problem": sentence(refused),
        }
        return render(request, "community/members/name.html", shown, status=422)
    keep_elsewhere(request, member, now=now)
    return welcome(member, back)


@page(methods=("POST",))
def log_out(request: HttpRequest) -> HttpResponse:
    response = redirect(HOME)
    forget_here(request, response, member_of(request))
    drop_cookie(response)
    return response


def _send(email: str, code: str) -> None:
    company = company_name()
    EmailMessage(
        subject=_("%(code)s is your code for the community of %(company)s")
        % {"code": code, "company": company},
        body=_(
            "Your code: %(code)s\n\nIt is good for 15 minutes and for one log-in. "
            "If you did not ask for it, you need do nothing: without it nobody gets in."
        )
        % {"code": code},
        from_email=sender(),
        to=[email],
        headers={"Auto-Submitted": "auto-generated"},
    ).send()
