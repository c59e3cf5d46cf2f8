"""Figures of quality as people write them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language_info, pgettext
from django.utils.translation import gettext as _

from parvis.enrichment.logic.language import UNKNOWN
from parvis.foundation.logic.intervals import Estimate
from parvis.foundation.web.components.quantities import counted, interval, percent, signed
from parvis.labelling.logic.measured import Quality
from parvis.labelling.logic.texts import SENTIMENT, VALUES
from parvis.labelling.models import Adapter, Relabelling
from parvis.labelling.reads.quality import Part
from parvis.labelling.reads.sources import text_sources


def language_name(code: str) -> str:
    if not code:
        return _("no language")
    if code == UNKNOWN:
        return _("another language")
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code


def points(value: float) -> str:
    """A share in 0..1 as points of a hundred, as macro-F1 is told."""
    return signed(100 * value, decimals=1)


def _gained(value: float) -> str:
    return signed(100 * value, decimals=1, plus=True)


def estimate_shown(estimate: Estimate, *, as_percent: bool) -> dict[str, Any]:
    def word(value: float) -> str:
        return percent(value) if as_percent else points(value)

    has_interval = estimate.low is not None and estimate.high is not None
    return {
        "value": word(estimate.value),
        "interval": interval(word(estimate.low or 0), word(estimate.high or 0)) if has_interval else "",
    }


def quality_shown(quality: Quality | None) -> dict[str, Any] | None:
    if quality is None:
        return None
    return {
        "n": quality.n,
        "accuracy": estimate_shown(quality.accuracy, as_percent=True),
        "macro_f1": estimate_shown(quality.macro_f1, as_percent=False),
    }


def part_shown(part: Part, *, is_language: bool = False) -> dict[str, Any]:
    return {
        "name": language_name(part.name) if is_language else part.name or _("no source"),
        "n": counted(part.n),
        "quality": quality_shown(part.quality),
    }


def confusion_shown(quality: Quality | None) -> list[dict[str, Any]]:
    """One row a true value: how often each label was given to it, with the share of the row."""
    if quality is None:
        return []
    rows = []
    for place, value in enumerate(VALUES[SENTIMENT]):
        row = quality.confusion[place]
        total = sum(row)
        rows.append(
            {
                "value": value,
                "cells": [
                    {
                        "count": counted(count),
                        "share": percent(count / total) if total else "",
                        "is_right": place == column,
                        "label": VALUES[SENTIMENT][column],
                    }
                    for column, count in enumerate(row)
                ],
                "n": counted(total),
            }
        )
    return rows


def adapter_shown(adapter: Adapter, *, base_version: str) -> dict[str, Any]:
    gain = adapter.f1_after - adapter.f1_before
    return {
        "adapter": adapter,
        "gain": _gained(gain),
        "interval": interval(_gained(adapter.gain_low), _gained(adapter.gain_high)),
        "before": points(adapter.f1_before),
        "after": points(adapter.f1_after),
        "elsewhere": _gained(adapter.reference_change),
        "corrections": counted(adapter.corrections),
        "verdict": {
            Adapter.BETTER: _("better"),
            Adapter.NOT_BETTER: _("not surely better"),
            Adapter.FORGETS: _("worse on other texts"),
        }[adapter.verdict],
        "fits": adapter.base_version == base_version,
        "may_activate": adapter.base_version == base_version and adapter.verdict != Adapter.FORGETS,
    }


def run_shown(run: Relabelling) -> dict[str, Any]:
    name = next((str(source.name) for source in text_sources() if source.kind == run.kind), run.kind)
    part = min(1.0, run.cursor / run.last_id) if run.last_id else 1.0
    return {
        "run": run,
        "name": name,
        "part": part if run.state == Relabelling.RUNNING else 1.0,
        "percent": percent(part),
        "seen": counted(run.seen),
        "changed": counted(run.changed),
        "version": version_in_words(run.model_version),
    }


def version_in_words(version: str) -> str:
    """What labels now: the shipped model, or what was learned here on top of it."""
    base, separator, number = version.partition("+house-")
    if separator:
        return _("%(model)s with what was learned here (no. %(number)s)") % {"model": base, "number": number}
    return pgettext("model", "%(model)s as shipped") % {"model": version}
