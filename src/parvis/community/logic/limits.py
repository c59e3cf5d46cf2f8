"""How fast a member may write: Discourse's defaults (config/site_settings.yml), by level of trust."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Limits:
    """Per member. seconds_between: between two of a kind; a_day: of a kind; links, names, pictures: in one text."""

    seconds_between_questions: int
    seconds_between_answers: int
    questions_a_day: int
    answers_a_day: int
    answers_in_one_question: int
    links: int
    names: int
    pictures: int
    helpful_a_day: int
    flags_a_day: int
    edits_a_day: int
    # Our own choice: Discourse has no ideas.
    ideas_a_day: int = 20
    idea_votes_a_day: int = 50


_NEW = Limits(120, 30, 3, 10, 3, 2, 2, 1, 50, 20, 30, ideas_a_day=3, idea_votes_a_day=10)
_OTHERS = Limits(15, 5, 20, 200, 100, 20, 10, 10, 50, 20, 30)
_FACTOR = {2: 1.5, 3: 2.0, 4: 3.0}


def limits_of(trust: int) -> Limits:
    """trust: 0 to 4. Votes, flags and edits a day grow with it (× 1.5, 2, 3)."""
    if trust < 1:
        return _NEW
    factor = _FACTOR.get(trust, 1.0)
    return replace(
        _OTHERS,
        helpful_a_day=int(_OTHERS.helpful_a_day * factor),
        flags_a_day=int(_OTHERS.flags_a_day * factor),
        edits_a_day=int(_OTHERS.edits_a_day * factor),
        idea_votes_a_day=int(_OTHERS.idea_votes_a_day * factor),
    )
