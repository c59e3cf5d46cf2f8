"""Normal forms, distances and levels, against plain definitions."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parvis.people.logic.resolution import blocking, normalised
from parvis.people.logic.resolution.distance import LONGEST, distances
from parvis.people.logic.resolution.fields import KINDS, MISSING
from parvis.people.logic.resolution.forms import forms, normal
from parvis.people.logic.resolution.likeness import crossed, levels

WORDS = st.text(alphabet="abcd", max_size=LONGEST)


def apart(one: str, other: str) -> int:
    """Optimal string alignment by its definition."""
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            best = min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                best = min(best, rows[i - 2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=8))
def test_distances_are_those_of_the_definition(pairs: list[tuple[str, str]]) -> None:
    left, right = (forms("name", [pair[side] for pair in pairs]).letters for side in (0, 1))
    assert distances(left, right).tolist() == [apart(*pair) for pair in pairs]
    assert distances(left[:1], right).tolist() == [apart(pairs[0][0], other) for _, other in pairs]


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(sorted(KINDS)),
    st.lists(st.tuples(st.text(max_size=40), st.text(max_size=40)), min_size=1),
)
def test_any_text_has_a_level_and_sides_do_not_matter(kind: str, pairs: list[tuple[str, str]]) -> None:
    left, right = (forms(kind, [normal(kind, pair[side]) for pair in pairs]) for side in (0, 1))
    there, back = levels(kind, left, right), levels(kind, right, left)
    assert there.tolist() == back.tolist()
    for level, pair in zip(there.tolist(), pairs, strict=True):
        one, other = (normal(kind, text) for text in pair)
        assert (level == MISSING) == (not one.replace(" ", "") or not other.replace(" ", ""))
        assert level == MISSING or level < len(KINDS[kind].levels)
        if one == other and one:
            assert level == 0


def level(kind: str, one: str, other: str) -> str:
    left, right = (forms(kind, [normal(kind, text)]) for text in (one, other))
    return KINDS[kind].levels[int(levels(kind, left, right)[0])]


@pytest.mark.parametrize(
    ("kind", "one", "other", "expected"),
    [
        ("name", "Éléonore", "ELEONORE", "same"),
        ("name", "Jean-Pierre", "jean pierre", "same"),
        ("name", "Le Gall", "Legall", "same"),
        ("name", "Œuvrard", "OEUVRARD", "same"),
        ("name", "Jean-Pierre", "Jean", "one begins with the other"),
        ("name", "François", "Françoise", "one begins with the other"),
        ("name", "Lefevre", "Lefebvre", "one letter differs"),
        ("name", "Philippe", "Filip", "sounds the same"),
        ("name", "de La Tour", "Tour", "shares a word"),
        ("name", "Martin-Dubois", "Dubois", "shares a word"),
        ("name", "Иванов", "Иванова", "one begins with the other"),
        ("name", "Martin", "Quéméner", "different"),
        ("text", "12 av. Victor Hugo", "12 avenue Victor-Hugo", "same"),
        ("text", "St-Malo", "Saint Malo", "same"),
        ("text", "pridham street", "pridhamstreet", "same"),
        ("date", "03/02/1980", "1980-02-03", "same"),
        ("date", "3 février 1980", "1980-02-03", "same"),
        ("date", "1980-03-02", "1980-02-03", "day and month swapped"),
        ("date", "1980-02-03", "1980-02-04", "one digit differs"),
        ("date", "19800203", "19082003", "two digits differ"),
        ("date", "1980-12-31", "1980-02-04", "same year"),
        ("phone", "+33 6 12 34 56 78", "06.12.34.56.78", "same"),
        ("phone", "0033 612345678", "06 12 34 56 78", "same"),
        ("phone", "+33 (0)6 12 34 56 78", "0612345678", "same"),
        ("phone", "0612345678", "0612345687", "one digit differs"),
        ("email", "Ana@Example.org", "ana@example.org", "same"),
        ("email", "ana.silva@example.org", "ana.silva@gmail.com", "same before the @"),
        ("postcode", "75011", "75012", "one digit differs"),
        ("postcode", "75011", "75020", "same district"),
        ("number", "12 bis", "12", "one begins with the other"),
    ],
)  # fmt: skip
def test_levels(kind: str, one: str, other: str, expected: str) -> None:
    assert level(kind, one, other) == expected


def test_months_come_first_only_where_a_column_shows_it() -> None:
    assert normalised.is_month_first(["02/13/1980", "01/05/1990"])
    assert not normalised.is_month_first(["13/02/1980", "01/05/1990"])
    assert not normalised.is_month_first(["13/02/1980", "01/25/1990"])
    assert normalised.date("02/13/1980", month_first=True) == "19800213"


def test_names_written_in_each_others_field_are_seen() -> None:
    left = [forms("name", [text]) for text in ("marie", "dupont")]
    right = [forms("name", [text]) for text in ("dupont", "marie")]
    assert crossed(left, right, 0).tolist() == [True]
    same = [forms("name", [text]) for text in ("michel", "michel")]
    assert crossed(same, [forms("name", ["paul"]), same[1]], 0).tolist() == [False]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 5), min_size=1, max_size=60), st.data())
def test_blocks_hold_every_pair_of_equal_keys_once(keys: list[int], data: st.DataObject) -> None:
    hashed = np.array(keys, np.uint64)
    divide = data.draw(st.integers(0, len(keys)))
    found = blocking.pairs(hashed, divide)
    size = len(keys)
    expected = {
        (i, j)
        for i in range(size)
        for j in range(i + 1, size)
        if keys[i] == keys[j] != 0 and (not divide or i < divide <= j)
    }
    assert len(found) == len(expected)
    assert {(int(pair) // size, int(pair) % size) for pair in found} == expected


def test_a_block_that_says_nothing_is_passed_over() -> None:
    assert len(blocking.pairs(np.ones(200, np.uint64), 100)) == 0
    assert len(blocking.pairs(np.ones(100, np.uint64), 50)) == 2_500
