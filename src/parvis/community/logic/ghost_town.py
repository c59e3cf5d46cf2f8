"""Whether a place is dying, and of what: each sign with its figure, its threshold, and the act that helps.

Thresholds: a reply to fewer than 60 % of questions (Joyce & Kraut 2006: 61 % got one, and who got none came back
less; Burke 2007: 40 % of first messages get none), staff writing more than half of the answers, one member writing
more than 30 % of them, fewer than ten people writing in a week; on one board fewer than three (who asks, who answers,
and one more), or fewer than four texts in four weeks. Where there is too little to say, that is the answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

LEAST_QUESTIONS = 10  # in the window: below it shares say nothing
LEAST_WEEKS = 4
LEAST_WRITERS, LEAST_WRITERS_OF_BOARD = 10, 3  # a week
LEAST_TEXTS = 4  # in four weeks, on a board


class Sign(StrEnum):
    FEW_REPLIES = "few-replies"
    FEW_WRITERS = "few-writers"
    STAFF_ALONE = "staff-alone"
    ONE_MEMBER = "one-member"
    NO_RETURN = "no-return"
    SILENT_BOARDS = "silent-boards"
    SILENT = "silent"
    SHRINKING = "shrinking"


class State(StrEnum):
    NOT_ENOUGH = "not-enough"
    ALIVE = "alive"
    AT_RISK = "at-risk"
    DYING = "dying"


# The act that each sign calls for.
ACTS = {
    Sign.FEW_REPLIES: "call-super-users",
    Sign.FEW_WRITERS: "invite-askers",
    Sign.STAFF_ALONE: "call-super-users",
    Sign.ONE_MEMBER: "call-super-users",
    Sign.NO_RETURN: "welcome",
    Sign.SILENT_BOARDS: "fuse-boards",
    Sign.SILENT: "fuse-boards",
    Sign.SHRINKING: "seed-questions",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of the last weeks. None: not known. writers: a week, the mean of four; rank: of the posts.

    texts: of one board in four weeks; None: the whole place is looked at.
    """

    questions: int
    weeks: int
    replied: float | None
    writers: float | None
    staff_share: float | None
    top_member_share: float | None
    returned: float | None
    silent_boards: int
    boards: int
    rank_of_posts: float | None
    texts: int | None = None


@dataclass(frozen=True, slots=True)
class Warned:
    sign: Sign
    value: float
    threshold: float

    @property
    def act(self) -> str:
        return ACTS[self.sign]


def signs_of(seen: Seen) -> list[Warned]:
    """What is wrong, the gravest first."""
    found: list[Warned] = []

    def below(sign: Sign, value: float | None, threshold: float) -> None:
        if value is not None and value < threshold:
            found.append(Warned(sign, value, threshold))

    def above(sign: Sign, value: float | None, threshold: float) -> None:
        if value is not None and value > threshold:
            found.append(Warned(sign, value, threshold))

    if seen.questions >= LEAST_QUESTIONS:
        below(Sign.FEW_REPLIES, seen.replied, 0.6)
        above(Sign.STAFF_ALONE, seen.staff_share, 0.5)
        above(Sign.ONE_MEMBER, seen.top_member_share, 0.3)
    if seen.weeks >= LEAST_WEEKS:
        below(Sign.SILENT, seen.texts, LEAST_TEXTS)
        least = LEAST_WRITERS if seen.texts is None else LEAST_WRITERS_OF_BOARD
        below(Sign.FEW_WRITERS, seen.writers, least)
        below(Sign.SHRINKING, seen.rank_of_posts, 0.1)
        below(Sign.NO_RETURN, seen.returned, 0.2)
        if seen.boards > 1 and seen.silent_boards:
            found.append(Warned(Sign.SILENT_BOARDS, seen.silent_boards, 0))
    return found


def state_of(seen: Seen, signs: list[Warned]) -> State:
    """Dying: hardly anybody writes, or what is asked stays unanswered while the place shrinks."""
    if seen.weeks < LEAST_WEEKS:
        return State.NOT_ENOUGH
    named = {one.sign for one in signs}
    if Sign.FEW_WRITERS in named and named & {
        Sign.FEW_REPLIES, Sign.SHRINKING, Sign.STAFF_ALONE, Sign.SILENT,
    }:  # fmt: skip
        return State.DYING
    if {Sign.FEW_REPLIES, Sign.SHRINKING} <= named:
        return State.DYING
    return State.AT_RISK if named else State.ALIVE
