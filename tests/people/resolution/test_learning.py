"""Weights learned without known links: quality on made-up French records, and what the reasons promise."""

from __future__ import annotations

import csv
import io
import math
import random
from collections.abc import Sequence

import numpy as np
import pytest

from parvis.people.logic.resolution.compared import counted
from parvis.people.logic.resolution.fields import FIELDS, KINDS
from parvis.people.logic.resolution.index import Index
from parvis.people.logic.resolution.matching import Match, found_pairs, learned_from, matches, probability_of
from parvis.people.logic.resolution.reading import read_records
from parvis.people.logic.resolution.table import Records, table_of
from tests.people.resolution import french_records


def records(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Records:
    written = io.StringIO()
    csv.writer(written).writerows([header, *rows])
    return read_records(io.BytesIO(written.getvalue().encode()), mapped={})


@pytest.fixture(scope="module")
def made() -> tuple[list[list[str]], list[list[str]]]:
    return french_records.made(1_500, seed=3)


@pytest.fixture(scope="module")
def found(made: tuple[list[list[str]], list[list[str]]]) -> list[Match]:
    left = records(french_records.HEADER, made[0])
    right = records(french_records.HEADER_AGAIN, made[1])
    return list(matches(left, right, at_least=0.1))


@pytest.mark.parametrize(
    ("bits", "probability"), [(0, 0.5), (2, 0.8), (math.log2(9), 0.9), (7, 0.992), (9.965, 0.999)]
)
def test_bits_become_the_published_probabilities(bits: float, probability: float) -> None:
    """Splink's documentation of Fellegi & Sunter: 2 bits are 0.8, 7 are 0.99 (rounded)."""
    assert probability_of(bits) == pytest.approx(probability, abs=0.0005)


def test_nearly_all_pairs_of_another_hand_are_found_and_next_to_no_wrong_one(found: list[Match]) -> None:
    sure = [match for match in found if match.probability >= 0.99]
    right = sum(match.left[1:] == match.right[1:] for match in sure)
    assert right / len(sure) >= 0.997
    assert right >= 0.94 * 1_500
    likely = sum(match.left[1:] == match.right[1:] for match in found if match.probability >= 0.5)
    assert likely >= 0.985 * 1_500


def test_brothers_and_sisters_stay_apart(
    found: list[Match], made: tuple[list[list[str]], list[list[str]]]
) -> None:
    surnames = {row[0]: (row[1].casefold(), row[4]) for row in made[0]}
    first = {row[0][1:]: row[0] for row in made[0]}
    wrong = [match for match in found if match.probability >= 0.99 and match.left[1:] != match.right[1:]]
    household = [m for m in wrong if surnames[m.left] == surnames[first[m.right[1:]]]]
    assert len(household) <= 3
    named = [
        m
        for m in found
        if any(reason.level == "may be another person of the household" for reason in m.reasons)
    ]
    assert named


def test_probabilities_mean_what_they_say(found: list[Match]) -> None:
    """Of the pairs between 0.1 and 0.999, as many are one person as their probabilities add up to, about."""
    unsure = [match for match in found if match.probability < 0.999]
    said = sum(match.probability for match in unsure)
    true = sum(match.left[1:] == match.right[1:] for match in unsure)
    assert abs(said - true) <= 0.08 * len(unsure)


def test_reasons_add_up_to_the_odds(found: list[Match]) -> None:
    for match in found:
        if match.probability < 0.9999:
            odds = sum(reason.weight for reason in match.reasons)
            assert odds == pytest.approx(math.log2(match.probability / (1 - match.probability)), abs=0.02)
        for reason in match.reasons:
            assert not reason.field or reason.level in KINDS[FIELDS[reason.field].kind].levels


def test_a_rare_name_says_more_than_a_common_one(
    found: list[Match], made: tuple[list[list[str]], list[list[str]]]
) -> None:
    common = {row[0] for row in made[0] if row[1] == "MARTIN"}
    weights: dict[bool, list[float]] = {True: [], False: []}
    for match in found:
        for reason in match.reasons:
            if reason.field == "surname" and reason.level == "same":
                weights[match.left in common].append(reason.weight)
    assert np.mean(weights[True]) + 1 < np.mean(weights[False])


def test_the_order_of_records_changes_nothing(made: tuple[list[list[str]], list[list[str]]]) -> None:
    one, other = made[0][:200], [row for row in made[1] if int(row[0][1:]) < 250]

    def result(first: list[list[str]], second: list[list[str]]) -> dict[tuple[str, str], float]:
        left, right = records(french_records.HEADER, first), records(french_records.HEADER_AGAIN, second)
        return {(m.left, m.right): m.probability for m in matches(left, right) if m.probability > 0.99}

    before = result(one, other)
    after = result(random.Random(1).sample(one, len(one)), random.Random(2).sample(other, len(other)))
    # Chance pairs are drawn by position: weights differ in the second digit, sure pairs do not.
    assert len(before.keys() ^ after.keys()) <= 0.02 * len(before)
    assert result(one, other) == before


def test_sides_may_be_exchanged(made: tuple[list[list[str]], list[list[str]]]) -> None:
    left = records(french_records.HEADER, made[0][:250])
    right = records(french_records.HEADER_AGAIN, [row for row in made[1] if int(row[0][1:]) < 250])
    one = {(m.left, m.right) for m in matches(left, right) if m.probability >= 0.99}
    other = {(m.right, m.left) for m in matches(right, left) if m.probability >= 0.99}
    assert len(one ^ other) <= 0.02 * len(one)


def test_files_without_a_common_person_give_no_sure_link() -> None:
    left, _ = french_records.made(600, seed=11)
    _, right = french_records.made(600, seed=12)
    found = matches(records(french_records.HEADER, left), records(french_records.HEADER_AGAIN, right))
    assert [match for match in found if match.probability >= 0.99] == []


def test_two_records_alone_are_judged_by_what_is_expected() -> None:
    header = ("id", "first name", "last name", "dob", "email")
    left = records(header, [("1", "Solène", "Quéméner", "1980-02-03", "solene@example.org")])
    right = records(header, [("x", "Solene", "QUEMENER", "03/02/1980", "Solene@example.org")])
    [match] = matches(left, right)
    assert match.probability > 0.99
    stranger = records(header, [("y", "Paul", "Martin", "1950-01-01", "paul@example.org")])
    assert list(matches(left, stranger)) == []


def test_one_to_one_takes_each_record_once() -> None:
    header = ("id", "first name", "last name", "dob")
    twice = [("1", "Solène", "Quéméner", "1980-02-03"), ("2", "Solène", "Quéméner", "1980-02-03")]
    left, right = records(header, twice), records(header, [("x", "Solene", "Quemener", "1980-02-03")])
    assert len(list(matches(left, right))) == 2
    assert len(list(matches(left, right, one_to_one=True))) == 1


def test_one_new_record_is_found_as_the_whole_files_are(
    made: tuple[list[list[str]], list[list[str]]], found: list[Match]
) -> None:
    left = records(french_records.HEADER, made[0])
    table = table_of(left, records(french_records.HEADER_AGAIN, made[1]))
    index = Index(left, model=learned_from(table, counted(table), *found_pairs(table)), already_there=0.95)
    sure = {match.right: match.left for match in found if match.probability >= 0.999}
    names = ("surname", "given_name", "date_of_birth", "address_1", "postcode", "city", "phone", "email")
    rows = [row for row in made[1] if row[0] in sure][:60]
    same = 0
    for row in rows:
        [first, *_] = index.find(dict(zip(names, row[1:], strict=True))) or [None]
        same += first is not None and first.right == sure[row[0]]
    assert same >= 0.98 * len(rows)
    assert index.find({"surname": "Zzyzx", "given_name": "Qwerty"}) == []
    assert index.find({}) == []
