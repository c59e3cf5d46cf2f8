"""Segments say the same as a slow reading of the same records, person by person; and hide whom their purpose hides."""

# ruff: noqa: E501 -- a table of operators, a line each.

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from parvis.foundation.access import purpose
from parvis.foundation.audit import Actor
from parvis.people.actions.consents import give_consent
from parvis.people.actions.joins import join_persons
from parvis.people.actions.segments import count_again, remove_segment, save_segment
from parvis.people.logic.keys import name_key
from parvis.people.logic.segments import Condition, Definition, Group, SegmentUnclear, definition_of
from parvis.people.models import CustomField, CustomValue, Person, Purchase, Segment, Tag, Tagging
from parvis.people.reads import segments as reads
from parvis.people.reads.segment_fields import segment_fields
from parvis.people.reads.segments import Counted, counted, is_member, members
from tests.factories.channels import NOON
from tests.factories.conversations import make_conversation
from tests.factories.people import make_contact_point, make_identity, make_person
from tests.factories.people import make_person as _make

CLERK = Actor("user", 7, "Nadia")
TOWNS = ["Lyon", "lyon", "Évry", "L'Haÿ-les-Roses", "", "100%_x", "'; DROP TABLE people_person; --"]


@pytest.fixture(autouse=True)
def service(db: None) -> Iterator[None]:
    with purpose("service"):
        yield


def one(field: str, operator: str, value: str = "") -> Definition:
    return Definition(groups=(Group(conditions=(Condition(field, operator, value),)),))


def found(definition: Definition, *, under: str = "service") -> set[int]:
    saved = save_segment(
        None, name=f"s{Segment.objects.count()}", purpose=under, definition=definition, by=CLERK, now=NOON
    )
    return set(members(saved, now=NOON))


# ---- the slow reading: facts of each person in Python, conditions as words


class Facts:
    def __init__(self) -> None:
        vip, late = (Tag.objects.create(name=n, name_key=n, created_at=NOON) for n in ("vip", "late"))
        size = CustomField.objects.create(name="Size", name_key="size", kind="number", created_at=NOON)
        self.tags, self.size = {str(vip.pk): vip, str(late.pk): late}, size
        self.people: list[dict[str, Any]] = []
        for n in range(24):
            person = make_person(
                city=TOWNS[n % len(TOWNS)], language=["fr", "en", ""][n % 3], customer_number=f"N{n}" if n % 4 else None,
                given_name="Zoé" if n % 5 else "", created_at=NOON - timedelta(days=n * 10),
            )  # fmt: skip
            fact: dict[str, Any] = {
                "id": person.pk, "city": person.city, "language": person.language,
                "customer_number": person.customer_number or "", "given_name": person.given_name,
                "created": [n * 10], "tag": set(), "amounts": [], "last_purchase": [], "size": None, "last_heard": [],
            }  # fmt: skip
            for key, tag in self.tags.items():
                if (n + int(key)) % 3 == 0:
                    Tagging.objects.create(person=person, tag=tag, at=NOON)
                    fact["tag"].add(key)
            for m in range(n % 4):
                is_returned = (n + m) % 5 == 0
                Purchase.objects.create(
                    person=person, external_id=f"{n}-{m}", bought_at=NOON - timedelta(days=n + m), amount=Decimal(10 * m),
                    currency="EUR", created_at=NOON, returned_at=NOON if is_returned else None,
                )  # fmt: skip
                if not is_returned:
                    fact["amounts"].append(10 * m)
                    fact["last_purchase"].append(n + m)
            if n % 2:
                CustomValue.objects.create(person=person, field=size, number=Decimal(n), changed_at=NOON)
                fact["size"] = n
            if n % 6 == 0:
                from parvis.people.actions.links import link_identity

                seen = make_identity(at=NOON - timedelta(days=n))
                link_identity(seen, person=person, by=CLERK, now=NOON)
                fact["last_heard"].append(n)
            self.people.append(fact)

    def fits(self, fact: dict[str, Any], condition: Condition) -> bool:
        field, operator, value = condition.field, condition.operator, condition.value
        if field in ("city", "customer_number", "given_name"):
            here, there = name_key(fact[field]), name_key(value)
            return {
                "is": here == there, "is_not": here != there, "contains": there in here, "begins": here.startswith(there),
                "is_known": fact[field] != "", "is_unknown": fact[field] == "",
            }[operator]  # fmt: skip
        if field in ("language", "tag"):
            holds = value in fact["tag"] if field == "tag" else fact["language"] == value
            return holds if operator == "is" else not holds
        if field in ("purchases", "spent"):
            number = len(fact["amounts"]) if field == "purchases" else sum(fact["amounts"])
            return {
                "at_least": number >= int(value),
                "at_most": number <= int(value),
                "is": number == int(value),
            }[operator]
        if field.startswith("custom:"):
            if operator in ("is_known", "is_unknown"):
                return (fact["size"] is not None) == (operator == "is_known")
            if fact["size"] is None:
                return False
            return {
                "at_least": fact["size"] >= int(value),
                "at_most": fact["size"] <= int(value),
                "is": fact["size"] == int(value),
            }[operator]
        days = fact[field]
        within = any(day <= int(value) for day in days) if operator != "never" else False
        if operator == "never":
            return not days
        return within if operator == "within" else bool(days) and not within

    def evaluated(self, definition: Definition) -> set[int]:
        joined = {"all": all, "any": any}
        groups = [group for group in definition.groups if group.conditions]
        return {
            fact["id"]
            for fact in self.people
            if joined[definition.match](
                joined[group.match](self.fits(fact, condition) for condition in group.conditions)
                for group in groups
            )
        }


def conditions(facts: Facts) -> st.SearchStrategy[Condition]:
    text = st.sampled_from(["Lyon", "LYON", "evry", "l'hay", "%", "_", "'", "\\", "n1", "zoe", "DROP", "é"])
    some = st.integers(0, 30).map(str)
    size = f"custom:{facts.size.pk}"
    return st.one_of(
        st.builds(Condition, st.sampled_from(["city", "customer_number", "given_name"]),
            st.sampled_from(["is", "is_not", "contains", "begins"]), text),
        st.builds(Condition, st.sampled_from(["city", "customer_number", "given_name", size]),
            st.sampled_from(["is_known", "is_unknown"])),
        st.builds(Condition, st.just("language"), st.sampled_from(["is", "is_not"]), st.sampled_from(["fr", "en"])),
        st.builds(Condition, st.just("tag"), st.sampled_from(["is", "is_not"]), st.sampled_from(sorted(facts.tags))),
        st.builds(Condition, st.sampled_from(["purchases", "spent", size]),
            st.sampled_from(["at_least", "at_most", "is"]), some),
        st.builds(Condition, st.sampled_from(["last_purchase", "last_heard"]),
            st.sampled_from(["within", "older", "never"]), some),
        st.builds(Condition, st.just("created"), st.sampled_from(["within", "older"]), some),
    )  # fmt: skip


def test_sql_and_a_slow_reading_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    # What takes longer than a count may is estimated: here the machine may be as slow as it likes.
    monkeypatch.setattr(reads, "EXACT_MILLISECONDS", 60_000)
    facts = Facts()
    group = st.builds(
        Group, st.sampled_from(["all", "any"]), st.lists(conditions(facts), min_size=1, max_size=4).map(tuple)
    )
    asked = st.builds(
        Definition, st.sampled_from(["all", "any"]), st.lists(group, min_size=1, max_size=3).map(tuple)
    )

    @settings(
        max_examples=80,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
        derandomize=True,
    )
    @given(asked)
    def agree(definition: Definition) -> None:
        segment = Segment(name="x", purpose="service", definition=definition.as_json())
        assert set(members(segment, now=NOON)) == facts.evaluated(definition)
        assert counted(definition, under="service", now=NOON).value == len(facts.evaluated(definition))
        assert definition_of(definition.as_json()) == definition

    agree()


def test_a_purpose_sees_whom_it_may_and_says_how_many_it_hides() -> None:
    people = [make_person(city="Lyon") for _ in range(14)]
    for person in people[:3]:
        give_consent(
            person,
            purpose="prospecting",
            channel="email",
            wording="Yes.",
            wording_version="1",
            language="en",
            by=CLERK,
            now=NOON,
        )
    definition = one("city", "is", "lyon")
    assert counted(definition, under="service") == Counted(14)
    # Eleven are hidden; said in fives from below.
    assert counted(definition, under="prospecting.email") == Counted(3, hidden_without_consent=10)
    assert found(definition, under="prospecting.email") == {person.pk for person in people[:3]}
    # Four hidden are not told: a number under five would single somebody out.
    with purpose("legal_duty"):
        Person.objects.filter(pk__in=[person.pk for person in people[4:]]).update(city="Nice")
        Person.objects.filter(pk=people[3].pk).update(is_restricted=True)
    assert counted(definition, under="service") == Counted(3)
    assert found(definition) == {person.pk for person in people[:3]}


def test_two_records_of_one_human_are_one_member_with_all_they_bought() -> None:
    old, new = make_person(city="Lyon"), make_person(city="Lyon")
    for n, person in enumerate((old, new)):
        Purchase.objects.create(
            person=person,
            external_id=str(n),
            bought_at=NOON,
            amount=Decimal(10),
            currency="EUR",
            created_at=NOON,
        )
    tag = Tag.objects.create(name="vip", name_key="vip", created_at=NOON)
    Tagging.objects.create(person=new, tag=tag, at=NOON)
    assert found(one("purchases", "at_least", "2")) == set()
    join_persons(old, other=new, by=CLERK, now=NOON)
    assert found(one("purchases", "at_least", "2")) == {old.pk}
    assert found(one("tag", "is", str(tag.pk))) == {old.pk}
    assert found(one("city", "is", "Lyon")) == {old.pk}


def test_conversations_are_asked_through_the_plug() -> None:
    from parvis.people.actions.links import link_identity

    person, other = make_person(), make_person()
    conversation = make_conversation()
    type(conversation).objects.filter(pk=conversation.pk).update(sentiment="negative")
    assert conversation.identity is not None
    link_identity(conversation.identity, person=person, by=CLERK, now=NOON)
    make_contact_point(other, "o@example.org")
    assert found(one("conversation_sentiment", "is", "negative")) == {person.pk}
    assert found(one("conversation_status", "is", "open")) == {person.pk}
    assert found(one("conversations", "at_least", "1")) == {person.pk}
    assert found(one("email", "is_known")) == {other.pk}


@pytest.mark.parametrize(
    ("definition", "code"),
    [
        (one("password", "is", "x"), "field-unknown"),
        (one("city", "matches", "x"), "operator-unknown"),
        (one("city", "is", " "), "value-missing"),
        (one("language", "is", "xx"), "choice-unknown"),
        (one("spent", "at_least", "much"), "number-unreadable"),
        (one("created", "within", "1.5"), "days-unreadable"),
        (Definition(), "nothing-asked"),
        (Definition(groups=(Group(),) * 11), "too-many-conditions"),
        (Definition(match="none"), "shape-unknown"),
    ],
)
def test_what_cannot_be_asked_is_refused(definition: Definition, code: str) -> None:
    with pytest.raises(SegmentUnclear) as caught:
        save_segment(None, name="x", purpose="service", definition=definition, by=CLERK, now=NOON)
    assert caught.value.code == code


def test_names_and_purposes() -> None:
    segment = save_segment(
        None, name=" Lyon ", purpose="service", definition=one("city", "is", "Lyon"), by=CLERK, now=NOON
    )
    person = _make(city="Lyon")
    assert (segment.name, is_member(segment, person.pk)) == ("Lyon", True)
    assert count_again(segment, now=NOON).value == 1
    segment.refresh_from_db()
    assert (segment.count, segment.counted_at) == (1, NOON)
    for purpose_name, code in (("legal_duty", "purpose-unknown"), ("service", "name-taken")):
        with pytest.raises(SegmentUnclear) as caught:
            save_segment(
                None, name="Lyon", purpose=purpose_name, definition=one("city", "is", "x"), by=CLERK, now=NOON
            )
        assert caught.value.code == code
    remove_segment(segment, by=CLERK, now=NOON)
    assert not Segment.objects.exists()
    assert set(segment_fields()) >= {"city", "purchases", "consent", "conversation_status"}


def test_what_takes_too_long_is_estimated_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(200):
        make_person(city="Lyon" if n % 2 else "Nice")
    monkeypatch.setattr(reads, "EXACT_MILLISECONDS", 1)
    slow = "(SELECT count(*) FROM generate_series(1, 3000000)) > 0 AND p.city = 'Lyon'"
    with purpose("legal_duty"):
        assert reads._exact(["true"], slow, []) is None
        drawn, size = reads._drawn(one("city", "is", "Lyon"))
        kinds = ["true", "NOT p.is_restricted"]
        number, open_ones = reads._estimates(kinds, "p.city = 'Lyon'", [], drawn=drawn, size=size)
    assert number.low is not None and number.high is not None
    assert number.low <= 100 <= number.high
    assert open_ones == number


def test_what_an_estimate_hides_is_no_chance_of_the_draw(monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(60):
        make_person(city="Lyon" if n % 2 else "Nice")
    monkeypatch.setattr(reads, "_exact", lambda *_: None)
    found = reads.counted(one("city", "is", "Lyon"), under="service", now=NOON)
    assert found.is_estimate and found.hidden_without_consent is None and found.hidden_restricted is None
