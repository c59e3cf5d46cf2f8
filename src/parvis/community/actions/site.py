"""Setting up the public square."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from parvis.community.actions.text_pictures import note_shown
from parvis.community.logic.blocks import clean_origins
from parvis.community.logic.colours import is_readable, nearest_readable, read_colour
from parvis.community.logic.errors import CommunityError, TextTooLong
from parvis.community.logic.markdown import MOST_CHARACTERS, cleaned, html_of
from parvis.community.models import Site, SitePage
from parvis.community.reads.site import the_site
from parvis.foundation.audit import Actor, record

MOST_WELCOME = 1000


class ColourRefused(CommunityError):
    """It is no colour, or cannot be read; nearest: one that can, or ""."""

    def __init__(self, *, nearest: str) -> None:
        super().__init__(nearest)
        self.nearest = nearest


class OriginRefused(CommunityError):
    """This is no origin of a site."""

    def __init__(self, origin: str) -> None:
        super().__init__(origin)
        self.origin = origin


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """What a person sets; logo None: as it is, "": none."""

    name: str
    accent: str
    font: str
    welcome_en: str
    welcome_fr: str
    embedded_by: Sequence[str]
    logo: str | None = None


def set_site(given: SiteSettings, *, by: Actor, now: datetime) -> Site:
    """Raises ColourRefused, OriginRefused, TextTooLong."""
    accent = read_colour(given.accent) if given.accent.strip() else ""
    if accent is None:
        raise ColourRefused(nearest="")
    if accent and not is_readable(accent):
        raise ColourRefused(nearest=nearest_readable(accent))
    for text in (given.welcome_en, given.welcome_fr):
        if len(text) > MOST_WELCOME:
            raise TextTooLong(limit=MOST_WELCOME, length=len(text))
    origins, wrong = clean_origins("\n".join(given.embedded_by))
    if wrong:
        raise OriginRefused(wrong[0])
    values = {
        "name": " ".join(cleaned(given.name).split())[:80],
        "accent": accent,
        "font": given.font if given.font in dict(Site.FONTS) else Site.INTER,
        "welcome_en": cleaned(given.welcome_en),
        "welcome_fr": cleaned(given.welcome_fr),
        "embedded_by": origins,
        **({} if given.logo is None else {"logo": given.logo}),
    }
    with transaction.atomic():
        site, is_new = Site.objects.select_for_update().get_or_create(pk=1, defaults=values)
        if not is_new:
            Site.objects.filter(pk=1).update(**values, version=F("version") + 1)
        record("community.site-set", site, by=by, now=now, name=values["name"])
    return the_site()


def write_site_page(code: str, *, language: str, text: str, by: Actor, now: datetime) -> None:
    """Without a text the page goes. Raises TextTooLong."""
    text = cleaned(text)
    if len(text) > MOST_CHARACTERS:
        raise TextTooLong(limit=MOST_CHARACTERS, length=len(text))
    with transaction.atomic():
        site, _ = Site.objects.select_for_update().get_or_create(pk=1)
        if text:
            kept, _ = SitePage.objects.update_or_create(
                code=code,
                language=language,
                defaults={"text": text, "html": html_of(text), "changed_at": now},
            )
            note_shown("site_page", kept.pk, kept.html)
        else:
            SitePage.objects.filter(code=code, language=language).delete()
        written = set(SitePage.objects.values_list("code", flat=True))
        Site.objects.filter(pk=1).update(pages=[one for one in SitePage.CODES if one in written])
        record("community.site-page", site, by=by, now=now, code=code, language=language)
