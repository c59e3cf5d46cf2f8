"""Words of the choices in conditions."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LANGUAGES: tuple[tuple[str, Any], ...] = (
    ("fr", pgettext_lazy("language", "French")),
    ("en", pgettext_lazy("language", "English")),
    ("de", pgettext_lazy("language", "German")),
    ("es", pgettext_lazy("language", "Spanish")),
    ("it", pgettext_lazy("language", "Italian")),
    ("nl", pgettext_lazy("language", "Dutch")),
    ("pt", pgettext_lazy("language", "Portuguese")),
)
CHANNELS: tuple[tuple[str, Any], ...] = (
    ("email", pgettext_lazy("channel", "e-mail")),
    ("form", pgettext_lazy("channel", "contact form")),
    ("phone", pgettext_lazy("channel", "phone")),
    ("sms", pgettext_lazy("channel", "text message")),
    ("whatsapp", "WhatsApp"),
    ("twitter", "X"),
    ("mastodon", "Mastodon"),
    ("bluesky", "Bluesky"),
    ("facebook", "Facebook"),
    ("instagram", "Instagram"),
    ("youtube", "YouTube"),
    ("reddit", "Reddit"),
    ("web", _("the web")),
)
