"""New topics: words that many different people suddenly use and hardly anybody used before.

G² (Dunning 1993) of the shares now and before, over *authors* and not posts, so that one account that repeats
itself, or a swarm of reposts by few, is no topic. Authors of one day are not independent either (they read the
same post), so G² is divided by a dispersion: the median of G² over the words that did not rise, beside the 0.455
that chance alone would give (genomic control, Devlin & Roeder 1999).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import log
from statistics import median

from parvis.listening.logic.detection.bursts import bursts
from parvis.listening.logic.detection.series import Fact, Finding
from parvis.listening.logic.detection.tails import chi_square_tail

MINIMUM_AUTHORS = 5
# Before, a word must have been rarer than this part of what it is now; otherwise it is known and merely louder.
MOST_KNOWN = 0.25
_MEDIAN_OF_CHI_SQUARE = 0.455
_LEAST_WORDS = 30


@dataclass(frozen=True, slots=True)
class TermCounts:
    """Distinct authors who used the term in the window and in the past; `daily`: its posts a day, oldest first."""

    term: str
    authors_now: int
    authors_before: int
    daily: tuple[int, ...] = ()


def rising_topics(
    terms: Sequence[TermCounts],
    *,
    at: datetime,
    authors_now: int,
    authors_before: int,
    daily_posts: Sequence[int] = (),
    minimum_authors: int = MINIMUM_AUTHORS,
) -> list[Finding]:
    """Those that are new and grew, the surest first. chance: of the word that stands out most among all, each
    day; so it goes into the same budget as other findings.
    """
    if authors_now <= 0:
        return []
    scored = {
        one: g_squared(one.authors_now, authors_now, one.authors_before, authors_before) for one in terms
    }
    dispersion = dispersion_of(list(scored.values()))
    found = []
    for one, g2 in scored.items():
        share_now = one.authors_now / authors_now
        share_before = one.authors_before / authors_before if authors_before else 0.0
        if one.authors_now < minimum_authors or share_before > MOST_KNOWN * share_now:
            continue
        chance = min(1.0, 0.5 * chi_square_tail(g2 / dispersion) * max(1, len(terms)))
        facts: dict[str, Fact] = {
            "authors": one.authors_now,
            "authors_before": one.authors_before,
            "g_squared": round(g2, 2),
            "dispersion": round(dispersion, 2),
        }
        if one.daily and len(one.daily) == len(daily_posts):
            facts |= _since(one.daily, daily_posts)
        found.append(
            Finding(
                at=at,
                kind="new_topic",
                chance=chance,
                observed=share_now,
                expected=share_before,
                low=0.0,
                high=share_before,
                reason_code="topic_rises",
                facts=facts,
                subject=one.term,
            )
        )
    return sorted(found, key=lambda finding: (finding.chance, -finding.observed, finding.subject))


def g_squared(now: int, size_now: int, before: int, size_before: int) -> float:
    """2 Σ observed · ln(observed / expected) over word and other words, now and before; 0 where it did not grow."""
    size = size_now + size_before
    if size_now <= 0 or size_before <= 0 or now / size_now <= before / size_before:
        return 0.0
    total = 0.0
    for seen, part in ((now, size_now), (before, size_before)):
        for observed, overall in ((seen, now + before), (part - seen, size - now - before)):
            if observed > 0:
                total += 2 * observed * log(observed * size / (overall * part))
    return total


def dispersion_of(scores: Sequence[float]) -> float:
    """How much more the ordinary word wanders than chance would have it; at least 1, which is also the answer
    for fewer words than a median is worth.
    """
    grown = [score for score in scores if score > 0]
    return max(1.0, median(grown) / _MEDIAN_OF_CHI_SQUARE) if len(grown) >= _LEAST_WORDS else 1.0


def _since(daily: Sequence[int], posts: Sequence[int]) -> Mapping[str, Fact]:
    """How many days the word has been in burst, where it still is."""
    found = bursts([min(hit, total) for hit, total in zip(daily, posts, strict=True)], posts)
    if not found or found[-1].last != len(daily) - 1:
        return {}
    return {"days_in_burst": found[-1].last - found[-1].first + 1}
