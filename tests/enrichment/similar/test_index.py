"""The index: what asks the same comes first, and what was taken out is gone."""

import random

import pytest

from parvis.enrichment.logic.similar.index import SimilarIndex

FAQ = {
    1: "How do I reset my password?",
    2: "Where is my parcel?",
    3: "How do I cancel my subscription?",
}
FRENCH = {
    1: "Comment réinitialiser mon mot de passe ?",
    2: "Où est mon colis ?",
    3: "Comment résilier mon abonnement ?",
}


def index_of(questions: dict[int, str]) -> SimilarIndex[int]:
    index: SimilarIndex[int] = SimilarIndex()
    index.add_all((id, question, "") for id, question in questions.items())
    return index


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("forgot my pasword", 1),
        ("where has my package got to", 2),
        ("terminate my plan", 3),
    ],
)
def test_finds_what_asks_the_same_in_other_words(asked: str, meant: int) -> None:
    assert index_of(FAQ).search(asked)[0].id == meant


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("j’ai oublié mes codes d’accès", 1),
        ("mon paquet n’est pas arrivé", 2),
        ("je veux mettre fin à mon forfait", 3),
    ],
)
def test_finds_it_in_french_too(asked: str, meant: int) -> None:
    assert index_of(FRENCH).search(asked)[0].id == meant


def test_an_answer_helps_to_find_its_question() -> None:
    index: SimilarIndex[str] = SimilarIndex()
    index.add("light", "The lamp on the front", "It blinks while the firmware is being installed.")
    index.add("cable", "The cable at the back", "Any network cable will do.")
    assert index.search("firmware installation")[0].id == "light"


def test_best_first_as_many_as_asked_and_never_itself() -> None:
    index = index_of(FAQ)
    found = index.search("cancel subscription", top=3)
    assert len(found) == 3
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert index.search(FAQ[3], without=3)[0].id != 3


def test_what_is_taken_out_is_gone_and_what_is_added_again_is_replaced() -> None:
    index = index_of(FAQ)
    index.remove(3)
    assert 3 not in [one.id for one in index.search("cancel my subscription")]
    assert len(index) == 2
    index.add(2, "How do I clean the oven?")
    assert index.search("oven cleaning")[0].id == 2
    assert len(index) == 2
    with pytest.raises(KeyError):
        index.remove(3)


def test_after_any_adding_and_removing_it_answers_as_one_made_at_once() -> None:
    chance = random.Random(4)
    words = "lost parcel late refund card bank login code box light router slow line".split()
    questions = {id: " ".join(chance.sample(words, 4)) for id in range(300)}
    grown = index_of(questions)
    for id in chance.sample(sorted(questions), 220):  # more than half, so that its lists are made anew
        grown.remove(id)
        del questions[id]
    fresh = index_of(questions)
    for asked in ("late parcel", "router light", "nothing known"):
        ours = [(one.id, round(one.score, 4)) for one in grown.search(asked, top=500)]
        assert ours == [(one.id, round(one.score, 4)) for one in fresh.search(asked, top=500)]


@pytest.mark.parametrize(
    "asked", ["", "   ", "???", "\0", "\ud800", "日本語", "😡", "a" * 100_000, "le la les"]
)
def test_no_text_breaks_it(asked: str) -> None:
    index = index_of(FAQ)
    assert len(index.search(asked)) == len(FAQ)
    index.add(9, asked, asked)
    assert len(index.search(asked)) == len(FAQ) + 1


def test_nothing_in_it() -> None:
    index: SimilarIndex[int] = SimilarIndex()
    assert index.search("anything") == []
    index.add(1, "one")
    assert index.search("one", top=0) == []
    index.remove(1)
    assert index.search("one") == []
