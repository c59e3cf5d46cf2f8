"""Normalisation, tokens and word lists."""

import numpy as np
import pytest

from parvis.enrichment.logic.features import TABLE_SIZE, Batch, hashed_groups, negated, read_batch, word_hash
from parvis.enrichment.logic.normalise import SEPARATOR, URL, USER, join_texts
from parvis.enrichment.logic.wordlists import LISTS, count_judgements, read_list, word_list


def read(*texts: str) -> Batch:
    return read_batch(join_texts(texts))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("see https://t.co/a?b=c now", f"see {URL} now"),
        ("http", URL),
        ("@acme_corp hi", f"{USER} hi"),
        ("a &amp; b &lt;3", "a & b  ❤ "),
        ("it\\u2019s", "it's"),
        ("\\u0000x", " x"),
        ("nice :-)", "nice  🙂 "),
        ("great:)", "great 🙂 "),
        ("bad :(", "bad  🙁 "),
        ("at 12:30 in 1983", "at 12:30 in 1983"),
        ("(see note): no", "(see note): no"),
        ("a\0b", "a b"),
    ],
)
def test_normal_form(text: str, expected: str) -> None:
    assert join_texts([text]) == expected


def test_separator_count_survives_any_text() -> None:
    assert join_texts(["a\0\0", "", "\\u0000"]).count(SEPARATOR) == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("n'aime pas", ["n'", "aime", "pas"]),
        ("qu'elle don't", ["qu'", "elle", "don't"]),
        ("so!!! 😡😡", ["so", "!!", "😡", "😡"]),
        ("👍🏽", ["👍"]),
        ("soooooo", ["soo"]),
        ("co\u200bol", ["cool"]),
    ],
)
def test_tokens(text: str, words: list[str]) -> None:
    assert read(text).tokens.tolist() == [word_hash(word) for word in words]


def test_negation_reaches_three_words_and_stops_at_a_mark() -> None:
    # not | a very good | day : three words after "not", the fourth is free; the comma ends a reach
    assert negated(read("not a very good day")).tolist() == [False, True, True, True, False]
    assert negated(read("no, good")).tolist() == [False, False, False]


def test_negation_does_not_cross_texts() -> None:
    assert negated(read("no", "good")).tolist() == [False, False]


def test_rows_lie_in_the_table_and_runs_in_the_rows() -> None:
    batch = read("", "a", "some words here", "")
    for group in hashed_groups(batch):
        assert len(group.starts) == len(group.ends) == 4
        assert np.all(group.starts <= group.ends) and group.ends.max() <= len(group.rows)
        assert group.rows.max(initial=0) < TABLE_SIZE


def test_character_pairs_of_a_text_are_length_less_one() -> None:
    groups = list(hashed_groups(read("abcde", "ab")))
    sizes = [(group.ends - group.starts).tolist() for group in groups]
    # 2-, 3-, 4-, 5-grams of five and of two characters; one word each; no pair of words
    assert sizes == [[4, 1], [3, 0], [2, 0], [1, 0], [1, 1], [0, 0]]


def test_word_lists_hold_no_clash() -> None:
    for name in LISTS:
        words = read_list(name)
        assert set(words.values()) <= {-2, -1, 1, 2}
        assert len(word_list(name).hashes) >= len(words) * 0.98  # spelling variants that normalise alike


def test_judgements_are_counted_by_strength_and_turned_by_negation() -> None:
    counts = count_judgements(read("excellent bon mauvais horrible", "pas bon"))
    french = counts[:, :4].tolist()
    assert french == [[1, 1, 1, 1], [0, 0, 1, 0]]
