"""Posts that say nearly the same are one group, whatever batch they come in; what only begins alike is not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from parvis.listening.actions.copies import forget_near
from parvis.listening.actions.take_in import take_in
from parvis.listening.logic.near_copies import are_near, keys_of, shingles_of
from parvis.listening.models import Mention, NearKey
from tests.factories.channels import NOON, make_connection, make_item

SAID = "the night train from Vienna was late again and nobody told us anything for hours"
NEAR = (
    SAID.replace("Vienna", "Venice"),
    SAID.replace("again ", ""),
    f"{SAID} what a shame",
    SAID.removesuffix(" for hours"),
    f"RT @somebody: {SAID.upper()} https://t.co/xyz",
)
OTHER = (
    "the night train from Vienna is the best way to see my parents in the summer holidays",
    "nobody told us anything about the strike, so we waited in the rain and missed the flight",
)


@pytest.mark.django_db
@pytest.mark.parametrize("at_once", [True, False])
def test_nearly_the_same_is_counted_with_its_first(at_once: bool) -> None:
    source = make_connection()
    items = [make_item(text, external_id=f"n{n}") for n, text in enumerate((SAID, *NEAR, *OTHER))]
    for some in [items] if at_once else [[item] for item in items]:
        take_in(source, some, now=NOON)
    groups = dict(Mention.objects.values_list("external_id", "text_group"))
    assert {groups[f"n{n}"] for n in range(len(NEAR) + 1)} == {groups["n0"]}
    assert len({groups[f"n{n}"] for n in range(len(NEAR) + 1, len(items))} | {groups["n0"]}) == 3
    assert set(Mention.objects.filter(is_repeat=False).values_list("external_id", flat=True)) == {
        "n0",
        "n6",
        "n7",
    }
    forget_near(today=(NOON + timedelta(days=31)).date())
    assert not NearKey.objects.exists()


def test_small_changes_do_not_add_up() -> None:
    """What is near to something near is not near: only the first decides."""
    words = [f"w{n}" for n in range(12)]
    changed = [words, [*words[:10], "x", "y"], [*words[:7], "a", "b", "c", "x", "y"]]
    first, second, third = map(shingles_of, changed)
    assert are_near(first, second) and not are_near(first, third)


def test_keys_stand_for_ever() -> None:
    """They are stored: another release has to make the same ones."""
    assert keys_of([shingles_of(SAID.casefold().split())])[0][:2] == STORED


STORED = [5819037361743389083, 1688648991117699051]
