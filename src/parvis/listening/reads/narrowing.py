"""The filters that only the rows themselves know: what a post wants, where and when it stands, whom it reaches."""

from __future__ import annotations

from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay

from parvis.listening.logic.selection import NONE, Selection
from parvis.listening.logic.topic_rules import TopicRule, rule_read
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
    if selection.topic and (rule := rule_read(selection.topic)) is not None:
        found = found.filter(of_topic(rule))
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


def of_topic(rule: TopicRule) -> RawSQL:
    """Any of the terms, which the index knows, and of those rows the ones with enough of them."""
    asked = [f'"{term}"' for term in rule.terms]
    any_of = " || ".join(["parvis_query(%s)"] * len(asked))
    if rule.least == 1:
        return RawSQL(f"listening_mention.search @@ ({any_of})", asked, output_field=BooleanField())  # noqa: S611
    each = " + ".join(["(listening_mention.search @@ (SELECT parvis_query(%s)))::int"] * len(asked))
    return RawSQL(  # noqa: S611 - terms travel as parameters
        f"(listening_mention.search @@ ({any_of}) AND {each} >= %s)",
        [*asked, *asked, rule.least],
        output_field=BooleanField(),
    )
