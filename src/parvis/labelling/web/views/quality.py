"""/listen/quality/: how good the labels are here, what would teach most, and what was learned."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from parvis.accounts.permissions import account_of
from parvis.enrichment.logic.labels import label_texts
from parvis.foundation.web.screens import screen
from parvis.labelling.logic.texts import SENTIMENT, VALUES
from parvis.labelling.logic.training import LEAST_TEXTS
from parvis.labelling.models import Adapter
from parvis.labelling.permissions import can_manage
from parvis.labelling.reads.labels import model_in_force
from parvis.labelling.reads.lessons import corrections_to_learn_from
from parvis.labelling.reads.quality import LEAST_TO_CORRECT_SHARES, sample_quality
from parvis.labelling.reads.relabelling import latest_runs
from parvis.labelling.web.words import (
    adapter_shown,
    confusion_shown,
    part_shown,
    quality_shown,
    run_shown,
    version_in_words,
)

ADAPTERS_SHOWN = 12


@screen(permission="labels.correct", purpose="listening")
def quality(request: HttpRequest) -> HttpResponse:
    user = account_of(request)
    sample = sample_quality()
    adapters = list(Adapter.objects.defer("weights").order_by("-trained_at", "-pk")[:ADAPTERS_SHOWN])
    base_version = label_texts([""])[0].model_version
    return render(
        request,
        "labelling/quality/index.html",
        {
            "sample": sample,
            "whole": quality_shown(sample.whole),
            "confusion": confusion_shown(sample.whole),
            "values": VALUES[SENTIMENT],
            "languages": [part_shown(part, is_language=True) for part in sample.languages],
            "sources": [part_shown(part) for part in sample.sources],
            "least_to_correct_shares": LEAST_TO_CORRECT_SHARES,
            "corrections": corrections_to_learn_from(),
            "least_to_learn": LEAST_TEXTS,
            "adapters": [adapter_shown(adapter, base_version=base_version) for adapter in adapters],
            "has_active": any(adapter.is_active for adapter in adapters),
            "in_force": version_in_words(model_in_force(base_version)),
            "may_manage": can_manage(user),
            **progress_context(),
        },
    )


@screen(permission="labels.correct", purpose="listening")
def progress(request: HttpRequest) -> HttpResponse:
    """How far labelling anew has come; fetched again when it moves."""
    return render(request, "labelling/quality/_progress.html", progress_context())


def progress_context() -> dict[str, Any]:
    return {"runs": [run_shown(run) for run in latest_runs()]}
