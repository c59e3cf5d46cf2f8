"""What an administrator fills in about a provider at which members log in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.community.actions.log_in_providers import ProviderSettings
from parvis.community.models import LogInProvider


class LogInProviderForm(forms.Form):
    """The secret is never shown again; left empty, it stays."""

    name_en = forms.CharField(
        label=_("What it is called, in English"),
        max_length=60,
        help_text=_("The button says “Continue with” and this."),
    )
    name_fr = forms.CharField(
        label=_("What it is called, in French"),
        max_length=60,
        required=False,
        help_text=_("Left empty, it is called the same."),
    )
    issuer = forms.URLField(
        label=_("Its address (issuer)"),
        max_length=300,
        assume_scheme="https",
        help_text=_("Exactly as the provider writes it."),
    )
    client_id = forms.CharField(label=_("Client ID"), max_length=300)
    client_secret = forms.CharField(
        label=_("Client secret"),
        required=False,
        strip=True,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("It is kept encrypted and not shown again. Leave empty to keep it."),
    )
    is_trusted = forms.BooleanField(
        label=_("Its word that an e-mail address is confirmed counts here"),
        required=False,
        help_text=_(
            "Then whoever it says has the address of a member is that member, without a code by mail. "
            "Tick it only for a provider of your own that checks addresses."
        ),
    )
    is_active = forms.BooleanField(label=_("Offer it to members"), required=False, initial=True)

    def __init__(self, *args: Any, provider: LogInProvider | None = None, **kwargs: Any) -> None:
        if provider is not None:
            names = ("name_en", "name_fr", "issuer", "client_id", "is_trusted", "is_active")
            kwargs["initial"] = {name: getattr(provider, name) for name in names}
        super().__init__(*args, **kwargs)

    def settings(self) -> ProviderSettings:
        return ProviderSettings(**self.cleaned_data)
