"""Figures of reputation, with the arithmetic beside each."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parvis.community.logic.experts import Evidence, candidates, expertise_rank, z_score
from parvis.community.logic.formulas import FormulaRefused, facts_of, parsed, sql_of, words_of
from parvis.community.logic.mailboxes import mailbox_of
from parvis.community.logic.names import clean_name, is_refused
from parvis.community.logic.rings import rings
from parvis.community.logic.trust import FIRST, GRACE, SECOND, level_counted, missing, third
from tests.factories.channels import NOON

FACTS = ("answers", "accepted", "helpful")


@pytest.mark.parametrize(
    ("answers", "questions", "z"),
    [(10, 0, 3.162), (8, 2, 1.897), (100, 20, 7.303), (0, 0, 0.0), (3, 3, 0.0), (0, 4, -2.0)],
)
def test_z_score(answers, questions, z):
    assert z_score(answers, questions) == pytest.approx(z, abs=5e-4)


def test_expertise_rank_of_the_worked_example():
    # A, D helped nobody: 1 − .85 = .15. B helped A (two helpers) and D (two): .15 + .85·(.15/2 + .15/2) = .2775.
    # C helped A, D and B (one helper): .15 + .85·(.075 + .075 + .2775) = .5134. E helped C: .15 + .85·.5134 = .5864.
    edges = [("A", "B"), ("A", "C"), ("B", "C"), ("D", "C"), ("C", "E"), ("D", "B")]
    number = {name: place for place, name in enumerate("ABCDE")}
    found = expertise_rank([(number[a], number[b]) for a, b in [*edges, ("A", "B"), ("C", "C")]])
    assert [round(found[number[name]], 4) for name in "ABCDE"] == [0.15, 0.2775, 0.5134, 0.15, 0.5864]
    assert expertise_rank([]) == {}


def test_a_circle_of_help_has_one_each():
    assert expertise_rank([(1, 2), (2, 3), (3, 1)]) == pytest.approx({1: 1, 2: 1, 3: 1})


def evidence(member_id: int, **given: float) -> Evidence:
    return Evidence(**{"member_id": member_id, "answers": 20, "questions": 0, "helped": 10, "decided": 10,
                       "accepted": 8, "helpful": 5, "expertise_rank": 1.0, **given})  # fmt: skip


def test_candidates_by_quality_and_not_by_volume():
    # Wilson's lower bounds: 8/10 → .490, 60/200 → .241, 10/10 → .722. All others: 89/235 = .379 for good,
    # 37/45 = .822 for loud, 87/235 = .370 for best.
    good, loud, best = (
        evidence(1),
        evidence(2, answers=900, decided=200, accepted=60),
        evidence(3, accepted=10),
    )
    lucky = evidence(4, answers=1, helped=1, decided=1, accepted=1, expertise_rank=9.0)
    asks_more = evidence(5, questions=30, decided=14, accepted=9)
    seldom_linked = evidence(6, expertise_rank=0.2, decided=10, accepted=9)
    known = [loud, good, lucky, best, asks_more, seldom_linked]
    assert [one.member_id for one in candidates(known)] == [3, 1]
    assert candidates([]) == []


def test_rings_of_two_and_of_more_are_found_and_a_hub_is_none():
    votes = {(1, 2): 5, (2, 1): 4, (7, 2): 1}  # two for each other: 9 of the 10 they received
    votes |= {(3, 4): 3, (4, 5): 3, (5, 3): 3}  # a circle of three
    votes |= {(one, 9): 8 for one in range(10, 30)} | {
        (9, 10): 2
    }  # all thank one; two votes back are no ring
    found = rings(votes)
    assert [(ring.members, ring.inside, ring.received) for ring in found] == [
        ((1, 2), 9, 10),
        ((3, 4, 5), 9, 9),
    ]
    assert [ring.is_suspicious for ring in found] == [True, True]
    chain = {(one, one + 1): 3 for one in range(5000)} | {(5000, 0): 3}
    assert [ring.is_suspicious for ring in rings(chain)] == [False]  # one of 5,001: a whole community


def test_the_first_and_second_level():
    reading = {"questions_entered": 5, "posts_read": 30, "minutes_read": 9}
    assert [(one.fact, one.have, one.wanted) for one in missing(FIRST, reading)] == [("minutes_read", 9, 10)]
    no_third = third(asked_lately=0, written_lately=0)
    counted = {"needs_of_third": no_third, "held_since": None, "now": NOON}
    assert level_counted(0, reading, **counted) == 0
    assert level_counted(0, reading | {"minutes_read": 10}, **counted) == 1
    met = {need.fact: need.wanted for need in SECOND}
    assert level_counted(0, met, **counted) == 2
    assert level_counted(1, met | {"helpful_given": 0}, **counted) == 1
    assert level_counted(2, {}, **counted) == 2  # never lost
    assert level_counted(4, {}, **counted) == 4  # given by hand


def test_the_third_level_is_lost_after_its_grace():
    needs = third(asked_lately=1000, written_lately=100_000)
    # A quarter of 1,000 questions; a quarter of 100,000 texts is capped at 20,000.
    assert {need.fact: need.wanted for need in needs if need.fact.endswith(("entered", "posts_read"))} == {
        "questions_entered": 200, "posts_read": 500, "recent_questions_entered": 250, "recent_posts_read": 20_000,
    }  # fmt: skip
    met = {need.fact: need.wanted for need in (*SECOND, *needs)}
    given = {"needs_of_third": needs, "now": NOON}
    assert level_counted(2, met, held_since=NOON, **given) == 3
    assert level_counted(3, met | {"recent_reports_upheld": 6}, held_since=NOON - GRACE, **given) == 2
    fresh = NOON - GRACE + timedelta(seconds=1)
    assert level_counted(3, met | {"recent_reports_upheld": 6}, held_since=fresh, **given) == 3
    assert level_counted(3, met | {"recent_suspensions": 1}, held_since=None, **given) == 2


@pytest.mark.parametrize(
    ("formula", "sql", "values"),
    [
        ("answers >= 10", 'coalesce(f."answers"::float8 >= %s::float8, FALSE)', [10]),
        ("answers ≥ 1 and not (helpful = 0)",
         '(coalesce(f."answers"::float8 >= %s::float8, FALSE) AND (NOT coalesce(f."helpful"::float8 = %s::float8,'
         " FALSE)))", [1, 0]),
        ("accepted / answers > 0.5",
         'coalesce((f."accepted"::float8 / nullif(f."answers"::float8, 0)) > %s::float8, FALSE)', [0.5]),
    ],
)  # fmt: skip
def test_formulas_become_sql_of_columns_and_parameters(formula, sql, values):
    assert sql_of(parsed(formula, facts=FACTS)) == (sql, values)


@pytest.mark.parametrize(
    ("formula", "code", "at"),
    [
        ("answers", "not-a-condition", 0),
        ("answers >= 1 and helpful", "not-a-condition", 24),
        ("karma > 3", "unknown-fact", 0),
        ("answers >= 1; drop table x", "unreadable", 12),
        ("answers >= '1'", "unreadable", 11),
        ("answers >=", "unreadable", 10),
        ("(answers >= 1", "unreadable", 13),
        ("__import__ > 1", "unknown-fact", 0),
        ("", "unreadable", 0),
        ("(" * 40 + "answers > 1" + ")" * 40, "too-deep", 21),
        ("not " * 70 + "answers > 1", "too-deep", 84),
        ("answers > 1000000001", "too-large", 10),
        ("answers > 0.0000001", "too-large", 10),
        ("answers" + "*answers" * 21 + " > 1", "too-large", 167),
        ("answers > 1" + "/9" * 21, "too-large", 51),
        ("answers > 1 " * 40, "too-long", 300),
    ],
)
def test_a_formula_that_cannot_be_read_says_where(formula, code, at):
    with pytest.raises(FormulaRefused) as refused:
        parsed(formula, facts=FACTS)
    assert (refused.value.code, refused.value.at) == (code, at)


@given(st.text(alphabet="answer >=<()+-*/0123.andot'\";%_", max_size=60))
def test_whatever_is_typed_is_read_or_refused(formula):
    try:
        sql, values = sql_of(parsed(formula, facts=("a", "answer")))
    except FormulaRefused:
        return
    assert sql.count("%s") == len(values)
    assert not set(sql) & set("';")


def test_a_formula_in_words_keeps_its_brackets():
    read = parsed("(answers + accepted) / 2 >= 3 and (helpful > 1 or not answers = 4 - (2 - 1))", facts=FACTS)
    words = words_of(read, names={"answers": "answers given"}, signs={"/": "÷", ">=": "≥"})
    assert words == (
        "(answers given + accepted) ÷ 2 ≥ 3 and (helpful > 1 or not (answers given = 4 - (2 - 1)))"
    )
    assert facts_of(read) == ["answers", "accepted", "helpful"]


@pytest.mark.parametrize(
    ("email", "mailbox"),
    [
        ("Ada.Byron+x@GMail.com", "adabyron@gmail.com"),
        ("adabyron@googlemail.com", "adabyron@gmail.com"),
        ("ada.byron+x@example.org", "ada.byron@example.org"),
        ("+x@example.org", "+x@example.org"),
    ],
)
def test_mailboxes(email, mailbox):
    assert mailbox_of(email) == mailbox


@pytest.mark.parametrize(
    "name",
    ["Velostral Team", "VelostralTeam", "velostral_official", "Support Velostral", "Service client Velostral",
     "Ferrand Claire", "Claire Ferrand 2", "Claire Ferrand (Velostral)", "Ｃｌａｉｒｅ Ｆｅｒｒａｎｄ",
     "𝐂𝐥𝐚𝐢𝐫𝐞 Ferrand",
     "Cl\u0430ire Ferrand", "C1aire_Ferrand", "ᴀᴅᴍɪɴ", "ɑdmin", "✔ Ada", "Support Team", "The Admin",
     "Modérateur", "V€lostral", "Ve1ostral", "VELOSTRAL-SAV"],
)  # fmt: skip
def test_look_alikes_of_staff_and_house(name):
    assert is_refused(clean_name(name), reserved=("Velostral", "Claire Ferrand"))


@pytest.mark.parametrize(
    "name",
    ["Claire", "Ferrand", "Claire F.", "Clara Ferrand-Dupuis", "Joan Root", "Helpful Henry", "Velo", "Clay"],
)
def test_honest_names_stay_possible(name):
    assert not is_refused(clean_name(name), reserved=("Velostral", "Claire Ferrand"))
