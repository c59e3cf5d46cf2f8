"""Entities: what is found, where, and under which name."""

import pytest

from parvis.enrichment.logic.entities import find_entities

NAMES = {"brand": ["Acme", "Acme Air"], "product": ["Box 5"]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#fail @acme", [("hashtag", "#fail"), ("handle", "@acme"), ("brand", "acme")]),
        ("see https://x.co/a?b#c.", [("link", "https://x.co/a?b#c")]),
        ("@user@mastodon.social", [("handle", "@user@mastodon.social")]),
        ("a@b.fr", []),
        ("49,99 € ou 1 299,50€", [("money", "49,99 €"), ("money", "1 299,50€")]),
        ("$1,299.50 and £5m", [("money", "$1,299.50"), ("money", "£5m")]),
        ("35 euros, 600 balles", [("money", "35 euros"), ("money", "600 balles")]),
        ("20/09/2024, 2024-09-20", [("date", "20/09/2024"), ("date", "2024-09-20")]),
        ("le 1er janvier 2024", [("date", "1er janvier 2024")]),
        ("Sept 20th, 2024", [("date", "Sept 20th, 2024")]),
        ("commande n° 12345678", [("order_number", "12345678")]),
        ("Order #AB-123456", [("order_number", "AB-123456")]),
        ("112-1234567-1234567 order 112-1234567-1234567", [("order_number", "112-1234567-1234567")]),
        ("en 2024 à 12:30", []),
        ("acme air beats ACME", [("brand", "acme air"), ("brand", "ACME")]),
        ("#AcmeAir", [("hashtag", "#AcmeAir"), ("brand", "AcmeAir")]),
        ("acmeist", []),
        ("ma box 5 !", [("product", "box 5")]),
    ],
)  # fmt: skip
def test_entities(text: str, expected: list[tuple[str, str]]) -> None:
    found = find_entities(text, names=NAMES)
    assert [(one.kind, one.text) for one in found] == expected
    assert all(text[one.start : one.end] == one.text for one in found)


@pytest.mark.parametrize(
    "text", ["", "#" * 5_000, "@" * 5_000, "€" * 5_000, "1/" * 3_000, "\ud800#a", "n°" * 2_000]
)
def test_hostile_text_gets_an_answer(text: str) -> None:
    assert isinstance(find_entities(text, names=NAMES), tuple)
