"""Words are found with and without accents, in any form of the word, in both languages (ADR 7)."""

from __future__ import annotations

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db

FRENCH = "La facture réglée hier n’apparaît pas : les vélos électriques étaient déjà livrés à Besançon."
ENGLISH = "The cancelled flights were delayed again, nobody answered our e-mails about the naïve café offer."


def finds(language: str, document: str, typed: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT parvis_document(%s, %s) @@ parvis_query(%s)", [language, document, typed])
        return bool(cursor.fetchone()[0])


@pytest.mark.parametrize(
    ("language", "document", "typed"),
    [
        ("fr", FRENCH, "réglée"),  # as written
        ("fr", FRENCH, "reglee"),  # by somebody who types no accents
        ("fr", FRENCH, "régler"),  # another form of the word
        ("fr", FRENCH, "RÉGLÉES"),
        ("fr", FRENCH, "velo electrique"),
        ("fr", FRENCH, "livré besancon"),
        ("fr", FRENCH, '"vélos électriques"'),  # a phrase
        ("fr", FRENCH, "facture -colis"),  # and not the other word
        ("en", ENGLISH, "flight"),
        ("en", ENGLISH, "cancel delay"),
        ("en", ENGLISH, "naive cafe"),
        ("unknown", "Qualität überzeugt", "qualitat"),
        ("", "Référence VS20274", "vs20274"),
    ],
)
def test_found(language: str, document: str, typed: str):
    assert finds(language, document, typed)


@pytest.mark.parametrize(
    ("language", "document", "typed"),
    [
        ("fr", FRENCH, "remboursement"),
        ("fr", FRENCH, '"électriques vélos"'),  # the phrase the other way round
        ("fr", FRENCH, "facture -vélo"),
        ("en", ENGLISH, "refund"),
        ("fr", FRENCH, ""),
        ("fr", FRENCH, "'; DROP TABLE people_person; --"),
        ("fr", FRENCH, "!!! & | <-> :*"),
    ],
)
def test_not_found_and_never_an_error(language: str, document: str, typed: str):
    assert not finds(language, document, typed)


def test_a_text_without_accents_is_indexed_once():
    with connection.cursor() as cursor:
        cursor.execute("SELECT parvis_document('en', 'plain words only') = to_tsvector('english', 'plain words only')")
        assert cursor.fetchone() == (True,)


@pytest.mark.parametrize("size", [1_000_000, 5_000_000])
def test_a_huge_text_has_a_document_of_bounded_size(size: int):
    with connection.cursor() as cursor:
        cursor.execute("SELECT length(parvis_document('fr', repeat('é', %s) || ' fin'))", [size])
        assert cursor.fetchone()[0] <= 2
