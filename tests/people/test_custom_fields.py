"""The house's own fields: typed, never losing a value, found by conditions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parvis.foundation.access import purpose
from parvis.foundation.audit import SYSTEM
from parvis.foundation.models import AuditEntry
from parvis.people.actions.custom_fields import (
    change_choices,
    change_custom_field,
    delete_custom_field,
    order_custom_fields,
    restore_custom_field,
    retire_custom_field,
)
from parvis.people.actions.custom_values import set_custom_values
from parvis.people.actions.erase import erase_person
from parvis.people.logic.custom_fields import Typed, read_day, read_number, read_value
from parvis.people.logic.refusals import NotKept
from parvis.people.models import CustomField, CustomValue, Person
from parvis.people.reads.custom_fields import (
    custom_field_conditions,
    custom_values_of,
    fields_offered,
    persons_with,
)
from tests.factories.channels import NOON
from tests.factories.people import make_person
from tests.factories.records import make_field

LATER = NOON + timedelta(hours=1)
NUMBERS = [
    ("12", "12"), (" 1 234,5 ", "1234.5"), ("1\u202f234,50", "1234.5"), ("1,234.50", "1234.5"), ("1.234,50", "1234.5"),
    ("1,234,567", "1234567"), ("1.234.567", "1234567"), ("-0,5", "-0.5"), ("\u22125", "-5"), ("1'234.5", "1234.5"),
    ("0,125", "0.125"), ("1234,567", "1234.567"), (".5", "0.5"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "number"), NUMBERS)
def test_numbers_are_read_as_french_and_english_write_them(written: str, number: str) -> None:
    assert read_number(written) == Decimal(number)


@pytest.mark.parametrize(
    "written", ["", "-", ".", "1e9", "12 €", "abc", "٣", "1" * 15, "--5", "NaN", "1,2,3.4.5"]
)
def test_what_is_no_number_is_refused(written: str) -> None:
    with pytest.raises(NotKept, match="not-a-number"):
        read_number(written)


@pytest.mark.parametrize("written", ["1,234", "-12,500", "999,000"])
def test_a_number_of_two_readings_is_not_guessed(written: str) -> None:
    with pytest.raises(NotKept, match="number-of-two-readings"):
        read_number(written)


@given(st.decimals(min_value=-(10**13), max_value=10**13, places=2, allow_nan=False), st.sampled_from(".,"))
@settings(max_examples=60, deadline=None)
def test_a_number_without_signs_between_its_thousands_comes_back(number: Decimal, sign: str) -> None:
    assert read_number(format(number, "f").replace(".", sign)) == number


@pytest.mark.parametrize(
    ("written", "day"),
    [("2026-03-31", date(2026, 3, 31)), ("31/03/2026", date(2026, 3, 31)), ("1.2.2026", date(2026, 2, 1)),
     ("2026-03-31 10:00", date(2026, 3, 31)), ("31/13/2026", None), ("2026-02-30", None), ("soon", None), ("", None)],
)  # fmt: skip
def test_days(written: str, day: date | None) -> None:
    if day is None:
        with pytest.raises(NotKept, match="not-a-date"):
            read_day(written)
    else:
        assert read_day(written) == day


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        ("text", "  two\nlines ", Typed(text="two lines")),
        ("text", "x" * 1001, "too-long"),
        ("boolean", "Oui", Typed(flag=True)),
        ("boolean", "false", Typed(flag=False)),
        ("boolean", "perhaps", "not-yes-or-no"),
        ("link", "example.org/a", Typed(text="https://example.org/a")),
        ("link", "javascript://example.org/%0aalert(1)", "not-a-link"),
        ("link", "https://user@example.org", "not-a-link"),
        ("link", "https://exa mple.org", "not-a-link"),
        ("choice", "GOLD", Typed(choice_id=3)),
        ("choice", "3", Typed(choice_id=3)),
        ("choice", "silver", "not-a-choice"),
        ("number", " ", Typed()),
    ],
)
def test_each_kind_reads_its_own(kind: str, written: str, value: Typed | str) -> None:
    choices = {"gold": 3, "3": 3}
    if isinstance(value, str):
        with pytest.raises(NotKept, match=value):
            read_value(kind, written, choices=choices)
    else:
        assert read_value(kind, written, choices=choices) == value


@pytest.fixture
def service(db: None) -> Iterator[None]:
    with purpose("service"):
        yield


def write(person: Person, field: CustomField, written: str, *, at: object = NOON) -> bool:
    return bool(set_custom_values(person, {field.pk: written}, by=SYSTEM, now=at))  # type: ignore[arg-type]


def standing(person: Person) -> dict[str, object]:
    return {one.field.name: one.value for one in custom_values_of([person.pk]) if one.is_known}


def test_values_are_kept_all_or_none_and_the_log_holds_no_value(service: None) -> None:
    lea, born, size = make_person(), make_field("Born", "date"), make_field("Size", "number")
    with pytest.raises(NotKept) as caught:
        set_custom_values(lea, {born.pk: "2001-02-03", size.pk: "tall"}, by=SYSTEM, now=NOON)
    assert (caught.value.code, caught.value.about) == ("not-a-number", f"custom-{size.pk}")
    assert standing(lea) == {}
    set_custom_values(lea, {born.pk: "2001-02-03", size.pk: "172,50"}, by=SYSTEM, now=NOON)
    assert standing(lea) == {"Born": date(2001, 2, 3), "Size": Decimal("172.5")}
    assert not write(lea, size, "172.5")
    assert write(lea, born, "") and standing(lea) == {"Size": Decimal("172.5")}
    assert "2001" not in str(list(AuditEntry.objects.filter(verb="person.custom_changed").values("detail")))
    with pytest.raises(NotKept, match="field-unknown"):
        set_custom_values(lea, {10**12: "x"}, by=SYSTEM, now=NOON)


def test_renaming_ordering_and_retiring_lose_nothing(service: None) -> None:
    lea, club = make_person(), make_field("Club", "choice", choices=["Silver", "Gold", "gold "])
    shoe = make_field("Shoe", "number")
    assert [one.label for one in club.choices.all()] == ["Silver", "Gold"]
    silver, gold = club.choices.all()
    write(lea, club, "gold")
    write(lea, shoe, "42")
    change_custom_field(club, name="Member of the club", is_personal=False, by=SYSTEM, now=NOON)
    change_choices(club, labels={gold.pk: "Or", silver.pk: ""}, added=["Bronze"], by=SYSTEM, now=NOON)
    assert standing(lea) == {"Member of the club": "Or", "Shoe": Decimal(42)}
    change_choices(club, labels={gold.pk: ""}, by=SYSTEM, now=LATER)
    assert standing(lea)["Member of the club"] == "Or"  # retired, and it stays where it stands
    assert not write(lea, club, str(gold.pk))
    with pytest.raises(NotKept, match="not-a-choice"):
        write(make_person(), club, "Or")
    with pytest.raises(NotKept, match="choices-missing"):
        change_choices(club, labels={one.pk: "" for one in club.choices.all()}, by=SYSTEM, now=LATER)
    order_custom_fields([shoe.pk], by=SYSTEM, now=NOON)
    assert [one.pk for one in fields_offered()] == [shoe.pk, club.pk]
    with pytest.raises(NotKept, match="field-in-use"):
        delete_custom_field(shoe, by=SYSTEM, now=NOON)
    assert retire_custom_field(shoe, by=SYSTEM, now=NOON) and not retire_custom_field(
        shoe, by=SYSTEM, now=NOON
    )
    assert "Shoe" not in standing(lea)
    with pytest.raises(NotKept, match="field-retired"):
        write(lea, shoe, "43")
    assert restore_custom_field(shoe, by=SYSTEM, now=NOON) and standing(lea)["Shoe"] == Decimal(42)
    retire_custom_field(shoe, by=SYSTEM, now=NOON)
    assert delete_custom_field(shoe, by=SYSTEM, now=NOON) == 1


def test_texts_and_links_are_always_personal(service: None) -> None:
    assert make_field("Remark", "text", is_personal=False).is_personal
    field = make_field("Page", "link", is_personal=False)
    change_custom_field(field, name="Page", is_personal=False, by=SYSTEM, now=NOON)
    field.refresh_from_db()
    assert field.is_personal
    for kind, code in (("colour", "kind-unknown"), ("choice", "choices-missing")):
        with pytest.raises(NotKept, match=code):
            make_field("Other", kind)
    with pytest.raises(NotKept, match="name-taken"):
        make_field("RÉMARK", "date")


def test_an_erasure_takes_what_is_personal(service: None) -> None:
    lea, shoe = make_person(), make_field("Shoe", "number")
    contract = make_field("Contract", "boolean", is_personal=False)
    set_custom_values(lea, {shoe.pk: "42", contract.pk: "yes"}, by=SYSTEM, now=NOON)
    erase_person(lea, by=SYSTEM, now=LATER)
    with purpose("legal_duty"):
        assert list(CustomValue.objects.values_list("field__name", "flag")) == [("Contract", True)]


CONDITIONS = [
    ("number", "at_least", "40", {"a", "b"}), ("number", "at_most", "42", {"b"}), ("number", "is", "50", {"a"}),
    ("number", "is_unknown", "", {"c"}), ("number", "is_known", "", {"a", "b"}),
    ("date", "from", "2026-01-01", {"a"}), ("date", "until", "01/01/2026", {"b"}),
    ("boolean", "is", "no", {"b"}), ("choice", "is", "gold", {"a"}), ("choice", "is_not", "gold", {"b", "c"}),
    ("text", "contains", "VÉLO", {"a"}), ("text", "is", "train", {"b"}),
]  # fmt: skip
WRITTEN = {
    "number": ("50", "42"), "date": ("2026-06-01", "2025-06-01"), "boolean": ("yes", "no"),
    "choice": ("Gold", "Silver"), "text": ("le vélo bleu", "Train"),
}  # fmt: skip


def test_persons_are_found_by_what_stands_in_their_fields(service: None) -> None:
    persons = {name: make_person(family_name=name) for name in "abc"}
    fields = {
        kind: make_field(kind.title(), kind, choices=["Gold", "Silver"] if kind == "choice" else [])
        for kind in WRITTEN
    }
    for kind, texts in WRITTEN.items():
        for name, written in zip("ab", texts, strict=True):
            write(persons[name], fields[kind], written)
    offered = {one.kind: one for one in custom_field_conditions()}
    assert [word for _, word in offered["choice"].choices] == ["Gold", "Silver"]
    for kind, operator, written, expected in CONDITIONS:
        assert operator in offered[kind].operators
        found = Person.objects.filter(persons_with(fields[kind].pk, operator, written))
        assert set(found.values_list("family_name", flat=True)) == expected, (kind, operator, written)
    for operator, written, code in (
        ("contains", "4", "kind-unknown"), ("is", "", "nothing-written"), ("is", "many", "not-a-number"),
    ):  # fmt: skip
        with pytest.raises(NotKept, match=code):
            persons_with(fields["number"].pk, operator, written)
