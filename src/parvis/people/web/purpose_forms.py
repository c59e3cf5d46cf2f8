"""What the data-protection officer fills in about a purpose: only what can be chosen for it is asked."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from parvis.people.logic.purposes import CONSENT, EXISTING_CUSTOMER, PROFESSIONAL
from parvis.people.reads.purposes import RuleInForce
from parvis.people.web.purpose_words import BASES, RULE_REFUSALS

_FIELD_OF = {
    "basis-not-possible": "basis",
    "exception-not-possible": None,
    "reason-missing": "note",
    "jurisdiction-missing": "jurisdiction",
    "months": "valid_months",
}


class RuleForm(forms.Form):
    is_on = forms.BooleanField(
        label=_("It may be used, with the consent of each person concerned"), required=False
    )
    basis = forms.ChoiceField(label=_("It rests on"), widget=forms.RadioSelect)
    allows_existing_customers = forms.BooleanField(
        label=_("Also existing customers, for similar products, who were told and may object at any time"),
        required=False,
    )
    allows_professionals = forms.BooleanField(
        label=_("Also professionals, about their profession, who were told and may object at any time"),
        required=False,
    )
    note = forms.CharField(
        label=_("Why"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "The balancing of interests, or the reason why it may be used: what for, what it does to people, what "
            "protects them. Nothing beyond consent is allowed without it."
        ),
    )
    jurisdiction = forms.CharField(
        label=_("Country whose law was checked"), required=False, max_length=120,
        help_text=_("It is off until a country stands here."),
    )  # fmt: skip
    valid_months = forms.IntegerField(
        label=_("A consent holds for how many months"), min_value=1, max_value=120,
        help_text=_("After that the database shows the person no longer, until they are asked anew."),
    )  # fmt: skip
    keeps_months = forms.IntegerField(
        label=_("Data is kept for it how many months after the last contact"), min_value=1, max_value=600
    )

    def __init__(self, rule: RuleInForce, *args: Any, **kwargs: Any) -> None:
        initial = {
            "is_on": rule.is_on, "basis": rule.basis, "note": rule.note, "jurisdiction": rule.jurisdiction,
            "allows_existing_customers": EXISTING_CUSTOMER in rule.exceptions,
            "allows_professionals": PROFESSIONAL in rule.exceptions,
            "valid_months": rule.valid_months, "keeps_months": rule.keeps_months,
        }  # fmt: skip
        super().__init__(*args, **{**kwargs, "initial": initial})
        fact = rule.fact
        choices: Any = self.fields["basis"]
        choices.choices = [(one, BASES[one]) for one in fact.choices]
        left_out = {
            "is_on": not fact.is_off,
            "basis": not fact.choices,
            "allows_existing_customers": EXISTING_CUSTOMER not in fact.exceptions,
            "allows_professionals": PROFESSIONAL not in fact.exceptions,
            "jurisdiction": not fact.needs_jurisdiction,
        }
        for name, is_left_out in left_out.items():
            if is_left_out:
                del self.fields[name]

    def decided(self) -> dict[str, Any]:
        return {"is_on": True, "basis": CONSENT, **self.cleaned_data}

    def refuse(self, code: str) -> None:
        field = _FIELD_OF.get(code)
        self.add_error(field if field in self.fields else None, str(RULE_REFUSALS[code]))
