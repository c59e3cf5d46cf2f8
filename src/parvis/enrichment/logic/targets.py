"""Sentiment towards what a text names: "the phone is great, the shop is not".

Three readings are weighed: of the whole text, of the clauses that name the target, and of the words around it.
Where the target is what another thing is measured against ("better than X", "mieux que X"), good and bad
change places. The weights were fitted on SemEval-2017 task 4 C (towards a topic; see the method page).
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from parvis.enrichment.logic.entities import name_pattern
from parvis.enrichment.logic.labels import DEFAULT_LANGUAGES, label_texts
from parvis.enrichment.logic.model import SENTIMENTS, Floats, softmax
from parvis.enrichment.logic.normalise import READ_CHARACTERS

WINDOW = 60  # characters on each side of the target that count as around it
_CLAUSE_END = re.compile(
    r"[.!?;:\n…]+(?=\s|$)|,? (?:but|while|whereas|although|though|however|unlike|yet|"
    r"mais|alors que|tandis que|pourtant|cependant|contrairement|par contre)(?!\w)|,(?= )",
    re.IGNORECASE,
)
_MEASURED_AGAINST = re.compile(
    r"\b(?:better|worse|faster|slower|cheaper|nicer|greater|bigger|more \w{1,20}|less \w{1,20}|over|"
    r"mieux|meilleure?s?|pire|moins|plus)"
    r"(?: \w{1,20}){0,4}? (?:than|que|qu['’])(?: the| a| le| la| les| l['’]| chez| avec| with)? ?$|\bqu['’] ?$",
    re.IGNORECASE,
)
# Weights of the three readings' log odds, fitted on the train and dev parts of the set named above. Where a text
# names several of the targets its own sentiment cannot be each one's; no set here could fit that, so it is chosen.
WEIGHTS = (0.5, 0.27, 0.16)
WEIGHTS_AMONG_SEVERAL = (0.1, 0.6, 0.2)


def target_parts(text: str, target: str) -> tuple[str, str, bool] | None:
    """(clauses that name the target, words around it, whether it is what others are measured against)."""
    text = text[:READ_CHARACTERS]
    places = [match.span() for match in name_pattern((target,))(text)]
    if not places:
        return None
    edges = [0, *(match.end() for match in _CLAUSE_END.finditer(text)), len(text)]
    clauses = [
        text[first:last]
        for first, last in pairwise(edges)
        if any(first <= start < last for start, _ in places)
    ]
    around = [text[max(start - WINDOW, 0) : end + WINDOW] for start, end in places[:3]]
    against = all(_MEASURED_AGAINST.search(text[max(start - 60, 0) : start]) for start, _ in places)
    return " ".join(clauses), " … ".join(around), against


def target_scores(
    whole: Floats, clause: Floats, around: Floats, against: Sequence[bool], among_several: Sequence[bool] = ()
) -> Floats:
    """Probabilities towards the target from the three readings' probabilities, each (texts, 3)."""
    several = np.array(among_several or [False] * len(whole), dtype=bool)[:, None]
    logs = [np.log(np.maximum(part, 1e-4)) for part in (whole, clause, around)]
    turned = np.array(against, dtype=bool)
    for part in logs[1:]:
        part[turned] = part[turned][:, ::-1]
    logs[0][turned] = logs[0][turned].mean(axis=1, keepdims=True)
    weights = np.where(several, WEIGHTS_AMONG_SEVERAL, WEIGHTS)
    total = sum(weights[:, place, None] * part for place, part in enumerate(logs))
    return softmax(np.asarray(total, dtype=np.float32))


def target_sentiments(
    texts: Sequence[str], *, targets: Sequence[str], languages: Sequence[str] = DEFAULT_LANGUAGES
) -> list[dict[str, dict[str, float]]]:
    """For each text the targets it names, each with its three probabilities."""
    answers: list[dict[str, dict[str, float]]] = [{} for _ in texts]
    asked: list[tuple[int, str]] = []
    parts: list[tuple[str, str, bool]] = []
    for place, text in enumerate(texts):
        for target in targets:
            found = target_parts(text, target)
            if found:
                asked.append((place, target))
                parts.append(found)
    if not asked:
        return answers
    whole = _read([texts[place] for place, _ in asked], languages)
    clause = _read([part[0] for part in parts], languages)
    around = _read([part[1] for part in parts], languages)
    # A clause too short to be read in any language says what the whole text says.
    for reading in (clause, around):
        empty = np.isnan(reading[:, 0])
        reading[empty] = whole[empty]
    known = ~np.isnan(whole[:, 0])
    named = Counter(place for place, _ in asked)
    among_several = [named[place] > 1 for place, _ in asked]
    found_scores = target_scores(whole, clause, around, [part[2] for part in parts], among_several)
    scores = found_scores.astype(float).round(4).tolist()
    for (place, target), row, is_known in zip(asked, scores, known.tolist(), strict=True):
        if is_known:
            answers[place][target] = dict(zip(SENTIMENTS, row, strict=True))
    return answers


def _read(texts: Sequence[str], languages: Sequence[str]) -> Floats:
    return np.array(
        [
            [label.sentiment_scores.get(name, np.nan) for name in SENTIMENTS]
            for label in label_texts(texts, languages=languages)
        ],
        dtype=np.float32,
    )
