"""Settings: the networks where customers log in to show that an account is theirs."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from parvis.foundation.clock import utc_now
from parvis.foundation.web.components.messages import say
from parvis.foundation.web.screens import actor_of, screen
from parvis.people.actions.proof_networks import add_mastodon, remove_network, save_oidc, switch_network
from parvis.people.logic.errors import NetworkRefused
from parvis.people.models import ProofNetwork
from parvis.people.web.claim_words import network_refused
from parvis.people.web.network_forms import MastodonForm, OidcForm
from parvis.people.web.views.network_proof import return_address

_FORM = ("GET", "HEAD", "POST")


@screen(permission="installation.manage", methods=_FORM, confirmed=True)
def proof_networks(request: HttpRequest) -> HttpResponse:
    """The networks there are. POST registers this installation at a server of Mastodon."""
    form = MastodonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_mastodon(
                form.cleaned_data["server"],
                redirect_uri=return_address(request),
                by=actor_of(request),
                now=utc_now(),
            )
        except NetworkRefused as error:
            form.add_error("server", network_refused(error))
        else:
            say(
                request,
                _("Registered at %(name)s: customers can log in there from now on.") % {"name": made.name},
            )
            return redirect("proof-networks")
    return render(
        request,
        "people/proofs/index.html",
        {"form": form, "networks": ProofNetwork.objects.all()},
        status=400 if form.errors else 200,
    )


@screen(permission="installation.manage", methods=_FORM, confirmed=True)
def proof_provider(request: HttpRequest) -> HttpResponse:
    return _provider(request, None)


@screen(permission="installation.manage", methods=_FORM, confirmed=True)
def proof_network(request: HttpRequest, network_id: int) -> HttpResponse:
    """One network: `switch` offers it or no longer; of an OpenID provider everything can be changed."""
    network = _network(network_id)
    if request.method == "POST" and "switch" in request.POST:
        switch_network(network, is_active=not network.is_active, by=actor_of(request), now=utc_now())
        say(request, _("Saved"))
        return redirect("proof-network", network_id)
    return _provider(request, network)


@screen(permission="installation.manage", methods=("POST",), confirmed=True)
def proof_network_remove(request: HttpRequest, network_id: int) -> HttpResponse:
    network = _network(network_id)
    remove_network(network, by=actor_of(request), now=utc_now())
    say(request, _("%(name)s is forgotten. Links that were proved there stay.") % {"name": network.name})
    return redirect("proof-networks")


def _provider(request: HttpRequest, network: ProofNetwork | None) -> HttpResponse:
    is_oidc = network is None or network.kind == ProofNetwork.OIDC
    form = OidcForm(request.POST or None, network=network) if is_oidc else None
    if form is not None and request.method == "POST" and form.is_valid():
        try:
            save_oidc(network, form.settings(), by=actor_of(request), now=utc_now())
        except NetworkRefused as error:
            about = {
                "claim-missing": "handle_claim",
                "channel-missing": "channel",
                "client-missing": "client_id",
            }
            form.add_error(about.get(error.code, "issuer"), network_refused(error))
        else:
            say(request, _("Saved"))
            return redirect("proof-networks")
    return render(
        request,
        "people/proofs/network.html",
        {"form": form, "network": network, "return_address": return_address(request)},
        status=400 if form is not None and form.errors else 200,
    )


def _network(network_id: int) -> ProofNetwork:
    found = ProofNetwork.objects.filter(pk=network_id).first()
    if found is None:
        raise Http404
    return found
