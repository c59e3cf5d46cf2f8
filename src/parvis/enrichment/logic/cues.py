"""Cues: words and phrases that speak for an emotion or an intent, counted in a batch.

A cue has French and English entries that count into one column, so a weight learned where there are labels
in one language serves the other. The lists (`words/cues.txt`) were written for this project.
"""

import functools
from dataclasses import dataclass
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from parvis.enrichment.logic.features import Batch, Hashes, listed, read_batch
from parvis.enrichment.logic.normalise import join_texts
from parvis.enrichment.logic.wordlists import entry_forms, unaccented

CUES = (
    "anger", "joy", "optimism", "sadness", "fear", "trouble", "displeasure", "question", "request", "thanks",
    "suggestion", "purchase", "leaving", "selling", "insult", "groups", "understated", "faint",
)  # fmt: skip
LONGEST = 3  # words of the longest phrase
_STEP = np.uint32(0x85EBCA77)  # odd, so that no word is lost when a phrase's hash is put together


@dataclass(frozen=True, slots=True)
class CueList:
    """Phrases of one length: their sorted hashes, and which cues each speaks for (phrases × cues)."""

    hashes: Hashes
    speaks_for: NDArray[np.float32]


def _joined(earlier: Hashes, later: Hashes) -> Hashes:
    return earlier * _STEP + later


def read_cues() -> dict[str, set[str]]:
    """Cue → entries in all their forms; accents are optional in words of more than four letters."""
    entries: dict[str, set[str]] = {cue: set() for cue in CUES}
    source = resources.files("parvis.enrichment.logic") / "words" / "cues.txt"
    for line in source.read_text("utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        cue, _, listing = line.partition(":")
        for entry in filter(None, (part.strip() for part in listing.split("|"))):
            ending = entry[-2:] in (":a", ":v", ":w")
            for form in entry_forms(entry) if ending else [entry]:
                entries[cue].update({form, unaccented(form) if len(form) > 4 else form})
    return entries


@functools.cache
def cue_lists() -> tuple[CueList, ...]:
    """One list for each length, 1 to LONGEST words."""
    found: list[dict[int, set[int]]] = [{} for _ in range(LONGEST)]
    entries = [(entry, place) for place, cue in enumerate(CUES) for entry in sorted(read_cues()[cue])]
    batch = read_batch(join_texts([entry for entry, _ in entries]))
    for (entry, cue), start, end in zip(
        entries, batch.token_starts.tolist(), batch.token_ends.tolist(), strict=True
    ):
        if not 1 <= end - start <= LONGEST:
            raise ValueError(f"not one to {LONGEST} words: {entry!r}")
        whole = batch.tokens[start : start + 1]
        for place in range(start + 1, end):
            whole = _joined(whole, batch.tokens[place : place + 1])
        found[end - start - 1].setdefault(int(whole[0]), set()).add(cue)
    lists = []
    for phrases in found:
        hashes = np.array(sorted(phrases), dtype=np.uint32)
        speaks_for = np.zeros((len(hashes), len(CUES)), dtype=np.float32)
        for place, code in enumerate(hashes.tolist()):
            speaks_for[place, list(phrases[code])] = 1
        lists.append(CueList(hashes, speaks_for))
    return tuple(lists)


def count_cues(batch: Batch) -> NDArray[np.float32]:
    """How often each cue speaks in each text, shape (texts, cues); a phrase may count for several."""
    texts = len(batch.starts)
    counts = np.zeros((texts, len(CUES)), dtype=np.float32)
    owner = np.repeat(np.arange(texts), batch.token_ends - batch.token_starts)
    whole = batch.tokens
    for length, cues in enumerate(cue_lists(), start=1):
        if length > 1:
            whole = _joined(whole[:-1], batch.tokens[length - 1 :])
        if not len(whole) or not len(cues.hashes):
            break
        found, place = listed(whole, cues.hashes)
        if length > 1:
            # A phrase must not run over the end of a text.
            found &= owner[: len(whole)] == owner[length - 1 :]
        hit = np.flatnonzero(found)
        if len(hit):
            first = np.flatnonzero(np.r_[True, owner[hit][1:] != owner[hit][:-1]])
            counts[owner[hit][first]] += np.add.reduceat(cues.speaks_for[place[hit]], first, axis=0)
    return counts
