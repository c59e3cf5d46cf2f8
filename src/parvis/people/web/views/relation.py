"""How the relation with one person goes: the parts, their trend, the channels they answer on, their journey."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from parvis.accounts.permissions import account_of
from parvis.foundation.clock import utc_now
from parvis.foundation.prepared import prepared
from parvis.foundation.web.components.charts import Chart, Series
from parvis.people.logic.health import FEWEST_COMPARED
from parvis.people.models import Person
from parvis.people.permissions import person_for
from parvis.people.reads.canonical import asked_once, record_ids
from parvis.people.reads.held import looking_at
from parvis.people.reads.journey import step_name, steps_of_house, way_of
from parvis.people.reads.relation import Relation, relation_of
from parvis.people.web.relation_words import interval_said, part_explained, part_name, value_said
from parvis.people.web.screens import person_screen


@person_screen()
def person_relation(request: HttpRequest, person_id: int) -> HttpResponse:
    with asked_once(), prepared():
        found = person_for(account_of(request), person_id)
        with looking_at(record_ids(found.pk)):
            return render(request, "people/relation/index.html", _shown(found))


def _shown(found: Person) -> dict[str, Any]:
    now = utc_now()
    relation = relation_of(found.pk, now=now)
    names = {step.code: step_name(step) for step in steps_of_house()}
    return {
        "person": found,
        "relation": relation,
        "parts": [
            {
                "name": part_name(part.key),
                "explained": part_explained(part.key),
                "value": value_said(part.now),
                "interval": interval_said(part.now),
                "before": value_said(part.before) if part.before is not None else "",
                "part": part,
            }
            for part in relation.parts
        ],
        "missing": [part_name(key) for key in relation.missing],
        "fewest": FEWEST_COMPARED,
        "trend": _trend(relation),
        "moods": _moods(relation),
        "way": [(names.get(arrival.step, arrival.step), arrival.at) for arrival in way_of(found.pk, now=now)],
    }


def _trend(relation: Relation) -> Chart | None:
    if sum(figure is not None for _at, figure in relation.trend) < 2:
        return None
    return Chart(
        _("How the relation goes"),
        points=[at.date() for at, _figure in relation.trend],
        series=[Series(_("health"), [figure for _at, figure in relation.trend], tone="subject")],
        unit=_("rank among all, 0 to 100"),
        period=_("12 months"),
        n=relation.compared,
        source=_("compared with everybody who allows it"),
    )


def _moods(relation: Relation) -> Chart | None:
    count = sum(negative + neutral + positive for _at, negative, neutral, positive in relation.moods)
    if count < 2:
        return None
    months = relation.moods
    return Chart(
        _("Mood of what they said"),
        points=[at.date() for at, *_counts in months],
        series=[
            Series(_("negative"), [one[1] for one in months], tone="negative"),
            Series(_("neutral"), [one[2] for one in months], tone="neutral"),
            Series(_("positive"), [one[3] for one in months], tone="positive"),
        ],
        unit=_("messages and mentions"),
        period=_("12 months"),
        n=count,
        kind="stacked",
    )
