"""What people type about a record beside who it is. The forms read; the actions decide."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import get_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parvis.people.models import CustomField, Relationship, Tag
from parvis.people.reads.custom_fields import StandingValue
from parvis.people.web.record_sentences import KIND_WORDS, TONE_WORDS, WAY_WORDS
from parvis.people.web.sentences import LEGAL_BASES

YES_OR_NO = [
    ("", pgettext_lazy("field", "not known")),
    ("yes", pgettext_lazy("field", "yes")),
    ("no", pgettext_lazy("field", "no")),
]


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **given: Any) -> None:
        super().__init__(format="%Y-%m-%d", **given)


class PositionForm(forms.Form):
    organization = forms.CharField(
        label=_("Organisation"),
        max_length=200,
        help_text=_("A name that is not known yet makes a new organisation."),
        widget=forms.TextInput(attrs={"list": "organization-names", "autocomplete": "off"}),
    )
    role = forms.CharField(label=_("Role there"), max_length=120, required=False)
    since = forms.DateField(label=_("Since"), required=False, widget=DayInput())
    until = forms.DateField(label=_("Until"), required=False, widget=DayInput())


class PositionChangeForm(forms.Form):
    role = forms.CharField(label=_("Role there"), max_length=120, required=False)
    since = forms.DateField(label=_("Since"), required=False, widget=DayInput())
    until = forms.DateField(
        label=_("Until"), required=False, widget=DayInput(), help_text=_("Empty while it lasts.")
    )


class OrganizationForm(forms.Form):
    name = forms.CharField(label=pgettext_lazy("organisation", "Name"), max_length=200)
    number = forms.CharField(
        label=_("Registration number"), max_length=40, required=False, help_text=_("SIREN, VAT or the like.")
    )
    website = forms.CharField(label=_("Website"), max_length=300, required=False)
    city = forms.CharField(label=_("Town"), max_length=120, required=False)


class RelationshipForm(forms.Form):
    other = forms.IntegerField(min_value=1)
    kind = forms.ChoiceField(
        label=_("What are they to each other?"),
        choices=[(kind, WAY_WORDS[kind]) for kind in (*Relationship.KINDS, "referred")],
        widget=forms.RadioSelect,
    )
    basis = forms.ChoiceField(
        label=_("On what basis do we keep it?"),
        choices=[("", pgettext_lazy("basis", "none needed")), *LEGAL_BASES.items()],
        required=False,
        help_text=_("Asked for where one knows the other: who knows whom is their affair."),
    )
    note = forms.CharField(label=_("How do you know?"), max_length=300, required=False)


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("Note"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3, "data-grow": True, "data-submit-keys": True}),
    )


class TagForm(forms.Form):
    name = forms.CharField(label=pgettext_lazy("tag", "Name"), max_length=60)
    tone = forms.ChoiceField(label=_("Colour"), choices=[(tone, TONE_WORDS[tone]) for tone in Tag.TONES])


class CustomFieldForm(forms.Form):
    name = forms.CharField(label=pgettext_lazy("field", "Name"), max_length=80)
    help = forms.CharField(
        label=_("Help under the field"), max_length=200, required=False, widget=forms.TextInput()
    )
    is_personal = forms.BooleanField(
        label=_("It says something about the person"),
        required=False,
        initial=True,
        help_text=_(
            "Then it is erased with them. Texts and links always are: anybody may write anything there."
        ),
    )


class NewCustomFieldForm(CustomFieldForm):
    kind = forms.ChoiceField(
        label=pgettext_lazy("field", "Kind"),
        choices=[(kind, KIND_WORDS[kind]) for kind in CustomField.KINDS],
        help_text=_("It cannot be changed later: what was written would lose its meaning."),
    )
    choices = forms.CharField(
        label=_("Words to choose from"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line, for a field with several words."),
    )
    field_order = ("name", "kind", "choices", "help", "is_personal")


class ProductForm(forms.Form):
    reference = forms.CharField(label=_("Reference"), max_length=80)
    name = forms.CharField(label=pgettext_lazy("product", "Name"), max_length=200, required=False)
    family = forms.CharField(
        label=_("Family"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"list": "family-names", "autocomplete": "off"}),
    )


def custom_inputs(standing: Sequence[StandingValue]) -> dict[str, forms.Field]:
    """A form field for each of the house's own, named custom-<id>."""
    return {f"custom-{one.field.pk}": _input(one) for one in standing}


def custom_initial(standing: Sequence[StandingValue]) -> dict[str, str]:
    """What stands there, as it would be typed."""
    return {f"custom-{one.field.pk}": written(one) for one in standing}


def custom_typed(cleaned: dict[str, Any]) -> dict[int, str]:
    """id of the field → what was typed, out of a form's values."""
    return {
        int(name.removeprefix("custom-")): value or ""
        for name, value in cleaned.items()
        if name.startswith("custom-")
    }


def written(one: StandingValue) -> str:
    match one.value:
        case None:
            return ""
        case bool():
            return "yes" if one.value else "no"
        case Decimal():
            # Nothing between the thousands: it would be read as a decimal sign when it comes back.
            return format(one.value, "f").replace(".", str(get_format("DECIMAL_SEPARATOR")))
        case date():
            return one.value.isoformat()
    return str(one.typed.choice_id) if one.typed.choice_id else str(one.value)


def _input(one: StandingValue) -> forms.Field:
    shown: dict[str, Any] = {"label": one.field.name, "help_text": one.field.help, "required": False}
    kind = one.field.kind
    if kind == "choice":
        offered = [
            (str(choice.pk), choice.label)
            for choice in one.field.choices.all()
            if choice.retired_at is None or choice.pk == one.typed.choice_id
        ]
        return forms.ChoiceField(choices=[("", pgettext_lazy("field", "not known")), *offered], **shown)
    if kind == "boolean":
        return forms.ChoiceField(choices=YES_OR_NO, **shown)
    widget: forms.Widget = forms.TextInput(attrs={"autocomplete": "off"})
    if kind == "date":
        widget = DayInput()
    elif kind == "number":
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    elif kind == "link":
        widget = forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"})
    return forms.CharField(max_length=1000, widget=widget, **shown)
