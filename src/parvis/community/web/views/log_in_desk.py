"""Set-up of the community: the providers at which members may log in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from parvis.community.actions.log_in_providers import remove_provider, save_provider
from parvis.community.logic.errors import ProviderRefused
from parvis.community.models import LogInProvider
from parvis.community.web.elsewhere_words import provider_refused
from parvis.community.web.log_in_forms import LogInProviderForm
from parvis.community.web.views.elsewhere import return_address
from parvis.foundation.clock import utc_now
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of, screen

_FORM = ("GET", "HEAD", "POST")


@screen(permission="installation.manage", methods=_FORM, confirmed=True)
def provider_add(request: HttpRequest) -> HttpResponse:
    return _form(request, None)


@screen(permission="installation.manage", methods=_FORM, confirmed=True)
def provider(request: HttpRequest, log_in_id: int) -> HttpResponse:
    return _form(request, _provider(log_in_id))


@screen(permission="installation.manage", methods=("POST",), confirmed=True)
def provider_remove(request: HttpRequest, log_in_id: int) -> HttpResponse:
    found = _provider(log_in_id)
    remove_provider(found, by=actor_of(request), now=utc_now())
    say(request, _("%(name)s is forgotten. Members log in with a code by mail.") % {"name": found.name_en})
    return redirect("community-desk-site")


def _form(request: HttpRequest, stored: LogInProvider | None) -> HttpResponse:
    form = LogInProviderForm(request.POST or None, provider=stored)
    if request.method == "POST" and form.is_valid():
        try:
            save_provider(stored, form.settings(), by=actor_of(request), now=utc_now())
        except ProviderRefused as refused:
            form.add_error("issuer", provider_refused(refused))
        else:
            say(request, _("Saved"))
            return redirect("community-desk-site")
    shown = {
        "form": form, "provider": stored, "return_address": return_address(request),
        "member_count": stored.members.count() if stored else 0,
    }  # fmt: skip
    return render(request, "community/desk/log_in.html", shown, status=400 if form.errors else 200)


def _provider(provider_id: int) -> LogInProvider:
    found = LogInProvider.objects.filter(pk=provider_id).first()
    if found is None:
        raise Http404("provider")
    return found
