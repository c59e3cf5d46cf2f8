"""The form in which questions are compared."""

import pytest

from parvis.enrichment.logic.similar.words import grams_of, is_french, stem, subject_of, words_of


def test_accents_case_and_elisions_are_opened() -> None:
    assert words_of("L’ÉTÉ qu'il fait") == ["ete", "il", "fait"]


def test_a_french_because_is_an_english_car() -> None:
    assert subject_of(words_of("Where can I rent a car?"), french=False) == ["rent", "car"]
    assert "car" not in subject_of(words_of("je ne peux pas car le site est lent"), french=True)


def test_where_only_little_words_are_they_stay() -> None:
    assert subject_of(words_of("what is this"), french=False) == ["what", "is", "this"]


@pytest.mark.parametrize(
    ("text", "french"),
    [
        ("Où est mon colis ?", True),
        ("paiement échelonné", True),
        ("l'imprimante", True),
        ("Where is it?", False),
        ("router", False),
    ],
)
def test_languages_are_told_apart_by_their_little_words(text: str, french: bool) -> None:
    assert is_french(text, words_of(text)) is french


def test_endings_of_a_family_are_taken_off() -> None:
    assert len({stem(word) for word in ("cancel", "cancelled", "cancelling", "cancels")}) == 1
    assert len({stem(word) for word in ("rembourser", "rembourse", "remboursement", "remboursements")}) == 1
    assert stem("bus") == "bus"


def test_runs_of_characters_stay_within_words() -> None:
    assert set(grams_of(["abc", "d"])) == {"<ab", "abc", "bc>", "<abc", "abc>", "<abc>", "<d>"}
