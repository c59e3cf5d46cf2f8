"""The public square as it was set up."""

from __future__ import annotations

from django.db.models import Case, Value, When

from parvis.community.logic.colours import dark_shades, light_shades
from parvis.community.models import Site, SitePage
from parvis.foundation.prepared import columns_of, kept, read_as

FONTS = {
    Site.SYSTEM: "system-ui, sans-serif",
    Site.SERIF: 'Charter, "Bitstream Charter", "Sitka Text", Cambria, Georgia, serif',
}

_SITE = f"SELECT {columns_of(Site, 's')} FROM community_site s WHERE s.id = 1"  # noqa: S608 -- names of models


def the_site() -> Site:
    """As it was set up; before that, as it comes."""
    with kept() as cursor:
        cursor.execute(_SITE)
        row = cursor.fetchone()
    return read_as(Site, row) if row else Site(pk=1)


def site_page(code: str, *, language: str) -> SitePage | None:
    """In this language, else in the other."""
    first = Case(When(language=language, then=Value(0)), default=Value(1))
    return SitePage.objects.filter(code=code).order_by(first).first()


def look_of(site: Site) -> str:
    """The style sheet that lies over tokens.css: its colours in both themes, its letters."""
    lines = []
    if site.accent:
        light, dark = light_shades(site.accent), dark_shades(site.accent)
        lines.append(f":root {{ {_colours(light)} }}")
        lines.append(
            f'@media (prefers-color-scheme: dark) {{ :root[data-theme="system"] {{ {_colours(dark)} }} }}'
        )
    if site.font in FONTS:
        lines.append(f":root {{ --font: {FONTS[site.font]}; }}")
    return "\n".join(lines)


def _colours(shades: object) -> str:
    names = {
        "--accent": "accent", "--accent-hover": "hover", "--accent-soft": "soft", "--accent-text": "text",
        "--text-on-accent": "on_accent",
    }  # fmt: skip
    return " ".join(f"{name}: {getattr(shades, field)};" for name, field in names.items())
