"""What a member cannot do, as codes; the edges put them into sentences."""

from __future__ import annotations

from datetime import datetime


class CommunityError(Exception):
    """Base of all refusals of the community."""


class EmptyText(CommunityError):
    """Nothing was written."""


class TextTooLong(CommunityError):
    """limit, length: characters."""

    def __init__(self, *, limit: int, length: int) -> None:
        super().__init__(f"{length} of at most {limit} characters")
        self.limit, self.length = limit, length


class TitleTooShort(CommunityError):
    """A title that says nothing; limit: characters."""

    def __init__(self, *, limit: int) -> None:
        super().__init__(f"fewer than {limit} characters")
        self.limit = limit


class NameTaken(CommunityError):
    """Somebody has that name, or one that looks like it."""


class NameRefused(CommunityError):
    """The name is empty, mixes scripts, or pretends to be the house."""


class QuestionClosed(CommunityError):
    """It is no longer answered."""


class MayNot(CommunityError):
    """The member's level or role does not allow it. what: a code."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class TooOften(CommunityError):
    """A limit of flow was reached; seconds until it opens again."""

    def __init__(self, *, seconds: int) -> None:
        super().__init__(f"again in {seconds} s")
        self.seconds = seconds


class ManyJoining(TooOften):
    """More people log in or join just now than this place takes, or than one place sends."""


class Suspended(CommunityError):
    """A moderator keeps the member from writing; until: when it ends, None: not by itself."""

    def __init__(self, *, until: datetime | None) -> None:
        super().__init__(f"suspended until {until}")
        self.until = until


class OwnText(CommunityError):
    """Nobody votes for what they wrote themselves."""


class CodeRefused(CommunityError):
    """The code of a log-in is wrong, used, too old, or was tried too often."""


class ChangedMeanwhile(CommunityError):
    """Somebody else saved it since; newest: the number that it has now."""

    def __init__(self, *, newest: int) -> None:
        super().__init__(f"revision {newest} is newer")
        self.newest = newest


class SaidMeanwhile(CommunityError):
    """Another employee has answered the idea since it was looked at: theirs is to be read first."""


class SessionClosed(CommunityError):
    """The theme takes no ideas now."""


class WrongDates(CommunityError):
    """It would end before it begins."""


class ElsewhereRefused(CommunityError):
    """The log-in at a provider came to nothing. why: "unreachable", "answer-refused", "declined", "over" or "taken"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class ProviderRefused(CommunityError):
    """A provider cannot be set up so. code: "unreachable", "answer-refused", "issuer-taken", "incomplete"."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code, self.detail = code, detail
