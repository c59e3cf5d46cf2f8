"""Measured quality of the labels in force, on the house's own hand-labelled sample."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from parvis.labelling.logic.adjusted_counts import AdjustedShares, adjusted_shares
from parvis.labelling.logic.measured import Judged, Quality, quality_of, weighted_confusion
from parvis.labelling.logic.texts import SENTIMENT, VALUES
from parvis.labelling.models import SampleItem

CLASSES = VALUES[SENTIMENT]
# Below it the matrix of errors is too unsure to correct anything by.
LEAST_TO_CORRECT_SHARES = 100
LEAST_A_PART = 10


@dataclass(frozen=True, slots=True)
class Part:
    """The texts of one language or one source; quality is None where too few were labelled."""

    name: str
    n: int
    quality: Quality | None


@dataclass(frozen=True, slots=True)
class SampleQuality:
    drawn: int  # waiting and labelled, less those left out
    labelled: int
    whole: Quality | None
    languages: tuple[Part, ...]
    sources: tuple[Part, ...]


def sample_quality() -> SampleQuality:
    """Everything the screen shows of the sample, from one read."""
    rows = list(
        SampleItem.objects.filter(is_left_out=False)
        .order_by("pk")
        .values_list("language", "source", "truth", "predicted", "weight")
    )
    by_language: dict[str, list[Judged]] = defaultdict(list)
    by_source: dict[str, list[Judged]] = defaultdict(list)
    judged = []
    for language, source, truth, predicted, weight in rows:
        if truth and predicted:
            one = Judged(CLASSES.index(truth), CLASSES.index(predicted), weight)
            judged.append(one)
            by_language[language].append(one)
            by_source[source].append(one)
    return SampleQuality(
        drawn=len(rows),
        labelled=len(judged),
        whole=quality_of(judged),
        languages=_parts(by_language.items()),
        sources=_parts(by_source.items()),
    )


def _parts(parts: Iterable[tuple[str, list[Judged]]]) -> tuple[Part, ...]:
    found = [
        Part(name, len(items), quality_of(items) if len(items) >= LEAST_A_PART else None)
        for name, items in parts
    ]
    return tuple(sorted(found, key=lambda part: (-part.n, part.name)))


def shares_corrected(observed: tuple[int, int, int], *, kind: str) -> AdjustedShares | None:
    """Counts of negative, neutral and positive as shares, corrected for the errors that the sample shows.

    By the errors made in texts of this kind where enough of them were labelled, otherwise by those in all texts.
    None until the house has labelled enough by hand, and some of each class.
    """
    rows = list(
        SampleItem.objects.filter(is_left_out=False)
        .exclude(truth="")
        .exclude(predicted="")
        .order_by("pk")
        .values_list("kind", "truth", "predicted", "weight")
    )
    of_kind = [row for row in rows if row[0] == kind]
    chosen = of_kind if len(of_kind) >= LEAST_TO_CORRECT_SHARES else rows
    if len(chosen) < LEAST_TO_CORRECT_SHARES:
        return None
    items = [
        Judged(CLASSES.index(truth), CLASSES.index(said), weight) for _kind, truth, said, weight in chosen
    ]
    return adjusted_shares(observed, weighted_confusion(items))
