"""The line of filters above the overview and the list: what can be chosen, and what is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from parvis.foundation.logic.periods import PRESET_DAYS
from parvis.foundation.web.components.labels import CHANNELS
from parvis.foundation.web.components.quantities import period_in_words
from parvis.listening.logic.selection import ALL, NONE, ONCE, YEAR, Selection, selection_asked
from parvis.listening.logic.topic_rules import rule_read
from parvis.listening.models import Market, Query
from parvis.listening.reads.counts import Facets, Slice
from parvis.listening.reads.intake import rules_in_force
from parvis.listening.web.label_words import emotion_name, hour_name, intent_name, reach_name, weekday_name
from parvis.listening.web.words import language_name
from parvis.people.models import Identity


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Select:
    """One drop-down: its first choice is always "all"."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    all_word: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter that is on, and the address without it."""

    label: str
    url: str


def selection_of(request: HttpRequest) -> Selection:
    """What the address asks for, its days in the reader's zone; copies as the house's rules say unless it asks."""
    asked = selection_asked(
        request.GET.dict(), today=timezone.localdate(), zone=timezone.get_current_timezone()
    )
    if asked.copies:
        return asked
    return asked if rules_in_force().counts_repeats else replace(asked, copies=ONCE)


def address_of(selection: Selection, **changes: str) -> str:
    """The query string of the selection with changes; an empty value removes a filter."""
    return "?" + urlencode({k: v for k, v in (selection.query | changes).items() if v})


def filters_shown(
    selection: Selection,
    facets: Facets,
    *,
    with_sentiment: bool,
    queries: Sequence[Query] = (),
    markets: Sequence[Market] = (),
    compares: bool = False,
    named_apart: Collection[str] = (),
) -> dict[str, Any]:
    """What the template of the filters needs. facets: of the period, so that all are offered.

    named_apart: filters that the page offers elsewhere, in its facets.
    """
    chosen = selection.query
    selects = [
        _of_records("query", _("Query"), queries, selection.found_by),
        _select("channel", _("Channel"), chosen, facets.channels, channel_name),
        _select("source", _("Source"), chosen, facets.sources, None),
        _select("brand", _("Brand"), chosen, facets.brands, lambda value: value or _("no brand")),
        _select("language", _("Language"), chosen, facets.languages, language_name),
    ]
    if with_sentiment:
        words = [
            ("negative", pgettext("sentiment", "negative")),
            ("neutral", pgettext("sentiment", "neutral")),
            ("positive", pgettext("sentiment", "positive")),
            ("analysed", _("analysed (any of the three)")),
            (NONE, pgettext("sentiment", "not analysed")),
        ]
        choices = tuple(Choice(value, word, value == selection.sentiment) for value, word in words)
        selects.insert(0, Select("sentiment", _("Sentiment"), choices))
    if len(markets) > 1:
        # The first market is shown unless another is asked for, so there is no "all" to choose.
        selects.insert(0, _of_records("market", _("Market"), markets, selection.market))
    selects.append(
        Select(
            "copies",
            _("Near-duplicates"),
            tuple(
                Choice(value, word, value == selection.copies)
                for value, word in ((ONCE, _("counted once")), (ALL, _("all counted")))
            ),
        )
    )
    if compares:
        year = Choice(YEAR, _("Compared with the same weeks of last year"), selection.compare == YEAR)
        selects.append(
            Select("compare", _("Comparison"), (year,), all_word=_("Compared with the days before"))
        )
    always = {"sentiment", "copies", "compare", "market"}
    return {
        "selection": selection,
        "period_words": period_in_words(selection.period),
        # A preset says "days" rather than two days, so that it still means "the last 30" tomorrow.
        "presets": [
            {
                "days": days,
                "url": address_of(selection, **{"from": "", "to": "", "days": str(days)}),
                "is_current": selection.period.preset_days == days,
            }
            for days in PRESET_DAYS
        ],
        # One choice is no choice, save where the address has already made it.
        "selects": [
            s
            for s in selects
            if s.name not in named_apart and (len(s.choices) > 1 or s.name in chosen or s.name in always)
        ],
        # Filters without a field of their own stay on when another changes.
        "kept": {
            name: value
            for name, value in chosen.items()
            if name not in ("from", "to", "q")
            and (name in named_apart or name not in {s.name for s in selects})
        },
        "chips": chips_of(selection, facets, queries),
        "clear_url": address_of(Selection(selection.period)),
    }


def chips_of(selection: Selection, facets: Facets, queries: Sequence[Query] = ()) -> list[Chip]:
    """The filters that are on, each with a way to take it off."""
    on: list[tuple[str, str, str]] = []
    if selection.typed:
        on.append(("q", pgettext("filter", "Words"), selection.typed))
    if selection.author:
        identity = Identity.objects.filter(pk=selection.author).first()
        on.append(("author", _("Author"), str(identity or pgettext("author", "unknown"))))
    if selection.source:
        value = str(selection.source)
        name = next((part.label for part in facets.sources if part.value == value), value)
        on.append(("source", _("Source"), name))
    if selection.channel:
        on.append(("channel", _("Channel"), channel_name(selection.channel)))
    if selection.brand:
        on.append(
            ("brand", _("Brand"), pgettext("brand", "none") if selection.brand == NONE else selection.brand)
        )
    if selection.language:
        code = "" if selection.language == NONE else selection.language
        on.append(("language", _("Language"), language_name(code)))
    if selection.sentiment:
        word = {
            "negative": pgettext("sentiment", "negative"),
            "neutral": pgettext("sentiment", "neutral"),
            "positive": pgettext("sentiment", "positive"),
            "analysed": pgettext("sentiment", "analysed"),
            NONE: pgettext("sentiment", "not analysed"),
        }[selection.sentiment]
        on.append(("sentiment", _("Sentiment"), word))
    if selection.found_by:
        name = next(
            (query.name for query in queries if query.pk == selection.found_by), str(selection.found_by)
        )
        on.append(("query", _("Query"), name))
    if selection.intent:
        on.append(("intent", _("Intent"), intent_name(selection.intent)))
    if selection.emotion:
        on.append(("emotion", _("Emotion"), emotion_name(selection.emotion)))
    if selection.site:
        on.append(("site", _("Site"), pgettext("site", "none") if selection.site == NONE else selection.site))
    if selection.country:
        none = pgettext("country", "none")
        on.append(("country", _("Country"), none if selection.country == NONE else selection.country))
    if selection.topic and (rule := rule_read(selection.topic)) is not None:
        on.append(("topic", _("Topic"), rule.name))
    if selection.reach:
        on.append(("reach", _("Author’s reach"), reach_name(str(selection.reach))))
    if selection.weekday:
        on.append(("weekday", _("Day of the week"), weekday_name(selection.weekday)))
    if selection.hour >= 0:
        on.append(("hour", _("Hour"), hour_name(selection.hour)))
    words = _("%(filter)s: %(value)s")
    return [
        Chip(words % {"filter": label, "value": value}, address_of(selection, **{name: ""}))
        for name, label, value in on
    ]


def channel_name(kind: str) -> str:
    look = CHANNELS.get(kind)
    return str(look.word) if look else kind


def named(parts: Iterable[Slice], name: Any) -> list[Slice]:
    """The same parts under the names that people use."""
    return [replace(part, label=name(part.value)) for part in parts]


def _of_records(name: str, label: str, records: Sequence[Query | Market], chosen: int) -> Select:
    choices = [Choice(str(one.pk), one.name, one.pk == chosen) for one in records]
    if chosen and not any(choice.is_chosen for choice in choices):
        choices.append(Choice(str(chosen), str(chosen), is_chosen=True))
    return Select(name, label, tuple(choices))


def _select(name: str, label: str, chosen: Mapping[str, str], parts: Iterable[Slice], word: Any) -> Select:
    choices = [
        Choice(
            part.value or NONE,
            word(part.value) if word else part.label,
            (part.value or NONE) == chosen.get(name, ""),
        )
        for part in parts
    ]
    value = chosen.get(name, "")
    if value and not any(choice.is_chosen for choice in choices):
        shown = word("" if value == NONE else value) if word else value
        choices.append(Choice(value, shown, is_chosen=True))
    return Select(name, label, tuple(choices))
