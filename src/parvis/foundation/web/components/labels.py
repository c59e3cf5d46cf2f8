"""Badges with an icon and a word: the same state looks the same on every screen."""

from functools import lru_cache
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _

from parvis.foundation.web.components.markup import icon


class Look(NamedTuple):
    word: str | Promise
    icon: str
    tone: str


STATUSES = {
    "open": Look(pgettext_lazy("status", "open"), "circle-dot", "information"),
    "pending": Look(pgettext_lazy("status", "pending"), "hourglass", "warning"),
    "snoozed": Look(pgettext_lazy("status", "snoozed"), "zzz", "neutral"),
    "resolved": Look(pgettext_lazy("status", "resolved"), "circle-check", "success"),
}
SENTIMENTS = {
    "negative": Look(pgettext_lazy("sentiment", "negative"), "mood-sad", "negative"),
    "neutral": Look(pgettext_lazy("sentiment", "neutral"), "mood-neutral", "middle"),
    "positive": Look(pgettext_lazy("sentiment", "positive"), "mood-smile", "positive"),
    "": Look(pgettext_lazy("sentiment", "not analysed"), "mood-off", "hatched"),
}
DELIVERIES = {
    "draft": Look(pgettext_lazy("delivery", "draft"), "pencil", "neutral"),
    "queued": Look(pgettext_lazy("delivery", "on its way"), "clock", "neutral"),
    "sent": Look(pgettext_lazy("delivery", "sent"), "check", "neutral"),
    "delivered": Look(pgettext_lazy("delivery", "delivered"), "checks", "success"),
    "failed": Look(pgettext_lazy("delivery", "not sent"), "alert-triangle", "danger"),
    "bounced": Look(pgettext_lazy("delivery", "came back"), "arrow-back-up", "danger"),
}
CHANNELS = {
    "bluesky": Look("Bluesky", "brand-bluesky", ""),
    "community": Look(pgettext_lazy("channel", "Community"), "building-community", ""),
    "contact": Look(pgettext_lazy("channel", "Contact form"), "forms", ""),
    "contact_form": Look(pgettext_lazy("channel", "Contact form"), "forms", ""),
    "email": Look(pgettext_lazy("channel", "E-mail"), "mail", ""),
    "facebook": Look("Facebook", "brand-facebook", ""),
    "file": Look(pgettext_lazy("channel", "File"), "file-spreadsheet", ""),
    "form": Look(pgettext_lazy("channel", "Contact form"), "forms", ""),
    "instagram": Look("Instagram", "brand-instagram", ""),
    "mastodon": Look("Mastodon", "brand-mastodon", ""),
    "meta": Look("Meta", "brand-meta", ""),
    "phone": Look(pgettext_lazy("channel", "Phone"), "phone", ""),
    "reddit": Look("Reddit", "brand-reddit", ""),
    "review": Look(pgettext_lazy("channel", "Review"), "star", ""),
    "rss": Look(pgettext_lazy("channel", "News feed"), "rss", ""),
    "sms": Look(pgettext_lazy("channel", "Text message"), "device-mobile", ""),
    "twitter": Look("X", "brand-x", ""),
    "webchat": Look(pgettext_lazy("channel", "Web chat"), "message-circle", ""),
    "whatsapp": Look("WhatsApp", "brand-whatsapp", ""),
    "x": Look("X", "brand-x", ""),
    "youtube": Look("YouTube", "brand-youtube", ""),
}


def badge(word: Any, tone: str = "neutral", icon_name: str = "", title: str = "") -> SafeString:
    return format_html(
        '<span class="badge badge-{}"{}>{}<span>{}</span></span>',
        tone,
        format_html(' title="{}"', title) if title else "",
        icon(icon_name, size="small") if icon_name else "",
        word,
    )


def from_vocabulary(looks: dict[str, Look], value: str | None, title: str = "") -> SafeString:
    look = looks.get(value or "") or Look(value or "", "circle-dashed", "neutral")
    return badge(look.word, look.tone, look.icon, title)


def status(value: str) -> SafeString:
    return from_vocabulary(STATUSES, value)


def delivery(value: str, detail: str = "") -> SafeString:
    return from_vocabulary(DELIVERIES, value, detail)


def sentiment(
    value: str | None, probability: float | None = None, model: str = "", short: bool = False
) -> SafeString:
    """`short` shows the face alone (lists); how sure the model was is on hover, never hidden."""
    look = SENTIMENTS.get(value or "", SENTIMENTS[""])
    if probability is None and short:
        return _face(value or "", get_language())
    if probability is not None and value:
        sure = _("%(word)s, probability %(percent)d%%") % {
            "word": look.word,
            "percent": round(probability * 100),
        }
        title = f"{sure} ({model})" if model else sure
    else:
        title = str(look.word)
    if short:
        return format_html(
            '<span class="mood mood-{}" title="{}">{}</span>', look.tone, title, icon(look.icon, label=title)
        )
    return badge(look.word, look.tone, look.icon, title)


@lru_cache(100)
def _face(value: str, language: str | None) -> SafeString:
    look = SENTIMENTS.get(value, SENTIMENTS[""])
    title = str(look.word)
    return format_html(
        '<span class="mood mood-{}" title="{}">{}</span>', look.tone, title, icon(look.icon, label=title)
    )


def channel(kind: str, name: str = "", short: bool = False) -> SafeString:
    """`name` is the connection's own name, where a company has two of one kind."""
    return _channel(kind, str(name), short, get_language())


@lru_cache(500)
def _channel(kind: str, name: str, short: bool, language: str | None) -> SafeString:
    """Written once a language: a list names the same few channels in every row."""
    look = CHANNELS.get(kind) or Look(kind, "broadcast", "")
    word = name or look.word
    if short:
        return format_html(
            '<span class="channel" title="{}">{}</span>', word, icon(look.icon, label=str(word), size="small")
        )
    return format_html('<span class="channel">{}<span>{}</span></span>', icon(look.icon, size="small"), word)
