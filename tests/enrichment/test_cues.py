"""Cues: both languages in one column, phrases within one text."""

from parvis.enrichment.logic.cues import CUES, count_cues, cue_lists, read_cues
from parvis.enrichment.logic.features import read_batch
from parvis.enrichment.logic.normalise import join_texts


def counted(*texts: str) -> list[dict[str, int]]:
    counts = count_cues(read_batch(join_texts(texts)))
    return [{cue: int(n) for cue, n in zip(CUES, row, strict=True) if n} for row in counts.tolist()]


def test_languages_count_into_one_column() -> None:
    french, english = counted("je vais résilier", "I will cancel")
    assert french == english == {"leaving": 1}


def test_accents_are_optional_in_longer_words() -> None:
    assert counted("résilier", "resilier") == [{"leaving": 1}, {"leaving": 1}]


def test_a_phrase_does_not_run_over_the_end_of_a_text() -> None:
    whole, first, second = counted("fed up", "fed", "up")
    assert whole == {"anger": 1, "displeasure": 1}
    assert (first, second) == ({}, {})


def test_every_cue_has_entries_and_every_entry_is_found() -> None:
    entries = read_cues()
    assert set(entries) == set(CUES) and all(len(listing) > 20 for listing in entries.values())
    assert [len(cues.hashes) > 50 for cues in cue_lists()] == [True, True, True]


def test_nothing_to_count() -> None:
    assert counted("", "zzz") == [{}, {}]
