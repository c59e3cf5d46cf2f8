"""Sentiment towards what a text names."""

import pytest

from parvis.enrichment.logic.targets import target_parts, target_sentiments


@pytest.mark.parametrize(
    ("text", "target", "parts"),
    [
        ("The phone is great, but Acme is slow", "acme", (" Acme is slow", False)),
        ("Free est mieux que Acme", "Acme", ("Free est mieux que Acme", True)),
        ("faster than Acme", "Acme", ("faster than Acme", True)),
        ("Acmeist", "Acme", None),
        ("", "Acme", None),
    ],
)
def test_parts_that_speak_of_the_target(text: str, target: str, parts: tuple[str, bool] | None) -> None:
    found = target_parts(text, target)
    assert (found and (found[0], found[2])) == parts


def test_two_names_in_one_text_may_differ() -> None:
    (english, french) = target_sentiments(
        ["I love Acme, it is amazing, but Globex is awful and rude", "Acme est génial mais Globex est nul"],
        targets=["Acme", "Globex"],
    )
    for towards in (english, french):
        assert towards["Acme"]["positive"] > towards["Acme"]["negative"]
        assert towards["Globex"]["negative"] > towards["Globex"]["positive"]


def test_only_named_targets_are_answered() -> None:
    assert target_sentiments(["Hello"], targets=["Acme"]) == [{}]
    assert target_sentiments([], targets=["Acme"]) == []
    assert target_sentiments(["Acme"], targets=[]) == [{}]
