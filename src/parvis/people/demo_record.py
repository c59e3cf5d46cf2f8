"""What the demo's house keeps beside names: bikes that were bought, shops that sell them, tags, notes, own fields."""

from __future__ import annotations

import random
from datetime import timedelta
from decimal import Decimal

from parvis.accounts.models import User
from parvis.foundation.access import purpose
from parvis.foundation.audit import SYSTEM, Actor
from parvis.foundation.demo import DOMAIN, DemoCompany, DemoCustomer, customers
from parvis.people.actions.custom_fields import add_custom_field
from parvis.people.actions.custom_values import set_custom_values
from parvis.people.actions.files import keep_file
from parvis.people.actions.notes import change_note, write_note
from parvis.people.actions.organizations import add_position, create_organization
from parvis.people.actions.owners import set_owner
from parvis.people.actions.purchases import keep_purchases
from parvis.people.actions.relationships import relate
from parvis.people.actions.tags import create_tag, put_tag
from parvis.people.logic.purchase_rows import PurchaseRow
from parvis.people.models import Person

# Reference, name, family, price.
BIKES = {
    "Mistral": ("MIS-2", "Mistral 2", "Vélos de ville", 2_490),
    "Bora": ("BOR-1", "Bora", "Vélos cargo", 4_290),
    "Zéphyr": ("ZEP-3", "Zéphyr 3", "Vélos pliants", 1_890),
}
PARTS = (
    ("CAS-01", "Casque Brise", "Équipement", 79),
    ("ANT-02", "Antivol Nœud", "Équipement", 64),
    ("SAC-01", "Sacoche Lest", "Bagagerie", 95),
    ("REV-01", "Révision annuelle", "Atelier", 89),
    ("BAT-01", "Batterie 500 Wh", "Pièces", 549),
)
SHOPS = (
    ("Cyclo Nantes", "Nantes", "552100554", "cyclo-nantes.example.com"),
    ("Rhône Cycles", "Lyon", "443061841", "rhone-cycles.example.com"),
    ("Thames Bikes Ltd", "London", "GB123456789", "thames-bikes.example.com"),
)
ROLES = {"fr": ("Responsable d’atelier", "Acheteuse", "Gérant"), "en": ("Workshop manager", "Buyer", "Owner")}
TAGS = (
    ("Ambassadeur", "accent"),
    ("Flotte d’entreprise", "information"),
    ("À rappeler", "warning"),
    ("Presse", "neutral"),
)
NOTES = {
    "fr": "Préfère être rappelé(e) **après 18 h**.\n\n- batterie échangée à domicile\n- très content(e) de l’atelier",
    "en": "Prefers a call **after 6 p.m.**\n\n- battery exchanged at home\n- praised the workshop",
}


def load(company: DemoCompany) -> None:
    """The same people on every machine: each draws from the dice of this chapter in one order."""
    dice = company.chance("what was bought")
    advisers = list(
        User.objects.filter(email__in=[f"{name}@{DOMAIN}" for name in ("lea.bonnet", "emma.clarke")])
    )
    told = Actor("user", advisers[0].pk, advisers[0].name)
    start = company.day(0)
    with purpose("service"):
        persons = {one.customer_number: one for one in Person.objects.filter(origin="import")}
        known = [
            (customer, persons[customer.number])
            for customer in customers(company)
            if customer.number in persons
        ]
        rows = [row for customer, _ in known for row in _bought(company, customer, dice)]
        keep_purchases(rows, by=SYSTEM, now=start)
        frame = add_custom_field(
            "Numéro de cadre", kind="text", help="Gravé sous le pédalier.", by=SYSTEM, now=start
        )
        service = add_custom_field("Prochaine révision", kind="date", by=SYSTEM, now=start)
        use = add_custom_field(
            "Usage", kind="choice", choices=["Trajet quotidien", "Loisir", "Livraison"], by=SYSTEM, now=start
        )
        club = add_custom_field("Club Vélostral", kind="boolean", is_personal=False, by=SYSTEM, now=start)
        tags = [create_tag(name, tone=tone, by=SYSTEM, now=start) for name, tone in TAGS]
        shops = [
            create_organization(name, city=city, number=number, website=site, by=SYSTEM, now=start)
            for name, city, number, site in SHOPS
        ]
        for place, (customer, person) in enumerate(known):
            if dice.random() < 0.6:
                written = {frame.pk: f"VS{dice.randint(10_000, 99_999)}", club.pk: dice.choice(("yes", "no"))}
                if dice.random() < 0.5:
                    written[service.pk] = (
                        (company.now + timedelta(days=dice.randint(5, 200))).date().isoformat()
                    )
                    written[use.pk] = dice.choice(("Trajet quotidien", "Loisir", "Livraison"))
                set_custom_values(person, written, by=SYSTEM, now=start)
            if dice.random() < 0.25:
                put_tag(person, dice.choice(tags), by=told, now=company.day(dice.randint(1, 85)))
            if dice.random() < 0.2:
                set_owner(person, dice.choice(advisers), by=told, now=start)
            if dice.random() < 0.12:
                note = write_note(person, NOTES[customer.language], by=told, now=company.day(60))
                if dice.random() < 0.5:
                    change_note(note, NOTES[customer.language] + ".", by=told, now=company.day(70))
            if place % 9 == 0:
                shop = shops[2] if customer.language == "en" else shops[place % 2]
                role = ROLES[customer.language][place // 9 % 3]
                since = company.day(0).date() - timedelta(days=dice.randint(100, 2000))
                add_position(person, organization=shop, role=role, since=since, by=told, now=start)
            if place % 11 == 0 and place:
                other = known[place - 1][1]
                kind = "household" if place % 2 else "referred_by"
                relate(person, other=other, kind=kind, by=told, now=company.day(5))
        keep_file(
            known[0][1], name="Bon d’échange batterie.txt", content="Bon d’échange n° 1".encode(), by=told,
            now=company.day(59),
        )  # fmt: skip


def _bought(company: DemoCompany, customer: DemoCustomer, dice: random.Random) -> list[PurchaseRow]:
    """A bike for most, and what goes with it; one in twenty is sent back."""
    rows = []
    if dice.random() < 0.85:
        reference, name, family, price = BIKES[customer.product]
        at = company.day(0) - timedelta(days=dice.randint(5, 700), hours=-dice.randint(9, 18))
        rows.append((reference, name, family, price, at))
    for reference, name, family, price in PARTS:
        if dice.random() < 0.22:
            at = company.day(dice.randint(0, 88)) + timedelta(hours=dice.randint(9, 18))
            rows.append((reference, name, family, price, at))
    currency = "EUR" if customer.language == "fr" else "GBP"
    return [
        PurchaseRow(
            external_id=f"{customer.number}-{place}",
            customer_number=customer.number,
            bought_at=at,
            amount=Decimal(price),
            currency=currency,
            reference=reference,
            product_name=name,
            family=family,
            order_number=f"{at:%Y}-{int(customer.number[2:]) % 10_000:04}{place}",
            channel=dice.choice(("boutique", "web", "web")),
            returned_at=at + timedelta(days=12) if price < 1000 and dice.random() < 0.08 else None,
        )
        for place, (reference, name, family, price, at) in enumerate(rows, start=1)
    ]
