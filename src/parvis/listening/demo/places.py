"""Where the demo's talk leads: a few posts with links and handles, a blog on trial, a shop that was refused.

Their addresses are `.example` and lead nowhere: a look at one of them says so.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from parvis.channels.actions.connections import create_connection
from parvis.channels.actions.receive import receive_items
from parvis.channels.logic.items import Author, InboundItem
from parvis.channels.models import Connection
from parvis.foundation.audit import SYSTEM
from parvis.foundation.clock import utc_now
from parvis.foundation.demo import DemoCompany
from parvis.foundation.events import deliver_now
from parvis.listening.actions.place_look import judged
from parvis.listening.actions.places_named import count_places, note_places
from parvis.listening.actions.trials import refuse_place
from parvis.listening.logic.yields import yield_of
from parvis.listening.models import Place

# Author, days ago, what they say.
POSTS = (
    ("grandbraquet7", 3, "Essai très complet du Bora de Vélostral ici : https://cargo-famille.example/essais/bora"),
    ("mamanpedale12", 5, "Je conseille ce blog avant d’acheter un Vélostral : https://cargo-famille.example/choisir"),
    ("dynamo3", 6, "Le rappel des batteries Vélostral expliqué calmement https://cargo-famille.example/rappel-b500"),
    ("rayonvert9", 8, "Velostral ou Rouage, le comparatif chiffré : https://cargo-famille.example/comparatif"),
    ("pedalpusher4", 2, "Long thread about Velostral batteries at https://forum.cargobikes.example/t/b500/812"),
    ("tandemtoo8", 9, "Same noise as on https://forum.cargobikes.example/t/motor-noise/640, @velostral any idea?"),
    ("chainring2", 11, "Velostral owners meet at https://forum.cargobikes.example/t/owners/77"),
    ("petitplateau5", 4, "@atelier.velo@mastodon.example a démonté une batterie Vélostral, à lire."),
    ("lacorde6", 7, "Merci @atelier.velo@mastodon.example pour le tuto, mon Vélostral roule à nouveau."),
    ("guidon_bleu1", 10, "Sur r/velocargo on parle beaucoup du rappel Vélostral."),
    ("promo_velo", 4, "Vélostral moins cher ! https://bons-plans-velo.example/1"),
    ("promo_velo", 5, "Vélostral moins cher ! https://bons-plans-velo.example/2"),
)  # fmt: skip
# Days ago, title, text: what the blog on trial said. Not all of it is about bicycles that are listened for.
BLOG = (
    (1, "Un an avec le Bora de Vélostral", "3 400 km, une batterie échangée : ce que je garde, et le reste."),
    (3, "Le rappel des batteries, vu de l’atelier", "Une journée avec une technicienne de Vélostral."),
    (5, "Casques pour enfants : notre sélection", "Six modèles essayés par de vrais enfants, dans un vrai vent."),
    (8, "Vélostral ou Rouage pour la ville ?", "Deux vélos, un parcours, des chiffres à nous."),
    (10, "Réparer une crevaison sous la pluie", "Trois outils, une bâche, et beaucoup de patience."),
    (12, "Vélostral répond à nos lecteurs", "Autonomie en hiver, prix des pièces : leurs réponses, sans coupe."),
)  # fmt: skip


def load_places(company: DemoCompany) -> None:
    """After the mentions."""
    source = Connection.objects.get(slug="demo-mastodon")
    _receive(
        source,
        [
            InboundItem(
                external_id=f"demo-place-{number}",
                text=text,
                published_at=company.now - timedelta(days=days, hours=number),
                addressed=False,
                author=Author(author, followers=200 + 40 * number),
                recipient_handle=company.name,
                url=f"https://velo.social.example/places/{number}",
                site="velo.social.example",
                engagement=number,
            )
            for number, (author, days, text) in enumerate(POSTS)
        ],
        company,
    )
    blog = _blog_on_trial(company)
    note_places(now=utc_now() + timedelta(hours=1))
    count_places(now=company.now)
    refused = Place.objects.filter(key="bons-plans-velo.example").first()
    if refused is not None:
        refuse_place(refused, by=SYSTEM, now=company.now - timedelta(days=2))
    _looked_at(company, blog)


def _receive(source: Connection, items: list[InboundItem], company: DemoCompany) -> None:
    for event_id in receive_items(source, items, cursor=None, now=company.now).event_ids:
        deliver_now(event_id)


def _blog_on_trial(company: DemoCompany) -> list[InboundItem]:
    began = company.now - timedelta(days=6)
    # As a source of files: nothing is asked of an address that does not exist.
    source = create_connection(kind="file", name="Pignon sur blog", channel="rss", by=SYSTEM, now=began)
    Place.objects.create(
        kind="site", key="pignon-sur-blog.example", state=Place.TRIAL, address="https://pignon-sur-blog.example/",
        first_named_at=began, last_named_at=began, look_asked_at=began, looked_at=began, found_kind="rss",
        found_settings={"url": "https://pignon-sur-blog.example/feed"}, title="Pignon sur blog", connection=source,
        tried_at=began, decided_at=began,
    )  # fmt: skip
    items = [
        InboundItem(
            external_id=f"https://pignon-sur-blog.example/{number}",
            text=text,
            title=title,
            published_at=company.now - timedelta(days=days),
            addressed=False,
            author=Author("pignon-sur-blog.example"),
            url=f"https://pignon-sur-blog.example/{number}",
            site="pignon-sur-blog.example",
        )
        for number, (days, title, text) in enumerate(BLOG)
    ]
    _receive(source, items, company)
    return items


def _looked_at(company: DemoCompany, posts: list[InboundItem]) -> None:
    """One proposed place that somebody looked at already, so that both kinds of figures are seen."""
    place = Place.objects.filter(key="cargo-famille.example").first()
    if place is None:
        return
    at = company.now - timedelta(hours=5)
    # Another blog on the same subjects: one of its posts is heard already.
    others = [replace(one, external_id=f"{one.external_id}#") for one in posts[1:]]
    seen = judged([*posts[:1], *others], channel="rss")
    place.look_asked_at = place.looked_at = at
    place.found_kind, place.found_settings = "rss", {"url": "https://cargo-famille.example/feed"}
    place.title, place.worth = "Cargo famille", yield_of(seen, now=company.now).worth
    place.seen = [[one.published_at.isoformat(), one.is_found, one.is_heard] for one in seen]
    place.save()
