"""What an administrator fills in about a network where customers show their accounts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parvis.foundation.web.components.labels import CHANNELS
from parvis.people.actions.proof_networks import OidcSettings
from parvis.people.models import ProofNetwork

# Nobody has an account on these; Mastodon has a way of its own.
_NO_ACCOUNTS = {"contact", "contact_form", "file", "form", "mastodon", "phone", "rss", "sms", "webchat"}
_FORUMS = {"discourse": "Discourse", "nodebb": "NodeBB", "hackernews": "Hacker News"}


class MastodonForm(forms.Form):
    server = forms.CharField(
        label=_("Server"),
        max_length=300,
        help_text=_("For example mastodon.social. Parvis registers itself there; you need no account."),
    )


class OidcForm(forms.Form):
    """The secret is never shown again; left empty, it stays."""

    name = forms.CharField(
        label=_("What it is called"),
        max_length=120,
        help_text=_("The button on the customer's page says it."),
    )
    issuer = forms.URLField(
        label=_("Its address (issuer)"),
        max_length=300,
        assume_scheme="https",
        help_text=_("Exactly as the provider writes it."),
    )
    channel = forms.ChoiceField(
        label=pgettext_lazy("of handles", "Channel"),
        help_text=_("The handles of this channel are what a log-in there proves."),
    )
    handle_claim = forms.CharField(
        label=_("Claim that is the handle"),
        max_length=60,
        initial="preferred_username",
        help_text=_(
            "sub, preferred_username, email… It must be what the handle is here, and nothing that its holder can "
            "change at will."
        ),
    )
    client_id = forms.CharField(label=_("Client ID"), max_length=300)
    client_secret = forms.CharField(
        label=_("Client secret"),
        required=False,
        strip=True,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("It is kept encrypted and not shown again. Leave empty to keep it."),
    )

    def __init__(self, *args: Any, network: ProofNetwork | None = None, **kwargs: Any) -> None:
        if network is not None:
            kwargs["initial"] = {
                "name": network.name, "issuer": network.address, "channel": network.channel,
                "handle_claim": network.handle_claim, "client_id": network.client_id,
            }  # fmt: skip
        super().__init__(*args, **kwargs)
        channel: Any = self.fields["channel"]
        words = {
            code: str(look.word) for code, look in CHANNELS.items() if code not in _NO_ACCOUNTS
        } | _FORUMS
        channel.choices = [("", ""), *sorted(words.items(), key=lambda one: one[1].casefold())]

    def settings(self) -> OidcSettings:
        return OidcSettings(**self.cleaned_data)
