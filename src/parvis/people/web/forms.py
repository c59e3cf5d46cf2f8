"""What people type about a person. The forms read; the actions decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parvis.people.actions.consents import PURPOSES_ON_CONSENT
from parvis.people.web.sentences import EVIDENCE_CHOICES, LANGUAGES

LANGUAGE_CHOICES = [("", pgettext_lazy("language", "not known")), *LANGUAGES.items()]
CONSENT_CHANNELS: list[tuple[str, Any]] = [
    ("", pgettext_lazy("consent", "on every channel")),
    ("email", pgettext_lazy("consent", "by e-mail")),
    ("sms", pgettext_lazy("consent", "by text message")),
    ("phone", pgettext_lazy("consent", "by phone")),
    ("post", pgettext_lazy("consent", "by post")),
    ("network", pgettext_lazy("consent", "on social networks")),
]
CONSENT_PURPOSES: dict[str, Any] = {
    "satisfaction": _("to ask how satisfied they are"),
    "prospecting": _("to propose offers"),
    "profiling": _("to estimate value and influence"),
    "research": _("to study how to do better"),
    "contacts": _("to tell people who know them what they bought"),
}


class PersonForm(forms.Form):
    given_name = forms.CharField(label=_("First name"), max_length=120, required=False)
    family_name = forms.CharField(label=_("Family name"), max_length=120, required=False)
    customer_number = forms.CharField(
        label=_("Customer number"),
        max_length=80,
        required=False,
        help_text=_("As it stands on invoices. No two records have the same one."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGE_CHOICES, required=False)
    city = forms.CharField(label=_("Town"), max_length=120, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("given_name", "family_name", "customer_number", "city"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        given = (self.initial or {}).get("language", "")
        choices: Any = self.fields["language"]
        if given and given not in dict(LANGUAGE_CHOICES):
            choices.choices = [*LANGUAGE_CHOICES, (given, given)]


class NewPersonForm(PersonForm):
    email = forms.CharField(label=_("E-mail"), max_length=320, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    field_order = ("given_name", "family_name", "email", "phone", "customer_number", "language", "city")


class ContactPointForm(forms.Form):
    address = forms.CharField(label=_("E-mail or phone"), max_length=320)
    may_be_shared = forms.BooleanField(label=_("Several people share it"), required=False)


class LinkForm(forms.Form):
    person = forms.IntegerField(min_value=1)
    evidence = forms.ChoiceField(
        label=_("How do you know?"),
        choices=list(EVIDENCE_CHOICES.items()),
        initial="agent_decided",
        widget=forms.RadioSelect,
        required=False,
    )
    note = forms.CharField(label=_("In your words"), max_length=500, required=False)


NOTED_BASES: list[tuple[str, Any]] = [
    ("consent", _("They agreed")),
    ("existing_customer", _("They are a customer, were told of similar products and did not object")),
    ("professional", _("It is about their profession, they were told and did not object")),
]


class ConsentForm(forms.Form):
    purpose = forms.ChoiceField(
        label=_("What for"), choices=[(p, CONSENT_PURPOSES[p]) for p in PURPOSES_ON_CONSENT]
    )
    channel = forms.ChoiceField(label=_("How"), choices=CONSENT_CHANNELS, required=False)
    basis = forms.ChoiceField(label=_("Because"), choices=NOTED_BASES, required=False)
    wording = forms.CharField(
        label=_("The words they agreed to or were told"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Exactly as they were read out or shown. A consent without its words proves nothing."),
    )
    source = forms.CharField(
        label=_("Where and how"),
        max_length=300,
        help_text=_("For example: by phone, at the end of the call of 3 March."),
    )
