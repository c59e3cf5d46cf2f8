"""What is asked about a webhook."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.api.reads.event_types import NAMES
from parvis.api.web.words import EVENTS


class WebhookForm(forms.Form):
    name = forms.CharField(
        label=_("What you call it"), max_length=120, help_text=_("For example “Order system”.")
    )
    url = forms.CharField(
        label=_("Address"),
        max_length=2000,
        help_text=_(
            "Where it is told, beginning with https://. Addresses inside a private network are refused."
        ),
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )
    events = forms.MultipleChoiceField(
        label=_("What it is told"),
        choices=[(name, EVENTS[name]) for name in NAMES],
        widget=forms.CheckboxSelectMultiple,
    )
