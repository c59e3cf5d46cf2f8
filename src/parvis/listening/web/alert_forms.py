"""Forms of alerts: what is watched and who is told; the budget of false alarms."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.accounts.reads.role_table import roles_that_may
from parvis.accounts.reads.users import active_users
from parvis.listening.actions.alert_rules import MOST_BUDGET
from parvis.listening.models import AlertRule, Query
from parvis.listening.reads.alarm_words import KIND_NAMES


class AlertRuleForm(forms.Form):
    """A rule; what it watches is asked once."""

    query = forms.ModelChoiceField(
        Query.objects.filter(removed_at=None),
        label=_("Watch"),
        required=False,
        empty_label=_("Everything that is heard"),
        help_text=_("What one query finds, or everything."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Tell of"),
        choices=list(KIND_NAMES.items()),
        widget=forms.CheckboxSelectMultiple,
        initial=["volume_up", "negative_up"],
    )
    minimum_mentions = forms.IntegerField(
        label=_("Not below so many mentions"),
        min_value=1,
        max_value=1_000_000,
        initial=10,
        help_text=_("In the hours that stand out; for silence, so many must have been expected."),
    )
    cool_down_hours = forms.IntegerField(
        label=_("After an alert, the same is not told again for so many hours"),
        min_value=1,
        max_value=720,
        initial=24,
        help_text=_("Unless it becomes more severe."),
    )
    authors_a_month = forms.FloatField(
        label=_("Large authors, at most so many a month"),
        min_value=0.1,
        max_value=100,
        initial=2,
        help_text=_("How large an audience is worth an alert follows from who usually speaks."),
    )
    recipients = forms.ModelMultipleChoiceField(
        active_users(),
        label=_("Tell these people"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Everybody who sees figures finds alerts on this screen and on Today in any case."),
    )
    by_mail = forms.BooleanField(label=_("By e-mail"), required=False, initial=True)
    by_push = forms.BooleanField(
        label=_("On their devices, where they want notices"), required=False, initial=True
    )

    def __init__(self, *args: object, rule: AlertRule | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        if rule is not None:
            del self.fields["query"]
        may_see = active_users().filter(roles__overlap=roles_that_may("figures.view"))
        self.fields["recipients"].queryset = may_see  # type: ignore[attr-defined]


class BudgetForm(forms.Form):
    """One number for the whole installation."""

    budget = forms.FloatField(
        label=_("False alarms a month, over all alerts together"),
        min_value=0.1,
        max_value=MOST_BUDGET,
        help_text=_("Every threshold follows from it: fewer false alarms, and smaller events are missed."),
    )
