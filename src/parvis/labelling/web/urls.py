"""Addresses of labelling: correcting one label, and the pages of label quality."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from parvis.labelling.web.views import adapters, cards, correct, quality

urlpatterns: list[URLPattern | URLResolver] = [
    path("labels/<slug:text_kind>/<int:text_id>/", correct.correct, name="label-correct"),
    path("labels/<slug:text_kind>/<int:text_id>/withdraw/", correct.withdraw, name="label-withdraw"),
    path("listen/quality/", quality.quality, name="label-quality"),
    path("listen/quality/progress/", quality.progress, name="label-progress"),
    path("listen/quality/ask/", cards.ask, name="labels-ask"),
    path("listen/quality/ask/skip/", cards.skip, name="labels-skip"),
    path("listen/quality/sample/", cards.sample, name="labels-sample"),
    path("listen/quality/sample/draw/", cards.draw, name="labels-draw"),
    path("listen/quality/sample/<int:item_id>/", cards.judge, name="label-judge"),
    path("listen/quality/train/", adapters.train, name="labels-train"),
    path("listen/quality/relabel/", adapters.relabel, name="labels-relabel"),
    path("listen/quality/adapters/shipped/", adapters.use_shipped, name="adapter-shipped"),
    path("listen/quality/adapters/<int:adapter_id>/", adapters.activate, name="adapter-activate"),
]
