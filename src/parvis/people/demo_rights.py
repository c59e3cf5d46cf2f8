"""The demo's requests by right: one that is almost due, one of this week."""

from __future__ import annotations

from datetime import timedelta

from parvis.foundation.access import purpose
from parvis.foundation.audit import SYSTEM
from parvis.foundation.demo import DemoCompany
from parvis.people.actions.rights import receive_request
from parvis.people.models import Person

REQUESTS = (
    (3, "access", 26, "Merci de m’envoyer tout ce que vous conservez à mon sujet.", "fr"),
    (8, "objection", 4, "Please stop sending me offers, by mail and by phone.", "en"),
)


def load(company: DemoCompany) -> None:
    with purpose("legal_duty"):
        people = list(Person.objects.filter(is_restricted=False).order_by("pk")[:10])
        for number, right, days, words, language in REQUESTS:
            person = people[number]
            point = person.contact_points.filter(kind="email").first()
            receive_request(
                right=right, channel="email", words=words, requester_name=str(person),
                requester_email=point.value if point else "", language=language,
                purposes=["prospecting"] if right == "objection" else [], person_ids=[person.pk],
                received_at=company.now - timedelta(days=days), by=SYSTEM, now=company.now - timedelta(days=days),
            )  # fmt: skip
