"""The facets beside a list: by what it divides, each value one click away, the chosen one to take off again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from parvis.foundation.web.components.quantities import counted
from parvis.listening.logic.net_sentiment import SentimentCounts
from parvis.listening.logic.selection import NONE, Selection
from parvis.listening.reads.counts import Facets, Slice
from parvis.listening.reads.facets import FacetTable
from parvis.listening.web.filters import address_of, channel_name
from parvis.listening.web.label_words import emotion_name, intent_name, reach_name
from parvis.listening.web.words import language_name

SHOWN_AT_ONCE = 6
# What a value may be missing in and can then be asked for by its own name.
_MAY_BE_NONE = ("language", "brand")


@dataclass(frozen=True, slots=True)
class Entry:
    label: str
    count: str
    url: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ShownFacet:
    """note: out of how many of the newest mentions it was counted, where not out of all."""

    name: str
    title: str
    icon: str
    first: tuple[Entry, ...]
    more: tuple[Entry, ...]
    note: str
    is_chosen: bool


def facets_shown(selection: Selection, table: FacetTable) -> list[ShownFacet]:
    """Those that divide; a facet of one value stands only where that value was chosen."""
    words: tuple[tuple[str, str, str, Callable[[str], str] | None], ...] = (
        ("query", _("Query"), "search", None),
        ("source", _("Source"), "rss", None),
        ("channel", _("Channel"), "broadcast", channel_name),
        ("language", _("Language"), "language", language_name),
        ("intent", _("Intent"), "target", intent_name),
        ("emotion", _("Emotion"), "mood-smile", emotion_name),
        ("reach", _("Author’s reach"), "speakerphone", reach_name),
        ("site", _("Site"), "world", str),
        ("country", _("Country"), "map-pin", str),
        ("brand", _("Brand"), "tag", lambda value: value or pgettext("brand", "none")),
    )
    chosen = selection.query
    found = []
    for name, title, icon, word in words:
        facet = table.of(name)
        entries = [
            Entry(
                word(value) if word else label,
                counted(count),
                address_of(
                    selection,
                    **{name: "" if chosen.get(name) == _value(name, value) else _value(name, value)},
                ),
                chosen.get(name) == _value(name, value),
            )
            for value, label, count in facet.values
        ]
        is_chosen = name in chosen
        if len(entries) > 1 or (is_chosen and entries):
            # The chosen value stands first, wherever its number would put it.
            entries.sort(key=lambda entry: not entry.is_chosen)
            found.append(
                ShownFacet(
                    name,
                    title,
                    icon,
                    tuple(entries[:SHOWN_AT_ONCE]),
                    tuple(entries[SHOWN_AT_ONCE:]),
                    read_note(facet.read),
                    is_chosen,
                )
            )
    return found


def sources_of(table: FacetTable) -> Facets:
    """What the filters above need of the facets: the names of sources."""
    sources = [Slice(value, label, SentimentCounts()) for value, label, _ in table.of("source").values]
    return Facets(channels=(), sources=sources, brands=(), languages=())


def _value(name: str, value: str) -> str:
    return value or (NONE if name in _MAY_BE_NONE else "")


def read_note(read: int) -> str:
    """Out of how many a facet was counted, where not out of all."""
    if not read:
        return ""
    return ngettext("among the newest %(n)s", "among the newest %(n)s", read) % {"n": counted(read)}
