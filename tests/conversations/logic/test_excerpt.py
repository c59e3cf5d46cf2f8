"""What a result of the search shows of a long text."""

from __future__ import annotations

import pytest

from parvis.conversations.logic.excerpt import CHARACTERS, excerpt

LONG = "Bonjour, " + "je vous écris à propos de mon vélo et de bien des choses. " * 6 + "La batterie ne charge plus."


def test_the_words_searched_for_are_in_it() -> None:
    shown = excerpt(LONG, "batterie")
    assert "batterie ne charge plus" in shown and shown.startswith("… ") and len(shown) < CHARACTERS + 5


@pytest.mark.parametrize("typed", ["ECRIRE", "écris", "ecrivez"])
def test_case_accents_and_endings_do_not_matter(typed: str) -> None:
    far = "x " * 90 + "puis j’Écris encore"
    assert "Écris encore" in excerpt(far, typed)


@pytest.mark.parametrize("typed", ["", "#12", "rien de tel", "🚲"])
def test_without_a_match_the_beginning_stands(typed: str) -> None:
    assert excerpt(LONG, typed).startswith("Bonjour") and excerpt("court", typed) == "court"
