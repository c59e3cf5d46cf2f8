"""Purchases: handed in twice they are there once, an unknown buyer is told and never made up."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from parvis.foundation.access import purpose
from parvis.foundation.audit import SYSTEM, Actor
from parvis.people.actions.joins import join_persons
from parvis.people.actions.products import change_product, create_product, remove_product
from parvis.people.actions.purchase_import import hand_in_purchases, import_purchases, start_purchase_import
from parvis.people.actions.purchases import keep_purchases
from parvis.people.logic.purchase_rows import PurchaseRow, missing, read_row, recognised
from parvis.people.logic.refusals import NotKept
from parvis.people.logic.tables import layout_of, rows_of
from parvis.people.models import Person, Product, Purchase, PurchaseImport
from parvis.people.reads.purchases import bought_in_all, purchases_page
from tests.factories.channels import NOON
from tests.factories.people import make_contact_point, make_person
from tests.factories.records import make_purchase

PARIS = ZoneInfo("Europe/Paris")
NADIA = Actor("user", 7, "Nadia")


def row(external_id: str, **given: Any) -> PurchaseRow:
    return PurchaseRow(
        **{
            "external_id": external_id,
            "bought_at": NOON,
            "amount": Decimal("49.90"),
            "currency": "EUR",
            "customer_number": "C1",
            **given,
        }
    )


@pytest.fixture
def lea(db: None) -> Iterator[Person]:
    with purpose("service"):
        yield make_person(customer_number="C1", given_name="Léa")


def keep(*rows: PurchaseRow) -> list[str]:
    return [one.status for one in keep_purchases(rows, by=SYSTEM, now=NOON)]


def test_the_same_again_changes_nothing_and_a_correction_changes_one(lea: Person) -> None:
    make_contact_point(lea, "lea@example.org")
    rows = [
        row("1", reference="MIS", product_name="Mistral", family="city"),
        row("2", customer_number="", email=" LEA@example.org"),
    ]
    assert keep(*rows) == ["new", "new"]
    assert keep(*rows) == ["same", "same"]
    assert keep(rows[0], row("2", returned_at=NOON)) == ["same", "changed"]
    assert Product.objects.get().name == "Mistral"
    assert set(Purchase.objects.values_list("external_id", "person_id")) == {("1", lea.pk), ("2", lea.pk)}
    (total,) = bought_in_all([lea.pk])
    assert (total.count, total.amount, total.returned) == (1, Decimal("49.90"), 1)
    # Twice in one batch: the last one counts.
    assert keep(row("3", amount=Decimal(1)), row("3", amount=Decimal(2))) == ["new", "new"]
    assert Purchase.objects.get(external_id="3").amount == Decimal(2)


def test_nobody_is_made_up_and_nobody_loses_a_purchase(lea: Person) -> None:
    other, hidden = make_person(customer_number="C2"), make_person(customer_number="C3")
    for person in (lea, other):
        make_contact_point(person, "family@example.org")
    make_purchase(hidden, external_id="h1")
    with purpose("legal_duty"):
        Person.objects.filter(pk=hidden.pk).update(is_restricted=True)
    keep(row("1"))
    assert keep(
        row("2", customer_number="C9"),
        row("3", customer_number="", email="nobody@example.org"),
        row("4", customer_number="", email="no address"),
        row("5", customer_number="", email="family@example.org"),
        row("6", customer_number="C3"),
        row("1", customer_number="C2"),
        row("h1"),
    ) == [
        "unknown-person", "unknown-person", "unknown-person", "several-persons", "unknown-person",
        "others-purchase", "others-purchase",
    ]  # fmt: skip
    with purpose("legal_duty"):
        assert set(Purchase.objects.values_list("external_id", "person_id")) == {
            ("1", lea.pk),
            ("h1", hidden.pk),
        }
        assert Person.objects.count() == 3


def test_a_purchase_of_a_joined_record_stays_where_it_was_written(lea: Person) -> None:
    other = make_person(customer_number="C2")
    keep(row("1", customer_number="C2"))
    join_persons(lea, other=other, evidence="agent_decided", by=SYSTEM, now=NOON)
    assert keep(row("1")) == ["same"]
    assert Purchase.objects.get().person_id == other.pk


@pytest.mark.parametrize(
    ("cells", "about"),
    [
        ({"external_id": " "}, "external_id"), ({"customer_number": "", "email": ""}, "customer_number"),
        ({"amount": "-3"}, "amount"), ({"amount": "free"}, "amount"), ({"quantity": "0"}, "quantity"),
        ({"bought_at": "soon"}, "bought_at"), ({"returned_at": "later"}, "returned_at"),
        ({"currency": "euros"}, "currency"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_read_says_in_which_column(cells: dict[str, str], about: str) -> None:
    good = {"external_id": "1", "customer_number": "C1", "bought_at": "2026-03-31", "amount": "10"}
    with pytest.raises(NotKept) as caught:
        read_row({**good, **cells}, currency="EUR")
    assert caught.value.about == about


def test_a_row_as_shops_write_it() -> None:
    read = read_row(
        {"external_id": "7", "email": "a@example.org", "bought_at": "31/03/2026", "amount": "1 249,00 €",
         "quantity": "2", "returned_at": "oui"},
        currency="GBP", zone=PARIS,
    )  # fmt: skip
    assert (read.amount, read.currency, read.quantity) == (Decimal("1249.00"), "EUR", Decimal(2))
    assert read.bought_at == datetime(2026, 3, 31, 10, tzinfo=UTC)  # noon in Paris
    assert read.returned_at == read.bought_at
    moment = read_row(
        {"external_id": "7", "email": "a@example.org", "bought_at": "2026-03-31T09:30:00Z", "amount": "£3"},
        currency="EUR", zone=PARIS,
    )  # fmt: skip
    assert (moment.bought_at, moment.currency) == (datetime(2026, 3, 31, 9, 30, tzinfo=UTC), "GBP")


def test_columns_are_recognised_in_both_languages() -> None:
    english = recognised(["Order ID", "Line ID", "Order date", "Total", "Customer e-mail", "SKU"])
    assert english == {
        "external_id": "Line ID", "bought_at": "Order date", "amount": "Total", "reference": "SKU",
        "order_number": "Order ID",
    }  # fmt: skip
    french = recognised(
        ["Identifiant", "N° client", "Date d'achat", "Montant TTC", "Désignation", "Quantité"]
    )
    assert french["customer_number"] == "N° client" and french["product_name"] == "Désignation"
    assert missing(english) == ["customer_number"] and missing(french) == []
    assert missing({}) == ["external_id", "bought_at", "amount", "customer_number"]


@pytest.mark.parametrize(
    ("content", "columns"),
    [
        (b"id;date;montant\n1;2026-01-01;3,50\n", ("id", "date", "montant")),
        ("\ufeffid,date\n1,2026-01-01\n".encode(), ("id", "date")),
        ("id\tprénom\n1\tLéa\n".encode("cp1252"), ("id", "prénom")),
        ("id;a\r\n1;2\r\n".encode("utf-16"), ("id", "a")),
    ],
)
def test_files_are_read_as_programs_write_them(content: bytes, columns: tuple[str, ...]) -> None:
    layout = layout_of(content)
    assert layout.columns == columns
    lines = io.StringIO(content.decode(layout.encoding), newline="")
    assert [number for number, _ in rows_of(lines, layout)] == [2]


@pytest.mark.parametrize("content", [b"", b"one column\n", b"a;a\n1;2", b"PK\x03\x04;\x00", b"a;;b\n"])
def test_what_is_no_table_is_refused(content: bytes) -> None:
    with pytest.raises(NotKept, match="not-a-table"):
        layout_of(content)


FILE = """id;client;date;montant;référence
1;C1;31/03/2026;49,90;MIS
2;C9;31/03/2026;10;MIS
3;C1;demain;10;MIS

4;C1;01/04/2026;10;=HYPERLINK("x")
"""


def test_a_file_is_read_twice_and_counted_line_by_line(lea: Person, files_folder: Any) -> None:
    def read() -> PurchaseImport:
        run = hand_in_purchases(name="achats.csv", content=FILE.encode(), by=NADIA, now=NOON)
        mapping = recognised(layout_of(FILE.encode()).columns)
        with pytest.raises(NotKept, match="columns-missing"):
            start_purchase_import(run, mapping={}, currency="EUR", by=NADIA, now=NOON)
        assert start_purchase_import(run, mapping=mapping, currency="eur", by=NADIA, now=NOON)
        assert not start_purchase_import(run, mapping=mapping, currency="EUR", by=NADIA, now=NOON)
        import_purchases(run.pk, now=NOON)
        import_purchases(run.pk, now=NOON)  # the job came twice
        run.refresh_from_db()
        return run

    first, second = read(), read()
    assert (first.state, first.count_lines, first.count_new, first.count_refused) == ("done", 4, 2, 2)
    assert sorted(first.problems) == [[3, "unknown-person"], [4, "bought_at:not-a-date"]]
    assert (second.count_new, second.count_same, second.count_refused) == (0, 2, 2)
    assert first.stored_name == "" and Purchase.objects.count() == 2
    assert Product.objects.filter(reference='=HYPERLINK("x")').exists()  # as it stands; exports defuse it


def test_purchases_are_paged_by_moment_and_number(lea: Person) -> None:
    for number in range(5):
        make_purchase(lea, at=NOON + timedelta(minutes=number // 2), external_id=f"e{number}")
    seen, before = [], ""
    while True:
        page = purchases_page([lea.pk], before=before, most=2)
        seen += [one.external_id for one in page.rows]
        if page.before is None:
            break
        before = page.before
    assert seen == ["e4", "e3", "e2", "e1", "e0"]
    assert len(purchases_page([lea.pk], before="nonsense").rows) == 5


def test_products_keep_their_reference(lea: Person) -> None:
    mistral = create_product("MIS", name="Mistral", by=NADIA, now=NOON)
    create_product("BOR", by=NADIA, now=NOON)
    for act in (
        lambda: create_product("MIS", by=NADIA, now=NOON),
        lambda: change_product(mistral, reference="BOR", by=NADIA, now=NOON),
    ):
        with pytest.raises(NotKept, match="number-taken"):
            act()
    keep(row("1", reference="MIS", product_name="Another name"))
    mistral.refresh_from_db()
    assert mistral.name == "Mistral"
    with pytest.raises(NotKept, match="product-in-use"):
        remove_product(mistral, by=NADIA, now=NOON)
    remove_product(Product.objects.get(reference="BOR"), by=NADIA, now=NOON)
