"""What people fill in about a query."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from parvis.listening.logic.query.limits import MOST_CHARACTERS
from parvis.listening.models import Query

ROLE_WORDS: dict[str, Any] = {
    Query.OURS: pgettext_lazy("role of a query", "our brand"),
    Query.COMPETITOR: pgettext_lazy("role of a query", "a competitor"),
    Query.THEME: pgettext_lazy("role of a query", "a theme"),
}
# The palette of static/listening/queries.css, in its order.
COLOUR_WORDS = (
    pgettext_lazy("colour", "green"),
    pgettext_lazy("colour", "brown"),
    pgettext_lazy("colour", "indigo"),
    pgettext_lazy("colour", "rose"),
    pgettext_lazy("colour", "olive"),
    pgettext_lazy("colour", "blue"),
    pgettext_lazy("colour", "gold"),
    pgettext_lazy("colour", "purple"),
)


class QueryForm(forms.Form):
    """The text is read by the query language, not here: its faults have a place and a mend."""

    use_required_attribute = False  # a preview asks for no name

    text = forms.CharField(
        label=_("What should be found?"),
        max_length=MOST_CHARACTERS,
        strip=False,
        error_messages={"required": _("The query is empty.")},
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "autocapitalize": "off"}),
    )
    name = forms.CharField(
        label=_("Name"), max_length=120, error_messages={"required": _("A name is missing.")}
    )
    role = forms.ChoiceField(
        label=_("It stands for"),
        choices=tuple(ROLE_WORDS.items()),
        initial=Query.OURS,
        widget=forms.RadioSelect,
    )
    colour = forms.TypedChoiceField(
        label=_("Colour"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=tuple(enumerate(COLOUR_WORDS)),
        widget=forms.RadioSelect,
    )
    reference = forms.CharField(
        label=_("Short name"),
        max_length=60,
        required=False,
        help_text=_("Other queries use this one as $short_name. Left empty, it is made from the name."),
    )

    def clean_text(self) -> str:
        return written(self.cleaned_data["text"])


def written(text: str) -> str:
    """Browsers send lines ended by two characters; places in a query count one."""
    return text.replace("\r\n", "\n").replace("\x00", "")


def form_of(query: Query | None, *, taken: int) -> QueryForm:
    """The form as it is first shown. taken: how many queries there are, for the next colour."""
    if query is None:
        return QueryForm(initial={"colour": taken % len(COLOUR_WORDS)})
    return QueryForm(
        initial={
            "text": query.text,
            "name": query.name,
            "role": query.role,
            "colour": query.colour,
            "reference": query.reference,
        }
    )
