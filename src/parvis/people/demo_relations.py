"""How the demo's relations go: who allows being compared, and what each night would have measured."""

from __future__ import annotations

from datetime import timedelta

from parvis.foundation.access import purpose
from parvis.foundation.audit import SYSTEM
from parvis.foundation.demo import DemoCompany
from parvis.people.actions.consents import give_consent
from parvis.people.actions.relations import measure_scales, place_on_journey
from parvis.people.models import Person

WORDS = {
    "fr": "Vous pouvez comparer mes échanges et mes achats à ceux d’autres clients pour mieux me servir.",
    "en": "You may compare my messages and purchases with those of other customers to serve me better.",
}


def load(company: DemoCompany) -> None:
    """Two customers in three allow it; after all that was said and bought is there."""
    now = company.now
    with purpose("legal_duty"):
        for number, person in enumerate(Person.objects.filter(is_restricted=False).order_by("pk")):
            if number % 3:
                language = person.language if person.language in WORDS else "fr"
                give_consent(
                    person, purpose="profiling", wording=WORDS[language], wording_version="2026-1",
                    language=language, form="preferences page", by=SYSTEM, now=now - timedelta(days=number % 80),
                )  # fmt: skip
    measure_scales(now=now)
    place_on_journey(now=now)
