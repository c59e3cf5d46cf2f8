"""What happened in the community, for whoever subscribes above. Ids only."""

from __future__ import annotations

from dataclasses import dataclass

from parvis.foundation.events import Event


@dataclass(frozen=True, slots=True)
class MemberJoined(Event):
    member_id: int


@dataclass(frozen=True, slots=True)
class QuestionAsked(Event):
    question_id: int


@dataclass(frozen=True, slots=True)
class AnswerWritten(Event):
    answer_id: int


@dataclass(frozen=True, slots=True)
class TextEdited(Event):
    """A question (answer_id 0) or an answer says something else now."""

    question_id: int
    answer_id: int


@dataclass(frozen=True, slots=True)
class AnswerAccepted(Event):
    question_id: int
    answer_id: int


@dataclass(frozen=True, slots=True)
class AcceptanceWithdrawn(Event):
    question_id: int
    answer_id: int


@dataclass(frozen=True, slots=True)
class QuestionAssigned(Event):
    """Somebody of the house is asked to answer (member_id 0: nobody any more)."""

    question_id: int
    member_id: int


@dataclass(frozen=True, slots=True)
class MemberLeft(Event):
    member_id: int


@dataclass(frozen=True, slots=True)
class TextHeld(Event):
    """A text of this kind waits for a human look; its author sees it and why."""

    kind: str
    text_id: int


@dataclass(frozen=True, slots=True)
class TextShown(Event):
    """A text that was held is shown now: somebody looked at it. Its author is told."""

    kind: str
    text_id: int


@dataclass(frozen=True, slots=True)
class TextWithheld(Event):
    """A text is withheld or removed: its author is told the reasons (art. 17)."""

    restriction_id: int


@dataclass(frozen=True, slots=True)
class TextRestored(Event):
    restriction_id: int


@dataclass(frozen=True, slots=True)
class MemberSuspended(Event):
    """The member is told ground, facts, how long, and how to appeal."""

    restriction_id: int


@dataclass(frozen=True, slots=True)
class ReportDecided(Event):
    """Whoever made the report is told the decision and what they can do about it (art. 16)."""

    report_id: int


@dataclass(frozen=True, slots=True)
class AppealJudged(Event):
    appeal_id: int


@dataclass(frozen=True, slots=True)
class IdeaProposed(Event):
    idea_id: int


@dataclass(frozen=True, slots=True)
class IdeaCommented(Event):
    comment_id: int


@dataclass(frozen=True, slots=True)
class IdeaExtended(Event):
    """A comment was marked as an extension of its idea, or is one no longer."""

    comment_id: int
    is_extension: bool


@dataclass(frozen=True, slots=True)
class IdeaStatusChanged(Event):
    """The company said something to an idea, with its reason (models IdeaStatusChange)."""

    change_id: int


@dataclass(frozen=True, slots=True)
class IdeaPutInCharge(Event):
    """An employee looks after an idea; member_id 0: nobody does now. by_account: who said so."""

    idea_id: int
    member_id: int
    by_account: int = 0


@dataclass(frozen=True, slots=True)
class IdeasMerged(Event):
    merge_id: int


@dataclass(frozen=True, slots=True)
class IdeaMergeUndone(Event):
    merge_id: int


@dataclass(frozen=True, slots=True)
class IdeaOverdue(Event):
    """The answer that was promised for an idea is late; told once an idea."""

    idea_id: int


@dataclass(frozen=True, slots=True)
class IdeaSessionOutcome(Event):
    """What came of a theme was published."""

    session_id: int


@dataclass(frozen=True, slots=True)
class ArticlePublished(Event):
    """Readers see this revision of an article from now on."""

    article_id: int
    number: int


@dataclass(frozen=True, slots=True)
class ArticleWithdrawn(Event):
    article_id: int


@dataclass(frozen=True, slots=True)
class ReviewWritten(Event):
    review_id: int


@dataclass(frozen=True, slots=True)
class ReviewEdited(Event):
    review_id: int


@dataclass(frozen=True, slots=True)
class ReviewWithdrawn(Event):
    """Its author took it back."""

    review_id: int


@dataclass(frozen=True, slots=True)
class ReviewReplied(Event):
    review_id: int


@dataclass(frozen=True, slots=True)
class QuestionNeedsHouse(Event):
    """A question became a case: its thread waits in the batch for whoever answers customers."""

    case_id: int
    batch_id: int


@dataclass(frozen=True, slots=True)
class CaseGrew(Event):
    """More was said under a question that is a case; it waits in the batch."""

    case_id: int
    batch_id: int


@dataclass(frozen=True, slots=True)
class TrustChanged(Event):
    member_id: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class BadgesGiven(Event):
    """A badge or a rank, to at most some hundred members."""

    badge_id: int
    member_ids: list[int]


@dataclass(frozen=True, slots=True)
class SuperUserInvited(Event):
    term_id: int


@dataclass(frozen=True, slots=True)
class SuperUserNamed(Event):
    """A member accepted: from now on they are one."""

    term_id: int


@dataclass(frozen=True, slots=True)
class SuperUserEnded(Event):
    term_id: int


@dataclass(frozen=True, slots=True)
class DirectMessageSent(Event):
    message_id: int


@dataclass(frozen=True, slots=True)
class MembersNamed(Event):
    """A text that everybody reads names members with an @ sign."""

    kind: str
    text_id: int
