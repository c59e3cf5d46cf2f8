"""Personal data: check digits, places, masking, and a megabyte of anything in linear time."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parvis.enrichment.logic.personal_data import find_personal_data, is_card, is_iban, mask_personal_data


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Mon IBAN FR76 3000 6000 0112 3456 7890 189 merci", "Mon IBAN [iban] merci"),
        ("GB82WEST12345698765432", "[iban]"),
        ("GB83WEST12345698765432", "GB83WEST12345698765432"),  # one check digit off
        ("carte 4111 1111 1111 1111 exp. 12/26", "carte [card] exp. 12/26"),
        ("carte 4111 1111 1111 1112", "carte 4111 1111 1111 1112"),  # Luhn's sum is 31
        ("0000 0000 0000 0000", "0000 0000 0000 0000"),
        ("call (555) 234-5678 or 555-234-5678", "call [phone] or [phone]"),
        ("06 12 34 56 78, +33 6 12 34 56 78, 0033612345678", "[phone], [phone], [phone]"),
        ("06\u202f12\u202f34\u202f56\u202f78", "[phone]"),
        ("+44 20 7946 0018 / 07700 900123", "[phone] / [phone]"),
        ("écrire à jean.dupont+x@mail.example.fr.", "écrire à [email]."),
        ("jean (at) example.com", "[email]"),
        ("@acme bonjour @free", "@acme bonjour @free"),
        ("12 bis rue de la Paix, 75002 Paris et", "[address] et"),
        ("au 17 clos de la bataille 14600 honfleur !", "au [address] !"),
        ("221b Baker Street, London NW1 6XE", "[address]"),
        ("1600 Pennsylvania Avenue NW, Washington, DC 20500", "[address]"),
        ("livré à 75011 Paris", "livré à [address]"),
        ("5 places de parking, 10 minutes de marche", "5 places de parking, 10 minutes de marche"),
        ("le 20/09/2024 à 12:30, 1983", "le 20/09/2024 à 12:30, 1983"),
        ("commande 123456789012", "commande 123456789012"),
        ("", ""),
    ],
)
def test_masked(text: str, masked: str) -> None:
    assert mask_personal_data(text) == masked


def test_places_are_those_of_the_text_and_no_value_is_repeated() -> None:
    text = "é😡 a@b.fr"
    (found,) = find_personal_data(text)
    assert (found.kind, text[found.start : found.end]) == ("email", "a@b.fr")
    assert found._fields == ("kind", "start", "end")


def test_everything_is_read() -> None:
    text = "x " * 100_000 + "a@b.fr"
    assert mask_personal_data(text) == "x " * 100_000 + "[email]"


# 4539 1488 0343 6467: doubled from the right 6→12→3, 6→12→3 …, sum 80
@pytest.mark.parametrize(
    ("number", "holds"), [("4539148803436467", True), ("8273123273520569", False), ("1", False)]
)
def test_luhn(number: str, holds: bool) -> None:
    assert is_card(number) is holds


@pytest.mark.parametrize(
    ("number", "holds"),
    [
        ("DE89 3704 0044 0532 0130 00", True),
        ("DE89 3704 0044 0532 0130 0", False),
        ("ZZ89", False),
        ("é", False),
    ],
)
def test_iban(number: str, holds: bool) -> None:
    assert is_iban(number) is holds


@pytest.mark.parametrize(
    "piece",
    ["a", "1", "1 ", "a@", "12 rue ", "a.b", "FR76", "+33 ", "1 Aa ", "(a ", "75001 A", "@", "-1", "+"],
)
def test_time_is_linear_in_the_text(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        return min(_timed(text) for _ in range(3))

    def _timed(text: str) -> float:
        start = time.process_time()
        mask_personal_data(text)
        return time.process_time() - start

    # Eight times the text: quadratic time would take sixty-four times as long.
    assert seconds(160_000) < 24 * max(seconds(20_000), 0.002)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="@.+-0123456789 rueFRé()\n", max_size=80))
def test_any_text_is_masked_and_nothing_else_is_lost(text: str) -> None:
    found = find_personal_data(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    outside, done = [], 0
    for one in found:
        outside.append(text[done : one.start])
        done = one.end
    outside.append(text[done:])
    kept = mask_personal_data(text)
    for part in outside:
        assert part in kept
