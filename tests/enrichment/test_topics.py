"""Topics of a window: phrases, clusters with names, what rises."""

import pytest

from parvis.enrichment.logic.topics import (
    _log_likelihood,
    cluster_posts,
    keyphrases,
    phrases_of,
    rising_terms,
)

CARD = [
    "ma carte bleue est refusée",
    "carte bleue refusée en magasin",
    "carte bleue bloquée",
    "la carte bleue refusée",
]
TRAIN = ["the train was late", "late train this morning", "my train is late", "train late, platform full"]


def test_phrases_lie_between_stop_words_and_marks() -> None:
    assert phrases_of("L'étape 2 : la carte bleue, merci @free https://x.co") == {
        "étape", "carte", "bleue", "carte bleue",
    }  # fmt: skip


def test_a_longer_phrase_takes_the_place_of_its_words() -> None:
    assert {term.phrase for term in keyphrases(CARD, count=2)} == {"carte bleue", "carte bleue refusée"}
    assert keyphrases([]) == []


def test_clusters_part_what_differs_and_have_names() -> None:
    clusters = cluster_posts([*CARD, *TRAIN, "zzz"], count=2, seed=1)
    assert {frozenset(cluster.members) for cluster in clusters} == {
        frozenset(range(4)),
        frozenset(range(4, 8)),
    }
    names = {cluster.name.split(",")[0] for cluster in clusters}
    assert names == {"carte bleue", "train"} or names == {"carte bleue", "late"}
    assert cluster_posts([*CARD, *TRAIN], count=2, seed=1) == cluster_posts([*CARD, *TRAIN], count=2, seed=1)


@pytest.mark.parametrize("texts", [[], [""], ["seul"], ["a", "b"]])
def test_too_little_gives_no_cluster(texts: list[str]) -> None:
    assert cluster_posts(texts) == []


def test_rising_terms_grew_and_are_sure() -> None:
    before = ["the shop is open"] * 50 + TRAIN
    now = ["the shop is open"] * 40 + CARD * 4
    assert [term.phrase for term in rising_terms(now, before)][:1] == ["carte bleue"]
    assert rising_terms(before, before) == []


def test_log_likelihood_of_a_published_shape() -> None:
    # 10 of 100 against 1 of 100: expected 5.5 each; 2·(10 ln(10/5.5) + 90 ln(90/94.5) + 1 ln(1/5.5) + 99 ln(99/94.5))
    assert _log_likelihood(10, 100, 1, 100) == pytest.approx(8.98, abs=0.01)
    assert _log_likelihood(5, 100, 5, 100) == pytest.approx(0)
