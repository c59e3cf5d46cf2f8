"""The filters that only the rows themselves know: what a post wants, where and when it stands, whom it reaches."""

from __future__ import annotations

from django.db.models import QuerySet
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay

from parvis.listening.logic.selection import NONE, Selection
from parvis.listening.models import Mention


def narrowed(mentions: QuerySet[Mention], selection: Selection) -> QuerySet[Mention]:
    found = mentions
    if selection.intent:
        found = found.filter(intents__contains=[selection.intent])
    if selection.emotion:
        # "none" is the model's own word for an analysed post without emotion.
        found = found.filter(emotion=selection.emotion)
    if selection.site:
        found = found.filter(site="" if selection.site == NONE else selection.site)
    if selection.country:
        found = found.filter(country="" if selection.country == NONE else selection.country)
    if selection.reach:
        found = found.filter(followers__gte=selection.reach)
    if selection.weekday:
        weekday = ExtractIsoWeekDay("published_at", tzinfo=selection.period.zone)
        found = found.annotate(weekday=weekday).filter(weekday=selection.weekday)
    if selection.hour >= 0:
        hour = ExtractHour("published_at", tzinfo=selection.period.zone)
        found = found.annotate(hour=hour).filter(hour=selection.hour)
    if selection.counts_once:
        found = found.filter(is_repeat=False)
    return found
