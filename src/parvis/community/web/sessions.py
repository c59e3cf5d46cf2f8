"""Who is logged in as a member: a signed cookie beside, and apart from, the log-in of employees."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from parvis.community.models import Member
from parvis.community.reads.members import member_of_account, member_of_session

COOKIE = "parvis_member"
LIVES_SECONDS = 60 * 24 * 3600
_SALT = "community.member"


def member_of(request: HttpRequest) -> Member | None:
    """The member who asks; an employee who is logged in takes part as the member of their account, if it has one."""
    if not hasattr(request, "_member"):
        request._member = _member_of_cookie(request) or _member_of_account(request)  # type: ignore[attr-defined]
    return request._member  # type: ignore[attr-defined,no-any-return]


def log_in(response: HttpResponseBase, member: Member) -> None:
    response.set_cookie(
        COOKIE,
        signing.dumps([member.pk, member.session_epoch], salt=_SALT),
        max_age=LIVES_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.IS_SECURE,
        path="/community/",
    )


def log_out(response: HttpResponseBase) -> None:
    response.delete_cookie(COOKIE, path="/community/", samesite="Lax")


def _member_of_cookie(request: HttpRequest) -> Member | None:
    given = request.COOKIES.get(COOKIE)
    if not given:
        return None
    try:
        member_id, epoch = signing.loads(given, salt=_SALT, max_age=LIVES_SECONDS)
    except signing.BadSignature:
        return None
    return member_of_session(member_id, epoch=epoch)


def _member_of_account(request: HttpRequest) -> Member | None:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return None
    return member_of_account(request.user)
