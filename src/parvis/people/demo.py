"""The demo's customers: records, addresses, consents, and some handles that they said are theirs."""

from __future__ import annotations

from datetime import timedelta

from parvis.accounts.models import User
from parvis.foundation.access import purpose
from parvis.foundation.audit import SYSTEM, Actor
from parvis.foundation.demo import DOMAIN, DemoCompany, customers
from parvis.people.actions.consents import give_consent, withdraw_consent
from parvis.people.actions.identities import SeenIdentity, remember_identities
from parvis.people.actions.links import link_identity
from parvis.people.actions.persons import create_person
from parvis.people.logic.handles import handle_key
from parvis.people.models import Identity

WORDING = {
    "fr": "J’accepte de recevoir les offres de Vélostral par e-mail. Je peux changer d’avis à tout moment.",
    "en": "I agree to receive offers from Vélostral by e-mail. I can change my mind at any time.",
}

CALM = 30  # a day before the crisis


def load(company: DemoCompany) -> None:
    dice = company.chance("customers' records")
    adviser = User.objects.get(email=f"lea.bonnet@{DOMAIN}")
    told = Actor("user", adviser.pk, adviser.name)
    with purpose("service"):
        for customer in customers(company):
            since = company.day(0) - timedelta(days=dice.randint(20, 900))
            person = create_person(
                given_name=customer.given_name,
                family_name=customer.family_name,
                customer_number=customer.number,
                language=customer.language,
                city=customer.city,
                emails=[customer.email],
                origin="import",
                by=SYSTEM,
                now=since,
            )
            if dice.random() < 0.55:
                give_consent(
                    person,
                    purpose="prospecting",
                    channel="email",
                    wording=WORDING[customer.language],
                    wording_version="2025-01",
                    language=customer.language,
                    proof={"form": "order"},
                    by=SYSTEM,
                    now=since,
                )
                if dice.random() < 0.15:
                    withdraw_consent(
                        person, purpose="prospecting", channel="email", by=SYSTEM, now=company.day(CALM)
                    )
            # One in five told an agent which account is theirs.
            if dice.random() < 0.2:
                seen = SeenIdentity("twitter", customer.handle, company.day(0))
                remember_identities([seen], now=company.day(0))
                key = handle_key("twitter", customer.handle)
                link_identity(
                    Identity.objects.get(channel="twitter", handle_key=key),
                    person=person,
                    evidence="person_said",
                    by=told,
                    now=company.day(0),
                )
