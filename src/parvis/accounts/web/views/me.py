"""Settings → My profile, and the two switches of the shell: appearance and language."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from parvis.accounts.actions.users import change_user, set_password
from parvis.accounts.models import User
from parvis.accounts.permissions import account_of
from parvis.accounts.web.forms import OwnPasswordForm, ProfileForm
from parvis.accounts.web.log_ins import keep_session_key
from parvis.foundation.clock import utc_now
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of, screen

_FORM = ("GET", "HEAD", "POST")


@screen(methods=_FORM)
def preferences(request: HttpRequest) -> HttpResponse:
    """What I am called here, in which language and time zone pages speak to me."""
    me = _me(request)
    form = ProfileForm(request.POST or None, initial={n: getattr(me, n) for n in ProfileForm.base_fields})
    if request.method == "POST" and form.is_valid():
        change_user(me, **form.cleaned_data, by=actor_of(request), now=utc_now())
        with override(me.language):
            say(request, _("Saved"))
        return _with_language(redirect("preferences"), me.language)
    return render(request, "accounts/me/index.html", {"form": form, "password_form": OwnPasswordForm(user=me)})


@screen(methods=("POST",))
def password(request: HttpRequest) -> HttpResponse:
    """My password; my other sessions end, this one goes on."""
    me = _me(request)
    form = OwnPasswordForm(request.POST, user=me)
    if form.is_valid():
        try:
            before = str(request.session.session_key)
            set_password(
                me,
                password=form.cleaned_data["password"],
                by=actor_of(request),
                now=utc_now(),
                keep_session=before,
            )
        except ValidationError as weak:
            form.add_error("password", weak)
        else:
            update_session_auth_hash(request, me)
            keep_session_key(request, before)
            say(request, _("Your password is changed. Other browsers have to log in again."))
            return redirect("preferences")
    stored = {name: getattr(me, name) for name in ProfileForm.base_fields}
    profile = ProfileForm(initial=stored)
    return render(request, "accounts/me/index.html", {"form": profile, "password_form": form})


@screen(methods=("POST",))
def set_theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the system."""
    chosen = request.POST.get("theme", "")
    if chosen in dict(User._meta.get_field("theme").choices or ()):
        change_user(_me(request), theme=chosen, by=actor_of(request), now=utc_now())
    return HttpResponseRedirect(_next(request))


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """For the browser, and for the account where one is logged in."""
    chosen = request.POST.get("language", "")
    response = HttpResponseRedirect(_next(request))
    if chosen not in dict(settings.LANGUAGES):
        return response
    if request.user.is_authenticated:
        change_user(_me(request), language=chosen, by=actor_of(request), now=utc_now())
    return _with_language(response, chosen)


def _me(request: HttpRequest) -> User:
    return User.objects.get(pk=account_of(request).pk)


def _with_language(response: HttpResponse, language: str) -> HttpResponse:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 86400,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def _next(request: HttpRequest) -> str:
    """Back to where the switch stood; never to another site."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else "/"
