"""The demo's channels: nothing is fetched from them and what is sent through them goes nowhere."""

from __future__ import annotations

from parvis.channels.models import Connection
from parvis.foundation.demo import DOMAIN, DemoCompany

# slug, name, channel, kind. Nobody answers on others' forums, in the press and on review sites from here:
# what was said there is only read, like an imported file.
CONNECTIONS = (
    ("demo-mail", "Service client", "email", "demo"),
    ("demo-x", "@velostral", "twitter", "demo"),
    ("demo-mastodon", "@velostral@velo.social.example", "mastodon", "demo"),
    ("demo-forum", "Forum Roues électriques", "community", "file"),
    ("demo-press", "Presse et blogs", "rss", "file"),
    ("demo-reviews", "Avis en ligne", "review", "file"),
)


def load(company: DemoCompany) -> None:
    made = {
        slug: Connection.objects.create(
            kind=kind,
            slug=slug,
            name=name,
            channel=channel,
            settings={"address": f"bonjour@{DOMAIN}"} if channel == "email" else {},
            created_at=company.day(0),
            fetched_at=company.now,
        )
        for slug, name, channel, kind in CONNECTIONS
    }
    # The contact form is a real one: what is typed there arrives in the inbox.
    Connection.objects.create(
        kind="form",
        slug="velostral",
        name="Formulaire de contact",
        channel="form",
        settings={"reply_connection_id": made["demo-mail"].pk},
        created_at=company.day(0),
    )
