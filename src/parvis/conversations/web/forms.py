"""Forms of the settings of queues."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.accounts.models import Team
from parvis.channels.models import Connection


class QueueForm(forms.Form):
    """Name, team, and what feeds it."""

    name = forms.CharField(label=_("Name"), max_length=120)
    team = forms.ModelChoiceField(
        Team.objects.all(),
        label=_("Team"),
        required=False,
        empty_label=_("Everybody who answers"),
        help_text=_("Only the team, supervisors and administrators see a team's queue."),
    )
    connections = forms.ModelMultipleChoiceField(
        Connection.objects.all(),
        label=_("What comes in here"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("A connection feeds one queue: ticking it here takes it from another."),
    )
    is_default = forms.BooleanField(
        label=_("Takes whatever no other queue takes"),
        required=False,
    )
