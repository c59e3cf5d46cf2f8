"""The form of a campaign: its days, what it may have moved, and what it cannot have moved."""

from __future__ import annotations

import re
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.listening.models import Market, Query

MEASURE_NAMES = {
    "volume": _("How many mentions there are"),
    "negative_share": _("How many of them are negative"),
    "net_sentiment": _("Net sentiment"),
    "share_of_voice": _("Share of voice in a market"),
}
_MARKER = re.compile(r"(\d{4}-\d\d-\d\d)\s+(\S.*)")


class CampaignForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    first = forms.DateField(
        label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last = forms.DateField(
        label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    query = forms.ModelChoiceField(
        Query.objects.filter(removed_at=None),
        label=_("What it was about"),
        required=False,
        empty_label=_("Everything that is heard"),
    )
    measure = forms.ChoiceField(label=_("What it may have moved"), choices=list(MEASURE_NAMES.items()))
    market = forms.ModelChoiceField(
        Market.objects.all(),
        label=_("Market"),
        required=False,
        empty_label="–",
        help_text=_("For a share of voice alone."),
    )
    controls = forms.ModelMultipleChoiceField(
        Query.objects.filter(removed_at=None),
        label=_("Cannot have been moved by it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Queries that live through the same weeks without the campaign: they say what would have come."
        ),
    )
    days_before = forms.IntegerField(
        label=_("Days to learn from before it"),
        min_value=21,
        max_value=365,
        initial=90,
        help_text=_("At least as many as the campaign has; the more, the better."),
    )
    markers = forms.CharField(
        label=_("What was done when"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A line each: 2026-03-02 Spot on the radio"),
    )

    def clean_markers(self) -> list[tuple[date, str]]:
        found = []
        for line in self.cleaned_data["markers"].splitlines():
            if not line.strip():
                continue
            read = _MARKER.fullmatch(line.strip())
            if read is None or (day := _day(read[1])) is None:
                raise forms.ValidationError(_("Begin each line with a day, as 2026-03-02."))
            found.append((day, read[2]))
        return found


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None
